//! Everything that counts, joined, and what it comes to: the decision as conditions can ask it.

use super::judgment::{JudgmentState, Reading, Ruling};
use super::route::{Destination, Escalations, destination};
use crate::authority::Rank;
use crate::condition::{Decided, LabelSet, Open, Truth};
use crate::effect::{Grant, Restriction, TimeLimit};
use crate::id::{JudgmentId, LabelId};
use crate::rulebook::Model;
use jiff::Timestamp;

/// What all effects say about judgments and escalations, joined in any order and however often.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// By [`JudgmentId`].
    pub(crate) judgments: Vec<JudgmentState>,
    pub(crate) escalations: Escalations,
}

impl Joined {
    /// Before anything was said.
    pub(crate) fn new(model: &Model) -> Self {
        let judgments = vec![JudgmentState::default(); model.judgments.len()];
        Self { judgments, escalations: Escalations::default() }
    }

    /// A restriction, which counts unless it is false.
    pub(crate) fn restrict(&mut self, restriction: &Restriction, truth: Truth) {
        match restriction {
            Restriction::Raise(judgment) => self.at(*judgment, |state| state.raise(truth)),
            Restriction::Retain { judgment, act, tier } => {
                self.at(*judgment, |state| state.retain(*act, *tier, truth));
            }
            Restriction::Escalate { to, urgency, within } if truth != Truth::False => {
                self.escalations.join(*to, *urgency, *within, truth);
            }
            Restriction::Escalate { .. }
            | Restriction::Classify { .. }
            | Restriction::Refer(_)
            | Restriction::Notify(_)
            | Restriction::Require(_)
            | Restriction::Instruct(_)
            | Restriction::Tag(_) => {}
        }
    }

    /// A grant, which counts only if it is true. Of a settlement `truth` says all, what it is given on too.
    pub(crate) fn grant(&mut self, grant: &Grant, truth: Truth) {
        match grant {
            Grant::Delegate { judgment, act, tier } => {
                self.at(*judgment, |state| state.delegate(*act, *tier, truth));
            }
            Grant::Settle { judgment, ruling, .. } => {
                self.at(*judgment, |state| state.settle(*ruling, truth));
            }
            Grant::Classify { .. } => {}
        }
    }

    /// Every judgment's state beside its default holders.
    pub(crate) fn judged<'a>(
        &'a self,
        model: &'a Model,
    ) -> impl Iterator<Item = (&'a JudgmentState, [Rank; 3])> {
        self.judgments.iter().zip(model.judgments.iter()).map(|(state, judgment)| (state, judgment.holders))
    }

    /// Where the inquiry goes; `due` says when a time limit is over, if the inquiry has a time.
    pub(crate) fn destination(
        &self,
        model: &Model,
        due: impl Fn(TimeLimit) -> Option<Timestamp>,
        reading: Reading,
    ) -> Destination {
        destination(&model.tiers, &self.escalations, self.judged(model), due, reading)
    }

    /// What is decided, by the safe reading.
    pub(crate) fn decided(&self, model: &Model) -> Decided {
        let safe = self.ends(model, Reading::Safe);
        Decided {
            holders: self.holders(model, Reading::Safe),
            rulings: self.judgments.iter().map(JudgmentState::ruling).collect(),
            raised: self.judgments.iter().map(JudgmentState::raised).collect(),
            tier: safe.tier,
            urgency: safe.urgency,
            open: None,
        }
    }

    /// What is decided, with what it may still turn out to be.
    pub(crate) fn decided_between(&self, model: &Model) -> Decided {
        let decided = self.decided(model);
        let low = self.ends(model, Reading::Low);
        let open = Open {
            holders: self.holders(model, Reading::Low),
            rulings: self.judgments.iter().map(rulings).collect(),
            tier: low.tier,
            urgency: low.urgency,
        };
        let is_certain = (&open.holders, open.tier, open.urgency)
            == (&decided.holders, decided.tier, decided.urgency)
            && open.rulings.iter().all(|rulings| rulings.len() == 1);
        Decided { open: (!is_certain).then(|| Box::new(open)), ..decided }
    }

    /// No condition asks when it is due.
    fn ends(&self, model: &Model, reading: Reading) -> Destination {
        self.destination(model, |_| None, reading)
    }

    fn holders(&self, model: &Model, reading: Reading) -> Vec<[Rank; 3]> {
        self.judged(model).map(|(state, defaults)| state.holders(defaults, reading)).collect()
    }

    fn at(&mut self, judgment: JudgmentId, change: impl FnOnce(&mut JudgmentState)) {
        if let Some(state) = self.judgments.get_mut(judgment.index()) {
            change(state);
        }
    }
}

fn rulings(state: &JudgmentState) -> LabelSet {
    let position = |ruling: Ruling| Ruling::ALL.iter().position(|other| *other == ruling);
    state.possible_rulings().filter_map(position).map(LabelId::at).collect()
}
