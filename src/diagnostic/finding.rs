//! One thing wrong with a rulebook, as the checks make it.

use super::Code;
use crate::span::Place;

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

impl Problem {
    /// A finding at one place, without label, second place or help.
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place, label: String::new(), also: None, help: None }
    }

    /// With a few words beside the marked place.
    #[must_use]
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With a second place and a few words beside it.
    #[must_use]
    pub(crate) fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.also = Some((place, label.into()));
        self
    }

    /// With advice.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
