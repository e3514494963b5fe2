//! Scripts, and the grants that say what they may propose beyond restrictions.

use super::written::names;
use super::{Effect, Effective, Settle};
use crate::authoring::tree::Scalar;
use crate::authority::Act;
use crate::condition::Expression;
use crate::overrides::Stage;
use crate::span::Place;

/// `scripts`: the text of one script, with where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) stage: Stage,
    pub(crate) text: Scalar<'static>,
}

/// Where it is written, and in which style, is no part of what it says.
impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        (self.stage, &self.text.text) == (other.stage, &other.text.text)
    }
}

/// `grants`: what scripts may propose beyond restrictions, and when.
///
/// `Grant::new().delegate_to("refund", Act::Decide, "supervisor").when("order.amount <= 2000")` is
/// `{ delegate: { refund: supervisor }, when: order.amount <= 2000 }`.
#[derive(Debug, Clone)]
#[must_use = "each step gives the changed value back"]
pub struct Grant {
    pub(crate) place: Place,
    /// Absent: always.
    pub(crate) when: Option<Expression>,
    /// Labels, delegations and settlements alone can be written.
    pub(crate) effects: Vec<Effect>,
    pub(crate) effective: Option<Effective>,
}

impl PartialEq for Grant {
    fn eq(&self, other: &Self) -> bool {
        (&self.when, &self.effects, &self.effective) == (&other.when, &other.effects, &other.effective)
    }
}

impl Default for Grant {
    fn default() -> Self {
        Self::new()
    }
}

/// Effects may be given in any order and more than once.
impl Grant {
    /// A grant that always holds and grants nothing yet.
    pub fn new() -> Self {
        Self { place: Place::default(), when: None, effects: Vec::new(), effective: None }
    }

    /// When it holds. A text that is no condition is found when the document is loaded.
    pub fn when(self, condition: &str) -> Self {
        Self { when: Some(Expression::kept(condition)), ..self }
    }

    /// `classify: { AXIS: LABEL }`, a label below the default of its axis.
    pub fn classify(self, axis: &str, label: &str) -> Self {
        self.with([Effect::Classify { axis: axis.into(), label: label.into() }])
    }

    /// Judgments that may be given to the highest vendor tier to decide.
    pub fn delegate(self, judgments: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let delegate = |judgment| Effect::Delegate { judgment, act: Act::Decide, tier: None };
        self.with(names(judgments).into_iter().map(delegate))
    }

    /// `delegate: { JUDGMENT: { ACT: TIER } }`: the lowest tier the act may be given to.
    pub fn delegate_to(self, judgment: &str, act: Act, tier: &str) -> Self {
        self.with([Effect::Delegate { judgment: judgment.into(), act, tier: Some(tier.into()) }])
    }

    /// `settle: { JUDGMENT: ANSWER }`
    pub fn settle(self, judgment: &str, answer: impl Into<Settle>) -> Self {
        self.with([answer.into().effect(judgment.into())])
    }

    /// When it is in force.
    pub fn effective(self, effective: Effective) -> Self {
        Self { effective: Some(effective), ..self }
    }

    fn with(mut self, effects: impl IntoIterator<Item = Effect>) -> Self {
        self.effects.extend(effects);
        Effect::arrange(&mut self.effects);
        self
    }
}
