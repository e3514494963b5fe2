//! How well a rulebook's labels agree with labelled texts.
//!
//! `cargo run --release --example quality -- FILE.. [--misses N] [--rulebook NAME|FILE] [--format table|json]`
//!
//! A file holds one JSON object a line, with `text`, `lang` and `expect`, an object of what should be found. Of `expect` the
//! boolean keys are measured: `complaint` against the label `complaint` of the axis `nature`, every other key against the
//! label of that name of the axis `signal`, if the rulebook has it. A label is found when the decision reports it: on an
//! ordered axis the most restrictive one possible, on an unordered one every possible one.
//!
//! Exit codes: 0 measured, 1 a line or the rulebook is wrong, 2 wrong usage or a file that cannot be read.

#[path = "../../src/cli/book.rs"]
mod book;
mod measure;
mod report;

use book::Unusable;
use furiwake::Engine;
use measure::Measured;
use std::fs::File;
use std::io::{BufReader, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: quality FILE.. [--misses N] [--rulebook NAME|FILE] [--format table|json]  (default rulebook: core)";

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err((message, code)) => {
            tell(&message);
            ExitCode::from(code)
        }
    }
}

fn run() -> Result<u8, (String, u8)> {
    let arguments =
        Arguments::read(std::env::args().skip(1)).map_err(|wrong| (format!("{wrong}\n{USAGE}"), 2))?;
    let (rulebook, warnings) = book::open(&arguments.rulebook, &[]).map_err(|unusable| match unusable {
        Unusable::Unreadable(message) => (format!("error: {message}"), 2),
        Unusable::Findings(findings) => (findings, 1),
    })?;
    if let Some(warnings) = warnings {
        tell(&warnings);
    }
    let engine = Engine::new(&rulebook);
    let mut files = Vec::new();
    for path in &arguments.files {
        let unreadable = |error| (format!("error: cannot read {path}: {error}"), 2);
        let reader = BufReader::new(File::open(path).map_err(unreadable)?);
        files.push(Measured::of(&engine, path, reader, arguments.misses).map_err(unreadable)?);
    }
    for (file, wrong) in files.iter().flat_map(|file| file.wrong.iter().map(move |wrong| (file, wrong))) {
        tell(&format!("{}:{}: {}", file.path, wrong.0, wrong.1));
    }
    let text = match arguments.format {
        Format::Table => report::table(&rulebook, &files),
        Format::Json => report::json(&rulebook, &files),
    };
    // A reader that has seen enough is no error.
    let _ = writeln!(std::io::stdout(), "{text}");
    Ok(u8::from(files.iter().any(|file| !file.wrong.is_empty())))
}

fn tell(message: &str) {
    let _ = writeln!(std::io::stderr(), "{}", message.trim_end());
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Table,
    Json,
}

struct Arguments {
    files: Vec<String>,
    misses: usize,
    rulebook: String,
    format: Format,
}

impl Arguments {
    fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments =
            Self { files: Vec::new(), misses: 0, rulebook: "core".to_owned(), format: Format::Table };
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--misses" => {
                    arguments.misses = value()?.parse().map_err(|_| "--misses needs a number".to_owned())?;
                }
                "--rulebook" => arguments.rulebook = value()?,
                "--format" => {
                    arguments.format = match value()?.as_str() {
                        "table" => Format::Table,
                        "json" => Format::Json,
                        other => return Err(format!("there is no format `{other}`")),
                    }
                }
                other if other.starts_with("--") => return Err(format!("there is no option `{other}`")),
                _ => arguments.files.push(argument),
            }
        }
        if arguments.files.is_empty() { Err("name at least one file".to_owned()) } else { Ok(arguments) }
    }
}
