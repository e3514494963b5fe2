//! The engines, each in a file of its own.

mod by_hand;
mod cedar;
mod common_expressions;
mod furiwake;
mod json_logic;
mod rego;
mod rhai_script;
mod zen;

pub(crate) use by_hand::{IndexByHand, LinearScan};
pub(crate) use cedar::Cedar;
pub(crate) use common_expressions::CommonExpressions;
pub(crate) use furiwake::Furiwake;
pub(crate) use json_logic::JsonLogic;
pub(crate) use rego::Rego;
pub(crate) use rhai_script::RhaiScript;
pub(crate) use zen::Zen;
