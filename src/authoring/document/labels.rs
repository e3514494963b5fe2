//! Axes with their labels, named conditions and invariants.

use super::{Name, Titled};
use crate::condition::Expression;
use crate::localised::Localised;

/// `axes`: an axis and its labels.
#[derive(Debug, Clone, PartialEq)]
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
pub struct Invariant {
    pub(crate) id: Option<Name>,
    pub(crate) never: Expression,
    pub(crate) because: Option<Localised>,
}
