//! Every small change of what rules and scripts do.

use super::mutant::{Made, Mutant, Operator, Part, Reach, Subject};
use super::nodes::is_ordered;
use super::permits::{denies, is_guard};
use crate::authority::{Act, Party, Rank, Urgency};
use crate::cases::values::unit_of;
use crate::classify::Order;
use crate::condition::Condition;
use crate::effect::{EffectKind, Grant, Recipient, Restriction, Rule, TimeLimit};
use crate::id::{AxisId, JudgmentId, LabelId};
use crate::overrides::{Override, SiteEffect};
use crate::rulebook::Model;

/// A rule that does something else.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) operator: Operator,
    pub(super) rule: Rule,
    pub(super) before: String,
    /// `None`: it is dropped.
    pub(super) after: Option<String>,
    pub(super) permissive: bool,
}

/// An effect in the place of another one, or of none.
#[derive(Debug, Clone)]
enum Effect {
    Restriction(Restriction),
    Grant(Grant),
}

/// Every change of what a rule does.
pub(super) fn changes(rule: &Rule, model: &Model) -> Vec<Change> {
    let mut changes = Vec::new();
    let is_only = rule.restrictions.len() + rule.grants.len() == 1;
    for (at, restriction) in rule.restrictions.iter().enumerate() {
        let without = || {
            let mut other = rule.clone();
            other.restrictions.remove(at);
            other
        };
        let before = restriction_text(restriction, model);
        // What people are told is words that no case looks at.
        if !is_only && !matches!(restriction, Restriction::Instruct(_)) {
            let (operator, permissive) = (Operator::DropEffect, is_guard(restriction));
            changes.push(Change {
                operator,
                rule: without(),
                before: before.clone(),
                after: None,
                permissive,
            });
        }
        for (operator, effect, permissive) in other_restrictions(restriction, model) {
            let (rule, after) = with(without(), effect, model);
            changes.push(Change { operator, rule, before: before.clone(), after: Some(after), permissive });
        }
    }
    for (at, grant) in rule.grants.iter().enumerate() {
        let without = || {
            let mut other = rule.clone();
            other.grants.remove(at);
            other
        };
        let before = grant_text(grant, model);
        if !is_only {
            let (operator, permissive) = (Operator::DropEffect, denies(grant));
            changes.push(Change {
                operator,
                rule: without(),
                before: before.clone(),
                after: None,
                permissive,
            });
        }
        for (operator, effect, permissive) in other_grants(grant, model) {
            let (rule, after) = with(without(), effect, model);
            changes.push(Change { operator, rule, before: before.clone(), after: Some(after), permissive });
        }
    }
    changes
}

/// The next lower tier.
pub(super) fn below(model: &Model, tier: Rank) -> Option<Rank> {
    model.tiers.ranks().take_while(|other| *other < tier).last()
}

/// Every change of what scripts propose and may propose.
pub(super) fn of_scripts(model: &Model, made: &mut Vec<Made>) {
    for (at, by) in model.overrides.iter().enumerate() {
        let mut add =
            |operator, name: String, before: String, after: Option<String>, permissive, other: Override| {
                made.push(Made {
                    mutant: Mutant {
                        operator,
                        subject: Subject::Script,
                        name: name.into(),
                        place: None,
                        nth: 1,
                        before,
                        after,
                        permissive,
                    },
                    part: Part::Override(at, Box::new(other)),
                    reach: Reach::All,
                });
            };
        let file = || by.file.as_deref().unwrap_or("grants").to_owned();
        for (entry, granted) in by.grants.iter().enumerate() {
            if granted.when != Condition::Constant(true) {
                let mut other = by.clone();
                other
                    .grants
                    .get_mut(entry)
                    .into_iter()
                    .for_each(|entry| entry.when = Condition::Constant(true));
                let before = format!("when: {}", granted.when.display(model));
                add(Operator::WidenGrant, file(), before, None, true, other);
            }
            for (which, grant) in granted.grants.iter().enumerate() {
                let Grant::Delegate { judgment, act, tier } = grant else { continue };
                let Some(lower) = below(model, *tier) else { continue };
                let wider = Grant::Delegate { judgment: *judgment, act: *act, tier: lower };
                let after = grant_text(&wider, model);
                let mut other = by.clone();
                let slot = other.grants.get_mut(entry).and_then(|entry| entry.grants.get_mut(which));
                slot.into_iter().for_each(|slot| *slot = wider.clone());
                add(Operator::WidenGrant, file(), grant_text(grant, model), Some(after), true, other);
            }
        }
        for (which, script) in by.scripts.iter().enumerate() {
            for (position, site) in script.sites.iter().enumerate() {
                let mut other = by.clone();
                let sites = other.scripts.get_mut(which).map(|script| &mut script.sites);
                if let Some(slot) = sites.and_then(|sites| sites.get_mut(position)) {
                    // Handing up to the tier where every inquiry arrives does nothing.
                    let (to, urgency, within) = (model.tiers.lowest(), Urgency::Normal, None);
                    slot.effect = SiteEffect::Restriction(Restriction::Escalate { to, urgency, within });
                    slot.when = Condition::Constant(false);
                }
                let (text, permissive) = match &site.effect {
                    SiteEffect::Restriction(restriction) => {
                        (restriction_text(restriction, model), is_guard(restriction))
                    }
                    SiteEffect::Grant(grant) => (grant_text(grant, model), denies(grant)),
                };
                let name = format!("{} {}:{}", by.script_name(script.stage), site.line, site.column);
                add(Operator::DropProposal, name, text, None, permissive, other);
            }
        }
        if let Some(lower) =
            below(model, by.on_error).filter(|tier| model.tiers.party(*tier) == Party::Client)
        {
            let text = |tier| format!("on_script_error: {}", model.tiers.id(tier));
            let other = Override { on_error: lower, ..by.clone() };
            add(Operator::LowerScriptError, file(), text(by.on_error), Some(text(lower)), true, other);
        }
    }
}

/// The rule with one effect more, and that effect's text.
fn with(mut rule: Rule, effect: Effect, model: &Model) -> (Rule, String) {
    match effect {
        Effect::Restriction(restriction) => {
            let text = restriction_text(&restriction, model);
            rule.restrictions.push(restriction);
            rule.restrictions.sort();
            rule.restrictions.dedup();
            (rule, text)
        }
        Effect::Grant(grant) => {
            let text = grant_text(&grant, model);
            rule.grants.push(grant);
            (rule, text)
        }
    }
}

fn other_restrictions(restriction: &Restriction, model: &Model) -> Vec<(Operator, Effect, bool)> {
    let one = |operator, restriction, permissive| (operator, Effect::Restriction(restriction), permissive);
    match restriction {
        Restriction::Retain { judgment, act, tier } => {
            // Only the client retains.
            let lower = below(model, *tier).filter(|tier| model.tiers.party(*tier) == Party::Client);
            let weaker = |tier| Restriction::Retain { judgment: *judgment, act: *act, tier };
            lower.map(|tier| one(Operator::WeakenRetain, weaker(tier), true)).into_iter().collect()
        }
        Restriction::Escalate { to, urgency, within } => {
            let (to, urgency, within) = (*to, *urgency, *within);
            let mut others = Vec::new();
            // Without a tier it has to say something else.
            if let Some(to) = below(model, to) {
                let says_more = to > model.tiers.lowest() || urgency != Urgency::Normal || within.is_some();
                let lower = Restriction::Escalate { to, urgency, within };
                others.extend(says_more.then(|| one(Operator::LowerEscalation, lower, true)));
            }
            if let Some(urgency) = Urgency::ALL.into_iter().take_while(|other| *other < urgency).last() {
                let says_more = to > model.tiers.lowest() || urgency != Urgency::Normal || within.is_some();
                let lower = Restriction::Escalate { to, urgency, within };
                others.extend(says_more.then(|| one(Operator::LowerUrgency, lower, true)));
            }
            if let Some(limit) = within {
                let unit = unit_of(limit.time);
                for (time, is_longer) in [(limit.time + unit, true), (limit.time - unit, false)] {
                    let within = Some(TimeLimit { time, ..limit });
                    let other = Restriction::Escalate { to, urgency, within };
                    others
                        .extend(time.is_positive().then(|| one(Operator::ChangeTimeLimit, other, is_longer)));
                }
            }
            others
        }
        Restriction::Classify { axis, label } => other_label(*axis, *label, model).into_iter().collect(),
        Restriction::Raise(_)
        | Restriction::Refer(_)
        | Restriction::Notify(_)
        | Restriction::Require(_)
        | Restriction::Instruct(_)
        | Restriction::Tag(_) => Vec::new(),
    }
}

fn other_grants(grant: &Grant, model: &Model) -> Vec<(Operator, Effect, bool)> {
    match grant {
        Grant::Delegate { judgment, act, tier } => {
            let to = |tier| Effect::Grant(Grant::Delegate { judgment: *judgment, act: *act, tier });
            let higher = model.tiers.ranks().find(|other| other > tier);
            let higher = higher.map(|tier| (Operator::RaiseDelegate, to(tier), false));
            let lower = below(model, *tier).map(|tier| (Operator::LowerDelegate, to(tier), true));
            higher.into_iter().chain(lower).collect()
        }
        Grant::Settle { judgment, ruling, given } => {
            let (judgment, ruling, given) = (*judgment, ruling.opposite(), given.clone());
            vec![(Operator::FlipRuling, Effect::Grant(Grant::Settle { judgment, ruling, given }), true)]
        }
        Grant::Classify { axis, label } => other_label(*axis, *label, model).into_iter().collect(),
    }
}

/// The next lower label of an ordered axis, the next one of an unordered one.
fn other_label(axis: AxisId, label: LabelId, model: &Model) -> Option<(Operator, Effect, bool)> {
    let declared = model.axes.get(axis.index())?;
    let labels = declared.labels.len();
    let other = if is_ordered(model, axis) {
        LabelId::at(label.index().checked_sub(1)?)
    } else {
        Some(LabelId::at((label.index() + 1) % labels)).filter(|other| *other != label)?
    };
    let effect = match declared.order {
        Order::Ordered { default } if other < default => {
            Effect::Grant(Grant::Classify { axis, label: other })
        }
        Order::Ordered { .. } | Order::Unordered => {
            Effect::Restriction(Restriction::Classify { axis, label: other })
        }
    };
    Some((Operator::ChangeLabel, effect, true))
}

/// A restriction as a rule writes it.
fn restriction_text(restriction: &Restriction, model: &Model) -> String {
    let said = match restriction {
        Restriction::Classify { axis, label } => label_text(*axis, *label, model),
        Restriction::Raise(judgment) => format!("[{}]", model.judgment_name(*judgment)),
        Restriction::Retain { judgment, act, tier } => taken(*judgment, *act, *tier, model),
        Restriction::Escalate { to, urgency, within } => {
            let to = (*to > model.tiers.lowest()).then(|| format!("to: {}", model.tiers.id(*to)));
            let urgency = (*urgency != Urgency::Normal).then(|| format!("urgency: {}", urgency.as_str()));
            let within = within.map(|limit| format!("within: {}", limit.text(&model.calendars)));
            let parts: Vec<String> = [to, urgency, within].into_iter().flatten().collect();
            format!("{{ {} }}", parts.join(", "))
        }
        Restriction::Refer(desk) => format!("[{}]", model.desk_name(*desk)),
        Restriction::Notify(recipient) => format!("[{}]", Recipient::name(*recipient, model)),
        Restriction::Require(fact) => format!("[{}]", model.value_name(*fact)),
        Restriction::Instruct(_) => "..".into(),
        Restriction::Tag(tag) => format!("[{tag}]"),
    };
    format!("{}: {said}", restriction.kind().as_str())
}

/// A grant as a rule writes it.
fn grant_text(grant: &Grant, model: &Model) -> String {
    let said = match grant {
        Grant::Classify { axis, label } => label_text(*axis, *label, model),
        Grant::Delegate { judgment, act, tier } => taken(*judgment, *act, *tier, model),
        Grant::Settle { judgment, ruling, .. } => {
            format!("{{ {}: {} }}", model.judgment_name(*judgment), ruling.as_str())
        }
    };
    let kind: EffectKind = grant.kind();
    format!("{}: {said}", kind.as_str())
}

fn label_text(axis: AxisId, label: LabelId, model: &Model) -> String {
    let axis = model.axes.get(axis.index());
    axis.map_or_else(String::new, |axis| format!("{{ {}: {} }}", axis.id, axis.label_id(label)))
}

fn taken(judgment: JudgmentId, act: Act, tier: Rank, model: &Model) -> String {
    let (judgment, tier) = (model.judgment_name(judgment), model.tiers.id(tier));
    match act {
        Act::Decide => format!("{{ {judgment}: {tier} }}"),
        act => format!("{{ {judgment}: {{ {}: {tier} }} }}", act.as_str()),
    }
}
