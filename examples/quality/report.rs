//! The counts as a table for people and as JSON for scripts.

use super::measure::{Measured, Miss, Ratios, Tally};
use furiwake::Rulebook;
use serde_json::{Value, json};
use std::fmt::Write;

/// The name and version of the JSON form.
const SCHEMA: &str = "furiwake.quality/1";

/// One line per file and axis; then the texts on which expectation and rulebook differ, if they were asked for.
pub(crate) fn table(rulebook: &Rulebook, files: &[Measured]) -> String {
    let names: Vec<&str> = files.iter().map(|file| name(&file.path)).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max("file".len());
    let mut text =
        format!("rulebook {} {} {}\n\n", rulebook.id(), rulebook.version(), short(rulebook.hash()));
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{:width$}  {:26}  {:>6}  {:>6} {:>7} {:>7} {:>7}  {:>6} {:>7} {:>7} {:>7}",
        "file", "axis", "cases", "true", "prec", "recall", "F1", "false", "prec", "recall", "F1"
    );
    for (file, name) in files.iter().zip(&names) {
        for tally in file.axes.values() {
            let axis = format!("{}: {}", tally.axis, tally.label);
            let classes = format!("{}  {}", ratios(tally.positive()), ratios(tally.negative()));
            let _ = writeln!(text, "{name:width$}  {axis:26}  {:>6}  {classes}", tally.cases());
        }
    }
    for (file, name) in files.iter().zip(&names) {
        if !file.not_measured.is_empty() {
            let keys: Vec<&str> = file.not_measured.iter().map(String::as_str).collect();
            let _ = writeln!(text, "\n{name}: not measured: {}", keys.join(", "));
        }
    }
    for (file, name) in files.iter().zip(&names) {
        for tally in file.axes.values() {
            misses(&mut text, name, tally, "found, not expected", &tally.false_alarms, tally.only_found);
            misses(&mut text, name, tally, "expected, not found", &tally.missed, tally.only_expected);
        }
    }
    text.trim_end().to_owned()
}

/// The same as one JSON document.
pub(crate) fn json(rulebook: &Rulebook, files: &[Measured]) -> String {
    let files: Vec<Value> = files
        .iter()
        .map(|file| {
            let axes: Vec<Value> = file.axes.iter().map(|(key, tally)| axis(key, tally)).collect();
            json!({
                "file": file.path, "records": file.records, "axes": axes, "not_measured": file.not_measured,
                "wrong_lines": file.wrong.iter().map(|(line, _)| line).collect::<Vec<_>>(),
            })
        })
        .collect();
    let rulebook = json!({"id": rulebook.id(), "version": rulebook.version(), "hash": rulebook.hash()});
    json!({"schema": SCHEMA, "rulebook": rulebook, "files": files}).to_string()
}

fn axis(key: &str, tally: &Tally) -> Value {
    let class = |ratios: Ratios| json!({"cases": ratios.cases, "precision": ratios.precision, "recall": ratios.recall, "f1": ratios.f1});
    let texts = |misses: &[Miss]| -> Vec<Value> {
        misses.iter().map(|miss| json!({"id": miss.id, "text": miss.text})).collect()
    };
    json!({
        "key": key, "axis": tally.axis, "label": tally.label, "cases": tally.cases(),
        "true": class(tally.positive()), "false": class(tally.negative()),
        "false_alarms": {"count": tally.only_found, "texts": texts(&tally.false_alarms)},
        "missed": {"count": tally.only_expected, "texts": texts(&tally.missed)},
    })
}

fn ratios(of: Ratios) -> String {
    let shown = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.4}"));
    format!("{:>6} {:>7} {:>7} {:>7}", of.cases, shown(of.precision), shown(of.recall), shown(of.f1))
}

fn misses(text: &mut String, name: &str, tally: &Tally, kind: &str, misses: &[Miss], count: u64) {
    if misses.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{name}  {}: {}: {kind} ({} of {count})", tally.axis, tally.label, misses.len());
    for miss in misses {
        let words = miss.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "  {}  {words}", miss.id);
    }
}

/// The file's own name: tables are narrow.
fn name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
