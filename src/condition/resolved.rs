//! Conditions as they are evaluated: every name an index, every literal a value of the type it is compared with.

use super::outcome::Term;
use super::truth::Truth;
use crate::calendar::Period;
use crate::id::{AxisId, CueId, JudgmentId, LabelId, LetId, ScoreId, ValueId};
use crate::inquiry::Value;
use rust_decimal::Decimal;

/// A checked condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Condition {
    Constant(bool),
    Not(Box<Condition>),
    /// True when all are; true when there are none.
    All(Vec<Condition>),
    /// True when one is; false when there are none.
    Any(Vec<Condition>),
    /// A named condition of the rulebook.
    Let(LetId),
    Leaf(Leaf),
}

/// What a condition finally asks: one question about the inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Leaf {
    /// A bool fact by itself.
    Holds(ValueId),
    /// A fact or derived value against a literal or another one. Both sides have comparable types.
    Compare { left: ValueId, operator: Operator, right: Operand },
    /// A fact among literals of its type, in written order.
    In { value: ValueId, set: Vec<Value> },
    /// A `choices` fact contains an option.
    Contains { value: ValueId, option: u32 },
    /// Something is settled: true or unknown, never false.
    Known(Knowable),
    /// A cue hits.
    Cue(CueId),
    /// A score against a number.
    Score { score: ScoreId, operator: Operator, bound: Decimal },
    /// Every label still possible on an ordered axis is in the set (unknown if only some are).
    AxisIn { axis: AxisId, labels: LabelSet },
    /// An unordered axis carries the label.
    AxisHas { axis: AxisId, label: LabelId },
    /// What was decided is one of these labels. Only what looks at a decision asks it.
    Outcome { term: Term, labels: LabelSet },
    /// The inquiry's time lies in a period. No condition is written so: it stands for the `effective` of a rule.
    InForce(Period),
}

impl Leaf {
    /// The facts and derived values it reads.
    pub(crate) fn values(&self) -> impl Iterator<Item = ValueId> + use<> {
        let (first, second) = match self {
            Self::Holds(value)
            | Self::In { value, .. }
            | Self::Contains { value, .. }
            | Self::Known(Knowable::Value(value))
            | Self::Compare { left: value, right: Operand::Literal(_), .. } => (Some(*value), None),
            Self::Compare { left, right: Operand::Value(right), .. } => (Some(*left), Some(*right)),
            Self::Known(_)
            | Self::Cue(_)
            | Self::Score { .. }
            | Self::AxisIn { .. }
            | Self::AxisHas { .. }
            | Self::Outcome { .. }
            | Self::InForce(_) => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// The axis it reads.
    pub(crate) const fn axis(&self) -> Option<AxisId> {
        match self {
            Self::AxisIn { axis, .. } | Self::AxisHas { axis, .. } | Self::Known(Knowable::Axis(axis)) => {
                Some(*axis)
            }
            _ => None,
        }
    }

    /// The cue it reads.
    pub(crate) const fn cue(&self) -> Option<CueId> {
        match self {
            Self::Cue(cue) | Self::Known(Knowable::Cue(cue)) => Some(*cue),
            _ => None,
        }
    }

    /// The score it reads.
    pub(crate) const fn score(&self) -> Option<ScoreId> {
        match self {
            Self::Score { score, .. } | Self::Known(Knowable::Score(score)) => Some(*score),
            _ => None,
        }
    }
}

/// What `known(..)` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Knowable {
    /// A fact or derived value has a value.
    Value(ValueId),
    /// A cue certainly hits, or certainly does not.
    Cue(CueId),
    /// A score is one number.
    Score(ScoreId),
    /// Of an ordered axis one label is possible; of an unordered one no label is in doubt.
    Axis(AxisId),
    /// A judgment is certainly raised, or certainly not.
    Raised(JudgmentId),
    /// Everything the customer said is there. Only scripts ask it, as `known(inquiry.messages)`.
    Text,
}

/// The other side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Operand {
    Literal(Value),
    Value(ValueId),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// The sign used in conditions.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The same comparison with its sides changed over: `5 <= x` is `x >= 5`.
    pub(crate) const fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same @ (Self::Equal | Self::NotEqual) => same,
        }
    }

    /// The comparison that holds where this one does not.
    pub(crate) const fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::Greater => Self::LessOrEqual,
            Self::LessOrEqual => Self::Greater,
        }
    }

    /// Whether it holds for two values in this order.
    pub(crate) const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// A set of labels of one ordered axis, or of one outcome term, as bits; bit 0 is the least restrictive label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct LabelSet(u64);

/// The most labels an ordered axis may have: one bit of a [`LabelSet`] each.
pub(crate) const MAX_ORDERED_LABELS: usize = 64;

impl LabelSet {
    /// The empty set.
    pub(crate) const EMPTY: Self = Self(0);

    /// The set with `label` added.
    #[must_use]
    pub(crate) const fn with(self, label: LabelId) -> Self {
        Self(self.0 | 1_u64.wrapping_shl(label.0))
    }

    /// Whether `label` is in the set.
    pub(crate) const fn contains(self, label: LabelId) -> bool {
        self.0 & 1_u64.wrapping_shl(label.0) != 0
    }

    /// Whether every label of this set is in the other.
    pub(crate) const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the two sets share no label.
    pub(crate) const fn is_disjoint(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    /// Whether the set is empty.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether one of the labels of this set, it is not known which, is in the other: certain only if all agree.
    pub(crate) const fn is_in(self, other: Self) -> Truth {
        if self.is_subset(other) {
            Truth::True
        } else if self.is_disjoint(other) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// How many labels are in the set.
    pub(crate) const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The most restrictive label of the set.
    pub(crate) fn highest(self) -> Option<LabelId> {
        63_u32.checked_sub(self.0.leading_zeros()).map(LabelId)
    }

    /// The labels, least restrictive first.
    pub(crate) fn iter(self) -> impl Iterator<Item = LabelId> {
        (0..64).map(LabelId).filter(move |label| self.contains(*label))
    }
}

impl FromIterator<LabelId> for LabelSet {
    fn from_iter<I: IntoIterator<Item = LabelId>>(labels: I) -> Self {
        labels.into_iter().fold(Self::EMPTY, Self::with)
    }
}
