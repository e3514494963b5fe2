//! Three-valued evaluation of conditions: the one function by which rules are decided and explained.

use super::{Condition, Decided, Knowable, Leaf, Operand, Operator, Truth};
use crate::classify::{AxisState, Interval};
use crate::id::{AxisId, LetId, ScoreId, ValueAt, ValueId};
use crate::inquiry::{Missing, Slot, Value};
use crate::rulebook::Let;
use crate::text::CueScan;
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::cell::Cell;
use std::cmp::Ordering;

/// Everything conditions can ask about one inquiry. It fills up stage by stage; an axis is there before any rule that
/// reads it is evaluated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Situation {
    /// The inquiry's time.
    pub(crate) time: Option<Timestamp>,
    /// By [`ValueId`]: declared facts.
    pub(crate) facts: Vec<Slot>,
    /// By [`ValueId`]: derived values.
    pub(crate) derived: Vec<Slot>,
    pub(crate) cues: CueScan,
    /// By [`ScoreId`].
    pub(crate) scores: Vec<Interval>,
    /// By [`AxisId`].
    pub(crate) axes: Vec<AxisState>,
    /// By [`LetId`]: each named condition is evaluated once. Whoever reads it first is evaluated after all axes it reads.
    pub(crate) lets: Vec<Cell<Option<Truth>>>,
    /// What was decided; there only behind the joins, for the scripts, invariants and expectations that ask.
    pub(crate) decided: Option<Decided>,
}

impl Situation {
    /// The value of a fact or derived value.
    pub(crate) fn value(&self, value: ValueId) -> Result<&Value, Missing> {
        let slot = match value.position() {
            ValueAt::Fact(at) => self.facts.get(at),
            ValueAt::Derived(at) => self.derived.get(at),
        };
        slot.map_or(Err(Missing::Absent), |slot| slot.as_ref().map_err(|cause| *cause))
    }

    /// What is known of a score.
    pub(crate) fn score(&self, score: ScoreId) -> Interval {
        self.scores.get(score.index()).copied().unwrap_or_default()
    }

    /// What is known of an axis; `None` before its stage.
    pub(crate) fn axis(&self, axis: AxisId) -> Option<&AxisState> {
        self.axes.get(axis.index())
    }
}

impl Condition {
    /// Whether the condition holds in `situation`. `lets` are the rulebook's named conditions.
    pub(crate) fn evaluate(&self, situation: &Situation, lets: &[Let]) -> Truth {
        match self {
            Self::Constant(holds) => Truth::from(*holds),
            Self::Not(inner) => inner.evaluate(situation, lets).not(),
            Self::All(parts) => fold(parts, Truth::True, Truth::False, Truth::and, situation, lets),
            Self::Any(parts) => fold(parts, Truth::False, Truth::True, Truth::or, situation, lets),
            Self::Let(id) => named(*id, situation, lets),
            Self::Leaf(leaf) => leaf.evaluate(situation),
        }
    }
}

fn fold(
    parts: &[Condition],
    neutral: Truth,
    settled: Truth,
    join: fn(Truth, Truth) -> Truth,
    situation: &Situation,
    lets: &[Let],
) -> Truth {
    let mut result = neutral;
    for part in parts {
        result = join(result, part.evaluate(situation, lets));
        if result == settled {
            break;
        }
    }
    result
}

fn named(id: LetId, situation: &Situation, lets: &[Let]) -> Truth {
    let memory = situation.lets.get(id.index());
    if let Some(truth) = memory.and_then(Cell::get) {
        return truth;
    }
    let truth =
        lets.get(id.index()).map_or(Truth::Unknown, |named| named.condition.evaluate(situation, lets));
    if let Some(memory) = memory {
        memory.set(Some(truth));
    }
    truth
}

impl Leaf {
    /// Whether the leaf holds in `situation`.
    pub(crate) fn evaluate(&self, situation: &Situation) -> Truth {
        match self {
            Self::Holds(value) => match situation.value(*value) {
                Ok(Value::Bool(holds)) => Truth::from(*holds),
                Ok(_) | Err(_) => Truth::Unknown,
            },
            Self::Compare { left, operator, right } => {
                let right = match right {
                    Operand::Literal(literal) => Ok(literal),
                    Operand::Value(value) => situation.value(*value),
                };
                match (situation.value(*left), right) {
                    (Ok(left), Ok(right)) => compare(left, *operator, right),
                    _ => Truth::Unknown,
                }
            }
            Self::In { value, set } => match situation.value(*value) {
                Ok(value) => set
                    .iter()
                    .map(|member| compare(value, Operator::Equal, member))
                    .fold(Truth::False, Truth::or),
                Err(_) => Truth::Unknown,
            },
            Self::Contains { value, option } => match situation.value(*value) {
                Ok(Value::Choices(options)) => Truth::from(options.binary_search(option).is_ok()),
                Ok(_) | Err(_) => Truth::Unknown,
            },
            // Never false: what is missing now may be known later.
            Self::Known(what) => {
                if what.is_known(situation) {
                    Truth::True
                } else {
                    Truth::Unknown
                }
            }
            Self::Cue(cue) => situation.cues.truth(*cue),
            Self::Score { score, operator, bound } => {
                compare_interval(situation.score(*score), *operator, *bound)
            }
            Self::AxisIn { axis, labels } => {
                situation.axis(*axis).map_or(Truth::Unknown, |state| state.is_in(*labels))
            }
            Self::AxisHas { axis, label } => {
                situation.axis(*axis).map_or(Truth::Unknown, |state| state.has(*label))
            }
            Self::Outcome { term, labels } => {
                let possible = situation.decided.as_ref().and_then(|decided| decided.possible(*term));
                possible.map_or(Truth::Unknown, |possible| possible.is_in(*labels))
            }
            Self::InForce(period) if period.is_empty() => Truth::False,
            Self::InForce(period) => {
                situation.time.map_or(Truth::Unknown, |time| Truth::from(period.contains(time)))
            }
        }
    }
}

impl Knowable {
    fn is_known(self, situation: &Situation) -> bool {
        match self {
            Self::Value(value) => situation.value(value).is_ok(),
            Self::Cue(cue) => situation.cues.truth(cue) != Truth::Unknown,
            Self::Score(score) => situation.score(score).is_settled(),
            Self::Axis(axis) => situation.axis(axis).is_some_and(AxisState::is_settled),
            Self::Text => situation.cues.is_complete(),
            Self::Raised(judgment) => {
                let decided = situation.decided.as_ref();
                decided.is_some_and(|decided| decided.raised(judgment) != Truth::Unknown)
            }
        }
    }
}

/// Compares two known values. Loading has checked that their types can be compared; should they differ all the same,
/// nothing is claimed.
fn compare(left: &Value, operator: Operator, right: &Value) -> Truth {
    order(left, right).map_or(Truth::Unknown, |order| Truth::from(operator.holds(order)))
}

/// The order of two values of one type; of different ones there is none.
pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Choice(left), Value::Choice(right)) => Some(left.cmp(right)),
        (Value::Choices(left), Value::Choices(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Timestamp(left), Value::Timestamp(right)) => Some(left.cmp(right)),
        (Value::Duration(left), Value::Duration(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Compares every number of the interval with `bound`: unknown where they disagree.
fn compare_interval(interval: Interval, operator: Operator, bound: Decimal) -> Truth {
    let Interval { low, high } = interval;
    let (always, never) = match operator {
        Operator::Equal => (low == bound && high == bound, bound < low || high < bound),
        Operator::NotEqual => (bound < low || high < bound, low == bound && high == bound),
        Operator::Less => (high < bound, low >= bound),
        Operator::LessOrEqual => (high <= bound, low > bound),
        Operator::Greater => (low > bound, high <= bound),
        Operator::GreaterOrEqual => (low >= bound, high < bound),
    };
    match (always, never) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    }
}
