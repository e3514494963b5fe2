//! The JSON Schema of files of cases against everything that is one, and against what is none.

use super::{book, findings};
use crate::broken::files;
use crate::schema::{complaints, is_broken_in_shape, know_the_same_keys, undescribed, validator_of};
use furiwake::cases::{Suite, json_schema};
use serde_json::Value;
use std::collections::BTreeMap;

fn schema() -> Value {
    serde_json::from_str(json_schema()).unwrap()
}

#[test]
fn every_file_of_cases_in_the_repository_is_valid() {
    let schema = validator_of(json_schema());
    let folders = ["src/authoring/builtin", "tests/books", "examples/policy_test"];
    let mut seen = 0;
    for path in folders.iter().flat_map(|folder| files(folder)) {
        if path.to_str().unwrap().ends_with(".cases.yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(complaints(&schema, &text), Vec::<String>::new(), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 7, "{seen} files");
    let page = include_str!("../../../src/guide/testing.md");
    let blocks = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    for block in blocks.filter(|block| !block.contains("\ntiers:")) {
        assert_eq!(complaints(&schema, block), Vec::<String>::new(), "{block}");
    }
}

#[test]
fn what_is_broken_in_shape_is_invalid() {
    let schema = validator_of(json_schema());
    let acme = std::fs::read_to_string("tests/books/acme-shop.yaml").unwrap();
    let acme = furiwake::Rulebook::load("acme-shop.yaml", &acme).into_result().unwrap();
    let mut refused = Vec::new();
    for path in files("tests/broken/cases") {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let loaded = Suite::load(&name, &text, &acme);
        if is_broken_in_shape(loaded.findings()) {
            assert!(!complaints(&schema, &text).is_empty(), "{name}");
            refused.push(name);
        }
    }
    assert_eq!(
        refused,
        [
            "blank-names.yaml",
            "commas.yaml",
            "document.yaml",
            "expect.yaml",
            "given.yaml",
            "no-cases.yaml",
            "rulebook.yaml",
            "tables.yaml"
        ]
    );
}

/// One slip each.
#[test]
fn every_slip_in_shape_is_seen() {
    let schema = validator_of(json_schema());
    let blank = std::fs::read_to_string("tests/broken/cases/blank-names.yaml").unwrap();
    assert_eq!(complaints(&schema, &blank).len(), 4);
    let case = |given: &str, expect: &str| {
        format!("cases: [{{ name: a, given: {{ {given} }}, expect: {{ {expect} }} }}]")
    };
    let table =
        |columns: &str| format!("tables: [{{ name: t, columns: [{columns}], rows: [[返金, first_line]] }}]");
    let sound = [
        case(
            "text: 返金",
            "next: ask, due: none, raised: { refund: 'no' }, holders: { refund: { decide: client_desk } }",
        ),
        case("", "asks: [], fires: refund.asked, labels: { topic: [], nature: question }, that: true"),
        case(
            "messages: [{ from: customer, text: 返金 }], facts: { order: { amount: ~ } }",
            "may: { refund: { supervisor: refused } }",
        ),
        table("text, expect.route"),
        table("given, expect.may.refund.supervisor"),
        "cases: []\ngates: { decisive: 95 %, near_miss: 0.9, boundary: 1, retained: 100.0 %, score: 0 }"
            .to_owned(),
        "cases: []\nexcused: { decisive: { late: it only tags }, survivors: { \"rule late: x\": why } }"
            .to_owned(),
    ];
    for text in &sound {
        assert_eq!(complaints(&schema, text), Vec::<String>::new(), "{text}");
    }
    let broken = [
        "givens: {}".to_owned(),
        "cases: [{ name: a, given: {} }]".to_owned(),
        "cases: [{ name: a, given: [], expect: {} }]".to_owned(),
        case("txt: 返金", ""),
        case("facts: [1]", ""),
        case("text: 返金", "next: handoff"),
        case("text: 返金", "raised: { refund: maybe }"),
        case("text: 返金", "rulings: { refund: denied }"),
        case("text: 返金", "holders: { refund: { decid: client_desk } }"),
        case("text: 返金", "may: { refund: { supervisor: allowed } }"),
        case("text: 返金", "may: { refund: refused }"),
        case("text: 返金", "urgency: urgent"),
        case("text: 返金", "route: [client_desk]"),
        case("text: 返金", "rout: client_desk"),
        case("text: 返金", "that:"),
        table("text, route"),
        table("text"),
        table("text, expect.holders"),
        table("text, expect.route, expect.route"),
        "cases: []\ngates: { decisive: 95 }".to_owned(),
        "cases: []\ngates: { decisive: 101 % }".to_owned(),
        "cases: []\ngates: { decisiv: 95 % }".to_owned(),
        "cases: []\nexcused: { decisive: [late] }".to_owned(),
        "cases: []\nexcused: { decisive: { late: } }".to_owned(),
        "cases: []\nexcused: { decisive: { late: ' ' } }".to_owned(),
        "cases: []\nexcused: { score: {} }".to_owned(),
    ];
    for text in &broken {
        assert!(!complaints(&schema, text).is_empty(), "{text}");
    }
}

/// A file with a key in every kind of map that no map has.
const STRANGE: &str = "
zzzzzz: 1
gates: { zzzzzz: 1 }
excused: { zzzzzz: {} }
cases: [{ name: a, given: { zzzzzz: 1 }, expect: { zzzzzz: 1 }, zzzzzz: 1 }]
tables: [{ name: t, columns: [expect.next], rows: [[ask]], zzzzzz: 1 }]
";

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let places = BTreeMap::from([
        ("a file of cases", ""),
        ("`gates`", "/$defs/gates"),
        ("`excused`", "/$defs/excused"),
        ("a case", "/$defs/case"),
        ("`given`", "/$defs/given"),
        ("`expect`", "/$defs/expect"),
        ("a table of cases", "/$defs/table"),
    ]);
    let loaded = Suite::load("strange.cases.yaml", STRANGE, &book());
    know_the_same_keys(&schema(), &places, loaded.findings());
}

/// Every word the schema knows is one the reader takes, and it knows no other.
#[test]
fn the_schema_and_the_reader_know_the_same_words() {
    let schema = schema();
    for (expect, place) in [
        ("next: WORD", "/$defs/expect/properties/next"),
        ("urgency: WORD", "/$defs/expect/properties/urgency"),
        ("raised: { refund: WORD }", "/$defs/raised"),
        ("rulings: { refund: WORD }", "/$defs/ruling"),
        ("may: { refund: { supervisor: WORD } }", "/$defs/permission"),
    ] {
        let words = schema.pointer(place).unwrap()["enum"].as_array().unwrap();
        let case = |word: &str| {
            let text =
                format!("cases: [{{ name: a, given: {{}}, expect: {{ {expect} }} }}]").replace("WORD", word);
            Suite::load("a.cases.yaml", &text, &book())
        };
        for word in words {
            let loaded = case(word.as_str().unwrap());
            assert!(loaded.findings().is_empty(), "{}", loaded.findings());
        }
        let refused = case("zzzzzz");
        let help = refused.findings().iter().next().unwrap().help().unwrap().to_owned();
        let known: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
        let words: Vec<&str> = words.iter().map(|word| word.as_str().unwrap()).collect();
        assert_eq!(known, words, "{help}");
    }
}

/// What stands before a column's dot in the schema is what the reader takes.
#[test]
fn columns_are_the_keys_of_what_is_given_and_expected() {
    let (schema, rules) = (validator_of(json_schema()), schema());
    let keys = |place: &str| -> Vec<String> {
        rules.pointer(place).unwrap()["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let bare = keys("/$defs/given").into_iter().filter(|key| !["as", "facts"].contains(&key.as_str()));
    let expected = keys("/$defs/expect").into_iter().flat_map(|key| {
        [format!("expect.{key}"), format!("expect.{key}.refund"), format!("expect.{key}.refund.supervisor")]
    });
    for column in bare.chain(expected).chain(["name".into(), "given".into(), "facts.order.amount".into()]) {
        let text = format!("tables: [{{ name: t, columns: [{column}, expect.that], rows: [] }}]");
        let text = if column == "expect.that" { text.replace(", expect.that", "") } else { text };
        let unknown = findings(&text).iter().any(|finding| finding.contains("unknown column"));
        assert_eq!(complaints(&schema, &text).is_empty(), !unknown, "{column}");
    }
}

#[test]
fn every_key_is_described() {
    let found = undescribed(&schema());
    assert!(found.is_empty(), "{found:#?}");
}
