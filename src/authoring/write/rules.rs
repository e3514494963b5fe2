//! Rules with their effects, and invariants.

use super::time::{effective, time_limit};
use super::tree::{Fields, Tree};
use crate::authoring::document::{Effect, Given, Invariant, Name, Rule};
use crate::authority::{Act, Urgency};

pub(super) fn rule(rule: &Rule) -> Tree {
    let mut fields = Fields::new()
        .name("id", Some(&rule.id))
        .localised("title", rule.title.as_ref())
        .put("effective", rule.effective.as_ref().map(effective))
        .put("when", rule.when.as_ref().map(Tree::condition));
    fields.append(effects(&rule.effects));
    fields
        .localised("because", rule.because.as_ref())
        .put("source", rule.source.as_ref().map(Tree::text))
        .flag("locked", rule.locked.is_some())
        .into()
}

pub(super) fn invariant(invariant: &Invariant) -> Tree {
    Fields::new()
        .name("id", invariant.id.as_ref())
        .put("never", Some(Tree::condition(&invariant.never)))
        .localised("because", invariant.because.as_ref())
        .into()
}

/// The effects by their keys.
pub(super) fn effects(effects: &[Effect]) -> Fields {
    let list = |pick: fn(&Effect) -> Option<Tree>| effects.iter().filter_map(pick).collect::<Vec<_>>();
    let mut fields = Fields::new()
        .map("classify", classify(effects))
        .list(
            "raise",
            list(
                |effect| if let Effect::Raise(judgment) = effect { Some(Tree::name(judgment)) } else { None },
            ),
        )
        .put(
            "retain",
            acts(effects, |effect| match effect {
                Effect::Retain { judgment, act, tier } => Some((judgment, *act, tier.as_ref())),
                _ => None,
            }),
        )
        .put(
            "delegate",
            acts(effects, |effect| match effect {
                Effect::Delegate { judgment, act, tier } => Some((judgment, *act, tier.as_ref())),
                _ => None,
            }),
        )
        .map("settle", settle(effects));
    // A second one cannot be read back; the loader says so.
    fields.extend(effects.iter().filter_map(escalate).map(|to| ("escalate".to_owned(), to)));
    fields
        .list(
            "refer",
            list(|effect| if let Effect::Refer(desk) = effect { Some(Tree::name(desk)) } else { None }),
        )
        .list(
            "notify",
            list(|effect| if let Effect::Notify(name) = effect { Some(Tree::name(name)) } else { None }),
        )
        .list(
            "require",
            list(|effect| if let Effect::Require(fact) = effect { Some(Tree::name(fact)) } else { None }),
        )
        .list(
            "instruct",
            list(
                |effect| if let Effect::Instruct(text) = effect { Some(Tree::localised(text)) } else { None },
            ),
        )
        .list("tag", list(|effect| if let Effect::Tag(tag) = effect { Some(Tree::text(tag)) } else { None }))
}

/// Labels by axis: one, or a list of several.
fn classify(effects: &[Effect]) -> Vec<(String, Tree)> {
    let mut axes: Vec<(String, Tree)> = Vec::new();
    for effect in effects {
        let Effect::Classify { axis, label } = effect else { continue };
        match axes.iter_mut().find(|(name, _)| **name == *axis.value) {
            None => axes.push((axis.value.to_string(), Tree::name(label))),
            Some((_, Tree::List(labels))) => labels.push(Tree::name(label)),
            Some((_, one)) => *one = Tree::List(vec![one.clone(), Tree::name(label)]),
        }
    }
    axes
}

/// A judgment, an act, and the tier that takes it.
type Taken<'e> = (&'e Name, Act, Option<&'e Name>);

/// `[refund]` where no tier is named, `{ refund: client_manager, talks: { communicate: client_manager } }` where one always
/// is, and a list of both otherwise.
fn acts(effects: &[Effect], pick: fn(&Effect) -> Option<Taken<'_>>) -> Option<Tree> {
    let found: Vec<_> = effects.iter().filter_map(pick).collect();
    let named = found.iter().filter(|(.., tier)| tier.is_some()).count();
    if found.is_empty() {
        None
    } else if named == found.len() {
        let mut judgments: Vec<(String, Vec<(Act, &Name)>)> = Vec::new();
        for (judgment, act, tier) in found {
            let Some(tier) = tier else { continue };
            match judgments.last_mut().filter(|(name, _)| **name == *judgment.value) {
                Some((_, acts)) => acts.push((act, tier)),
                None => judgments.push((judgment.value.to_string(), vec![(act, tier)])),
            }
        }
        Some(Tree::Map(judgments.into_iter().map(|(judgment, acts)| (judgment, tiers(&acts))).collect()))
    } else {
        let item = |(judgment, act, tier): Taken<'_>| match tier {
            None => Tree::name(judgment),
            Some(tier) => Tree::Map(vec![(judgment.value.to_string(), tiers(&[(act, tier)]))]),
        };
        Some(Tree::List(found.into_iter().map(item).collect()))
    }
}

/// The tier that decides, or who does which act.
fn tiers(acts: &[(Act, &Name)]) -> Tree {
    match acts {
        [(Act::Decide, tier)] => Tree::name(tier),
        acts => {
            Tree::Map(acts.iter().map(|(act, tier)| (act.as_str().to_owned(), Tree::name(tier))).collect())
        }
    }
}

fn settle(effects: &[Effect]) -> Vec<(String, Tree)> {
    let settled = |effect: &Effect| {
        let Effect::Settle { judgment, ruling, given } = effect else { return None };
        let answer = match given.as_deref() {
            None => Tree::text(ruling.as_str()),
            Some(Given { condition, otherwise }) => Fields::new()
                .put(ruling.as_str(), Some(Tree::condition(condition)))
                .put("otherwise", otherwise.then(|| Tree::text(ruling.opposite().as_str())))
                .into(),
        };
        Some((judgment.value.to_string(), answer))
    };
    effects.iter().filter_map(settled).collect()
}

fn escalate(effect: &Effect) -> Option<Tree> {
    let Effect::Escalate { to, urgency, within } = effect else { return None };
    if let (Some(to), Urgency::Normal, None) = (to, urgency, within) {
        return Some(Tree::name(to));
    }
    // One that says nothing else says how urgent it is, as it has to say something.
    let silent = to.is_none() && within.is_none();
    let urgency = (silent || *urgency != Urgency::Normal).then(|| Tree::text(urgency.as_str()));
    let fields = Fields::new().name("to", to.as_ref()).put("urgency", urgency);
    Some(fields.put("within", within.as_ref().map(time_limit)).into())
}
