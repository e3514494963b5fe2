//! Cases in `cargo test`: each is a test of its own, by its own name, and may be picked and listed like any other.
//!
//! In `Cargo.toml` of the crate that embeds the rulebook:
//!
//! ```toml
//! [dev-dependencies]
//! furiwake = { version = "0.1", features = ["harness"] }
//!
//! [[test]]
//! name = "policy"
//! harness = false
//! ```
//!
//! In `tests/policy.rs`:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     furiwake::harness::run("policy/acme.yaml", ["policy/acme.cases.yaml"])
//! }
//! ```
//!
//! `cargo test --test policy` then runs every case and `cargo test --test policy -- refund` those with `refund` in their names. Where the
//! files demand coverage or excuse something, one more test is called `gates`: it fails if all their cases together cover less, or need an excuse no more. What is wrong with a file is shown with its
//! place and help, and no test runs.

use crate::cases::{Case, Coverage, Gates, Measure, MutationScore, Runner, Suite};
use crate::decision::on_one_line;
use crate::engine::Engine;
use crate::rulebook::Rulebook;
use libtest_mimic::{Arguments, Failed, Trial};
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the cases in these files about one rulebook, as the arguments of `cargo test` say. Names of files begin at the root of the
/// crate that is tested. A rulebook without `.` and `/` in its name is one that ships with the library; it needs no files of
/// cases, as it has its own.
pub fn run<'a>(rulebook: &'a str, cases: impl IntoIterator<Item = &'a str>) -> ExitCode {
    Harness::new().rulebook(rulebook, cases).run()
}

/// Cases of several rulebooks, to be run together.
#[derive(Debug, Default)]
#[must_use = "nothing is tested until it runs"]
pub struct Harness<'a> {
    rulebooks: Vec<(&'a str, Vec<&'a str>)>,
}

impl<'a> Harness<'a> {
    /// No cases yet.
    pub const fn new() -> Self {
        Self { rulebooks: Vec::new() }
    }

    /// Adds the cases in these files about one rulebook, as [`run`] takes them.
    pub fn rulebook(mut self, rulebook: &'a str, cases: impl IntoIterator<Item = &'a str>) -> Self {
        self.rulebooks.push((rulebook, cases.into_iter().collect()));
        self
    }

    /// Runs them, as the arguments of `cargo test` say.
    pub fn run(self) -> ExitCode {
        let arguments = Arguments::from_args();
        let mut trials = Vec::new();
        let mut is_refused = false;
        for (rulebook, cases) in &self.rulebooks {
            match suites(rulebook, cases) {
                Ok((suites, warnings)) => {
                    warnings.iter().for_each(|warning| tell(warning));
                    trials.extend(self::trials(&suites));
                }
                Err(error) => {
                    is_refused = true;
                    tell(&error);
                }
            }
        }
        if is_refused {
            return ExitCode::FAILURE;
        }
        libtest_mimic::run(&arguments, trials).exit_code()
    }
}

/// Tells whoever runs the tests. A test binary has nowhere else to say it; that nobody listens changes nothing.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}\n");
}

/// The suites of one rulebook, with what is warned of in them, or everything that is wrong with it or them.
fn suites(rulebook: &str, files: &[&str]) -> Result<(Vec<Suite>, Vec<String>), String> {
    let loaded = if is_file(rulebook) {
        Rulebook::load_with(rulebook, &text(rulebook)?, text)
            .into_result()
            .map_err(|findings| findings.to_string())?
    } else {
        let missing = || format!("no rulebook `{rulebook}` ships; a name with a `.` or `/` in it is a file");
        Rulebook::builtin(rulebook).ok_or_else(missing)?
    };
    let mut suites = Vec::new();
    let mut wrong = Vec::new();
    if files.is_empty() {
        suites.extend(Suite::builtin(rulebook).filter(|_| !is_file(rulebook)));
    }
    let mut warnings = Vec::new();
    for file in files {
        let loaded = match text(file) {
            Ok(text) => Suite::load(file, &text, &loaded),
            Err(error) => {
                wrong.push(error);
                continue;
            }
        };
        let findings = loaded.findings().to_string();
        match loaded.suite() {
            Some(suite) if loaded.findings().is_empty() => suites.push(suite.clone()),
            Some(suite) => {
                warnings.push(findings);
                suites.push(suite.clone());
            }
            None => wrong.push(findings),
        }
    }
    if suites.is_empty() && wrong.is_empty() {
        wrong.push(format!("no files of cases are given for the rulebook {rulebook}"));
    }
    if wrong.is_empty() && suites.iter().all(|suite| suite.cases().is_empty()) {
        wrong.push(format!("there is no case in {}", files.join(", ")));
    }
    warnings.extend(Suite::same_names(&suites).iter().map(|same| format!("warning: {same}")));
    if wrong.is_empty() { Ok((suites, warnings)) } else { Err(wrong.join("\n\n")) }
}

fn is_file(name: &str) -> bool {
    name.contains(['.', '/', '\\'])
}

fn text(file: &str) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))
}

/// A test for each case.
fn trials(suites: &[Suite]) -> Vec<Trial> {
    let Some(first) = suites.first() else { return Vec::new() };
    let runner = Arc::new(Runner::new(&Engine::new(first.rulebook())));
    let of_suite = |suite: &Suite| {
        let file = suite.file().to_owned();
        let runner = Arc::clone(&runner);
        let cases = suite.cases().to_vec().into_iter();
        cases.map(move |case| trial(&file, case, Arc::clone(&runner)))
    };
    suites.iter().flat_map(of_suite).chain(gates(suites)).collect()
}

/// A test for gates and excuses, where the files have any: of all cases of a rulebook together, however many are run.
fn gates(suites: &[Suite]) -> Option<Trial> {
    let gates = suites.iter().fold(Gates::default(), |gates, suite| gates.and(suite.gates()));
    let is_excused = suites.iter().any(|suite| !suite.excuses().is_empty());
    if gates.iter().next().is_none() && !is_excused {
        return None;
    }
    let suites = suites.to_vec();
    let file = suites.first()?.file().to_owned();
    let test = move || missed(&suites, &gates).map_or(Ok(()), |missed| Err(Failed::from(missed)));
    Some(Trial::test("gates", test).with_kind(file))
}

/// The gates that are missed and the excuses that nothing needs, one a line, if there are any.
fn missed(suites: &[Suite], gates: &Gates) -> Option<String> {
    let engine = Engine::new(suites.first()?.rulebook());
    let coverage = Coverage::counted(suites, &engine);
    let mut missed = coverage.missed(gates);
    let mut needless = coverage.needless_excuses().to_vec();
    if gates.get(Measure::Score).or(gates.get(Measure::SafetyScore)).is_some() {
        let score = MutationScore::of(suites, &engine, |_, _| {});
        missed.extend(score.missed(gates));
        needless.extend_from_slice(score.needless_excuses());
    }
    let missed = missed.iter().map(ToString::to_string);
    let told: Vec<String> = missed.chain(needless.iter().map(ToString::to_string)).collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

fn trial(file: &str, case: Case, runner: Arc<Runner>) -> Trial {
    let (name, place) = (on_one_line(case.name()), format!("{file}:{}", case.line()));
    let test = move || match runner.failure(&case) {
        None => Ok(()),
        Some(failure) => Err(Failed::from(format!("{place}\n{failure}"))),
    };
    Trial::test(name, test).with_kind(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_a_test_under_its_own_name() {
        let files = ["tests/books/acme-shop.cases.yaml"];
        let (suites, warnings) = suites("tests/books/acme-shop.yaml", &files).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        let names: Vec<String> = trials(&suites).iter().map(|trial| trial.name().to_owned()).collect();
        assert_eq!(names.first().map(String::as_str), Some("発煙は苦情でも直ちに委託元の責任者へ"));
        assert_eq!(names.len(), suites.iter().flat_map(Suite::cases).count());
        assert!(!self::suites("core", &[]).unwrap().0.is_empty());
    }

    #[test]
    fn a_missed_gate_is_a_failed_test() {
        let book = Rulebook::load_with("b.yaml", &text("tests/books/acme-shop.yaml").unwrap(), text)
            .into_result()
            .unwrap();
        let gated = |share: &str| {
            let cases = format!(
                "gates: {{ boundary: {share} }}\ncases: [{{ name: one, given: {{ text: x }}, expect: {{}} }}]"
            );
            let suite = Suite::load("b.cases.yaml", &cases, &book).into_result().unwrap();
            let trials = trials(std::slice::from_ref(&suite));
            assert_eq!(trials.iter().map(|trial| trial.name()).collect::<Vec<_>>(), ["one", "gates"]);
            missed(std::slice::from_ref(&suite), suite.gates())
        };
        assert!(gated("1").is_some_and(|told| told.contains("boundary is 0 %")));
        assert_eq!(gated("0"), None);
        let without =
            Suite::load("b.cases.yaml", "cases: [{ name: one, given: { text: x }, expect: {} }]", &book);
        assert_eq!(trials(&[without.into_result().unwrap()]).len(), 1);
    }

    #[test]
    fn a_needless_excuse_is_a_failed_test_without_gates_too() {
        let book = Rulebook::builtin("core").unwrap();
        let cases =
            "excused: { decisive: { nobody: gone } }\ncases: [{ name: one, given: { text: x }, expect: {} }]";
        let suite = Suite::load("b.cases.yaml", cases, &book).into_result().unwrap();
        let suites = std::slice::from_ref(&suite);
        assert_eq!(trials(suites).last().map(Trial::name), Some("gates"));
        assert!(
            missed(suites, suite.gates()).is_some_and(|told| told.contains("`nobody` is not to be excused"))
        );
    }

    #[test]
    fn one_name_in_two_files_is_warned_of() {
        let files = ["tests/books/acme-shop.cases.yaml"; 2];
        let (suites, warnings) = suites("tests/books/acme-shop.yaml", &files).unwrap();
        assert_eq!(warnings.len(), suites[0].cases().len());
        let place = "warning: tests/books/acme-shop.cases.yaml:";
        assert!(
            warnings[0].starts_with(place) && warnings[0].contains("there is a case of the same name at")
        );
    }

    #[test]
    fn what_is_wrong_is_told_in_full() {
        for (rulebook, files, told) in [
            ("cores", &[][..], "no rulebook `cores` ships"),
            ("nowhere.yaml", &["x.yaml"], "cannot read nowhere.yaml: "),
            ("tests/books/acme-shop.yaml", &[], "no files of cases are given"),
            ("tests/books/acme-shop.yaml", &["nowhere.yaml"], "cannot read nowhere.yaml: "),
            ("tests/broken/unknown-key.yaml", &["x.yaml"], "error[unknown-key]"),
            (
                "tests/books/acme-shop.yaml",
                &["tests/broken/cases/no-cases.yaml"],
                "a file of cases needs `cases`",
            ),
            (
                "core",
                &["tests/integration/cases/none.cases.yaml"],
                "there is no case in tests/integration/cases/none.cases.yaml",
            ),
        ] {
            let error = suites(rulebook, files).unwrap_err();
            assert!(error.contains(told), "{rulebook} {files:?}: {error}");
        }
        let both = ["tests/broken/cases/tables.yaml", "tests/broken/cases/no-cases.yaml"];
        let error = suites("tests/books/acme-shop.yaml", &both).unwrap_err();
        assert!(error.contains("unknown column") && error.contains("needs `cases`"), "{error}");
    }
}
