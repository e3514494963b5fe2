//! What stopped a run, in words that carry nothing of the inquiry.

use rhai::EvalAltResult;
use std::borrow::Cow;

/// Where `error` arose, line and column from 1, and why, as one lower-case sentence. Rhai's own texts quote operands, which may be values of
/// the inquiry; none of them is passed on.
pub(crate) fn failure(error: &EvalAltResult) -> (u32, u32, Cow<'static, str>) {
    let (line, column) = line_and_column(error);
    let message = match error.unwrap_inner() {
        // Scripts cannot throw: it is a text of the sandbox's own functions, and those quote nothing.
        EvalAltResult::ErrorRuntime(text, _) if text.is_string() => {
            return (line, column, text.to_string().into());
        }
        EvalAltResult::ErrorArithmetic(text, _) if text.to_ascii_lowercase().contains("zero") => {
            "a division by zero, or one beyond the range of numbers"
        }
        EvalAltResult::ErrorArithmetic(..) => "a number beyond the range of numbers",
        EvalAltResult::ErrorTooManyOperations(_) => "more steps than a script may take",
        EvalAltResult::ErrorTooManyVariables(_) => "more variables than a script may have",
        EvalAltResult::ErrorDataTooLarge(..) => "a text or list larger than a script may make",
        EvalAltResult::ErrorArrayBounds(..) | EvalAltResult::ErrorStringBounds(..) => {
            "an index beyond the end"
        }
        EvalAltResult::ErrorMismatchDataType(..)
        | EvalAltResult::ErrorMismatchOutputType(..)
        | EvalAltResult::ErrorFunctionNotFound(..) => "an operation on values it is not made for",
        _ => "an operation without a result",
    };
    (line, column, message.into())
}

/// Where `error` arose: the innermost place, since the outer ones are those of the calls around it. Line and column from 1.
fn line_and_column(error: &EvalAltResult) -> (u32, u32) {
    let position = error.unwrap_inner().position();
    let from_one = |number: Option<usize>| number.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1);
    (from_one(position.line()), from_one(position.position()))
}

#[cfg(test)]
mod tests {
    use super::failure;
    use crate::overrides::sandbox::{engine, parse};

    #[test]
    fn failures_have_their_inner_place_and_no_values() {
        for (text, expected) in [
            (
                "let x = 4980;\nlet y = [x * 9223372036854775807];",
                (2, 12, "a number beyond the range of numbers"),
            ),
            ("let x = 4980 / (7 - 7);", (1, 14, "a division by zero, or one beyond the range of numbers")),
            (
                "let x = \"返金\"; if x == \"\\u91D1\" { } x - 5;",
                (1, 38, "an operation on values it is not made for"),
            ),
            ("if true { let x = [4980][7]; }", (1, 26, "an index beyond the end")),
            (
                "if true {\n  {\n    unknown(4980);\n  }\n}",
                (3, 5, "an operation on values it is not made for"),
            ),
        ] {
            let result = engine().run_ast(&parse(text).unwrap());
            let found = result.map_or_else(|error| failure(&error), |()| (0, 0, "".into()));
            assert_eq!((found.0, found.1, &*found.2), expected, "{text}");
        }
    }
}
