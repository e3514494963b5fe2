//! Time by the clock on the wall: when a desk is open, how much open time has passed, and during which period a rule is in
//! force. Instants go in and come out; no clock is read.

#[expect(clippy::module_inception, reason = "the folder is the topic, the file its main type")]
mod calendar;
mod day;
mod open;
mod period;

pub(crate) use calendar::{Calendar, End, Window};
pub(crate) use day::{end_of_day, shown_in, start_of_day};
pub(crate) use open::Segment;
pub(crate) use period::{Period, last_day};
