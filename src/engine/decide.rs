//! From what the stages found to the decision: destination, next step, asks, reasons.

use super::overrides;
use super::run::{Outcome, grant_truth, restrictions};
use crate::authority::{Act, Rank, Urgency};
use crate::calendar::Segment;
use crate::compose::{Reading, Ruling, Walk, via};
use crate::condition::Truth;
use crate::decision::{Beaten, Collector, Counted, Decision, DueBy, Item, Judged, Next, Parts};
use crate::effect::{EffectKind, Grant, Restriction, Rule, Settlement, TimeLimit};
use crate::id::{JudgmentId, RuleId, ValueId};
use crate::inquiry::{Inquiry, Missing, Notice, NoticeCode};
use crate::overrides::{ScriptRun, Site, SiteEffect, SiteId};
use crate::rulebook::{Model, Rulebook};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What every decision by a rulebook would otherwise work out anew.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// By [`Rank`]: the tiers a hand-off to it passes through.
    via: Vec<Vec<Rank>>,
    /// Whether every rule has a period in which it is in force.
    all_have_periods: bool,
}

impl Prepared {
    pub(crate) fn new(model: &Model) -> Self {
        let via = model.tiers.ranks().map(|to| via(&model.tiers, &model.direct_handoffs, to)).collect();
        let all_have_periods =
            !model.rules.is_empty() && model.rules.iter().all(|rule| rule.period().is_some());
        Self { via, all_have_periods }
    }

    /// Whether every rule has a period in which it is in force.
    pub(super) const fn all_have_periods(&self) -> bool {
        self.all_have_periods
    }
}

/// Puts the decision together.
pub(crate) fn decide(
    rulebook: &Rulebook,
    prepared: &Prepared,
    inquiry: &Inquiry,
    outcome: Outcome<'_>,
) -> Decision {
    let mut parts = parts(rulebook.model(), prepared, inquiry, &outcome);
    parts.axes = outcome.situation.axes;
    Decision { rulebook: rulebook.clone(), parts }
}

/// Everything the decision says, but for the axes, which the situation holds.
pub(super) fn parts(model: &Model, prepared: &Prepared, inquiry: &Inquiry, outcome: &Outcome<'_>) -> Parts {
    let dues = dues(model, inquiry, outcome);
    let due = |limit: TimeLimit| dues.get(&limit).map(|(due, _)| *due);
    let to = |reading| outcome.joined.destination(model, due, reading);
    let (safe, low) = (to(Reading::Safe), to(Reading::Low));
    let mut parts = Parts {
        inquiry: inquiry.id().map(Into::into),
        axes: Vec::new(),
        judgments: judged(model, outcome),
        safe,
        low,
        via: prepared.via.get(safe.tier.index()).cloned().unwrap_or_default(),
        desks: BTreeSet::new(),
        notify: BTreeSet::new(),
        within: outcome.joined.escalations.within().clone(),
        due_by: due_by(&dues),
        next: Next::Answer,
        asks: Vec::new(),
        asks_text: false,
        requires: Vec::new(),
        instructions: BTreeSet::new(),
        tags: BTreeSet::new(),
        reasons: Vec::new(),
        overridden: Vec::new(),
        proposals: overrides::proposals(model, inquiry, outcome),
        notices: Vec::new(),
    };
    gather(model, outcome, &mut parts);
    explain(model, inquiry, outcome, &mut parts);
    ask(model, prepared, inquiry, outcome, &due, &mut parts);
    parts.next = next(model, &parts);
    parts
}

/// When each time limit is over, with the open time that is counted until then.
type Dues = BTreeMap<TimeLimit, (Timestamp, Vec<Segment>)>;

/// Every time limit that counts, each worked out once; none without the inquiry's time.
fn dues(model: &Model, inquiry: &Inquiry, outcome: &Outcome<'_>) -> Dues {
    let Some(at) = inquiry.time() else { return Dues::new() };
    let limits = outcome.joined.escalations.within().iter();
    limits.filter_map(|limit| Some((*limit, limit.due(at, &model.calendars)?))).collect()
}

/// The time limit that is over first.
fn due_by(dues: &Dues) -> Option<DueBy> {
    let (limit, (_, segments)) = dues.iter().min_by_key(|(_, (due, _))| *due)?;
    Some(DueBy { limit: *limit, segments: segments.clone() })
}

fn judged(model: &Model, outcome: &Outcome<'_>) -> Vec<Judged> {
    let states = outcome.joined.judged(model);
    states
        .map(|(state, defaults)| Judged {
            state: *state,
            holders: state.holders(defaults, Reading::Safe),
            rules: Vec::new(),
        })
        .collect()
}

/// The unions: desks, who is told, what the record needs, instructions, tags.
fn gather(model: &Model, outcome: &Outcome<'_>, parts: &mut Parts) {
    let mut requires = BTreeSet::new();
    for restriction in restrictions(model, outcome) {
        match restriction {
            Restriction::Refer(desk) => {
                parts.desks.insert(*desk);
            }
            Restriction::Notify(recipient) => {
                parts.notify.insert(*recipient);
            }
            Restriction::Require(fact) => {
                requires.insert(*fact);
            }
            Restriction::Instruct(text) => {
                parts.instructions.insert(text.clone());
            }
            Restriction::Tag(tag) => {
                parts.tags.insert(tag.clone());
            }
            Restriction::Classify { .. }
            | Restriction::Raise(_)
            | Restriction::Retain { .. }
            | Restriction::Escalate { .. } => {}
        }
    }
    let known = |fact: ValueId| outcome.situation.value(fact).is_ok();
    parts.requires = model.told(requires).into_iter().map(|fact| (fact, known(fact))).collect();
}

/// One reason per rule and effect that counted, and the grants that restrictions beat.
fn explain(model: &Model, inquiry: &Inquiry, outcome: &Outcome<'_>, parts: &mut Parts) {
    let is_suspended = outcome.ceiling != Truth::True;
    for (id, rule, truth) in model.counted(&outcome.rules) {
        let mut reasons = Reasons { model, inquiry, outcome, id, rule, truth, counted: Vec::new() };
        for restriction in &rule.restrictions {
            reasons.add(restriction.kind(), truth, None);
            if let Restriction::Raise(judgment) | Restriction::Retain { judgment, .. } = restriction {
                note(&mut parts.judgments, *judgment, id);
            }
        }
        for grant in &rule.grants {
            if grant_truth(grant, truth, &outcome.situation, model) != Truth::True {
                continue;
            }
            let (judgment, beaten) = match grant {
                Grant::Classify { .. } => {
                    if !is_suspended {
                        reasons.add(EffectKind::Classify, truth, None);
                    }
                    continue;
                }
                Grant::Delegate { judgment, .. } | Grant::Settle { judgment, .. } => {
                    (*judgment, is_beaten(outcome, grant))
                }
            };
            if beaten || is_suspended {
                let (by, by_scripts) = beaten_by(model, outcome, grant);
                parts.overridden.push(Beaten {
                    rule: id,
                    effect: grant.kind(),
                    judgment,
                    by,
                    by_scripts,
                    is_suspended,
                });
            } else {
                reasons.add(grant.kind(), Truth::True, Some(grant));
                note(&mut parts.judgments, judgment, id);
            }
        }
        reasons.counted.sort_by_key(|reason| reason.effect);
        parts.reasons.append(&mut reasons.counted);
    }
}

/// The reasons of one rule.
struct Reasons<'a> {
    model: &'a Model,
    inquiry: &'a Inquiry,
    outcome: &'a Outcome<'a>,
    id: RuleId,
    rule: &'a Rule,
    /// Whether its condition holds.
    truth: Truth,
    counted: Vec<Counted>,
}

impl Reasons<'_> {
    fn add(&mut self, effect: EffectKind, truth: Truth, grant: Option<&Grant>) {
        if let Some(same) = self.counted.iter_mut().find(|counted| counted.effect == effect) {
            // A rule that counts for sure in one way states that way.
            same.truth = same.truth.or(truth);
            return;
        }
        let evidence = self.evidence(grant);
        self.counted.push(Counted { rule: self.id, effect, truth, evidence });
    }

    fn evidence(&self, grant: Option<&Grant>) -> Vec<Item> {
        let mut collector = Collector::new(self.model, self.inquiry, &self.outcome.situation);
        collector.with_truth(&self.rule.when, self.truth);
        if let Some(Grant::Settle { given: Some(given), .. }) = grant {
            collector.with_truth(given, Truth::True);
        }
        collector.items
    }
}

fn note(judgments: &mut [Judged], judgment: JudgmentId, rule: RuleId) {
    if let Some(judged) = judgments.get_mut(judgment.index()) {
        // Rules come by name, each with all its effects.
        if judged.rules.last() != Some(&rule) {
            judged.rules.push(rule);
        }
    }
}

/// Whether a true grant on a judgment does not count: the client keeps the act, or a denial or an opposite settlement may
/// apply.
pub(crate) fn is_beaten(outcome: &Outcome<'_>, grant: &Grant) -> bool {
    let state = |judgment: JudgmentId| outcome.joined.judgments.get(judgment.index());
    match grant {
        Grant::Classify { .. } => false,
        Grant::Delegate { judgment, act, .. } => state(*judgment)
            .is_none_or(|state| state.retains(*act) || (*act == Act::Decide && state.may_be_denied())),
        Grant::Settle { judgment, ruling, .. } => {
            let counts = match ruling {
                Settlement::Approve => [Ruling::Approve, Ruling::Conflict],
                Settlement::Deny => [Ruling::Deny, Ruling::Conflict],
            };
            !counts.contains(&state(*judgment).map_or(Ruling::Open, |state| state.ruling()))
        }
    }
}

/// The rules that beat a grant, by name, and the proposals of scripts that do.
fn beaten_by(model: &Model, outcome: &Outcome<'_>, beaten: &Grant) -> (Vec<RuleId>, BTreeSet<SiteId>) {
    let mut by = Vec::new();
    for (id, rule, truth) in model.counted(&outcome.rules) {
        let retains = rule.restrictions.iter().any(|restriction| beaten.yields_to(restriction));
        let opposes = rule.grants.iter().any(|grant| {
            beaten.opposes(grant) && grant_truth(grant, truth, &outcome.situation, model) != Truth::False
        });
        if retains || opposes {
            by.push(id);
        }
    }
    let sites = outcome.scripts.iter().flat_map(ScriptRun::sites);
    let beats = |site: &Site| match &site.effect {
        SiteEffect::Restriction(restriction) => beaten.yields_to(restriction),
        SiteEffect::Grant(grant) => beaten.opposes(grant),
    };
    let by_scripts = sites
        .filter(|(_, site, state)| state.truth() != Truth::False && beats(site))
        .map(|(id, ..)| id)
        .collect();
    (by, by_scripts)
}

/// What to ask for, and notices for what left rules open.
fn ask(
    model: &Model,
    prepared: &Prepared,
    inquiry: &Inquiry,
    outcome: &Outcome<'_>,
    due: &dyn Fn(TimeLimit) -> Option<Timestamp>,
    parts: &mut Parts,
) {
    let has_time = inquiry.time().is_some();
    let walk = || Walk::new(model, &outcome.situation, &outcome.rules, &outcome.scripts);
    if parts.safe != parts.low {
        let wanted = walk().for_destination(&parts.low, &outcome.joined.judgments, due);
        (parts.asks, parts.asks_text) = (model.told(wanted.facts), wanted.text);
    }
    parts.notices.clone_from(&outcome.notices);
    let open = walk().all();
    for fact in model.told(open.facts) {
        if let Err(cause @ (Missing::Absent | Missing::Null)) = outcome.situation.value(fact) {
            parts.notices.push(Notice::of_missing(model.value_name(fact), cause));
        }
    }
    if open.time && !has_time && !parts.notices.iter().any(|notice| notice.code() == NoticeCode::TimeMissing)
    {
        parts.notices.push(Notice::new(
            NoticeCode::TimeMissing,
            "the inquiry gives no time; what is measured from it counts as unknown",
        ));
    }
    if prepared.all_have_periods && inquiry.time().is_some_and(|at| out_of_force(model, at)) {
        parts.notices.push(Notice::new(
            NoticeCode::OutOfForce,
            "no rule of the rulebook is in force at the inquiry's time; nothing was decided by any of them",
        ));
    }
    parts.notices.extend(overrides::notices(model, &outcome.scripts));
    if open.text {
        super::text::notice_missing(model, inquiry, &mut parts.notices);
    }
}

/// Whether no rule has a period that holds the instant.
fn out_of_force(model: &Model, at: Timestamp) -> bool {
    let is_out = |rule: &Rule| rule.period().is_some_and(|period| !period.contains(at));
    model.rules.iter().all(|rule| is_out(rule))
}

fn next(model: &Model, parts: &Parts) -> Next {
    let has_question = |fact: &ValueId| model.fact(*fact).is_some_and(|fact| fact.ask.is_some());
    if parts.low.urgency == Urgency::Normal && parts.asks.iter().any(has_question) {
        Next::Ask
    } else if parts.safe.tier == model.tiers.lowest() && parts.desks.is_empty() {
        Next::Answer
    } else {
        Next::HandOff
    }
}
