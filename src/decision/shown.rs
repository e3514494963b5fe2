//! Values of facts as outputs show them: by the names the rulebook uses, with every digit, and never when sensitive.

use crate::calendar::shown_in;
use crate::id::ValueId;
use crate::inquiry::{Sensitivity, Value, print_duration};
use crate::rulebook::Model;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::fmt;

/// A value that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    Bool(bool),
    Number(Decimal),
    Text(Box<str>),
    List(Vec<Box<str>>),
}

/// What an output may say about a value; `None` if the fact, or the fact it is derived from, is personal or secret.
pub(crate) fn show(model: &Model, id: ValueId, value: &Value) -> Option<Shown> {
    if is_sensitive(model, id) {
        return None;
    }
    let options = model.options(id);
    let option = |position: u32| {
        usize::try_from(position).ok().and_then(|position| options.get(position)).cloned().unwrap_or_default()
    };
    Some(match value {
        Value::Bool(holds) => Shown::Bool(*holds),
        Value::Number(number) => Shown::Number(*number),
        Value::Choice(position) => Shown::Text(option(*position)),
        Value::Choices(positions) => {
            Shown::List(positions.iter().map(|position| option(*position)).collect())
        }
        Value::Text(text) => Shown::Text((**text).into()),
        Value::Date(date) => Shown::Text(date.to_string().into()),
        Value::Timestamp(instant) => Shown::Text(shown_in(*instant, &model.timezone).into()),
        Value::Duration(duration) => Shown::Text(print_duration(*duration).into()),
    })
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

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(holds) => write!(f, "{holds}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(texts) => write!(f, "[{}]", texts.join(", ")),
        }
    }
}

impl Serialize for Shown {
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
