//! Conditions over a decision, seen from outside: invariants and expectations.

use super::program::Program;
use super::run;
use crate::condition::{Expression, Names, Outcomes, Situation, Truth, check_outcome};
use crate::decision::{Collector, Violation};
use crate::diagnostic::{Findings, Problem, Source};
use crate::inquiry::Inquiry;
use crate::text::Scratch;
use std::sync::Arc;

/// What findings about a condition by itself call the place they stand in.
const FILE: &str = "condition";

/// The invariants that are definitely true of the decision.
pub(crate) fn violations(program: &Program, inquiry: &Inquiry) -> Vec<Violation> {
    let model = program.model();
    if model.invariants.is_empty() {
        return Vec::new();
    }
    let situation = decided(program, inquiry);
    let mut violations = Vec::new();
    for (position, invariant) in model.invariants.iter().enumerate() {
        if invariant.never.evaluate(&situation, &model.lets) == Truth::True {
            let mut collector = Collector::new(model, inquiry, &situation);
            collector.condition(&invariant.never);
            violations.push(Violation::new(&program.rulebook, position, collector.items));
        }
    }
    violations
}

/// Whether `condition` holds, or what is wrong with it.
pub(crate) fn holds(program: &Program, inquiry: &Inquiry, condition: &Expression) -> Result<Truth, Findings> {
    let model = program.model();
    // Its places are those of whatever text it was read from, if any. Read from its own print, they fit that.
    let text = condition.to_string();
    let problems = match Expression::parse(&text) {
        Ok(condition) => {
            let outcomes = Outcomes::of(model);
            match check_outcome(&condition, &Names::of(model), outcomes) {
                (Some(condition), _) => {
                    return Ok(condition.evaluate(&decided(program, inquiry), &model.lets));
                }
                (None, problems) => problems,
            }
        }
        Err(error) => vec![Problem::from(error)],
    };
    Err(Findings::new(problems, &[Arc::new(Source::new(FILE, &text))]))
}

/// Runs every stage and adds what was decided, by the safe reading.
fn decided(program: &Program, inquiry: &Inquiry) -> Situation {
    let model = program.model();
    let mut outcome = run::run(program, inquiry, &mut Scratch::default());
    outcome.situation.decided = Some(outcome.joined.decided(model));
    outcome.situation
}
