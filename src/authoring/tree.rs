//! The tree of a YAML or JSON text: what the reader makes and everything else reads from.

use super::yaml_help::rest_of_value;
use crate::span::{Place, SourceId, Span};

/// A value and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar(Scalar),
    List(Vec<Node>),
    /// In written order; every key once.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Scalar,
    pub(crate) value: Node,
}

/// A single value, not yet read as anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    /// The text as written, without quotes and with escapes resolved.
    pub(crate) text: String,
    pub(crate) style: Style,
    /// The text with its quotes.
    pub(crate) place: Place,
    /// Where pieces of the text stand in the source: offset in the text, offset in the source, both ascending. Between
    /// two of them text and source agree byte for byte. Empty if unknown.
    pieces: Vec<(usize, usize)>,
    /// The value with what YAML cut off as a comment, where that ` #` stands between double quotes.
    pub(crate) uncut: Option<Box<str>>,
}

/// How a single value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Bare: `null`, `true` and numbers mean themselves.
    Plain,
    /// In quotes: always text.
    Quoted,
    /// After `|` or `>`: always text.
    Block,
}

impl Scalar {
    /// The value `text` that is written at `span` of a source.
    pub(super) fn new(source: SourceId, written: &str, span: Span, text: String, style: Style) -> Self {
        let pieces = pieces(written, span, &text, style);
        let uncut = uncut(written, span, style);
        Self { text, style, place: Place { source, span }, pieces, uncut }
    }

    /// Where a part of the text stands in the source: exactly, if the source spells it the same way, else the whole value.
    pub(crate) fn place_of(&self, range: Span) -> Place {
        let at = |offset: usize| {
            let index = self.pieces.partition_point(|(text, _)| *text <= offset).checked_sub(1)?;
            let (text, source) = self.pieces.get(index)?;
            Some(source + (offset - text))
        };
        // The end is found from the last byte inside, since what follows may stand on another line.
        let start = at(range.start.min(self.text.len()));
        let end = if range.end > range.start {
            at(range.end.min(self.text.len()).saturating_sub(1)).map(|last| last + 1)
        } else {
            start
        };
        match (start, end) {
            (Some(start), Some(end)) if start <= end && end <= self.place.span.end => {
                Place { source: self.place.source, span: Span::new(start, end) }
            }
            _ => self.place,
        }
    }

    /// Whether nothing is written, or a bare `null` or `~`.
    pub(crate) fn is_null(&self) -> bool {
        self.style == Style::Plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }
}

impl Node {
    /// The value as a scalar.
    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// What the value is, in words for people.
    pub(crate) fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar(scalar) if scalar.is_null() => "nothing",
            Kind::Scalar(_) => "a single value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }
}

/// The whole of a bare value that ends at a ` #` between double quotes.
fn uncut(source: &str, span: Span, style: Style) -> Option<Box<str>> {
    let behind = source.get(span.end..)?;
    if style != Style::Plain || !behind.starts_with([' ', '\t']) || !behind.trim_start().starts_with('#') {
        return None;
    }
    let whole = rest_of_value(source, span.start, false);
    (whole.len() > span.end - span.start).then(|| whole.into())
}

/// Lines up the text of a value with its source, piece by piece; empty if they cannot be lined up.
fn pieces(source: &str, span: Span, text: &str, style: Style) -> Vec<(usize, usize)> {
    let Some(written) = source.get(span.start..span.end) else { return Vec::new() };
    let mut at = match style {
        Style::Plain => 0,
        Style::Quoted => 1,
        // The parser's place begins behind the line with the sign.
        Style::Block => 0,
    };
    if written.get(at..).is_some_and(|rest| rest.starts_with(text)) {
        return vec![(0, span.start + at)];
    }
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (offset, wanted) in text.char_indices() {
        if wanted.is_whitespace() {
            continue;
        }
        loop {
            let Some(found) = written.get(at..).and_then(|rest| rest.chars().next()) else {
                return Vec::new();
            };
            if found == wanted {
                break;
            }
            // Line breaks and indentation are folded away; a quote may be escaped.
            if !(found.is_whitespace() || (style == Style::Quoted && matches!(found, '\\' | '\''))) {
                return Vec::new();
            }
            at += found.len_utf8();
        }
        let place = span.start + at;
        if pieces.last().is_none_or(|(text, source)| source + (offset - text) != place) {
            pieces.push((offset, place));
        }
        at += wanted.len_utf8();
    }
    pieces
}
