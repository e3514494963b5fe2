//! The simplest run there is: the proposals of a script one after the other, each under its lifted condition, which is read as
//! the script would read it.

use super::script::{Failure, FailureKind, Ran, Script, Site};
use crate::condition::{Condition, Leaf, Situation, Truth};
use crate::rulebook::Model;

/// Runs `if WHEN { propose }` for each proposal in turn, up to the first that reads what is unknown.
pub(crate) fn run(script: &Script, model: &Model, situation: &Situation) -> Ran {
    let mut ran = Ran { proposed: vec![false; script.sites.len()], met_missing: false, failure: None };
    for (site, proposed) in script.sites.iter().zip(&mut ran.proposed) {
        match holds(&site.when, model, situation, &mut ran.met_missing) {
            Ok(holds) => *proposed = holds,
            Err(unknown) => {
                ran.failure = Some(failure(site, unknown, model));
                break;
            }
        }
    }
    ran
}

/// Whether a condition holds, read from left to right no further than is needed; or the part that is unknown. `known(..)` is
/// true or false to a script.
fn holds<'c>(
    condition: &'c Condition,
    model: &Model,
    situation: &Situation,
    met_missing: &mut bool,
) -> Result<bool, &'c Condition> {
    match condition {
        Condition::Not(inner) => holds(inner, model, situation, met_missing).map(|holds| !holds),
        Condition::All(parts) => {
            for part in parts {
                if !holds(part, model, situation, met_missing)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Condition::Any(parts) => {
            for part in parts {
                if holds(part, model, situation, met_missing)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Condition::Leaf(Leaf::Known(value)) => {
            let known = Leaf::Known(*value).evaluate(situation) == Truth::True;
            *met_missing |= !known;
            Ok(known)
        }
        Condition::Constant(_) | Condition::Let(_) | Condition::Leaf(_) => {
            match condition.evaluate(situation, &model.lets) {
                Truth::Unknown => {
                    *met_missing = true;
                    Err(condition)
                }
                truth => Ok(truth == Truth::True),
            }
        }
    }
}

fn failure(site: &Site, unknown: &Condition, model: &Model) -> Failure {
    let mut names: Vec<Box<str>> = Vec::new();
    if let Condition::Leaf(leaf) = unknown {
        names.extend(leaf.values().map(|value| model.value_name(value).into()));
    }
    names.sort_unstable();
    Failure { line: site.line, column: site.column, kind: FailureKind::Unknown(unknown.clone()), names }
}
