//! The words for what rules do.

use super::{Grant, Restriction};
use serde::Serialize;

/// What an effect does: the key under which a rule states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EffectKind {
    /// Puts a label on an axis.
    Classify,
    /// Gives an act to a tier.
    Delegate,
    /// Hands up, with urgency or a time limit.
    Escalate,
    /// Tells the person who answers what to heed.
    Instruct,
    /// Tells a party, tier or desk without handing over.
    Notify,
    /// Says that the inquiry needs a judgment.
    Raise,
    /// Sends to a desk.
    Refer,
    /// Names a fact the hand-over record needs.
    Require,
    /// Keeps an act at the client.
    Retain,
    /// Answers a judgment.
    Settle,
    /// Marks the inquiry for the host.
    Tag,
}

impl EffectKind {
    /// The key in rulebooks and the word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Classify => "classify",
            Self::Delegate => "delegate",
            Self::Escalate => "escalate",
            Self::Instruct => "instruct",
            Self::Notify => "notify",
            Self::Raise => "raise",
            Self::Refer => "refer",
            Self::Require => "require",
            Self::Retain => "retain",
            Self::Settle => "settle",
            Self::Tag => "tag",
        }
    }
}

impl Restriction {
    /// What it does.
    pub(crate) const fn kind(&self) -> EffectKind {
        match self {
            Self::Classify { .. } => EffectKind::Classify,
            Self::Raise(_) => EffectKind::Raise,
            Self::Retain { .. } => EffectKind::Retain,
            Self::Escalate { .. } => EffectKind::Escalate,
            Self::Refer(_) => EffectKind::Refer,
            Self::Notify(_) => EffectKind::Notify,
            Self::Require(_) => EffectKind::Require,
            Self::Instruct(_) => EffectKind::Instruct,
            Self::Tag(_) => EffectKind::Tag,
        }
    }
}

impl Grant {
    /// What it does.
    pub(crate) const fn kind(&self) -> EffectKind {
        match self {
            Self::Classify { .. } => EffectKind::Classify,
            Self::Delegate { .. } => EffectKind::Delegate,
            Self::Settle { .. } => EffectKind::Settle,
        }
    }
}
