//! One engine per client: inquiries of several clients, a rulebook replaced while the registry is in use, and a client that
//! nobody registered.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Inquiry, Registry, Rulebook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = Registry::new();
    registry.insert("acme", &Rulebook::builtin("shop").ok_or("`shop` ships with the library")?);
    registry.insert("byte-works", &Rulebook::builtin("it-support").ok_or("`it-support` ships too")?);
    registry.insert("corner-shop", &starter("1", 1000)?);
    show(&registry, "As registered");

    // Threads with a clone of the registry decide by the new rulebook from their next inquiry on.
    if let Some(before) = registry.insert("corner-shop", &starter("2", 5000)?) {
        println!("\ncorner-shop: version {} replaced", before.rulebook().version());
    }
    registry.remove("byte-works");
    show(&registry, "After a change");

    println!("\nWhy nothing is decided for byte-works any more:");
    print!("{}", registry.decide("byte-works", &inquiry()).why(furiwake::Language::English));
    Ok(())
}

fn show(registry: &Registry, title: &str) {
    println!("\n{title}:");
    for (client, rulebook) in registry.list() {
        let hash = rulebook.hash().get(..12).unwrap_or_default();
        println!("  {client:12} {} {} {hash}", rulebook.id(), rulebook.version());
    }
    println!("A refund of 1,980 yen is asked for:");
    for client in ["acme", "byte-works", "corner-shop", "dune"] {
        let decision = registry.decide(client, &inquiry());
        println!("  {client:12} {:11} by {}", decision.route().tier(), decision.rulebook().id());
    }
}

fn inquiry() -> Inquiry {
    Inquiry::new().with_id("T-1").customer("返金してください。").fact("order.amount", 1_980)
}

/// A small rulebook whose first line may refund up to `cap`.
fn starter(version: &str, cap: u32) -> Result<Rulebook, furiwake::Findings> {
    let text = include_str!("starter.yaml")
        .replace("version: \"1\"", &format!("version: \"{version}\""))
        .replace("3000", &cap.to_string());
    Rulebook::load("starter.yaml", &text).into_result()
}
