//! Running cases: each decided in every way there is, which must agree, and held against what is expected of it.

use super::case::Case;
use super::expectation::Expectation;
use super::failure::{Disagreement, Failure, Unmet};
use super::results::{CaseResult, Results};
use super::suite::Suite;
use crate::decision::{Decision, WhyNot};
use crate::engine::Engine;
use crate::engine::reference::Plain;
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
        let runner = Runner::new(engine);
        let result = |case: &Case| CaseResult {
            file: self.file().to_owned(),
            line: case.line(),
            name: case.name().to_owned(),
            failure: runner.failure(case),
        };
        Results::new(self.cases().iter().map(result).collect())
    }
}

/// The ways of deciding that have to agree.
#[derive(Debug)]
pub(crate) struct Runner {
    engine: Engine,
    reference: Plain,
}

impl Runner {
    pub(crate) fn new(engine: &Engine) -> Self {
        Self { engine: engine.clone(), reference: Plain::new(engine.rulebook()) }
    }

    /// Why a case fails, or nothing if it passes.
    pub(crate) fn failure(&self, case: &Case) -> Option<Failure> {
        let decision = self.engine.decide(&case.inquiry);
        let failure = Failure {
            unmet: self.unmet(case, &decision),
            violations: self.engine.violations(&case.inquiry),
            disagreements: self.disagreements(case, &decision),
            decision,
        };
        let passes =
            failure.unmet.is_empty() && failure.violations.is_empty() && failure.disagreements.is_empty();
        (!passes).then_some(failure)
    }

    /// What is not as expected, each with why, where a condition decided about it.
    fn unmet(&self, case: &Case, decision: &Decision) -> Vec<Unmet> {
        if let Some(mismatch) = case.other_rulebook(decision) {
            return vec![Unmet { mismatch, why: None }];
        }
        let situation = case.has_conditions().then(|| self.engine.situation(&case.inquiry));
        let unmet = case.expectations.iter().filter_map(|expected| {
            let mismatch = expected.mismatch(decision, situation.as_ref())?;
            let why = match (expected, &situation) {
                (Expectation::Fires(_) | Expectation::Silent(_), _) => {
                    mismatch.rule.as_deref().and_then(|rule| self.engine.why_not(&case.inquiry, rule))
                }
                (Expectation::That(that), Some(situation)) => {
                    let condition = &that.condition;
                    Some(WhyNot::of(decision.rulebook(), &case.inquiry, situation, "that", condition))
                }
                _ => None,
            };
            Some(Unmet { mismatch, why })
        });
        unmet.collect()
    }

    /// The ways of deciding that come to something else than the engine did.
    fn disagreements(&self, case: &Case, decision: &Decision) -> Vec<Disagreement> {
        let decided = decision.to_json();
        let mut disagreements = Vec::new();
        if self.reference.decide(&case.inquiry).to_json() != decided {
            disagreements.push(Disagreement::Reference);
        }
        // What could not be read is not written, so an inquiry with notices is another one when it is read again.
        if case.inquiry.notices().is_empty() {
            let read = Inquiry::from_json(&case.inquiry.to_json());
            if read.map(|inquiry| self.engine.decide(&inquiry).to_json()).ok() != Some(decided) {
                disagreements.push(Disagreement::RoundTrip);
            }
        }
        disagreements
    }
}
