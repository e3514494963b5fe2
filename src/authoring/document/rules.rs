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
