//! The tree as YAML that people like to read: short lists and maps in brackets, long lists of single values filled line by
//! line, everything else a line an entry; quotes only where they are needed, and then always.

use super::tree::Tree;
use crate::condition::{escaped, is_invisible};

/// The longest line that holds a whole list or map, in columns. Single values may be longer.
const WIDTH: usize = 110;

/// The tree of a rulebook as YAML. There is an empty line before each of the keys `paragraphs` at its top; `levels` says how many
/// levels below a key have a line for each of their entries, however short.
pub(super) fn print(tree: &Tree, paragraphs: &[&str], levels: impl Fn(&str) -> usize) -> String {
    let mut printer = Printer { yaml: String::new() };
    let Tree::Map(entries) = tree else {
        printer.value(tree, 0, 0, 0);
        return printer.yaml;
    };
    for (at, (key, value)) in entries.iter().enumerate() {
        if at > 0 && paragraphs.contains(&key.as_str()) {
            printer.yaml.push('\n');
        }
        printer.entry(key, value, 0, levels(key));
    }
    printer.yaml
}

struct Printer {
    yaml: String,
}

impl Printer {
    /// `key: value`, where the line is indented already.
    fn entry(&mut self, key: &str, value: &Tree, indent: usize, levels: usize) {
        let key = scalar(key, true);
        self.yaml.push_str(&key);
        self.yaml.push(':');
        self.value(value, indent, indent + width(&key) + 1, levels);
    }

    /// What stands behind a key that is indented by `indent` and ends before `column`.
    fn value(&mut self, tree: &Tree, indent: usize, column: usize, levels: usize) {
        if let Some(line) = self.on_one_line(tree, column + 1, levels) {
            self.yaml.push(' ');
            self.yaml.push_str(&line);
            self.yaml.push('\n');
            return;
        }
        if let Tree::Text(text) | Tree::Lines(text) = tree {
            self.yaml.push(' ');
            self.lines(text, indent + 2);
            return;
        }
        if let Some(items) = single_values(tree) {
            self.yaml.push(' ');
            self.filled(&items, indent + 2, column + 1);
            return;
        }
        self.yaml.push('\n');
        self.indent(indent + 2);
        self.block(tree, indent + 2, levels);
    }

    /// The entries of a list or map, each on lines of its own; the first line is indented already.
    fn block(&mut self, tree: &Tree, indent: usize, levels: usize) {
        let below = levels.saturating_sub(1);
        match tree {
            Tree::Map(entries) => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 {
                        self.indent(indent);
                    }
                    self.entry(key, value, indent, below);
                }
            }
            Tree::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.indent(indent);
                    }
                    self.yaml.push_str("- ");
                    if let Some(line) = self.on_one_line(item, indent + 2, below) {
                        self.yaml.push_str(&line);
                        self.yaml.push('\n');
                    } else if let Tree::Text(text) | Tree::Lines(text) = item {
                        self.lines(text, indent + 2);
                    } else if let Some(items) = single_values(item) {
                        self.filled(&items, indent + 2, indent + 2);
                    } else {
                        self.block(item, indent + 2, below);
                    }
                }
            }
            Tree::Bare(_) | Tree::Text(_) | Tree::Lines(_) => {}
        }
    }

    /// The whole of it, where it may begin in `column` and end on the same line.
    fn on_one_line(&self, tree: &Tree, column: usize, levels: usize) -> Option<String> {
        match tree {
            Tree::Bare(text) => Some(text.clone()),
            Tree::Text(text) => (!is_best_as_lines(text)).then(|| scalar(text, false)),
            Tree::Lines(text) => (!may_be_lines(text)).then(|| scalar(text, false)),
            Tree::List(_) | Tree::Map(_) => {
                let line = flow(tree)?;
                let fits = column + width(&line) <= WIDTH && levels == 0;
                (fits || !tree.is_compound()).then_some(line)
            }
        }
    }

    /// A text of several lines as such.
    fn lines(&mut self, text: &str, indent: usize) {
        let (sign, text) = match text.strip_suffix('\n') {
            Some(lines) => ("|", lines),
            None => ("|-", text),
        };
        self.yaml.push_str(sign);
        self.yaml.push('\n');
        for line in text.split('\n') {
            if !line.is_empty() {
                self.indent(indent);
                self.yaml.push_str(line);
            }
            self.yaml.push('\n');
        }
    }

    /// A long list of single values, as many on a line as fit.
    fn filled(&mut self, items: &[String], indent: usize, mut column: usize) {
        self.yaml.push('[');
        column += 1;
        for (at, item) in items.iter().enumerate() {
            let (gap, length) = (usize::from(at > 0), width(item) + 1);
            if at > 0 {
                self.yaml.push(',');
            }
            if at > 0 && column + gap + length > WIDTH {
                self.yaml.push('\n');
                self.indent(indent);
                column = indent + length;
            } else {
                self.indent(gap);
                column += gap + length;
            }
            self.yaml.push_str(item);
        }
        self.yaml.push_str("]\n");
    }

    fn indent(&mut self, indent: usize) {
        self.yaml.extend(std::iter::repeat_n(' ', indent));
    }
}

/// The tree in brackets; none where lines are better: for texts of several lines and lists of lists and maps.
fn flow(tree: &Tree) -> Option<String> {
    match tree {
        Tree::Bare(text) => Some(text.clone()),
        Tree::Text(text) => (!is_best_as_lines(text)).then(|| scalar(text, true)),
        Tree::Lines(text) => (!may_be_lines(text)).then(|| scalar(text, true)),
        Tree::List(items) => {
            if items.iter().filter(|item| item.is_compound()).count() > 1 {
                return None;
            }
            let items: Option<Vec<String>> = items.iter().map(flow).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Tree::Map(entries) if entries.is_empty() => Some("{}".into()),
        Tree::Map(entries) => {
            let entry =
                |(key, value): &(String, Tree)| Some(format!("{}: {}", scalar(key, true), flow(value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            Some(format!("{{ {} }}", entries?.join(", ")))
        }
    }
}

/// The values of a list that holds neither lists nor maps nor texts of several lines, as they stand in brackets.
fn single_values(tree: &Tree) -> Option<Vec<String>> {
    let Tree::List(items) = tree else { return None };
    items.iter().map(|item| if item.is_compound() { None } else { flow(item) }).collect()
}

/// A text on one line, bare if it may be; `bracketed` where it stands in brackets or before a colon.
fn scalar(text: &str, bracketed: bool) -> String {
    if may_be_bare(text, bracketed) {
        return text.to_owned();
    }
    if text.contains(is_invisible) {
        let mut quoted = String::from("\"");
        for found in text.chars() {
            match found {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                '\r' => quoted.push_str("\\r"),
                _ if is_invisible(found) => quoted.extend(escaped(found)),
                _ => quoted.push(found),
            }
        }
        quoted.push('"');
        return quoted;
    }
    super::super::yaml_help::quoted(text)
}

/// Whether YAML reads the bare text as this very text, and people and other readers take it for text.
fn may_be_bare(text: &str, bracketed: bool) -> bool {
    let begins_badly = |first: char| first.is_whitespace() || "-?:,[]{}#&*!|>'\"%@`".contains(first);
    let ends_badly = |last: char| last.is_whitespace() || last == ':';
    let needs_quotes = text.is_empty()
        || text.contains(": ")
        || text.contains(" #")
        || text.contains(is_invisible)
        || text.starts_with(begins_badly)
        || text.ends_with(ends_badly)
        || is_taken_for_something_else(text)
        || (bracketed && is_torn_by_brackets(text));
    !needs_quotes
}

/// Whether a text in brackets would be taken for several, by some reader: brackets and commas part it, and so may a dash
/// alone.
fn is_torn_by_brackets(text: &str) -> bool {
    text.contains(|found| ",[]{}".contains(found))
        || text.split_whitespace().any(|word| word.starts_with(['-', '?', ':']))
}

/// Whether some version of YAML takes the bare text for nothing, a bool, a number, a time of day or a mark of its own.
fn is_taken_for_something_else(text: &str) -> bool {
    const WORDS: [&str; 12] = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"];
    if WORDS.contains(&text.to_ascii_lowercase().as_str()) || text.starts_with("...") {
        return true;
    }
    let digits = text.trim_start_matches(['-', '+']).to_ascii_lowercase().replace('_', "");
    let number = digits.parse::<f64>().is_ok()
        && digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    number
        || ["0x", "0o", "0b", ".inf", ".nan"].iter().any(|prefix| digits.starts_with(prefix))
        || (digits.starts_with(|first: char| first.is_ascii_digit()) && digits.contains(':'))
}

/// Whether the text has several lines that can be written as they are.
fn is_best_as_lines(text: &str) -> bool {
    text.contains('\n') && may_be_lines(text)
}

/// Whether the text can be written as lines, just as they are. How far the first is indented tells where each begins.
fn may_be_lines(text: &str) -> bool {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let plain = |line: &str| !line.contains(|found| found != '\t' && is_invisible(found));
    !lines.is_empty()
        && !lines.ends_with('\n')
        && !lines.starts_with(char::is_whitespace)
        && lines.split('\n').all(plain)
}

/// How many columns a text takes on a screen, where everything but ASCII takes two.
fn width(text: &str) -> usize {
    text.chars().map(|found| if found.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::{Kind, Style, read};
    use crate::span::SourceId;
    use proptest::prelude::*;

    fn text(text: &str) -> Tree {
        Tree::Text(text.to_owned())
    }

    fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
        Tree::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    fn printed(tree: &Tree) -> String {
        print(tree, &[], |_| 0)
    }

    /// The tree that was printed, as far as reading tells: a text in quotes may have been a bare one.
    fn read_back(node: &crate::authoring::Node) -> Tree {
        match &node.kind {
            Kind::Scalar(scalar)
                if scalar.style == Style::Plain && is_taken_for_something_else(&scalar.text) =>
            {
                Tree::Bare(scalar.text.to_string())
            }
            Kind::Scalar(scalar) => Tree::Text(scalar.text.to_string()),
            Kind::List(items) => Tree::List(items.iter().map(read_back).collect()),
            Kind::Map(entries) => Tree::Map(
                entries.iter().map(|entry| (entry.key.text.to_string(), read_back(&entry.value))).collect(),
            ),
        }
    }

    fn survives(tree: &Tree) {
        let yaml = printed(tree);
        let node =
            read(SourceId(0), &yaml).unwrap_or_else(|problems| panic!("{}\n{yaml}", problems[0].message));
        assert_eq!(read_back(&node), *tree, "{yaml}");
    }

    /// Whatever YAML could take for something else.
    fn any_text() -> impl Strategy<Value = String> {
        let pieces = "(返金|refund|[ ]{1,2}|: ?| ?#|['\"\\\\]|\n{1,2}|[\\[\\]{},]|- ?|\\? ?|[!&*|>%@`]|true|null|~|-?1[.]50|0x1F|1e3|1_0|20:30|\t|\r|\u{0}|\u{7}|\u{85}|\u{a0}|\u{3000}|\u{feff}|\u{200b}|\u{2028}|😀|=|<<|[.]{3}|---|yes|.)";
        proptest::string::string_regex(&format!("{pieces}{{0,5}}")).unwrap()
    }

    proptest! {
        #[test]
        fn every_text_is_read_as_it_was(one in any_text(), other in any_text()) {
            survives(&map([("a", text(&one)), ("b", text(&other))]));
            survives(&map([("a", Tree::List(vec![text(&one), text(&other)])), ("b", text(&one))]));
            // Lines are read as the same text that quotes would hold.
            for (at, lines) in [&one, &other, &format!("x{one}\n"), &format!("{one}\n{other}")].into_iter().enumerate() {
                let yaml = printed(&map([("a", map([("b", Tree::Lines(lines.clone())), ("c", text(&at.to_string()))])), ("d", text(&one))]));
                let node = read(SourceId(0), &yaml).unwrap_or_else(|problems| panic!("{}\n{yaml}", problems[0].message));
                let Kind::Map(entries) = &node.kind else { panic!("{yaml}") };
                let Kind::Map(entries) = &entries[0].value.kind else { panic!("{yaml}") };
                assert_eq!(&entries[0].value.scalar().unwrap().text, lines, "{yaml}");
            }
            let inner = map([("x", text(&one)), ("y", Tree::List(vec![text(&other)]))]);
            survives(&map([("a", inner.clone()), ("b", Tree::List(vec![inner.clone(), inner]))]));
            let long = Tree::List(vec![text(&one); 40]);
            survives(&map([("a", long.clone()), ("b", Tree::List(vec![long.clone(), map([("c", long)])]))]));
            if !one.is_empty() && one.len() < 500 {
                survives(&map([(&one, text(&other))]));
                survives(&map([("a", map([(&one, text(&other))]))]));
            }
        }
    }
}
