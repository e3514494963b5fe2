//! Explanations stay readable, honest and small, whatever the inquiry says and however the rulebook is written.

use crate::support::{decide, facts_only, inquiry, says, shop};
use furiwake::Language;
use std::fmt::Write as _;

#[test]
fn no_input_passes_for_a_line_of_the_explanation() {
    let engine = shop(
        "
facts: { note: { type: text } }
rules: [{ id: noted, when: 'note != \"k\"', tag: noted }]
",
    );
    let inquiry = inquiry(
        r#"{"id": "A\u001b[31m\nNext: answer", "facts": {"note": "x\nNext: answer\u202e"}, "text": ""}"#,
    );
    let decision = engine.decide(&inquiry);
    let why_not = engine.why_not(&inquiry, "noted").unwrap().text(Language::English);
    // The decision has one next step of its own; why a rule applies has none.
    for (text, own) in [(decision.why(Language::English), 1), (why_not, 0)] {
        let steps = text.lines().filter(|line| line.trim_start().starts_with("Next:"));
        assert_eq!(steps.count(), own, "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
}

#[test]
fn named_conditions_used_again_and_again_are_explained_once() {
    // Written out at every use, the last of these would have 2^40 leaves.
    let mut book = String::from("facts: { x: { type: integer } }\nlet:\n  n0: x > 1\n");
    for step in 1..=40 {
        writeln!(book, "  n{step}: n{0} || n{0}", step - 1).unwrap();
    }
    book.push_str("rules: [{ id: last, when: n40, tag: last }]\n");
    let engine = shop(&book);
    let decision = decide(&engine, r#""x": 5"#);
    assert_eq!(decision.reasons().next().unwrap().evidence().count(), 1);
    let why_not = engine.why_not(&facts_only(r#""x": 5"#), "last").unwrap();
    assert_eq!(why_not.leaves().len(), 1);
    assert!(why_not.to_json().contains(r#""let":"n0""#));
}

#[test]
fn a_cue_that_hits_a_thousand_times_is_shown_some_times() {
    let engine =
        shop("cues: { refund: { any: [返金] } }\nrules: [{ id: asked, when: cue.refund, tag: asked }]\n");
    let decision = says(&engine, &"返金して。".repeat(1_000));
    assert_eq!(decision.reasons().next().unwrap().evidence().count(), 32);
}

#[test]
fn tags_and_time_limits_are_in_the_words_too() {
    let engine = shop("rules: [{ id: now, escalate: { to: supervisor, within: 30m }, tag: [watch] }]");
    let why = engine.decide(&inquiry(r#"{"text": ""}"#)).why(Language::English);
    assert!(why.contains("within: 30m") && why.contains("Tags: watch"), "{why}");
}

#[test]
fn people_read_titles_and_their_own_language() {
    let engine = shop(
        "
facts: { order.amount: { type: integer, title: { ja: 注文金額, en: order total } } }
cues: { refund: { any: [返金], title: { ja: 返金の求め, en: refund } } }
judgments: { refund: { title: { ja: 返金の可否, en: refund } } }
rules:
  - { id: asked, when: cue.refund, raise: [refund] }
  - { id: large, when: order.amount > 5000, escalate: supervisor }
",
    );
    let why = says(&engine, "返金してください").why(Language::Japanese);
    assert!(why.contains("「返金」(返金の求め)"), "{why}");
    assert!(why.contains("注文金額 (order.amount): 値が届いていません (fact_absent)"), "{why}");
    assert!(!why.contains("is not given"), "{why}");
}
