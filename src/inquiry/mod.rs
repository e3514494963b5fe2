//! What came in: the inquiry, the facts a rulebook declares, and the typed values they have.

mod duration;
mod value;

pub(crate) use duration::{parse_duration, print_duration};
pub use value::Missing;
pub(crate) use value::{Derivation, Derived, FactDeclaration, FactType, Sensitivity, Slot, Value};
