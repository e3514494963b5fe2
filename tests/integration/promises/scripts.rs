//! The promises hold with scripts: they only restrict but for what they are granted, failing only restricts, and nothing that
//! is not asked for changes where an inquiry goes.

use super::asks::{completions, destination};
use super::authority::{dropped, wider};
use super::{book_and_case, config, with_less_known};
use crate::generate::{Book, Case, Dice, Scripts, raw_scripts};
use furiwake::inquiry::NoticeCode;
use furiwake::{Act, Decision, Language, Refusal, Truth};
use proptest::prelude::*;

/// Everything one needs to see why a case fails.
fn shown(book: &Book, scripts: &Scripts, case: &Case, decisions: &[&Decision]) -> String {
    let why: String = decisions.iter().map(|decision| decision.why(Language::English)).collect();
    format!("{}\n{}\n{why}", case.json(book), scripts.text(book))
}

proptest! {
    #![proptest_config(config())]

    /// What is missing widens nothing through scripts either, whatever is granted to them.
    #[test]
    fn missing_information_only_restricts_scripts((book, case) in book_and_case(), raw in raw_scripts()) {
        let scripts = Scripts::new(&book, &raw);
        let engine = scripts.engine(&book);
        let before = engine.decide(&case.inquiry(&book));
        for (what, less) in with_less_known(&book, &case) {
            let after = engine.decide(&less.inquiry(&book));
            let wider = wider(&book, &before, &after, |_, _| false);
            prop_assert!(
                wider.is_empty(), "{}\n{:#?}\n{}", what, wider, shown(&book, &scripts, &case, &[&before, &after])
            );
        }
    }

    /// Without grants a script lowers no holder, no tier, no urgency, permits nothing more and drops nothing. A label it
    /// raises may undo a denial, as one of a rule may.
    #[test]
    fn scripts_only_restrict((book, case) in book_and_case(), raw in raw_scripts()) {
        let scripts = Scripts { classified: Vec::new(), ..Scripts::new(&book, &raw).without_grants() };
        let inquiry = case.inquiry(&book);
        let (before, after) = (book.engine().decide(&inquiry), scripts.engine(&book).decide(&inquiry));
        let mut wider = wider(&book, &before, &after, |_, _| false);
        if after.notices().iter().all(|notice| notice.code() != NoticeCode::ScriptFailed) {
            wider.extend(dropped(&before, &after));
        }
        prop_assert!(wider.is_empty(), "{:#?}\n{}", wider, shown(&book, &scripts, &case, &[&before, &after]));
        // Its labels are never below those of the rules.
        let scripts = Scripts::new(&book, &raw).without_grants();
        let after = scripts.engine(&book).decide(&inquiry);
        for (axis, _) in before.axes().filter(|(_, is_ordered)| *is_ordered) {
            let labels: Vec<&str> = book.engine().rulebook().labels(axis).map(|label| label.to_owned().leak() as &str).collect();
            let at = |decision: &Decision| labels.iter().position(|label| Some(*label) == decision.label(axis));
            prop_assert!(at(&after) >= at(&before), "{}", shown(&book, &scripts, &case, &[&before, &after]));
        }
    }

    /// A computation that fails at any place only restricts, and so does what is not known.
    #[test]
    fn a_failure_only_restricts((book, case) in book_and_case(), raw in raw_scripts(), at in 0..6_usize, certain in any::<bool>()) {
        let scripts = Scripts { classified: Vec::new(), ..Scripts::new(&book, &raw) };
        prop_assume!(!scripts.decided.is_empty());
        let inquiry = case.inquiry(&book);
        let before = scripts.engine(&book).decide(&inquiry);
        let mut failing = scripts.clone();
        let fails = if certain {
            "let zero = 0; if 1 / zero > 1 { propose.tag(\"never\", \"why\"); }\n".to_owned()
        } else {
            format!("if {} {{ propose.tag(\"odd\", \"why\"); }}\n", "decision.raised(\"judgment_0\")")
        };
        failing.decided.insert(at.min(scripts.decided.len()), fails);
        let after = failing.engine(&book).decide(&inquiry);
        // A label that is not lowered any more may raise what was not.
        let wider = wider(&book, &before, &after, |_, refusal| refusal == Some(&Refusal::NotRaised));
        prop_assert!(wider.is_empty(), "{:#?}\n{}", wider, shown(&book, &failing, &case, &[&before, &after]));
    }

    /// What is missing and not asked for may turn out as it will.
    #[test]
    fn scripts_ask_for_what_they_wait_for((book, case) in book_and_case(), raw in raw_scripts(), seed in any::<u64>()) {
        let scripts = Scripts::new(&book, &raw);
        let engine = scripts.engine(&book);
        let decision = engine.decide(&case.inquiry(&book));
        let asked: Vec<&str> = decision.asks().filter_map(|ask| ask.fact).collect();
        let asks_text = decision.asks().any(|ask| ask.fact.is_none());
        let missing: Vec<usize> = (0..book.facts.len())
            .filter(|fact| case.can_be_completed(&book, *fact) && !asked.contains(&&*book.facts[*fact].name))
            .collect();
        for completed in completions(&book, &case, &missing, !asks_text, seed) {
            let other = engine.decide(&completed.inquiry(&book));
            prop_assert_eq!(
                destination(&decision), destination(&other),
                "becomes {}\n{}", completed.json(&book), shown(&book, &scripts, &case, &[&decision, &other])
            );
        }
    }

    /// What misses nothing goes where it goes for certain.
    #[test]
    fn nothing_is_open_where_nothing_is_missing((book, case) in book_and_case(), raw in raw_scripts(), seed in any::<u64>()) {
        let scripts = Scripts::new(&book, &raw);
        let missing: Vec<usize> = (0..book.facts.len()).filter(|fact| case.lacks(&book, *fact)).collect();
        let case = Case { has_time: true, ..completions(&book, &case, &missing, true, seed).remove(0) };
        let decision = scripts.engine(&book).decide(&case.inquiry(&book));
        let shown = shown(&book, &scripts, &case, &[&decision]);
        prop_assert!(decision.route().is_certain(), "{}", shown);
        prop_assert_eq!(decision.asks().count(), 0, "{}", shown);
        prop_assert!(decision.proposals().all(|proposal| proposal.truth() == Truth::True), "{}", shown);
    }

    /// The order of the statements and of the grants decides nothing.
    #[test]
    fn the_order_of_statements_does_not_matter((book, case) in book_and_case(), raw in raw_scripts(), seed in any::<u64>()) {
        let scripts = Scripts::new(&book, &raw);
        let mut other = scripts.clone();
        let mut dice = Dice::new(seed);
        dice.shuffle(&mut other.classified);
        dice.shuffle(&mut other.decided);
        dice.shuffle(&mut other.grants);
        let inquiry = case.inquiry(&book);
        let (one, two) = (scripts.engine(&book).decide(&inquiry), other.engine(&book).decide(&inquiry));
        let decided = |decision: &Decision| {
            let judgments = book.judgments.iter().map(|(judgment, _)| {
                let holders = Act::ALL.map(|act| decision.holder(judgment, act).unwrap().to_owned());
                (holders, decision.ruling(judgment), decision.raised(judgment))
            });
            (destination(decision), decision.next(), judgments.collect::<Vec<_>>())
        };
        prop_assert_eq!(decided(&one), decided(&two), "{}", shown(&book, &scripts, &case, &[&one, &two]));
    }
}
