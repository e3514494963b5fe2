//! A rulebook as written: read from YAML or JSON, or built in Rust, and printed as either.
//!
//! A [`Document`] says what its text says and no more: names are still text, conditions are unchecked, layers are named and
//! not read. [`Rulebook::from_document`](crate::Rulebook::from_document) makes a rulebook of it, by the one way there is:
//! everything is checked, and what is wrong is found in the printed text.
//!
//! ```
//! use furiwake::document::{Cue, Document, Fact, Judgment, Rule};
//! use furiwake::{Act, Rulebook};
//!
//! let document = Document::new("acme-shop")
//!     .version("2026.11.1")
//!     .tiers(["first_line", "supervisor"], ["client_desk"])
//!     .fact("order.amount", Fact::integer().min(0).unit("JPY").ask(("ご注文金額を教えてください", "What was the order total?")))
//!     .cue("refund_demand", Cue::any(["返金", "refund"]).except(["返金済み"]))
//!     .judgment("refund", Judgment::new().title(("返金の可否", "refund")))
//!     .rule(Rule::new("refund.asked").when("cue.refund_demand").raise(["refund"]))
//!     .rule(Rule::new("refund.small").when("order.amount <= 3000").delegate_to("refund", Act::Decide, "supervisor"));
//! assert_eq!(document.to_yaml(), r#"rulebook: acme-shop
//! version: 2026.11.1
//! format: 1
//!
//! tiers: { vendor: [first_line, supervisor], client: [client_desk] }
//!
//! facts:
//!   order.amount:
//!     type: integer
//!     min: 0
//!     unit: JPY
//!     ask: { ja: ご注文金額を教えてください, en: What was the order total? }
//!
//! cues:
//!   refund_demand: { any: [返金, refund], except: [返金済み] }
//!
//! judgments:
//!   refund: { title: { ja: 返金の可否, en: refund } }
//!
//! rules:
//!   - id: refund.asked
//!     when: cue.refund_demand
//!     raise: [refund]
//!   - id: refund.small
//!     when: order.amount <= 3000
//!     delegate: { refund: supervisor }
//! "#);
//! assert_eq!(Document::parse("acme-shop.json", &document.to_json())?, document);
//!
//! // What is wrong is no panic but a finding, like in any rulebook.
//! let broken = document.rule(Rule::new("slip").when("order.amount >").raise(["refund"]));
//! let findings = Rulebook::from_document(&broken).into_result().unwrap_err();
//! assert_eq!(findings.iter().next().unwrap().to_string(),
//!     "acme-shop.yaml:28:24: error[condition-syntax]: `>` has nothing on its right"
//! );
//! # Ok::<(), furiwake::Findings>(())
//! ```
//!
//! Names, phrases and lists of them are texts; titles and other texts for people are one text for both languages, or a
//! Japanese and an English one; values are whatever an inquiry may say of a fact ([`FactValue`](crate::FactValue)).
//! Equality looks at what is said, not where.

mod book;
mod derived;
mod effects;
mod facts;
mod labels;
mod params;
mod people;
mod rules;
mod schema;
mod scripts;
mod tables;
mod text;
mod time;
mod words;
mod written;

pub(crate) use book::Lost;
pub use book::{Document, Extends};
pub use derived::Derived;
pub(crate) use derived::Formula;
pub use effects::{Escalate, Settle};
pub use facts::Fact;
pub(crate) use facts::{FactKind, Literal};
pub use labels::{Axis, Invariant};
pub(crate) use labels::{Let, Order};
pub use params::Param;
pub use people::{Desk, Judgment, Titled};
pub(crate) use people::{Holders, TierLists};
pub use rules::Rule;
pub(crate) use rules::{Effect, Given};
pub use schema::json_schema;
pub use scripts::Grant;
pub(crate) use scripts::Script;
pub use tables::{Limit, Table};
pub(crate) use time::TimeLimit;
pub use time::{Calendar, Effective, Within};
pub(crate) use words::ScorePart;
pub use words::{Cue, Score};
pub(crate) use written::{Name, Number, Written};
