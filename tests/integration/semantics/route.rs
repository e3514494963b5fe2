//! Where an inquiry goes: hand-off paths, urgency, time limits, desks, the next step.

use crate::support::{decide, engine, facts_only, inquiry, shop};
use furiwake::{Decision, Next, Party, Urgency};

fn via(decision: &Decision) -> Vec<&str> {
    decision.route().via().collect()
}

/// Goes to the tier named by the fact `to`.
fn to(tier: &str, handoffs: &str) -> Decision {
    let rules = format!("{handoffs}\nrules:\n  - {{ id: up, escalate: {tier} }}\n");
    decide(&shop(&rules), "")
}

#[test]
fn an_inquiry_reaches_the_client_through_every_tier_between() {
    assert_eq!(via(&to("client_manager", "")), ["second_line", "supervisor", "client_desk"]);
    assert_eq!(via(&to("client_desk", "")), ["second_line", "supervisor"]);
    assert_eq!(via(&to("second_line", "")), [""; 0]);
    assert_eq!(via(&to("first_line", "")), [""; 0]);
}

#[test]
fn a_direct_hand_off_shortens_the_way() {
    let direct = "handoffs: { direct: [[first_line, client_manager]] }";
    assert_eq!(via(&to("client_manager", direct)), [""; 0]);
    // It leads to the manager only, and not from there downwards.
    assert_eq!(via(&to("client_desk", direct)), ["second_line", "supervisor"]);
    let around = "handoffs: { direct: [[second_line, client_desk]] }";
    assert_eq!(via(&to("client_manager", around)), ["second_line", "client_desk"]);
    // Two ways of the same length: the one through the lower tiers.
    let either = "handoffs: { direct: [[first_line, supervisor], [second_line, client_desk]] }";
    assert_eq!(via(&to("client_desk", either)), ["second_line"]);
}

#[test]
fn a_contact_centre_of_one_tier_speaks_to_the_client_itself() {
    let book = "rulebook: small\nversion: '1'\ntiers: { vendor: [operator], client: [desk, manager] }\n";
    let rules = "rules:\n  - { id: up, escalate: manager }\n";
    let decision = decide(&engine(&format!("{book}{rules}")), "");
    assert_eq!((decision.route().tier(), decision.route().party()), ("manager", Party::Client));
    assert_eq!(via(&decision), ["desk"]);
}

#[test]
fn nothing_said_means_that_the_first_line_answers() {
    let decision = decide(&shop("rules: []\n"), "");
    let route = decision.route();
    assert_eq!(
        (route.tier(), route.party(), route.urgency()),
        ("first_line", Party::Vendor, Urgency::Normal)
    );
    assert!(route.is_certain());
    assert_eq!((route.due(), decision.next()), (None, Next::Answer));
}

const LIMITS: &str = "
facts:
  grave: { type: bool }
  late: { type: bool }
rules:
  - { id: a, when: grave, escalate: { to: supervisor, urgency: critical, within: 2h } }
  - { id: b, when: late, escalate: { urgency: high, within: 30m } }
  - { id: c, when: late, escalate: { within: 1d } }
  - { id: d, when: late, escalate: { within: 30 minutes } }
";

#[test]
fn every_time_limit_is_kept_and_the_shortest_is_due() {
    let decision = decide(&shop(LIMITS), r#""grave": true, "late": true"#);
    let route = decision.route();
    assert_eq!(route.within().collect::<Vec<_>>(), ["30m", "2h", "1d"]);
    assert_eq!(route.due_text().as_deref(), Some("2026-11-21T10:30:00+09:00"));
    assert_eq!((route.tier(), route.urgency()), ("supervisor", Urgency::Critical));
    let decision = decide(&shop(LIMITS), r#""grave": true, "late": false"#);
    assert_eq!(decision.route().due_text().as_deref(), Some("2026-11-21T12:00:00+09:00"));
    // An escalation without a tier stays where the inquiry is.
    let decision = decide(&shop(LIMITS), r#""grave": false, "late": true"#);
    assert_eq!((decision.route().tier(), decision.route().urgency()), ("first_line", Urgency::High));
}

#[test]
fn due_is_told_in_the_rulebooks_time_zone() {
    let rules = "rules:\n  - { id: a, escalate: { within: 1h } }\n";
    let zone = |zone: &str| {
        let head = "rulebook: zone\nversion: '1'\ntiers: { vendor: [one], client: [two] }\n";
        let engine = engine(&format!("{head}timezone: {zone}\n{rules}"));
        engine.decide(&inquiry(r#"{"at": "2026-11-21T10:00:00Z"}"#)).route().due_text().unwrap()
    };
    assert_eq!(zone("Asia/Tokyo"), "2026-11-21T20:00:00+09:00");
    assert_eq!(zone("America/New_York"), "2026-11-21T06:00:00-05:00");
}

#[test]
fn without_the_inquirys_time_nothing_is_due() {
    let decision = shop(LIMITS).decide(&inquiry(r#"{"facts": {"grave": true, "late": true}}"#));
    let route = decision.route();
    assert_eq!((route.due(), route.urgency()), (None, Urgency::Critical));
    assert_eq!(route.within().count(), 3);
    assert!(route.is_certain());
}

#[test]
fn an_escalation_that_may_apply_counts_and_is_asked_about() {
    let decision = decide(&shop(LIMITS), r#""late": false"#);
    let route = decision.route();
    assert_eq!((route.tier(), route.urgency(), route.is_certain()), ("supervisor", Urgency::Critical, false));
    assert_eq!(decision.asks().map(|ask| ask.fact).collect::<Vec<_>>(), [Some("grave")]);
    // Only the time limit is open: that is reason enough to ask.
    let decision = decide(&shop(LIMITS), r#""grave": true"#);
    assert_eq!(decision.asks().map(|ask| ask.fact).collect::<Vec<_>>(), [Some("late")]);
    assert_eq!(decision.route().due_text().as_deref(), Some("2026-11-21T10:30:00+09:00"));
}

const NEXT: &str = "
desks: { logistics: { party: client }, technical: { party: vendor } }
facts:
  amount: { type: integer, ask: { ja: 金額は, en: How much? } }
  colour: { type: text }
  burning: { type: bool }
cues:
  parcel: { any: [parcel] }
rules:
  - { id: much, when: amount > 10, escalate: supervisor }
  - { id: burning, when: burning, escalate: { urgency: high } }
  - { id: red, when: 'colour == \"red\"', escalate: second_line }
  - { id: parcel, when: cue.parcel, refer: [logistics] }
";

fn next(facts: &str) -> Next {
    decide(&shop(NEXT), facts).next()
}

#[test]
fn what_has_a_question_is_asked_before_anything_is_handed_over() {
    assert_eq!(next(r#""burning": false, "colour": "blue""#), Next::Ask);
    assert_eq!(next(r#""burning": false, "colour": "blue", "amount": 5"#), Next::Answer);
    assert_eq!(next(r#""burning": false, "colour": "blue", "amount": 50"#), Next::HandOff);
    // It might be urgent; the question comes first all the same.
    assert_eq!(next(r#""colour": "blue""#), Next::Ask);
    // It is urgent: no time for questions.
    assert_eq!(next(r#""burning": true, "colour": "blue""#), Next::HandOff);
    // Nobody wrote a question for the colour.
    let decision = decide(&shop(NEXT), r#""burning": false, "amount": 5"#);
    assert_eq!(
        decision.asks().map(|ask| (ask.fact, ask.question)).collect::<Vec<_>>(),
        [(Some("colour"), None)]
    );
    assert_eq!(decision.next(), Next::HandOff);
    // Once it goes to the supervisor for sure, the colour changes nothing.
    let decision = decide(&shop(NEXT), r#""burning": false, "amount": 50"#);
    assert_eq!((decision.asks().count(), decision.next()), (0, Next::HandOff));
}

#[test]
fn the_customers_own_words_are_asked_for_too() {
    let rules = "cues: { angry: { any: [angry] } }\nrules:\n  - { id: angry, when: cue.angry, escalate: second_line }\n";
    let engine = shop(rules);
    let decision = engine.decide(&inquiry("{}"));
    let asks: Vec<_> = decision.asks().map(|ask| (ask.fact, ask.question)).collect();
    assert_eq!(asks, [(None, None)]);
    // There is no question to ask word by word, so it is handed over.
    assert_eq!(decision.next(), Next::HandOff);
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert_eq!(json["asks"], serde_json::json!([{"text": true}]));
    let engine = crate::support::engine(&format!("{}no_text: empty\n{rules}", crate::support::SHOP));
    assert_eq!(engine.decide(&inquiry("{}")).next(), Next::Answer);
}

#[test]
fn a_desk_is_beside_the_tier() {
    let engine = shop(NEXT);
    let facts = r#""burning": false, "colour": "blue", "amount": 5"#;
    let json = format!(r#"{{"text": "Where is my parcel?", "facts": {{{facts}}}}}"#);
    let decision = engine.decide(&inquiry(&json));
    assert_eq!(decision.route().tier(), "first_line");
    assert_eq!(decision.route().desks().collect::<Vec<_>>(), ["logistics"]);
    assert_eq!(decision.next(), Next::HandOff);
    // No words arrived: the desk is told to be safe, but tier, urgency and due do not depend on it.
    let decision = engine.decide(&inquiry(&format!(r#"{{"facts": {{{facts}}}}}"#)));
    assert_eq!(decision.route().desks().collect::<Vec<_>>(), ["logistics"]);
    assert!(decision.route().is_certain());
    assert_eq!(decision.asks().count(), 0);
}

#[test]
fn parties_tiers_and_desks_are_told_once_each() {
    let rules = "
desks: { technical: { party: vendor }, logistics: { party: client } }
rules:
  - { id: a, notify: [technical, client, supervisor, second_line] }
  - { id: b, notify: [supervisor, vendor, logistics] }
";
    let decision = decide(&shop(rules), "");
    assert_eq!(
        decision.route().notify().collect::<Vec<_>>(),
        ["vendor", "client", "second_line", "supervisor", "logistics", "technical"]
    );
    assert_eq!((decision.route().tier(), decision.next()), ("first_line", Next::Answer));
}

#[test]
fn instructions_requirements_and_tags_are_united() {
    let rules = "
facts:
  phone: { type: text }
  code: { type: text }
rules:
  - { id: b, require: [phone], instruct: [{ ja: 謝罪しない, en: no apology }], tag: [b, a] }
  - { id: a, require: [code, phone], instruct: { ja: 謝罪しない, en: no apology }, tag: b }
";
    let decision = decide(&shop(rules), r#""phone": "1""#);
    let requires: Vec<_> = decision.requires().map(|needed| (needed.fact, needed.known)).collect();
    assert_eq!(requires, [("code", false), ("phone", true)]);
    assert_eq!(decision.instructions().count(), 1);
    assert_eq!(decision.tags().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn where_a_rulebook_knows_nothing_of_an_inquiry_it_says_so_and_decides() {
    let decision = shop(NEXT).decide(&facts_only(r#""amuont": 5"#));
    let notice = decision.notices().iter().find(|notice| notice.fact() == Some("amuont")).unwrap();
    assert!(notice.message().contains("did you mean `amount`?"), "{notice}");
}
