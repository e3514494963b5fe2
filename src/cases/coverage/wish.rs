//! Ways to make a condition true, false or unknown: changes of what is given, tried one after the other. They are guesses: whether one
//! does what it should is seen by deciding.

use super::boundary::Subject;
use super::draft::Move;
use super::instants::instants;
use crate::cases::values::{is_whole, may_be, next};
use crate::classify::{Order, ScorePart};
use crate::condition::{Condition, Knowable, LabelSet, Leaf, Operand, Operator, Truth};
use crate::id::{AxisId, CalendarId, LabelId, ScoreId, ValueId};
use crate::inquiry::{Derivation, FactType, Value};
use crate::rulebook::Model;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

/// Changes that together do something.
pub(super) type Way = Vec<Move>;

/// The most ways to try for one thing.
pub(super) const MAX_WAYS: usize = 8;
/// How far to follow labels to the rules that give them.
const MAX_DEPTH: usize = 4;
/// The most parts of a score whose sums are tried out.
const MAX_PARTS: usize = 10;

/// Ways to give a condition a truth.
pub(super) fn ways(condition: &Condition, want: Truth, model: &Model) -> Vec<Way> {
    Wishes { model }.condition(condition, want, 0)
}

/// Ways to make all parts of a condition but one, the atom at `at`, leave the outcome to that, which is changed in one of these
/// ways.
pub(super) fn aimed(condition: &Condition, at: usize, at_last: Vec<Way>, model: &Model) -> Vec<Way> {
    let around = Wishes { model }.around(condition, &mut 0, at).unwrap_or_else(|| vec![Way::new()]);
    // Other days are counted from the inquiry's time.
    let is_time = at_last.iter().flatten().any(|change| matches!(change, Move::At(_)));
    if is_time { both(at_last, around) } else { both(around, at_last) }
}

/// Ways to set what a boundary is about.
pub(super) fn set(subject: Subject, value: &Value, model: &Model) -> Vec<Way> {
    match (subject, value) {
        (Subject::Value(of), value) => set_value(of, value, model).into_iter().collect(),
        (Subject::Score(score), Value::Number(number)) => {
            Wishes { model }.score(score, *number, |sum| sum == *number, 0)
        }
        (Subject::Time, Value::Timestamp(at)) => vec![vec![Move::At(*at)]],
        _ => Vec::new(),
    }
}

/// Ways to have the other parts of a score add up so that the points of one part turn what a leaf asks of it.
pub(super) fn tipping(leaf: &Leaf, part: usize, model: &Model) -> Vec<Way> {
    match leaf {
        Leaf::Score { score, operator, bound } => {
            let turns = |sum: Decimal, with: Decimal| {
                operator.holds(sum.cmp(bound)) != operator.holds(with.cmp(bound))
            };
            Wishes { model }.beside(*score, part, turns)
        }
        _ => vec![Way::new()],
    }
}

/// Every way of the one together with every way of the other, as many as there may be.
pub(super) fn both(one: Vec<Way>, other: Vec<Way>) -> Vec<Way> {
    // What there is no way to do is left as it is.
    match (one.is_empty(), other.is_empty()) {
        (true, _) => return other,
        (_, true) => return one,
        _ => {}
    }
    let pairs = one.iter().flat_map(|first| other.iter().map(move |second| [&first[..], second].concat()));
    pairs.take(MAX_WAYS).collect()
}

struct Wishes<'m> {
    model: &'m Model,
}

impl Wishes<'_> {
    fn condition(&self, condition: &Condition, want: Truth, depth: usize) -> Vec<Way> {
        let mut ways = match condition {
            Condition::Constant(_) => Vec::new(),
            Condition::Not(inner) => self.condition(inner, want.not(), depth),
            Condition::All(parts) => self.parts(parts, want, Truth::True, depth),
            Condition::Any(parts) => self.parts(parts, want, Truth::False, depth),
            Condition::Let(id) => {
                let named = self.model.lets.get(id.index());
                named.map(|named| self.condition(&named.condition, want, depth)).unwrap_or_default()
            }
            Condition::Leaf(leaf) => self.leaf(leaf, want, depth),
        };
        ways.truncate(MAX_WAYS);
        ways
    }

    /// `neutral` is what all parts are where the whole is it.
    fn parts(&self, parts: &[Condition], want: Truth, neutral: Truth, depth: usize) -> Vec<Way> {
        let all_neutral = |except: Option<usize>| {
            let others = parts.iter().enumerate().filter(|(at, _)| Some(*at) != except);
            others.fold(Vec::new(), |ways, (_, part)| both(ways, self.condition(part, neutral, depth)))
        };
        if want == neutral {
            return all_neutral(None);
        }
        let one = parts.iter().enumerate().flat_map(|(at, part)| {
            let turned = self.condition(part, want, depth);
            if want == Truth::Unknown { both(all_neutral(Some(at)), turned) } else { turned }
        });
        one.take(MAX_WAYS).collect()
    }

    /// Ways to make everything beside the atom at `target` leave the outcome to it; nothing where the atom is not in it.
    fn around(&self, condition: &Condition, next: &mut usize, target: usize) -> Option<Vec<Way>> {
        let (parts, neutral) = match condition {
            Condition::Constant(_) => return None,
            Condition::Not(inner) => return self.around(inner, next, target),
            Condition::All(parts) => (parts, Truth::True),
            Condition::Any(parts) => (parts, Truth::False),
            Condition::Let(_) | Condition::Leaf(_) => {
                let at = *next;
                *next += 1;
                return (at == target).then(|| vec![Way::new()]);
            }
        };
        let found: Vec<Option<Vec<Way>>> = parts.iter().map(|part| self.around(part, next, target)).collect();
        let at = found.iter().position(Option::is_some)?;
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.fold(Vec::new(), |ways, (_, part)| both(ways, self.condition(part, neutral, 0)));
        let inner = found.into_iter().flatten().next().unwrap_or_default();
        Some(both(others, inner))
    }

    fn leaf(&self, leaf: &Leaf, want: Truth, depth: usize) -> Vec<Way> {
        let model = self.model;
        match leaf {
            Leaf::Holds(value) if want != Truth::Unknown => {
                if let Some(Derivation::Open(calendar)) = model.derived(*value).map(|derived| &derived.from) {
                    return asked_when(*calendar, want == Truth::True, model).into_iter().collect();
                }
                set_value(*value, &Value::Bool(want == Truth::True), model).into_iter().collect()
            }
            Leaf::Compare { left, operator, right } if want != Truth::Unknown => {
                self.compared(*left, *operator, right, want == Truth::True)
            }
            Leaf::In { value, set } if want != Truth::Unknown => {
                let others = others(*value, set, model);
                let members = if want == Truth::True { set } else { &others };
                members.iter().filter_map(|member| set_value(*value, member, model)).collect()
            }
            Leaf::Contains { value, option } if want != Truth::Unknown => {
                let chosen: Box<[u32]> = if want == Truth::True { [*option].into() } else { [].into() };
                set_value(*value, &Value::Choices(chosen), model).into_iter().collect()
            }
            Leaf::Known(Knowable::Value(value)) if want == Truth::True => {
                anything(*value, model).and_then(|any| set_value(*value, &any, model)).into_iter().collect()
            }
            Leaf::Known(Knowable::Value(value))
            | Leaf::Holds(value)
            | Leaf::Compare { left: value, .. }
            | Leaf::In { value, .. }
            | Leaf::Contains { value, .. } => missing(*value, model),
            Leaf::Cue(cue) | Leaf::Known(Knowable::Cue(cue)) => vec![match (leaf, want) {
                (_, Truth::Unknown) => vec![Move::Silence],
                (Leaf::Cue(_), Truth::False) => vec![Move::Unsay(*cue)],
                _ => vec![Move::Say(*cue)],
            }],
            Leaf::Known(Knowable::Text | Knowable::Score(_)) => vec![vec![Move::Silence]],
            Leaf::Score { score, operator, bound } => match want {
                Truth::Unknown => vec![vec![Move::Silence]],
                want => self.score(
                    *score,
                    *bound,
                    |sum| operator.holds(sum.cmp(bound)) == (want == Truth::True),
                    depth,
                ),
            },
            Leaf::AxisIn { axis, labels } => self.axis(*axis, *labels, want, depth),
            Leaf::AxisHas { axis, label } => {
                let given = self.rules_of(*axis, |other| other == *label);
                match want {
                    Truth::False => self.none(&given, depth),
                    want => self.any(&given, want, depth),
                }
            }
            Leaf::InForce(period) => {
                let within = period.from.or_else(|| before(period.until));
                let without = period.until.or_else(|| before(period.from));
                let at = match want {
                    Truth::True => within,
                    Truth::False => without,
                    Truth::Unknown => None,
                };
                at.map(|at| vec![Move::At(at)]).into_iter().collect()
            }
            Leaf::Known(Knowable::Axis(_) | Knowable::Raised(_)) | Leaf::Outcome { .. } => Vec::new(),
        }
    }

    fn compared(&self, left: ValueId, operator: Operator, right: &Operand, holds: bool) -> Vec<Way> {
        let model = self.model;
        let bound = match right {
            Operand::Literal(literal) => literal,
            Operand::Value(value) => match model.derived(*value).map(|derived| &derived.from) {
                Some(Derivation::Constant(parameter)) => &parameter.value,
                _ => return self.beside_another(left, operator, *value, holds),
            },
        };
        let near = [bound.clone()].into_iter().chain(others(left, std::slice::from_ref(bound), model));
        let fitting = near.filter(|value| {
            crate::condition::order(value, bound).is_some_and(|order| operator.holds(order) == holds)
        });
        fitting.filter_map(|value| set_value(left, &value, model)).collect()
    }

    /// Ways to have two values that may both be given compare so: the same, or one unit apart.
    fn beside_another(&self, left: ValueId, operator: Operator, right: ValueId, holds: bool) -> Vec<Way> {
        let model = self.model;
        let Some(bound) = anything(right, model) else { return Vec::new() };
        let bounds = std::iter::once(bound.clone()).chain(next(&bound, true));
        let pairs = bounds.flat_map(|bound| {
            let near =
                std::iter::once(bound.clone()).chain(others(left, std::slice::from_ref(&bound), model));
            let fitting = near.filter(|value| {
                crate::condition::order(value, &bound).is_some_and(|order| operator.holds(order) == holds)
            });
            let ways = fitting.filter_map(|value| {
                Some([set_value(right, &bound, model)?, set_value(left, &value, model)?].concat())
            });
            ways.collect::<Vec<Way>>()
        });
        pairs.collect()
    }

    /// Ways to sums that are fit, those nearest to the bound first.
    fn score(
        &self,
        score: ScoreId,
        bound: Decimal,
        fits: impl Fn(Decimal) -> bool,
        depth: usize,
    ) -> Vec<Way> {
        let Some(score) = self.model.scores.get(score.index()) else { return Vec::new() };
        let parts: Vec<&ScorePart> = score.parts.iter().take(MAX_PARTS).collect();
        let mut sums: Vec<(Decimal, u32)> = sums(&parts).filter(|(sum, _)| fits(*sum)).collect();
        sums.sort_by_key(|(sum, chosen)| (sum.saturating_sub(bound).abs(), chosen.count_ones(), *chosen));
        sums.into_iter().take(MAX_WAYS / 2).map(|(_, chosen)| self.chosen(&parts, chosen, depth)).collect()
    }

    /// Ways to sums of all parts of a score but one that are fit, by themselves and with the points of that one.
    fn beside(&self, score: ScoreId, part: usize, fits: impl Fn(Decimal, Decimal) -> bool) -> Vec<Way> {
        let Some(score) = self.model.scores.get(score.index()) else { return Vec::new() };
        let Some(points) = score.parts.get(part).map(|part| part.points) else { return Vec::new() };
        let others = score.parts.iter().enumerate().filter(|(at, _)| *at != part);
        let others: Vec<&ScorePart> = others.map(|(_, part)| part).take(MAX_PARTS).collect();
        let mut sums: Vec<(Decimal, u32)> =
            sums(&others).filter(|(sum, _)| fits(*sum, sum.saturating_add(points))).collect();
        sums.sort_by_key(|(_, chosen)| (chosen.count_ones(), *chosen));
        sums.into_iter().take(MAX_WAYS / 2).map(|(_, chosen)| self.chosen(&others, chosen, 0)).collect()
    }

    /// A way to have these of the parts count, as bits, and no others.
    fn chosen(&self, parts: &[&ScorePart], chosen: u32, depth: usize) -> Way {
        // What is not to count first, so that it does not take away what is.
        let (counted, others): (Vec<_>, Vec<_>) =
            parts.iter().enumerate().partition(|(at, _)| chosen >> at & 1 == 1);
        let others = others.into_iter().map(|(_, part)| self.condition(&part.when, Truth::False, depth));
        let counted = counted.into_iter().map(|(_, part)| self.condition(&part.when, Truth::True, depth));
        others.chain(counted).filter_map(|ways| ways.into_iter().next()).flatten().collect()
    }

    fn axis(&self, axis: AxisId, labels: LabelSet, want: Truth, depth: usize) -> Vec<Way> {
        let default = match self.model.axes.get(axis.index()).map(|axis| axis.order) {
            Some(Order::Ordered { default }) => Some(default),
            _ => None,
        };
        let wanted = |label: LabelId| labels.contains(label) == (want != Truth::False);
        let mut ways = Vec::new();
        let given = self.rules_of(axis, wanted);
        let against = self.rules_of(axis, |label| !wanted(label));
        let truth = if want == Truth::Unknown { Truth::Unknown } else { Truth::True };
        if default.is_some_and(wanted) {
            ways.extend(self.none(&against, depth));
        }
        ways.extend(both(self.none(&against, depth), self.any(&given, truth, depth)));
        ways.extend(self.any(&given, truth, depth));
        ways
    }

    /// The conditions of rules that give one of these labels.
    fn rules_of(&self, axis: AxisId, is_meant: impl Fn(LabelId) -> bool) -> Vec<&Condition> {
        let gives =
            |rule: &crate::effect::Rule| rule.labels().any(|(other, label)| other == axis && is_meant(label));
        self.model.rules_by_name().filter(|(_, rule)| gives(rule)).map(|(_, rule)| &rule.when).collect()
    }

    fn any(&self, conditions: &[&Condition], want: Truth, depth: usize) -> Vec<Way> {
        if depth >= MAX_DEPTH {
            return Vec::new();
        }
        let ways =
            conditions.iter().flat_map(|when| self.condition(when, want, depth + 1).into_iter().take(2));
        ways.take(MAX_WAYS).collect()
    }

    fn none(&self, conditions: &[&Condition], depth: usize) -> Vec<Way> {
        if depth >= MAX_DEPTH {
            return Vec::new();
        }
        let ways =
            conditions.iter().map(|when| self.condition(when, Truth::False, depth + 1).into_iter().next());
        vec![ways.flatten().flatten().collect()]
    }
}

/// Every sum that parts can add up to, with which of them do, as bits.
fn sums(parts: &[&ScorePart]) -> impl Iterator<Item = (Decimal, u32)> {
    (0..1_u32 << parts.len()).map(|chosen| {
        let points = parts.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
        (points.fold(Decimal::ZERO, |sum, (_, part)| sum.saturating_add(part.points)), chosen)
    })
}

/// A way to ask while a calendar is open, or is not.
fn asked_when(calendar: CalendarId, is_open: bool, model: &Model) -> Option<Way> {
    let calendar = model.calendars.get(calendar.index())?;
    let at = instants(calendar).into_iter().find(|at| calendar.is_open(*at) == is_open)?;
    Some(vec![Move::At(at)])
}

/// The fact that decides about a value.
fn source(value: ValueId, model: &Model) -> Option<ValueId> {
    match model.derived(value) {
        None => Some(value),
        Some(derived) => derived.from.fact(),
    }
}

/// A way to give what decides about a value this one; `None` of a value that it cannot have.
/// Ways to make a value unknown: that its fact is not given or, where something stands in for that, is given as what it cannot be.
fn missing(of: ValueId, model: &Model) -> Vec<Way> {
    let source = source(of, model).and_then(|fact| Some((fact, model.fact(fact)?)));
    let Some((fact, declared)) = source else { return Vec::new() };
    let is_replaced = model.derived(of).is_some_and(|derived| matches!(derived.from, Derivation::Or(..)));
    if declared.default.is_none() && !is_replaced {
        return vec![vec![Move::Unset(fact)]];
    }
    let wrong = match declared.kind {
        FactType::Text => Value::Bool(true),
        _ => Value::Text("?".into()),
    };
    vec![vec![Move::Set(fact, wrong)], vec![Move::Unset(fact)]]
}

fn set_value(of: ValueId, value: &Value, model: &Model) -> Option<Way> {
    if !may_be(of, value, model) {
        return None;
    }
    let Some(derived) = model.derived(of) else { return Some(vec![Move::Set(of, value.clone())]) };
    match (&derived.from, value) {
        // What stands in for the fact may lie where the fact cannot.
        (Derivation::Or(fact, _), value) => set_value(*fact, value, model),
        (Derivation::DaysSince(fact), Value::Number(days)) => Some(vec![Move::DaysBefore(*fact, *days)]),
        (Derivation::HoursSince(fact) | Derivation::BusinessHoursSince(fact, _), Value::Number(hours)) => {
            Some(vec![Move::HoursBefore(*fact, *hours)])
        }
        (Derivation::Count(cue), Value::Number(number)) => {
            Some(vec![if number.is_zero() { Move::Unsay(*cue) } else { Move::Say(*cue) }])
        }
        _ => None,
    }
}

/// Values of the same type near, and other than these.
fn others(of: ValueId, set: &[Value], model: &Model) -> Vec<Value> {
    let near = |value: &Value| -> Vec<Value> {
        match value {
            // Nothing that is whole lies one digit beside a fraction.
            Value::Number(number) if is_whole(of, model) && !number.is_integer() => {
                vec![Value::Number(number.floor()), Value::Number(number.ceil())]
            }
            Value::Choice(_) => (0..model.options(of).len())
                .filter_map(|at| u32::try_from(at).ok())
                .map(Value::Choice)
                .collect(),
            Value::Text(text) => vec![Value::Text(format!("{text} x").into())],
            Value::Bool(value) => vec![Value::Bool(!value)],
            value => [false, true].into_iter().filter_map(|up| next(value, up)).collect(),
        }
    };
    set.iter().flat_map(near).filter(|value| !set.contains(value)).collect()
}

/// Some value of a fact's type.
fn anything(value: ValueId, model: &Model) -> Option<Value> {
    let fact = model.fact(source(value, model)?)?;
    if model.derived(value).is_some() {
        return Some(Value::Number(Decimal::ONE));
    }
    let least = fact.min.clone();
    Some(match &fact.kind {
        FactType::Bool => Value::Bool(true),
        FactType::Integer | FactType::Decimal => least.unwrap_or(Value::Number(Decimal::ONE)),
        FactType::Choice(_) => Value::Choice(0),
        FactType::Choices(_) => Value::Choices([0].into()),
        FactType::Text => Value::Text("example".into()),
        FactType::Date => least.unwrap_or(Value::Date(jiff::civil::Date::constant(2026, 1, 1))),
        FactType::Timestamp => least.unwrap_or(Value::Timestamp(Timestamp::UNIX_EPOCH)),
        FactType::Duration => least.unwrap_or(Value::Duration(SignedDuration::from_secs(60))),
    })
}

fn before(at: Option<Timestamp>) -> Option<Timestamp> {
    at?.checked_sub(SignedDuration::from_hours(1)).ok()
}
