//! What the rulebook decides otherwise than people did, the gravest first.

use furiwake::cases::{CaseResult, Failure, Results, Unmet};
use furiwake::{Decision, Language, Next, Truth};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How a decision differs from what people did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    /// A lower tier handles or decides it, or the rules approve what people did not.
    GivesMore,
    /// The rules settle it in another way.
    Settles,
    /// The rulebook lacks something that people knew, and would ask the customer.
    Asks,
    /// A higher tier handles or decides it.
    KeepsMore,
}

impl Difference {
    pub(crate) const ALL: [Self; 4] = [Self::GivesMore, Self::Settles, Self::Asks, Self::KeepsMore];

    pub(crate) fn of(failure: &Failure) -> Self {
        let decision = failure.decision();
        let height = |tier: &str| decision.rulebook().tiers().position(|other| other == tier);
        let is_lower = |people: &str, rulebook: &str| height(rulebook) < height(people);
        let mismatches = || failure.unmet().iter().map(Unmet::mismatch);
        let rulings = || mismatches().filter(|mismatch| mismatch.what.starts_with("rulings."));
        if rulings().any(|mismatch| mismatch.actual == "approve") {
            Self::GivesMore
        } else if rulings().any(|mismatch| mismatch.actual == "deny") {
            Self::Settles
        } else if mismatches().any(|mismatch| is_lower(&mismatch.expected, &mismatch.actual)) {
            Self::GivesMore
        } else if decision.next() == Next::Ask {
            Self::Asks
        } else {
            Self::KeepsMore
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::GivesMore => "The vendor may do more than people let it. Read these first",
            Self::Settles => "The rules settle it in another way",
            Self::Asks => "The rulebook asks first; the export lacks what people knew",
            Self::KeepsMore => "The client keeps more than people did",
        }
    }
}

/// The report.
pub(crate) fn told(results: &Results) -> String {
    let mut told =
        format!("{} past inquiries, {} decided as people did\n", results.iter().count(), results.passed());
    for difference in Difference::ALL {
        let of_kind: Vec<(&CaseResult, &Failure)> = results
            .iter()
            .filter_map(|result| Some((result, result.failure()?)))
            .filter(|(_, failure)| Difference::of(failure) == difference)
            .collect();
        if !of_kind.is_empty() {
            told += &format!("\n{} ({}):\n", difference.title(), of_kind.len());
        }
        for (result, failure) in of_kind {
            told += &format!("  {}\n{}", result.name(), one(failure));
        }
    }
    told
}

/// Each thing that differs, and the rules behind what was decided.
fn one(failure: &Failure) -> String {
    let mut told = String::new();
    for mismatch in failure.unmet().iter().map(Unmet::mismatch) {
        let (what, people, rulebook) = (&mismatch.what, &mismatch.expected, &mismatch.actual);
        // Writing to a string cannot fail.
        let _ = writeln!(told, "    {what:22} people {people:14}  rulebook {rulebook}");
    }
    let decision = failure.decision();
    let asked: Vec<&str> = decision.asks().filter_map(|ask| ask.fact).collect();
    if !asked.is_empty() {
        told += &format!("    asks for {}\n", asked.join(", "));
    }
    for because in reasons(decision) {
        told += &format!("    {because}\n");
    }
    told
}

/// The rules that say something about what was raised, each once.
fn reasons(decision: &Decision) -> BTreeSet<String> {
    let raised = decision.judgments().filter(|judgment| decision.raised(judgment) == Some(Truth::True));
    let rules: BTreeSet<&str> = raised.flat_map(|judgment| decision.rules(judgment)).collect();
    let reasons = decision.reasons().filter(|reason| rules.contains(reason.rule()));
    reasons
        .filter_map(|reason| Some(format!("{}: {}", reason.rule(), reason.because()?.get(Language::English))))
        .collect()
}
