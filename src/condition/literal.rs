//! Literals as values of the type they are compared with: `"2026-12-01"` is a date beside a date and a text beside a text.

use super::expression::Literal;
use crate::diagnostic::{Code, closest};
use crate::inquiry::{FactType, NoInstant, Value, exact, parse_date, parse_duration, parse_instant};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// Why a literal is no value of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// The literal as a value of what `name` holds; one option of a `choices` fact is that option alone.
pub(crate) fn typed(name: &str, kind: &FactType, literal: &Literal) -> Result<Value, Mismatch> {
    match (kind, literal) {
        (FactType::Bool, Literal::Bool(value)) => Ok(Value::Bool(*value)),
        (FactType::Integer | FactType::Decimal, Literal::Number(digits)) => number(digits).map(Value::Number),
        (FactType::Choice(options), Literal::Text(text)) => option(name, options, text).map(Value::Choice),
        (FactType::Choices(options), Literal::Text(text)) => {
            option(name, options, text).map(|option| Value::Choices([option].into()))
        }
        (FactType::Text, Literal::Text(text)) => Ok(Value::Text(text.as_ref().into())),
        (FactType::Date, Literal::Text(text)) => date(text).map(Value::Date),
        (FactType::Timestamp, Literal::Text(text)) => timestamp(text).map(Value::Timestamp),
        (FactType::Duration, Literal::Text(text)) => duration(text).map(Value::Duration),
        _ => Err(wrong_type(name, kind, literal)),
    }
}

/// A number exactly as written.
pub(super) fn number(digits: &str) -> Result<Decimal, Mismatch> {
    exact(digits).ok_or_else(|| Mismatch {
        code: Code::InvalidValue,
        message: format!("`{digits}` has more digits than are kept exactly"),
        help: "numbers have at most 28 digits".into(),
    })
}

/// The type with its article, for sentences.
pub(crate) const fn described(kind: &FactType) -> &'static str {
    match kind {
        FactType::Bool => "a bool",
        FactType::Integer => "an integer",
        FactType::Decimal => "a decimal",
        FactType::Choice(_) => "a choice",
        FactType::Choices(_) => "a set of choices",
        FactType::Text => "a text",
        FactType::Date => "a date",
        FactType::Timestamp => "a timestamp",
        FactType::Duration => "a duration",
    }
}

/// What a literal is, with its article.
pub(crate) const fn kind_of(literal: &Literal) -> &'static str {
    match literal {
        Literal::Bool(_) => "a bool",
        Literal::Number(_) => "a number",
        Literal::Text(_) => "a text",
    }
}

/// Whether values of the type have an order that `<` could ask for.
pub(crate) const fn is_ordered(kind: &FactType) -> bool {
    matches!(
        kind,
        FactType::Integer | FactType::Decimal | FactType::Date | FactType::Timestamp | FactType::Duration
    )
}

fn option(name: &str, options: &[Box<str>], text: &str) -> Result<u32, Mismatch> {
    let found = options.iter().position(|option| **option == *text);
    found.and_then(|at| u32::try_from(at).ok()).ok_or_else(|| Mismatch {
        code: Code::UnknownName,
        message: format!("`{name}` has no option `{text}`"),
        help: one_of(text, options.iter().map(|option| &**option)),
    })
}

/// "Did you mean", or what there is.
pub(crate) fn one_of<'a>(text: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    const SHOWN: usize = 8;
    if let Some(near) = closest(text, known.clone()) {
        return format!("did you mean `{near}`?");
    }
    let mut shown: Vec<String> = known.clone().take(SHOWN).map(|option| format!("`{option}`")).collect();
    if known.count() > SHOWN {
        shown.push("..".into());
    }
    format!("there are {}", shown.join(", "))
}

fn date(text: &str) -> Result<Date, Mismatch> {
    parse_date(text).ok_or_else(|| Mismatch {
        code: Code::InvalidValue,
        message: format!("`{text}` is no date"),
        help: match text.get(..10).filter(|day| parse_date(day).is_some()) {
            Some(day) => format!("a date has no time of day: write `\"{day}\"`"),
            None => "write year, month and day: `\"2026-12-01\"`".into(),
        },
    })
}

fn timestamp(text: &str) -> Result<Timestamp, Mismatch> {
    parse_instant(text).map_err(|fault| Mismatch {
        code: Code::InvalidValue,
        message: format!("`{text}` is no timestamp"),
        help: match fault {
            NoInstant::WithoutOffset => {
                "write the time of day and the offset from UTC too: `\"2026-12-01T10:00:00+09:00\"`".into()
            }
            NoInstant::Malformed => "write `\"2026-12-01T10:00:00+09:00\"`".into(),
        },
    })
}

fn duration(text: &str) -> Result<jiff::SignedDuration, Mismatch> {
    parse_duration(text).ok_or_else(|| Mismatch {
        code: Code::InvalidValue,
        message: format!("`{text}` is no duration"),
        help: "write weeks, days, hours, minutes and seconds, as in `\"2d\"` or `\"1h 30m\"`; months and years have no fixed length"
            .into(),
    })
}

fn wrong_type(name: &str, kind: &FactType, literal: &Literal) -> Mismatch {
    let what = kind_of(literal);
    let unquoted = match literal {
        Literal::Text(text) => Some(&**text),
        _ => None,
    };
    let help = match (kind, literal) {
        (FactType::Bool, _) => match unquoted.filter(|text| matches!(*text, "true" | "false")) {
            Some(text) => format!("write `{text}` without quotes"),
            None => format!("write `{name}` or `!{name}` alone"),
        },
        (FactType::Integer | FactType::Decimal, _) => {
            match unquoted.filter(|text| super::token::is_number(text)) {
                Some(digits) => format!("write `{digits}` without quotes"),
                None => "compare it with a number".into(),
            }
        }
        (FactType::Date, _) => "write the day in quotes: `\"2026-12-01\"`".into(),
        (FactType::Timestamp, _) => "write the instant in quotes: `\"2026-12-01T10:00:00+09:00\"`".into(),
        (FactType::Duration, _) => "write the length with its unit in quotes: `\"30m\"`".into(),
        (FactType::Choice(options) | FactType::Choices(options), Literal::Number(digits)) => {
            if options.contains(digits) {
                format!("write `\"{digits}\"`")
            } else {
                one_of(digits, options.iter().map(|option| &**option))
            }
        }
        (FactType::Choice(options) | FactType::Choices(options), _) => {
            one_of("", options.iter().map(|option| &**option))
        }
        (FactType::Text, _) => format!("write `\"{literal}\"`"),
    };
    let message = format!("`{name}` is {} and cannot be compared with {what}", described(kind));
    Mismatch { code: Code::WrongType, message, help }
}
