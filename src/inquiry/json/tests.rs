//! Each leniency of reading, and that writing and reading are inverse.

use crate::inquiry::{FactValue, Format, Inquiry, Message, NoticeCode, Sender};
use jiff::Timestamp;
use proptest::prelude::*;

fn read(json: &str) -> Inquiry {
    Inquiry::from_json(json).unwrap()
}

fn codes(inquiry: &Inquiry) -> Vec<&'static str> {
    inquiry.notices().iter().map(|notice| notice.code().as_str()).collect()
}

fn facts(inquiry: &Inquiry) -> Vec<String> {
    inquiry.facts().map(|(name, value)| format!("{name}={value}")).collect()
}

fn only_notice(json: &str) -> (NoticeCode, String, Inquiry) {
    let inquiry = read(json);
    let [notice] = inquiry.notices() else { panic!("{json}: {:?}", inquiry.notices()) };
    (notice.code(), notice.message().to_owned(), inquiry.clone())
}

#[test]
fn the_usual_inquiry() {
    let inquiry = read(
        r#"{"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "messages_complete": true,
            "messages": [{"from": "customer", "text": "煙が出ました。", "format": "html", "subject": "ケトル",
                          "at": "2026-11-21T09:59:00+09:00"}, {"from": "agent", "text": "..."}],
            "facts": {"channel": "phone", "order.amount": 4980, "order.delivered_at": null}}"#,
    );
    let expected = Inquiry::new()
        .with_id("T-1")
        .at("2026-11-21T01:00:00Z".parse::<Timestamp>().unwrap())
        .message(
            Message::new(Sender::Customer, "煙が出ました。")
                .with_format(Format::Html)
                .with_subject("ケトル")
                .at("2026-11-21T00:59:00Z".parse::<Timestamp>().unwrap()),
        )
        .agent("...")
        .fact("channel", "phone")
        .fact("order.amount", 4980)
        .fact("order.delivered_at", FactValue::NULL);
    assert_eq!(inquiry, expected);
}

#[test]
fn everything_may_be_absent_or_null() {
    assert_eq!(read("{}"), Inquiry::new());
    assert_eq!(read("\u{feff} {} "), Inquiry::new());
    let nulls = r#"{"id": null, "at": null, "messages": null, "messages_complete": null, "facts": null, "text": null}"#;
    assert_eq!(read(nulls), Inquiry::new());
    let message = read(
        r#"{"messages": [{"from": "customer", "text": "", "subject": null, "format": null, "at": null}]}"#,
    );
    assert_eq!(message, Inquiry::new().customer(""));
}

#[test]
fn only_what_is_no_object_is_refused() {
    for (text, expected) in [
        ("", "the JSON is not complete, found the end of the text at line 1, column 1"),
        (r#"{"id": "T"#, "the JSON is not complete, found the end of the text at line 1, column 10"),
        ("[1]", "expected a JSON object, found a list at line 1, column 1"),
        ("\n \"x\"", "expected a JSON object, found a text at line 2, column 2"),
        ("null", "expected a JSON object, found null at line 1, column 1"),
        ("{\"あ\": 1,\n \"い\" 2}", "no JSON: expected `:`, found `2` at line 2, column 6"),
        ("{} x", "no JSON: trailing characters, found `x` at line 1, column 4"),
        ("{'id': 1}", "no JSON: key must be a string, found `'` at line 1, column 2"),
    ] {
        assert_eq!(Inquiry::from_json(text).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn an_unknown_key_is_a_notice() {
    let (code, message, inquiry) = only_notice(r#"{"mesages": [], "id": "a"}"#);
    assert_eq!(code, NoticeCode::UnknownKey);
    assert_eq!(message, "`mesages` is no key of inquiries; did you mean `messages`?");
    assert_eq!(inquiry.id(), Some("a"));
    let (code, message, inquiry) = only_notice(r#"{"messages": [{"from": "agent", "txt": "a"}]}"#);
    assert_eq!(
        (code, &*message),
        (NoticeCode::UnknownKey, "`messages[0].txt` is no key of inquiries; did you mean `text`?")
    );
    assert!(inquiry.messages_complete());
}

#[test]
fn an_id_is_a_text_or_a_number() {
    assert_eq!(read(r#"{"id": 10.50}"#).id(), Some("10.50"));
    let (code, _, inquiry) = only_notice(r#"{"id": ["a"]}"#);
    assert_eq!((code, inquiry.id()), (NoticeCode::IdMalformed, None));
}

#[test]
fn a_time_names_an_instant() {
    let zoned = read(r#"{"at": "2026-11-21T10:00:00+09:00[Asia/Tokyo]"}"#);
    assert_eq!(zoned.time(), read(r#"{"at": "2026-11-21T01:00:00Z"}"#).time());
    assert!(zoned.time().is_some());
    let (code, message, inquiry) = only_notice(r#"{"at": "2026-11-21T10:00:00"}"#);
    assert_eq!((code, inquiry.time()), (NoticeCode::TimeWithoutOffset, None));
    assert_eq!(message, r#"`at` is "2026-11-21T10:00:00", which has no offset from UTC, such as +09:00"#);
    for at in [r#""today""#, "1795222800", "{}"] {
        let (code, _, inquiry) = only_notice(&format!(r#"{{"at": {at}}}"#));
        assert_eq!((code, inquiry.time()), (NoticeCode::TimeMalformed, None));
    }
    let (code, _, inquiry) =
        only_notice(r#"{"messages": [{"from": "customer", "text": "a", "at": "noon"}]}"#);
    assert_eq!((code, inquiry.messages_complete()), (NoticeCode::TimeMalformed, true));
}

#[test]
fn text_is_one_more_message_after_the_others() {
    let inquiry = read(r#"{"text": "b", "messages": [{"from": "customer", "text": "a"}]}"#);
    assert_eq!(inquiry, Inquiry::new().customer("a").customer("b"));
    let (code, _, inquiry) = only_notice(r#"{"text": 5}"#);
    assert_eq!((code, inquiry.messages_complete()), (NoticeCode::MessageMalformed, false));
}

#[test]
fn what_is_wrong_with_a_message_leaves_doubt() {
    for (message, expected) in [
        (r#"{"from": "custmer", "text": "a"}"#, NoticeCode::UnknownSender),
        (r#"{"from": 5, "text": "a"}"#, NoticeCode::UnknownSender),
        (r#"{"text": "a"}"#, NoticeCode::UnknownSender),
        (r#"{"from": "customer", "text": "a", "format": "eml"}"#, NoticeCode::UnknownFormat),
        (r#"{"from": "customer", "text": ["a"]}"#, NoticeCode::MessageMalformed),
        (r#"{"from": "customer", "text": "a", "subject": 1}"#, NoticeCode::MessageMalformed),
        (r#"{"from": "customer", "subject": "a"}"#, NoticeCode::TextMissing),
        (r#"{"from": "customer", "text": "a", "text": "b"}"#, NoticeCode::DuplicateKey),
        (r#""a""#, NoticeCode::MessageMalformed),
    ] {
        let json = format!(r#"{{"messages": [{message}, {{"from": "customer", "text": "c"}}]}}"#);
        let (code, text, inquiry) = only_notice(&json);
        assert_eq!(code, expected, "{message}: {text}");
        assert!(!inquiry.messages_complete(), "{message}");
        // Positions stay those of the source.
        assert_eq!(inquiry.messages()[1].text, "c", "{message}");
    }
}

#[test]
fn unknown_senders_and_formats_are_no_evidence() {
    let inquiry = read(
        r#"{"messages": [{"from": "custmer", "text": "a"}, {"from": "customer", "text": "a", "format": "txt"}, {"from": "system"}]}"#,
    );
    assert!(inquiry.messages().iter().all(|message| !message.is_evidence()));
    let messages: Vec<_> = inquiry.notices().iter().map(|notice| notice.message()).collect();
    assert_eq!(
        messages,
        [
            "`messages[0].from` is none of customer, agent, system; did you mean `customer`?",
            "`messages[1].format` is none of text, html, mail; did you mean `text`?",
        ]
    );
}

#[test]
fn messages_that_are_no_list_leave_doubt() {
    let (code, message, inquiry) = only_notice(r#"{"messages": {"from": "customer", "text": "a"}}"#);
    assert_eq!((code, &*message), (NoticeCode::MessageMalformed, "`messages` is an object, not a list"));
    assert!(!inquiry.messages_complete());
}

#[test]
fn completeness_is_true_or_false() {
    assert!(!read(r#"{"messages_complete": false}"#).messages_complete());
    assert!(read(r#"{"messages_complete": true}"#).messages_complete());
    let (code, _, inquiry) = only_notice(r#"{"messages_complete": "true"}"#);
    assert_eq!((code, inquiry.messages_complete()), (NoticeCode::TextIncomplete, false));
    // It does not mend what could not be read.
    assert!(!read(r#"{"messages": 1, "messages_complete": true}"#).messages_complete());
}

#[test]
fn nested_objects_are_dotted_names() {
    let inquiry = read(r#"{"facts": {"order": {"amount": 5, "to": {"zip": "1"}}, "order.id": "x"}}"#);
    assert_eq!(facts(&inquiry), ["order.amount=5", r#"order.id="x""#, r#"order.to.zip="1""#]);
    assert!(inquiry.notices().is_empty());
}

#[test]
fn values_are_kept_as_they_are() {
    let inquiry = read(
        "{\"facts\": {\"a\": 12.50, \"b\": 0.1, \"c\": 1234567890123456789012345678901234567890, \"d\": 1E5,
           \"e\": [\"x\", 1.0, {\"k\":\n 1}, []], \"f\": \"\\u3042\", \"g\": true}}",
    );
    assert_eq!(
        facts(&inquiry),
        [
            "a=12.50",
            "b=0.1",
            "c=1234567890123456789012345678901234567890",
            "d=1E5",
            "e=[\"x\", 1.0, {\"k\":  1}, []]",
            "f=\"あ\"",
            "g=true"
        ]
    );
}

#[test]
fn a_fact_given_twice_conflicts_unless_both_say_the_same() {
    assert_eq!(facts(&read(r#"{"facts": {"a": 1, "a": 2}}"#)), ["a=1", "a=2"]);
    assert_eq!(facts(&read(r#"{"facts": {"a": {"b": 1}, "a.b": "1"}}"#)), ["a.b=1", r#"a.b="1""#]);
    assert_eq!(facts(&read(r#"{"facts": {"a": 1}, "facts": {"a": 2, "b": 3}}"#)), ["a=1", "a=2", "b=3"]);
    assert_eq!(facts(&read(r#"{"facts": {"a": 5, "b": 1, "a": 5.0, "a": 5}}"#)), ["a=5", "b=1"]);
    assert_eq!(facts(&read(r#"{"facts": {"a": 1, "a": 2, "a": 1, "a": 3}}"#)), ["a=1", "a=2"]);
}

#[test]
fn a_key_given_twice_counts_as_missing_unless_both_say_the_same() {
    assert_eq!(read(r#"{"id": "a", "id": "a", "id": null}"#), Inquiry::new().with_id("a"));
    let inquiry = read(
        r#"{"id": "a", "id": "b", "at": "2026-11-21T10:00:00Z", "at": "2026-11-22T10:00:00Z",
            "messages_complete": true, "messages_complete": false}"#,
    );
    assert_eq!((inquiry.id(), inquiry.time(), inquiry.messages_complete()), (None, None, false));
    assert!(codes(&inquiry).starts_with(&["duplicate_key"; 3]));
    let inquiry = read(r#"{"text": "a", "text": "b"}"#);
    assert_eq!((inquiry.messages().len(), inquiry.messages_complete()), (2, false));
}

#[test]
fn facts_that_cannot_be_read_are_not_absent() {
    let (code, _, inquiry) = only_notice(r#"{"facts": ["a"]}"#);
    assert_eq!((code, inquiry.facts_complete), (NoticeCode::FactsIncomplete, false));

    let deep = |depth: usize| format!(r#"{{"facts": {}1{}}}"#, r#"{"a":"#.repeat(depth), "}".repeat(depth));
    assert_eq!(facts(&read(&deep(16))), ["a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=1"]);
    assert!(read(&deep(16)).facts_complete);
    let (code, _, inquiry) = only_notice(&deep(17));
    assert_eq!((code, inquiry.facts_complete), (NoticeCode::FactsIncomplete, false));
    assert_eq!(facts(&inquiry), [r#"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a={"a":1}"#]);

    let (code, _, inquiry) = only_notice(&format!(r#"{{"facts": {{"{}": 1, "b": 2}}}}"#, "a".repeat(600)));
    assert_eq!((code, inquiry.facts_complete), (NoticeCode::FactsIncomplete, false));
    assert_eq!(facts(&inquiry), ["b=2"]);
}

#[test]
fn absurd_sizes_are_cut() {
    let many: Vec<String> = (0..10_001).map(|number| format!(r#""f{number:05}": {number}"#)).collect();
    let (code, _, inquiry) = only_notice(&format!(r#"{{"facts": {{{}}}}}"#, many.join(",")));
    assert_eq!((code, inquiry.facts_complete), (NoticeCode::FactsIncomplete, false));
    assert_eq!(inquiry.facts().count(), 10_000);

    let many = vec![r#"{"from":"customer","text":"a"}"#; 10_001].join(",");
    let (code, _, inquiry) = only_notice(&format!(r#"{{"messages": [{many}]}}"#));
    assert_eq!((code, inquiry.messages_complete()), (NoticeCode::TextCut, false));
    assert_eq!(inquiry.messages().len(), 10_000);

    let inquiry = read(&format!(r#"{{"messages": [{}]}}"#, vec!["1"; 10_000].join(",")));
    assert_eq!(inquiry.notices().len(), 101);
    assert_eq!(codes(&inquiry)[100], "further_notices");
}

#[test]
fn deep_nesting_harms_nothing() {
    let deep = "[".repeat(100_000) + "]".repeat(100_000).as_str();
    let inquiry = read(&format!(r#"{{"x": {deep}, "facts": {{"a": {deep}}}, "messages": {deep}}}"#));
    assert_eq!(codes(&inquiry), ["unknown_key", "message_malformed"]);
    assert!(Inquiry::from_json(&"{\"a\":".repeat(100_000)).is_err());
}

#[test]
fn half_a_character_is_replaced() {
    let (code, _, inquiry) = only_notice(r#"{"text": "困る\ud83d"}"#);
    assert_eq!(code, NoticeCode::TextRepaired);
    assert!(inquiry.messages()[0].text.starts_with("困る\u{fffd}"));
    assert!(inquiry.messages_complete());
    assert_eq!(read(r#"{"text": "\ud83d\ude00"}"#), Inquiry::new().customer("😀"));
    let (code, message, inquiry) = only_notice(r#"{"id": "T\ud83d"}"#);
    assert_eq!((code, inquiry.id()), (NoticeCode::TextRepaired, Some("T\u{fffd}\u{fffd}\u{fffd}")));
    assert_eq!(message, "`id` holds half a character, written as U+FFFD instead");
    // A fact is kept as it is: repaired, it would say something else.
    assert_eq!(facts(&read(r#"{"facts": {"a": "k\ud800"}}"#)), [r#"a="k\ud800""#]);
}

#[test]
fn an_unknown_sender_is_not_quoted() {
    let (_, message, _) =
        only_notice(r#"{"messages": [{"from": "山田花子 <hanako@example.com>", "text": "a"}]}"#);
    assert_eq!(message, "`messages[0].from` is none of customer, agent, system");
}

#[test]
fn writes_what_it_reads() {
    let json = r#"{"id": "T-\"1\"", "at": "2026-11-21T01:00:00Z", "messages_complete": false, "messages": [{"from": "customer", "subject": "s", "text": "a\nb", "format": "mail", "at": "2026-11-21T01:00:00Z"}, {"from": "agent", "text": ""}], "facts": {"a": 12.50, "b": [], "c": 1, "c": 2}}"#;
    assert_eq!(read(json).to_json(), json);
    assert_eq!(Inquiry::new().to_json(), "{}");
}

fn json() -> impl Strategy<Value = String> {
    let text = prop_oneof![".{0,6}", "[\\x00-\\x1f\"\\\\😀]{0,3}"]
        .prop_map(|text| serde_json::to_string(&text).unwrap());
    let word = proptest::sample::select(vec![
        "id",
        "at",
        "messages",
        "messages_complete",
        "facts",
        "text",
        "from",
        "format",
        "subject",
        "customer",
        "agent",
        "html",
        "mail",
        "a",
        "a.b",
        "b",
        "2026-11-21T10:00:00+09:00",
        "2026-11-21",
    ])
    .prop_map(|word| format!("\"{word}\""));
    let leaf = prop_oneof![
        4 => word.clone(),
        1 => text,
        1 => "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?",
        1 => proptest::sample::select(vec!["null", "true", "false", "\"\\ud800\""]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        let members = proptest::collection::vec((word.clone(), inner.clone()), 0..6);
        prop_oneof![
            1 => proptest::collection::vec(inner, 0..5).prop_map(|values| format!("[{}]", values.join(","))),
            3 => members.prop_map(|members| {
                let members: Vec<_> = members.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{{}}}", members.join(",\n"))
            }),
        ]
    })
}

fn inquiry() -> impl Strategy<Value = Inquiry> {
    let instant = || {
        proptest::option::of(
            (-62_167_219_200_i64..=253_402_207_200)
                .prop_map(|second| Timestamp::from_second(second).unwrap()),
        )
    };
    let message = (0..3_usize, proptest::option::of(".{0,5}"), ".{0,8}", 0..3_usize, instant()).prop_map(
        |(from, subject, text, format, at)| {
            let from = [Sender::Customer, Sender::Agent, Sender::System][from];
            let format = [Format::Text, Format::Html, Format::Mail][format];
            let mut message = Message::new(from, text).with_format(format);
            message.subject = subject;
            message.at = at;
            message
        },
    );
    let value = prop_oneof![
        Just(FactValue::NULL),
        any::<bool>().prop_map(FactValue::from),
        any::<i64>().prop_map(FactValue::from),
        "-?(0|[1-9][0-9]{0,30})\\.[0-9]{1,10}".prop_map(|digits| FactValue::decimal(&digits).unwrap()),
        ".{0,8}".prop_map(FactValue::from),
    ];
    let value = value
        .clone()
        .prop_recursive(1, 4, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(FactValue::from));
    let facts = proptest::collection::vec(("[a-c.]{0,3}|.{0,3}", value), 0..8);
    (
        proptest::option::of(".{0,4}"),
        instant(),
        any::<bool>(),
        proptest::collection::vec(message, 0..4),
        facts,
    )
        .prop_map(|(id, time, complete, messages, facts)| {
            let mut inquiry = messages.into_iter().fold(Inquiry::new(), Inquiry::message);
            inquiry = facts.into_iter().fold(inquiry, |inquiry, (name, value)| inquiry.fact(name, value));
            inquiry.id = id.map(Into::into);
            inquiry.time = time;
            inquiry.messages_complete = complete;
            inquiry
        })
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same(inquiry in inquiry()) {
        let json = inquiry.to_json();
        prop_assert!(!json.contains('\n'));
        prop_assert_eq!(Inquiry::from_json(&json).unwrap(), inquiry);
    }

    #[test]
    fn any_json_is_read_and_writing_loses_nothing(json in json()) {
        match Inquiry::from_json(&json) {
            Err(_) => prop_assert_ne!(json.chars().next(), Some('{')),
            Ok(first) => {
                let written = first.to_json();
                prop_assert!(!written.contains('\n'));
                let mut second = Inquiry::from_json(&written).unwrap();
                second.notices = first.notices.clone();
                second.facts_complete = first.facts_complete;
                prop_assert_eq!(second, first);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,60}|[\\[\\]{}:,\"a0.\\\\u-]{0,40}") {
        if let Err(error) = Inquiry::from_json(&text) {
            prop_assert!(error.line() >= 1 && error.column() >= 1);
        }
    }

    #[test]
    fn digits_survive(digits in "-?(0|[1-9][0-9]{0,60})(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,5})?") {
        let inquiry = read(&format!(r#"{{"facts": {{"a": {digits}}}}}"#));
        prop_assert_eq!(facts(&inquiry), [format!("a={digits}")]);
        prop_assert_eq!(inquiry.to_json(), format!(r#"{{"facts": {{"a": {digits}}}}}"#));
    }
}
