//! The stages of a decision, in order; each reads only what earlier ones produced.

use super::program::Program;
use crate::authority::Rank;
use crate::classify::{AxisState, Score};
use crate::compose::{Escalations, JudgmentState};
use crate::condition::{Situation, Truth};
use crate::effect::{Grant, Restriction, Rule};
use crate::id::{JudgmentId, RuleId};
use crate::inquiry::{self, Inquiry, Notice};
use crate::rulebook::Model;
use std::cell::Cell;

/// What the stages up to the joins found.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) situation: Situation,
    /// By [`RuleId`]: whether its condition holds.
    pub(crate) truths: Vec<Truth>,
    /// By [`JudgmentId`].
    pub(crate) judgments: Vec<JudgmentState>,
    pub(crate) escalations: Escalations,
    pub(crate) notices: Vec<Notice>,
}

/// Runs every stage on one inquiry.
pub(crate) fn run(program: &Program, inquiry: &Inquiry) -> Outcome {
    let model = program.model();
    let mut notices = inquiry.notices().to_vec();
    let mut situation = observe(program, inquiry, &mut notices);
    let truths = classify_and_evaluate(program, &mut situation);
    let (judgments, escalations) = join(model, &situation, &truths);
    Outcome { situation, truths, judgments, escalations, notices }
}

/// Stages one and two: typed facts, cue hits, derived values, scores.
fn observe(program: &Program, inquiry: &Inquiry, notices: &mut Vec<Notice>) -> Situation {
    let model = program.model();
    let mut situation = Situation {
        time: inquiry.time(),
        lets: vec![Cell::new(None); model.lets.len()],
        axes: model.axes.iter().map(AxisState::without_rules).collect(),
        ..Situation::default()
    };
    inquiry::facts(inquiry, model, &mut situation.facts, notices);
    super::text::scan(program, inquiry, &mut situation.cues, notices);
    let cues = &situation.cues;
    situation.derived =
        inquiry::derive(inquiry, model, |cue| cues.count(cue), || cues.length(), &situation.facts);
    // No part of a score reads an axis, so no named condition it evaluates is evaluated too early.
    let sum = |score: &Score| score.sum(|part| part.evaluate(&situation, &model.lets));
    situation.scores = model.scores.iter().map(sum).collect();
    situation
}

/// Stage three and the truth of every rule: axes in the order in which their rules read them, then all other rules.
fn classify_and_evaluate(program: &Program, situation: &mut Situation) -> Vec<Truth> {
    let model = program.model();
    let mut truths: Vec<Option<Truth>> = vec![None; model.rules.len()];
    let mut truth_of = |rule: RuleId, situation: &Situation| {
        let evaluate = || {
            model
                .rules
                .get(rule.index())
                .map_or(Truth::Unknown, |rule| rule.when.evaluate(situation, &model.lets))
        };
        truths.get_mut(rule.index()).map_or(Truth::Unknown, |memory| *memory.get_or_insert_with(evaluate))
    };
    for axis in &model.axis_order {
        let (Some(declared), Some(labels)) = (model.axes.get(axis.index()), program.labels.get(axis.index()))
        else {
            continue;
        };
        let state = AxisState::join(
            declared,
            labels.iter().map(|(rule, label)| (*label, truth_of(*rule, situation))),
        );
        if let Some(slot) = situation.axes.get_mut(axis.index()) {
            *slot = state;
        }
    }
    (0..model.rules.len()).map(|position| truth_of(RuleId::at(position), situation)).collect()
}

/// The joins over judgments and escalations. Restrictions count unless false, grants only when true; the joined states
/// keep both ends apart.
fn join(model: &Model, situation: &Situation, truths: &[Truth]) -> (Vec<JudgmentState>, Escalations) {
    let mut judgments = vec![JudgmentState::default(); model.judgments.len()];
    let mut escalations = Escalations::default();
    for (rule, truth) in model.rules.iter().zip(truths).filter(|(_, truth)| **truth != Truth::False) {
        for restriction in &rule.restrictions {
            match restriction {
                Restriction::Raise(judgment) => at(&mut judgments, *judgment, |state| state.raise(*truth)),
                Restriction::Retain { judgment, act, tier } => {
                    at(&mut judgments, *judgment, |state| state.retain(*act, *tier, *truth));
                }
                Restriction::Escalate { to, urgency, within } => {
                    escalations.join(*to, *urgency, *within, *truth)
                }
                Restriction::Classify { .. }
                | Restriction::Refer(_)
                | Restriction::Notify(_)
                | Restriction::Require(_)
                | Restriction::Instruct(_)
                | Restriction::Tag(_) => {}
            }
        }
        for grant in &rule.grants {
            match grant {
                Grant::Delegate { judgment, act, tier } => {
                    at(&mut judgments, *judgment, |state| state.delegate(*act, *tier, *truth));
                }
                Grant::Settle { judgment, ruling, .. } => {
                    let truth = grant_truth(grant, *truth, situation, model);
                    at(&mut judgments, *judgment, |state| state.settle(*ruling, truth));
                }
                Grant::Classify { .. } => {}
            }
        }
    }
    (judgments, escalations)
}

/// Whether a grant of a rule applies: its rule's condition and, for a settlement, what that is given on.
pub(crate) fn grant_truth(grant: &Grant, rule: Truth, situation: &Situation, model: &Model) -> Truth {
    match grant {
        Grant::Settle { given: Some(given), .. } => rule.and(given.evaluate(situation, &model.lets)),
        Grant::Settle { given: None, .. } | Grant::Delegate { .. } | Grant::Classify { .. } => rule,
    }
}

/// The rules that are not false, with their index and truth, by id.
pub(crate) fn counted<'a>(
    model: &'a Model,
    truths: &'a [Truth],
) -> impl Iterator<Item = (RuleId, &'a Rule, Truth)> + use<'a> {
    let rules = model.rules_by_name();
    let rules = rules.filter_map(|(id, rule)| Some((id, rule, *truths.get(id.index())?)));
    rules.filter(|(_, _, truth)| *truth != Truth::False)
}

/// The default holders of every judgment beside its state.
pub(crate) fn with_defaults<'a>(
    model: &'a Model,
    judgments: &'a [JudgmentState],
) -> impl Iterator<Item = (&'a JudgmentState, [Rank; 3])> + use<'a> {
    judgments.iter().zip(model.judgments.iter()).map(|(state, judgment)| (state, judgment.holders))
}

fn at(judgments: &mut [JudgmentState], judgment: JudgmentId, change: impl FnOnce(&mut JudgmentState)) {
    if let Some(state) = judgments.get_mut(judgment.index()) {
        change(state);
    }
}
