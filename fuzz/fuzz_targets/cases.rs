//! Any text is a file of cases or a list of findings, and never a panic. What loads is run: engine, reference and JSON agree on every
//! case. Few cases are measured too, and what is drafted for what they miss is a case that passes.
#![no_main]

use furiwake::cases::{Suite, masked};
use furiwake::{Engine, Rulebook};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const BOOK: &str = include_str!("../cases.yaml");
/// More cases than this teach nothing new about measuring and cost time.
const MOST: usize = 4;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::new(&Rulebook::load("cases.yaml", BOOK).into_result().expect("the rulebook is without findings"))
});

fuzz_target!(|text: &str| {
    let engine = &*ENGINE;
    let loaded = Suite::load("fuzz.cases.yaml", text, engine.rulebook());
    assert!(!loaded.findings().to_string().is_empty());
    let Some(suite) = loaded.suite() else {
        assert!(loaded.findings().has_errors(), "refused without a reason");
        return;
    };
    let results = suite.run(engine);
    assert_eq!(results.iter().count(), suite.cases().len());
    assert!(!results.to_string().is_empty());
    for failure in results.failures().filter_map(|result| result.failure()) {
        assert!(failure.disagreements().is_empty(), "{failure}");
    }
    for case in suite.cases() {
        let masked = masked(case.inquiry(), engine.rulebook());
        let notes = masked.facts().filter(|(name, _)| *name == "note").map(|(_, value)| value.to_string());
        assert!(notes.into_iter().all(|note| ["null", "\"example\""].contains(&note.as_str())));
    }
    if suite.cases().len() > MOST {
        return;
    }
    let coverage = suite.coverage(engine);
    assert!(!coverage.to_string().is_empty());
    for draft in coverage.misses().filter_map(|(_, miss)| miss.case.as_deref()) {
        let text = format!("cases:\n{draft}");
        let drafted = Suite::load("draft.cases.yaml", &text, engine.rulebook()).into_result();
        let drafted = drafted.unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        let results = drafted.run(engine);
        assert_eq!((results.passed(), results.failed()), (1, 0), "{results}\n{text}");
    }
    assert!(!suite.mutate(engine).to_string().is_empty());
});
