//! What a case expects.

use super::document::File;
use super::known::unknown;
use crate::authoring::document::{Name, Written};
use crate::authoring::{Entry, Kind, Node};
use crate::authority::{Act, Rank, Urgency};
use crate::cases::expectation::{Answer, Expectation, TEXT, That, raised};
use crate::classify::Order;
use crate::compose::Ruling;
use crate::condition::{Outcomes, Truth, check_outcome};
use crate::decision::Next;
use crate::diagnostic::{Code, Problem};
use crate::id::{JudgmentId, ValueId};
use crate::inquiry::{NoInstant, NoticeCode, parse_instant};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// The keys of `expect`.
pub(super) const KEYS: [&str; 18] = [
    "labels", "route", "next", "raised", "rulings", "holders", "may", "asks", "due", "urgency", "desks",
    "notify", "tags", "requires", "fires", "silent", "notices", "that",
];

/// What says that there is no instant.
const NONE: &str = "none";

impl File<'_> {
    /// Reads a map of expectations; what can be read of it, even if something is wrong.
    pub(super) fn expectations(&mut self, node: &Node<'_>) -> Option<Vec<Expectation>> {
        let fields = self.reader.fields(node, "`expect`", &KEYS, "{ route: client_desk }")?;
        let mut all = Vec::new();
        for key in KEYS {
            if let Some(node) = fields.get(key) {
                self.expectation(key, node, &mut all);
            }
        }
        Some(all)
    }

    fn expectation(&mut self, key: &str, node: &Node<'_>, all: &mut Vec<Expectation>) {
        match key {
            "labels" => {
                let entries = self.reader.entries(node, "`labels`", "{ nature: complaint }").unwrap_or(&[]);
                all.extend(entries.iter().filter_map(|entry| self.labels(entry)));
            }
            "route" => all.extend(self.tier(node, "`route`").map(Expectation::Route)),
            "next" => {
                let words = [Next::Answer, Next::Ask, Next::HandOff].map(|next| (next.as_str(), next));
                all.extend(self.reader.one_of(node, "`next`", &words).map(Expectation::Next));
            }
            "urgency" => {
                let words = Urgency::ALL.map(|urgency| (urgency.as_str(), urgency));
                all.extend(self.reader.one_of(node, "`urgency`", &words).map(Expectation::Urgency));
            }
            "raised" => {
                let words = [Truth::True, Truth::False, Truth::Unknown].map(|truth| (raised(truth), truth));
                for (judgment, entry) in self.by_judgment(node, "`raised`", "{ refund: yes }") {
                    let truth = self.reader.one_of(&entry.value, "`raised`", &words);
                    all.extend(truth.map(|truth| Expectation::Raised(judgment, truth)));
                }
            }
            "rulings" => {
                let words = Ruling::ALL.map(|ruling| (ruling.as_str(), ruling));
                for (judgment, entry) in self.by_judgment(node, "`rulings`", "{ refund: approve }") {
                    let ruling = self.reader.one_of(&entry.value, "a ruling", &words);
                    all.extend(ruling.map(|ruling| Expectation::Ruling(judgment, ruling)));
                }
            }
            "holders" => {
                for (judgment, entry) in self.by_judgment(node, "`holders`", "{ refund: client_desk }") {
                    for (act, node) in self.by_act(&entry.value) {
                        let tier = self.tier(node, "a holder");
                        all.extend(tier.map(|tier| Expectation::Holder(judgment, act, tier)));
                    }
                }
            }
            "may" => self.may(node, all),
            "asks" => {
                let (facts, text) = self.asks(node);
                all.push(Expectation::Asks(facts, text));
            }
            "requires" => {
                let facts = self.each(node, "`requires`", "[customer.phone]", |file, name| {
                    file.known.fact(name, &mut file.reader)
                });
                all.push(Expectation::Requires(facts.into_iter().collect()));
            }
            "due" => all.extend(self.due(node).map(Expectation::Due)),
            "desks" => {
                let desks = self.each(node, "`desks`", "[logistics]", |file, name| {
                    file.known.desk(name, &mut file.reader)
                });
                all.push(Expectation::Desks(desks.into_iter().collect()));
            }
            "notify" => {
                let told = self.each(node, "`notify`", "[client_desk]", |file, name| {
                    file.known.recipient(name, &mut file.reader)
                });
                all.push(Expectation::Notify(told.into_iter().collect()));
            }
            "tags" => {
                let tags =
                    self.each(node, "`tags`", "[vip]", |file, name| file.known.tag(name, &mut file.reader));
                all.push(Expectation::Tags(tags.into_iter().collect()));
            }
            "fires" => {
                let rules = self.each(node, "`fires`", "[refund.asked]", |file, name| {
                    file.known.rule(name, &mut file.reader)
                });
                all.extend(rules.into_iter().map(Expectation::Fires));
            }
            "silent" => {
                let rules = self.each(node, "`silent`", "[refund.asked]", |file, name| {
                    file.known.rule(name, &mut file.reader)
                });
                all.extend(rules.into_iter().map(Expectation::Silent));
            }
            "notices" => {
                let codes = self.each(node, "`notices`", "[fact_ill_typed]", |file, name| {
                    let found = NoticeCode::ALL.iter().find(|code| code.as_str() == &*name.value).copied();
                    let known = NoticeCode::ALL.iter().map(|code| code.as_str());
                    found.or_else(|| unknown(&mut file.reader, "notice", name, known))
                });
                all.push(Expectation::Notices(codes.into_iter().collect()));
            }
            _ => self.that(node, all),
        }
    }

    fn labels(&mut self, entry: &Entry<'_>) -> Option<Expectation> {
        let axis = self.known.axis(&key(entry), &mut self.reader)?;
        let what = format!("`labels.{}`", entry.key.text);
        let is_ordered = self
            .known
            .model
            .axes
            .get(axis.index())
            .is_some_and(|axis| matches!(axis.order, Order::Ordered { .. }));
        if is_ordered {
            let name = self.reader.name(&entry.value, &what, "complaint")?;
            return Some(Expectation::Label(axis, self.known.label(axis, &name, &mut self.reader)?));
        }
        let names = self.reader.names(&entry.value, &what, "[delivery]");
        let labels: Vec<_> =
            names.iter().filter_map(|name| self.known.label(axis, name, &mut self.reader)).collect();
        Some(Expectation::Labels(axis, labels.into_iter().collect()))
    }

    fn may(&mut self, node: &Node<'_>, all: &mut Vec<Expectation>) {
        let words = Answer::ALL.map(|answer| (answer.as_str(), answer));
        for (judgment, entry) in self.by_judgment(node, "`may`", "{ refund: { first_line: refused } }") {
            let tiers = self.reader.entries(&entry.value, "`may`", "{ first_line: { decide: refused } }");
            for entry in tiers.unwrap_or(&[]) {
                let tier = self.known.tier(&key(entry), &mut self.reader);
                for (act, node) in self.by_act(&entry.value) {
                    let answer = self.reader.one_of(node, "`may`", &words);
                    let expected = tier.zip(answer);
                    all.extend(expected.map(|(tier, answer)| Expectation::May {
                        judgment,
                        tier,
                        act,
                        answer,
                    }));
                }
            }
        }
    }

    fn asks(&mut self, node: &Node<'_>) -> (BTreeSet<ValueId>, bool) {
        let names = self.reader.names(node, "`asks`", "[order.amount]");
        let (text, facts): (Vec<Name>, Vec<Name>) = names.into_iter().partition(|name| &*name.value == TEXT);
        let facts: Vec<_> = facts.iter().filter_map(|name| self.known.fact(name, &mut self.reader)).collect();
        (facts.into_iter().collect(), !text.is_empty())
    }

    fn due(&mut self, node: &Node<'_>) -> Option<Option<Timestamp>> {
        let name = self.reader.name(node, "`due`", "2026-11-21T10:30:00+09:00")?;
        if &*name.value == NONE {
            return Some(None);
        }
        let why = match parse_instant(&name.value) {
            Ok(due) => return Some(Some(due)),
            Err(NoInstant::WithoutOffset) => "it lacks an offset from UTC",
            Err(NoInstant::Malformed) => "it is no instant",
        };
        let message = format!("`due` cannot be `{}`: {why}", name.value);
        let problem = Problem::new(Code::InvalidValue, node.place, message);
        self.reader.report(problem.help(format!("write it like `2026-11-21T10:30:00+09:00`, or `{NONE}`")));
        None
    }

    /// Conditions over the inquiry and the decision, as invariants have them: one, or a list.
    fn that(&mut self, node: &Node<'_>, all: &mut Vec<Expectation>) {
        let conditions = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Scalar(_) | Kind::Map(_) => std::slice::from_ref(node),
        };
        for node in conditions {
            let Some(written) = self.reader.condition(node) else { continue };
            let model = self.known.model;
            let (condition, problems) = check_outcome(&written, &self.known.names, Outcomes::of(model));
            self.reader.problems.extend(problems);
            let that = condition.map(|condition| That::new(&written.to_string(), condition, model));
            all.extend(that.map(Expectation::That));
        }
    }

    /// A map from judgments.
    fn by_judgment<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &str,
        example: &str,
    ) -> Vec<(JudgmentId, &'n Entry<'n>)> {
        let entries = self.reader.entries(node, what, example).unwrap_or(&[]);
        let known = |entry| Some((self.known.judgment(&key(entry), &mut self.reader)?, entry));
        entries.iter().filter_map(known).collect()
    }

    /// A map from acts, or one value, which is about the decision.
    fn by_act<'n>(&mut self, node: &'n Node<'n>) -> Vec<(Act, &'n Node<'n>)> {
        let Kind::Map(entries) = &node.kind else { return vec![(Act::Decide, node)] };
        let known =
            |entry: &'n Entry<'n>| Some((self.known.act(&key(entry), &mut self.reader)?, &entry.value));
        entries.iter().filter_map(known).collect()
    }

    fn tier(&mut self, node: &Node<'_>, what: &str) -> Option<Rank> {
        let name = self.reader.name(node, what, "client_desk")?;
        self.known.tier(&name, &mut self.reader)
    }

    /// What each name of a list stands for.
    fn each<T>(
        &mut self,
        node: &Node<'_>,
        what: &str,
        example: &str,
        mut find: impl FnMut(&mut Self, &Name) -> Option<T>,
    ) -> Vec<T> {
        let names = self.reader.names(node, what, example);
        names.iter().filter_map(|name| find(self, name)).collect()
    }
}

fn key(entry: &Entry<'_>) -> Name {
    Written::new(entry.key.text.as_ref().into(), entry.key.place)
}
