//! The joins: from the effects that count to holders, rulings, route and asks. Every join is commutative, associative
//! and idempotent, which is why the order of rules never matters.

mod asks;
mod joined;
mod judgment;
mod route;

pub(crate) use asks::Walk;
pub(crate) use joined::Joined;
pub use judgment::Ruling;
pub(crate) use judgment::{JudgmentState, Reading, Verdict, verdict};
pub(crate) use route::{Destination, via};
