//! The notation of derived values: `days_since(fact)`, `hours_since(fact)`, `count(cue)`, `length(text)`, `fact or literal`.

use super::fields::Reader;
use crate::authoring::document::{Formula, Literal, Name, Written};
use crate::authoring::yaml::{Node, Scalar};
use crate::diagnostic::{Code, Problem, closest};
use crate::span::{Place, Span};
use rust_decimal::Decimal;

const FUNCTIONS: [&str; 4] = ["days_since", "hours_since", "count", "length"];
const FORMS: &str =
    "write `days_since(fact)`, `hours_since(fact)`, `count(cue)`, `length(text)` or `fact or 0`";

impl Reader {
    pub(super) fn formula(&mut self, node: &Node) -> Option<Formula> {
        let Some(scalar) = node.scalar().filter(|scalar| !scalar.is_null()) else {
            self.wrong_kind(node, "a derived value", "a formula", "days_since(order.delivered_at)");
            return None;
        };
        match parse(scalar) {
            Ok(formula) => Some(formula),
            Err(problem) => {
                self.report(*problem);
                None
            }
        }
    }
}

fn parse(scalar: &Scalar) -> Result<Formula, Box<Problem>> {
    let text = scalar.text.as_str();
    if let Some((function, rest)) = text.split_once('(')
        && is_name(function.trim())
    {
        return call(scalar, function, rest);
    }
    // The first ` or ` ends the fact; a literal may hold the word.
    let Some((fact, literal)) = text.split_once(" or ") else {
        let problem = Problem::new(
            Code::ConditionSyntax,
            scalar.place,
            format!("`{}` is no derived value", text.trim()),
        );
        return Err(Box::new(problem.help(FORMS)));
    };
    let literal = part(scalar, literal);
    let fact = part(scalar, fact);
    if !is_name(&fact.value) {
        let problem =
            Problem::new(Code::ConditionSyntax, fact.place, format!("`{}` is no name of a fact", fact.value));
        return Err(Box::new(problem.help(FORMS)));
    }
    Ok(Formula::Or(fact, literal_of(literal)?))
}

fn call(scalar: &Scalar, function: &str, rest: &str) -> Result<Formula, Box<Problem>> {
    let function = part(scalar, function);
    let fail = |place, message: String| {
        Err(Box::new(Problem::new(Code::ConditionSyntax, place, message).help(FORMS)))
    };
    let Some((argument, behind)) = rest.split_once(')') else {
        return fail(scalar.place, format!("`{}(` is not closed", function.value));
    };
    if !behind.trim().is_empty() {
        return fail(
            part(scalar, behind).place,
            format!("`{}` behind the formula means nothing", behind.trim()),
        );
    }
    let argument = part(scalar, argument);
    if !is_name(&argument.value) {
        return fail(argument.place, format!("`{}` needs one name between its brackets", function.value));
    }
    Ok(match &*function.value {
        "days_since" => Formula::DaysSince(argument),
        "hours_since" => Formula::HoursSince(argument),
        // `count(cue.injury)` and `count(injury)` are the same: conditions write the first.
        "count" => match argument.value.strip_prefix("cue.") {
            Some(cue) => Formula::Count(Written::new(cue.into(), argument.place)),
            None => Formula::Count(argument),
        },
        "length" if &*argument.value == "text" => Formula::LengthOfText,
        "length" => return fail(argument.place, "only the length of `text` can be measured".to_owned()),
        other => {
            let problem = Problem::new(
                Code::ConditionSyntax,
                function.place,
                format!("there is no function `{other}`"),
            );
            let help =
                closest(other, FUNCTIONS).map_or(FORMS.to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(Box::new(problem.help(help)));
        }
    })
}

/// A literal is written as in conditions: texts in double quotes, numbers and `true` bare.
fn literal_of(literal: Name) -> Result<Literal, Box<Problem>> {
    let text = &*literal.value;
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let value = inner.replace("\\\"", "\"").replace("\\\\", "\\");
        return Ok(Literal::One(Written::new(value.into(), literal.place), true));
    }
    if !matches!(text, "true" | "false") && Decimal::from_str_exact(text).is_err() {
        let problem = Problem::new(Code::ConditionSyntax, literal.place, format!("`{text}` is no value"));
        return Err(Box::new(problem.help("write a number, `true`, or a text in double quotes")));
    }
    Ok(Literal::One(literal, false))
}

/// A part of the scalar's text, without the white space around it, and its place.
fn part(scalar: &Scalar, part: &str) -> Name {
    let trimmed = part.trim();
    let start = (trimmed.as_ptr() as usize).saturating_sub(scalar.text.as_ptr() as usize);
    Written::new(trimmed.into(), place(scalar, start, trimmed.len()))
}

fn place(scalar: &Scalar, start: usize, length: usize) -> Place {
    scalar.place_of(Span::new(start, start + length))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|found| found.is_alphanumeric() || matches!(found, '_' | '.' | '-'))
}
