//! Tiers, hand-overs, desks, default holders and judgments.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Desk, Holders, Judgment, Name, TierLists, Titled, Written};
use crate::authoring::tree::{Kind, Node};
use crate::authority::Party;
use crate::diagnostic::{Code, Problem};

const PARTIES: [(&str, Party); 2] = [("vendor", Party::Vendor), ("client", Party::Client)];

impl Reader {
    pub(super) fn tiers(&mut self, node: &Node<'_>) -> Option<Written<TierLists>> {
        const EXAMPLE: &str = "{ vendor: [first_line, supervisor], client: [client_desk] }";
        let fields = self.fields(node, "`tiers`", &["vendor", "client"], EXAMPLE)?;
        let mut tiers = |key: &str, example: &str| -> Option<Vec<Titled>> {
            let list = self.required(&fields, key, "`tiers`", example)?;
            let items = self.list(list, format!("`{key}`"), example);
            Some(items.iter().filter_map(|item| self.titled(item, "a tier")).collect())
        };
        let vendor = tiers("vendor", "[first_line, supervisor]");
        let client = tiers("client", "[client_desk]");
        Some(Written::new(TierLists { vendor: vendor?, client: client? }, node.place))
    }

    pub(super) fn handoffs(&mut self, node: &Node<'_>) -> Option<Written<Vec<(Name, Name)>>> {
        const EXAMPLE: &str = "[[first_line, client_manager]]";
        let fields =
            self.fields(node, "`handoffs`", &["direct"], "{ direct: [[first_line, client_manager]] }")?;
        let direct = self.required(&fields, "direct", "`handoffs`", EXAMPLE)?;
        let mut pairs = Vec::new();
        for pair in self.list(direct, "`direct`", EXAMPLE) {
            if let Kind::List(ends) = &pair.kind
                && let [from, to] = ends.as_slice()
            {
                let (from, to) =
                    (self.name(from, "a tier", "first_line"), self.name(to, "a tier", "client_manager"));
                pairs.extend(from.zip(to));
            } else {
                let problem = Problem::new(
                    Code::WrongKind,
                    pair.place,
                    "a direct hand-over names two tiers, from and to",
                );
                self.report(problem.help("for example `[first_line, client_manager]`"));
            }
        }
        Some(Written::new(pairs, node.place))
    }

    pub(super) fn desks(&mut self, node: Option<&Node<'_>>) -> Vec<Desk> {
        const EXAMPLE: &str = "{ party: client }";
        let mut desks = Vec::new();
        for entry in self.section(node, "`desks`", "logistics: { party: client }") {
            let name = Self::key(entry);
            self.is_word(&name, "a desk");
            let Some(fields) = self.fields(&entry.value, "a desk", &["party", "title"], EXAMPLE) else {
                self.lose(&name);
                continue;
            };
            let title = self.title(&fields);
            let party = self.required(&fields, "party", "a desk", "client");
            if let Some(party) = party.and_then(|party| self.one_of(party, "a party", &PARTIES)) {
                desks.push(Desk { name, title, party });
            } else {
                self.lose(&name);
            }
        }
        desks
    }

    /// Who proposes and communicates where a judgment does not say.
    pub(super) fn defaults(&mut self, node: &Node<'_>) -> Holders {
        const EXAMPLE: &str = "{ propose: first_line, communicate: first_line }";
        match self.fields(node, "`defaults`", &["propose", "communicate"], EXAMPLE) {
            Some(fields) => self.holders(&fields),
            None => Holders::default(),
        }
    }

    pub(super) fn judgments(&mut self, node: Option<&Node<'_>>) -> Vec<Judgment> {
        const KEYS: &[&str] = &["title", "propose", "decide", "communicate", "locked"];
        let mut judgments = Vec::new();
        for entry in self.section(node, "`judgments`", "refund: { title: { ja: 返金の可否, en: refund } }")
        {
            let name = Self::key(entry);
            self.is_identifier(&name, "a judgment");
            let (title, holders, locked) = if entry.value.scalar().is_some_and(|scalar| scalar.is_null()) {
                (None, Holders::default(), None)
            } else {
                match self.fields(
                    &entry.value,
                    "a judgment",
                    KEYS,
                    "{ title: { ja: 返金の可否, en: refund } }",
                ) {
                    Some(fields) => (self.title(&fields), self.holders(&fields), self.locked(&fields)),
                    None => {
                        self.lose(&name);
                        continue;
                    }
                }
            };
            judgments.push(Judgment { name, title, holders, locked });
        }
        judgments
    }

    /// The `title` of whatever has one.
    pub(super) fn title(&mut self, fields: &Fields<'_>) -> Option<crate::localised::Localised> {
        fields.get("title").and_then(|title| self.text(title, "a title"))
    }

    fn holders(&mut self, fields: &Fields<'_>) -> Holders {
        let mut tier = |act| fields.get(act).and_then(|tier| self.name(tier, "a tier", "client_desk"));
        Holders { propose: tier("propose"), decide: tier("decide"), communicate: tier("communicate") }
    }
}
