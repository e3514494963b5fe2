//! The joins over the whole inquiry: where it goes, how urgently, by when, and whom else it concerns.

use super::judgment::{JudgmentState, Reading};
use crate::authority::{Rank, Tiers, Urgency};
use crate::condition::Truth;
use crate::effect::TimeLimit;
use jiff::Timestamp;
use std::collections::{BTreeSet, VecDeque};

/// Everything escalations say, joined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Escalations {
    possible: Escalated,
    certain: Escalated,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Escalated {
    to: Option<Rank>,
    urgency: Urgency,
    /// All of them: which is over first depends on the calendars.
    within: BTreeSet<TimeLimit>,
}

impl Escalations {
    /// A rule that is not false hands up.
    pub(crate) fn join(&mut self, to: Rank, urgency: Urgency, within: Option<TimeLimit>, truth: Truth) {
        self.possible.join(to, urgency, within);
        if truth == Truth::True {
            self.certain.join(to, urgency, within);
        }
    }

    /// Every time limit that counts, shortest first.
    pub(crate) const fn within(&self) -> &BTreeSet<TimeLimit> {
        &self.possible.within
    }

    const fn read(&self, reading: Reading) -> &Escalated {
        match reading {
            Reading::Safe => &self.possible,
            Reading::Low => &self.certain,
        }
    }
}

impl Escalated {
    fn join(&mut self, to: Rank, urgency: Urgency, within: Option<TimeLimit>) {
        self.to = self.to.max(Some(to));
        self.urgency = self.urgency.max(urgency);
        self.within.extend(within);
    }
}

/// Where the inquiry goes under one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) tier: Rank,
    pub(crate) urgency: Urgency,
    /// When the first of the time limits is over.
    pub(crate) due: Option<Timestamp>,
}

/// Joins escalations and judgments to where the inquiry goes. `judgments` come with their default holders; `due` says when a
/// time limit is over, if the inquiry has a time.
pub(crate) fn destination<'a>(
    tiers: &Tiers,
    escalations: &Escalations,
    judgments: impl Iterator<Item = (&'a JudgmentState, [Rank; 3])>,
    due: impl Fn(TimeLimit) -> Option<Timestamp>,
    reading: Reading,
) -> Destination {
    let escalated = escalations.read(reading);
    let tier = judgments
        .filter_map(|(state, defaults)| state.route(defaults, reading))
        .chain(escalated.to)
        .fold(tiers.lowest(), Rank::max);
    let due = escalated.within.iter().filter_map(|within| due(*within)).min();
    Destination { tier, urgency: escalated.urgency, due }
}

/// The tiers a hand-off from the lowest tier to `to` passes through, both ends left out: the fewest allowed steps, and
/// among equally short ways the one through the lower tiers. Neighbouring tiers may hand over to each other, as may the
/// pairs in `direct`; so only the vendor's highest tier speaks to the client unless the rulebook says otherwise.
pub(crate) fn via(tiers: &Tiers, direct: &[(Rank, Rank)], to: Rank) -> Vec<Rank> {
    let from = tiers.lowest();
    let mut came_from: Vec<Option<Rank>> = vec![None; tiers.len()];
    let mut queue = VecDeque::from([from]);
    while let Some(here) = queue.pop_front() {
        if here == to {
            break;
        }
        for next in tiers.ranks().filter(|next| allowed(direct, here, *next)) {
            if let Some(slot @ None) = came_from.get_mut(next.index())
                && next != from
            {
                *slot = Some(here);
                queue.push_back(next);
            }
        }
    }
    let mut path: Vec<Rank> =
        std::iter::successors(Some(to), |rank| came_from.get(rank.index()).copied().flatten())
            .filter(|rank| *rank != from && *rank != to)
            .collect();
    path.reverse();
    path
}

fn allowed(direct: &[(Rank, Rank)], from: Rank, to: Rank) -> bool {
    from.index() + 1 == to.index() || direct.contains(&(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Tier;
    use jiff::SignedDuration;

    fn tiers(vendor: usize, client: usize) -> Tiers {
        let tier = |position: usize| Tier { id: format!("tier{position}").into(), title: None };
        Tiers::new((0..vendor).map(tier).collect(), (vendor..vendor + client).map(tier).collect()).unwrap()
    }

    fn path(tiers: &Tiers, direct: &[(usize, usize)], to: usize) -> Vec<usize> {
        let rank = |position: usize| tiers.ranks().nth(position).unwrap();
        let direct: Vec<_> = direct.iter().map(|(from, to)| (rank(*from), rank(*to))).collect();
        via(tiers, &direct, rank(to)).into_iter().map(Rank::index).collect()
    }

    #[test]
    fn hand_offs_go_step_by_step_through_the_highest_vendor_tier() {
        let tiers = tiers(3, 2);
        assert_eq!(path(&tiers, &[], 0), [0; 0]);
        assert_eq!(path(&tiers, &[], 1), [0; 0]);
        assert_eq!(path(&tiers, &[], 2), [1]);
        assert_eq!(path(&tiers, &[], 4), [1, 2, 3]);
    }

    #[test]
    fn direct_hand_offs_shorten_the_way() {
        let tiers = tiers(3, 2);
        assert_eq!(path(&tiers, &[(0, 4)], 4), [0; 0]);
        assert_eq!(path(&tiers, &[(1, 3)], 4), [1, 3]);
        assert_eq!(path(&tiers, &[(2, 4)], 4), [1, 2]);
        // Two equally short ways: the one through the lower tier.
        assert_eq!(path(&tiers, &[(1, 4), (0, 2), (2, 4)], 4), [1]);
    }

    #[test]
    fn the_shortest_time_limit_makes_it_due() {
        let tiers = tiers(1, 1);
        let (low, high) = (tiers.lowest(), tiers.lowest_client());
        let mut escalations = Escalations::default();
        let hour = SignedDuration::from_hours(1);
        let limit = |time| Some(TimeLimit { time, calendar: None });
        escalations.join(high, Urgency::High, limit(hour), Truth::True);
        escalations.join(low, Urgency::Critical, limit(hour / 2), Truth::Unknown);
        let at = Timestamp::UNIX_EPOCH;
        let due = |limit: TimeLimit| limit.due(at, &[]).map(|(due, _)| due);
        let to = |reading| destination(&tiers, &escalations, std::iter::empty(), due, reading);
        let safe = to(Reading::Safe);
        assert_eq!((safe.tier, safe.urgency), (high, Urgency::Critical));
        assert_eq!(safe.due, Timestamp::UNIX_EPOCH.checked_add(hour / 2).ok());
        let low = to(Reading::Low);
        assert_eq!((low.tier, low.urgency), (high, Urgency::High));
        assert_eq!(low.due, Timestamp::UNIX_EPOCH.checked_add(hour).ok());
        assert_eq!(destination(&tiers, &escalations, std::iter::empty(), |_| None, Reading::Safe).due, None);
    }
}
