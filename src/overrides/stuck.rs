//! Whether a script that ran through might fail once more is known.
//!
//! A run passes by what `known(..)` guards while that is missing. If it then read something else that is unknown, it would fail as
//! soon as the guard held: knowing less would grant more. The same goes for what it would compute, which may have no result, and for
//! what it passes by because of a decision that is still open. So such a run counts as one that fails.

#[cfg(feature = "script")]
use super::program::Step;
use super::script::{Failure, FailureKind, Script};
use crate::condition::{Condition, Knowable, Leaf, Situation, Term, Truth};
use crate::id::{LetId, ValueId};
use crate::rulebook::Model;
use std::collections::BTreeSet;

/// Where it might fail: the first proposal, in written order, on whose way something unknown is read that nothing guards, or the first
/// step it has not come to that may stop it.
pub(super) fn stuck(script: &Script, model: &Model, situation: &Situation) -> Option<Failure> {
    let on_the_way = script.sites.iter().find_map(|site| {
        let mut way = Way { model, situation, unguarded: None };
        way.follow(&site.when, &[]);
        way.unguarded.map(|leaf| failure((site.line, site.column), leaf, model))
    });
    #[cfg(feature = "script")]
    let on_the_way = on_the_way.or_else(|| script.steps().find_map(|step| stop(step, model, situation)));
    on_the_way
}

/// What may stop the run at a step it has not come to: something unknown that nothing guards, or a computation, whose operands
/// nobody knows yet.
#[cfg(feature = "script")]
fn stop(step: &Step, model: &Model, situation: &Situation) -> Option<Failure> {
    let reached = step.way.evaluate(situation, &model.lets);
    let is_open = reached == Truth::Unknown || (reached == Truth::True && step.may_change);
    match &step.reads {
        _ if !is_open => None,
        None => {
            let kind = FailureKind::Computation(
                "a computation may have no result, unless a `min` and a `max` of what it reads rule that out"
                    .into(),
            );
            Some(Failure { line: step.line, column: step.column, kind, names: Vec::new() })
        }
        Some(reads) => {
            let mut way = Way { model, situation, unguarded: None };
            let passed = way.follow(&step.way, &[]);
            way.read(reads, &passed.when_true);
            way.unguarded.map(|leaf| failure((step.line, step.column), leaf, model))
        }
    }
}

fn failure((line, column): (u32, u32), leaf: Leaf, model: &Model) -> Failure {
    let mut names: Vec<Box<str>> = leaf.values().map(|value| model.value_name(value).into()).collect();
    names.extend(match &leaf {
        Leaf::Cue(cue) | Leaf::Known(Knowable::Cue(cue)) => {
            Some(format!("cue.{}", model.cue_name(*cue)).into())
        }
        Leaf::Score { score, .. } | Leaf::Known(Knowable::Score(score)) => {
            Some(format!("score.{}", model.score_name(*score)).into())
        }
        Leaf::AxisIn { axis, .. } | Leaf::AxisHas { axis, .. } | Leaf::Known(Knowable::Axis(axis)) => {
            model.axes.get(axis.index()).map(|axis| axis.id.clone())
        }
        _ => None,
    });
    names.sort_unstable();
    names.dedup();
    let kind = FailureKind::Unknown(Condition::Leaf(leaf));
    Failure { line, column, kind, names }
}

/// The way through a condition, read from left to right.
struct Way<'a> {
    model: &'a Model,
    situation: &'a Situation,
    /// The first thing read that is unknown while everything is known that is asked for before it.
    unguarded: Option<Leaf>,
}

/// What is known behind a condition.
#[derive(Default)]
struct Passed {
    when_true: Vec<Knowable>,
    when_false: Vec<Knowable>,
}

impl Way<'_> {
    /// Reads a condition as a script does: no further than is needed, and with `known(..)` for a guard of what follows.
    fn follow(&mut self, condition: &Condition, guards: &[Knowable]) -> Passed {
        match condition {
            Condition::Leaf(Leaf::Known(what)) => Passed { when_true: vec![*what], when_false: Vec::new() },
            Condition::Not(inner) => {
                let Passed { when_true, when_false } = self.follow(inner, guards);
                Passed { when_true: when_false, when_false: when_true }
            }
            Condition::All(parts) => {
                let when_true = self.sequence(parts, guards, Truth::False, |passed| passed.when_true);
                Passed { when_true, when_false: Vec::new() }
            }
            Condition::Any(parts) => {
                let when_false = self.sequence(parts, guards, Truth::True, |passed| passed.when_false);
                Passed { when_true: Vec::new(), when_false }
            }
            Condition::Constant(_) | Condition::Let(_) | Condition::Leaf(_) => {
                self.read(condition, guards);
                Passed::default()
            }
        }
    }

    /// Reads parts up to the one that is certain to settle them; what is known behind all of them.
    fn sequence(
        &mut self,
        parts: &[Condition],
        guards: &[Knowable],
        settled: Truth,
        goes_on: impl Fn(Passed) -> Vec<Knowable>,
    ) -> Vec<Knowable> {
        let mut guards = guards.to_vec();
        for part in parts {
            let passed = self.follow(part, &guards);
            guards.extend(goes_on(passed));
            if part.evaluate(self.situation, &self.model.lets) == settled {
                break;
            }
        }
        guards
    }

    fn read(&mut self, condition: &Condition, guards: &[Knowable]) {
        if self.unguarded.is_none() {
            self.unguarded = self.open(condition, guards, &mut BTreeSet::new());
        }
    }

    /// Something that a condition waits for and `guards` do not cover.
    fn open(&self, condition: &Condition, guards: &[Knowable], seen: &mut BTreeSet<LetId>) -> Option<Leaf> {
        if condition.evaluate(self.situation, &self.model.lets) != Truth::Unknown {
            return None;
        }
        match condition {
            Condition::Constant(_) => None,
            Condition::Not(inner) => self.open(inner, guards, seen),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().find_map(|part| self.open(part, guards, seen))
            }
            Condition::Let(id) => {
                let named = self.model.lets.get(id.index()).filter(|_| seen.insert(*id))?;
                self.open(&named.condition, guards, seen)
            }
            Condition::Leaf(leaf) => {
                let waits = match leaf {
                    Leaf::Holds(_)
                    | Leaf::Compare { .. }
                    | Leaf::In { .. }
                    | Leaf::Contains { .. }
                    | Leaf::Known(Knowable::Value(_)) => {
                        leaf.values().any(|value| !self.is_guarded(value, guards))
                    }
                    Leaf::Cue(cue) => !guards.contains(&Knowable::Cue(*cue)),
                    Leaf::Score { score, .. } => !guards.contains(&Knowable::Score(*score)),
                    Leaf::AxisIn { axis, .. } | Leaf::AxisHas { axis, .. } => {
                        !guards.contains(&Knowable::Axis(*axis))
                    }
                    Leaf::Known(what) => !guards.contains(what),
                    // To a run what is decided is definite, so that it reads on behind it; but for what is only possibly raised.
                    Leaf::Outcome { term: Term::Raised(judgment), .. } => {
                        !guards.contains(&Knowable::Raised(*judgment))
                    }
                    Leaf::Outcome { .. } => false,
                    Leaf::InForce(_) => true,
                };
                waits.then(|| leaf.clone())
            }
        }
    }

    /// Whether a value is known, or will be where the guards hold: itself, or the fact that it is measured from, if there is a time
    /// to measure it by.
    fn is_guarded(&self, value: ValueId, guards: &[Knowable]) -> bool {
        let fact = || self.model.derived(value).and_then(|derived| derived.from.fact());
        let guarded = |value: ValueId| guards.contains(&Knowable::Value(value));
        self.situation.value(value).is_ok()
            || guarded(value)
            || (self.situation.time.is_some() && fact().is_some_and(guarded))
    }
}
