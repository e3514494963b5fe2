//! From Rhai's lines and columns to bytes of the script's text.

use crate::span::Span;
use rhai::Position;

/// The range of the token at `position`: a word, a number, a text with its quotes, or an operator. Without a position, or behind the
/// end, the empty range at the end of the text.
pub(crate) fn span(text: &str, position: Position) -> Span {
    let start = offset(text, position).unwrap_or(text.len());
    let rest = text.get(start..).unwrap_or_default();
    Span::new(start, start + token_length(rest))
}

/// The byte at which the character at `position` begins.
fn offset(text: &str, position: Position) -> Option<usize> {
    let line = position.line()?;
    let start = match line.checked_sub(2) {
        None => 0,
        Some(before) => text.match_indices('\n').nth(before)?.0 + 1,
    };
    let column = position.position().unwrap_or(1);
    let rest = text.get(start..)?;
    let within = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
    Some(start + within)
}

/// How many bytes the token at the start of `rest` takes; 0 at the end of the text.
fn token_length(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    let word = |c: char| c.is_alphanumeric() || c == '_';
    if word(first) {
        return rest.find(|c| !word(c)).unwrap_or(rest.len());
    }
    if matches!(first, '"' | '`' | '\'') {
        return quoted_length(rest, first);
    }
    const OPERATORS: [&str; 10] = ["&&", "||", "==", "!=", "<=", ">=", "=>", "::", "??", ".."];
    match OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
        Some(operator) => operator.len(),
        None => first.len_utf8(),
    }
}

/// Up to and including the closing quote, or to the end of the line.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            '\n' if quote != '`' => return at,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}
