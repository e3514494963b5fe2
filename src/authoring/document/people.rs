//! Who works on inquiries and what they decide: tiers, desks, default holders, judgments.

use super::{Name, Written};
use crate::authority::Party;
use crate::localised::Localised;

/// `tiers`: from lowest to highest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TierLists {
    pub(crate) vendor: Vec<Titled>,
    pub(crate) client: Vec<Titled>,
}

/// A tier or a label: a name that may have a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Titled {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
}

/// `desks`: a functional desk beside the tiers.
#[derive(Debug, Clone, PartialEq)]
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
pub struct Judgment {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) holders: Holders,
    /// No other layer may grant it.
    pub(crate) locked: Option<Written<()>>,
}
