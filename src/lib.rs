//! furiwake (振り分け): decision rules for customer inquiries.
#![cfg_attr(not(test), expect(dead_code, unused_imports, reason = "the parts are being put together"))]

mod authority;
mod id;
mod localised;
mod span;

mod inquiry;

mod text;

mod condition;

mod classify;

mod effect;

mod rulebook;

mod diagnostic;

mod authoring;

pub use authority::{Act, Bounds, Party, Urgency};
pub use condition::{ConditionError, Expression};
pub use diagnostic::{Code, Finding, Findings, Severity};
pub use effect::Settlement;
pub use inquiry::Missing;
pub use localised::{Language, Localised};
pub use rulebook::Rulebook;
