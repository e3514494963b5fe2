//! Invariants and conditions asked from outside: what counts as violated, and what is no part of the rulebook's content.

use crate::support::{SHOP, facts_only, inquiry, shop};
use furiwake::condition::Expression;
use furiwake::diagnostic::Code;
use furiwake::{Engine, Inquiry, Rulebook, Truth};

const BOOK: &str = "
facts: { amount: { type: integer }, phone: { type: text, sensitivity: personal } }
cues: { upset: { any: [ひどい] } }
axes: { nature: { labels: [question, complaint], default: question } }
judgments: { refund: , talks: { communicate: client_manager } }
rules:
  - { id: complaint, when: cue.upset, classify: { nature: complaint } }
  - { id: large, when: amount > 100, raise: [refund], escalate: { urgency: high } }
  - { id: anybody, delegate: { refund: first_line } }
";

fn violated(engine: &Engine, inquiry: &Inquiry) -> Vec<String> {
    engine.violations(inquiry).iter().map(ToString::to_string).collect()
}

fn holds(engine: &Engine, inquiry: &Inquiry, condition: &str) -> Truth {
    engine.holds(inquiry, &Expression::parse(condition).unwrap()).unwrap()
}

#[test]
fn an_invariant_is_violated_when_it_is_definitely_true() {
    let engine = shop(&format!(
        "{BOOK}invariants: [{{ id: small-only, never: amount > 50 && holder(refund) == \"first_line\" }}]"
    ));
    let message = "small-only: never amount > 50 && holder(refund) == \"first_line\"";
    assert_eq!(violated(&engine, &facts_only("\"amount\": 51")), [message]);
    assert_eq!(violated(&engine, &facts_only("\"amount\": 50")), [""; 0]);
    // What is missing may yet violate it and does not now.
    assert_eq!(violated(&engine, &facts_only("")), [""; 0]);
}

#[test]
fn what_was_decided_is_never_unknown() {
    let engine = shop(BOOK);
    let open = facts_only("");
    // The safe reading: the amount might be large.
    assert_eq!(holds(&engine, &open, "urgency == \"high\""), Truth::True);
    assert_eq!(holds(&engine, &open, "at_least(urgency, \"critical\")"), Truth::False);
    assert_eq!(holds(&engine, &open, "amount > 100"), Truth::Unknown);
    assert_eq!(holds(&engine, &open, "amount > 100 || urgency == \"high\""), Truth::True);
    assert_eq!(holds(&engine, &open, "holder(talks, \"communicate\") == \"client_manager\""), Truth::True);
    assert_eq!(holds(&engine, &open, "route == \"first_line\" && ruling(talks) == \"open\""), Truth::True);
    let silent = inquiry(r#"{"facts": {"amount": 3}}"#);
    assert_eq!(holds(&engine, &silent, "nature == \"complaint\""), Truth::Unknown);
}

#[test]
fn a_violation_says_what_it_rests_on_and_hides_what_is_personal() {
    let never = r#"cue.upset && phone == "090" && !at_least(holder(refund), "client_desk")"#;
    let because = "{ ja: 苦情は委託元, en: Complaints are the client's }";
    let engine = shop(&format!("{BOOK}invariants:\n  - never: {never}\n    because: {because}\n"));
    let inquiry = inquiry(r#"{"text": "ひどい", "facts": {"phone": "090"}}"#);
    let violations = engine.violations(&inquiry);
    let json: serde_json::Value = serde_json::to_value(&violations).unwrap();
    assert_eq!(
        json,
        serde_json::json!([{
            "id": null,
            "never": "cue.upset && phone == \"090\" && !at_least(holder(refund), \"client_desk\")",
            "because": {"ja": "苦情は委託元", "en": "Complaints are the client's"},
            "evidence": [
                {"cue": "upset", "message": 0, "start": 0, "end": 9, "text": "ひどい"},
                {"fact": "phone", "redacted": true},
                {"decided": "holder(refund)", "label": "first_line"},
            ],
        }])
    );
}

#[test]
fn what_is_wrong_with_an_expectation_is_said_at_its_place() {
    let engine = shop(BOOK);
    let condition = Expression::from_json(
        r#"{"all": [{"fact": "amuont", "op": ">", "value": 3}, {"holder": "refnud", "op": "==", "value": "x"}]}"#,
    );
    let findings = engine.holds(&facts_only(""), &condition.unwrap()).unwrap_err();
    assert_eq!(
        findings.to_string(),
        "error[unknown-name]: there is no fact, axis or named condition `amuont`
 --> condition:1:1
  |
1 | amuont > 3 && holder(refnud) == \"x\"
  | ^^^^^^ declared nowhere
  |
  = help: did you mean `amount`?

error[unknown-name]: there is no judgment `refnud`
 --> condition:1:22
  |
1 | amuont > 3 && holder(refnud) == \"x\"
  |                      ^^^^^^
  |
  = help: did you mean `refund`?

2 errors"
    );
}

#[test]
fn invariants_change_no_content_and_have_no_order() {
    let plain = shop(BOOK);
    let one = "{ id: b, never: amount == 1 }";
    let two = "{ id: a, never: amount < 2 }";
    let three = "{ never: amount < 3 }";
    let book = |invariants: &[&str]| shop(&format!("{BOOK}invariants: [{}]", invariants.join(", ")));
    let (here, there) = (book(&[one, two, three]), book(&[three, one, two]));
    assert_eq!(here.rulebook().hash(), plain.rulebook().hash());
    let expected = ["a: never amount < 2", "b: never amount == 1", "never amount < 3"];
    assert_eq!(violated(&here, &facts_only("\"amount\": 1")), expected);
    assert_eq!(violated(&there, &facts_only("\"amount\": 1")), expected);
    // Without an id it is the same when it says the same.
    assert_eq!(
        violated(&book(&[three, "{ never: 3 > amount }"]), &facts_only("\"amount\": 1")),
        ["never amount < 3"]
    );
}

#[test]
fn layers_say_an_invariant_once_and_alike() {
    let stays = "id: compensation.stays, never: '!at_least(holder(compensation), \"client_desk\")'";
    let because =
        "because: { ja: 補償・賠償を委託先が決めてはならない, en: The vendor never decides on compensation }";
    let load = |invariant: &str| {
        Rulebook::load(
            "mine.yaml",
            &format!("{{ rulebook: mine, version: v1, extends: [core], invariants: [{{ {invariant} }}] }}"),
        )
    };
    assert!(load(&format!("{stays}, {because}")).findings().is_empty());
    let loaded = load(stays);
    let codes: Vec<Code> = loaded.findings().iter().map(|finding| finding.code()).collect();
    assert_eq!(codes, [Code::LayersDisagree]);
    assert!(loaded.findings().to_string().contains("the invariant `compensation.stays`"));
}

#[test]
fn an_inherited_invariant_finds_what_a_client_gives_away() {
    let load = |rule: &str| {
        let text = format!("{{ rulebook: mine, version: v1, extends: [shop], rules: [{rule}] }}");
        Engine::new(&Rulebook::load("mine.yaml", &text).into_result().unwrap())
    };
    let facts =
        r#""order.delivered_at": "2026-10-01", "product.category": "food", "customer.is_minor": false"#;
    let json =
        format!(r#"{{"at": "2026-11-21T10:00:00+09:00", "text": "返品したいです", "facts": {{{facts}}}}}"#);
    let generous = load("{ id: generous, settle: { returns: approve } }");
    let violated = violated(&generous, &inquiry(&json));
    assert_eq!(violated.len(), 1);
    assert!(violated[0].starts_with("returns.not-after-the-period: never "), "{violated:?}");
    let plain = load("{ id: harmless, tag: [mine] }");
    assert!(plain.violations(&inquiry(&json)).is_empty());
}

#[test]
fn outcome_terms_are_for_invariants_alone() {
    for part in
        ["let: { l: route == \"client_desk\" }", "scores: { s: [{ when: urgency == \"high\", points: 1 }] }"]
    {
        let loaded = Rulebook::load("book.yaml", &format!("{SHOP}{part}"));
        let codes: Vec<Code> = loaded.findings().iter().map(|finding| finding.code()).collect();
        assert_eq!(codes, [Code::OutOfReach], "{part}");
    }
}
