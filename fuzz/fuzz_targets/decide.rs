//! Whatever the rules and the inquiry, the engine decides as the reference does, byte for byte. Each line is a rule: one letter for what
//! it does, then its condition. What stands behind a line of `===` is the inquiry.
#![no_main]

use furiwake::{Engine, Inquiry, Registry, Rulebook, reference};
use libfuzzer_sys::fuzz_target;
use std::fmt::Write as _;

/// Everything but the rules.
const BOOK: &str = include_str!("../decide.yaml");
const EFFECTS: [&str; 20] = [
    "raise: [refund]",
    "raise: [talks]",
    "retain: [refund]",
    "retain: { refund: { communicate: client_manager } }",
    "delegate: { refund: first_line }",
    "delegate: { refund: { communicate: second_line } }",
    "settle: { refund: approve }",
    "settle: { refund: deny }",
    "settle: { talks: approve }",
    "escalate: { to: supervisor, urgency: high }",
    "escalate: { to: client_desk, within: 2h }",
    "classify: { nature: complaint }",
    "classify: { nature: question }",
    "classify: { handling: routine }",
    "classify: { topic: delivery }",
    "classify: { topic: payment }",
    "refer: [logistics]",
    "require: [amount]",
    "instruct: [{ ja: 注意, en: heed }]",
    "tag: [seen]",
];
/// More rules than this teach nothing new and cost time.
const MOST: usize = 24;

fuzz_target!(|text: &str| {
    let (rules, inquiry) = text.split_once("\n===\n").unwrap_or((text, ""));
    let mut book = format!("{BOOK}rules:\n");
    for (at, line) in rules.lines().take(MOST).enumerate() {
        let Some((letter, condition)) = line.split_at_checked(1) else { continue };
        let letter = usize::from(letter.as_bytes()[0].wrapping_sub(b'a'));
        let Some(effect) = EFFECTS.get(letter) else { continue };
        let condition = condition.trim();
        let when = if condition.is_empty() { String::new() } else { format!("when: {condition:?}, ") };
        let _ = writeln!(book, "  - {{ id: rule-{at}, {when}{effect} }}");
    }
    let loaded = Rulebook::load("fuzz.yaml", &book);
    let Some(rulebook) = loaded.rulebook() else { return };
    let engine = Engine::new(rulebook);
    let registry = Registry::new();
    registry.insert("client", rulebook);
    let given = Inquiry::from_json(inquiry).ok();
    for inquiry in
        given.into_iter().chain([Inquiry::new(), Inquiry::new().customer("返金して。late, ひどい")])
    {
        let expected = reference::decide(rulebook, &inquiry).to_json();
        assert_eq!(engine.decide(&inquiry).to_json(), expected, "{book}");
        assert_eq!(registry.decide("client", &inquiry).to_json(), expected, "{book}");
    }
});
