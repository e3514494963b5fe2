//! From tables and limits to rules. Every row of a table is a rule of its own and so is every amount of a limit: all that
//! apply are joined, like any other rules, and none of them comes first. What is checked, shown, hashed or taken out is
//! the rule, with its place in the cells it was made from.
//!
//! A cell means what its column asks for: [`cell`] reads the notation, [`condition`] and [`effect`] say what it stands for
//! in a column, [`column`] what the first line names, [`declared`] what there is to name.

mod cell;
mod column;
mod condition;
mod declared;
mod effect;
mod limit;
mod table;
#[cfg(test)]
mod tests;

use super::document::{Document, Rule};
use crate::condition::{Expression, Kind};
use crate::diagnostic::{Code, Findings, Problem};
use crate::span::Place;
use declared::Declared;

/// Adds the rules that the tables and limits of a united document stand for.
pub(super) fn expand(document: &mut Document) -> Vec<Problem> {
    let declared = Declared::new(document);
    let mut expansion = Expansion { declared: &declared, rules: Vec::new(), problems: Vec::new() };
    for table in &document.tables {
        expansion.table(table);
    }
    for limit in &document.limits {
        expansion.limit(limit);
    }
    expansion.ascending(&document.limits);
    let Expansion { rules, problems, .. } = expansion;
    document.rules.extend(rules);
    problems
}

struct Expansion<'d> {
    declared: &'d Declared<'d>,
    rules: Vec<Rule>,
    problems: Vec<Problem>,
}

impl Expansion<'_> {
    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The value, or nothing and a finding.
    fn kept<T>(&mut self, result: Result<T, Box<Problem>>) -> Option<T> {
        result.map_err(|problem| self.report(*problem)).ok()
    }

    /// Whether there is more to find than is shown.
    fn is_enough(&self) -> bool {
        self.problems.len() > Findings::MAX
    }

    /// Whether `when` may be repeated this many times: a large condition in a long table would take the host's memory.
    fn may_repeat(&mut self, when: Option<&Expression>, times: usize) -> bool {
        /// The most parts of all copies of one condition.
        const MAX_PARTS: usize = 2_000_000;
        let Some(when) = when.filter(|when| when.nodes().saturating_mul(times) > MAX_PARTS) else {
            return true;
        };
        let message = format!("this condition of {} parts is repeated {times} times", when.nodes());
        let problem = Problem::new(Code::Limit, when.place, message);
        self.report(problem.help("name it as a condition of its own under `let`"));
        false
    }
}

/// The condition that holds where `when` and all `tests` do, at `place` if it is none of them alone; `None` if there are
/// none. It is the one that `&&` between them would be.
fn all(when: Option<&Expression>, tests: Vec<Expression>, place: Place) -> Option<Expression> {
    let mut parts = match when {
        None => tests,
        Some(Expression { kind: Kind::All(parts), .. }) => parts.iter().cloned().chain(tests).collect(),
        Some(when) => std::iter::once(when.clone()).chain(tests).collect(),
    };
    if parts.len() > 1 {
        return Some(Expression { kind: Kind::All(parts), place });
    }
    parts.pop()
}
