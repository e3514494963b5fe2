//! From the document to the checked model: every name looked up, every value typed, every condition checked.

mod axes;
mod cues;
mod facts;
mod invariants;
mod lets;
mod model;
mod namespace;
mod people;
mod resolver;
mod rules;
mod scores;

pub(crate) use model::resolve;

#[cfg(test)]
mod tests;
