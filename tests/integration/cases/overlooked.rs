//! What a measure might overlook: powers of the vendor that hang on labels, scripts and settlements, grants that a failing script
//! suspends, and changes of what is asked for.

use super::coverage::covered;
use furiwake::cases::{Aspect, Coverage, MutationScore, Suite};
use furiwake::{Engine, Rulebook};

const TIERS: &str = "version: '1'\ntiers: { vendor: [first_line, supervisor], client: [client_desk] }\n";

fn book(rules: &str) -> Rulebook {
    let text = format!("rulebook: small\n{TIERS}{rules}");
    Rulebook::load("small.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"))
}

fn mutated(rules: &str, cases: &str) -> MutationScore {
    let book = book(rules);
    let suite = Suite::load("small.cases.yaml", &format!("cases:\n{cases}"), &book).into_result();
    suite.unwrap_or_else(|found| panic!("{found}")).mutate(&Engine::new(&book))
}

/// The survivors, each with whether it lets the vendor do more.
fn survivors(score: &MutationScore) -> Vec<(String, bool)> {
    score.survivors().iter().map(|one| (one.mutant.change(), one.mutant.permissive)).collect()
}

#[test]
fn a_label_that_grants_ask_for_lets_the_vendor_do_more() {
    let rules = "facts: { vip: { type: bool } }\ncues: { delivery: { any: [delivery] } }\n\
        axes: { topic: { labels: [delivery, stock], many: true } }\njudgments: { refund: }\nrules:\n\
        \x20 - { id: asked, raise: [refund] }\n\
        \x20 - { id: topic.delivery, when: cue.delivery && vip, classify: { topic: delivery } }\n\
        \x20 - { id: may, when: 'has(topic, \"delivery\")', delegate: { refund: supervisor } }\n";
    let told = survivors(&mutated(rules, "  - { name: none, given: { text: x }, expect: {} }\n"));
    assert!(told.contains(&("rule topic.delivery: without vip".to_owned(), true)), "{told:#?}");
}

#[test]
fn what_grants_of_scripts_ask_lets_the_vendor_do_more() {
    let rules = "facts:\n  amount: { type: integer, min: 0 }\n  vip: { type: bool }\ncues: { c: { any: [foo] } }\n\
        judgments: { refund: }\nlet: { small: amount <= 1000 && vip }\nrules: [{ id: asked, when: cue.c, raise: [refund] }]\n\
        scripts:\n  decided: |\n    propose.delegate(\"refund\", \"supervisor\", \"small\");\n\
        \x20   if cue.c { propose.settle(\"refund\", \"deny\", \"no\"); }\n\
        grants:\n  - { delegate: { refund: supervisor }, when: small }\n  - { settle: { refund: deny } }\n";
    let score = mutated(rules, "  - { name: none, given: { text: x }, expect: {} }\n");
    let told = survivors(&score);
    for change in ["let small: without vip", "fact amount: min: 0 → min: -1"] {
        assert!(told.contains(&(change.to_owned(), true)), "{change}: {told:#?}");
    }
    // A denial stands in the way of what the other proposal grants.
    let denial = told.iter().find(|(change, _)| change.ends_with("without settle: { refund: deny }"));
    assert!(denial.is_some_and(|(_, permissive)| *permissive), "{told:#?}");
}

#[test]
fn a_fact_that_only_a_settlement_reads_is_read() {
    let rules = "facts: { amount: { type: integer, min: 0, max: 5000 } }\ncues: { c: { any: [foo] } }\n\
        judgments: { refund: }\nrules:\n  - { id: asked, when: cue.c, raise: [refund] }\n\
        \x20 - { id: settled, when: cue.c, settle: { refund: { approve: amount <= 3000, otherwise: deny } } }\n";
    let told = survivors(&mutated(rules, "  - { name: none, given: { text: x }, expect: {} }\n"));
    for change in ["fact amount: max: 5000 → max: 5001", "fact amount: no default → default: 0"] {
        assert!(told.contains(&(change.to_owned(), true)), "{change}: {told:#?}");
    }
}

#[test]
fn where_a_script_fails_no_grant_is_turned() {
    let rules = "facts:\n  amount: { type: integer, min: 0 }\n  vip: { type: bool }\njudgments: { refund: }\n\
        let: { small: vip }\nrules:\n  - { id: asked, raise: [refund] }\n\
        \x20 - { id: may, when: small, delegate: { refund: supervisor } }\n\
        scripts:\n  decided: |\n    if amount > 5 { propose.tag(\"x\", \"y\"); }\n";
    let near = |amount: &str| {
        let case = |vip: bool| {
            format!(
                "  - {{ name: {vip}, given: {{ text: x, facts: {{ vip: {vip}{amount} }} }}, expect: {{}} }}\n"
            )
        };
        let coverage: Coverage = covered(&book(rules), &format!("cases:\n{}{}", case(true), case(false)));
        coverage.tally(Aspect::NearMiss).reached
    };
    assert_eq!((near(", amount: 1"), near("")), (2, 0));
}

#[test]
fn a_mutant_that_asks_for_something_else_is_not_equivalent() {
    let rules = "facts:\n  amount: { type: integer, min: 0, ask: { en: a? } }\n  vip: { type: bool, ask: { en: v? } }\n\
        rules:\n  - { id: large, when: amount > 100 || amount > 100 && vip, escalate: client_desk }\n";
    let one = |expect: &str| format!("  - {{ name: one, given: {{ text: x }}, expect: {{ {expect} }} }}\n");
    let change = "rule large: without amount > 100 && vip";
    let blind = mutated(rules, &one("route: client_desk"));
    assert!(blind.survivors().iter().any(|one| one.mutant.change() == change), "{blind}");
    let seeing = mutated(rules, &one("asks: [amount, vip]"));
    let left = seeing.survivors().iter().map(|one| one.mutant.change());
    assert!(left.chain(seeing.equivalents().iter().map(|one| one.mutant.change())).all(|one| one != change));
}
