//! What a further client costs in memory, counted byte by byte on the thread that loads and inserts. A process of its own,
//! since counting replaces the allocator of the whole process.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that panics has failed, and measurements are shown"
)]

use allocation_counter::measure;
use furiwake::{Inquiry, Registry, Rulebook};
use std::fmt::Write;

/// The bytes that `build` leaves allocated.
fn bytes(build: impl FnOnce()) -> i64 {
    measure(build).bytes_current
}

/// A rulebook of 1,000 rules without many phrases.
fn thousand_rules() -> String {
    let mut text = String::from(
        "rulebook: base\nversion: '1'\ntiers: { vendor: [first_line, supervisor], client: [client_desk] }\n\
         judgments: { refund: { title: { ja: 返金, en: refund } }, discount: }\n\
         axes: { topic: { labels: [delivery, payment, stock], many: true } }\ncues:\n  refund: { any: [返金, refund] }\nfacts:\n",
    );
    for at in 0..50 {
        writeln!(text, "  order.amount_{at:02}: {{ type: integer, min: 0, unit: JPY, ask: {{ ja: 金額 {at} を教えてください, en: 'What is amount {at}?' }} }}").unwrap();
    }
    text.push_str("rules:\n");
    for at in 0..1_000 {
        let effect = match at % 4 {
            0 => "delegate: { refund: supervisor }",
            1 => "raise: [refund, discount]",
            2 => "escalate: { to: client_desk, urgency: high, within: 30m }",
            _ => "classify: { topic: delivery }",
        };
        writeln!(
            text,
            "  - {{ id: rule-{at:04}, when: 'order.amount_{:02} <= {} && (cue.refund || order.amount_{:02} > {at})', {effect}, \
             because: {{ ja: 契約書の第{at}条による, en: By clause {at} of the contract }} }}",
            at % 50,
            1_000 + at,
            (at + 7) % 50
        )
        .unwrap();
    }
    text
}

/// A client's own 20 rules, with a cue and a fact of its own that sort before those of the base, and phrases for a cue of the
/// base.
fn client(base: &str, phrases_for: &str, number: usize) -> String {
    let mut text = format!(
        "rulebook: client-{number}\nversion: '1'\nextends: [{base}]\ncues:\n  a_cue: {{ any: [顧客{number}, client {number}] }}\n  \
         {phrases_for}: {{ any: [返金願い{number}] }}\nfacts:\n  a.fact: {{ type: integer, min: 0, max: {number} }}\nrules:\n"
    );
    for at in 0..20 {
        writeln!(
            text,
            "  - {{ id: a-{at:02}, when: cue.a_cue && a.fact <= {}, escalate: client_desk, because: {{ ja: 顧客{number}の規則{at}, en: Rule {at} of client {number} }} }}",
            number + at
        )
        .unwrap();
    }
    text
}

fn load(text: &str) -> Rulebook {
    let loaded = Rulebook::load_with("client.yaml", text, |_| Ok::<_, String>(thousand_rules()));
    loaded.into_result().unwrap()
}

struct Measured {
    base: i64,
    /// Of each further client.
    clients: Vec<i64>,
}

fn clients(base: &str, phrases_for: &str, count: usize) -> Measured {
    let registry = Registry::new();
    let alone = format!("rulebook: base-alone\nversion: '1'\nextends: [{base}]\n");
    // What is built once per process is not the base's.
    drop(load(&client(base, phrases_for, 0)));
    let base_bytes = bytes(|| drop(registry.insert("base", &load(&alone))));
    let own = (1..=count).map(|number| {
        bytes(|| {
            drop(registry.insert(&format!("client-{number}"), &load(&client(base, phrases_for, number))))
        })
    });
    let clients = own.collect();
    // They share, and yet each decides by its own.
    for number in [1, count] {
        let inquiry = Inquiry::new().customer(format!("顧客{number}")).fact("a.fact", 0);
        let decision = registry.decide(&format!("client-{number}"), &inquiry);
        assert_eq!(decision.reasons().filter(|reason| reason.rule().starts_with("a-")).count(), 20);
    }
    Measured { base: base_bytes, clients }
}

fn check(base: &str, phrases_for: &str, count: usize) {
    let Measured { base: base_bytes, clients } = clients(base, phrases_for, count);
    let total: i64 = clients.iter().sum();
    let each = total / i64::try_from(clients.len()).unwrap();
    println!("{base}: {base_bytes} bytes, {each} bytes for each of {count} further clients");
    assert!(each * 10 < base_bytes, "{each} bytes for a client, {base_bytes} for {base}");
}

#[test]
fn a_client_with_twenty_rules_on_shop_costs_less_than_a_tenth_of_it() {
    check("shop", "refund_demand", 8);
}

#[test]
fn a_client_with_twenty_rules_on_a_thousand_costs_less_than_a_tenth_of_them() {
    check("./base.yaml", "refund", 8);
}

#[test]
fn a_client_with_an_equal_rulebook_costs_less_than_a_kilobyte() {
    let registry = Registry::new();
    let text = client("./base.yaml", "refund", 1);
    registry.insert("first", &load(&text));
    for number in 0..8 {
        let cost = bytes(|| drop(registry.insert(&format!("client-{number}"), &load(&text))));
        assert!(cost < 1024, "{cost} bytes for client {number}");
    }
}

/// What replaced rulebooks alone used is let go: at the latest with the next change.
#[test]
fn replacing_a_rulebook_again_and_again_costs_nothing() {
    let registry = Registry::new();
    registry.insert("client", &load(&client("./base.yaml", "refund", 1)));
    registry.insert("client", &load(&client("./base.yaml", "refund", 2)));
    let cost = bytes(|| {
        for number in 3..9 {
            drop(registry.insert("client", &load(&client("./base.yaml", "refund", number))));
        }
    });
    assert!(cost < 4096, "{cost} bytes more than before");
}

/// `cargo test --release --test memory -- --ignored --nocapture`
#[test]
#[ignore = "takes two minutes, in a release build"]
fn a_thousand_clients() {
    check("shop", "refund_demand", 1_000);
    check("./base.yaml", "refund", 1_000);
}
