//! The one error there is with inquiries: the text holds none.

use std::fmt;

/// A text that is no JSON object, or no decimal number where one was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryError(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    message: String,
    line: usize,
    column: usize,
}

impl InquiryError {
    /// An error at a byte offset of the text: what is wrong, and the character found there.
    pub(crate) fn at_offset(text: &str, offset: usize, wrong: &str) -> Self {
        match text.get(offset..).and_then(|rest| rest.chars().next()) {
            Some(found) if found.is_control() => {
                Self::new(text, offset, format!("{wrong}, found `{}`", found.escape_default()))
            }
            Some(found) => Self::new(text, offset, format!("{wrong}, found `{found}`")),
            None => Self::new(text, offset, format!("{wrong}, found the end of the text")),
        }
    }

    /// An error at a byte offset of the text.
    pub(crate) fn new(text: &str, offset: usize, message: String) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or(before);
        let (line, column) = (before.matches('\n').count() + 1, line.chars().count() + 1);
        Self(Box::new(Details { message, line, column }))
    }

    /// The line of the text, from 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The character of the line, from 1.
    pub fn column(&self) -> usize {
        self.0.column
    }
}

impl fmt::Display for InquiryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { message, line, column } = &*self.0;
        write!(formatter, "{message} at line {line}, column {column}")
    }
}

impl std::error::Error for InquiryError {}
