//! What customers say: cues and the scores made of them.

use super::{Name, Written};
use crate::condition::Expression;
use crate::localised::Localised;
use rust_decimal::Decimal;

/// `cues`: a named set of phrases whose hits are evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) any: Vec<Name>,
    pub(crate) except: Vec<Name>,
    pub(crate) unless_followed_by: Vec<Name>,
    pub(crate) unless_preceded_by: Vec<Name>,
    pub(crate) fold_kana: Option<Written<bool>>,
    pub(crate) matches: Vec<Name>,
    pub(crate) misses: Vec<Name>,
}

/// `scores`: points that add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    /// `cue.x: 2` is a part whose condition is that cue.
    pub(crate) parts: Vec<ScorePart>,
    /// Names of the numbers from which on they apply, as written.
    pub(crate) bands: Vec<(Name, Decimal)>,
}

/// What adds points to a score while its condition holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScorePart {
    pub(crate) when: Expression,
    pub(crate) points: Decimal,
}

impl Score {
    /// Whether both weigh the same, in whatever order.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        fn parts(score: &Score) -> Vec<(String, Decimal)> {
            let mut parts: Vec<_> =
                score.parts.iter().map(|part| (part.when.to_string(), part.points)).collect();
            parts.sort();
            parts
        }
        fn bands(score: &Score) -> Vec<(&str, Decimal)> {
            let mut bands: Vec<_> = score.bands.iter().map(|(name, from)| (&*name.value, *from)).collect();
            bands.sort_unstable();
            bands
        }
        parts(self) == parts(other) && bands(self) == bands(other)
    }
}
