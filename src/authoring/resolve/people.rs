//! Tiers, hand-overs, desks, judgments with their default holders.

use super::resolver::Resolver;
use crate::authoring::document::{Document, Holders, Name, Titled};
use crate::authority::{MAX_TIERS, Party, Rank, Tier, Tiers};
use crate::diagnostic::{Code, Problem};
use crate::rulebook::{Desk, Judgment};
use std::collections::BTreeSet;

impl Resolver {
    pub(super) fn tiers(&mut self, document: &Document) -> Option<Tiers> {
        let Some(tiers) = &document.tiers else {
            if !document.lost.section {
                let problem = Problem::new(Code::MissingKey, document.start(), "a rulebook needs `tiers`");
                let example = "tiers: { vendor: [first_line, supervisor], client: [client_desk] }";
                self.report(
                    problem.help(format!("name who handles inquiries, from lowest to highest: `{example}`")),
                );
            }
            return None;
        };
        let (vendor, client) = (&tiers.value.vendor, &tiers.value.client);
        for (list, party) in [(vendor, "vendor"), (client, "client")] {
            self.once(list.iter().map(|tier| &tier.name), "tiers");
            if list.is_empty() {
                let problem =
                    Problem::new(Code::InvalidValue, tiers.place, format!("the {party} has no tier"));
                self.report(problem.help("each party needs at least one"));
            }
        }
        for tier in client {
            if let Some(other) = vendor.iter().find(|other| other.name == tier.name) {
                let message = format!("the tier `{}` belongs to both parties", tier.name.value);
                let problem =
                    Problem::new(Code::TierInTwoParties, tier.name.place, message).label("the client's here");
                self.report(
                    problem
                        .also(other.name.place, "the vendor's here")
                        .help("give the two tiers different names"),
                );
            }
        }
        let count = vendor.len() + client.len();
        if count > MAX_TIERS {
            let message = format!("there are {count} tiers, more than the {MAX_TIERS} a rulebook may have");
            self.report(Problem::new(Code::Limit, tiers.place, message));
        }
        let resolved = |tiers: &[Titled]| {
            tiers.iter().map(|tier| Tier { id: tier.name.value.clone(), title: tier.title.clone() }).collect()
        };
        Tiers::new(resolved(vendor), resolved(client))
    }

    /// The tier of this name; says nothing if the tiers themselves could not be resolved.
    pub(super) fn tier(&mut self, name: &Name, tiers: Option<&Tiers>) -> Option<Rank> {
        let tiers = tiers?;
        self.find(name, "tier", tiers.rank(&name.value), tiers.ranks().map(|rank| tiers.id(rank)))
    }

    /// A tier that has to be the client's.
    pub(super) fn client_tier(&mut self, name: &Name, tiers: Option<&Tiers>, why: &str) -> Option<Rank> {
        let rank = self.tier(name, tiers)?;
        if tiers.is_some_and(|tiers| tiers.party(rank) == Party::Vendor) {
            let problem = Problem::new(
                Code::WrongParty,
                name.place,
                format!("`{}` is a tier of the vendor", name.value),
            );
            self.report(problem.help(why));
            return None;
        }
        Some(rank)
    }

    pub(super) fn handoffs(&mut self, document: &Document, tiers: Option<&Tiers>) -> Vec<(Rank, Rank)> {
        let mut pairs = Vec::new();
        for (from, to) in document.handoffs.iter().flat_map(|handoffs| &handoffs.value) {
            let ranks = self.tier(from, tiers).zip(self.tier(to, tiers));
            let Some((low, high)) = ranks else { continue };
            if low < high {
                pairs.push((low, high));
            } else {
                let message = format!("`{}` does not stand above `{}`", to.value, from.value);
                let problem = Problem::new(Code::InvalidValue, to.place, message);
                self.report(problem.help("a hand-over goes up: name the lower tier first"));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    pub(super) fn desks(&mut self, document: &Document, tiers: Option<&Tiers>) -> Vec<Desk> {
        let mut desks = Vec::new();
        for desk in &document.desks {
            let name = &*desk.name.value;
            let taken = [Party::Vendor.as_str(), Party::Client.as_str()].contains(&name)
                || tiers.is_some_and(|tiers| tiers.rank(name).is_some());
            if taken {
                let message = format!("a desk cannot be called `{name}`, as a party or a tier is");
                let problem = Problem::new(Code::DuplicateName, desk.name.place, message);
                self.report(problem.help("`notify` could not tell the two apart"));
            }
            desks.push(Desk { id: desk.name.value.clone(), title: desk.title.clone(), party: desk.party });
        }
        desks.sort_by(|one, other| one.id.cmp(&other.id));
        desks
    }

    pub(super) fn judgments(&mut self, document: &Document, tiers: Option<&Tiers>) -> Vec<Judgment> {
        let defaults = &document.defaults;
        let propose = defaults.propose.as_ref().and_then(|tier| self.tier(tier, tiers));
        let communicate = defaults.communicate.as_ref().and_then(|tier| self.tier(tier, tiers));
        let limited: BTreeSet<&str> = document.limits.iter().map(|limit| &*limit.judgment.value).collect();
        let mut judgments = Vec::new();
        for judgment in &document.judgments {
            let Holders { propose: own_propose, decide, communicate: own_communicate } = &judgment.holders;
            let own_propose = own_propose.as_ref().and_then(|tier| self.tier(tier, tiers));
            let own_communicate = own_communicate.as_ref().and_then(|tier| self.tier(tier, tiers));
            let why = "who decides without any rule is a client tier; to let the vendor decide, write a rule with `delegate`";
            let decide = decide.as_ref().and_then(|tier| self.client_tier(tier, tiers, why));
            let Some(tiers) = tiers else { continue };
            // Above every limit nobody below the top may decide.
            let undelegated =
                if limited.contains(&*judgment.name.value) { tiers.highest() } else { tiers.lowest_client() };
            let holders = [
                own_propose.or(propose).unwrap_or_else(|| tiers.lowest()),
                decide.unwrap_or(undelegated),
                own_communicate.or(communicate).unwrap_or_else(|| tiers.lowest()),
            ];
            judgments.push(Judgment {
                id: judgment.name.value.clone(),
                title: judgment.title.clone(),
                holders,
                locked: judgment.locked.is_some(),
            });
        }
        judgments.sort_by(|one, other| one.id.cmp(&other.id));
        judgments
    }
}
