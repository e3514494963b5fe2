//! Two policies that others wrote, as rulebooks, against cases that others labelled.
//!
//! `cargo run --release --example foreign_policies -- FILE..`
//!
//! A file holds one JSON object a line, with `id`, `domain` (`airline` or `retail`), `action`, `facts`, `expected_outcome`
//! (`allow`, `refuse`, `transfer`, `refuse_or_transfer` or `answer`) and, where the label is doubted, `suspect_label`. The
//! action is what the customer asks for: the fact `request`, and the judgment of that name, whose ruling is the answer. To
//! be transferred is to go to the client's own people without being approved.
//!
//! Exit codes: 0 all as expected, 1 a case came out otherwise or a line is wrong, 2 wrong usage or a file that cannot be read.

mod report;
mod score;

use score::{Books, Case, Scored};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: foreign_policies FILE..

Decides cases with the rulebooks tests/books/airline.yaml and tests/books/retail.yaml, which say in rules what the customer
service policies of the tau2-bench suite (github.com/sierra-research/tau2-bench, MIT) say in prose. A file has one case a
line, made from the tasks of that suite: what the records say of the customer, what is asked for, and what should come of it:
{\"id\": \"1\", \"domain\": \"retail\", \"action\": \"return_items\", \"facts\": {\"order_status\": \"delivered\", \"refund_method\": \"other\"},
 \"expected_outcome\": \"refuse\"}";

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() || files.iter().any(|file| file.starts_with("--")) {
        tell(USAGE);
        return ExitCode::from(2);
    }
    match run(&files) {
        Ok(all_is_right) => ExitCode::from(u8::from(!all_is_right)),
        Err(message) => {
            tell(&message);
            ExitCode::from(2)
        }
    }
}

/// Scores the cases of every file and prints the table.
fn run(files: &[String]) -> Result<bool, String> {
    let books = Books::load().map_err(|findings| findings.to_string())?;
    let mut scored: Vec<Scored> = Vec::new();
    let mut wrong_lines = false;
    for path in files {
        let unreadable = |error| format!("error: cannot read {path}: {error}");
        for (number, line) in (1..).zip(BufReader::new(File::open(path).map_err(unreadable)?).lines()) {
            let line = match line {
                // Not UTF-8: the next line may be.
                Err(error) if error.kind() == ErrorKind::InvalidData => Err(error.to_string()),
                line => Ok(line.map_err(unreadable)?),
            };
            match line {
                Ok(line) if line.trim().is_empty() => {}
                line => match line.and_then(|line| Case::read(&line)).and_then(|case| books.score(case)) {
                    Ok(one) => scored.push(one),
                    Err(wrong) => {
                        tell(&format!("{path}:{number}: {wrong}"));
                        wrong_lines = true;
                    }
                },
            }
        }
    }
    // A reader that has seen enough is no error.
    let _ = write!(std::io::stdout(), "{}", report::table(&scored));
    // A label may be doubted, but nothing that it refuses may be approved.
    let as_expected = |scored: &Scored| {
        scored.is_right() || (scored.case.suspect_label.is_some() && !scored.is_false_approval())
    };
    Ok(!wrong_lines && scored.iter().all(as_expected))
}

fn tell(message: &str) {
    let _ = writeln!(std::io::stderr(), "{}", message.trim_end());
}
