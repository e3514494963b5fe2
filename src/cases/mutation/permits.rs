//! Whether a change makes the vendor more permissive: a restriction that holds less often, or a grant that holds more often.

use super::nodes::Direction;
use crate::condition::{Condition, Knowable, Leaf};
use crate::effect::{Grant, Restriction, Rule, Settlement};
use crate::id::{CueId, LetId, ScoreId, ValueId};
use crate::inquiry::Derivation;
use crate::rulebook::Model;

/// What conditions read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    Let(LetId),
    Cue(CueId),
    Score(ScoreId),
    Value(ValueId),
}

/// Whether the vendor may do more once a rule applies more, or less, often.
pub(super) fn by_rule(rule: &Rule, direction: Direction) -> bool {
    let guards = rule.restrictions.iter().any(is_guard) || rule.grants.iter().any(denies);
    match direction {
        Direction::More => !rule.grants.is_empty(),
        Direction::Less => guards,
        Direction::Either => guards || !rule.grants.is_empty(),
    }
}

/// Whether a grant stands in the way of others: a denial beats delegations and approvals.
pub(super) const fn denies(grant: &Grant) -> bool {
    matches!(grant, Grant::Settle { ruling: Settlement::Deny, .. })
}

/// Whether the vendor may do more without this effect.
pub(super) const fn is_guard(restriction: &Restriction) -> bool {
    restriction.binds() || matches!(restriction, Restriction::Refer(_))
}

/// Whether the vendor may do more once something that conditions read holds more, or less, often.
pub(super) fn by_reading(model: &Model, read: Read, direction: Direction) -> bool {
    model.rules.iter().any(|rule| {
        let mut signs = Signs::default();
        signs.condition(&rule.when, false, read, model);
        for given in rule.grants.iter().filter_map(|grant| match grant {
            Grant::Settle { given, .. } => given.as_ref(),
            Grant::Delegate { .. } | Grant::Classify { .. } => None,
        }) {
            signs.condition(given, false, read, model);
        }
        let opposite = match direction {
            Direction::More => Direction::Less,
            Direction::Less => Direction::More,
            Direction::Either => Direction::Either,
        };
        signs.plain && by_rule(rule, direction) || signs.negated && by_rule(rule, opposite)
    })
}

/// How a condition reads something: as it is, or its opposite.
#[derive(Debug, Default)]
struct Signs {
    plain: bool,
    negated: bool,
}

impl Signs {
    fn condition(&mut self, condition: &Condition, negated: bool, read: Read, model: &Model) {
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => self.condition(inner, !negated, read, model),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part, negated, read, model));
            }
            Condition::Let(id) if read == Read::Let(*id) => self.note(negated),
            Condition::Let(id) => {
                let named = model.lets.get(id.index());
                named.into_iter().for_each(|named| self.condition(&named.condition, negated, read, model));
            }
            Condition::Leaf(leaf) => self.leaf(leaf, negated, read, model),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, negated: bool, read: Read, model: &Model) {
        let is_plain = match (leaf, read) {
            (Leaf::Cue(cue), Read::Cue(other)) if *cue == other => true,
            (Leaf::Holds(value), Read::Value(other)) if *value == other => true,
            _ => false,
        };
        let reads = match read {
            Read::Cue(cue) => {
                *leaf == Leaf::Known(Knowable::Cue(cue))
                    || counts(leaf, cue, model)
                    || self.by_score(leaf, read, model)
            }
            Read::Let(_) => self.by_score(leaf, read, model),
            Read::Score(score) => leaf.score() == Some(score),
            Read::Value(value) => {
                leaf.values().any(|other| other == value) || self.by_score(leaf, read, model)
            }
        };
        if is_plain {
            self.note(negated);
        } else if reads {
            (self.plain, self.negated) = (true, true);
        }
    }

    /// Whether a part of the score that a leaf reads reads it.
    fn by_score(&self, leaf: &Leaf, read: Read, model: &Model) -> bool {
        let score = leaf.score().and_then(|score| model.scores.get(score.index()));
        score.into_iter().flat_map(|score| &score.parts).any(|part| {
            let mut signs = Self::default();
            signs.condition(&part.when, false, read, model);
            signs.plain || signs.negated
        })
    }

    const fn note(&mut self, negated: bool) {
        if negated {
            self.negated = true;
        } else {
            self.plain = true;
        }
    }
}

/// Whether a leaf reads how often a cue hits.
fn counts(leaf: &Leaf, cue: CueId, model: &Model) -> bool {
    leaf.values().any(|value| {
        let derived = model.derived(value).map(|derived| &derived.from);
        matches!(derived, Some(Derivation::Count(other)) if *other == cue)
    })
}
