//! Rules in force for a time: an inquiry is decided by the rules in force when it came in.

use crate::support::{at, by_tier, inquiry, load, shop};
use furiwake::{Act, Decision, Engine, Language, Rulebook, Truth};

/// December's rules: a grant, a restriction, a settlement, labels above and below the default.
const DECEMBER: &str = "
effective: { from: 2026-12-01, until: 2026-12-31 }
judgments: { refund: , exchange: , discount: }
axes:
  nature: { labels: [question, complaint], default: question }
  handling: { labels: [routine, exception], default: exception }
rules:
  - { id: raise, raise: [refund, exchange, discount] }
  - { id: grant, delegate: { refund: supervisor } }
  - { id: keep, retain: { discount: client_manager } }
  - { id: settle, settle: { exchange: approve } }
  - { id: up, classify: { nature: complaint }, escalate: { to: second_line, urgency: high } }
  - { id: down, classify: { handling: routine } }
";

/// The rules that counted, each once.
fn counted(decision: &Decision) -> Vec<&str> {
    let mut rules: Vec<&str> = decision.reasons().map(|reason| reason.rule()).collect();
    rules.dedup();
    rules
}

#[test]
fn a_layers_rules_hold_from_the_first_instant_of_its_first_day_to_the_end_of_its_last() {
    let engine = shop(DECEMBER);
    for (time, in_force) in [
        ("2026-11-30T23:59:59+09:00", false),
        ("2026-12-01T00:00:00+09:00", true),
        ("2026-12-01T00:00:01+09:00", true),
        ("2026-12-31T23:59:58+09:00", true),
        ("2026-12-31T23:59:59+09:00", true),
        ("2027-01-01T00:00:00+09:00", false),
        // Written with another offset: the rulebook's days count.
        ("2026-11-30T15:00:00Z", true),
        ("2026-11-30T14:59:59Z", false),
        ("2026-12-31T10:00:00-05:00", false),
    ] {
        let decision = at(&engine, time);
        let rules =
            if in_force { vec!["down", "grant", "keep", "raise", "settle", "up"] } else { Vec::new() };
        assert_eq!(counted(&decision), rules, "{time}");
        assert!(decision.reasons().all(|reason| reason.truth() == Truth::True));
        assert!(decision.route().is_certain());
    }
}

#[test]
fn last_months_inquiry_is_decided_by_last_months_rules() {
    let rules = "
judgments: { refund: }
facts: { amount: { type: integer } }
rules:
  - { id: raise, raise: [refund] }
  - { id: november, when: amount <= 3000, delegate: { refund: supervisor }, effective: { until: 2026-11-30 } }
  - { id: december, when: amount <= 5000, delegate: { refund: supervisor }, effective: { from: 2026-12-01 } }
";
    let engine = shop(rules);
    let may = |time: &str, amount: i32| {
        let json = format!(r#"{{"at": "{time}", "text": "", "facts": {{"amount": {amount}}}}}"#);
        by_tier(&engine.decide(&inquiry(&json)), Act::Decide, "refund")[2].clone()
    };
    assert_eq!(may("2026-11-30T23:59:59+09:00", 4000), "held by client_desk");
    assert_eq!(may("2026-12-01T00:00:00+09:00", 4000), "permitted");
    assert_eq!(may("2026-11-30T23:59:59+09:00", 3000), "permitted");
    assert_eq!(may("2026-12-01T00:00:00+09:00", 3000), "permitted");
}

#[test]
fn without_the_inquirys_time_restrictions_count_and_grants_do_not() {
    let engine = shop(DECEMBER);
    let decision = engine.decide(&inquiry(r#"{"text": ""}"#));
    assert_eq!(counted(&decision), ["keep", "raise", "up"]);
    assert!(decision.reasons().all(|reason| reason.truth() == Truth::Unknown));
    assert_eq!(decision.label("handling"), Some("exception"));
    assert_eq!(decision.holder("refund", Act::Decide), Some("client_desk"));
    assert_eq!(decision.holder("discount", Act::Decide), Some("client_manager"));
    assert_eq!(decision.ruling("exchange"), Some(furiwake::Ruling::Open));
    assert!(!decision.route().is_certain());
    // It is the time that is missing, and no fact that could be asked for.
    assert_eq!(decision.asks().count(), 0);
    let notices: Vec<String> = decision.notices().iter().map(ToString::to_string).collect();
    assert!(notices.iter().any(|notice| notice.contains("gives no time")), "{notices:?}");
}

#[test]
fn instants_end_before_themselves() {
    let period = r#"{ from: "2026-12-01T09:00:00+09:00", until: "2026-12-01T18:00:00+09:00" }"#;
    let engine = shop(&format!("rules: [{{ id: a, tag: on, effective: {period} }}]\n"));
    for (time, on) in [
        ("2026-12-01T08:59:59+09:00", false),
        ("2026-12-01T09:00:00+09:00", true),
        ("2026-12-01T17:59:59.999+09:00", true),
        ("2026-12-01T18:00:00+09:00", false),
        ("2026-12-01T00:00:00Z", true),
    ] {
        assert_eq!(at(&engine, time).tags().count(), usize::from(on), "{time}");
    }
}

#[test]
fn a_rules_period_and_its_layers_both_have_to_hold() {
    let engine = shop(
        "
effective: { from: 2026-12-01 }
rules:
  - { id: a, tag: a, effective: { until: 2026-12-24 } }
  - { id: b, tag: b }
",
    );
    let tags = |time: &str| at(&engine, time).tags().map(str::to_owned).collect::<Vec<_>>().join(" ");
    assert_eq!(tags("2026-11-30T12:00:00+09:00"), "");
    assert_eq!(tags("2026-12-24T23:59:59+09:00"), "a b");
    assert_eq!(tags("2026-12-25T00:00:00+09:00"), "b");
}

/// In New York 1 November 2026 has 25 hours, 8 March 23: days are days of the rulebook's zone all the same.
#[test]
fn days_are_as_long_as_the_zone_says() {
    let head =
        "rulebook: zone\nversion: '1'\ntiers: { vendor: [one], client: [two] }\ntimezone: America/New_York\n";
    let on = |day: &str, time: &str| {
        let rules = format!("rules: [{{ id: a, tag: on, effective: {{ from: {day}, until: {day} }} }}]\n");
        at(&crate::support::engine(&format!("{head}{rules}")), time).tags().count() == 1
    };
    for (day, time, expected) in [
        ("2026-11-01", "2026-11-01T03:59:59Z", false),
        ("2026-11-01", "2026-11-01T04:00:00Z", true),
        ("2026-11-01", "2026-11-02T04:59:59Z", true),
        ("2026-11-01", "2026-11-02T05:00:00Z", false),
        ("2026-03-08", "2026-03-08T05:00:00Z", true),
        ("2026-03-08", "2026-03-09T03:59:59Z", true),
        ("2026-03-08", "2026-03-09T04:00:00Z", false),
    ] {
        assert_eq!(on(day, time), expected, "{day} at {time}");
    }
}

#[test]
fn what_is_never_in_force_is_not_even_unknown() {
    let text = format!(
        "{}effective: {{ from: 2026-12-01 }}\nrules: [{{ id: a, escalate: supervisor, effective: {{ until: 2026-11-30 }} }}]\n",
        crate::support::SHOP
    );
    let loaded = Rulebook::load("never.yaml", &text);
    assert!(loaded.findings().to_string().contains("never in force"), "{}", loaded.findings());
    let engine = Engine::new(loaded.rulebook().unwrap());
    let decision = engine.decide(&inquiry(r#"{"text": ""}"#));
    assert_eq!((decision.route().tier(), decision.route().is_certain()), ("first_line", true));
}

#[test]
fn the_period_is_part_of_the_explanation() {
    let engine = shop(
        "
facts: { amount: { type: integer } }
judgments: { refund: }
rules:
  - { id: raise, raise: [refund], effective: { until: \"2027-04-01T12:00:00+09:00\" } }
  - { id: grant, when: amount <= 3000 && amount >= 1, delegate: { refund: supervisor }, effective: { from: 2026-12-01, until: 2027-03-31 } }
",
    );
    let early = inquiry(r#"{"at": "2026-11-21T10:00:00+09:00", "text": "", "facts": {"amount": 300}}"#);
    let why_not = engine.why_not(&early, "grant").unwrap();
    assert_eq!(
        why_not.text(Language::English),
        "grant: false
  all of: false
    in force from 2026-12-01 to 2027-03-31: false ← at 2026-11-21T10:00:00+09:00 (in force from 2026-12-01 until 2027-03-31)
    amount <= 3000: true ← amount = 300
    amount >= 1: true ← amount = 300
"
    );
    let leaf = &serde_json::from_str::<serde_json::Value>(&why_not.to_json()).unwrap()["tree"]["all"][0];
    assert_eq!(
        leaf["read"][0],
        serde_json::json!({"in_force": {"from": "2026-12-01", "until": "2027-03-31"}, "at": "2026-11-21T10:00:00+09:00"})
    );
    let why = engine.decide(&early).why(Language::Japanese);
    assert!(
        why.contains(
            "raise: 判断事項の提起 ← 受付日時 2026-11-21T10:00:00+09:00 (適用期間 〜2027-04-01T12:00:00+09:00の直前)"
        ),
        "{why}"
    );
    let unknown = engine.why_not(&inquiry(r#"{"text": ""}"#), "raise").unwrap().text(Language::English);
    assert!(
        unknown.contains(
            "in force until before 2027-04-01T12:00:00+09:00: unknown ← at the inquiry has no time"
        ),
        "{unknown}"
    );
}

/// What a layer says holds in its period; what the rulebook above it says holds always.
#[test]
fn a_layers_period_is_that_of_its_rows_and_limits_too() {
    let campaign = "
rulebook: campaign
version: '1'
effective: { from: 2026-12-01, until: 2026-12-31 }
tables:
  gifts: { columns: [id, amount, tag], rows: [[small, '<= 3000', card], [large, '> 3000', box]] }
  toys: { effective: { until: 2026-12-24 }, columns: [id, tag], rows: [[all, toy]] }
limits:
  discount: { by: amount, first_line: 500, supervisor: 3000 }
";
    let shop = format!(
        "{}extends: [./campaign.yaml]\nfacts: {{ amount: {{ type: integer }} }}\njudgments: {{ discount: }}\n\
         rules: [{{ id: raise, raise: [discount] }}, {{ id: always, tag: always }}]\n",
        crate::support::SHOP
    );
    let loaded = load(&[("shop.yaml", &shop), ("campaign.yaml", campaign)]);
    let engine = Engine::new(loaded.rulebook().unwrap_or_else(|| panic!("{}", loaded.findings())));
    for (time, tags, permitted) in [
        ("2026-11-30T23:59:59+09:00", "always", false),
        ("2026-12-01T00:00:00+09:00", "always card toy", true),
        ("2026-12-24T23:59:59+09:00", "always card toy", true),
        ("2026-12-25T00:00:00+09:00", "always card", true),
        ("2026-12-31T23:59:59+09:00", "always card", true),
        ("2027-01-01T00:00:00+09:00", "always", false),
    ] {
        let json = format!(r#"{{"at": "{time}", "text": "", "facts": {{"amount": 2000}}}}"#);
        let decision = engine.decide(&inquiry(&json));
        assert_eq!(decision.tags().collect::<Vec<_>>().join(" "), tags, "{time}");
        let supervisor = &by_tier(&decision, Act::Decide, "discount")[2];
        assert_eq!(supervisor == "permitted", permitted, "{time}: {supervisor}");
    }
}

#[test]
fn periods_that_mean_the_same_are_the_same_rulebook() {
    let hash = |rules: &str| shop(rules).rulebook().hash().to_owned();
    let days = hash("rules: [{ id: a, tag: x, effective: { from: 2026-12-01, until: 2026-12-31 } }]\n");
    let instants = hash(
        "rules: [{ id: a, tag: x, effective: { until: \"2026-12-31T15:00:00Z\", from: \"2026-12-01T00:00:00+09:00\" } }]\n",
    );
    let layer = hash("effective: { from: 2026-12-01, until: 2026-12-31 }\nrules: [{ id: a, tag: x }]\n");
    assert_eq!((&instants, &layer), (&days, &days));
    assert_ne!(
        hash("rules: [{ id: a, tag: x, effective: { from: 2026-12-01, until: 2027-01-01 } }]\n"),
        days
    );
    assert_ne!(hash("rules: [{ id: a, tag: x }]\n"), days);
}

#[test]
fn a_rulebook_of_which_nothing_is_in_force_says_so() {
    let noticed = |engine: &Engine, json: &str| {
        engine.decide(&inquiry(json)).notices().iter().any(|notice| notice.code().as_str() == "out_of_force")
    };
    let at = |time: &str| format!(r#"{{"at": "{time}", "text": ""}}"#);
    let engine = shop(DECEMBER);
    assert!(noticed(&engine, &at("2026-11-30T23:59:59+09:00")));
    assert!(noticed(&engine, &at("2027-01-01T00:00:00+09:00")));
    assert!(!noticed(&engine, &at("2026-12-01T00:00:00+09:00")));
    // Without a time nothing is known to be over.
    assert!(!noticed(&engine, r#"{"text": ""}"#));
    // One rule that always is in force is enough, even if it does not apply.
    let rest = "cues: { c: { any: [nothing like it] } }\nrules:\n  - { id: a, effective: { until: 2026-12-31 }, tag: [x] }\n";
    assert!(noticed(&shop(rest), &at("2027-01-01T00:00:00+09:00")));
    let with = format!("{rest}  - {{ id: b, when: cue.c, tag: [y] }}\n");
    assert!(!noticed(&shop(&with), &at("2027-01-01T00:00:00+09:00")));
}
