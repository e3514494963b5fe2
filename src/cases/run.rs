//! Running cases: each decided in every way there is, which must agree, and held against what is expected of it.

use super::case::Case;
use super::expectation::Expectation;
use super::failure::{Disagreement, Failure, Unmet};
use super::results::{CaseResult, Results};
use super::suite::Suite;
use crate::decision::{Decision, WhyNot};
use crate::engine::{Engine, reference};
use crate::inquiry::Inquiry;

impl Suite {
    /// Runs every case: what is expected holds, no invariant is violated, and the engine, the [reference](crate::reference) and
    /// the engine on the inquiry after it was written as JSON and read again decide alike, byte for byte.
    ///
    /// The engine's rulebook has to be the one the suite was loaded for; by any other every case fails.
    ///
    /// ```
    /// use furiwake::{Engine, cases::Suite};
    ///
    /// let suite = Suite::builtin("shop").unwrap();
    /// let results = suite.run(&Engine::new(suite.rulebook()));
    /// assert_eq!(results.failed(), 0, "{results}");
    /// ```
    pub fn run(&self, engine: &Engine) -> Results {
        let result = |case: &Case| CaseResult {
            file: self.file().to_owned(),
            line: case.line(),
            name: case.name().to_owned(),
            failure: case.failure(engine),
        };
        Results::new(self.cases().iter().map(result).collect())
    }
}

impl Case {
    /// Runs the case as [`Suite::run`] does: why it fails, or nothing if it passes.
    pub fn failure(&self, engine: &Engine) -> Option<Failure> {
        let decision = engine.decide(&self.inquiry);
        let failure = Failure {
            unmet: self.unmet(engine, &decision),
            violations: engine.violations(&self.inquiry),
            disagreements: self.disagreements(engine, &decision),
            decision,
        };
        let passes =
            failure.unmet.is_empty() && failure.violations.is_empty() && failure.disagreements.is_empty();
        (!passes).then_some(failure)
    }

    /// What is not as expected, each with why, where a condition decided about it.
    fn unmet(&self, engine: &Engine, decision: &Decision) -> Vec<Unmet> {
        if let Some(mismatch) = self.other_rulebook(decision) {
            return vec![Unmet { mismatch, why: None }];
        }
        let situation = self.situation(decision);
        let unmet = self.expectations.iter().filter_map(|expected| {
            let mismatch = expected.mismatch(decision, situation.as_ref())?;
            let why = match (expected, &situation) {
                (Expectation::Fires(_) | Expectation::Silent(_), _) => {
                    mismatch.rule.as_deref().and_then(|rule| engine.why_not(&self.inquiry, rule))
                }
                (Expectation::That(that), Some(situation)) => {
                    let condition = &that.condition;
                    Some(WhyNot::of(decision.rulebook(), &self.inquiry, situation, "that", condition))
                }
                _ => None,
            };
            Some(Unmet { mismatch, why })
        });
        unmet.collect()
    }

    /// The ways of deciding that come to something else than the engine did.
    fn disagreements(&self, engine: &Engine, decision: &Decision) -> Vec<Disagreement> {
        let decided = decision.to_json();
        let mut disagreements = Vec::new();
        if reference::decide(engine.rulebook(), &self.inquiry).to_json() != decided {
            disagreements.push(Disagreement::Reference);
        }
        // What could not be read is not written, so an inquiry with notices is another one when it is read again.
        if self.inquiry.notices().is_empty() {
            let read = Inquiry::from_json(&self.inquiry.to_json());
            if read.map(|inquiry| engine.decide(&inquiry).to_json()).ok() != Some(decided) {
                disagreements.push(Disagreement::RoundTrip);
            }
        }
        disagreements
    }
}
