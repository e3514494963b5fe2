//! Where in its texts a rulebook says what: for reports that show a rulebook as its author wrote it. The checked rulebook does not keep
//! places, so the texts are read anew.

use super::document::{Document, Effect, Script};
use crate::condition::{Expression, Kind};
use crate::diagnostic::Source;
use crate::span::{Place, Span};
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
    /// Where each phrase of a cue stands, by the cue and the phrase as `any: phrase`.
    phrases: BTreeMap<(Box<str>, String), Place>,
    /// Where the value of each parameter stands, which the outermost rulebook may set anew.
    params: BTreeMap<Box<str>, Place>,
    /// The scripts of the rulebook itself, and where what they are granted stands, with the conditions of that.
    scripts: Vec<Script>,
    grants: Vec<(Place, Option<Expression>)>,
    on_script_error: Option<Place>,
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
        let params = document.params.iter().map(|param| (param.name.value.clone(), param.value.place()));
        let grants = document.grants.iter().map(|grant| (grant.place, grant.when.clone()));
        Self {
            sources,
            rules,
            lets: lets.collect(),
            scores,
            named: named(document),
            phrases: phrases(document),
            params: params.collect(),
            scripts: document.scripts.clone(),
            grants: grants.collect(),
            on_script_error: document.on_script_error.as_ref().map(|tier| tier.place),
        }
    }

    /// Where a score is named.
    pub(crate) fn score(&self, name: &str) -> Option<Place> {
        self.named.get(&("score", name.into())).copied()
    }

    /// What the points of a part of a score hang on, by its text.
    pub(crate) fn score_part(&self, score: &str, when: &str) -> Option<&Expression> {
        self.scores.get(score)?.iter().find(|written| written.to_string() == when)
    }

    /// The file, line and column, both from 1, of what reads `part`: in conditions where it does so for the `nth` time, from 1. Where
    /// that stands nowhere, the place of what it belongs to.
    pub(crate) fn find(
        &self,
        section: &'static str,
        name: &str,
        part: &str,
        nth: usize,
    ) -> Option<(&str, usize, usize)> {
        let mut found = Vec::new();
        match section {
            "rule" => {
                let rule = self.rules.get(name);
                let conditions = rule.into_iter().flat_map(|rule| rule.when.iter().chain(&rule.given));
                conditions.for_each(|condition| alike(condition, part, &mut found));
            }
            "let" => self.lets.get(name).into_iter().for_each(|named| alike(named, part, &mut found)),
            "cue" => found.extend(self.phrases.get(&(name.into(), part.to_owned()))),
            // Its condition and its points.
            "score" => {
                let when = part.rsplit_once(": ").and_then(|(when, _)| self.score_part(name, when));
                found.extend(when.map(|when| when.place));
            }
            "param" => found.extend(self.params.get(name)),
            "script" => found.extend(self.of_script(name, part)),
            _ => {}
        }
        let part = nth.checked_sub(1).and_then(|at| found.get(at)).or(found.last()).copied();
        let place = part.or_else(|| self.named.get(&(section, name.into())).copied())?;
        let source = self.sources.get(usize::try_from(place.source.0).ok()?)?;
        let position = source.position(place.span().start);
        Some((&source.name, position.line, position.column))
    }

    /// Where a script says something, if it is called by its stage, line and column, or where what scripts are granted stands.
    fn of_script(&self, name: &str, part: &str) -> Option<Place> {
        if let Some((stage, position)) = name.split_once(' ') {
            let script = self.scripts.iter().find(|script| script.stage.as_str() == stage)?;
            let (line, column) = position.split_once(':')?;
            let at = offset(&script.text.text, line.parse().ok()?, column.parse().ok()?)?;
            return Some(script.text.place_of(Span { start: at, end: at + 1 }));
        }
        if part.starts_with("on_script_error:") {
            return self.on_script_error;
        }
        let reads_so =
            |when: &Expression| part.strip_prefix("when: ").is_some_and(|part| when.to_string() == part);
        let granted = self.grants.iter().find(|(_, when)| when.as_ref().is_some_and(reads_so));
        granted.or(self.grants.first()).map(|(place, _)| *place)
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
    let calendars = document.calendars.iter().map(|calendar| ("calendar", &calendar.name));
    let judgments = document.judgments.iter().map(|judgment| ("judgment", &judgment.name));
    let all = rules
        .chain(lets)
        .chain(params)
        .chain(derived)
        .chain(facts)
        .chain(cues)
        .chain(scores)
        .chain(calendars)
        .chain(judgments);
    let mut places = BTreeMap::new();
    for (section, name) in all {
        // Of several layers that say it, the innermost comes first.
        places.entry((section, name.value.as_ref().into())).or_insert(name.place);
    }
    places
}

fn phrases(document: &Document) -> BTreeMap<(Box<str>, String), Place> {
    let mut places = BTreeMap::new();
    for cue in &document.cues {
        let lists = [
            ("any", &cue.any),
            ("except", &cue.except),
            ("unless_followed_by", &cue.unless_followed_by),
            ("unless_preceded_by", &cue.unless_preceded_by),
        ];
        for (key, phrase) in lists.into_iter().flat_map(|(key, list)| list.iter().map(move |it| (key, it))) {
            let reads = format!("{key}: {}", phrase.value);
            places.entry((cue.name.value.clone(), reads)).or_insert(phrase.place);
        }
    }
    places
}

/// The byte of a text at a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let mut within = text.get(before..)?.char_indices();
    within.nth(column.checked_sub(1)?).map(|(at, _)| before + at)
}

/// The parts of a condition that read so, from left to right.
fn alike(condition: &Expression, part: &str, found: &mut Vec<Place>) {
    if condition.to_string() == part {
        found.push(condition.place);
    }
    match &condition.kind {
        Kind::Not(inner) => alike(inner, part, found),
        Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|inner| alike(inner, part, found)),
        Kind::Constant(_)
        | Kind::Name(_)
        | Kind::Compare { .. }
        | Kind::In { .. }
        | Kind::Has { .. }
        | Kind::Known(_)
        | Kind::AtLeast { .. } => {}
    }
}
