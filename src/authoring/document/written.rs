//! Things with their places. Equality looks at what is said, not where, so that two layers can be compared.

use crate::inquiry::{Content, FactValue, exact};
use crate::localised::{Language, Localised};
use crate::span::Place;
use rust_decimal::Decimal;

/// Something and where it is written.
#[derive(Debug, Clone)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<T> Written<T> {
    pub(crate) const fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

impl<T: PartialEq> PartialEq for Written<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A name or a text.
pub(crate) type Name = Written<Box<str>>;

/// What is said in Rust stands nowhere.
impl<T: Into<Box<str>>> From<T> for Name {
    fn from(text: T) -> Self {
        Self::new(text.into(), Place::default())
    }
}

/// Names said in Rust.
pub(super) fn names(names: impl IntoIterator<Item: AsRef<str>>) -> Vec<Name> {
    names.into_iter().map(|name| name.as_ref().into()).collect()
}

/// A text said in Rust; like the reader, without white space at its end.
pub(super) fn text(text: impl Into<Localised>) -> Option<Localised> {
    let text = text.into();
    let trimmed = |language| text.exact(language).map(str::trim_end);
    Some(Localised::new(trimmed(Language::Japanese), trimmed(Language::English)))
}

/// A number with its digits as written. What is built in Rust may be none; the reader lets only numbers through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Box<str>);

impl Number {
    /// Its exact value.
    pub(crate) fn exact(&self) -> Option<Decimal> {
        exact(self.0.strip_prefix('+').unwrap_or(&self.0))
    }
}

impl Number {
    /// A number said in Rust: an integer, or its digits as text.
    pub(super) fn said(number: impl Into<FactValue>) -> Self {
        Self(match number.into().0 {
            Content::Text(digits) => digits.as_ref().into(),
            other => FactValue(other).to_string().into(),
        })
    }
}
