//! Random rulebooks with inquiries that fit them.
//!
//! Proptest draws flat numbers ([`raw`]); [`book`] reads them as a rulebook that respects names, types and polarity, so that
//! it loads by construction and the generator and the loader check each other. Numbers shrink towards the first choice and
//! the shortest list, whatever the others say, which keeps failing cases small. [`tree`] writes the rulebook as YAML.

mod book;
mod condition;
mod document;
mod fact;
#[cfg(feature = "script")]
mod flow;
mod inquiry;
mod layers;
mod raw;
mod script;
mod tree;

pub(crate) use book::{Book, Classified, Effect, Given, Rule, engine, rules_yaml};
pub(crate) use document::document;
#[cfg(feature = "script")]
pub(crate) use fact::Kind;
#[cfg(feature = "script")]
pub(crate) use flow::{Flow, RawFlow, load, raw_flow};
pub(crate) use inquiry::{Case, State};
pub(crate) use layers::{Files, split};
pub(crate) use raw::{RawBook, RawCase, RawCondition, RawRule, raw_book, raw_case, raw_condition, raw_rule};
pub(crate) use script::{Scripts, raw_scripts};
pub(crate) use tree::Dice;
