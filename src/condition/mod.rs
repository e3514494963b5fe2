//! Conditions: as written, as resolved, and their three-valued evaluation.

mod evaluate;
mod resolved;
mod truth;

pub(crate) use evaluate::Situation;
pub(crate) use resolved::{Condition, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
pub use truth::Truth;
