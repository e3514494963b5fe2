//! The `furiwake` command: rulebooks tried, scripted and checked without writing Rust.

#[path = "../cli/mod.rs"]
mod cli;
#[path = "../markup.rs"]
mod markup;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
