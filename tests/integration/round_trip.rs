//! Documents to text and back: nothing is lost, and printing again gives the same text.

use crate::generate::{Book, document, raw_book};
use crate::support::{load_shipped, shipped};
use furiwake::Rulebook;
use furiwake::document::Document;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Prints the document in both forms, reads it back, and prints it again.
pub(crate) fn round_trip(name: &str, document: &Document) {
    let (yaml, json) = (document.to_yaml(), document.to_json());
    for (form, text) in [("yaml", &yaml), ("json", &json)] {
        let again = Document::parse(&format!("{name}.{form}"), text)
            .unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        assert!(
            again == *document,
            "{name}: reading {form} gives another document\n{text}\n{}",
            again.to_yaml()
        );
        assert_eq!(again.to_yaml(), yaml, "{name} by way of {form}");
        assert_eq!(again.to_json(), json, "{name} by way of {form}");
    }
    serde_json::from_str::<serde_json::Value>(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
}

#[test]
fn every_rulebook_in_the_repository_survives() {
    for (name, text) in shipped() {
        let document = Document::parse(&name, &text).unwrap_or_else(|findings| panic!("{findings}"));
        round_trip(&name, &document);
        let hash = |text: &str| {
            load_shipped(&name, text)
                .into_result()
                .unwrap_or_else(|findings| panic!("{findings}\n{text}"))
                .hash()
                .to_owned()
        };
        let written = hash(&text);
        assert_eq!(hash(&document.to_yaml()), written, "{name}");
        assert_eq!(hash(&document.to_json()), written, "{name}");
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn whatever_is_built_in_rust_survives(seed: u64) {
        round_trip("built", &document(seed));
    }
}

proptest! {
    #![proptest_config(Config { cases: 50, failure_persistence: None, ..Config::default() })]

    #[test]
    fn generated_rulebooks_keep_their_content(raw in raw_book()) {
        let text = Book::new(&raw).tree().yaml();
        let hash = |text: &str| Rulebook::load("book.yaml", text).into_result().unwrap().hash().to_owned();
        let document = Document::parse("book.yaml", &text).unwrap();
        round_trip("generated", &document);
        prop_assert_eq!(hash(&document.to_yaml()), hash(&text));
        prop_assert_eq!(hash(&document.to_json()), hash(&text));
    }
}
