//! The engine: compile a rulebook once, decide many inquiries.

mod decide;
mod limits;
mod program;
mod run;
mod text;

use crate::decision::{Decision, WhyNot};
use crate::inquiry::Inquiry;
use crate::rulebook::Rulebook;
use program::Program;
use std::sync::Arc;

/// A rulebook made ready to decide. Build it once; it is cheap to clone and may be shared between threads.
#[derive(Debug, Clone)]
pub struct Engine {
    program: Arc<Program>,
}

impl Engine {
    /// Compiles a checked rulebook. This cannot fail: everything that can go wrong was found when it was loaded.
    pub fn new(rulebook: &Rulebook) -> Self {
        Self { program: Arc::new(Program::new(rulebook.clone())) }
    }

    /// The rulebook it decides by.
    pub fn rulebook(&self) -> &Rulebook {
        &self.program.rulebook
    }

    /// Decides one inquiry. This never fails and never drops an inquiry: whatever is wrong with it becomes a notice on
    /// the decision and counts as missing, which only ever restricts.
    pub fn decide(&self, inquiry: &Inquiry) -> Decision {
        decide::decide(&self.program, inquiry, run::run(&self.program, inquiry))
    }

    /// Why a rule applies to an inquiry or does not: its condition as a tree, each part with its truth and each leaf
    /// with the value read. `None` if the rulebook has no such rule.
    pub fn why_not(&self, inquiry: &Inquiry, rule: &str) -> Option<WhyNot> {
        let model = self.program.model();
        let id = model.rule_id(rule)?;
        let outcome = run::run(&self.program, inquiry);
        let rule = model.rules.get(id.index())?;
        Some(WhyNot::new(&self.program.rulebook, inquiry, &outcome.situation, rule))
    }
}
