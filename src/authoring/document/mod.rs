//! A rulebook as written: names are still text, and everything knows its place. Equality looks at what is said, not
//! where, so that two layers can be compared.

mod book;
mod facts;
mod labels;
mod people;
mod rules;
mod tables;
mod time;
mod words;
mod written;

pub(crate) use book::Lost;
pub use book::{Document, Extends};
pub use facts::{Derived, Fact, Param};
pub(crate) use facts::{FactKind, Formula, Literal};
pub use labels::{Axis, Invariant};
pub(crate) use labels::{Let, Order};
pub use people::{Desk, Judgment, Titled};
pub(crate) use people::{Holders, TierLists};
pub use rules::Rule;
pub(crate) use rules::{Effect, Given};
pub use tables::{Limit, Table};
pub(crate) use time::TimeLimit;
pub use time::{Calendar, Effective};
pub(crate) use words::ScorePart;
pub use words::{Cue, Score};
pub(crate) use written::{Name, Written};
