//! The notation of derived values: `days_since(fact)`, `hours_since(fact)`, `business_hours_since(fact, calendar)`,
//! `open(calendar)`, `count(cue)`, `length(text)`, `fact or literal`.

use super::fields::Reader;
use crate::authoring::document::{Formula, Literal, Name, Written};
use crate::authoring::tree::{Node, Scalar};
use crate::condition::{is_number, quoted};
use crate::diagnostic::{Code, Problem, closest};
use crate::span::{Place, Span};

const FUNCTIONS: [&str; 6] = ["days_since", "hours_since", "business_hours_since", "open", "count", "length"];
const FORMS: &str = "write `days_since(fact)`, `hours_since(fact)`, `business_hours_since(fact, calendar)`, `open(calendar)`, `count(cue)`, `length(text)` or `fact or 0`";

impl Reader {
    pub(super) fn formula(&mut self, node: &Node<'_>) -> Option<Formula> {
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

fn parse(scalar: &Scalar<'_>) -> Result<Formula, Box<Problem>> {
    let whole = Part { scalar, text: &scalar.text, at: 0 };
    if let Some((function, rest)) = whole.split("(")
        && is_name(function.text)
    {
        return call(&function, &rest);
    }
    // The first ` or ` ends the fact; a literal may hold the word.
    let Some((fact, literal)) = whole.split(" or ") else {
        return whole.fail(format!("`{}` is no derived value", whole.text.trim()));
    };
    if !is_name(fact.text) {
        return fact.fail(format!("`{}` is no name of a fact", fact.text));
    }
    Ok(Formula::Or(fact.name(), literal_of(&literal)?))
}

fn call(function: &Part<'_>, rest: &Part<'_>) -> Result<Formula, Box<Problem>> {
    let Some((argument, behind)) = rest.split(")") else {
        return function.fail(format!("`{}(` is not closed", function.text));
    };
    if !behind.text.is_empty() {
        return behind.fail(format!("`{}` behind the formula means nothing", behind.text));
    }
    if function.text == "business_hours_since" {
        return match argument.split(",") {
            Some((fact, calendar)) if is_name(fact.text) && is_name(calendar.text) => {
                Ok(Formula::BusinessHoursSince(fact.name(), calendar.name()))
            }
            _ => argument
                .fail("`business_hours_since` needs a fact and a calendar between its brackets".to_owned()),
        };
    }
    if !is_name(argument.text) {
        return function.fail(format!("`{}` needs one name between its brackets", function.text));
    }
    Ok(match function.text {
        "days_since" => Formula::DaysSince(argument.name()),
        "hours_since" => Formula::HoursSince(argument.name()),
        "open" => Formula::Open(argument.name()),
        // `count(cue.injury)` and `count(injury)` are the same: conditions write the first.
        "count" => match argument.text.strip_prefix("cue.") {
            Some(cue) => Formula::Count(Written::new(cue.into(), argument.place())),
            None => Formula::Count(argument.name()),
        },
        "length" if argument.text == "text" => Formula::LengthOfText,
        "length" => return argument.fail("only the length of `text` can be measured".to_owned()),
        other => {
            let problem = Problem::new(
                Code::ConditionSyntax,
                function.place(),
                format!("there is no function `{other}`"),
            );
            let help =
                closest(other, FUNCTIONS).map_or(FORMS.to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(Box::new(problem.help(help)));
        }
    })
}

/// A literal is written as in conditions: texts in double quotes, numbers and `true` bare.
fn literal_of(literal: &Part<'_>) -> Result<Literal, Box<Problem>> {
    let text = literal.text;
    if text.starts_with('"') {
        let (value, length) = quoted(text).map_err(|problem| {
            let Span { start, end } = problem.place.span();
            let place = literal.scalar.place_of(Span::new(literal.at + start, literal.at + end));
            Box::new(Problem { place, ..*problem })
        })?;
        if length == text.len() {
            return Ok(Literal::One(Written::new(value, literal.place()), true));
        }
    } else if matches!(text, "true" | "false") || is_number(text) {
        return Ok(Literal::One(literal.name(), false));
    }
    let problem = Problem::new(Code::ConditionSyntax, literal.place(), format!("`{text}` is no value"));
    Err(Box::new(problem.help("write a number, `true`, or a text in double quotes")))
}

/// A piece of a formula and where it begins in the formula's text.
struct Part<'s> {
    scalar: &'s Scalar<'s>,
    text: &'s str,
    at: usize,
}

impl<'s> Part<'s> {
    /// What stands before and behind the first `mark`, without the white space around them.
    fn split(&self, mark: &str) -> Option<(Self, Self)> {
        let (before, behind) = self.text.split_once(mark)?;
        let start = self.at + before.len() + mark.len();
        Some((self.trimmed(before, self.at), self.trimmed(behind, start)))
    }

    fn trimmed(&self, text: &'s str, at: usize) -> Self {
        let leading = text.len() - text.trim_start().len();
        Self { scalar: self.scalar, text: text.trim(), at: at + leading }
    }

    fn place(&self) -> Place {
        self.scalar.place_of(Span::new(self.at, self.at + self.text.len()))
    }

    fn name(&self) -> Name {
        Written::new(self.text.into(), self.place())
    }

    fn fail<T>(&self, message: String) -> Result<T, Box<Problem>> {
        Err(Box::new(Problem::new(Code::ConditionSyntax, self.place(), message).help(FORMS)))
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|found| found.is_alphanumeric() || matches!(found, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use crate::Rulebook;
    use crate::diagnostic::Code;

    fn findings(literal: &str) -> Vec<(Code, usize)> {
        let text = format!(
            "rulebook: x\nversion: v1\ntiers: {{ vendor: [first], client: [desk] }}\nfacts: {{ note: {{ type: text }} }}\n\
             derive:\n  noted: note or {literal}\nrules: [{{ id: a, when: noted == \"x\", tag: x }}]\n"
        );
        let loaded = Rulebook::load("x.yaml", &text);
        loaded.findings().iter().map(|finding| (finding.code(), finding.column())).collect()
    }

    #[test]
    fn a_literal_is_written_as_in_conditions() {
        for literal in [r#""none""#, r#""a \" b""#, r#""line\nbreak""#, r#""none or nothing""#] {
            assert_eq!(findings(literal), [], "{literal}");
        }
        for (literal, column) in
            [(r#""none"#, 18), (r#""none" x"#, 18), (r#""a\q""#, 20), ("nothing", 18), ("1_000", 18)]
        {
            assert_eq!(findings(literal), [(Code::ConditionSyntax, column)], "{literal}");
        }
    }
}
