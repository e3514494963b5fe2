//! `tables` and `limits`: rules written as rows and as amounts. What they mean is seen when they are expanded.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Limit, Literal, Name, Table, Written};
use crate::authoring::tree::{Entry, Kind, Node};
use crate::diagnostic::{Code, Problem};

const TABLE: &str = "{ columns: [id, order.amount, settle refund], rows: [[small, \"<= 3000\", approve]] }";
const LIMIT: &str = "{ by: order.discount, first_line: 500, supervisor: 3000 }";

/// The keys of a limit that name no tier.
pub(in crate::authoring) const LIMIT_KEYS: [&str; 6] = ["by", "id", "when", "because", "source", "effective"];

/// What people call that by which they would order rows.
pub(in crate::authoring) const ORDERS: [&str; 12] = [
    "first",
    "hit",
    "hit_policy",
    "no",
    "number",
    "order",
    "policy",
    "precedence",
    "priority",
    "rank",
    "salience",
    "sequence",
];

/// Why that means nothing here.
pub(in crate::authoring) const ALL_JOIN: &str = "every row that applies counts and what they say is joined, so rows have no order and there is no first hit";

impl Reader {
    pub(super) fn tables(&mut self, node: Option<&Node<'_>>) -> Vec<Table> {
        let entries = self.section(node, "`tables`", &format!("refund: {TABLE}"));
        entries.iter().filter_map(|entry| self.table(entry)).collect()
    }

    fn table(&mut self, entry: &Entry<'_>) -> Option<Table> {
        const KEYS: &[&str] = &["title", "when", "because", "source", "effective", "csv", "columns", "rows"];
        let id = Self::key(entry);
        self.is_word(&id, "a table");
        let before = self.problems.len();
        let fields = self.fields(&entry.value, "a table", KEYS, TABLE)?;
        for problem in self.problems.iter_mut().skip(before) {
            if ORDERS.iter().any(|order| problem.message.ends_with(&format!("`{order}`"))) {
                problem.help = Some(format!("leave it out; {ALL_JOIN}"));
            }
        }
        let csv = fields.get("csv").and_then(|node| self.name(node, "`csv`", "refunds.csv"));
        if let Some(csv) = &csv
            && let Some(place) = fields.key_place("rows").or_else(|| fields.key_place("columns"))
        {
            let message = "a table has its columns and rows here or in a file, not both";
            let problem = Problem::new(Code::InvalidValue, place, message).also(csv.place, "the file");
            self.report(problem.help("remove `csv`, or `columns` and `rows`"));
            return None;
        }
        let (columns, rows) = if csv.is_none() {
            let columns = self.required(&fields, "columns", "a table", "[id, order.amount, settle refund]");
            let rows = self.required(&fields, "rows", "a table", "[[small, \"<= 3000\", approve]]");
            (self.columns(columns?), self.rows(rows?))
        } else {
            (Vec::new(), Vec::new())
        };
        // Rows without their table's condition must not become rules that always apply.
        let when = match fields.get("when") {
            None => None,
            Some(node) => Some(self.condition(node)?),
        };
        Some(Table {
            id,
            title: self.title(&fields),
            when,
            because: fields.get("because").and_then(|node| self.text(node, "`because`")),
            source: self.source(&fields),
            effective: self.effective(&fields),
            csv,
            columns,
            rows,
        })
    }

    fn columns(&mut self, node: &Node<'_>) -> Vec<Name> {
        let items = self.list(node, "`columns`", "[id, order.amount, settle refund]");
        items.iter().filter_map(|item| self.name(item, "a column", "order.amount")).collect()
    }

    fn rows(&mut self, node: &Node<'_>) -> Vec<Written<Vec<Option<Literal>>>> {
        const EXAMPLE: &str = "[small, \"<= 3000\", approve]";
        let mut rows = Vec::new();
        for item in self.list(node, "`rows`", &format!("[{EXAMPLE}]")) {
            let Kind::List(cells) = &item.kind else {
                self.wrong_kind(item, "a row", "a list", EXAMPLE);
                continue;
            };
            let cells: Vec<Option<Literal>> = cells
                .iter()
                .map(|cell| {
                    let null = cell.scalar().is_some_and(|scalar| scalar.is_null());
                    let said = if null { None } else { self.literal(cell, "a cell") };
                    said.filter(|cell| !cell.says_nothing())
                })
                .collect();
            rows.push(Written::new(cells, item.place));
        }
        rows
    }

    pub(super) fn limits(&mut self, node: Option<&Node<'_>>) -> Vec<Limit> {
        let mut limits = Vec::new();
        for entry in self.section(node, "`limits`", &format!("discount: {LIMIT}")) {
            let judgment = Self::key(entry);
            let Kind::List(items) = &entry.value.kind else {
                limits.extend(self.limit(&judgment, &entry.value));
                continue;
            };
            if items.is_empty() {
                let message = format!("`{}` has no limit", judgment.value);
                let problem = Problem::new(Code::MissingKey, entry.value.place, message);
                self.report(
                    problem.help(format!("say how much each tier may decide, for example `{LIMIT}`")),
                );
            }
            for item in items {
                let limit = self.limit(&judgment, item);
                if let Some(limit) = limit.as_ref().filter(|limit| limit.id.is_none() && items.len() > 1) {
                    let message =
                        format!("the limits of `{}` cannot be told apart without an `id`", judgment.value);
                    let problem = Problem::new(Code::MissingKey, limit.by.place, message);
                    self.report(problem.help("give each an `id`, for example `id: goodwill`"));
                }
                limits.extend(limit);
            }
        }
        limits
    }

    fn limit(&mut self, judgment: &Name, node: &Node<'_>) -> Option<Limit> {
        let entries = self.entries(node, "a limit", LIMIT)?;
        let fields = Fields::new(entries, node.place);
        let by = self.required(&fields, "by", "a limit", "order.discount");
        let by = by.and_then(|by| self.name(by, "`by`", "order.discount"));
        let id = fields.get("id").and_then(|id| self.name(id, "`id`", "goodwill"));
        if let Some(id) = &id {
            self.is_word(id, "a limit");
        }
        let mut tiers = Vec::new();
        let mut named = false;
        for entry in entries.iter().filter(|entry| !LIMIT_KEYS.contains(&entry.key.text.as_ref())) {
            named = true;
            match &entry.value.kind {
                Kind::Scalar(scalar) if !scalar.is_null() => {
                    tiers.extend(
                        self.literal(&entry.value, "a limit").map(|amount| (Self::key(entry), amount)),
                    );
                }
                _ => self.wrong_kind(&entry.value, "what a tier may decide", "an amount", "3000"),
            }
        }
        if !named {
            let problem = Problem::new(Code::MissingKey, node.place, "this limit names no tier");
            self.report(problem.help(format!("say how much each may decide, for example `{LIMIT}`")));
        }
        let when = match fields.get("when") {
            None => None,
            Some(node) => Some(self.condition(node)?),
        };
        Some(Limit {
            judgment: judgment.clone(),
            id,
            by: by?,
            when,
            tiers,
            because: fields.get("because").and_then(|node| self.text(node, "`because`")),
            source: self.source(&fields),
            effective: self.effective(&fields),
        })
    }
}
