//! Derived values: computed from facts, text and time.

use super::{FactKind, Literal, Name, Written};
use crate::inquiry::FactValue;
use crate::span::Place;

/// `derive`: how a value is computed, in its own small notation.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Derived {
    pub(crate) name: Name,
    pub(crate) from: Formula,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    DaysSince(Name),
    HoursSince(Name),
    Count(Name),
    LengthOfText,
    /// `open(calendar)`
    Open(Name),
    /// `business_hours_since(fact, calendar)`
    BusinessHoursSince(Name, Name),
    Or(Name, Literal),
}

impl Formula {
    /// What the value holds, or the fact whose values it has.
    pub(crate) const fn kind(&self) -> Result<&'static FactKind, &Name> {
        match self {
            Self::DaysSince(_) | Self::Count(_) | Self::LengthOfText => Ok(&FactKind::Integer),
            Self::HoursSince(_) | Self::BusinessHoursSince(..) => Ok(&FactKind::Decimal),
            Self::Open(_) => Ok(&FactKind::Bool),
            Self::Or(fact, _) => Err(fact),
        }
    }
}

impl Derived {
    fn unnamed(from: Formula) -> Self {
        Self { name: "".into(), from }
    }

    /// `days_since(fact)`: calendar days.
    pub fn days_since(fact: &str) -> Self {
        Self::unnamed(Formula::DaysSince(fact.into()))
    }

    /// `hours_since(fact)`
    pub fn hours_since(fact: &str) -> Self {
        Self::unnamed(Formula::HoursSince(fact.into()))
    }

    /// `count(cue)`: how many times a cue hits.
    pub fn count(cue: &str) -> Self {
        Self::unnamed(Formula::Count(cue.into()))
    }

    /// `length(text)`: how many characters the customer wrote.
    pub fn length_of_text() -> Self {
        Self::unnamed(Formula::LengthOfText)
    }

    /// `open(calendar)`: whether the calendar is open at the inquiry's time.
    pub fn open(calendar: &str) -> Self {
        Self::unnamed(Formula::Open(calendar.into()))
    }

    /// `business_hours_since(fact, calendar)`: hours during which the calendar was open.
    pub fn business_hours_since(fact: &str, calendar: &str) -> Self {
        Self::unnamed(Formula::BusinessHoursSince(fact.into(), calendar.into()))
    }

    /// `fact or value`: the value where the fact is absent or null.
    pub fn or(fact: &str, value: impl Into<FactValue>) -> Self {
        // Nothing is no value; the loader says so.
        let value =
            Literal::said(value).unwrap_or_else(|| Literal::Many(Written::new(Vec::new(), Place::default())));
        Self::unnamed(Formula::Or(fact.into(), value))
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}
