//! From the tree to the document: every key read, every slip reported, nothing stopped at the first one.

mod axes;
mod calendars;
mod cues;
mod document;
mod facts;
mod fields;
mod formula;
mod invariants;
mod layers;
mod params;
mod people;
mod rules;
mod scores;
mod scripts;
mod settle;
mod tables;
mod time;
mod values;

pub(crate) use document::read;
pub(crate) use fields::{Reader, cut, listed};
pub(crate) use scripts::read_scripts;
pub(super) use tables::{ALL_JOIN, LIMIT_KEYS, ORDERS};
pub(super) use time::time_limit;
pub(super) use values::{one_of, word_fault};
