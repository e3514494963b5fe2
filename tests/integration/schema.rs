//! The JSON Schema against everything that is a rulebook, and against what is none.

use crate::broken::books;
use crate::generate::document;
use crate::support::shipped;
use furiwake::condition::Expression;
use furiwake::diagnostic::Code;
use furiwake::document::{Document, json_schema};
use furiwake::{Findings, Rulebook};
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn validator() -> Validator {
    validator_of(json_schema())
}

pub(crate) fn validator_of(schema: &str) -> Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

/// Where and why the schema refuses a YAML text.
pub(crate) fn complaints(schema: &Validator, yaml: &str) -> Vec<String> {
    let value: Value = serde_saphyr::from_str(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_rulebook_in_the_repository_is_valid_as_written_and_as_printed() {
    let schema = validator();
    for (name, text) in shipped() {
        assert_eq!(complaints(&schema, &text), Vec::<String>::new(), "{name}");
        let document = Document::parse(&name, &text).unwrap();
        assert_eq!(complaints(&schema, &document.to_yaml()), Vec::<String>::new(), "{name}, printed");
        let json: Value = serde_json::from_str(&document.to_json()).unwrap();
        assert!(schema.is_valid(&json), "{name}, as JSON");
    }
}

/// Broken in shape, and valid all the same: what a schema cannot know is how values fit their types and each other, what an
/// axis is, what a cell says.
const BEYOND: [&str; 5] = [
    "condition-types.yaml",
    "fact-values.yaml",
    "no-calendar.yaml",
    "ordered-axis-two-labels.yaml",
    "table-cells.yaml",
];

#[test]
fn what_is_broken_in_shape_is_invalid() {
    let schema = validator();
    let mut accepted = Vec::new();
    for path in books() {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let loaded = Rulebook::load(&name, &text);
        if is_broken_in_shape(loaded.findings()) && complaints(&schema, &text).is_empty() {
            accepted.push(name);
        }
    }
    assert_eq!(accepted, BEYOND);
}

/// Whether something is wrong that a schema can know.
pub(crate) fn is_broken_in_shape(findings: &Findings) -> bool {
    use Code::{InvalidName, InvalidValue, MissingKey, UnknownKey, WrongKind};
    let shapes = [UnknownKey, MissingKey, WrongKind, InvalidValue, InvalidName];
    findings.iter().any(|finding| shapes.contains(&finding.code()))
}

/// A rulebook with a key in every kind of map that no map has. The finding about it names all that there are.
const STRANGE: &str = r#"
zzzzzz: 1
rulebook: x
extends: [{ layer: core, zzzzzz: 1 }]
effective: { from: 2026-12-01, zzzzzz: 1 }
tiers: { vendor: [{ id: a, zzzzzz: 1 }], client: [b], zzzzzz: 1 }
handoffs: { direct: [], zzzzzz: 1 }
desks: { d: { party: client, zzzzzz: 1 } }
defaults: { zzzzzz: 1 }
calendars: { c: { hours: {}, zzzzzz: 1 } }
params: { p: { type: bool, value: true, zzzzzz: 1 } }
facts: { f: { type: bool, zzzzzz: 1, title: { ja: x, zzzzzz: 1 } } }
cues: { c: { any: [x], zzzzzz: 1 } }
scores: { s: { cue.c: 1, zzzzzz: 1 }, parts: [{ when: f, points: 1, zzzzzz: 1 }] }
axes: { n: { labels: [{ id: a, zzzzzz: 1 }], many: true, zzzzzz: 1 } }
judgments: { j: { zzzzzz: 1 } }
rules:
  - id: r
    retain: { j: { decide: b, zzzzzz: 1 } }
    settle: { j: { approve: f, zzzzzz: 1 } }
    escalate: { to: b, zzzzzz: 1 }
    zzzzzz: 1
tables: { t: { columns: [id], rows: [], zzzzzz: 1 } }
invariants: [{ never: f, zzzzzz: 1 }]
scripts: { zzzzzz: 1 }
grants: [{ delegate: [j], zzzzzz: 1 }]
"#;

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema: Value = serde_json::from_str(json_schema()).unwrap();
    let places = BTreeMap::from([
        ("a rulebook", ""),
        ("a layer", "/$defs/layer"),
        ("`effective`", "/$defs/effective"),
        ("`tiers`", "/properties/tiers"),
        ("a tier", "/$defs/tier"),
        ("`handoffs`", "/properties/handoffs"),
        ("a desk", "/$defs/desk"),
        ("`defaults`", "/properties/defaults"),
        ("a calendar", "/$defs/calendar"),
        ("a parameter", "/$defs/param"),
        ("a fact", "/$defs/fact"),
        ("a title", "/$defs/text"),
        ("a cue", "/$defs/cue"),
        ("a part of a score", "/$defs/parts/items"),
        ("an axis", "/$defs/axis"),
        ("a label", "/$defs/label"),
        ("a judgment", "/$defs/judgment"),
        ("a rule", "/$defs/rule"),
        ("`retain`", "/$defs/tierOfActs"),
        ("a ruling", "/$defs/settlement/anyOf/1"),
        ("`escalate`", "/$defs/rule/properties/escalate"),
        ("a table", "/$defs/table"),
        ("an invariant", "/$defs/invariant"),
        ("`scripts`", "/properties/scripts"),
        ("a grant", "/$defs/grant"),
    ]);
    know_the_same_keys(&schema, &places, &Document::parse("strange.yaml", STRANGE).unwrap_err());
}

/// Holds the keys that findings about unknown ones name against those of a schema, each kind of map at its place.
pub(crate) fn know_the_same_keys(schema: &Value, places: &BTreeMap<&str, &str>, findings: &Findings) {
    let keys = |place: &str| -> BTreeSet<String> {
        schema.pointer(place).unwrap()["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let mut seen = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.code() == Code::UnknownKey) {
        let (what, known) = finding.help().unwrap().split_once(" may have ").unwrap();
        let known: BTreeSet<String> = known.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let place = places.get(what).unwrap_or_else(|| panic!("{what} is not looked up in the schema"));
        assert_eq!(keys(place), known, "{what}");
        seen.insert(what.to_owned());
    }
    let missed: Vec<_> = places.keys().filter(|what| !seen.contains(**what)).collect();
    assert!(missed.is_empty(), "no finding about {missed:?}\n{findings}");
}

#[test]
fn conditions_as_blocks_are_valid() {
    let schema = validator();
    for text in [
        "true",
        "!is_minor",
        "cue.injury && (score.anger >= 3 || amount <= limit)",
        "3000 < amount && channel in [\"sns\", 3, true]",
        "has(topic, \"x\") || known(amount) || at_least(nature, \"x\")",
        "at_least(holder(refund), \"client_desk\") && holder(refund, \"decide\") != \"x\" && ruling(refund) == \"deny\"",
    ] {
        let blocks = Expression::parse(text).unwrap().to_json();
        let json = format!("{{\"rulebook\": \"x\", \"version\": \"1\", \"let\": {{\"a\": {blocks}}}}}");
        assert_eq!(complaints(&schema, &json), Vec::<String>::new(), "{json}");
        // Both forms are the same document, which prints as text.
        let document = Document::parse("x.json", &json).unwrap();
        assert_eq!(document, Document::new("x").version("1").condition("a", text));
        assert!(
            complaints(&schema, &json.replace("\"op\"", "\"opp\"")).is_empty() != json.contains("\"op\"")
        );
    }
}

#[test]
fn every_key_is_described() {
    let schema: Value = serde_json::from_str(json_schema()).unwrap();
    let found = undescribed(&schema);
    assert!(found.is_empty(), "{found:#?}");
}

/// The keys of which a schema does not say what they are for.
pub(crate) fn undescribed(schema: &Value) -> Vec<String> {
    fn walk(at: &str, schema: &Value, found: &mut Vec<String>) {
        match schema {
            Value::Object(members) => {
                for (key, member) in members {
                    if key == "properties" {
                        let silent = |(name, value): (&String, &Value)| {
                            let described = value.get("description").is_some() || value.get("$ref").is_some();
                            (!described && !value.is_boolean() && value.get("const").is_none())
                                .then(|| format!("{at}/{name}"))
                        };
                        found.extend(member.as_object().into_iter().flatten().filter_map(silent));
                    }
                    walk(&format!("{at}/{key}"), member, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(at, item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk("", schema, &mut found);
    found.retain(|place| !place.contains("/if/"));
    found
}

proptest! {
    #![proptest_config(Config { cases: 100, failure_persistence: None, ..Config::default() })]

    #[test]
    fn whatever_is_built_in_rust_is_valid(seed: u64) {
        let schema = SCHEMA.get_or_init(validator);
        let document = document(seed);
        prop_assert_eq!(complaints(schema, &document.to_yaml()), Vec::<String>::new(), "{}", document.to_yaml());
        let json: Value = serde_json::from_str(&document.to_json()).unwrap();
        // Other readers of YAML find the same in it.
        let yaml: Value = serde_saphyr::from_str(&document.to_yaml()).unwrap();
        prop_assert_eq!(yaml, json);
    }
}

static SCHEMA: std::sync::OnceLock<Validator> = std::sync::OnceLock::new();
