//! Scores: points that add up under conditions, what is unknown as an interval, bands by name.

use crate::support::{decide, engine, facts_only, inquiry, shop};
use furiwake::{Decision, Engine, Language, Rulebook, Truth};
use serde_json::{Value, json};

const FRAUD: &str = "
facts:
  order.amount: { type: integer, min: 0, ask: { en: How much } }
  customer.since: { type: date }
  customer.known: { type: bool }
  card.number: { type: text, sensitivity: secret }
derive: { customer.days: days_since(customer.since) }
cues: { new_device: { any: [機種変更, new phone] } }
let: { recent: customer.days < 30 }
scores:
  fraud:
    title: { ja: 不正の疑い, en: fraud }
    bands: { high: 5, low: 0 }
    cue.new_device: 4
    parts:
      - { when: order.amount > 50000, points: 3 }
      - { when: recent, points: 0.5 }
      - { when: customer.known, points: -2 }
rules:
  - { id: high, when: 'at_least(score.fraud, \"high\")', escalate: supervisor }
  - { id: low, when: '!at_least(score.fraud, \"high\")', tag: calm }
";

const ALL: &str = r#""order.amount": 60000, "customer.since": "2025-01-01", "customer.known": false"#;

fn score(engine: &Engine, json: &str) -> Value {
    let why_not = engine.why_not(&inquiry(json), "high").unwrap();
    let json: Value = serde_json::from_str(&why_not.to_json()).unwrap();
    json["tree"]["read"][0].clone()
}

fn truth(engine: &Engine, facts: &str, rule: &str) -> Truth {
    engine.why_not(&facts_only(facts), rule).unwrap().truth()
}

#[test]
fn points_add_up_while_conditions_hold() {
    let engine = shop(FRAUD);
    let said = |text: &str, facts: &str| {
        format!(r#"{{"at": "2026-11-21T10:00:00+09:00", "text": "{text}", "facts": {{{facts}}}}}"#)
    };
    assert_eq!(
        score(&engine, &said("new phone", ALL)),
        json!({"score": "fraud", "low": 7, "high": 7, "band": "high", "parts": [
            {"when": "cue.new_device", "points": 4, "truth": "true"},
            {"when": "order.amount > 50000", "points": 3, "truth": "true"},
        ]})
    );
    let calm = r#""order.amount": 100, "customer.since": "2026-11-20", "customer.known": true"#;
    assert_eq!(
        score(&engine, &said("", calm)),
        json!({"score": "fraud", "low": -1.5, "high": -1.5, "band": null, "parts": [
            {"when": "customer.known", "points": -2, "truth": "true"},
            {"when": "recent", "points": 0.5, "truth": "true"},
        ]})
    );
}

#[test]
fn what_is_unknown_makes_an_interval() {
    let engine = shop(FRAUD);
    let open = r#"{"at": "2026-11-21T10:00:00+09:00", "text": "", "facts": {"order.amount": 60000, "customer.known": null}}"#;
    assert_eq!(
        score(&engine, open),
        json!({"score": "fraud", "low": 1, "high": 3.5, "band": "low", "parts": [
            {"when": "customer.known", "points": -2, "truth": "unknown"},
            {"when": "order.amount > 50000", "points": 3, "truth": "true"},
            {"when": "recent", "points": 0.5, "truth": "unknown"},
        ]})
    );
    // 3.5 at most is less than 5, whatever the rest turns out to be.
    assert_eq!(truth(&engine, r#""order.amount": 60000"#, "high"), Truth::False);
    assert_eq!(truth(&engine, r#""order.amount": 60000"#, "low"), Truth::True);
    // Without words the cue may still hit.
    let silent = inquiry(r#"{"at": "2026-11-21T10:00:00+09:00", "facts": {"order.amount": 60000}}"#);
    let why_not = engine.why_not(&silent, "high").unwrap();
    assert_eq!(why_not.truth(), Truth::Unknown);
    let decision = engine.decide(&silent);
    assert_eq!(decision.route().tier(), "supervisor");
    assert_eq!(asks(&decision), ["customer.known", "customer.since", "text"]);
}

fn asks(decision: &Decision) -> Vec<&str> {
    decision.asks().map(|ask| ask.fact.unwrap_or("text")).collect()
}

#[test]
fn what_parts_wait_for_is_asked() {
    let engine = shop(
        "
facts: { amount: { type: integer, ask: { en: How much } }, other: { type: integer }, fresh: { type: bool } }
let: { large: amount > 10 }
scores: { risk: [{ when: large, points: 2 }, { when: fresh, points: 1 }] }
rules: [{ id: risky, when: score.risk >= 2, escalate: client_desk }]
",
    );
    assert_eq!(asks(&decide(&engine, "")), ["amount", "fresh"]);
    // What is settled already is not asked for.
    assert_eq!(asks(&decide(&engine, r#""fresh": true"#)), ["amount"]);
    assert_eq!(asks(&decide(&engine, r#""amount": 11, "fresh": false"#)), [""; 0]);
    // Of one that is known for sure nothing is asked, though a part is open.
    assert_eq!(asks(&decide(&engine, r#""amount": 11"#)), [""; 0]);
}

#[test]
fn a_score_is_explained_in_words() {
    let engine = shop(FRAUD);
    let json = format!(r#"{{"at": "2026-11-21T10:00:00+09:00", "text": "機種変更", "facts": {{{ALL}}}}}"#);
    let decision = engine.decide(&inquiry(&json));
    let english = decision.why(Language::English);
    assert!(
        english.contains("score fraud 7 (high: cue.new_device +4, order.amount > 50000 +3), "),
        "{english}"
    );
    let japanese = decision.why(Language::Japanese);
    assert!(
        japanese.contains("スコア 不正の疑い 7 (high: cue.new_device +4、order.amount > 50000 +3)、"),
        "{japanese}"
    );
    let why_not =
        engine.why_not(&facts_only(r#""order.amount": 60000"#), "high").unwrap().text(Language::English);
    let parts = "customer.known -2 [possible], order.amount > 50000 +3, recent +0.5 [possible]";
    assert!(why_not.contains(&format!("score fraud 1..3.5 (low: {parts})")), "{why_not}");
}

#[test]
fn the_forms_say_the_same() {
    let load = |score: &str| {
        let text = format!(
            "{}facts: {{ n: {{ type: integer }} }}\ncues: {{ x: {{ any: [x] }} }}\nscores: {{ s: {score} }}",
            crate::support::SHOP
        );
        engine(&text).rulebook().hash().to_owned()
    };
    let hash = load("{ cue.x: 2, parts: [{ when: n > 1, points: 1 }] }");
    assert_eq!(load("[{ when: 1 < n, points: 1.0 }, { when: cue.x, points: 2 }]"), hash);
    assert_eq!(
        load("{ parts: [{ points: 2, when: cue.x }, { points: 1, when: { fact: n, op: '>', value: 1 } }] }"),
        hash
    );
    assert_ne!(load("{ cue.x: 2, parts: [{ when: n > 1, points: 2 }] }"), hash);
    assert_ne!(load("{ cue.x: 2, bands: { low: 0 }, parts: [{ when: n > 1, points: 1 }] }"), hash);
    let banded = load("{ cue.x: 2, bands: { low: 0, high: 1 } }");
    assert_eq!(load("{ bands: { high: 1, low: 0 }, cue.x: 2 }"), banded);
    assert_ne!(load("{ bands: { high: 1.5, low: 0 }, cue.x: 2 }"), banded);
}

#[test]
fn a_score_has_a_limit_of_parts() {
    let parts: Vec<String> = (0..1001).map(|n| format!("{{ when: n > {n}, points: 1 }}")).collect();
    let text = |parts: &[String]| {
        format!(
            "{}facts: {{ n: {{ type: integer }} }}\nscores: {{ s: [{}] }}\nrules: [{{ id: r, when: score.s > 1, tag: [x] }}]",
            crate::support::SHOP,
            parts.join(", ")
        )
    };
    assert!(Rulebook::load("many.yaml", &text(&parts[..1000])).findings().is_empty());
    let loaded = Rulebook::load("many.yaml", &text(&parts));
    let messages: Vec<&str> = loaded.findings().iter().map(|finding| finding.message()).collect();
    assert_eq!(messages, ["the score `s` has 1001 parts, more than the 1000 it may have"]);
}
