//! The tree as JSON: lists and maps on one line where they are short, a line an entry where not.

use super::tree::Tree;
use crate::condition::write_json_string;

/// The longest line that holds a whole list or map, in columns.
const WIDTH: usize = 110;

/// The tree as JSON, with a line break at the end.
pub(super) fn print(tree: &Tree) -> String {
    let mut json = String::new();
    write(tree, 0, 0, &mut json);
    json.push('\n');
    json
}

/// Writes what begins in `column` of a line that is indented by `indent`.
fn write(tree: &Tree, indent: usize, column: usize, json: &mut String) {
    let line = one_line(tree);
    if !tree.is_compound() || (indent > 0 && column + line.chars().count() <= WIDTH) {
        json.push_str(&line);
        return;
    }
    let inside = indent + 2;
    let [open, close] = if matches!(tree, Tree::List(_)) { ['[', ']'] } else { ['{', '}'] };
    json.push(open);
    let mut separator = "\n";
    let mut begin = |json: &mut String| {
        json.push_str(separator);
        json.extend(std::iter::repeat_n(' ', inside));
        separator = ",\n";
    };
    match tree {
        Tree::List(items) => {
            for item in items {
                begin(json);
                write(item, inside, inside, json);
            }
        }
        Tree::Map(entries) => {
            for (key, value) in entries {
                begin(json);
                let key = quoted(key);
                json.push_str(&key);
                json.push_str(": ");
                write(value, inside, inside + key.chars().count() + 2, json);
            }
        }
        Tree::Bare(_) | Tree::Text(_) | Tree::Lines(_) => {}
    }
    json.push('\n');
    json.extend(std::iter::repeat_n(' ', indent));
    json.push(close);
}

fn one_line(tree: &Tree) -> String {
    match tree {
        Tree::Bare(text) => text.clone(),
        Tree::Text(text) | Tree::Lines(text) => quoted(text),
        Tree::List(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Tree::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", quoted(key), one_line(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    write_json_string(text, &mut json);
    json
}
