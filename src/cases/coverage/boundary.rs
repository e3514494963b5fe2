//! Numbers and dates that conditions compare with, and on which side of them a case lies.

use super::condition::Test;
use crate::cases::values::{may_be, next, sums};
use crate::condition::{Condition, Leaf, Operand, Situation};
use crate::id::{ScoreId, ValueId};
use crate::inquiry::{Derivation, Value, print_duration};
use crate::rulebook::Model;
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Something that one atom compares with.
#[derive(Debug)]
pub(super) struct Boundary {
    /// The positions of the test and of the atom in it.
    pub(super) test: usize,
    pub(super) atom: usize,
    pub(super) subject: Subject,
    /// What is compared with.
    pub(super) on: Value,
    /// Each side that a case can lie on, with the value furthest from the boundary that still lies there.
    pub(super) sides: Vec<(Side, Value)>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Value(ValueId),
    Score(ScoreId),
    /// The inquiry's time, with the begin or end of a period.
    Time,
}

/// Where a value lies beside a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// At most one unit below.
    Below,
    On,
    /// At most one unit above.
    Above,
}

impl Boundary {
    /// Every boundary of the tests, in their order.
    pub(super) fn all(model: &Model, tests: &[Test]) -> Vec<Self> {
        let mut boundaries = Vec::new();
        for (test, tested) in tests.iter().enumerate() {
            for (atom, asked) in tested.atoms.iter().enumerate().skip(tested.before) {
                let Condition::Leaf(leaf) = asked else { continue };
                let found = compared(leaf, model).into_iter().filter(|(.., sides)| !sides.is_empty());
                boundaries.extend(found.map(|(subject, on, sides)| Self { test, atom, subject, on, sides }));
            }
        }
        boundaries
    }

    /// The side on which the inquiry lies; none if it lies further away or what is compared is not known.
    pub(super) fn side(&self, situation: &Situation) -> Option<Side> {
        let time;
        let number;
        let value = match self.subject {
            Subject::Value(value) => situation.value(value).ok()?,
            Subject::Score(score) => {
                let interval = situation.score(score);
                number = Value::Number(interval.low);
                if interval.is_settled() { &number } else { return None }
            }
            Subject::Time => {
                time = Value::Timestamp(situation.time?);
                &time
            }
        };
        let furthest =
            |side: Side| self.sides.iter().find(|(other, _)| *other == side).map(|(_, value)| value);
        let order = |other: &Value| crate::condition::order(value, other);
        match order(&self.on)? {
            Ordering::Equal => Some(Side::On),
            Ordering::Less => (order(furthest(Side::Below)?)? != Ordering::Less).then_some(Side::Below),
            Ordering::Greater => (order(furthest(Side::Above)?)? != Ordering::Greater).then_some(Side::Above),
        }
    }

    /// What is compared with, as people write it.
    pub(super) fn name(&self, model: &Model) -> String {
        written(&self.on, model)
    }
}

impl Side {
    /// As part of a sentence.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Below => "just below",
            Self::On => "on",
            Self::Above => "just above",
        }
    }
}

/// A value as people write it.
pub(super) fn written(value: &Value, model: &Model) -> String {
    match value {
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(date) => date.to_string(),
        Value::Timestamp(at) => crate::calendar::shown_in(*at, &model.timezone),
        Value::Duration(duration) => print_duration(*duration),
        Value::Bool(_) | Value::Choice(_) | Value::Choices(_) | Value::Text(_) => String::new(),
    }
}

type Sides = Vec<(Side, Value)>;

/// What a leaf compares, with what, and the sides of that.
fn compared(leaf: &Leaf, model: &Model) -> Vec<(Subject, Value, Sides)> {
    let of_value =
        |value: ValueId, on: &Value| (Subject::Value(value), on.clone(), of_value(value, on, model));
    match leaf {
        Leaf::Compare { left, right, .. } => {
            let literal = match right {
                Operand::Literal(literal) => Some(literal),
                Operand::Value(value) => match model.derived(*value).map(|derived| &derived.from) {
                    Some(Derivation::Constant(parameter)) => Some(&parameter.value),
                    _ => None,
                },
            };
            literal.map(|on| of_value(*left, on)).into_iter().collect()
        }
        Leaf::In { value, set } => set.iter().map(|on| of_value(*value, on)).collect(),
        Leaf::Score { score, bound, .. } => {
            vec![(Subject::Score(*score), Value::Number(*bound), of_score(*score, *bound, model))]
        }
        Leaf::InForce(period) => {
            let ends = [period.from, period.until].into_iter().flatten();
            ends.map(|end| (Subject::Time, Value::Timestamp(end), of_end(end))).collect()
        }
        _ => Vec::new(),
    }
}

/// The sides of a literal that what is compared with it can take.
fn of_value(value: ValueId, on: &Value, model: &Model) -> Sides {
    let (below, above) = (next(on, false), next(on, true));
    if below.is_none() && above.is_none() {
        return Vec::new();
    }
    let is_allowed = |side: &Value| may_be(value, side, model);
    let on = on.clone();
    if !is_allowed(&on) {
        return Vec::new();
    }
    let sides = [(Side::Below, below), (Side::On, Some(on)), (Side::Above, above)];
    let sides = sides.into_iter().filter_map(|(side, value)| Some((side, value?)));
    sides.filter(|(_, value)| is_allowed(value)).collect()
}

/// The sums next to a bound that the parts of a score can make. Parts that depend on each other are taken for free ones.
fn of_score(score: ScoreId, bound: Decimal, model: &Model) -> Sides {
    let parts = model.scores.get(score.index()).into_iter().flat_map(|score| &score.parts);
    let (below, above, is_on) = match sums(parts.map(|part| part.points)) {
        Some(sums) => {
            let above = sums.range(bound..).find(|sum| **sum != bound);
            (sums.range(..bound).next_back().copied(), above.copied(), sums.contains(&bound))
        }
        // Whatever lies within a point then counts as next to the bound.
        None => (bound.checked_sub(Decimal::ONE), bound.checked_add(Decimal::ONE), true),
    };
    let number = |side: Side, number: Option<Decimal>| number.map(|number| (side, Value::Number(number)));
    let sides =
        [number(Side::Below, below), number(Side::On, is_on.then_some(bound)), number(Side::Above, above)];
    sides.into_iter().flatten().collect()
}

/// The begin or end of a period: the instant itself, and less than a day before it.
fn of_end(end: Timestamp) -> Sides {
    let before = end.checked_sub(Span::new().hours(24)).ok();
    let before = before.map(|before| (Side::Below, Value::Timestamp(before)));
    before.into_iter().chain([(Side::On, Value::Timestamp(end))]).collect()
}
