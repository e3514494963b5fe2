//! The main job: an inbox of a mail-order shop, decided by the built-in rulebook `shop`.
//!
//! `cargo run --example triage` prints a table and explains one decision in full; `-- --lang en` does so in English, and
//! `-- --json` prints every decision as one line of JSON.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

#[path = "../../src/cli/table.rs"]
mod table;

use furiwake::{Decision, Engine, Inquiry, Language, Rulebook};
use std::error::Error;
use table::Table;

/// One inquiry a line.
const INBOX: &str = include_str!("inbox.jsonl");
/// The inquiry that is explained in full.
const EXPLAINED: &str = "S-101";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |argument: &str| arguments.iter().any(|given| given == argument);
    let language = if given("en") || given("--lang=en") { Language::English } else { Language::Japanese };

    let engine = Engine::new(&Rulebook::builtin("shop").ok_or("shop is built in")?);
    let inbox = INBOX.lines().map(Inquiry::from_json).collect::<Result<Vec<_>, _>>()?;
    let decisions: Vec<Decision> = inbox.iter().map(|inquiry| engine.decide(inquiry)).collect();

    if given("--json") {
        decisions.iter().for_each(|decision| println!("{}", decision.to_json()));
        return Ok(());
    }
    let table = Table::new(language);
    println!("{}\n{}", table.head(), "-".repeat(120));
    for (inquiry, decision) in inbox.iter().zip(&decisions) {
        println!("{}", table.line(&table.row(decision)));
        println!("    {}", beginning(inquiry));
    }
    if let Some(decision) = decisions.iter().find(|decision| decision.inquiry() == Some(EXPLAINED)) {
        println!("\n{}", decision.why(language));
    }
    Ok(())
}

/// The first words of the customer, on one line: the subject where there is one.
fn beginning(inquiry: &Inquiry) -> String {
    const LONGEST: usize = 80;
    let Some(message) = inquiry.messages().first() else { return "-".to_owned() };
    let words = message.subject.as_ref().unwrap_or(&message.text);
    let cut: String = words.chars().take(LONGEST).collect();
    if cut == *words { cut } else { format!("{cut}…") }
}
