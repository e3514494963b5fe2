//! Findings as users get them: sorted, each with its file, line and column, and an excerpt of the source on demand.

use super::render::render;
use super::source::{Position, Source};
use super::{Code, Problem, Severity};
use crate::span::{Place, Span};
use std::fmt;
use std::sync::Arc;

/// One thing wrong with a rulebook.
///
/// `{}` prints one line, as compilers do; `{:#}` prints the marked excerpt of the source with help.
///
/// ```
/// let loaded = furiwake::Rulebook::load("shop.yaml", "rulebook: shop\nversio: 1\n");
/// let finding = loaded.findings().iter().find(|finding| finding.code() == furiwake::diagnostic::Code::UnknownKey).unwrap();
/// assert_eq!(finding.to_string(), "shop.yaml:2:1: error[unknown-key]: unknown key `versio`");
/// assert_eq!(finding.help(), Some("did you mean `version`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    problem: Box<Problem>,
    position: Position,
    source: Arc<Source>,
    /// The source of the second place.
    also_source: Option<Arc<Source>>,
}

/// A part of a text that a finding points at. Lines and columns count from 1, columns in characters (Unicode code points); a
/// byte order mark is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked<'f> {
    source: &'f Source,
    span: Span,
    label: &'f str,
}

/// Everything found in a rulebook, sorted by place. As an error it says why a rulebook was refused.
///
/// Printing shows every finding with its excerpt, and their number at the end. Of more than [`MAX`](Self::MAX) findings
/// the first are kept, errors before warnings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    all: Vec<Finding>,
    /// There were more.
    more: bool,
}

impl Finding {
    /// What kind of finding it is.
    pub fn code(&self) -> Code {
        self.problem.code
    }

    /// Whether it refuses the rulebook.
    pub fn severity(&self) -> Severity {
        self.problem.code.severity()
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> &str {
        &self.problem.message
    }

    /// The name of the file, as it was given to the loader, with `.` and `..` resolved.
    pub fn file(&self) -> &str {
        &self.source.name
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.position.line
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> usize {
        self.position.column
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.problem.help.as_deref()
    }

    /// The marked part of the text, of which [`file`](Self::file), [`line`](Self::line) and [`column`](Self::column) are the
    /// beginning.
    pub fn marked(&self) -> Marked<'_> {
        Marked { source: &self.source, span: self.problem.place.span(), label: &self.problem.label }
    }

    /// Other places that explain it, such as a first declaration of the same name, perhaps in another file.
    pub fn also(&self) -> impl Iterator<Item = Marked<'_>> {
        let second = self.problem.also.as_ref().zip(self.also_source.as_deref());
        second.map(|((place, label), source)| Marked { source, span: place.span(), label }).into_iter()
    }

    /// The same text as `{:#}` gives, with terminal colours.
    pub fn coloured(&self) -> impl fmt::Display + '_ {
        render(self, true)
    }

    pub(super) fn problem(&self) -> &Problem {
        &self.problem
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn also_source(&self) -> Option<&Source> {
        self.also_source.as_deref()
    }
}

impl<'f> Marked<'f> {
    /// The name of the file, as it was given to the loader, with `.` and `..` resolved.
    pub fn file(&self) -> &'f str {
        &self.source.name
    }

    /// The line of its first character.
    pub fn line(&self) -> usize {
        self.source.position(self.span.start).line
    }

    /// The column of its first character.
    pub fn column(&self) -> usize {
        self.source.position(self.span.start).column
    }

    /// The line of the place right behind its last character.
    pub fn end_line(&self) -> usize {
        self.source.position(self.span.end).line
    }

    /// The column of the place right behind its last character: [`column`](Self::column) where nothing is marked, as at the
    /// end of a text.
    pub fn end_column(&self) -> usize {
        self.source.position(self.span.end).column
    }

    /// A few words about this place.
    pub fn label(&self) -> Option<&'f str> {
        (!self.label.is_empty()).then_some(self.label)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if formatter.alternate() {
            return formatter.write_str(&render(self, false));
        }
        let Position { line, column } = self.position;
        let (severity, code) = (self.severity().as_str(), self.code());
        write!(formatter, "{}:{line}:{column}: {severity}[{code}]: {}", self.file(), self.message())
    }
}

impl Findings {
    /// The most findings that are kept: as many as a rulebook may have rules. A file with more is not a rulebook with slips,
    /// but the wrong file.
    pub const MAX: usize = 100_000;

    /// Binds problems to their sources. Sorts by place and drops repeats.
    pub(crate) fn new(mut problems: Vec<Problem>, sources: &[Arc<Source>]) -> Self {
        let same = |one: &mut Problem, other: &mut Problem| {
            (one.place, one.code, &one.message) == (other.place, other.code, &other.message)
        };
        let by_place = |one: &Problem, other: &Problem| {
            (one.place, one.code, &one.message).cmp(&(other.place, other.code, &other.message))
        };
        problems.sort_by(by_place);
        problems.dedup_by(same);
        let more = problems.len() > Self::MAX;
        if more {
            // Stable, so that each severity stays sorted by place.
            problems.sort_by_key(|problem| std::cmp::Reverse(problem.code.severity()));
            problems.truncate(Self::MAX);
            problems.sort_by(by_place);
        }
        let all = problems.into_iter().filter_map(|problem| {
            let source = Arc::clone(source_of(sources, problem.place)?);
            let also_source =
                problem.also.as_ref().and_then(|(place, _)| source_of(sources, *place)).cloned();
            let position = source.position(problem.place.span().start);
            Some(Finding { problem: Box::new(problem), position, source, also_source })
        });
        Self { all: all.collect(), more }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many findings are kept.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether one of them refuses the rulebook.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// Whether these are all: of more than [`MAX`](Self::MAX) the rest is left out.
    pub fn are_complete(&self) -> bool {
        !self.more
    }

    /// The findings by file, line and column.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.all.iter()
    }

    /// The same text as printing gives, with terminal colours.
    pub fn coloured(&self) -> impl fmt::Display + '_ {
        Rendered { findings: self, colour: true }
    }
}

impl<'f> IntoIterator for &'f Findings {
    type Item = &'f Finding;
    type IntoIter = std::slice::Iter<'f, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Rendered { findings: self, colour: false }.fmt(formatter)
    }
}

impl std::error::Error for Findings {}

struct Rendered<'f> {
    findings: &'f Findings,
    colour: bool,
}

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self.findings {
            writeln!(formatter, "{}\n", render(finding, self.colour))?;
        }
        let errors = self.findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
        let warnings = self.findings.len() - errors;
        let count =
            |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
        match (errors, warnings) {
            (0, 0) => formatter.write_str("no findings"),
            (_, 0) => formatter.write_str(&count(errors, "error")),
            (0, _) => formatter.write_str(&count(warnings, "warning")),
            _ => write!(formatter, "{}, {}", count(errors, "error"), count(warnings, "warning")),
        }?;
        if self.findings.more { formatter.write_str(", and more that are not shown") } else { Ok(()) }
    }
}

fn source_of(sources: &[Arc<Source>], place: Place) -> Option<&Arc<Source>> {
    sources.get(usize::try_from(place.source.0).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{SourceId, Span};

    #[test]
    fn of_too_many_findings_the_errors_are_kept_first() {
        let text = "x".repeat(Findings::MAX + 600);
        let at = |at| Place::new(SourceId(0), Span::new(at, at + 1));
        let warnings = (0..Findings::MAX).map(|start| Problem::new(Code::NeverTrue, at(start), "never"));
        let errors = (Findings::MAX..Findings::MAX + 600)
            .map(|start| Problem::new(Code::UnknownName, at(start), "unknown"));
        let source = Arc::new(Source::new("x.yaml", &text));
        let mut findings = Findings::new(warnings.chain(errors).collect(), &[source]);
        assert_eq!(findings.iter().filter(|finding| finding.code() == Code::UnknownName).count(), 600);
        assert_eq!((findings.len(), findings.are_complete()), (Findings::MAX, false));
        assert!(findings.iter().is_sorted_by_key(|finding| finding.column()));
        findings.all.drain(..Findings::MAX - 601);
        let rendered = findings.to_string();
        assert!(rendered.ends_with("600 errors, 1 warning, and more that are not shown"), "{rendered}");
    }
}
