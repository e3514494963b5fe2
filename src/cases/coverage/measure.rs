//! What the cases of a rulebook reach, one after the other.

use super::aspect::Aspect;
use super::goal::{Goal, Scene, Seen};
use super::obligation::{Obligation, obligations};
use crate::cases::case::Case;
use crate::condition::Truth;
use crate::engine::Engine;
use crate::id::RuleId;
use std::collections::BTreeMap;

/// How many cases are told for a goal.
pub(in crate::cases) const MAX_CASES: usize = 8;

/// What cases reach of everything there is to cover.
#[derive(Debug)]
pub(super) struct Measured<'e> {
    pub(super) scene: Scene<'e>,
    pub(super) obligations: Vec<Obligation>,
    /// By obligation and goal.
    pub(super) marks: Vec<Vec<Mark>>,
    /// By rule: the parts of its condition that were never true, as the positions of their tests and of them in these.
    pub(super) never_true: BTreeMap<RuleId, Vec<(usize, usize)>>,
}

/// Which cases reach a goal, by their positions.
#[derive(Debug, Default, Clone)]
pub(super) struct Mark {
    /// The first [`MAX_CASES`] of them.
    pub(super) cases: Vec<usize>,
    /// The first of those that come nearest: but for something else it would reach the goal.
    pub(super) close: Option<usize>,
    is_nearest: bool,
}

impl<'e> Measured<'e> {
    /// Decides every case, looking on.
    pub(super) fn new(engine: &'e Engine, cases: &[&Case]) -> Self {
        let scene = Scene::new(engine);
        let obligations = obligations(&scene);
        let mut marks: Vec<Vec<Mark>> =
            obligations.iter().map(|obligation| vec![Mark::default(); obligation.goals.len()]).collect();
        for (at, case) in cases.iter().enumerate() {
            let seen = scene.see(case.inquiry());
            for (obligation, marks) in obligations.iter().zip(&mut marks) {
                for ((goal, _), mark) in obligation.goals.iter().zip(marks) {
                    if mark.cases.len() >= MAX_CASES {
                        continue;
                    }
                    if seen.reaches(*goal, &scene, case.inquiry()) {
                        mark.cases.push(at);
                    } else if !mark.is_nearest && is_close(*goal, &scene, &seen) {
                        // A rule that is true comes nearer than one that may be.
                        let is_nearest =
                            !matches!(*goal, Goal::Decisive(rule) if seen.rule(rule) != Truth::True);
                        if is_nearest || mark.close.is_none() {
                            (mark.close, mark.is_nearest) = (Some(at), is_nearest);
                        }
                    }
                }
            }
        }
        let never_true = never_true(&obligations, &marks);
        Self { scene, obligations, marks, never_true }
    }

    /// The obligations with the marks of their goals.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Obligation, &[Mark])> {
        self.obligations.iter().zip(self.marks.iter().map(Vec::as_slice))
    }
}

/// Whether every goal is reached.
pub(super) fn is_covered(marks: &[Mark]) -> bool {
    marks.iter().all(|mark| !mark.cases.is_empty())
}

fn never_true(obligations: &[Obligation], marks: &[Vec<Mark>]) -> BTreeMap<RuleId, Vec<(usize, usize)>> {
    let mut parts: BTreeMap<RuleId, Vec<(usize, usize)>> = BTreeMap::new();
    for (obligation, marks) in obligations.iter().zip(marks) {
        if let (Aspect::PartTrue, Some(rule), Some(place)) =
            (obligation.aspect, obligation.rule, obligation.place)
            && !is_covered(marks)
        {
            parts.entry(rule).or_default().push(place);
        }
    }
    parts
}

fn is_close(goal: Goal, scene: &Scene<'_>, seen: &Seen) -> bool {
    match goal {
        Goal::Rule(rule, _) => seen.rule(rule) == Truth::Unknown,
        Goal::Decisive(rule) => seen.rule(rule) != Truth::False,
        Goal::Turns(test, atom, truth) => seen.atoms(test).get(atom) == Some(&truth),
        Goal::Lies(boundary, side) => seen.side(boundary) == Some(side) && boundary < scene.boundaries.len(),
        Goal::Refused(judgment) => {
            let judged = seen.decision.parts.judgments.get(judgment.index());
            judged.is_some_and(|judged| judged.state.raised() == Truth::True)
        }
        Goal::Beaten(rule, ..) => seen.rule(rule) == Truth::True,
        _ => false,
    }
}
