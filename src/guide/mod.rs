//! Pages to read beside the reference.

#[doc = include_str!("rulebook.md")]
pub mod rulebook {}

#[doc = include_str!("scripts.md")]
pub mod scripts {}

#[doc = include_str!("speed.md")]
pub mod speed {}

#[doc = include_str!("testing.md")]
pub mod testing {}
