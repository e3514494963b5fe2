//! The engine against the reference: the same decision, byte for byte, and the same answer to why a rule did not apply.

#[cfg(feature = "script")]
use super::flow;
use super::{book_and_case, config, with_less_known};
use crate::generate::{Book, Case};
use furiwake::{Engine, Inquiry, Language, Registry, Rulebook, reference};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// Whether both say the same of an inquiry, and of everything like it of which less is known.
fn agree(engine: &Engine, book: &Book, case: &Case) -> Result<(), TestCaseError> {
    let less = with_less_known(book, case).into_iter().map(|(_, less)| less);
    for case in std::iter::once(case.clone()).chain(less) {
        let inquiry = case.inquiry(book);
        let (fast, slow) = (engine.decide(&inquiry), reference::decide(engine.rulebook(), &inquiry));
        prop_assert_eq!(fast.to_json(), slow.to_json(), "{}\n{}", case.json(book), book.tree().yaml());
        prop_assert_eq!(fast.why(Language::English), slow.why(Language::English));
        for rule in &book.rules {
            let fast = engine.why_not(&inquiry, &rule.id).unwrap();
            let slow = reference::why_not(engine.rulebook(), &inquiry, &rule.id).unwrap();
            prop_assert_eq!(fast.to_json(), slow.to_json());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_engine_decides_as_the_reference_does((book, case) in book_and_case()) {
        agree(&book.engine(), &book, &case)?;
    }

    /// Whatever is wrong with one inquiry of a batch changes nothing of the others, nor where they stand.
    #[test]
    fn a_batch_is_decided_one_by_one((book, case) in book_and_case(), copies in 1..40_usize) {
        let engine = book.engine();
        let less = with_less_known(&book, &case).into_iter().map(|(_, less)| less);
        let cases = std::iter::once(case.clone()).chain(less).cycle().take(copies);
        let inbox: Vec<Inquiry> = cases.map(|case| case.inquiry(&book)).collect();
        let decided: Vec<String> = engine.decide_batch(&inbox).iter().map(|decision| decision.to_json()).collect();
        let alone: Vec<String> = inbox.iter().map(|inquiry| engine.decide(inquiry).to_json()).collect();
        prop_assert_eq!(decided, alone);
    }

    #[cfg(feature = "script")]
    #[test]
    fn the_engine_decides_as_the_reference_does_with_scripts((book, case, scripts) in flow::scripted()) {
        if let Some(engine) = flow::engine(&book, &scripts) {
            agree(&engine, &book, &case)?;
        }
    }
}

#[test]
fn built_in_rulebooks_mean_what_the_reference_says() {
    let inbox = include_str!("../../../examples/triage/inbox.jsonl");
    let registry = Registry::new();
    for name in ["shop", "it-support"] {
        let rulebook = Rulebook::builtin(name).unwrap();
        let engine = Engine::new(&rulebook);
        registry.insert(name, &rulebook);
        for line in inbox.lines().step_by(4) {
            let inquiry = Inquiry::from_json(line).unwrap();
            let expected = reference::decide(&rulebook, &inquiry).to_json();
            assert_eq!(engine.decide(&inquiry).to_json(), expected, "{name}: {line}");
            assert_eq!(registry.decide(name, &inquiry).to_json(), expected, "{name}: {line}");
        }
    }
}
