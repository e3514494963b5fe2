//! Integration tests: one binary, one module a topic.

#[cfg(feature = "cli")]
mod cli;
mod examples;
