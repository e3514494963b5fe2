//! `furiwake test`: a rulebook's cases, run and reported.

use super::{Outcome, Stop, book, junit, print, report};
use clap::ValueEnum;
use furiwake::cases::{Gates, Measure, MutationScore, Results, Share, Suite};
use furiwake::{Engine, Rulebook};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Runs the cases of a rulebook: what they expect holds, and no invariant is violated.
///
/// The exit code is 0 if all pass, 1 if some fail, 2 if a file cannot be read or something is wrong with it, and 3 if all pass but
/// a gate is missed.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A file, or a rulebook that ships with furiwake: core, it-support, shop (a name with a `.` or `/` in it is a file)
    #[arg(value_name = "BOOK")]
    rulebook: String,

    /// Files of cases; a rulebook that ships runs its own where none is named
    #[arg(value_name = "CASES")]
    cases: Vec<String>,

    /// A client's scripts: a bare `.rhai`, or YAML with `scripts` and `grants`; may be given several times
    #[arg(long = "script", short, value_name = "FILE")]
    scripts: Vec<String>,

    /// Run only cases with this in their names
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Change the rulebook in many small ways and count the changes that the cases notice
    #[arg(long)]
    mutate: bool,

    /// Demand a share, such as `safety_score=1`, in place of what the files of cases demand; may be given several times
    #[arg(long = "gate", value_name = "NAME=SHARE", value_parser = gate)]
    gates: Vec<(Measure, Share)>,

    /// The form of the report
    #[arg(long, short, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// What failed, for people
    Table,
    /// One object (furiwake.test/1)
    Json,
    /// XML in the form of JUnit, for build servers
    Junit,
}

/// Runs the cases.
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    let opened = book::open(&arguments.rulebook, &arguments.scripts);
    // A rulebook that is refused is no failed case.
    let (rulebook, warnings) = opened.map_err(|unusable| Stop { code: 2, ..Stop::from(unusable) })?;
    if let Some(warnings) = warnings {
        report(&warnings);
    }
    let suites = filtered(suites(arguments, &rulebook)?, arguments.filter.as_deref())?;
    let engine = Engine::new(&rulebook);
    let mut results = Results::default();
    for suite in &suites {
        results.append(suite.run(&engine));
    }
    let mut mutation = arguments.mutate.then(|| mutation(&engine, &suites));
    if let (Some(score), Ok((file, text))) = (&mut mutation, book::named(&arguments.rulebook)) {
        score.locate(&file, &text, book::text);
    }
    print(&match arguments.format {
        Form::Table => {
            let scores = mutation.iter().map(|score| format!("\n{score}"));
            format!("{results}\n") + &scores.collect::<String>()
        }
        Form::Json => json(&rulebook, &results, mutation.as_ref())? + "\n",
        Form::Junit => junit::report(&results),
    })?;
    let missed =
        mutation.as_ref().map(|score| missed(&demanded(arguments, &suites), score)).unwrap_or_default();
    missed.iter().for_each(|missed| report(missed));
    Ok(match (results.failed(), missed.len()) {
        (0, 0) => Outcome::Fine,
        (0, _) => Outcome::Missed,
        _ => Outcome::Findings,
    })
}

/// The score, with a bar on the terminal where it takes more than a moment.
fn mutation(engine: &Engine, suites: &[Suite]) -> MutationScore {
    const PATIENCE: Duration = Duration::from_secs(1);
    let begun = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    let score = MutationScore::of(engine, suites, |done, all| {
        if bar.is_none() && begun.elapsed() > PATIENCE {
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len} mutants, {eta} left");
            let new = ProgressBar::new(u64::try_from(all).unwrap_or(u64::MAX));
            bar = Some(match style {
                Ok(style) => new.with_style(style),
                Err(_) => new,
            });
        }
        if let Some(bar) = &bar {
            bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        }
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    score
}

/// What the files demand, the most of each measure, or the command line in their place.
fn demanded(arguments: &Arguments, suites: &[Suite]) -> Gates {
    let mut gates = Gates::default();
    for (measure, least) in suites.iter().flat_map(|suite| suite.gates().iter()) {
        let most = gates.get(measure).map_or(least, |other| other.max(least));
        gates = gates.with(measure, most);
    }
    arguments.gates.iter().fold(gates, |gates, (measure, least)| gates.with(*measure, *least))
}

/// The demands that a score does not meet, each as a line.
fn missed(gates: &Gates, score: &MutationScore) -> Vec<String> {
    let missed = gates.iter().filter_map(|(measure, least)| {
        let (reached, whole) = score.reached(measure)?;
        let name = measure.as_str();
        (!least.is_met(reached, whole))
            .then(|| format!("error: {name} is {reached} of {whole}, which is less than {least}"))
    });
    missed.collect()
}

/// Reads `score=0.9` or `safety_score=100 %`.
fn gate(text: &str) -> Result<(Measure, Share), String> {
    let (name, share) = text.split_once('=').ok_or("write a name and a share, such as score=0.9")?;
    let measure = Measure::ALL.into_iter().find(|measure| measure.as_str() == name.trim());
    let names = || Measure::ALL.map(Measure::as_str).join(", ");
    let measure = measure.ok_or_else(|| format!("there is no measure `{name}`, but {}", names()))?;
    let share = Share::parse(share.trim()).ok_or("a share is from 0 to 1, or a percentage")?;
    Ok((measure, share))
}

/// Every file of cases, or what is wrong with them.
fn suites(arguments: &Arguments, rulebook: &Rulebook) -> Result<Vec<Suite>, Stop> {
    let name = &arguments.rulebook;
    let mut files: Vec<(String, String)> = Vec::new();
    if arguments.cases.is_empty() {
        let own = Rulebook::builtin_cases(name).filter(|_| !book::is_file(name));
        let missing =
            || Stop::unusable(format!("error: which cases? name their files: furiwake test {name} CASES.."));
        files.push((format!("{name} (built-in cases)"), own.ok_or_else(missing)?.to_owned()));
    }
    for file in &arguments.cases {
        let unreadable = |error| Stop::unusable(format!("error: cannot read the cases {file}: {error}"));
        files.push((file.clone(), book::text(file).map_err(unreadable)?));
    }
    let mut suites = Vec::new();
    let mut findings = Vec::new();
    let mut refused = false;
    for (file, text) in &files {
        let loaded = Suite::load(file, text, rulebook);
        if !loaded.findings().is_empty() {
            findings.push(loaded.findings().to_string());
        }
        match loaded.into_result() {
            Ok(suite) => suites.push(suite),
            Err(_) => refused = true,
        }
    }
    let findings = findings.join("\n\n");
    if refused {
        return Err(Stop::unusable(findings));
    }
    if !findings.is_empty() {
        report(&findings);
    }
    Ok(suites)
}

/// The cases that are asked for. None at all is a slip, not a success.
fn filtered(suites: Vec<Suite>, filter: Option<&str>) -> Result<Vec<Suite>, Stop> {
    let Some(filter) = filter else { return Ok(suites) };
    let suites: Vec<Suite> = suites.iter().map(|suite| suite.matching(filter)).collect();
    if suites.iter().all(|suite| suite.cases().is_empty()) {
        return Err(Stop::unusable(format!("error: no case has `{filter}` in its name")));
    }
    Ok(suites)
}

/// The whole report. Keys may be added to it, never changed.
#[derive(Serialize)]
struct Report<'r> {
    schema: &'static str,
    rulebook: Book<'r>,
    cases: &'r Results,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutation: Option<&'r MutationScore>,
}

#[derive(Serialize)]
struct Book<'r> {
    id: &'r str,
    version: &'r str,
    hash: &'r str,
}

fn json(rulebook: &Rulebook, results: &Results, mutation: Option<&MutationScore>) -> Result<String, Stop> {
    let book = Book { id: rulebook.id(), version: rulebook.version(), hash: rulebook.hash() };
    let report = Report { schema: "furiwake.test/1", rulebook: book, cases: results, mutation };
    let stop = |error| Stop::unusable(format!("error: cannot write the report: {error}"));
    serde_json::to_string_pretty(&report).map_err(stop)
}
