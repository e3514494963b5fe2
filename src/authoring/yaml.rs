//! YAML and JSON text to a tree in which every key and value knows its place. JSON is YAML, so one reader serves both.
//!
//! Rulebooks are contracts, so the reader is stricter than YAML: no anchors, aliases, tags or second documents, no key
//! twice, no key that is not a plain word. Texts are kept as written: `1.10` stays `1.10`, and what is a number is up to
//! whoever reads the value.

use super::yaml_help::{explain, value_beginning};
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::collections::BTreeMap;

/// The largest file, in bytes.
pub(crate) const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The deepest nesting of lists and maps.
pub(crate) const MAX_DEPTH: usize = 64;
/// The most keys and values in one file.
pub(crate) const MAX_NODES: usize = 2_000_000;

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

/// Reads one document. Syntax errors end the reading, everything else is collected.
pub(crate) fn read(source: SourceId, text: &str) -> Result<Node, Vec<Problem>> {
    let whole = |start, end| Place { source, span: Span::new(start, end) };
    if text.len() > MAX_BYTES {
        let message =
            format!("the file has {} bytes, more than the {MAX_BYTES} a rulebook may have", text.len());
        return Err(vec![Problem::new(Code::Limit, whole(0, 0), message)]);
    }
    if let Some((at, found)) = text.char_indices().find(|(_, found)| is_forbidden(*found)) {
        let message =
            format!("the control character U+{:04X} cannot be part of a rulebook", u32::from(found));
        let place = whole(at, at + found.len_utf8());
        return Err(vec![
            Problem::new(Code::Syntax, place, message)
                .help("remove it, or write it as an escape in double quotes"),
        ]);
    }
    Reader::new(source, text).read()
}

/// YAML allows tabs and line ends; a null character would end the document silently.
fn is_forbidden(found: char) -> bool {
    found.is_ascii_control() && !matches!(found, '\t' | '\n' | '\r')
}

/// A list or map that is still open.
struct Open {
    start: usize,
    content: Content,
    /// Written with brackets or braces.
    flow: bool,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, places: BTreeMap<String, Place>, pending: Option<Pending> },
}

/// A key that waits for its value.
enum Pending {
    Key(Scalar),
    /// A key that has been refused; its value is read and dropped.
    Refused,
}

struct Reader<'t> {
    source: SourceId,
    text: &'t str,
    offsets: Offsets<'t>,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    /// Where the last scalar ended, for values written before their own first character (tags, anchors).
    previous_end: usize,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    fn new(source: SourceId, text: &'t str) -> Self {
        Self {
            source,
            text,
            offsets: Offsets::new(text),
            open: Vec::new(),
            root: None,
            nodes: 0,
            previous_end: 0,
            problems: Vec::new(),
        }
    }

    fn read(mut self) -> Result<Node, Vec<Problem>> {
        // A byte order mark is no part of the document; the parser does not skip it.
        let mut parser = Parser::new_from_str(self.text.strip_prefix('\u{feff}').unwrap_or(self.text));
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) => {
                    let span = Span::new(self.offsets.byte(span.start), self.offsets.byte(span.end));
                    if !self.take(event, span) {
                        return Err(self.problems);
                    }
                }
                Err(error) => {
                    let at = self.offsets.byte(*error.marker());
                    let problem = explain(self.source, self.text, at, error.info());
                    self.problems.push(problem);
                    return Err(self.problems);
                }
            }
        }
        match self.root {
            Some(root) if self.problems.is_empty() => Ok(root),
            Some(_) => Err(self.problems),
            None => {
                let place = Place { source: self.source, span: Span::default() };
                self.problems.push(Problem::new(Code::Syntax, place, "there is nothing in this file"));
                Err(self.problems)
            }
        }
    }

    /// Takes one event; `false` ends the reading.
    fn take(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if anchor > 0 || tag.is_some() {
                    self.refuse_mark(span);
                }
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                // Nothing written: the place is right behind what came before, not where the next line begins.
                let span = if text.is_empty() && style == Style::Plain {
                    Span::new(self.previous_end, self.previous_end)
                } else {
                    self.trimmed(span)
                };
                self.previous_end = span.end;
                let pieces = pieces(self.text, span, &text, style);
                let place = self.place(span);
                return self.add(Node {
                    kind: Kind::Scalar(Scalar { text: text.into_owned(), style, place, pieces }),
                    place,
                });
            }
            Event::SequenceStart(anchor, tag) => {
                if anchor > 0 || tag.is_some() {
                    self.refuse_mark(span);
                }
                return self.enter(span, Content::List(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                if anchor > 0 || tag.is_some() {
                    self.refuse_mark(span);
                }
                return self.enter(
                    span,
                    Content::Map { entries: Vec::new(), places: BTreeMap::new(), pending: None },
                );
            }
            Event::SequenceEnd | Event::MappingEnd => return self.leave(span),
            Event::Alias(_) => {
                let problem = Problem::new(
                    Code::Syntax,
                    self.place(span),
                    "aliases (`*name`) are not part of the rulebook format",
                )
                .help("write the value out; to write a text that begins with `*`, put it in quotes");
                self.problems.push(problem);
                let text = Scalar {
                    text: String::new(),
                    style: Style::Plain,
                    place: self.place(span),
                    pieces: Vec::new(),
                };
                return self.add(Node { kind: Kind::Scalar(text), place: self.place(span) });
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                let problem = Problem::new(Code::Syntax, self.place(span), "a second document begins here")
                    .help("one file holds one rulebook; remove the line `---` or split the file");
                self.problems.push(problem);
                return false;
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        true
    }

    fn enter(&mut self, span: Span, content: Content) -> bool {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("lists and maps are nested more than {MAX_DEPTH} deep");
            self.problems.push(Problem::new(Code::Limit, self.place(span), message));
            return false;
        }
        let flow = self.text.get(span.start..).is_some_and(|rest| rest.starts_with(['[', '{']));
        self.previous_end = self.previous_end.max(span.start);
        self.open.push(Open { start: span.start, content, flow });
        true
    }

    fn leave(&mut self, span: Span) -> bool {
        let Some(open) = self.open.pop() else { return true };
        // A block list or map ends where its last value does; the parser only notices at the next token.
        let end = if open.flow { span.end } else { self.previous_end.max(open.start) };
        self.previous_end = self.previous_end.max(end);
        let kind = match open.content {
            Content::List(items) => Kind::List(items),
            Content::Map { entries, .. } => Kind::Map(entries),
        };
        let place = self.place(Span::new(open.start, end));
        self.add(Node { kind, place })
    }

    fn add(&mut self, node: Node) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("the file holds more than {MAX_NODES} keys and values");
            self.problems.push(Problem::new(Code::Limit, node.place, message));
            return false;
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map { entries, places, pending }) => match pending.take() {
                Some(Pending::Key(key)) => entries.push(Entry { key, value: node }),
                Some(Pending::Refused) => {}
                None => {
                    let key = match node.kind {
                        Kind::Scalar(key) if !key.is_null() => key,
                        _ => {
                            *pending = Some(Pending::Refused);
                            let message = format!("a key has to be a word, but this is {}", node.describe());
                            self.problems.push(Problem::new(Code::Syntax, node.place, message));
                            return true;
                        }
                    };
                    if let Some(first) = places.get(&key.text) {
                        let problem = Problem::new(
                            Code::DuplicateKey,
                            key.place,
                            format!("the key `{}` is written twice", key.text),
                        )
                        .label("again here")
                        .also(*first, "first written here")
                        .help("keep one of the two");
                        self.problems.push(problem);
                        *pending = Some(Pending::Refused);
                    } else {
                        places.insert(key.text.clone(), key.place);
                        *pending = Some(Pending::Key(key));
                    }
                }
            },
        }
        true
    }

    /// A tag or an anchor: usually a condition or a text that begins with `!` or `&` and lacks its quotes.
    fn refuse_mark(&mut self, span: Span) {
        let before = self.text.get(self.previous_end..span.start.max(self.previous_end)).unwrap_or("");
        let start = before.find(['!', '&']).map_or(span.start, |at| self.previous_end + at);
        let flow = self.open.last().is_some_and(|open| open.flow);
        self.problems.push(value_beginning(self.source, self.text, start, flow));
    }

    fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }

    /// Without the white space the parser counts to the end of a value.
    fn trimmed(&self, span: Span) -> Span {
        let trimmed =
            self.text.get(span.start..span.end).map_or(span.end, |text| span.start + text.trim_end().len());
        Span::new(span.start, trimmed)
    }
}

/// Byte offsets of the parser's positions, which count characters. Every 64th is kept.
struct Offsets<'t> {
    text: &'t str,
    /// Characters the parser does not see: a byte order mark.
    skipped: usize,
    every: Vec<usize>,
}

impl<'t> Offsets<'t> {
    const STEP: usize = 64;

    fn new(text: &'t str) -> Self {
        let every = text.char_indices().step_by(Self::STEP).map(|(at, _)| at).collect();
        Self { text, skipped: usize::from(text.starts_with('\u{feff}')), every }
    }

    fn byte(&self, marker: Marker) -> usize {
        let index = marker.index() + self.skipped;
        let Some(base) = self.every.get(index / Self::STEP) else { return self.text.len() };
        let rest = self.text.get(*base..).unwrap_or("");
        rest.char_indices().nth(index % Self::STEP).map_or(self.text.len(), |(at, _)| base + at)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(text: &str, place: Place) -> &str {
        text.get(place.span.start..place.span.end).unwrap()
    }

    /// The tree in one line, every value as it stands in the source.
    fn show(text: &str, node: &Node) -> String {
        match &node.kind {
            Kind::Scalar(scalar) => format!("{:?} as `{}`", scalar.text, part(text, node.place)),
            Kind::List(items) => {
                format!("[{}]", items.iter().map(|item| show(text, item)).collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => {
                let show =
                    |entry: &Entry| format!("{}: {}", part(text, entry.key.place), show(text, &entry.value));
                format!("{{{}}}", entries.iter().map(show).collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn tree(text: &str) -> String {
        show(text, &read(SourceId(0), text).unwrap())
    }

    /// Every problem as the marked part and the message.
    fn problems(text: &str) -> Vec<String> {
        let problems = read(SourceId(0), text).unwrap_err();
        problems.iter().map(|problem| format!("{}: {}", part(text, problem.place), problem.message)).collect()
    }

    #[test]
    fn values_keep_their_text_and_place() {
        assert_eq!(
            tree("a: 1.10\nb:\n  - x  # why\n  - y: 'it''s'\n"),
            r#"{a: "1.10" as `1.10`, b: ["x" as `x`, {y: "it's" as `'it''s'`}]}"#
        );
        assert_eq!(
            tree("\u{feff}あ: い\r\nb: \"q\\\"w\"\r\n"),
            r#"{あ: "い" as `い`, b: "q\"w" as `"q\"w"`}"#
        );
        assert_eq!(
            tree(r#"{"a": [1.10, null], "b": "\u3042"}"#),
            r#"{"a": ["1.10" as `1.10`, "null" as `null`], "b": "あ" as `"\u3042"`}"#
        );
    }

    #[test]
    fn nothing_written_stands_right_behind_its_key() {
        let root = read(SourceId(0), "when:\n\nb: 1").unwrap();
        let Kind::Map(entries) = root.kind else { panic!("a map") };
        let value = &entries[0].value;
        assert!(value.scalar().unwrap().is_null());
        assert_eq!(value.place.span, Span::new(4, 4));
    }

    #[test]
    fn parts_of_a_value_are_found_in_the_source() {
        for text in [
            "when: amount && b",
            "when: a &&\n\n    amount && b",
            "when: |\n  a &&\n  amount && b\n",
            "when: >\n  a &&\n  amount &&\n  b\n",
            "when: 'x == ''y'' && amount'",
            "when: \"x == \\\"y\\\" && amount\"",
        ] {
            let root = read(SourceId(0), text).unwrap();
            let Kind::Map(entries) = root.kind else { panic!("a map") };
            let scalar = entries[0].value.scalar().unwrap();
            let at = scalar.text.find("amount").unwrap();
            let place = scalar.place_of(Span::new(at, at + 6));
            assert_eq!(part(text, place), "amount", "{text}");
        }
        // An escape that spells a letter differently: the whole value.
        let text = r#"when: "\u3042 && b""#;
        let Kind::Map(entries) = read(SourceId(0), text).unwrap().kind else { panic!("a map") };
        let scalar = entries[0].value.scalar().unwrap();
        assert_eq!(scalar.place_of(Span::new(4, 6)), scalar.place);
    }

    #[test]
    fn what_rulebooks_do_without_is_refused_all_at_once() {
        assert_eq!(
            problems("a: &x 1\nb: *x\nb: 2\nc: !t 3\n"),
            [
                "&x 1: YAML takes a value that begins with `&` for an anchor, not for text",
                "*x: aliases (`*name`) are not part of the rulebook format",
                "b: the key `b` is written twice",
                "!t 3: YAML takes a value that begins with `!` for a tag, not for text",
            ]
        );
        assert_eq!(problems("a: 1\n---\nb: 2\n"), ["---: a second document begins here"]);
        assert_eq!(problems("[a]: 1\n"), ["[a]: a key has to be a word, but this is a list"]);
        assert_eq!(problems("# only\n"), [": there is nothing in this file"]);
        assert_eq!(problems("a: b\0c"), ["\0: the control character U+0000 cannot be part of a rulebook"]);
    }

    #[test]
    fn limits_are_named() {
        let deep = "[".repeat(MAX_DEPTH + 1) + &"]".repeat(MAX_DEPTH + 1);
        assert_eq!(problems(&deep), ["[: lists and maps are nested more than 64 deep"]);
        let large = " ".repeat(MAX_BYTES + 1);
        assert!(problems(&large)[0].contains("more than the 8388608 a rulebook may have"));
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_places_lie_in_the_text(text in "([a-c:\\-\\[\\]{},!&*|>'\"#%@\\\\ \t\r\n~?あ\u{feff}]|- |: |\n  ){0,60}") {
            match read(SourceId(0), &text) {
                Ok(root) => { show(&text, &root); }
                Err(problems) => for problem in problems { part(&text, problem.place); }
            }
        }
    }
}
