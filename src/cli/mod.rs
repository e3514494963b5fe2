//! The command line: one file a command, and the parts they share.
//!
//! Exit codes are the same for every command: 0 fine (warnings too), 1 findings, failed cases or lines that could not be read, 2 wrong
//! usage or a file that cannot be read or written; for `test`, which is about cases, also a file with findings or no case at all, and there 3
//! where a gate is missed or an excuse needless.

mod book;
mod check;
mod decide;
mod junit;
mod lines;
mod sarif;
mod schema;
mod table;
mod test;

use clap::{Parser, Subcommand};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Reads the arguments and runs the command they name.
pub(crate) fn run() -> ExitCode {
    // Wrong usage ends here with exit code 2 and a message of clap's.
    let Arguments { command } = Arguments::parse();
    let result = match command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Decide(arguments) => decide::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Unreadable) => ExitCode::from(2),
        Ok(Outcome::Missed) => ExitCode::from(3),
        Err(Stop { message, code }) => {
            report(&message);
            ExitCode::from(code)
        }
    }
}

/// Decision rules for customer inquiries.
#[derive(Debug, Parser)]
#[command(name = "furiwake", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check rulebooks: everything that is wrong with them, and what they declare and never use.
    Check(check::Arguments),
    /// Decide inquiries, one JSON object a line.
    Decide(decide::Arguments),
    /// Print the JSON Schema of rulebooks, or of files of cases, for editors.
    Schema(schema::Arguments),
    /// Run the cases of a rulebook.
    Test(test::Arguments),
}

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    Findings,
    /// Of several files one could not be read; the others were dealt with.
    Unreadable,
    /// Every case passed, but they cover or notice less than a gate demands.
    Missed,
}

/// Why a command could not go on.
#[derive(Debug)]
struct Stop {
    message: String,
    code: u8,
}

impl Stop {
    /// A file that cannot be read or written, or a name that means nothing.
    fn unusable(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 2 }
    }
}

impl From<book::Unusable> for Stop {
    fn from(unusable: book::Unusable) -> Self {
        match unusable {
            book::Unusable::Unreadable(message) => Self::unusable(format!("error: {message}")),
            book::Unusable::Findings(rendered) => Self { message: rendered, code: 1 },
        }
    }
}

/// Writes to standard output. Whoever reads it may have seen enough.
fn print(text: &str) -> Result<(), Stop> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Stop::unusable(format!("error: cannot write: {error}")))
        }
        _ => Ok(()),
    }
}

/// Tells the person at the terminal. That nobody reads it must not stop the work.
fn report(message: &str) {
    let _ = writeln!(std::io::stderr(), "{}", message.trim_end());
}
