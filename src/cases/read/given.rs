//! What a case is given: the parts of an inquiry, perhaps on top of a shared one, made into an inquiry by the one way there is
//! for JSON. What reading JSON would only remark on is a slip here, unless the case expects that remark.

use super::document::File;
use super::known::unknown;
use crate::authoring::document::{Name, Written};
use crate::authoring::{Kind, Node, Scalar, Style};
use crate::cases::expectation::Expectation;
use crate::diagnostic::{Code, Problem};
use crate::inquiry::{self, Inquiry, Notice, NoticeCode, is_json_number, write_text};
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The keys of an inquiry's JSON that a `given` may have, and the name it starts from.
const KEYS: [&str; 7] = ["as", "id", "at", "messages_complete", "messages", "text", "facts"];
/// How many givens may stand on each other.
const MAX_CHAIN: usize = 32;
const EXAMPLE: &str = "{ text: 返金してください, facts: { order.amount: 4980 } }";

/// The parts of an inquiry.
#[derive(Debug, Clone)]
pub(super) struct Given<'t> {
    /// Without `as` and `facts`.
    pub(super) keys: BTreeMap<String, &'t Node<'t>>,
    /// By dotted name.
    pub(super) facts: BTreeMap<String, &'t Node<'t>>,
    pub(super) place: Place,
}

/// The shared ones.
#[derive(Default)]
pub(super) struct Givens<'t> {
    /// As written, with the places of their names.
    written: BTreeMap<String, (&'t Node<'t>, Place)>,
    read: BTreeMap<String, Option<Given<'t>>>,
    /// Those that are being read, to find circles.
    open: Vec<String>,
    used: BTreeSet<String>,
}

impl Given<'_> {
    /// Nothing at all, written at `place`.
    pub(super) const fn empty(place: Place) -> Self {
        Self { keys: BTreeMap::new(), facts: BTreeMap::new(), place }
    }
}

impl<'t> File<'t> {
    pub(super) fn declare_givens(&mut self, node: Option<&'t Node<'t>>) {
        let Some(node) = node.filter(|node| !node.scalar().is_some_and(|scalar| scalar.is_null())) else {
            return;
        };
        for entry in self.reader.entries(node, "`givens`", &format!("{{ calm: {EXAMPLE} }}")).unwrap_or(&[]) {
            let named = (&entry.value, entry.key.place);
            self.givens.written.insert(entry.key.text.to_string(), named);
        }
    }

    /// Warns of what no case is given. Only such a given is checked by itself; all others are where they are used.
    pub(super) fn report_unused_givens(&mut self) {
        let unused = self.givens.written.iter().filter(|(name, _)| !self.givens.used.contains(*name));
        let unused: Vec<(String, Place)> = unused.map(|(name, (_, place))| (name.clone(), *place)).collect();
        for (name, place) in unused {
            let problem = Problem::new(Code::UnusedDefinition, place, format!("no case is given `{name}`"));
            self.reader.report(problem.help("remove it, or start a case from it: `given: { as: .. }`"));
            if let Some(given) = self.shared(&Written::new(name.as_str().into(), place)) {
                self.inquiry(&given, &[]);
            }
        }
    }

    /// Reads a `given`: the name of a shared one, or parts of an inquiry.
    pub(super) fn given(&mut self, node: &'t Node<'t>) -> Option<Given<'t>> {
        if let Kind::Scalar(scalar) = &node.kind
            && !scalar.is_null()
        {
            let name = self.reader.name(node, "`given`", "calm")?;
            return self.shared(&name).map(|given| Given { place: node.place, ..given });
        }
        let fields = self.reader.fields(node, "`given`", &KEYS, EXAMPLE)?;
        let mut given = match fields.get("as") {
            Some(base) => {
                let name = self.reader.name(base, "`as`", "calm")?;
                Given { place: node.place, ..self.shared(&name)? }
            }
            None => Given::empty(node.place),
        };
        for key in KEYS {
            match (key, fields.get(key)) {
                ("as", _) | (_, None) => {}
                ("facts", Some(facts)) => self.facts(facts, &mut String::new(), &mut given.facts),
                (_, Some(value)) => {
                    given.keys.insert(key.to_owned(), value);
                }
            }
        }
        Some(given)
    }

    /// The shared given of this name.
    fn shared(&mut self, name: &Name) -> Option<Given<'t>> {
        let text = name.value.to_string();
        self.givens.used.insert(text.clone());
        if let Some(read) = self.givens.read.get(&text) {
            return read.clone();
        }
        if self.givens.open.contains(&text) {
            let problem = Problem::new(Code::Cycle, name.place, format!("`{text}` starts from itself"));
            self.reader.report(problem.help("let one of them stand by itself"));
            return None;
        }
        if self.givens.open.len() == MAX_CHAIN {
            let message = format!("a given may start from another at most {MAX_CHAIN} times over");
            self.reader.report(Problem::new(Code::Limit, name.place, message));
            return None;
        }
        let Some((node, _)) = self.givens.written.get(&text).copied() else {
            let known: Vec<String> = self.givens.written.keys().cloned().collect();
            let known = known.iter().map(String::as_str);
            return if known.len() == 0 {
                let message = format!("there is no given `{text}`, as the file has no `givens`");
                let problem = Problem::new(Code::UnknownName, name.place, message);
                self.reader
                    .report(problem.help("say what the case is given: `given: { text: .., facts: { .. } }`"));
                None
            } else {
                unknown(&mut self.reader, "given", name, known)
            };
        };
        self.givens.open.push(text.clone());
        let given = self.given(node);
        self.givens.open.pop();
        self.givens.read.insert(text, given.clone());
        given
    }

    /// Adds facts by dotted name; `outer` is the name of the object they lie in, or empty.
    fn facts(&mut self, node: &'t Node<'t>, outer: &mut String, facts: &mut BTreeMap<String, &'t Node<'t>>) {
        let entries = self.reader.entries(node, "`facts`", "{ order.amount: 4980 }").unwrap_or(&[]);
        for entry in entries {
            let length = outer.len();
            if length > 0 {
                outer.push('.');
            }
            outer.push_str(&entry.key.text);
            match &entry.value.kind {
                Kind::Map(_) => self.facts(&entry.value, outer, facts),
                Kind::Scalar(_) | Kind::List(_) => {
                    facts.insert(outer.clone(), &entry.value);
                }
            }
            outer.truncate(length);
        }
    }

    /// The inquiry that is given. What reading it would remark on is a problem, unless it is expected.
    pub(super) fn inquiry(&mut self, given: &Given<'_>, expectations: &[Expectation]) -> Option<Inquiry> {
        let json = json(given);
        self.count_bytes(json.len(), given.place);
        let inquiry = match Inquiry::from_json(&json) {
            Ok(inquiry) => inquiry,
            Err(error) => {
                self.reader.report(Problem::new(Code::InvalidValue, given.place, error.to_string()));
                return None;
            }
        };
        let mut notices = inquiry.notices().to_vec();
        inquiry::facts(&inquiry, self.known.model, &mut Vec::new(), &mut notices);
        let is_expected = |code: NoticeCode| {
            expectations
                .iter()
                .any(|expected| matches!(expected, Expectation::Notices(codes) if codes.contains(&code)))
        };
        for notice in notices.iter().filter(|notice| !is_expected(notice.code())) {
            self.reader.report(problem(given, notice));
        }
        Some(inquiry)
    }
}

/// A remark as a problem, as near to its cause as it tells: a slip in a name refuses the case, a value that counts as missing
/// may well be meant.
fn problem(given: &Given<'_>, notice: &Notice) -> Problem {
    let about = notice.message().split('`').nth(1).unwrap_or("");
    let key = about.split(['.', '[']).next().unwrap_or(about);
    let node = match notice.fact() {
        Some(fact) => given.facts.get(fact),
        None => given.keys.get(key),
    };
    let code = match notice.code() {
        NoticeCode::FactUndeclared => Code::UnknownName,
        NoticeCode::UnknownKey => Code::UnknownKey,
        _ => Code::GivenMissing,
    };
    let place = node.map_or(given.place, |node| node.place);
    let (message, near) = match notice.message().split_once("; did you mean ") {
        Some((message, near)) => (message, Some(near)),
        None => (notice.message(), None),
    };
    let meant =
        format!("if that is what the case is about, expect it: `notices: [{}]`", notice.code().as_str());
    let help = match near {
        Some(near) => format!("did you mean {near}"),
        None if notice.code() == NoticeCode::TimeMissing => {
            format!("say when it came in, as `at: \"2026-11-21T10:00:00+09:00\"`; {meant}")
        }
        None => meant,
    };
    Problem::new(code, place, message).help(help)
}

/// The inquiry in its JSON form.
fn json(given: &Given<'_>) -> String {
    let mut json = String::from("{");
    let mut separator = "";
    for (key, node) in &given.keys {
        json.push_str(separator);
        text(&mut json, key);
        json.push(':');
        value(&mut json, node, key == "messages_complete");
        separator = ",";
    }
    let _ = write!(json, "{separator}\"facts\":{{");
    for (position, (name, node)) in given.facts.iter().enumerate() {
        if position > 0 {
            json.push(',');
        }
        text(&mut json, name);
        json.push(':');
        value(&mut json, node, true);
    }
    json.push_str("}}");
    json
}

/// A value as JSON. Where `typed`, what is written bare means itself: `true`, `null`, numbers; elsewhere only `null` does.
fn value(json: &mut String, node: &Node<'_>, typed: bool) {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.is_null() => json.push_str("null"),
        Kind::Scalar(scalar) if typed && means_itself(scalar) => json.push_str(&scalar.text),
        Kind::Scalar(scalar) => text(json, &scalar.text),
        Kind::List(items) => {
            json.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    json.push(',');
                }
                value(json, item, typed);
            }
            json.push(']');
        }
        Kind::Map(entries) => {
            json.push('{');
            for (position, entry) in entries.iter().enumerate() {
                if position > 0 {
                    json.push(',');
                }
                text(json, &entry.key.text);
                json.push(':');
                value(json, &entry.value, typed);
            }
            json.push('}');
        }
    }
}

fn means_itself(scalar: &Scalar<'_>) -> bool {
    scalar.style == Style::Plain
        && (matches!(scalar.text.as_ref(), "true" | "false") || is_json_number(&scalar.text))
}

/// Writing to a string cannot fail.
fn text(json: &mut String, text: &str) {
    let _ = write_text(json, text);
}
