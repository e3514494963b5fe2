//! Conditions: as written, as resolved, and their three-valued evaluation.

mod resolved;

pub(crate) use resolved::{Condition, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
