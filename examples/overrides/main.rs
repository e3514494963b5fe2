//! A client's own scripts: a campaign within a limit, a desk for its best customers, and an attempt that is refused.
//!
//! `cargo run --example overrides` decides seven inquiries by the client's rulebook without and with its scripts.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Act, Decision, Engine, Inquiry, Language, Rulebook, scripts};
use std::error::Error;

const ACME: &str = include_str!("acme.yaml");
const CAMPAIGN: &str = include_str!("campaign.scripts.yaml");
const INBOX: &str = include_str!("inbox.jsonl");

fn main() -> Result<(), Box<dyn Error>> {
    // The client's rulebook carries a script of its own; the host adds the campaign, a file with its own grants.
    let acme = Rulebook::load("acme.yaml", ACME).into_result()?;
    let acme = acme.with_script("campaign.scripts.yaml", CAMPAIGN).into_result()?;

    println!("What the scripts propose, and when (line:column):");
    for script in acme.scripts() {
        println!("  {}", script.name());
        script.rows().for_each(|row| println!("    {row}"));
    }

    println!("\n{:5}{:25}{:25}what was proposed", "", "who decides a refund", "handled by");
    let engine = Engine::new(&acme);
    for line in INBOX.lines() {
        let inquiry = Inquiry::from_json(line)?;
        let trial = scripts::testing_all(&acme, &inquiry);
        let (without, with) = (trial.without(), trial.decision());
        let route = |decision: &Decision| decision.route().tier().to_owned();
        println!(
            "{:5}{:25}{:25}{}",
            inquiry.id().unwrap_or("-"),
            change(&holder(without), &holder(with)),
            change(&route(without), &route(with)),
            proposals(with).join("\n                                                       ")
        );
        // The engine that serves inquiries decides the same.
        assert_eq!(engine.decide(&inquiry).to_json(), with.to_json());
    }
    println!(
        "\nLook at A-2: the script goes up to 3,000 yen, the client's grant to 2,000, and the grant counts."
    );
    println!(
        "A-3 comes before the campaign. A-4 is a complaint, which the client keeps whatever scripts propose."
    );
    println!(
        "Without the amount, as in A-5, nothing is granted. A-6 and A-7 only restrict, which needs no grant."
    );

    println!("\nAn attempt that is refused, tried on A-7 while it is written:\n");
    let asking = INBOX.lines().last().unwrap_or_default();
    let greedy =
        scripts::testing(&acme, "greedy.rhai", include_str!("greedy.rhai"), &Inquiry::from_json(asking)?)?;
    println!("{}\n\n{greedy}", greedy.findings());

    println!("One decision in full:\n");
    if let Some(line) = INBOX.lines().nth(1) {
        println!("{}", engine.decide(&Inquiry::from_json(line)?).why(Language::English));
    }
    Ok(())
}

fn holder(decision: &Decision) -> String {
    decision.holder("refund", Act::Decide).unwrap_or("-").to_owned()
}

fn change(without: &str, with: &str) -> String {
    if without == with { with.to_owned() } else { format!("{without} → {with}") }
}

fn proposals(decision: &Decision) -> Vec<String> {
    let line = |proposal: furiwake::decision::Proposal<'_>| {
        let became = if proposal.is_accepted() { "accepted" } else { "refused" };
        let why = proposal.why().map(|why| format!(": {why}")).unwrap_or_default();
        let (script, line, effect) = (proposal.script(), proposal.line(), proposal.effect().as_str());
        format!("{script}:{line} {effect} {became}{why}")
    };
    decision.proposals().map(line).collect()
}
