//! Who may do what: parties, acts, the order of tiers, and the two ends every uncertain outcome has.

use crate::localised::Localised;
use serde::{Deserialize, Serialize};

/// The two parties of an outsourcing contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::exhaustive_enums,
    reason = "a contract has two parties; a third would change every decision"
)]
pub enum Party {
    /// The party that answers on the client's behalf (委託先).
    Vendor,
    /// The party whose customers they are (委託元).
    Client,
}

impl Party {
    /// The word used in rulebooks and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Client => "client",
        }
    }
}

/// The three acts of handling a judgment, kept apart as approval rules (職務権限規程) do: who drafts an answer need not be
/// who decides it, nor who tells the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::exhaustive_enums,
    reason = "the three acts are the model; an enforcement point must treat each"
)]
pub enum Act {
    /// Draft or recommend a decision (起案).
    Propose,
    /// Take the decision on one's own responsibility (決裁).
    Decide,
    /// Tell the customer the decision (回答).
    Communicate,
}

impl Act {
    /// All acts, in the order they happen.
    pub const ALL: [Self; 3] = [Self::Propose, Self::Decide, Self::Communicate];

    /// Its own of what stands in the order of [`ALL`](Self::ALL).
    pub(crate) fn of<T>(self, [propose, decide, communicate]: [T; 3]) -> T {
        match self {
            Self::Propose => propose,
            Self::Decide => decide,
            Self::Communicate => communicate,
        }
    }

    /// The word used in rulebooks and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Decide => "decide",
            Self::Communicate => "communicate",
        }
    }
}

/// How soon something must be taken up. Joins take the most urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "consoles sort queues by it; a new level must break their build")]
pub enum Urgency {
    /// In the ordinary order of work.
    #[default]
    Normal,
    /// Ahead of ordinary work.
    High,
    /// At once.
    Critical,
}

impl Urgency {
    /// All levels, from least to most urgent.
    pub const ALL: [Self; 3] = [Self::Normal, Self::High, Self::Critical];

    /// The word used in rulebooks and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// Both ends of an outcome that missing information leaves open: what holds whatever is still learnt, and what could.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "two ends are what bounds are")]
pub struct Bounds<T> {
    /// Holds for every completion of what is missing.
    pub certain: T,
    /// Holds for some completion, as far as the rules can tell; this end is the one acted on.
    pub possible: T,
}

/// The height of a tier in its rulebook's order: 0 is the lowest vendor tier. Only [`Tiers`] makes these, since a tier's
/// name alone has no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Rank(u8);

impl Rank {
    /// The position in [`Tiers`].
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One level of handling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub(crate) struct Tier {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
}

/// A rulebook's tiers from lowest to highest: every vendor tier, then every client tier. Both parties have at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub(crate) struct Tiers {
    // INVARIANT: 0 < vendor < all.len() <= MAX_TIERS
    all: Vec<Tier>,
    vendor: u8,
}

/// The most tiers a rulebook may have.
pub(crate) const MAX_TIERS: usize = 64;

impl Tiers {
    /// The order of `vendor` tiers and, above them, `client` tiers; `None` if a party has none or there are more than
    /// [`MAX_TIERS`].
    pub(crate) fn new(vendor: Vec<Tier>, client: Vec<Tier>) -> Option<Self> {
        let count = u8::try_from(vendor.len()).ok()?;
        if vendor.is_empty() || client.is_empty() || vendor.len() + client.len() > MAX_TIERS {
            return None;
        }
        let mut all = vendor;
        all.extend(client);
        Some(Self { all, vendor: count })
    }

    /// The height of the tier with this name.
    pub(crate) fn rank(&self, id: &str) -> Option<Rank> {
        self.ranks().find(|rank| self.id(*rank) == id)
    }

    /// All heights, lowest first.
    pub(crate) fn ranks(&self) -> impl DoubleEndedIterator<Item = Rank> + use<> {
        (0..u8::try_from(self.all.len()).unwrap_or(u8::MAX)).map(Rank)
    }

    /// The lowest tier of all: where every inquiry arrives.
    pub(crate) const fn lowest(&self) -> Rank {
        Rank(0)
    }

    /// The highest tier of the vendor: the only one that speaks to the client.
    pub(crate) const fn highest_vendor(&self) -> Rank {
        Rank(self.vendor.saturating_sub(1))
    }

    /// The lowest tier of the client.
    pub(crate) const fn lowest_client(&self) -> Rank {
        Rank(self.vendor)
    }

    /// The highest tier of the client, and of all.
    pub(crate) fn highest(&self) -> Rank {
        self.ranks().next_back().unwrap_or(self.lowest_client())
    }

    /// Whose tier it is.
    pub(crate) const fn party(&self, rank: Rank) -> Party {
        if rank.0 < self.vendor { Party::Vendor } else { Party::Client }
    }

    /// The tier at this height.
    pub(crate) fn get(&self, rank: Rank) -> Option<&Tier> {
        self.all.get(rank.index())
    }

    /// The name of the tier at this height.
    pub(crate) fn id(&self, rank: Rank) -> &str {
        self.get(rank).map_or("", |tier| &tier.id)
    }

    /// How many tiers there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}
