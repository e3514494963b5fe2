//! Results in the XML that build servers call JUnit: a suite for each file, a test for each case.

use crate::markup::escaped;
use furiwake::cases::{CaseResult, Failure, Measure, Results, Tally};
use std::fmt::Write;

/// What is said of all cases together.
#[derive(Debug, Default)]
pub(super) struct Together<'r> {
    /// The rulebook they are about, as it was named.
    pub(super) rulebook: &'r str,
    /// The figures that were asked for.
    pub(super) figures: Vec<(Measure, Tally)>,
    /// What is demanded and not so, sentence by sentence; `None` where nothing is demanded.
    pub(super) missed: Option<Vec<String>>,
}

/// The report. It says nothing of time: cases take microseconds.
pub(super) fn report(results: &Results, together: &Together<'_>) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&CaseResult> = results.iter().collect();
    let (tests, failures) = numbers(&all);
    let (more, missed) = together.numbers();
    // Writing to a string cannot fail.
    let _ = writeln!(xml, "<testsuites name=\"furiwake\" {}>", counted(tests + more, failures + missed));
    for suite in all.chunk_by(|one, other| one.file() == other.file()) {
        let file = suite.first().map_or("", |result| result.file());
        let (tests, failures) = numbers(suite);
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", escaped(file), counted(tests, failures));
        for result in suite {
            case(&mut xml, result);
        }
        xml.push_str("  </testsuite>\n");
    }
    together.write(&mut xml);
    xml.push_str("</testsuites>\n");
    xml
}

impl Together<'_> {
    /// How many tests there are of all cases together, and how many of these fail.
    fn numbers(&self) -> (usize, usize) {
        let missed = self.missed.as_ref();
        (usize::from(missed.is_some()), usize::from(missed.is_some_and(|missed| !missed.is_empty())))
    }

    /// A suite under the name of the rulebook, where there is anything to say.
    fn write(&self, xml: &mut String) {
        if self.figures.is_empty() && self.missed.is_none() {
            return;
        }
        let (book, (tests, failures)) = (escaped(self.rulebook), self.numbers());
        let _ = writeln!(xml, "  <testsuite name=\"{book}\" {}>", counted(tests, failures));
        if !self.figures.is_empty() {
            xml.push_str("    <properties>\n");
            for (measure, tally) in &self.figures {
                let (name, share) = (measure.as_str(), tally.share().rounded());
                let _ = writeln!(xml, "      <property name=\"{name}\" value=\"{share} ({tally})\"/>");
            }
            xml.push_str("    </properties>\n");
        }
        if let Some(missed) = &self.missed {
            let _ = write!(xml, "    <testcase classname=\"{book}\" name=\"gates\" file=\"{book}\"");
            match missed.first() {
                None => xml.push_str("/>\n"),
                Some(first) => failure(xml, first, &missed.join("\n")),
            }
        }
        xml.push_str("  </testsuite>\n");
    }
}

fn numbers(results: &[&CaseResult]) -> (usize, usize) {
    (results.len(), results.iter().filter(|result| result.failure().is_some()).count())
}

fn counted(tests: usize, failures: usize) -> String {
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"")
}

fn case(xml: &mut String, result: &CaseResult) {
    let (file, name) = (escaped(result.file()), escaped(result.name()));
    let _ = write!(
        xml,
        "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{}\"",
        result.line()
    );
    match result.failure() {
        None => xml.push_str("/>\n"),
        Some(found) => failure(xml, &message(found), &found.to_string()),
    }
}

/// Ends a test case that failed.
fn failure(xml: &mut String, message: &str, text: &str) {
    let (message, text) = (escaped(message), escaped(text));
    let _ = write!(xml, ">\n      <failure message=\"{message}\">{text}</failure>\n    </testcase>\n");
}

/// The first thing that is wrong, in one line.
fn message(failure: &Failure) -> String {
    let unmet = failure.unmet().first().map(|unmet| unmet.mismatch().to_string());
    let violated = || failure.violations().first().map(|violation| format!("violates {violation}"));
    unmet.or_else(violated).unwrap_or_else(|| "the ways of deciding disagree".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use furiwake::cases::Suite;
    use furiwake::{Engine, Rulebook};
    use proptest::prelude::*;
    use roxmltree::Document;

    /// Text with more of what means something to XML than chance would give.
    fn text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            any::<char>(),
            prop::sample::select(
                "<>&\"'\n\r\t\u{0}\u{7}\u{1b}\u{85}\u{fffe}\u{ffff}]-苦".chars().collect::<Vec<_>>()
            )
        ];
        prop::collection::vec(character, 1..20).prop_map(|characters| characters.into_iter().collect())
    }

    /// A text as YAML that says everything by escapes, since a file of cases may hold no control character itself.
    fn quoted(text: &str) -> String {
        let escapes = text.chars().map(|character| format!("\\U{:08x}", u32::from(character)));
        format!("\"{}\"", escapes.collect::<String>())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_name_and_message_give_well_formed_xml(name in text(), said in text(), missed in text()) {
            let book = "rulebook: b\nversion: '1'\ntiers: { vendor: [first_line], client: [client_manager] }";
            let book = Rulebook::load("b.yaml", book).into_result().unwrap();
            let (one, other, said) = (quoted(&format!("a{name}")), quoted(&format!("b{name}")), quoted(&said));
            let cases = format!(
                "cases:
                  - {{ name: {one}, given: {{ text: {said} }}, expect: {{ route: client_manager }} }}
                  - {{ name: {other}, given: {{ text: {said} }}, expect: {{}} }}"
            );
            let suite = Suite::load(&format!("{name}.yaml"), &cases, &book).into_result().unwrap();
            let results = suite.run(&Engine::new(&book));
            prop_assert_eq!(results.failed(), 1);
            let together = Together {
                rulebook: &name,
                figures: vec![(Measure::Decisive, Tally { reached: 1, whole: 3 })],
                missed: Some(vec![missed]),
            };
            let xml = report(&results, &together);
            let read = Document::parse(&xml).map_err(|error| TestCaseError::fail(format!("{error}\n{xml}")))?;
            let count = |tag| read.descendants().filter(|node| node.has_tag_name(tag)).count();
            prop_assert_eq!(["testsuite", "testcase", "failure", "property"].map(count), [2, 3, 2, 1]);
        }
    }
}
