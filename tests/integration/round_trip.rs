//! Documents to text and back: nothing is lost, and printing again gives the same text.

use crate::generate::{Book, document, raw_book};
use furiwake::Rulebook;
use furiwake::document::Document;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::path::{Path, PathBuf};

/// Every rulebook in the repository that loads, by its name.
pub(crate) fn shipped() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut books = Vec::new();
    for folder in ["src/authoring/builtin", "examples", "tests/books"] {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            if name.ends_with(".yaml") && !name.ends_with(".cases.yaml") {
                books.push((name, std::fs::read_to_string(&file).unwrap()));
            }
        }
    }
    let guide = std::fs::read_to_string(root.join("src/guide/rulebook.md")).unwrap();
    let blocks = guide.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    books.extend(
        blocks
            .filter(|block| block.contains("rulebook:"))
            .map(|block| ("the guide".to_owned(), block.to_owned())),
    );
    books
}

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
    let books = shipped();
    assert!(books.len() >= 6, "{}", books.len());
    for (name, text) in books {
        let document = Document::parse(&name, &text).unwrap_or_else(|findings| panic!("{findings}"));
        round_trip(&name, &document);
        let hash = |text: &str| {
            Rulebook::load(&name, text)
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
