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

    /// What is demanded, in the order of [`Measure::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Measure, Share)> {
        Measure::ALL.into_iter().zip(self.shares).filter_map(|(measure, share)| Some((measure, share?)))
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
    fn the_last_demand_counts() {
        let share = |text| Share::parse(text).unwrap();
        let gates = Gates::default().with(Measure::Score, share("0.5")).with(Measure::Score, share("0.9"));
        assert_eq!(gates.iter().collect::<Vec<_>>(), [(Measure::Score, share("90 %"))]);
        assert_eq!((gates.get(Measure::Score), gates.get(Measure::Decisive)), (Some(share("0.9")), None));
    }
}
