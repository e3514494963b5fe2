//! Where in its texts a rulebook says what: for reports that show a rulebook as its author wrote it. The checked rulebook does not keep
//! places, so the texts are read anew.

use super::document::{Document, Effect};
use crate::condition::Expression;
use crate::diagnostic::Source;
use crate::span::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of a rulebook and of all layers it stands on, and where in them its rules and named conditions are.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The rulebook's own text first.
    pub(crate) sources: Vec<Arc<Source>>,
    /// By id.
    pub(crate) rules: BTreeMap<Box<str>, RulePlaces>,
    /// By name.
    pub(crate) lets: BTreeMap<Box<str>, Expression>,
}

/// Where a rule stands. That of a table or a limit stands in its cells.
#[derive(Debug, Clone)]
pub(crate) struct RulePlaces {
    pub(crate) id: Place,
    pub(crate) when: Option<Expression>,
    /// What its settlements are given on.
    pub(crate) given: Vec<Expression>,
}

impl Places {
    /// The places in a document with all its layers and tables.
    pub(super) fn of(document: &Document, sources: Vec<Arc<Source>>) -> Self {
        let mut rules = BTreeMap::new();
        for rule in &document.rules {
            let given = rule.effects.iter().filter_map(|effect| match effect {
                Effect::Settle { given: Some(given), .. } => Some(given.condition.clone()),
                _ => None,
            });
            let places = || RulePlaces { id: rule.id.place, when: rule.when.clone(), given: given.collect() };
            // What two layers say alike stands in the innermost.
            rules.entry(rule.id.value.clone()).or_insert_with(places);
        }
        let lets = document.lets.iter().map(|named| (named.name.value.clone(), named.condition.clone()));
        Self { sources, rules, lets: lets.collect() }
    }
}
