//! What is known of an inquiry: facts, derived values, parameters.

use super::{Name, Written};
use crate::inquiry::{Sensitivity, is_json_number};
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
#[derive(Debug, Clone)]
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

impl Fact {
    /// Whether both declare the same, the order of options aside, which means nothing.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let sorted = |fact: &Self| Self { kind: fact.kind.sorted(), ..fact.clone() };
        sorted(self) == sorted(other)
    }
}

impl FactKind {
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

    /// The same type with its options in alphabetical order.
    pub(crate) fn sorted(&self) -> Self {
        let sorted = |options: &[Box<str>]| {
            let mut options = options.to_vec();
            options.sort_unstable();
            options
        };
        match self {
            Self::Choice(options) => Self::Choice(sorted(options)),
            Self::Choices(options) => Self::Choices(sorted(options)),
            other => other.clone(),
        }
    }
}

/// Whether it is said bare or in quotes makes a difference only where the text would otherwise be a bool or a number.
impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(one, _), Self::One(other_text, _)) => {
                one == other_text && self.is_bare() == other.is_bare()
            }
            (Self::Many(one), Self::Many(other)) => one == other,
            (Self::One(..), Self::Many(_)) | (Self::Many(_), Self::One(..)) => false,
        }
    }
}

impl Literal {
    /// Whether it is a bool or a number, as JSON writes them, rather than a text.
    pub(crate) fn is_bare(&self) -> bool {
        match self {
            Self::One(text, quoted) => {
                !quoted && (matches!(&*text.value, "true" | "false") || is_json_number(&text.value))
            }
            Self::Many(_) => false,
        }
    }
}
