//! Places in source text: what a finding points at.

/// A half-open range of byte offsets in one source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Span {
    /// Offset of the first byte.
    pub(crate) start: usize,
    /// Offset behind the last byte; never below `start`.
    pub(crate) end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The smallest range that holds both.
    pub(crate) fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Which of the loaded source texts a place lies in: an index into the loader's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct SourceId(pub(crate) u32);

impl SourceId {
    /// The text of a script by itself: places in it become places in the file that holds it when its findings are reported.
    pub(crate) const SCRIPT: Self = Self(u32::MAX);
    /// A text that is not at hand, of which findings show nothing.
    pub(crate) const NOWHERE: Self = Self(u32::MAX - 1);
}

/// A range in one of the loaded source texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Place {
    /// The source text.
    pub(crate) source: SourceId,
    /// The range in it.
    pub(crate) span: Span,
}
