//! What scripts do to a decision, by example.

use super::Engine;
use super::scripts::engine;
use crate::authority::Act;
use crate::condition::{Condition, LabelSet, Leaf, Term, Truth};
use crate::decision::{Decision, Obstacle};
use crate::id::{JudgmentId, LabelId};
use crate::inquiry::{Inquiry, NoticeCode};
use crate::localised::Language;
use serde_json::{Value, json};

const HEAD: &str = "
facts: { amount: { type: integer, ask: { ja: 金額, en: amount } }, vip: { type: bool }, note: { type: bool } }
axes: { nature: { labels: [question, opinion, complaint], default: opinion } }
judgments: { refund: {} }
";

fn decide(engine: &Engine, facts: Value) -> Decision {
    let json = json!({"at": "2026-11-21T10:00:00+09:00", "text": "", "facts": facts});
    engine.decide(&Inquiry::from_json(&json.to_string()).unwrap())
}

fn shop(rules: &str) -> Engine {
    engine(&format!("{HEAD}rules:\n{rules}"), &[])
}

/// Each proposal: place, effect, whether it is accepted, its truth, what keeps it from its effect.
fn proposals(decision: &Decision) -> Vec<(String, &'static str, bool, Truth, Option<Obstacle>)> {
    let of = |proposal: crate::decision::Proposal<'_>| {
        let place = format!("{}:{}:{}", proposal.script(), proposal.line(), proposal.column());
        (place, proposal.effect().as_str(), proposal.is_accepted(), proposal.truth(), proposal.why())
    };
    decision.proposals().map(of).collect()
}

fn asked(decision: &Decision) -> Vec<&str> {
    decision.asks().filter_map(|ask| ask.fact).collect()
}

const RULES: &str = "
  - { id: asked, raise: [refund] }
  - { id: given, when: amount <= 10000, delegate: { refund: supervisor } }
  - { id: low, when: vip, classify: { nature: question } }
";

#[test]
fn a_delegation_counts_inside_a_grant_only() {
    let engine = shop(&format!(
        "{RULES}
  - {{ id: decided.1, when: amount <= 1000, delegate: {{ refund: first_line }} }}
  - {{ id: decided.2, when: amount <= 3000, delegate: {{ refund: second_line }} }}
  - {{ id: decided.3, when: amount <= 3000, delegate: {{ refund: {{ communicate: second_line }} }} }}
  - {{ id: grant.1, when: amount <= 2000 && vip, delegate: {{ refund: second_line }} }}"
    ));
    let decision = decide(&engine, json!({"amount": 900, "vip": true}));
    assert_eq!(decision.holder("refund", Act::Decide), Some("second_line"));
    assert_eq!(
        proposals(&decision),
        [
            ("decided:1:1".to_owned(), "delegate", false, Truth::True, Some(Obstacle::NoGrant)),
            ("decided:2:1".to_owned(), "delegate", true, Truth::True, None),
            ("decided:3:1".to_owned(), "delegate", false, Truth::True, Some(Obstacle::NoGrant)),
        ]
    );
    let decision = decide(&engine, json!({"amount": 2500, "vip": true}));
    assert_eq!(decision.holder("refund", Act::Decide), Some("supervisor"));
    assert_eq!(proposals(&decision)[0].4, Some(Obstacle::GrantFalse));
    let decision = decide(&engine, json!({"amount": 900}));
    assert_eq!(decision.holder("refund", Act::Decide), Some("supervisor"));
    assert_eq!(proposals(&decision)[1].4, Some(Obstacle::GrantUnknown));
    assert_eq!(asked(&decision), ["vip"]);
}

#[test]
fn a_retention_of_a_script_beats_grants_of_rules_and_scripts() {
    let engine = shop(&format!(
        "{RULES}
  - {{ id: decided.1, when: amount > 5, delegate: {{ refund: first_line }} }}
  - {{ id: decided.2, when: amount > 500, retain: {{ refund: client_manager }} }}
  - {{ id: grant.1, delegate: {{ refund: first_line }} }}"
    ));
    let decision = decide(&engine, json!({"amount": 900, "vip": false}));
    assert_eq!(decision.holder("refund", Act::Decide), Some("client_manager"));
    assert_eq!(
        proposals(&decision),
        [
            ("decided:1:1".to_owned(), "delegate", true, Truth::True, Some(Obstacle::Overridden)),
            ("decided:2:1".to_owned(), "retain", true, Truth::True, None),
        ]
    );
    let overridden: Vec<_> = decision.overridden().map(|grant| (grant.rule(), grant.by_scripts())).collect();
    assert_eq!(overridden, [("given", vec!["decided:2:1".to_owned()])]);
}

#[test]
fn a_failure_suspends_every_grant_and_keeps_what_restricts() {
    let engine = shop(&format!(
        "{RULES}
  - {{ id: decided.1, when: vip, tag: [reached] }}
  - {{ id: decided.2, when: note, instruct: [{{ ja: 注, en: heed }}] }}
  - {{ id: decided.3, when: amount > 100, retain: {{ refund: client_manager }} }}
  - {{ id: decided.4, when: amount > 9000, escalate: {{ urgency: critical }} }}"
    ));
    let decision = decide(&engine, json!({"amount": 900, "vip": true}));
    assert_eq!(decision.label("nature"), Some("opinion"));
    assert_eq!(decision.holder("refund", Act::Decide), Some("client_manager"));
    assert_eq!(decision.route().tier(), "client_manager");
    assert_eq!(decision.tags().collect::<Vec<_>>(), ["reached"]);
    assert_eq!(decision.instructions().count(), 1);
    assert_eq!(decision.route().urgency(), crate::authority::Urgency::Normal);
    let notice = decision.notices().iter().find(|notice| notice.code() == NoticeCode::ScriptFailed).unwrap();
    assert_eq!(notice.script(), Some(("decided", 2, 1)));
    assert_eq!(notice.names().collect::<Vec<_>>(), ["note"]);
    assert_eq!(
        notice.message(),
        "the script `decided` stopped at line 2, column 1: it reads what is not known (in sight: `note`); every grant is suspended, and the inquiry goes to `client_desk` at least"
    );
    // Learning the note takes the suspension back, but what the script keeps stays.
    assert_eq!(
        decide(&engine, json!({"amount": 900, "vip": true, "note": false})).label("nature"),
        Some("question")
    );
    // The grant that a failure suspends is shown as such.
    let decision = decide(&engine, json!({"amount": 90, "vip": true}));
    assert_eq!(decision.route().tier(), "client_desk");
    assert_eq!(asked(&decision), ["note"]);
    assert!(decision.overridden().all(|grant| grant.is_suspended() && grant.rule() == "given"));
    assert_eq!(decision.overridden().count(), 1);
}

#[test]
fn what_a_script_reads_of_the_decision_stays_open_while_something_is_missing() {
    // holder(refund) is at least the client's desk
    let when = Condition::Leaf(Leaf::Outcome {
        term: Term::Holder(JudgmentId(0), Act::Decide),
        labels: [3, 4].map(LabelId).into_iter().collect::<LabelSet>(),
    });
    let engine = engine(
        &format!(
            "{HEAD}rules:\n  - {{ id: given, when: amount <= 10000, delegate: {{ refund: supervisor }} }}\n  - {{ id: decided.1, escalate: {{ to: client_desk, urgency: high }} }}"
        ),
        &[("decided.1", when)],
    );
    // Nobody raises the refund, so the route depends on the script alone.
    let decision = decide(&engine, json!({}));
    assert_eq!(decision.route().tier(), "client_desk");
    assert_eq!(asked(&decision), ["amount"]);
    assert_eq!(proposals(&decision)[0].3, Truth::Unknown);
    assert!(decide(&engine, json!({"amount": 20000})).route().is_certain());
    let decision = decide(&engine, json!({"amount": 1}));
    assert_eq!((decision.route().tier(), decision.proposals().count()), ("first_line", 0));
}

#[test]
fn a_classified_script_restricts_and_lowers_inside_a_grant() {
    let engine = shop(&format!(
        "{RULES}
  - {{ id: stays, when: nature == \"complaint\", retain: [refund] }}
  - {{ id: classified.1, when: amount > 5000, classify: {{ nature: complaint }} }}
  - {{ id: classified.2, when: note, classify: {{ nature: question }} }}
  - {{ id: grant.1, when: amount < 100, classify: {{ nature: question }} }}"
    ));
    let facts = |amount: i64| json!({"amount": amount, "vip": false, "note": true});
    assert_eq!(decide(&engine, facts(6000)).label("nature"), Some("complaint"));
    assert_eq!(decide(&engine, facts(6000)).holder("refund", Act::Decide), Some("client_desk"));
    assert_eq!(decide(&engine, facts(600)).label("nature"), Some("opinion"));
    assert_eq!(decide(&engine, facts(60)).label("nature"), Some("question"));
    let failed = decide(&engine, json!({"vip": true, "note": true}));
    assert_eq!(failed.label("nature"), Some("complaint"));
    assert_eq!(failed.route().tier(), "client_desk");
}

#[test]
fn written_as_json_and_in_words() {
    let engine = shop(&format!(
        "{RULES}
  - {{ id: decided.1, when: amount <= 1000, delegate: {{ refund: first_line }} }}
  - {{ id: decided.2, when: amount > 500, escalate: {{ to: client_desk, within: 30m }} }}
  - {{ id: decided.3, when: note, tag: [odd] }}"
    ));
    let decision = decide(&engine, json!({"amount": 900}));
    let json: Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert_eq!(
        json["proposals"],
        json!([
            {"script": "decided", "line": 1, "column": 1, "effect": "delegate", "accepted": false,
             "why": "no grant covers it", "truth": "true", "because": "decided.1",
             "judgment": "refund", "act": "decide", "tier": "first_line",
             "evidence": [{"fact": "amount", "value": 900}]},
            {"script": "decided", "line": 2, "column": 1, "effect": "escalate", "accepted": true,
             "why": null, "truth": "true", "because": "decided.2",
             "tier": "client_desk", "urgency": "normal", "within": "30m",
             "evidence": [{"fact": "amount", "value": 900}]},
            {"script": "decided", "line": 3, "column": 1, "effect": "tag", "accepted": true,
             "why": null, "truth": "unknown", "because": "decided.3", "tag": "odd",
             "evidence": [{"fact": "note", "missing": "absent"}]},
        ])
    );
    assert_eq!(json["overridden"][0]["suspended"], json!(true));
    let notices = json["notices"].as_array().unwrap();
    assert!(notices.iter().any(|notice| notice["code"] == "script_failed" && notice["line"] == 3));
    let english = decision.why(Language::English);
    assert!(english.contains(ENGLISH), "{english}");
    let japanese = decision.why(Language::Japanese);
    assert!(japanese.contains(JAPANESE), "{japanese}");
}

const ENGLISH: &str = "
Overridden grants
  given: delegate refund (grants are suspended because a script failed)
Proposals of scripts
  decided:1:1: delegate refund decide first_line ← amount = 900
    because: decided.1
    refused: no grant covers it
  decided:2:1: escalate client_desk 30m ← amount = 900
    because: decided.2
  decided:3:1: tag odd [possible] ← note: missing (not given)
    because: decided.3
";

const JAPANESE: &str = "
効かなかった委譲・規程
  given: 権限委譲 refund (スクリプトが途中で止まったため、権限の付与を止めています)
スクリプトの提案
  decided:1:1: 権限委譲 refund 決裁 first_line ← amount = 900
    趣旨: decided.1
    不採用: これを許す権限付与がありません
";
