//! What scripts proposed, and what became of it.

use super::evidence::{Evidence, Item};
use crate::authority::{Act, Urgency};
use crate::condition::Truth;
use crate::effect::{EffectKind, Grant, Restriction, Settlement};
use crate::id::{AxisId, JudgmentId, LabelId};
use crate::localised::Localised;
use crate::overrides::{Override, Script, Site, SiteEffect, SiteId};
use crate::rulebook::Model;
use serde::Serialize;
use std::fmt;

/// A proposal that is not false.
#[derive(Debug, Clone)]
pub(crate) struct Proposed {
    pub(crate) site: SiteId,
    pub(crate) truth: Truth,
    pub(crate) is_accepted: bool,
    pub(crate) obstacle: Option<Obstacle>,
    pub(crate) evidence: Vec<Item>,
}

/// What keeps a proposal from having its effect. Prints as an English sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// Only a grant lets a script propose this, and none does.
    NoGrant,
    /// A grant would cover it under a condition that does not hold.
    GrantFalse,
    /// A grant would cover it under a condition that is unknown.
    GrantUnknown,
    /// Something missing leaves open whether it is proposed at all.
    Unknown,
    /// A script failed, so no grant of this decision counts.
    Suspended,
    /// It is accepted, but a restriction or an opposite settlement beats it.
    Overridden,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoGrant => "no grant covers it",
            Self::GrantFalse => "the condition of the grant that would cover it is not true",
            Self::GrantUnknown => {
                "whether the condition of the grant that would cover it is true is not known"
            }
            Self::Unknown => "whether it is proposed is not known",
            Self::Suspended => "grants are suspended because a script failed",
            Self::Overridden => {
                "it is overridden by what the client keeps or by a settlement that denies or opposes it"
            }
        })
    }
}

/// A proposal of a script that counts, may count, or was refused.
#[derive(Debug, Clone, Copy)]
pub struct Proposal<'a> {
    pub(crate) model: &'a Model,
    pub(crate) proposed: &'a Proposed,
}

/// What a proposal names, as the rulebook calls it; what its kind of effect does not have is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Named<'a> {
    /// The axis it labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub axis: Option<&'a str>,
    /// The label it gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<&'a str>,
    /// The judgment it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgment: Option<&'a str>,
    /// The act it gives or keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// The tier it gives to, keeps at or hands up to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<&'a str>,
    /// How it settles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Settlement>,
    /// How urgent it makes the inquiry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// How long it gives, as rulebooks write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The desk it sends to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<&'a str>,
    /// The party, tier or desk it tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<&'a str>,
    /// The fact it requires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<&'a str>,
    /// What it tells the person who answers to heed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instruction: Option<&'a Localised>,
    /// The mark it makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<&'a str>,
}

impl<'a> Proposal<'a> {
    /// The script: `decided` or `classified` of the rulebook itself, `FILE: decided` or a script file's own name of the host.
    pub fn script(self) -> String {
        self.parts().map_or_else(String::new, |(by, script, _)| by.script_name(script.stage))
    }

    /// The line in the script's text, from 1.
    pub fn line(self) -> u32 {
        self.site().map_or(0, |site| site.line)
    }

    /// The column in that line, in characters from 1.
    pub fn column(self) -> u32 {
        self.site().map_or(0, |site| site.column)
    }

    /// What it proposes to do.
    pub fn effect(self) -> EffectKind {
        self.site().map_or(EffectKind::Tag, |site| site.effect.kind())
    }

    /// What it names.
    pub fn named(self) -> Named<'a> {
        self.site().map(|site| Named::of(&site.effect, self.model)).unwrap_or_default()
    }

    /// Whether it counts. A restriction does, even if it is not certain; a grant only where a grant of its layer covers it.
    pub const fn is_accepted(self) -> bool {
        self.proposed.is_accepted
    }

    /// Whether it is proposed: true, or unknown where something missing leaves that open.
    pub const fn truth(self) -> Truth {
        self.proposed.truth
    }

    /// The reason the script gives.
    pub fn because(self) -> &'a str {
        self.site().map_or("", |site| &site.because)
    }

    /// What keeps it from having its effect, if anything does.
    pub const fn why(self) -> Option<Obstacle> {
        self.proposed.obstacle
    }

    /// What it rests on, as far as that can be told from the script.
    pub fn evidence(self) -> impl Iterator<Item = Evidence<'a>> {
        self.proposed.evidence.iter().map(move |item| item.view(self.model))
    }

    fn parts(self) -> Option<(&'a Override, &'a Script, &'a Site)> {
        self.proposed.site.of(self.model)
    }

    fn site(self) -> Option<&'a Site> {
        self.parts().map(|(.., site)| site)
    }
}

/// Where a proposal stands: `decided:3:5`.
pub(crate) fn place(model: &Model, id: SiteId) -> String {
    id.of(model).map_or_else(String::new, |(by, script, site)| {
        format!("{}:{}:{}", by.script_name(script.stage), site.line, site.column)
    })
}

impl<'a> Named<'a> {
    /// What this effect names.
    pub(crate) fn of(effect: &'a SiteEffect, model: &'a Model) -> Self {
        match effect {
            SiteEffect::Restriction(restriction) => Self::of_restriction(restriction, model),
            SiteEffect::Grant(grant) => Self::of_grant(grant, model),
        }
    }

    fn of_restriction(restriction: &'a Restriction, model: &'a Model) -> Self {
        match restriction {
            Restriction::Classify { axis, label } => Self::of_label(*axis, *label, model),
            Restriction::Raise(judgment) => Self::of_judgment(*judgment, model),
            Restriction::Retain { judgment, act, tier } => Self {
                act: Some(*act),
                tier: Some(model.tiers.id(*tier)),
                ..Self::of_judgment(*judgment, model)
            },
            Restriction::Escalate { to, urgency, within } => Self {
                tier: Some(model.tiers.id(*to)),
                urgency: Some(*urgency),
                within: within.map(|within| within.text(&model.calendars)),
                ..Self::default()
            },
            Restriction::Refer(desk) => Self { desk: Some(model.desk_name(*desk)), ..Self::default() },
            Restriction::Notify(recipient) => {
                Self { recipient: Some(recipient.name(model)), ..Self::default() }
            }
            Restriction::Require(fact) => Self { fact: Some(model.value_name(*fact)), ..Self::default() },
            Restriction::Instruct(text) => Self { instruction: Some(text), ..Self::default() },
            Restriction::Tag(tag) => Self { tag: Some(tag), ..Self::default() },
        }
    }

    fn of_grant(grant: &Grant, model: &'a Model) -> Self {
        match grant {
            Grant::Classify { axis, label } => Self::of_label(*axis, *label, model),
            Grant::Delegate { judgment, act, tier } => Self {
                act: Some(*act),
                tier: Some(model.tiers.id(*tier)),
                ..Self::of_judgment(*judgment, model)
            },
            Grant::Settle { judgment, ruling, .. } => {
                Self { ruling: Some(*ruling), ..Self::of_judgment(*judgment, model) }
            }
        }
    }

    fn of_label(axis: AxisId, label: LabelId, model: &'a Model) -> Self {
        let axis = model.axes.get(axis.index());
        Self {
            axis: axis.map(|axis| &*axis.id),
            label: axis.map(|axis| axis.label_id(label)),
            ..Self::default()
        }
    }

    fn of_judgment(judgment: JudgmentId, model: &'a Model) -> Self {
        let judgment = model.judgments.get(judgment.index());
        Self { judgment: judgment.map(|judgment| &*judgment.id), ..Self::default() }
    }
}
