//! What scripts may call: the questions and proposals their text was checked for.

use rhai::Engine;

/// Teaches `engine` the functions of checked scripts.
pub(super) fn register(_engine: &mut Engine) {}
