//! The effects of rules that say more than a name: escalations and settlements.

use super::{Effect, Given, Name, TimeLimit, Within};
use crate::authority::Urgency;
use crate::condition::Expression;
use crate::effect::Settlement;

/// `escalate`: hands up to a tier, with urgency and time limit. A tier alone is one too.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use = "each step gives the changed value back"]
pub struct Escalate {
    to: Option<Name>,
    urgency: Urgency,
    within: Option<TimeLimit>,
}

/// Hands up to this tier.
impl From<&str> for Escalate {
    fn from(tier: &str) -> Self {
        Self::to(tier)
    }
}

impl Escalate {
    /// An escalation that names no tier.
    pub const fn new() -> Self {
        Self { to: None, urgency: Urgency::Normal, within: None }
    }

    /// `to: TIER`
    pub fn to(tier: &str) -> Self {
        Self { to: Some(tier.into()), ..Self::new() }
    }

    /// `urgency: URGENCY`
    pub fn urgency(self, urgency: Urgency) -> Self {
        Self { urgency, ..self }
    }

    /// `within: TIME`
    pub fn within(self, time: impl Into<Within>) -> Self {
        Self { within: Some(time.into().0), ..self }
    }

    pub(super) fn effect(self) -> Effect {
        Effect::Escalate { to: self.to, urgency: self.urgency, within: self.within }
    }
}

/// `settle`: the rulebook's own answer to a judgment.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Settle {
    ruling: Settlement,
    given: Option<Given>,
}

/// The answer without a condition.
impl From<Settlement> for Settle {
    fn from(ruling: Settlement) -> Self {
        Self { ruling, given: None }
    }
}

impl Settle {
    /// `approve`
    pub fn approve() -> Self {
        Settlement::Approve.into()
    }

    /// `deny`
    pub fn deny() -> Self {
        Settlement::Deny.into()
    }

    /// `{ approve: CONDITION }`
    pub fn approve_when(condition: &str) -> Self {
        Self::approve().given(condition)
    }

    /// `{ deny: CONDITION }`
    pub fn deny_when(condition: &str) -> Self {
        Self::deny().given(condition)
    }

    /// `otherwise:` the opposite where the condition is false. An answer without a condition stays as it is.
    pub fn otherwise_the_opposite(self) -> Self {
        let given = self.given.map(|given| Given { otherwise: true, ..given });
        Self { given, ..self }
    }

    fn given(self, condition: &str) -> Self {
        Self { given: Some(Given { condition: Expression::kept(condition), otherwise: false }), ..self }
    }

    pub(super) fn effect(self, judgment: Name) -> Effect {
        Effect::Settle { judgment, ruling: self.ruling, given: self.given.map(Box::new) }
    }
}
