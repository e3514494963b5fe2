//! The three truth values of Kleene's strong logic (S. C. Kleene, *Introduction to Metamathematics*, 1952, §64).

use serde::Serialize;

/// Whether a condition holds, as far as is known. Learning more only ever turns `Unknown` into one of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "three-valued logic has three values")]
pub enum Truth {
    /// It does not hold, whatever is still learnt.
    False,
    /// It depends on something that is missing.
    #[default]
    Unknown,
    /// It holds, whatever is still learnt.
    True,
}

impl Truth {
    /// True when both are, false when one is false.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// True when one is, false when both are false.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// True for false and the reverse; unknown stays unknown.
    #[must_use]
    pub const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::False => "false",
            Self::Unknown => "unknown",
            Self::True => "true",
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}
