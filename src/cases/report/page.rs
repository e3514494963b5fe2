//! Pieces of HTML. Whatever comes from a rulebook or a case goes through [`escaped`].

use crate::markup::escaped;

/// How well something is covered; also the class that colours it. The worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Bad,
    Part,
    Excused,
    Good,
}

impl Status {
    pub(super) const fn of(is_covered: bool, is_excused: bool, is_touched: bool) -> Self {
        match (is_covered, is_excused, is_touched) {
            (true, ..) => Self::Good,
            (false, true, _) => Self::Excused,
            (false, false, true) => Self::Part,
            (false, false, false) => Self::Bad,
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Excused => "excused",
            Self::Part => "part",
            Self::Bad => "bad",
        }
    }

    /// In a word, for those who do not see the page or tell its colours apart.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Good => "covered",
            Self::Excused => "excused",
            Self::Part => "partly",
            Self::Bad => "missed",
        }
    }

    /// The same in a sign.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Excused => "○",
            Self::Part => "◐",
            Self::Bad => "✗",
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

/// What a status is called, with its sign, on a coloured ground.
pub(super) fn status_tag(status: Status) -> String {
    let (class, sign, word) = (status.class(), status.sign(), status.word());
    format!("<span class=\"tag {class}\"><span aria-hidden=\"true\">{sign}</span> {word}</span>")
}

/// `1 case`, `2 cases`
pub(super) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Several lines of text, such as a part of a file.
pub(super) fn folded(summary: &str, content: &str) -> String {
    format!("<details><summary class=\"why\">{summary}</summary>{content}</details>")
}
