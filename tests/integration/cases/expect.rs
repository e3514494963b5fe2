//! Everything that can be expected, met and not.

use super::{book, findings, suite, unmet};
use furiwake::{Engine, Rulebook};

const CALM: &str = "{ text: 返金してください, facts: { order.amount: 3000 } }";
const OPEN: &str = "{ text: 返金してください }";
const TINY: &str = "{ text: 返金してください, facts: { order.amount: 100 } }";
const LATE: &str = "{ text: 遅い }";
const SMOKE: &str = "{ text: 煙が出てがっかり, at: \"2026-11-21T10:00:00+09:00\" }";
const SILENT: &str = "{ facts: { order.amount: 1 } }";

fn differs(given: &str, expect: &str) -> Vec<String> {
    let text = format!("cases: [{{ name: one, given: {given}, expect: {{ {expect} }} }}]");
    unmet(&suite(&text).cases()[0])
}

#[test]
fn what_was_decided_is_expected() {
    for (given, expect) in [
        (CALM, "labels: { nature: question }"),
        (SMOKE, "labels: { nature: complaint }"),
        (LATE, "labels: { topic: [delivery] }"),
        (LATE, "labels: { topic: delivery }"),
        (CALM, "labels: { topic: [] }"),
        (CALM, "route: supervisor"),
        (CALM, "next: hand_off"),
        (OPEN, "next: ask"),
        (CALM, "raised: { refund: yes, compensation: \"no\" }"),
        (SILENT, "raised: { refund: possible }"),
        (TINY, "rulings: { refund: approve, compensation: open }"),
        (CALM, "holders: { refund: supervisor }"),
        (CALM, "holders: { refund: { decide: supervisor, communicate: first_line } }"),
        (CALM, "may: { refund: { first_line: refused, supervisor: permitted } }"),
        (CALM, "may: { refund: { first_line: { propose: permitted, communicate: refused } } }"),
        (TINY, "may: { refund: { first_line: settled } }"),
        (OPEN, "asks: [order.amount]"),
        (OPEN, "asks: order.amount"),
        (SILENT, "asks: [text]"),
        (CALM, "asks: []"),
        (SMOKE, "due: \"2026-11-21T10:30:00+09:00\""),
        (SMOKE, "due: \"2026-11-21T01:30:00Z\""),
        (CALM, "due: none"),
        (SMOKE, "urgency: critical"),
        (LATE, "desks: [logistics], notify: [technical, client], tags: late, requires: [customer.phone]"),
        (CALM, "desks: [], notify: [], tags: [], requires: []"),
        (CALM, "fires: [refund.asked, refund.small], silent: [refund.kept, late]"),
        (OPEN, "notices: [fact_absent]"),
        (CALM, "notices: []"),
        (CALM, "that: 'order.amount <= 3000 && holder(refund) == \"supervisor\" && cue.refund'"),
        (CALM, "that: ['route == \"supervisor\"', { fact: order.amount, op: \">=\", value: 3000 }]"),
        (CALM, ""),
    ] {
        assert_eq!(differs(given, expect), [""; 0], "{given} {expect}");
    }
}

#[test]
fn what_is_not_as_expected_is_told_in_the_words_of_cases() {
    for (given, expect, told) in [
        (CALM, "labels: { nature: complaint }", "labels.nature: expected complaint, is question"),
        (
            LATE,
            "labels: { topic: [returns, delivery] }",
            "labels.topic: expected delivery, returns, is delivery",
        ),
        (LATE, "labels: { topic: [] }", "labels.topic: expected none, is delivery"),
        // Not certain, and not impossible.
        (SILENT, "labels: { topic: [delivery] }", "labels.topic: expected delivery, is none"),
        (SILENT, "labels: { topic: [] }", "labels.topic: expected none, is delivery"),
        (CALM, "route: client_desk", "route: expected client_desk, is supervisor"),
        (CALM, "next: answer", "next: expected answer, is hand_off"),
        (CALM, "raised: { refund: possible }", "raised.refund: expected possible, is yes"),
        (CALM, "rulings: { refund: deny }", "rulings.refund: expected deny, is open"),
        (
            CALM,
            "holders: { refund: client_desk }",
            "holders.refund.decide: expected client_desk, is supervisor",
        ),
        (
            CALM,
            "may: { refund: { first_line: { communicate: permitted } } }",
            "may.refund.first_line.communicate: expected permitted, is refused",
        ),
        (OPEN, "asks: []", "asks: expected none, is order.amount"),
        (OPEN, "asks: [text, order.amount]", "asks: expected order.amount, text, is order.amount"),
        (SMOKE, "due: none", "due: expected none, is 2026-11-21T10:30:00+09:00"),
        (CALM, "due: \"2026-11-21T01:30:00Z\"", "due: expected 2026-11-21T10:30:00+09:00, is none"),
        (CALM, "urgency: high", "urgency: expected high, is normal"),
        // More than is expected is something else than is expected.
        (LATE, "desks: []", "desks: expected none, is logistics"),
        (LATE, "notify: [technical]", "notify: expected technical, is client, technical"),
        (LATE, "tags: []", "tags: expected none, is late"),
        (LATE, "requires: [customer.note]", "requires: expected customer.note, is customer.phone"),
        (CALM, "fires: [late]", "fires.late: expected yes, is no"),
        (CALM, "silent: [refund.asked]", "silent.refund.asked: expected yes, is no, it counts"),
        (
            "{ text: がっかり、返金, facts: { order.amount: 100 } }",
            "fires: [refund.tiny]",
            "fires.refund.tiny: expected yes, is no, overridden by refund.kept",
        ),
        (OPEN, "notices: []", "notices: expected none, is fact_absent"),
        (CALM, "notices: [out_of_force]", "notices: expected out_of_force, is none"),
        (CALM, "that: order.amount > 3000", "that: expected order.amount > 3000, is false"),
        (OPEN, "that: order.amount > 3000", "that: expected order.amount > 3000, is unknown"),
    ] {
        assert_eq!(differs(given, expect), [told], "{given} {expect}");
    }
}

#[test]
fn a_case_tells_everything_that_differs() {
    let told = differs(CALM, "fires: [late, danger], route: client_desk, labels: { nature: complaint }");
    assert_eq!(told.len(), 4, "{told:?}");
}

/// By names alone a decision of another rulebook could be taken for one of this.
#[test]
fn a_decision_by_another_rulebook_is_no_decision_on_the_case() {
    let suite = suite("cases: [{ name: one, given: { text: hello }, expect: {} }]");
    let case = &suite.cases()[0];
    let core = Rulebook::builtin("core").unwrap();
    let mismatches = case.check(&Engine::new(&core).decide(case.inquiry()));
    assert_eq!(mismatches.len(), 1);
    assert_eq!(mismatches[0].what, "rulebook");
    assert!(mismatches[0].actual.starts_with("core "), "{}", mismatches[0].actual);
    // The same rulebook, read from another copy of its text.
    assert!(case.check(&Engine::new(&book()).decide(case.inquiry())).is_empty());
    let results = suite.run(&Engine::new(&core));
    assert_eq!((results.passed(), results.failed()), (0, 1));
}

#[test]
fn gates_are_read() {
    use furiwake::cases::{Measure, Share};
    let text = "gates: { decisive: 100 %, score: 0.9 }\ncases: []\n";
    let suite = suite(text);
    let gates: Vec<(Measure, Share)> = suite.gates().iter().collect();
    let share = |text| Share::parse(text).unwrap();
    assert_eq!(gates, [(Measure::Decisive, share("1")), (Measure::Score, share("90%"))]);
    assert_eq!(findings("gates: { decisive: 1.01 }\ncases: []\n").len(), 1);
}
