//! Conditions: as written, as resolved, and their three-valued evaluation.

mod check;
mod error;
mod expression;
#[cfg(test)]
mod generated;
mod literal;
mod names;
mod parse;
mod print;
mod resolved;
mod structured;
mod token;

pub(crate) use check::check;
pub use error::ConditionError;
pub use expression::Expression;
pub(crate) use names::{Names, name_fault};
pub(crate) use resolved::{Condition, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
pub(crate) use structured::from_node;
