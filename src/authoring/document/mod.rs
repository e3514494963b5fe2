//! A rulebook as written: names are still text, and everything knows its place. Equality looks at what is said, not
//! where, so that two layers can be compared.

mod book;
mod derived;
mod effects;
mod facts;
mod labels;
mod params;
mod people;
mod rules;
mod schema;
mod tables;
mod text;
mod time;
mod words;
mod written;

pub(crate) use book::Lost;
pub use book::{Document, Extends};
pub use derived::Derived;
pub(crate) use derived::Formula;
pub use effects::{Escalate, Settle};
pub use facts::Fact;
pub(crate) use facts::{FactKind, Literal};
pub use labels::{Axis, Invariant};
pub(crate) use labels::{Let, Order};
pub use params::Param;
pub use people::{Desk, Judgment, Titled};
pub(crate) use people::{Holders, TierLists};
pub use rules::Rule;
pub(crate) use rules::{Effect, Given};
pub use schema::json_schema;
pub use tables::{Limit, Table};
pub(crate) use time::TimeLimit;
pub use time::{Calendar, Effective, Within};
pub(crate) use words::ScorePart;
pub use words::{Cue, Score};
pub(crate) use written::{Name, Number, Written};
