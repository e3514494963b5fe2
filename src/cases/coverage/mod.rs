//! Coverage of a rulebook by its cases, in terms of its own parts.
//!
//! It is collected from the decisions themselves: [`goal`] looks on while the engine decides a case, [`condition`] takes conditions
//! apart and asks whether one answer alone turns the whole, [`consequence`] whether anything comes of that where the whole is a named
//! condition or a part of a score, [`boundary`] knows the numbers and dates they compare with.
//! [`obligation`] lists what there is to cover, but for what [`settled`] knows that no case can turn, [`measure`] goes through the cases,
//! [`reason`] says why something is not covered, and [`search`] looks for a case that would. [`near`] makes inquiries around a part of
//! the rulebook for whoever changes it.

mod aspect;
mod boundary;
mod condition;
mod consequence;
mod contrary;
#[expect(clippy::module_inception, reason = "the file holds the type the folder is named after")]
mod coverage;
mod draft;
mod goal;
mod instants;
mod measure;
mod near;
mod obligation;
mod reason;
mod search;
mod settled;
mod wish;

pub use aspect::Aspect;
pub(crate) use condition::{Test, Whose};
pub use coverage::{CaseName, Coverage, Miss, Part, Tally};
pub(super) use draft::made_up;
pub(super) use goal::Scene;
pub(super) use measure::MAX_CASES;
pub(super) use near::{Changed, Concern};
pub(super) use search::Search;
