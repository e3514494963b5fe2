//! Deciding again: an inquiry that was decided once, under a rulebook of which one part is another. What the part cannot touch is
//! not worked out anew, and no index is built.
//!
//! All names keep their indices, so whatever refers to the rulebook fits its variants too.

use super::decide::{self, Prepared};
use super::program::{LAST, Program};
use super::{Engine, reference, run, text};
use crate::classify::AxisState;
use crate::compose::Joined;
use crate::condition::{Condition, Leaf, Situation, Truth};
use crate::decision::Decision;
use crate::effect::{Restriction, Rule};
use crate::id::{AxisId, CueId, RuleId};
use crate::inquiry::{self, Inquiry, Slot};
use crate::rulebook::{Model, Rulebook};
use crate::text::{Cue, CueMatcher, CueScan, LayerMatcher, Scratch};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What deciding again needs to know of the rulebook as it is.
#[derive(Debug)]
pub(crate) struct Again {
    program: Arc<Program>,
    /// By [`AxisId`]: the rules that put labels on it.
    givers: Vec<Vec<RuleId>>,
    /// By [`AxisId`]: the rules whose conditions read it, directly or through named conditions.
    readers: Vec<Vec<RuleId>>,
}

/// An inquiry with everything that was found on the way to the decision on it.
#[derive(Debug)]
pub(crate) struct Kept {
    inquiry: Inquiry,
    /// Behind all stages, with nothing decided.
    situation: Situation,
    /// By [`RuleId`].
    truths: Vec<Truth>,
    /// Those that are not false, by name.
    rules: Vec<(RuleId, Truth)>,
    notices: Vec<inquiry::Notice>,
    /// What they come to, but for labels.
    said: Said,
    /// The rules that whoever keeps it asks about by name.
    watched: Vec<RuleId>,
    /// Whether a script failed or might: then rules were worked out twice, and only the second time is kept.
    had_doubts: bool,
}

/// All that a decision says, but for labels and reasons, where nothing is unknown.
#[derive(Debug, PartialEq)]
struct Said {
    joined: Joined,
    /// Of the restrictions that bind nobody, each once.
    beside: BTreeSet<Restriction>,
    is_certain: bool,
}

/// What somebody wants to know of a decision, made from a situation that holds what was decided.
type Look<'l> = &'l dyn Fn(&Decision, &Situation) -> bool;

impl Again {
    pub(crate) fn new(engine: &Engine) -> Self {
        let program = Arc::clone(&engine.program);
        let model = program.model();
        let mut givers = vec![Vec::new(); model.axes.len()];
        let mut readers = givers.clone();
        for (at, rule) in model.rules.iter().enumerate() {
            let id = RuleId::at(at);
            let mut given: Vec<AxisId> = rule.labels().map(|(axis, _)| axis).collect();
            let mut read = Vec::new();
            axes_read(&rule.when, model, &mut read);
            for (axes, rules) in [(&mut given, &mut givers), (&mut read, &mut readers)] {
                axes.sort_unstable();
                axes.dedup();
                for axis in axes {
                    rules.get_mut(axis.index()).into_iter().for_each(|rules| rules.push(id));
                }
            }
        }
        Self { program, givers, readers }
    }

    /// Decides an inquiry by the rulebook as it is, and keeps what was found. `watched` are the rules of which somebody wants to
    /// know whether they count, besides what comes of them.
    pub(crate) fn keep(&self, inquiry: &Inquiry, watched: Vec<RuleId>) -> Kept {
        let model = self.program.model();
        let mut notices = inquiry.notices().to_vec();
        let mut situation = run::observe(&self.program, inquiry, &mut Scratch::default(), &mut notices);
        let mut had_doubts = false;
        let rules = if model.overrides.is_empty() {
            run::classify_and_evaluate(&self.program, &mut situation, &[], Truth::True, None)
        } else {
            situation.lets = Vec::new();
            let outcome = reference::outcome_of(model, inquiry, situation, notices.clone());
            had_doubts = outcome.ceiling != Truth::True;
            situation = Situation { decided: None, ..outcome.situation };
            outcome.rules
        };
        let mut truths = vec![Truth::False; model.rules.len()];
        for (rule, truth) in &rules {
            truths.get_mut(rule.index()).into_iter().for_each(|slot| *slot = *truth);
        }
        run::forget_lets(&mut situation);
        let said = Said::new(model, &situation, &rules);
        Kept { inquiry: inquiry.clone(), situation, truths, rules, notices, said, watched, had_doubts }
    }

    /// Decides it by a rulebook in which one rule is another one, which puts labels on the same axes or on none. Only that rule is
    /// evaluated, and what reads labels that have become others. No script may look at it. `None` if nothing comes of it that
    /// anybody would see outside the reasons.
    pub(crate) fn with_rule(
        &self,
        variant: &Rulebook,
        changed: RuleId,
        kept: &mut Kept,
        look: Look<'_>,
    ) -> Option<bool> {
        let model = variant.model();
        let axes = kept.situation.axes.clone();
        let mut learnt: Vec<(RuleId, Truth)> = Vec::new();
        let mut waiting = vec![changed];
        if self.stage(changed) < LAST {
            for (stage, axis) in (0..).zip(&model.axis_order) {
                let ready: Vec<RuleId> = waiting.extract_if(.., |rule| self.stage(*rule) == stage).collect();
                for rule in ready {
                    learn(rule, model, kept, &mut learnt);
                }
                let givers = self.givers.get(axis.index()).map_or(&[][..], Vec::as_slice);
                if !learnt.iter().any(|(rule, _)| givers.contains(rule)) {
                    continue;
                }
                let state = state(*axis, givers, model, &kept.truths);
                if let Some(slot) = kept.situation.axes.get_mut(axis.index())
                    && let Some(state) = state
                    && *slot != state
                {
                    *slot = state;
                    waiting.extend(self.readers.get(axis.index()).into_iter().flatten());
                }
            }
        }
        waiting.sort_unstable();
        waiting.dedup();
        for rule in waiting {
            learn(rule, model, kept, &mut learnt);
        }
        let rules = self.patched(kept, &learnt);
        let said = Said::new(model, &kept.situation, &rules);
        let is_watched = learnt.iter().any(|(rule, _)| kept.watched.contains(rule));
        let is_same = said.is_certain
            && !is_watched
            && said == kept.said
            && axes == kept.situation.axes
            && !self.program.prepared.all_have_periods();
        let seen = (!is_same).then(|| {
            let outcome = run::Outcome {
                situation: std::mem::take(&mut kept.situation),
                rules,
                joined: said.joined,
                scripts: Vec::new(),
                ceiling: Truth::True,
                notices: kept.notices.clone(),
            };
            let (seen, situation) = looked_at(variant, &self.program.prepared, &kept.inquiry, outcome, look);
            kept.situation = situation;
            seen
        });
        kept.situation.axes = axes;
        kept.situation.decided = None;
        run::forget_lets(&mut kept.situation);
        for (rule, truth) in learnt.into_iter().rev() {
            kept.truths.get_mut(rule.index()).into_iter().for_each(|slot| *slot = truth);
        }
        seen
    }

    /// Decides it by a variant in which anything but facts and words may be another: everything from there on is worked out
    /// anew, without haste.
    pub(crate) fn with_anything(&self, variant: &Rulebook, kept: &Kept, look: Look<'_>) -> bool {
        let (facts, cues) = (kept.situation.facts.clone(), kept.situation.cues.clone());
        self.anew(variant, kept, facts, cues, kept.notices.clone(), look)
    }

    /// Decides it by a variant in which a fact is declared otherwise; `None` if that makes none of its facts another.
    pub(crate) fn with_facts(&self, variant: &Rulebook, kept: &Kept, look: Look<'_>) -> Option<bool> {
        let typed = |model| {
            let (mut facts, mut notices) = (Vec::new(), Vec::new());
            inquiry::facts(&kept.inquiry, model, &mut facts, &mut notices);
            (facts, notices)
        };
        let (before, notices_before) = typed(self.program.model());
        let (facts, notices) = typed(variant.model());
        ((&facts, &notices) != (&before, &notices_before)).then(|| {
            // Those of facts stand behind those of the inquiry as it came in, and before those of its words.
            let given = kept.inquiry.notices().iter().cloned();
            let of_words = kept.notices.iter().skip(given.len() + notices_before.len()).cloned();
            let notices = given.chain(notices).chain(of_words).collect();
            self.anew(variant, kept, facts, kept.situation.cues.clone(), notices, look)
        })
    }

    /// Decides it by a variant in which a cue has other phrases; `None` if it is heard as before.
    pub(crate) fn with_cue(
        &self,
        variant: &Rulebook,
        cue: CueId,
        matcher: &CueMatcher,
        kept: &Kept,
        look: Look<'_>,
    ) -> Option<bool> {
        let mut scan = CueScan::default();
        let (model, inquiry) = (variant.model(), &kept.inquiry);
        text::scan(matcher, model, inquiry, &mut Scratch::default(), &mut scan, &mut Vec::new());
        let before = &kept.situation.cues;
        let is_same = scan.truth(cue) == before.truth(cue) && scan.count(cue) == before.count(cue);
        (!is_same).then(|| {
            let (facts, cues) = (kept.situation.facts.clone(), before.with_hits_of(cue, &scan));
            self.anew(variant, kept, facts, cues, kept.notices.clone(), look)
        })
    }

    fn anew(
        &self,
        variant: &Rulebook,
        kept: &Kept,
        facts: Vec<Slot>,
        cues: CueScan,
        notices: Vec<inquiry::Notice>,
        look: Look<'_>,
    ) -> bool {
        let (model, inquiry) = (variant.model(), &kept.inquiry);
        let situation = reference::situation_of(model, inquiry, facts, cues);
        let outcome = reference::outcome_of(model, inquiry, situation, notices);
        looked_at(variant, &self.program.prepared, inquiry, outcome, look).0
    }

    fn stage(&self, rule: RuleId) -> u16 {
        self.program.stages.get(rule.index()).copied().unwrap_or(LAST)
    }

    /// The rules that are not false, by name, once some have become others.
    fn patched(&self, kept: &Kept, learnt: &[(RuleId, Truth)]) -> Vec<(RuleId, Truth)> {
        let place = |rule: RuleId| self.program.places.get(rule.index()).copied();
        let mut rules = kept.rules.clone();
        for (rule, _) in learnt {
            let now = kept.truths.get(rule.index()).copied().unwrap_or_default();
            let found = rules.binary_search_by_key(&place(*rule), |(other, _)| place(*other));
            match (found, now) {
                (Ok(at), Truth::False) => {
                    rules.remove(at);
                }
                (Ok(at), _) => rules.get_mut(at).into_iter().for_each(|slot| slot.1 = now),
                (Err(_), Truth::False) => {}
                (Err(at), _) => rules.insert(at, (*rule, now)),
            }
        }
        rules
    }
}

impl Said {
    fn new(model: &Model, situation: &Situation, rules: &[(RuleId, Truth)]) -> Self {
        let restrictions = model.counted(rules).flat_map(|(_, rule, _)| &rule.restrictions);
        Self {
            joined: run::join(model, situation, rules, &[], Truth::True),
            beside: restrictions.filter(|restriction| !restriction.binds()).cloned().collect(),
            is_certain: model.counted(rules).all(|(_, rule, truth)| {
                let mut grants = rule.grants.iter();
                truth == Truth::True
                    && grants.all(|grant| run::grant_truth(grant, truth, situation, model) != Truth::Unknown)
            }),
        }
    }
}

impl Kept {
    /// What was found, with nothing decided.
    pub(crate) const fn situation(&self) -> &Situation {
        &self.situation
    }

    /// Whether a script failed or might, so that what was found does not tell what a variant can change.
    pub(crate) const fn had_doubts(&self) -> bool {
        self.had_doubts
    }

    /// Whether a rule applies.
    pub(crate) fn truth(&self, rule: RuleId) -> Truth {
        self.truths.get(rule.index()).copied().unwrap_or_default()
    }
}

/// A matcher for one cue alone, with the phrases that all layers of a variant say of it.
pub(crate) fn matcher_of(variant: &Rulebook, cue: CueId) -> CueMatcher {
    let layers = variant.model().phrases.iter().flat_map(|layer| layer.iter());
    let own: Vec<(CueId, Cue)> = layers.filter(|(other, _)| *other == cue).cloned().collect();
    CueMatcher::of(vec![Arc::new(LayerMatcher::new(&own))])
}

/// Evaluates a rule and remembers what it was before.
fn learn(rule: RuleId, model: &Model, kept: &mut Kept, learnt: &mut Vec<(RuleId, Truth)>) {
    let Some(declared) = model.rules.get(rule.index()) else { return };
    let truth = declared.when.evaluate(&kept.situation, &model.lets);
    if let Some(slot) = kept.truths.get_mut(rule.index()) {
        learnt.push((rule, std::mem::replace(slot, truth)));
    }
}

fn state(axis: AxisId, givers: &[RuleId], model: &Model, truths: &[Truth]) -> Option<AxisState> {
    let declared = model.axes.get(axis.index())?;
    let labels = givers.iter().flat_map(|id| {
        let truth = truths.get(id.index()).copied().unwrap_or_default();
        let rule: Option<&Rule> = model.rules.get(id.index()).map(|rule| &**rule);
        let labels = rule.into_iter().filter(move |_| truth != Truth::False).flat_map(Rule::labels);
        labels.filter(move |(other, _)| *other == axis).map(move |(_, label)| (label, truth))
    });
    Some(AxisState::join(declared, labels))
}

/// Shows a decision to whoever asked for it, and gives the situation back it was made from.
fn looked_at(
    rulebook: &Rulebook,
    prepared: &Prepared,
    inquiry: &Inquiry,
    mut outcome: run::Outcome<'_>,
    look: Look<'_>,
) -> (bool, Situation) {
    let model = rulebook.model();
    let mut parts = decide::parts(model, prepared, inquiry, &outcome);
    parts.axes.clone_from(&outcome.situation.axes);
    let decision = Decision { rulebook: rulebook.clone(), parts };
    outcome.situation.decided = Some(outcome.joined.decided(model));
    (look(&decision, &outcome.situation), outcome.situation)
}

fn axes_read(condition: &Condition, model: &Model, axes: &mut Vec<AxisId>) {
    match condition {
        Condition::Constant(_) => {}
        Condition::Not(inner) => axes_read(inner, model, axes),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| axes_read(part, model, axes));
        }
        Condition::Let(id) => {
            let named = model.lets.get(id.index());
            named.into_iter().for_each(|named| axes_read(&named.condition, model, axes));
        }
        Condition::Leaf(leaf) => axes.extend(Leaf::axis(leaf)),
    }
}
