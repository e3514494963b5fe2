//! Coverage shown where the rulebook says what is covered: in its own texts.

mod html;
mod lcov;
mod page;
mod texts;

pub use texts::Texts;
