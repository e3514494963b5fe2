//! Classification: axes with their labels, and scores.

mod axis;
mod labels;
mod score;

pub(crate) use axis::{Axis, Label, Order};
pub(crate) use labels::AxisState;
pub(crate) use score::{Band, Interval, Score, ScorePart};
