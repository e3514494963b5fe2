//! Indices for everything a rulebook names. Inside the library a name is looked up once, at load; from then on it is
//! one of these, so that an axis can never be taken for a judgment. Users only ever see the names.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) u32);

        impl $name {
            /// The position in the rulebook's list.
            pub(crate) const fn index(self) -> usize {
                self.0 as usize
            }

            /// The index of position `position`. Loading limits every list far below `u32::MAX` entries.
            pub(crate) fn at(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }
        }
    )+};
}

index! {
    /// A cue.
    CueId;
    /// A score.
    ScoreId;
    /// A named condition (`let`).
    LetId;
    /// An axis.
    AxisId;
    /// A label, within its axis.
    LabelId;
    /// A judgment.
    JudgmentId;
    /// A desk.
    DeskId;
    /// A calendar.
    CalendarId;
    /// A rule.
    RuleId;
}

/// A declared fact or a derived value. Facts come before derived values; each kind has a list of its own, so that a fact more
/// leaves the numbers of derived values as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ValueId(u32);

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueAt {
    /// At this position of the facts.
    Fact(usize),
    /// At this position of the derived values.
    Derived(usize),
}

impl ValueId {
    /// Set in the numbers of derived values.
    const DERIVED: u32 = 1 << 31;

    /// The fact at this position.
    pub(crate) fn fact(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX) & !Self::DERIVED)
    }

    /// The derived value at this position.
    pub(crate) fn derived(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX) | Self::DERIVED)
    }

    /// Where it stands.
    pub(crate) const fn position(self) -> ValueAt {
        let position = (self.0 & !Self::DERIVED) as usize;
        if self.0 & Self::DERIVED == 0 { ValueAt::Fact(position) } else { ValueAt::Derived(position) }
    }
}
