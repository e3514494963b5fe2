//! What the words say: the customer's own words out of a message, normalised with their places kept, and the cues found
//! in them in one pass.

mod character;
mod check;
mod cue;
mod extract;
mod html;
mod matcher;
mod normalise;
mod offset;
mod scan;

pub(crate) use check::{Failure, check};
pub(crate) use cue::Cue;
pub(crate) use extract::TextFormat;
pub(crate) use matcher::{CueMatcher, LayerMatcher};
pub(crate) use normalise::is_blank;
pub(crate) use scan::{Completeness, CueHit, CueScan, CustomerText, Part, Scratch};

#[cfg(test)]
mod tests;
