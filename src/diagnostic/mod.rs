//! Findings: everything wrong with a rulebook, all at once, each with a code, a place and help.

mod finding;

pub(crate) use finding::Problem;
pub use finding::{Code, Severity};
