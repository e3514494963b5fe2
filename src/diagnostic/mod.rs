//! Findings: everything wrong with a rulebook, all at once, each with a code, a place and help.

mod finding;
mod suggest;

pub(crate) use finding::Problem;
pub use finding::{Code, Severity};
pub(crate) use suggest::closest;
