//! The rulebooks that ship, and those of the documentation, decide their own cases as expected and violate none of their
//! invariants in doing so.

use crate::support::shop;
use furiwake::condition::Expression;
use furiwake::{Decision, Engine, Inquiry, Language, Rulebook, Truth};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// An inquiry in its wire form.
    given: Value,
    expect: Expect,
}

/// What a case says about the decision; everything it leaves out is free.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    /// The label of an ordered axis; of an unordered axis labels that are certain.
    labels: BTreeMap<String, Value>,
    route: Option<String>,
    next: Option<String>,
    raised: BTreeMap<String, String>,
    rulings: BTreeMap<String, String>,
    /// Who decides.
    holders: BTreeMap<String, String>,
    /// Rules that count.
    fires: Vec<String>,
    /// Rules that do not.
    silent: Vec<String>,
    /// A condition over the inquiry and the decision.
    that: Option<String>,
}

#[test]
fn they_decide_their_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/authoring/builtin");
    let mut report = String::new();
    for name in Rulebook::builtin_names() {
        let cases = std::fs::read_to_string(folder.join(format!("{name}.cases.yaml"))).unwrap();
        let rulebook = Rulebook::builtin(name).unwrap_or_else(|| panic!("`{name}` ships and loads"));
        assert_eq!(rulebook.id(), name);
        report.push_str(&failures(&Engine::new(&rulebook), name, &cases));
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Every text with the facts of the next case, and without any: what the cases were not written for.
#[test]
fn their_invariants_hold_beyond_their_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/authoring/builtin");
    for name in Rulebook::builtin_names() {
        let engine = Engine::new(&Rulebook::builtin(name).unwrap());
        let cases = std::fs::read_to_string(folder.join(format!("{name}.cases.yaml"))).unwrap();
        let cases: Cases = serde_saphyr::from_str(&cases).unwrap();
        let given: Vec<&Value> = cases.cases.iter().map(|case| &case.given).collect();
        for (one, next) in given.iter().zip(given.iter().cycle().skip(1)) {
            for facts in [&next["facts"], &Value::Null] {
                let mut given = (*one).clone();
                given["facts"] = if facts.is_null() { json!({}) } else { facts.clone() };
                let violations = violations(&engine, &Inquiry::from_json(&given.to_string()).unwrap());
                assert!(violations.is_empty(), "{name}: {given}\n{}", violations.join("\n"));
            }
        }
    }
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
    let message = "violates complaints-stay: never nature == \"complaint\" && !at_least(holder(refund), \"client_desk\")\n     \
                   because Refunds in a complaint are the client's";
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
    assert!(report.contains("that holder(refund) == \"supervisor\": is false"), "{report}");
    let report = failed("holder(refnud) == \"supervisor\"");
    assert!(report.contains("there is no judgment `refnud`"), "{report}");
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

/// Decides every case and reports all that differ, with the explanation of the decision; nothing if none does.
pub(crate) fn failures(engine: &Engine, name: &str, cases: &str) -> String {
    let cases: Cases = serde_saphyr::from_str(cases).unwrap();
    let mut report = String::new();
    let mut failed = 0;
    for case in &cases.cases {
        let inquiry = Inquiry::from_json(&case.given.to_string()).unwrap();
        let decision = engine.decide(&inquiry);
        let differences = differences(engine, &inquiry, &decision, &case.expect);
        if !differences.is_empty() {
            failed += 1;
            writeln!(report, "== {}\n   {}", case.name, case.given).unwrap();
            differences.iter().for_each(|difference| writeln!(report, "   {difference}").unwrap());
            writeln!(report, "{}", decision.why(Language::English)).unwrap();
        }
    }
    if failed == 0 {
        report
    } else {
        format!("{failed} of {} cases of `{name}` differ\n{report}", cases.cases.len())
    }
}

/// What is wrong with the condition a case expects to hold; nothing if it does.
fn unheld(engine: &Engine, inquiry: &Inquiry, that: &str) -> Option<String> {
    let condition = Expression::parse(that).unwrap_or_else(|error| panic!("{that}: {error}"));
    match engine.holds(inquiry, &condition) {
        Ok(Truth::True) => None,
        Ok(truth) => Some(format!("that {that}: is {}", truth.as_str())),
        Err(findings) => Some(findings.to_string()),
    }
}

/// Every invariant the decision violates, with its author's reason.
fn violations(engine: &Engine, inquiry: &Inquiry) -> Vec<String> {
    let violations = engine.violations(inquiry);
    let described = violations.iter().map(|violation| {
        let because = violation.because().map(|because| because.get(Language::English));
        because.map_or_else(
            || format!("violates {violation}"),
            |because| format!("violates {violation}\n     because {because}"),
        )
    });
    described.collect()
}

fn differences(engine: &Engine, inquiry: &Inquiry, decision: &Decision, expect: &Expect) -> Vec<String> {
    let actual: Value = serde_json::from_str(&decision.to_json()).unwrap();
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: &Value, actual: &Value| {
        if expected != actual {
            differences.push(format!("{what}: expected {expected}, is {actual}"));
        }
    };
    for (axis, expected) in &expect.labels {
        let labels = &actual["labels"][axis];
        match expected.as_array() {
            None => compare(axis, expected, &labels["label"]),
            Some(expected) => {
                let certain = labels["certain"].as_array().cloned().unwrap_or_default();
                let missing: Vec<&Value> = expected.iter().filter(|label| !certain.contains(label)).collect();
                if !missing.is_empty() {
                    compare(axis, &json!(missing), &json!(certain));
                }
            }
        }
    }
    let route = &actual["route"];
    let texts = [("route", &expect.route, &route["tier"]), ("next", &expect.next, &actual["next"]["do"])];
    for (what, expected, actual) in texts {
        if let Some(expected) = expected {
            compare(what, &json!(expected), actual);
        }
    }
    for (key, expected) in [("raised", &expect.raised), ("ruling", &expect.rulings)] {
        for (judgment, expected) in expected {
            compare(&format!("{key} of {judgment}"), &json!(expected), &actual["judgments"][judgment][key]);
        }
    }
    for (judgment, expected) in &expect.holders {
        let holder = &actual["judgments"][judgment]["holders"]["decide"];
        compare(&format!("holder of {judgment}"), &json!(expected), holder);
    }
    let counted = |rule: &str| decision.reasons().any(|reason| reason.rule() == rule);
    for (rules, fires) in [(&expect.fires, true), (&expect.silent, false)] {
        for rule in rules {
            // A rule nobody wrote is silent too; it has to exist.
            if counted(rule) != fires {
                compare(&format!("rule {rule} counts"), &json!(fires), &json!(!fires));
            }
            if !fires && engine.why_not(inquiry, rule).is_none() {
                compare("silent", &json!(rule), &json!("no such rule"));
            }
        }
    }
    differences.extend(expect.that.as_deref().and_then(|that| unheld(engine, inquiry, that)));
    differences.extend(violations(engine, inquiry));
    differences
}
