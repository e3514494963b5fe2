//! One run of a script: what it may ask is worked out before it starts, so that the sandbox only follows the flow.

use super::natives::{Handle, Held, Hit, Message, Run, Words};
use super::script::{Failure, FailureKind, Ran};
use super::{natives, sandbox};
use crate::condition::{Condition, Knowable, Leaf, Situation};
use crate::id::{CueId, ScoreId, ValueId};
use crate::inquiry::{FactType, Inquiry, Value};
use crate::rulebook::{Model, Numbering};
use crate::text::Part;
use rhai::{AST, Dynamic, INT, Scope, Stmt};
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;

/// The variable that holds the run. No script can name it: names with two underscores in front are refused.
pub(super) const RUN: &str = "__run";

/// A question a script asks by number.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) condition: Condition,
    pub(super) names: Vec<Box<str>>,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// A value a script reads by number.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) read: Read,
    pub(super) name: Box<str>,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// What is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    Value(ValueId, FactType),
    Score(ScoreId),
    Id,
    Messages,
    Hits(CueId),
}

impl Read {
    /// Whether it is known, as a condition; none of the inquiry's id, which no rulebook can ask for.
    pub(super) fn known(&self) -> Option<Condition> {
        let known = match self {
            Self::Value(value, _) => Knowable::Value(*value),
            Self::Score(score) => Knowable::Score(*score),
            // A cue that has hit is known, but where else it hits is not while words are missing.
            Self::Messages | Self::Hits(_) => Knowable::Text,
            Self::Id => return None,
        };
        Some(Condition::Leaf(Leaf::Known(known)))
    }
}

/// Something in a script that may stop it where it comes to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What has to hold for the run to come to it, as far as that could be lifted.
    pub(super) way: Condition,
    /// Whether what could not be lifted may change when more is learnt.
    pub(super) may_change: bool,
    /// What is read; `None` of a computation, which may have no result whatever is known.
    pub(super) reads: Option<Condition>,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// What a script asks in one go: questions joined by `&&`, `||` and `!`, read from left to right no further than needed.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Constant(bool),
    /// The question with this number, which ends the run if it is unknown.
    Holds(usize),
    /// Whether something is known, asked by the question with this number.
    Known(usize),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

/// What the sandbox runs, and what it may ask.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    ast: Arc<AST>,
    asked: Arc<[Asked]>,
    tests: Arc<[Test]>,
    readings: Arc<[Reading]>,
    /// By position in `readings`: the first that reads the same. However often a script reads the messages, they are copied once.
    first: Arc<[usize]>,
    /// Whether what the readings read is known.
    known: Arc<[Condition]>,
    steps: Arc<[Step]>,
}

impl Program {
    pub(super) fn new(
        statements: Vec<Stmt>,
        asked: Vec<Asked>,
        tests: Vec<Test>,
        readings: Vec<Reading>,
        steps: Vec<Step>,
    ) -> Self {
        let ast = AST::new(statements, rhai::Module::new());
        let first = |read: &Read| readings.iter().position(|other| other.read == *read).unwrap_or_default();
        let first = readings.iter().map(|reading| first(&reading.read)).collect();
        let known = readings.iter().filter_map(|reading| reading.read.known()).collect();
        let (asked, tests, readings) = (asked.into(), tests.into(), readings.into());
        Self { ast: Arc::new(ast), asked, tests, readings, first, known, steps: steps.into() }
    }

    /// The names it reads, in no order and with repeats.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let asked = self.asked.iter().flat_map(|asked| asked.names.iter().map(|name| &**name));
        asked.chain(self.readings.iter().map(|reading| &*reading.name))
    }

    /// The conditions it may ask for.
    pub(super) fn questions(&self) -> impl Iterator<Item = &Condition> {
        self.asked.iter().map(|asked| &asked.condition)
    }

    /// Whether each value is known that it reads other than in a condition.
    pub(super) fn readings(&self) -> impl Iterator<Item = &Condition> {
        self.known.iter()
    }

    /// Everything that may stop it, in written order.
    pub(super) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter()
    }

    /// Refers to the names of the rulebook by their new indices.
    pub(super) fn renumber(&mut self, numbering: &Numbering) {
        for asked in Arc::make_mut(&mut self.asked) {
            numbering.condition(&mut asked.condition);
        }
        for step in Arc::make_mut(&mut self.steps) {
            numbering.condition(&mut step.way);
            step.reads.iter_mut().for_each(|reads| numbering.condition(reads));
        }
        for known in Arc::make_mut(&mut self.known) {
            numbering.condition(known);
        }
        for reading in Arc::make_mut(&mut self.readings) {
            match &mut reading.read {
                Read::Value(value, _) => *value = numbering.value(*value),
                Read::Score(score) => *score = numbering.score(*score),
                Read::Hits(cue) => *cue = numbering.cue(*cue),
                Read::Id | Read::Messages => {}
            }
        }
    }

    /// Runs it; `sites` is how many proposals it has.
    pub(super) fn run(&self, sites: usize, model: &Model, inquiry: &Inquiry, situation: &Situation) -> Ran {
        let truths =
            self.asked.iter().map(|asked| asked.condition.evaluate(situation, &model.lets)).collect();
        let mut values: Vec<Held> = Vec::with_capacity(self.readings.len());
        for (reading, first) in self.readings.iter().zip(&*self.first) {
            let value = values.get(*first).cloned();
            values.push(value.unwrap_or_else(|| held(&reading.read, model, inquiry, situation)));
        }
        let run = Arc::new(Run::new(truths, self.tests.clone(), values.into(), sites));
        let mut scope = Scope::new();
        scope.push_dynamic(RUN, Dynamic::from(Handle(run.clone())));
        let result = sandbox::engine().run_ast_with_scope(&mut scope, &self.ast);
        let failure = result.err().map(|error| match run.stopped_at() {
            Some(natives::Stopped::Question(number)) => self.unknown(number),
            Some(natives::Stopped::Reading(number)) => self.unread(number, run.held(number)),
            None => {
                let (line, column, what) = sandbox::failure(&error);
                Failure { line, column, kind: FailureKind::Computation(what.into()), names: Vec::new() }
            }
        });
        Ran { proposed: run.proposed(), met_missing: run.met_missing(), failure }
    }

    fn unknown(&self, number: usize) -> Failure {
        let asked = self.asked.get(number);
        let mut names = asked.map(|asked| asked.names.clone()).unwrap_or_default();
        names.sort();
        names.dedup();
        Failure {
            line: asked.map_or(1, |asked| asked.line),
            column: asked.map_or(1, |asked| asked.column),
            kind: FailureKind::Unknown(
                asked.map_or(Condition::Constant(true), |asked| asked.condition.clone()),
            ),
            names,
        }
    }

    fn unread(&self, number: usize, held: Option<&Held>) -> Failure {
        let reading = self.readings.get(number);
        let known = reading.and_then(|reading| reading.read.known());
        let kind = match (held, known) {
            (Some(Held::Unfit(why)), _) => FailureKind::Computation((*why).into()),
            (_, Some(known)) => FailureKind::Unknown(known),
            (_, None) => FailureKind::Computation("the inquiry has no id".into()),
        };
        Failure {
            line: reading.map_or(1, |reading| reading.line),
            column: reading.map_or(1, |reading| reading.column),
            kind,
            names: reading.map(|reading| reading.name.clone()).into_iter().collect(),
        }
    }
}

/// The value of a reading as the sandbox holds it.
fn held(read: &Read, model: &Model, inquiry: &Inquiry, situation: &Situation) -> Held {
    match read {
        Read::Value(value, kind) => match situation.value(*value) {
            Err(_) => Held::Missing,
            Ok(Value::Number(number)) if *kind == FactType::Integer => {
                match number.to_i64().map(INT::try_from) {
                    Some(Ok(number)) => Held::Value(Dynamic::from_int(number)),
                    _ => Held::Unfit("a whole number has more than 64 bits"),
                }
            }
            Ok(Value::Number(number)) => Held::Value(natives::number(*number)),
            Ok(Value::Choice(option)) => {
                let option = usize::try_from(*option).ok().and_then(|at| model.options(*value).get(at));
                option.map_or(Held::Missing, |option| text(option))
            }
            Ok(Value::Text(content)) => text(content),
            Ok(_) => Held::Missing,
        },
        Read::Score(score) => {
            let interval = situation.score(*score);
            if interval.low == interval.high {
                Held::Value(natives::number(interval.low))
            } else {
                Held::Missing
            }
        }
        Read::Id => inquiry.id().map_or(Held::Missing, text),
        Read::Messages if situation.cues.is_complete() => {
            let words = Words::shared();
            let messages = inquiry.messages().iter().map(|message| Message {
                text: words.of(&message.text),
                subject: words.of(message.subject.as_deref().unwrap_or_default()),
                from: message.from.as_str(),
            });
            Held::Value(natives::messages(messages.collect()))
        }
        Read::Messages => Held::Missing,
        Read::Hits(cue) if situation.cues.is_complete() => {
            let words = Words::shared();
            let hits = situation.cues.hits(*cue).iter().map(|hit| {
                let message = usize::try_from(hit.message).ok().and_then(|at| inquiry.messages().get(at));
                let text = message.and_then(|message| match hit.part {
                    Part::Body => Some(message.text.as_str()),
                    Part::Subject => message.subject.as_deref(),
                });
                let range = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
                let text = text.and_then(|text| text.get(range(hit.start)..range(hit.end)));
                Hit {
                    text: words.of(text.unwrap_or_default()),
                    message: hit.message,
                    start: hit.start,
                    end: hit.end,
                }
            });
            Held::Value(natives::hits(hits.collect()))
        }
        Read::Hits(_) => Held::Missing,
    }
}

fn text(content: &str) -> Held {
    if content.len() > sandbox::MAX_TEXT {
        return Held::Unfit("a text is longer than a script can hold");
    }
    Held::Value(content.into())
}
