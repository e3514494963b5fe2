//! The rulebook and the inquiry of the documentation, decided: the whole output as files under `tests/golden/`.
//!
//! `UPDATE_EXPECT=1 cargo test --test integration golden` writes them anew; read the difference before you keep it, since
//! other programs read this form.

use furiwake::{Engine, Inquiry, Language, Rulebook};
use std::fs;
use std::path::Path;

const INQUIRY: &str = r#"{"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "messages_complete": true,
 "messages": [{"from": "customer", "text": "先週届いた電気ケトルから煙が出ました。がっかりです。返金してください。", "format": "text"}, {"from": "agent", "text": "..."}],
 "facts": {"channel": "phone", "order.amount": 4980, "order.delivered_at": null}}"#;

fn engine() -> Engine {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/acme-shop.yaml")).unwrap();
    let loaded = Rulebook::load("acme-shop.yaml", &text);
    Engine::new(&loaded.into_result().unwrap_or_else(|findings| panic!("{findings}")))
}

fn inquiry() -> Inquiry {
    Inquiry::from_json(INQUIRY).unwrap()
}

/// Compares with the file of this name, or writes it if asked to.
pub(crate) fn expect(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "tests/golden/{name} differs; UPDATE_EXPECT=1 writes it anew");
}

/// JSON with a line for every entry, its keys in the order in which they were written.
fn pretty(json: &str) -> String {
    let mut text = String::new();
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut characters = json.chars().peekable();
    while let Some(character) = characters.next() {
        let line = |text: &mut String, depth: usize| {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        };
        match character {
            '"' if !escaped => in_text = !in_text,
            '{' | '[' if !in_text => {
                text.push(character);
                if let Some(close @ ('}' | ']')) = characters.peek().copied() {
                    characters.next();
                    text.push(close);
                } else {
                    depth += 1;
                    line(&mut text, depth);
                }
                continue;
            }
            '}' | ']' if !in_text => {
                depth -= 1;
                line(&mut text, depth);
            }
            ',' if !in_text => {
                text.push(character);
                line(&mut text, depth);
                continue;
            }
            ':' if !in_text => {
                text.push_str(": ");
                continue;
            }
            _ => {}
        }
        escaped = in_text && character == '\\' && !escaped;
        text.push(character);
    }
    text + "\n"
}

#[test]
fn the_decision_as_json() {
    let json = engine().decide(&inquiry()).to_json();
    let pretty = pretty(&json);
    // What is compared is what is written, but for white space.
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(read(&pretty), read(&json));
    expect("acme-shop.decision.json", &pretty);
}

#[test]
fn the_decision_in_words() {
    let decision = engine().decide(&inquiry());
    expect("acme-shop.why.ja.txt", &decision.why(Language::Japanese));
    expect("acme-shop.why.en.txt", &decision.why(Language::English));
}

#[test]
fn why_rules_did_not_apply() {
    let engine = engine();
    let mut text = String::new();
    for rule in ["refund.by-the-rules", "refund.supervisor-may"] {
        let why_not = engine.why_not(&inquiry(), rule).unwrap();
        text += &why_not.text(Language::Japanese);
        text += &why_not.text(Language::English);
        expect(&format!("acme-shop.{rule}.json"), &pretty(&why_not.to_json()));
    }
    expect("acme-shop.why-not.txt", &text);
}
