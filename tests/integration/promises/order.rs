//! P1: order never matters.

use super::{book_and_case, config};
use crate::generate::{Dice, Rule, engine};
use proptest::prelude::*;
use serde_json::Value;

proptest! {
    #![proptest_config(config())]

    /// Rules, map entries and lists that are sets may stand in any order: not a byte of the decision changes, and the
    /// rulebook's hash neither.
    #[test]
    fn of_rules_and_entries((book, case) in book_and_case(), seed in any::<u64>()) {
        let shuffled = engine(&book.tree().shuffled(&mut Dice::new(seed)));
        let inquiry = case.inquiry(&book);
        prop_assert_eq!(book.engine().decide(&inquiry).to_json(), shuffled.decide(&inquiry).to_json());
    }

    /// A rule repeated under another id changes nothing but the ids that are named.
    #[test]
    fn nor_does_repetition((book, case) in book_and_case(), which in any::<prop::sample::Index>(), first in any::<bool>()) {
        let original = which.get(&book.rules).clone();
        let copy = if first { "a-copy" } else { "z-copy" };
        let mut repeated = book.clone();
        repeated.rules.push(Rule { id: copy.to_owned(), ..original.clone() });
        let inquiry = case.inquiry(&book);
        let once = book.engine().decide(&inquiry).to_json();
        let twice = repeated.engine().decide(&inquiry).to_json();
        prop_assert_eq!(without_ids(&once, copy, &original.id), without_ids(&twice, copy, &original.id));
    }
}

/// The decision without the rulebook's hash, `copy` called `original`, and named once where both are named.
fn without_ids(json: &str, copy: &str, original: &str) -> Value {
    let mut decision: Value = serde_json::from_str(json).unwrap();
    decision["rulebook"]["hash"].take();
    rename(&mut decision, copy, original);
    for grant in decision["overridden"].as_array_mut().unwrap() {
        unite(&mut grant["by"]);
    }
    for list in ["reasons", "overridden"] {
        unite(&mut decision[list]);
    }
    for judgment in decision["judgments"].as_object_mut().unwrap().values_mut() {
        unite(&mut judgment["rules"]);
    }
    decision
}

fn rename(value: &mut Value, copy: &str, original: &str) {
    match value {
        Value::String(text) if text == copy => original.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, copy, original)),
        Value::Object(entries) => entries.values_mut().for_each(|value| rename(value, copy, original)),
        _ => {}
    }
}

/// Sorts a list and drops what is there twice.
fn unite(list: &mut Value) {
    let list = list.as_array_mut().unwrap();
    list.sort_by_cached_key(Value::to_string);
    list.dedup();
}
