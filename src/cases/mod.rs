//! Cases: expected decisions as files, and what runs them. A rulebook is a contract, and its cases say what was meant by it.
//!
//! ```
//! use furiwake::cases::Suite;
//! use furiwake::{Engine, Inquiry, Rulebook};
//!
//! let shop = Rulebook::builtin("shop").unwrap();
//! let suite = Suite::load("refunds.cases.yaml", r#"
//! givens:
//!   calm: { text: 返金をお願いします。, facts: { order.number: A-1 } }
//! cases:
//!   - name: A refund up to 10,000 yen is the supervisor's
//!     given: { as: calm, facts: { order.amount: 4980 } }
//!     expect: { route: supervisor, holders: { refund: supervisor }, fires: [refund.asked] }
//!   - name: Above that it is the client's
//!     given: { as: calm, facts: { order.amount: 10001 } }
//!     expect: { route: client_desk, may: { refund: { supervisor: refused } } }
//! "#, &shop).into_result()?;
//!
//! // A case by itself, against any decision on its inquiry.
//! let case = &suite.cases()[0];
//! let decision = Engine::new(&shop).decide(case.inquiry());
//! assert!(case.check(&decision).is_empty());
//! # Ok::<(), furiwake::Findings>(())
//! ```

mod case;
mod coverage;
mod excuse;
mod expectation;
mod failure;
mod gates;
mod masked;
pub mod mutation;
mod read;
mod report;
mod results;
mod run;
mod schema;
mod suite;
mod values;

pub use case::{Case, Mismatch};
pub use coverage::{Aspect, CaseName, Coverage, Miss, Part, Tally};
pub use excuse::{Excuse, Excused, NeedlessExcuse};
pub use failure::{Disagreement, Failure, Unmet};
pub use gates::{Gates, Measure, MissedGate, Share};
pub use masked::masked;
pub use mutation::MutationScore;
pub use report::Texts;
pub use results::{CaseResult, Results};
#[cfg(feature = "harness")]
pub(crate) use run::Runner;
pub use schema::json_schema;
pub use suite::{LoadedSuite, SameName, Suite};
