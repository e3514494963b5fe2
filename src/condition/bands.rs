//! Bands of scores in conditions: `at_least(score.fraud, "high")`, and what to write where one is compared otherwise.

use super::expression::Literal;
use super::literal::{Mismatch, kind_of, one_of};
use super::resolved::Operator;
use crate::classify::Band;
use crate::diagnostic::Code;

/// The band called `text` of the score called `name`.
pub(super) fn find<'b>(name: &str, bands: &'b [Band], text: &str) -> Result<&'b Band, Mismatch> {
    if bands.is_empty() {
        return Err(Mismatch {
            code: Code::WrongType,
            message: format!("`{name}` has no bands"),
            help: format!("write `{name} >= 1`, say, or give the score `bands: {{ {text}: 1 }}`"),
        });
    }
    bands.iter().find(|band| &*band.id == text).ok_or_else(|| Mismatch {
        code: Code::UnknownName,
        message: format!("`{name}` has no band `{text}`"),
        help: one_of(text, bands.iter().map(|band| &*band.id)),
    })
}

/// Why a score is not compared with this literal, which is no number.
pub(super) fn refused(name: &str, bands: &[Band], operator: Operator, literal: &Literal) -> Mismatch {
    match literal {
        Literal::Text(text) if !bands.is_empty() => match find(name, bands, text) {
            Ok(_) => Mismatch {
                code: Code::WrongType,
                message: format!("the bands of `{name}` are not compared with `{}`", operator.as_str()),
                help: rewritten(name, bands, operator, text).map_or_else(
                    || "compare with `at_least`; this one would always or never hold".into(),
                    |text| format!("write `{text}`"),
                ),
            },
            Err(unknown) => unknown,
        },
        _ => Mismatch {
            code: Code::WrongType,
            message: format!("`{name}` is a score and cannot be compared with {}", kind_of(literal)),
            help: "compare it with a number".into(),
        },
    }
}

/// The same comparison in `at_least`, unless it would always or never hold.
fn rewritten(name: &str, bands: &[Band], operator: Operator, text: &str) -> Option<String> {
    let from = |band: &Band| format!("at_least({name}, {})", Literal::Text(band.id.clone()));
    let mut bands = bands.iter().skip_while(|band| &*band.id != text);
    let (this, next) = (bands.next().map(from)?, bands.next().map(from));
    match (operator, next) {
        (Operator::GreaterOrEqual, _) | (Operator::Equal, None) => Some(this),
        (Operator::Less, _) | (Operator::NotEqual, None) => Some(format!("!{this}")),
        (Operator::Equal, Some(next)) => Some(format!("{this} && !{next}")),
        (Operator::NotEqual, Some(next)) => Some(format!("!({this} && !{next})")),
        (Operator::Greater, next) => next,
        (Operator::LessOrEqual, next) => next.map(|next| format!("!{next}")),
    }
}
