//! Effects: what rules do when they apply.

mod kind;
mod rule;
mod time_limit;

pub use kind::EffectKind;
pub use rule::Settlement;
pub(crate) use rule::{Grant, Recipient, Restriction, Rule};
pub(crate) use time_limit::TimeLimit;
