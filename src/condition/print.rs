//! From tree to text: one canonical spelling with no needless parentheses. Reading it gives an equal tree.

use super::expression::{Expression, Kind, Literal, Operand};
use std::fmt::{self, Display, Formatter, Write};

impl Display for Expression {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Constant(value) => value.fmt(out),
            Kind::Name(name) => out.write_str(name),
            Kind::Not(inner) => {
                out.write_char('!')?;
                grouped(inner, !is_close(inner), out)
            }
            Kind::All(parts) => {
                joined(parts, " && ", |part| matches!(part.kind, Kind::All(_) | Kind::Any(_)), out)
            }
            Kind::Any(parts) => joined(parts, " || ", |part| matches!(part.kind, Kind::Any(_)), out),
            Kind::Compare { left, operator, right } => write!(out, "{left} {} {right}", operator.as_str()),
            Kind::In { left, set } => {
                write!(out, "{left} in [")?;
                for (at, literal) in set.iter().enumerate() {
                    if at > 0 {
                        out.write_str(", ")?;
                    }
                    literal.fmt(out)?;
                }
                out.write_char(']')
            }
            Kind::Has { set, option } => write!(out, "has({set}, {})", Quoted(&option.value)),
            Kind::Known(left) => write!(out, "known({left})"),
            Kind::AtLeast { left, label } => write!(out, "at_least({left}, {})", Quoted(&label.value)),
        }
    }
}

impl Display for Operand {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => literal.fmt(out),
            Self::Name(name) => out.write_str(name),
            Self::Holder { judgment, act: None } => write!(out, "holder({judgment})"),
            Self::Holder { judgment, act: Some(act) } => {
                write!(out, "holder({judgment}, {})", Quoted(&act.value))
            }
            Self::Ruling(judgment) => write!(out, "ruling({judgment})"),
            Self::Raised(judgment) => write!(out, "raised({judgment})"),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(out),
            Self::Number(digits) => out.write_str(digits),
            Self::Text(text) => Quoted(text).fmt(out),
        }
    }
}

/// A text as a string literal. What a reader would not see is escaped.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        // Nearly all are printed as they are.
        if !self.0.contains(|c| matches!(c, '"' | '\\') || is_invisible(c)) {
            return write!(out, "\"{}\"", self.0);
        }
        out.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                '\r' => out.write_str("\\r")?,
                '\t' => out.write_str("\\t")?,
                _ if is_invisible(c) => escaped(c).try_for_each(|c| out.write_char(c))?,
                _ => out.write_char(c)?,
            }
        }
        out.write_char('"')
    }
}

/// Controls, line separators and the marks that change the direction of text around them. All lie in the first 65,536
/// characters.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// An invisible character as Rhai, JSON and YAML all read it: `\u` and four hexadecimal digits.
pub(crate) fn escaped(c: char) -> impl Iterator<Item = char> {
    let code = u32::from(c);
    let digits = [12, 8, 4, 0].map(|shift| char::from_digit(code >> shift & 0xF, 16).unwrap_or('0'));
    ['\\', 'u'].into_iter().chain(digits)
}

/// Whether `!` may stand right before it.
fn is_close(expression: &Expression) -> bool {
    !matches!(expression.kind, Kind::All(_) | Kind::Any(_) | Kind::Compare { .. } | Kind::In { .. })
}

fn grouped(condition: impl Display, group: bool, out: &mut Formatter<'_>) -> fmt::Result {
    if group { write!(out, "({condition})") } else { condition.fmt(out) }
}

/// Parts of a chain with `sign` between them, in parentheses where `group` says so.
pub(super) fn joined<T: Display>(
    parts: impl IntoIterator<Item = T>,
    sign: &str,
    group: impl Fn(&T) -> bool,
    out: &mut Formatter<'_>,
) -> fmt::Result {
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            out.write_str(sign)?;
        }
        let group = group(&part);
        grouped(part, group, out)?;
    }
    Ok(())
}
