//! From files to a checked rulebook.

mod yaml;
mod yaml_help;

pub(crate) use yaml::{Entry, Kind, Node, Scalar, Style, read};
