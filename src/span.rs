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

/// A range in one of the loaded source texts. It is small, since everything that is read has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Place {
    /// The source text.
    pub(crate) source: SourceId,
    start: u32,
    end: u32,
}

impl Place {
    /// A range in a source text, none of which is nearly as large as offsets may be.
    pub(crate) fn new(source: SourceId, span: Span) -> Self {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: offset(span.start), end: offset(span.end) }
    }

    /// The range.
    pub(crate) fn span(self) -> Span {
        let offset = |at| usize::try_from(at).unwrap_or(usize::MAX);
        Span { start: offset(self.start), end: offset(self.end) }
    }

    /// Another range in the same text.
    pub(crate) fn with(self, span: Span) -> Self {
        Self::new(self.source, span)
    }
}
