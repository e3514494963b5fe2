//! Which cues a rule reads, and in which direction: through named conditions, scores and counts too.

use crate::authoring::document::{Document, Effect, Formula, Rule, Score};
use crate::condition::{Expression, Kind, Operator, Side};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What names stand for that read cues.
pub(super) struct Reads<'d> {
    lets: BTreeMap<&'d str, &'d Expression>,
    scores: BTreeMap<&'d str, &'d Score>,
    /// Derived values that count the hits of a cue.
    counts: BTreeMap<&'d str, &'d str>,
    /// Derived values that measure the text.
    lengths: BTreeSet<&'d str>,
}

/// The cues a rule reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Readings<'d> {
    /// Another hit may make the rule true.
    pub(super) more: BTreeSet<&'d str>,
    /// Another hit may make it false.
    pub(super) less: BTreeSet<&'d str>,
}

impl<'d> Reads<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let counts = document.derived.iter().filter_map(|derived| match &derived.from {
            Formula::Count(cue) => Some((&*derived.name.value, &*cue.value)),
            _ => None,
        });
        let lengths = document.derived.iter().filter(|derived| derived.from == Formula::LengthOfText);
        Self {
            lets: document.lets.iter().map(|named| (&*named.name.value, &named.condition)).collect(),
            scores: document.scores.iter().map(|score| (&*score.name.value, score)).collect(),
            counts: counts.collect(),
            lengths: lengths.map(|derived| &*derived.name.value).collect(),
        }
    }

    /// Every cue that a rule reads.
    pub(super) fn cues(&self, rule: &'d Rule) -> Readings<'d> {
        self.walk(rule).readings
    }

    /// Whether a rule reads what the customer wrote.
    pub(super) fn text(&self, rule: &'d Rule) -> bool {
        let Walk { readings, measured, .. } = self.walk(rule);
        measured || !readings.more.is_empty() || !readings.less.is_empty()
    }

    fn walk(&self, rule: &'d Rule) -> Walk<'_, 'd> {
        let mut walk = Walk {
            reads: self,
            readings: Readings::default(),
            measured: false,
            open: Vec::new(),
            seen: BTreeSet::new(),
        };
        walk.open.extend(rule.when.iter().map(|when| (when, true)));
        for effect in &rule.effects {
            if let Effect::Settle { given: Some(given), .. } = effect {
                walk.open.push((&given.condition, true));
                if given.otherwise {
                    walk.open.push((&given.condition, false));
                }
            }
        }
        while let Some((condition, more)) = walk.open.pop() {
            walk.condition(condition, more);
        }
        walk
    }
}

struct Walk<'r, 'd> {
    reads: &'r Reads<'d>,
    readings: Readings<'d>,
    /// The length of the text is read.
    measured: bool,
    /// Conditions still to be looked at, and whether they have to become more true.
    open: Vec<(&'d Expression, bool)>,
    seen: BTreeSet<(&'d str, bool)>,
}

impl<'d> Walk<'_, 'd> {
    fn condition(&mut self, condition: &'d Expression, more: bool) {
        match &condition.kind {
            Kind::Constant(_) => {}
            Kind::Name(name) => self.name(name, more),
            Kind::Not(inner) => self.condition(inner, !more),
            Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|part| self.condition(part, more)),
            Kind::Compare { left, operator, right } => {
                for (side, operator) in [(left, *operator), (right, operator.flipped())] {
                    let Side::Name(name) = &side.value else { continue };
                    match operator {
                        Operator::Greater | Operator::GreaterOrEqual => self.name(name, more),
                        Operator::Less | Operator::LessOrEqual => self.name(name, !more),
                        Operator::Equal | Operator::NotEqual => self.either(name),
                    }
                }
            }
            Kind::AtLeast { left, .. } => {
                if let Side::Name(name) = &left.value {
                    self.name(name, more);
                }
            }
            Kind::In { left, .. } | Kind::Known(left) => {
                if let Side::Name(name) = &left.value {
                    self.either(name);
                }
            }
            Kind::Has { set, .. } => self.either(&set.value),
        }
    }

    fn either(&mut self, name: &'d str) {
        self.name(name, true);
        self.name(name, false);
    }

    /// A name that has to stand for more, or for less.
    fn name(&mut self, name: &'d str, more: bool) {
        if !self.seen.insert((name, more)) {
            return;
        }
        let cue = name.strip_prefix("cue.").or_else(|| self.reads.counts.get(name).copied());
        if let Some(cue) = cue {
            let cues = if more { &mut self.readings.more } else { &mut self.readings.less };
            cues.insert(cue);
        }
        self.open.extend(self.reads.lets.get(name).map(|condition| (*condition, more)));
        let score = name.strip_prefix("score.").and_then(|score| self.reads.scores.get(score));
        for part in score.into_iter().flat_map(|score| &score.parts) {
            self.open
                .push((&part.when, more == part.points.exact().is_none_or(|points| points >= Decimal::ZERO)));
        }
        self.measured |= self.reads.lengths.contains(name);
    }
}
