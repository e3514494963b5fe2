//! What the proposals of a script count for in one decision: from what a run of it came to, to three-valued truths.

use super::script::{Failure, FailureKind, Override, Ran, Script, ScriptGrant, Site, SiteEffect, Stage};
use super::stuck::stuck;
use crate::authority::Urgency;
use crate::condition::{Condition, Situation, Truth};
use crate::effect::{EffectKind, Grant, Restriction};
use crate::id::{AxisId, LabelId};
use crate::inquiry::Inquiry;
use crate::rulebook::Model;

/// One run of a script.
#[derive(Debug)]
pub(crate) struct ScriptRun<'a> {
    /// The position of the override in the model, and of the script in it.
    at: (usize, usize),
    pub(crate) by: &'a Override,
    pub(crate) script: &'a Script,
    ran: Ran,
    /// Whether it stopped; otherwise a failure is one that it might come to when more is known.
    pub(crate) has_failed: bool,
    /// Whether nothing that is still learnt changes what the run came to.
    is_certain: bool,
    /// By position in [`Script::sites`].
    states: Vec<SiteState>,
}

/// How far a proposal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SiteState {
    /// Whether it is proposed: a restriction counts unless this is false.
    pub(crate) proposed: Truth,
    /// Whether a grant of its layer covers it; true of a restriction, which needs none. A grant counts only if both are true.
    pub(crate) covered: Truth,
    /// Whether any grant would cover it if its condition were true.
    pub(crate) is_inside: bool,
}

impl SiteState {
    /// Whether it counts.
    pub(crate) fn truth(self) -> Truth {
        self.proposed.and(self.covered)
    }
}

/// Which proposal of a rulebook: the positions of its override, its script and itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SiteId {
    by: usize,
    script: usize,
    site: usize,
}

impl SiteId {
    /// Every proposal of a rulebook, in written order.
    pub(crate) fn all(model: &Model) -> impl Iterator<Item = Self> {
        let overrides = model.overrides.iter().enumerate();
        let scripts = overrides.flat_map(|(by, declared)| {
            declared.scripts.iter().enumerate().map(move |(script, written)| (by, script, written))
        });
        scripts.flat_map(|(by, script, written)| {
            (0..written.sites.len()).map(move |site| Self { by, script, site })
        })
    }

    /// The proposal, and what it stands in.
    pub(crate) fn of(self, model: &Model) -> Option<(&Override, &Script, &Site)> {
        let by = model.overrides.get(self.by)?;
        let script = by.scripts.get(self.script)?;
        Some((by, script, script.sites.get(self.site)?))
    }
}

impl<'a> ScriptRun<'a> {
    /// Runs every script of a stage. `situation` holds what the stages before found, and where it was decided what is open.
    pub(crate) fn all(
        model: &'a Model,
        stage: Stage,
        inquiry: &Inquiry,
        situation: &mut Situation,
    ) -> Vec<Self> {
        // To a run, what is decided is definite.
        let open = situation.decided.as_mut().and_then(|decided| decided.open.take());
        let mut runs = Vec::new();
        for (position, by) in model.overrides.iter().enumerate() {
            let scripts = by.scripts.iter().enumerate().filter(|(_, script)| script.stage == stage);
            for (at, script) in scripts {
                let ran = script.run(model, inquiry, situation);
                runs.push(Self {
                    at: (position, at),
                    by,
                    script,
                    has_failed: ran.failure.is_some(),
                    is_certain: !(ran.met_missing || open.is_some() && script.asks_outcome()),
                    ran,
                    states: Vec::new(),
                });
            }
        }
        if let Some(decided) = &mut situation.decided {
            decided.open = open;
        }
        runs.iter_mut().for_each(|run| run.foresee(model, situation));
        runs
    }

    /// Finds where it might yet fail, when more is known or what is open is decided otherwise.
    fn foresee(&mut self, model: &Model, situation: &Situation) {
        if !self.has_failed && !self.is_certain {
            self.ran.failure = stuck(self.script, model, situation);
        }
        self.is_certain &= !matches!(&self.ran.failure, Some(Failure { kind: FailureKind::Unknown(_), .. }));
    }

    /// Works out what its proposals count for in the `situation` it was run in, where what is decided may be open.
    pub(crate) fn judge(&mut self, model: &Model, situation: &Situation) {
        let sites = self.script.sites.iter().zip(&self.ran.proposed);
        let states = sites.map(|(site, made)| {
            let proposed = self.proposed(site, *made, || site.when.evaluate(situation, &model.lets));
            let (is_inside, covered) = self.covered(site, model, situation);
            SiteState { proposed, covered, is_inside }
        });
        self.states = states.collect();
    }

    /// Whether a site is proposed, by whether the run made the proposal and what the lifted condition says.
    fn proposed(&self, site: &Site, made: bool, lifted: impl Fn() -> Truth) -> Truth {
        match (&site.effect, &self.ran.failure) {
            (_, None) if self.is_certain => Truth::from(made),
            // To the run `known(..)` of what is missing is false, and a restriction may only rest on its opposite: what the run did
            // not propose is not proposed whatever is learnt.
            (SiteEffect::Restriction(_), None) if !made => Truth::False,
            (SiteEffect::Restriction(restriction), None) if !restriction.binds() => Truth::True,
            // Something that could be lifted may decide beside what could not, and be undone by what is learnt.
            (SiteEffect::Restriction(_), _) if made && site.opaque && !self.is_certain => Truth::Unknown,
            (_, None) if made && site.may_change => Truth::Unknown,
            // Nor can learning undo what else could not be lifted.
            (_, None) if made => lifted().or(Truth::Unknown),
            // What was not reached would have counted, as far as can be told.
            (_, Some(_)) if self.is_certain => Truth::from(made).or(lifted()),
            (SiteEffect::Restriction(_), Some(_)) if made => lifted().or(Truth::Unknown),
            _ if site.opaque => lifted().and(Truth::Unknown),
            _ => lifted(),
        }
    }

    /// Adds what its restrictions count for in the `situation` in which the grants are suspended: none is lost with them, and
    /// those count too that rest on what it comes to now.
    pub(crate) fn judge_suspended(&mut self, model: &Model, situation: &Situation) {
        for (site, state) in self.script.sites.iter().zip(&mut self.states) {
            let SiteEffect::Restriction(restriction) = &site.effect else { continue };
            let lifted = site.when.evaluate(situation, &model.lets);
            state.proposed = state.proposed.or(match &self.ran.failure {
                None if !restriction.binds() || (self.is_certain && site.opaque) => Truth::False,
                Some(_) if self.is_certain => lifted,
                _ if site.opaque => lifted.and(Truth::Unknown),
                _ => lifted,
            });
        }
    }

    /// Whether some grant of its layer is about this proposal, and whether one covers it; restrictions need none.
    fn covered(&self, site: &Site, model: &Model, situation: &Situation) -> (bool, Truth) {
        let SiteEffect::Grant(grant) = &site.effect else { return (true, Truth::True) };
        let is_inside = self.by.grants.iter().any(|entry| entry.covers(grant));
        (is_inside, self.by.covered(grant, model, situation))
    }

    /// Its proposals with what they count for. Before they were judged there are none.
    pub(crate) fn sites(&self) -> impl Iterator<Item = (SiteId, &'a Site, SiteState)> {
        let (by, script) = self.at;
        let sites = self.script.sites.iter().zip(&self.states).enumerate();
        sites.map(move |(at, (site, state))| (SiteId { by, script, site: at }, site, *state))
    }

    /// Why it stopped before its end, or might, with whether it does so whatever is learnt.
    pub(crate) fn failure(&self) -> Option<(&Failure, Truth)> {
        let truth = if self.is_certain { Truth::True } else { Truth::Unknown };
        self.ran.failure.as_ref().map(|failure| (failure, truth))
    }

    /// What its failure adds to the decision.
    pub(crate) const fn escalation(&self) -> Restriction {
        Restriction::Escalate { to: self.by.on_error, urgency: Urgency::Normal, within: None }
    }

    /// The most a grant of this decision can be: anything unless the script failed, and nothing true then.
    pub(crate) fn ceiling(&self) -> Truth {
        self.failure().map_or(Truth::True, |(_, truth)| truth.not())
    }
}

impl Override {
    /// Whether its grants cover what one of its scripts proposes.
    pub(crate) fn covered(&self, proposed: &Grant, model: &Model, situation: &Situation) -> Truth {
        let about = self.grants.iter().filter(|entry| entry.covers(proposed));
        about.fold(Truth::False, |covered, entry| covered.or(entry.truth(proposed, model, situation)))
    }
}

impl SiteEffect {
    /// What it does.
    pub(crate) const fn kind(&self) -> EffectKind {
        match self {
            Self::Restriction(restriction) => restriction.kind(),
            Self::Grant(grant) => grant.kind(),
        }
    }

    /// Whether it puts a label on this axis.
    pub(crate) fn classifies(&self, on: AxisId) -> bool {
        self.label().is_some_and(|(axis, _)| axis == on)
    }

    /// The label it puts on an axis, if it does.
    pub(crate) const fn label(&self) -> Option<(AxisId, LabelId)> {
        match self {
            Self::Restriction(Restriction::Classify { axis, label })
            | Self::Grant(Grant::Classify { axis, label }) => Some((*axis, *label)),
            Self::Restriction(_) | Self::Grant(_) => None,
        }
    }
}

impl ScriptGrant {
    /// The conditions under which it covers `proposed`, if it ever does.
    pub(crate) fn conditions(&self, proposed: &Grant) -> impl Iterator<Item = &Condition> {
        let covering: Vec<&Grant> = self.grants.iter().filter(|granted| granted.covers(proposed)).collect();
        let when = (!covering.is_empty()).then_some(&self.when);
        let given = covering.into_iter().filter_map(Grant::given);
        when.into_iter().chain(given)
    }

    /// Whether the conditions hold under which it covers `proposed`.
    fn truth(&self, proposed: &Grant, model: &Model, situation: &Situation) -> Truth {
        let given = |granted: &Grant| match granted {
            Grant::Settle { given: Some(given), .. } => given.evaluate(situation, &model.lets),
            Grant::Settle { given: None, .. } | Grant::Delegate { .. } | Grant::Classify { .. } => {
                Truth::True
            }
        };
        let covering = self.grants.iter().filter(|granted| granted.covers(proposed));
        let given = covering.map(given).fold(Truth::False, Truth::or);
        self.when.evaluate(situation, &model.lets).and(given)
    }
}
