//! The books decide their own cases, and those labelled by others, as expected.

use super::score::{Case, Domain, Scored};
use super::{DOMAINS, books};
use crate::builtin::failures;
use furiwake::Rulebook;
use furiwake::diagnostic::Severity;
use std::fs::read_to_string;
use std::io::Write;
use std::path::Path;

/// Nothing is wrong with them, and nothing is declared in vain but what customers say and notes beside the records.
#[test]
fn the_books_load() {
    for domain in DOMAINS {
        let text = read_to_string(book(domain, "yaml")).unwrap();
        for finding in Rulebook::load("book.yaml", &text).findings().iter() {
            let said = ["`claim_", "`note`"].iter().any(|fact| finding.message().contains(fact));
            assert!(finding.severity() == Severity::Warning && said, "{domain}: {finding}");
        }
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
