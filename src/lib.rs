//! furiwake (振り分け): decision rules for customer inquiries, as a rulebook that runs.
//!
//! A company that lets others answer its customers (an outsourced contact centre, people at home, an AI agent) must
//! write down its judgments: what is a complaint, what may be answered on the spot, and which decisions nobody outside
//! may take. furiwake takes an inquiry and such a rulebook and answers four questions, always, deterministically and
//! with reasons: *what is this, who handles it, who alone may decide it, what is missing?*
//!
//! ```
//! use furiwake::{Act, Engine, Inquiry, Next, Permission, Rulebook};
//!
//! let rulebook = Rulebook::load("acme.yaml", r#"
//! rulebook: acme
//! version: "1"
//! format: 1
//! extends: [core]
//! facts:
//!   order.amount: { type: integer, min: 0, unit: JPY, ask: { ja: ご注文金額はおいくらですか, en: What was the order total? } }
//! rules:
//!   - id: refund.supervisor-may
//!     when: nature != "complaint" && order.amount <= 10000
//!     delegate: { refund: supervisor }
//!     because: { ja: 苦情でなければ一万円まで委託先で決める, en: "Up to 10,000 yen, unless it is a complaint" }
//! "#).into_result()?;
//! let engine = Engine::new(&rulebook);
//!
//! let calm = engine.decide(&Inquiry::new().customer("返金してください。").fact("order.amount", 4980));
//! assert_eq!(calm.may("supervisor", Act::Decide, "refund"), Permission::Permitted);
//!
//! let angry = engine.decide(&Inquiry::new().customer("がっかりです。返金してください。").fact("order.amount", 4980));
//! assert_eq!(angry.label("nature"), Some("complaint"));
//! assert!(matches!(angry.may("supervisor", Act::Decide, "refund"), Permission::Refused(_)));
//! assert_eq!(angry.next(), Next::HandOff);
//! # Ok::<(), furiwake::Findings>(())
//! ```
//!
//! # From inquiry to decision
//!
//! ```text
//!  YAML, JSON ──load──▶ Rulebook ──compile──▶ Engine
//!                       (findings)              │
//!  CRM, JSON ─────────▶ Inquiry ──────────────▶ decide ──▶ Decision ──▶ JSON, text, `may`
//!                                               │
//!     facts typed │ cues found │ axes labelled │ effects joined │ route, next, asks, reasons
//! ```
//!
//! - [`Rulebook`] is the checked document. Loading lists every finding at once, each with its place and help.
//! - [`Engine`] is a rulebook made ready to run: build it once, share it, decide many.
//! - [`Registry`] holds one engine per client and replaces it while others decide.
//! - [`Inquiry`] is what came in: messages, facts, time.
//! - [`Decision`] says what, who, how soon and why; [`Decision::may`] is the gate a console or an agent asks before it
//!   acts.
//!
//! # Three promises
//!
//! 1. **Order never matters.** Rules combine by joins; there is no priority and no first match. Shuffle them, repeat
//!    them: the decision is the same.
//! 2. **Authority never widens by accident.** A grant counts only when its condition is certainly true, a restriction
//!    unless it is certainly false. So a missing, wrong or unreadable input never lets anybody do more, and what the
//!    client retains nothing else can give away.
//! 3. **Every decision explains itself**: the rules that counted, the words and facts they rest on, the rulebook's
//!    version and hash; and for a rule that does not apply, [`Engine::why_not`] shows which part of its condition failed
//!    and what was read.
//!
//! [`Engine::decide`] never fails and never drops an inquiry: what is wrong with one becomes a notice and counts as
//! missing. It reads no clock, draws no random numbers and does no input or output.
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | write a rulebook in YAML | [the guide](guide::rulebook), [`Rulebook::load`] |
//! | build one in Rust, print it as YAML or JSON | [`document`], [`Rulebook::from_document`] |
//! | have an editor complete and check it, or its cases | [`document::json_schema`], [`cases::json_schema`] |
//! | put it on top of others, file by file | [the guide](guide::rulebook#layers), [`Rulebook::load_with`] |
//! | add a client's own scripts | [what a script may do](guide::scripts), [`Rulebook::with_script`] |
//! | see what scripts propose, try one on an inquiry | [`Rulebook::scripts`], [`scripts::testing`] |
//! | take a built-in one | [`Rulebook::builtin`] |
//! | show what is wrong with it | [`Findings`] |
//! | decide for many clients, each by its own rulebook | [`Registry`] |
//! | build an inquiry in Rust, or read it from JSON | [`Inquiry`], [`Inquiry::from_json`] |
//! | ask whether somebody may act | [`Decision::may`] |
//! | test a rulebook by cases in files | [testing your policy](guide::testing), [`cases`] |
//! | keep past inquiries as cases | [`cases::masked`] |
//! | hold decisions to what they may never be | [`Engine::violations`], [`Engine::holds`] |
//! | know what to ask the customer | [`Decision::asks`] |
//! | explain a decision | [`Decision::why`], [`Decision::reasons`], [`Engine::why_not`] |
//! | pass it on | [`Decision::to_json`] |
//! | read or check conditions by themselves | [`condition::Expression`] |
//!
//! # What it does not do
//!
//! It does not answer the customer, store anything, call a model or talk to a network, and it does not learn: what it
//! recognises is what somebody wrote down. It reads no file, clock or zone of the machine. Invariants are checked on
//! decisions (`Engine::violations`), not yet proved.
//!
//! # Features
//!
//! - `harness`: cases as tests of `cargo test`, each by its own name.
//! - `cli`: the `furiwake` command. It adds argument parsing and a progress bar; the library is the same without it.

#![cfg_attr(
    not(feature = "script"),
    expect(dead_code, unused_imports, reason = "what only scripts use stays where it belongs without them")
)]

mod authority;
mod calendar;
mod id;
mod localised;
mod markup;
mod span;

pub mod inquiry;

mod text;

pub mod condition;

mod classify;

mod effect;

mod compose;

mod overrides;

pub mod decision;

mod rulebook;

mod engine;

pub mod cases;

#[cfg(feature = "harness")]
pub mod harness;

pub mod diagnostic;

mod authoring;

pub mod scripts;

pub mod guide;

pub use authoring::{Loaded, document};
pub use authority::{Act, Party, Urgency};
pub use condition::Truth;
pub use decision::{Decision, Next, Permission, Refusal, Ruling};
pub use diagnostic::Findings;
pub use engine::{Engine, Registry, reference};
pub use inquiry::{FactValue, Inquiry};
pub use localised::{Language, Localised};
pub use rulebook::Rulebook;

/// The README's code is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
