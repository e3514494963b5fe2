//! Integration tests: one binary, one module a topic.
mod builtin;
mod loading;
