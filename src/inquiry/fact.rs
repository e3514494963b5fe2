//! Facts as they came in: untyped, and with nothing lost. What they mean is the rulebook's business.

use super::InquiryError;
use super::duration::print_duration;
use super::number;
use jiff::{SignedDuration, Timestamp, Zoned, civil::Date};
use std::fmt;
use std::sync::Arc;

/// What an inquiry says about a fact: null, a bool, a number with its digits, a text, or a list of these.
///
/// Most values convert by themselves: bools, integers, texts, lists, and the days, instants and durations of `jiff`, which
/// become the text that a fact of that type expects. Numbers with a fraction are given as text by [`FactValue::decimal`].
/// Binary floats are not accepted on purpose: `0.1_f64` is not one tenth, and a rule about one tenth would be decided by a
/// rounding error that nobody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactValue(pub(crate) Content);

/// What a [`FactValue`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Null,
    Bool(bool),
    /// A number as JSON writes it.
    Number(Box<str>),
    Text(Arc<str>),
    List(Vec<FactValue>),
    /// The place where an object stood whose members became facts with dotted names. No type takes it, so that an object
    /// in the place of a value never looks like an absent fact.
    Object,
    /// JSON that no type takes, on one line: objects and lists in lists, objects nested too deeply to be read, and texts
    /// with halves of characters.
    Other(Box<str>),
}

impl FactValue {
    /// The value that says that there is none.
    pub const NULL: Self = Self(Content::Null);

    /// An exact number, such as `12.50`, written as JSON writes numbers.
    ///
    /// # Errors
    ///
    /// If the text is no such number.
    pub fn decimal(digits: &str) -> Result<Self, InquiryError> {
        match number::first_error(digits) {
            None => Ok(Self(Content::Number(digits.into()))),
            Some(at) => Err(InquiryError::at_offset(digits, at, "expected a decimal number")),
        }
    }

    /// Whether both say the same. Numbers do when they have the same value, whatever their digits.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Number(left), Content::Number(right)) => {
                left == right || number::exact(left).is_some_and(|left| number::exact(right) == Some(left))
            }
            (Content::List(left), Content::List(right)) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| left.says_the_same(right))
            }
            (left, right) => left == right,
        }
    }

    /// What kind of value it is, with its article.
    pub(crate) const fn kind(&self) -> &'static str {
        match &self.0 {
            Content::Null => "null",
            Content::Bool(_) => "a bool",
            Content::Number(_) => "a number",
            Content::Text(_) => "a text",
            Content::Other(json) if matches!(json.as_bytes(), [b'"', ..]) => "a text",
            Content::List(_) => "a list",
            Content::Object | Content::Other(_) => "an object",
        }
    }
}

/// Written as JSON, on one line.
impl fmt::Display for FactValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Null => formatter.write_str("null"),
            Content::Bool(value) => write!(formatter, "{value}"),
            Content::Number(digits) => formatter.write_str(digits),
            Content::Text(text) => write_text(formatter, text),
            Content::List(values) => {
                formatter.write_str("[")?;
                for (position, value) in values.iter().enumerate() {
                    let separator = if position == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{value}")?;
                }
                formatter.write_str("]")
            }
            Content::Object => formatter.write_str("{}"),
            Content::Other(json) => formatter.write_str(json),
        }
    }
}

/// Writes a text as a JSON string.
pub(crate) fn write_text(writer: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let json = serde_json::to_string(text).map_err(|_| fmt::Error)?;
    writer.write_str(&json)
}

macro_rules! from_integers {
    ($($integer:ty)+) => {$(
        impl From<$integer> for FactValue {
            fn from(value: $integer) -> Self {
                Self(Content::Number(value.to_string().into()))
            }
        }
    )+};
}

from_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! from_texts {
    ($($text:ty)+) => {$(
        impl From<$text> for FactValue {
            fn from(value: $text) -> Self {
                Self(Content::Text(value.into()))
            }
        }
    )+};
}

from_texts! { &str String Box<str> Arc<str> }

impl From<&String> for FactValue {
    fn from(value: &String) -> Self {
        value.as_str().into()
    }
}

impl From<bool> for FactValue {
    fn from(value: bool) -> Self {
        Self(Content::Bool(value))
    }
}

/// The day as `YYYY-MM-DD`.
impl From<Date> for FactValue {
    fn from(value: Date) -> Self {
        value.to_string().into()
    }
}

/// The instant as RFC 3339 has it, in UTC.
impl From<Timestamp> for FactValue {
    fn from(value: Timestamp) -> Self {
        value.to_string().into()
    }
}

/// The instant; its time zone is not kept.
impl From<Zoned> for FactValue {
    fn from(value: Zoned) -> Self {
        value.timestamp().into()
    }
}

/// The length of time as rulebooks write it, such as `1h 30m`.
impl From<SignedDuration> for FactValue {
    fn from(value: SignedDuration) -> Self {
        print_duration(value).into()
    }
}

impl<T: Into<FactValue>> From<Vec<T>> for FactValue {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

impl<T: Into<FactValue>, const N: usize> From<[T; N]> for FactValue {
    fn from(values: [T; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<T: Into<FactValue> + Clone> From<&[T]> for FactValue {
    fn from(values: &[T]) -> Self {
        values.iter().cloned().collect()
    }
}

impl<T: Into<FactValue>> FromIterator<T> for FactValue {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(Content::List(values.into_iter().map(Into::into).collect()))
    }
}

/// `None` is null.
impl<T: Into<FactValue>> From<Option<T>> for FactValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NULL, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_what_hosts_have() {
        let zoned: Zoned = "2026-11-21T10:00:00+09:00[Asia/Tokyo]".parse().unwrap();
        for (value, json) in [
            (FactValue::from(true), "true"),
            ((-4980).into(), "-4980"),
            (u64::MAX.into(), "18446744073709551615"),
            ("電話 \"A\"\n".into(), r#""電話 \"A\"\n""#),
            (vec!["a", "b"].into(), r#"["a", "b"]"#),
            ([1, 2].into(), "[1, 2]"),
            (None::<bool>.into(), "null"),
            (jiff::civil::date(2026, 1, 2).into(), r#""2026-01-02""#),
            (zoned.into(), r#""2026-11-21T01:00:00Z""#),
            (SignedDuration::from_mins(90).into(), r#""1h 30m""#),
            (FactValue::decimal("12.50").unwrap(), "12.50"),
        ] {
            assert_eq!(value.to_string(), json);
        }
    }

    #[test]
    fn a_decimal_is_checked() {
        let error = FactValue::decimal("12,50").unwrap_err();
        assert_eq!((error.line(), error.column()), (1, 3));
        assert_eq!(error.to_string(), "expected a decimal number, found `,` at line 1, column 3");
        assert!(FactValue::decimal("0.1").is_ok());
        assert!(FactValue::decimal("NaN").is_err());
    }

    #[test]
    fn numbers_say_the_same_by_value() {
        let [plain, scaled, other] = ["5", "5.0", "5.01"].map(|digits| FactValue::decimal(digits).unwrap());
        assert!(plain.says_the_same(&scaled));
        assert!(!plain.says_the_same(&other));
        assert!(!plain.says_the_same(&"5".into()));
        assert!(FactValue::from([plain]).says_the_same(&[scaled].into()));
    }
}
