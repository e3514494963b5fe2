//! The JSON Schema against everything that is a rulebook, and against what is none.

use crate::generate::document;
use crate::round_trip::shipped;
use furiwake::Rulebook;
use furiwake::diagnostic::Code;
use furiwake::document::{Document, json_schema};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

pub(crate) fn validator() -> Validator {
    let schema: Value = serde_json::from_str(json_schema()).unwrap();
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

/// What a schema cannot know: how values fit their types and each other, and what an axis is.
const BEYOND: [&str; 4] =
    ["fact-values.yaml", "condition-types.yaml", "ordered-axis-two-labels.yaml", "table-cells.yaml"];

#[test]
fn what_is_broken_in_shape_is_invalid() {
    let schema = validator();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut accepted = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".yaml") || BEYOND.contains(&name.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let shape = |code| {
            matches!(
                code,
                Code::UnknownKey
                    | Code::MissingKey
                    | Code::WrongKind
                    | Code::InvalidValue
                    | Code::InvalidName
            )
        };
        let loaded = Rulebook::load(&name, &text);
        let mut found = loaded.findings().iter().filter(|finding| shape(finding.code())).peekable();
        if found.peek().is_some() && complaints(&schema, &text).is_empty() {
            accepted
                .push(format!("{name}: {:?}", found.map(|finding| finding.to_string()).collect::<Vec<_>>()));
        }
    }
    assert!(accepted.is_empty(), "{accepted:#?}");
}

proptest! {
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
