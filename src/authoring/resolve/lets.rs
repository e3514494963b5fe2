//! Named conditions, in an order in which each uses only those before it.

use super::resolver::Resolver;
use crate::authoring::document::{Document, Let};
use crate::condition::{Condition, Expression, Kind, Names, check};
use crate::diagnostic::{Code, Problem};
use crate::rulebook;
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

impl Resolver {
    /// The named conditions in order of use, by name where that leaves a choice. Those in a circle are reported and left
    /// in, so that their names are known.
    pub(super) fn order_lets<'d>(&mut self, document: &'d Document) -> Vec<&'d Let> {
        let lets: BTreeMap<&str, &Let> =
            document.lets.iter().map(|named| (&*named.name.value, named)).collect();
        let mut order = Vec::new();
        let mut done = BTreeSet::new();
        for name in lets.keys().copied() {
            self.visit(name, &lets, &mut Vec::new(), &mut done, &mut order);
        }
        order
    }

    fn visit<'d>(
        &mut self,
        name: &'d str,
        lets: &BTreeMap<&'d str, &'d Let>,
        path: &mut Vec<(&'d str, Place)>,
        done: &mut BTreeSet<&'d str>,
        order: &mut Vec<&'d Let>,
    ) {
        let Some(named) = lets.get(name).filter(|_| !done.contains(name)) else { return };
        path.push((name, named.name.place));
        let mut uses = Vec::new();
        names_in(&named.condition, &mut uses);
        for (used, place) in uses {
            if let Some(at) = path.iter().position(|(name, _)| *name == used) {
                self.circle(path.get(at..).unwrap_or(&[]), used, place);
            } else if path.len() < MAX_CHAIN {
                self.visit(used, lets, path, done, order);
            } else {
                let message = format!("named conditions use each other more than {MAX_CHAIN} deep");
                self.report(Problem::new(Code::Limit, place, message));
            }
        }
        path.pop();
        if done.insert(name) {
            order.push(named);
        }
    }

    fn circle(&mut self, path: &[(&str, Place)], used: &str, place: Place) {
        let names: Vec<String> = path.iter().map(|(name, _)| format!("`{name}`")).collect();
        let message = if path.len() == 1 {
            format!("the named condition `{used}` uses itself")
        } else {
            format!("named conditions use each other in a circle: {} → `{used}`", names.join(" → "))
        };
        let problem = Problem::new(Code::Cycle, place, message).label("closes the circle");
        let problem = match path.first() {
            Some((name, first)) => problem.also(*first, format!("`{name}` begins here")),
            None => problem,
        };
        self.report(problem.help("write out one of the conditions where it is used"));
    }

    /// Checks every named condition. One that is wrong counts as never true from here on; the rulebook is refused anyway.
    pub(super) fn lets(&mut self, ordered: &[&Let], names: &Names<'_>) -> Vec<rulebook::Let> {
        let mut resolved = Vec::new();
        for named in ordered {
            let (condition, problems) = check(&named.condition, names);
            self.problems.extend(problems);
            let condition = condition.unwrap_or(Condition::Constant(false));
            resolved.push(rulebook::Let { id: named.name.value.clone(), condition });
        }
        resolved
    }
}

/// How deep named conditions may use each other: following them is recursive.
const MAX_CHAIN: usize = 64;

/// Every name that stands for a condition of its own.
fn names_in<'e>(expression: &'e Expression, names: &mut Vec<(&'e str, Place)>) {
    match &expression.kind {
        Kind::Name(name) => names.push((name, expression.place)),
        Kind::Not(inner) => names_in(inner, names),
        Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|part| names_in(part, names)),
        Kind::Constant(_)
        | Kind::Compare { .. }
        | Kind::In { .. }
        | Kind::Has { .. }
        | Kind::Known(_)
        | Kind::AtLeast { .. } => {}
    }
}
