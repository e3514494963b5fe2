//! What a decision asks for: nothing else that is missing changes where the inquiry goes.

use super::{book_and_case, config};
use crate::generate::{Book, Case, Dice, State};
use furiwake::inquiry::NoticeCode;
use furiwake::{Decision, Next, Truth, Urgency};
use proptest::prelude::*;

/// How many completions are tried for one inquiry.
const TRIED: usize = 24;

proptest! {
    #![proptest_config(config())]

    /// What is missing and not asked for may turn out as it will: tier, urgency and due stay. Where nothing is asked for,
    /// that is everything.
    #[test]
    fn what_is_not_asked_for_changes_nothing((book, case) in book_and_case(), seed in any::<u64>()) {
        let engine = book.engine();
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
                "{}\nbecomes {}\n{}", case.json(&book), completed.json(&book), book.tree().yaml()
            );
        }
    }

    /// A route that is certain is the route of every completion, of those too that leave some of it missing.
    #[test]
    fn a_certain_route_stays((book, case) in book_and_case(), seed in any::<u64>()) {
        let engine = book.engine();
        let decision = engine.decide(&case.inquiry(&book));
        prop_assert!(!decision.route().is_certain() || decision.asks().next().is_none());
        if !decision.route().is_certain() {
            return Ok(());
        }
        let mut dice = Dice::new(seed);
        let half: Vec<usize> = (0..book.facts.len())
            .filter(|fact| case.can_be_completed(&book, *fact) && dice.below(2) == 0)
            .collect();
        for completed in completions(&book, &case, &half, dice.below(2) == 0, seed) {
            let other = engine.decide(&completed.inquiry(&book));
            prop_assert_eq!(
                destination(&decision), destination(&other),
                "{}\nbecomes {}\n{}", case.json(&book), completed.json(&book), book.tree().yaml()
            );
        }
    }

    /// What misses nothing goes where it goes for certain.
    #[test]
    fn nothing_is_asked_where_nothing_is_missing((book, case) in book_and_case(), seed in any::<u64>()) {
        let missing: Vec<usize> = (0..book.facts.len()).filter(|fact| case.lacks(&book, *fact)).collect();
        let case = Case { has_time: true, ..completions(&book, &case, &missing, true, seed).remove(0) };
        let decision = book.engine().decide(&case.inquiry(&book));
        prop_assert!(decision.route().is_certain(), "{}\n{}", case.json(&book), book.tree().yaml());
        prop_assert_eq!(decision.asks().count(), 0);
        prop_assert!(decision.reasons().all(|reason| reason.truth() == Truth::True));
        // That no rule is in force is nothing the inquiry lacks.
        let mut notices = decision.notices().iter().filter(|notice| notice.code() != NoticeCode::OutOfForce);
        prop_assert_eq!(notices.next(), None);
    }

    /// Only what is missing is asked for, the next step asks only where a question is written and nothing is urgent for
    /// sure, and answers only what needs nobody else.
    #[test]
    fn the_next_step_follows((book, case) in book_and_case()) {
        let decision = book.engine().decide(&case.inquiry(&book));
        for ask in decision.asks() {
            match ask.fact {
                Some(name) => {
                    let fact = book.facts.iter().position(|fact| fact.name == name).unwrap();
                    prop_assert!(case.lacks(&book, fact), "{} is known", name);
                }
                None => prop_assert!(case.lacks_text(&book)),
            }
        }
        let has_question = decision.asks().any(|ask| ask.question.is_some());
        let alone = decision.route().tier() == book.tiers[0] && decision.route().desks().next().is_none();
        match decision.next() {
            Next::Ask => prop_assert!(has_question),
            Next::Answer => prop_assert!(alone),
            Next::HandOff => prop_assert!(!alone),
        }
        if decision.route().urgency() == Urgency::Normal && has_question {
            prop_assert_eq!(decision.next(), Next::Ask);
        }
    }
}

/// Where an inquiry goes, how urgently and by when.
pub(super) fn destination(decision: &Decision) -> (String, Urgency, Option<String>) {
    let route = decision.route();
    (route.tier().to_owned(), route.urgency(), route.due_text())
}

/// The inquiry with the missing facts given values, and with words where they are missing and `with_text`: some of the many
/// ways.
pub(super) fn completions(
    book: &Book,
    case: &Case,
    missing: &[usize],
    with_text: bool,
    seed: u64,
) -> Vec<Case> {
    const WORDS: [&str; 6] = [
        "",
        "返金してください。壊れました。",
        "急ぎです。REFUND.",
        "It is broken.",
        "110番",
        "返金済みです。急ぎではありません。",
    ];
    let mut dice = Dice::new(seed);
    let complete = |_| {
        let mut completed = case.clone();
        for fact in missing {
            completed.facts[*fact] = State::Value(dice.below(book.facts[*fact].values()));
        }
        if with_text && case.lacks_text(book) {
            let count = dice.below(3);
            let words: String = (0..=count).map(|_| WORDS[dice.below(WORDS.len())]).collect();
            completed.messages.push(words);
            completed.complete = true;
        }
        completed
    };
    (0..TRIED).map(complete).collect()
}
