//! Values of facts as outputs show them: by the names the rulebook uses, with every digit, and never when sensitive.

use crate::calendar::shown_in;
use crate::id::ValueId;
use crate::inquiry::{Sensitivity, Value, print_duration};
use crate::rulebook::Model;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// A value that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown<'a> {
    Bool(bool),
    Number(Decimal),
    Text(Cow<'a, str>),
    List(Vec<&'a str>),
}

/// What an output says about a value that is not [sensitive](is_sensitive).
pub(crate) fn show<'a>(model: &'a Model, id: ValueId, value: &'a Value) -> Shown<'a> {
    let options = model.options(id);
    let option = |position: u32| {
        usize::try_from(position).ok().and_then(|position| options.get(position)).map_or("", |option| option)
    };
    match value {
        Value::Bool(holds) => Shown::Bool(*holds),
        Value::Number(number) => Shown::Number(*number),
        Value::Choice(position) => Shown::Text(option(*position).into()),
        Value::Choices(positions) => {
            Shown::List(positions.iter().map(|position| option(*position)).collect())
        }
        Value::Text(text) => Shown::Text((&**text).into()),
        Value::Date(date) => Shown::Text(date.to_string().into()),
        Value::Timestamp(instant) => Shown::Text(shown_in(*instant, &model.timezone).into()),
        Value::Duration(duration) => Shown::Text(print_duration(*duration).into()),
    }
}

/// Whether the fact, or the fact it is derived from, is personal or secret.
pub(crate) fn is_sensitive(model: &Model, id: ValueId) -> bool {
    source(model, id).is_some_and(|fact| fact.sensitivity != Sensitivity::Public)
}

/// The declared fact a value is, or is taken from.
fn source(model: &Model, id: ValueId) -> Option<&crate::inquiry::FactDeclaration> {
    match model.derived(id) {
        None => model.fact(id),
        Some(derived) => model.fact(derived.from.fact()?),
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(holds) => write!(f, "{holds}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(texts) => write!(f, "[{}]", texts.join(", ")),
        }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(holds) => serializer.serialize_bool(*holds),
            Self::Number(number) => exact(*number).serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(texts) => texts.serialize(serializer),
        }
    }
}

/// A number that keeps its digits in JSON.
pub(crate) fn exact(number: Decimal) -> impl Serialize {
    // INVARIANT: a decimal prints as an optional minus, digits, and optionally a point and digits, which is JSON.
    serde_json::value::RawValue::from_string(number.to_string()).ok()
}
