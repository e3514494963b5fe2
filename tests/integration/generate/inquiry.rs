//! Inquiries that fit a generated rulebook: what is said of each of its facts, and the customer's words.

use super::book::Book;
use super::raw::RawCase;
use furiwake::Inquiry;
use std::fmt::Write as _;

/// The inquiry's time; every valid date lies before it.
const TIME: &str = "2026-11-21T10:00:00+09:00";

/// What customers say: the phrases of cues plain, negated, in a longer word, in other widths and scripts, and other words.
const SAYINGS: [&str; 16] = [
    "よろしくお願いします。",
    "返金してください。",
    "返金済みです。",
    "壊れました。",
    "コワレました。",
    "急ぎです。",
    "急ぎではありません。",
    "未急ぎ",
    "お急ぎ便で。",
    "REFUND please. ",
    "refund policy? ",
    "It is broken. ",
    "not broken, ",
    "注文１１０です。",
    "order 1103, ",
    "110 yen ",
];

/// What an inquiry says about a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Absent,
    Null,
    /// A value of the fact's domain, by position.
    Value(usize),
    /// A value that is refused, by position.
    Wrong(usize),
}

/// An inquiry, by positions in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    /// By fact.
    pub(crate) facts: Vec<State>,
    pub(crate) messages: Vec<String>,
    pub(crate) complete: bool,
    pub(crate) has_time: bool,
}

impl Case {
    pub(crate) fn new(book: &Book, raw: &RawCase) -> Self {
        let has_time = !raw.without_time.once_in(5);
        let state =
            |(fact, [state, value]): (&super::fact::Fact, &[super::raw::Pick; 2])| match state.below(8) {
                0..=3 => State::Value(value.below(fact.kind.domain().len())),
                4 | 5 => State::Absent,
                6 => State::Null,
                _ => State::Wrong(value.below(fact.refused().len())),
            };
        Self {
            facts: book.facts.iter().zip(&raw.facts).map(state).collect(),
            messages: raw
                .messages
                .iter()
                .map(|sayings| sayings.iter().map(|saying| *saying.of(&SAYINGS)).collect())
                .collect(),
            complete: !raw.incomplete.once_in(5),
            has_time,
        }
    }

    /// Whether the fact has no value, defaults included.
    pub(crate) fn lacks(&self, book: &Book, fact: usize) -> bool {
        match self.facts[fact] {
            State::Value(_) => false,
            State::Absent | State::Null => book.facts[fact].default.is_none(),
            State::Wrong(_) => true,
        }
    }

    /// Whether the fact is missing in a way that a value of it would only add to what is known: where an `or` gives absence
    /// a meaning, a value takes that meaning away.
    pub(crate) fn can_be_completed(&self, book: &Book, fact: usize) -> bool {
        let means_something =
            book.facts[fact].has_or && matches!(self.facts[fact], State::Absent | State::Null);
        self.lacks(book, fact) && !means_something
    }

    /// Whether words may be missing.
    pub(crate) fn lacks_text(&self, book: &Book) -> bool {
        !self.complete || (self.messages.is_empty() && !book.no_text_is_empty)
    }

    /// The same inquiry with something else said about one fact.
    pub(crate) fn with(&self, fact: usize, state: State) -> Self {
        let mut case = self.clone();
        case.facts[fact] = state;
        case
    }

    /// One line of JSON.
    pub(crate) fn json(&self, book: &Book) -> String {
        let mut facts = Vec::new();
        for (fact, state) in book.facts.iter().zip(&self.facts) {
            let value = match state {
                State::Absent => continue,
                State::Null => "null",
                State::Value(value) => fact.kind.domain()[*value],
                State::Wrong(value) => fact.refused()[*value],
            };
            facts.push(format!("\"{}\": {value}", fact.name));
        }
        let messages: Vec<String> = self
            .messages
            .iter()
            .map(|text| {
                format!(r#"{{"from": "customer", "text": {}}}"#, serde_json::to_string(text).unwrap())
            })
            .collect();
        let mut json = format!(r#"{{"id": "case", "messages_complete": {}"#, self.complete);
        if self.has_time {
            let _ = write!(json, r#", "at": "{TIME}""#);
        }
        let _ =
            write!(json, r#", "messages": [{}], "facts": {{{}}}}}"#, messages.join(", "), facts.join(", "));
        json
    }

    pub(crate) fn inquiry(&self, book: &Book) -> Inquiry {
        let json = self.json(book);
        Inquiry::from_json(&json).unwrap_or_else(|error| panic!("{error}\n{json}"))
    }
}
