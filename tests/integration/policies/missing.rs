//! What is missing approves nothing, and what customers claim changes nothing.

use super::facts::{Facts, actions, choose, claims};
use super::{DOMAINS, books, cases, decide, inquiry};
use furiwake::{Engine, Party, Ruling};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

/// Facts that a record may lack without being less restricted: each has a default that denies, or that hands nothing over.
const WITH_DEFAULT: [&str; 4] =
    ["reason", "complaint_about", "asks_partial_refund_or_voucher", "customer_asks_human_after_refusal"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nor does a missing fact without a default bring back from the client what had to go there. What the policies forbid
    /// without exception happens in neither case.
    #[test]
    fn removing_facts_never_approves(
        chosen in proptest::collection::vec(any::<Index>(), 40),
        removed in proptest::collection::vec(0..16_u8, 40),
    ) {
        let books = books();
        for domain in DOMAINS {
            let engine = books.of(domain);
            let facts = choose(domain, &chosen);
            let mut less = facts.clone();
            for (name, how) in facts.keys().zip(&removed) {
                match how {
                    0 => { less.remove(name); }
                    1 => { less.insert(name.clone(), Value::Null); }
                    _ => {}
                }
            }
            let defaulted = WITH_DEFAULT.iter().any(|name| facts.get(*name) != less.get(*name));
            for action in actions(domain) {
                let (before, after) = (decide(engine, action, &facts), decide(engine, action, &less));
                for facts in [&facts, &less] {
                    let violations = engine.violations(&inquiry(action, facts));
                    prop_assert!(violations.is_empty(), "{} {:?} violates {}", action, facts, violations[0]);
                }
                if after.ruling(action) == Some(Ruling::Approve) {
                    prop_assert_eq!(before.ruling(action), Some(Ruling::Approve), "{} {:?}", action, less);
                }
                if before.route().party() == Party::Client && !defaulted {
                    prop_assert_eq!(after.route().party(), Party::Client, "{} {:?}", action, less);
                }
            }
        }
    }

    #[test]
    fn what_customers_claim_changes_nothing(
        chosen in proptest::collection::vec(any::<Index>(), 40),
        claimed in proptest::collection::vec(any::<Index>(), 10),
    ) {
        let books = books();
        for domain in DOMAINS {
            let facts = choose(domain, &chosen);
            for action in actions(domain) {
                let (says_nothing, claims) = with_and_without(books.of(domain), action, &facts, &claimed);
                prop_assert_eq!(says_nothing, claims, "{} {:?}", action, facts);
            }
        }
    }
}

#[test]
fn the_labelled_cases_keep_both() {
    let books = books();
    let every: Vec<Index> = Vec::new();
    for scored in cases::labelled() {
        let (engine, action) = (books.of(scored.case.domain), scored.case.action.as_str());
        let raw = scored.case.facts.iter();
        let facts: Facts =
            raw.map(|(name, value)| (name.clone(), serde_json::from_str(value.get()).unwrap())).collect();
        for one in facts.keys() {
            // All pairs, and with one and the same twice every single fact.
            for other in facts.keys() {
                let mut less = facts.clone();
                less.remove(one);
                less.remove(other);
                let approved = decide(engine, action, &less).ruling(action) == Some(Ruling::Approve);
                assert!(
                    !approved || scored.ruling == Ruling::Approve,
                    "{} without {one}, {other}",
                    scored.case.id
                );
            }
        }
        let (says_nothing, claims) = with_and_without(engine, action, &facts, &every);
        assert_eq!(says_nothing, claims, "{}", scored.case.id);
    }
}

/// Everything of the decision that anybody acts upon, once without any claim and once with the claims chosen: all of them,
/// the first value of each that none is chosen for.
fn with_and_without(
    engine: &Engine,
    action: &str,
    facts: &Facts,
    chosen: &[Index],
) -> (Vec<Value>, Vec<Value>) {
    let mut without = facts.clone();
    without.retain(|name, _| !name.starts_with("claim_"));
    let mut with = without.clone();
    for (position, (name, options)) in claims().into_iter().enumerate() {
        let index = chosen.get(position).map_or(0, |index| index.index(options.len()));
        with.insert(name.to_owned(), options[index].clone());
    }
    let acted_upon = |facts: &Facts| {
        let decision: Value = serde_json::from_str(&decide(engine, action, facts).to_json()).unwrap();
        ["labels", "judgments", "route", "next", "asks", "requires", "instructions", "tags", "reasons"]
            .map(|key| decision[key].clone())
            .to_vec()
    };
    (acted_upon(&without), acted_upon(&with))
}
