//! Findings: everything wrong with a rulebook, all at once, each with a code, a place and help.

mod code;
mod finding;
mod findings;
mod render;
mod source;
mod suggest;

pub use code::{Code, Severity};
pub(crate) use finding::Problem;

pub use findings::{Finding, Findings, Marked};
pub(crate) use source::Source;
pub(crate) use suggest::closest;
