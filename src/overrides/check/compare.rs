//! Questions: comparisons, sets and the functions of the condition language, checked against the rulebook.

use super::lifted::{Lifted, Taint};
use super::value::{Type, Value};
use super::{Checker, Question};
use crate::condition::{At, Condition, Expression, Kind, Literal, Operator, Side, check, check_outcome};
use crate::diagnostic::{Code, Problem};
use crate::overrides::program::Asked;
use crate::overrides::script::Stage;
use rhai::{Expr, Position};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Checker<'_> {
    /// `one operator other`: a question of the condition language where both sides are names or literals; otherwise a comparison of two
    /// values, and `true` beside it.
    pub(super) fn comparison(
        &mut self,
        expression: &mut Expr,
        (left, right): (&mut Expr, &mut Expr),
        (mut one, operator, mut other): (Value, Operator, Value),
        position: Position,
    ) -> (Value, bool) {
        if let (Some(first), Some(second)) = (&one.side, &other.side)
            && !(first.is_literal() && second.is_literal())
        {
            let value = match (first, second) {
                (Side::Name(name), Side::Literal(bound)) if &**name == "inquiry.at" => {
                    self.time(expression, operator, bound, position)
                }
                (Side::Literal(bound), Side::Name(name)) if &**name == "inquiry.at" => {
                    self.time(expression, operator.flipped(), bound, position)
                }
                (Side::Name(name), _) | (_, Side::Name(name)) if &**name == "inquiry.at" => {
                    self.no_time(position)
                }
                (first, second) => {
                    let left = At::new(first.clone(), self.place_of_side(first, one.position));
                    let right = At::new(second.clone(), self.place_of_side(second, other.position));
                    self.ask(expression, Kind::Compare { left, operator, right }, position)
                }
            };
            return (value, false);
        }
        self.forced(left, &mut one);
        self.forced(right, &mut other);
        let comparable = match (one.kind, other.kind) {
            (Type::Wrong, _) | (_, Type::Wrong) => true,
            (one, other) if one.is_number() && other.is_number() => true,
            (one, other) => {
                let is_like = one == other && one == Type::Bool || one.is_text() && other.is_text();
                is_like && matches!(operator, Operator::Equal | Operator::NotEqual)
            }
        };
        if !comparable {
            let (sign, one, other) = (operator.as_str(), one.kind.as_str(), other.kind.as_str());
            let message = format!("`{sign}` does not go with {one} and {other}");
            self.refuse(Code::WrongType, position, message, "compare values of one type");
        }
        (Value::computed(Type::Bool, one.taint.and(other.taint), position), true)
    }

    /// `value in [literals..]`
    pub(super) fn within(
        &mut self,
        expression: &mut Expr,
        value: &mut Expr,
        set: &mut Expr,
        position: Position,
    ) -> Value {
        let mut one = self.expression(value);
        let Expr::Array(members, _) = set else { return Value::wrong(position) };
        let mut literals = Vec::new();
        for member in members.iter_mut() {
            let checked = self.expression(member);
            match checked.side {
                Some(Side::Literal(literal)) => literals.push((literal, checked.kind, checked.position)),
                _ => {
                    let message = "a list behind `in` holds literals only";
                    self.refuse(Code::WrongType, checked.position, message, "compare with each by `==`");
                    return Value::wrong(position);
                }
            }
        }
        match one.side.clone() {
            Some(side) if !side.is_literal() => {
                let set = literals
                    .into_iter()
                    .map(|(literal, _, position)| At::new(literal, self.place(position)))
                    .collect();
                let place = self.place_of_side(&side, one.position);
                let kind = Kind::In { left: At::new(side, place), set };
                self.ask(expression, kind, position)
            }
            _ => {
                self.forced(value, &mut one);
                let odd = literals.iter().find(|(_, kind, _)| *kind != one.kind);
                if let Some((_, kind, at)) = odd
                    && one.kind != Type::Wrong
                {
                    let message =
                        format!("{} is looked for in a list with {}", one.kind.as_str(), kind.as_str());
                    self.refuse(Code::WrongType, *at, message, "compare values of one type");
                }
                let arguments = vec![std::mem::take(set), std::mem::take(value)];
                *expression = self.calls.call("is_in", arguments, position);
                Value::computed(Type::Bool, one.taint, position)
            }
        }
    }

    /// A call of a function that is none of a text or list.
    pub(super) fn function(
        &mut self,
        expression: &mut Expr,
        name: &str,
        arguments: &mut [Expr],
        position: Position,
    ) -> Value {
        match (name, &mut *arguments) {
            ("known", [subject]) => self.known(expression, &subject.clone(), position),
            ("has", [set, option]) => {
                let (Some(set), Some(option)) = (self.name_in(set), self.text_in(option)) else {
                    return self.misused("has(set, \"option\")", position);
                };
                self.ask(expression, Kind::Has { set, option }, position)
            }
            ("at_least", [left, label]) => {
                let value = self.expression(left);
                let (Some(side), Some(label)) = (value.side, self.text_in(label)) else {
                    return self.misused("at_least(axis, \"label\")", position);
                };
                let place = self.place_of_side(&side, value.position);
                self.ask(expression, Kind::AtLeast { left: At::new(side, place), label }, position)
            }
            ("holder" | "ruling" | "raised", [judgment, act @ ..]) if act.len() < 2 => {
                let act = act.first().map(|act| self.text_in(act));
                match (self.name_in(judgment), act) {
                    (Some(judgment), None) => self.outcome(name, judgment, None, position),
                    (Some(judgment), Some(Some(act))) => self.outcome(name, judgment, Some(act), position),
                    _ => self.misused(&format!("{name}(judgment)"), position),
                }
            }
            _ => {
                let known = ["known", "has", "at_least", "holder", "ruling", "raised"];
                let help = match super::propose::FORMS.iter().find(|(form, _)| *form == name) {
                    Some((_, form)) => format!("a proposal is written `propose.{name}({form}, \"why\")`"),
                    None => crate::condition::one_of(name, known.into_iter()),
                };
                self.refuse(Code::UnknownName, position, format!("there is no function `{name}`"), help);
                Value::wrong(position)
            }
        }
    }

    /// `holder(judgment)` and the like: something decided, for a comparison.
    pub(super) fn outcome(
        &mut self,
        name: &str,
        judgment: At<Box<str>>,
        act: Option<At<Box<str>>>,
        position: Position,
    ) -> Value {
        let judgment = Box::new(judgment);
        let side = match (name, act.map(Box::new)) {
            ("holder", act) => Side::Holder { judgment, act },
            ("ruling", None) => Side::Ruling(judgment),
            ("raised", None) => Side::Raised(judgment),
            _ => return self.misused(&format!("{name}(judgment)"), position),
        };
        let taint = Taint { decided: true, ..Taint::default() };
        let kind = if name == "raised" { Type::Bool } else { Type::Comparable };
        Value { side: Some(side), is_name: true, ..Value::computed(kind, taint, position) }
    }

    fn misused(&mut self, shape: &str, position: Position) -> Value {
        let message = "this call does not have the form it needs";
        self.refuse(Code::ScriptSyntax, position, message, format!("write `{shape}`"));
        Value::wrong(position)
    }

    /// A name, or a literal text in its place.
    fn name_in(&mut self, expression: &Expr) -> Option<At<Box<str>>> {
        let place = self.place(expression.start_position());
        match expression {
            Expr::StringConstant(text, _) => Some(At::new(text.as_str().into(), place)),
            other => super::chain::dotted(other).map(|name| At::new(name.into(), place)),
        }
    }

    /// A literal text.
    pub(super) fn text_in(&mut self, expression: &Expr) -> Option<At<Box<str>>> {
        let place = self.place(expression.position());
        match expression {
            Expr::StringConstant(text, _) => Some(At::new(text.as_str().into(), place)),
            Expr::Variable(variable, ..) => match &self.variable(&variable.1)?.side {
                Some(Side::Literal(Literal::Text(text))) => Some(At::new(text.clone(), place)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Checks a question of the condition language and puts its number in the place of the expression.
    pub(super) fn ask(&mut self, expression: &mut Expr, kind: Kind, position: Position) -> Value {
        let place = match &kind {
            Kind::Name(name) => self.place_of(name, position),
            _ => self.place(position),
        };
        let written = Expression { kind, place };
        let (condition, problems) = match self.stage {
            Stage::Classified => check(&written, self.vocabulary.names),
            Stage::Decided => check_outcome(&written, self.vocabulary.names, self.vocabulary.outcomes),
        };
        let is_wrong = condition.is_none();
        self.report(problems);
        if !is_wrong {
            self.may_be_read(&written);
        }
        let Some(condition) = condition else { return Value::wrong(position) };
        self.put(expression, condition, Some(written), position)
    }

    /// The number of a question in the place of the expression.
    pub(super) fn put(
        &mut self,
        expression: &mut Expr,
        condition: Condition,
        written: Option<Expression>,
        position: Position,
    ) -> Value {
        let names = written.iter().flat_map(Expression::names).map(|(name, _)| name.into()).collect();
        let (line, column) = (line(position), column(position));
        let question = Question { number: self.asked.len(), condition: condition.clone(), written };
        if !question.asks_known() {
            self.may_stop(Some(question.condition.clone()), position);
        }
        self.asked.push(Asked { condition, names, line, column });
        let lifted = Lifted::Question(Arc::new(question));
        self.test(expression, &lifted, position);
        Value::truth(lifted, position)
    }

    /// What is lifted as one test in the place of the expression, if all of it is.
    pub(super) fn test(&mut self, expression: &mut Expr, lifted: &Lifted, position: Position) {
        if let Some(test) = lifted.test() {
            *expression = self.calls.numbered("holds", self.tests.len(), position);
            self.tests.push(test);
        }
    }

    /// Reports names that may not be read at this stage, and readings of what may be missing that nothing guards.
    pub(super) fn may_be_read(&mut self, written: &Expression) {
        for (name, place) in written.names() {
            if self.stage == Stage::Classified && self.reads_labels(name, &mut Vec::new()) {
                let message =
                    format!("`{name}` rests on labels, which are not there yet when `classified` runs");
                self.problems.push(
                    Problem::new(Code::OutOfReach, place, message)
                        .help("ask for facts, cues and scores, or move this to `decided`"),
                );
            }
            if !matches!(written.kind, Kind::Known(_)) {
                self.guarded(name, place);
            }
        }
    }

    fn reads_labels(&self, name: &str, seen: &mut Vec<Box<str>>) -> bool {
        if self.vocabulary.names.axes.iter().any(|axis| &*axis.id == name) {
            return true;
        }
        let Some(named) = self.vocabulary.lets.get(name) else { return false };
        if seen.iter().any(|before| &**before == name) {
            return false;
        }
        seen.push(name.into());
        named.names().iter().any(|(name, _)| self.reads_labels(name, seen))
    }

    /// Warns of a reading of what may be missing where `known` does not guard it.
    pub(super) fn guarded(&mut self, name: &str, place: crate::span::Place) {
        let mut read = BTreeSet::new();
        self.values_behind(name, &mut read, &mut Vec::new());
        for value in read {
            self.guarded_value(name, &value, place);
        }
    }

    /// The name itself, or the names that a named condition reads.
    fn values_behind(&self, name: &str, read: &mut BTreeSet<Box<str>>, seen: &mut Vec<Box<str>>) {
        let Some(named) = self.vocabulary.lets.get(name) else {
            read.insert(name.into());
            return;
        };
        if !seen.iter().any(|before| &**before == name) {
            seen.push(name.into());
            named.names().iter().for_each(|(name, _)| self.values_behind(name, read, seen));
        }
    }

    fn guarded_value(&mut self, asked: &str, name: &str, place: crate::span::Place) {
        if !self.vocabulary.may_be_missing(name) || self.known.iter().any(|known| &**known == name) {
            return;
        }
        let message = if asked == name {
            format!("`{name}` may be missing, and reading it then ends the script")
        } else {
            format!("`{asked}` rests on `{name}`, which may be missing, and asking it then ends the script")
        };
        let help = format!(
            "ask first: `known({name}) && ..` for what grants, `!known({name}) || ..` for what restricts"
        );
        self.problems.push(Problem::new(Code::UnguardedReading, place, message).help(help));
        // Said once: behind this reading it is known.
        self.known.push(name.into());
    }
}

/// From 1; the parser counts that way too.
pub(super) fn line(position: Position) -> u32 {
    position.line().and_then(|line| u32::try_from(line).ok()).unwrap_or(1)
}

/// From 1.
pub(super) fn column(position: Position) -> u32 {
    position.position().and_then(|column| u32::try_from(column).ok()).unwrap_or(1)
}
