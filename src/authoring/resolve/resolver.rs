//! What all parts of resolving share: the list of problems, and looking up names.

use crate::authoring::document::Name;
use crate::diagnostic::{Code, Problem, closest};
use std::collections::BTreeMap;

/// Collects what is wrong while a document is resolved.
pub(super) struct Resolver {
    pub(super) problems: Vec<Problem>,
}

impl Resolver {
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// What a name stands for, or a finding with the nearest of the `known` names.
    pub(super) fn find<'k, T>(
        &mut self,
        name: &Name,
        what: &str,
        found: Option<T>,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<T> {
        if found.is_none() {
            let problem =
                Problem::new(Code::UnknownName, name.place, format!("there is no {what} `{}`", name.value));
            let problem = problem.label("declared nowhere");
            self.report(match closest(&name.value, known) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
        found
    }

    /// Reports names given twice; `what` says to what.
    pub(super) fn once<'n>(&mut self, names: impl IntoIterator<Item = &'n Name>, what: &str) {
        let mut first: BTreeMap<&str, &Name> = BTreeMap::new();
        for name in names {
            if let Some(first) = first.get(&*name.value) {
                self.twice(name, first, what);
            } else {
                first.insert(&name.value, name);
            }
        }
    }

    pub(super) fn twice(&mut self, again: &Name, first: &Name, what: &str) {
        let problem = Problem::new(
            Code::DuplicateName,
            again.place,
            format!("there are two {what} called `{}`", again.value),
        );
        self.report(problem.label("again here").also(first.place, "first here"));
    }
}
