//! The names cases may use, and what is said about others.

use crate::authoring::document::Name;
use crate::authoring::{Reader, listed};
use crate::authority::Rank;
use crate::authority::{Act, Party};
use crate::condition::Names;
use crate::diagnostic::{Code, Problem, closest};
use crate::effect::{Recipient, Restriction};
use crate::id::{AxisId, DeskId, JudgmentId, LabelId, RuleId, ValueAt, ValueId};
use crate::overrides::{Script, SiteEffect};
use crate::rulebook::Model;
use std::collections::BTreeSet;

/// The names of one rulebook.
pub(super) struct Known<'m> {
    pub(super) model: &'m Model,
    pub(super) names: Names<'m>,
    /// Every tag that a rule or a script may give.
    tags: BTreeSet<&'m str>,
}

/// The most names that are listed where none is near.
const FEW: usize = 12;

impl<'m> Known<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let rules = model.rules.iter().flat_map(|rule| &rule.restrictions);
        let scripts =
            model.overrides.iter().flat_map(|by| &by.scripts).flat_map(|script: &Script| &script.sites);
        let proposed = scripts.filter_map(|site| match &site.effect {
            SiteEffect::Restriction(restriction) => Some(restriction),
            SiteEffect::Grant(_) => None,
        });
        let tags = rules.chain(proposed).filter_map(|restriction| match restriction {
            Restriction::Tag(tag) => Some(&**tag),
            _ => None,
        });
        Self { model, names: Names::of(model), tags: tags.collect() }
    }

    pub(super) fn axis(&self, name: &Name, reader: &mut Reader) -> Option<AxisId> {
        let axes = &self.model.axes;
        let found = axes.iter().position(|axis| axis.id == name.value).map(AxisId::at);
        found.or_else(|| unknown(reader, "axis", name, axes.iter().map(|axis| &*axis.id)))
    }

    pub(super) fn label(&self, axis: AxisId, name: &Name, reader: &mut Reader) -> Option<LabelId> {
        let axis = self.model.axes.get(axis.index())?;
        axis.label(&name.value).or_else(|| {
            let message = format!("`{}` has no label `{}`", axis.id, name.value);
            said_of(reader, message, name, axis.told().into_iter().map(|label| &*label.id))
        })
    }

    pub(super) fn judgment(&self, name: &Name, reader: &mut Reader) -> Option<JudgmentId> {
        let judgments = self.model.judgments_by_name().map(|judgment| &*judgment.id);
        self.model.judgment_id(&name.value).or_else(|| unknown(reader, "judgment", name, judgments))
    }

    pub(super) fn tier(&self, name: &Name, reader: &mut Reader) -> Option<Rank> {
        let tiers = &self.model.tiers;
        tiers
            .rank(&name.value)
            .or_else(|| unknown(reader, "tier", name, tiers.ranks().map(|rank| tiers.id(rank))))
    }

    pub(super) fn act(&self, name: &Name, reader: &mut Reader) -> Option<Act> {
        let found = Act::ALL.into_iter().find(|act| act.as_str() == &*name.value);
        found.or_else(|| unknown(reader, "act", name, Act::ALL.map(Act::as_str)))
    }

    pub(super) fn desk(&self, name: &Name, reader: &mut Reader) -> Option<DeskId> {
        let desks = &self.model.desks;
        let found = desks.iter().position(|desk| desk.id == name.value).map(DeskId::at);
        found.or_else(|| unknown(reader, "desk", name, desks.iter().map(|desk| &*desk.id)))
    }

    pub(super) fn recipient(&self, name: &Name, reader: &mut Reader) -> Option<Recipient> {
        let (tiers, desks) = (&self.model.tiers, &self.model.desks);
        let party = [Party::Vendor, Party::Client].into_iter().find(|party| party.as_str() == &*name.value);
        let found = party.map(Recipient::Party).or_else(|| tiers.rank(&name.value).map(Recipient::Tier));
        let desk =
            || desks.iter().position(|desk| desk.id == name.value).map(DeskId::at).map(Recipient::Desk);
        found.or_else(desk).or_else(|| {
            let known = ["vendor", "client"].into_iter().chain(tiers.ranks().map(|rank| tiers.id(rank)));
            unknown(reader, "party, tier or desk", name, known.chain(desks.iter().map(|desk| &*desk.id)))
        })
    }

    pub(super) fn rule(&self, name: &Name, reader: &mut Reader) -> Option<RuleId> {
        let rules = self.model.rules_by_name().map(|(_, rule)| &*rule.id);
        self.model.rule_id(&name.value).or_else(|| unknown(reader, "rule", name, rules))
    }

    pub(super) fn fact(&self, name: &Name, reader: &mut Reader) -> Option<ValueId> {
        let found = self.names.values.get(&*name.value).map(|(value, _)| *value);
        let declared = found.filter(|value| matches!(value.position(), ValueAt::Fact(_)));
        let facts = self.model.facts_by_name().map(|(_, fact)| &*fact.id);
        declared.or_else(|| unknown(reader, "fact", name, facts))
    }

    pub(super) fn tag(&self, name: &Name, reader: &mut Reader) -> Option<Box<str>> {
        let found = self.tags.get(&*name.value).map(|tag| (*tag).into());
        found.or_else(|| unknown(reader, "tag", name, self.tags.iter().copied()))
    }
}

/// Reports a name that stands for nothing.
pub(super) fn unknown<'k, T>(
    reader: &mut Reader,
    what: &str,
    name: &Name,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<T> {
    said_of(reader, format!("there is no {what} `{}`", name.value), name, known)
}

/// Reports a name, and what was probably meant.
fn said_of<'k, T>(
    reader: &mut Reader,
    message: String,
    name: &Name,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<T> {
    let known: Vec<&str> = known.into_iter().collect();
    let problem = Problem::new(Code::UnknownName, name.place, message);
    reader.report(match closest(&name.value, known.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem.help("the rulebook has none"),
        None if known.len() <= FEW => problem.help(format!("there is {}", listed(&known, "and"))),
        None => problem.help(format!("none of the {} there are is like it", known.len())),
    });
    None
}
