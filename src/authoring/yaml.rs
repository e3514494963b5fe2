//! YAML and JSON text to a tree in which every key and value knows its place. JSON is YAML, so one reader serves both.
//!
//! Rulebooks are contracts, so the reader is stricter than YAML: no anchors, aliases, tags or second documents, no key
//! twice, no key that is not a plain word. Texts are kept as written: `1.10` stays `1.10`, and what is a number is up to
//! whoever reads the value.

use super::tree::{Entry, Kind, Node, Scalar, Style};
use super::yaml_help::{FULL_WIDTH_SPACE, explain, full_width_indent, value_beginning};
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::borrow::Cow;
use std::collections::HashMap;

/// The largest file, in bytes.
pub(crate) const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The deepest nesting of lists and maps. The JSON form of a condition takes two levels for each of its own, which are at
/// most 64, and a rulebook some more around it.
pub(crate) const MAX_DEPTH: usize = 160;
/// The most keys and values in one file.
pub(crate) const MAX_NODES: usize = 2_000_000;

/// Reads one document. Syntax errors end the reading, everything else is collected.
pub(crate) fn read(source: SourceId, text: &str) -> Result<Node<'_>, Vec<Problem>> {
    Reader::new(source, text, None).read()
}

/// The same; `sharing` says to people what to write where they would have an anchor and its aliases.
pub(crate) fn read_with<'t>(
    source: SourceId,
    text: &'t str,
    sharing: &'static str,
) -> Result<Node<'t>, Vec<Problem>> {
    Reader { sharing, ..Reader::new(source, text, None) }.read()
}

/// Reads one document whose lists and maps under `keys` may be long: what is in them is handed over as soon as it is read, so that
/// there never is a tree of all of it, and they are left empty.
pub(crate) fn read_apart<'t>(
    source: SourceId,
    text: &'t str,
    keys: &'static [&'static str],
    take: &mut dyn FnMut(&'static str, Part<'t>),
) -> Result<Node<'t>, Vec<Problem>> {
    Reader::new(source, text, Some(Apart { keys, take })).read()
}

/// One of the things that are in a list or map.
pub(crate) enum Part<'t> {
    Item(Node<'t>),
    Entry(Entry<'t>),
}

/// What keeps a text from being read at all.
fn unreadable(source: SourceId, text: &str) -> Option<Problem> {
    let place = |start, end| Place::new(source, Span::new(start, end));
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, more than the {MAX_BYTES} it may have", text.len());
        return Some(Problem::new(Code::Limit, place(0, 0), message));
    }
    let at = text.bytes().position(is_forbidden)?;
    let found = text.as_bytes().get(at).copied().unwrap_or_default();
    let message = format!("the control character U+{found:04X} cannot stand in a file");
    let problem = Problem::new(Code::Syntax, place(at, at + 1), message);
    Some(problem.help("remove it, or write it as an escape in double quotes"))
}

/// YAML allows tabs and line ends; a null character would end the document silently.
const fn is_forbidden(found: u8) -> bool {
    found.is_ascii_control() && !matches!(found, b'\t' | b'\n' | b'\r')
}

/// A list or map that is still open.
struct Open<'t> {
    start: usize,
    content: Content<'t>,
    /// Written with brackets or braces.
    flow: bool,
}

/// What is in it stands behind that of the lists and maps around it, from `first` on.
enum Content<'t> {
    List { first: usize },
    Map { first: usize, index: HashMap<Cow<'t, str>, Place>, pending: Option<Pending<'t>> },
}

/// A key that waits for its value.
enum Pending<'t> {
    Key(Scalar<'t>),
    /// A key that has been refused; its value is read and dropped.
    Refused,
}

/// The lists and maps of which each part goes its own way.
struct Apart<'r, 't> {
    /// In the map at the top.
    keys: &'static [&'static str],
    take: &'r mut dyn FnMut(&'static str, Part<'t>),
}

struct Reader<'r, 't> {
    source: SourceId,
    text: &'t str,
    apart: Option<Apart<'r, 't>>,
    /// What to write in place of anchors and aliases.
    sharing: &'static str,
    offsets: Offsets<'t>,
    open: Vec<Open<'t>>,
    /// Of the open lists, and of the open maps: so each is made at once, as large as it is.
    items: Vec<Node<'t>>,
    entries: Vec<Entry<'t>>,
    root: Option<Node<'t>>,
    nodes: usize,
    /// Where the last scalar ended, for values written before their own first character (tags, anchors).
    previous_end: usize,
    problems: Vec<Problem>,
}

impl<'r, 't> Reader<'r, 't> {
    fn new(source: SourceId, text: &'t str, apart: Option<Apart<'r, 't>>) -> Self {
        Self {
            source,
            text,
            apart,
            sharing: "write the value out",
            offsets: Offsets::new(text),
            open: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            root: None,
            nodes: 0,
            previous_end: 0,
            problems: Vec::new(),
        }
    }

    fn read(mut self) -> Result<Node<'t>, Vec<Problem>> {
        if let Some(problem) = unreadable(self.source, self.text) {
            return Err(vec![problem]);
        }
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
                let place = Place::new(self.source, Span::default());
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
                // The place of a value with an anchor may begin with that, lines before.
                let written = self.text.get(span.start..).unwrap_or_default();
                let is_blank = style == Style::Plain && written.starts_with(FULL_WIDTH_SPACE);
                if is_blank && self.begins_line(span.start) {
                    self.problems.push(full_width_indent(self.source, span.start));
                    return false;
                }
                let scalar = Scalar::new(self.source, self.text, span, &text, style);
                return self.add_scalar(scalar);
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_collection(span, anchor > 0, tag.is_some());
                return self.enter(span, Content::List { first: self.items.len() });
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_collection(span, anchor > 0, tag.is_some());
                let first = self.entries.len();
                return self.enter(span, Content::Map { first, index: HashMap::new(), pending: None });
            }
            Event::SequenceEnd | Event::MappingEnd => return self.leave(span),
            Event::Alias(_) => {
                let problem =
                    Problem::new(Code::Syntax, self.place(span), "aliases (`*name`) are not read").help(
                        format!("{}; to write a text that begins with `*`, put it in quotes", self.sharing),
                    );
                self.problems.push(problem);
                let scalar = Scalar::new(self.source, self.text, span, "", Style::Plain);
                return self.add_scalar(scalar);
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                let problem = Problem::new(Code::Syntax, self.place(span), "a second document begins here")
                    .help("remove the line `---`, or make two files of this one");
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

    fn enter(&mut self, span: Span, content: Content<'t>) -> bool {
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
            Content::List { first } => Kind::List(self.items.split_off(first)),
            Content::Map { first, .. } => Kind::Map(self.entries.split_off(first)),
        };
        let place = self.place(Span::new(open.start, end));
        self.add(Node { kind, place })
    }

    fn add_scalar(&mut self, scalar: Scalar<'t>) -> bool {
        let place = scalar.place;
        self.add(Node { kind: Kind::Scalar(scalar), place })
    }

    fn add(&mut self, node: Node<'t>) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("the file holds more than {MAX_NODES} keys and values");
            self.problems.push(Problem::new(Code::Limit, node.place, message));
            return false;
        }
        let apart = self.goes_apart();
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List { .. }) => self.keep(apart, Part::Item(node)),
            Some(Content::Map { first, index, pending }) => match pending.take() {
                Some(Pending::Key(key)) => {
                    self.keep(apart, Part::Entry(Entry { key, value: node }));
                }
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
                    let entries = self.entries.get(*first..).filter(|_| apart.is_none());
                    if let Some(first) = first_written(entries, index, &key) {
                        let problem = Problem::new(
                            Code::DuplicateKey,
                            key.place,
                            format!("the key `{}` is written twice", key.text),
                        )
                        .label("again here")
                        .also(first, "first written here")
                        .help("keep one of the two");
                        self.problems.push(problem);
                        *pending = Some(Pending::Refused);
                    } else {
                        *pending = Some(Pending::Key(key));
                    }
                }
            },
        }
        true
    }

    fn keep(&mut self, apart: Option<&'static str>, part: Part<'t>) {
        match (apart, &mut self.apart, part) {
            (Some(key), Some(apart), part) => (apart.take)(key, part),
            (.., Part::Item(item)) => self.items.push(item),
            (.., Part::Entry(entry)) => self.entries.push(entry),
        }
    }

    /// The key at the top under which what has been read stands, if that goes its own way.
    fn goes_apart(&self) -> Option<&'static str> {
        let [Open { content: Content::Map { pending: Some(Pending::Key(under)), .. }, .. }, _] =
            self.open.as_slice()
        else {
            return None;
        };
        self.apart.as_ref()?.keys.iter().find(|key| **key == under.text).copied()
    }

    /// A tag or an anchor: usually a condition or a text that begins with `!` or `&` and lacks its quotes.
    fn refuse_mark(&mut self, span: Span) {
        let before = self.text.get(self.previous_end..span.start.max(self.previous_end)).unwrap_or("");
        let start = before.find(['!', '&']).map_or(span.start, |at| self.previous_end + at);
        let flow = self.open.last().is_some_and(|open| open.flow);
        self.problems.push(value_beginning(self.source, self.text, start, flow));
    }

    /// A list or map that has an anchor: no text that lacks its quotes.
    fn refuse_collection(&mut self, span: Span, is_anchored: bool, is_tagged: bool) {
        let before = self.text.get(self.previous_end..span.start.max(self.previous_end)).unwrap_or("");
        // The place of a collection may begin with its anchor or behind it.
        let written = before.rfind('&').map_or(span.start, |at| self.previous_end + at);
        let is_written = self.text.get(written..).is_some_and(|rest| rest.starts_with('&'));
        let anchor = Some(written).filter(|_| is_anchored && is_written);
        match anchor.and_then(|start| Some((start, self.text.get(start..)?))) {
            Some((start, rest)) => {
                let end = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
                let place = self.place(Span::new(start, end));
                let problem = Problem::new(Code::Syntax, place, "anchors (`&name`) are not read");
                self.problems.push(problem.help(self.sharing));
            }
            None if is_anchored || is_tagged => self.refuse_mark(span),
            None => {}
        }
    }

    fn begins_line(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|before| before.rsplit('\n').next());
        before.is_some_and(|before| before.trim().is_empty())
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    /// Without the white space the parser counts to the end of a value.
    fn trimmed(&self, span: Span) -> Span {
        let trimmed =
            self.text.get(span.start..span.end).map_or(span.end, |text| span.start + text.trim_end().len());
        Span::new(span.start, trimmed)
    }
}

/// Where a key of an open map has been written already. Most maps have a handful of keys, which are looked through; those of
/// larger ones, and of one whose `entries` are not here, are in `index` as well.
fn first_written<'t>(
    entries: Option<&[Entry<'t>]>,
    index: &mut HashMap<Cow<'t, str>, Place>,
    key: &Scalar<'t>,
) -> Option<Place> {
    const FEW: usize = 16;
    if let Some(entries) = entries {
        if entries.len() < FEW {
            return entries.iter().find(|entry| entry.key.text == key.text).map(|entry| entry.key.place);
        }
        if index.is_empty() {
            index.extend(entries.iter().map(|entry| (entry.key.text.clone(), entry.key.place)));
        }
    }
    if let Some(first) = index.get(&key.text) {
        return Some(*first);
    }
    index.insert(key.text.clone(), key.place);
    None
}

/// Byte offsets of the parser's positions, which count characters. They nearly always ascend, so each is counted from the one
/// before.
struct Offsets<'t> {
    text: &'t str,
    /// Characters the parser does not see: a byte order mark.
    skipped: usize,
    /// The last position asked for.
    character: usize,
    byte: usize,
}

impl<'t> Offsets<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, skipped: usize::from(text.starts_with('\u{feff}')), character: 0, byte: 0 }
    }

    fn byte(&mut self, marker: Marker) -> usize {
        let character = marker.index() + self.skipped;
        let (before, behind) = self.text.split_at_checked(self.byte).unwrap_or((self.text, ""));
        if let Some(last) = character.checked_sub(self.character + 1) {
            let mut rest = behind.chars();
            if rest.nth(last).is_none() {
                return self.text.len();
            }
            self.byte = self.text.len() - rest.as_str().len();
        } else if let Some(first) = self.character.checked_sub(character + 1) {
            self.byte = before.char_indices().nth_back(first).map_or(0, |(at, _)| at);
        }
        self.character = character;
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(text: &str, place: Place) -> &str {
        text.get(place.span().start..place.span().end).unwrap()
    }

    /// The tree in one line, every value as it stands in the source.
    fn show(text: &str, node: &Node<'_>) -> String {
        match &node.kind {
            Kind::Scalar(scalar) => format!("{:?} as `{}`", scalar.text, part(text, node.place)),
            Kind::List(items) => {
                format!("[{}]", items.iter().map(|item| show(text, item)).collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => {
                let show = |entry: &Entry<'_>| {
                    format!("{}: {}", part(text, entry.key.place), show(text, &entry.value))
                };
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
    fn the_parts_of_some_lists_and_maps_go_their_own_way() {
        let apart = |text: &str| {
            let mut parts = Vec::new();
            let root = read_apart(SourceId(0), text, &["a", "m"], &mut |key, part_of| {
                let shown = match part_of {
                    Part::Item(item) => show(text, &item),
                    Part::Entry(entry) => {
                        format!("{}: {}", part(text, entry.key.place), show(text, &entry.value))
                    }
                };
                parts.push(format!("{key}: {shown}"));
            });
            (parts, root.map(|root| show(text, &root)).map_err(|problems| problems.len()))
        };
        let told = |parts: &[&str], root: Result<&str, usize>| {
            (parts.iter().map(ToString::to_string).collect::<Vec<_>>(), root.map(str::to_owned))
        };
        assert_eq!(
            apart("b: [x]\na:\n  - [y, {a: [1]}]\n  - 2\nm: {k: [3], l: {m: {n: 4}}}\nc: {a: [5]}\n"),
            told(
                &[
                    r#"a: ["y" as `y`, {a: ["1" as `1`]}]"#,
                    r#"a: "2" as `2`"#,
                    r#"m: k: ["3" as `3`]"#,
                    r#"m: l: {m: {n: "4" as `4`}}"#,
                ],
                Ok(r#"{b: ["x" as `x`], a: [], m: {}, c: {a: ["5" as `5`]}}"#)
            )
        );
        assert_eq!(apart("a: 1"), told(&[], Ok(r#"{a: "1" as `1`}"#)));
        assert_eq!(apart("[[1]]"), told(&[], Ok(r#"[["1" as `1`]]"#)));
        // What is handed over before something is found wrong is for nobody.
        assert_eq!(apart("a: [1]\na: [2]"), told(&[r#"a: "1" as `1`"#], Err(1)));
        let twice = r#"m: k: "1" as `1`"#;
        assert_eq!(apart("m: {k: 1, k: 2, k: 3}"), told(&[twice], Err(2)));
        assert_eq!(problems("m: {k: 1, k: 2}").len(), 1);
    }

    #[test]
    fn a_value_lines_behind_its_anchor_is_not_taken_for_an_indent() {
        let told = "&c返: YAML takes a value that begins with `&` for an anchor, not for text";
        assert_eq!(problems("&c返\n\u{3000}"), [told]);
    }

    #[test]
    fn nothing_written_stands_right_behind_its_key() {
        let root = read(SourceId(0), "when:\n\nb: 1").unwrap();
        let Kind::Map(entries) = root.kind else { panic!("a map") };
        let value = &entries[0].value;
        assert!(value.scalar().unwrap().is_null());
        assert_eq!(value.place.span(), Span::new(4, 4));
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
            "when: \"x ==\n\n  y && \\\n  amount\"",
            "{\"when\": \"// \\u3042\\U0001f600\\n\\tif x {\\n  amount }\"}",
            "when: |-2\n    if x {\n\n      amount\n    }\n\n",
            "when: >\n  if x {\n    amount\n  }\nb: 1\n",
            "when: |\r\n  if x {\r\n    amount\r\n  }\r\n",
        ] {
            let root = read(SourceId(0), text).unwrap();
            let Kind::Map(entries) = root.kind else { panic!("a map") };
            let scalar = entries[0].value.scalar().unwrap();
            let at = scalar.text.find("amount").unwrap();
            let place = scalar.place_of(Span::new(at, at + 6));
            assert_eq!(part(text, place), "amount", "{text}");
        }
        // The end, and indentation.
        let text = "when: |\n  if x {\n      y\n  }\n";
        let Kind::Map(entries) = read(SourceId(0), text).unwrap().kind else { panic!("a map") };
        let scalar = entries[0].value.scalar().unwrap();
        assert_eq!(
            scalar.place_of(Span::new(scalar.text.len(), scalar.text.len())).span(),
            Span::new(28, 28)
        );
        let blank = scalar.text.find("    y").unwrap();
        assert_eq!(scalar.place_of(Span::new(blank, blank + 4)).span(), Span::new(19, 23));
    }

    #[test]
    fn what_rulebooks_do_without_is_refused_all_at_once() {
        assert_eq!(
            problems("a: &x 1\nb: *x\nb: 2\nc: !t 3\n"),
            [
                "&x 1: YAML takes a value that begins with `&` for an anchor, not for text",
                "*x: aliases (`*name`) are not read",
                "b: the key `b` is written twice",
                "!t 3: YAML takes a value that begins with `!` for a tag, not for text",
            ]
        );
        assert_eq!(problems("a: 1\n---\nb: 2\n"), ["---: a second document begins here"]);
        assert_eq!(problems("[a]: 1\n"), ["[a]: a key has to be a word, but this is a list"]);
        assert_eq!(problems("# only\n"), [": there is nothing in this file"]);
        assert_eq!(problems("a: b\0c"), ["\0: the control character U+0000 cannot stand in a file"]);
    }

    #[test]
    fn a_key_written_twice_is_found_in_maps_of_every_size() {
        for keys in [1, 15, 16, 17, 40] {
            let map: String = (0..keys).map(|key| format!("k{key}: 1\n")).collect();
            assert_eq!(problems(&map.repeat(2)).len(), keys);
            for again in [0, keys - 1] {
                let found = read(SourceId(0), &format!("{map}k{again}: 2\n")).unwrap_err();
                let also = found[0].also.as_ref().map(|(place, _)| place.span().start);
                assert_eq!(
                    (found.len(), also),
                    (1, map.find(&format!("k{again}:"))),
                    "{keys} keys, k{again} again"
                );
            }
        }
    }

    #[test]
    fn limits_are_named() {
        let deep = "[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1).as_str();
        assert_eq!(problems(&deep), ["[: lists and maps are nested more than 160 deep"]);
        let large = " ".repeat(MAX_BYTES + 1);
        assert!(problems(&large)[0].contains("more than the 8388608 it may have"));
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
