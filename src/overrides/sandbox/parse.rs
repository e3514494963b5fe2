//! From the text of a script to a syntax tree that holds nothing but what scripts consist of.

use super::tokens::{Tokens, place_of};
use super::{allowed, profile, syntax};
use crate::diagnostic::{Code, Problem};
use crate::span::Span;
use rhai::AST;

/// Bytes of one script. Some constructs take the parser quadratic time, so the text is measured before it is read.
pub(crate) const MAX_SOURCE: usize = 16 * 1024;

/// The syntax tree of `text`, or what is wrong with it. Places are offsets in `text`.
pub(crate) fn parse(text: &str) -> Result<AST, Vec<Problem>> {
    if text.len() > MAX_SOURCE {
        let message = format!("a script may have {MAX_SOURCE} bytes, this one has {}", text.len());
        let help = "what holds for every inquiry alike belongs into rules and tables";
        return Err(vec![Problem::new(Code::Limit, place_of(Span::new(0, 0)), message).help(help)]);
    }
    if let Some(weakness) = profile::weakness() {
        let message = format!("scripts are refused, since as Rhai was built here {weakness}");
        let help = "build without the Rhai features that change its numbers or take its limits away";
        return Err(vec![Problem::new(Code::NotSupported, place_of(Span::new(0, 0)), message).help(help)]);
    }
    let tokens = Tokens::read(text)?;
    let tree = profile::engine()
        .compile(&tokens.plain)
        .map_err(|error| vec![syntax::explain(text, &tokens, &error)])?;
    let problems = allowed::check(text, &tree);
    if problems.is_empty() { Ok(tree) } else { Err(problems) }
}
