//! Classification: axes with their labels, and scores.

mod axis;

pub(crate) use axis::{Axis, Label, Order, Score};
