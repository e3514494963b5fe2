//! The top of a file of cases, and one case.

use super::given::Givens;
use super::known::Known;
use super::table::TABLE;
use crate::authoring::document::Name;
use crate::authoring::{self, Kind, Node, Reader, cut};
use crate::cases::case::Case;
use crate::cases::excuse::{Excuse, Excused};
use crate::cases::gates::{Gates, Measure, Share};
use crate::diagnostic::{Code, Problem, Severity, Source};
use crate::rulebook::Rulebook;
use crate::span::{Place, SourceId};
use std::collections::BTreeMap;

const KEYS: &[&str] = &["rulebook", "givens", "gates", "excused", "cases", "tables"];
const CASE: &str = "{ name: a refund, given: { text: 返金してください }, expect: { route: client_desk } }";

/// What to write in place of anchors and aliases.
const SHARED: &str = "write what several cases start from once, under `givens`, and its name in each: `given: NAME`, or `given: { as: NAME, .. }`";

/// What a file says.
pub(in crate::cases) struct Read {
    pub(in crate::cases) cases: Vec<Case>,
    pub(in crate::cases) gates: Gates,
    pub(in crate::cases) excuses: Vec<Excuse>,
    pub(in crate::cases) problems: Vec<Problem>,
}

/// Reads a file of cases about a rulebook.
pub(in crate::cases) fn read(source: &Source, text: &str, rulebook: &Rulebook) -> Read {
    let root = match authoring::read_with(SourceId::default(), text, SHARED) {
        Ok(root) => root,
        Err(problems) => {
            return Read { cases: Vec::new(), gates: Gates::default(), excuses: Vec::new(), problems };
        }
    };
    let mut file = File {
        reader: Reader::default(),
        known: Known::new(rulebook.model()),
        givens: Givens::default(),
        rulebook,
        source,
        names: BTreeMap::new(),
        cases: Vec::new(),
        bytes: 0,
    };
    let (gates, excuses) = file.document(&root);
    Read { cases: file.cases, gates, excuses, problems: file.reader.problems }
}

/// What there is to say of a rulebook that is given as a file of cases: of its keys nothing more.
fn of_rules(root: &Node<'_>) -> Option<Problem> {
    let Kind::Map(entries) = &root.kind else { return None };
    let find = |keys: &[&str]| entries.iter().find(|entry| keys.contains(&&*entry.key.text));
    let of_rules = find(&["rules", "tiers", "extends"])?;
    if find(&["cases", "givens", "gates", "excused"]).is_some() {
        return None;
    }
    let problem =
        Problem::new(Code::WrongKind, of_rules.key.place, "this is a rulebook, not a file of cases");
    Some(problem.help(format!("cases stand in a file of their own: `cases: [{CASE}]`")))
}

/// A file that is being read.
pub(super) struct File<'a> {
    pub(super) reader: Reader,
    pub(super) known: Known<'a>,
    pub(super) givens: Givens<'a>,
    pub(super) rulebook: &'a Rulebook,
    source: &'a Source,
    /// Where each case is named.
    names: BTreeMap<String, Place>,
    cases: Vec<Case>,
    /// How many bytes all inquiries have as JSON.
    bytes: usize,
}

/// The most bytes that all inquiries of a file may have as JSON. A few shared givens could otherwise fill the memory.
const MAX_BYTES: usize = 64 * 1024 * 1024;

impl<'t> File<'t> {
    fn document(&mut self, root: &'t Node<'t>) -> (Gates, Vec<Excuse>) {
        if let Some(problem) = of_rules(root) {
            self.reader.report(problem);
            return Default::default();
        }
        let Some(fields) = self.reader.fields(root, "a file of cases", KEYS, "cases: [..]") else {
            return Default::default();
        };
        if let Some(node) = fields.get("rulebook") {
            self.is_about(node);
        }
        self.declare_givens(fields.get("givens"));
        let gates = fields.get("gates").map(|node| self.gates(node)).unwrap_or_default();
        let excuses = fields.get("excused").map(|node| self.excuses(node)).unwrap_or_default();
        let (cases, tables) = (fields.get("cases"), fields.get("tables"));
        if cases.is_none() && tables.is_none() {
            self.reader.required(&fields, "cases", "a file of cases", &format!("[{CASE}]"));
        }
        for node in cases.map_or(&[][..], |node| self.list(node, "`cases`", CASE)) {
            self.written_case(node);
        }
        for node in tables.map_or(&[][..], |node| self.list(node, "`tables`", TABLE)) {
            self.table(node);
        }
        if !self.reader.problems.iter().any(|problem| problem.code.severity() == Severity::Error) {
            self.report_unused_givens();
        }
        (gates, excuses)
    }

    /// A list, or nothing at all.
    fn list<'n>(&mut self, node: &'n Node<'n>, what: &str, example: &str) -> &'n [Node<'n>] {
        if node.scalar().is_some_and(|scalar| scalar.is_null()) {
            return &[];
        }
        self.reader.list(node, what, &format!("[{example}]"))
    }

    fn is_about(&mut self, node: &'t Node<'t>) {
        let Some(id) = self.reader.name(node, "`rulebook`", self.rulebook.id()) else { return };
        if &*id.value != self.rulebook.id() {
            let message =
                format!("these cases are about `{}`, but the rulebook is `{}`", id.value, self.rulebook.id());
            let problem = Problem::new(Code::OtherRulebook, node.place, message);
            self.reader
                .report(problem.help("give them with the rulebook they are about, or leave `rulebook` out"));
        }
    }

    fn gates(&mut self, node: &'t Node<'t>) -> Gates {
        let known = Measure::ALL.map(Measure::as_str);
        let mut gates = Gates::default();
        let Some(fields) = self.reader.fields(node, "`gates`", &known, "{ decisive: 95 % }") else {
            return gates;
        };
        for measure in Measure::ALL {
            let Some(node) = fields.get(measure.as_str()) else { continue };
            let what = format!("`{}`", measure.as_str());
            let Some(share) = self.reader.name(node, &what, "95 %") else { continue };
            match Share::parse(share.value.trim()) {
                Some(share) => gates = gates.with(measure, share),
                None => {
                    let message = format!("{what} cannot be `{}`", share.value);
                    let problem = Problem::new(Code::InvalidValue, node.place, message);
                    self.reader
                        .report(problem.help("write a share from 0 to 1, or in per cent: `0.95` or `95 %`"));
                }
            }
        }
        gates
    }

    fn excuses(&mut self, node: &Node<'_>) -> Vec<Excuse> {
        const EXAMPLE: &str = "{ decisive: { late: why no case can need the rule } }";
        let known = Excused::ALL.map(Excused::as_str);
        let mut excuses = Vec::new();
        let Some(fields) = self.reader.fields(node, "`excused`", &known, EXAMPLE) else { return excuses };
        for of in Excused::ALL {
            let Some(node) = fields.get(of.as_str()) else { continue };
            let what = format!("`{}`", of.as_str());
            let example = "{ late: why no case can need the rule }";
            let entries = self.reader.entries(node, &what, example).unwrap_or(&[]);
            for (at, entry) in entries.iter().enumerate() {
                if let Some(help) = cut(entries, at) {
                    let message = format!("there is no reason for `{}`", entry.key.text);
                    let problem = Problem::new(Code::InvalidValue, entry.key.place, message);
                    self.reader.report(problem.help(help));
                    continue;
                }
                let what = format!("the reason for `{}`", entry.key.text);
                let reason = self.reader.name(&entry.value, &what, "why no case can need it");
                let Some(because) = reason else { continue };
                if because.value.trim().is_empty() {
                    let problem = Problem::new(Code::InvalidValue, because.place, format!("{what} is empty"));
                    self.reader.report(problem.help("say why no case can need it"));
                }
                excuses.push(Excuse {
                    of,
                    name: entry.key.text.as_ref().into(),
                    because: because.value,
                    file: self.source.name.clone(),
                    line: self.line(entry.key.place),
                });
            }
        }
        excuses
    }

    fn written_case(&mut self, node: &'t Node<'t>) {
        if self.is_full() {
            return;
        }
        let Some(fields) = self.reader.fields(node, "a case", &["name", "given", "expect"], CASE) else {
            return;
        };
        let name = self.reader.required(&fields, "name", "a case", "a refund in a complaint");
        let name = name.and_then(|node| self.called(node, "`name`", "a refund in a complaint"));
        let given = self.reader.required(&fields, "given", "a case", "{ text: 返金してください }");
        let given = given.and_then(|node| self.given(node));
        let expect = self.reader.required(&fields, "expect", "a case", "{ route: client_desk }");
        let expectations = expect.and_then(|node| self.expectations(node));
        let (Some(name), Some(given), Some(expectations)) = (name, given, expectations) else { return };
        let Some(inquiry) = self.inquiry(&given, &expectations) else { return };
        self.add(
            &name.value,
            name.place,
            Case {
                name: name.value.clone(),
                line: self.line(node.place),
                inquiry,
                expectations,
                rulebook: self.rulebook.clone(),
            },
        );
    }

    /// A name to call a case or a table by.
    pub(super) fn called(&mut self, node: &Node<'_>, what: &str, example: &str) -> Option<Name> {
        let name = self.reader.name(node, what, example)?;
        if name.value.trim().is_empty() {
            let problem = Problem::new(Code::InvalidValue, name.place, format!("{what} is blank"));
            self.reader.report(problem.help(format!("say what sets the case apart: `{example}`")));
            return None;
        }
        Some(name)
    }

    /// Keeps a case whose name is written at `place`, unless there is one of that name.
    pub(super) fn add(&mut self, name: &str, place: Place, case: Case) {
        if let Some(first) = self.names.get(name) {
            let message = format!("there is another case `{name}`");
            let problem = Problem::new(Code::DuplicateName, place, message).also(*first, "the first one");
            self.reader.report(problem.help("say in each name what sets the case apart"));
            return;
        }
        self.names.insert(name.to_owned(), place);
        self.cases.push(case);
    }

    /// Whether the inquiries have as many bytes as they may, so that no more are read.
    pub(super) const fn is_full(&self) -> bool {
        self.bytes > MAX_BYTES
    }

    /// Counts the bytes of an inquiry that is given at `place`; the one that is too much is reported.
    pub(super) fn count_bytes(&mut self, bytes: usize, place: Place) {
        self.bytes += bytes;
        if self.is_full() {
            let message =
                format!("the inquiries of all cases have more than the {MAX_BYTES} bytes they may have");
            let problem = Problem::new(Code::Limit, place, message).label("the first one too many");
            self.reader.report(problem.help("divide the cases among several files"));
        }
    }

    /// The line on which a place begins, from 1.
    pub(super) fn line(&self, place: Place) -> usize {
        self.source.position(place.span().start).line
    }
}
