//! Tables and limits.

use super::facts::literal;
use super::time::effective;
use super::tree::{Fields, Tree};
use crate::authoring::document::{Limit, Literal, Table};
use std::collections::BTreeMap;

pub(super) fn table(table: &Table) -> Tree {
    let fields = Fields::new()
        .localised("title", table.title.as_ref())
        .put("effective", table.effective.as_ref().map(effective))
        .put("when", table.when.as_ref().map(Tree::condition))
        .localised("because", table.because.as_ref())
        .put("source", table.source.as_ref().map(Tree::text));
    if let Some(csv) = &table.csv {
        // What was read from the file is said there.
        return fields.name("csv", Some(csv)).into();
    }
    let row = |cells: &Vec<Option<Literal>>| Tree::List(cells.iter().map(cell).collect());
    let rows = table.rows.iter().map(|row_of| row(&row_of.value)).collect();
    fields.put("columns", Some(Tree::names(&table.columns))).put("rows", Some(Tree::List(rows))).into()
}

fn cell(cell: &Option<Literal>) -> Tree {
    cell.as_ref().map_or_else(|| Tree::text("-"), literal)
}

/// By judgment: the one limit, or a list of several.
pub(super) fn limits(limits: &[Limit]) -> Vec<(String, Tree)> {
    let mut judgments: Vec<(String, Vec<Tree>)> = Vec::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for one in limits {
        let at = *positions.entry(&one.judgment.value).or_insert_with(|| {
            judgments.push((one.judgment.value.to_string(), Vec::new()));
            judgments.len() - 1
        });
        if let Some((_, of_judgment)) = judgments.get_mut(at) {
            of_judgment.push(limit(one));
        }
    }
    let one_or_list = |mut limits: Vec<Tree>| match limits.pop() {
        Some(only) if limits.is_empty() => only,
        last => {
            limits.extend(last);
            Tree::List(limits)
        }
    };
    judgments.into_iter().map(|(judgment, limits)| (judgment, one_or_list(limits))).collect()
}

fn limit(limit: &Limit) -> Tree {
    let mut fields = Fields::new().name("id", limit.id.as_ref()).name("by", Some(&limit.by));
    fields.extend(limit.tiers.iter().map(|(tier, amount)| (tier.value.to_string(), literal(amount))));
    fields
        .put("effective", limit.effective.as_ref().map(effective))
        .put("when", limit.when.as_ref().map(Tree::condition))
        .localised("because", limit.because.as_ref())
        .put("source", limit.source.as_ref().map(Tree::text))
        .into()
}
