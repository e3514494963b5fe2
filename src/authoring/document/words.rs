//! What customers say: cues and the scores made of them.

use super::written::{names, text};
use super::{Name, Number, Written};
use crate::condition::Expression;
use crate::inquiry::FactValue;
use crate::localised::Localised;
use crate::span::Place;
use rust_decimal::Decimal;

/// `cues`: a named set of phrases whose hits are evidence.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
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
#[must_use = "each step gives the changed value back"]
pub struct Score {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    /// `cue.x: 2` is a part whose condition is that cue.
    pub(crate) parts: Vec<ScorePart>,
    /// Names of the numbers from which on they apply, as written.
    pub(crate) bands: Vec<(Name, Number)>,
}

/// What adds points to a score while its condition holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScorePart {
    pub(crate) when: Expression,
    pub(crate) points: Number,
}

/// `Cue::any(["返金", "refund"]).except(["返金済み"])` is `{ any: [返金, refund], except: [返金済み] }`.
impl Cue {
    /// What the customer says.
    pub fn any(phrases: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self {
            name: "".into(),
            title: None,
            any: names(phrases),
            except: Vec::new(),
            unless_followed_by: Vec::new(),
            unless_preceded_by: Vec::new(),
            fold_kana: None,
            matches: Vec::new(),
            misses: Vec::new(),
        }
    }

    /// Longer phrases that are no evidence.
    pub fn except(self, phrases: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { except: names(phrases), ..self }
    }

    /// What undoes a hit right behind it.
    pub fn unless_followed_by(self, phrases: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { unless_followed_by: names(phrases), ..self }
    }

    /// What undoes a hit right before it.
    pub fn unless_preceded_by(self, phrases: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { unless_preceded_by: names(phrases), ..self }
    }

    /// Whether katakana and hiragana are the same.
    pub fn fold_kana(self, fold: bool) -> Self {
        Self { fold_kana: Some(Written::new(fold, Place::default())), ..self }
    }

    /// Texts it must hit.
    pub fn matches(self, texts: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { matches: names(texts), ..self }
    }

    /// Texts it must not hit.
    pub fn misses(self, texts: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { misses: names(texts), ..self }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}

impl Default for Score {
    fn default() -> Self {
        Self { name: "".into(), title: None, parts: Vec::new(), bands: Vec::new() }
    }
}

/// Points are integers, or their digits as text: `2`, `"0.5"`.
impl Score {
    /// A score without any parts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `cue.CUE: POINTS`
    pub fn cue(self, cue: &str, points: impl Into<FactValue>) -> Self {
        self.part(&format!("cue.{cue}"), points)
    }

    /// `parts: [{ when: CONDITION, points: POINTS }]`
    pub fn part(mut self, when: &str, points: impl Into<FactValue>) -> Self {
        self.parts.push(ScorePart { when: Expression::kept(when), points: Number::said(points) });
        self
    }

    /// `bands: { NAME: FROM }`: a name for the numbers from this one on.
    pub fn band(mut self, name: &str, from: impl Into<FactValue>) -> Self {
        self.bands.push((name.into(), Number::said(from)));
        self
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Whether both weigh the same, in whatever order.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        fn parts(score: &Score) -> Vec<(String, Option<Decimal>)> {
            let mut parts: Vec<_> =
                score.parts.iter().map(|part| (part.when.to_string(), part.points.exact())).collect();
            parts.sort();
            parts
        }
        fn bands(score: &Score) -> Vec<(&str, Option<Decimal>)> {
            let mut bands: Vec<_> =
                score.bands.iter().map(|(name, from)| (&*name.value, from.exact())).collect();
            bands.sort_unstable();
            bands
        }
        parts(self) == parts(other) && bands(self) == bands(other)
    }
}
