//! One case: an inquiry, and what is expected of the decision on it.

use super::expectation::Expectation;
use crate::condition::Situation;
use crate::decision::Decision;
use crate::engine::situation_of;
use crate::inquiry::Inquiry;
use crate::rulebook::Rulebook;
use serde::Serialize;
use std::fmt;

/// An inquiry and what is expected of the decision on it. Every name has been looked up when it was loaded.
#[derive(Debug, Clone)]
pub struct Case {
    pub(super) name: Box<str>,
    pub(super) line: usize,
    pub(super) inquiry: Inquiry,
    pub(super) expectations: Vec<Expectation>,
    pub(super) rulebook: Rulebook,
}

/// Something that is not as a case expects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Mismatch {
    /// What was expected otherwise, as a path: `route`, `labels.nature`, `holders.refund.decide`, `fires.refund.asked`,
    /// `that`.
    pub what: String,
    /// What the case says, in the words of case files.
    pub expected: String,
    /// What was decided, in the same words.
    pub actual: String,
    /// The rule of `fires` and `silent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Case {
    /// What the case is called: unlike all others of its file. A row of a table is called `table › row`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The line of its file it begins on, from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// What is decided.
    pub const fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// Everything in which a decision on the case's [inquiry](Self::inquiry) is not as expected; nothing of what the case leaves
    /// open. A decision by another rulebook than the case is about differs in that, and nothing else is compared.
    ///
    /// Facts and words are not part of a decision, so a condition under `that` reads them from the case's inquiry.
    pub fn check(&self, decision: &Decision) -> Vec<Mismatch> {
        match self.other_rulebook(decision) {
            Some(other) => vec![other],
            None => self.mismatches(decision, None),
        }
    }

    /// That the decision is by another rulebook than the case is about, if so.
    pub(super) fn other_rulebook(&self, decision: &Decision) -> Option<Mismatch> {
        if decision.rulebook().says_the_same(&self.rulebook) {
            return None;
        }
        let called = |book: &Rulebook| {
            let hash = book.hash().get(..12).unwrap_or_default();
            format!("{} {} {hash}", book.id(), book.version())
        };
        Some(Mismatch {
            what: "rulebook".into(),
            expected: called(&self.rulebook),
            actual: called(decision.rulebook()),
            rule: None,
        })
    }

    /// The same for a decision by any rulebook that has every name under the index it has in the case's rulebook, such as one of
    /// its mutants. `situation` is what the decision was made from, with what was decided, as `Engine::situation` gives it; without it, what a
    /// condition reads is read anew.
    pub(crate) fn mismatches(&self, decision: &Decision, situation: Option<&Situation>) -> Vec<Mismatch> {
        let read = situation.is_none().then(|| self.situation(decision)).flatten();
        let situation = situation.or(read.as_ref());
        self.expectations.iter().filter_map(|expected| expected.mismatch(decision, situation)).collect()
    }

    /// Whether there are no [`mismatches`](Self::mismatches), which are not told.
    pub(crate) fn passes(&self, decision: &Decision, situation: Option<&Situation>) -> bool {
        let read = situation.is_none().then(|| self.situation(decision)).flatten();
        let situation = situation.or(read.as_ref());
        self.expectations.iter().all(|expected| expected.is_met(decision, situation))
    }

    /// Whether it expects a condition to hold.
    pub(super) fn has_conditions(&self) -> bool {
        self.expectations.iter().any(|expected| matches!(expected, Expectation::That(_)))
    }

    /// What the conditions of the case read of the decision and, where they do, of the inquiry; nothing if it has none.
    fn situation(&self, decision: &Decision) -> Option<Situation> {
        let conditions = self.expectations.iter().filter_map(|expected| match expected {
            Expectation::That(that) => Some(that.reads_inquiry),
            _ => None,
        });
        let reads_inquiry = conditions.reduce(|one, other| one || other)?;
        Some(situation_of(decision, &self.inquiry, reads_inquiry))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: expected {}, is {}", self.what, self.expected, self.actual)
    }
}
