//! What is wrong with the text of a condition: inside the library a [`Fault`], for users a [`ConditionError`].

use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};
use std::ops::Range;
use winnow::error::ParserError;
use winnow::stream::{Location, Stream};

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct ConditionError(Fault);

impl ConditionError {
    /// One lower-case sentence without a final period, what was written in backticks.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to write instead.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The bytes of the text it is about.
    pub fn range(&self) -> Range<usize> {
        self.0.place.span().start..self.0.place.span().end
    }
}

/// One thing that is no condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) place: Place,
}

impl Fault {
    /// A mistake in the text form.
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        let place = Place::new(SourceId::default(), span);
        Self { code: Code::ConditionSyntax, message: message.into(), help: None, place }
    }

    /// What to write instead.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same fault under another code.
    #[must_use]
    pub(crate) const fn code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// The same fault elsewhere.
    #[must_use]
    pub(crate) const fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

impl From<Fault> for ConditionError {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<ConditionError> for Problem {
    fn from(ConditionError(fault): ConditionError) -> Self {
        Self::from(fault)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let problem = Self::new(fault.code, fault.place, fault.message);
        match fault.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

impl<I: Stream + Location> ParserError<I> for Fault {
    type Inner = Self;

    fn from_input(input: &I) -> Self {
        let start = input.current_token_start();
        Self::new(Span::new(start, start), "unexpected text")
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}
