//! Tables: each row is the case that would be written by hand.

use super::{suite, unmet};
use furiwake::cases::Case;

/// The rows of a table, and the same cases written out.
fn same(table: &str, cases: &str) {
    let (rows, written) =
        (suite(&format!("{GIVENS}tables: [{table}]\n")), suite(&format!("{GIVENS}cases: {cases}\n")));
    let shape = |case: &Case| (case.inquiry().clone(), unmet(case));
    let of = |suite: &furiwake::cases::Suite| suite.cases().iter().map(shape).collect::<Vec<_>>();
    assert_eq!(of(&rows), of(&written), "{table}");
}

const GIVENS: &str = "givens:
  calm: { text: 返金してください, facts: { order.amount: 4980 } }
  smoke: { as: calm, text: 煙が出た, at: \"2026-11-21T10:00:00+09:00\" }
";

#[test]
fn a_row_is_a_case() {
    same(
        "{ name: amounts, given: smoke, columns: [facts.order.amount, expect.route, expect.holders.refund, expect.holders.refund.communicate], \
           rows: [[3000, supervisor, client_desk, client_desk], [~, client_manager, ~, first_line]] }",
        "[{ name: a, given: { as: smoke, facts: { order.amount: 3000 } }, \
            expect: { route: supervisor, holders: { refund: { decide: client_desk, communicate: client_desk } } } }, \
          { name: b, given: smoke, expect: { route: client_manager, holders: { refund: { communicate: first_line } } } }]",
    );
}

#[test]
fn a_row_may_start_from_another_given_wherever_its_column_stands() {
    same(
        "{ name: starts, given: calm, columns: [facts.order.amount, given, text, id, expect.next], \
           rows: [[1, smoke, ~, ~, answer], [2, ~, 遅い, T-1, answer]] }",
        "[{ name: a, given: { as: smoke, facts: { order.amount: 1 } }, expect: { next: answer } }, \
          { name: b, given: { as: calm, facts: { order.amount: 2 }, text: 遅い, id: T-1 }, expect: { next: answer } }]",
    );
}

#[test]
fn every_expectation_can_be_a_column() {
    same(
        "{ name: all, given: { text: 遅い }, \
           columns: [expect.labels.nature, expect.labels.topic, expect.raised.refund, expect.rulings.refund, \
                     expect.may.refund.first_line, expect.may.refund.supervisor.propose, expect.desks, expect.fires, expect.silent, expect.that], \
           rows: [[complaint, [returns], \"yes\", deny, permitted, permitted, [], [danger], [late], cue.smoke], [\"-\", ~, \"-\", ~, ~, ~, ~, ~, ~, ~]] }",
        "[{ name: a, given: { text: 遅い }, expect: { labels: { nature: complaint, topic: [returns] }, raised: { refund: \"yes\" }, \
            rulings: { refund: deny }, may: { refund: { first_line: permitted, supervisor: { propose: permitted } } }, desks: [], \
            fires: [danger], silent: [late], that: cue.smoke } }, \
          { name: b, given: { text: 遅い }, expect: {} }]",
    );
}

#[test]
fn rows_are_called_by_their_number_or_their_name() {
    let table = "tables: [{ name: amounts, given: { text: 返金 }, columns: [name, facts.order.amount, expect.route], \
                 rows: [[at the limit, 3000, supervisor], [~, 3001, client_desk]] }]";
    let suite = suite(table);
    let names: Vec<&str> = suite.cases().iter().map(Case::name).collect();
    assert_eq!(names, ["amounts › at the limit", "amounts › row 2"]);
    assert!(suite.cases().iter().all(|case| unmet(case).is_empty()));
}
