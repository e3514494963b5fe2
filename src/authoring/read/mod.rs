//! From the tree to the document: every key read, every slip reported, nothing stopped at the first one.

mod axes;
mod calendars;
mod cues;
mod document;
mod facts;
mod fields;
mod formula;
mod people;
mod rules;
mod settle;
mod time;
mod values;

pub(crate) use document::read;
