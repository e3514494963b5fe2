//! One thing that is expected of a decision, with every name looked up, and how a decision differs from it.

use super::case::Mismatch;
use crate::authority::{Act, Rank, Urgency};
use crate::calendar::shown_in;
use crate::classify::AxisState;
use crate::compose::{Ruling, Verdict, verdict};
use crate::condition::{Condition, Knowable, Leaf, Situation, Truth};
use crate::decision::{Beaten, Decision, Judged, Next};
use crate::effect::Recipient;
use crate::id::{AxisId, DeskId, JudgmentId, LabelId, RuleId, ValueId};
use crate::inquiry::NoticeCode;
use crate::rulebook::Model;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// One expectation.
#[derive(Debug, Clone)]
pub(crate) enum Expectation {
    /// The label that an ordered axis reports.
    Label(AxisId, LabelId),
    /// Labels an unordered axis certainly carries, among others; without any, that none is even possible.
    Labels(AxisId, BTreeSet<LabelId>),
    Route(Rank),
    Next(Next),
    Urgency(Urgency),
    /// `None`: it is not due at any time.
    Due(Option<Timestamp>),
    Raised(JudgmentId, Truth),
    Ruling(JudgmentId, Ruling),
    Holder(JudgmentId, Act, Rank),
    May {
        judgment: JudgmentId,
        tier: Rank,
        act: Act,
        answer: Answer,
    },
    /// Exactly these facts, and the customer's words or not.
    Asks(BTreeSet<ValueId>, bool),
    /// Exactly these, as the following three.
    Desks(BTreeSet<DeskId>),
    Notify(BTreeSet<Recipient>),
    Tags(BTreeSet<Box<str>>),
    Requires(BTreeSet<ValueId>),
    /// The rule counts.
    Fires(RuleId),
    /// The rule does not count.
    Silent(RuleId),
    /// Notices there are, among others; without any, that there is none.
    Notices(BTreeSet<NoticeCode>),
    That(That),
}

/// What [`Decision::may`] answers, reasons aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Permitted,
    Settled,
    Refused,
}

impl Answer {
    /// Every answer.
    pub(crate) const ALL: [Self; 3] = [Self::Permitted, Self::Settled, Self::Refused];

    /// The word used in JSON and cases.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::Settled => "settled",
            Self::Refused => "refused",
        }
    }
}

/// A condition over the inquiry and the decision that has to be true.
#[derive(Debug, Clone)]
pub(crate) struct That {
    pub(crate) condition: Condition,
    pub(crate) text: Box<str>,
    /// Whether it asks for facts, words or scores, and not only for labels and what was decided.
    pub(crate) reads_inquiry: bool,
}

impl Expectation {
    /// In what the decision, made from the situation, is not as expected. Only conditions look at the situation.
    pub(crate) fn mismatch(&self, decision: &Decision, situation: Option<&Situation>) -> Option<Mismatch> {
        if self.is_met(decision, situation) {
            return None;
        }
        let model = decision.model();
        Some(Mismatch {
            what: self.what(model),
            expected: self.expected(model),
            actual: self.actual(decision, situation),
            rule: match self {
                Self::Fires(rule) | Self::Silent(rule) => Some(model.rule_name(*rule).to_owned()),
                _ => None,
            },
        })
    }

    /// Whether the decision is as expected.
    pub(crate) fn is_met(&self, decision: &Decision, situation: Option<&Situation>) -> bool {
        let parts = &decision.parts;
        match self {
            Self::Label(axis, label) => reported(decision, *axis) == Some(*label),
            Self::Labels(axis, labels) if labels.is_empty() => {
                carried(decision, *axis, Truth::Unknown).is_empty()
            }
            Self::Labels(axis, labels) => labels.is_subset(&carried(decision, *axis, Truth::True)),
            Self::Route(tier) => parts.safe.tier == *tier,
            Self::Next(next) => parts.next == *next,
            Self::Urgency(urgency) => parts.safe.urgency == *urgency,
            Self::Due(due) => parts.safe.due == *due,
            Self::Raised(judgment, truth) => {
                judged(decision, *judgment).is_some_and(|judged| judged.state.raised() == *truth)
            }
            Self::Ruling(judgment, ruling) => {
                judged(decision, *judgment).is_some_and(|judged| judged.state.ruling() == *ruling)
            }
            Self::Holder(judgment, act, tier) => {
                judged(decision, *judgment).is_some_and(|judged| act.of(judged.holders) == *tier)
            }
            Self::May { judgment, tier, act, answer } => {
                judged(decision, *judgment).is_some_and(|judged| answered(judged, *tier, *act) == *answer)
            }
            Self::Asks(facts, text) => {
                parts.asks_text == *text
                    && parts.asks.len() == facts.len()
                    && parts.asks.iter().all(|fact| facts.contains(fact))
            }
            Self::Desks(desks) => parts.desks == *desks,
            Self::Notify(recipients) => parts.notify == *recipients,
            Self::Tags(tags) => parts.tags == *tags,
            Self::Requires(facts) => {
                parts.requires.len() == facts.len()
                    && parts.requires.iter().all(|(fact, _)| facts.contains(fact))
            }
            Self::Fires(rule) => counts(decision, *rule),
            Self::Silent(rule) => !counts(decision, *rule),
            Self::Notices(codes) if codes.is_empty() => parts.notices.is_empty(),
            Self::Notices(codes) => {
                codes.iter().all(|code| parts.notices.iter().any(|notice| notice.code() == *code))
            }
            Self::That(that) => that.truth(decision.model(), situation) == Truth::True,
        }
    }

    /// What it is about: a key of `expect`, with the names below it.
    fn what(&self, model: &Model) -> String {
        let of = |key: &str, judgment: &JudgmentId| format!("{key}.{}", model.judgment_name(*judgment));
        match self {
            Self::Label(axis, _) | Self::Labels(axis, _) => {
                format!("labels.{}", model.axes.get(axis.index()).map_or("", |axis| &axis.id))
            }
            Self::Route(_) => "route".into(),
            Self::Next(_) => "next".into(),
            Self::Urgency(_) => "urgency".into(),
            Self::Due(_) => "due".into(),
            Self::Raised(judgment, _) => of("raised", judgment),
            Self::Ruling(judgment, _) => of("rulings", judgment),
            Self::Holder(judgment, act, _) => format!("{}.{}", of("holders", judgment), act.as_str()),
            Self::May { judgment, tier, act, .. } => {
                format!("{}.{}.{}", of("may", judgment), model.tiers.id(*tier), act.as_str())
            }
            Self::Asks(..) => "asks".into(),
            Self::Desks(_) => "desks".into(),
            Self::Notify(_) => "notify".into(),
            Self::Tags(_) => "tags".into(),
            Self::Requires(_) => "requires".into(),
            Self::Fires(rule) => format!("fires.{}", model.rule_name(*rule)),
            Self::Silent(rule) => format!("silent.{}", model.rule_name(*rule)),
            Self::Notices(_) => "notices".into(),
            Self::That(_) => "that".into(),
        }
    }

    /// What is expected, in the words of case files.
    fn expected(&self, model: &Model) -> String {
        match self {
            Self::Label(axis, label) => named(model, *axis, [*label]),
            Self::Labels(_, labels) if labels.is_empty() => "none".into(),
            Self::Labels(axis, labels) => named(model, *axis, labels.iter().copied()),
            Self::Route(tier) | Self::Holder(_, _, tier) => model.tiers.id(*tier).into(),
            Self::Next(next) => next.as_str().into(),
            Self::Urgency(urgency) => urgency.as_str().into(),
            Self::Due(due) => instant(*due, model),
            Self::Raised(_, truth) => raised(*truth).into(),
            Self::Ruling(_, ruling) => ruling.as_str().into(),
            Self::May { answer, .. } => answer.as_str().into(),
            Self::Asks(facts, text) => {
                listed(facts.iter().map(|fact| model.value_name(*fact)).chain(text.then_some(TEXT)))
            }
            Self::Desks(desks) => listed(desks.iter().map(|desk| model.desk_name(*desk))),
            Self::Notify(recipients) => listed(recipients.iter().map(|recipient| recipient.name(model))),
            Self::Tags(tags) => listed(tags.iter().map(|tag| &**tag)),
            Self::Requires(facts) => listed(facts.iter().map(|fact| model.value_name(*fact))),
            Self::Fires(_) | Self::Silent(_) => "yes".into(),
            Self::Notices(codes) => listed(codes.iter().map(|code| code.as_str())),
            Self::That(that) => that.text.as_ref().into(),
        }
    }

    /// What was decided, in the same words.
    fn actual(&self, decision: &Decision, situation: Option<&Situation>) -> String {
        let (model, parts) = (decision.model(), &decision.parts);
        match self {
            Self::Label(axis, _) => named(model, *axis, reported(decision, *axis)),
            Self::Labels(axis, labels) => {
                let floor = if labels.is_empty() { Truth::Unknown } else { Truth::True };
                named(model, *axis, carried(decision, *axis, floor))
            }
            Self::Route(_) => model.tiers.id(parts.safe.tier).into(),
            Self::Next(_) => parts.next.as_str().into(),
            Self::Urgency(_) => parts.safe.urgency.as_str().into(),
            Self::Due(_) => instant(parts.safe.due, model),
            Self::Raised(judgment, _) => {
                judged(decision, *judgment).map_or("", |judged| raised(judged.state.raised())).into()
            }
            Self::Ruling(judgment, _) => {
                judged(decision, *judgment).map_or("", |judged| judged.state.ruling().as_str()).into()
            }
            Self::Holder(judgment, act, _) => {
                judged(decision, *judgment).map_or("", |judged| model.tiers.id(act.of(judged.holders))).into()
            }
            Self::May { judgment, tier, act, .. } => {
                judged(decision, *judgment).map_or("", |judged| answered(judged, *tier, *act).as_str()).into()
            }
            Self::Asks(..) => listed(
                parts.asks.iter().map(|fact| model.value_name(*fact)).chain(parts.asks_text.then_some(TEXT)),
            ),
            Self::Desks(_) => listed(parts.desks.iter().map(|desk| model.desk_name(*desk))),
            Self::Notify(_) => listed(parts.notify.iter().map(|recipient| recipient.name(model))),
            Self::Tags(_) => listed(parts.tags.iter().map(|tag| &**tag)),
            Self::Requires(_) => listed(parts.requires.iter().map(|(fact, _)| model.value_name(*fact))),
            Self::Fires(rule) => match parts.overridden.iter().find(|beaten| beaten.rule == *rule) {
                Some(Beaten { by, .. }) if !by.is_empty() => {
                    format!("no, overridden by {}", listed(by.iter().map(|rule| model.rule_name(*rule))))
                }
                _ => "no".into(),
            },
            Self::Silent(_) => "no, it counts".into(),
            Self::Notices(_) => {
                listed(parts.notices.iter().map(|notice| notice.code().as_str()).collect::<BTreeSet<_>>())
            }
            Self::That(that) => that.truth(model, situation).as_str().into(),
        }
    }
}

impl That {
    /// A condition as it is written and as it is looked up.
    pub(crate) fn new(text: &str, condition: Condition, model: &Model) -> Self {
        let reads_inquiry = reads_inquiry(&condition, model);
        Self { condition, text: text.into(), reads_inquiry }
    }

    fn truth(&self, model: &Model, situation: Option<&Situation>) -> Truth {
        situation.map_or(Truth::Unknown, |situation| self.condition.evaluate(situation, &model.lets))
    }
}

/// The word for the customer's own words among facts that are asked for. No fact can have that name.
pub(crate) const TEXT: &str = "text";

/// Whether a condition reads facts, words or scores, directly or through named conditions.
fn reads_inquiry(condition: &Condition, model: &Model) -> bool {
    match condition {
        Condition::Constant(_) => false,
        Condition::Not(inner) => reads_inquiry(inner, model),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| reads_inquiry(part, model)),
        Condition::Let(id) => {
            model.lets.get(id.index()).is_some_and(|named| reads_inquiry(&named.condition, model))
        }
        Condition::Leaf(leaf) => !matches!(
            leaf,
            Leaf::AxisIn { .. }
                | Leaf::AxisHas { .. }
                | Leaf::Outcome { .. }
                | Leaf::Known(Knowable::Axis(_) | Knowable::Raised(_))
                | Leaf::InForce(_)
        ),
    }
}

fn judged(decision: &Decision, judgment: JudgmentId) -> Option<&Judged> {
    decision.parts.judgments.get(judgment.index())
}

fn counts(decision: &Decision, rule: RuleId) -> bool {
    decision.parts.reasons.iter().any(|reason| reason.rule == rule)
}

/// The label an ordered axis reports.
fn reported(decision: &Decision, axis: AxisId) -> Option<LabelId> {
    match decision.parts.axes.get(axis.index())? {
        AxisState::Ordered { possible } => possible.highest(),
        AxisState::Unordered { .. } => None,
    }
}

/// The labels of an unordered axis that are at least as true as `floor`.
fn carried(decision: &Decision, axis: AxisId, floor: Truth) -> BTreeSet<LabelId> {
    match decision.parts.axes.get(axis.index()) {
        Some(AxisState::Unordered { labels }) => {
            let carried = labels.iter().enumerate().filter(|(_, truth)| **truth >= floor);
            carried.map(|(at, _)| LabelId::at(at)).collect()
        }
        _ => BTreeSet::new(),
    }
}

fn answered(judged: &Judged, tier: Rank, act: Act) -> Answer {
    match verdict(&judged.state, judged.holders, tier, act) {
        Verdict::Permitted => Answer::Permitted,
        Verdict::Settled(_) => Answer::Settled,
        Verdict::NotRaised | Verdict::HeldBy(_) | Verdict::NotYetDecided { .. } => Answer::Refused,
    }
}

/// The word of cases for how far a judgment is raised.
pub(crate) const fn raised(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::Unknown => "possible",
        Truth::False => "no",
    }
}

fn instant(at: Option<Timestamp>, model: &Model) -> String {
    at.map_or_else(|| "none".into(), |at| shown_in(at, &model.timezone))
}

/// Labels by name.
fn named(model: &Model, axis: AxisId, labels: impl IntoIterator<Item = LabelId>) -> String {
    let axis = model.axes.get(axis.index());
    listed(labels.into_iter().map(|label| axis.map_or("", |axis| axis.label_id(label))))
}

/// Names in their order, or that there is none.
fn listed<'m>(names: impl IntoIterator<Item = &'m str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}
