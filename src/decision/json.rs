//! The JSON form `furiwake.decision/1`. Keys may be added, never changed or removed.

use super::decision::{Decision, Next};
use super::evidence::Evidence;
use super::proposal::{Named, Proposal};
use super::views::{Escalation, Requirement, Route};
use crate::authority::{Act, Party, Urgency};
use crate::compose::Ruling;
use crate::condition::Truth;
use crate::effect::EffectKind;
use crate::inquiry::Notice;
use crate::localised::Localised;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The name and version of the form.
const SCHEMA: &str = "furiwake.decision/1";

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::of(self).serialize(serializer)
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    schema: &'static str,
    inquiry: Option<&'a str>,
    rulebook: RulebookWire<'a>,
    labels: BTreeMap<&'a str, LabelsWire<'a>>,
    judgments: BTreeMap<&'a str, JudgmentWire<'a>>,
    route: RouteWire<'a>,
    next: NextWire,
    asks: Vec<AskWire<'a>>,
    requires: Vec<Requirement<'a>>,
    instructions: Vec<&'a Localised>,
    tags: Vec<&'a str>,
    reasons: Vec<ReasonWire<'a>>,
    overridden: Vec<OverriddenWire<'a>>,
    proposals: Vec<ProposalWire<'a>>,
    notices: &'a [Notice],
}

#[derive(Serialize)]
struct RulebookWire<'a> {
    id: &'a str,
    version: &'a str,
    hash: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum LabelsWire<'a> {
    Ordered { label: &'a str, certain: bool, possible: Vec<&'a str> },
    Unordered { certain: Vec<&'a str>, possible: Vec<&'a str> },
}

#[derive(Serialize)]
struct JudgmentWire<'a> {
    raised: &'static str,
    ruling: Option<Ruling>,
    retained: bool,
    holders: BTreeMap<&'static str, &'a str>,
    may: TierMap<'a>,
    rules: Vec<&'a str>,
}

/// What every tier may do, lowest tier first.
struct TierMap<'a>(Vec<(&'a str, [&'static str; 3])>);

impl Serialize for TierMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0.iter().map(|(tier, [propose, decide, communicate])| {
                (tier, ActsWire { propose, decide, communicate })
            }),
        )
    }
}

#[derive(Serialize)]
struct ActsWire<'a> {
    propose: &'a str,
    decide: &'a str,
    communicate: &'a str,
}

#[derive(Serialize)]
struct RouteWire<'a> {
    tier: &'a str,
    party: Party,
    certain: bool,
    via: Vec<&'a str>,
    desks: Vec<&'a str>,
    notify: Vec<&'a str>,
    urgency: Urgency,
    within: Vec<String>,
    due: Option<String>,
    segments: Vec<SegmentWire>,
}

#[derive(Serialize)]
struct SegmentWire {
    from: String,
    until: String,
}

#[derive(Serialize)]
struct NextWire {
    r#do: Next,
}

#[derive(Serialize)]
#[serde(untagged)]
enum AskWire<'a> {
    Fact { fact: &'a str, ask: Option<&'a Localised> },
    Text { text: bool },
}

#[derive(Serialize)]
struct ReasonWire<'a> {
    rule: &'a str,
    effect: EffectKind,
    truth: Truth,
    because: Option<&'a Localised>,
    source: Option<&'a str>,
    evidence: Vec<Evidence<'a>>,
    /// `to`, `urgency` and `within` of an escalation.
    #[serde(flatten)]
    escalation: Option<Escalation<'a>>,
}

#[derive(Serialize)]
struct OverriddenWire<'a> {
    rule: &'a str,
    effect: EffectKind,
    judgment: &'a str,
    by: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_scripts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suspended: Option<bool>,
}

#[derive(Serialize)]
struct ProposalWire<'a> {
    script: String,
    line: u32,
    column: u32,
    effect: EffectKind,
    accepted: bool,
    why: Option<String>,
    truth: Truth,
    because: &'a str,
    #[serde(flatten)]
    named: Named<'a>,
    evidence: Vec<Evidence<'a>>,
}

impl<'a> Wire<'a> {
    fn of(decision: &'a Decision) -> Self {
        let rulebook = decision.rulebook();
        Self {
            schema: SCHEMA,
            inquiry: decision.inquiry(),
            rulebook: RulebookWire { id: rulebook.id(), version: rulebook.version(), hash: rulebook.hash() },
            labels: decision
                .axes()
                .map(|(axis, ordered)| (axis, LabelsWire::of(decision, axis, ordered)))
                .collect(),
            judgments: decision.judgments().map(|id| (id, JudgmentWire::of(decision, id))).collect(),
            route: RouteWire::of(decision.route()),
            next: NextWire { r#do: decision.next() },
            asks: decision
                .asks()
                .map(|ask| match ask.fact {
                    Some(fact) => AskWire::Fact { fact, ask: ask.question },
                    None => AskWire::Text { text: true },
                })
                .collect(),
            requires: decision.requires().collect(),
            instructions: decision.instructions().collect(),
            tags: decision.tags().collect(),
            reasons: decision
                .reasons()
                .map(|reason| ReasonWire {
                    rule: reason.rule(),
                    effect: reason.effect(),
                    truth: reason.truth(),
                    because: reason.because(),
                    source: reason.source(),
                    evidence: reason.evidence().collect(),
                    escalation: reason.escalation(),
                })
                .collect(),
            overridden: decision
                .overridden()
                .map(|grant| OverriddenWire {
                    rule: grant.rule(),
                    effect: grant.effect(),
                    judgment: grant.judgment(),
                    by: grant.by().collect(),
                    by_scripts: grant.by_scripts(),
                    suspended: grant.is_suspended().then_some(true),
                })
                .collect(),
            proposals: decision.proposals().map(ProposalWire::of).collect(),
            notices: decision.notices(),
        }
    }
}

impl<'a> ProposalWire<'a> {
    fn of(proposal: Proposal<'a>) -> Self {
        Self {
            script: proposal.script(),
            line: proposal.line(),
            column: proposal.column(),
            effect: proposal.effect(),
            accepted: proposal.is_accepted(),
            why: proposal.why().map(|why| why.to_string()),
            truth: proposal.truth(),
            because: proposal.because(),
            named: proposal.named(),
            evidence: proposal.evidence().collect(),
        }
    }
}

impl<'a> LabelsWire<'a> {
    fn of(decision: &'a Decision, axis: &str, ordered: bool) -> Self {
        let labels = decision.labels(axis);
        if ordered {
            let label = decision.label(axis).unwrap_or_default();
            Self::Ordered { label, certain: !labels.certain.is_empty(), possible: labels.possible }
        } else {
            Self::Unordered { certain: labels.certain, possible: labels.possible }
        }
    }
}

impl<'a> JudgmentWire<'a> {
    fn of(decision: &'a Decision, judgment: &str) -> Self {
        let may = |tier| Act::ALL.map(|act| decision.may(tier, act, judgment).as_str());
        let tiers = &decision.model().tiers;
        Self {
            raised: match decision.raised(judgment) {
                Some(Truth::True) => "yes",
                Some(Truth::Unknown) => "possible",
                Some(Truth::False) | None => "no",
            },
            ruling: decision.ruling(judgment),
            retained: decision.is_retained(judgment).unwrap_or_default(),
            holders: Act::ALL
                .into_iter()
                .filter_map(|act| decision.holder(judgment, act).map(|tier| (act.as_str(), tier)))
                .collect(),
            may: TierMap(tiers.ranks().map(|rank| (tiers.id(rank), may(tiers.id(rank)))).collect()),
            rules: decision.rules(judgment),
        }
    }
}

impl<'a> RouteWire<'a> {
    fn of(route: Route<'a>) -> Self {
        Self {
            tier: route.tier(),
            party: route.party(),
            certain: route.is_certain(),
            via: route.via().collect(),
            desks: route.desks().collect(),
            notify: route.notify().collect(),
            urgency: route.urgency(),
            within: route.within().collect(),
            due: route.due_text(),
            segments: route
                .segments()
                .map(|segment| {
                    let [from, until] = segment.texts();
                    SegmentWire { from, until }
                })
                .collect(),
        }
    }
}
