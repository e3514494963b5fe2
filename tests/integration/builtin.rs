//! The rulebooks that ship decide their own cases as expected.

use furiwake::{Decision, Engine, Inquiry, Language, Rulebook};
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
    /// A condition over the decision; only `urgency == ".."` is read here.
    that: Option<String>,
}

#[test]
fn they_decide_their_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/authoring/builtin");
    let mut report = String::new();
    let mut files = 0;
    for name in Rulebook::builtin_names() {
        if let Ok(cases) = std::fs::read_to_string(folder.join(format!("{name}.cases.yaml"))) {
            files += 1;
            let rulebook = Rulebook::builtin(name).unwrap_or_else(|| panic!("`{name}` ships and loads"));
            report.push_str(&failures(&Engine::new(&rulebook), name, &cases));
        }
    }
    assert!(files >= 2, "no cases in {}", folder.display());
    assert!(report.is_empty(), "\n{report}");
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

fn urgency(that: &str) -> String {
    let level = that.strip_prefix("urgency == \"").and_then(|rest| rest.strip_suffix('"'));
    level.unwrap_or_else(|| panic!("not read here: {that}")).into()
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
    let urgency = expect.that.as_deref().map(urgency);
    let texts = [
        ("route", &expect.route, &route["tier"]),
        ("urgency", &urgency, &route["urgency"]),
        ("next", &expect.next, &actual["next"]["do"]),
    ];
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
    differences
}
