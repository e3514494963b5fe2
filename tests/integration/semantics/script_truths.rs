//! What a proposal counts for where less is known, a grant is missing or a script stops.

use crate::support::{SHOP, decide};
use furiwake::diagnostic::Code;
use furiwake::{Act, Engine, Inquiry, Rulebook};

const BOOK: &str = "
facts:
  order.amount: { type: integer, min: 0, max: 10000000 }
  order.discount: { type: integer, default: 0, min: 0, max: 10000000 }
  order.count: { type: integer }
  gift: { type: bool }
cues: { asked: { any: [返金] } }
axes: { topic: { labels: [toys, shoes], many: true } }
judgments: { refund: { title: refund } }
rules:
  - { id: asked, raise: [refund] }
  - { id: toys, when: 'has(topic, \"toys\")', delegate: { refund: first_line } }
";

fn engine(scripts: &str) -> Engine {
    let loaded = Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}{scripts}"));
    Engine::new(loaded.rulebook().unwrap_or_else(|| panic!("{}", loaded.findings())))
}

#[test]
fn a_label_that_rules_may_ask_for_in_any_direction_needs_a_grant() {
    let scripts = "
scripts:
  classified: |
    if cue.asked || gift { propose.classify(\"topic\", \"toys\", \"toys\"); }
";
    let holder = |scripts: &str, facts: &str| {
        let decision = decide(&engine(scripts), facts);
        let has = |labels: &[&str]| labels.contains(&"toys");
        let labels = decision.labels("topic");
        let has = match (has(&labels.certain), has(&labels.possible)) {
            (true, _) => "certain",
            (false, true) => "possible",
            (false, false) => "no",
        };
        (has, decision.holder("refund", Act::Decide).unwrap().to_owned())
    };
    let text = "\"gift\": true";
    assert_eq!(holder(scripts, text), ("no", "client_desk".to_owned()));
    let found = Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}{scripts}"));
    assert!(found.findings().iter().any(|finding| finding.code() == Code::UngrantedProposal));
    let granted =
        format!("{scripts}grants: [{{ classify: {{ topic: toys }}, when: order.amount <= 100 }}]\n");
    let small = "\"gift\": true, \"order.amount\": 100";
    assert_eq!(holder(&granted, small), ("certain", "first_line".to_owned()));
    let large = "\"gift\": true, \"order.amount\": 101";
    assert_eq!(holder(&granted, large), ("no", "client_desk".to_owned()));
    // Whether it is granted is not known, or a script stops: the label is possible, and opens nothing.
    assert_eq!(holder(&granted, text), ("possible", "client_desk".to_owned()));
    let stops = granted.replace("scripts:\n", "scripts:\n  decided: let each = 1 / order.discount;\n");
    assert_eq!(holder(&stops, small), ("possible", "client_desk".to_owned()));
}

#[test]
fn what_cannot_be_followed_leaves_a_restriction_possible() {
    let engine = engine(
        "
scripts:
  decided: |
    let many = false;
    if order.discount > 5 { many = true; }
    if (known(order.amount) && order.amount <= 100) || many {
        propose.tag(\"small\", \"small\");
    } else {
        propose.retain(\"refund\", \"large\");
    }
    if cue.asked || gift { propose.delegate(\"refund\", \"first_line\", \"asked\"); }
grants: [{ delegate: { refund: first_line } }]
",
    );
    let decision = decide(&engine, "\"gift\": true");
    let asked: Vec<_> = decision.asks().filter_map(|ask| ask.fact).collect();
    assert_eq!((decision.route().tier(), asked), ("client_desk", vec!["order.amount"]));
    assert_eq!(decide(&engine, "\"gift\": true, \"order.amount\": 100").route().tier(), "first_line");
    assert_eq!(decide(&engine, "\"gift\": true, \"order.amount\": 101").route().tier(), "client_desk");
}

#[test]
fn every_proposal_of_many_counts() {
    let mut script = String::new();
    for site in 0..130 {
        script += &format!("    if order.discount != {site} {{ propose.tag(\"tag-{site}\", \"many\"); }}\n");
    }
    let engine = engine(&format!("\nscripts:\n  decided: |\n{script}"));
    for left_out in [0, 63, 64, 129] {
        let decision = decide(&engine, &format!("\"order.discount\": {left_out}"));
        let tags: Vec<&str> = decision.tags().collect();
        assert_eq!(tags.len(), 129);
        assert!(!tags.contains(&&*format!("tag-{left_out}")));
    }
}

#[test]
fn a_guard_elsewhere_guards_nothing_here() {
    // Behind what cannot be followed `order.amount` is read unguarded, once it is known that this is a gift.
    let scripts = "
scripts:
  decided: |
    let way = 0;
    if known(gift) && gift { way = 1; }
    if way == 1 && order.amount > 5 { propose.tag(\"gift\", \"gift\"); }
    if known(order.amount) && order.amount > 5 { propose.tag(\"large\", \"large\"); }
    propose.delegate(\"refund\", \"first_line\", \"always\");
grants: [{ delegate: { refund: first_line } }]
";
    let engine = engine(scripts);
    let tier = |facts: &str| decide(&engine, facts).route().tier().to_owned();
    assert_eq!(tier("\"gift\": true"), "client_desk");
    assert_eq!(tier(""), "client_desk");
    assert_eq!(tier("\"order.amount\": 3"), "first_line");
}

#[test]
fn what_is_computed_from_bounded_facts_always_has_a_result() {
    let tier = |computed: &str| {
        let scripts = format!(
            "
scripts:
  decided: |
    if known(order.amount) && known(order.count) {{ let x = {computed}; }}
    propose.delegate(\"refund\", \"first_line\", \"always\");
grants: [{{ delegate: {{ refund: first_line }} }}]
"
        );
        decide(&engine(&scripts), "").route().tier().to_owned()
    };
    for safe in [
        "order.amount - order.discount",
        "order.amount * order.discount / 3",
        "(order.amount + 1) % (order.discount + 1)",
        "-order.amount / 2.5",
        "(if order.amount > 5 { order.amount } else { 5 }) + 1",
        "(order.amount - order.discount) * 1000",
    ] {
        assert_eq!(tier(safe), "first_line", "{safe}");
    }
    for unsafe_one in [
        "order.amount / order.discount",
        "order.amount % order.discount",
        "order.amount * order.discount * order.amount",
        "order.count",
        "order.amount + order.count",
        "(if order.amount > 5 { order.count } else { 5 }) + 1",
    ] {
        let unsafe_one = format!("{unsafe_one} + 0");
        assert_eq!(tier(&unsafe_one), "client_desk", "{unsafe_one}");
    }
}

#[test]
fn a_stricter_label_may_spare_a_script_its_failure() {
    let engine = |rule: &str, script: &str| {
        let book = BOOK.replace(
            "axes: { topic",
            "axes: { nature: { labels: [question, opinion, complaint], default: question }, topic",
        );
        let scripts = format!(
            "{rule}scripts:\n  decided: '{script}'\ngrants: [{{ delegate: {{ refund: first_line }} }}]\non_script_error: client_manager\n"
        );
        let loaded = Rulebook::load("shop.yaml", &format!("{SHOP}{book}{scripts}"));
        Engine::new(loaded.rulebook().unwrap_or_else(|| panic!("{}", loaded.findings())))
    };
    let open = "  - { id: opinion, when: gift, classify: { nature: opinion } }\n";
    let settled = format!("{open}  - {{ id: all, classify: {{ nature: opinion }} }}\n");
    for script in [
        // The label is open: `gift` is missing.
        "if at_least(nature, \"opinion\") { propose.tag(\"x\", \"x\"); }",
        // Nobody asks for the count of what is no question.
        "if nature == \"question\" && order.count < 3 { propose.delegate(\"refund\", \"first_line\", \"x\"); }",
    ] {
        let tier = |rule: &str| decide(&engine(rule, script), "").route().tier().to_owned();
        assert_eq!(
            (tier(open), tier(&settled)),
            ("client_manager".to_owned(), "client_desk".to_owned()),
            "{script}"
        );
    }
}

#[test]
fn what_is_passed_by_for_an_open_decision_may_still_fail() {
    // The refund may be raised, so the route may be the client's and the script passes the count by. Were it not raised, it
    // would fail and suspend the milder label.
    let book = BOOK
        .replace("axes: { topic", "axes: { handling: { labels: [routine, exception], default: exception }, topic")
        .replace("raise: [refund] }", "when: gift && order.amount > 3, raise: [refund] }\n  - { id: routine, classify: { handling: routine } }");
    let script = "if at_least(decision.route, \"client_desk\") { propose.tag(\"x\", \"x\"); } else { if order.count > 3 { propose.tag(\"y\", \"y\"); } }";
    let loaded = Rulebook::load("shop.yaml", &format!("{SHOP}{book}scripts: {{ decided: '{script}' }}\n"));
    let engine = Engine::new(loaded.rulebook().unwrap_or_else(|| panic!("{}", loaded.findings())));
    let label = |facts: &str| decide(&engine, facts).label("handling").unwrap().to_owned();
    assert_eq!(label("\"order.amount\": 0"), "exception", "it fails");
    assert_eq!(label(""), "exception", "it may fail");
    assert_eq!(label("\"order.amount\": 5, \"gift\": true"), "routine", "it does not come to the count");
    assert_eq!(label("\"order.count\": 0"), "routine", "nothing is unknown where it comes to");
}

#[test]
fn a_guard_beside_what_cannot_be_followed_still_guards() {
    let script =
        "if gift || known(inquiry.messages) && inquiry.messages.len() > 0 { if order.count > 3 { return; } }";
    let engine = engine(&format!("scripts: {{ decided: '{script}' }}\non_script_error: client_manager\n"));
    let tier = |messages: &str, facts: &str| {
        let inquiry = format!(
            "{{\"at\": \"2026-11-21T10:00:00+09:00\", {messages} \"facts\": {{\"gift\": false{facts}}}}}"
        );
        engine.decide(&Inquiry::from_json(&inquiry).unwrap()).route().tier().to_owned()
    };
    assert_eq!(tier("\"text\": \"\",", ""), "client_manager", "it fails");
    assert_eq!(tier("", ""), "client_manager", "it would, were there a message");
    assert_eq!(tier("", ", \"order.count\": 1"), "client_desk", "nothing would be unknown then");
}

#[test]
fn what_is_only_possibly_raised_may_yet_stop_a_script() {
    let book = BOOK.replace("raise: [refund] }", "when: gift, raise: [refund] }");
    let script = "if known(order.count) && order.count < 3 && raised(refund) == \"yes\" { propose.delegate(\"refund\", \"first_line\", \"x\"); }";
    let rest = format!(
        "scripts: {{ decided: '{script}' }}\ngrants: [{{ delegate: {{ refund: first_line }} }}]\non_script_error: client_manager\n"
    );
    let loaded = Rulebook::load("shop.yaml", &format!("{SHOP}{book}{rest}"));
    let engine = Engine::new(loaded.rulebook().unwrap_or_else(|| panic!("{}", loaded.findings())));
    let tier = |facts: &str| decide(&engine, facts).route().tier().to_owned();
    assert_eq!(tier("\"order.count\": 1"), "client_manager", "it fails");
    assert_eq!(tier(""), "client_manager", "it would, were the count known");
    assert_eq!(tier("\"gift\": false"), "first_line", "nothing is unknown behind the guard");
}

#[test]
fn hits_may_yet_stop_a_script_where_words_are_missing() {
    let script = "if known(order.count) && order.count < 3 && inquiry.hits(\"asked\").len > 0 { propose.tag(\"x\", \"x\"); }";
    let engine = engine(&format!("scripts: {{ decided: '{script}' }}\non_script_error: client_manager\n"));
    let tier = |facts: &str| {
        let inquiry = format!("{{\"text\": \"返金\", \"messages_complete\": false, \"facts\": {{{facts}}}}}");
        engine.decide(&Inquiry::from_json(&inquiry).unwrap()).route().tier().to_owned()
    };
    assert_eq!(tier("\"order.count\": 1"), "client_manager", "it fails");
    assert_eq!(tier(""), "client_manager", "it would, were the count known");
    assert_eq!(tier("\"order.count\": 5"), "client_desk", "it does not come to the hits");
}

#[test]
fn a_label_that_more_words_may_undo_is_only_possible() {
    let classified = "if known(inquiry.messages) && inquiry.messages.len() > 0 { } else { propose.classify(\"topic\", \"toys\", \"x\"); }";
    let engine = engine(&format!(
        "scripts: {{ classified: '{classified}' }}\ngrants: [{{ classify: {{ topic: toys }} }}]\n"
    ));
    let holder = |messages: &str| {
        let inquiry = Inquiry::from_json(&format!("{{{messages}}}")).unwrap();
        engine.decide(&inquiry).holder("refund", Act::Decide).unwrap().to_owned()
    };
    assert_eq!(holder("\"text\": \"\""), "client_desk", "there are messages, so no toys");
    assert_eq!(holder(""), "client_desk", "there may be messages");
}
