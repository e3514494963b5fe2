//! Every type, every cause of missing, and what the notices say.

use super::*;
use crate::authority::{Tier, Tiers};
use crate::id::{CueId, ValueId};
use crate::inquiry::{Derivation, Derived, Sensitivity, derive};
use crate::rulebook::{ByName, Inherited};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn number(number: i64) -> Value {
    Value::Number(number.into())
}

fn options(options: &[&str]) -> std::sync::Arc<[Box<str>]> {
    options.iter().map(|option| Box::from(*option)).collect()
}

/// One fact of every type, named after it.
fn every_type() -> Vec<FactDeclaration> {
    vec![
        FactDeclaration::plain("bool", FactType::Bool),
        FactDeclaration::plain("choice", FactType::Choice(options(&["email", "phone"]))),
        FactDeclaration::plain("choices", FactType::Choices(options(&["a", "b", "c"]))),
        FactDeclaration::plain("date", FactType::Date),
        FactDeclaration::plain("decimal", FactType::Decimal),
        FactDeclaration::plain("duration", FactType::Duration),
        FactDeclaration::plain("integer", FactType::Integer),
        FactDeclaration::plain("text", FactType::Text),
        FactDeclaration::plain("timestamp", FactType::Timestamp),
    ]
}

fn model(facts: Vec<FactDeclaration>, derived: Vec<(&str, Derivation)>) -> Model {
    let tier = |id: &str| vec![Tier { id: id.into(), title: None }];
    let mut model = Model {
        id: "test".into(),
        version: "1".into(),
        hash: "".into(),
        tiers: Tiers::new(tier("vendor"), tier("client")).unwrap().into(),
        direct_handoffs: vec![],
        desks: [].into(),
        timezone: TimeZone::get("Asia/Tokyo").unwrap(),
        calendars: [].into(),
        no_text_is_empty: false,
        facts: facts.into_iter().map(std::sync::Arc::new).collect(),
        // No condition is checked here.
        derived_types: [].into(),
        derived: derived.into_iter().map(|(id, from)| Derived { id: id.into(), from }).collect(),
        cues: vec![],
        rule_layers: vec![],
        phrases: vec![],
        scores: [].into(),
        lets: [].into(),
        axes: [].into(),
        axis_order: vec![],
        judgments: [].into(),
        rules: vec![],
        invariants: [].into(),
        overrides: vec![],
        by_name: ByName::default(),
        inherited: Inherited::default(),
    };
    model.by_name = ByName::of(&model.rules, &model.facts, &model.axes, &model.judgments);
    model
}

fn type_facts(inquiry: &Inquiry, model: &Model) -> (Vec<Slot>, Vec<Notice>) {
    let (mut slots, mut notices) = (vec![Ok(Value::Bool(true))], vec![]);
    facts(inquiry, model, &mut slots, &mut notices);
    assert_eq!(slots.len(), model.facts.len());
    (slots, notices)
}

fn read(json: &str) -> Inquiry {
    Inquiry::from_json(&format!(r#"{{"at": "2026-11-21T10:00:00+09:00", "facts": {json}}}"#)).unwrap()
}

/// The value of the only declared fact, and what the only notice says about it.
fn one(declaration: &FactDeclaration, json: &str) -> (Slot, Option<String>) {
    let inquiry = read(&format!(r#"{{"{}": {json}}}"#, declaration.id));
    let (mut slots, notices) = type_facts(&inquiry, &model(vec![declaration.clone()], vec![]));
    assert!(notices.len() < 2, "{notices:?}");
    let notice = notices.first().map(|notice| {
        assert_eq!(notice.fact(), Some(&*declaration.id));
        format!("{}: {}", notice.code(), notice.message())
    });
    (slots.remove(0), notice)
}

#[test]
fn every_type_takes_its_values() {
    let instant: Timestamp = "2026-11-21T01:00:00Z".parse().unwrap();
    for (name, json, expected) in [
        ("bool", "true", Value::Bool(true)),
        ("choice", r#""phone""#, Value::Choice(1)),
        ("choices", r#"["c", "a", "c"]"#, Value::Choices([0, 2].into())),
        ("choices", "[]", Value::Choices([].into())),
        ("date", r#""2026-11-21""#, Value::Date(jiff::civil::date(2026, 11, 21))),
        ("decimal", "12.50", Value::Number(Decimal::new(1250, 2))),
        ("decimal", "1e3", number(1000)),
        ("duration", r#""1h 30m""#, Value::Duration(jiff::SignedDuration::from_mins(90))),
        ("duration", r#""P1D""#, Value::Duration(jiff::SignedDuration::from_hours(24))),
        ("integer", "4980", number(4980)),
        ("integer", "4980.0", number(4980)),
        ("text", r#""あ""#, Value::Text("あ".into())),
        ("text", r#""""#, Value::Text("".into())),
        ("timestamp", r#""2026-11-21T10:00:00+09:00""#, Value::Timestamp(instant)),
    ] {
        let declaration = every_type().into_iter().find(|fact| &*fact.id == name).unwrap();
        assert_eq!(one(&declaration, json), (Ok(expected), None), "{name}: {json}");
    }
}

#[test]
fn wrong_values_are_told_with_their_cause() {
    let code = |cause| NoticeCode::of_missing(cause).as_str();
    for (name, json, cause, message) in [
        (
            "bool",
            r#""true""#,
            Missing::IllTyped,
            r#"`bool` is "true", not true or false; true and false are written without quotation marks"#,
        ),
        ("bool", "1", Missing::IllTyped, "`bool` is 1, not true or false"),
        (
            "choice",
            r#""phoen""#,
            Missing::NotAChoice,
            "`phoen` in `choice` is none of its choices email, phone; did you mean `phone`?",
        ),
        ("choice", "0", Missing::IllTyped, "`choice` is 0, not a text that names one of its choices"),
        ("choices", r#"["a", "x"]"#, Missing::NotAChoice, "`x` in `choices` is none of its choices a, b, c"),
        ("choices", r#"["a", 1]"#, Missing::IllTyped, r#"`choices` is ["a", 1], not a list of its choices"#),
        (
            "choices",
            r#""a""#,
            Missing::IllTyped,
            r#"`choices` is "a", not a list of its choices; a single choice is written in a list, too"#,
        ),
        (
            "date",
            r#""2026-11-21T10:00:00+09:00""#,
            Missing::IllTyped,
            r#"`date` is "2026-11-21T10:00:00+09:00", not a date; a date is written like "2026-11-21""#,
        ),
        (
            "decimal",
            r#""12.50""#,
            Missing::IllTyped,
            r#"`decimal` is "12.50", not a decimal number; a number is written without quotation marks"#,
        ),
        (
            "decimal",
            "0.12345678901234567890123456789",
            Missing::OutOfRange,
            "`decimal` has more digits than can be kept exactly",
        ),
        (
            "duration",
            "30",
            Missing::IllTyped,
            r#"`duration` is 30, not a duration; a duration is written like "1h 30m""#,
        ),
        ("integer", "4980.5", Missing::IllTyped, "`integer` is 4980.5, not an integer"),
        (
            "integer",
            r#""4980""#,
            Missing::IllTyped,
            r#"`integer` is "4980", not an integer; a number is written without quotation marks"#,
        ),
        ("integer", r#""many""#, Missing::IllTyped, r#"`integer` is "many", not an integer"#),
        ("integer", "{}", Missing::IllTyped, "`integer` is an object, not an integer"),
        ("integer", "[5]", Missing::IllTyped, "`integer` is [5], not an integer"),
        ("text", "5", Missing::IllTyped, "`text` is 5, not a text; a text is written in quotation marks"),
        (
            "timestamp",
            r#""2026-11-21T10:00:00""#,
            Missing::IllTyped,
            r#"`timestamp` is "2026-11-21T10:00:00", not a timestamp; a timestamp is written like "2026-11-21T10:00:00+09:00""#,
        ),
    ] {
        let declaration = every_type().into_iter().find(|fact| &*fact.id == name).unwrap();
        let expected = (Err(cause), Some(format!("{}: {message}", code(cause))));
        assert_eq!(one(&declaration, json), expected, "{name}: {json}");
    }
}

#[test]
fn a_default_stands_in_for_absent_and_null_only() {
    let plain = FactDeclaration::plain("a", FactType::Integer);
    let with_default = FactDeclaration { default: Some(number(7)), min: Some(number(0)), ..plain.clone() };
    let slot = |declaration: &FactDeclaration, facts| {
        type_facts(&read(facts), &model(vec![declaration.clone()], vec![])).0.remove(0)
    };
    for (facts, without, with) in [
        ("{}", Err(Missing::Absent), Ok(number(7))),
        (r#"{"a": null}"#, Err(Missing::Null), Ok(number(7))),
        (r#"{"a": 5}"#, Ok(number(5)), Ok(number(5))),
        (r#"{"a": "5"}"#, Err(Missing::IllTyped), Err(Missing::IllTyped)),
        (r#"{"a": {"value": 5}}"#, Err(Missing::IllTyped), Err(Missing::IllTyped)),
        (r#"{"a": -5}"#, Ok(number(-5)), Err(Missing::OutOfRange)),
        (r#"{"a": 5, "a": 6}"#, Err(Missing::Conflicting), Err(Missing::Conflicting)),
        (r#"{"a": 5, "a": null}"#, Err(Missing::Conflicting), Err(Missing::Conflicting)),
        ("[]", Err(Missing::Cut), Err(Missing::Cut)),
    ] {
        assert_eq!((slot(&plain, facts), slot(&with_default, facts)), (without, with), "{facts}");
    }
    // Whether an absent fact matters is not known yet.
    assert!(type_facts(&read(r#"{"a": null}"#), &model(vec![plain], vec![])).1.is_empty());
}

#[test]
fn no_default_stands_in_below_a_parent_that_is_no_object() {
    let minor = FactDeclaration {
        default: Some(Value::Bool(false)),
        ..FactDeclaration::plain("customer.is_minor", FactType::Bool)
    };
    let model = model(
        vec![
            FactDeclaration::plain("customer-id", FactType::Text),
            minor,
            FactDeclaration::plain("customer.name.first", FactType::Text),
        ],
        vec![],
    );
    let lost = || Err(Missing::IllTyped);
    for (json, minor, first, told) in [
        (r#"{"customer": "garbled"}"#, lost(), lost(), Some("`customer` is a text")),
        (r#"{"customer": ["garbled"]}"#, lost(), lost(), Some("`customer` is a list")),
        (r#"{"customer": 5, "customer": {}}"#, lost(), lost(), Some("`customer` is a number")),
        (r#"{"customer": 5, "customer.is_minor": null}"#, lost(), lost(), Some("`customer` is a number")),
        (
            r#"{"customer": 5, "customer.is_minor": true}"#,
            Ok(Value::Bool(true)),
            lost(),
            Some("`customer` is a number"),
        ),
        (
            r#"{"customer": {"name": false}}"#,
            Ok(Value::Bool(false)),
            lost(),
            Some("`customer.name` is a bool"),
        ),
        (r#"{"customer": null}"#, Ok(Value::Bool(false)), Err(Missing::Absent), None),
        (r#"{"customer": {}}"#, Ok(Value::Bool(false)), Err(Missing::Absent), None),
    ] {
        let (slots, notices) = type_facts(&read(json), &model);
        assert_eq!(slots, [Err(Missing::Absent), minor, first], "{json}");
        assert_eq!(notices.len(), usize::from(told.is_some()), "{json}: {notices:?}");
        if let (Some(told), [notice]) = (told, &*notices) {
            assert_eq!(notice.code(), NoticeCode::FactIllTyped);
            assert!(notice.message().starts_with(&format!("{told}, not an object;")), "{notice}");
            assert!(!notice.message().contains("garbled"), "{notice}");
        }
    }
    assert_eq!(type_facts(&Inquiry::new().fact("customer", "x"), &model).0[1], lost());
}

#[test]
fn a_declared_parent_is_a_fact_of_its_own() {
    let inner =
        FactDeclaration { default: Some(number(1)), ..FactDeclaration::plain("a.b", FactType::Integer) };
    let model = model(vec![FactDeclaration::plain("a", FactType::Text), inner], vec![]);
    let (slots, notices) = type_facts(&Inquiry::new().fact("a", "x"), &model);
    assert_eq!(slots, [Ok(Value::Text("x".into())), Ok(number(1))]);
    assert!(notices.is_empty());
}

#[test]
fn half_a_character_makes_a_fact_missing() {
    for (kind, json) in [
        (FactType::Text, r#""k\ud800""#),
        (FactType::Choice(options(&["k\u{fffd}"])), r#""k\ud800""#),
        (FactType::Choices(options(&["k"])), r#"["k", "k\ud800"]"#),
    ] {
        let fact = FactDeclaration { default: Some(number(1)), ..FactDeclaration::plain("a", kind) };
        let told = "text_repaired: `a` holds half a character, so it counts as missing".to_owned();
        assert_eq!(one(&fact, json), (Err(Missing::IllTyped), Some(told)), "{json}");
    }
}

#[test]
fn parts_of_a_sensitive_fact_are_not_named() {
    let secret =
        FactDeclaration { sensitivity: Sensitivity::Personal, ..FactDeclaration::plain("s", FactType::Text) };
    let model = model(vec![secret, FactDeclaration::plain("s.5", FactType::Integer)], vec![]);
    let inquiry = read(r#"{"s": {"090-1234": 1, "090-5678": {"x": 1}, "5": 1, "9": 1}}"#);
    let told: Vec<_> = type_facts(&inquiry, &model).1.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["`s` is an object, not a text", "`s` is given with parts that the rulebook does not declare"]
    );
}

#[test]
fn bounds_are_inside() {
    let bounded = FactDeclaration {
        min: Some(number(0)),
        max: Some(Value::Number(Decimal::new(15, 1))),
        ..FactDeclaration::plain("a", FactType::Decimal)
    };
    for inside in ["0", "-0.0", "1.5", "1.50"] {
        assert!(one(&bounded, inside).0.is_ok(), "{inside}");
    }
    let told = |json| one(&bounded, json).1.unwrap();
    assert_eq!(told("-0.01"), "fact_out_of_range: `a` is -0.01, below the smallest value allowed, 0");
    assert_eq!(told("1.51"), "fact_out_of_range: `a` is 1.51, above the largest value allowed, 1.5");
}

#[test]
fn what_is_dated_after_the_inquiry_is_missing() {
    // 10:00 in Tokyo on the 21st is still the 20th in New York: the rulebook's day counts.
    let date = FactDeclaration::plain("d", FactType::Date);
    assert!(one(&date, r#""2026-11-21""#).0.is_ok());
    assert_eq!(
        one(&date, r#""2026-11-22""#),
        (
            Err(Missing::OutOfRange),
            Some(r#"fact_after_inquiry: `d` is "2026-11-22", after the inquiry's time, 2026-11-21"#.into())
        )
    );
    let instant = FactDeclaration::plain("t", FactType::Timestamp);
    assert!(one(&instant, r#""2026-11-21T10:00:00+09:00""#).0.is_ok());
    assert_eq!(
        one(&instant, r#""2026-11-21T10:00:01+09:00""#),
        (
            Err(Missing::OutOfRange),
            Some(r#"fact_after_inquiry: `t` is "2026-11-21T10:00:01+09:00", after the inquiry's time, 2026-11-21T01:00:00Z"#.into())
        )
    );
    // A declared maximum is the author's word for it.
    let planned = FactDeclaration { max: Some(Value::Date(jiff::civil::date(2027, 1, 1))), ..date.clone() };
    assert!(one(&planned, r#""2026-12-31""#).0.is_ok());
    assert_eq!(one(&planned, r#""2027-01-02""#).0, Err(Missing::OutOfRange));
}

#[test]
fn without_the_inquirys_time_a_date_needs_a_maximum() {
    let instant: Timestamp = "2026-11-20T01:00:00Z".parse().unwrap();
    let inquiry = Inquiry::new().fact("d", jiff::civil::date(2026, 11, 20)).fact("t", instant);
    let (date, time) =
        (FactDeclaration::plain("d", FactType::Date), FactDeclaration::plain("t", FactType::Timestamp));
    let facts =
        vec![FactDeclaration { default: Some(Value::Timestamp(instant)), ..date.clone() }, time.clone()];
    let (slots, notices) = type_facts(&inquiry, &model(facts, vec![]));
    assert_eq!(slots, [Err(Missing::NoTime), Err(Missing::NoTime)]);
    let told: Vec<_> = notices.iter().map(|notice| (notice.code(), notice.fact().unwrap())).collect();
    assert_eq!(told, [(NoticeCode::TimeMissing, "d"), (NoticeCode::TimeMissing, "t")]);
    let day = Value::Date(jiff::civil::date(2027, 1, 1));
    let later: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
    let facts = vec![
        FactDeclaration { max: Some(day), ..date },
        FactDeclaration { max: Some(Value::Timestamp(later)), ..time },
    ];
    let (slots, notices) = type_facts(&inquiry, &model(facts, vec![]));
    assert!(slots.iter().all(Result::is_ok) && notices.is_empty(), "{slots:?} {notices:?}");
}

#[test]
fn a_sensitive_value_is_never_told() {
    let facts = every_type().into_iter().map(|fact| FactDeclaration {
        sensitivity: Sensitivity::Personal,
        min: matches!(fact.kind, FactType::Integer).then(|| number(0)),
        ..fact
    });
    for declaration in facts {
        for json in [
            r#""hidden""#,
            "-4711",
            "4711.5",
            r#"["hidden"]"#,
            r#""2030-01-01""#,
            r#""2030-01-01T00:00:00Z""#,
            r#"1, "x": "hidden""#,
        ] {
            let json = json.replace('x', &declaration.id);
            let notice = one(&declaration, &json).1.unwrap_or_default();
            assert!(!["hidden", "4711", "2030"].iter().any(|value| notice.contains(value)), "{notice}");
        }
    }
    let secret = FactDeclaration {
        sensitivity: Sensitivity::Secret,
        ..FactDeclaration::plain("a", FactType::Choice(options(&["phone"])))
    };
    assert_eq!(
        one(&secret, r#""fone""#).1.unwrap(),
        "fact_not_a_choice: a value of `a` is none of its choices phone"
    );
    assert_eq!(
        one(&secret, r#"5"#).1.unwrap(),
        "fact_ill_typed: `a` is a number, not a text that names one of its choices"
    );
}

#[test]
fn a_conflict_is_told() {
    let declaration = FactDeclaration::plain("a", FactType::Integer);
    let expected = "fact_conflicting: `a` is given twice, as 1 and as \"1\"";
    assert_eq!(one(&declaration, r#"1, "a": "1""#).1.as_deref(), Some(expected));
}

#[test]
fn long_values_are_shortened() {
    let told = one(&FactDeclaration::plain("a", FactType::Integer), &format!(r#""{}""#, "あ".repeat(500)))
        .1
        .unwrap();
    assert!(told.chars().count() < 120, "{told}");
}

#[test]
fn undeclared_facts_are_told_once_each() {
    let facts = vec![
        FactDeclaration::plain("channel", FactType::Text),
        FactDeclaration::plain("order.amount", FactType::Integer),
    ];
    let model = model(facts, vec![("length", Derivation::LengthOfText)]);
    let inquiry =
        read(r#"{"order": {"amuont": 5}, "length": 1, "zzz": 1, "zzz": 2, "a": 1, "channel": "x"}"#);
    let (slots, notices) = type_facts(&inquiry, &model);
    assert_eq!(slots, [Ok(Value::Text("x".into())), Err(Missing::Absent)]);
    let told: Vec<_> = notices.iter().map(|notice| (notice.fact().unwrap(), notice.message())).collect();
    assert_eq!(
        told,
        [
            ("a", "the rulebook declares no fact `a`"),
            ("length", "`length` is computed and cannot be given"),
            ("order.amuont", "the rulebook declares no fact `order.amuont`; did you mean `order.amount`?"),
            ("zzz", "the rulebook declares no fact `zzz`"),
        ]
    );
    let many = (0..50).fold(Inquiry::new(), |inquiry, number| inquiry.fact(format!("n{number:02}"), number));
    let notices = type_facts(&many, &model).1;
    assert_eq!(notices.len(), MAX_UNDECLARED + 1);
    assert_eq!(notices.last().unwrap().message(), "30 more facts are not declared either");
}

/// Slots of the derived values only.
fn derived(
    inquiry: &Inquiry,
    facts: Vec<FactDeclaration>,
    from: Vec<Derivation>,
    text: Option<u32>,
) -> Vec<Slot> {
    let model = model(facts, from.into_iter().map(|from| ("x", from)).collect());
    let slots = type_facts(inquiry, &model).0;
    derive(inquiry, &model, |_| text, || text.map(u64::from), &slots)
}

#[test]
fn days_are_counted_on_the_calendar() {
    let since = |at: &str, fact: &str| {
        let inquiry =
            Inquiry::from_json(&format!(r#"{{"at": "{at}", "facts": {{"a": "{fact}"}}}}"#)).unwrap();
        let kind = if fact.len() == 10 { FactType::Date } else { FactType::Timestamp };
        derived(
            &inquiry,
            vec![FactDeclaration::plain("a", kind)],
            vec![Derivation::DaysSince(ValueId::fact(0))],
            None,
        )
        .remove(0)
    };
    assert_eq!(since("2026-11-21T00:00:01+09:00", "2026-11-20"), Ok(number(1)));
    assert_eq!(since("2026-11-20T15:00:00Z", "2026-11-21"), Ok(number(0)));
    assert_eq!(since("2026-11-21T00:00:01+09:00", "2026-11-20T23:59:59+09:00"), Ok(number(1)));
    assert_eq!(since("2026-11-20T23:59:59+09:00", "2026-11-20T00:00:00+09:00"), Ok(number(0)));
    assert_eq!(since("2024-03-01T00:00:00+09:00", "2023-03-01"), Ok(number(366)));
}

#[test]
fn hours_are_exact() {
    let since = |fact: &str, kind| {
        let inquiry = read(&format!(r#"{{"a": "{fact}"}}"#));
        derived(
            &inquiry,
            vec![FactDeclaration::plain("a", kind)],
            vec![Derivation::HoursSince(ValueId::fact(0))],
            None,
        )
        .remove(0)
    };
    let hours = |text: &str| Ok(Value::Number(text.parse().unwrap()));
    assert_eq!(since("2026-11-21T09:59:15+09:00", FactType::Timestamp), hours("0.0125"));
    assert_eq!(since("2026-11-20", FactType::Date), hours("34"));
    assert_eq!(since("2026-11-21T09:59:59.1+09:00", FactType::Timestamp), hours("0.00025"));
}

#[test]
fn nothing_is_measured_from_what_is_still_to_come() {
    // A declared maximum lets the date itself be known.
    let since = |fact: &str| {
        let max = Some(Value::Date(jiff::civil::date(2027, 1, 1)));
        let planned = FactDeclaration { max, ..FactDeclaration::plain("a", FactType::Date) };
        let from = vec![Derivation::DaysSince(ValueId::fact(0)), Derivation::HoursSince(ValueId::fact(0))];
        derived(&read(&format!(r#"{{"a": "{fact}"}}"#)), vec![planned], from, None)
    };
    assert_eq!(since("2026-11-21"), [Ok(number(0)), Ok(number(10))]);
    assert_eq!(since("2026-11-22"), [Err(Missing::OutOfRange), Err(Missing::OutOfRange)]);
    // Not even days from an instant later on the same day.
    let later: Timestamp = "2026-11-21T02:00:00Z".parse().unwrap();
    let planned = FactDeclaration {
        max: Some(Value::Timestamp(later)),
        ..FactDeclaration::plain("a", FactType::Timestamp)
    };
    let from = vec![Derivation::DaysSince(ValueId::fact(0)), Derivation::HoursSince(ValueId::fact(0))];
    let slots = derived(&read(r#"{"a": "2026-11-21T02:00:00Z"}"#), vec![planned], from, None);
    assert_eq!(slots, [Err(Missing::OutOfRange), Err(Missing::OutOfRange)]);
}

#[test]
fn a_day_that_skips_midnight_starts_late() {
    // In 2018 clocks in São Paulo went from 00:00 to 01:00 on 4 November.
    let inquiry =
        Inquiry::from_json(r#"{"at": "2018-11-04T12:00:00-02:00", "facts": {"a": "2018-11-04"}}"#).unwrap();
    let zone = TimeZone::get("America/Sao_Paulo").unwrap();
    let model = Model {
        timezone: zone,
        ..model(
            vec![FactDeclaration::plain("a", FactType::Date)],
            vec![("x", Derivation::HoursSince(ValueId::fact(0)))],
        )
    };
    let slots = type_facts(&inquiry, &model).0;
    assert_eq!(derive(&inquiry, &model, |_| None, || None, &slots), [Ok(number(11))]);
}

#[test]
fn what_is_computed_is_missing_for_the_cause_of_its_source() {
    let a = ValueId::fact(0);
    let from =
        || vec![Derivation::DaysSince(a), Derivation::HoursSince(a), Derivation::Or(a, Value::Bool(true))];
    let date = || vec![FactDeclaration::plain("a", FactType::Date)];
    let otherwise = Ok(Value::Bool(true));
    for (json, cause, or) in [
        ("{}", Missing::Absent, otherwise.clone()),
        (r#"{"a": null}"#, Missing::Null, otherwise.clone()),
        (r#"{"a": 5}"#, Missing::IllTyped, Err(Missing::IllTyped)),
        (r#"{"a": "2027-01-01"}"#, Missing::OutOfRange, Err(Missing::OutOfRange)),
        (r#"{"a": 5, "a": 6}"#, Missing::Conflicting, Err(Missing::Conflicting)),
    ] {
        assert_eq!(derived(&read(json), date(), from(), None), [Err(cause), Err(cause), or], "{json}");
    }
    let day = jiff::civil::date(2026, 11, 1);
    let no_time = Inquiry::new().fact("a", day);
    let expected = [Err(Missing::NoTime), Err(Missing::NoTime), Err(Missing::NoTime)];
    assert_eq!(derived(&no_time, date(), from(), None), expected);
    let planned =
        vec![FactDeclaration { max: Some(Value::Date(day)), ..FactDeclaration::plain("a", FactType::Date) }];
    let expected = [Err(Missing::NoTime), Err(Missing::NoTime), Ok(Value::Date(day))];
    assert_eq!(derived(&no_time, planned, from(), None), expected);
}

#[test]
fn text_is_measured_unless_it_was_cut() {
    let from = || vec![Derivation::Count(CueId(0)), Derivation::LengthOfText];
    assert_eq!(derived(&Inquiry::new(), vec![], from(), Some(3)), [Ok(number(3)), Ok(number(3))]);
    assert_eq!(derived(&Inquiry::new(), vec![], from(), None), [Err(Missing::Cut), Err(Missing::Cut)]);
}

/// A JSON value that is not of the type.
fn ill_typed(kind: &FactType) -> Vec<&'static str> {
    let mut values =
        vec!["true", "5", "5.5", "\"word\"", "[1]", "{}", r#"{"a": 1}"#, "[{}]", "1e99", "\"\\ud800\""];
    values.retain(|json| match kind {
        FactType::Bool => *json != "true",
        FactType::Integer => *json != "5",
        FactType::Decimal => !matches!(*json, "5" | "5.5"),
        FactType::Text => *json != "\"word\"",
        _ => true,
    });
    values
}

proptest! {
    #[test]
    fn an_ill_typed_value_is_never_known(
        types in proptest::sample::subsequence(every_type(), 1..=9),
        pick in any::<proptest::sample::Index>(),
        wrong in any::<proptest::sample::Index>(),
        with_default in any::<bool>(),
        nulls in any::<bool>(),
    ) {
        let target = pick.get(&types).clone();
        let values = ill_typed(&target.kind);
        let wrong = wrong.get(&values);
        let given: Vec<_> = types
            .iter()
            .map(|fact| format!(r#""{}": {}"#, fact.id, if fact.id == target.id { wrong } else if nulls { "null" } else { "[]" }))
            .collect();
        let declarations = types.iter().map(|fact| FactDeclaration {
            default: with_default.then_some(Value::Bool(true)),
            ..fact.clone()
        });
        let position = types.iter().position(|fact| fact.id == target.id).unwrap();
        let inquiry = read(&format!("{{{}}}", given.join(",")));
        let (slots, notices) = type_facts(&inquiry, &model(declarations.collect(), vec![]));
        prop_assert!(slots[position].is_err(), "{}: {}", target.id, wrong);
        prop_assert!(notices.iter().any(|notice| notice.fact() == Some(&*target.id)));
    }

    #[test]
    fn the_walk_finds_what_a_search_finds(given in proptest::collection::btree_map("[a-d-]{1,2}", 0..9_i64, 0..12), declared in proptest::collection::btree_set("[a-d-]{1,2}", 0..12)) {
        let inquiry = given.iter().fold(Inquiry::new(), |inquiry, (name, value)| inquiry.fact(name.as_str(), *value));
        let declarations = declared.iter().map(|name| FactDeclaration::plain(name, FactType::Integer)).collect();
        let (slots, notices) = type_facts(&inquiry, &model(declarations, vec![]));
        for (name, slot) in declared.iter().zip(slots) {
            prop_assert_eq!(slot, given.get(name).map(|value| number(*value)).ok_or(Missing::Absent));
        }
        let undeclared: Vec<_> = given.keys().filter(|name| !declared.contains(*name)).map(|name| Some(name.as_str())).collect();
        prop_assert_eq!(notices.iter().map(Notice::fact).collect::<Vec<_>>(), undeclared);
    }
}
