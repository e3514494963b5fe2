//! `furiwake test`: a rulebook's cases, run and reported.

use super::{Outcome, Stop, book, junit, print, report};
use clap::ValueEnum;
use furiwake::cases::{
    Aspect, Coverage, Gates, Measure, MissedGate, MutationScore, NeedlessExcuse, Results, Share, Suite,
    Tally, Texts,
};
use furiwake::{Engine, Rulebook};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::path::Path;
use std::time::{Duration, Instant};

const EXIT_CODES: &str = "\
Exit codes:
  0  all cases pass
  1  some fail
  2  the arguments make no sense, a file cannot be read or written or has
     findings, or there is no case to run
  3  all pass, but a gate is missed or an excuse is needless";

/// Runs the cases of a rulebook: what they expect holds, and no invariant is violated.
///
/// The help of a command is in [`super::Command`], but for what stands behind its options.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// A file, or a rulebook that ships with furiwake: core, it-support, shop (a name with a `.` or `/` in it is a file)
    #[arg(value_name = "BOOK")]
    rulebook: String,

    /// Files of cases; where none is named, acme.cases.yaml beside acme.yaml, and a rulebook that ships runs its own
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

    /// Show what of the rulebook the cases cover, and what is missing
    #[arg(long)]
    coverage: bool,

    /// Write what is covered into a file in the form of LCOV, line by line of the rulebook, for editors and services
    #[arg(long, value_name = "FILE")]
    lcov: Option<String>,

    /// Write what is covered into a file as one HTML page, the rulebook's text with marks
    #[arg(long, value_name = "FILE")]
    html: Option<String>,

    /// The least share to be reached, in place of what the files of cases demand; may be given several times
    #[arg(long = "gate", value_name = "MEASURE=SHARE", value_parser = gate)]
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
    let filter = arguments.filter.as_deref().filter(|filter| !filter.is_empty());
    let suites = filtered(suites(arguments, &rulebook)?, filter)?;
    let engine = Engine::new(&rulebook);
    let mut results = Results::default();
    for suite in &suites {
        results.append(suite.run(&engine));
    }
    let gates = gates(arguments, filter, &suites);
    let is_covered = arguments.coverage || arguments.lcov.is_some() || arguments.html.is_some();
    let coverage = is_covered.then(|| Coverage::of(&suites, &engine));
    let is_scored = gates.iter().any(|(measure, _)| is_score(measure));
    let mut mutation = (arguments.mutate || is_scored).then(|| mutation(&engine, &suites));
    if let (Some(score), Ok((file, text))) = (&mut mutation, book::named(&arguments.rulebook)) {
        score.locate(&file, &text, book::text);
    }
    let demands = Demands::of(&suites, &engine, &gates, coverage.as_ref(), mutation.as_ref());
    let mutation = mutation.filter(|_| arguments.mutate);
    print(&match arguments.format {
        Form::Table => {
            let coverage =
                coverage.iter().filter(|_| arguments.coverage).map(|coverage| format!("\n{coverage}\n"));
            let scores = mutation.iter().map(|score| format!("\n{score}"));
            format!("{results}\n") + &coverage.chain(scores).collect::<String>()
        }
        Form::Json => json(&rulebook, &results, (coverage.as_ref(), mutation.as_ref()), &demands)? + "\n",
        Form::Junit => {
            let coverage = coverage.as_ref().filter(|_| arguments.coverage);
            let rulebook = &arguments.rulebook;
            let figures = figures(coverage, mutation.as_ref());
            junit::report(&results, &junit::Together { rulebook, figures, missed: demands.told() })
        }
    })?;
    if let Some(coverage) = &coverage {
        files(arguments, &rulebook, coverage, mutation.as_ref())?;
    }
    demands.told().iter().flatten().for_each(|told| report(told));
    Ok(match results.failed() {
        0 if demands.missed.is_empty() && demands.needless.is_empty() => Outcome::Fine,
        0 => Outcome::Missed,
        _ => Outcome::Findings,
    })
}

/// What is demanded and not so.
struct Demands {
    /// Whether there is anything at all that could be missed or needless.
    is_any: bool,
    missed: Vec<MissedGate>,
    needless: Vec<NeedlessExcuse>,
}

impl Demands {
    fn of(
        suites: &[Suite],
        engine: &Engine,
        gates: &Gates,
        coverage: Option<&Coverage>,
        mutation: Option<&MutationScore>,
    ) -> Self {
        let is_excused = suites.iter().any(|suite| !suite.excuses().is_empty());
        let is_gated = is_excused || gates.iter().any(|(measure, _)| !is_score(measure));
        let counted = (coverage.is_none() && is_gated).then(|| Coverage::counted(suites, engine));
        let coverage = coverage.or(counted.as_ref());
        let of_coverage = coverage.map(|coverage| (coverage.missed(gates), coverage.needless_excuses()));
        let of_scores = mutation.map(|score| (score.missed(gates), score.needless_excuses()));
        let (missed, needless): (Vec<_>, Vec<_>) = of_coverage.into_iter().chain(of_scores).unzip();
        let is_any = is_excused || gates.iter().next().is_some();
        Self { is_any, missed: missed.concat(), needless: needless.concat() }
    }

    /// What is demanded and not so, sentence by sentence, where anything is demanded.
    fn told(&self) -> Option<Vec<String>> {
        let missed = self.missed.iter().map(|missed| format!("gate missed: {missed}"));
        let needless = self.needless.iter().map(ToString::to_string);
        self.is_any.then(|| missed.chain(needless).collect())
    }
}

/// The figures of what was asked for, in the order of [`Measure::ALL`].
fn figures(coverage: Option<&Coverage>, mutation: Option<&MutationScore>) -> Vec<(Measure, Tally)> {
    let figure = |measure| match Aspect::of(measure) {
        Some(aspect) => Some(coverage?.tally(aspect)),
        None => mutation?.reached(measure).map(|(reached, whole)| Tally { reached, whole }),
    };
    Measure::ALL.into_iter().filter_map(|measure| Some((measure, figure(measure)?))).collect()
}

const fn is_score(measure: Measure) -> bool {
    matches!(measure, Measure::Score | Measure::SafetyScore)
}

/// The score, with a bar on the terminal where it takes more than a moment.
fn mutation(engine: &Engine, suites: &[Suite]) -> MutationScore {
    const PATIENCE: Duration = Duration::from_secs(1);
    let begun = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    let score = MutationScore::of(suites, engine, |done, all| {
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

/// Writes the files that show what is covered.
fn files(
    arguments: &Arguments,
    rulebook: &Rulebook,
    coverage: &Coverage,
    mutation: Option<&MutationScore>,
) -> Result<(), Stop> {
    if arguments.lcov.is_none() && arguments.html.is_none() {
        return Ok(());
    }
    let (file, text) = book::named(&arguments.rulebook).map_err(Stop::unusable)?;
    let texts = Texts::load_with(rulebook, &file, &text, book::text);
    let write = |file: &Option<String>, content: &dyn Fn() -> String| {
        let Some(file) = file else { return Ok(()) };
        std::fs::write(file, content())
            .map_err(|error| Stop::unusable(format!("error: cannot write {file}: {error}")))
    };
    write(&arguments.lcov, &|| texts.lcov(coverage))?;
    write(&arguments.html, &|| texts.html(coverage, mutation))
}

/// A gate as an argument gives it: `decisive=0.9`, `near_miss=90%`.
fn gate(text: &str) -> Result<(Measure, Share), String> {
    let Some((measure, share)) = text.split_once('=') else {
        return Err("write a measure and a share, such as `decisive=0.9`".into());
    };
    let measure = Measure::ALL.into_iter().find(|known| known.as_str() == measure).ok_or_else(|| {
        let known = Measure::ALL.map(Measure::as_str);
        format!("there is no measure `{measure}`; there are {}", known.join(", "))
    })?;
    let share = Share::parse(share).ok_or("a share is a number from 0 to 1, or from `0 %` to `100 %`")?;
    Ok((measure, share))
}

/// What is demanded: by all files together, unless only some of their cases are run, and in place of that by arguments.
fn gates(arguments: &Arguments, filter: Option<&str>, suites: &[Suite]) -> Gates {
    let whole = if filter.is_none() { suites } else { &[] };
    let written = whole.iter().fold(Gates::default(), |gates, suite| gates.and(suite.gates()));
    arguments.gates.iter().fold(written, |gates, (measure, least)| gates.with(*measure, *least))
}

/// Every file of cases, or what is wrong with them.
fn suites(arguments: &Arguments, rulebook: &Rulebook) -> Result<Vec<Suite>, Stop> {
    let name = &arguments.rulebook;
    let mut files: Vec<(String, String)> = Vec::new();
    let mut named = arguments.cases.clone();
    if named.is_empty() {
        let own = Rulebook::builtin_cases(name).filter(|_| !book::is_file(name));
        let beside = cases_beside(name).filter(|file| Path::new(file).is_file());
        match (own, beside) {
            (Some(own), _) => files.push((format!("{name} (built-in cases)"), own.to_owned())),
            (None, Some(beside)) => named.push(beside),
            (None, None) => return Err(Stop::unusable(no_cases(name))),
        }
    }
    for file in &named {
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
    if suites.iter().all(|suite| suite.cases().is_empty()) {
        let files: Vec<&str> = files.iter().map(|(file, _)| file.as_str()).collect();
        return Err(Stop::unusable(format!("error: there is no case in {}", files.join(", "))));
    }
    let same = Suite::same_names(&suites);
    for same in same.iter().take(TOLD) {
        report(&format!("warning: {same}"));
    }
    if let Some(more) = same.len().checked_sub(TOLD).filter(|more| *more > 0) {
        report(&format!("warning: and {more} more cases of one name"));
    }
    Ok(suites)
}

/// The file beside that of a rulebook in which its cases usually are: `acme.cases.yaml` beside `acme.yaml`.
fn cases_beside(file: &str) -> Option<String> {
    let (stem, extension) =
        file.rsplit_once('.').filter(|(_, extension)| !extension.contains(['/', '\\']))?;
    Some(format!("{stem}.cases.{extension}")).filter(|_| book::is_file(file))
}

/// What to say where no cases are named and none are found.
fn no_cases(name: &str) -> String {
    let beside = cases_beside(name).map(|file| format!(" there is no {file}, so"));
    format!(
        "error: which cases?{} name their files: furiwake test {name} CASES..",
        beside.unwrap_or_default()
    )
}

/// No more cases of one name are told than this; the files are likely to be one.
const TOLD: usize = 3;

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
    coverage: Option<&'r Coverage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutation: Option<&'r MutationScore>,
    missed_gates: &'r [MissedGate],
    needless_excuses: &'r [NeedlessExcuse],
}

#[derive(Serialize)]
struct Book<'r> {
    id: &'r str,
    version: &'r str,
    hash: &'r str,
}

fn json(
    rulebook: &Rulebook,
    results: &Results,
    (coverage, mutation): (Option<&Coverage>, Option<&MutationScore>),
    demands: &Demands,
) -> Result<String, Stop> {
    let rulebook = Book { id: rulebook.id(), version: rulebook.version(), hash: rulebook.hash() };
    let schema = "furiwake.test/1";
    let Demands { missed: missed_gates, needless: needless_excuses, .. } = demands;
    let report =
        Report { schema, rulebook, cases: results, coverage, mutation, missed_gates, needless_excuses };
    let stop = |error| Stop::unusable(format!("error: cannot write the report: {error}"));
    serde_json::to_string_pretty(&report).map_err(stop)
}
