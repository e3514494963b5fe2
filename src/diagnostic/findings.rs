//! Findings as users get them: sorted, each with its file, line and column, and an excerpt of the source on demand.

use super::render::render;
use super::{Code, Problem, Severity};
use crate::span::Place;
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

/// Everything found in a rulebook, sorted by place. As an error it says why a rulebook was refused.
///
/// Printing shows every finding with its excerpt, and their number at the end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    all: Vec<Finding>,
}

/// A loaded text and what its file is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: Box<str>,
    pub(crate) text: Box<str>,
}

/// A line and a column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
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

    /// The name of the file, as it was given to the loader.
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
    /// Binds problems to their sources. Sorts by place and drops repeats.
    pub(crate) fn new(mut problems: Vec<Problem>, sources: &[Arc<Source>]) -> Self {
        let order = |problem: &Problem| (problem.place, problem.code, problem.message.clone());
        problems.sort_by_cached_key(order);
        problems.dedup_by(|one, other| order(one) == order(other));
        let mut lines = Lines::default();
        let all = problems.into_iter().filter_map(|problem| {
            let source = Arc::clone(source_of(sources, problem.place)?);
            let also_source =
                problem.also.as_ref().and_then(|(place, _)| source_of(sources, *place)).cloned();
            let position = lines.position(&source, problem.place);
            Some(Finding { problem: Box::new(problem), position, source, also_source })
        });
        Self { all: all.collect() }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether one of them refuses the rulebook.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|finding| finding.severity() == Severity::Error)
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
        }
    }
}

fn source_of(sources: &[Arc<Source>], place: Place) -> Option<&Arc<Source>> {
    sources.get(usize::try_from(place.source.0).ok()?)
}

/// Counts lines as it goes: findings come sorted, so every text is walked once.
#[derive(Default)]
struct Lines {
    source: Option<crate::span::SourceId>,
    offset: usize,
    line: usize,
    line_start: usize,
}

impl Lines {
    fn position(&mut self, source: &Source, place: Place) -> Position {
        if self.source != Some(place.source) || place.span.start < self.offset {
            *self = Self { source: Some(place.source), offset: 0, line: 1, line_start: 0 };
        }
        let passed = source.text.get(self.offset..place.span.start).unwrap_or("");
        self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
        if let Some(last) = passed.rfind('\n') {
            self.line_start = self.offset + last + 1;
        }
        self.offset = place.span.start;
        let before = source.text.get(self.line_start..place.span.start).unwrap_or("");
        // A byte order mark is no column.
        let column = before.chars().filter(|found| *found != '\u{feff}').count() + 1;
        Position { line: self.line, column }
    }
}
