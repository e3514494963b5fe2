//! Integration tests: one binary, one module a topic.

mod broken;
mod loading;
