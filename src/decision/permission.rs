//! The enforcement point: may this tier do this act on this judgment now?

use crate::effect::Settlement;

/// What a console or an AI agent must ask before it acts. There is no yes or no: an answer that the rulebook has
/// already given is neither, and a refusal says who may.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "an act that was not permitted must not be done"]
#[expect(clippy::exhaustive_enums, reason = "a new kind of answer must break the enforcement point's build")]
pub enum Permission<'a> {
    /// The tier may do the act.
    Permitted,
    /// Only for [`Act::Decide`](crate::Act::Decide): the rulebook has decided. Apply it; nobody has discretion.
    Settled(Settlement),
    /// The tier may not do the act.
    Refused(Refusal<'a>),
}

/// Why an act is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new kind of refusal must break the enforcement point's build")]
pub enum Refusal<'a> {
    /// No rule certainly says that this inquiry needs the judgment.
    NotRaised,
    /// A higher tier holds the act.
    HeldBy {
        /// The lowest tier that may do it.
        tier: &'a str,
        /// The rules that count on the judgment, sorted.
        rules: Vec<&'a str>,
    },
    /// Nobody can tell the customer what is not decided yet.
    NotYetDecided {
        /// The lowest tier that may decide.
        by: &'a str,
    },
    /// The rulebook has no such tier.
    UnknownTier,
    /// The rulebook has no such judgment.
    UnknownJudgment,
}

impl Permission<'_> {
    /// The word used in JSON: `permitted`, `settled` or `refused`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::Settled(_) => "settled",
            Self::Refused(_) => "refused",
        }
    }
}
