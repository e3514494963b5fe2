//! A client's own rulebook on top of `shop`: it sets a parameter, takes a rule out and adds words of its own, and it cannot
//! touch what the layer between has locked.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Act, Engine, Inquiry, Language, Loaded, Rulebook};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/client_layer/acme.yaml");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let acme = std::fs::read_to_string(FILE)?;
    let shop = Engine::new(&Rulebook::builtin("shop").ok_or("`shop` ships with the library")?);
    let engine = Engine::new(&load(&acme).into_result()?);

    println!("Who decides a refund?");
    for amount in [2_980, 4_980] {
        let inquiry = Inquiry::new().customer("返金してください。").fact("order.amount", amount);
        let (plain, own) = (shop.decide(&inquiry), engine.decide(&inquiry));
        let holder =
            |decision: &furiwake::Decision| decision.holder("refund", Act::Decide).unwrap_or("-").to_owned();
        println!("  {amount} JPY: {} by shop alone, {} at acme", holder(&plain), holder(&own));
    }

    println!("\nThe cap is evidence:");
    let inquiry = Inquiry::new().customer("返金してください。").fact("order.amount", 4_980);
    if let Some(why_not) = engine.why_not(&inquiry, "refund.up-to-the-cap") {
        print!("{}", why_not.text(Language::English));
    }

    println!("\nWhat is locked stays:");
    let greedy = acme.replace("- house.yaml", "- { layer: house.yaml, without: [safety.allergy] }")
        + "  - { id: goodwill, when: order.amount <= 1000, delegate: { compensation: first_line } }\n";
    println!("{}", load(&greedy).findings());
    Ok(())
}

/// The library reads no files; it asks for the layers by name.
fn load(text: &str) -> Loaded {
    Rulebook::load_with(FILE, text, |file| std::fs::read_to_string(file))
}
