//! From files to a checked rulebook.

mod document;
mod read;
mod yaml;
mod yaml_help;

pub(crate) use yaml::{Entry, Kind, Node, Scalar, Style, read};
