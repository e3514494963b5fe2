//! Conditions: as written, as resolved, and their three-valued evaluation.

mod resolved;
mod truth;

pub(crate) use resolved::{Condition, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
pub(crate) use truth::Truth;
