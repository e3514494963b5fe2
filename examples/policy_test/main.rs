//! A client's policy and its cases, tested as a crate that embeds the rulebook tests it: every case passes, and the cases reach what
//! their gates demand.
//!
//! `cargo run --example policy_test` says what is tested, and fails with an explanation where a case fails or a gate is missed. The
//! same as tests of `cargo test`, each case by its own name, is one line with the feature `harness`: see `policy.rs`.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::cases::Suite;
use furiwake::{Engine, Rulebook};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policy_test");
    let read = |file: &str| std::fs::read_to_string(folder.join(file));
    let acme = Rulebook::load_with("acme.yaml", &read("acme.yaml")?, read).into_result()?;
    let suite = Suite::load("acme.cases.yaml", &read("acme.cases.yaml")?, &acme).into_result()?;
    let engine = Engine::new(&acme);

    // What each case expects. A failure sets it beside what was decided, and says why.
    let results = suite.run(&engine);
    println!("{results}");

    // What of the rulebook the cases cover, and which small changes of it they notice.
    let coverage = suite.coverage(&engine);
    let mutation = suite.mutate(&engine);
    println!("\n{coverage}\n\n{mutation}");

    // What the file demands of both, and what it excuses without need.
    let missed = [coverage.missed(suite.gates()), mutation.missed(suite.gates())].concat();
    let needless = [coverage.needless_excuses(), mutation.needless_excuses()].concat();
    for (measure, least) in suite.gates().iter() {
        println!("{:13} at least {least} is demanded", measure.as_str());
    }
    missed.iter().for_each(|missed| println!("gate missed: {missed}"));
    needless.iter().for_each(|needless| println!("{needless}"));
    let is_well = results.failed() == 0 && missed.is_empty() && needless.is_empty();
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
