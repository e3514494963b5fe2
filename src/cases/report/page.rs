//! Pieces of HTML. Whatever comes from a rulebook or a case goes through [`escaped`].

use std::fmt::{Display, Write};

/// How well something is covered; also the class that colours it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Bad,
    Part,
    Good,
}

impl Status {
    pub(super) const fn of(is_covered: bool, is_touched: bool) -> Self {
        match (is_covered, is_touched) {
            (true, _) => Self::Good,
            (false, true) => Self::Part,
            (false, false) => Self::Bad,
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Part => "part",
            Self::Bad => "bad",
        }
    }
}

/// The page around its body.
pub(super) fn page(title: &str, body: &str) -> String {
    const STYLE: &str = include_str!("page.css");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// A word on a coloured ground.
pub(super) fn tag(status: Status, text: &str) -> String {
    format!("<span class=\"tag {}\">{}</span>", status.class(), escaped(text))
}

/// Text as HTML shows it, in attributes too. Characters that no text of a page may hold become the replacement character.
pub(super) fn escaped(text: impl Display) -> String {
    let text = text.to_string();
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(character),
            // Marks that turn the direction of writing would let a text show otherwise than it is.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "&lt;U+{:04X}&gt;", u32::from(character));
            }
            _ if character.is_control() => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escaped("<script>\"a\" & 'b'</script>\u{202e}\u{7}"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;&lt;U+202E&gt;\u{fffd}"
        );
    }
}
