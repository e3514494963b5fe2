//! Names with dots, and what is asked of a value behind them: `order.amount`, `inquiry.messages[0].text.contains("x")`.

use super::Checker;
use super::compare::{column, line};
use super::lifted::Taint;
use super::value::{Type, Value, Variable};
use crate::calendar::{Period, end_of_day, start_of_day};
use crate::condition::{At, Condition, Expression, Kind, Knowable, Leaf, Literal, Operator, Side};
use crate::diagnostic::{Code, Problem};
use crate::inquiry::{FactType, parse_date, parse_instant};
use crate::overrides::program::{Read, Reading};
use crate::overrides::script::Stage;
use jiff::SignedDuration;
use rhai::{Expr, FnCallExpr, Position};

/// One step behind a value.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Property(Box<str>, Position),
    Method(FnCallExpr, Position),
    Index(Expr, Position),
}

impl Step {
    const fn position(&self) -> Position {
        match self {
            Self::Property(_, position) | Self::Method(_, position) | Self::Index(_, position) => *position,
        }
    }
}

/// A value and the steps behind it, if the expression is a chain of them.
pub(super) fn steps(expression: &Expr) -> (Expr, Vec<Step>) {
    let mut steps = Vec::new();
    let first = match expression {
        Expr::Dot(sides, ..) => {
            rest(&sides.rhs, &mut steps);
            sides.lhs.clone()
        }
        Expr::Index(sides, _, position) => {
            behind(&sides.rhs, *position, &mut steps);
            sides.lhs.clone()
        }
        other => other.clone(),
    };
    (first, steps)
}

/// What stands behind a dot.
fn rest(expression: &Expr, steps: &mut Vec<Step>) {
    match expression {
        Expr::Property(property, position) => {
            steps.push(Step::Property(property.2.as_str().into(), *position));
        }
        Expr::MethodCall(call, position) => steps.push(Step::Method((**call).clone(), *position)),
        Expr::Dot(sides, ..) => {
            rest(&sides.lhs, steps);
            rest(&sides.rhs, steps);
        }
        Expr::Index(sides, _, position) => {
            rest(&sides.lhs, steps);
            behind(&sides.rhs, *position, steps);
        }
        // Nothing else stands there; what does is refused as a step nobody knows.
        other => steps.push(Step::Index(other.clone(), other.position())),
    }
}

/// What stands in brackets, and behind them.
fn behind(expression: &Expr, position: Position, steps: &mut Vec<Step>) {
    match expression {
        Expr::Dot(sides, ..) => {
            steps.push(Step::Index(sides.lhs.clone(), position));
            rest(&sides.rhs, steps);
        }
        Expr::Index(sides, _, next) => {
            steps.push(Step::Index(sides.lhs.clone(), position));
            behind(&sides.rhs, *next, steps);
        }
        index => steps.push(Step::Index(index.clone(), position)),
    }
}

/// A name with dots, if the expression is nothing else.
pub(super) fn dotted(expression: &Expr) -> Option<String> {
    let (first, steps) = steps(expression);
    let Expr::Variable(variable, ..) = first else { return None };
    let mut name = variable.1.to_string();
    for step in steps {
        let Step::Property(property, _) = step else { return None };
        name.push('.');
        name.push_str(&property);
    }
    Some(name)
}

impl Checker<'_> {
    pub(super) fn variable(&self, name: &str) -> Option<&Value> {
        let variable: &Variable = self.variables.iter().rev().find(|variable| *variable.name == *name)?;
        Some(&variable.value)
    }

    /// A name, a variable, or steps behind either.
    pub(super) fn chain(&mut self, expression: &mut Expr) -> Value {
        let position = expression.start_position();
        let (mut first, steps) = steps(expression);
        let name = match &first {
            Expr::Variable(variable, ..) => variable.1.to_string(),
            _ => {
                let value = self.read(&mut first);
                return self.followed(expression, first, value, &steps);
            }
        };
        if let Some(value) = self.variable(&name) {
            let value = Value { position, is_name: false, ..value.clone() };
            return if steps.is_empty() { value } else { self.followed(expression, first, value, &steps) };
        }
        match name.as_str() {
            "inquiry" => self.of_inquiry(expression, &steps, position),
            "decision" => self.of_decision(&steps, position),
            "propose" => {
                let message = "a proposal stands by itself";
                let help = "write it as a statement: `propose.tag(\"vip\", \"why\");`";
                self.refuse(Code::ScriptForbidden, position, message, help);
                Value::wrong(position)
            }
            _ => self.named(expression, name, &steps, position),
        }
    }

    /// The longest name the rulebook declares, and the steps behind it.
    fn named(&mut self, expression: &mut Expr, first: String, steps: &[Step], position: Position) -> Value {
        let mut name = first;
        let mut found = self.vocabulary.names.stands_for(&name).then(|| (name.clone(), 0));
        let properties = steps.iter().map_while(|step| match step {
            Step::Property(property, _) => Some(property),
            _ => None,
        });
        for (position, property) in properties.enumerate() {
            name.push('.');
            name.push_str(property);
            if self.vocabulary.names.stands_for(&name) {
                found = Some((name.clone(), position + 1));
            }
        }
        let is_outcome = |name: &str| steps.is_empty() && matches!(name, "route" | "urgency");
        if found.is_none() && is_outcome(&name) {
            let taint = Taint { decided: true, ..Taint::default() };
            let side = Side::Name(name.into());
            return Value {
                side: Some(side),
                is_name: true,
                ..Value::computed(Type::Comparable, taint, position)
            };
        }
        let Some((name, used)) = found else {
            // The checker of conditions knows best what may be meant.
            let place = self.place_of(&name, position);
            let written = Expression { kind: Kind::Name(name.into()), place };
            let (_, problems) = crate::condition::check(&written, self.vocabulary.names);
            self.report(problems);
            return Value::wrong(position);
        };
        let kind = self.type_of(&name);
        let taint = Taint { labels: self.is_label(&name), ..Taint::default() };
        let side = Side::Name(name.into());
        let value = Value { side: Some(side), is_name: true, ..Value::computed(kind, taint, position) };
        match steps.get(used..) {
            None | Some([]) => value,
            Some(steps) => {
                let mut base = Expr::Unit(position);
                let mut value = value;
                self.forced(&mut base, &mut value);
                self.followed(expression, base, value, steps)
            }
        }
    }

    fn is_label(&self, name: &str) -> bool {
        self.vocabulary.names.axes.iter().any(|axis| &*axis.id == name)
    }

    fn type_of(&self, name: &str) -> Type {
        if name.starts_with("cue.") || self.vocabulary.lets.contains_key(name) {
            return Type::Bool;
        }
        if name.starts_with("score.") {
            return Type::Decimal;
        }
        match self.vocabulary.names.values.get(name).map(|(_, kind)| kind) {
            Some(FactType::Bool) => Type::Bool,
            Some(FactType::Integer) => Type::Integer,
            Some(FactType::Decimal) => Type::Decimal,
            Some(FactType::Choice(_) | FactType::Text) => Type::Text,
            _ => Type::Comparable,
        }
    }

    /// Puts the reading of a name in its place, if it is still a name.
    pub(super) fn forced(&mut self, expression: &mut Expr, value: &mut Value) {
        if !std::mem::take(&mut value.is_name) || value.kind == Type::Wrong {
            return;
        }
        let place = value
            .side
            .as_ref()
            .map_or_else(|| self.place(value.position), |side| self.place_of_side(side, value.position));
        match (value.kind, value.side.clone()) {
            (Type::Bool, Some(side)) => {
                let kind = match side {
                    Side::Name(name) => Kind::Name(name),
                    // A judgment is raised, or it is not.
                    side => {
                        let yes = At::new(Side::Literal(Literal::Text("yes".into())), place);
                        Kind::Compare { left: At::new(side, place), operator: Operator::Equal, right: yes }
                    }
                };
                let asked = self.ask(expression, kind, value.position);
                value.lifted = asked.lifted;
                value.kind = asked.kind;
            }
            (_, Some(Side::Name(name))) if value.kind != Type::Comparable => {
                let read = match name.strip_prefix("score.") {
                    Some(score) => self.vocabulary.names.scores.get(score).map(|(id, _)| Read::Score(*id)),
                    None => self
                        .vocabulary
                        .names
                        .values
                        .get(&name)
                        .map(|(id, kind)| Read::Value(*id, kind.clone())),
                };
                let written = Expression { kind: Kind::Name(name.clone()), place };
                self.may_be_read(&written);
                if let Some(read) = read {
                    let is_short = self.declared(&name).is_some_and(|range| range.fits(value.kind));
                    self.number(expression, &name, read, is_short, value.position);
                }
            }
            _ => self.only_compared(value),
        }
    }

    fn only_compared(&mut self, value: &mut Value) {
        let what = match &value.side {
            Some(Side::Name(name)) => format!("`{name}`"),
            _ => "this".to_owned(),
        };
        let message = format!("{what} can only be compared here");
        let help = "compare it directly: with `==`, `has(..)` or `at_least(..)`, as in a condition of a rule";
        self.refuse(Code::WrongType, value.position, message, help);
        value.kind = Type::Wrong;
    }

    fn number(&mut self, expression: &mut Expr, name: &str, read: Read, is_short: bool, position: Position) {
        self.may_stop(read.known(), position);
        // Only what is short enough, or has few enough digits, is held; an inquiry may have no id.
        if !is_short && matches!(&read, Read::Value(_, FactType::Integer | FactType::Text) | Read::Id) {
            self.may_stop(None, position);
        }
        *expression = self.calls.numbered("read", self.reads.len(), position);
        self.reads.push(Reading { read, name: name.into(), line: line(position), column: column(position) });
    }

    /// `inquiry.id`, `inquiry.at`, `inquiry.messages`, `inquiry.hits("cue")`
    fn of_inquiry(&mut self, expression: &mut Expr, steps: &[Step], position: Position) -> Value {
        let taint = Taint::default();
        let (kind, read) = match steps.first() {
            Some(Step::Property(name, _)) if &**name == "id" => (Type::Text, Read::Id),
            Some(Step::Property(name, _)) if &**name == "messages" => (Type::Messages, Read::Messages),
            Some(Step::Property(name, _)) if &**name == "at" && steps.len() == 1 => {
                let side = Side::Name("inquiry.at".into());
                return Value {
                    side: Some(side),
                    is_name: true,
                    ..Value::computed(Type::Comparable, taint, position)
                };
            }
            Some(Step::Method(call, at)) if call.name == "hits" => match call.args.as_slice() {
                [cue] => match self.text_in(cue) {
                    Some(name) => match self.vocabulary.names.cues.get(&*name.value) {
                        Some(cue) => (Type::Hits, Read::Hits(*cue)),
                        None => {
                            let known = self.vocabulary.names.cues.keys().map(|cue| &**cue);
                            let help = crate::condition::one_of(&name.value, known);
                            let message = format!("there is no cue `{}`", name.value);
                            self.problems
                                .push(Problem::new(Code::UnknownName, name.place, message).help(help));
                            return Value::wrong(position);
                        }
                    },
                    None => return self.unknown_step("`inquiry.hits` takes the name of a cue", *at),
                },
                _ => return self.unknown_step("`inquiry.hits` takes the name of a cue", *at),
            },
            step => {
                let at = step.map_or(position, Step::position);
                return self.unknown_step("there is no such part of `inquiry`", at);
            }
        };
        let mut base = Expr::Unit(position);
        let name = match &read {
            Read::Id => "inquiry.id".to_owned(),
            Read::Hits(_) => "inquiry.hits".to_owned(),
            _ => "inquiry.messages".to_owned(),
        };
        self.number(&mut base, &name, read, false, position);
        let value = Value::computed(kind, taint, position);
        let rest = steps.get(1..).unwrap_or_default();
        self.followed(expression, base, value, rest)
    }

    fn unknown_step(&mut self, message: &str, position: Position) -> Value {
        let help = "there are `inquiry.id`, `inquiry.at`, `inquiry.messages` and `inquiry.hits(\"cue\")`";
        self.refuse(Code::UnknownName, position, message, help);
        Value::wrong(position)
    }

    /// `decision.route`, `decision.holder("refund")`, ..
    fn of_decision(&mut self, steps: &[Step], position: Position) -> Value {
        if self.stage == Stage::Classified {
            let message = "nothing is decided yet when `classified` runs";
            self.refuse(Code::OutOfReach, position, message, "move this to `decided`");
            return Value::wrong(position);
        }
        match steps {
            [Step::Property(name, _)] if matches!(&**name, "route" | "urgency") => {
                let taint = Taint { decided: true, ..Taint::default() };
                let side = Some(Side::Name(name.clone()));
                Value { side, is_name: true, ..Value::computed(Type::Comparable, taint, position) }
            }
            [Step::Method(call, at)] if matches!(call.name.as_str(), "holder" | "ruling" | "raised") => {
                let texts: Vec<Option<At<Box<str>>>> =
                    call.args.iter().map(|argument| self.text_in(argument)).collect();
                match texts.as_slice() {
                    [Some(judgment)] => self.outcome(call.name.as_str(), judgment.clone(), None, position),
                    [Some(judgment), Some(act)] => {
                        self.outcome(call.name.as_str(), judgment.clone(), Some(act.clone()), position)
                    }
                    _ => {
                        let message =
                            format!("`decision.{}` takes the name of a judgment as a text", call.name);
                        let help = format!("write `decision.{}(\"refund\")`, say", call.name);
                        self.refuse(Code::ScriptSyntax, *at, message, help);
                        Value::wrong(position)
                    }
                }
            }
            steps => {
                let at = steps.first().map_or(position, Step::position);
                let message = "there is no such part of `decision`";
                let help = "there are `decision.route`, `decision.urgency`, `decision.holder(\"judgment\")`, `decision.ruling(\"judgment\")` and `decision.raised(\"judgment\")`; a label is read by the name of its axis";
                self.refuse(Code::UnknownName, at, message, help);
                Value::wrong(position)
            }
        }
    }

    /// The steps behind a value, each a call of its own.
    fn followed(&mut self, expression: &mut Expr, base: Expr, value: Value, steps: &[Step]) -> Value {
        let (mut base, mut value) = (base, value);
        for step in steps {
            if value.kind == Type::Wrong {
                return value;
            }
            let at = step.position();
            let (kind, function, arguments) = match (value.kind, step) {
                (Type::Messages, Step::Index(index, _)) => (Type::Message, "item", vec![index.clone()]),
                (Type::Hits, Step::Index(index, _)) => (Type::Hit, "item", vec![index.clone()]),
                (_, Step::Property(name, _)) => match property(value.kind, name) {
                    Some((kind, function)) => (kind, function, Vec::new()),
                    None => return self.no_step(value.kind, name, at),
                },
                (_, Step::Method(call, _)) => {
                    let name = call.name.as_str();
                    match (value.kind, name, call.args.as_slice()) {
                        (kind, "len", []) => match property(kind, "len") {
                            Some((kind, function)) => (kind, function, Vec::new()),
                            None => return self.no_step(kind, name, at),
                        },
                        (Type::Text | Type::Words, "contains", [text]) => {
                            (Type::Bool, "has_text", vec![text.clone()])
                        }
                        (Type::Text | Type::Words, "starts_with", [text]) => {
                            (Type::Bool, "begins_with", vec![text.clone()])
                        }
                        (Type::Text | Type::Words, "ends_with", [text]) => {
                            (Type::Bool, "finishes_with", vec![text.clone()])
                        }
                        (kind, name, _) => return self.no_step(kind, name, at),
                    }
                }
                (kind, Step::Index(..)) => return self.no_step(kind, "[..]", at),
            };
            let mut taint = value.taint;
            let mut all = vec![base];
            for mut argument in arguments {
                let given = self.read(&mut argument);
                let wanted = if function == "item" { Type::Integer } else { Type::Text };
                if given.kind != wanted && given.kind != Type::Wrong {
                    let message = format!("{} is needed here, not {}", wanted.as_str(), given.kind.as_str());
                    self.refuse(Code::WrongType, given.position, message, "give it a value of that type");
                }
                taint = taint.and(given.taint);
                all.push(argument);
            }
            if function == "item" {
                self.may_stop(None, at);
            }
            base = self.calls.call(function, all, at);
            value = Value::computed(kind, taint, value.position);
        }
        *expression = base;
        value
    }

    fn no_step(&mut self, kind: Type, name: &str, position: Position) -> Value {
        let message = format!("{} has no `{name}`", kind.as_str());
        let help = match kind {
            Type::Text | Type::Words => {
                "there are `len`, `contains(\"..\")`, `starts_with(\"..\")` and `ends_with(\"..\")`"
            }
            Type::Messages => "there are `len` and `inquiry.messages[0].text`, say",
            Type::Message => "there are `text`, `subject` and `from`",
            Type::Hits => "there are `len` and `[0]`, `[1]`, ..",
            Type::Hit => "there are `text`, `message`, `start` and `end`",
            _ => "use it as it is",
        };
        self.refuse(Code::UnknownName, position, message, help);
        Value::wrong(position)
    }

    /// `known(x)`
    pub(super) fn known(&mut self, expression: &mut Expr, subject: &Expr, position: Position) -> Value {
        match dotted(subject).as_deref() {
            Some("inquiry.at") => {
                let condition = Condition::Leaf(Leaf::InForce(Period::ALWAYS));
                return self.put(expression, condition, None, position);
            }
            Some("inquiry.messages") => {
                let condition = Condition::Leaf(Leaf::Known(Knowable::Text));
                return self.put(expression, condition, None, position);
            }
            _ => {}
        }
        let mut subject = subject.clone();
        let value = self.expression(&mut subject);
        match value.side {
            Some(side @ (Side::Name(_) | Side::Raised(_))) => {
                let place = self.place_of_side(&side, value.position);
                self.ask(expression, Kind::Known(At::new(side, place)), position)
            }
            _ if value.kind == Type::Wrong => value,
            _ => {
                let message = "`known` asks for a name";
                self.refuse(Code::WrongType, position, message, "write `known(order.amount)`, say");
                Value::wrong(position)
            }
        }
    }

    /// `inquiry.at >= "2026-12-01"`: a day of the rulebook's time zone, or an instant with its offset.
    pub(super) fn time(
        &mut self,
        expression: &mut Expr,
        operator: Operator,
        bound: &Literal,
        position: Position,
    ) -> Value {
        let zone = self.vocabulary.timezone;
        // What is compared is the day of the inquiry, or its instant: where that begins, and where the next one does.
        let ends = match bound {
            Literal::Text(text) => match (parse_date(text), parse_instant(text)) {
                (Some(day), _) => start_of_day(day, zone).zip(end_of_day(day, zone)),
                (None, Ok(at)) => at.checked_add(SignedDuration::from_nanos(1)).ok().map(|next| (at, next)),
                (None, Err(_)) => None,
            },
            _ => None,
        };
        let period = ends.and_then(|(at, next)| {
            Some(match operator {
                Operator::Less => Period { from: None, until: Some(at) },
                Operator::LessOrEqual => Period { from: None, until: Some(next) },
                Operator::Greater => Period { from: Some(next), until: None },
                Operator::GreaterOrEqual => Period { from: Some(at), until: None },
                Operator::Equal | Operator::NotEqual => return None,
            })
        });
        match period {
            Some(period) => {
                let condition = Condition::Leaf(Leaf::InForce(period));
                self.put(expression, condition, None, position)
            }
            None => self.no_time(position),
        }
    }

    /// Refuses a comparison of the inquiry's time.
    pub(super) fn no_time(&mut self, position: Position) -> Value {
        let message = "`inquiry.at` is compared by `<`, `<=`, `>` or `>=` with a day or an instant in quotes";
        let help = "write `inquiry.at >= \"2026-12-01\"` or `inquiry.at < \"2026-12-01T09:00:00+09:00\"`, say; how long ago a fact was is derived by `days_since(..)` or `hours_since(..)`";
        self.refuse(Code::WrongType, position, message, help);
        Value::wrong(position)
    }

    /// The digits of a decimal literal, from the text of the script: numbers never pass through binary floats.
    pub(super) fn number_at(&self, position: Position) -> Option<String> {
        let start = self.place(position).span().start;
        let text = self.text.get(start..)?;
        let is_part = |character: char| character.is_ascii_digit() || matches!(character, '.' | '_' | '-');
        let digits: String = text
            .chars()
            .take_while(|character| is_part(*character))
            .filter(|character| *character != '_')
            .collect();
        digits.parse::<rust_decimal::Decimal>().ok().map(|_| digits)
    }

    pub(super) fn decimal(&mut self, digits: &str, position: Position) -> Expr {
        crate::overrides::natives::decimal(digits, position)
    }
}

fn property(kind: Type, name: &str) -> Option<(Type, &'static str)> {
    Some(match (kind, name) {
        (Type::Text | Type::Words | Type::Messages | Type::Hits, "len") => (Type::Integer, "length"),
        (Type::Message, "text") => (Type::Words, "text_of"),
        (Type::Message, "subject") => (Type::Words, "subject_of"),
        (Type::Message, "from") => (Type::Text, "sender_of"),
        (Type::Hit, "text") => (Type::Words, "text_of"),
        (Type::Hit, "message") => (Type::Integer, "message_of"),
        (Type::Hit, "start") => (Type::Integer, "start_of"),
        (Type::Hit, "end") => (Type::Integer, "end_of"),
        _ => return None,
    })
}
