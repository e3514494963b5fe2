//! A finding as compilers show it: the source line, the marked part, a few words beside it, help.

use super::{Finding, Severity};
use crate::diagnostic::findings::Source;
use crate::span::Span;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

/// Places further apart than this many bytes are shown as two excerpts, so that rendering costs what it shows.
const ONE_EXCERPT: usize = 4096;

/// The finding with its excerpt, without a line break at the end.
pub(super) fn render(finding: &Finding, colour: bool) -> String {
    let problem = finding.problem();
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let primary = Mark { span: problem.place.span, label: &problem.label, kind: AnnotationKind::Primary };
    let second = problem.also.as_ref().zip(finding.also_source()).map(|((place, label), source)| {
        (source, Mark { span: place.span, label, kind: AnnotationKind::Context })
    });
    let group = level.primary_title(&problem.message).id(problem.code.as_str());
    let group = match second {
        Some((source, mark)) if std::ptr::eq(source, finding.source()) && primary.is_near(&mark) => {
            group.element(excerpt(source, &[primary, mark]))
        }
        Some((source, mark)) => {
            group.element(excerpt(finding.source(), &[primary])).element(excerpt(source, &[mark]))
        }
        None => group.element(excerpt(finding.source(), &[primary])),
    };
    let group: Group<'_> = match &problem.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    };
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).trim_end().to_owned()
}

/// A marked part of a source.
struct Mark<'p> {
    span: Span,
    label: &'p str,
    kind: AnnotationKind,
}

impl Mark<'_> {
    fn is_near(&self, other: &Self) -> bool {
        self.span.start.abs_diff(other.span.start) <= ONE_EXCERPT
    }
}

/// The lines of the marked parts, each part cut to its first line.
fn excerpt<'s>(source: &'s Source, marks: &[Mark<'s>]) -> Snippet<'s, Annotation<'s>> {
    let text = &*source.text;
    let line_start =
        |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    let line_end = |at: usize| {
        let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |found| at + found);
        if text.get(..end).is_some_and(|before| before.ends_with('\r')) && end > at { end - 1 } else { end }
    };
    let start = marks.iter().map(|mark| line_start(mark.span.start)).min().unwrap_or(0);
    // A byte order mark takes no room on the screen.
    let start =
        if text.get(start..).is_some_and(|rest| rest.starts_with('\u{feff}')) { start + 3 } else { start };
    let end = marks.iter().map(|mark| line_end(mark.span.start)).max().unwrap_or(0).max(start);
    let line = text.get(..start).map_or(0, |before| before.bytes().filter(|byte| *byte == b'\n').count()) + 1;
    let annotations = marks.iter().map(|mark| {
        let from = mark.span.start.max(start);
        let to = mark.span.end.min(line_end(mark.span.start)).max(from);
        let label = (!mark.label.is_empty()).then_some(mark.label);
        mark.kind.span(from - start..to - start).label(label)
    });
    Snippet::source(text.get(start..end).unwrap_or(""))
        .line_start(line)
        .path(&*source.name)
        .annotations(annotations)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Findings, Problem, Source};
    use crate::span::{Place, SourceId, Span};
    use std::sync::Arc;

    fn place(text: &str, part: &str) -> Place {
        let start = text.find(part).unwrap();
        Place { source: SourceId(0), span: Span::new(start, start + part.len()) }
    }

    fn rendered(text: &str, problem: Problem) -> String {
        let source = Arc::new(Source { name: "本.yaml".into(), text: text.into() });
        Findings::new(vec![problem], &[source]).to_string()
    }

    #[test]
    fn wide_characters_align_and_columns_count_characters() {
        let text = "cues:\n  怪我: [火傷, ケガ]  # 注\n";
        let problem =
            Problem::new(Code::UnknownName, place(text, "ケガ"), "no `ケガ`").label("ここ").help("書き直す");
        insta::assert_snapshot!(rendered(text, problem), @r"
        error[unknown-name]: no `ケガ`
         --> 本.yaml:2:12
          |
        2 |   怪我: [火傷, ケガ]  # 注
          |                ^^^^ ここ
          |
          = help: 書き直す

        1 error
        ");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("a: [{}needle, {}]", "word, ".repeat(100), "word, ".repeat(100));
        let problem = Problem::new(Code::UnknownName, place(&text, "needle"), "no `needle`").label("here");
        insta::assert_snapshot!(rendered(&text, problem), @r"
        error[unknown-name]: no `needle`
         --> 本.yaml:1:605
          |
        1 | ...ord, word, word, word, word, word, word, word, word, word, needle, word, word, word, word, word, word, word, word, word, word, wor...
          |                                                               ^^^^^^ here

        1 error
        ");
    }

    #[test]
    fn two_places_and_several_lines() {
        let text = "\u{feff}a:\r\n  - x\r\n  - y\r\n\r\n\r\n\r\nb: 1\r\nc: 2\r\na: 3\r\n";
        let first = Place { source: SourceId(0), span: Span::new(3, 20) };
        let problem = Problem::new(Code::DuplicateKey, place(text, "a: 3"), "twice")
            .label("again")
            .also(first, "first");
        insta::assert_snapshot!(rendered(text, problem), @r"
        error[duplicate-key]: twice
         --> 本.yaml:9:1
          |
        1 | a:
          | -- first
        ...
        9 | a: 3
          | ^^^^ again

        1 error
        ");
    }

    #[test]
    fn the_end_of_the_text_can_be_marked() {
        let text = "a: [1";
        let problem =
            Problem::new(Code::Syntax, Place { source: SourceId(0), span: Span::new(5, 5) }, "not closed");
        insta::assert_snapshot!(rendered(text, problem), @r"
        error[syntax]: not closed
         --> 本.yaml:1:6
          |
        1 | a: [1
          |      ^

        1 error
        ");
    }
}
