//! The engine against the reference: the same decision, byte for byte, and the same answer to why a rule did not apply.

#[cfg(feature = "script")]
use super::flow;
use super::{book_and_case, config, fit, with_less_known};
use crate::generate::{Book, Case, raw_book, raw_case};
use furiwake::{Engine, Inquiry, Language, Registry, Rulebook, reference};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::time::Instant;

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

/// How many inquiries each rulebook of the long run decides.
const INQUIRIES: u64 = 100;

/// As many cases as `FURIWAKE_CASES` says, one inquiry decided by one rulebook each, on all cores; every tenth rulebook with scripts.
#[test]
#[ignore = "ten million cases take some minutes in a release build; FURIWAKE_CASES says how many there are"]
fn millions_of_cases_agree() {
    let wanted: u64 = std::env::var("FURIWAKE_CASES").map_or(10_000_000, |count| count.parse().unwrap());
    let start = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let share = wanted.div_ceil(threads);
    let counted: Vec<[u64; 3]> = std::thread::scope(|scope| {
        let searches: Vec<_> =
            (0..threads).map(|seed| scope.spawn(move || agree_often(seed, share))).collect();
        searches.into_iter().map(|search| search.join().unwrap()).collect()
    });
    let [cases, open, scripted] = [0, 1, 2].map(|at| counted.iter().map(|counts| counts[at]).sum::<u64>());
    println!("{cases} cases agree, {open} of them open, {scripted} with scripts, in {:.0?}", start.elapsed());
    assert!(cases >= wanted && open > cases / 100 && open < cases);
}

/// How many cases agreed, how many of them were open in some way, and how many had scripts.
fn agree_often(seed: u64, wanted: u64) -> [u64; 3] {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let [mut cases, mut open, mut scripted] = [0, 0, 0];
    for round in 0_u64.. {
        if cases >= wanted {
            break;
        }
        let raw = raw_book().new_tree(&mut runner).unwrap().current();
        let (book, _) = fit(&raw, &raw_case().new_tree(&mut runner).unwrap().current());
        #[cfg(feature = "script")]
        let with_scripts = (round % 10 == 0).then(|| {
            let scripts = crate::generate::raw_flow().new_tree(&mut runner).unwrap().current();
            flow::engine(&book, &crate::generate::Flow::new(&book, &scripts))
        });
        #[cfg(not(feature = "script"))]
        let with_scripts: Option<Option<Engine>> = None.filter(|_| round > 0);
        let is_scripted = with_scripts.is_some();
        let Some(engine) = with_scripts.unwrap_or_else(|| Some(book.engine())) else { continue };
        for at in 0..INQUIRIES {
            let case = Case::new(&book, &raw_case().new_tree(&mut runner).unwrap().current());
            let inquiry = case.inquiry(&book);
            let (fast, slow) = (engine.decide(&inquiry), reference::decide(engine.rulebook(), &inquiry));
            assert_eq!(fast.to_json(), slow.to_json(), "{}\n{}", case.json(&book), book.tree().yaml());
            if let Some(rule) = book.rules.get(at as usize) {
                let fast = engine.why_not(&inquiry, &rule.id).unwrap();
                let slow = reference::why_not(engine.rulebook(), &inquiry, &rule.id).unwrap();
                assert_eq!(fast.to_json(), slow.to_json(), "{}\n{}", case.json(&book), book.tree().yaml());
            }
            open += u64::from(!fast.route().is_certain());
        }
        cases += INQUIRIES;
        scripted += if is_scripted { INQUIRIES } else { 0 };
    }
    [cases, open, scripted]
}
