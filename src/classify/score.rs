//! From cue hits to scores.

use super::Score;
use crate::condition::Truth;
use crate::id::CueId;
use rust_decimal::Decimal;

/// The numbers a score may still turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Interval {
    pub(crate) low: Decimal,
    pub(crate) high: Decimal,
}

impl Score {
    /// The sum over the cues that hit. Cues that may still turn out to hit make it an interval: their negative points
    /// go to the lower end, their positive points to the upper one.
    pub(crate) fn sum(&self, truth: impl Fn(CueId) -> Truth) -> Interval {
        let mut sum = Interval::default();
        for (cue, points) in &self.parts {
            let (low, high) = match truth(*cue) {
                Truth::False => continue,
                Truth::Unknown => (points.min(&Decimal::ZERO), points.max(&Decimal::ZERO)),
                Truth::True => (points, points),
            };
            sum.low = sum.low.saturating_add(*low);
            sum.high = sum.high.saturating_add(*high);
        }
        sum
    }
}
