//! From text to tree.
//!
//! ```text
//! any        = all ("||" all)*
//! all        = term ("&&" term)*
//! term       = "!" negatable | negatable | comparison
//! negatable  = "!" negatable | "(" any ")" | "true" | "false" | name | has | known | at_least
//! comparison = operand operator operand | operand "in" "[" literal ("," literal)* "]"
//! operand    = literal | name | holder | ruling | raised
//! ```
//!
//! `!` binds closer than a comparison, as in Rhai; `!a == b` is refused, since hardly anybody means `(!a) == b`.

use super::error::Fault;
use super::expression::{At, Expression, Kind, Literal, MAX_DEPTH, MAX_NODES, Operand};
use super::resolved::Operator;
use super::token::{Input, Token, token};
use crate::diagnostic::{Code, closest};
use crate::span::{Place, SourceId, Span};

/// Reads a condition; its places count from the beginning of the text.
pub(super) fn parse(text: &str) -> Result<Expression, Fault> {
    let mut parser = Parser::new(text)?;
    if parser.token == Token::End {
        let help = "leave `when` out where a rule always holds, or write `true`";
        return Err(Fault::new(parser.span, "the condition is empty").help(help));
    }
    let expression = parser.any()?;
    if parser.token != Token::End {
        return Err(parser.stray());
    }
    within_limits(&expression)?;
    Ok(expression)
}

/// Refuses trees that are too large or too deep to work on.
pub(super) fn within_limits(expression: &Expression) -> Result<(), Fault> {
    if expression.depth() > MAX_DEPTH {
        return Err(too_deep(expression.place.span()).at(expression.place));
    }
    let nodes = expression.nodes();
    if nodes > MAX_NODES {
        let message = format!("the condition has {nodes} parts; at most {MAX_NODES} are allowed");
        return Err(Fault::new(expression.place.span(), message)
            .help("name some of its parts as conditions of their own under `let`")
            .code(Code::Limit)
            .at(expression.place));
    }
    Ok(())
}

/// The fault for a condition nested beyond [`MAX_DEPTH`].
pub(super) fn too_deep(span: Span) -> Fault {
    Fault::new(span, format!("the condition is nested more than {MAX_DEPTH} deep"))
        .help("name some of its parts as conditions of their own under `let`")
        .code(Code::Limit)
}

/// The words that call something.
const FUNCTIONS: [&str; 6] = ["has", "known", "at_least", "holder", "ruling", "raised"];

/// The text with one token looked ahead.
struct Parser<'t> {
    input: Input<'t>,
    token: Token<'t>,
    span: Span,
    /// Where the last token taken ends.
    end: usize,
    depth: usize,
    /// Of the chains of `&&` and `||` that are open: so each is made at once, as large as it is.
    parts: Vec<Expression>,
}

/// What stands where a comparison may follow.
enum Primary {
    /// Something that is true or false by itself and cannot be compared.
    Condition(Expression),
    Operand(At<Operand>),
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Result<Self, Fault> {
        let mut input = Input::new(text);
        let (token, span) = token(&mut input)?;
        Ok(Self { input, token, span, end: 0, depth: 0, parts: Vec::new() })
    }

    /// Takes the token looked at, and looks at the next.
    fn take(&mut self) -> Result<(Token<'t>, Span), Fault> {
        let next = token(&mut self.input)?;
        self.end = self.span.end;
        let taken = std::mem::replace(&mut self.token, next.0);
        Ok((taken, std::mem::replace(&mut self.span, next.1)))
    }

    /// Takes the token looked at if it is `wanted`.
    fn take_if(&mut self, wanted: &Token<'_>) -> Result<bool, Fault> {
        let found = self.token == *wanted;
        if found {
            self.take()?;
        }
        Ok(found)
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(too_deep(self.span)) } else { Ok(()) }
    }

    fn any(&mut self) -> Result<Expression, Fault> {
        self.chain(&Token::Or, Self::all, Kind::Any)
    }

    fn all(&mut self) -> Result<Expression, Fault> {
        self.chain(&Token::And, Self::term, Kind::All)
    }

    /// One part, or several with `sign` between them.
    fn chain(
        &mut self,
        sign: &Token<'_>,
        part: fn(&mut Self) -> Result<Expression, Fault>,
        kind: fn(Vec<Expression>) -> Kind,
    ) -> Result<Expression, Fault> {
        let start = self.span.start;
        let mut last = part(self)?;
        if self.token != *sign {
            return Ok(last);
        }
        let first = self.parts.len();
        while self.take_if(sign)? {
            self.parts.push(last);
            last = part(self)?;
        }
        self.parts.push(last);
        Ok(node(kind(self.parts.split_off(first)), Span::new(start, self.end)))
    }

    fn term(&mut self) -> Result<Expression, Fault> {
        if matches!(self.token, Token::Not | Token::Open) {
            let group = self.negatable()?;
            return match self.token {
                Token::Operator(operator) => Err(self.compared_group(&group, operator.as_str())),
                Token::In => Err(self.compared_group(&group, "in")),
                _ => Ok(group),
            };
        }
        let left = self.primary()?;
        match self.token {
            Token::Operator(operator) => self.comparison(left, operator),
            Token::In => self.membership(left),
            _ => bare(left),
        }
    }

    /// Something `!` may stand before.
    fn negatable(&mut self) -> Result<Expression, Fault> {
        self.deeper()?;
        let expression = match self.token {
            Token::Not => {
                let (_, sign) = self.take()?;
                let inner = self.negatable()?;
                node(Kind::Not(Box::new(inner)), Span::new(sign.start, self.end))
            }
            Token::Open => {
                let (_, open) = self.take()?;
                let inner = self.any()?;
                if self.token == Token::End {
                    return Err(Fault::new(open, "this `(` is not closed").help("close it with `)`"));
                }
                if self.token != Token::Close {
                    return Err(self.stray());
                }
                self.take()?;
                inner
            }
            _ => bare(self.primary()?)?,
        };
        self.depth -= 1;
        Ok(expression)
    }

    /// The fault for `!a == b` and `(a) == b`.
    fn compared_group(&self, group: &Expression, sign: &str) -> Fault {
        if let Kind::Not(inner) = &group.kind {
            let help = match inner.kind {
                Kind::Name(_) => format!("write `!({inner} {sign} ..)`"),
                _ => "a comparison has a fact or a literal on either side, without parentheses".into(),
            };
            return Fault::new(group.place.span(), format!("`!` takes `{inner}` alone, not the comparison"))
                .help(help);
        }
        Fault::new(self.span, format!("`{sign}` compares no group"))
            .help("a comparison has a fact or a literal on either side, without parentheses")
    }

    fn comparison(&mut self, left: Primary, operator: Operator) -> Result<Expression, Fault> {
        let (_, sign) = self.take()?;
        let left = comparable(left)?;
        if self.token == Token::OpenList {
            let (_, open) = self.take()?;
            let option = match &self.token {
                Token::Text(text) => Literal::Text(text.as_ref().into()).to_string(),
                _ => "..".into(),
            };
            let name = left.value;
            let help = format!(
                "to ask for one of several values write `{name} in [..]`; if `{name}` holds several itself, write `has({name}, {option})`"
            );
            let message = format!("`{}` compares with one value", operator.as_str());
            return Err(Fault::new(open, message).help(help));
        }
        let right = match self.token {
            Token::End | Token::And | Token::Or | Token::Close => {
                let message = format!("`{}` has nothing on its right", operator.as_str());
                return Err(Fault::new(sign, message).help("compare with a fact or a literal"));
            }
            Token::Operator(next) => {
                let message = format!("`{}` follows `{}`", next.as_str(), operator.as_str());
                return Err(Fault::new(self.span, message).help("write one comparison sign"));
            }
            _ => comparable(self.primary()?)?,
        };
        let span = left.place.span().to(right.place.span());
        if left.value.is_literal() && right.value.is_literal() {
            return Err(two_literals(span));
        }
        if let Token::Operator(next) = self.token {
            let (_, sign) = self.take()?;
            let third = match self.primary() {
                Ok(Primary::Operand(third)) => third.value.to_string(),
                _ => "..".into(),
            };
            let (first, middle) =
                (format!("{} {} {}", left.value, operator.as_str(), right.value), &right.value);
            let help = format!("write `{first} && {middle} {} {third}`", next.as_str());
            return Err(Fault::new(sign, "comparisons do not chain").help(help));
        }
        Ok(node(Kind::Compare { left, operator, right }, span))
    }

    fn membership(&mut self, left: Primary) -> Result<Expression, Fault> {
        let left = comparable(left)?;
        let (_, word) = self.take()?;
        if let Operand::Literal(literal) = &left.value {
            let help = format!("a set is asked with `has`, as in `has(topic, {literal})`");
            return Err(
                Fault::new(left.place.span().to(word), "`in` looks for a fact among literals").help(help)
            );
        }
        let open = self.span;
        if !self.take_if(&Token::OpenList)? {
            let help = format!("write `{} in [..]`; a set is asked with `has(set, \"x\")`", left.value);
            return Err(Fault::new(self.span, "`in` takes a list of literals in brackets").help(help));
        }
        if self.token == Token::CloseList {
            let help = "a list holds at least one literal; nothing is ever in an empty one";
            return Err(Fault::new(open.to(self.span), "the list is empty").help(help));
        }
        let mut set = Vec::new();
        loop {
            set.push(self.literal()?);
            if self.take_if(&Token::CloseList)? {
                break;
            }
            if self.token == Token::End {
                return Err(Fault::new(open, "this `[` is not closed").help("close it with `]`"));
            }
            if !self.take_if(&Token::Comma)? {
                let message = "expected `,` or `]`";
                return Err(Fault::new(self.span, message).help("literals in a list are parted by `,`"));
            }
        }
        let span = left.place.span().to(Span::new(open.start, self.end));
        Ok(node(Kind::In { left, set }, span))
    }

    fn literal(&mut self) -> Result<At<Literal>, Fault> {
        let literal = match &self.token {
            Token::Bool(value) => Literal::Bool(*value),
            Token::Number(digits) => Literal::Number((*digits).into()),
            Token::Text(text) => Literal::Text(text.as_ref().into()),
            Token::Name(name) => {
                let help = format!("text stands in double quotes: `\"{name}\"`");
                return Err(Fault::new(self.span, format!("a list holds literals, and `{name}` is a name"))
                    .help(help));
            }
            _ => {
                return Err(
                    Fault::new(self.span, "expected a literal").help("a list holds literals parted by `,`")
                );
            }
        };
        let (_, span) = self.take()?;
        Ok(at(literal, span))
    }

    fn primary(&mut self) -> Result<Primary, Fault> {
        match self.token {
            Token::Name(_) => {}
            Token::Bool(_) | Token::Number(_) | Token::Text(_) => {
                let literal = self.literal()?;
                return Ok(Primary::Operand(At::new(Operand::Literal(literal.value), literal.place)));
            }
            _ => return Err(self.missing()),
        }
        let (Token::Name(name), span) = self.take()? else { return Err(self.missing()) };
        if self.token == Token::Open {
            return self.call(name, span);
        }
        if name.eq_ignore_ascii_case("not")
            && matches!(self.token, Token::Name(_) | Token::Not | Token::Bool(_))
        {
            return Err(
                Fault::new(span, format!("`{name}` does not negate")).help("write `!`, as in `!(a == b)`")
            );
        }
        Ok(Primary::Operand(at(Operand::Name(name.into()), span)))
    }

    fn call(&mut self, name: &str, start: Span) -> Result<Primary, Fault> {
        let (_, open) = self.take()?;
        let called = |parser: &Self| Span::new(start.start, parser.end);
        Ok(match name {
            "has" => {
                let usage = "`has` takes a set and one of its options: `has(topic, \"delivery\")`";
                let set = self.argument_name(usage)?;
                let option = self.argument_text(usage)?;
                self.close(open, usage)?;
                Primary::Condition(node(Kind::Has { set, option }, called(self)))
            }
            "known" => {
                let usage = "`known` takes a fact, a cue, a score or an axis: `known(order.amount)`";
                let left = match self.token {
                    Token::Name(_) => comparable(self.primary()?)?,
                    _ => return Err(Fault::new(self.span, "expected a name").help(usage)),
                };
                self.close(open, usage)?;
                Primary::Condition(node(Kind::Known(left), called(self)))
            }
            "at_least" => {
                let usage = "`at_least` takes an axis and a label: `at_least(nature, \"opinion\")`";
                let left = match self.token {
                    Token::Name(_) => comparable(self.primary()?)?,
                    _ => return Err(Fault::new(self.span, "expected an axis").help(usage)),
                };
                let label = self.argument_text(usage)?;
                self.close(open, usage)?;
                Primary::Condition(node(Kind::AtLeast { left, label }, called(self)))
            }
            "holder" => {
                let usage = "`holder` takes a judgment and, if need be, an act: `holder(refund, \"decide\")`";
                let judgment = Box::new(self.argument_name(usage)?);
                let act = if self.token == Token::Comma {
                    Some(Box::new(self.argument_text(usage)?))
                } else {
                    None
                };
                self.close(open, usage)?;
                Primary::Operand(at(Operand::Holder { judgment, act }, called(self)))
            }
            "ruling" => {
                let usage = "`ruling` takes a judgment: `ruling(refund)`";
                let judgment = Box::new(self.argument_name(usage)?);
                self.close(open, usage)?;
                Primary::Operand(at(Operand::Ruling(judgment), called(self)))
            }
            "raised" => {
                let usage = "`raised` takes a judgment: `raised(refund)`";
                let judgment = Box::new(self.argument_name(usage)?);
                self.close(open, usage)?;
                Primary::Operand(at(Operand::Raised(judgment), called(self)))
            }
            _ => return Err(no_function(name, start)),
        })
    }

    fn argument_name(&mut self, usage: &str) -> Result<At<Box<str>>, Fault> {
        let Token::Name(name) = self.token else {
            return Err(Fault::new(self.span, "expected a name").help(usage));
        };
        let (_, span) = self.take()?;
        Ok(at(name.into(), span))
    }

    /// A comma and a string.
    fn argument_text(&mut self, usage: &str) -> Result<At<Box<str>>, Fault> {
        if !self.take_if(&Token::Comma)? {
            return Err(Fault::new(self.span, "expected `,`").help(usage));
        }
        let text = match &self.token {
            Token::Text(text) => text.as_ref().into(),
            Token::Name(name) => {
                let help = format!("write `\"{name}\"`");
                return Err(Fault::new(self.span, "expected a string in double quotes").help(help));
            }
            _ => return Err(Fault::new(self.span, "expected a string in double quotes").help(usage)),
        };
        let (_, span) = self.take()?;
        Ok(at(text, span))
    }

    fn close(&mut self, open: Span, usage: &str) -> Result<(), Fault> {
        if self.take_if(&Token::Close)? {
            return Ok(());
        }
        Err(match self.token {
            Token::End => Fault::new(open, "this `(` is not closed").help("close it with `)`"),
            _ => Fault::new(self.span, "expected `)`").help(usage),
        })
    }

    /// The fault where something to compare or call should begin.
    fn missing(&self) -> Fault {
        let fault = |message: &str| Fault::new(self.span, message);
        match self.token {
            Token::End => fault("the condition ends where a fact, a cue or a call should follow")
                .help("complete it, or take the last sign away"),
            Token::And | Token::Or => {
                fault("nothing stands before this sign").help("write a condition on either side")
            }
            Token::Close => {
                fault("nothing stands before this `)`").help("write a condition between `(` and `)`")
            }
            Token::OpenList => fault("a list stands only behind `in`").help("write `x in [\"a\", \"b\"]`"),
            Token::Operator(_) | Token::In => fault("nothing stands on the left of this comparison")
                .help("compare a fact, an axis or a score"),
            Token::Open => fault("a comparison has no group on its right")
                .help("a comparison has a fact or a literal on either side, without parentheses"),
            Token::Not => fault("`!` stands before a condition only")
                .help("write `!=`, or `!` before the whole comparison"),
            _ => fault("expected a fact, a cue or a call"),
        }
    }

    /// The fault for what follows a complete condition and does not belong there.
    fn stray(&self) -> Fault {
        let fault = |message: String| Fault::new(self.span, message);
        match &self.token {
            Token::Close => {
                fault("this `)` closes nothing".into()).help("take it away, or open a `(` before")
            }
            Token::Name(name) => match name.to_ascii_lowercase().as_str() {
                "and" => fault(format!("`{name}` does not join conditions")).help("write `&&`"),
                "or" => fault(format!("`{name}` does not join conditions")).help("write `||`"),
                "is" | "eq" | "equals" => fault(format!("`{name}` does not compare")).help("write `==`"),
                "not" => fault(format!("`{name}` does not negate")).help("write `!=`, or `!(x in [..])`"),
                _ => fault(format!("`{name}` does not follow what stands before it"))
                    .help("join two conditions with `&&` or `||`"),
            },
            Token::Operator(operator) => fault(format!("`{}` compares nothing here", operator.as_str()))
                .help("a comparison has one sign with a fact or a literal on either side"),
            Token::Not => {
                fault("`!` stands before a condition only".into()).help("write `!=`, or `!(x in [..])`")
            }
            Token::Comma => fault("`,` joins nothing here".into())
                .help("join conditions with `&&` or `||`; numbers are written without `,`"),
            Token::CloseList => fault("this `]` closes nothing".into()).help("take it away"),
            _ => fault("expected `&&`, `||` or the end of the condition".into())
                .help("join two conditions with `&&` or `||`"),
        }
    }
}

/// The fault for a comparison that no inquiry could change.
pub(super) fn two_literals(span: Span) -> Fault {
    Fault::new(span, "both sides of this comparison are literals")
        .help("compare a fact, an axis or a score; a text literal is no name")
}

/// A condition of one operand.
fn bare(primary: Primary) -> Result<Expression, Fault> {
    let operand = match primary {
        Primary::Condition(expression) => return Ok(expression),
        Primary::Operand(operand) => operand,
    };
    let span = operand.place.span();
    match operand.value {
        Operand::Literal(Literal::Bool(value)) => Ok(node(Kind::Constant(value), span)),
        Operand::Name(name) => Ok(node(Kind::Name(name), span)),
        value => {
            let help = match &value {
                Operand::Holder { .. } => format!("compare it with a tier: `{value} == \"client_desk\"`"),
                Operand::Ruling(_) => format!("compare it: `{value} == \"approve\"`"),
                Operand::Raised(_) => format!("compare it: `{value} == \"yes\"`"),
                _ => format!("compare it with a fact, an axis or a score: `x == {value}`"),
            };
            Err(Fault::new(span, format!("`{value}` alone is neither true nor false")).help(help))
        }
    }
}

/// One side of a comparison.
fn comparable(primary: Primary) -> Result<At<Operand>, Fault> {
    match primary {
        Primary::Operand(operand) => Ok(operand),
        Primary::Condition(expression) => {
            let help = format!("write `{expression}` or `!{expression}` alone");
            Err(Fault::new(expression.place.span(), format!("`{expression}` is true or false already"))
                .help(help))
        }
    }
}

fn no_function(name: &str, span: Span) -> Fault {
    let fault = Fault::new(span, format!("`{name}` is no function of conditions"));
    match name.to_ascii_lowercase().as_str() {
        "not" => Fault::new(span, format!("`{name}` does not negate")).help("write `!`, as in `!(a == b)`"),
        "and" | "or" => fault.help("join conditions with `&&` and `||`"),
        _ => match (closest(name, FUNCTIONS), name.rsplit_once('.')) {
            (Some(near), _) => fault.help(format!("did you mean `{near}`?")),
            (None, Some((subject, _))) => {
                fault.help(format!("to ask a set for an option write `has({subject}, \"x\")`"))
            }
            (None, None) => {
                fault.help("there are `has`, `known`, `at_least`, `holder`, `ruling` and `raised`")
            }
        },
    }
}

fn node(kind: Kind, span: Span) -> Expression {
    Expression { kind, place: Place::new(SourceId::default(), span) }
}

fn at<T>(value: T, span: Span) -> At<T> {
    At::new(value, Place::new(SourceId::default(), span))
}
