//! What cases are given: by themselves, on top of others, and in JSON.

use super::{book, findings, suite};
use furiwake::Inquiry;
use furiwake::cases::Suite;
use proptest::prelude::*;

/// The inquiry of a case with this `given`.
fn given(givens: &str, given: &str) -> Inquiry {
    let text = format!("givens: {{ {givens} }}\ncases: [{{ name: one, given: {given}, expect: {{}} }}]");
    let loaded = Suite::load("shop.cases.yaml", &text, &book());
    let suite = loaded.into_result().unwrap_or_else(|found| panic!("{found}"));
    suite.cases()[0].inquiry().clone()
}

#[test]
fn a_given_is_what_an_inquiry_says_in_json() {
    let written = "{ id: T-1, at: \"2026-11-21T10:00:00+09:00\", messages_complete: false, \
                   messages: [{ from: customer, subject: 返金, text: 12, format: mail }, { from: agent, text: \"true\" }], \
                   text: 返金, facts: { order: { amount: 4980 }, customer.note: \"4980\", customer.phone: null } }";
    let json = r#"{"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "messages_complete": false,
        "messages": [{"from": "customer", "subject": "返金", "text": "12", "format": "mail"}, {"from": "agent", "text": "true"}],
        "text": "返金", "facts": {"order.amount": 4980, "customer.note": "4980", "customer.phone": null}}"#;
    assert_eq!(given("", written), Inquiry::from_json(json).unwrap());
    assert_eq!(given("", "{}"), Inquiry::new());
}

#[test]
fn what_a_case_says_itself_stands_above_what_it_starts_from() {
    let givens = "calm: { text: 返金, facts: { order.amount: 4980, customer.note: x } }, \
                  later: { as: calm, id: T-2, facts: { order: { amount: 1 } } }";
    let calm = Inquiry::new().customer("返金").fact("order.amount", 4980).fact("customer.note", "x");
    assert_eq!(given(givens, "calm"), calm);
    assert_eq!(given(givens, "{ as: calm }"), calm);
    assert_eq!(given(givens, "later"), calm.clone().with_id("T-2").fact("order.amount", 1));
    let other = given(givens, "{ as: later, text: 煙, facts: { order.amount: null } }");
    let expected = Inquiry::new().customer("煙").with_id("T-2").fact("customer.note", "x");
    assert_eq!(other, expected.fact("order.amount", furiwake::FactValue::NULL));
}

#[test]
fn what_is_wrong_on_purpose_is_expected() {
    let case = |expect: &str| {
        format!(
            "cases: [{{ name: one, given: {{ facts: {{ order.amount: lots }} }}, expect: {{ {expect} }} }}]"
        )
    };
    let found = findings(&case("next: ask"));
    let message = "shop.cases.yaml:1:54: warning[given-missing]: `order.amount` is \"lots\", not an integer";
    assert_eq!(found, [message]);
    assert_eq!(findings(&case("notices: [fact_ill_typed]")), [""; 0]);
    assert_eq!(findings(&case("notices: []")), [message]);
}

/// What is personal is not told by findings either.
#[test]
fn findings_do_not_tell_what_is_personal() {
    let text = "cases: [{ name: one, given: { facts: { customer.phone: 901234 } }, expect: {} }]";
    let found = findings(text);
    assert!(found.len() == 1 && !found[0].contains("901234"), "{found:?}");
}

#[test]
fn a_given_that_no_file_shares_is_told_as_such() {
    for given in ["nothing", "{ as: nothing }"] {
        let found = findings(&format!("cases: [{{ name: a, given: {given}, expect: {{}} }}]"));
        let told = "error[unknown-name]: there is no given `nothing`, as the file has no `givens`";
        assert!(found.len() == 1 && found[0].contains(told), "{found:?}");
    }
}

#[test]
fn cases_are_read_from_json_too() {
    let json = r#"{"rulebook": "shop", "cases": [{"name": "one", "given": {"text": "返金", "facts": {"order.amount": 4980}},
        "expect": {"raised": {"refund": "yes"}}}], "tables": [{"name": "amounts", "given": {"text": "返金"},
        "columns": ["facts.order.amount", "expect.route"], "rows": [[3000, "supervisor"], [3001, "client_desk"]]}]}"#;
    let suite = suite(json);
    let names: Vec<&str> = suite.cases().iter().map(furiwake::cases::Case::name).collect();
    assert_eq!(names, ["one", "amounts › row 1", "amounts › row 2"]);
}

#[test]
fn a_case_knows_its_line_and_can_be_picked_by_name() {
    let suite = suite(
        "# first\ncases:\n  - name: one\n    given: {}\n    expect: {}\n  - { name: 二つ目, given: {}, expect: {} }\n",
    );
    let lines: Vec<usize> = suite.cases().iter().map(furiwake::cases::Case::line).collect();
    assert_eq!((lines, suite.file()), (vec![3, 6], "shop.cases.yaml"));
    let only = suite.matching("二つ");
    assert_eq!(only.cases().iter().map(furiwake::cases::Case::name).collect::<Vec<_>>(), ["二つ目"]);
}

/// Neither the stack nor the memory is filled by a file of a few megabytes.
#[test]
fn files_that_would_grow_without_bound_are_refused() {
    let chain: String = (1..2000).map(|at| format!("  g{at}: {{ as: g{} }}\n", at + 1)).collect();
    let found = findings(&format!(
        "givens:\n{chain}  g2000: {{}}\ncases: [{{ name: one, given: g1, expect: {{}} }}]"
    ));
    assert!(found[0].contains("error[limit]") && found[0].contains("at most 32 times"), "{}", found[0]);

    let long = "返金".repeat(50_000);
    let cases: String =
        (0..2000).map(|at| format!("  - {{ name: c{at}, given: long, expect: {{}} }}\n")).collect();
    let found = findings(&format!("givens: {{ long: {{ text: {long} }} }}\ncases:\n{cases}"));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("error[limit]"), "{}", found[0]);
}

const SAMPLE: &str = r#"rulebook: shop
givens: { calm: { text: 返金, facts: { order.amount: 4980 } } }
gates: { decisive: 95 % }
cases:
  - name: one
    given: { as: calm, facts: { order: { amount: 1 } } }
    expect: { labels: { nature: question, topic: [] }, may: { refund: { first_line: { decide: settled } } }, due: none, that: 'order.amount == 1' }
tables:
  - { name: rows, given: calm, columns: [name, facts.order.amount, expect.holders.refund.decide, expect.asks], rows: [[a, 1, client_desk, ~], [b, 2, supervisor, []]] }
"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is cut out or put in: a suite or findings, never a panic.
    #[test]
    fn a_damaged_file_is_refused_or_read(start in 0..SAMPLE.len(), length in 0..40_usize, put in "[a-z\\[\\]{}:,'\"~0-9\n -]{0,6}") {
        let cut = |at: usize| (0..=at.min(SAMPLE.len())).rev().find(|at| SAMPLE.is_char_boundary(*at)).unwrap();
        let damaged = format!("{}{put}{}", &SAMPLE[..cut(start)], &SAMPLE[cut(start + length)..]);
        let loaded = Suite::load("shop.cases.yaml", &damaged, &book());
        prop_assert_eq!(loaded.suite().is_none(), loaded.findings().has_errors());
    }
}
