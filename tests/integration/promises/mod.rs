//! The three promises, over random rulebooks and inquiries: order never matters, authority never widens by accident, every
//! decision explains itself. Beside them the two laws they rest on: learning more never turns true into false or false into
//! true, and what is not asked for does not change where an inquiry goes.

mod asks;
mod authority;
mod coverage;
mod explanation;
#[cfg(feature = "script")]
mod flow;
mod joins;
mod layers;
mod order;
mod outcome;
#[cfg(feature = "script")]
mod pasted;
mod reference;
#[cfg(feature = "script")]
mod scripts;
mod tables;

use crate::generate::{Book, Case, RawBook, RawCase, State, raw_book, raw_case};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// 256 cases each, the same in every run; other ones, as many as it says, with `PROPTEST_CASES`.
fn config() -> Config {
    let is_search = std::env::var_os("PROPTEST_CASES").is_some();
    let rng_seed = if is_search { RngSeed::Random } else { RngSeed::Fixed(1) };
    Config { failure_persistence: None, max_shrink_iters: 20_000, rng_seed, ..Config::default() }
}

/// A rulebook and an inquiry that fits it.
fn book_and_case() -> impl Strategy<Value = (Book, Case)> {
    (raw_book(), raw_case()).prop_map(|(book, case)| fit(&book, &case))
}

fn fit(book: &RawBook, case: &RawCase) -> (Book, Case) {
    let book = Book::new(book);
    let case = Case::new(&book, case);
    (book, case)
}

/// The inquiry with one thing less known, in every way, each with what was done.
fn with_less_known(book: &Book, case: &Case) -> Vec<(String, Case)> {
    let mut less = Vec::new();
    for (at, fact) in book.facts.iter().enumerate() {
        let has_meaning = fact.default.is_some() || fact.has_or;
        if let (State::Value(_), false) = (case.facts[at], has_meaning) {
            less.push((format!("{} left out", fact.name), case.with(at, State::Absent)));
            less.push((format!("{} null", fact.name), case.with(at, State::Null)));
        }
        if !matches!(case.facts[at], State::Wrong(_)) {
            for (wrong, value) in fact.refused().iter().enumerate() {
                less.push((format!("{} is {value}", fact.name), case.with(at, State::Wrong(wrong))));
            }
        }
    }
    if !book.no_text_is_empty && !case.messages.is_empty() {
        less.push(("no messages".to_owned(), Case { messages: Vec::new(), ..case.clone() }));
    }
    if case.complete {
        less.push(("messages incomplete".to_owned(), Case { complete: false, ..case.clone() }));
    }
    less
}
