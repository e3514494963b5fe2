//! The tree of a YAML or JSON text: what the reader makes and everything else reads from.

use super::yaml_help::rest_of_value;
use crate::span::{Place, SourceId, Span};
use std::borrow::Cow;

/// A value and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'t> {
    pub(crate) kind: Kind<'t>,
    pub(crate) place: Place,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind<'t> {
    Scalar(Scalar<'t>),
    List(Vec<Node<'t>>),
    /// In written order; every key once.
    Map(Vec<Entry<'t>>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry<'t> {
    pub(crate) key: Scalar<'t>,
    pub(crate) value: Node<'t>,
}

/// A single value, not yet read as anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar<'t> {
    /// The text as written, without quotes and with escapes resolved. Nearly all stand so in the source.
    pub(crate) text: Cow<'t, str>,
    pub(crate) style: Style,
    /// The text with its quotes.
    pub(crate) place: Place,
    /// Absent where the text stands in the source as it is.
    unlike: Option<Box<Unlike>>,
}

/// How a text differs from its source.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unlike {
    /// Where pieces of the text stand in the source: offset in the text, offset in the source, both ascending. Between
    /// two of them text and source agree byte for byte. Empty if unknown.
    pieces: Vec<(usize, usize)>,
    /// The value with what YAML cut off as a comment, where that ` #` stands between double quotes.
    uncut: Option<Box<str>>,
    /// Whether YAML made one line of several.
    joined: bool,
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

impl<'t> Scalar<'t> {
    /// A text that is said in Rust and stands nowhere.
    pub(crate) fn said(text: &str) -> Self {
        Self {
            text: Cow::Owned(text.to_owned()),
            style: Style::Quoted,
            place: Place::default(),
            unlike: Some(Box::new(Unlike { pieces: Vec::new(), uncut: None, joined: false })),
        }
    }

    /// The value `text` that is written at `span` of a source.
    pub(super) fn new(source: SourceId, written: &'t str, span: Span, text: &str, style: Style) -> Self {
        let uncut = uncut(written, span, style);
        let lines =
            written.get(span.start..span.end).map(str::trim_end).filter(|written| written.contains('\n'));
        let joined = lines.is_some_and(|written| written.lines().count() > text.trim_end().lines().count());
        let start = span.start + opening(style);
        let rest = written.get(start..span.end).filter(|rest| rest.starts_with(text));
        let as_it_is = rest.and_then(|rest| rest.get(..text.len()));
        let unlike = if as_it_is.is_some() && uncut.is_none() && !joined {
            None
        } else {
            let pieces =
                if as_it_is.is_some() { vec![(0, start)] } else { pieces(written, span, text, style) };
            Some(Box::new(Unlike { pieces, uncut, joined }))
        };
        let text = as_it_is.map_or_else(|| Cow::Owned(text.to_owned()), Cow::Borrowed);
        Self { text, style, place: Place::new(source, span), unlike }
    }

    /// The same, apart from its source.
    pub(crate) fn into_owned(self) -> Scalar<'static> {
        let Self { text, style, place, unlike } = self;
        Scalar { text: Cow::Owned(text.into_owned()), style, place, unlike }
    }

    /// The value with what YAML cut off as a comment, where that ` #` stands between double quotes.
    pub(crate) fn uncut(&self) -> Option<&str> {
        self.unlike.as_ref().and_then(|unlike| unlike.uncut.as_deref())
    }

    /// Whether YAML made one line of several.
    pub(crate) fn is_joined(&self) -> bool {
        self.unlike.as_ref().is_some_and(|unlike| unlike.joined)
    }

    /// Where a part of the text stands in the source: exactly but for white space, which may be written in many ways. What
    /// cannot be lined up stands where the whole value does.
    pub(crate) fn place_of(&self, range: Span) -> Place {
        let whole = [(0, self.place.span().start + opening(self.style))];
        let pieces = self.unlike.as_ref().map_or(whole.as_slice(), |unlike| &unlike.pieces);
        let at = |offset: usize| {
            let next = pieces.partition_point(|(text, _)| *text <= offset);
            let (text, source) = pieces.get(next.checked_sub(1)?)?;
            let end = pieces.get(next).map_or(self.place.span().end, |(_, source)| *source);
            Some((source + (offset - text)).min(end))
        };
        // The end is found from the last byte inside, since what follows may stand on another line.
        let start = at(range.start.min(self.text.len()));
        let end = if range.end > range.start {
            at(range.end.min(self.text.len()).saturating_sub(1)).map(|last| last + 1)
        } else {
            start
        };
        match (start, end) {
            (Some(start), Some(end)) => Place::new(self.place.source, Span::new(start, end)),
            _ => self.place,
        }
    }

    /// Whether nothing is written, or a bare `null` or `~`.
    pub(crate) fn is_null(&self) -> bool {
        self.style == Style::Plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }
}

impl Node<'_> {
    /// The value as a scalar.
    pub(crate) fn scalar(&self) -> Option<&Scalar<'_>> {
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

/// How many bytes stand before the first of a value.
const fn opening(style: Style) -> usize {
    match style {
        Style::Quoted => 1,
        // The parser's place of a block begins behind the line with the sign.
        Style::Plain | Style::Block => 0,
    }
}

/// Lines up the text of a value with its source, piece by piece; empty if they cannot be lined up. White space is folded,
/// indented and escaped in too many ways, so what is between it is lined up, and it stands beside that.
fn pieces(source: &str, span: Span, text: &str, style: Style) -> Vec<(usize, usize)> {
    let Some(written) = source.get(span.start..span.end) else { return Vec::new() };
    let mut at = opening(style);
    let quote = written.chars().next().filter(|_| style == Style::Quoted);
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (offset, wanted) in text.char_indices() {
        if wanted.is_whitespace() {
            continue;
        }
        let length = loop {
            let Some((found, length)) = written.get(at..).and_then(|rest| spelled(rest, quote)) else {
                return Vec::new();
            };
            match found {
                Some(found) if found == wanted => break length,
                Some(found) if !found.is_whitespace() => return Vec::new(),
                _ => at += length,
            }
        };
        let place = span.start + at;
        if pieces.last().is_none_or(|(text, source)| source + (offset - text) != place) {
            // Spaces right before it belong to it: how far it is indented within a block.
            let blanks =
                |text: Option<&str>| text.map_or(0, |text| text.len() - text.trim_end_matches(' ').len());
            let blank = blanks(text.get(..offset)).min(blanks(written.get(..at)));
            pieces.push((offset - blank, place - blank));
        }
        at += length;
    }
    pieces
}

/// The character that a text written in these quotes begins with and how many bytes spell it; `None` for a line break that
/// is written to be none.
fn spelled(written: &str, quote: Option<char>) -> Option<(Option<char>, usize)> {
    let found = written.chars().next()?;
    match (quote, found) {
        (Some('\''), '\'') => {
            Some((Some('\''), written.chars().take(2).filter(|found| *found == '\'').count()))
        }
        (Some('"'), '\\') => escape(written),
        _ => Some((Some(found), found.len_utf8())),
    }
}

/// The character that the escape at the beginning of `written` stands for, as YAML and JSON have it, and its length.
fn escape(written: &str) -> Option<(Option<char>, usize)> {
    let kind = written.chars().nth(1)?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let stands_for = match kind {
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                'e' => '\u{1b}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\u{b}',
                'N' => '\u{85}',
                '_' => '\u{a0}',
                'L' => '\u{2028}',
                'P' => '\u{2029}',
                '\n' | '\r' => return Some((None, 2)),
                other => other,
            };
            return Some((Some(stands_for), 1 + kind.len_utf8()));
        }
    };
    let code = u32::from_str_radix(written.get(2..2 + digits)?, 16).ok()?;
    Some((Some(char::from_u32(code)?), 2 + digits))
}
