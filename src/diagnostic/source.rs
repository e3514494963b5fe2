//! Loaded texts, and where in them something stands.

/// A loaded text and what its file is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: Box<str>,
    pub(crate) text: Box<str>,
    /// Where every line begins.
    lines: Vec<usize>,
    /// How many characters stand before every [`BLOCK`], so that a column is found without reading a whole line: some files
    /// are one.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 1_024;

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
        let mut characters = 0;
        let before = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = characters;
            characters += count(block);
            before
        });
        Self {
            name: name.into(),
            text: text.into(),
            characters: before.collect(),
            lines: std::iter::once(0).chain(behind_breaks).collect(),
        }
    }

    /// Where a byte offset stands.
    pub(crate) fn position(&self, at: usize) -> Position {
        let (line, start) = self.line(at);
        // A byte order mark is no column.
        let mark = usize::from(start == 0 && at > 0 && self.text.starts_with('\u{feff}'));
        let before = self.characters_before(at).saturating_sub(self.characters_before(start));
        Position { line, column: before.saturating_sub(mark) + 1 }
    }

    /// How many characters begin before the byte at `at`.
    fn characters_before(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        // The end of the text may be the end of the last block.
        let block = (at / BLOCK).min(self.characters.len().saturating_sub(1));
        let before = self.characters.get(block).copied().unwrap_or(0);
        before + self.text.as_bytes().get(block * BLOCK..at).map_or(0, count)
    }

    /// Where the line that holds the byte at `at` ends, its break left out.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|start| *start <= at);
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        let is_return = self.text.as_bytes().get(..end).is_some_and(|before| before.ends_with(b"\r"));
        if is_return && end > at { end - 1 } else { end }
    }

    /// The number of the line that holds the byte at `at`, from 1, and where it begins.
    pub(crate) fn line(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at);
        (line, line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or(0))
    }
}

/// How many characters begin in these bytes of a text.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_are_counted_as_if_from_the_beginning_of_the_line(text in "\u{feff}?([あa\u{301}😀\r]|\n){0,40}", repeat in 1..200_usize) {
            let text = text.repeat(repeat);
            let source = Source::new("x.yaml", &text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]).step_by(1 + text.len() / 50) {
                let (before, behind) = text.split_at(at);
                let start = before.rfind('\n').map_or(0, |found| found + 1);
                let mark = usize::from(start == 0 && before.starts_with('\u{feff}'));
                let position = source.position(at);
                prop_assert_eq!(position.line, before.matches('\n').count() + 1);
                prop_assert_eq!(position.column, before.split_at(start).1.chars().count() - mark + 1);
                let end = behind.find('\n').map_or(text.len(), |found| at + found);
                let end = if end > at && text.split_at(end).0.ends_with('\r') { end - 1 } else { end };
                prop_assert_eq!(source.line_end(at), end);
            }
        }
    }
}
