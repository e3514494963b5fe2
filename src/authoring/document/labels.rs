//! Axes with their labels, named conditions and invariants.

use super::written::text;
use super::{Name, Titled};
use crate::condition::Expression;
use crate::localised::Localised;

/// `axes`: an axis and its labels.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Axis {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) labels: Vec<Titled>,
    pub(crate) order: Order,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Order {
    Ordered { default: Name },
    Unordered,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Let {
    pub(crate) name: Name,
    pub(crate) condition: Expression,
}

/// `invariants`: what no decision may ever be.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Invariant {
    pub(crate) id: Option<Name>,
    pub(crate) never: Expression,
    pub(crate) because: Option<Localised>,
}

impl Axis {
    /// An axis whose labels are ordered, from least to most restrictive, with the label it has without any rule.
    pub fn ordered(labels: impl IntoIterator<Item: Into<Titled>>, default: &str) -> Self {
        Self::of(labels, Order::Ordered { default: default.into() })
    }

    /// `many: true`: an axis that carries any number of labels.
    pub fn many(labels: impl IntoIterator<Item: Into<Titled>>) -> Self {
        Self::of(labels, Order::Unordered)
    }

    fn of(labels: impl IntoIterator<Item: Into<Titled>>, order: Order) -> Self {
        Self { name: "".into(), title: None, labels: labels.into_iter().map(Into::into).collect(), order }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}

impl Invariant {
    /// What must never be certainly true of a decision.
    pub fn never(condition: &str) -> Self {
        Self { id: None, never: Expression::kept(condition), because: None }
    }

    /// A name for it.
    pub fn id(self, id: &str) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// Why, in words for people.
    pub fn because(self, because: impl Into<Localised>) -> Self {
        Self { because: text(because), ..self }
    }
}
