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
    /// Every ruling there is.
    pub(crate) const ALL: [Self; 4] = [Self::Open, Self::Approve, Self::Deny, Self::Conflict];

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
            // A denial that is certain stays so, whatever is still learnt.
            Reading::Low if act == Act::Decide && self.deny.0 == Truth::True => None,
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

    /// Every ruling that may be decided when more is learnt.
    pub(crate) fn possible_rulings(&self) -> impl Iterator<Item = Ruling> + use<> {
        let state = *self;
        let kept = |reading| state.retained_tier(Act::Decide, reading).is_some();
        let (certainly, possibly) = (kept(Reading::Low), kept(Reading::Safe));
        let may =
            move |settled: Joined, holds| settled.0 == Truth::Unknown || settled.0 == Truth::from(holds);
        Ruling::ALL.into_iter().filter(move |ruling| {
            let (approve, deny) = match ruling {
                Ruling::Open => (false, false),
                Ruling::Approve => (true, false),
                Ruling::Deny => (false, true),
                Ruling::Conflict => (true, true),
            };
            let settled = !certainly && may(state.approve, approve) && may(state.deny, deny);
            settled || (*ruling == Ruling::Open && possibly)
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::{Tier, Tiers};
    use proptest::prelude::*;

    /// Five tiers as most contracts have them: three of the vendor, two of the client.
    fn ranks() -> Vec<Rank> {
        let tier = |id: &str| Tier { id: id.into(), title: None };
        let vendor = ["first_line", "second_line", "supervisor"].map(tier).into();
        Tiers::new(vendor, ["client_desk", "client_manager"].map(tier).into()).unwrap().ranks().collect()
    }

    #[derive(Debug, Clone, Copy)]
    enum Said {
        Raise,
        Retain(Act, usize),
        Delegate(Act, usize),
        Settle(Settlement),
    }

    fn joined(said: &[(Said, Truth)]) -> JudgmentState {
        let ranks = ranks();
        let mut state = JudgmentState::default();
        for (said, truth) in said {
            match said {
                Said::Raise => state.raise(*truth),
                Said::Retain(act, tier) => state.retain(*act, ranks[*tier], *truth),
                Said::Delegate(act, tier) => state.delegate(*act, ranks[*tier], *truth),
                Said::Settle(settlement) => state.settle(*settlement, *truth),
            }
        }
        state
    }

    fn defaults() -> [Rank; 3] {
        let ranks = ranks();
        [ranks[0], ranks[3], ranks[0]]
    }

    #[test]
    fn a_retention_beats_delegation_and_settlement() {
        let granted = [
            (Said::Raise, Truth::True),
            (Said::Delegate(Act::Decide, 1), Truth::True),
            (Said::Settle(Settlement::Approve), Truth::True),
        ];
        let state = joined(&granted);
        assert_eq!(state.ruling(), Ruling::Approve);
        assert_eq!(state.holder(Act::Decide, defaults()[1], Reading::Safe), ranks()[1]);
        let retained = [&granted[..], &[(Said::Retain(Act::Decide, 4), Truth::Unknown)]].concat();
        let state = joined(&retained);
        assert_eq!(state.ruling(), Ruling::Open);
        assert_eq!(state.holder(Act::Decide, defaults()[1], Reading::Safe), ranks()[4]);
    }

    #[test]
    fn a_possible_denial_takes_a_delegation_back() {
        let state = joined(&[
            (Said::Delegate(Act::Decide, 2), Truth::True),
            (Said::Settle(Settlement::Deny), Truth::Unknown),
        ]);
        assert_eq!(state.holder(Act::Decide, defaults()[1], Reading::Safe), ranks()[3]);
        assert_eq!(state.ruling(), Ruling::Open);
    }

    #[test]
    fn nobody_communicates_what_is_not_decided() {
        let state = joined(&[(Said::Raise, Truth::True)]);
        let (first, top) = (ranks()[0], ranks()[4]);
        let holders = state.holders(defaults(), Reading::Safe);
        assert_eq!(verdict(&state, holders, first, Act::Propose), Verdict::Permitted);
        assert_eq!(verdict(&state, holders, first, Act::Decide), Verdict::HeldBy(ranks()[3]));
        assert_eq!(
            verdict(&state, holders, top, Act::Communicate),
            Verdict::NotYetDecided { by: ranks()[3] }
        );
        let possible = joined(&[(Said::Raise, Truth::Unknown)]);
        assert_eq!(verdict(&possible, holders, top, Act::Decide), Verdict::NotRaised);
    }

    fn truth() -> impl Strategy<Value = Truth> {
        prop_oneof![Just(Truth::False), Just(Truth::Unknown), Just(Truth::True)]
    }

    fn said() -> impl Strategy<Value = Vec<(Said, Truth)>> {
        let act = || prop_oneof![Just(Act::Propose), Just(Act::Decide), Just(Act::Communicate)];
        let one = prop_oneof![
            Just(Said::Raise),
            (act(), 3..5_usize).prop_map(|(act, tier)| Said::Retain(act, tier)),
            (act(), 0..5_usize).prop_map(|(act, tier)| Said::Delegate(act, tier)),
            Just(Said::Settle(Settlement::Approve)),
            Just(Said::Settle(Settlement::Deny)),
        ];
        proptest::collection::vec((one, truth()), 0..8)
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(said in said(), turn in 0..8_usize) {
            let mut other = said.clone();
            if !other.is_empty() {
                let turn = turn % other.len();
                other.rotate_left(turn);
                other.extend_from_slice(&said);
            }
            prop_assert_eq!(joined(&said), joined(&other));
        }

        /// Whatever is still learnt, the route lies between the low and the safe reading.
        #[test]
        fn the_truth_lies_between_the_readings(said in said(), learnt in proptest::collection::vec(any::<bool>(), 8)) {
            let before = joined(&said);
            let settled: Vec<_> = said
                .iter()
                .zip(&learnt)
                .map(|((said, truth), holds)| {
                    (*said, if *truth == Truth::Unknown { Truth::from(*holds) } else { *truth })
                })
                .collect();
            let after = joined(&settled).route(defaults(), Reading::Safe);
            prop_assert!(before.route(defaults(), Reading::Low) <= after);
            prop_assert!(after <= before.route(defaults(), Reading::Safe));
        }
    }
}
