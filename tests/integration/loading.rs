//! Loading rulebooks: what is the same whatever the layout, and that nothing makes it panic.

use crate::support::guide;
use furiwake::Rulebook;
use proptest::prelude::*;

const ACME: &str = include_str!("../books/acme-shop.yaml");

fn hash(text: &str) -> String {
    let rulebook =
        Rulebook::load("acme-shop.yaml", text).into_result().unwrap_or_else(|findings| panic!("{findings}"));
    rulebook.hash().to_owned()
}

/// The text before the rules, every rule with its lines, and the text behind them.
fn rules(text: &str) -> (&str, Vec<&str>, &str) {
    let start = text.find("rules:\n").unwrap() + "rules:\n".len();
    let end = text[start..].find("\n\n").map_or(text.len(), |at| start + at + 1);
    let mut at: Vec<usize> = text[start..end].match_indices("  - id:").map(|(at, _)| start + at).collect();
    at.push(end);
    (&text[..start], at.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect(), &text[end..])
}

#[test]
fn the_rulebook_of_the_documentation_loads_without_findings() {
    let loaded = Rulebook::load("acme-shop.yaml", ACME);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    let rulebook = loaded.into_result().unwrap();
    assert_eq!((rulebook.id(), rulebook.version()), ("acme-shop", "2026.11.1"));
}

#[test]
fn layout_and_examples_of_cues_are_no_content() {
    let other_layout = ACME
        .replace("raise: [refund]", "raise:   # a comment\n      - refund")
        .replace("channel:             { type: choice, of: [phone, email,", "channel:   { of: [email, phone,")
        .replace("form], default: form", "form], type: choice, default: \"form\"")
        .replace("    matches: [使用中に煙が出ました]", "    matches: [煙が出ました]")
        .replace("order.amount <= 3000", "order.amount<=3000.0");
    assert_ne!(other_layout, ACME);
    assert_eq!(hash(&other_layout), hash(ACME));
}

#[test]
fn every_change_of_content_changes_the_hash() {
    for (from, to) in [
        ("2026.11.1", "2026.11.2"),
        ("Asia/Tokyo", "Asia/Seoul"),
        ("order.amount <= 3000", "order.amount <= 3001"),
        ("default: question }", "default: request }"),
        ("いつ届き", "いつ着き"),
        ("within: 30m", "within: 31m"),
        ("urgency: critical", "urgency: high"),
        ("cue.repeat: 1", "cue.repeat: 2"),
        ("retain: [refund, compensation]", "retain: [compensation]"),
        ("approve: in_return_window, otherwise: deny", "deny: in_return_window, otherwise: approve"),
        ("delegate: { refund: supervisor }", "delegate: { refund: second_line }"),
        ("過失を認める", "非を認める"),
        ("別紙2 第4条", "別紙2 第5条"),
        ("desks: { logistics: { party: client }", "desks: { logistics: { party: vendor }"),
        ("days_since_delivery <= 7", "days_since_delivery <= 8"),
        ("or \"original\"", "or \"points\""),
        ("customer.is_minor:   { type: bool, default: false }", "customer.is_minor:   { type: bool }"),
        ("sensitivity: personal", "sensitivity: secret"),
        ("direct: [[first_line, client_manager]]", "direct: [[second_line, client_manager]]"),
    ] {
        assert!(ACME.contains(from), "{from}");
        assert_ne!(hash(&ACME.replace(from, to)), hash(ACME), "{from} -> {to}");
    }
}

#[test]
fn limits_are_named() {
    let long = format!(
        "rulebook: x\nversion: v1\ntiers: {{ vendor: [a], client: [b] }}\ncues: {{ c: {{ any: [{}] }} }}\n",
        "あ".repeat(201)
    );
    let labels: Vec<String> = (0..65).map(|at| format!("l{at}")).collect();
    let tiers =
        format!("rulebook: x\nversion: v1\ntiers: {{ vendor: [a], client: [{}] }}\n", labels.join(", "));
    let axis = format!(
        "rulebook: x\nversion: v1\ntiers: {{ vendor: [a], client: [b] }}\naxes: {{ n: {{ labels: [{}], default: l0 }} }}\n",
        labels.join(", ")
    );
    for (text, message) in [
        (long, "a phrase may have 200 characters, but this has 201"),
        (tiers, "there are 66 tiers, more than the 64 a rulebook may have"),
        (axis, "the axis `n` has 65 labels, more than the 64 it may have"),
    ] {
        let loaded = Rulebook::load("x.yaml", &text);
        let messages: Vec<&str> = loaded.findings().iter().map(|finding| finding.message()).collect();
        assert_eq!(messages, [message]);
        assert_eq!(loaded.findings().iter().next().unwrap().code(), furiwake::diagnostic::Code::Limit);
    }
}

#[test]
fn named_conditions_that_double_at_every_step_load_at_once() {
    let mut text = "rulebook: x\nversion: v1\ntiers: { vendor: [a], client: [b] }\naxes: { n: { labels: [a, b], default: a } }\nlet:\n".to_owned();
    for at in 0..60 {
        text += &format!("  l{at}: l{} && l{}\n", at + 1, at + 1);
    }
    text += "  l60: n == \"b\"\nrules: [{ id: r, when: l0, escalate: b }, { id: s, classify: { n: b } }]\n";
    let loaded = Rulebook::load("x.yaml", &text);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
}

proptest! {
    #[test]
    fn the_order_of_rules_is_no_content(order in Just((0..21).collect::<Vec<usize>>()).prop_shuffle()) {
        let (before, all, behind) = rules(ACME);
        prop_assert_eq!(all.len(), order.len());
        let shuffled: String = order.iter().map(|at| format!("{}\n", all[*at])).collect();
        prop_assert_eq!(hash(&format!("{before}{shuffled}{behind}")), hash(ACME));
    }

    /// Pieces cut out, doubled and put elsewhere: mostly still YAML, rarely still a rulebook.
    #[test]
    fn no_mutilated_rulebook_makes_loading_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, any::<prop::sample::Index>(), 0_u8..4), 1..6),
    ) {
        let mut text: Vec<char> = ACME.chars().collect();
        for (from, length, to, kind) in cuts {
            let start = from.index(text.len());
            let end = (start + length).min(text.len());
            let piece: Vec<char> = text[start..end].to_vec();
            match kind {
                0 => { text.drain(start..end); }
                1 => { let at = to.index(text.len()); text.splice(at..at, piece); }
                2 => { let at = to.index(text.len()); text.insert(at, "{}[]:,-\"'!&*|>#\n\t 0あ\u{0}"
                    .chars().nth(length % 20).unwrap_or('x')); }
                _ => { let at = to.index(text.len()); text.drain(start..end); let at = at.min(text.len()); text.splice(at..at, piece); }
            }
            if text.is_empty() { break; }
        }
        let text: String = text.into_iter().collect();
        let loaded = Rulebook::load("x.yaml", &text);
        prop_assert_eq!(loaded.rulebook().is_none(), loaded.findings().has_errors());
        prop_assert!(!loaded.findings().to_string().is_empty());
        for finding in loaded.findings() {
            prop_assert!(finding.line() >= 1 && finding.column() >= 1);
            prop_assert!(finding.line() <= text.lines().count() + 1);
        }
    }

    #[test]
    fn no_text_makes_loading_panic(text in "\\PC{0,200}|([a-z:\\-\\[\\]{},!&*|>'\"#%@ \\n]|rules:|cues:|facts:|when: |any: ){0,80}") {
        let _ = Rulebook::load("x.yaml", &text).findings().to_string();
    }
}

#[test]
fn the_page_on_scripts_shows_scripts_without_findings() {
    let page = include_str!("../../src/guide/scripts.md");
    let blocks = |language: &str| -> Vec<&str> {
        let start = format!("```{language}\n");
        page.split(start.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
    };
    let loaded = Rulebook::load("page.yaml", blocks("yaml")[0]);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    let rulebook = loaded.into_result().unwrap();
    let scripts = blocks("rhai");
    assert!(scripts.len() >= 4);
    for script in scripts {
        let loaded = rulebook.with_script("page.rhai", script);
        assert!(loaded.findings().is_empty(), "{}\n{script}", loaded.findings());
    }
    // Every form of the table, each in the script it belongs to.
    let forms = page.lines().filter_map(|line| line.strip_prefix("| `propose."));
    let mut count = 0;
    for line in forms {
        let name = line.split('(').next().unwrap();
        let forms = line.split('`').filter_map(|code| Some(code.get(code.find("(\"")?..)?.to_owned()));
        for form in forms.filter(|form| form.ends_with(')')) {
            let stage = if name == "classify" { "classified" } else { "decided" };
            let file = format!("scripts:\n  {stage}: |\n    propose.{name}{form};\n");
            let loaded = rulebook.with_script("page.yaml", &file);
            let mut errors = loaded.findings().iter().filter(|found| !found.to_string().contains("warning"));
            assert!(errors.next().is_none(), "{}\n{file}", loaded.findings());
            count += 1;
        }
    }
    assert_eq!(count, 16);
}

#[test]
fn the_guide_shows_rulebooks_that_load() {
    for rulebook in guide() {
        let loaded = Rulebook::load("guide.yaml", &rulebook);
        assert!(loaded.findings().is_empty(), "{}\n{rulebook}", loaded.findings());
    }
}
