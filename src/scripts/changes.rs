//! What two decisions on one inquiry differ in.

use crate::decision::{Decision, on_one_line};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// What is told elsewhere: why, and by which rulebook.
const LEFT_OUT: [&str; 5] = ["rulebook", "reasons", "overridden", "proposals", "notices"];

/// Something that is different in a decision because of scripts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// Where in the JSON form `furiwake.decision/1`, as `judgments.refund.holders.decide`.
    pub path: String,
    /// What stands there without the scripts.
    pub without: String,
    /// What stands there with them.
    pub with: String,
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} → {}", self.path, self.without, self.with)
    }
}

/// What is different, but for reasons and notices, by path.
pub(super) fn changes(without: &Decision, with: &Decision) -> Vec<Change> {
    let form = |decision: &Decision| match serde_json::to_value(decision) {
        Ok(Value::Object(mut form)) => {
            LEFT_OUT.iter().for_each(|key| drop(form.remove(*key)));
            Value::Object(form)
        }
        _ => Value::Null,
    };
    let mut changes = Vec::new();
    compare("", &form(without), &form(with), &mut changes);
    changes.sort();
    changes
}

fn compare(path: &str, without: &Value, with: &Value, changes: &mut Vec<Change>) {
    if without == with {
        return;
    }
    let (Value::Object(old), Value::Object(new)) = (without, with) else {
        changes.push(Change { path: path.to_owned(), without: shown(without), with: shown(with) });
        return;
    };
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let at = |form: &serde_json::Map<String, Value>| form.get(key).cloned().unwrap_or_default();
        compare(&path, &at(old), &at(new), changes);
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::Array(items) if items.is_empty() => "(none)".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::String(text) => on_one_line(text),
        other => other.to_string(),
    }
}
