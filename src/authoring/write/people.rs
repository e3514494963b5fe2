//! Tiers, hand-overs, desks, holders, judgments and axes.

use super::tree::{Fields, Tree};
use crate::authoring::document::{Axis, Desk, Holders, Judgment, Name, Order, TierLists, Titled};

pub(super) fn tiers(tiers: &TierLists) -> Tree {
    let list = |tiers: &[Titled]| Tree::List(tiers.iter().map(titled).collect());
    Fields::new().put("vendor", Some(list(&tiers.vendor))).put("client", Some(list(&tiers.client))).into()
}

pub(super) fn handoffs(direct: &[(Name, Name)]) -> Tree {
    let pairs = direct.iter().map(|(from, to)| Tree::List(vec![Tree::name(from), Tree::name(to)]));
    Fields::new().put("direct", Some(Tree::List(pairs.collect()))).into()
}

pub(super) fn desk(desk: &Desk) -> Tree {
    Fields::new()
        .put("party", Some(Tree::text(desk.party.as_str())))
        .localised("title", desk.title.as_ref())
        .into()
}

pub(super) fn holders(holders: &Holders) -> Vec<(String, Tree)> {
    [("propose", &holders.propose), ("decide", &holders.decide), ("communicate", &holders.communicate)]
        .into_iter()
        .filter_map(|(act, tier)| Some((act.to_owned(), Tree::name(tier.as_ref()?))))
        .collect()
}

pub(super) fn judgment(judgment: &Judgment) -> Tree {
    let mut fields = Fields::new().localised("title", judgment.title.as_ref());
    fields.extend(holders(&judgment.holders));
    fields.flag("locked", judgment.locked.is_some()).into()
}

pub(super) fn axis(axis: &Axis) -> Tree {
    let fields = Fields::new()
        .localised("title", axis.title.as_ref())
        .put("labels", Some(Tree::List(axis.labels.iter().map(titled).collect())));
    match &axis.order {
        Order::Ordered { default } => fields.name("default", Some(default)),
        Order::Unordered => fields.flag("many", true),
    }
    .into()
}

/// A tier or label: its name, or `{ id: .., title: .. }`.
fn titled(titled: &Titled) -> Tree {
    match &titled.title {
        None => Tree::name(&titled.name),
        title => Fields::new().name("id", Some(&titled.name)).localised("title", title.as_ref()).into(),
    }
}
