//! Effects: what rules do when they apply.

mod rule;

pub use rule::Settlement;
pub(crate) use rule::{Grant, Recipient, Restriction, Rule};
