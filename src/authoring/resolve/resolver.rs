//! What all parts of resolving share: the list of problems, and looking up names.

use crate::authoring::document::Name;
use crate::classify::Label;
use crate::diagnostic::{Code, Problem, closest};
use crate::id::LabelId;
use crate::span::Place;
use std::collections::BTreeMap;

/// Collects what is wrong while a document is resolved.
pub(super) struct Resolver {
    pub(super) problems: Vec<Problem>,
    /// Whether something is declared of which nothing more could be read.
    pub(super) lost_names: bool,
}

impl Resolver {
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Reports that there are more of something than a rulebook may have. `first` is where the first one too many stands.
    pub(super) fn too_many(&mut self, what: &str, count: usize, most: usize, first: Place) {
        let message = format!("there are {count} {what}, more than the {most} a rulebook may have");
        self.report(Problem::new(Code::Limit, first, message).label("the first one too many"));
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
            self.report(match advice(&name.value, known) {
                Some(help) => problem.help(help),
                None => problem,
            });
        }
        found
    }

    /// The position of a label of the axis called `axis`.
    pub(super) fn label_of(&mut self, axis: &str, name: &Name, labels: &[Label]) -> Option<LabelId> {
        let found = labels.iter().position(|label| label.id == name.value).map(LabelId::at);
        if found.is_none() {
            let message = format!("`{axis}` has no label `{}`", name.value);
            let problem = Problem::new(Code::UnknownName, name.place, message);
            self.report(match advice(&name.value, labels.iter().map(|label| &*label.id)) {
                Some(help) => problem.help(help),
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

/// The nearest name, or all of them if they are few.
fn advice<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = closest(name, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let all: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    match all.len() {
        1 => Some(format!("there is only {}", all.join(""))),
        2..=FEW => Some(format!("there are {}", all.join(", "))),
        _ => None,
    }
}

/// How many names are shown where none is near.
const FEW: usize = 8;
