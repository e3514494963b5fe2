//! Coverage shown where the rulebook says what is covered: in its own texts.

mod article;
mod html;
mod lcov;
mod overview;
mod page;
mod periods;
mod texts;

pub use texts::Texts;
