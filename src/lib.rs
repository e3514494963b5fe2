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

mod compose;

mod decision;

mod rulebook;

mod engine;

mod diagnostic;

mod authoring;

pub use authoring::Loaded;
pub use authority::{Act, Bounds, Party, Urgency};
pub use compose::Ruling;
pub use condition::{ConditionError, Expression, Truth};
pub use decision::{
    Ask, Decision, Evidence, FactText, Next, Number, Overridden, Permission, Reason, Refusal, Requirement,
    Route, WhyNot,
};
pub use diagnostic::{Code, Finding, Findings, Severity};
pub use effect::{EffectKind, Settlement};
pub use engine::Engine;
pub use inquiry::{FactValue, Format, Inquiry, InquiryError, Message, Missing, Notice, NoticeCode, Sender};
pub use localised::{Language, Localised};
pub use rulebook::Rulebook;
