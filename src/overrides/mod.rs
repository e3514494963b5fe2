//! A client's own scripts: what they may read and propose, the sandbox they run in, and the grants that bound them.
//!
//! A script is checked against the rulebook when it is loaded. Every condition in it becomes a checked [`Condition`] and every proposal
//! an effect, so that running it is control flow alone: it can ask the questions that were checked and name the
//! proposals that were checked, and nothing else.
//!
//! [`Condition`]: crate::condition::Condition

#[cfg(test)]
#[cfg(feature = "script")]
mod agreement;
#[cfg(feature = "script")]
mod check;
#[cfg(feature = "script")]
mod natives;
#[cfg(feature = "script")]
mod program;
mod run;
#[cfg(feature = "script")]
mod sandbox;
mod script;
#[cfg(test)]
mod straight;
mod stuck;

pub(crate) use run::{ScriptRun, SiteId, SiteState};
pub use script::Stage;
pub(crate) use script::{FailureKind, Override, Script, ScriptGrant, Site, SiteEffect, Vocabulary};
