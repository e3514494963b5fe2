//! The rulebooks that ship, and those of the documentation, decide their own cases as expected and violate none of their
//! invariants in doing so.

use crate::support::shop;
use furiwake::cases::Suite;
use furiwake::{Engine, Inquiry, Rulebook};
use std::path::Path;

#[test]
fn their_cases_load_without_findings() {
    for name in Rulebook::builtin_names() {
        let suite = Suite::builtin(name).unwrap_or_else(|| panic!("`{name}` ships and its cases load"));
        assert_eq!(suite.rulebook().id(), name);
        let findings = Suite::load(name, Rulebook::builtin_cases(name).unwrap(), suite.rulebook());
        assert!(findings.findings().is_empty(), "{}", findings.findings());
    }
}

/// Every text with the facts of the next case, and without any: what the cases were not written for.
#[test]
fn their_invariants_hold_beyond_their_cases() {
    for name in Rulebook::builtin_names() {
        let suite = Suite::builtin(name).unwrap();
        let engine = Engine::new(suite.rulebook());
        let given = || suite.cases().iter().map(furiwake::cases::Case::inquiry);
        for (one, next) in given().zip(given().cycle().skip(1)) {
            let without = with_facts(one, []);
            for inquiry in [with_facts(one, next.facts()), without] {
                let violations: Vec<String> =
                    engine.violations(&inquiry).iter().map(ToString::to_string).collect();
                assert!(violations.is_empty(), "{name}: {}\n{}", inquiry.to_json(), violations.join("\n"));
            }
        }
    }
}

/// The words and the time of one inquiry with other facts.
fn with_facts<'f>(
    inquiry: &Inquiry,
    facts: impl IntoIterator<Item = (&'f str, &'f furiwake::FactValue)>,
) -> Inquiry {
    let mut other = Inquiry::new();
    if let Some(time) = inquiry.time() {
        other = other.at(time);
    }
    let other = inquiry.messages().iter().cloned().fold(other, Inquiry::message);
    facts.into_iter().fold(other, |other, (name, value)| other.fact(name, value.clone()))
}

#[test]
fn the_documented_rulebook_decides_its_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let report = failures(
        &crate::support::engine(&read("acme-shop.yaml")),
        "acme-shop",
        &read("acme-shop.cases.yaml"),
    );
    assert!(report.is_empty(), "\n{report}");
}

/// A rulebook that lets the first line decide refunds, complaint or not.
const CARELESS: &str = "
cues: { refund: { any: [返金] }, upset: { any: [がっかり] } }
axes: { nature: { labels: [question, complaint], default: question } }
judgments: { refund: }
rules:
  - { id: asked, when: cue.refund, raise: [refund] }
  - { id: complaint, when: cue.upset, classify: { nature: complaint } }
  - { id: anybody, delegate: { refund: first_line } }
invariants:
  - id: complaints-stay
    never: nature == \"complaint\" && !at_least(holder(refund), \"client_desk\")
    because: { ja: 苦情の返金は委託元, en: Refunds in a complaint are the client's }
";

#[test]
fn a_case_that_violates_an_invariant_fails() {
    let engine = shop(CARELESS);
    let calm = "cases: [{ name: calm, given: { text: 返金してください }, expect: {} }]";
    assert_eq!(failures(&engine, "careless", calm), "");
    // Nothing else is expected of it.
    let upset = "cases: [{ name: upset, given: { text: がっかりです }, expect: {} }]";
    let report = failures(&engine, "careless", upset);
    let message = "  violates complaints-stay: never nature == \"complaint\" && !at_least(holder(refund), \"client_desk\")\n    \
                   because Refunds in a complaint are the client's\n";
    assert!(report.contains(message), "{report}");
}

#[test]
fn a_case_fails_where_what_it_expects_does_not_hold() {
    let engine = shop(CARELESS);
    let failed = |that: &str| {
        let text = "name: refund, given: { text: 返金してください }";
        failures(&engine, "careless", &format!("cases: [{{ {text}, expect: {{ that: '{that}' }} }}]"))
    };
    assert_eq!(failed("cue.refund && nature == \"question\" && holder(refund) == \"first_line\""), "");
    assert_eq!(
        failed("ruling(refund) == \"open\" && !at_least(route, \"second_line\") && urgency == \"normal\""),
        ""
    );
    let report = failed("holder(refund) == \"supervisor\"");
    assert!(report.contains("that  holder(refund) == \"supervisor\"  false\n"), "{report}");
    assert!(report.contains("holder(refund) == \"supervisor\": false ← holder(refund)"), "{report}");
}

#[test]
fn they_load_without_findings_alone_and_together() {
    for names in Rulebook::builtin_names().chain(["shop, it-support"]) {
        let loaded = Rulebook::load(
            "probe.yaml",
            &format!("rulebook: probe\nversion: 1\nformat: 1\nextends: [{names}]\n"),
        );
        assert!(loaded.findings().is_empty(), "{names}: {}", loaded.findings());
    }
}

/// Runs every case and reports all that fail; nothing if none does.
pub(crate) fn failures(engine: &Engine, name: &str, cases: &str) -> String {
    let suite = Suite::load(name, cases, engine.rulebook()).into_result();
    let results = suite.unwrap_or_else(|findings| panic!("{findings}")).run(engine);
    if results.failed() == 0 { String::new() } else { results.to_string() }
}
