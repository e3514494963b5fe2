//! The engine: compile a rulebook once, decide many inquiries.

mod again;
mod decide;
mod expect;
mod index;
mod limits;
mod overrides;
mod pool;
mod program;
pub mod reference;
mod registry;
mod run;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod tests;
mod text;

use crate::condition::{Expression, Situation, Truth};
use crate::decision::{Decision, Violation, WhyNot};
use crate::diagnostic::Findings;
use crate::id::RuleId;
use crate::inquiry::Inquiry;
use crate::rulebook::Rulebook;
use crate::text::Scratch;
pub(crate) use again::{Again, Kept, matcher_of};
pub(crate) use expect::situation_of;
use program::Program;
pub use registry::Registry;
pub(crate) use run::Outcome;
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
        self.decide_with(inquiry, &mut Scratch::default())
    }

    fn decide_with(&self, inquiry: &Inquiry, scratch: &mut Scratch) -> Decision {
        let Program { rulebook, prepared, .. } = &*self.program;
        decide::decide(rulebook, prepared, inquiry, run::run(&self.program, inquiry, scratch))
    }

    /// Decides many inquiries, each as [`decide`](Self::decide) does and by itself: nothing in one changes another. The decisions
    /// are in the order of the inquiries. With the feature `parallel` all cores work at it.
    ///
    /// ```
    /// use furiwake::{Engine, Inquiry, Rulebook};
    ///
    /// let engine = Engine::new(&Rulebook::builtin("shop").unwrap());
    /// let inbox = [Inquiry::new().customer("返金してください。"), Inquiry::new().customer("営業時間を教えてください。")];
    /// let decisions = engine.decide_batch(&inbox);
    /// assert_eq!(decisions[1].to_json(), engine.decide(&inbox[1]).to_json());
    /// ```
    pub fn decide_batch(&self, inquiries: &[Inquiry]) -> Vec<Decision> {
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            let decide = |scratch: &mut Scratch, inquiry| self.decide_with(inquiry, scratch);
            inquiries.par_iter().map_init(Scratch::default, decide).collect()
        }
        #[cfg(not(feature = "parallel"))]
        {
            let mut scratch = Scratch::default();
            inquiries.iter().map(|inquiry| self.decide_with(inquiry, &mut scratch)).collect()
        }
    }

    /// Why a rule applies to an inquiry or does not: its condition as a tree, each part with its truth and each leaf
    /// with the value read. `None` if the rulebook has no such rule.
    pub fn why_not(&self, inquiry: &Inquiry, rule: &str) -> Option<WhyNot> {
        let model = self.program.model();
        let id = model.rule_id(rule)?;
        let outcome = run::run(&self.program, inquiry, &mut Scratch::default());
        let rule = model.rules.get(id.index())?;
        Some(WhyNot::new(&self.program.rulebook, inquiry, &outcome.situation, rule))
    }

    /// Decides one inquiry, and lets `look` see what the decision is made from before it is.
    pub(crate) fn decide_watched<T>(
        &self,
        inquiry: &Inquiry,
        look: impl FnOnce(&Outcome<'_>) -> T,
    ) -> (Decision, T) {
        let Program { rulebook, prepared, .. } = &*self.program;
        let outcome = run::run(&self.program, inquiry, &mut Scratch::default());
        let seen = look(&outcome);
        (decide::decide(rulebook, prepared, inquiry, outcome), seen)
    }

    /// The decision there would be if the rulebook did not have the rule; it calls itself a decision of the whole rulebook.
    pub(crate) fn decide_without(&self, inquiry: &Inquiry, rule: RuleId) -> Decision {
        let Program { rulebook, prepared, .. } = &*self.program;
        let outcome = run::run_without(&self.program, inquiry, &mut Scratch::default(), Some(rule));
        decide::decide(rulebook, prepared, inquiry, outcome)
    }

    /// What a decision on an inquiry is made from, with what was decided.
    pub(crate) fn situation(&self, inquiry: &Inquiry) -> Situation {
        expect::decided(&self.program, inquiry)
    }

    /// The invariants of the rulebook that the decision on an inquiry violates: those whose `never` is definitely true. What
    /// depends on something that is missing violates nothing yet.
    ///
    /// ```
    /// use furiwake::{Engine, Inquiry, Rulebook};
    ///
    /// let rulebook = Rulebook::load("acme.yaml", r#"
    /// rulebook: acme
    /// version: "1"
    /// extends: [core]
    /// rules:
    ///   - { id: generous, delegate: [refund] }
    /// invariants:
    ///   - { id: refunds-stay, never: 'holder(refund) == "supervisor"' }
    /// "#).into_result()?;
    /// let engine = Engine::new(&rulebook);
    /// let violations = engine.violations(&Inquiry::new().customer("Where are you?"));
    /// assert_eq!(violations.len(), 1);
    /// assert_eq!(violations[0].id(), Some("refunds-stay"));
    /// assert_eq!(violations[0].to_string(), r#"refunds-stay: never holder(refund) == "supervisor""#);
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn violations(&self, inquiry: &Inquiry) -> Vec<Violation> {
        expect::violations(&self.program, inquiry)
    }

    /// Whether a condition holds of an inquiry and the decision on it. It may read what conditions of rules read (facts,
    /// cues, scores, labels, named conditions) and what was decided: `holder(judgment)`, `holder(judgment, "act")`,
    /// `ruling(judgment)`, `raised(judgment)`, `route`, `urgency`. What was decided is true or false, even where it rests on
    /// something missing; only whether a judgment is raised may be unknown.
    ///
    /// ```
    /// use furiwake::{Engine, Inquiry, Rulebook, Truth, condition::Expression};
    ///
    /// let engine = Engine::new(&Rulebook::builtin("core").unwrap());
    /// let inquiry = Inquiry::new().customer("It burned my hand.");
    /// let that = Expression::parse(r#"cue.injury && at_least(route, "client_desk")"#)?;
    /// assert_eq!(engine.holds(&inquiry, &that)?, Truth::True);
    ///
    /// let slip = Expression::parse(r#"route == "client_dest""#)?;
    /// let findings = engine.holds(&inquiry, &slip).unwrap_err();
    /// assert_eq!(findings.iter().next().unwrap().help(), Some("did you mean `client_desk`?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every name the rulebook does not declare and every comparison of wrong types, each placed in the condition's printed
    /// text.
    pub fn holds(&self, inquiry: &Inquiry, condition: &Expression) -> Result<Truth, Findings> {
        expect::holds(&self.program, inquiry, condition)
    }
}
