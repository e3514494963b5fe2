//! Where in its files a rulebook says what, for reports about its parts. A checked rulebook does not keep it: it is looked up again
//! when somebody asks.

use super::document::{Document, Name};
use crate::condition::{Expression, Kind};
use crate::diagnostic::Source;
use crate::span::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The places of everything that has a name.
#[derive(Debug)]
pub(crate) struct Places {
    sources: Vec<Arc<Source>>,
    /// By section and name, with the condition there is.
    named: BTreeMap<(&'static str, Box<str>), Said>,
}

/// Where something is named, and its condition.
type Said = (Place, Option<Expression>);

impl Places {
    /// Of a rulebook whose layers were united and whose tables were expanded.
    pub(super) fn new(document: &Document, sources: Vec<Arc<Source>>) -> Self {
        let mut places = Self { sources, named: BTreeMap::new() };
        document.rules.iter().for_each(|rule| places.add("rule", &rule.id, rule.when.as_ref()));
        document.lets.iter().for_each(|named| places.add("let", &named.name, Some(&named.condition)));
        document.params.iter().for_each(|param| places.add("param", &param.name, None));
        document.derived.iter().for_each(|derived| places.add("derived", &derived.name, None));
        document.facts.iter().for_each(|fact| places.add("fact", &fact.name, None));
        document.cues.iter().for_each(|cue| places.add("cue", &cue.name, None));
        document.scores.iter().for_each(|score| places.add("score", &score.name, None));
        document.judgments.iter().for_each(|judgment| places.add("judgment", &judgment.name, None));
        places
    }

    fn add(&mut self, section: &'static str, name: &Name, condition: Option<&Expression>) {
        // Of several layers that say it, the innermost comes first.
        self.named
            .entry((section, name.value.as_ref().into()))
            .or_insert_with(|| (name.place, condition.cloned()));
    }

    /// The file, line and column, both from 1, of the part of a condition that reads `part`, or else of what it belongs to.
    pub(crate) fn find(&self, section: &'static str, name: &str, part: &str) -> Option<(&str, usize, usize)> {
        let (place, condition) = self.named.get(&(section, name.into()))?;
        let place = condition.as_ref().and_then(|condition| within(condition, part)).unwrap_or(*place);
        let source = self.sources.get(usize::try_from(place.source.0).ok()?)?;
        let position = source.position(place.span.start);
        Some((&source.name, position.line, position.column))
    }
}

/// The first part of a condition that reads so.
fn within(condition: &Expression, part: &str) -> Option<Place> {
    if condition.to_string() == part {
        return Some(condition.place);
    }
    match &condition.kind {
        Kind::Not(inner) => within(inner, part),
        Kind::All(parts) | Kind::Any(parts) => parts.iter().find_map(|inner| within(inner, part)),
        Kind::Constant(_)
        | Kind::Name(_)
        | Kind::Compare { .. }
        | Kind::In { .. }
        | Kind::Has { .. }
        | Kind::Known(_)
        | Kind::AtLeast { .. } => None,
    }
}
