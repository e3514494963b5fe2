//! The stages of a decision, in order; each reads only what earlier ones produced.

use super::program::{LAST, Program};
use crate::classify::{Axis, AxisState, Order, Score};
use crate::compose::Joined;
use crate::condition::{Situation, Truth};
use crate::effect::{Grant, Restriction};
use crate::id::{AxisId, LabelId, RuleId};
use crate::inquiry::{self, Inquiry, Notice};
use crate::overrides::{ScriptRun, SiteEffect, Stage};
use crate::rulebook::Model;
use crate::text::Scratch;
use std::cell::Cell;

/// What the stages up to the joins found.
#[derive(Debug)]
pub(crate) struct Outcome<'a> {
    /// Of what was decided it holds what the scripts were shown, and only where there are scripts.
    pub(crate) situation: Situation,
    /// The rules whose condition is not false, by id.
    pub(crate) rules: Vec<(RuleId, Truth)>,
    pub(crate) joined: Joined,
    pub(crate) scripts: Vec<ScriptRun<'a>>,
    /// The most a grant can be: true, unless a script failed.
    pub(crate) ceiling: Truth,
    pub(crate) notices: Vec<Notice>,
}

/// Runs every stage on one inquiry.
pub(crate) fn run<'a>(program: &'a Program, inquiry: &Inquiry, scratch: &mut Scratch) -> Outcome<'a> {
    run_without(program, inquiry, scratch, None)
}

/// Runs every stage as if one rule were not there.
pub(super) fn run_without<'a>(
    program: &'a Program,
    inquiry: &Inquiry,
    scratch: &mut Scratch,
    without: Option<RuleId>,
) -> Outcome<'a> {
    let model = program.model();
    let mut notices = inquiry.notices().to_vec();
    let mut situation = observe(program, inquiry, scratch, &mut notices);
    let scripts = scripts_before_labels(model, inquiry, &mut situation);
    let ceiling = ceiling(&scripts);
    let rules = classify_and_evaluate(program, &mut situation, &scripts, ceiling, without);
    let joined = join(model, &situation, &rules, &scripts, ceiling);
    let mut outcome = Outcome { situation, rules, joined, scripts, ceiling, notices };
    if has_scripts(model, Stage::Decided) {
        scripts_behind_rules(program, inquiry, &mut outcome, without);
    }
    outcome
}

fn has_scripts(model: &Model, stage: Stage) -> bool {
    model.overrides.iter().flat_map(|by| &by.scripts).any(|script| script.stage == stage)
}

/// The most a grant can be behind these runs.
pub(super) fn ceiling(scripts: &[ScriptRun<'_>]) -> Truth {
    scripts.iter().map(ScriptRun::ceiling).fold(Truth::True, Truth::and)
}

/// The `classified` scripts. No axis has a state yet, so whatever asks for one finds it unknown.
pub(super) fn scripts_before_labels<'a>(
    model: &'a Model,
    inquiry: &Inquiry,
    situation: &mut Situation,
) -> Vec<ScriptRun<'a>> {
    if !has_scripts(model, Stage::Classified) {
        return Vec::new();
    }
    let axes = std::mem::take(&mut situation.axes);
    let mut scripts = ScriptRun::all(model, Stage::Classified, inquiry, situation);
    scripts.iter_mut().for_each(|run| run.judge(model, situation));
    situation.axes = axes;
    forget_lets(situation);
    scripts
}

/// The `decided` scripts. If one of them fails, everything from the labels on is worked out again, with no grant true.
fn scripts_behind_rules<'a>(
    program: &'a Program,
    inquiry: &Inquiry,
    outcome: &mut Outcome<'a>,
    without: Option<RuleId>,
) {
    let model = program.model();
    outcome.situation.decided = program.scripts_ask.then(|| outcome.joined.decided_between(model));
    let mut decided = ScriptRun::all(model, Stage::Decided, inquiry, &mut outcome.situation);
    decided.iter_mut().for_each(|run| run.judge(model, &outcome.situation));
    let lowered = outcome.ceiling.and(ceiling(&decided));
    if lowered != outcome.ceiling {
        outcome.ceiling = lowered;
        outcome.situation.decided = None;
        forget_lets(&mut outcome.situation);
        outcome.rules =
            classify_and_evaluate(program, &mut outcome.situation, &outcome.scripts, lowered, without);
        outcome.joined = join(model, &outcome.situation, &outcome.rules, &outcome.scripts, lowered);
        outcome.situation.decided = program.scripts_ask.then(|| outcome.joined.decided_between(model));
        decided.iter_mut().for_each(|run| run.judge_suspended(model, &outcome.situation));
    }
    decided.iter().for_each(|run| join_script(&mut outcome.joined, run, lowered));
    outcome.scripts.append(&mut decided);
}

/// Forgets what named conditions were, now that what they read has changed.
pub(super) fn forget_lets(situation: &mut Situation) {
    situation.lets.iter_mut().for_each(|memory| memory.set(None));
}

/// Stages one and two: typed facts, cue hits, derived values, scores.
pub(super) fn observe(
    program: &Program,
    inquiry: &Inquiry,
    scratch: &mut Scratch,
    notices: &mut Vec<Notice>,
) -> Situation {
    let model = program.model();
    let mut situation = Situation {
        time: inquiry.time(),
        lets: vec![Cell::new(None); model.lets.len()],
        axes: model.axes.iter().map(AxisState::without_rules).collect(),
        ..Situation::default()
    };
    inquiry::facts(inquiry, model, &mut situation.facts, notices);
    super::text::scan(&program.matcher, model, inquiry, scratch, &mut situation.cues, notices);
    let cues = &situation.cues;
    situation.derived =
        inquiry::derive(inquiry, model, |cue| cues.count(cue), || cues.length(), &situation.facts);
    // No part of a score reads an axis, so no named condition it evaluates is evaluated too early.
    let sum = |score: &Score| score.sum(|part| part.evaluate(&situation, &model.lets));
    situation.scores = model.scores.iter().map(sum).collect();
    situation
}

/// Stage three and every rule that is not false: axes in the order in which their rules read them, then all other rules. Only
/// candidates are looked at.
pub(super) fn classify_and_evaluate(
    program: &Program,
    situation: &mut Situation,
    scripts: &[ScriptRun<'_>],
    ceiling: Truth,
    without: Option<RuleId>,
) -> Vec<(RuleId, Truth)> {
    let model = program.model();
    let mut waiting =
        Waiting { stages: &program.stages, without, classifying: Vec::new(), others: Vec::new() };
    let mut rules = Vec::new();
    for index in &program.indices {
        index.candidates(situation, |rule| waiting.add(rule));
    }
    for (stage, axis) in (0..).zip(&model.axis_order) {
        let Some(declared) = model.axes.get(axis.index()) else { continue };
        for (_, rule) in waiting.classifying.extract_if(.., |(at, _)| *at == stage) {
            evaluate(model, rule, situation, &mut rules);
        }
        let by_rules = model.counted(&rules).flat_map(|(_, rule, truth)| {
            let labels = rule.labels().filter(|(other, _)| other == axis);
            labels.map(move |(_, label)| {
                (label, if is_grant(declared, label) { truth.and(ceiling) } else { truth })
            })
        });
        let by_scripts = labels_by_scripts(scripts, declared, *axis, ceiling);
        let state = AxisState::join(declared, by_rules.chain(by_scripts));
        for index in &program.indices {
            index.candidates_by(*axis, &state, situation, |rule| waiting.add(rule));
        }
        if let Some(slot) = situation.axes.get_mut(axis.index()) {
            *slot = state;
        }
    }
    for rule in waiting.others {
        evaluate(model, rule, situation, &mut rules);
    }
    // One that is found in several ways is there several times.
    rules.sort_unstable_by_key(|(rule, _)| program.places.get(rule.index()));
    rules.dedup_by_key(|(rule, _)| *rule);
    rules
}

/// Candidates that are not evaluated yet.
struct Waiting<'a> {
    /// By [`RuleId`].
    stages: &'a [u16],
    /// The rule that is left out.
    without: Option<RuleId>,
    /// Those that classify, with their stage.
    classifying: Vec<(u16, RuleId)>,
    others: Vec<RuleId>,
}

impl Waiting<'_> {
    fn add(&mut self, rule: RuleId) {
        if self.without == Some(rule) {
            return;
        }
        match self.stages.get(rule.index()) {
            Some(stage) if *stage < LAST => self.classifying.push((*stage, rule)),
            _ => self.others.push(rule),
        }
    }
}

/// Adds a rule whose condition is not false.
fn evaluate(model: &Model, rule: RuleId, situation: &Situation, rules: &mut Vec<(RuleId, Truth)>) {
    let truth = model.rules.get(rule.index()).map(|rule| rule.when.evaluate(situation, &model.lets));
    if let Some(truth @ (Truth::True | Truth::Unknown)) = truth {
        rules.push((rule, truth));
    }
}

pub(super) fn labels_by_scripts(
    scripts: &[ScriptRun<'_>],
    declared: &Axis,
    on: AxisId,
    ceiling: Truth,
) -> impl Iterator<Item = (LabelId, Truth)> {
    // A suspended label of an unordered axis stays possible: rules may be stricter with it as well as without it.
    let most = match declared.order {
        Order::Unordered if ceiling != Truth::True => Truth::Unknown,
        Order::Unordered | Order::Ordered { .. } => Truth::True,
    };
    let sites = scripts.iter().flat_map(ScriptRun::sites);
    sites.filter_map(move |(_, site, state)| {
        let (axis, label) = site.effect.label()?;
        let most = if is_grant(declared, label) { ceiling } else { most };
        (axis == on).then_some((label, state.truth().and(most)))
    })
}

/// Whether a label lies below its axis's default.
pub(super) fn is_grant(axis: &Axis, label: LabelId) -> bool {
    matches!(axis.order, Order::Ordered { default } if label < default)
}

/// The joins over judgments and escalations: all rules, and the scripts there are so far.
pub(super) fn join(
    model: &Model,
    situation: &Situation,
    rules: &[(RuleId, Truth)],
    scripts: &[ScriptRun<'_>],
    ceiling: Truth,
) -> Joined {
    let mut joined = Joined::new(model);
    for (_, rule, truth) in model.counted(rules) {
        rule.restrictions.iter().for_each(|restriction| joined.restrict(restriction, truth));
        for grant in &rule.grants {
            joined.grant(grant, grant_truth(grant, truth, situation, model).and(ceiling));
        }
    }
    scripts.iter().for_each(|run| join_script(&mut joined, run, ceiling));
    joined
}

/// What a script proposes, and whom the inquiry goes to if it failed.
pub(super) fn join_script(joined: &mut Joined, run: &ScriptRun<'_>, ceiling: Truth) {
    for (_, site, state) in run.sites() {
        match &site.effect {
            SiteEffect::Restriction(restriction) => joined.restrict(restriction, state.truth()),
            SiteEffect::Grant(grant) => joined.grant(grant, state.truth().and(ceiling)),
        }
    }
    if let Some((_, truth)) = run.failure() {
        joined.restrict(&run.escalation(), truth);
    }
}

/// Whether a grant of a rule applies: its rule's condition and, for a settlement, what that is given on.
pub(crate) fn grant_truth(grant: &Grant, rule: Truth, situation: &Situation, model: &Model) -> Truth {
    match grant {
        Grant::Settle { given: Some(given), .. } => rule.and(given.evaluate(situation, &model.lets)),
        Grant::Settle { given: None, .. } | Grant::Delegate { .. } | Grant::Classify { .. } => rule,
    }
}

/// Every restriction that counts, of rules and of scripts.
pub(crate) fn restrictions<'a>(
    model: &'a Model,
    outcome: &'a Outcome<'a>,
) -> impl Iterator<Item = &'a Restriction> {
    let by_rules = model.counted(&outcome.rules).flat_map(|(_, rule, _)| &rule.restrictions);
    let sites = outcome.scripts.iter().flat_map(ScriptRun::sites);
    let by_scripts = sites.filter_map(|(_, site, state)| match &site.effect {
        SiteEffect::Restriction(restriction) if state.truth() != Truth::False => Some(restriction),
        _ => None,
    });
    by_rules.chain(by_scripts)
}
