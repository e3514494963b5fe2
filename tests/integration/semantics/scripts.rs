//! Scripts and grants as rulebooks and files of a host carry them: what is content, what is used, and what a host may add.

use crate::support::{SHOP, decide, load};
use furiwake::diagnostic::Code;
use furiwake::document::Document;
use furiwake::{Engine, Loaded, Rulebook};

const BOOK: &str = "
facts: { order.amount: { type: integer, min: 0 } }
cues: { asked: { any: [返金] }, upset: { any: [ひどい] } }
let: { small: order.amount <= 2000 }
desks: { logistics: { party: client } }
axes: { nature: { labels: [question, complaint], default: question } }
judgments: { refund: { title: refund }, talks: { title: talks, locked: true } }
rules:
  - { id: asked, when: cue.asked, raise: [refund, talks] }
  - { id: upset, when: cue.upset, classify: { nature: complaint } }
  - { id: small, when: small, refer: [logistics] }
";

fn book(rest: &str) -> Rulebook {
    accepted(&Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}{rest}")))
}

fn accepted(loaded: &Loaded) -> Rulebook {
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    loaded.rulebook().unwrap().clone()
}

fn found(loaded: &Loaded) -> Vec<String> {
    assert_eq!(loaded.rulebook().is_none(), loaded.findings().has_errors());
    loaded.findings().iter().map(ToString::to_string).collect()
}

/// A rulebook with grants, and scripts whose proposals they cover.
const OWN: &str = r#"
scripts:
  decided: |
    if known(order.amount) && order.amount <= 1000 {
        propose.delegate("refund", "first_line", "a small one");
    }
grants:
  - { delegate: { refund: first_line }, when: small }
  - { settle: { refund: deny } }
on_script_error: client_manager
"#;

#[test]
fn whatever_scripts_say_is_content_and_how_they_are_written_is_none() {
    let hash =
        |text: &str| accepted(&Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}{text}"))).hash().to_owned();
    let own = hash(OWN);
    for (from, to) in [
        ("<= 1000", "<= 999"),
        ("a small one", "small"),
        ("when: small", "when: order.amount <= 2001"),
        ("deny", "approve"),
        ("{ refund: first_line }, when", "{ refund: { decide: first_line, propose: first_line } }, when"),
        ("client_manager", "client_desk"),
        ("on_script_error: client_manager", ""),
        ("    if known", "    // Why\n    if known"),
    ] {
        assert_ne!(hash(&OWN.replace(from, to)), own, "{from} → {to}");
    }
    let other = OWN
        .replace("  - { settle: { refund: deny } }\n", "")
        .replace("grants:\n", "grants:\n  - { settle: { refund: deny } }\n");
    assert_ne!(other, OWN);
    assert_eq!(hash(&other), own);
    // The lowest client tier is what is meant by saying nothing.
    assert_eq!(
        hash(&OWN.replace("on_script_error: client_manager", "")),
        hash(&OWN.replace("client_manager", "client_desk"))
    );
    let document = Document::parse("shop.yaml", &format!("{SHOP}{BOOK}{OWN}")).unwrap();
    for text in [document.to_yaml(), document.to_json()] {
        assert_eq!(Rulebook::load("shop.json", &text).into_result().unwrap().hash(), own, "{text}");
    }
    assert!(
        document.to_yaml().contains("  decided: |\n    if known(order.amount)"),
        "{}",
        document.to_yaml()
    );
}

#[test]
fn what_only_scripts_and_grants_use_is_used() {
    let declared = "
facts: { only_read: { type: integer }, only_required: { type: text }, only_granted: { type: bool } }
params: { cap: { type: integer, value: 3 } }
cues: { hit: { any: [x] }, scored: { any: [y] } }
scores: { anger: { cue.scored: 2 } }
let: { named: cue.hit }
desks: { referred: { party: client }, told: { party: vendor } }
axes: { topic: { labels: [toys], many: true }, handling: { labels: [routine, exception], default: exception } }
judgments: { refund: { title: refund } }
rules: [{ id: asked, raise: [refund] }]
";
    let scripts = r#"
scripts:
  classified: |
    if named { propose.classify("topic", "toys", "toys"); }
    propose.classify("handling", "routine", "so it is");
  decided: |
    if (!known(only_read) || only_read > param.cap) && score.anger > 1 {
        propose.refer("referred", "look");
        propose.notify("told", "know");
        propose.require("only_required", "need");
    }
grants:
  - { classify: { handling: routine }, when: only_granted }
  - { classify: { topic: toys } }
"#;
    let loaded = Rulebook::load("x.yaml", &format!("{SHOP}{declared}{scripts}"));
    let unused: Vec<String> =
        found(&loaded).into_iter().filter(|found| !found.contains("unguarded")).collect();
    assert_eq!(unused, Vec::<String>::new());
    // All of it is unused without them.
    let loaded = Rulebook::load("x.yaml", &format!("{SHOP}{declared}"));
    assert_eq!(loaded.findings().len(), 12, "{}", loaded.findings());
}

#[test]
fn layers_below_say_nothing_of_scripts() {
    let base = format!("{SHOP}{BOOK}");
    let outer = |rest: &str| format!("rulebook: acme\nversion: v1\nextends: [./base.yaml]\n{rest}");
    let scripted = outer(OWN);
    accepted(&load(&[("acme.yaml", &scripted), ("base.yaml", &base)]));
    let base = format!("{base}{OWN}");
    let loaded = load(&[("acme.yaml", &outer("")), ("base.yaml", &base)]);
    let codes: Vec<Code> = loaded.findings().iter().map(furiwake::diagnostic::Finding::code).collect();
    assert_eq!(codes, [Code::OutermostOnly; 3]);
}

#[test]
fn what_a_layer_locks_no_other_grants_to_scripts() {
    let base = format!("{SHOP}{BOOK}");
    let grant = "grants: [{ delegate: [talks] }]\n";
    let acme = format!("rulebook: acme\nversion: v1\nextends: [./base.yaml]\n{grant}");
    let loaded = load(&[("acme.yaml", &acme), ("base.yaml", &base)]);
    assert_eq!(
        found(&loaded),
        [
            "acme.yaml:4:23: error[locked]: the judgment `talks` is locked and cannot be delegated by another layer"
        ]
    );
    // Who locks it may, but no file of a host.
    let own = book(grant);
    let script = "scripts: { decided: 'propose.delegate(\"talks\", \"supervisor\", \"x\");' }\n";
    assert_eq!(
        found(&own.with_script("host.yaml", &format!("{script}{grant}"))),
        [
            "host.yaml:2:23: error[locked]: the judgment `talks` is locked and cannot be delegated by a file of scripts"
        ]
    );
    accepted(&own.with_script("host.rhai", "propose.delegate(\"talks\", \"supervisor\", \"x\");"));
}

#[test]
fn files_are_added_in_any_order_and_once() {
    let book = book(OWN);
    let one = |book: &Rulebook| accepted(&book.with_script("a/one.rhai", "propose.tag(\"one\", \"x\");"));
    let yaml = "scripts:\n  decided: |\n    propose.tag(\"two\", \"x\");\n";
    let two = |book: &Rulebook| accepted(&book.with_script("two.yaml", yaml));
    let both = two(&one(&book));
    assert_eq!(both.hash(), one(&two(&book)).hash());
    assert_eq!(both.hash(), two(&both).hash());
    assert_ne!(both.hash(), one(&book).hash());
    // Only the last part of its name is shown.
    assert_eq!(
        one(&book).hash(),
        accepted(&book.with_script("b/one.rhai", "propose.tag(\"one\", \"x\");")).hash()
    );
    assert_ne!(
        one(&book).hash(),
        accepted(&book.with_script("uno.rhai", "propose.tag(\"one\", \"x\");")).hash()
    );
    assert_eq!(
        found(&both.with_script("b/one.rhai", "propose.tag(\"another\", \"x\");")),
        ["b/one.rhai:1:1: error[duplicate-name]: another file of scripts is called `one.rhai` already"]
    );
}

#[test]
fn a_file_is_content_whatever_machine_wrote_it() {
    let book = book("");
    let script = "// Tags\npropose.tag(\"one\", \"x\");\n";
    let hash = |text: &str| accepted(&book.with_script("one.rhai", text)).hash().to_owned();
    assert_eq!(hash(&format!("\u{feff}{}", script.replace('\n', "\r\n"))), hash(script));
    accepted(&book.with_script("one.rhai", "\n\npropose.tag(\"one\", \"x\"); // Tags\n\n\n"));
    let slip = "// Tags\r\nif cue.uspet { propose.tag(\"one\", \"x\"); }\r\n";
    assert_eq!(
        found(&book.with_script("one.rhai", slip)),
        ["one.rhai:2:4: error[unknown-name]: there is no cue `cue.uspet`"]
    );
}

#[test]
fn a_bare_file_acts_within_the_grants_of_the_rulebook_and_yaml_within_its_own() {
    let script = "propose.delegate(\"refund\", \"first_line\", \"x\");";
    let yaml = format!("scripts: {{ decided: '{script}' }}\n");
    let granted = book("grants: [{ delegate: { refund: first_line } }]\n");
    let ungranted =
        |loaded: &Loaded| loaded.findings().iter().any(|finding| finding.code() == Code::UngrantedProposal);
    assert!(!ungranted(&granted.with_script("host.rhai", script)));
    assert!(ungranted(&granted.with_script("host.yaml", &yaml)));
    assert!(ungranted(&book("").with_script("host.rhai", script)));
    let own = format!("{yaml}grants: [{{ delegate: {{ refund: first_line }} }}]\n");
    assert!(!ungranted(&book("").with_script("host.yaml", &own)));
}

#[test]
fn what_is_wrong_with_a_file_is_found_in_it() {
    let book = book("");
    for (text, expected) in [
        ("", ":1:1: error[syntax]: there is nothing in this file"),
        ("grants: []", ":1:1: error[missing-key]: a file of scripts needs `scripts`"),
        ("scripts: {}\nrules: []", ":2:1: error[unknown-key]: unknown key `rules`"),
        (
            "scripts: {}\non_script_error: supervisor",
            ":2:18: error[wrong-party]: `supervisor` is a tier of the vendor",
        ),
        (
            "scripts: {}\ngrants: [{ delegate: [refund], when: '!small && nature == \"complaint\"' }]",
            ":2:49: error[polarity]: a grant may compare `nature` only downwards",
        ),
        (
            "scripts: {}\ngrants: [{ classify: { nature: complaint } }]",
            ":2:32: error[invalid-value]: `complaint` stands above `question`, the default of `nature`, so it needs no grant",
        ),
        (
            "{\"scripts\": {\"decided\": \"if cue.upset {\\n  propose.tag(\\\"あ\\\", \\\"い\\\");\\n  propose.tga(\\\"x\\\", \\\"y\\\");\\n}\"}}",
            ":1:82: error[unknown-name]: scripts cannot propose `tga`",
        ),
    ] {
        assert_eq!(found(&book.with_script("host.yaml", text)), [format!("host.yaml{expected}")], "{text}");
    }
}

#[test]
fn a_file_of_scripts_is_told_from_a_rulebook() {
    let loaded = Rulebook::load("campaign.yaml", "scripts: { decided: 'propose.tag(\"a\", \"why\");' }");
    let findings = loaded.findings().to_string();
    assert!(findings.contains("this is a file of scripts, not a rulebook"), "{findings}");
    assert!(findings.contains("--script"), "{findings}");
}

#[test]
fn a_named_condition_of_the_rulebook_is_followed_without_its_text() {
    let calm = BOOK.replace("let: { ", "let: { calm: nature == \"question\", ").replace(
        "rules:\n",
        "rules:\n  - { id: calm, when: calm && small, delegate: { refund: supervisor } }\n",
    );
    let book = accepted(&Rulebook::load("shop.yaml", &format!("{SHOP}{calm}")));
    let loaded = book.with_script("host.rhai", "if calm { propose.retain(\"refund\", \"x\"); }");
    assert_eq!(
        found(&loaded),
        ["host.rhai:1:4: error[polarity]: a restriction may compare `nature` only upwards"],
        "{}",
        loaded.findings()
    );
    // Where the named condition stands is not at hand.
    assert!(loaded.findings().iter().all(|finding| finding.also().next().is_none()), "{}", loaded.findings());
}

#[test]
fn what_a_further_rule_can_settle_guards_nothing_that_binds() {
    let grants = "grants: [{ delegate: { refund: first_line } }]\n";
    let book = book(grants);
    let delegate = "propose.delegate(\"refund\", \"first_line\", \"x\");";
    let retain = "propose.retain(\"refund\", \"x\");";
    for (guard, proposal, expected) in [
        ("known(raised(talks))", delegate, "a grant may not rest on `known(raised(talks))`"),
        ("known(raised(refund))", delegate, "a grant may not rest on `known(raised(refund))`"),
        ("!known(raised(refund))", retain, "a restriction may not rest on `!known(raised(refund))`"),
        ("known(nature)", delegate, "a grant may not rest on `known(nature)`"),
        ("!known(nature)", retain, "a restriction may not rest on `!known(nature)`"),
    ] {
        for script in [
            format!("if {guard} {{ {proposal} }}"),
            format!("let guard = {guard}; if guard && cue.upset {{ {proposal} }}"),
            format!("if !({guard}) {{ return; }} {proposal}"),
        ] {
            let found = found(&book.with_script("host.rhai", &script));
            assert!(found.iter().any(|found| found.contains(expected)), "{script}: {found:?}");
        }
    }
    // What binds nobody may.
    accepted(
        &book.with_script(
            "host.rhai",
            "if known(raised(talks)) && known(nature) { propose.tag(\"x\", \"x\"); }",
        ),
    );
}

#[test]
fn what_a_script_may_yet_fail_at_restricts_already() {
    let book = book("");
    for script in [
        "if known(order.amount) && 6 / order.amount > 2 { propose.tag(\"x\", \"x\"); }",
        "if !known(order.amount) { return; } let each = 6 / order.amount;",
        "if known(order.amount) { let each = if cue.asked { 1 } else { 6 / order.amount }; }",
    ] {
        let with_script = accepted_with_warnings(&book.with_script("host.rhai", script));
        let engine = Engine::new(&with_script);
        let tier = |facts: &str| decide(&engine, facts).route().tier().to_owned();
        assert_eq!(tier("\"order.amount\": 3"), "first_line", "{script}");
        assert_eq!(tier("\"order.amount\": 0"), "client_desk", "{script}");
        assert_eq!(tier(""), "client_desk", "{script}");
        let asks: Vec<String> =
            decide(&engine, "").asks().filter_map(|ask| ask.fact.map(str::to_owned)).collect();
        assert_eq!(asks, ["order.amount"], "{script}");
    }
    // What cannot fail does not.
    let with_script = book.with_script(
        "host.rhai",
        "if known(order.amount) && order.amount > 2 { propose.tag(\"x\", \"x\"); }",
    );
    assert_eq!(decide(&Engine::new(&accepted_with_warnings(&with_script)), "").route().tier(), "first_line");
}

fn accepted_with_warnings(loaded: &Loaded) -> Rulebook {
    loaded.rulebook().unwrap_or_else(|| panic!("{}", loaded.findings())).clone()
}
