//! Findings: everything wrong with a rulebook, all at once, each with a code, a place and help.

mod code;
mod finding;
mod findings;
mod render;
mod suggest;

pub use code::{Code, Severity};
pub(crate) use finding::Problem;
pub(crate) use findings::Source;
pub use findings::{Finding, Findings};
pub(crate) use suggest::closest;
