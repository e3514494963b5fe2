//! From files to a checked rulebook, in five steps: text to tree (`yaml`), tree to document (`read`), a document and its
//! layers to one (`unite`), tables and limits to rules (`expand`), document to model (`resolve`). Each step reports everything
//! it finds and goes on.

mod builtin;
mod csv;
pub mod document;
mod expand;
mod hash;
mod layers;
mod limits;
mod loader;
mod places;
mod read;
mod resolve;
mod script_file;
mod tree;
mod unite;
mod unused;
mod write;
mod yaml;
mod yaml_help;

pub use loader::Loaded;
pub(crate) use loader::places;
pub(crate) use places::{Places, RulePlaces};
pub(crate) use read::{Reader, cut, listed};
pub(crate) use tree::{Entry, Kind, Node, Scalar, Style};
pub(crate) use yaml::{read, read_with};
