//! Who works on inquiries and what they decide: tiers, desks, default holders, judgments.

use super::written::text;
use super::{Name, Written};
use crate::authority::Party;
use crate::localised::Localised;
use crate::span::Place;

/// `tiers`: from lowest to highest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TierLists {
    pub(crate) vendor: Vec<Titled>,
    pub(crate) client: Vec<Titled>,
}

/// A tier or a label: a name that may have a title.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Titled {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
}

/// `desks`: a functional desk beside the tiers.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Desk {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) party: Party,
}

/// Who holds which act, as far as it is said.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Holders {
    pub(crate) propose: Option<Name>,
    pub(crate) decide: Option<Name>,
    pub(crate) communicate: Option<Name>,
}

/// `judgments`: something somebody must decide.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Judgment {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) holders: Holders,
    /// No other layer may grant it.
    pub(crate) locked: Option<Written<()>>,
}

/// A name without a title.
impl From<&str> for Titled {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl Titled {
    /// A tier or a label of this id.
    pub fn new(id: &str) -> Self {
        Self { name: id.into(), title: None }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }
}

impl Desk {
    /// A desk of this party.
    pub fn of(party: Party) -> Self {
        Self { name: "".into(), title: None, party }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}

impl Default for Judgment {
    fn default() -> Self {
        Self { name: "".into(), title: None, holders: Holders::default(), locked: None }
    }
}

impl Judgment {
    /// A judgment with the holders of the rulebook's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    /// The tier that proposes.
    pub fn propose(mut self, tier: &str) -> Self {
        self.holders.propose = Some(tier.into());
        self
    }

    /// The tier that decides.
    pub fn decide(mut self, tier: &str) -> Self {
        self.holders.decide = Some(tier.into());
        self
    }

    /// The tier that tells the customer.
    pub fn communicate(mut self, tier: &str) -> Self {
        self.holders.communicate = Some(tier.into());
        self
    }

    /// `locked: true`: no other layer may delegate or settle it.
    pub fn locked(self) -> Self {
        Self { locked: Some(Written::new((), Place::default())), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}
