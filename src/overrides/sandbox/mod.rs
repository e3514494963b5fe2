//! The sandbox of scripts: a small part of Rhai, and bounds on everything a script may use up.
//!
//! Three gates, each enough on its own for most attacks: the text is capped before anything reads it; what the parser makes of it is
//! capped and walked node by node against a list of what scripts consist of; and the engine that runs it knows no
//! functions but those of checked scripts and counts every step. Without loops and functions a script is run through
//! once at most, so its length bounds its time.

mod allowed;
mod failure;
mod parse;
mod place;
mod profile;
mod syntax;
mod tokens;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

pub(super) use failure::{failure, line_and_column};
pub(super) use parse::parse;
pub(super) use place::span;
pub(super) use profile::{MAX_STRING as MAX_TEXT, engine};
