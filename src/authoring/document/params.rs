//! Parameters: typed constants.

use super::facts::options;
use super::written::text;
use super::{FactKind, Literal, Name};
use crate::inquiry::FactValue;
use crate::localised::Localised;

/// `params`: a typed constant. Without a type it sets another layer's parameter anew.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Param {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) kind: Option<FactKind>,
    pub(crate) value: Literal,
    pub(crate) unit: Option<Box<str>>,
    pub(crate) min: Option<Literal>,
    pub(crate) max: Option<Literal>,
}

/// `Param::integer(3000).min(0)` is `{ type: integer, value: 3000, min: 0 }`.
impl Param {
    fn of(kind: Option<FactKind>, value: impl Into<FactValue>) -> Self {
        // Nothing is no value; the loader says so.
        let value = Literal::said(value).unwrap_or_else(|| Literal::One("".into(), true));
        Self { name: "".into(), title: None, kind, value, unit: None, min: None, max: None }
    }

    /// The value alone: sets another layer's parameter anew.
    pub fn set(value: impl Into<FactValue>) -> Self {
        Self::of(None, value)
    }

    /// `type: bool`
    pub fn bool(value: bool) -> Self {
        Self::of(Some(FactKind::Bool), value)
    }

    /// `type: integer`
    pub fn integer(value: i64) -> Self {
        Self::of(Some(FactKind::Integer), value)
    }

    /// `type: decimal`
    pub fn decimal(value: impl Into<FactValue>) -> Self {
        Self::of(Some(FactKind::Decimal), value)
    }

    /// `type: choice`: one of these options
    pub fn choice(of: impl IntoIterator<Item: AsRef<str>>, value: &str) -> Self {
        Self::of(Some(FactKind::Choice(options(of))), value)
    }

    /// `type: choices`: any of these options
    pub fn choices(of: impl IntoIterator<Item: AsRef<str>>, value: impl Into<FactValue>) -> Self {
        Self::of(Some(FactKind::Choices(options(of))), value)
    }

    /// `type: text`
    pub fn text(value: &str) -> Self {
        Self::of(Some(FactKind::Text), value)
    }

    /// `type: date`
    pub fn date(value: impl Into<FactValue>) -> Self {
        Self::of(Some(FactKind::Date), value)
    }

    /// `type: timestamp`
    pub fn timestamp(value: impl Into<FactValue>) -> Self {
        Self::of(Some(FactKind::Timestamp), value)
    }

    /// `type: duration`
    pub fn duration(value: impl Into<FactValue>) -> Self {
        Self::of(Some(FactKind::Duration), value)
    }

    /// The smallest value that may be set.
    pub fn min(self, value: impl Into<FactValue>) -> Self {
        Self { min: Literal::said(value), ..self }
    }

    /// The largest value that may be set.
    pub fn max(self, value: impl Into<FactValue>) -> Self {
        Self { max: Literal::said(value), ..self }
    }

    /// What it is counted in.
    pub fn unit(self, unit: &str) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}
