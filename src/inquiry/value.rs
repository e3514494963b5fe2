//! Typed values of facts, and why a fact may have none.

use crate::localised::Localised;
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::Serialize;
use std::sync::Arc;

/// What a fact declares its values to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum FactType {
    Bool,
    /// A whole number.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// One of the listed options, which are in alphabetical order.
    Choice(Arc<[Box<str>]>),
    /// Any number of the listed options, which are in alphabetical order.
    Choices(Arc<[Box<str>]>),
    Text,
    /// A calendar day.
    Date,
    /// An instant.
    Timestamp,
    /// A length of time; a day is 24 hours.
    Duration,
}

impl FactType {
    /// The word used in rulebooks.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Text => "text",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Duration => "duration",
        }
    }
}

/// A value of a declared type. Numbers are exact decimals, integers too, so that `amount <= limit` means what it says
/// whichever of the two is which.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Bool(bool),
    Number(Decimal),
    /// The position among the fact's options.
    Choice(u32),
    /// The positions among the fact's options, sorted, without repeats.
    Choices(Box<[u32]>),
    Text(Arc<str>),
    Date(Date),
    Timestamp(Timestamp),
    Duration(SignedDuration),
}

/// Why a fact has no value. Whatever the cause, a missing fact makes its comparison unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// The inquiry does not mention it.
    Absent,
    /// The inquiry says `null`.
    Null,
    /// The value is not of the declared type.
    IllTyped,
    /// The value is none of the declared options.
    NotAChoice,
    /// The value lies outside `min` and `max`, is a day or an instant after the inquiry's time without a `max` that
    /// allows it, is measured from one or in open time from one more than ten years ago, or has more digits than can be kept
    /// exactly.
    OutOfRange,
    /// The inquiry gives two different values.
    Conflicting,
    /// It is measured from the inquiry's time or, as a day or an instant without `max`, must not lie after it, and the
    /// inquiry gives none.
    NoTime,
    /// It is measured on the customer's text, or is a fact, and not all of the text or the facts arrived and were read.
    Cut,
}

/// The value of one fact in one inquiry.
pub(crate) type Slot = Result<Value, Missing>;

/// How a fact may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sensitivity {
    /// May be shown.
    #[default]
    Public,
    /// Personal data: its value never appears in an output.
    Personal,
    /// A secret: its value never appears in an output.
    Secret,
}

impl Sensitivity {
    /// All of them, from the least sensitive.
    pub(crate) const ALL: [Self; 3] = [Self::Public, Self::Personal, Self::Secret];

    /// The word used in rulebooks.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Personal => "personal",
            Self::Secret => "secret",
        }
    }
}

/// A declared fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct FactDeclaration {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    pub(crate) kind: FactType,
    /// Stands in when the fact is absent or null.
    pub(crate) default: Option<Value>,
    /// How to ask the customer for it.
    pub(crate) ask: Option<Localised>,
    pub(crate) sensitivity: Sensitivity,
    pub(crate) unit: Option<Box<str>>,
    /// Smallest allowed value.
    pub(crate) min: Option<Value>,
    /// Largest allowed value. A date or timestamp without one must not lie after the inquiry's time, and is missing where
    /// the inquiry gives no time to check it against; with one, the inquiry's time does not matter.
    pub(crate) max: Option<Value>,
}

/// A value computed from the inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Derived {
    pub(crate) id: Box<str>,
    pub(crate) from: Derivation,
}

/// How a derived value is computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Derivation {
    /// Calendar days in the rulebook's time zone from a date or timestamp to the inquiry's time; missing where it lies
    /// after that time.
    DaysSince(crate::id::ValueId),
    /// Hours, as an exact decimal, from a timestamp (or the start of a date) to the inquiry's time; missing where it lies
    /// after that time.
    HoursSince(crate::id::ValueId),
    /// Whether a calendar is open at the inquiry's time.
    Open(crate::id::CalendarId),
    /// Hours, as an exact decimal, for which a calendar was open from a timestamp (or the start of a date) to the inquiry's
    /// time; missing where it lies after that time, or further back than open time is counted.
    BusinessHoursSince(crate::id::ValueId, crate::id::CalendarId),
    /// How many times a cue hits.
    Count(crate::id::CueId),
    /// How many characters the customer wrote, after normalisation.
    LengthOfText,
    /// A fact, or this value where the fact is absent or null.
    Or(crate::id::ValueId, Value),
    /// A parameter of the rulebook, which is always known.
    Constant(Parameter),
}

/// What a rulebook says once for all its conditions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Parameter {
    pub(crate) title: Option<Localised>,
    pub(crate) kind: FactType,
    pub(crate) value: Value,
}

impl Derivation {
    /// The fact it is computed from, if it is from one.
    pub(crate) const fn fact(&self) -> Option<crate::id::ValueId> {
        match self {
            Self::DaysSince(fact)
            | Self::HoursSince(fact)
            | Self::BusinessHoursSince(fact, _)
            | Self::Or(fact, _) => Some(*fact),
            Self::Open(_) | Self::Count(_) | Self::LengthOfText | Self::Constant(_) => None,
        }
    }
}

#[cfg(test)]
impl FactDeclaration {
    /// A declaration that says nothing but name and type.
    pub(crate) fn plain(id: &str, kind: FactType) -> Self {
        Self {
            id: id.into(),
            title: None,
            kind,
            default: None,
            ask: None,
            sensitivity: Sensitivity::Public,
            unit: None,
            min: None,
            max: None,
        }
    }
}
