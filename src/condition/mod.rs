//! Conditions: as written, as resolved, and their three-valued evaluation.

mod error;
mod evaluate;
mod expression;
#[cfg(test)]
mod generated;
mod parse;
mod print;
mod resolved;
mod structured;
mod token;
mod truth;

pub use error::ConditionError;
pub(crate) use evaluate::Situation;
pub use expression::Expression;
pub(crate) use resolved::{Condition, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
pub(crate) use structured::from_node;
pub use truth::Truth;
