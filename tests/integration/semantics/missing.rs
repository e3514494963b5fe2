//! Every cause for which a fact is missing, told apart, and each the same to the rules: unknown.

use crate::support::{TIME, inquiry, shop};
use furiwake::decision::Evidence;
use furiwake::inquiry::Missing;
use furiwake::{Decision, Truth};

const BOOK: &str = "
facts:
  amount: { type: integer, min: 0, max: 100, unit: JPY }
  price: { type: decimal, default: 5 }
  channel: { type: choice, of: [phone, mail], default: phone }
  marks: { type: choices, of: [vip, new] }
  day: { type: date }
  since: { type: timestamp }
  waited: { type: duration, max: 2d }
  flag: { type: bool }
  note: { type: text }
cues: { broken: { any: [broken] } }
derive:
  days: days_since(day)
  hours: hours_since(since)
  hits: count(broken)
  size: length(text)
  noted: note or \"nothing\"
rules:
  - { id: amount, when: amount > 1, escalate: supervisor }
  - { id: price, when: price > 1.5, tag: price }
  - { id: channel, when: 'channel == \"phone\"', tag: channel }
  - { id: marks, when: 'has(marks, \"vip\")', tag: marks }
  - { id: day, when: 'day == \"2026-11-20\"', tag: day }
  - { id: days, when: days == 1, tag: days }
  - { id: hours, when: hours < 12.5, tag: hours }
  - { id: waited, when: 'waited >= \"36h\"', tag: waited }
  - { id: flag, when: flag, tag: flag }
  - { id: note, when: 'note == \"x\"', tag: note }
  - { id: noted, when: 'noted == \"nothing\"', tag: noted }
  - { id: hits, when: hits >= 2, tag: hits }
  - { id: size, when: size >= 12, tag: size }
";

/// The truth of a rule and why what it read is missing, if it is.
fn read(rule: &str, json: &str) -> (Truth, Option<Missing>) {
    let why_not = shop(BOOK).why_not(&inquiry(json), rule).unwrap();
    let mut causes =
        why_not.leaves().into_iter().flat_map(|(_, _, read)| read).filter_map(|read| match read {
            Evidence::Missing { missing, .. } => Some(missing),
            _ => None,
        });
    (why_not.truth(), causes.next())
}

/// The codes of the notices of an inquiry, with their facts.
fn notices(json: &str) -> Vec<(String, String)> {
    let decision: Decision = shop(BOOK).decide(&inquiry(json));
    let notices = decision.notices().iter();
    notices.map(|notice| (notice.code().to_string(), notice.fact().unwrap_or("").to_owned())).collect()
}

fn facts(facts: &str) -> String {
    format!(r#"{{"at": "{TIME}", "text": "", "facts": {{{facts}}}}}"#)
}

#[test]
fn every_type_is_read() {
    for (rule, good) in [
        ("amount", r#""amount": 2"#),
        ("price", r#""price": 1.51"#),
        ("channel", r#""channel": "phone""#),
        ("marks", r#""marks": ["new", "vip"]"#),
        ("day", r#""day": "2026-11-20""#),
        ("days", r#""day": "2026-11-20""#),
        ("hours", r#""since": "2026-11-20T21:30:01+09:00""#),
        ("waited", r#""waited": "1d 12h""#),
        ("flag", r#""flag": true"#),
        ("note", r#""note": "x""#),
    ] {
        assert_eq!(read(rule, &facts(good)), (Truth::True, None), "{rule}");
    }
    assert_eq!(read("hours", &facts(r#""since": "2026-11-20T21:30:00+09:00""#)), (Truth::False, None));
}

#[test]
fn every_cause_is_told_apart() {
    for (rule, fact, given, cause, code) in [
        ("amount", "amount", "", Missing::Absent, "fact_absent"),
        ("amount", "amount", r#""amount": null"#, Missing::Null, "fact_null"),
        ("amount", "amount", r#""amount": "2""#, Missing::IllTyped, "fact_ill_typed"),
        ("amount", "amount", r#""amount": 2.5"#, Missing::IllTyped, "fact_ill_typed"),
        ("amount", "amount", r#""amount": -1"#, Missing::OutOfRange, "fact_out_of_range"),
        ("amount", "amount", r#""amount": 101"#, Missing::OutOfRange, "fact_out_of_range"),
        ("amount", "amount", r#""amount": 2, "amount": 3"#, Missing::Conflicting, "fact_conflicting"),
        ("price", "price", r#""price": "5""#, Missing::IllTyped, "fact_ill_typed"),
        ("channel", "channel", r#""channel": "fax""#, Missing::NotAChoice, "fact_not_a_choice"),
        ("marks", "marks", r#""marks": ["vip", "old"]"#, Missing::NotAChoice, "fact_not_a_choice"),
        ("day", "day", r#""day": "2026-02-30""#, Missing::IllTyped, "fact_ill_typed"),
        ("day", "day", r#""day": "2026-11-22""#, Missing::OutOfRange, "fact_after_inquiry"),
        ("days", "day", r#""day": "2026-11-22""#, Missing::OutOfRange, "fact_after_inquiry"),
        (
            "hours",
            "since",
            r#""since": "2026-11-21T10:00:01+09:00""#,
            Missing::OutOfRange,
            "fact_after_inquiry",
        ),
        ("waited", "waited", r#""waited": "49h""#, Missing::OutOfRange, "fact_out_of_range"),
        ("flag", "flag", r#""flag": "yes""#, Missing::IllTyped, "fact_ill_typed"),
        ("noted", "note", r#""note": 5"#, Missing::IllTyped, "fact_ill_typed"),
    ] {
        let json = facts(given);
        assert_eq!(read(rule, &json), (Truth::Unknown, Some(cause)), "{rule}: {given}");
        let notices = notices(&json);
        assert!(notices.contains(&(code.to_owned(), fact.to_owned())), "{rule}: {given}: {notices:?}");
    }
}

#[test]
fn a_default_stands_in_for_absent_and_null_only() {
    for given in ["", r#""price": null, "note": null"#] {
        assert_eq!(read("price", &facts(given)), (Truth::True, None));
        assert_eq!(read("channel", &facts(given)), (Truth::True, None));
        // A default for one use: the fact itself is missing.
        assert_eq!(read("noted", &facts(given)), (Truth::True, None));
        assert_eq!(read("note", &facts(given)).0, Truth::Unknown);
        let notices = notices(&facts(given));
        assert!(!notices.iter().any(|(_, fact)| fact == "price" || fact == "channel"), "{notices:?}");
    }
    assert_eq!(read("noted", &facts(r#""note": "x""#)), (Truth::False, None));
}

#[test]
fn what_is_measured_from_the_inquirys_time_needs_it() {
    let json = r#"{"text": "", "facts": {"day": "2026-11-20", "since": "2026-11-20T21:30:01+09:00"}}"#;
    // Nor can it be checked without it that a day does not lie after the inquiry.
    assert_eq!(read("day", json), (Truth::Unknown, Some(Missing::NoTime)));
    assert_eq!(read("days", json), (Truth::Unknown, Some(Missing::NoTime)));
    assert_eq!(read("hours", json), (Truth::Unknown, Some(Missing::NoTime)));
    assert!(notices(json).contains(&("time_missing".to_owned(), "day".to_owned())));
    let local = r#"{"at": "2026-11-21T10:00:00", "text": "", "facts": {"day": "2026-11-20"}}"#;
    assert_eq!(read("days", local), (Truth::Unknown, Some(Missing::NoTime)));
    let codes = notices(local);
    assert!(codes.contains(&("time_without_offset".to_owned(), String::new())), "{codes:?}");
}

#[test]
fn days_are_those_of_the_rulebooks_time_zone() {
    // Half past midnight in Tokyo is the day before in UTC.
    let json = |at: &str| format!(r#"{{"at": "{at}", "text": "", "facts": {{"day": "2026-11-20"}}}}"#);
    assert_eq!(read("days", &json("2026-11-20T15:30:00Z")).0, Truth::True);
    assert_eq!(read("days", &json("2026-11-20T14:59:59Z")).0, Truth::False);
}

#[test]
fn what_is_measured_on_words_needs_all_of_them() {
    let complete = r#"{"messages": [{"from": "customer", "text": "broken, broken"}, {"from": "agent", "text": "broken"}]}"#;
    assert_eq!(read("hits", complete), (Truth::True, None));
    assert_eq!(read("size", complete), (Truth::True, None));
    let cut = r#"{"text": "broken, broken", "messages_complete": false}"#;
    assert_eq!(read("hits", cut), (Truth::Unknown, Some(Missing::Cut)));
    assert_eq!(read("size", cut), (Truth::Unknown, Some(Missing::Cut)));
    assert!(notices(cut).contains(&("text_incomplete".to_owned(), String::new())));
    assert_eq!(read("hits", "{}"), (Truth::Unknown, Some(Missing::Cut)));
    assert!(notices("{}").contains(&("text_missing".to_owned(), String::new())));
    assert_eq!(read("hits", r#"{"text": ""}"#), (Truth::False, None));
}

#[test]
fn an_undeclared_fact_is_a_notice_and_decides_nothing() {
    let notices = notices(&facts(r#""amuont": 5, "order": {"id": 7}"#));
    let undeclared: Vec<&str> =
        notices.iter().filter(|(code, _)| code == "fact_undeclared").map(|(_, fact)| &**fact).collect();
    assert_eq!(undeclared, ["amuont", "order.id"]);
}

#[test]
fn only_what_left_a_rule_open_is_said_to_be_missing() {
    let engine = shop(
        "facts: { a: { type: bool }, b: { type: bool } }\nrules:\n  - { id: r, when: a || b, escalate: supervisor }\n",
    );
    let facts = |given: &str| {
        let decision = engine.decide(&inquiry(&facts(given)));
        decision.notices().iter().filter_map(|notice| notice.fact().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(facts(r#""a": true"#), [""; 0]);
    assert_eq!(facts(r#""a": false"#), ["b"]);
    assert_eq!(facts(""), ["a", "b"]);
}
