//! `furiwake decide`: inquiries in, decisions out, one a line, in constant memory.

use super::lines::{Line, Lines};
use super::table::Table;
use super::{Outcome, Stop, book, report};
use clap::ValueEnum;
use furiwake::{Decision, Engine, Inquiry, Language};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

/// Files below this size are decided before a progress bar could be read.
const WORTH_A_BAR: u64 = 4 * 1024 * 1024;

const EXIT_CODES: &str = "\
Exit codes:
  0  every inquiry is decided
  1  a line is no JSON object, and the rest are decided; or the rulebook has errors, and nothing is
  2  the arguments make no sense, or a file cannot be read";

/// Reads inquiries, one JSON object a line, and writes one decision for each.
///
/// A line that is no JSON object is reported with its line number; the rest are decided.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// A file, or a rulebook that ships with furiwake: core, it-support, shop (a name with a `.` or `/` in it is a file)
    #[arg(long, short, value_name = "FILE|NAME")]
    rulebook: String,

    /// A client's scripts: a bare `.rhai`, or YAML with `scripts` and `grants`; may be given several times
    #[arg(long = "script", short, value_name = "FILE")]
    scripts: Vec<String>,

    /// The form of the decisions
    #[arg(long, short, value_enum, default_value_t = Form::Json)]
    format: Form,

    /// The language of `table` and `why`
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    lang: Lang,

    /// The inquiries; `-` or nothing means standard input
    #[arg(value_name = "INBOX.jsonl")]
    inbox: Option<String>,
}

/// The form is the same on a terminal and in a pipe, so that a command that was tried can be put into a script.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// One JSON object a line (furiwake.decision/1)
    Json,
    /// One line for people
    Table,
    /// The whole explanation
    Why,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Ja,
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ja => Self::Japanese,
            Lang::En => Self::English,
        }
    }
}

/// Decides the inbox.
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    let (rulebook, warnings) = book::open(&arguments.rulebook, &arguments.scripts)?;
    if let Some(warnings) = warnings {
        report(&warnings);
    }
    let inbox = Inbox::open(arguments.inbox.as_deref())?;
    let form = Writer::new(arguments.format, arguments.lang.into());
    match decide(&Engine::new(&rulebook), inbox, &form) {
        Ok(0) => Ok(Outcome::Fine),
        Ok(_) => Ok(Outcome::Findings),
        Err(stop) => Err(stop),
    }
}

/// Decides every line and gives the number of lines that are no inquiry.
fn decide(engine: &Engine, mut inbox: Inbox, form: &Writer) -> Result<u64, Stop> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let mut wrong = 0;
    if let Some(head) = form.head()
        && !handed_over(writeln!(out, "{head}"))?
    {
        return Ok(wrong);
    }
    loop {
        // Whoever feeds the inquiries one by one gets each decision before the next inquiry is read.
        if inbox.lines.may_wait() && !handed_over(out.flush())? {
            break;
        }
        let next = inbox.lines.next();
        let unreadable = |error| Stop::unusable(format!("error: cannot read {}: {error}", inbox.name));
        let Some(Line { number, text }) = next.map_err(unreadable)? else { break };
        match text.and_then(|text| Inquiry::from_json(text).map_err(|error| error.to_string())) {
            Ok(inquiry) => {
                if !handed_over(form.write(&mut out, &engine.decide(&inquiry)))? {
                    break;
                }
            }
            Err(message) => {
                wrong += 1;
                let line = format!("{}:{number}: no inquiry: {message}", inbox.name);
                inbox.bar.suspend(|| report(&line));
            }
        }
        inbox.bar.set_position(inbox.lines.bytes());
    }
    inbox.bar.finish_and_clear();
    handed_over(out.flush())?;
    if wrong > 0 {
        let lines = if wrong == 1 { "1 line was" } else { &format!("{wrong} lines were") };
        report(&format!("{lines} no inquiry; all others were decided"));
    }
    Ok(wrong)
}

/// Whether somebody still reads the output. `furiwake decide | head` is no error.
fn handed_over(result: io::Result<()>) -> Result<bool, Stop> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Stop::unusable(format!("error: cannot write the decisions: {error}"))),
    }
}

/// Where the inquiries come from.
struct Inbox {
    name: String,
    lines: Lines,
    bar: ProgressBar,
}

impl Inbox {
    fn open(path: Option<&str>) -> Result<Self, Stop> {
        let Some(path) = path.filter(|path| *path != "-") else {
            let lines = Lines::new(io::stdin());
            return Ok(Self { name: "standard input".to_owned(), lines, bar: ProgressBar::hidden() });
        };
        let unreadable = |error| Stop::unusable(format!("error: cannot read {path}: {error}"));
        let file = File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        Ok(Self { name: path.to_owned(), lines: Lines::new(file), bar: bar(size) })
    }
}

/// A bar for large files, where somebody watches and the decisions do not scroll through it.
fn bar(size: u64) -> ProgressBar {
    if size < WORTH_A_BAR || io::stdout().is_terminal() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}, {eta} left");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// Writes decisions in one form.
enum Writer {
    Json,
    Table(Table),
    Why(Language),
}

impl Writer {
    fn new(form: Form, language: Language) -> Self {
        match form {
            Form::Json => Self::Json,
            Form::Table => Self::Table(Table::new(language)),
            Form::Why => Self::Why(language),
        }
    }

    fn head(&self) -> Option<String> {
        match self {
            Self::Table(table) => Some(table.head()),
            Self::Json | Self::Why(_) => None,
        }
    }

    fn write(&self, out: &mut impl Write, decision: &Decision) -> io::Result<()> {
        match self {
            Self::Json => writeln!(out, "{}", decision.to_json()),
            Self::Table(table) => writeln!(out, "{}", table.line(&table.row(decision))),
            Self::Why(language) => writeln!(out, "{}", decision.why(*language)),
        }
    }
}
