//! Conditions: as written, as resolved, and their three-valued evaluation.

mod error;
mod expression;
#[cfg(test)]
mod generated;
mod parse;
mod print;
mod resolved;
mod structured;
mod token;

pub use error::ConditionError;
pub use expression::Expression;
pub(crate) use resolved::{Condition, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
pub(crate) use structured::from_node;
