//! Rules and their effects.

use super::{Effective, Name, TimeLimit, Written};
use crate::authority::{Act, Urgency};
use crate::condition::Expression;
use crate::effect::Settlement;
use crate::localised::Localised;

/// `rules`: a condition, what follows from it, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub(crate) id: Name,
    pub(crate) title: Option<Localised>,
    /// Absent: always.
    pub(crate) when: Option<Expression>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
    pub(crate) effective: Option<Effective>,
    /// No other layer may take it out.
    pub(crate) locked: Option<Written<()>>,
}

/// One thing a rule does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    Classify { axis: Name, label: Name },
    Raise(Name),
    Retain { judgment: Name, act: Act, tier: Option<Name> },
    Delegate { judgment: Name, act: Act, tier: Option<Name> },
    Settle { judgment: Name, ruling: Settlement, given: Option<Box<Given>> },
    Escalate { to: Option<Name>, urgency: Urgency, within: Option<TimeLimit> },
    Refer(Name),
    Notify(Name),
    Require(Name),
    Instruct(Localised),
    Tag(Box<str>),
}

/// The condition of a settlement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) condition: Expression,
    /// The opposite is the answer where the condition is false.
    pub(crate) otherwise: bool,
}

impl Effect {
    /// The order in which a rule is written: by key, then by axis or judgment as they first appear, then by act. What a rule
    /// does is a set, so only printing depends on it.
    pub(crate) fn arrange(effects: &mut [Self]) {
        let subjects: Vec<(u8, Box<str>)> =
            effects.iter().map(|effect| (effect.rank(), effect.subject().into())).collect();
        let first = |effect: &Self| {
            subjects
                .iter()
                .position(|(rank, subject)| *rank == effect.rank() && **subject == *effect.subject())
        };
        effects.sort_by_cached_key(|effect| (effect.rank(), first(effect), effect.act()));
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Classify { .. } => 0,
            Self::Raise(_) => 1,
            Self::Retain { .. } => 2,
            Self::Delegate { .. } => 3,
            Self::Settle { .. } => 4,
            Self::Escalate { .. } => 5,
            Self::Refer(_) => 6,
            Self::Notify(_) => 7,
            Self::Require(_) => 8,
            Self::Instruct(_) => 9,
            Self::Tag(_) => 10,
        }
    }

    /// What those of one key are put together by.
    fn subject(&self) -> &str {
        match self {
            Self::Classify { axis, .. } => &axis.value,
            Self::Retain { judgment, .. } | Self::Delegate { judgment, .. } => &judgment.value,
            _ => "",
        }
    }

    const fn act(&self) -> Option<Act> {
        match self {
            Self::Retain { act, .. } | Self::Delegate { act, .. } => Some(*act),
            _ => None,
        }
    }
}
