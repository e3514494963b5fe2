//! What an expression of a script is: its type, and what it stands for where that can be said in a condition.

use super::lifted::{Lifted, Taint};
use super::range::Range;
use crate::condition::Side;
use rhai::Position;

/// The types a script knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    /// A whole number, 64 bits wide.
    Integer,
    /// An exact decimal number.
    Decimal,
    Text,
    /// A text of a message: it may be long, so it can be searched but not put together.
    Words,
    /// All messages of the inquiry.
    Messages,
    Message,
    /// The places where a cue hit.
    Hits,
    Hit,
    /// A name that can be compared but has no value of its own in a script: a day, an axis, a set.
    Comparable,
    Nothing,
    /// Something is wrong with it, which is said already.
    Wrong,
}

impl Type {
    /// With its article.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Integer => "a whole number",
            Self::Decimal => "a decimal number",
            Self::Text => "a text",
            Self::Words => "the text of a message",
            Self::Messages => "the list of messages",
            Self::Message => "a message",
            Self::Hits => "the list of a cue's hits",
            Self::Hit => "a hit of a cue",
            Self::Comparable => "something that can only be compared",
            Self::Nothing => "nothing",
            Self::Wrong => "wrong",
        }
    }

    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal)
    }

    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Words)
    }
}

/// What an expression is.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) kind: Type,
    /// The name or literal that it is, for conditions.
    pub(super) side: Option<Side>,
    /// Whether it is so, of something true or false.
    pub(super) lifted: Option<Lifted>,
    pub(super) taint: Taint,
    /// Of something computed: what it may be, if that is known.
    pub(super) range: Option<Range>,
    pub(super) position: Position,
    /// Whether the syntax tree still holds the name itself, which the sandbox does not know.
    pub(super) is_name: bool,
}

impl Value {
    /// A value that is computed when the script runs.
    pub(super) const fn computed(kind: Type, taint: Taint, position: Position) -> Self {
        Self { kind, side: None, lifted: None, taint, range: None, position, is_name: false }
    }

    /// Something is wrong with it.
    pub(super) fn wrong(position: Position) -> Self {
        Self::computed(Type::Wrong, Taint::default(), position)
    }

    /// A literal.
    pub(super) fn literal(kind: Type, side: Side, position: Position) -> Self {
        Self { side: Some(side), ..Self::computed(kind, Taint::default(), position) }
    }

    /// Something true or false of which more is known.
    pub(super) fn truth(lifted: Lifted, position: Position) -> Self {
        let taint = lifted.taint();
        Self { lifted: Some(lifted), ..Self::computed(Type::Bool, taint, position) }
    }

    /// Whether it is so, as far as that is known.
    pub(super) fn lifted(&self) -> Lifted {
        self.lifted.clone().unwrap_or(Lifted::Opaque(self.taint))
    }
}

/// A variable of a script.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) name: Box<str>,
    pub(super) value: Value,
}
