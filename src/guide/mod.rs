//! Pages to read beside the reference.

#[doc = include_str!("rulebook.md")]
pub mod rulebook {}

#[doc = include_str!("scripts.md")]
pub mod scripts {}
