//! Lifted conditions as people read them.

use crate::calendar::{Period, last_day, shown_in};
use crate::condition::{At, Condition, Expression, Kind, Leaf, Literal, Operator, Side};
use crate::rulebook::Model;
use crate::span::Place;
use jiff::{SignedDuration, Timestamp};

/// The condition as a script would write it, groups within a group of the same kind joined. What it asks of the inquiry's
/// time no condition of a rule can say; it prints as scripts do.
pub(super) fn written(condition: &Condition, model: &Model) -> Expression {
    let kind = match condition {
        Condition::Not(inner) => match written(inner, model).kind {
            Kind::Not(inner) => return *inner,
            Kind::Constant(value) => Kind::Constant(!value),
            kind => Kind::Not(Box::new(node(kind))),
        },
        Condition::All(parts) => return joined(parts, true, model),
        Condition::Any(parts) => return joined(parts, false, model),
        Condition::Leaf(Leaf::InForce(period)) => return time(*period, model),
        condition => return condition.written(model),
    };
    node(kind)
}

/// All or any of some conditions, each said once.
fn joined(parts: &[Condition], all: bool, model: &Model) -> Expression {
    let mut joined: Vec<Expression> = Vec::new();
    for part in parts {
        let part = written(part, model);
        let inner = match part.kind {
            Kind::All(parts) if all => parts,
            Kind::Any(parts) if !all => parts,
            Kind::Constant(value) if value == all => continue,
            kind => vec![node(kind)],
        };
        for part in inner {
            if !joined.contains(&part) {
                joined.push(part);
            }
        }
    }
    if joined.len() < 2 {
        return joined.pop().unwrap_or_else(|| node(Kind::Constant(all)));
    }
    node(if all { Kind::All(joined) } else { Kind::Any(joined) })
}

/// Whether the inquiry's time lies in a period; of every instant, whether it is known.
fn time(period: Period, model: &Model) -> Expression {
    let name = || At::new(Side::Name("inquiry.at".into()), Place::default());
    let bound = |operator, text: String| {
        let right = At::new(Side::Literal(Literal::Text(text.into())), Place::default());
        node(Kind::Compare { left: name(), operator, right })
    };
    let (from, until) = period.ends(&model.timezone);
    let instant = |at: Timestamp| shown_in(at, &model.timezone);
    let from = period.from.zip(from).map(|(at, day)| match before(at) {
        Some(at) => bound(Operator::Greater, instant(at)),
        None => bound(Operator::GreaterOrEqual, day),
    });
    let until = period.until.zip(until).map(|(at, day)| match before(at) {
        Some(at) => bound(Operator::LessOrEqual, instant(at)),
        None if last_day(at, &model.timezone).is_some() => bound(Operator::LessOrEqual, day),
        None => bound(Operator::Less, day),
    });
    match (from, until) {
        (None, None) => node(Kind::Known(name())),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(from), Some(until)) => node(Kind::All(vec![from, until])),
    }
}

/// The instant right before one that stands for "behind it".
fn before(at: Timestamp) -> Option<Timestamp> {
    let is_behind = at.subsec_nanosecond().rem_euclid(1_000) == 1;
    is_behind.then(|| at.checked_sub(SignedDuration::from_nanos(1)).ok())?
}

fn node(kind: Kind) -> Expression {
    Expression { kind, place: Place::default() }
}
