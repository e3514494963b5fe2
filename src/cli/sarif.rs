//! Findings in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0), which code scanners and editors read.

use furiwake::diagnostic::{Code, Finding, Marked};
use serde_json::{Value, json};
use std::path::MAIN_SEPARATOR;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log of one run: every code as a rule, every finding as a result, and what could not be read as a notification of the tool.
pub(super) fn log<'a>(findings: &[&Finding], unreadable: impl Iterator<Item = &'a str>) -> Value {
    let notification = |message: &str| json!({ "level": "error", "message": message_of(message) });
    let notifications: Vec<Value> = unreadable.map(notification).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "furiwake",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": "en",
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<Value>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": notifications.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": escaped(code.summary()) },
        "fullDescription": { "text": escaped(code.description()) },
        "help": { "text": escaped(code.description()) },
        "defaultConfiguration": { "level": code.severity().as_str() },
    })
}

fn result(finding: &Finding) -> Value {
    let mut text = sentence(finding.message());
    if let Some(help) = finding.help() {
        text = format!("{text}\n{}", sentence(help));
    }
    let mut result = json!({
        "ruleId": finding.code().as_str(),
        "level": finding.severity().as_str(),
        "message": message_of(&text),
        "locations": [location(finding.marked())],
    });
    if let Some(index) = Code::ALL.iter().position(|code| *code == finding.code()) {
        add(&mut result, "ruleIndex", json!(index));
    }
    let also: Vec<Value> = finding.also().map(location).collect();
    if !also.is_empty() {
        add(&mut result, "relatedLocations", json!(also));
    }
    result
}

fn location(marked: Marked<'_>) -> Value {
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(marked.file()) },
        "region": {
            "startLine": marked.line(),
            "startColumn": marked.column(),
            "endLine": marked.end_line(),
            "endColumn": marked.end_column(),
        },
    } });
    if let Some(label) = marked.label() {
        add(&mut location, "message", message_of(label));
    }
    location
}

fn add(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn message_of(text: &str) -> Value {
    json!({ "text": escaped(text) })
}

/// In SARIF a bare brace would begin a placeholder (§3.11.5).
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// A file name as a URI reference (RFC 3986), relative where the name is.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    if file.starts_with('/') {
        uri.push_str("file://");
    } else if MAIN_SEPARATOR == '\\' && file.chars().nth(1) == Some(':') {
        // A drive letter.
        uri.push_str("file:///");
    }
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_uri_references() {
        for (file, expected) in [
            ("acme.yaml", "acme.yaml"),
            ("books/acme-shop_1~.yaml", "books/acme-shop_1~.yaml"),
            ("../base.yaml", "../base.yaml"),
            ("規則 #1.yaml", "%E8%A6%8F%E5%89%87%20%231.yaml"),
            ("a:b%.yaml", "a%3Ab%25.yaml"),
            ("core (built in)", "core%20%28built%20in%29"),
            ("/srv/rules/a b.yaml", "file:///srv/rules/a%20b.yaml"),
        ] {
            assert_eq!(uri(file), expected, "{file}");
        }
    }

    #[test]
    fn texts_are_sentences_and_their_braces_no_placeholders() {
        assert_eq!(message_of(&sentence("write `{ a: 1 }`")), json!({ "text": "write `{{ a: 1 }}`." }));
        assert_eq!(sentence("did you mean `x`?"), "did you mean `x`?");
    }
}
