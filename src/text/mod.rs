//! What the words say.

mod cue;

pub(crate) use cue::Cue;
