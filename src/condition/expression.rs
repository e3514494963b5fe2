//! Conditions as written: names are text, literals keep their digits, and every node knows its place in the source.
//! This is the tree that converts to text and to JSON without loss; [`check`](super::check) turns it into the resolved one.

use super::error::ConditionError;
use super::resolved::Operator;
use super::{parse, structured};
use crate::diagnostic::Problem;
use crate::span::Place;
use std::fmt;
use std::str::FromStr;

/// The deepest nesting of `!`, `&&` and `||` a condition may have.
pub(crate) const MAX_DEPTH: usize = 64;

/// The most nodes (comparisons, names, literals, operators) a condition may have.
pub(crate) const MAX_NODES: usize = 2_000;

/// A condition as written.
///
/// ```
/// use furiwake::condition::Expression;
///
/// let condition = Expression::parse(r#"nature != "complaint" && (order.amount<=3000 || cue.injury)"#)?;
/// assert_eq!(condition.to_string(), r#"nature != "complaint" && (order.amount <= 3000 || cue.injury)"#);
/// assert_eq!(Expression::from_json(&condition.to_json())?, condition);
/// # Ok::<(), furiwake::condition::ConditionError>(())
/// ```
///
/// It prints as text that parses to an equal condition. Two conditions are equal when they say the same in the same words,
/// wherever they stand and however they are spaced.
#[derive(Debug, Clone)]
pub struct Expression {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
}

/// What a node of a condition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Constant(bool),
    /// A name by itself: a bool fact, a named condition, `cue.x`.
    Name(Box<str>),
    Not(Box<Expression>),
    /// All of at least two.
    All(Vec<Expression>),
    /// Any of at least two.
    Any(Vec<Expression>),
    /// Not both sides are literals.
    Compare {
        left: At<Operand>,
        operator: Operator,
        right: At<Operand>,
    },
    /// A name or call among at least one literal.
    In {
        left: At<Operand>,
        set: Vec<At<Literal>>,
    },
    /// `has(set, "option")`
    Has {
        set: At<Box<str>>,
        option: At<Box<str>>,
    },
    /// `known(fact)`, `known(cue.x)`, `known(raised(judgment))`
    Known(At<Operand>),
    /// `at_least(axis, "label")`, `at_least(holder(judgment), "tier")`
    AtLeast {
        left: At<Operand>,
        label: At<Box<str>>,
    },
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operand {
    Literal(Literal),
    Name(Box<str>),
    /// `holder(judgment)`, `holder(judgment, "act")`
    Holder {
        judgment: Asked,
        act: Option<Asked>,
    },
    /// `ruling(judgment)`
    Ruling(Asked),
    /// `raised(judgment)`
    Raised(Asked),
}

/// What an outcome term asks about. It stands apart, since few conditions have one and all would be as large.
pub(crate) type Asked = Box<At<Box<str>>>;

/// A value as written; what it means depends on what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    Bool(bool),
    /// Digits as written: `-0.50` stays `-0.50`.
    Number(Box<str>),
    /// Without its quotes and escapes.
    Text(Box<str>),
}

/// Something with its place. Equality looks at the value alone.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl Expression {
    /// Reads a condition in its text form.
    ///
    /// # Errors
    ///
    /// The first thing that is no condition, with its place and what to write instead. Names and types are not looked at;
    /// a rulebook checks those when it is loaded.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        parse::parse(text).map_err(ConditionError::from)
    }

    /// Reads a condition in its JSON form, such as `{"fact": "order.amount", "op": "<=", "value": 3000}`.
    ///
    /// # Errors
    ///
    /// The first thing that is no condition, with its place and what to write instead.
    pub fn from_json(json: &str) -> Result<Self, ConditionError> {
        structured::from_json(json).map_err(ConditionError::from)
    }

    /// The condition in its JSON form, on one line. Numbers keep their digits.
    pub fn to_json(&self) -> String {
        structured::to_json(self)
    }

    /// Every name it reads and where, from left to right: facts, values, axes, named conditions, `cue.x`, `score.x`, `param.x`.
    pub(crate) fn names(&self) -> Vec<(&str, Place)> {
        let mut names = Vec::new();
        self.each_name(&mut |name, place| names.push((name, place)));
        names
    }

    /// Why it is too large or too deep to work on, if it is.
    pub(crate) fn excess(&self) -> Option<Problem> {
        parse::within_limits(self).err().map(Problem::from)
    }

    /// The condition that `text` is. A text that is none is kept as the name that nothing can have: it prints as it is, and
    /// whoever reads that says what is wrong with it.
    pub(crate) fn kept(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|_| Self { kind: Kind::Name(text.into()), place: Place::default() })
    }

    /// How deep the tree is; a leaf is 1 deep.
    pub(crate) fn depth(&self) -> usize {
        match &self.kind {
            Kind::Not(inner) => 1 + inner.depth(),
            Kind::All(parts) | Kind::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            _ => 1,
        }
    }

    /// How many nodes the tree has, operands and literals included.
    pub(crate) fn nodes(&self) -> usize {
        match &self.kind {
            Kind::Constant(_) | Kind::Name(_) => 1,
            Kind::Not(inner) => 1 + inner.nodes(),
            Kind::All(parts) | Kind::Any(parts) => 1 + parts.iter().map(Self::nodes).sum::<usize>(),
            Kind::Compare { .. } | Kind::Has { .. } | Kind::AtLeast { .. } => 3,
            Kind::In { set, .. } => 2 + set.len(),
            Kind::Known(_) => 2,
        }
    }

    /// Calls `visit` for every name in it and its place, from left to right. The judgments that outcome terms ask about are
    /// not among them: they share no namespace with facts.
    pub(crate) fn each_name<'e>(&'e self, visit: &mut impl FnMut(&'e str, Place)) {
        let operand = |side: &'e At<Operand>, visit: &mut dyn FnMut(&'e str, Place)| {
            if let Operand::Name(name) = &side.value {
                visit(name, side.place);
            }
        };
        match &self.kind {
            Kind::Constant(_) => {}
            Kind::Name(name) => visit(name, self.place),
            Kind::Not(inner) => inner.each_name(visit),
            Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|part| part.each_name(visit)),
            Kind::Compare { left, right, .. } => {
                operand(left, visit);
                operand(right, visit);
            }
            Kind::In { left, .. } | Kind::AtLeast { left, .. } | Kind::Known(left) => operand(left, visit),
            Kind::Has { set, .. } => visit(&set.value, set.place),
        }
    }

    /// The same tree with every place mapped by `to`.
    #[must_use]
    pub(crate) fn placed(mut self, to: &dyn Fn(Place) -> Place) -> Self {
        self.map_places(to);
        self
    }

    fn map_places(&mut self, to: &dyn Fn(Place) -> Place) {
        self.place = to(self.place);
        match &mut self.kind {
            Kind::Constant(_) | Kind::Name(_) => {}
            Kind::Not(inner) => inner.map_places(to),
            Kind::All(parts) | Kind::Any(parts) => parts.iter_mut().for_each(|part| part.map_places(to)),
            Kind::Compare { left, operator: _, right } => {
                place_operand(left, to);
                place_operand(right, to);
            }
            Kind::In { left, set } => {
                place_operand(left, to);
                set.iter_mut().for_each(|literal| literal.place = to(literal.place));
            }
            Kind::Has { set, option } => {
                set.place = to(set.place);
                option.place = to(option.place);
            }
            Kind::Known(left) => place_operand(left, to),
            Kind::AtLeast { left, label } => {
                place_operand(left, to);
                label.place = to(label.place);
            }
        }
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Expression {}

impl FromStr for Expression {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        Self::parse(text)
    }
}

impl Operand {
    /// Whether it is a literal.
    pub(crate) const fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

impl<T> At<T> {
    /// `value`, which stands at `place`.
    pub(crate) const fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

fn place_operand(operand: &mut At<Operand>, to: &dyn Fn(Place) -> Place) {
    operand.place = to(operand.place);
    match &mut operand.value {
        Operand::Holder { judgment, act } => {
            judgment.place = to(judgment.place);
            act.iter_mut().for_each(|act| act.place = to(act.place));
        }
        Operand::Ruling(judgment) | Operand::Raised(judgment) => judgment.place = to(judgment.place),
        Operand::Literal(_) | Operand::Name(_) => {}
    }
}
