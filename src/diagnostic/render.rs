//! A finding as compilers show it: the source line, the marked part, a few words beside it, help.

use super::{Finding, Severity, Source};
use crate::span::Span;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// Places further apart than this many bytes are shown as two excerpts, so that rendering costs what it shows.
const ONE_EXCERPT: usize = 4096;

/// Of a line longer than this many bytes only the surroundings of the mark are shown.
const LONG_LINE: usize = 1_000;

/// The finding with its excerpt, without a line break at the end.
pub(super) fn render(finding: &Finding, colour: bool) -> String {
    let problem = finding.problem();
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let primary = Mark { span: problem.place.span(), label: &problem.label, kind: AnnotationKind::Primary };
    let second = problem.also.as_ref().zip(finding.also_source()).map(|((place, label), source)| {
        (source, Mark { span: place.span(), label, kind: AnnotationKind::Context })
    });
    let group = Group::with_title(level.primary_title(&problem.message).id(problem.code.as_str()));
    let source = finding.source();
    let group = match second {
        Some((other, mark)) if std::ptr::eq(source, other) && primary.is_near(&mark) => {
            excerpt(group, source, &[primary, mark])
        }
        Some((other, mark)) => excerpt(excerpt(group, source, &[primary]), other, &[mark]),
        None => excerpt(group, source, &[primary]),
    };
    let group = match &problem.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    };
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let rendered = renderer.render(&[group]);
    // An excerpt whose place is given apart is announced as one without a name.
    let lines: Vec<&str> = rendered.trim_end().lines().filter(|line| line.trim() != ":::").collect();
    lines.join("\n")
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

/// Adds the lines of the marked parts, each part cut to its first line.
fn excerpt<'s>(group: Group<'s>, source: &'s Source, marks: &[Mark<'s>]) -> Group<'s> {
    let text = &*source.text;
    let first = marks.iter().map(|mark| mark.span.start).min().unwrap_or(0);
    let last = marks.iter().map(|mark| mark.span.start).max().unwrap_or(0);
    let (line, mut start) = source.line(first);
    let mut end = source.line_end(last).max(start);
    // A byte order mark takes no room on the screen.
    if text.get(start..).is_some_and(|rest| rest.starts_with('\u{feff}')) {
        start += '\u{feff}'.len_utf8();
    }
    let too_long = first - first.min(start) > LONG_LINE || end - last.min(end) > LONG_LINE;
    if too_long {
        start = boundary(text, start.max(first.saturating_sub(LONG_LINE / 2)));
        end = boundary(text, end.min(last + LONG_LINE / 2)).max(start);
    }
    let annotations = marks.iter().map(|mark| {
        let from = mark.span.start.clamp(start, end);
        let to = mark.span.end.min(source.line_end(mark.span.start)).clamp(from, end);
        // To show a place beside a character is better than to show nothing.
        let (from, to) = (boundary(text, from), boundary(text, to));
        let label = (!mark.label.is_empty()).then_some(mark.label);
        mark.kind.span(from - start..to - start).label(label)
    });
    let snippet =
        Snippet::source(text.get(start..end).unwrap_or("")).line_start(line).annotations(annotations);
    if too_long {
        // The snippet begins in the middle of its line and cannot tell the column.
        let position = source.position(marks.first().map_or(0, |mark| mark.span.start));
        let origin = Origin::path(&*source.name).line(position.line).char_column(position.column);
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(&*source.name))
}

/// The nearest place at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Findings, Problem, Source};
    use crate::span::{Place, SourceId, Span};
    use std::sync::Arc;

    fn place(text: &str, part: &str) -> Place {
        let start = text.find(part).unwrap();
        Place::new(SourceId(0), Span::new(start, start + part.len()))
    }

    fn rendered(text: &str, problem: Problem) -> String {
        let source = Arc::new(Source::new("本.yaml", text));
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
    fn a_place_within_a_character_is_shown_beside_it() {
        let problem = |start, end| {
            Problem::new(Code::Syntax, Place::new(SourceId(0), Span::new(start, end)), "somewhere here")
        };
        for (start, end) in [(0, 3), (3, 4), (4, 9), (4, 100)] {
            let shown = rendered("a: 返金\nb: 1", problem(start, end));
            assert!(shown.contains("1 | a: 返金"), "{start}..{end}\n{shown}");
        }
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
    fn of_very_long_lines_only_the_surroundings_are_shown() {
        let text = format!("a: [{}needle, {}]", "語, ".repeat(100_000), "語, ".repeat(100_000));
        let problem = Problem::new(Code::UnknownName, place(&text, "needle"), "no `needle`").label("here");
        insta::assert_snapshot!(rendered(&text, problem), @r"
        error[unknown-name]: no `needle`
         --> 本.yaml:1:300005
          |
        1 | ... , 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, needle, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語, 語,...
          |                                                               ^^^^^^ here

        1 error
        ");
    }

    #[test]
    fn two_places_and_several_lines() {
        let text = "\u{feff}a:\r\n  - x\r\n  - y\r\n\r\n\r\n\r\nb: 1\r\nc: 2\r\na: 3\r\n";
        let first = Place::new(SourceId(0), Span::new(3, 20));
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
        let problem = Problem::new(Code::Syntax, Place::new(SourceId(0), Span::new(5, 5)), "not closed");
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
