//! What Rhai's parser says, in the words of the other findings, with a word of help for the usual slips.

use super::place;
use super::profile::{MAX_ARRAY, MAX_STRING};
use super::tokens::{CONSISTS, Tokens, place_of};
use crate::diagnostic::{Code, Problem};
use rhai::{LexError, ParseError, ParseErrorType};

/// The finding for `error`, which arose in a text of which the words and signs are known to be those of scripts.
pub(super) fn explain(text: &str, tokens: &Tokens<'_>, error: &ParseError) -> Problem {
    let span = place::span(text, error.position());
    let before = tokens.before(span.start).unwrap_or_default();
    let slip = [span, before].into_iter().find(|at| word_slip(tokens.at(*at)).is_some());
    let at = match error.err_type() {
        // The list of cases and the like are known for what they are.
        ParseErrorType::MissingToken(..) | ParseErrorType::BadInput(_) => slip.unwrap_or(span),
        _ => span,
    };
    let (code, message, help) = described(error.err_type(), tokens.at(at), tokens.at(before));
    Problem::new(code, place_of(at), message).help(help)
}

/// Code, message and help for an error at the token `here`, which follows the token `before`. At the end of the text `here` is empty.
fn described(error: &ParseErrorType, here: &str, before: &str) -> (Code, String, String) {
    use ParseErrorType as E;
    let place = if here.is_empty() { "the end of the script".to_owned() } else { format!("`{here}`") };
    let syntax = |message: String, help: &str| (Code::ScriptSyntax, message, help.to_owned());
    match error {
        E::ExprTooDeep => {
            let help = "name parts with `let`, or write several `if` one after another";
            (Code::Limit, "this is nested too deep".to_owned(), help.to_owned())
        }
        E::LiteralTooLarge(kind, _) if kind.contains("string") => (
            Code::Limit,
            format!("a string may have {MAX_STRING} bytes, this one has more"),
            "shorten it".to_owned(),
        ),
        E::LiteralTooLarge(..) => {
            let message = format!("a list may have {MAX_ARRAY} elements, this one has more");
            (Code::Limit, message, "write several conditions".to_owned())
        }
        E::BadInput(LexError::ImproperSymbol(sign, _)) if sign == "=" => {
            syntax("`=` does not compare".to_owned(), "write `==`")
        }
        E::VariableExists(name) => syntax(
            format!("there is a variable `{name}` already"),
            "choose another name; without `let`, its value is changed",
        ),
        E::VariableExpected => syntax(
            format!("{place} is no name for a variable"),
            "a name is one word in ASCII letters, digits and `_`",
        ),
        E::PropertyExpected => syntax(format!("{place} is no name"), "behind `.` stands a word"),
        E::AssignmentToInvalidLHS(_) | E::AssignmentToConstant(_) => syntax(
            "nothing can be assigned to this".to_owned(),
            "values of an inquiry do not change; `==` compares, and `let x = ..` makes a variable that may change",
        ),
        E::MismatchedType(..) => {
            syntax(format!("{place} is no condition"), "write a comparison, or what is true or false")
        }
        E::WrongSwitchDefaultCase => {
            syntax("a case behind `_` is never reached".to_owned(), "write `_` last")
        }
        E::WrongSwitchCaseCondition => {
            syntax("the case `_` has no condition".to_owned(), "write `if` inside its braces")
        }
        E::ExprExpected(kind) if kind.contains("literal") => {
            syntax(format!("{place} begins no case"), "a case is a text, a number, `true`, `false` or `_`")
        }
        E::MalformedCapture(_) => syntax("scripts do without a call with `!`".to_owned(), "call without it"),
        E::MissingToken(..) | E::BadInput(_) if let Some(instead) = word_slip(here) => {
            syntax(format!("`{here}` means nothing here"), instead)
        }
        E::BadInput(_) | E::UnexpectedEOF | E::ExprExpected(_) if here == "else" => syntax(
            "this `else` belongs to no `if`".to_owned(),
            "write it behind the `}` of an `if`, without `;` between",
        ),
        E::BadInput(_) | E::UnexpectedEOF | E::ExprExpected(_) => syntax(
            format!("something is missing before {place}"),
            "a value, a name or a condition is expected here",
        ),
        E::MissingToken(sign, _) if sign == "{" => syntax(
            format!("`{{` is missing before {place}"),
            "what belongs to an `if` or `else` stands in `{ .. }`",
        ),
        E::MissingToken(sign, _) if sign == ";" => syntax(
            format!("`;` is missing before {place}"),
            "a statement ends with `;`; conditions are joined by `&&` and `||`",
        ),
        E::MissingToken(sign, _) => syntax(
            format!("{} is missing before {place}", missing(sign, before)),
            "arguments, elements and cases are separated by `,`",
        ),
        other => syntax(format!("this is no script: {other}"), CONSISTS),
    }
}

/// The sign that is missing. Rhai names the bracket that closes where, brackets being complete, a comma is what is missing.
fn missing(sign: &str, before: &str) -> String {
    match sign {
        ")" | "]" | "}" if before != "," => "`,` or a sign".to_owned(),
        _ => format!("`{sign}`"),
    }
}

/// Words of other languages that read like names.
fn word_slip(word: &str) -> Option<&'static str> {
    const SLIPS: [(&str, &str); 13] = [
        ("and", "write `&&`"),
        ("or", "write `||`"),
        ("not", "write `!`"),
        ("xor", "write `!=`"),
        ("is", "write `==`"),
        ("then", "what belongs to an `if` stands in `{ .. }`"),
        ("end", "what belongs to an `if` stands in `{ .. }`"),
        ("elif", "write `else if`"),
        ("elsif", "write `else if`"),
        ("elseif", "write `else if`"),
        ("unless", "write `if !( .. )`"),
        ("when", "write `if`"),
        ("contains", "write `x in [..]`, or `has(x, \"..\")`"),
    ];
    SLIPS.iter().find(|(slip, _)| slip.eq_ignore_ascii_case(word)).map(|(_, instead)| *instead)
}
