//! Rules and their effects.

use super::written::{names, text};
use super::{Effective, Escalate, Name, Settle, TimeLimit, Written};
use crate::authority::{Act, Urgency};
use crate::condition::Expression;
use crate::effect::Settlement;
use crate::localised::Localised;
use crate::span::Place;

/// `rules`: a condition, what follows from it, and why.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Rule {
    pub(crate) id: Name,
    pub(crate) title: Option<Localised>,
    /// Absent: always.
    pub(crate) when: Option<Expression>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
    pub(crate) effective: Option<Effective>,
    /// No other layer may take it out, or evidence for it away.
    pub(crate) locked: Option<Written<()>>,
}

/// One thing a rule does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    Classify { axis: Name, label: Name },
    Raise(Name),
    Retain { judgment: Name, act: Act, tier: Option<Name> },
    Delegate { judgment: Name, act: Act, tier: Option<Name> },
    Settle { judgment: Name, ruling: Settlement, given: Option<Box<Given>> },
    Escalate { to: Option<Name>, urgency: Urgency, within: Option<TimeLimit> },
    Refer(Name),
    Notify(Name),
    Require(Name),
    Instruct(Localised),
    Tag(Box<str>),
}

/// The condition of a settlement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) condition: Expression,
    /// The opposite is the answer where the condition is false.
    pub(crate) otherwise: bool,
}

impl Effect {
    /// The order in which a rule is written: by key, then by axis or judgment as they first appear, then by act. What a rule
    /// does is a set, so only printing depends on it.
    pub(crate) fn arrange(effects: &mut [Self]) {
        if effects.len() < 2 {
            return;
        }
        let subjects: Vec<(u8, Box<str>)> =
            effects.iter().map(|effect| (effect.rank(), effect.subject().into())).collect();
        let first = |effect: &Self| {
            subjects
                .iter()
                .position(|(rank, subject)| *rank == effect.rank() && **subject == *effect.subject())
        };
        effects.sort_by_cached_key(|effect| (effect.rank(), first(effect), effect.act()));
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Classify { .. } => 0,
            Self::Raise(_) => 1,
            Self::Retain { .. } => 2,
            Self::Delegate { .. } => 3,
            Self::Settle { .. } => 4,
            Self::Escalate { .. } => 5,
            Self::Refer(_) => 6,
            Self::Notify(_) => 7,
            Self::Require(_) => 8,
            Self::Instruct(_) => 9,
            Self::Tag(_) => 10,
        }
    }

    /// What those of one key are put together by.
    fn subject(&self) -> &str {
        match self {
            Self::Classify { axis, .. } => &axis.value,
            Self::Retain { judgment, .. } | Self::Delegate { judgment, .. } => &judgment.value,
            _ => "",
        }
    }

    const fn act(&self) -> Option<Act> {
        match self {
            Self::Retain { act, .. } | Self::Delegate { act, .. } => Some(*act),
            _ => None,
        }
    }
}

/// `Rule::new("refund.asked").when("cue.refund_demand").raise(["refund"])` is
/// `{ id: refund.asked, when: cue.refund_demand, raise: [refund] }`. Effects may be given in any order and more than once.
impl Rule {
    /// A rule that always applies and does nothing yet.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            title: None,
            when: None,
            effects: Vec::new(),
            because: None,
            source: None,
            effective: None,
            locked: None,
        }
    }

    /// When it applies. A text that is no condition is found when the document is loaded.
    pub fn when(self, condition: &str) -> Self {
        Self { when: Some(Expression::kept(condition)), ..self }
    }

    /// `classify: { AXIS: LABEL }`
    pub fn classify(self, axis: &str, label: &str) -> Self {
        self.with([Effect::Classify { axis: axis.into(), label: label.into() }])
    }

    /// Judgments the inquiry needs.
    pub fn raise(self, judgments: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.with(names(judgments).into_iter().map(Effect::Raise))
    }

    /// Judgments of which the lowest client tier decides, whatever else is said.
    pub fn retain(self, judgments: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let retain = |judgment| Effect::Retain { judgment, act: Act::Decide, tier: None };
        self.with(names(judgments).into_iter().map(retain))
    }

    /// `retain: { JUDGMENT: { ACT: TIER } }`
    pub fn retain_at(self, judgment: &str, act: Act, tier: &str) -> Self {
        self.with([Effect::Retain { judgment: judgment.into(), act, tier: Some(tier.into()) }])
    }

    /// Judgments of which the highest vendor tier may decide.
    pub fn delegate(self, judgments: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let delegate = |judgment| Effect::Delegate { judgment, act: Act::Decide, tier: None };
        self.with(names(judgments).into_iter().map(delegate))
    }

    /// `delegate: { JUDGMENT: { ACT: TIER } }`
    pub fn delegate_to(self, judgment: &str, act: Act, tier: &str) -> Self {
        self.with([Effect::Delegate { judgment: judgment.into(), act, tier: Some(tier.into()) }])
    }

    /// `settle: { JUDGMENT: ANSWER }`
    pub fn settle(self, judgment: &str, answer: impl Into<Settle>) -> Self {
        self.with([answer.into().effect(judgment.into())])
    }

    /// `escalate: TIER`, or more.
    pub fn escalate(self, escalate: impl Into<Escalate>) -> Self {
        self.with([escalate.into().effect()])
    }

    /// Desks it sends the inquiry to.
    pub fn refer(self, desks: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.with(names(desks).into_iter().map(Effect::Refer))
    }

    /// Parties, tiers or desks that are told.
    pub fn notify(self, recipients: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.with(names(recipients).into_iter().map(Effect::Notify))
    }

    /// Facts the record needs.
    pub fn require(self, facts: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.with(names(facts).into_iter().map(Effect::Require))
    }

    /// A text to heed.
    pub fn instruct(self, instruction: impl Into<Localised>) -> Self {
        self.with(text(instruction).map(Effect::Instruct))
    }

    /// Marks for the host.
    pub fn tag(self, tags: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.with(tags.into_iter().map(|tag| Effect::Tag(tag.as_ref().into())))
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    /// Why, in words for people.
    pub fn because(self, because: impl Into<Localised>) -> Self {
        Self { because: text(because), ..self }
    }

    /// Where it is laid down.
    pub fn source(self, source: &str) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// When it is in force.
    pub fn effective(self, effective: Effective) -> Self {
        Self { effective: Some(effective), ..self }
    }

    /// `locked: true`: no other layer may take it out, or evidence for it away.
    pub fn locked(self) -> Self {
        Self { locked: Some(Written::new((), Place::default())), ..self }
    }

    fn with(mut self, effects: impl IntoIterator<Item = Effect>) -> Self {
        self.effects.extend(effects);
        Effect::arrange(&mut self.effects);
        self
    }
}
