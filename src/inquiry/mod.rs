//! What came in: the inquiry, the facts a rulebook declares, and the typed values they have.

mod derive;
mod duration;
mod error;
mod fact;
#[expect(clippy::module_inception, reason = "the folder is the stage, the file its main type")]
mod inquiry;
mod json;
mod notice;
mod number;
mod time;
mod typed;
mod value;
mod wrong;

pub(crate) use derive::derive;
pub(crate) use duration::{parse_duration, print_duration};
pub use error::InquiryError;
pub use fact::FactValue;
pub(crate) use fact::{Content, write_text};
pub use inquiry::{Format, Inquiry, Message, Sender};
pub use notice::{Notice, NoticeCode};
pub(crate) use number::{exact, is_json_number};
pub(crate) use time::{NoInstant, parse_date, parse_instant};
pub(crate) use typed::facts;
pub use value::Missing;
pub(crate) use value::{Derivation, Derived, FactDeclaration, FactType, Parameter, Sensitivity, Slot, Value};
