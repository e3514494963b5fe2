//! Running cases: what passes, and what a failure tells.

use super::{book, suite};
use crate::golden::expect;
use crate::support::shop;
use furiwake::Engine;
use furiwake::cases::Suite;

/// Fails in every way an author can: what was decided, rules that fire and do not, a condition, an invariant.
const FAILING: &str = r#"
cases:
  - name: passes
    given: { text: 返金してください, facts: { order.amount: 3000 } }
    expect: { route: supervisor }
  - name: 苦情でも払う
    given: { text: がっかりです。返金してください。, facts: { order.amount: 50, customer.phone: "090-1234-5678" } }
    expect:
      labels: { nature: question }
      route: first_line
      rulings: { refund: approve }
      may: { refund: { first_line: settled } }
      fires: [refund.tiny]
      silent: [refund.kept]
      that: order.amount > 100 && known(customer.phone) && ruling(refund) == "approve"
tables:
  - name: amounts
    given: { text: 返金 }
    columns: [facts.order.amount, expect.holders.refund]
    rows: [[3000, supervisor], [3001, supervisor]]
"#;

#[test]
fn a_failing_report_shows_expected_and_decided_and_why() {
    let results = suite(FAILING).run(&Engine::new(&book()));
    assert_eq!((results.passed(), results.failed()), (2, 2));
    expect("cases.failing.txt", &format!("{results}\n"));
    expect("cases.failing.json", &format!("{}\n", serde_json::to_string_pretty(&results).unwrap()));
}

#[test]
fn what_is_personal_is_not_in_the_report() {
    let results = suite(FAILING).run(&Engine::new(&book()));
    let json = serde_json::to_string(&results).unwrap();
    assert!(!results.to_string().contains("1234") && !json.contains("1234"));
}

#[test]
fn a_violated_invariant_fails_a_case_that_expects_nothing() {
    let engine = shop(
        "
judgments: { refund: }
rules: [{ id: anybody, delegate: { refund: first_line } }]
invariants: [{ id: stays, never: 'holder(refund) == \"first_line\"' }]
",
    );
    let text = "cases: [{ name: one, given: { text: hello }, expect: {} }]";
    let suite = Suite::load("x.cases.yaml", text, engine.rulebook()).into_result().unwrap();
    let results = suite.run(&engine);
    let failure = results.iter().next().unwrap().failure().unwrap();
    assert_eq!(failure.violations()[0].id(), Some("stays"));
    assert!(failure.unmet().is_empty() && failure.disagreements().is_empty());
}

#[test]
fn results_of_several_files_are_counted_together() {
    let engine = Engine::new(&book());
    let mut results = suite(FAILING).run(&engine);
    results.append(suite("cases: [{ name: one, given: {}, expect: {} }]").run(&engine));
    assert_eq!((results.passed(), results.failed(), results.iter().count()), (3, 2, 5));
    assert!(results.to_string().ends_with("2 of 5 cases failed"));
}

/// An inquiry that could not be read as it was meant is decided like any other, and said to be broken on purpose.
#[test]
fn a_broken_inquiry_is_a_case_too() {
    let text = "cases: [{ name: one, given: { messages: [{ from: bot, text: 返金 }], at: soon, facts: { order.amount: -1, nonsense: 1 } }, \
                expect: { next: ask, notices: [unknown_sender, time_malformed, fact_out_of_range, fact_undeclared] } }]";
    let results = suite(text).run(&Engine::new(&book()));
    assert_eq!(results.failed(), 0, "{results}");
}
