//! What is known of an inquiry: facts, derived values, parameters.

use super::{Name, Written};
use crate::inquiry::Sensitivity;
use crate::localised::Localised;
use crate::span::Place;

/// `facts`: a typed value an inquiry may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) kind: FactKind,
    pub(crate) default: Option<Literal>,
    pub(crate) ask: Option<Localised>,
    pub(crate) sensitivity: Sensitivity,
    pub(crate) unit: Option<Box<str>>,
    pub(crate) min: Option<Literal>,
    pub(crate) max: Option<Literal>,
}

/// `type`, with the options of a choice in written order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FactKind {
    Bool,
    Integer,
    Decimal,
    Choice(Vec<Box<str>>),
    Choices(Vec<Box<str>>),
    Text,
    Date,
    Timestamp,
    Duration,
}

/// A value of a fact before its type is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    /// The text, and whether it is in quotes.
    One(Name, bool),
    Many(Written<Vec<Name>>),
}

impl Literal {
    /// Where it is written.
    pub(crate) const fn place(&self) -> Place {
        match self {
            Self::One(text, _) => text.place,
            Self::Many(texts) => texts.place,
        }
    }
}

/// `derive`: how a value is computed, in its own small notation.
#[derive(Debug, Clone, PartialEq)]
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

/// `params`: a typed constant. Without a type it sets another layer's parameter anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) kind: Option<FactKind>,
    pub(crate) value: Literal,
    pub(crate) unit: Option<Box<str>>,
    pub(crate) min: Option<Literal>,
    pub(crate) max: Option<Literal>,
}
