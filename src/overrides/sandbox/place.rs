//! From Rhai's lines and columns to bytes of the script's text.

use super::tokens::length_at;
use crate::span::Span;
use rhai::Position;

/// The range of the token at `position`: one word of a name, a number, a text with its quotes, or a sign. Without a position, or behind the
/// end, the empty range at the end of the text.
pub(crate) fn span(text: &str, position: Position) -> Span {
    let start = offset(text, position).unwrap_or(text.len());
    Span::new(start, start + length_at(text.get(start..).unwrap_or_default()))
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

#[cfg(test)]
mod tests {
    use super::span;
    use rhai::Position;

    #[test]
    fn columns_are_characters_and_tokens_are_whole() {
        let text = "返 order.amount >= 12.50;\n\"金額\" // x\n";
        let at = |line, column| {
            let span = span(text, Position::new(line, column));
            text.get(span.start..span.end).unwrap()
        };
        assert_eq!(at(1, 3), "order");
        assert_eq!(at(1, 8), ".");
        assert_eq!(at(1, 9), "amount");
        assert_eq!(at(1, 16), ">=");
        assert_eq!(at(1, 19), "12.50");
        assert_eq!(at(2, 1), "\"金額\"");
        assert_eq!(at(9, 1), "");
        assert_eq!(span(text, Position::NONE).start, text.len());
    }
}
