//! One thing wrong with a rulebook.

use crate::span::Place;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a rulebook loads or it does not")]
pub enum Severity {
    /// Worth a look; the rulebook loads all the same.
    Warning,
    /// The rulebook is refused.
    Error,
}

/// A finding before it is bound to its sources: what the checks make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    /// One lower-case sentence without a final period, names in backticks.
    pub(crate) message: String,
    /// Where it is, and what to write there.
    pub(crate) place: Place,
    pub(crate) label: String,
    /// A second place that explains the first, as "first defined here".
    pub(crate) also: Option<(Place, String)>,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

/// What kind of finding it is: a stable name that tools may match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is no YAML or JSON.
    Syntax,
}
