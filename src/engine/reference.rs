//! The meaning of a rulebook without any haste: what [`Engine`](crate::Engine) has to come to, however it gets there.
//!
//! Every phrase is looked for by itself, every rule evaluated, every named condition worked out wherever it is read; nothing is prepared,
//! remembered or skipped. It is slow and meant for tests: the engine's decision on any inquiry is this one, byte for byte. Shared with
//! the engine are the reading of facts and texts, the evaluation of one condition, what scripts propose, and how a decision is
//! worded.

use super::decide::{self, Prepared};
use super::run::{self, Outcome};
use crate::classify::{Axis, AxisState, Order};
use crate::compose::Joined;
use crate::condition::{LabelSet, Situation, Truth};
use crate::decision::{Decision, WhyNot};
use crate::effect::{Grant, Restriction};
use crate::id::{AxisId, LabelId, RuleId};
use crate::inquiry::{self, Inquiry, Notice, Slot};
use crate::overrides::{ScriptRun, Stage};
use crate::rulebook::{Model, Rulebook};
use crate::text::{CueMatcher, CueScan, Scratch};

/// The decision on one inquiry, the same as [`Engine::decide`](crate::Engine::decide).
///
/// ```
/// use furiwake::{Engine, Inquiry, Rulebook, reference};
///
/// let shop = Rulebook::builtin("shop").unwrap();
/// let inquiry = Inquiry::new().customer("返金してください。");
/// let decision = reference::decide(&shop, &inquiry);
/// assert_eq!(decision.to_json(), Engine::new(&shop).decide(&inquiry).to_json());
/// ```
pub fn decide(rulebook: &Rulebook, inquiry: &Inquiry) -> Decision {
    Plain::new(rulebook).decide(inquiry)
}

/// What does not depend on the inquiry, for whoever decides many.
#[derive(Debug)]
pub(crate) struct Plain {
    rulebook: Rulebook,
    matcher: CueMatcher,
    prepared: Prepared,
}

impl Plain {
    pub(crate) fn new(rulebook: &Rulebook) -> Self {
        let model = rulebook.model();
        Self { rulebook: rulebook.clone(), matcher: matcher(model), prepared: Prepared::new(model) }
    }

    /// The decision on one inquiry.
    pub(crate) fn decide(&self, inquiry: &Inquiry) -> Decision {
        let outcome = outcome(self.rulebook.model(), &self.matcher, inquiry);
        decide::decide(&self.rulebook, &self.prepared, inquiry, outcome)
    }
}

/// Looks for one phrase after the other.
fn matcher(model: &Model) -> CueMatcher {
    CueMatcher::plain(model.phrases.iter().flat_map(|layer| layer.iter()))
}

/// Why a rule applies to an inquiry or does not, the same as [`Engine::why_not`](crate::Engine::why_not); `None` if the rulebook has
/// no such rule.
pub fn why_not(rulebook: &Rulebook, inquiry: &Inquiry, rule: &str) -> Option<WhyNot> {
    let model = rulebook.model();
    let rule = model.rules.get(model.rule_id(rule)?.index())?;
    let outcome = outcome(model, &matcher(model), inquiry);
    Some(WhyNot::new(rulebook, inquiry, &outcome.situation, rule))
}

/// The stages in order.
fn outcome<'a>(model: &'a Model, matcher: &CueMatcher, inquiry: &Inquiry) -> Outcome<'a> {
    let mut notices = inquiry.notices().to_vec();
    let situation = observe_with(model, matcher, inquiry, &mut notices);
    outcome_of(model, inquiry, situation, notices)
}

/// The stages behind what is given and said.
pub(super) fn outcome_of<'a>(
    model: &'a Model,
    inquiry: &Inquiry,
    mut situation: Situation,
    notices: Vec<Notice>,
) -> Outcome<'a> {
    let mut scripts = run::scripts_before_labels(model, inquiry, &mut situation);
    let mut ceiling = run::ceiling(&scripts);
    let (mut rules, mut joined) = rules(model, &mut situation, &scripts, ceiling);

    situation.decided = Some(joined.decided_between(model));
    let mut decided = ScriptRun::all(model, Stage::Decided, inquiry, &mut situation);
    decided.iter_mut().for_each(|script| script.judge(model, &situation));
    let lowered = ceiling.and(run::ceiling(&decided));
    if lowered != ceiling {
        ceiling = lowered;
        situation.decided = None;
        (rules, joined) = self::rules(model, &mut situation, &scripts, ceiling);
        situation.decided = Some(joined.decided_between(model));
        decided.iter_mut().for_each(|script| script.judge_suspended(model, &situation));
    }
    decided.iter().for_each(|script| run::join_script(&mut joined, script, ceiling));
    scripts.append(&mut decided);
    Outcome { situation, rules, joined, scripts, ceiling, notices }
}

/// What is given and said, before any label.
pub(super) fn observe(model: &Model, inquiry: &Inquiry) -> Situation {
    observe_with(model, &matcher(model), inquiry, &mut Vec::new())
}

/// Facts, words, what is derived from them, scores. Without a place to remember them, named conditions are worked out each time.
fn observe_with(
    model: &Model,
    matcher: &CueMatcher,
    inquiry: &Inquiry,
    notices: &mut Vec<Notice>,
) -> Situation {
    let (mut facts, mut cues) = (Vec::new(), CueScan::default());
    inquiry::facts(inquiry, model, &mut facts, notices);
    super::text::scan(matcher, model, inquiry, &mut Scratch::default(), &mut cues, notices);
    situation_of(model, inquiry, facts, cues)
}

/// What is derived from facts and words, and scores.
pub(super) fn situation_of(model: &Model, inquiry: &Inquiry, facts: Vec<Slot>, cues: CueScan) -> Situation {
    let axes = model.axes.iter().map(AxisState::without_rules).collect();
    let mut situation = Situation { time: inquiry.time(), axes, facts, cues, ..Situation::default() };
    let cues = &situation.cues;
    situation.derived =
        inquiry::derive(inquiry, model, |cue| cues.count(cue), || cues.length(), &situation.facts);
    let scores = model.scores.iter();
    situation.scores = scores.map(|score| score.sum(|part| part.evaluate(&situation, &model.lets))).collect();
    situation
}

/// Labels, then every rule: those that are not false, by name, and what all of them come to.
fn rules(
    model: &Model,
    situation: &mut Situation,
    scripts: &[ScriptRun<'_>],
    ceiling: Truth,
) -> (Vec<(RuleId, Truth)>, Joined) {
    for axis in &model.axis_order {
        if let Some(declared) = model.axes.get(axis.index()) {
            let state = label(model, declared, *axis, situation, scripts, ceiling);
            situation.axes.splice(axis.index()..=axis.index(), [state]);
        }
    }
    let evaluated = model.rules_by_name().map(|(id, rule)| (id, rule.when.evaluate(situation, &model.lets)));
    let rules: Vec<(RuleId, Truth)> = evaluated.collect();
    let mut joined = Joined::new(model);
    for (id, truth) in &rules {
        let Some(rule) = model.rules.get(id.index()) else { continue };
        // A restriction counts unless it is false, a grant only if it is true, and none behind a script that failed.
        rule.restrictions.iter().for_each(|restriction| joined.restrict(restriction, *truth));
        for grant in &rule.grants {
            joined.grant(grant, run::grant_truth(grant, *truth, situation, model).and(ceiling));
        }
    }
    scripts.iter().for_each(|script| run::join_script(&mut joined, script, ceiling));
    (rules.into_iter().filter(|(_, truth)| *truth != Truth::False).collect(), joined)
}

/// What an axis may carry: of an unordered one each label that is not false. Of an ordered one the highest label T of those that are
/// true, or the default if none is, and every unknown one above T, or every unknown one if none is true.
fn label(
    model: &Model,
    declared: &Axis,
    axis: AxisId,
    situation: &Situation,
    scripts: &[ScriptRun<'_>],
    ceiling: Truth,
) -> AxisState {
    let mut given: Vec<(LabelId, Truth)> = run::labels_by_scripts(scripts, declared, axis, ceiling).collect();
    for rule in &model.rules {
        let truth = rule.when.evaluate(situation, &model.lets);
        for restriction in &rule.restrictions {
            if let Restriction::Classify { axis: on, label } = restriction
                && *on == axis
            {
                given.push((*label, truth));
            }
        }
        for grant in &rule.grants {
            if let Grant::Classify { axis: on, label } = grant
                && *on == axis
            {
                given.push((*label, truth.and(ceiling)));
            }
        }
    }
    let with = |truth: Truth| given.iter().filter(move |(_, other)| *other == truth).map(|(label, _)| *label);
    match declared.order {
        Order::Unordered => {
            let all = (0..declared.labels.len()).map(LabelId::at);
            let truth = |label: LabelId| {
                let of_label = given.iter().filter(|(other, _)| *other == label).map(|(_, truth)| *truth);
                of_label.fold(Truth::False, Truth::or)
            };
            AxisState::Unordered { labels: all.map(truth).collect() }
        }
        Order::Ordered { default } => {
            let highest = with(Truth::True).max();
            let above = with(Truth::Unknown).filter(|label| highest.is_none_or(|highest| *label > highest));
            let possible: LabelSet = above.chain([highest.unwrap_or(default)]).collect();
            AxisState::Ordered { possible }
        }
    }
}
