//! The joins over one judgment: who holds each act, whether the rulebook settles it, who may do what.

use crate::authority::{Act, Bounds, Rank};
use crate::condition::Truth;
use crate::effect::Settlement;

/// Which of two readings of what is unknown a result is computed under. The truth lies between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Restrictions count unless false, grants only when true: what is decided.
    Safe,
    /// Restrictions count only when true, grants unless false: the least restrictive that could still come out.
    Low,
}

/// Everything the rules say about one judgment, joined. Every field is a maximum or minimum, so order and repetition do
/// not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct JudgmentState {
    raised: Joined,
    /// Per act the highest tier that retains it.
    retained: [Bounds<Option<Rank>>; 3],
    /// Per act the lowest tier it is delegated to.
    delegated: [Bounds<Option<Rank>>; 3],
    approve: Joined,
    deny: Joined,
}

/// The maximum of truth values; false before anything was joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Joined(Truth);

impl Default for Joined {
    fn default() -> Self {
        Self(Truth::False)
    }
}

impl Joined {
    fn join(&mut self, truth: Truth) {
        self.0 = self.0.or(truth);
    }
}

/// What the rulebook says about a judgment itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "an enforcement point must treat every ruling")]
pub enum Ruling {
    /// The rulebook leaves it to the holder.
    Open,
    /// The rulebook approves.
    Approve,
    /// The rulebook denies.
    Deny,
    /// Rules that approve and rules that deny both apply: the holder must decide.
    Conflict,
}

impl Ruling {
    /// The word used in JSON and cases.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approve => "approve",
            Self::Deny => "deny",
            Self::Conflict => "conflict",
        }
    }
}

impl JudgmentState {
    /// A rule raises the judgment.
    pub(crate) fn raise(&mut self, truth: Truth) {
        self.raised.join(truth);
    }

    /// A rule keeps an act at `tier` of the client.
    pub(crate) fn retain(&mut self, act: Act, tier: Rank, truth: Truth) {
        if let Some(bounds) = self.retained.get_mut(position(act)) {
            join_tier(bounds, tier, truth, Rank::max);
        }
    }

    /// A rule gives an act to `tier`.
    pub(crate) fn delegate(&mut self, act: Act, tier: Rank, truth: Truth) {
        if let Some(bounds) = self.delegated.get_mut(position(act)) {
            join_tier(bounds, tier, truth, Rank::min);
        }
    }

    /// A rule answers the judgment.
    pub(crate) fn settle(&mut self, settlement: Settlement, truth: Truth) {
        match settlement {
            Settlement::Approve => self.approve.join(truth),
            Settlement::Deny => self.deny.join(truth),
        }
    }

    /// Whether anything raises it.
    pub(crate) const fn raised(&self) -> Truth {
        self.raised.0
    }

    /// Whether the client keeps the decision itself.
    pub(crate) fn is_retained(&self) -> bool {
        self.retains(Act::Decide)
    }

    /// Whether the client keeps the act.
    pub(crate) fn retains(&self, act: Act) -> bool {
        self.retained_tier(act, Reading::Safe).is_some()
    }

    /// Whether a denial is true or possible: no delegation of the decision counts then.
    pub(crate) fn may_be_denied(&self) -> bool {
        self.deny.0 != Truth::False
    }

    /// Who holds the act, if it is `default` when no rule speaks. A retention takes the highest tier, and no delegation
    /// counts against it; a delegation only lowers.
    pub(crate) fn holder(&self, act: Act, default: Rank, reading: Reading) -> Rank {
        if let Some(tier) = self.retained_tier(act, reading) {
            return default.max(tier);
        }
        let delegated = self.delegated.get(position(act)).copied().unwrap_or_default();
        let tier = match reading {
            Reading::Safe if act == Act::Decide && self.may_be_denied() => None,
            Reading::Safe => delegated.certain,
            Reading::Low => delegated.possible,
        };
        tier.map_or(default, |tier| default.min(tier))
    }

    /// The ruling that is decided: a settlement counts only while no opposite one could still apply, and never against a
    /// retention.
    pub(crate) fn ruling(&self) -> Ruling {
        if self.is_retained() {
            return Ruling::Open;
        }
        match (self.approve.0, self.deny.0) {
            (Truth::True, Truth::True) => Ruling::Conflict,
            (Truth::True, Truth::False) => Ruling::Approve,
            (Truth::False, Truth::True) => Ruling::Deny,
            _ => Ruling::Open,
        }
    }

    /// Whether the rulebook answers the judgment under this reading.
    pub(crate) fn is_settled(&self, reading: Reading) -> bool {
        match reading {
            Reading::Safe => matches!(self.ruling(), Ruling::Approve | Ruling::Deny),
            Reading::Low => {
                let conflict = self.approve.0 == Truth::True && self.deny.0 == Truth::True;
                let any = self.approve.0 != Truth::False || self.deny.0 != Truth::False;
                any && !conflict && self.retained_tier(Act::Decide, Reading::Low).is_none()
            }
        }
    }

    /// How far up the inquiry must go for this judgment; nowhere while nothing raises it. A settled judgment needs only
    /// whoever tells the customer, an open one whoever holds any of its acts.
    pub(crate) fn route(&self, defaults: [Rank; 3], reading: Reading) -> Option<Rank> {
        let raised = match reading {
            Reading::Safe => self.raised() != Truth::False,
            Reading::Low => self.raised() == Truth::True,
        };
        if !raised {
            return None;
        }
        let [propose, decide, communicate] = self.holders(defaults, reading);
        if self.is_settled(reading) { Some(communicate) } else { Some(propose.max(decide).max(communicate)) }
    }

    /// Who holds each act, in the order of [`Act::ALL`].
    pub(crate) fn holders(&self, defaults: [Rank; 3], reading: Reading) -> [Rank; 3] {
        let [propose, decide, communicate] = defaults;
        [
            self.holder(Act::Propose, propose, reading),
            self.holder(Act::Decide, decide, reading),
            self.holder(Act::Communicate, communicate, reading),
        ]
    }

    fn retained_tier(&self, act: Act, reading: Reading) -> Option<Rank> {
        let bounds = self.retained.get(position(act)).copied().unwrap_or_default();
        match reading {
            Reading::Safe => bounds.possible,
            Reading::Low => bounds.certain,
        }
    }
}

const fn position(act: Act) -> usize {
    match act {
        Act::Propose => 0,
        Act::Decide => 1,
        Act::Communicate => 2,
    }
}

fn join_tier(bounds: &mut Bounds<Option<Rank>>, tier: Rank, truth: Truth, pick: fn(Rank, Rank) -> Rank) {
    let join = |end: &mut Option<Rank>| *end = Some(end.map_or(tier, |other| pick(other, tier)));
    if truth != Truth::False {
        join(&mut bounds.possible);
    }
    if truth == Truth::True {
        join(&mut bounds.certain);
    }
}

/// The answer of the enforcement point: may this tier do this act on this judgment now?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Permitted,
    Settled(Settlement),
    NotRaised,
    HeldBy(Rank),
    NotYetDecided { by: Rank },
}

/// Answers for a known tier and judgment; `holders` are those decided, in the order of [`Act::ALL`].
pub(crate) fn verdict(state: &JudgmentState, holders: [Rank; 3], tier: Rank, act: Act) -> Verdict {
    if state.raised() != Truth::True {
        return Verdict::NotRaised;
    }
    let ruling = state.ruling();
    let [propose, decide, communicate] = holders;
    let (holder, settled) = match (act, ruling) {
        (Act::Propose, _) => (propose, None),
        (Act::Decide, Ruling::Approve) => (decide, Some(Settlement::Approve)),
        (Act::Decide, Ruling::Deny) => (decide, Some(Settlement::Deny)),
        (Act::Decide, Ruling::Open | Ruling::Conflict) => (decide, None),
        (Act::Communicate, Ruling::Approve | Ruling::Deny) => (communicate, None),
        (Act::Communicate, Ruling::Open | Ruling::Conflict) => return Verdict::NotYetDecided { by: decide },
    };
    match settled {
        Some(settlement) => Verdict::Settled(settlement),
        None if tier >= holder => Verdict::Permitted,
        None => Verdict::HeldBy(holder),
    }
}
