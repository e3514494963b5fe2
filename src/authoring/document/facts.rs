//! Facts: the typed values an inquiry may have.

use super::written::text;
use super::{Name, Written};
use crate::inquiry::{Content, FactType, FactValue, Sensitivity, is_json_number};
use crate::localised::Localised;
use crate::span::Place;

/// `facts`: a typed value an inquiry may have.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
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

    /// Whether it says nothing as the cell of a table.
    pub(crate) fn says_nothing(&self) -> bool {
        matches!(self, Self::One(text, _) if matches!(text.value.trim(), "" | "-"))
    }
}

/// `Fact::integer().min(0).unit("JPY")` is `{ type: integer, min: 0, unit: JPY }`. Values are what an inquiry may say of
/// a fact: bools, integers, texts, lists of options, days and times of `jiff`; numbers with a fraction are
/// [`FactValue::decimal`].
impl Fact {
    fn of(kind: FactKind) -> Self {
        Self {
            name: "".into(),
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

    /// `type: bool`
    pub fn bool() -> Self {
        Self::of(FactKind::Bool)
    }

    /// `type: integer`
    pub fn integer() -> Self {
        Self::of(FactKind::Integer)
    }

    /// `type: decimal`
    pub fn decimal() -> Self {
        Self::of(FactKind::Decimal)
    }

    /// `type: choice`, of these options
    pub fn choice(of: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self::of(FactKind::Choice(options(of)))
    }

    /// `type: choices`, of these options
    pub fn choices(of: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self::of(FactKind::Choices(options(of)))
    }

    /// `type: text`
    pub fn text() -> Self {
        Self::of(FactKind::Text)
    }

    /// `type: date`
    pub fn date() -> Self {
        Self::of(FactKind::Date)
    }

    /// `type: timestamp`
    pub fn timestamp() -> Self {
        Self::of(FactKind::Timestamp)
    }

    /// `type: duration`
    pub fn duration() -> Self {
        Self::of(FactKind::Duration)
    }

    /// What stands in for it when it is absent or null.
    pub fn default(self, value: impl Into<FactValue>) -> Self {
        Self { default: Literal::said(value), ..self }
    }

    /// The smallest value.
    pub fn min(self, value: impl Into<FactValue>) -> Self {
        Self { min: Literal::said(value), ..self }
    }

    /// The largest value.
    pub fn max(self, value: impl Into<FactValue>) -> Self {
        Self { max: Literal::said(value), ..self }
    }

    /// What it is counted in.
    pub fn unit(self, unit: &str) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// `sensitivity: personal`: its values are read but never shown.
    pub fn personal(self) -> Self {
        Self { sensitivity: Sensitivity::Personal, ..self }
    }

    /// `sensitivity: secret`: its values are read but never shown.
    pub fn secret(self) -> Self {
        Self { sensitivity: Sensitivity::Secret, ..self }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    /// How to ask the customer for it.
    pub fn ask(self, ask: impl Into<Localised>) -> Self {
        Self { ask: text(ask), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }

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

    /// The type that values are checked against.
    pub(crate) fn fact_type(&self) -> FactType {
        match self.sorted() {
            Self::Bool => FactType::Bool,
            Self::Integer => FactType::Integer,
            Self::Decimal => FactType::Decimal,
            Self::Choice(options) => FactType::Choice(options.as_slice().into()),
            Self::Choices(options) => FactType::Choices(options.as_slice().into()),
            Self::Text => FactType::Text,
            Self::Date => FactType::Date,
            Self::Timestamp => FactType::Timestamp,
            Self::Duration => FactType::Duration,
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

/// Options said in Rust.
pub(super) fn options(of: impl IntoIterator<Item: AsRef<str>>) -> Vec<Box<str>> {
    of.into_iter().map(|option| option.as_ref().into()).collect()
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
    /// A value said in Rust; none for null.
    pub(super) fn said(value: impl Into<FactValue>) -> Option<Self> {
        let one = |value: FactValue| -> (Box<str>, bool) {
            match value.0 {
                Content::Text(text) => (text.as_ref().into(), true),
                other => (FactValue(other).to_string().into(), false),
            }
        };
        match value.into() {
            FactValue::NULL => None,
            FactValue(Content::List(values)) => {
                let texts = values.into_iter().map(|value| one(value).0.into()).collect();
                Some(Self::Many(Written::new(texts, Place::default())))
            }
            value => {
                let (text, quoted) = one(value);
                Some(Self::One(text.into(), quoted))
            }
        }
    }

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
