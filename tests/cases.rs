//! The cases of the rulebooks that ship and of those in `tests/books`, each a test of its own: what a crate that embeds a rulebook has
//! in its `tests` folder.

use furiwake::harness::Harness;
use std::process::ExitCode;

fn main() -> ExitCode {
    Harness::new()
        .rulebook("core", [])
        .rulebook("it-support", [])
        .rulebook("shop", [])
        .rulebook("tests/books/acme-shop.yaml", ["tests/books/acme-shop.cases.yaml"])
        .rulebook("tests/books/airline.yaml", ["tests/books/airline.cases.yaml"])
        .rulebook("tests/books/retail.yaml", ["tests/books/retail.cases.yaml"])
        .run()
}
