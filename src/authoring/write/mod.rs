//! From the document to the tree of its text, the mirror of `read`, and from that tree to YAML and JSON. Reading what was
//! printed gives an equal document, and printing that the same text.

mod document;
mod facts;
mod json;
mod people;
mod rules;
mod scripts;
mod tables;
mod time;
mod tree;
mod words;
mod yaml;

pub(crate) use document::{json, yaml};
