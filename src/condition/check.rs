//! From names to indices: every name is looked up and every comparison checked, with every problem of the condition
//! reported at once.

use super::bands;
use super::expression::{At, Expression, Kind, Literal, Operand};
use super::literal::{Mismatch, described, is_ordered, kind_of, number, one_of, typed};
use super::names::{Named, Names};
use super::outcome::{self, Outcomes, UsedTerm};
use super::resolved::{self, Condition, Knowable, LabelSet, Leaf, Operator};
use crate::classify::{Axis, Band, Order};
use crate::diagnostic::{Code, Problem};
use crate::id::{AxisId, LabelId, ScoreId};
use crate::inquiry::{FactType, Value};
use crate::span::Place;
use std::fmt::Display;

/// The condition with its names looked up, and everything wrong with it. Without problems there is always a condition.
pub(crate) fn check(expression: &Expression, names: &Names<'_>) -> (Option<Condition>, Vec<Problem>) {
    checked(expression, names, None)
}

/// The same for what looks at a decision (an invariant, an expectation, a script behind the rules) and may ask what was decided
/// too.
pub(crate) fn check_outcome(
    expression: &Expression,
    names: &Names<'_>,
    outcomes: Outcomes<'_>,
) -> (Option<Condition>, Vec<Problem>) {
    checked(expression, names, Some(outcomes))
}

fn checked<'n>(
    expression: &'n Expression,
    names: &'n Names<'n>,
    outcomes: Option<Outcomes<'n>>,
) -> (Option<Condition>, Vec<Problem>) {
    let mut checker = Checker { names, outcomes, problems: Vec::new() };
    let condition = checker.condition(expression);
    (condition.filter(|_| checker.problems.is_empty()), checker.problems)
}

pub(super) struct Checker<'n> {
    names: &'n Names<'n>,
    /// What outcome terms may name, where there may be any.
    pub(super) outcomes: Option<Outcomes<'n>>,
    problems: Vec<Problem>,
}

/// A name in use: how it is written, where, and what it stands for.
#[derive(Clone, Copy)]
struct Used<'n> {
    name: &'n str,
    place: Place,
    named: Named<'n>,
}

/// One side of a comparison, looked up.
enum Side<'n> {
    Literal(&'n At<Operand>, &'n Literal),
    Used(Used<'n>),
    Term(UsedTerm<'n>),
}

impl<'n> Checker<'n> {
    pub(super) fn refuse<T>(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        self.problems.push(Problem::new(code, place, message).help(help));
        None
    }

    pub(super) fn mismatch<T>(&mut self, place: Place, mismatch: Mismatch) -> Option<T> {
        self.refuse(mismatch.code, place, mismatch.message, mismatch.help)
    }

    fn condition(&mut self, expression: &'n Expression) -> Option<Condition> {
        match &expression.kind {
            Kind::Constant(value) => Some(Condition::Constant(*value)),
            Kind::Not(inner) => Some(Condition::Not(Box::new(self.condition(inner)?))),
            Kind::All(parts) => self.conditions(parts).map(Condition::All),
            Kind::Any(parts) => self.conditions(parts).map(Condition::Any),
            Kind::Name(name) => self.bare(name, expression.place),
            Kind::Compare { left, operator, right } => self.compare(left, *operator, right, expression.place),
            Kind::In { left, set } => self.within(left, set),
            Kind::Has { set, option } => self.has(set, option),
            Kind::Known(left) => self.known(left),
            Kind::AtLeast { left, label } => self.at_least(left, label),
        }
    }

    /// All of them, so that the problems of each are found.
    fn conditions(&mut self, parts: &'n [Expression]) -> Option<Vec<Condition>> {
        let mut checked = Vec::with_capacity(parts.len());
        checked.extend(parts.iter().filter_map(|part| self.condition(part)));
        (checked.len() == parts.len()).then_some(checked)
    }

    fn bare(&mut self, name: &'n str, place: Place) -> Option<Condition> {
        let used = self.look_up(name, place, None)?;
        let help = match used.named {
            Named::Let(named) => return Some(Condition::Let(named)),
            Named::Cue(cue) => return leaf(Leaf::Cue(cue)),
            Named::Value(value, FactType::Bool) => return leaf(Leaf::Holds(value)),
            Named::Value(_, FactType::Choices(options)) => {
                format!(
                    "ask for an option: `has({name}, \"{}\")`",
                    options.first().map_or("x", |option| option)
                )
            }
            Named::Value(_, kind) => format!("compare it: `{name} {}`", example(kind)),
            Named::Score(..) => format!("compare it with a number: `{name} >= 1`"),
            Named::Axis(_, axis) => match axis.order {
                Order::Ordered { .. } => {
                    format!("compare it with a label: `{name} == \"{}\"`", last_label(axis))
                }
                Order::Unordered => format!("ask for a label: `has({name}, \"{}\")`", last_label(axis)),
            },
        };
        let message = format!("`{name}` is {} and alone neither true nor false", what(&used.named));
        self.refuse(Code::WrongType, place, message, help)
    }

    fn compare(
        &mut self,
        left: &'n At<Operand>,
        operator: Operator,
        right: &'n At<Operand>,
        place: Place,
    ) -> Option<Condition> {
        let (first, second) = (self.side(left, right), self.side(right, left));
        match (first?, second?) {
            (Side::Used(used), Side::Literal(at, literal)) => {
                self.with_literal(used, operator, at, literal, place)
            }
            (Side::Literal(at, literal), Side::Used(used)) => {
                self.with_literal(used, operator.flipped(), at, literal, place)
            }
            (Side::Used(left), Side::Used(right)) => self.with_name(left, operator, right, place),
            (Side::Term(term), Side::Literal(at, literal)) => {
                self.term_with_literal(&term, operator, at.place, literal, place)
            }
            (Side::Literal(at, literal), Side::Term(term)) => {
                self.term_with_literal(&term, operator.flipped(), at.place, literal, place)
            }
            (Side::Term(term), Side::Used(_) | Side::Term(_)) | (Side::Used(_), Side::Term(term)) => {
                self.term_with_name(&term)
            }
            // The readers refuse it; a tree can be made without them.
            (Side::Literal(..), Side::Literal(..)) => {
                let message = "both sides of this comparison are literals";
                self.refuse(Code::ConditionSyntax, place, message, "compare a fact, an axis or a score")
            }
        }
    }

    fn with_literal(
        &mut self,
        used: Used<'n>,
        operator: Operator,
        at: &'n At<Operand>,
        literal: &'n Literal,
        place: Place,
    ) -> Option<Condition> {
        match used.named {
            Named::Value(value, kind) => {
                self.ordered(used, operator, kind, place, literal)?;
                let right = match typed(used.name, kind, literal) {
                    Ok(right) => right,
                    Err(fault) => return self.mismatch(at.place, fault),
                };
                match right {
                    Value::Bool(wanted) if wanted == (operator == Operator::Equal) => {
                        leaf(Leaf::Holds(value))
                    }
                    Value::Bool(_) => Some(Condition::Not(Box::new(Condition::Leaf(Leaf::Holds(value))))),
                    right => leaf(Leaf::Compare {
                        left: value,
                        operator,
                        right: resolved::Operand::Literal(right),
                    }),
                }
            }
            Named::Score(score, bands) => self.with_bound(used, (score, bands), operator, at, literal),
            Named::Axis(axis, declared) => {
                self.with_label(used, (axis, declared), operator, at, literal, place)
            }
            Named::Let(_) | Named::Cue(_) => self.refuse_truth(used),
        }
    }

    fn with_bound(
        &mut self,
        used: Used<'n>,
        (score, bands): (ScoreId, &[Band]),
        operator: Operator,
        at: &At<Operand>,
        literal: &Literal,
    ) -> Option<Condition> {
        let Literal::Number(digits) = literal else {
            return self.mismatch(at.place, bands::refused(used.name, bands, operator, literal));
        };
        match number(digits) {
            Ok(bound) => leaf(Leaf::Score { score, operator, bound }),
            Err(fault) => self.mismatch(at.place, fault),
        }
    }

    fn with_label(
        &mut self,
        used: Used<'n>,
        (id, axis): (AxisId, &'n Axis),
        operator: Operator,
        at: &At<Operand>,
        literal: &Literal,
        place: Place,
    ) -> Option<Condition> {
        let label = self.label(used, axis, literal, at.place);
        let name = used.name;
        if axis.order == Order::Unordered {
            let help = match operator {
                Operator::NotEqual => format!("write `!has({name}, {literal})`"),
                _ => format!("write `has({name}, {literal})`"),
            };
            let message = format!("`{name}` holds any number of labels and cannot be compared with one");
            return self.refuse(Code::WrongType, place, message, help);
        }
        let all = || (0..axis.labels.len()).map(LabelId::at);
        let labels = match operator {
            Operator::Equal => LabelSet::EMPTY.with(label?),
            Operator::NotEqual => {
                let label = label?;
                all().filter(|other| *other != label).collect()
            }
            _ => {
                let label = label?;
                let labels: Vec<&str> = axis.labels.iter().map(|label| &*label.id).collect();
                let help = by_at_least(&axis.id, &labels, label.index(), operator);
                let message = format!("labels are not compared with `{}`", operator.as_str());
                return self.refuse(Code::WrongType, place, message, help);
            }
        };
        leaf(Leaf::AxisIn { axis: id, labels })
    }

    fn with_name(
        &mut self,
        left: Used<'n>,
        operator: Operator,
        right: Used<'n>,
        place: Place,
    ) -> Option<Condition> {
        let (Named::Value(first, kind), Named::Value(second, other)) = (left.named, right.named) else {
            let odd = if matches!(left.named, Named::Value(..)) { right } else { left };
            return match odd.named {
                Named::Axis(_, axis) => {
                    let message = format!("`{}` is an axis and is compared with its labels only", odd.name);
                    let help = format!("write `{} == \"{}\"`, say", odd.name, last_label(axis));
                    self.refuse(Code::WrongType, place, message, help)
                }
                Named::Score(..) => {
                    let message = format!("`{}` is a score and is compared with numbers only", odd.name);
                    self.refuse(Code::WrongType, place, message, format!("write `{} >= 1`, say", odd.name))
                }
                _ => self.refuse_truth(odd),
            };
        };
        let numeric = |kind: &FactType| matches!(kind, FactType::Integer | FactType::Decimal);
        if kind != other && !(numeric(kind) && numeric(other)) {
            let message = format!(
                "`{}` is {} and cannot be compared with `{}`, {}",
                left.name,
                described(kind),
                right.name,
                described(other)
            );
            let help = match (kind, other) {
                (FactType::Choice(_), FactType::Choice(_)) => {
                    "two choices compare only if they list the same options in the same order"
                }
                _ => "compare values of one type",
            };
            return self.refuse(Code::WrongType, place, message, help);
        }
        self.ordered(left, operator, kind, place, "\"x\"")?;
        leaf(Leaf::Compare { left: first, operator, right: resolved::Operand::Value(second) })
    }

    fn within(&mut self, left: &'n At<Operand>, set: &'n [At<Literal>]) -> Option<Condition> {
        let used = match self.side(left, left)? {
            Side::Used(used) => used,
            Side::Term(term) => return self.term_within(&term, set),
            Side::Literal(..) => {
                let message = "`in` looks for a fact among literals";
                return self.refuse(Code::ConditionSyntax, left.place, message, "name a fact or an axis");
            }
        };
        let name = used.name;
        let first = set.first().map_or_else(String::new, |literal| literal.to_string());
        match used.named {
            Named::Value(value, kind) if !matches!(kind, FactType::Bool | FactType::Choices(_)) => {
                let values: Vec<Option<Value>> = set
                    .iter()
                    .map(|literal| match typed(name, kind, &literal.value) {
                        Ok(value) => Some(value),
                        Err(fault) => self.mismatch(literal.place, fault),
                    })
                    .collect();
                let set: Option<Vec<Value>> = values.into_iter().collect();
                leaf(Leaf::In { value, set: set? })
            }
            Named::Axis(axis, declared) if declared.order != Order::Unordered => {
                let labels: Vec<Option<LabelId>> = set
                    .iter()
                    .map(|literal| self.label(used, declared, &literal.value, literal.place))
                    .collect();
                let labels: Option<LabelSet> = labels.into_iter().collect();
                leaf(Leaf::AxisIn { axis, labels: labels? })
            }
            Named::Value(_, FactType::Choices(_)) | Named::Axis(..) => {
                let message = format!("`{name}` is a set itself and is in no list");
                let help = format!("write `has({name}, {first})`, joined by `||` for several");
                self.refuse(Code::WrongType, left.place, message, help)
            }
            Named::Score(_, bands) => {
                let help = match set.first().map(|literal| &literal.value) {
                    Some(Literal::Text(text)) if !bands.is_empty() => match bands::find(name, bands, text) {
                        Ok(_) => format!("write `at_least({name}, {first})`, say"),
                        Err(unknown) => unknown.help,
                    },
                    Some(Literal::Number(_)) => format!("write `{name} >= {first}`, say"),
                    _ => format!("write `{name} >= 1`, say"),
                };
                self.refuse(
                    Code::WrongType,
                    left.place,
                    format!("`{name}` is a score and is in no list"),
                    help,
                )
            }
            Named::Value(..) | Named::Let(_) | Named::Cue(_) => self.refuse_truth(used),
        }
    }

    fn has(&mut self, set: &'n At<Box<str>>, option: &'n At<Box<str>>) -> Option<Condition> {
        let used = self.look_up(&set.value, set.place, None)?;
        let literal = Literal::Text(option.value.clone());
        let name = used.name;
        let help = match used.named {
            Named::Value(value, kind @ FactType::Choices(_)) => {
                return match typed(name, kind, &literal) {
                    Ok(Value::Choices(options)) => {
                        leaf(Leaf::Contains { value, option: options.first().copied().unwrap_or_default() })
                    }
                    Ok(_) => None,
                    Err(fault) => self.mismatch(option.place, fault),
                };
            }
            Named::Axis(id, axis) => {
                let label = self.label(used, axis, &literal, option.place);
                if axis.order == Order::Unordered {
                    return leaf(Leaf::AxisHas { axis: id, label: label? });
                }
                format!("write `{name} == {literal}` or `at_least({name}, {literal})`")
            }
            Named::Value(_, FactType::Choice(_) | FactType::Text) => format!("write `{name} == {literal}`"),
            _ => "`has` asks a fact of type `choices` or an unordered axis".into(),
        };
        let message = format!("`{name}` is {} and no set", what(&used.named));
        self.refuse(Code::WrongType, set.place, message, help)
    }

    fn known(&mut self, left: &'n At<Operand>) -> Option<Condition> {
        let used = match self.side(left, left)? {
            Side::Used(used) => used,
            Side::Term(term) => return self.term_known(&term),
            // The readers refuse it; a tree can be made without them.
            Side::Literal(..) => {
                let help = "name a fact, a cue, a score or an axis";
                return self.refuse(Code::ConditionSyntax, left.place, "a literal is always known", help);
            }
        };
        leaf(Leaf::Known(match used.named {
            Named::Value(value, _) => Knowable::Value(value),
            Named::Cue(cue) => Knowable::Cue(cue),
            Named::Score(score, _) => Knowable::Score(score),
            Named::Axis(axis, _) => Knowable::Axis(axis),
            Named::Let(_) => {
                let message = format!(
                    "`{}` is {}; `known` asks for facts, derived values, cues, scores and axes",
                    used.name,
                    what(&used.named)
                );
                let help = "ask for what it reads; a condition that cannot be decided is unknown by itself: restrictions then count, grants do not";
                return self.refuse(Code::WrongType, left.place, message, help);
            }
        }))
    }

    fn at_least(&mut self, left: &'n At<Operand>, label: &'n At<Box<str>>) -> Option<Condition> {
        let used = match self.side(left, left)? {
            Side::Used(used) => used,
            Side::Term(term) => return self.term_at_least(&term, label),
            Side::Literal(..) => {
                let message = "`at_least` takes an axis";
                return self.refuse(Code::ConditionSyntax, left.place, message, "name an ordered axis");
            }
        };
        let name = used.name;
        let (id, axis) = match used.named {
            Named::Axis(id, axis) => (id, axis),
            Named::Score(score, bands) => {
                return match bands::find(name, bands, &label.value) {
                    Ok(Band { from: bound, .. }) => {
                        leaf(Leaf::Score { score, operator: Operator::GreaterOrEqual, bound: *bound })
                    }
                    Err(fault) => self.mismatch(label.place, fault),
                };
            }
            named => {
                let message = format!("`{name}` is {}; `at_least` compares labels and bands", what(&named));
                let help = match named {
                    Named::Value(_, kind) if is_ordered(kind) => format!("write `{name} >= ..`"),
                    _ => "name an ordered axis".into(),
                };
                return self.refuse(Code::WrongType, left.place, message, help);
            }
        };
        let at = self.label(used, axis, &Literal::Text(label.value.clone()), label.place);
        if axis.order == Order::Unordered {
            let message = format!("the labels of `{name}` have no order");
            let help = format!("write `has({name}, {})`", Literal::Text(label.value.clone()));
            return self.refuse(Code::WrongType, left.place, message, help);
        }
        let from = at?.index();
        leaf(Leaf::AxisIn { axis: id, labels: (from..axis.labels.len()).map(LabelId::at).collect() })
    }

    /// Refuses `<` and the like where there is no order, and any comparison of sets. `other` is the literal compared with.
    fn ordered(
        &mut self,
        used: Used<'n>,
        operator: Operator,
        kind: &FactType,
        place: Place,
        other: impl Display,
    ) -> Option<()> {
        let name = used.name;
        if matches!(kind, FactType::Choices(_)) {
            let message = format!("`{name}` is a set of choices and cannot be compared as a whole");
            return self.refuse(
                Code::WrongType,
                place,
                message,
                format!("ask for one option: `has({name}, {other})`"),
            );
        }
        if is_ordered(kind) || matches!(operator, Operator::Equal | Operator::NotEqual) {
            return Some(());
        }
        let message = format!("`{name}` is {} and has no order", described(kind));
        let help = match kind {
            FactType::Bool => format!("write `{name}` or `!{name}` alone"),
            _ => "compare it with `==`, `!=` or `in`".into(),
        };
        self.refuse(Code::WrongType, place, message, help)
    }

    /// Refuses to compare what is true or false already.
    fn refuse_truth<T>(&mut self, used: Used<'n>) -> Option<T> {
        let name = used.name;
        let message = format!("`{name}` is {} and true or false by itself", what(&used.named));
        self.refuse(Code::WrongType, used.place, message, format!("write `{name}` or `!{name}`"))
    }

    fn label(&mut self, used: Used<'n>, axis: &Axis, literal: &Literal, place: Place) -> Option<LabelId> {
        let Literal::Text(text) = literal else {
            let message =
                format!("`{}` is an axis and cannot be compared with {}", used.name, kind_of(literal));
            let help = format!("compare it with a label in quotes, as `\"{}\"`", last_label(axis));
            return self.refuse(Code::WrongType, place, message, help);
        };
        axis.label(text).or_else(|| {
            let message = format!("`{}` has no label `{text}`", used.name);
            let help = one_of(text, axis.labels.iter().map(|label| &*label.id));
            self.refuse(Code::UnknownName, place, message, help)
        })
    }

    fn side(&mut self, operand: &'n At<Operand>, other: &'n At<Operand>) -> Option<Side<'n>> {
        match &operand.value {
            term if outcome::is_term(term) => self.term(term, operand.place).map(Side::Term),
            Operand::Literal(literal) => Some(Side::Literal(operand, literal)),
            Operand::Name(name) => self.look_up(name, operand.place, Some(other)).map(Side::Used),
            Operand::Holder { .. } | Operand::Ruling(_) | Operand::Raised(_) => None,
        }
    }

    fn look_up(&mut self, name: &'n str, place: Place, other: Option<&At<Operand>>) -> Option<Used<'n>> {
        let names = self.names;
        if let Some(named) = names.get(name) {
            return Some(Used { name, place, named });
        }
        if outcome::is_term_name(name) {
            return self.bare_term(name, place);
        }
        let kind = match name.split_once('.') {
            Some(("cue", _)) => "cue",
            Some(("score", _)) => "score",
            Some(("param", _)) => "parameter",
            _ => "fact, axis or named condition",
        };
        let mut problem = Problem::new(Code::UnknownName, place, format!("there is no {kind} `{name}`"));
        let help = other.and_then(|other| self.unquoted(name, other)).or_else(|| names.advice(name));
        if let Some(help) = help {
            problem = problem.help(help);
        }
        self.problems.push(problem.label("declared nowhere"));
        None
    }

    /// The advice for `channel == phone`.
    fn unquoted(&self, name: &str, other: &At<Operand>) -> Option<String> {
        let is_option = match &other.value {
            term if outcome::is_term(term) => outcome::is_label(term, name, self.outcomes?),
            Operand::Name(other) => self.is_option(name, other)?,
            _ => false,
        };
        is_option.then(|| format!("text stands in double quotes: `\"{name}\"`"))
    }

    /// Whether `name` is an option or label of what is called `of`.
    fn is_option(&self, name: &str, of: &str) -> Option<bool> {
        Some(match self.names.get(of)? {
            Named::Value(_, FactType::Choice(options)) => options.iter().any(|option| &**option == name),
            Named::Value(_, FactType::Text) => true,
            Named::Axis(_, axis) => axis.label(name).is_some(),
            _ => false,
        })
    }
}

fn leaf(leaf: Leaf) -> Option<Condition> {
    Some(Condition::Leaf(leaf))
}

/// What a name stands for, for sentences.
const fn what(named: &Named<'_>) -> &'static str {
    match named {
        Named::Value(_, kind) => described(kind),
        Named::Let(_) => "a named condition",
        Named::Cue(_) => "a cue",
        Named::Score(..) => "a score",
        Named::Axis(..) => "an axis",
    }
}

/// How a value of the type is compared.
fn example(kind: &FactType) -> String {
    match kind {
        FactType::Bool => "== true".into(),
        FactType::Integer | FactType::Decimal => ">= 1".into(),
        FactType::Choice(options) | FactType::Choices(options) => {
            format!("== {}", Literal::Text(options.first().cloned().unwrap_or_default()))
        }
        FactType::Text => "== \"x\"".into(),
        FactType::Date => ">= \"2026-12-01\"".into(),
        FactType::Timestamp => ">= \"2026-12-01T10:00:00+09:00\"".into(),
        FactType::Duration => ">= \"30m\"".into(),
    }
}

fn last_label(axis: &Axis) -> &str {
    axis.labels.last().map_or("x", |label| &label.id)
}

/// How `at_least` says what was meant by comparing `what` with one of its labels by `<`, `<=`, `>` or `>=`.
pub(super) fn by_at_least(what: impl Display, labels: &[&str], label: usize, operator: Operator) -> String {
    let (from, not) = match operator {
        Operator::GreaterOrEqual => (label, ""),
        Operator::Greater => (label + 1, ""),
        Operator::Less => (label, "!"),
        _ => (label + 1, "!"),
    };
    match labels.get(from).filter(|_| from > 0) {
        Some(label) => format!("write `{not}at_least({what}, {})`", Literal::Text((*label).into())),
        None => "compare with `at_least`; this one would always or never hold".into(),
    }
}
