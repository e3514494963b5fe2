//! `furiwake check`: everything found in some rulebooks, for people, for scripts and for code scanners.

use super::{Outcome, Stop, book, report, sarif};
use clap::ValueEnum;
use furiwake::Loaded;
use furiwake::diagnostic::{Finding, Marked, Severity};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal};

const EXIT_CODES: &str = "\
Exit codes:
  0  no errors, or warnings alone
  1  errors, or warnings with --deny-warnings
  2  the arguments make no sense, or a file cannot be read";

/// Reads rulebooks and shows everything that is wrong with them, and what they declare and never use.
///
/// A file that cannot be read is reported and the others are checked.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Files, or rulebooks that ship with furiwake: core, it-support, shop (a name with a `.` or `/` in it is a file)
    #[arg(value_name = "FILE|NAME", required = true)]
    rulebooks: Vec<String>,

    /// A client's scripts, checked on each of the rulebooks: a bare `.rhai`, or YAML with `scripts` and `grants`; may be given
    /// several times
    #[arg(long = "script", short, value_name = "FILE")]
    scripts: Vec<String>,

    /// The form of the report
    #[arg(long, short, value_enum, default_value_t = Form::Text)]
    format: Form,

    /// End with exit code 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Excerpts with help, and a summary
    Text,
    /// One JSON object (furiwake.check/1)
    Json,
    /// SARIF 2.1.0, for code scanners and editors
    Sarif,
}

/// Checks every rulebook that is named.
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    let scripts =
        book::scripts(&arguments.scripts).map_err(|message| Stop::unusable(format!("error: {message}")))?;
    let mut seen = BTreeSet::new();
    // A file by whatever names is one rulebook, and one that ships has no path.
    let names = arguments.rulebooks.iter().filter(|name| seen.insert(identity(name)));
    let load = |name| book::load(name).map(|loaded| book::with_scripts(loaded, &scripts));
    let books: Vec<Book> = names.map(|name| Book { name, loaded: load(name) }).collect();
    let checked = Checked::new(&books);
    let text = match arguments.format {
        Form::Text => {
            checked.unreadable().for_each(|message| report(&format!("error: {message}")));
            checked.text(
                io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
            )
        }
        Form::Json => printed(&checked.json())?,
        Form::Sarif => printed(&sarif::log(&checked.findings, checked.unreadable()))?,
    };
    super::print(&format!("{text}\n"))?;
    Ok(checked.outcome(arguments.deny_warnings))
}

/// What tells two rulebooks apart: the place of a file, whatever it is called, and the name of anything else.
fn identity(name: &str) -> String {
    if !book::is_file(name) {
        return name.to_owned();
    }
    std::fs::canonicalize(name).map_or_else(|_| name.to_owned(), |path| path.display().to_string())
}

/// A rulebook that was asked for.
struct Book<'a> {
    name: &'a str,
    /// What was found in it and in each file of scripts that was added, or why it cannot be read.
    loaded: Result<Vec<Loaded>, String>,
}

/// Everything that was found.
struct Checked<'a> {
    books: &'a [Book<'a>],
    /// By file, line and column. What several rulebooks find in a layer they share is there once.
    findings: Vec<&'a Finding>,
}

impl<'a> Checked<'a> {
    fn new(books: &'a [Book<'a>]) -> Self {
        let key = |finding: &&'a Finding| {
            (finding.file(), finding.line(), finding.column(), finding.code(), finding.message())
        };
        let loaded = books.iter().filter_map(|book| book.loaded.as_ref().ok()).flatten();
        let mut findings: Vec<&Finding> = loaded.flat_map(Loaded::findings).collect();
        findings.sort_by_key(key);
        findings.dedup_by_key(|finding| key(finding));
        Self { books, findings }
    }

    fn unreadable(&self) -> impl Iterator<Item = &'a str> {
        self.books.iter().filter_map(|book| book.loaded.as_ref().err().map(String::as_str))
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    fn outcome(&self, deny_warnings: bool) -> Outcome {
        if self.unreadable().next().is_some() {
            Outcome::Unreadable
        } else if self.count(Severity::Error) > 0 || (deny_warnings && !self.findings.is_empty()) {
            Outcome::Findings
        } else {
            Outcome::Fine
        }
    }

    fn text(&self, colour: bool) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            text += &if colour { finding.coloured().to_string() } else { format!("{finding:#}") };
            text += "\n\n";
        }
        text + &self.summary()
    }

    /// One line: how many rulebooks were checked, and what was found, or of how much nothing is wrong.
    fn summary(&self) -> String {
        let unreadable = self.unreadable().count();
        let mut parts = vec![format!("{} checked", number(self.books.len() - unreadable, "rulebook"))];
        if unreadable > 0 {
            parts.push(format!("{unreadable} could not be read"));
        }
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        if errors > 0 {
            parts.push(number(errors, "error"));
        }
        if warnings > 0 {
            parts.push(number(warnings, "warning"));
        }
        let loaded = || self.books.iter().filter_map(|book| book.loaded.as_ref().ok());
        if loaded().flatten().any(|loaded| !loaded.findings().are_complete()) {
            parts.push("and more that are not shown".to_owned());
        }
        let mut summary = parts.join(", ");
        if self.findings.is_empty() && loaded().next().is_some() {
            let sizes = || loaded().filter_map(|all| book::rulebook(all)).map(Size::of);
            let [rules, cues, judgments] = [
                number(sizes().map(|size| size.rules).sum(), "rule"),
                number(sizes().map(|size| size.cues).sum(), "cue"),
                number(sizes().map(|size| size.judgments).sum(), "judgment"),
            ];
            summary += &format!(", no findings: {rules}, {cues}, {judgments}");
        }
        summary
    }

    fn json(&self) -> Json<'_> {
        Json {
            schema: "furiwake.check/1",
            rulebooks: self.books.iter().map(JsonBook::of).collect(),
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            findings: self.findings.iter().map(|finding| JsonFinding::of(finding)).collect(),
        }
    }
}

fn number(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn printed(value: &impl Serialize) -> Result<String, Stop> {
    let stop = |error| Stop::unusable(format!("error: cannot write the report: {error}"));
    serde_json::to_string_pretty(value).map_err(stop)
}

/// The report as JSON. Keys may be added to it, never changed.
#[derive(Serialize)]
struct Json<'a> {
    schema: &'static str,
    rulebooks: Vec<JsonBook<'a>>,
    errors: usize,
    warnings: usize,
    findings: Vec<JsonFinding<'a>>,
}

/// One rulebook that was named: what it is if it was accepted, why not if it could not be read.
#[derive(Serialize)]
struct JsonBook<'a> {
    name: &'a str,
    /// accepted | refused | unreadable
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(flatten)]
    rulebook: Option<JsonRulebook<'a>>,
    /// Whether all findings are listed: of very many only the first are.
    complete: bool,
}

#[derive(Serialize)]
struct JsonRulebook<'a> {
    id: &'a str,
    version: &'a str,
    hash: &'a str,
    #[serde(flatten)]
    size: Size,
}

/// How much a rulebook says.
#[derive(Serialize)]
struct Size {
    rules: usize,
    cues: usize,
    judgments: usize,
}

impl Size {
    fn of(rulebook: &furiwake::Rulebook) -> Self {
        Self {
            rules: rulebook.rules().count(),
            cues: rulebook.cues().count(),
            judgments: rulebook.judgments().count(),
        }
    }
}

impl<'a> JsonBook<'a> {
    fn of(book: &'a Book<'a>) -> Self {
        let loaded = book.loaded.as_ref();
        let rulebook = loaded.ok().and_then(|all| book::rulebook(all));
        Self {
            name: book.name,
            status: match (loaded, rulebook) {
                (Err(_), _) => "unreadable",
                (Ok(_), None) => "refused",
                (Ok(_), Some(_)) => "accepted",
            },
            error: loaded.err().map(String::as_str),
            rulebook: rulebook.map(|rulebook| JsonRulebook {
                id: rulebook.id(),
                version: rulebook.version(),
                hash: rulebook.hash(),
                size: Size::of(rulebook),
            }),
            complete: loaded.is_ok_and(|all| all.iter().all(|loaded| loaded.findings().are_complete())),
        }
    }
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    label: Option<&'a str>,
    help: Option<&'a str>,
    also: Vec<JsonAlso<'a>>,
}

/// Lines and columns from 1, columns in Unicode code points; the end is the place right behind the last character.
#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct JsonAlso<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: Option<&'a str>,
}

impl<'a> JsonFinding<'a> {
    fn of(finding: &'a Finding) -> Self {
        let marked = finding.marked();
        Self {
            code: finding.code().as_str(),
            severity: finding.severity().as_str(),
            message: finding.message(),
            place: JsonPlace::of(marked),
            label: marked.label(),
            help: finding.help(),
            also: finding
                .also()
                .map(|also| JsonAlso { place: JsonPlace::of(also), message: also.label() })
                .collect(),
        }
    }
}

impl<'a> JsonPlace<'a> {
    fn of(marked: Marked<'a>) -> Self {
        Self {
            file: marked.file(),
            line: marked.line(),
            column: marked.column(),
            end_line: marked.end_line(),
            end_column: marked.end_column(),
        }
    }
}
