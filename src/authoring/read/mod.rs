//! From the tree to the document: every key read, every slip reported, nothing stopped at the first one.

mod axes;
mod cues;
mod document;
mod facts;
mod fields;
mod formula;
mod invariants;
mod people;
mod rules;
mod scores;
mod settle;
mod values;

pub(crate) use document::read;
