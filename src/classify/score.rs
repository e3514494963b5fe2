//! Scores: points that add up while conditions hold, and the names of what they add up to.

use crate::condition::{Condition, Truth};
use crate::localised::Localised;
use rust_decimal::Decimal;

/// A sum of points; each part counts once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Score {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    /// By condition, each at most once. None reads an axis or a score, directly or through named conditions.
    pub(crate) parts: Vec<ScorePart>,
    /// From the lowest to the highest, no two from the same number.
    pub(crate) bands: Vec<Band>,
}

/// What adds points to a score while its condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ScorePart {
    pub(crate) when: Condition,
    pub(crate) points: Decimal,
}

/// A name for the numbers of a score from one on, up to the next band.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Band {
    pub(crate) id: Box<str>,
    pub(crate) from: Decimal,
}

/// The numbers a score may still turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Interval {
    pub(crate) low: Decimal,
    pub(crate) high: Decimal,
}

impl Interval {
    /// Whether it is one number.
    pub(crate) fn is_settled(self) -> bool {
        self.low == self.high
    }
}

impl Score {
    /// The sum over the parts that are true. Parts that may still turn out to be make it an interval: their negative
    /// points go to the lower end, their positive points to the upper one. Sums beyond what a decimal holds stay at its end.
    pub(crate) fn sum(&self, truth: impl Fn(&Condition) -> Truth) -> Interval {
        let mut sum = Interval::default();
        for ScorePart { when, points } in &self.parts {
            let (low, high) = match truth(when) {
                Truth::False => continue,
                Truth::Unknown => (points.min(&Decimal::ZERO), points.max(&Decimal::ZERO)),
                Truth::True => (points, points),
            };
            sum.low = sum.low.saturating_add(*low);
            sum.high = sum.high.saturating_add(*high);
        }
        sum
    }

    /// The band of every number in `interval`; `None` where they lie in several, or below the lowest.
    pub(crate) fn band(&self, interval: Interval) -> Option<&Band> {
        let band = |number: Decimal| self.bands.iter().rfind(|band| band.from <= number);
        band(interval.low).filter(|low| band(interval.high) == Some(*low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CueId;

    fn score(points: &[i64], bands: &[i64]) -> Score {
        let part = |(cue, points): (usize, &i64)| ScorePart {
            when: Condition::Leaf(crate::condition::Leaf::Cue(CueId::at(cue))),
            points: (*points).into(),
        };
        let band = |from: &i64| Band { id: format!("from{from}").into(), from: (*from).into() };
        Score {
            id: "score".into(),
            title: None,
            parts: points.iter().enumerate().map(part).collect(),
            bands: bands.iter().map(band).collect(),
        }
    }

    fn sum(score: &Score, truths: &[Truth]) -> (i64, i64) {
        let at = |condition: &Condition| score.parts.iter().position(|part| part.when == *condition).unwrap();
        let Interval { low, high } = score.sum(|condition| truths[at(condition)]);
        (low.try_into().unwrap(), high.try_into().unwrap())
    }

    #[test]
    fn unknown_parts_widen_the_sum_on_the_side_of_their_sign() {
        let score = score(&[3, -2, 5], &[]);
        assert_eq!(sum(&score, &[Truth::True, Truth::True, Truth::False]), (1, 1));
        assert_eq!(sum(&score, &[Truth::True, Truth::Unknown, Truth::False]), (1, 3));
        assert_eq!(sum(&score, &[Truth::Unknown; 3]), (-2, 8));
    }

    #[test]
    fn a_sum_stays_at_the_end_of_what_a_decimal_holds() {
        let mut score = score(&[1, 1], &[]);
        score.parts.iter_mut().for_each(|part| part.points = Decimal::MAX);
        assert_eq!(score.sum(|_| Truth::True), Interval { low: Decimal::MAX, high: Decimal::MAX });
    }

    #[test]
    fn a_band_holds_from_its_number_up_to_the_next() {
        let score = score(&[], &[0, 5]);
        let band = |low: i64, high: i64| {
            score.band(Interval { low: low.into(), high: high.into() }).map(|band| band.from)
        };
        assert_eq!(band(-1, -1), None);
        assert_eq!(band(0, 4), Some(0.into()));
        assert_eq!(band(5, 99), Some(5.into()));
        assert_eq!(band(4, 5), None);
        assert_eq!(band(-1, 0), None);
    }
}
