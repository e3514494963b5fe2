//! Expressions: what each is and what it stands for.

use super::Checker;
use super::lifted::{Lifted, Taint};
use super::range::Range;
use super::value::{Type, Value};
use crate::condition::{Literal, Operator, Side};
use crate::diagnostic::Code;
use rhai::{Expr, FnCallExpr, Position, Stmt};

impl Checker<'_> {
    /// An expression that has to be true or false, rewritten to ask by number.
    pub(super) fn condition(&mut self, expression: &mut Expr) -> Lifted {
        let mut value = self.expression(expression);
        self.forced(expression, &mut value);
        if !matches!(value.kind, Type::Bool | Type::Wrong) {
            let message = format!("a condition is true or false, and this is {}", value.kind.as_str());
            self.refuse(Code::WrongType, value.position, message, "compare it with something");
        }
        let lifted = value.lifted();
        // One call instead of one for each question in it.
        self.test(expression, &lifted, value.position);
        lifted
    }

    /// What an expression is. A name is not read yet: that is for whoever needs its value.
    pub(super) fn expression(&mut self, expression: &mut Expr) -> Value {
        let position = expression.position();
        match expression {
            Expr::BoolConstant(value, _) => {
                let mut literal = Value::literal(Type::Bool, Side::Literal(Literal::Bool(*value)), position);
                literal.lifted = Some(Lifted::Constant(*value));
                literal
            }
            Expr::IntegerConstant(value, _) => {
                let digits = value.to_string().into();
                Value::literal(Type::Integer, Side::Literal(Literal::Number(digits)), position)
            }
            Expr::StringConstant(text, _) => {
                Value::literal(Type::Text, Side::Literal(Literal::Text(text.as_str().into())), position)
            }
            Expr::Variable(..) | Expr::Dot(..) | Expr::Index(..) => self.chain(expression),
            Expr::And(..) => self.joined(expression, true),
            Expr::Or(..) => self.joined(expression, false),
            Expr::FnCall(call, _) => {
                let call = (**call).clone();
                self.call(expression, call, position)
            }
            Expr::Stmt(block) => {
                // Only the value of an `if` or `switch` stands here, or of a block in braces.
                let value = self.value_of(block.statements_mut(), position);
                let taint = self.path.iter().map(Lifted::taint).fold(value.taint, Taint::and);
                Value { lifted: None, side: None, range: self.range(&value), taint, ..value }
            }
            Expr::Unit(_) => Value::computed(Type::Nothing, Taint::default(), position),
            number if self.number_at(position).is_some() => {
                let digits = self.number_at(position).unwrap_or_default();
                *number = self.decimal(&digits, position);
                Value::literal(Type::Decimal, Side::Literal(Literal::Number(digits.into())), position)
            }
            _ => {
                self.refuse(
                    Code::ScriptForbidden,
                    position,
                    "this expression is none a script may have",
                    "use names, literals, comparisons and arithmetic",
                );
                Value::wrong(position)
            }
        }
    }

    /// The value of the last statement of a block that stands where a value is needed.
    fn value_of(&mut self, statements: &mut [Stmt], position: Position) -> Value {
        let variables = self.variables.len();
        self.values += 1;
        let value = match statements.split_last_mut() {
            Some((last, before)) => {
                for statement in before {
                    self.statement(statement);
                }
                self.last_value(last, position)
            }
            None => Value::computed(Type::Nothing, Taint::default(), position),
        };
        self.values -= 1;
        self.variables.truncate(variables);
        value
    }

    fn last_value(&mut self, statement: &mut Stmt, position: Position) -> Value {
        match statement {
            Stmt::If(flow, _) => {
                let condition = self.condition(&mut flow.expr);
                let then = self.arm(flow.body.statements_mut(), &condition, position);
                let otherwise = self.arm(flow.branch.statements_mut(), &condition.clone().not(), position);
                let mut value = self.same_kind(then, otherwise);
                value.taint = value.taint.and(condition.taint());
                value
            }
            Stmt::Switch(switch, _) => {
                let (subject, cases) = &mut **switch;
                let mut subject_value = self.expression(subject);
                self.forced(subject, &mut subject_value);
                let taken = Lifted::Opaque(subject_value.taint);
                let mut value: Option<Value> = None;
                for case in &mut cases.expressions {
                    let condition = match &mut case.lhs {
                        Expr::BoolConstant(true, _) => Lifted::Constant(true),
                        condition => self.condition(condition),
                    };
                    let entered = Lifted::all(vec![taken.clone(), condition]);
                    let arm = match &mut case.rhs {
                        Expr::Stmt(block) => self.arm(block.statements_mut(), &entered, position),
                        expression => self.entered(&entered, |checker| checker.read(expression)),
                    };
                    value = Some(match value {
                        Some(value) => self.same_kind(value, arm),
                        None => arm,
                    });
                }
                let mut value = value.unwrap_or_else(|| Value::wrong(position));
                value.taint = value.taint.and(subject_value.taint);
                value
            }
            Stmt::Expr(expression) => self.read(expression),
            Stmt::FnCall(call, at) => {
                let mut expression = Expr::FnCall(call.clone(), *at);
                let value = self.read(&mut expression);
                *statement = Stmt::Expr(Box::new(expression));
                value
            }
            Stmt::Block(block) => self.value_of(block.statements_mut(), position),
            other => {
                self.statement(other);
                Value::computed(Type::Nothing, Taint::default(), position)
            }
        }
    }

    fn arm(&mut self, statements: &mut [Stmt], entered: &Lifted, position: Position) -> Value {
        self.entered(entered, |checker| checker.value_of(statements, position))
    }

    /// Walks something that is reached when `entered` holds.
    fn entered<T>(&mut self, entered: &Lifted, walk: impl FnOnce(&mut Self) -> T) -> T {
        let (path, known) = (self.path.len(), self.known.len());
        self.known.extend(entered.known_when(true));
        self.path.push(entered.clone());
        let result = walk(self);
        self.path.truncate(path);
        self.known.truncate(known);
        result
    }

    fn same_kind(&mut self, one: Value, other: Value) -> Value {
        let taint = one.taint.and(other.taint);
        let range = self.range(&one).zip(self.range(&other)).map(|(one, other)| one.or(other));
        let kind = match (one.kind, other.kind) {
            (Type::Wrong, kind) | (kind, Type::Wrong) => kind,
            (one, other) if one == other => one,
            (one_kind, other_kind) => {
                let message = format!("this is {} here and {} there", one_kind.as_str(), other_kind.as_str());
                self.refuse(
                    Code::WrongType,
                    other.position,
                    message,
                    "give both the same type, and always an `else`",
                );
                Type::Wrong
            }
        };
        Value { range, ..Value::computed(kind, taint, one.position) }
    }

    /// An expression whose value is needed.
    pub(super) fn read(&mut self, expression: &mut Expr) -> Value {
        let mut value = self.expression(expression);
        self.forced(expression, &mut value);
        value
    }

    /// `a && b`, `a || b`: what stands behind is asked only if what stands before leaves it open.
    fn joined(&mut self, expression: &mut Expr, all: bool) -> Value {
        let position = expression.position();
        let (Expr::And(parts, _) | Expr::Or(parts, _)) = expression else { return Value::wrong(position) };
        let (path, known) = (self.path.len(), self.known.len());
        let mut lifted = Vec::new();
        for part in parts.iter_mut() {
            let part = self.condition(part);
            self.known.extend(part.known_when(all));
            self.path.push(if all { part.clone() } else { part.clone().not() });
            lifted.push(part);
        }
        self.path.truncate(path);
        self.known.truncate(known);
        Value::truth(if all { Lifted::all(lifted) } else { Lifted::any(lifted) }, position)
    }

    fn call(&mut self, expression: &mut Expr, call: FnCallExpr, position: Position) -> Value {
        let name = call.name.to_string();
        let is_sign = call.op_token.is_some();
        let mut arguments = call.args.to_vec();
        // The same call with what stands in it rewritten.
        let again = |arguments: Vec<Expr>| {
            let call = FnCallExpr { args: arguments.into_iter().collect(), ..call.clone() };
            Expr::FnCall(Box::new(call), position)
        };
        match (name.as_str(), arguments.as_mut_slice()) {
            ("contains", [set @ Expr::Array(..), value]) => self.within(expression, value, set, position),
            ("contains", [_, _]) => {
                let help = "write `channel in [\"phone\", \"chat\"]`, or `text.contains(\"x\")` for a part of a text";
                self.refuse(Code::WrongType, position, "behind `in` stands a list in brackets", help);
                Value::wrong(position)
            }
            (_, _) if !is_sign => self.function(expression, &name, &mut arguments, position),
            (sign, [left, right]) if let Some(operator) = operator(sign) => {
                let (one, other) = (self.expression(left), self.expression(right));
                let (value, is_computed) =
                    self.comparison(expression, (left, right), (one, operator, other), position);
                if is_computed {
                    *expression = again(arguments);
                }
                value
            }
            ("!", [inner]) => {
                let lifted = self.condition(inner);
                *expression = again(arguments);
                Value::truth(lifted.not(), position)
            }
            ("-", [inner]) => {
                let value = self.read(inner);
                let kind = self.arithmetic("-", value.kind, value.kind, position);
                let range = self.range(&value).map(Range::negated);
                self.may_lack(range, kind, position);
                *expression = again(arguments);
                Value { range, ..Value::computed(kind, value.taint, position) }
            }
            ("+" | "-" | "*" | "/" | "%", [left, right]) => {
                let (one, other) = (self.read(left), self.read(right));
                let kind = self.arithmetic(&name, one.kind, other.kind, position);
                let ranges = self.range(&one).zip(self.range(&other));
                let range = ranges.and_then(|(one, other)| one.computed(&name, other));
                self.may_lack(range, kind, position);
                *expression = again(arguments);
                Value { range, ..Value::computed(kind, one.taint.and(other.taint), position) }
            }
            _ => {
                let message = format!("scripts do not have the operator `{name}`");
                self.refuse(
                    Code::ScriptForbidden,
                    position,
                    message,
                    "there are `+ - * / %`, comparisons, `in`, `&&`, `||` and `!`",
                );
                Value::wrong(position)
            }
        }
    }

    /// Notes that a computation may have no result, unless what it comes to is sure to be a number that can be held.
    fn may_lack(&mut self, range: Option<Range>, kind: Type, position: Position) {
        if !range.is_some_and(|range| range.fits(kind)) {
            self.may_stop(None, position);
        }
    }

    /// The type of `one sign other`.
    pub(super) fn arithmetic(&mut self, sign: &str, one: Type, other: Type, position: Position) -> Type {
        match (one, other) {
            (Type::Wrong, _) | (_, Type::Wrong) => Type::Wrong,
            (Type::Integer, Type::Integer) => Type::Integer,
            (one, other) if one.is_number() && other.is_number() && sign != "%" => Type::Decimal,
            (Type::Text, Type::Text) if sign == "+" => Type::Text,
            (one, other) => {
                let message = format!("`{sign}` does not go with {} and {}", one.as_str(), other.as_str());
                let help = match sign {
                    "+" => "numbers are added to numbers and texts put behind texts",
                    _ => "it goes with numbers",
                };
                self.refuse(Code::WrongType, position, message, help);
                Type::Wrong
            }
        }
    }
}

fn operator(sign: &str) -> Option<Operator> {
    let all = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::LessOrEqual,
        Operator::Greater,
        Operator::GreaterOrEqual,
    ];
    all.into_iter().find(|operator| operator.as_str() == sign)
}
