//! What is missing that could still change where the inquiry goes.

use super::judgment::{JudgmentState, Reading};
use super::route::Destination;
use crate::condition::{Condition, Knowable, Leaf, Situation, Truth};
use crate::effect::{Grant, Restriction, Rule, TimeLimit};
use crate::id::{AxisId, CueId, JudgmentId, LetId, RuleId, ScoreId, ValueId};
use crate::inquiry::{Derivation, Missing};
use crate::overrides::{FailureKind, ScriptRun, Site, SiteEffect, SiteState};
use crate::rulebook::Model;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What a rulebook's rules wait for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    /// Missing facts.
    pub(crate) facts: BTreeSet<ValueId>,
    /// The customer's words, or the rest of them.
    pub(crate) text: bool,
    /// The inquiry's time.
    pub(crate) time: bool,
}

/// Walks from unknown rules to what they wait for: through unknown parts only, since a part that is already true or
/// false stays so whatever is learnt.
pub(crate) struct Walk<'a> {
    model: &'a Model,
    situation: &'a Situation,
    /// Those whose condition is not false.
    rules: &'a [(RuleId, Truth)],
    scripts: &'a [ScriptRun<'a>],
    wanted: Wanted,
    seen_axes: BTreeSet<AxisId>,
    seen_lets: BTreeSet<LetId>,
    seen_scores: BTreeSet<ScoreId>,
}

impl<'a> Walk<'a> {
    /// A walk that has seen nothing yet.
    pub(crate) fn new(
        model: &'a Model,
        situation: &'a Situation,
        rules: &'a [(RuleId, Truth)],
        scripts: &'a [ScriptRun<'a>],
    ) -> Self {
        Self {
            model,
            situation,
            rules,
            scripts,
            wanted: Wanted::default(),
            seen_axes: BTreeSet::new(),
            seen_lets: BTreeSet::new(),
            seen_scores: BTreeSet::new(),
        }
    }

    /// Everything any unknown rule or proposal waits for.
    pub(crate) fn all(mut self) -> Wanted {
        self.rules();
        for run in self.scripts {
            self.failure(run);
            run.sites().for_each(|(_, site, state)| self.site(run, site, state));
        }
        self.wanted
    }

    /// What the unknown rules and proposals wait for that could still change the destination `low`, by their effects on it. `due` says when
    /// a time limit is over that may count.
    ///
    /// Sound: a rule is left out only if none of its effects can move tier, urgency or due, whichever way it turns out.
    pub(crate) fn for_destination(
        mut self,
        low: &Destination,
        judgments: &[JudgmentState],
        due: &dyn Fn(TimeLimit) -> Option<Timestamp>,
    ) -> Wanted {
        let can = Can { model: self.model, low, judgments, due };
        for (_, rule, truth) in self.model.counted(self.rules) {
            let restricts = rule.restrictions.iter().any(|restriction| can.restrict(restriction));
            if restricts || rule.grants.iter().any(|grant| can.grant(grant)) {
                self.rule(rule, truth);
            }
        }
        for run in self.scripts {
            self.failure(run);
            for (_, site, state) in run.sites() {
                let matters = match &site.effect {
                    SiteEffect::Restriction(restriction) => can.restrict(restriction),
                    SiteEffect::Grant(grant) => can.grant(grant),
                };
                if matters {
                    self.site(run, site, state);
                }
            }
        }
        self.wanted
    }

    fn rules(&mut self) {
        for (_, rule, truth) in self.model.counted(self.rules) {
            self.rule(rule, truth);
        }
    }

    /// What a proposal waits for, and the grants that may cover it.
    fn site(&mut self, run: &'a ScriptRun<'a>, site: &'a Site, state: SiteState) {
        if state.truth() != Truth::Unknown {
            return;
        }
        self.condition(&site.when);
        if site.opaque {
            run.script.questions().chain(run.script.readings()).for_each(|asked| self.condition(asked));
        }
        if let SiteEffect::Grant(grant) = &site.effect {
            run.by
                .grants
                .iter()
                .flat_map(|entry| entry.conditions(grant))
                .for_each(|when| self.condition(when));
        }
        self.behind_certain_failure();
    }

    /// What may let a script run through that failed: it suspends every grant, and may fail elsewhere when more is learnt.
    fn failure(&mut self, run: &'a ScriptRun<'a>) {
        let Some((failure, Truth::Unknown)) = run.failure() else { return };
        if let FailureKind::Unknown(condition) = &failure.kind {
            self.condition(condition);
        }
        run.script.questions().chain(run.script.readings()).for_each(|asked| self.condition(asked));
        self.behind_certain_failure();
    }

    /// Everything that is missing, where a failure that nothing undoes has suspended grants: the labels and the decision that
    /// another script read and found open may be certain since.
    fn behind_certain_failure(&mut self) {
        if self.scripts.iter().all(|run| run.ceiling() != Truth::False) {
            return;
        }
        let model = self.model;
        (0..model.facts.len()).for_each(|fact| self.value(ValueId::fact(fact)));
        (0..model.cues.len()).for_each(|cue| self.condition(&Condition::Leaf(Leaf::Cue(CueId::at(cue)))));
    }

    fn rule(&mut self, rule: &Rule, truth: Truth) {
        if truth == Truth::Unknown {
            self.condition(&rule.when);
        }
        if truth != Truth::False {
            for grant in &rule.grants {
                if let Grant::Settle { given: Some(given), .. } = grant {
                    self.condition(given);
                }
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        if condition.evaluate(self.situation, &self.model.lets) != Truth::Unknown {
            return;
        }
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part))
            }
            Condition::Let(id) => {
                let model = self.model;
                if self.seen_lets.insert(*id)
                    && let Some(named) = model.lets.get(id.index())
                {
                    self.condition(&named.condition);
                }
            }
            Condition::Leaf(leaf) => self.leaf(leaf),
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        leaf.values().for_each(|value| self.value(value));
        match leaf {
            Leaf::Cue(_) | Leaf::Known(Knowable::Cue(_) | Knowable::Text) => self.wanted.text = true,
            Leaf::Score { score, .. } | Leaf::Known(Knowable::Score(score)) => self.score(*score),
            Leaf::AxisIn { axis, .. } | Leaf::AxisHas { axis, .. } | Leaf::Known(Knowable::Axis(axis)) => {
                self.axis(*axis);
            }
            Leaf::Outcome { .. } | Leaf::Known(Knowable::Raised(_)) => self.rules(),
            Leaf::InForce(_) => self.wanted.time = true,
            Leaf::Holds(_)
            | Leaf::In { .. }
            | Leaf::Contains { .. }
            | Leaf::Known(Knowable::Value(_))
            | Leaf::Compare { .. } => {}
        }
    }

    fn score(&mut self, score: ScoreId) {
        if !self.seen_scores.insert(score) {
            return;
        }
        let model = self.model;
        for part in model.scores.get(score.index()).into_iter().flat_map(|score| &score.parts) {
            self.condition(&part.when);
        }
    }

    fn axis(&mut self, axis: AxisId) {
        if !self.seen_axes.insert(axis) {
            return;
        }
        for (_, rule, truth) in self.model.counted(self.rules) {
            if truth == Truth::Unknown && rule.labels().any(|(other, _)| other == axis) {
                self.condition(&rule.when);
            }
        }
        for run in self.scripts {
            for (_, site, state) in run.sites() {
                if site.effect.classifies(axis) {
                    self.site(run, site, state);
                }
            }
        }
    }

    fn value(&mut self, value: ValueId) {
        let Err(cause) = self.situation.value(value) else { return };
        if cause == Missing::NoTime {
            self.wanted.time = true;
            return;
        }
        match self.model.derived(value).map(|derived| &derived.from) {
            Some(Derivation::Open(_)) => self.wanted.time = true,
            Some(Derivation::Count(_) | Derivation::LengthOfText) => self.wanted.text = true,
            // The fact is missing, or is a day that has not come yet or lies too far back. A constant never is.
            Some(derivation) => self.wanted.facts.extend(derivation.fact()),
            None => {
                self.wanted.facts.insert(value);
            }
        }
    }
}

/// What could move the destination above `low`, the least restrictive that could still come out.
struct Can<'a> {
    model: &'a Model,
    low: &'a Destination,
    judgments: &'a [JudgmentState],
    due: &'a dyn Fn(TimeLimit) -> Option<Timestamp>,
}

impl Can<'_> {
    /// Whether the restriction could move tier, urgency or due.
    fn restrict(&self, restriction: &Restriction) -> bool {
        match restriction {
            Restriction::Escalate { to, urgency, within } => {
                *to > self.low.tier
                    || *urgency > self.low.urgency
                    || within.is_some_and(|within| self.be_due(within))
            }
            Restriction::Raise(judgment) => {
                let raised = self.judgments.get(judgment.index()).map(JudgmentState::raised);
                raised != Some(Truth::True) && self.reach_higher(*judgment)
            }
            Restriction::Retain { judgment, .. } => self.reach_higher(*judgment),
            // Labels move the destination only through the rules that read them, which lead back here.
            Restriction::Classify { .. }
            | Restriction::Refer(_)
            | Restriction::Notify(_)
            | Restriction::Require(_)
            | Restriction::Instruct(_)
            | Restriction::Tag(_) => false,
        }
    }

    /// Whether the grant could.
    fn grant(&self, grant: &Grant) -> bool {
        match grant {
            Grant::Classify { .. } => false,
            Grant::Delegate { judgment, .. } | Grant::Settle { judgment, .. } => self.reach_higher(*judgment),
        }
    }

    /// Whether the judgment could take the inquiry above the tier it reaches in any case: the safe reading is the highest
    /// it may ask for, whatever its rules turn out to be.
    fn reach_higher(&self, judgment: JudgmentId) -> bool {
        let state = self.judgments.get(judgment.index()).zip(self.model.judgments.get(judgment.index()));
        let highest = state.and_then(|(state, judgment)| state.route(judgment.holders, Reading::Safe));
        highest.is_some_and(|highest| highest > self.low.tier)
    }

    /// Whether the time limit could end before every one that is certain.
    fn be_due(&self, within: TimeLimit) -> bool {
        (self.due)(within).is_some_and(|due| self.low.due.is_none_or(|certain| due < certain))
    }
}
