//! The page about testing: its files are what it says they are, and what it shows is what comes of them.

use furiwake::cases::{Coverage, MutationScore, Suite};
use furiwake::{Engine, Rulebook};

const PAGE: &str = include_str!("../../../src/guide/testing.md");

fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    let rest = PAGE.split(begin.as_str()).skip(1).collect::<Vec<_>>();
    rest.into_iter().map(|rest| rest.split("```").next().unwrap()).collect()
}

fn book() -> Rulebook {
    let loaded = Rulebook::load("acme.yaml", blocks("yaml")[0]);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    loaded.into_result().unwrap()
}

fn suite(text: &str, book: &Rulebook) -> Suite {
    let loaded = Suite::load("acme.cases.yaml", text, book);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    loaded.into_result().unwrap()
}

/// Each line of a sample is one of what is printed, in that order; `..` stands for some that are not shown.
pub(super) fn assert_shows(sample: &str, printed: &str) {
    let mut lines = printed.lines().map(str::trim_end);
    for line in sample.lines().filter(|line| !line.is_empty() && line.trim() != "..") {
        assert!(lines.any(|printed| printed == line), "{line}\nis not in\n{printed}");
    }
}

pub(super) fn sample(begin: &str) -> &'static str {
    let found = blocks("text").into_iter().find(|block| block.starts_with(begin));
    found.unwrap_or_else(|| panic!("no sample begins with {begin}"))
}

#[test]
fn its_files_are_what_it_says() {
    let book = book();
    let engine = Engine::new(&book);
    let files = &blocks("yaml")[1..];
    assert_eq!(files.len(), 4);
    for (file, passed) in files.iter().zip([4, 4, 1, 1]) {
        let suite = suite(file, &book);
        let results = suite.run(&engine);
        assert!(results.passed() == passed && results.failed() == 0, "{results}");
        assert_eq!(suite.coverage(&engine).needless_excuses(), []);
        assert_eq!(suite.mutate(&engine).needless_excuses(), []);
    }
}

#[test]
fn its_reports_are_what_its_cases_come_to() {
    let book = book();
    let engine = Engine::new(&book);
    let suites = [suite(blocks("yaml")[1], &book), suite(blocks("yaml")[2], &book)];
    let coverage = Coverage::of(&suites, &engine);
    assert_shows(sample("coverage\n"), &coverage.to_string());
    let mut score = MutationScore::of(&suites, &engine, |_, _| {});
    score.locate("acme.yaml", blocks("yaml")[0], |_| Err("there is no other".into()));
    assert_shows(sample("mutation "), &score.to_string());
}

/// The test of one's own crate that it shows is the one of the example, and so is what it prints.
#[test]
fn the_test_of_ones_own_crate_is_that_of_the_example() {
    let own = |text: &str| text.replace("examples/policy_test/", "policy/");
    let test = include_str!("../../../examples/policy_test/policy.rs");
    assert_eq!(blocks("rust,ignore")[0], own(test));
    let text = include_str!("../../../examples/policy_test/acme.yaml");
    let cases = include_str!("../../../examples/policy_test/acme.cases.yaml");
    let higher = text.replace("value: 5000", "value: 6000");
    assert_ne!(text, higher);
    let book = Rulebook::load("policy/acme.yaml", &higher).into_result().unwrap();
    let suite = Suite::load("policy/acme.cases.yaml", cases, &book).into_result().unwrap();
    let results = suite.run(&Engine::new(&book));
    let failed: Vec<&str> = results.failures().map(|failed| failed.name()).collect();
    assert_eq!(failed, ["who decides a refund › above the cap"]);
    assert_shows(sample("policy/acme.cases.yaml:"), &results.to_string());
}

/// The example by the engine, in full: what its gates demand is reached, and without need nothing is excused.
#[test]
fn the_policy_of_the_example_is_tested_in_full() {
    let text = include_str!("../../../examples/policy_test/acme.yaml");
    let book = Rulebook::load("acme.yaml", text).into_result().unwrap();
    let suite = suite(include_str!("../../../examples/policy_test/acme.cases.yaml"), &book);
    let engine = Engine::new(&book);
    let (coverage, mutation) = (suite.coverage(&engine), suite.mutate(&engine));
    assert_eq!(suite.run(&engine).failed(), 0);
    assert_eq!(suite.gates().iter().count(), 6);
    assert_eq!((coverage.missed(suite.gates()), mutation.missed(suite.gates())), (vec![], vec![]));
    assert_eq!((coverage.needless_excuses(), mutation.needless_excuses()), (&[][..], &[][..]));
}
