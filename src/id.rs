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
    /// A declared fact, or a derived value: facts come first, derived values follow in the same list.
    ValueId;
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
