//! The decision: what the rulebook says about one inquiry.

use super::evidence::Item;
use super::permission::{Permission, Refusal};
use super::proposal::{Proposal, Proposed};
use super::views::{Ask, Overridden, Reason, Requirement, Route};
use crate::authority::{Act, Bounds, Rank};
use crate::calendar::Segment;
use crate::classify::{AxisState, Order};
use crate::compose::{Destination, JudgmentState, Ruling, Verdict, verdict};
use crate::condition::Truth;
use crate::effect::{EffectKind, Recipient, TimeLimit};
use crate::id::{DeskId, JudgmentId, LabelId, RuleId, ValueId};
use crate::inquiry::Notice;
use crate::localised::Localised;
use crate::overrides::SiteId;
use crate::rulebook::{Model, Rulebook};
use std::collections::BTreeSet;

/// The answer to one inquiry (判定): labels, judgments with their holders, route, next step, asks, reasons and notices.
///
/// It is data; nothing in it is computed later, and equal inquiries under equal rulebooks give equal decisions, byte for
/// byte in JSON. [`Serialize`](serde::Serialize) writes the stable form `furiwake.decision/1`.
#[derive(Debug, Clone)]
#[must_use = "a decision that nobody reads routes nobody's inquiry"]
pub struct Decision {
    pub(crate) rulebook: Rulebook,
    pub(crate) parts: Parts,
}

/// What the engine fills in.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) inquiry: Option<Box<str>>,
    /// By [`AxisId`](crate::id::AxisId).
    pub(crate) axes: Vec<AxisState>,
    /// By [`JudgmentId`].
    pub(crate) judgments: Vec<Judged>,
    pub(crate) safe: Destination,
    pub(crate) low: Destination,
    pub(crate) via: Vec<Rank>,
    pub(crate) desks: BTreeSet<DeskId>,
    pub(crate) notify: BTreeSet<Recipient>,
    pub(crate) within: BTreeSet<TimeLimit>,
    /// What makes it due, if anything does.
    pub(crate) due_by: Option<DueBy>,
    pub(crate) next: Next,
    /// Missing facts to ask for, by name.
    pub(crate) asks: Vec<ValueId>,
    /// Whether the customer's words are asked for.
    pub(crate) asks_text: bool,
    /// Required facts by name, with whether they have a value.
    pub(crate) requires: Vec<(ValueId, bool)>,
    pub(crate) instructions: BTreeSet<Localised>,
    pub(crate) tags: BTreeSet<Box<str>>,
    /// By the name of the rule, then by effect.
    pub(crate) reasons: Vec<Counted>,
    /// By the name of the rule.
    pub(crate) overridden: Vec<Beaten>,
    /// By script, line and column.
    pub(crate) proposals: Vec<Proposed>,
    pub(crate) notices: Vec<Notice>,
}

/// The time limit that is over first, and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DueBy {
    pub(crate) limit: TimeLimit,
    /// In order; none where all time counts.
    pub(crate) segments: Vec<Segment>,
}

/// One judgment as decided.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) state: JudgmentState,
    /// In the order of [`Act::ALL`].
    pub(crate) holders: [Rank; 3],
    /// The rules whose effect on it counted, by name.
    pub(crate) rules: Vec<RuleId>,
}

/// An effect that counted.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub(crate) rule: RuleId,
    pub(crate) effect: EffectKind,
    pub(crate) truth: Truth,
    pub(crate) evidence: Vec<Item>,
}

/// A grant whose condition holds and that does not count, because restrictions beat it or a script failed.
#[derive(Debug, Clone)]
pub(crate) struct Beaten {
    pub(crate) rule: RuleId,
    pub(crate) effect: EffectKind,
    pub(crate) judgment: JudgmentId,
    /// By name.
    pub(crate) by: Vec<RuleId>,
    pub(crate) by_scripts: BTreeSet<SiteId>,
    pub(crate) is_suspended: bool,
}

/// What to do with the inquiry now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a console must treat every next step")]
pub enum Next {
    /// The first line answers on the spot.
    Answer,
    /// Ask the customer for what [`Decision::asks`] lists; it could still change where the inquiry goes.
    Ask,
    /// Hand over along [`Decision::route`].
    HandOff,
}

impl Next {
    /// The word used in JSON and cases.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Ask => "ask",
            Self::HandOff => "hand_off",
        }
    }
}

impl Decision {
    /// The id of the inquiry, if it had one.
    pub fn inquiry(&self) -> Option<&str> {
        self.parts.inquiry.as_deref()
    }

    /// The rulebook that decided.
    pub const fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The label on an ordered axis: the most restrictive one still possible. `None` for an unordered or unknown axis.
    pub fn label(&self, axis: &str) -> Option<&str> {
        let (declared, state) = self.axis(axis)?;
        match state {
            AxisState::Ordered { possible } => possible.highest().map(|label| declared.label_id(label)),
            AxisState::Unordered { .. } => None,
        }
    }

    /// The labels an axis carries: on an ordered axis `possible` lists those that may still turn out to be the result,
    /// from least to most restrictive, and `certain` the only one left, if so; on an unordered axis every label that
    /// certainly or possibly applies, by name. Empty for an unknown axis.
    pub fn labels(&self, axis: &str) -> Bounds<Vec<&str>> {
        let Some((declared, state)) = self.axis(axis) else { return Bounds::default() };
        let name = |label: LabelId| declared.label_id(label);
        match state {
            AxisState::Ordered { possible } => {
                let possible: Vec<&str> = possible.iter().map(name).collect();
                Bounds { certain: if possible.len() == 1 { possible.clone() } else { Vec::new() }, possible }
            }
            AxisState::Unordered { labels } => {
                let at_least = |floor: Truth| {
                    let carried = labels.iter().enumerate().filter(move |(_, truth)| **truth >= floor);
                    let mut names: Vec<&str> =
                        carried.map(|(position, _)| name(LabelId::at(position))).collect();
                    names.sort_unstable();
                    names
                };
                Bounds { certain: at_least(Truth::True), possible: at_least(Truth::Unknown) }
            }
        }
    }

    /// The axes of the rulebook by name, with whether their labels are ordered.
    pub fn axes(&self) -> impl Iterator<Item = (&str, bool)> {
        let axes = self.model().axes_by_name();
        axes.map(|(_, axis)| (&*axis.id, matches!(axis.order, Order::Ordered { .. })))
    }

    /// The judgments of the rulebook by name, raised or not.
    pub fn judgments(&self) -> impl Iterator<Item = &str> {
        self.model().judgments_by_name().map(|judgment| &*judgment.id)
    }

    /// Whether the inquiry needs the judgment. `None` for an unknown judgment, as in the methods below.
    pub fn raised(&self, judgment: &str) -> Option<Truth> {
        self.judged(judgment).map(|judged| judged.state.raised())
    }

    /// What the rulebook itself says about the judgment.
    pub fn ruling(&self, judgment: &str) -> Option<Ruling> {
        self.judged(judgment).map(|judged| judged.state.ruling())
    }

    /// Whether the client keeps the decision.
    pub fn is_retained(&self, judgment: &str) -> Option<bool> {
        self.judged(judgment).map(|judged| judged.state.is_retained())
    }

    /// The lowest tier that may do the act once the judgment is raised and not settled.
    pub fn holder(&self, judgment: &str, act: Act) -> Option<&str> {
        Some(self.model().tiers.id(act.of(self.judged(judgment)?.holders)))
    }

    /// The rules whose effect on the judgment counted, sorted; empty for an unknown judgment.
    pub fn rules(&self, judgment: &str) -> Vec<&str> {
        let rules = self.judged(judgment).into_iter().flat_map(|judged| &judged.rules);
        rules.map(|rule| self.model().rule_name(*rule)).collect()
    }

    /// Whether `tier` may do `act` on `judgment` now: what a console or an agent asks before it acts.
    ///
    /// Only a certainly raised judgment permits anything.
    pub fn may(&self, tier: &str, act: Act, judgment: &str) -> Permission<'_> {
        let model = self.model();
        let Some(rank) = model.tiers.rank(tier) else { return Permission::Refused(Refusal::UnknownTier) };
        let Some(judged) = self.judged(judgment) else {
            return Permission::Refused(Refusal::UnknownJudgment);
        };
        match verdict(&judged.state, judged.holders, rank, act) {
            Verdict::Permitted => Permission::Permitted,
            Verdict::Settled(settlement) => Permission::Settled(settlement),
            Verdict::NotRaised => Permission::Refused(Refusal::NotRaised),
            Verdict::HeldBy(holder) => Permission::Refused(Refusal::HeldBy {
                tier: model.tiers.id(holder),
                rules: self.rules(judgment),
            }),
            Verdict::NotYetDecided { by } => {
                Permission::Refused(Refusal::NotYetDecided { by: model.tiers.id(by) })
            }
        }
    }

    /// Where the inquiry goes.
    pub const fn route(&self) -> Route<'_> {
        Route { decision: self }
    }

    /// What to do now.
    pub const fn next(&self) -> Next {
        self.parts.next
    }

    /// What is missing that could still change where the inquiry goes; empty means that no missing fact can. Facts by
    /// name, then the customer's words.
    pub fn asks(&self) -> impl Iterator<Item = Ask<'_>> {
        let facts = self.parts.asks.iter().map(|fact| Ask {
            fact: Some(self.model().value_name(*fact)),
            question: self.model().fact(*fact).and_then(|fact| fact.ask.as_ref()),
        });
        facts.chain(self.parts.asks_text.then_some(Ask { fact: None, question: None }))
    }

    /// The facts the hand-over record needs, by name.
    pub fn requires(&self) -> impl Iterator<Item = Requirement<'_>> {
        let requires = self.parts.requires.iter();
        requires.map(|(fact, known)| Requirement { fact: self.model().value_name(*fact), known: *known })
    }

    /// What the person who answers must heed, sorted.
    pub fn instructions(&self) -> impl Iterator<Item = &Localised> {
        self.parts.instructions.iter()
    }

    /// Marks for the host, sorted.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.parts.tags.iter().map(|tag| &**tag)
    }

    /// One reason per rule and effect that counted, by rule, then effect.
    pub fn reasons(&self) -> impl Iterator<Item = Reason<'_>> {
        self.parts.reasons.iter().map(|counted| Reason { model: self.model(), counted })
    }

    /// What scripts proposed, whether it counts or not, by script, line and column.
    pub fn proposals(&self) -> impl Iterator<Item = Proposal<'_>> {
        self.parts.proposals.iter().map(|proposed| Proposal { model: self.model(), proposed })
    }

    /// Grants whose conditions hold but that restrictions beat or that a failed script suspends, by rule, effect and judgment.
    pub fn overridden(&self) -> impl Iterator<Item = Overridden<'_>> {
        self.parts.overridden.iter().map(|beaten| Overridden { model: self.model(), beaten })
    }

    /// What was wrong with the inquiry, or missing from it and left a rule open.
    pub fn notices(&self) -> &[Notice] {
        &self.parts.notices
    }

    /// The decision as one line of JSON, in the form `furiwake.decision/1`.
    pub fn to_json(&self) -> String {
        // Serialising to a string fails only for maps whose keys are no strings, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether another decision on the same inquiry comes to the same: everything but why it does, which is the reasons, the rules
    /// named beside judgments, grants that were beaten, and notices.
    pub(crate) fn comes_to_the_same(&self, other: &Self) -> bool {
        let retained = |decision: &Self| -> Vec<bool> {
            decision.parts.judgments.iter().map(|judged| judged.state.is_retained()).collect()
        };
        self.is_carried_out_alike(other) && retained(self) == retained(other)
    }

    /// Whether whoever acts on another decision on the same inquiry does the same: it may say otherwise which judgments a rule
    /// retains, but not who holds them.
    pub(crate) fn is_carried_out_alike(&self, other: &Self) -> bool {
        let (one, other) = (&self.parts, &other.parts);
        let judged = |judged: &Judged| (judged.state.raised(), judged.state.ruling(), judged.holders);
        let proposed = |proposed: &Proposed| (proposed.site, proposed.truth, proposed.is_accepted);
        one.axes == other.axes
            && one.judgments.iter().map(judged).eq(other.judgments.iter().map(judged))
            && one.safe == other.safe
            && (one.safe == one.low) == (other.safe == other.low)
            && one.via == other.via
            && one.desks == other.desks
            && one.notify == other.notify
            && one.within == other.within
            && one.due_by == other.due_by
            && one.next == other.next
            && one.asks == other.asks
            && one.asks_text == other.asks_text
            && one.requires == other.requires
            && one.instructions == other.instructions
            && one.tags == other.tags
            && one.proposals.iter().map(proposed).eq(other.proposals.iter().map(proposed))
    }

    pub(crate) fn model(&self) -> &Model {
        self.rulebook.model()
    }

    fn axis(&self, id: &str) -> Option<(&crate::classify::Axis, &AxisState)> {
        let axes = self.model().axes.iter().zip(&self.parts.axes);
        axes.into_iter().find(|(axis, _)| &*axis.id == id)
    }

    fn judged(&self, id: &str) -> Option<&Judged> {
        self.model().judgment_id(id).and_then(|judgment| self.parts.judgments.get(judgment.index()))
    }
}

impl Recipient {
    /// The name of a party, tier or desk.
    pub(crate) fn name(self, model: &Model) -> &str {
        match self {
            Self::Party(party) => party.as_str(),
            Self::Tier(rank) => model.tiers.id(rank),
            Self::Desk(desk) => model.desk_name(desk),
        }
    }
}
