//! The top of a rulebook: its sections, in the order people read them.

use super::rules::{invariant, rule};
use super::scripts::{grant, script};
use super::tables::{limits, table};
use super::time::{calendar, effective};
use super::tree::{Fields, Tree};
use super::words::{cue, score};
use super::{facts, people};
use crate::authoring::document::{Document, Extends, Let, Name};

/// Keys of the YAML text before which there is an empty line.
const PARAGRAPHS: [&str; 13] = [
    "tiers",
    "calendars",
    "params",
    "facts",
    "cues",
    "let",
    "axes",
    "judgments",
    "rules",
    "tables",
    "limits",
    "invariants",
    "scripts",
];

/// The document as YAML.
pub(crate) fn yaml(document: &Document) -> String {
    super::yaml::print(&tree(document), &PARAGRAPHS, levels)
}

/// The document as JSON.
pub(crate) fn json(document: &Document) -> String {
    super::json::print(&tree(document))
}

/// How many levels below a section have a line for each entry, however short: its own names, and below `rules` and
/// `tables` the keys of each.
fn levels(section: &str) -> usize {
    match section {
        "rules" | "tables" | "invariants" => 2,
        "facts" | "params" | "derive" | "cues" | "scores" | "let" | "axes" | "judgments" | "calendars"
        | "limits" | "scripts" | "grants" => 1,
        _ => 0,
    }
}

fn tree(document: &Document) -> Tree {
    let named = |name: &Name, tree: Tree| (name.value.to_string(), tree);
    Fields::new()
        .name("rulebook", document.id.as_ref())
        .name("version", document.version.as_ref())
        .put("format", Some(Tree::Bare("1".into())))
        .list("extends", document.extends.iter().map(extends).collect())
        .put("effective", document.effective.as_ref().map(effective))
        .put("tiers", document.tiers.as_ref().map(|tiers| people::tiers(&tiers.value)))
        .put("handoffs", document.handoffs.as_ref().map(|handoffs| people::handoffs(&handoffs.value)))
        .map("desks", document.desks.iter().map(|desk| named(&desk.name, people::desk(desk))).collect())
        .map("defaults", people::holders(&document.defaults))
        .name("timezone", document.timezone.as_ref())
        .put(
            "no_text",
            document
                .no_text_is_empty
                .as_ref()
                .map(|empty| Tree::text(if empty.value { "empty" } else { "unknown" })),
        )
        .map("calendars", document.calendars.iter().map(|item| named(&item.name, calendar(item))).collect())
        .map("params", document.params.iter().map(|item| named(&item.name, facts::param(item))).collect())
        .map("facts", document.facts.iter().map(|item| named(&item.name, facts::fact(item))).collect())
        .map(
            "derive",
            document.derived.iter().map(|item| named(&item.name, facts::formula(&item.from))).collect(),
        )
        .map("cues", document.cues.iter().map(|item| named(&item.name, cue(item))).collect())
        .map("scores", document.scores.iter().map(|item| named(&item.name, score(item))).collect())
        .map(
            "let",
            document
                .lets
                .iter()
                .map(|item: &Let| named(&item.name, Tree::condition(&item.condition)))
                .collect(),
        )
        .map("axes", document.axes.iter().map(|item| named(&item.name, people::axis(item))).collect())
        .map(
            "judgments",
            document.judgments.iter().map(|item| named(&item.name, people::judgment(item))).collect(),
        )
        .list("rules", document.rules.iter().map(rule).collect())
        .map("tables", document.tables.iter().map(|item| named(&item.id, table(item))).collect())
        .map("limits", limits(&document.limits))
        .list("invariants", document.invariants.iter().map(invariant).collect())
        .map("scripts", document.scripts.iter().map(script).collect())
        .list("grants", document.grants.iter().map(grant).collect())
        .name("on_script_error", document.on_script_error.as_ref())
        .into()
}

fn extends(extends: &Extends) -> Tree {
    if extends.without.is_empty() {
        return Tree::name(&extends.layer);
    }
    Fields::new().name("layer", Some(&extends.layer)).names("without", &extends.without).into()
}
