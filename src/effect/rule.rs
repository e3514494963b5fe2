//! Rules and what they do. Restrictions and grants are two types, so that nothing can count one by the other's rule.

use super::TimeLimit;
use crate::authority::{Act, Party, Rank, Urgency};
use crate::calendar::Period;
use crate::condition::{Condition, Leaf};
use crate::id::{AxisId, DeskId, JudgmentId, LabelId, ValueId};
use crate::localised::Localised;
use serde::Serialize;

/// A checked rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Rule {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    pub(crate) when: Condition,
    /// Sorted, without repeats.
    pub(crate) restrictions: Vec<Restriction>,
    /// Sorted by what they grant, without repeats.
    pub(crate) grants: Vec<Grant>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
}

impl Rule {
    /// The labels it gives.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (AxisId, LabelId)> {
        let restrictions = self.restrictions.iter().filter_map(|restriction| match restriction {
            Restriction::Classify { axis, label } => Some((*axis, *label)),
            _ => None,
        });
        let grants = self.grants.iter().filter_map(|grant| match grant {
            Grant::Classify { axis, label } => Some((*axis, *label)),
            Grant::Delegate { .. } | Grant::Settle { .. } => None,
        });
        restrictions.chain(grants)
    }

    /// The period in which it is in force; `None` if it always is.
    pub(crate) fn period(&self) -> Option<Period> {
        match &self.when {
            Condition::All(parts) => parts.iter().find_map(period),
            when => period(when),
        }
    }

    /// Whether it is the same rule but for the period in which it is in force.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let lasting = |rule: &Self| Self { when: lasting(&rule.when), ..rule.clone() };
        lasting(self) == lasting(other)
    }
}

const fn period(condition: &Condition) -> Option<Period> {
    match condition {
        Condition::Leaf(Leaf::InForce(period)) => Some(*period),
        _ => None,
    }
}

/// The condition of a rule as if it always were in force.
fn lasting(when: &Condition) -> Condition {
    let parts = match when {
        Condition::All(parts) => parts.as_slice(),
        when => std::slice::from_ref(when),
    };
    let mut parts: Vec<Condition> = parts.iter().filter(|part| period(part).is_none()).cloned().collect();
    if parts.len() > 1 { Condition::All(parts) } else { parts.pop().unwrap_or(Condition::Constant(true)) }
}

/// An effect that counts unless its condition is definitely false.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Restriction {
    /// A label at or above its axis's default, or any label of an unordered axis.
    Classify { axis: AxisId, label: LabelId },
    /// The inquiry needs this judgment.
    Raise(JudgmentId),
    /// The client keeps the act.
    Retain { judgment: JudgmentId, act: Act, tier: Rank },
    /// Hand up to a tier (the lowest tier where only urgency or a time limit is meant).
    Escalate { to: Rank, urgency: Urgency, within: Option<TimeLimit> },
    /// Send to a functional desk too.
    Refer(DeskId),
    /// Tell somebody without handing over.
    Notify(Recipient),
    /// A fact the hand-over record needs.
    Require(ValueId),
    /// A text the person who answers must heed.
    Instruct(Localised),
    /// A free mark for the host.
    Tag(Box<str>),
}

/// An effect that counts only when its condition is definitely true.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Grant {
    /// A label below its axis's default.
    Classify { axis: AxisId, label: LabelId },
    /// A tier that may do the act.
    Delegate { judgment: JudgmentId, act: Act, tier: Rank },
    /// The rulebook's own answer; where `given` is set, only if that is true as well.
    Settle { judgment: JudgmentId, ruling: Settlement, given: Option<Condition> },
}

impl Restriction {
    /// Whether it touches a label, a judgment or the tier the inquiry goes to; the others only say something beside.
    pub(crate) const fn binds(&self) -> bool {
        match self {
            Self::Classify { .. } | Self::Raise(_) | Self::Retain { .. } | Self::Escalate { .. } => true,
            Self::Refer(_) | Self::Notify(_) | Self::Require(_) | Self::Instruct(_) | Self::Tag(_) => false,
        }
    }
}

impl Grant {
    /// What a settlement is given on beside its rule.
    pub(crate) const fn given(&self) -> Option<&Condition> {
        match self {
            Self::Settle { given, .. } => given.as_ref(),
            Self::Delegate { .. } | Self::Classify { .. } => None,
        }
    }

    /// Whether it gives at least what `proposed` asks for: the same act to a tier no lower, the same ruling, the same label.
    pub(crate) fn covers(&self, proposed: &Self) -> bool {
        match (self, proposed) {
            (
                Self::Delegate { judgment, act, tier },
                Self::Delegate { judgment: asked, act: asked_act, tier: asked_tier },
            ) => judgment == asked && act == asked_act && asked_tier >= tier,
            (
                Self::Settle { judgment, ruling, .. },
                Self::Settle { judgment: asked, ruling: asked_ruling, .. },
            ) => judgment == asked && ruling == asked_ruling,
            (Self::Classify { axis, label }, Self::Classify { axis: asked, label: asked_label }) => {
                axis == asked && label == asked_label
            }
            _ => false,
        }
    }

    /// Whether `restriction` keeps what this grants.
    pub(crate) fn yields_to(&self, restriction: &Restriction) -> bool {
        let Restriction::Retain { judgment: on, act: kept, .. } = restriction else { return false };
        match self {
            Self::Delegate { judgment, act, .. } => judgment == on && act == kept,
            Self::Settle { judgment, .. } => judgment == on && *kept == Act::Decide,
            Self::Classify { .. } => false,
        }
    }

    /// Whether `other` speaks against this: a denial against a delegation of the decision, a settlement against its opposite.
    pub(crate) fn opposes(&self, other: &Self) -> bool {
        let Self::Settle { judgment: on, ruling: other, .. } = other else { return false };
        match self {
            Self::Delegate { judgment, act: Act::Decide, .. } => judgment == on && *other == Settlement::Deny,
            Self::Settle { judgment, ruling, .. } => judgment == on && ruling != other,
            Self::Delegate { .. } | Self::Classify { .. } => false,
        }
    }
}

/// How a rule settles a judgment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a rulebook answers yes or no")]
pub enum Settlement {
    /// The customer gets what the judgment is about.
    Approve,
    /// The customer does not.
    Deny,
}

impl Settlement {
    /// Both answers.
    pub const ALL: [Self; 2] = [Self::Approve, Self::Deny];

    /// The word used in rulebooks and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
        }
    }

    /// The other answer.
    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::Approve => Self::Deny,
            Self::Deny => Self::Approve,
        }
    }
}

/// Whom `notify` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Recipient {
    Party(Party),
    Tier(Rank),
    Desk(DeskId),
}
