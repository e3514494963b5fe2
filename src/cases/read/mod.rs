//! From the text of a file of cases to cases in which every name is looked up. Everything wrong is reported, nothing stops at
//! the first slip.

mod document;
mod expect;
mod given;
mod known;
mod table;

pub(super) use document::read;
