//! One workload for every bench and every engine: rules and inquiries of a contact centre, drawn from a seed, so that all of
//! them decide the same and two runs of one day or of two compare.
//!
//! [`Workload::new`] draws plain data. [`Workload::yaml`] says it as a rulebook, [`Record::inquiry`] as an inquiry. [`scan_true`]
//! and [`HandIndex`] are what somebody would write by hand for just these rules: the baselines. [`rounds`] times several
//! contenders in turn.

mod draw;
mod hand_index;
mod lexicon;
mod random;
pub(crate) mod record;
mod rounds;
pub(crate) mod rule;
mod rulebook;
mod scan;

pub(crate) use draw::{Mix, Workload};
pub(crate) use hand_index::HandIndex;
pub(crate) use record::Record;
pub(crate) use rounds::{Contender, Round, exponent, rounds};
pub(crate) use rulebook::{Script, fired};
pub(crate) use scan::{scan_possible, scan_true};
