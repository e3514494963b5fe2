//! The decision as data, and its explanations.

mod counted;
#[expect(clippy::module_inception, reason = "the file holds the type the folder is named after")]
mod decision;
mod evidence;
mod json;
mod permission;
mod proposal;
mod shown;
mod views;
mod violation;
mod why;
mod why_not;
mod words;

pub use crate::authority::Bounds;
pub use crate::compose::Ruling;
pub use crate::effect::{EffectKind, Settlement};
pub(crate) use decision::{Beaten, Counted, DueBy, Judged, Parts};
pub use decision::{Decision, Next};
pub(crate) use evidence::{Collector, Item};
pub use evidence::{Evidence, FactText, InForce, Number, Points};
pub use permission::{Permission, Refusal};
pub(crate) use proposal::Proposed;
pub use proposal::{Named, Obstacle, Proposal};
pub use views::{Ask, Escalation, Overridden, Reason, Requirement, Route, Segment};
pub use violation::Violation;
pub use why_not::WhyNot;
pub(crate) use words::on_one_line;
