//! The words and signs of conditions, read one at a time, with a word of help for the usual slips: `=` for `==`, single
//! quotes, full-width characters, dates without quotes.

use super::error::Fault;
use super::expression::Literal;
use super::resolved::Operator;
use crate::diagnostic::Problem;
use crate::span::Span;
use std::borrow::Cow;
use winnow::Parser;
use winnow::ascii::digit1;
use winnow::combinator::{eof, opt};
use winnow::stream::{LocatingSlice, Location};
use winnow::token::{any, take, take_till, take_while};

/// Text of which a beginning has been read.
pub(super) type Input<'t> = LocatingSlice<&'t str>;

/// One word or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A dotted name, or a word such as `has`.
    Name(&'t str),
    /// `true` or `false`
    Bool(bool),
    /// Digits as written.
    Number(&'t str),
    /// A string without its quotes and escapes.
    Text(Cow<'t, str>),
    Operator(Operator),
    In,
    And,
    Or,
    Not,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    /// Behind the last one.
    End,
}

/// Reads the next word or sign behind any white space.
pub(super) fn token<'t>(input: &mut Input<'t>) -> Result<(Token<'t>, Span), Fault> {
    white(input)?;
    let start = input.current_token_start();
    let rest: &'t str = input;
    let found = match rest.chars().next() {
        None => end(input),
        Some('a'..='z' | 'A'..='Z' | '_') => name(input),
        Some('0'..='9') => number(input),
        Some('-') if rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit()) => number(input),
        Some('"') => text(input),
        Some(_) => sign(input),
    }?;
    Ok((found, Span::new(start, input.previous_token_end())))
}

/// How many bytes the word or sign takes that a text begins with; the fault's place counts from the beginning of the text.
pub(crate) fn leading(text: &str) -> Result<usize, Box<Problem>> {
    match token(&mut LocatingSlice::new(text)) {
        Ok((_, span)) => Ok(span.end),
        Err(fault) => Err(Box::new(fault.into())),
    }
}

fn white(input: &mut Input<'_>) -> Result<(), Fault> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

fn end<'t>(input: &mut Input<'t>) -> Result<Token<'t>, Fault> {
    eof.value(Token::End).parse_next(input)
}

/// A dotted name in ASCII letters, digits and `_`.
fn name<'t>(input: &mut Input<'t>) -> Result<Token<'t>, Fault> {
    let start = input.current_token_start();
    let name: &str =
        take_while(1.., |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.').parse_next(input)?;
    let span = Span::new(start, start + name.len());
    let more: &str =
        take_while(0.., |c: char| c.is_alphanumeric() || matches!(c, '_' | '.')).parse_next(input)?;
    if !more.is_empty() {
        let span = Span::new(start, span.end + more.len());
        return Err(Fault::new(span, format!("`{name}{more}` is no name"))
            .help("names are written in ASCII letters, digits, `_` and `.`; text stands in double quotes"));
    }
    Ok(match name {
        "true" => Token::Bool(true),
        "false" => Token::Bool(false),
        "in" => Token::In,
        _ if name.split('.').all(is_segment) => Token::Name(name),
        _ => {
            return Err(Fault::new(span, format!("`{name}` is no name"))
                .help("between, before and behind the dots of a name stand words that begin with a letter"));
        }
    })
}

/// Whether a text may stand between the dots of a name.
fn is_segment(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a text is a dotted name as conditions write them.
pub(crate) fn is_name(text: &str) -> bool {
    text.split('.').all(is_segment) && !matches!(text, "true" | "false" | "in")
}

/// Whether a text is a number as conditions write them: `-`, digits without needless leading zeros, a fraction.
pub(crate) fn is_number(text: &str) -> bool {
    let mut input = LocatingSlice::new(text);
    matches!(number(&mut input), Ok(Token::Number(_))) && input.is_empty()
}

fn number<'t>(input: &mut Input<'t>) -> Result<Token<'t>, Fault> {
    let start = input.current_token_start();
    let rest: &'t str = input;
    let written: &str = (opt('-'), digit1, opt(('.', digit1)))
        .take()
        .parse_next(input)
        .map_err(|_: Fault| unexpected(start, rest))?;
    let span = Span::new(start, start + written.len());
    let whole = written.trim_start_matches('-').split('.').next().unwrap_or("");
    if whole.len() > 1 && whole.starts_with('0') {
        let plain = written.replacen(whole, non_zero(whole), 1);
        return Err(Fault::new(span, format!("the number `{written}` begins with a needless zero"))
            .help(format!("write `{plain}`, or `\"{written}\"` where it is text")));
    }
    let run_on: &str = take_while(0.., |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '%' | ':'))
        .parse_next(input)?;
    let dashed: &str = if input.starts_with('-') && input.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        take_while(0.., |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '+' | '.'))
            .parse_next(input)?
    } else {
        ""
    };
    if run_on.is_empty() && dashed.is_empty() {
        return Ok(Token::Number(written));
    }
    let all = format!("{written}{run_on}{dashed}");
    let fault = Fault::new(Span::new(start, start + all.len()), format!("`{all}` is no number"));
    let first = run_on.chars().next();
    Err(if !dashed.is_empty() || first.is_some_and(|c| c == ':') {
        fault.help(format!("dates and times are written in quotes: `\"{all}\"`"))
    } else if first == Some('_') {
        fault.help(format!("write `{}`", all.replace('_', "")))
    } else if first == Some('.') || first == Some('%') {
        fault.help("a number is digits and, if need be, a point and more digits")
    } else if matches!(first, Some('e' | 'E')) && all.chars().any(|c| c.is_ascii_digit()) && run_on.len() > 1
    {
        fault.help("numbers have no exponent: write all digits")
    } else if crate::inquiry::parse_duration(&all).is_some() {
        fault.help(format!("durations are written in quotes: `\"{all}\"`"))
    } else {
        fault.help("a number is digits and, if need be, a point and more digits; names begin with a letter")
    })
}

fn non_zero(digits: &str) -> &str {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0" } else { trimmed }
}

/// The string in double quotes that a text begins with, and how many bytes it takes; the fault's place counts from the
/// beginning of the text.
pub(crate) fn quoted(text: &str) -> Result<(Box<str>, usize), Box<Problem>> {
    let mut input = LocatingSlice::new(text);
    match self::text(&mut input).map_err(|fault| Box::new(fault.into()))? {
        Token::Text(inside) => Ok((inside.into(), input.previous_token_end())),
        _ => Err(Box::new(unexpected(0, text).into())),
    }
}

/// A string in double quotes with the escapes of Rhai, so that it may be pasted into a script.
fn text<'t>(input: &mut Input<'t>) -> Result<Token<'t>, Fault> {
    let start = input.current_token_start();
    '"'.void().parse_next(input)?;
    let mut text = String::new();
    loop {
        let plain: &str = take_till(0.., ['"', '\\', '\n', '\r']).parse_next(input)?;
        let next = opt(any).parse_next(input)?;
        if text.is_empty() && next == Some('"') {
            return Ok(Token::Text(plain.into()));
        }
        text.push_str(plain);
        match next {
            Some('"') => return Ok(Token::Text(text.into())),
            Some('\\') => text.push(escape(input)?),
            Some(_) | None => {
                return Err(Fault::new(Span::new(start, start + 1), "this string is not closed").help(
                    "close it with `\"` on the same line; a line break inside a string is written `\\n`",
                ));
            }
        }
    }
}

/// What follows a backslash.
fn escape(input: &mut Input<'_>) -> Result<char, Fault> {
    let start = input.current_token_start() - 1;
    let kind: Option<char> = opt(any).parse_next(input)?;
    let digits = match kind {
        Some('"') => return Ok('"'),
        Some('\\') => return Ok('\\'),
        Some('n') => return Ok('\n'),
        Some('r') => return Ok('\r'),
        Some('t') => return Ok('\t'),
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some(_) | None => {
            let shown = kind.map(String::from).unwrap_or_default();
            let span = Span::new(start, input.current_token_start());
            return Err(Fault::new(span, format!("`\\{shown}` is no escape"))
                .help("escapes are `\\\"`, `\\\\`, `\\n`, `\\r`, `\\t`, `\\xXX`, `\\uXXXX` and `\\UXXXXXXXX`; a backslash is `\\\\`"));
        }
    };
    let code: Result<&str, Fault> = take_while(digits, |c: char| c.is_ascii_hexdigit()).parse_next(input);
    code.ok().and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32).ok_or_else(|| {
        let span = Span::new(start, input.current_token_start());
        Fault::new(span, format!("`\\{}` is followed by no character number", kind.unwrap_or(' ')))
            .help(format!("write {digits} hexadecimal digits, without braces"))
    })
}

fn sign<'t>(input: &mut Input<'t>) -> Result<Token<'t>, Fault> {
    let start = input.current_token_start();
    let rest: &'t str = input;
    if let Some((slip, message, help)) = SLIPS.iter().find(|(slip, ..)| rest.starts_with(slip)) {
        let span = Span::new(start, start + slip.len());
        return Err(Fault::new(span, format!("`{slip}` {message}")).help(*help));
    }
    let mut bytes = rest.bytes();
    let (token, length) = match (bytes.next(), bytes.next()) {
        (Some(b'&'), Some(b'&')) => (Token::And, 2_usize),
        (Some(b'|'), Some(b'|')) => (Token::Or, 2),
        (Some(b'='), Some(b'=')) => (Token::Operator(Operator::Equal), 2),
        (Some(b'!'), Some(b'=')) => (Token::Operator(Operator::NotEqual), 2),
        (Some(b'<'), Some(b'=')) => (Token::Operator(Operator::LessOrEqual), 2),
        (Some(b'>'), Some(b'=')) => (Token::Operator(Operator::GreaterOrEqual), 2),
        (Some(b'<'), _) => (Token::Operator(Operator::Less), 1),
        (Some(b'>'), _) => (Token::Operator(Operator::Greater), 1),
        (Some(b'!'), _) => (Token::Not, 1),
        (Some(b'('), _) => (Token::Open, 1),
        (Some(b')'), _) => (Token::Close, 1),
        (Some(b'['), _) => (Token::OpenList, 1),
        (Some(b']'), _) => (Token::CloseList, 1),
        (Some(b','), _) => (Token::Comma, 1),
        _ => return Err(unexpected(start, rest)),
    };
    take(length).value(token).parse_next(input)
}

/// Signs of other languages, longest first.
const SLIPS: [(&str, &str, &str); 12] = [
    ("===", "is no comparison", "write `==`"),
    ("!==", "is no comparison", "write `!=`"),
    ("<>", "is no comparison", "write `!=`"),
    ("=<", "is no comparison", "write `<=`"),
    ("=>", "is no comparison", "write `>=`"),
    ("=~", "is no comparison", "to look for words in the text, declare a cue"),
    ("//", "begins no comment here", "in YAML a comment begins with `#`"),
    ("&&&", "is no sign", "write `&&`"),
    ("|||", "is no sign", "write `||`"),
    ("$", "begins no name", "write the fact's name as it was declared, as in `order.amount`"),
    (";", "ends nothing", "a condition is one expression; join several with `&&`"),
    ("?", "is no sign", "a missing fact makes its comparison unknown by itself; `known(x)` asks for it"),
];

/// The fault for text that begins no token.
fn unexpected(start: usize, rest: &str) -> Fault {
    let first = rest.chars().next().unwrap_or(' ');
    if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == first) {
        return quoted_otherwise(start, rest, *close);
    }
    let run: String = rest.chars().take_while(|c| ascii_for(*c).is_some()).collect();
    if !run.is_empty() {
        let plain: String = run.chars().filter_map(ascii_for).collect();
        return Fault::new(Span::new(start, start + run.len()), format!("`{run}` is not written in ASCII"))
            .help(format!("write `{plain}`"));
    }
    let fault = Fault::new(Span::new(start, start + first.len_utf8()), format!("unexpected `{first}`"));
    match first {
        '=' => fault_named(fault, "`=` does not compare").help("write `==`"),
        '&' => fault_named(fault, "`&` does not join conditions").help("write `&&`"),
        '|' => fault_named(fault, "`|` does not join conditions").help("write `||`"),
        '-' | '+' | '*' | '/' | '%' => {
            fault_named(fault, &format!("conditions do not calculate with `{first}`"))
                .help("compare the fact itself or a derived value; names hold `_` but no `-`")
        }
        '.' => fault.help("a number begins with a digit, as in `0.5`"),
        '{' | '}' => fault.help("group with `(` and `)`, lists with `[` and `]`"),
        other if other.is_alphabetic() => {
            let word: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
            Fault::new(Span::new(start, start + word.len()), format!("`{word}` is no name"))
                .help("names are written in ASCII letters, digits, `_` and `.`; text stands in double quotes")
        }
        _ => fault,
    }
}

/// Quotation marks that are not those of conditions, with what closes them.
const QUOTES: [(char, char); 10] = [
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('”', '”'),
    ('„', '“'),
    ('‘', '’'),
    ('’', '’'),
    ('「', '」'),
    ('『', '』'),
    ('«', '»'),
];

/// The fault for a string in other quotation marks.
fn quoted_otherwise(start: usize, rest: &str, close: char) -> Fault {
    let mut inside = rest.chars();
    let open = inside.next().unwrap_or(close);
    let text: String = inside.by_ref().take_while(|c| *c != close).collect();
    let (length, text) = match rest.len() - inside.as_str().len() {
        length if !inside.as_str().is_empty() || rest.ends_with(close) => (length, text),
        _ => (open.len_utf8(), String::from("..")),
    };
    Fault::new(Span::new(start, start + length), "strings stand in double quotes")
        .help(format!("write `{}`", Literal::Text(text.into())))
}

fn fault_named(mut fault: Fault, message: &str) -> Fault {
    message.clone_into(&mut fault.message);
    fault
}

/// What somebody meant who typed this with a Japanese keyboard or copied it from a text processor.
fn ascii_for(c: char) -> Option<&'static str> {
    const SHIFT: u32 = 0xFEE0;
    const ASCII: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            let at = usize::try_from(u32::from(c) - SHIFT - u32::from('!')).ok()?;
            ASCII.get(at..=at)
        }
        '」' | '』' | '»' => Some("\""),
        '、' => Some(","),
        '≦' | '≤' => Some("<="),
        '≧' | '≥' => Some(">="),
        '≠' => Some("!="),
        '−' => Some("-"),
        '∧' => Some("&&"),
        '∨' => Some("||"),
        '¬' => Some("!"),
        _ => None,
    }
}
