//! The top of a rulebook.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Document, Lost, Name, Written};
use crate::authoring::tree::{Kind, Node};
use crate::authoring::yaml::{self, Part};
use crate::diagnostic::{Code, Problem};
use crate::span::SourceId;

const KEYS: &[&str] = &[
    "rulebook",
    "version",
    "format",
    "extends",
    "tiers",
    "handoffs",
    "desks",
    "defaults",
    "timezone",
    "no_text",
    "params",
    "facts",
    "derive",
    "cues",
    "scores",
    "let",
    "axes",
    "judgments",
    "rules",
    "calendars",
    "effective",
    "tables",
    "limits",
    "invariants",
    "scripts",
    "grants",
    "on_script_error",
];

/// Reads a rulebook or layer from its text; none if that is no YAML.
pub(crate) fn read(source: SourceId, text: &str) -> (Option<Document>, Vec<Problem>) {
    let mut reader = Reader::default();
    let (mut cues, mut rules) = (Vec::new(), Vec::new());
    // There may be thousands of these two.
    let root = yaml::read_apart(source, text, &["cues", "rules"], &mut |key, part| match part {
        Part::Entry(entry) if key == "cues" => cues.extend(reader.cue(&entry)),
        Part::Item(item) if key == "rules" => rules.extend(reader.rule(&item)),
        // That they are written as something else is said of the whole.
        Part::Entry(_) | Part::Item(_) => {}
    });
    let root = match root {
        Ok(root) => root,
        Err(problems) => return (None, problems),
    };
    if let Some(problem) = of_cases(&root) {
        return (None, vec![problem]);
    }
    let mut document = Document { cues, rules, ..reader.document(&root).unwrap_or_default() };
    document.lost = reader.lost;
    (Some(document), reader.problems)
}

/// What there is to say of a file of cases that is given as a rulebook: of its keys nothing more.
fn of_cases(root: &Node<'_>) -> Option<Problem> {
    let Kind::Map(entries) = &root.kind else { return None };
    let find = |keys: &[&str]| entries.iter().find(|entry| keys.contains(&&*entry.key.text));
    let of_cases = find(&["cases", "givens", "gates", "excused"])?;
    if find(&["tiers", "facts", "cues", "rules", "extends"]).is_some() {
        return None;
    }
    let problem =
        Problem::new(Code::WrongKind, of_cases.key.place, "this is a file of cases, not a rulebook");
    Some(problem.help("cases are run together with a rulebook: name that first, and this file behind it"))
}

impl Reader {
    fn document(&mut self, root: &Node<'_>) -> Option<Document> {
        let before = self.problems.len();
        let fields = self.fields(root, "a rulebook", KEYS, "rulebook: acme-shop")?;
        // A key that was not understood is perhaps the version.
        let understood = self.problems.len() == before;
        self.format(&fields);
        if understood
            && fields.get("version").is_none()
            && let Some(id) = fields.get("rulebook")
        {
            let message = "the rulebook has no `version`, so decisions will name version `0`";
            let problem = Problem::new(Code::NoVersion, id.place, message);
            self.report(problem.help("write it as `version: 2026.11.1`, and change it with the rules"));
        }
        let text = |reader: &mut Self, key: &str, example: &str| {
            fields.get(key).and_then(|node| reader.name(node, format!("`{key}`"), example))
        };
        self.cues(fields.get("cues"));
        self.rules(fields.get("rules"));
        Some(Document {
            place: root.place,
            id: self.id(&fields),
            version: text(self, "version", "2026.11.1"),
            extends: self.extends(&fields),
            tiers: fields.get("tiers").and_then(|node| self.tiers(node)),
            handoffs: fields.get("handoffs").and_then(|node| self.handoffs(node)),
            desks: self.desks(fields.get("desks")),
            defaults: fields.get("defaults").map(|node| self.defaults(node)).unwrap_or_default(),
            timezone: text(self, "timezone", "Asia/Tokyo"),
            no_text_is_empty: fields.get("no_text").and_then(|node| self.no_text(node)),
            facts: self.facts(fields.get("facts")),
            derived: self.derived(fields.get("derive")),
            cues: Vec::new(),
            scores: self.scores(fields.get("scores")),
            lets: self.lets(fields.get("let")),
            axes: self.axes(fields.get("axes")),
            judgments: self.judgments(fields.get("judgments")),
            rules: Vec::new(),
            calendars: self.calendars(fields.get("calendars")),
            effective: self.effective(&fields),
            params: self.params(fields.get("params")),
            tables: self.tables(fields.get("tables")),
            limits: self.limits(fields.get("limits")),
            invariants: self.invariants(fields.get("invariants")),
            scripts: self.scripts(fields.get("scripts")),
            grants: self.grants(fields.get("grants")),
            on_script_error: text(self, "on_script_error", "client_desk"),
            lost: Lost::default(),
        })
    }

    fn id(&mut self, fields: &Fields<'_>) -> Option<Name> {
        let is_script_file = fields.get("rulebook").or_else(|| fields.get("rules")).is_none();
        if let Some(scripts) = fields.get("scripts").filter(|_| is_script_file) {
            let message = "this is a file of scripts, not a rulebook";
            let problem = Problem::new(Code::MissingKey, scripts.place, message);
            self.report(problem.help(
                "give it with the rulebook that it is for: `furiwake check acme.yaml --script FILE`, or `Rulebook::with_script`",
            ));
            return None;
        }
        let node = self.required(fields, "rulebook", "a rulebook", "acme-shop")?;
        let name = self.name(node, "`rulebook`", "acme-shop")?;
        self.is_word(&name, "a rulebook");
        Some(name)
    }

    fn format(&mut self, fields: &Fields<'_>) {
        let Some(node) = fields.get("format") else { return };
        if let Some(format) = self.name(node, "`format`", "1")
            && &*format.value != "1"
        {
            let message = format!("format `{}` is not known to this version", format.value);
            self.report(
                Problem::new(Code::NotSupported, node.place, message).help("this version reads `format: 1`"),
            );
        }
    }

    fn no_text(&mut self, node: &Node<'_>) -> Option<Written<bool>> {
        let empty = self.one_of(node, "`no_text`", &[("empty", true), ("unknown", false)])?;
        Some(Written::new(empty, node.place))
    }
}
