//! Pieces of HTML. Whatever comes from a rulebook or a case goes through [`escaped`].

use crate::markup::escaped;

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
