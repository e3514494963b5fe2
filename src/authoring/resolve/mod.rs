//! From the document to the checked model: every name looked up, every value typed, every condition checked.

mod axes;
mod calendars;
mod cues;
mod facts;
mod lets;
mod model;
mod namespace;
mod people;
mod resolver;
mod rules;
mod time;

pub(crate) use model::resolve;

#[cfg(test)]
mod tests;
