//! Past inquiries as cases: what a helpdesk exports, with what people did about each, becomes a file of cases that expects just that. Run, it
//! shows where the rulebook and the people who know the business part ways. Each difference is a question to the client: is the rulebook
//! wrong, or was it a favour?
//!
//! `cargo run --example cases_from_csv` reads `past.csv`; `-- past.cases.yaml` says where the cases go.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

mod differences;
mod past;

use furiwake::cases::Suite;
use furiwake::{Engine, Rulebook};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let file =
        std::env::args().nth(1).map_or_else(|| std::env::temp_dir().join("past.cases.yaml"), PathBuf::from);
    let shop = Rulebook::builtin("shop").ok_or("`shop` ships with the library")?;

    let cases = past::cases(include_str!("past.csv"), &shop)?;
    std::fs::write(&file, &cases)?;
    println!(
        "{} has cases such as\n\n{}\n",
        file.display(),
        cases.lines().take(4).collect::<Vec<_>>().join("\n")
    );

    let suite = Suite::load("past.cases.yaml", &cases, &shop).into_result()?;
    let results = suite.run(&Engine::new(&shop));
    print!("{}", differences::told(&results));
    Ok(())
}
