//! Facts, parameters and derived values.

use super::tree::{Fields, Tree};
use crate::authoring::document::{Fact, FactKind, Formula, Literal, Param};
use crate::condition;
use crate::inquiry::Sensitivity;

pub(super) fn fact(fact: &Fact) -> Tree {
    let sensitivity = (fact.sensitivity != Sensitivity::default()).then(|| fact.sensitivity.as_str());
    kind(Some(&fact.kind))
        .put("default", fact.default.as_ref().map(literal))
        .put("min", fact.min.as_ref().map(literal))
        .put("max", fact.max.as_ref().map(literal))
        .put("unit", fact.unit.as_ref().map(Tree::text))
        .put("sensitivity", sensitivity.map(Tree::text))
        .localised("title", fact.title.as_ref())
        .localised("ask", fact.ask.as_ref())
        .into()
}

pub(super) fn param(param: &Param) -> Tree {
    let Param { name: _, title: None, kind: None, value, unit: None, min: None, max: None } = param else {
        return kind(param.kind.as_ref())
            .put("value", Some(literal(&param.value)))
            .put("min", param.min.as_ref().map(literal))
            .put("max", param.max.as_ref().map(literal))
            .put("unit", param.unit.as_ref().map(Tree::text))
            .localised("title", param.title.as_ref())
            .into();
    };
    literal(value)
}

/// `type`, and `of` for a choice.
fn kind(kind: Option<&FactKind>) -> Fields {
    let options = match kind {
        Some(FactKind::Choice(options) | FactKind::Choices(options)) => {
            Some(Tree::List(options.iter().map(Tree::text).collect()))
        }
        _ => None,
    };
    Fields::new().put("type", kind.map(|kind| Tree::text(kind.as_str()))).put("of", options)
}

pub(super) fn literal(literal: &Literal) -> Tree {
    match literal {
        Literal::One(text, _) if literal.is_bare() => Tree::Bare(text.value.to_string()),
        Literal::One(text, _) => Tree::name(text),
        Literal::Many(texts) => Tree::names(&texts.value),
    }
}

pub(super) fn formula(formula: &Formula) -> Tree {
    Tree::Text(match formula {
        Formula::DaysSince(fact) => format!("days_since({})", fact.value),
        Formula::HoursSince(fact) => format!("hours_since({})", fact.value),
        Formula::Count(cue) => format!("count({})", cue.value),
        Formula::LengthOfText => "length(text)".into(),
        Formula::Open(calendar) => format!("open({})", calendar.value),
        Formula::BusinessHoursSince(fact, calendar) => {
            format!("business_hours_since({}, {})", fact.value, calendar.value)
        }
        Formula::Or(fact, literal) => format!("{} or {}", fact.value, otherwise(literal)),
    })
}

/// A literal as in conditions: texts in double quotes, numbers and `true` bare.
fn otherwise(literal: &Literal) -> String {
    match literal {
        Literal::One(text, _) if literal.is_bare() => text.value.to_string(),
        Literal::One(text, _) => condition::Literal::Text(text.value.clone()).to_string(),
        // No such formula can be read; the loader says so.
        Literal::Many(texts) => {
            let texts: Vec<&str> = texts.value.iter().map(|text| &*text.value).collect();
            format!("[{}]", texts.join(", "))
        }
    }
}
