//! What scripts propose and when, read out of them, and one script tried on one inquiry.
//!
//! [`Rulebook::scripts`](crate::Rulebook::scripts) lists the scripts a rulebook carries. Each is a list of rows: a proposal with its
//! place, and the condition that was lifted out of the `if`s around it. [`testing`] runs a script that is being written on an
//! inquiry and says what became of every row.
//!
//! ```
//! use furiwake::{Inquiry, Rulebook, scripts};
//!
//! let shop = Rulebook::builtin("shop").unwrap();
//! let script = r#"
//! if cue.return_request && known(order.amount) && order.amount <= 1000 {
//!     propose.tag("small-return", "counted for the campaign");
//! }
//! "#;
//! let inquiry = Inquiry::new().customer("返品したいです。").fact("order.amount", 980);
//! let trial = scripts::testing(&shop, "campaign.rhai", script, &inquiry)?;
//! let (row, proposal) = trial.rows().next().unwrap();
//! assert_eq!(row.to_string(), r#"3:5 tag small-return when cue.return_request && known(order.amount) && order.amount <= 1000"#);
//! assert!(proposal.unwrap().is_accepted());
//! assert_eq!(trial.changes()[0].to_string(), "tags: (none) → small-return");
//! # Ok::<(), furiwake::Findings>(())
//! ```

mod changes;
mod row;
mod trial;
mod written;

pub use crate::overrides::Stage;
pub use changes::Change;
pub use row::{Row, Script};
pub use trial::{Trial, testing, testing_all};
