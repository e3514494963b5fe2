//! An invariant that a decision violates.

use super::evidence::{Evidence, Item};
use crate::localised::Localised;
use crate::rulebook::{Invariant, Rulebook};
use serde::{Serialize, Serializer};
use std::fmt;

/// An invariant whose `never` is definitely true of a decision.
///
/// It prints as `id: never CONDITION`, or without the id where the author gave none. [`Serialize`] writes
/// `{"id": .., "never": text, "because": .., "evidence": [..]}`.
#[derive(Debug, Clone)]
pub struct Violation {
    rulebook: Rulebook,
    position: usize,
    items: Vec<Item>,
}

impl Violation {
    /// The invariant at this position of the rulebook, and what its condition rests on.
    pub(crate) fn new(rulebook: &Rulebook, position: usize, items: Vec<Item>) -> Self {
        Self { rulebook: rulebook.clone(), position, items }
    }

    /// The invariant's id, if its author gave it one.
    pub fn id(&self) -> Option<&str> {
        self.invariant().and_then(|invariant| invariant.id.as_deref())
    }

    /// The condition that may never be true, as text.
    pub fn never(&self) -> String {
        self.invariant()
            .map(|invariant| invariant.never.display(self.rulebook.model()).to_string())
            .unwrap_or_default()
    }

    /// The author's reason.
    pub fn because(&self) -> Option<&Localised> {
        self.invariant().and_then(|invariant| invariant.because.as_ref())
    }

    /// What the condition rests on, in its order: facts, words, labels, and what was decided.
    pub fn evidence(&self) -> impl Iterator<Item = Evidence<'_>> {
        self.items.iter().map(|item| item.view(self.rulebook.model()))
    }

    fn invariant(&self) -> Option<&Invariant> {
        self.rulebook.model().invariants.get(self.position)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = self.id() {
            write!(formatter, "{id}: ")?;
        }
        write!(formatter, "never {}", self.never())
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let evidence = self.evidence().collect();
        Wire { id: self.id(), never: self.never(), because: self.because(), evidence }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    id: Option<&'a str>,
    never: String,
    because: Option<&'a Localised>,
    evidence: Vec<Evidence<'a>>,
}
