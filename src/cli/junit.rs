//! Results in the XML that build servers call JUnit: a suite for each file, a test for each case.

use furiwake::cases::{CaseResult, Failure, Results};
use std::fmt::Write;

/// The report. It says nothing of time: cases take microseconds.
pub(super) fn report(results: &Results) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&CaseResult> = results.iter().collect();
    // Writing to a string cannot fail.
    let _ = writeln!(xml, "<testsuites name=\"furiwake\" {}>", numbers(&all));
    for suite in all.chunk_by(|one, other| one.file() == other.file()) {
        let file = suite.first().map_or("", |result| result.file());
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", escaped(file), numbers(suite));
        for result in suite {
            case(&mut xml, result);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn numbers(results: &[&CaseResult]) -> String {
    let failures = results.iter().filter(|result| result.failure().is_some()).count();
    format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\"", results.len())
}

fn case(xml: &mut String, result: &CaseResult) {
    let (file, name) = (escaped(result.file()), escaped(result.name()));
    let _ = write!(
        xml,
        "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{}\"",
        result.line()
    );
    let Some(failure) = result.failure() else {
        xml.push_str("/>\n");
        return;
    };
    let (message, text) = (escaped(&message(failure)), escaped(&failure.to_string()));
    let _ = write!(xml, ">\n      <failure message=\"{message}\">{text}</failure>\n    </testcase>\n");
}

/// The first thing that is wrong, in one line.
fn message(failure: &Failure) -> String {
    let unmet = failure.unmet().first().map(|unmet| unmet.mismatch().to_string());
    let violated = || failure.violations().first().map(|violation| format!("violates {violation}"));
    unmet.or_else(violated).unwrap_or_else(|| "the ways of deciding disagree".to_owned())
}

/// A text between tags or in double quotes, where a line break is read as a space. What XML 1.0 (section 2.2) does not know as a
/// character is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_text_can_end_its_element_or_attribute() {
        assert_eq!(escaped("a < \"b\" && c > ]]>"), "a &lt; &quot;b&quot; &amp;&amp; c &gt; ]]&gt;");
        assert_eq!(escaped("苦情\u{1b}[31m\u{ffff}"), "苦情\u{fffd}[31m\u{fffd}");
        assert_eq!(escaped("one\n\ttwo\u{0}"), "one\n\ttwo\u{fffd}");
    }
}
