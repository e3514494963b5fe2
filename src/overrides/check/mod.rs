//! Types a script against its rulebook and lifts its conditions out of it.
//!
//! Every question a script asks becomes a checked condition, every value it reads a reading, every proposal a site; what is left for the
//! sandbox to run asks for them by number. So a name that is not declared, a comparison of different types or a
//! condition that is none is found when the rulebook is loaded, with its place.

mod calls;
mod chain;
mod compare;
mod expression;
mod lifted;
mod propose;
mod range;
mod statement;
mod value;

use super::program::{Asked, Program, Reading, Step, Test};
use super::sandbox;
use super::script::{Script, Site, Stage, Vocabulary};
use crate::calendar::Period;
use crate::condition::{Condition, Expression, Leaf, Side};
use crate::diagnostic::{Code, Problem, Severity};
use crate::span::{Place, SourceId, Span};
use calls::Calls;
use lifted::Lifted;
use rhai::Position;
use std::collections::BTreeSet;
use value::Variable;

/// The script that `text` is, and everything wrong with it. Places are offsets in `text`.
pub(super) fn check(stage: Stage, text: &str, vocabulary: &Vocabulary<'_>) -> (Option<Script>, Vec<Problem>) {
    let ast = match sandbox::parse(text) {
        Ok(ast) => ast,
        Err(problems) => return (None, problems.into_iter().map(of_script).collect()),
    };
    let mut checker = Checker {
        stage,
        text,
        vocabulary,
        problems: Vec::new(),
        asked: Vec::new(),
        tests: Vec::new(),
        reads: Vec::new(),
        steps: Vec::new(),
        sites: Vec::new(),
        variables: Vec::new(),
        path: Vec::new(),
        known: Vec::new(),
        values: 0,
        calls: Calls::default(),
    };
    let mut statements = ast.statements().to_vec();
    checker.block(&mut statements);
    let Checker { mut problems, asked, tests, reads, steps, sites, .. } = checker;
    problems.sort_by_key(|problem| problem.place);
    problems.dedup();
    if problems.iter().any(|problem| problem.code.severity() == Severity::Error) {
        return (None, problems);
    }
    let program = Program::new(statements, asked, tests, reads, steps);
    let names = program.names().map(Box::from).collect::<BTreeSet<Box<str>>>().into_iter().collect();
    (Some(Script { stage, text: text.into(), sites, names, program: Some(program) }), problems)
}

/// The finding with its place known to be in the script.
fn of_script(mut problem: Problem) -> Problem {
    problem.place.source = SourceId::SCRIPT;
    problem
}

struct Checker<'a> {
    stage: Stage,
    text: &'a str,
    vocabulary: &'a Vocabulary<'a>,
    problems: Vec<Problem>,
    asked: Vec<Asked>,
    tests: Vec<Test>,
    reads: Vec<Reading>,
    steps: Vec<Step>,
    sites: Vec<Site>,
    /// Those in sight, the innermost last.
    variables: Vec<Variable>,
    /// What holds where the walk is.
    path: Vec<Lifted>,
    /// What is known to be known there.
    known: Vec<Box<str>>,
    /// How many blocks around it stand where a value is needed.
    values: usize,
    calls: Calls,
}

impl Checker<'_> {
    fn place(&self, position: Position) -> Place {
        Place::new(SourceId::SCRIPT, sandbox::span(self.text, position))
    }

    /// The place of a name with dots, of which the parser knows the first word.
    fn place_of(&self, name: &str, position: Position) -> Place {
        let place = self.place(position);
        let start = place.span().start;
        let end = start + name.len();
        if self.text.get(start..end) == Some(name) { place.with(Span::new(start, end)) } else { place }
    }

    /// The place of one side of a comparison.
    fn place_of_side(&self, side: &Side, position: Position) -> Place {
        match side {
            Side::Name(name) => self.place_of(name, position),
            _ => self.place(position),
        }
    }

    fn refuse(
        &mut self,
        code: Code,
        position: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.place(position);
        self.problems.push(Problem::new(code, place, message).help(help));
    }

    /// Notes that a run may stop here: `reads` something unknown, or comes to a computation without a result.
    fn may_stop(&mut self, reads: Option<Condition>, position: Position) {
        // A run passes this by only where it asked whether something is known, or what was decided; anything else unknown has
        // ended it before.
        let is_open = |part: &Lifted| part.taint().known || part.taint().decided;
        if !self.path.iter().any(is_open) {
            return;
        }
        let way = Lifted::all(self.path.clone());
        let step = Step {
            way: way.condition(),
            may_change: way.may_change(),
            reads,
            line: compare::line(position),
            column: compare::column(position),
        };
        let is_alike = |other: &Step| {
            (&other.way, &other.reads, other.may_change) == (&step.way, &step.reads, step.may_change)
        };
        if !self.steps.iter().any(is_alike) {
            self.steps.push(step);
        }
    }

    /// Reports each of them unless it is said already: two proposals under one condition are one mistake.
    fn report(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }
}

/// A question as written with what it was checked to mean.
#[derive(Debug, Clone)]
struct Question {
    /// Its position among everything the script asks.
    number: usize,
    condition: Condition,
    /// In the condition language; `None` for what only scripts may ask.
    written: Option<Expression>,
}

impl Question {
    /// Whether it asks if something is known: to a script that is true or false.
    fn asks_known(&self) -> bool {
        match &self.condition {
            Condition::Leaf(Leaf::Known(_)) => true,
            Condition::Leaf(Leaf::InForce(period)) => *period == Period::ALWAYS,
            _ => false,
        }
    }
}
