//! The numbers behind a generated rulebook: nothing here refers to anything else, so every part shrinks by itself.

use proptest::collection::vec;
use proptest::prelude::*;

/// A choice among however many possibilities there turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pick(u8);

impl Pick {
    /// A number below `count`; 0 if that is 0.
    pub(crate) fn below(self, count: usize) -> usize {
        usize::from(self.0).checked_rem(count).unwrap_or(0)
    }

    /// One of `items`, which are not empty.
    pub(crate) fn of<T>(self, items: &[T]) -> &T {
        &items[self.below(items.len())]
    }

    /// True about once in `times`, never for the simplest case.
    pub(crate) fn once_in(self, times: usize) -> bool {
        self.below(times) + 1 == times
    }
}

pub(super) fn pick() -> impl Strategy<Value = Pick> + Clone {
    any::<u8>().prop_map(Pick)
}

pub(super) fn picks<const N: usize>() -> impl Strategy<Value = [Pick; N]> + Clone {
    any::<[u8; N]>().prop_map(|numbers| numbers.map(Pick))
}

/// The shape of a condition; what its leaves ask depends on the rulebook and the place.
#[derive(Debug, Clone)]
pub(crate) enum RawCondition {
    Leaf([Pick; 5]),
    Not(Box<RawCondition>),
    All(Vec<RawCondition>),
    Any(Vec<RawCondition>),
}

pub(crate) fn raw_condition() -> impl Strategy<Value = RawCondition> + Clone {
    picks::<5>().prop_map(RawCondition::Leaf).prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            3 => vec(inner.clone(), 2..=2).prop_map(RawCondition::All),
            2 => vec(inner.clone(), 2..=2).prop_map(RawCondition::Any),
            1 => inner.prop_map(|inner| RawCondition::Not(Box::new(inner))),
        ]
    })
}

/// A rule: what its effects are, when they count, and what settlements are given on.
#[derive(Debug, Clone)]
pub(crate) struct RawRule {
    pub(crate) effects: Vec<[Pick; 6]>,
    pub(crate) when: Option<RawCondition>,
    pub(crate) effective: Pick,
    pub(crate) given: RawCondition,
}

pub(crate) fn raw_rule() -> impl Strategy<Value = RawRule> + Clone {
    let when = prop_oneof![1 => Just(None), 6 => raw_condition().prop_map(Some)];
    (vec(picks(), 1..=2), when, pick(), raw_condition())
        .prop_map(|(effects, when, effective, given)| RawRule { effects, when, effective, given })
}

/// A score: cues with their points, perhaps a part with a condition, perhaps bands.
#[derive(Debug, Clone)]
pub(crate) struct RawScore {
    pub(crate) cues: Vec<[Pick; 2]>,
    pub(crate) part: Option<(Pick, RawCondition)>,
    pub(crate) bands: Pick,
}

fn raw_score() -> impl Strategy<Value = RawScore> + Clone {
    let part = prop_oneof![Just(None), (pick(), raw_condition()).prop_map(Some)];
    (vec(picks(), 0..=3), part, pick()).prop_map(|(cues, part, bands)| RawScore { cues, part, bands })
}

/// A whole rulebook.
#[derive(Debug, Clone)]
pub(crate) struct RawBook {
    pub(crate) tiers: [Pick; 2],
    pub(crate) direct: Vec<[Pick; 2]>,
    pub(crate) desks: Pick,
    pub(crate) defaults: [Pick; 2],
    pub(crate) no_text: Pick,
    pub(crate) facts: Vec<[Pick; 6]>,
    pub(crate) derived: Vec<[Pick; 3]>,
    pub(crate) params: Vec<[Pick; 2]>,
    pub(crate) cues: Vec<[Pick; 6]>,
    pub(crate) scores: Vec<RawScore>,
    pub(crate) ordered: Vec<[Pick; 2]>,
    pub(crate) unordered: Pick,
    pub(crate) lets: Vec<(Pick, RawCondition)>,
    pub(crate) judgments: Vec<[Pick; 3]>,
    /// Whether a rule raises the first judgment whatever is asked.
    pub(crate) raised: Pick,
    pub(crate) rules: Vec<RawRule>,
}

pub(crate) fn raw_book() -> impl Strategy<Value = RawBook> + Clone {
    let people = (picks(), vec(picks(), 0..=2), pick(), picks(), vec(picks(), 2..=3));
    let words = (pick(), vec(picks(), 1..=3), vec(raw_score(), 0..=2));
    let facts = (vec(picks(), 1..=4), vec(picks(), 0..=3), vec(picks(), 0..=2));
    let labels = (vec(picks(), 1..=2), pick(), vec((pick(), raw_condition()), 0..=3));
    (people, words, facts, labels, (pick(), vec(raw_rule(), 1..=9))).prop_map(
        |(
            (tiers, direct, desks, defaults, judgments),
            (no_text, cues, scores),
            (facts, derived, params),
            (ordered, unordered, lets),
            (raised, rules),
        )| RawBook {
            tiers,
            direct,
            desks,
            defaults,
            no_text,
            facts,
            derived,
            params,
            cues,
            scores,
            ordered,
            unordered,
            lets,
            judgments,
            raised,
            rules,
        },
    )
}

/// An inquiry: a state for each fact there may be, messages as lists of phrases, the rest.
#[derive(Debug, Clone)]
pub(crate) struct RawCase {
    pub(crate) facts: Vec<[Pick; 2]>,
    pub(crate) messages: Vec<Vec<Pick>>,
    pub(crate) incomplete: Pick,
    pub(crate) without_time: Pick,
}

pub(crate) fn raw_case() -> impl Strategy<Value = RawCase> + Clone {
    let messages = prop_oneof![1 => Just(Vec::new()), 3 => vec(vec(pick(), 0..=3), 1..=2)];
    (vec(picks(), 4), messages, pick(), pick()).prop_map(|(facts, messages, incomplete, without_time)| {
        RawCase { facts, messages, incomplete, without_time }
    })
}
