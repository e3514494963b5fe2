//! The texts of a rulebook with what is covered in them.

use super::periods::Periods;
use crate::authoring::{self, Places, RulePlaces};
use crate::cases::coverage::{Aspect, Coverage, Part, Test, Whose};
use crate::condition::{Condition, Expression, Kind, Leaf};
use crate::diagnostic::Source;
use crate::rulebook::{Model, Rulebook};
use crate::span::Place;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;

/// The texts of a rulebook: its own, those of the layers it stands on, and of its tables. A checked rulebook does not keep them; a
/// report on its coverage shows them.
#[derive(Debug, Clone)]
pub struct Texts {
    pub(super) rulebook: Rulebook,
    places: Places,
    /// Where each atom of each test stands.
    atoms: Vec<Vec<Option<Place>>>,
    tests: Vec<Test>,
}

/// A stretch of a text, and what is covered of it.
#[derive(Debug)]
pub(super) struct Mark<'c> {
    pub(super) place: Place,
    pub(super) kind: MarkKind,
    /// The rule, the named condition or the score that it is, or is a part of.
    pub(super) whose: Option<Whole<'c>>,
    /// A rule without which some case is decided otherwise; an atom that by itself turns its condition, both ways.
    pub(super) is_covered: bool,
    /// Of an atom whether cases lie on every side of what it compares with.
    pub(super) has_all_sides: bool,
    /// Of a rule whether it is ever true; of an atom whether it ever turns its condition.
    pub(super) is_touched: bool,
    /// Whether a file of cases says why no case has to cover it.
    pub(super) is_excused: bool,
    /// How many cases show it true, and how many show it false: of a rule those it decides, and none; of an atom those that it turns.
    pub(super) counts: [usize; 2],
    /// In words, for whoever points at it.
    pub(super) told: String,
}

/// What has an entry of its own in reports: a named condition, a score, or a rule. They may have one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whole<'c> {
    Let(&'c str),
    Score(&'c str),
    Rule(&'c str),
}

impl<'c> Whole<'c> {
    pub(super) const fn name(self) -> &'c str {
        match self {
            Self::Let(name) | Self::Score(name) | Self::Rule(name) => name,
        }
    }
}

/// What it is called in the names of parts: with the word that it is declared by, unless it is a rule.
impl fmt::Display for Whole<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Let(name) => write!(formatter, "let {name}"),
            Self::Score(name) => write!(formatter, "score {name}"),
            Self::Rule(name) => formatter.write_str(name),
        }
    }
}

/// What a mark is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    Rule,
    Atom,
}

impl Texts {
    /// The texts of a rulebook, as it was loaded: `read` gives the text of a file that it names, as for
    /// [`Rulebook::load_with`].
    pub fn load_with<E: Display>(
        rulebook: &Rulebook,
        file: &str,
        text: &str,
        mut read: impl FnMut(&str) -> Result<String, E>,
    ) -> Self {
        let places = authoring::places(file, text, &mut |file| read(file).map_err(|error| error.to_string()));
        let tests = Test::all(rulebook.model());
        let periods = Periods::of(&places);
        let atoms = tests.iter().map(|test| places_of(test, &places, &periods, rulebook.model())).collect();
        Self { rulebook: rulebook.clone(), places, atoms, tests }
    }

    /// The texts, each with its number and its marks by where these begin. Layers that say nothing of their own are left out.
    pub(super) fn marked<'c>(&'c self, coverage: &'c Coverage) -> Vec<(u32, &'c Source, Vec<Mark<'c>>)> {
        let mut marks: BTreeMap<u32, Vec<Mark<'c>>> = BTreeMap::new();
        for mark in self.marks(coverage) {
            marks.entry(mark.place.source.0).or_default().push(mark);
        }
        let sources = (0..).zip(&self.places.sources);
        let marked = sources.filter_map(|(id, source): (u32, &Arc<Source>)| {
            let mut marks = marks.remove(&id).unwrap_or_default();
            marks.sort_by_key(|mark| (mark.place, mark.kind == MarkKind::Atom));
            (id == 0 || !marks.is_empty()).then_some((id, &**source, marks))
        });
        marked.collect()
    }

    fn marks<'c>(&'c self, coverage: &'c Coverage) -> Vec<Mark<'c>> {
        let fires: BTreeMap<&str, bool> = coverage
            .parts()
            .filter(|part| part.aspect() == Aspect::RuleTrue)
            .map(|part| (part.name(), part.is_reached()))
            .collect();
        let mut sides: BTreeMap<(usize, usize), Vec<&Part>> = BTreeMap::new();
        for part in coverage.parts().filter(|part| part.aspect() == Aspect::Boundary) {
            if let Some(place) = part.place {
                sides.entry(place).or_default().push(part);
            }
        }
        let marks = coverage.parts().filter_map(|part| match part.aspect() {
            Aspect::Decisive => self.of_rule(part, &fires),
            Aspect::NearMiss => {
                let sides = part.place.and_then(|place| sides.get(&place));
                self.of_atom(part, sides.map_or(&[], Vec::as_slice))
            }
            _ => None,
        });
        marks.collect()
    }

    fn of_rule<'c>(&self, part: &'c Part, fires: &BTreeMap<&str, bool>) -> Option<Mark<'c>> {
        let is_covered = part.is_reached();
        let told = match (part.missing().next(), part.excuse()) {
            (None, _) => "some case is decided by it".to_owned(),
            (Some(_), Some(excuse)) => format!("decides no case, excused: {excuse}"),
            (Some(miss), None) => format!("decides no case: {}", miss.why),
        };
        Some(Mark {
            place: self.places.rules.get(part.name())?.id,
            kind: MarkKind::Rule,
            whose: Some(Whole::Rule(part.name())),
            is_covered,
            has_all_sides: true,
            is_touched: fires.get(part.name()).copied().unwrap_or(false),
            is_excused: part.excuse().is_some(),
            counts: [part.goals.iter().map(|(cases, _)| cases.len()).sum(), 0],
            told,
        })
    }

    fn of_atom<'c>(&'c self, part: &'c Part, sides: &[&Part]) -> Option<Mark<'c>> {
        let (test, atom) = part.place?;
        let place = (*self.atoms.get(test)?.get(atom)?)?;
        let count = |at: usize| part.goals.get(at).map_or(0, |(cases, _)| cases.len());
        let missing = [part].into_iter().chain(sides.iter().copied()).flat_map(|part| {
            let excuse = part.excuse().map(|excuse| format!("excused: {excuse}"));
            let asked = part.missing().filter(|_| part.excuse().is_none());
            let misses = asked.map(|miss| format!("{}: {}", miss.what, miss.why));
            excuse.into_iter().chain(misses)
        });
        let missing: Vec<String> = missing.collect();
        let told =
            if missing.is_empty() { "turns its condition, both ways".to_owned() } else { missing.join("; ") };
        Some(Mark {
            place,
            kind: MarkKind::Atom,
            whose: self.whose(part),
            is_covered: part.is_reached(),
            has_all_sides: sides.iter().all(|sides| sides.is_reached() || sides.excuse().is_some()),
            is_touched: count(0) + count(1) > 0,
            is_excused: part.excuse().is_some(),
            counts: [count(0), count(1)],
            told,
        })
    }

    /// The number of the text in which a rule, a named condition or a score stands, and its line there.
    pub(super) fn line_of(&self, whose: Whole<'_>) -> Option<(u32, usize)> {
        let place = match whose {
            Whole::Let(name) => self.places.lets.get(name)?.place,
            Whole::Score(name) => self.places.score(name)?,
            Whole::Rule(name) => self.places.rules.get(name)?.id,
        };
        let source = self.source(place.source.0)?;
        Some((place.source.0, source.line(place.span().start).0))
    }

    /// What the text of that number is called.
    pub(super) fn file(&self, id: u32) -> &str {
        self.source(id).map_or("", |source| &source.name)
    }

    fn source(&self, id: u32) -> Option<&Source> {
        self.places.sources.get(usize::try_from(id).ok()?).map(|source| &**source)
    }

    /// The rule, the named condition or the score that a part belongs to.
    pub(super) fn whose<'c>(&'c self, part: &'c Part) -> Option<Whole<'c>> {
        if let Some(rule) = part.rule() {
            return Some(Whole::Rule(rule));
        }
        let (test, _) = part.place?;
        match self.tests.get(test)?.whose {
            Whose::Named(id) => self.rulebook.model().lets.get(id.index()).map(|named| Whole::Let(&named.id)),
            Whose::Points(score, _) => Some(Whole::Score(self.rulebook.model().score_name(score))),
            Whose::Rule(_) | Whose::Settlement(_) => None,
        }
    }
}

/// Where the atoms of a test stand; nothing for those that are not written as such.
fn places_of(test: &Test, places: &Places, periods: &Periods<'_>, model: &Model) -> Vec<Option<Place>> {
    let mut found = Vec::new();
    match test.whose {
        Whose::Rule(id) => {
            let rule = places.rules.get(model.rule_name(id));
            in_rule(test.when(), rule, periods, &mut found);
        }
        Whose::Settlement(id) => {
            let rule = places.rules.get(model.rule_name(id));
            let Condition::All(parts) = test.when() else { return Vec::new() };
            let [when, given] = parts.as_slice() else { return Vec::new() };
            in_rule(when, rule, periods, &mut found);
            // Which of several it is cannot be told by its place alone.
            let written = rule.and_then(|rule| match rule.given.as_slice() {
                [only] => Some(only),
                _ => None,
            });
            atoms(given, written, rule.map(|rule| rule.id), &mut found);
        }
        Whose::Named(id) => {
            let written = model.lets.get(id.index()).and_then(|named| places.lets.get(&named.id));
            atoms(test.when(), written, written.map(|written| written.place), &mut found);
        }
        Whose::Points(score, _) => {
            let when = test.when().display(model).to_string();
            let written = places.score_part(model.score_name(score), &when);
            atoms(test.when(), written, written.map(|written| written.place), &mut found);
        }
    }
    found
}

fn in_rule(
    when: &Condition,
    rule: Option<&RulePlaces>,
    periods: &Periods<'_>,
    found: &mut Vec<Option<Place>>,
) {
    let id = rule.map(|rule| rule.id);
    let written = rule.and_then(|rule| rule.when.as_ref());
    // The period in which the rule is in force stands before all parts, and not in the condition as written.
    let is_period = |part: &Condition| matches!(part, Condition::Leaf(Leaf::InForce(_)));
    match (when, written.map(|written| &written.kind)) {
        (Condition::All(parts), kind) if parts.first().is_some_and(is_period) => {
            found.push(id.map(|id| periods.find(id).unwrap_or(id)));
            let rest = parts.get(1..).unwrap_or_default();
            match (rest, kind) {
                (rest, Some(Kind::All(expressions))) if rest.len() == expressions.len() => {
                    for (part, expression) in rest.iter().zip(expressions) {
                        atoms(part, Some(expression), id, found);
                    }
                }
                (rest, _) => rest.iter().for_each(|part| atoms(part, written, id, found)),
            }
        }
        _ => atoms(when, written, id, found),
    }
}

/// The condition and what it was checked from have one shape, down to what a comparison becomes.
fn atoms(
    condition: &Condition,
    written: Option<&Expression>,
    otherwise: Option<Place>,
    found: &mut Vec<Option<Place>>,
) {
    let place = written.map(|written| written.place).or(otherwise);
    match (condition, written.map(|written| &written.kind)) {
        (Condition::Constant(_), _) => {}
        (Condition::All(parts), Some(Kind::All(expressions)))
        | (Condition::Any(parts), Some(Kind::Any(expressions)))
            if parts.len() == expressions.len() =>
        {
            for (part, expression) in parts.iter().zip(expressions) {
                atoms(part, Some(expression), otherwise, found);
            }
        }
        (Condition::All(parts) | Condition::Any(parts), _) => {
            parts.iter().for_each(|part| atoms(part, written, otherwise, found));
        }
        (Condition::Not(inner), Some(Kind::Not(expression))) => {
            atoms(inner, Some(expression), otherwise, found);
        }
        (Condition::Not(inner), _) => atoms(inner, written, otherwise, found),
        (Condition::Let(_) | Condition::Leaf(_), _) => found.push(place),
    }
}
