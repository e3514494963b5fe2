//! Gates: the least that a suite demands of what its cases cover and notice.

use crate::inquiry::exact;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::fmt;

/// What can be measured of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// Rules without which some case would be decided otherwise.
    Decisive,
    /// Parts of conditions that by themselves turned their rule in some pair of cases.
    NearMiss,
    /// Numbers and dates in conditions that cases lie below, on and above.
    Boundary,
    /// Retained judgments that the vendor is refused in some case.
    Retained,
    /// Changes of the rulebook that some case notices.
    Score,
    /// Changes that would let the vendor do more, and that some case notices.
    SafetyScore,
}

impl Measure {
    /// Every measure, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Decisive, Self::NearMiss, Self::Boundary, Self::Retained, Self::Score, Self::SafetyScore];

    /// The key in files of cases and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decisive => "decisive",
            Self::NearMiss => "near_miss",
            Self::Boundary => "boundary",
            Self::Retained => "retained",
            Self::Score => "score",
            Self::SafetyScore => "safety_score",
        }
    }
}

/// A share of a whole, from 0 to 1, exactly as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(Decimal);

impl Share {
    /// Reads `0.95` or `95 %`; `None` for anything else and whatever is not from 0 to 1.
    ///
    /// ```
    /// use furiwake::cases::Share;
    ///
    /// assert_eq!(Share::parse("95 %"), Share::parse("0.95"));
    /// assert_eq!(Share::parse("95"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let share = match text.strip_suffix('%') {
            Some(percent) => exact(percent.trim_end())?.checked_div(Decimal::ONE_HUNDRED)?,
            None => exact(text)?,
        };
        (Decimal::ZERO <= share && share <= Decimal::ONE).then(|| Self(share.normalize()))
    }

    /// The share that `reached` of `whole` is. Of nothing, all is reached.
    pub(crate) fn of(reached: usize, whole: usize) -> Self {
        Self(Decimal::from(reached).checked_div(Decimal::from(whole)).unwrap_or(Decimal::ONE).normalize())
    }

    /// In per cent with one digit behind the point at most, rounded down: it says 100 % only of everything.
    ///
    /// ```
    /// use furiwake::cases::Tally;
    ///
    /// assert_eq!(Tally { reached: 2, whole: 3 }.share().rounded(), "66.6 %");
    /// ```
    #[must_use]
    pub fn rounded(self) -> String {
        let percent = (self.0 * Decimal::ONE_HUNDRED).trunc_with_scale(1);
        format!("{} %", percent.normalize())
    }

    /// The share for a report: of nothing there is none.
    pub(in crate::cases) fn shown(reached: usize, whole: usize) -> String {
        if whole == 0 { "-".to_owned() } else { Self::of(reached, whole).rounded() }
    }

    /// Whether `reached` of `whole` is at least this share. Of nothing, all is reached.
    ///
    /// ```
    /// use furiwake::cases::Share;
    ///
    /// let most = Share::parse("90 %").unwrap();
    /// assert!(most.is_met(9, 10) && !most.is_met(89, 100) && most.is_met(0, 0));
    /// ```
    pub fn is_met(self, reached: usize, whole: usize) -> bool {
        self.0.checked_mul(Decimal::from(whole)).is_some_and(|least| Decimal::from(reached) >= least)
    }
}

/// In per cent: `95 %`.
impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} %", (self.0 * Decimal::ONE_HUNDRED).normalize())
    }
}

/// The least that is demanded, measure by measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gates {
    /// In the order of [`Measure::ALL`].
    shares: [Option<Share>; 6],
}

impl Gates {
    /// The least share demanded; `None` where nothing is.
    pub fn get(&self, measure: Measure) -> Option<Share> {
        let at = Measure::ALL.iter().position(|other| *other == measure);
        at.and_then(|at| self.shares.get(at)).copied().flatten()
    }

    /// Demands a share, in place of what was demanded of that measure before.
    #[must_use]
    pub fn with(mut self, measure: Measure, least: Share) -> Self {
        for (other, share) in Measure::ALL.iter().zip(&mut self.shares) {
            if *other == measure {
                *share = Some(least);
            }
        }
        self
    }

    /// What either demands; the stricter where both do.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        other.iter().fold(self, |gates, (measure, least)| {
            let least = gates.get(measure).map_or(least, |own| own.max(least));
            gates.with(measure, least)
        })
    }

    /// What is demanded, in the order of [`Measure::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Measure, Share)> {
        Measure::ALL.into_iter().zip(self.shares).filter_map(|(measure, share)| Some((measure, share?)))
    }
}

/// A gate that is not reached. Prints as a sentence: `near_miss is 82.3 % (14 of 17), less than the 90 % demanded`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MissedGate {
    /// What is measured.
    pub measure: Measure,
    /// The least that is demanded.
    pub least: Share,
    /// How much is reached.
    pub reached: usize,
    /// Of how much.
    pub whole: usize,
}

impl MissedGate {
    /// The gate, if what is reached is less than it demands.
    pub(crate) fn check(measure: Measure, least: Share, reached: usize, whole: usize) -> Option<Self> {
        (!least.is_met(reached, whole)).then_some(Self { measure, least, reached, whole })
    }
}

impl fmt::Display for MissedGate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { measure, least, reached, whole } = self;
        let share = Share::of(*reached, *whole).rounded();
        write!(
            formatter,
            "{} is {share} ({reached} of {whole}), less than the {least} demanded",
            measure.as_str()
        )
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_from_none_to_all() {
        for (text, shown) in
            [("0", "0 %"), ("1", "100 %"), ("0.955", "95.5 %"), ("100%", "100 %"), ("12.5 %", "12.5 %")]
        {
            assert_eq!(Share::parse(text).map(|share| share.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "%", "95", "101 %", "-1 %", "-0.1", "1.01", "most", "9 5 %", "95 %%"] {
            assert_eq!(Share::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_share_is_met_exactly() {
        let third = Share::parse("0.3333333333333333333333333333").unwrap();
        assert!(third.is_met(1, 3));
        assert!(!Share::parse("33.4 %").unwrap().is_met(1, 3));
        assert!(Share::parse("0").unwrap().is_met(0, 5) && Share::parse("1").unwrap().is_met(5, 5));
    }

    #[test]
    fn a_missed_gate_never_says_that_all_is_reached() {
        let least = Share::parse("1").unwrap();
        let missed = MissedGate::check(Measure::Decisive, least, 9_999, 10_000).unwrap();
        assert_eq!(missed.to_string(), "decisive is 99.9 % (9999 of 10000), less than the 100 % demanded");
        assert_eq!(MissedGate::check(Measure::Decisive, least, 0, 0), None);
    }

    #[test]
    fn of_two_demands_the_stricter_counts() {
        let share = |text| Share::parse(text).unwrap();
        let one = Gates::default().with(Measure::Score, share("0.5")).with(Measure::Boundary, share("0.7"));
        let other = Gates::default().with(Measure::Score, share("0.9")).with(Measure::Boundary, share("0.1"));
        let both = one.and(&other);
        assert_eq!(both, other.and(&one));
        assert_eq!(both.get(Measure::Score), Some(share("0.9")));
        assert_eq!(both.get(Measure::Boundary), Some(share("0.7")));
    }

    #[test]
    fn the_last_demand_counts() {
        let share = |text| Share::parse(text).unwrap();
        let gates = Gates::default().with(Measure::Score, share("0.5")).with(Measure::Score, share("0.9"));
        assert_eq!(gates.iter().collect::<Vec<_>>(), [(Measure::Score, share("90 %"))]);
        assert_eq!((gates.get(Measure::Score), gates.get(Measure::Decisive)), (Some(share("0.9")), None));
    }
}
