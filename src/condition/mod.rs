//! Conditions: as written, as resolved, and their three-valued evaluation.

mod bands;
mod check;
mod error;
mod evaluate;
mod expression;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod learning;
mod literal;
#[cfg(test)]
mod messages;
mod names;
mod outcome;
mod parse;
mod polarity;
mod print;
mod resolved;
mod structured;
mod token;
mod truth;
mod written;

pub(crate) use check::{check, check_outcome};
pub use error::ConditionError;
pub(crate) use evaluate::{Situation, order};
pub use expression::Expression;
pub(crate) use expression::{At, Kind, Literal, Operand as Side};
pub(crate) use literal::{described, is_ordered, kind_of, one_of, typed};
pub(crate) use names::{Names, name_fault};
pub(crate) use outcome::{Decided, Open, Outcomes, Term};
pub(crate) use polarity::{Role, Within, polarity};
pub(crate) use print::{escaped, is_invisible};
pub(crate) use resolved::{Condition, Knowable, LabelSet, Leaf, MAX_ORDERED_LABELS, Operand, Operator};
pub(crate) use structured::{from_node, write_string as write_json_string};
pub(crate) use token::{is_number, leading, quoted};
pub use truth::Truth;
pub(crate) use written::literal as literal_of;
