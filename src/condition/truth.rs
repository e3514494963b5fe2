//! Three-valued truth after Kleene: what is not known yet is neither true nor false, and learning more only ever
//! replaces *unknown*.

/// The truth of a condition, a cue or a comparison, from false to true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum Truth {
    /// Definitely not so.
    False,
    /// Not known: what is missing could make it either.
    #[default]
    Unknown,
    /// Definitely so.
    True,
}

impl Truth {
    /// True if both are, false if one is.
    pub(crate) fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// True if one is, false if both are.
    pub(crate) fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The opposite; unknown stays unknown.
    pub(crate) const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}
