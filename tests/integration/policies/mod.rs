//! Two policies that others wrote, as rulebooks: `tests/books/airline.yaml` and `retail.yaml`. They decide their own cases and
//! the labelled ones beside the project, agree with the policies written down once more as plain functions ([`oracle`]), and
//! keep what every rulebook promises: nothing is approved for want of a fact, and what customers claim changes nothing.

mod cases;
mod facts;
mod missing;
mod oracle;
#[path = "../../../examples/foreign_policies/score.rs"]
mod score;

use furiwake::{Decision, Engine, Inquiry, Party, Ruling};
use score::{Books, Domain};
use std::sync::LazyLock;

const DOMAINS: [Domain; 2] = [Domain::Airline, Domain::Retail];

/// Compiled once for all tests.
fn books() -> &'static Books {
    static BOOKS: LazyLock<Books> =
        LazyLock::new(|| Books::load().unwrap_or_else(|findings| panic!("{findings}")));
    &BOOKS
}

/// A customer asks for this, and the records say that.
fn inquiry(action: &str, facts: &facts::Facts) -> Inquiry {
    let mut facts = facts.clone();
    facts.insert("request".into(), action.into());
    Inquiry::from_json(&serde_json::json!({ "facts": facts }).to_string()).unwrap()
}

fn decide(engine: &Engine, action: &str, facts: &facts::Facts) -> Decision {
    engine.decide(&inquiry(action, facts))
}

/// What comes of a request: the ruling of the judgment that answers it, and who takes the inquiry.
fn outcome(decision: &Decision, action: &str) -> (Ruling, Party) {
    (decision.ruling(action).unwrap(), decision.route().party())
}
