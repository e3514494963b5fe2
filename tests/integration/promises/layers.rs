//! P1 and P2 over layers: how a rulebook is split never matters, and a layer without grants widens nothing.

use super::authority::wider;
use super::{book_and_case, config};
use crate::generate::{Dice, Effect, Files, raw_rule, rules_yaml, split};
use furiwake::diagnostic::Code;
use furiwake::{Engine, Loaded, Refusal, Registry};
use proptest::prelude::*;

fn engine(loaded: &Loaded, files: &Files) -> Engine {
    match loaded.rulebook() {
        Some(rulebook) => Engine::new(rulebook),
        None => panic!("{}\n{files:#?}", loaded.findings()),
    }
}

proptest! {
    #![proptest_config(config())]

    /// Whatever layer says it, in whatever order and whatever layer stands on which: not a byte of the decision changes,
    /// and the rulebook's hash neither; nor where a registry has each layer's phrases searched for by themselves.
    #[test]
    fn splitting_changes_nothing((book, case) in book_and_case(), seed in any::<u64>()) {
        let files = split(&book, &mut Dice::new(seed));
        let loaded = files.load();
        let inquiry = case.inquiry(&book);
        let whole = book.engine().decide(&inquiry).to_json();
        let layered = engine(&loaded, &files);
        prop_assert_eq!(&whole, &layered.decide(&inquiry).to_json(), "{:#?}", files);
        let registry = Registry::new();
        registry.insert("client", layered.rulebook());
        prop_assert_eq!(whole, registry.decide("client", &inquiry).to_json(), "{:#?}", files);
    }

    /// A layer that only restricts never widens anything, but that a judgment refused only because nobody raised it may
    /// become raised, and that a label may undo a denial or a conflict.
    #[test]
    fn a_layer_without_grants_widens_nothing(
        (book, case) in book_and_case(),
        rules in prop::collection::vec(raw_rule(), 1..4),
    ) {
        let rules: Vec<_> = rules
            .iter()
            .enumerate()
            .map(|(at, rule)| book.restricting_rule(format!("added-{at}"), rule))
            // A label may undo a denial; that is tested where rules are added one by one.
            .filter(|rule| !rule.effects.iter().any(|effect| matches!(effect, Effect::Classify(_))))
            .collect();
        let files = Files::over(&book.tree(), &rules_yaml(&book, &rules));
        let inquiry = case.inquiry(&book);
        let before = book.engine().decide(&inquiry);
        let after = engine(&files.load(), &files).decide(&inquiry);
        let wider = wider(&book, &before, &after, |_, refusal| refusal == Some(&Refusal::NotRaised));
        prop_assert!(wider.is_empty(), "{:#?}\n{}\n{:#?}", wider, case.json(&book), files);
    }

    /// Another layer than the one that locks a judgment may say anything about it but who else decides it, or how.
    #[test]
    fn what_is_locked_is_granted_by_no_other_layer((book, _) in book_and_case(), rules in prop::collection::vec(raw_rule(), 1..4)) {
        let rules: Vec<_> = rules.iter().enumerate().map(|(at, rule)| book.new_rule(format!("added-{at}"), rule)).collect();
        let grants = |effect: &Effect| matches!(effect, Effect::Delegate { .. } | Effect::Settle { .. });
        let grants = rules.iter().any(|rule| rule.effects.iter().any(grants));
        let files = Files::over(&book.locked_tree(), &rules_yaml(&book, &rules));
        let loaded = files.load();
        let locked = loaded.findings().iter().any(|finding| finding.code() == Code::Locked);
        prop_assert_eq!((locked, loaded.rulebook().is_none()), (grants, grants), "{}\n{:#?}", loaded.findings(), files);
    }
}
