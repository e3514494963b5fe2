//! The constructors of documents, method by method against the YAML they stand for, and what becomes of wrong texts.

use furiwake::decision::Settlement;
use furiwake::diagnostic::Code;
use furiwake::document::{
    Axis, Calendar, Cue, Derived, Desk, Document, Effective, Escalate, Extends, Fact, Grant, Invariant,
    Judgment, Limit, Param, Rule, Score, Settle, Table, Titled, Within,
};
use furiwake::{Act, FactValue, Localised, Party, Rulebook, Urgency};
use jiff::SignedDuration;

/// Every method once, as it is printed.
const YAML: &str = r#"rulebook: acme
version: "1"
format: 1
extends: [core, { layer: shop, without: [a, b.c] }]
effective: { from: 2026-12-01 }

tiers:
  vendor: [first_line, { id: supervisor, title: { ja: 主任, en: supervisor } }]
  client: [client_desk]
handoffs: { direct: [[first_line, client_desk]] }
desks: { logistics: { party: client, title: logistics }, technical: { party: vendor } }
defaults: { propose: first_line, communicate: client_desk }
timezone: Asia/Tokyo
no_text: empty

calendars:
  support:
    title: { en: desk }
    timezone: Asia/Tokyo
    hours: { mon-fri: ["09:00-12:00", "13:00-18:00"], sat: ["09:00-12:00"] }
    holidays: [2026-12-31, 2027-01-01]
    exceptions: { 2026-12-30: ["09:00-12:00"], 2026-12-29: [] }

params:
  cap: 5000
  a: { type: bool, value: true }
  b: { type: integer, value: 3000, min: 0, max: 9000, unit: JPY, title: cap }
  c: { type: decimal, value: 0.50 }
  d: { type: choice, of: ["y", x], value: x }
  e: { type: choices, of: ["y", x], value: [x] }
  f: { type: text, value: "3" }
  g: { type: date, value: 2026-12-01 }
  h: { type: timestamp, value: "2026-12-01T00:00:00Z" }
  i: { type: duration, value: 1h 30m }

facts:
  order.amount:
    type: integer
    min: 0
    max: 10
    unit: JPY
    title: amount
    ask: { ja: 金額は, en: What was the total? }
  a: { type: bool, default: false }
  b: { type: decimal, default: 0.5 }
  c: { type: choice, of: [phone, "3"], default: phone }
  d: { type: choices, of: [vip, staff], default: [vip] }
  e: { type: text, sensitivity: personal }
  f: { type: date, max: 2099-12-31 }
  g: { type: timestamp }
  h: { type: duration, sensitivity: secret }
derive:
  k: days_since(f)
  l: hours_since(g)
  m: count(injury)
  "n": length(text)
  o: open(support)
  p: business_hours_since(g, support)
  q: order.amount or 0
  r: e or "a \"b\""

cues:
  injury:
    title: { ja: 怪我 }
    any: [ケガ, on fire]
    except: [ケガなし]
    unless_followed_by: [ではない]
    unless_preceded_by: [未]
    fold_kana: true
    matches: [ケガをした]
    misses: [無事]
scores:
  anger:
    title: anger
    cue.injury: 2
    parts: [{ when: order.amount > 5, points: 0.5 }]
    bands: { low: 0, high: 2.5 }
  fraud: [{ when: a, points: -3 }]

let:
  big: order.amount > 5

axes:
  nature: { title: nature, labels: [question, complaint], default: question }
  topic: { labels: [{ id: returns, title: returns }], many: true }

judgments:
  refund:
    title: { ja: 返金, en: refund }
    propose: first_line
    decide: client_desk
    communicate: client_desk
    locked: true
  talks: {}

rules:
  - id: everything
    title: everything
    effective: { from: 2026-12-01, until: 2026-12-31 }
    when: "!known(order.amount)"
    classify: { nature: complaint, topic: [returns, payment] }
    raise: [refund]
    retain: [refund, { talks: { communicate: client_desk } }]
    delegate: { refund: supervisor, talks: { propose: first_line, communicate: first_line } }
    settle:
      refund: { approve: big, otherwise: deny }
      talks: deny
      a: approve
      b: { deny: big }
      c: approve
    escalate: { to: client_desk, urgency: critical, within: 30m }
    refer: [logistics]
    notify: [client]
    require: [e]
    instruct: [Heed this, { ja: 注意, en: And this }]
    tag: [safety]
    because: { ja: 理由, en: reason }
    source: contract, §4
    locked: true
  - id: simply
    delegate: [refund]
    escalate: supervisor
  - id: soon
    escalate: { within: 4 business hours in support }

tables:
  refunds:
    title: refunds
    effective: { until: 2026-12-31 }
    when: big
    because: agreed
    source: annex
    columns: [id, order.amount, settle refund]
    rows:
      - [small, <= 3000, approve]
      - [large, "-", deny]
      - [exact, 3000, deny]
  filed:
    csv: refunds.csv

limits:
  refund:
    - id: usual
      by: order.amount
      first_line: 500
      supervisor: param.cap
      effective: { from: 2026-12-01 }
      when: big
      because: agreed
      source: annex
    - { id: goodwill, by: order.amount, first_line: 0.5 }
  talks: { by: order.amount, first_line: 1 }

invariants:
  - id: kept
    never: holder(refund) == "first_line"
    because: agreed
  - never: route == "first_line"

scripts:
  classified: |
    propose.classify("nature", "complaint", "each is one");
  decided: |-
    if big {
      propose.retain("refund", "it is large");
    }
grants:
  - { classify: { nature: question }, delegate: [talks], settle: { refund: { approve: big } } }
  - delegate: { refund: supervisor, talks: { communicate: first_line } }
    effective: { until: 2026-12-31 }
    when: order.amount <= 2000
on_script_error: client_desk
"#;

fn built() -> Document {
    let tenth = |digits: &str| FactValue::decimal(digits).unwrap();
    let instant: jiff::Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let document = Document::new("acme")
        .version("1")
        .extends([Extends::layer("core"), Extends::layer("shop").without(["a", "b.c"])])
        .effective(Effective::from("2026-12-01"))
        .tiers(
            ["first_line".into(), Titled::new("supervisor").title(("主任", "supervisor"))],
            ["client_desk"],
        )
        .handoff("first_line", "client_desk")
        .desk("logistics", Desk::of(Party::Client).title("logistics"))
        .desk("technical", Desk::of(Party::Vendor))
        .default_propose("first_line")
        .default_communicate("client_desk")
        .timezone("Asia/Tokyo")
        .no_text_is_empty(true)
        .calendar(
            "support",
            Calendar::new()
                .title(Localised::new(None, Some("desk")))
                .timezone("Asia/Tokyo")
                .hours("mon-fri", ["09:00-12:00", "13:00-18:00"])
                .hours("sat", ["09:00-12:00"])
                .holidays(["2026-12-31", "2027-01-01"])
                .exception("2026-12-30", ["09:00-12:00"])
                .exception("2026-12-29", [""; 0]),
        )
        .param("cap", Param::set(5000))
        .param("a", Param::bool(true))
        .param("b", Param::integer(3000).min(0).max(9000).unit("JPY").title("cap"))
        .param("c", Param::decimal(tenth("0.50")))
        .param("d", Param::choice(["y", "x"], "x"))
        .param("e", Param::choices(["y", "x"], ["x"]))
        .param("f", Param::text("3"))
        .param("g", Param::date(jiff::civil::date(2026, 12, 1)))
        .param("h", Param::timestamp(instant))
        .param("i", Param::duration(SignedDuration::from_mins(90)))
        .fact(
            "order.amount",
            Fact::integer().min(0).max(10).unit("JPY").title("amount").ask(("金額は", "What was the total?")),
        )
        .fact("a", Fact::bool().default(false))
        .fact("b", Fact::decimal().default(tenth("0.5")))
        .fact("c", Fact::choice(["phone", "3"]).default("phone"))
        .fact("d", Fact::choices(["vip", "staff"]).default(["vip"]))
        .fact("e", Fact::text().personal())
        .fact("f", Fact::date().max(jiff::civil::date(2099, 12, 31)))
        .fact("g", Fact::timestamp())
        .fact("h", Fact::duration().secret())
        .derive("k", Derived::days_since("f"))
        .derive("l", Derived::hours_since("g"))
        .derive("m", Derived::count("injury"))
        .derive("n", Derived::length_of_text())
        .derive("o", Derived::open("support"))
        .derive("p", Derived::business_hours_since("g", "support"))
        .derive("q", Derived::or("order.amount", 0))
        .derive("r", Derived::or("e", "a \"b\""));
    rest(document)
}

fn rest(document: Document) -> Document {
    let everything = Rule::new("everything")
        .tag(["safety"])
        .classify("nature", "complaint")
        .classify("topic", "returns")
        .classify("topic", "payment")
        .title("everything")
        .effective(Effective::between("2026-12-01", "2026-12-31"))
        .when("!known( order.amount )")
        .retain(["refund"])
        .raise(["refund"])
        .retain_at("talks", Act::Communicate, "client_desk")
        .delegate_to("refund", Act::Decide, "supervisor")
        .delegate_to("talks", Act::Communicate, "first_line")
        .delegate_to("talks", Act::Propose, "first_line")
        .settle("refund", Settle::approve_when("big").otherwise_the_opposite())
        .settle("talks", Settle::deny())
        .settle("a", Settle::approve())
        .settle("b", Settle::deny_when("big"))
        .settle("c", Settlement::Approve)
        .escalate(Escalate::to("client_desk").urgency(Urgency::Critical).within(Within::minutes(30)))
        .refer(["logistics"])
        .notify(["client"])
        .require(["e"])
        .instruct("Heed this  \n")
        .instruct(("注意", "And this"))
        .because(("理由", "reason"))
        .source("contract, §4")
        .locked();
    let refunds = Table::new(["id", "order.amount", "settle refund"])
        .row(["small", "<= 3000", "approve"])
        .row(["large", "-", "deny"])
        .row([FactValue::from("exact"), 3000.into(), "deny".into()])
        .title("refunds")
        .when("big")
        .because("agreed")
        .source("annex")
        .effective(Effective::until("2026-12-31"));
    let usual = Limit::by("order.amount")
        .tier("first_line", 500)
        .tier("supervisor", "param.cap")
        .id("usual")
        .when("big")
        .because("agreed")
        .source("annex")
        .effective(Effective::from("2026-12-01"));
    document
        .cue(
            "injury",
            Cue::any(["ケガ", "on fire"])
                .title(Localised::new(Some("怪我"), None))
                .except(["ケガなし"])
                .unless_followed_by(["ではない"])
                .unless_preceded_by(["未"])
                .fold_kana(true)
                .matches(["ケガをした"])
                .misses(["無事"]),
        )
        .score(
            "anger",
            Score::new()
                .title("anger")
                .cue("injury", 2)
                .part("order.amount > 5", "0.5")
                .band("low", 0)
                .band("high", "2.5"),
        )
        .score("fraud", Score::new().part("a", -3))
        .condition("big", "order.amount>5")
        .axis("nature", Axis::ordered(["question", "complaint"], "question").title("nature"))
        .axis("topic", Axis::many([Titled::new("returns").title("returns")]))
        .judgment(
            "refund",
            Judgment::new()
                .title(("返金", "refund"))
                .propose("first_line")
                .decide("client_desk")
                .communicate("client_desk")
                .locked(),
        )
        .judgment("talks", Judgment::new())
        .rule(everything)
        .rule(Rule::new("simply").delegate(["refund"]).escalate("supervisor"))
        .rule(
            Rule::new("soon").escalate(Escalate::new().within(Within::business_hours(4).calendar("support"))),
        )
        .table("refunds", refunds)
        .table("filed", Table::csv("refunds.csv"))
        .limit("refund", usual)
        .limit("talks", Limit::by("order.amount").tier("first_line", 1))
        .limit(
            "refund",
            Limit::by("order.amount").id("goodwill").tier("first_line", FactValue::decimal("0.5").unwrap()),
        )
        .invariant(Invariant::never("holder(refund) == \"first_line\"").id("kept").because("agreed"))
        .invariant(Invariant::never("route == \"first_line\""))
        .decided_script("propose.tag(\"x\", \"said before the other one\");")
        .decided_script("if big {\n  propose.retain(\"refund\", \"it is large\");\n}")
        .classified_script("propose.classify(\"nature\", \"complaint\", \"each is one\");\n")
        .grant(
            Grant::new()
                .settle("refund", Settle::approve_when("big"))
                .delegate(["talks"])
                .classify("nature", "question"),
        )
        .grant(
            Grant::new()
                .when("order.amount<=2000")
                .delegate_to("refund", Act::Decide, "supervisor")
                .delegate_to("talks", Act::Communicate, "first_line")
                .effective(Effective::until("2026-12-31")),
        )
        .on_script_error("client_desk")
}

#[test]
fn every_method_says_what_its_key_says() {
    let document = built();
    assert_eq!(document.id(), Some("acme"));
    similar(&document.to_yaml(), YAML);
    assert!(Document::parse("acme.yaml", YAML).unwrap() == document);
    assert!(Document::parse("acme.json", &document.to_json()).unwrap() == document);
}

/// Shows the first line that differs.
fn similar(one: &str, other: &str) {
    for (one, other) in one.lines().zip(other.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(one, other);
}

/// What is found in a small rulebook with these changes.
fn found(change: impl FnOnce(Document) -> Document) -> Vec<Code> {
    let document = Document::new("x")
        .version("1")
        .tiers(["first_line"], ["client_desk"])
        .fact("amount", Fact::integer())
        .judgment("refund", Judgment::new())
        .rule(Rule::new("asked").when("amount > 3").raise(["refund"]));
    let loaded = Rulebook::from_document(&change(document));
    loaded.findings().iter().map(furiwake::diagnostic::Finding::code).collect()
}

#[test]
fn what_is_wrong_becomes_a_finding() {
    assert_eq!(found(|document| document), []);
    let rule = || Rule::new("wrong").raise(["refund"]);
    for (condition, code) in [
        ("amount >", Code::ConditionSyntax),
        ("", Code::ConditionSyntax),
        ("3", Code::ConditionSyntax),
        ("amount > 3 # why", Code::ConditionSyntax),
        ("a:\n  b", Code::ConditionSyntax),
        ("amuont > 3", Code::UnknownName),
        ("amount == \"x\"", Code::WrongType),
    ] {
        assert_eq!(found(|document| document.rule(rule().when(condition))), [code], "{condition}");
    }
    assert_eq!(found(|document| document.rule(Rule::new("wrong"))), [Code::MissingKey]);
    assert_eq!(found(|document| document.rule(Rule::new("a b").raise(["refund"]))), [Code::InvalidName]);
    assert_eq!(found(|document| document.fact("amount", Fact::text())), [Code::DuplicateKey]);
    assert_eq!(found(|document| document.rule(Rule::new("asked").tag(["x"]))), [Code::DuplicateName]);
    let twice = rule().escalate("first_line").escalate("client_desk");
    assert_eq!(found(|document| document.rule(twice)), [Code::DuplicateKey]);
    let points = |points: &'static str| {
        move |document: Document| {
            let score = Score::new().part("amount > 3", points);
            document.score("s", score).rule(rule().when("score.s > 1"))
        }
    };
    assert_eq!(found(points("1.5")), []);
    assert_eq!(found(points("many"))[0], Code::InvalidValue);
    let negative = rule().escalate(Escalate::new().within(SignedDuration::from_mins(-5)));
    assert_eq!(found(|document| document.rule(negative)), [Code::InvalidValue]);
    let nothing = Derived::or("amount", None::<bool>);
    assert_eq!(found(|document| document.derive("d", nothing))[0], Code::ConditionSyntax);
    assert!(found(|document| document.param("p", Param::decimal(None::<bool>))).contains(&Code::WrongType));
    assert_eq!(found(|document| document.timezone("Asia/Tokio")), [Code::UnknownName]);
}
