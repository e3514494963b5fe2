//! Whether a change makes the vendor more permissive: a restriction that holds less often, or a grant that holds more often.

use super::nodes::{Direction, is_ordered};
use crate::condition::{Condition, Knowable, Leaf};
use crate::effect::{Grant, Restriction, Rule, Settlement};
use crate::id::{CueId, LetId, ScoreId, ValueId};
use crate::inquiry::Derivation;
use crate::overrides::{Site, SiteEffect};
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
pub(super) fn by_rule(rule: &Rule, direction: Direction, model: &Model) -> bool {
    Power::of_rule(rule, model).shows(direction)
}

/// What something that counts by a condition does to what the vendor may do.
#[derive(Debug, Clone, Copy)]
struct Power {
    /// It lets the vendor do more.
    opens: bool,
    /// It lets the vendor do less.
    guards: bool,
}

impl Power {
    fn of_rule(rule: &Rule, model: &Model) -> Self {
        let restrictions = || rule.restrictions.iter();
        Self {
            opens: !rule.grants.is_empty() || restrictions().any(|restriction| may_open(restriction, model)),
            guards: restrictions().any(is_guard) || rule.grants.iter().any(denies),
        }
    }

    fn of_proposal(effect: &SiteEffect, model: &Model) -> Self {
        match effect {
            SiteEffect::Restriction(restriction) => {
                Self { opens: may_open(restriction, model), guards: is_guard(restriction) }
            }
            SiteEffect::Grant(grant) => Self { opens: true, guards: denies(grant) },
        }
    }

    /// Whether the vendor may do more once it counts more, or less, often.
    const fn shows(self, direction: Direction) -> bool {
        match direction {
            Direction::More => self.opens,
            Direction::Less => self.guards,
            Direction::Either => self.opens || self.guards,
        }
    }
}

/// Whether the vendor may do more because of a restriction: grants may ask for a label of an axis without order.
fn may_open(restriction: &Restriction, model: &Model) -> bool {
    matches!(restriction, Restriction::Classify { axis, .. } if !is_ordered(model, *axis))
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
    let opposite = match direction {
        Direction::More => Direction::Less,
        Direction::Less => Direction::More,
        Direction::Either => Direction::Either,
    };
    let shows = |condition: &Condition, power: Power| {
        let mut signs = Signs::default();
        signs.condition(condition, false, read, model);
        signs.plain && power.shows(direction) || signs.negated && power.shows(opposite)
    };
    let by_rules = model.rules.iter().any(|rule| {
        let power = Power::of_rule(rule, model);
        shows(&rule.when, power)
            || rule.grants.iter().filter_map(Grant::given).any(|given| shows(given, power))
    });
    let granted = Power { opens: true, guards: false };
    // What a script asks in other ways than a proposal shows may turn any of its proposals.
    let hidden = Power { opens: true, guards: true };
    by_rules
        || model.overrides.iter().any(|by| {
            let allowed = by.grants.iter().any(|entry| {
                shows(&entry.when, granted)
                    || entry.grants.iter().filter_map(Grant::given).any(|given| shows(given, granted))
            });
            allowed
                || by.scripts.iter().any(|script| {
                    let is_hidden = script.sites.iter().any(|site| site.opaque);
                    let proposed = |site: &Site| shows(&site.when, Power::of_proposal(&site.effect, model));
                    script.sites.iter().any(proposed)
                        || is_hidden && script.questions().any(|asked| shows(asked, hidden))
                })
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
