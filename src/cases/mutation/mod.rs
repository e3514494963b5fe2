//! Mutation: would the cases notice if somebody changed the rulebook?
//!
//! A mutant is the rulebook with one small change, made in the resolved model: a part of a condition dropped or turned round, a
//! threshold moved by one unit, a retained judgment let go. Each case is decided once and kept; what a mutant of a condition can
//! touch follows from the truths of its parts over all cases, as bits, and only there a case is decided again, from what was
//! kept.

mod bits;
mod claim;
mod effects;
mod equivalent;
mod hours;
mod make;
mod mutant;
mod nodes;
mod permits;
mod points;
mod run;
mod score;
#[cfg(test)]
mod tests;
mod which;
mod words;

pub use equivalent::Equivalence;
pub use mutant::{Mutant, Operator, Place, Subject};
pub use score::{Equivalent, MutationScore, Survivor};
