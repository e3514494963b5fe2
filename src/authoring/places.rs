//! Where in its texts a rulebook says what: for reports that show a rulebook as its author wrote it. The checked rulebook does not keep
//! places, so the texts are read anew.

use super::document::{Document, Effect};
use crate::condition::{Expression, Kind};
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
    /// By name: what the points of its parts hang on.
    scores: BTreeMap<Box<str>, Vec<Expression>>,
    /// Where everything that has a name is named, by section and name.
    named: BTreeMap<(&'static str, Box<str>), Place>,
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
        let mut scores: BTreeMap<Box<str>, Vec<Expression>> = BTreeMap::new();
        for score in &document.scores {
            let parts = scores.entry(score.name.value.clone()).or_default();
            parts.extend(score.parts.iter().map(|part| part.when.clone()));
        }
        Self { sources, rules, lets: lets.collect(), scores, named: named(document) }
    }

    /// What the points of a part of a score hang on, by its text.
    pub(crate) fn score_part(&self, score: &str, when: &str) -> Option<&Expression> {
        self.scores.get(score)?.iter().find(|written| written.to_string() == when)
    }

    /// The file, line and column, both from 1, of the part of a condition that reads `part`, or else of what it belongs to.
    pub(crate) fn find(&self, section: &'static str, name: &str, part: &str) -> Option<(&str, usize, usize)> {
        let condition = match section {
            "rule" => self.rules.get(name).and_then(|rule| rule.when.as_ref()),
            "let" => self.lets.get(name),
            _ => None,
        };
        let part = match section {
            // Its condition and its points.
            "score" => {
                let when = part.rsplit_once(": ").and_then(|(when, _)| self.score_part(name, when));
                when.map(|when| when.place)
            }
            _ => condition.and_then(|condition| within(condition, part)),
        };
        let place = part.or_else(|| self.named.get(&(section, name.into())).copied())?;
        let source = self.sources.get(usize::try_from(place.source.0).ok()?)?;
        let position = source.position(place.span().start);
        Some((&source.name, position.line, position.column))
    }
}

fn named(document: &Document) -> BTreeMap<(&'static str, Box<str>), Place> {
    let rules = document.rules.iter().map(|rule| ("rule", &rule.id));
    let lets = document.lets.iter().map(|named| ("let", &named.name));
    let params = document.params.iter().map(|param| ("param", &param.name));
    let derived = document.derived.iter().map(|derived| ("derived", &derived.name));
    let facts = document.facts.iter().map(|fact| ("fact", &fact.name));
    let cues = document.cues.iter().map(|cue| ("cue", &cue.name));
    let scores = document.scores.iter().map(|score| ("score", &score.name));
    let judgments = document.judgments.iter().map(|judgment| ("judgment", &judgment.name));
    let all = rules
        .chain(lets)
        .chain(params)
        .chain(derived)
        .chain(facts)
        .chain(cues)
        .chain(scores)
        .chain(judgments);
    let mut places = BTreeMap::new();
    for (section, name) in all {
        // Of several layers that say it, the innermost comes first.
        places.entry((section, name.value.as_ref().into())).or_insert(name.place);
    }
    places
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
