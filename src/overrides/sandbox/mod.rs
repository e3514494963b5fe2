//! The sandbox of scripts: a small part of Rhai, and bounds on everything a script may use up.
//!
//! Four gates, each enough on its own for most attacks: the text is capped before anything reads it; it is split into the words and
//! signs of scripts, and whatever is none is refused; what the parser makes of it is capped and walked node by node against a list of
//! what scripts consist of; and the engine that runs it knows no functions but those of checked scripts and counts every step. Without
//! loops and functions a script is run through once at most, so its length bounds its time.
//!
//! Rhai features are one set for the whole program of the host. Those that add to the language (`decimal`, `debugging`, `metadata`, `serde`,
//! ..) change nothing here. With those that narrow its fractions or drop places (`f32_float`, `no_float`, `no_position`) scripts are
//! refused by a finding. With those that narrow whole numbers or take away what bounds or checks a script (`only_i32`, `unchecked`,
//! `no_function`, `no_module`, `no_index`, `no_object`, `no_optimize`, `no_ast`) this library does not build. `tests/host_features` is a
//! program in which each can be tried.

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

pub(super) use failure::failure;
pub(super) use parse::parse;
pub(super) use place::span;
pub(super) use profile::{MAX_STRING as MAX_TEXT, engine};
