//! Wrong values of facts, told in a sentence. The value of a sensitive fact is never part of it.

use super::fact::Content;
use super::notice::{Notice, NoticeCode, did_you_mean, shortened};
use super::typed::Now;
use super::{FactDeclaration, FactType, FactValue, Missing, Sensitivity, Value, number, print_duration};
use crate::diagnostic::closest;

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    IllTyped,
    NotAChoice,
    /// A text that is cut within a character.
    HalfCharacter,
    /// It cannot be kept exactly.
    TooManyDigits,
    TooSmall,
    TooLarge,
    /// A day or an instant after the inquiry's time.
    AfterInquiry,
    /// It must not lie after the inquiry's time, and the inquiry gives none.
    NoTime,
}

/// The cause for which the fact is missing, and the notice about it.
pub(crate) fn explain(
    declaration: &FactDeclaration,
    given: &FactValue,
    wrong: Wrong,
    now: Option<Now<'_>>,
) -> (Missing, Notice) {
    let (cause, code) = match wrong {
        Wrong::IllTyped => (Missing::IllTyped, NoticeCode::FactIllTyped),
        Wrong::NotAChoice => (Missing::NotAChoice, NoticeCode::FactNotAChoice),
        Wrong::HalfCharacter => (Missing::IllTyped, NoticeCode::TextRepaired),
        Wrong::TooManyDigits | Wrong::TooSmall | Wrong::TooLarge => {
            (Missing::OutOfRange, NoticeCode::FactOutOfRange)
        }
        Wrong::AfterInquiry => (Missing::OutOfRange, NoticeCode::FactAfterInquiry),
        Wrong::NoTime => (Missing::NoTime, NoticeCode::TimeMissing),
    };
    let name = &*declaration.id;
    let shown = shown(declaration, given);
    let message = match wrong {
        Wrong::IllTyped => {
            format!("`{name}` is {shown}, not {}{}", expected(&declaration.kind), advice(declaration, given))
        }
        Wrong::NotAChoice => not_a_choice(declaration, given),
        Wrong::HalfCharacter => format!("`{name}` holds half a character, so it counts as missing"),
        Wrong::TooManyDigits => format!("`{name}` has more digits than can be kept exactly"),
        Wrong::TooSmall => {
            format!("`{name}` is {shown}, below the smallest value allowed{}", bound(&declaration.min))
        }
        Wrong::TooLarge => {
            format!("`{name}` is {shown}, above the largest value allowed{}", bound(&declaration.max))
        }
        Wrong::AfterInquiry => {
            let came_in = now.map_or_else(String::new, |now| match declaration.kind {
                FactType::Date => format!(", {}", now.today()),
                _ => format!(", {}", now.time),
            });
            format!("`{name}` is {shown}, after the inquiry's time{came_in}")
        }
        Wrong::NoTime => {
            format!(
                "`{name}` must not lie after the inquiry's time, which is missing, so it counts as missing too"
            )
        }
    };
    (cause, Notice::of_fact(code, name, message))
}

/// The notice about a fact with two values.
pub(crate) fn conflict(declaration: &FactDeclaration, one: &FactValue, other: &FactValue) -> Notice {
    let name = &*declaration.id;
    let values = if declaration.sensitivity == Sensitivity::Public {
        format!("as {} and as {}", shown(declaration, one), shown(declaration, other))
    } else {
        "with different values".to_owned()
    };
    Notice::of_fact(NoticeCode::FactConflicting, name, format!("`{name}` is given twice, {values}"))
}

/// The value, or only its kind where the fact is sensitive or the value is an object, whose members are facts themselves.
fn shown(declaration: &FactDeclaration, given: &FactValue) -> String {
    match declaration.sensitivity {
        Sensitivity::Public if given.0 != Content::Object => shortened(&given.to_string()),
        _ => given.kind().to_owned(),
    }
}

const fn expected(kind: &FactType) -> &'static str {
    match kind {
        FactType::Bool => "true or false",
        FactType::Integer => "an integer",
        FactType::Decimal => "a decimal number",
        FactType::Choice(_) => "a text that names one of its choices",
        FactType::Choices(_) => "a list of its choices",
        FactType::Text => "a text",
        FactType::Date => "a date",
        FactType::Timestamp => "a timestamp",
        FactType::Duration => "a duration",
    }
}

/// How to write it instead.
fn advice(declaration: &FactDeclaration, given: &FactValue) -> &'static str {
    match (&declaration.kind, &given.0) {
        (FactType::Integer | FactType::Decimal, Content::Text(text))
            if number::first_error(text).is_none() =>
        {
            "; a number is written without quotation marks"
        }
        (FactType::Bool, Content::Text(text)) if matches!(&**text, "true" | "false") => {
            "; true and false are written without quotation marks"
        }
        (FactType::Text, Content::Number(_) | Content::Bool(_)) => "; a text is written in quotation marks",
        (FactType::Choices(_), Content::Text(_)) => "; a single choice is written in a list, too",
        (FactType::Date, _) => "; a date is written like \"2026-11-21\"",
        (FactType::Timestamp, _) => "; a timestamp is written like \"2026-11-21T10:00:00+09:00\"",
        (FactType::Duration, _) => "; a duration is written like \"1h 30m\"",
        _ => "",
    }
}

fn not_a_choice(declaration: &FactDeclaration, given: &FactValue) -> String {
    const MOST_LISTED: usize = 12;
    let (FactType::Choice(options) | FactType::Choices(options)) = &declaration.kind else {
        return format!("`{}` is none of its choices", declaration.id);
    };
    let listed: Vec<&str> = options.iter().take(MOST_LISTED).map(|option| &**option).collect();
    let more = if options.len() > MOST_LISTED { ", …" } else { "" };
    let values = match &given.0 {
        Content::List(values) => values.as_slice(),
        _ => std::slice::from_ref(given),
    };
    let stranger = values.iter().find_map(|value| match &value.0 {
        Content::Text(text) if !options.iter().any(|option| **option == **text) => Some(text),
        _ => None,
    });
    let public = declaration.sensitivity == Sensitivity::Public;
    let found = match stranger {
        Some(stranger) if public => format!("`{}` in `{}` is", shortened(stranger), declaration.id),
        _ => format!("a value of `{}` is", declaration.id),
    };
    // The nearest choice would give away what was written.
    let near =
        stranger.filter(|_| public).and_then(|text| closest(text, options.iter().map(|option| &**option)));
    format!("{found} none of its choices {}{more}{}", listed.join(", "), did_you_mean(near))
}

fn bound(value: &Option<Value>) -> String {
    let text = match value {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Timestamp(time)) => time.to_string(),
        Some(Value::Duration(duration)) => print_duration(*duration),
        _ => return String::new(),
    };
    format!(", {text}")
}
