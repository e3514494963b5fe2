//! From the document to the checked model: every name looked up, every value typed, every condition checked.

mod axes;
mod calendars;
mod cues;
mod facts;
mod heights;
mod invariants;
mod lets;
mod locks;
mod model;
mod namespace;
mod params;
mod people;
mod reads;
mod resolver;
mod rules;
mod scores;
mod scripts;
mod time;
mod without;

pub(crate) use model::resolve;
pub(crate) use scripts::{put_in_order, resolve_file};

#[cfg(test)]
mod tests;
