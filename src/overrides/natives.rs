//! What the sandbox can call: the run's questions, readings and proposals by number, exact decimals, and searching in texts. Nothing else
//! is there, and nothing here keeps anything between two runs.

use super::program::Test;
use crate::condition::Truth;
use rhai::{Array, Dynamic, Engine, EvalAltResult, Expr, INT, ImmutableString, Position};
use rust_decimal::Decimal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How many bytes of messages one run may search through.
const MAX_SEARCHED: usize = 16 * 1024 * 1024;

type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// What one run of a script may ask for, and what it came to.
#[derive(Debug)]
pub(super) struct Run {
    truths: Box<[Truth]>,
    tests: Arc<[Test]>,
    held: Box<[Held]>,
    proposed: Box<[AtomicBool]>,
    met_missing: AtomicBool,
    /// 0 while it runs; odd behind a question, even behind a reading.
    stopped: AtomicUsize,
}

/// A value a script may read.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Value(Dynamic),
    Missing,
    /// It is there, but no script can hold it.
    Unfit(&'static str),
}

/// What ended a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// The answer to this question is unknown.
    Question(usize),
    /// There is nothing to read here.
    Reading(usize),
}

impl Run {
    pub(super) fn new(truths: Box<[Truth]>, tests: Arc<[Test]>, held: Box<[Held]>, sites: usize) -> Self {
        let proposed = (0..sites).map(|_| AtomicBool::new(false)).collect();
        let (met_missing, stopped) = (AtomicBool::new(false), AtomicUsize::new(0));
        Self { truths, tests, held, proposed, met_missing, stopped }
    }

    /// Whether what is asked holds; the number of the first question that is unknown if it cannot be said.
    fn holds(&self, test: &Test) -> Result<bool, usize> {
        match test {
            Test::Constant(value) => Ok(*value),
            Test::Not(inner) => self.holds(inner).map(|holds| !holds),
            Test::All(parts) => self.first(parts, false),
            Test::Any(parts) => self.first(parts, true),
            Test::Known(number) => {
                let known = self.truths.get(*number) == Some(&Truth::True);
                self.met_missing.fetch_or(!known, Ordering::Relaxed);
                Ok(known)
            }
            Test::Holds(number) => match self.truths.get(*number) {
                Some(Truth::True) => Ok(true),
                Some(Truth::False) => Ok(false),
                Some(Truth::Unknown) | None => Err(*number),
            },
        }
    }

    /// Whether one of them comes out as `wanted`, which settles it; otherwise the opposite.
    fn first(&self, parts: &[Test], wanted: bool) -> Result<bool, usize> {
        for part in parts {
            if self.holds(part)? == wanted {
                return Ok(wanted);
            }
        }
        Ok(!wanted)
    }

    pub(super) fn proposed(&self) -> Vec<bool> {
        self.proposed.iter().map(|proposed| proposed.load(Ordering::Relaxed)).collect()
    }

    pub(super) fn met_missing(&self) -> bool {
        self.met_missing.load(Ordering::Relaxed)
    }

    pub(super) fn held(&self, number: usize) -> Option<&Held> {
        self.held.get(number)
    }

    pub(super) fn stopped_at(&self) -> Option<Stopped> {
        match self.stopped.load(Ordering::Relaxed) {
            0 => None,
            odd if odd % 2 == 1 => Some(Stopped::Question(odd / 2)),
            even => Some(Stopped::Reading(even / 2 - 1)),
        }
    }

    fn stop<T>(&self, at: Stopped) -> Fallible<T> {
        let code = match at {
            Stopped::Question(number) => 2 * number + 1,
            Stopped::Reading(number) => 2 * number + 2,
        };
        self.stopped.store(code, Ordering::Relaxed);
        Err("stopped".into())
    }
}

/// The run as the sandbox holds it.
#[derive(Debug, Clone)]
pub(super) struct Handle(pub(super) Arc<Run>);

impl Handle {
    fn holds(&mut self, number: INT) -> Fallible<bool> {
        match self.0.tests.get(index(number)).map(|test| self.0.holds(test)) {
            Some(Ok(holds)) => Ok(holds),
            // The checker numbers them; there is no other.
            None => Err("there is no such question".into()),
            Some(Err(question)) => {
                self.0.met_missing.store(true, Ordering::Relaxed);
                self.0.stop(Stopped::Question(question))
            }
        }
    }

    fn read(&mut self, number: INT) -> Fallible<Dynamic> {
        let number = index(number);
        match self.0.held.get(number) {
            Some(Held::Value(value)) => Ok(value.clone()),
            held => {
                let is_missing = !matches!(held, Some(Held::Unfit(_)));
                self.0.met_missing.fetch_or(is_missing, Ordering::Relaxed);
                self.0.stop(Stopped::Reading(number))
            }
        }
    }

    fn propose(&mut self, number: INT) {
        if let Some(proposed) = self.0.proposed.get(index(number)) {
            proposed.store(true, Ordering::Relaxed);
        }
    }

    /// Makes the proposals from one number up to another if what is asked holds.
    fn propose_if(&mut self, test: INT, start: INT, end: INT) -> Fallible<()> {
        if self.holds(test)? {
            (start..end).for_each(|number| self.propose(number));
        }
        Ok(())
    }
}

fn index(number: INT) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Number(Decimal);

/// Some words of a message, with what may still be searched.
#[derive(Debug, Clone)]
pub(super) struct Words {
    text: Arc<str>,
    left: Arc<AtomicUsize>,
}

impl Words {
    /// No words yet; all made [of](Self::of) these share what may be searched.
    pub(super) fn shared() -> Self {
        Self { text: Arc::from(""), left: Arc::new(AtomicUsize::new(MAX_SEARCHED)) }
    }

    pub(super) fn of(&self, text: &str) -> Self {
        Self { text: text.into(), left: self.left.clone() }
    }

    /// The text, if it may be searched once more.
    fn searched(&self) -> Fallible<&str> {
        let cost = self.text.len().max(1);
        let left = self.left.load(Ordering::Relaxed);
        if left < cost {
            return Err("more text is searched than one run may search".into());
        }
        self.left.store(left - cost, Ordering::Relaxed);
        Ok(&self.text)
    }
}

/// One message of the inquiry.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) text: Words,
    pub(super) subject: Words,
    pub(super) from: &'static str,
}

/// One place where a cue hit.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) text: Words,
    /// The position of the message.
    pub(super) message: u32,
    /// The first byte in the original text.
    pub(super) start: u32,
    /// The end, in bytes.
    pub(super) end: u32,
}

#[derive(Debug, Clone)]
struct Messages(Arc<[Message]>);

#[derive(Debug, Clone)]
struct Hits(Arc<[Hit]>);

pub(super) fn number(number: Decimal) -> Dynamic {
    Dynamic::from(Number(number))
}

pub(super) fn messages(messages: Arc<[Message]>) -> Dynamic {
    Dynamic::from(Messages(messages))
}

pub(super) fn hits(hits: Arc<[Hit]>) -> Dynamic {
    Dynamic::from(Hits(hits))
}

/// A decimal literal.
pub(super) fn decimal(digits: &str, position: Position) -> Expr {
    Expr::DynamicConstant(Box::new(number(digits.parse().unwrap_or_default())), position)
}

fn item<T: Clone>(list: &[T], at: INT) -> Fallible<T> {
    usize::try_from(at)
        .ok()
        .and_then(|at| list.get(at))
        .cloned()
        .ok_or_else(|| "the list has no such item".into())
}

fn count(length: usize) -> INT {
    INT::try_from(length).unwrap_or(INT::MAX)
}

/// Whether one of the list is the value; the checker lets lists hold values of one type only.
fn is_in(list: &mut Array, value: Dynamic) -> bool {
    list.iter().any(|member| {
        match (member.as_immutable_string_ref(), value.as_immutable_string_ref()) {
            (Ok(member), Ok(value)) => return *member == *value,
            (Err(_), Err(_)) => {}
            _ => return false,
        }
        if let (Ok(member), Ok(value)) = (member.as_bool(), value.as_bool()) {
            return member == value;
        }
        let decimal = |value: &Dynamic| match value.as_int() {
            Ok(whole) => Some(Decimal::from(whole)),
            Err(_) => value.clone().try_cast::<Number>().map(|number| number.0),
        };
        decimal(member).zip(decimal(&value)).is_some_and(|(member, value)| member == value)
    })
}

/// Makes everything here callable, once, when the sandbox is set up.
pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("holds", Handle::holds);
    engine.register_fn("read", Handle::read);
    engine.register_fn("propose", Handle::propose);
    engine.register_fn("propose_if", Handle::propose_if);
    engine.register_fn("is_in", is_in);
    texts(engine);
    numbers(engine);
}

/// Whether a part stands in a text where it is looked for.
type Search = fn(&str, &str) -> bool;

fn texts(engine: &mut Engine) {
    engine.register_fn("item", |list: Messages, at: INT| item(&list.0, at));
    engine.register_fn("item", |list: Hits, at: INT| item(&list.0, at));
    engine.register_fn("length", |list: Messages| count(list.0.len()));
    engine.register_fn("length", |list: Hits| count(list.0.len()));
    engine.register_fn("length", |words: Words| words.searched().map(|text| count(text.chars().count())));
    engine.register_fn("length", |text: ImmutableString| count(text.chars().count()));
    engine.register_fn("text_of", |message: Message| message.text);
    engine.register_fn("text_of", |hit: Hit| hit.text);
    engine.register_fn("subject_of", |message: Message| message.subject);
    engine.register_fn("sender_of", |message: Message| ImmutableString::from(message.from));
    engine.register_fn("message_of", |hit: Hit| INT::from(hit.message));
    engine.register_fn("start_of", |hit: Hit| INT::from(hit.start));
    engine.register_fn("end_of", |hit: Hit| INT::from(hit.end));
    let searches: [(&str, Search); 3] = [
        ("has_text", |text, part| text.contains(part)),
        ("begins_with", |text, part| text.starts_with(part)),
        ("finishes_with", |text, part| text.ends_with(part)),
    ];
    for (name, search) in searches {
        engine.register_fn(name, move |text: ImmutableString, part: ImmutableString| search(&text, &part));
        engine.register_fn(name, move |words: Words, part: ImmutableString| {
            words.searched().map(|text| search(text, &part))
        });
    }
    engine.register_fn("==", |one: Words, other: ImmutableString| *one.text == *other);
    engine.register_fn("==", |one: ImmutableString, other: Words| *one == *other.text);
    engine.register_fn("==", |one: Words, other: Words| one.text == other.text);
    engine.register_fn("!=", |one: Words, other: ImmutableString| *one.text != *other);
    engine.register_fn("!=", |one: ImmutableString, other: Words| *one != *other.text);
    engine.register_fn("!=", |one: Words, other: Words| one.text != other.text);
}

/// What goes with two numbers of which at least one is a decimal.
macro_rules! with_decimals {
    ($engine:ident, $($sign:literal => $result:expr),+ $(,)?) => {$(
        $engine.register_fn($sign, |one: Number, other: Number| $result(one.0, other.0));
        $engine.register_fn($sign, |one: Number, other: INT| $result(one.0, Decimal::from(other)));
        $engine.register_fn($sign, |one: INT, other: Number| $result(Decimal::from(one), other.0));
    )+};
}

fn kept(result: Option<Decimal>) -> Fallible<Number> {
    result.map(Number).ok_or_else(|| "the result is no number that can be kept exactly".into())
}

fn numbers(engine: &mut Engine) {
    with_decimals!(engine,
        "+" => |one: Decimal, other: Decimal| kept(one.checked_add(other)),
        "-" => |one: Decimal, other: Decimal| kept(one.checked_sub(other)),
        "*" => |one: Decimal, other: Decimal| kept(one.checked_mul(other)),
        "/" => |one: Decimal, other: Decimal| kept(one.checked_div(other)),
        "==" => |one: Decimal, other: Decimal| one == other,
        "!=" => |one: Decimal, other: Decimal| one != other,
        "<" => |one: Decimal, other: Decimal| one < other,
        "<=" => |one: Decimal, other: Decimal| one <= other,
        ">" => |one: Decimal, other: Decimal| one > other,
        ">=" => |one: Decimal, other: Decimal| one >= other,
    );
    engine.register_fn("-", |one: Number| Number(-one.0));
}
