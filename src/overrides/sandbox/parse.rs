//! From the text of a script to a syntax tree that holds nothing but what scripts consist of.

use super::{allowed, place, profile};
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};
use rhai::{AST, ParseError};

/// Bytes of one script. Some constructs take the parser quadratic time, so the text is measured before it is read.
pub(crate) const MAX_SOURCE: usize = 16 * 1024;
/// Nodes of one syntax tree.
pub(crate) const MAX_NODES: usize = 2_000;

/// The syntax tree of `text`, or what is wrong with it. Places are offsets in `text`.
pub(crate) fn parse(text: &str) -> Result<AST, Vec<Problem>> {
    if text.len() > MAX_SOURCE {
        let message = format!("a script may have {MAX_SOURCE} bytes, this one has {}", text.len());
        return Err(vec![Problem::new(Code::Limit, place_of(Span::new(0, 0)), message)]);
    }
    let tree = profile::engine().compile(text).map_err(|error| vec![syntax(text, &error)])?;
    let problems = allowed::check(text, &tree);
    if problems.is_empty() { Ok(tree) } else { Err(problems) }
}

/// `span` in a text whose source the caller knows.
pub(super) fn place_of(span: Span) -> Place {
    Place { source: SourceId::default(), span }
}

/// What Rhai's parser says.
fn syntax(text: &str, error: &ParseError) -> Problem {
    let place = place_of(place::span(text, error.position()));
    Problem::new(Code::ScriptSyntax, place, error.err_type().to_string())
}
