//! Integration tests: one binary, one module a topic.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics has failed, as it should"
)]

mod broken;
mod built;
mod builtin;
mod cases;
#[cfg(feature = "cli")]
mod check;
#[cfg(feature = "cli")]
mod cli;
mod counterexamples;
mod examples;
mod generate;
mod golden;
#[cfg(feature = "script")]
mod hostile;
mod loading;
mod policies;
mod promises;
mod registry;
mod round_trip;
mod schema;
mod semantics;
mod support;
