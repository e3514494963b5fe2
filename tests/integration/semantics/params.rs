//! Parameters: constants that conditions read, and that the outermost rulebook sets.

use crate::support::{SHOP, decide, engine, facts_only, inquiry, load};
use furiwake::{Act, Decision, Engine, Language, Loaded, Rulebook, Truth};

const BASE: &str = "
facts: { order.amount: { type: integer }, channel: { type: choice, of: [phone, chat] } }
params:
  refund_cap: { type: integer, min: 0, max: 10000, unit: JPY, title: { ja: 返金の上限, en: refund cap }, value: 3000 }
  main_channel: { type: choice, of: [chat, phone], value: phone }
judgments: { refund: }
rules:
  - { id: asked, raise: [refund] }
  - { id: capped, when: order.amount <= param.refund_cap, delegate: { refund: first_line } }
  - { id: main, when: channel == param.main_channel && param.main_channel == \"phone\", tag: [main] }
";

fn over(outermost: &str) -> Loaded {
    let mine = format!("rulebook: mine\nversion: '1'\nextends: [base.yaml]\n{outermost}");
    load(&[("mine.yaml", &mine), ("base.yaml", &format!("{SHOP}{BASE}"))])
}

fn with(outermost: &str) -> Engine {
    engine_of(&over(outermost))
}

fn engine_of(loaded: &Loaded) -> Engine {
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    Engine::new(loaded.rulebook().unwrap())
}

fn holder(decision: &Decision) -> &str {
    decision.holder("refund", Act::Decide).unwrap()
}

#[test]
fn a_condition_reads_the_value_that_the_outermost_rulebook_sets() {
    for (outermost, cap) in [
        ("", 3000),
        ("params: { refund_cap: 5000 }", 5000),
        ("params: { refund_cap: { value: 500 } }", 500),
        ("params: { refund_cap: { type: integer, min: 0, max: 10000, unit: JPY, value: 10000 } }", 10000),
    ] {
        let engine = with(outermost);
        assert_eq!(holder(&decide(&engine, &format!(r#""order.amount": {cap}"#))), "first_line");
        assert_eq!(holder(&decide(&engine, &format!(r#""order.amount": {}"#, cap + 1))), "client_desk");
        assert_eq!(holder(&decide(&engine, "")), "client_desk");
    }
}

#[test]
fn a_parameter_is_evidence_under_its_title() {
    let engine = with("params: { refund_cap: 4000 }");
    let decision = decide(&engine, r#""order.amount": 4000, "channel": "phone""#);
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    let evidence = |rule: &str| {
        let reasons = json["reasons"].as_array().unwrap();
        reasons.iter().find(|reason| reason["rule"] == rule).unwrap()["evidence"].clone()
    };
    assert_eq!(
        evidence("capped"),
        serde_json::json!([{"fact": "order.amount", "value": 4000}, {"fact": "param.refund_cap", "value": 4000}])
    );
    assert_eq!(
        evidence("main"),
        serde_json::json!([{"fact": "channel", "value": "phone"}, {"fact": "param.main_channel", "value": "phone"}])
    );
    let why = decision.why(Language::Japanese).to_string();
    assert!(why.contains("返金の上限"), "{why}");

    let why_not = engine.why_not(&facts_only(r#""order.amount": 4001"#), "capped").unwrap();
    assert_eq!(why_not.truth(), Truth::False);
    let shown = why_not.text(Language::English);
    assert!(shown.contains("order.amount <= param.refund_cap") && shown.contains("4000"), "{shown}");
}

#[test]
fn no_inquiry_sets_a_parameter() {
    let engine = with("");
    let decision = decide(&engine, r#""order.amount": 4000, "param.refund_cap": 9000"#);
    assert_eq!(holder(&decision), "client_desk");
    let undeclared =
        decision.notices().iter().filter(|notice| notice.message().contains("`param.refund_cap`"));
    assert_eq!(undeclared.count(), 1, "{:?}", decision.notices());
    // Nor is one asked for.
    let decision = engine.decide(&inquiry(r#"{"text": ""}"#));
    assert!(decision.asks().all(|ask| ask.fact == Some("order.amount")));
}

#[test]
fn the_value_is_content_and_its_bounds_are_not() {
    let hash = |outermost: &str| over(outermost).rulebook().unwrap().hash().to_owned();
    let whole = BASE.replace("value: 3000", "value: 4000");
    assert_eq!(hash("params: { refund_cap: 3000 }"), hash(""));
    assert_ne!(hash("params: { refund_cap: 4000 }"), hash(""));
    let written = format!("{SHOP}{whole}").replace("rulebook: shop", "rulebook: mine");
    let plain = |text: &str| Rulebook::load("mine.yaml", text).into_result().unwrap().hash().to_owned();
    assert_eq!(hash("params: { refund_cap: 4000 }"), plain(&written));
    assert_eq!(plain(&written.replace("max: 10000, ", "")), plain(&written));
    assert_ne!(plain(&written.replace("refund cap", "limit")), plain(&written));
    assert_ne!(
        plain(
            &written
                .replace("[chat, phone], value", "[chat, fax, phone], value")
                .replace("channel == param.main_channel && ", "")
        ),
        plain(&written.replace("channel == param.main_channel && ", ""))
    );
}

#[test]
fn every_type_of_fact_is_a_type_of_parameter() {
    let engine = engine(&format!(
        "{SHOP}
facts: {{ at: {{ type: timestamp }}, day: {{ type: date, max: 2100-01-01 }}, name: {{ type: text }}, took: {{ type: duration }} }}
params:
  open: {{ type: bool, value: true }}
  rate: {{ type: decimal, min: 0, max: 1, value: 0.25 }}
  name: {{ type: text, value: abc }}
  day: {{ type: date, min: 2026-01-01, value: 2026-12-01 }}
  at: {{ type: timestamp, value: \"2026-11-01T00:00:00+09:00\" }}
  took: {{ type: duration, value: 2h }}
  marks: {{ type: choices, of: [a, b], value: [a] }}
rules:
  - {{ id: all, when: 'param.open && param.rate < 0.3 && name == param.name && day >= param.day && at > param.at && took <= param.took && has(param.marks, \"a\") && known(param.name)', tag: [all] }}
"
    ));
    let facts = r#""name": "abc", "day": "2026-12-01", "at": "2026-11-02T00:00:00Z", "took": "2h""#;
    assert_eq!(decide(&engine, facts).tags().collect::<Vec<_>>(), ["all"]);
}
