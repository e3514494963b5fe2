//! What is personal or secret appears in no output.

use crate::support::{inquiry, shop};
use furiwake::Language;
use furiwake::decision::Evidence;

const BOOK: &str = "
facts:
  phone: { type: text, sensitivity: personal, ask: { ja: 電話番号, en: phone } }
  code: { type: choice, of: [alpha, beta], sensitivity: secret }
  marks: { type: choices, of: [gamma, delta], sensitivity: personal }
  income: { type: integer, sensitivity: secret, max: 9000000 }
  born: { type: date, sensitivity: personal }
  note: { type: text }
derive:
  age: days_since(born)
  contact: phone or \"none\"
rules:
  - { id: phone, when: 'phone != \"none\"', raise: [callback], require: [phone], tag: called }
  - { id: code, when: 'code in [\"alpha\"]', escalate: supervisor }
  - { id: marks, when: 'has(marks, \"gamma\")', escalate: second_line }
  - { id: income, when: income > 5, delegate: { callback: supervisor } }
  - { id: age, when: age > 5, escalate: client_desk }
  - { id: contact, when: 'contact != \"x\"', instruct: call back }
  - { id: note, when: 'note != \"x\"', tag: noted }
judgments: { callback: {} }
";

/// Everything that is printed about an inquiry.
fn outputs(json: &str) -> String {
    let engine = shop(BOOK);
    let inquiry = inquiry(json);
    let decision = engine.decide(&inquiry);
    let mut all = decision.to_json();
    for language in [Language::Japanese, Language::English] {
        all += &decision.why(language);
        for rule in ["phone", "code", "marks", "income", "age", "contact", "note"] {
            let why_not = engine.why_not(&inquiry, rule).unwrap();
            // What the rule's own text says is the author's, not the customer's.
            all += &why_not
                .text(language)
                .lines()
                .skip(1)
                .filter_map(|line| line.split_once(" ← "))
                .map(|(_, read)| read)
                .collect::<String>();
            all += &serde_json::from_str::<serde_json::Value>(&why_not.to_json()).unwrap()["tree"]["read"]
                .to_string();
        }
    }
    all
}

#[test]
fn values_of_sensitive_facts_are_not_shown() {
    let all = outputs(
        r#"{"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "text": "", "facts": {"phone": "090-4711", "code": "alpha",
            "marks": ["gamma"], "income": 4711, "born": "1947-11-04", "note": "public 0815"}}"#,
    );
    for secret in ["4711", "1947", "alpha", "gamma"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    assert!(all.contains("public 0815"));
    assert!(all.contains("[redacted]") && all.contains("[非表示]"));
}

#[test]
fn nor_are_wrong_ones() {
    let all = outputs(
        r#"{"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "text": "", "facts": {"phone": 4711, "code": "omega4711x",
            "marks": ["gamma", "zeta4711x"], "income": 94711000, "born": "2047-11-04", "note": 815}}"#,
    );
    for secret in ["4711", "2047"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[test]
fn nor_are_conflicting_ones() {
    let all = outputs(
        r#"{"id": "T-1", "text": "", "facts": {"phone": "090-4711", "phone": "090-0815", "income": 4711, "income": 815}}"#,
    );
    for secret in ["4711", "815"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[test]
fn a_reason_still_names_what_it_rests_on() {
    let engine = shop(BOOK);
    let decision = engine.decide(&inquiry(r#"{"text": "", "facts": {"income": 4711}}"#));
    let reason = decision.reasons().find(|reason| reason.rule() == "income").unwrap();
    assert_eq!(
        reason.evidence().collect::<Vec<_>>(),
        [Evidence::Redacted { fact: "income", redacted: true }]
    );
}

#[test]
fn parts_of_scores_that_read_sensitive_values_keep_their_points_alone() {
    let engine = shop(
        "
facts:
  income: { type: integer, sensitivity: secret }
  born: { type: date, sensitivity: personal }
  code: { type: choice, of: [alpha, beta], sensitivity: secret }
  amount: { type: integer }
derive: { age: days_since(born) }
let: { minor: age < 4711, either: 'minor || amount > 4712' }
scores:
  risk:
    - { when: income > 4713, points: 1 }
    - { when: age < 4714, points: 2 }
    - { when: 'either && amount > 4715', points: 4 }
    - { when: 'code in [\"alpha\"]', points: 8 }
    - { when: amount > 815, points: 16 }
rules: [{ id: r, when: score.risk > 1, escalate: supervisor }]
",
    );
    let inquiry = inquiry(
        r#"{"at": "2026-11-21T10:00:00+09:00", "text": "", "facts": {"income": 5000, "born": "2026-11-01", "code": "alpha",
            "amount": 5001}}"#,
    );
    let decision = engine.decide(&inquiry);
    let reason = decision.reasons().next().unwrap();
    let hidden = reason.evidence().filter_map(|evidence| match evidence {
        Evidence::Redacted { fact, .. } => Some(fact),
        _ => None,
    });
    assert_eq!(hidden.collect::<Vec<_>>(), ["age", "code", "income"]);
    let (json, english, japanese) =
        (decision.to_json(), decision.why(Language::English), decision.why(Language::Japanese));
    for text in [&json, &english, &japanese] {
        for literal in ["4711", "4712", "4713", "4714", "4715", "alpha"] {
            assert!(!text.contains(literal), "{literal} in {text}");
        }
        assert!(text.contains("amount > 815"), "{text}");
    }
    assert_eq!(json.matches(r#""when":"[redacted]""#).count(), 4, "{json}");
    for points in [1, 2, 4, 8] {
        assert!(english.contains(&format!("[redacted] +{points}")), "{english}");
        assert!(japanese.contains(&format!("[非表示] +{points}")), "{japanese}");
    }
}

/// Looking at a named condition each time it is used would take 2 to the power of 40 steps here.
#[test]
fn what_a_part_of_a_score_reads_is_looked_at_once() {
    let chain = |n: usize| format!("c{n}: 'c{0} && (c{0} || n > {n})', ", n - 1);
    let lets: String = (1..40).map(chain).collect();
    let engine = shop(&format!(
        "
facts: {{ n: {{ type: integer }} }}
let: {{ {lets}c0: n > 0 }}
scores: {{ s: [{{ when: c39, points: 1 }}] }}
rules: [{{ id: r, when: score.s > 0, tag: x }}]
"
    ));
    let decision = engine.decide(&inquiry(r#"{"facts": {"n": 5}}"#));
    assert!(decision.to_json().contains(r#""when":"c39""#), "{}", decision.to_json());
}
