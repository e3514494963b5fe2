//! Every small change of a condition: where in it, to what, and whether it holds more often afterwards.

use super::mutant::Operator;
use crate::calendar::Period;
use crate::cases::values::{is_whole, next};
use crate::classify::Order;
use crate::condition::{Condition, Knowable, LabelSet, Leaf, Operand, Operator as Sign};
use crate::id::{AxisId, LabelId, ScoreId, ValueId};
use crate::inquiry::{FactType, Value};
use crate::rulebook::Model;
use jiff::Span;
use rust_decimal::Decimal;

/// How often a condition holds after a change, beside before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    More,
    Less,
    /// More in some situations and less in others.
    Either,
}

impl Direction {
    /// The same below a negation.
    const fn under(self, negated: bool) -> Self {
        match (self, negated) {
            (Self::More, true) => Self::Less,
            (Self::Less, true) => Self::More,
            (same, _) => same,
        }
    }
}

/// One change of a condition.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) operator: Operator,
    /// The way from the whole condition to the part that is another: which part of each.
    pub(super) path: Vec<usize>,
    pub(super) new: Condition,
    pub(super) before: String,
    /// `None`: it is dropped.
    pub(super) after: Option<String>,
    pub(super) direction: Direction,
}

/// Every change of a condition.
pub(super) fn changes(condition: &Condition, model: &Model) -> Vec<Change> {
    let mut walk = Walk { model, path: Vec::new(), negated: false, changes: Vec::new() };
    if !matches!(condition, Condition::All(_) | Condition::Any(_) | Condition::Constant(_)) {
        walk.add(Operator::DropCondition, condition, Condition::Constant(true), true, Direction::More);
    }
    walk.condition(condition);
    walk.changes
}

/// The condition with the part at the end of a path replaced.
pub(super) fn replaced(condition: &Condition, path: &[usize], new: &Condition) -> Condition {
    let [at, rest @ ..] = path else { return new.clone() };
    let each = |parts: &[Condition]| {
        let parts = parts.iter().enumerate();
        parts
            .map(|(other, part)| if other == *at { replaced(part, rest, new) } else { part.clone() })
            .collect()
    };
    match condition {
        Condition::Not(inner) => Condition::Not(Box::new(replaced(inner, rest, new))),
        Condition::All(parts) => Condition::All(each(parts)),
        Condition::Any(parts) => Condition::Any(each(parts)),
        plain @ (Condition::Constant(_) | Condition::Let(_) | Condition::Leaf(_)) => plain.clone(),
    }
}

struct Walk<'m> {
    model: &'m Model,
    path: Vec<usize>,
    negated: bool,
    changes: Vec<Change>,
}

/// Of one list, no more than this many members are added, and no more taken away.
const MOST_OF_A_SET: usize = 4;

impl Walk<'_> {
    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => {
                self.add(Operator::Negate, condition, (**inner).clone(), false, Direction::Either);
                self.negated = !self.negated;
                self.path.push(0);
                // A part that stands alone below a negation was turned round with it.
                if let Condition::Leaf(leaf) = &**inner {
                    self.leaf(leaf);
                } else {
                    self.condition(inner);
                }
                self.path.pop();
                self.negated = !self.negated;
            }
            Condition::All(parts) => self.parts(condition, parts, Condition::All, Condition::Any),
            Condition::Any(parts) => self.parts(condition, parts, Condition::Any, Condition::All),
            Condition::Let(_) => self.negation(condition),
            Condition::Leaf(leaf) => {
                if !matches!(leaf, Leaf::Known(_) | Leaf::InForce(_)) {
                    self.negation(condition);
                }
                self.leaf(leaf);
            }
        }
    }

    fn negation(&mut self, condition: &Condition) {
        let negated = Condition::Not(Box::new(condition.clone()));
        self.add(Operator::Negate, condition, negated, false, Direction::Either);
    }

    fn parts(
        &mut self,
        whole: &Condition,
        parts: &[Condition],
        same: fn(Vec<Condition>) -> Condition,
        swapped: fn(Vec<Condition>) -> Condition,
    ) {
        let direction = if matches!(whole, Condition::All(_)) { Direction::More } else { Direction::Less };
        // The period of a rule is no part that its author joined with the others.
        let (periods, own): (Vec<_>, Vec<_>) =
            parts.iter().cloned().partition(|part| matches!(part, Condition::Leaf(Leaf::InForce(_))));
        if own.len() > 1 {
            let swapped_own = swapped(own.clone());
            let (before, after) = (same(own), swapped_own.clone());
            let new = if periods.is_empty() {
                swapped_own
            } else {
                Condition::All(periods.into_iter().chain([swapped_own]).collect())
            };
            let (before, after) = (self.text(&before), self.text(&after));
            self.push(Operator::SwapAndOr, new, before, Some(after), direction);
        }
        for (at, part) in parts.iter().enumerate() {
            let rest = parts.iter().enumerate().filter(|(other, _)| *other != at);
            let rest: Vec<Condition> = rest.map(|(_, part)| part.clone()).collect();
            self.add(Operator::DropCondition, part, same(rest), true, direction);
        }
        for (at, part) in parts.iter().enumerate() {
            self.path.push(at);
            self.condition(part);
            self.path.pop();
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        match leaf {
            Leaf::Compare { left, operator, right: Operand::Literal(value) } => {
                self.compare(*left, *operator, value);
            }
            Leaf::Compare { left, operator, right: right @ Operand::Value(_) } => {
                if let Some((operator, direction)) = loosened(*operator) {
                    let new = Leaf::Compare { left: *left, operator, right: right.clone() };
                    self.leaf_to(Operator::ReplaceComparison, leaf, new, direction);
                }
            }
            Leaf::In { value, set } => self.among(leaf, *value, set),
            Leaf::Contains { value, option } => {
                if let Some(option) = other_option(self.model.options(*value), *option) {
                    let new = Leaf::Contains { value: *value, option };
                    self.leaf_to(Operator::SwapOption, leaf, new, Direction::Either);
                }
            }
            Leaf::Score { score, operator, bound } => self.score(leaf, *score, *operator, *bound),
            Leaf::AxisIn { axis, labels } => self.labels(leaf, *axis, *labels),
            Leaf::AxisHas { axis, label } => {
                let labels = self.model.axes.get(axis.index()).map_or(0, |axis| axis.labels.len());
                if labels > 1 {
                    let new = Leaf::AxisHas { axis: *axis, label: LabelId::at((label.index() + 1) % labels) };
                    self.leaf_to(Operator::SwapOption, leaf, new, Direction::Either);
                }
            }
            Leaf::InForce(period) => self.period(leaf, *period),
            Leaf::Known(
                Knowable::Value(_)
                | Knowable::Cue(_)
                | Knowable::Score(_)
                | Knowable::Axis(_)
                | Knowable::Raised(_)
                | Knowable::Text,
            )
            | Leaf::Holds(_)
            | Leaf::Cue(_)
            | Leaf::Outcome { .. } => {}
        }
    }

    fn compare(&mut self, left: ValueId, operator: Sign, value: &Value) {
        let leaf =
            |operator: Sign, value: Value| Leaf::Compare { left, operator, right: Operand::Literal(value) };
        let before = leaf(operator, value.clone());
        if let Value::Choice(option) = value {
            if let Some(option) = other_option(self.model.options(left), *option) {
                let new = leaf(operator, Value::Choice(option));
                self.leaf_to(Operator::SwapOption, &before, new, Direction::Either);
            }
            return;
        }
        for (other, moved, direction) in moves(operator, value, steps(left, self.model)) {
            let which = if other == operator { Operator::MoveThreshold } else { Operator::ReplaceComparison };
            self.leaf_to(which, &before, leaf(other, moved), direction);
        }
    }

    fn score(&mut self, before: &Leaf, score: ScoreId, operator: Sign, bound: Decimal) {
        let declared = self.model.scores.get(score.index());
        let is_whole =
            declared.into_iter().flat_map(|score| &score.parts).all(|part| part.points.is_integer());
        for (other, moved, direction) in
            moves(operator, &Value::Number(bound), is_whole && bound.is_integer())
        {
            let Value::Number(bound) = moved else { continue };
            let which = if other == operator { Operator::MoveThreshold } else { Operator::ReplaceComparison };
            self.leaf_to(which, before, Leaf::Score { score, operator: other, bound }, direction);
        }
    }

    fn among(&mut self, before: &Leaf, value: ValueId, set: &[Value]) {
        let leaf = |set: Vec<Value>| Leaf::In { value, set };
        if set.len() > 1 {
            for at in (0..set.len()).take(MOST_OF_A_SET) {
                let rest = set.iter().enumerate().filter(|(other, _)| *other != at);
                let rest = rest.map(|(_, member)| member.clone()).collect();
                self.leaf_to(Operator::NarrowSet, before, leaf(rest), Direction::Less);
            }
        }
        let options = (0..).zip(self.model.options(value)).map(|(option, _)| Value::Choice(option));
        let absent: Vec<Value> = options.filter(|option| !set.contains(option)).take(MOST_OF_A_SET).collect();
        for option in absent {
            let wider = set.iter().cloned().chain([option]).collect();
            self.leaf_to(Operator::WidenSet, before, leaf(wider), Direction::More);
        }
    }

    fn labels(&mut self, before: &Leaf, axis: AxisId, labels: LabelSet) {
        let Some(declared) = self.model.axes.get(axis.index()) else { return };
        let all: LabelSet = (0..declared.labels.len()).map(LabelId::at).collect();
        let mut changed = Vec::new();
        if labels.len() > 1 {
            let narrower = |out: LabelId| labels.iter().filter(|label| *label != out).collect::<LabelSet>();
            changed.extend(labels.iter().take(MOST_OF_A_SET).map(|out| (Operator::NarrowSet, narrower(out))));
        }
        let absent = all.iter().filter(|label| !labels.contains(*label));
        changed.extend(absent.take(MOST_OF_A_SET).map(|label| (Operator::WidenSet, labels.with(label))));
        for (operator, labels) in changed.into_iter().filter(|(_, labels)| *labels != all) {
            let direction = if operator == Operator::WidenSet { Direction::More } else { Direction::Less };
            self.leaf_to(operator, before, Leaf::AxisIn { axis, labels }, direction);
        }
    }

    /// A day sooner and a day later, at both ends.
    fn period(&mut self, before: &Leaf, period: Period) {
        let zone = &self.model.timezone;
        for days in [-1, 1] {
            let moved = |at: jiff::Timestamp| {
                at.to_zoned(zone.clone()).checked_add(Span::new().days(days)).ok().map(|at| at.timestamp())
            };
            let later = days > 0;
            if let Some(from) = period.from.and_then(moved) {
                let direction = if later { Direction::Less } else { Direction::More };
                let new = Leaf::InForce(Period { from: Some(from), ..period });
                self.leaf_to(Operator::ShiftDate, before, new, direction);
            }
            if let Some(until) = period.until.and_then(moved) {
                let direction = if later { Direction::More } else { Direction::Less };
                let new = Leaf::InForce(Period { until: Some(until), ..period });
                self.leaf_to(Operator::ShiftDate, before, new, direction);
            }
        }
    }

    fn leaf_to(&mut self, operator: Operator, before: &Leaf, new: Leaf, direction: Direction) {
        let (before, new) = (Condition::Leaf(before.clone()), Condition::Leaf(new));
        self.add(operator, &before, new, false, direction);
    }

    /// `part` becomes, or is dropped from, `new`.
    fn add(
        &mut self,
        operator: Operator,
        part: &Condition,
        new: Condition,
        dropped: bool,
        direction: Direction,
    ) {
        let before = self.text(part);
        let after = (!dropped).then(|| self.text(&new));
        self.push(operator, new, before, after, direction);
    }

    fn push(
        &mut self,
        operator: Operator,
        new: Condition,
        before: String,
        after: Option<String>,
        direction: Direction,
    ) {
        let direction = direction.under(self.negated);
        self.changes.push(Change { operator, path: self.path.clone(), new, before, after, direction });
    }

    fn text(&self, condition: &Condition) -> String {
        condition.display(self.model).to_string()
    }
}

/// A comparison with its limit in or out, and with the limit moved by one unit. Of whole numbers and days some are the same:
/// `< 5` is `<= 4`, so each meaning is there once.
fn moves(operator: Sign, value: &Value, is_whole: bool) -> Vec<(Sign, Value, Direction)> {
    let mut moves = Vec::new();
    if next(value, true).is_none() {
        return moves;
    }
    let loosened = loosened(operator);
    if let Some((other, direction)) = loosened {
        moves.push((other, value.clone(), direction));
    }
    for up in [false, true] {
        let direction = match operator {
            Sign::Less | Sign::LessOrEqual => {
                if up {
                    Direction::More
                } else {
                    Direction::Less
                }
            }
            Sign::Greater | Sign::GreaterOrEqual => {
                if up {
                    Direction::Less
                } else {
                    Direction::More
                }
            }
            Sign::Equal | Sign::NotEqual => Direction::Either,
        };
        let is_there = is_whole && loosened.is_some_and(|(_, loosened)| loosened == direction);
        if let Some(moved) = next(value, up).filter(|_| !is_there) {
            moves.push((operator, moved, direction));
        }
    }
    moves
}

/// The comparison with its limit in, or out.
const fn loosened(operator: Sign) -> Option<(Sign, Direction)> {
    match operator {
        Sign::Less => Some((Sign::LessOrEqual, Direction::More)),
        Sign::LessOrEqual => Some((Sign::Less, Direction::Less)),
        Sign::Greater => Some((Sign::GreaterOrEqual, Direction::More)),
        Sign::GreaterOrEqual => Some((Sign::Greater, Direction::Less)),
        Sign::Equal | Sign::NotEqual => None,
    }
}

/// Whether there is nothing between a value of it and the next one.
fn steps(value: ValueId, model: &Model) -> bool {
    is_whole(value, model) || model.kind(value) == Some(&FactType::Date)
}

/// Another option: the next one.
pub(super) fn other_option(options: &[Box<str>], option: u32) -> Option<u32> {
    let all = u32::try_from(options.len()).ok()?;
    (all > 1).then(|| (option + 1) % all)
}

/// Whether an axis is ordered.
pub(super) fn is_ordered(model: &Model, axis: AxisId) -> bool {
    model.axes.get(axis.index()).is_some_and(|axis| matches!(axis.order, Order::Ordered { .. }))
}
