//! Loaded texts, and where in them something stands.

/// A loaded text and what its file is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: Box<str>,
    pub(crate) text: Box<str>,
    /// Where every line begins.
    lines: Vec<usize>,
}

/// A line and a column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Source {
    /// A text under the name findings call it.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let behind_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            name: name.into(),
            text: text.into(),
            lines: std::iter::once(0).chain(behind_breaks).collect(),
        }
    }

    /// Where a byte offset stands.
    pub(crate) fn position(&self, at: usize) -> Position {
        let (line, start) = self.line(at);
        let before = self.text.get(start..at).unwrap_or("");
        // A byte order mark is no column.
        let column = before.chars().filter(|found| *found != '\u{feff}').count() + 1;
        Position { line, column }
    }

    /// The number of the line that holds the byte at `at`, from 1, and where it begins.
    pub(crate) fn line(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at);
        (line, line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or(0))
    }
}
