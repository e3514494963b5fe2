//! The smallest use: a rulebook, an inquiry, a decision.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Engine, Inquiry, Language, Rulebook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rulebook = Rulebook::load("starter.yaml", include_str!("starter.yaml")).into_result()?;
    let engine = Engine::new(&rulebook);
    let inquiry =
        Inquiry::new().with_id("T-1").customer("がっかりです。返金してください。").fact("order.amount", 1980);
    let decision = engine.decide(&inquiry);
    println!("{}", decision.why(Language::English));
    Ok(())
}
