//! Invariants: conditions over facts, labels and what was decided, checked like those of rules.

use super::resolver::Resolver;
use crate::authoring::document::{Document, Name};
use crate::authoring::limits::MAX_INVARIANTS;
use crate::authoring::unite::disagreement;
use crate::condition::{Names, Outcomes, check_outcome};
use crate::rulebook::{Invariant, Model};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Resolver {
    /// Every invariant, the same one in two layers once.
    pub(super) fn invariants(
        &mut self,
        document: &Document,
        names: &Names<'_>,
        outcomes: Outcomes<'_>,
    ) -> Vec<Invariant> {
        if let Some(invariant) = document.invariants.get(MAX_INVARIANTS) {
            self.too_many("invariants", document.invariants.len(), MAX_INVARIANTS, invariant.never.place);
            return Vec::new();
        }
        let mut invariants: Vec<Invariant> = Vec::new();
        let mut named: BTreeMap<Box<str>, (&Name, Invariant)> = BTreeMap::new();
        for written in &document.invariants {
            let (condition, problems) = check_outcome(&written.never, names, outcomes);
            self.problems.extend(problems);
            let Some(never) = condition else { continue };
            let id = written.id.as_ref().map(|id| id.value.clone());
            let invariant = Invariant { id, never, because: written.because.clone() };
            if let Some(id) = &written.id {
                match named.get(&id.value) {
                    Some((first, same)) => self.again(id, first, *same == invariant),
                    None => {
                        named.insert(id.value.clone(), (id, invariant));
                    }
                }
            } else if !invariants.contains(&invariant) {
                invariants.push(invariant);
            }
        }
        invariants.extend(named.into_values().map(|(_, invariant)| invariant));
        invariants
    }

    fn again(&mut self, again: &Name, first: &Name, same: bool) {
        if again.place.source == first.place.source {
            self.twice(again, first, "invariants");
        } else if !same {
            let problem = disagreement(&format!("the invariant `{}`", first.value), again.place, first.place);
            self.report(problem.help("give the invariant another id, or leave it out in one of the layers"));
        }
    }
}

/// Puts the invariants in the order of their ids, those without one behind, by their printed conditions.
pub(super) fn put_in_order(model: &mut Model) {
    let mut invariants = std::mem::take(&mut model.invariants);
    Arc::make_mut(&mut invariants).sort_by_cached_key(|invariant| {
        (invariant.id.is_none(), invariant.id.clone(), invariant.never.display(model).to_string())
    });
    model.invariants = invariants;
}
