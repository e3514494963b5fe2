//! Findings: everything wrong with a rulebook, all at once, each with a code, a place and help.

mod code;
mod finding;
mod suggest;

pub use code::{Code, Severity};
pub(crate) use finding::Problem;
pub(crate) use suggest::closest;
