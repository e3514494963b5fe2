//! What lies within scores and named conditions: that it is measured, and only where something comes of it.

use super::coverage::covered;
use crate::support::SHOP;
use furiwake::cases::mutation::Operator;
use furiwake::cases::{Aspect, Coverage, MutationScore, Suite, Texts};
use furiwake::{Engine, Rulebook};

/// A score of which a part has a limit, and a named condition that one rule reads beside something else.
const BOOK: &str = r#"
facts:
  order.amount: { type: integer, min: 0 }
  customer.vip: { type: bool, default: false }
  order.age: { type: integer, min: 0, default: 0 }
cues: { refund: { any: [返金] }, upset: { any: [がっかり] } }
scores:
  pressure: { parts: [{ when: order.amount > 5000, points: 2 }, { when: cue.upset, points: 1 }] }
let: { fresh: order.age <= 7 }
judgments: { refund: }
rules:
  - { id: asked, when: cue.refund, raise: [refund] }
  - { id: urgent, when: score.pressure >= 2, escalate: { to: client_manager, urgency: high } }
  - { id: angry, when: score.pressure >= 3, tag: [angry] }
  - { id: gift, when: fresh && customer.vip, tag: [gift] }
"#;

fn text() -> String {
    format!("{SHOP}{BOOK}")
}

fn book() -> Rulebook {
    let loaded = Rulebook::load("within.yaml", &text());
    loaded.into_result().unwrap_or_else(|found| panic!("{found}"))
}

fn of(cases: &str) -> Coverage {
    covered(&book(), &format!("cases:\n{cases}"))
}

fn missing(coverage: &Coverage, aspect: Aspect, name: &str) -> Vec<String> {
    let misses = coverage.misses().filter(|(part, _)| part.aspect() == aspect && part.name() == name);
    misses.map(|(_, miss)| format!("{}: {}", miss.what, miss.why)).collect()
}

const AT: &str = "  - { name: at, given: { text: はい, facts: { order.amount: 5000 } }, expect: {} }\n";
const ABOVE: &str = "  - { name: above, given: { text: はい, facts: { order.amount: 5001 } }, expect: {} }\n";

#[test]
fn a_limit_within_a_score_is_a_boundary() {
    let name = "score pressure [+2]: order.amount > 5000";
    let coverage = of(&[AT, ABOVE].concat());
    assert_eq!(missing(&coverage, Aspect::Boundary, name), ["just below 5000: no case lies just below 5000"]);
    assert_eq!(missing(&coverage, Aspect::NearMiss, name), [""; 0]);
    assert_eq!(missing(&of(AT), Aspect::NearMiss, name), ["true: never true"]);
}

#[test]
fn what_a_draft_covers_is_covered_once_it_is_pasted() {
    let book = book();
    let mut text = format!("cases:\n{AT}");
    let before = covered(&book, &text);
    let mut drafts = 0;
    for (part, miss) in before.misses().filter(|(part, _)| Aspect::HEADLINE.contains(&part.aspect())) {
        let case =
            miss.case.as_ref().unwrap_or_else(|| panic!("no draft for {} [{}]", part.name(), miss.what));
        // Under the name of each: a rule and a part of a condition may be missing alike.
        text.extend(case.lines().map(|line| format!("  {line}\n")));
        drafts += usize::from(part.name().starts_with("score ") || part.name().starts_with("let "));
        if part.name().starts_with("score pressure [+2]") && miss.what == "true" {
            assert!(case.contains("urgent]"), "{case}");
        }
        if part.name().starts_with("let fresh") {
            assert!(case.contains("[gift]"), "{case}");
        }
    }
    assert!(drafts > 5, "{drafts}");
    let suite = Suite::load("within.cases.yaml", &text, &book).into_result();
    let suite = suite.unwrap_or_else(|found| panic!("{found}\n{text}"));
    let engine = Engine::new(&book);
    assert_eq!(suite.run(&engine).failed(), 0);
    let after = suite.coverage(&engine);
    for aspect in Aspect::HEADLINE {
        let tally = after.tally(aspect);
        assert_eq!(tally.reached, tally.whole, "{aspect:?}\n{after}");
    }
}

#[test]
fn a_part_of_a_named_condition_turns_nothing_where_no_rule_that_reads_it_turns() {
    let name = "let fresh: order.age <= 7";
    let fresh = "  - { name: fresh, given: { facts: { order.age: 7 } }, expect: {} }\n";
    let old = "  - { name: old, given: { facts: { order.age: 8, customer.vip: true } }, expect: {} }\n";
    let coverage = of(&[fresh, old].concat());
    assert_eq!(
        missing(&coverage, Aspect::NearMiss, name),
        ["true: in `fresh` it is true, but what reads it does not turn there: gift"]
    );
    assert_eq!(
        missing(&coverage, Aspect::Boundary, name),
        [
            "just below 7: no case lies just below 7",
            "on 7: in `fresh` it lies on 7, but what reads it does not turn there: gift"
        ]
    );
}

#[test]
fn points_that_reach_no_limit_turn_nothing() {
    let name = "score pressure [+1]: cue.upset";
    let far = "  - { name: far, given: { text: がっかり, facts: { order.amount: 1 } }, expect: {} }\n";
    let coverage = of(&[far, AT].concat());
    assert_eq!(
        missing(&coverage, Aspect::NearMiss, name),
        [
            "true: in `far` it is true, but what reads it does not turn there: angry, urgent",
            "false: in `at` it is false, but what reads it does not turn there: angry, urgent"
        ]
    );
}

#[test]
fn reports_mark_parts_of_scores_where_they_are_written() {
    let texts = Texts::load_with(&book(), "within.yaml", &text(), |_| Err::<String, _>("no such file"));
    let coverage = of(&[AT, ABOVE].concat());
    let html = texts.html(&coverage, None);
    let marked =
        html.split("<mark").skip(1).filter_map(|mark| mark.split_once("</mark>")).map(|(mark, _)| mark);
    assert!(marked.clone().any(|mark| mark.contains("order.amount &gt; 5000")), "{html}");
    assert!(html.contains("<h3>score pressure</h3>") && !html.contains("<code>score pressure"), "{html}");
    let line = text().lines().position(|line| line.contains("pressure: {")).unwrap() + 1;
    assert!(texts.lcov(&coverage).contains(&format!("\nBRDA:{line},")));
}

/// What cases let pass of the changes of the score, by operator.
fn survivors(cases: &str) -> Vec<(Operator, String)> {
    let book = book();
    let suite = Suite::load("within.cases.yaml", &format!("cases:\n{cases}"), &book).into_result();
    let suite = suite.unwrap_or_else(|found| panic!("{found}"));
    let engine = Engine::new(&book);
    assert_eq!(suite.run(&engine).failed(), 0);
    let mut score = suite.mutate(&engine);
    score.locate("within.yaml", &text(), |_| Err("no such file".into()));
    told(&score)
}

fn told(score: &MutationScore) -> Vec<(Operator, String)> {
    let survivors = score.survivors().iter().map(|one| (one.mutant.operator, one.mutant.to_string()));
    survivors.filter(|(_, change)| change.contains(": score pressure: ")).collect()
}

#[test]
fn a_change_within_a_score_survives_until_a_case_looks() {
    let limit = "order.amount > 5000: 2 → order.amount >= 5000: 2";
    let line = text().lines().position(|line| line.contains("pressure: {")).unwrap() + 1;
    let before = survivors(
        "  - { name: far, given: { text: はい, facts: { order.amount: 9 } }, expect: { route: first_line } }\n",
    );
    let told = before.iter().find(|(_, change)| change.ends_with(limit)).unwrap();
    assert!(told.1.starts_with(&format!("within.yaml:{line}:")), "{}", told.1);
    assert_eq!(told.0, Operator::ReplaceComparison);
    let at = "  - { name: at, given: { text: はい, facts: { order.amount: 5000 } }, expect: { route: first_line, tags: [] } }\n";
    assert!(survivors(at).iter().all(|(_, change)| !change.ends_with(limit)));
}

#[test]
fn points_are_one_unit_higher_or_lower_unless_that_comes_to_the_same() {
    let changes = |cases: &str| -> Vec<String> {
        let points = survivors(cases).into_iter().filter(|(operator, _)| *operator == Operator::ChangePoints);
        points.map(|(_, change)| change.rsplit(" → ").next().unwrap().to_owned()).collect()
    };
    let far = "  - { name: far, given: { text: はい, facts: { order.amount: 9 } }, expect: {} }\n";
    // One point less for what is said is none: it is left out.
    assert_eq!(changes(far), ["cue.upset: 2", "order.amount > 5000: 1", "order.amount > 5000: 3"]);
    let high = "  - { name: high, given: { text: はい, facts: { order.amount: 5001 } }, expect: { route: client_manager, tags: [] } }\n";
    assert_eq!(changes(high), ["cue.upset: 2"]);
    let upset = "  - { name: upset, given: { text: がっかり, facts: { order.amount: 1 } }, expect: { route: first_line } }\n";
    assert_eq!(changes(&[high, upset].concat()), [""; 0]);
}
