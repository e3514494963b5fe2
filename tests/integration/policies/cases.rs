//! The books decide their own cases, and those labelled by others, as expected.

use super::score::{Case, Domain, Scored};
use super::{DOMAINS, books};
use crate::builtin::failures;
use furiwake::Rulebook;
use std::fs::read_to_string;
use std::io::Write;
use std::path::Path;

#[test]
fn the_books_load_without_findings() {
    for domain in DOMAINS {
        let text = read_to_string(book(domain, "yaml")).unwrap();
        let loaded = Rulebook::load("book.yaml", &text);
        assert!(loaded.findings().is_empty(), "{domain}: {}", loaded.findings());
    }
}

#[test]
fn they_decide_their_own_cases() {
    for domain in DOMAINS {
        let cases = read_to_string(book(domain, "cases.yaml")).unwrap();
        let report = failures(books().of(domain), &domain.to_string(), &cases);
        assert!(report.is_empty(), "\n{report}");
    }
}

#[test]
fn they_decide_the_cases_that_others_labelled() {
    for scored in labelled() {
        let case = &scored.case;
        assert!(!scored.is_false_approval(), "{} is approved", case.id);
        assert!(
            scored.is_right() || case.suspect_label.is_some(),
            "{}: expected {}, is {:?}",
            case.id,
            case.expected_outcome,
            scored.ruling
        );
        // Every fact of every case is declared and of its type; what is absent or null is nobody's mistake.
        for notice in scored.decision.notices() {
            let code = notice.code().as_str();
            assert!(["fact_absent", "fact_null"].contains(&code), "{}: {notice}", case.id);
        }
    }
}

/// The labelled cases, decided; none where nobody has put them beside the project.
pub(super) fn labelled() -> Vec<Scored> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/tau/cases.dev.jsonl");
    let Ok(text) = read_to_string(&path) else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no {}", path.display());
        return Vec::new();
    };
    let books = books();
    text.lines().map(|line| books.score(Case::read(line).unwrap()).unwrap()).collect()
}

fn book(domain: Domain, ending: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/books/{domain}.{ending}"))
}
