//! Effects: what rules do when they apply.

mod kind;
mod rule;

pub use kind::EffectKind;
pub use rule::Settlement;
pub(crate) use rule::{Grant, Recipient, Restriction, Rule};
