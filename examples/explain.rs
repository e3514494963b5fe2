//! Why a decision is as it is, and why a rule did not apply: down to the words and the values that were read.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Engine, Inquiry, Language, Rulebook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rulebook = Rulebook::load("starter.yaml", include_str!("starter.yaml")).into_result()?;
    let engine = Engine::new(&rulebook);
    let inquiry =
        Inquiry::new().with_id("T-2").customer("I want a refund for the lamp.").fact("order.amount", 5_400);

    println!("{}", engine.decide(&inquiry).why(Language::English));
    println!("{}", engine.decide(&inquiry).why(Language::Japanese));
    for rule in ["small-refunds", "complaints-stay-ours"] {
        if let Some(why_not) = engine.why_not(&inquiry, rule) {
            println!("{}", why_not.text(Language::English));
        }
    }
    Ok(())
}
