//! Opening hours: whether a desk is open, how long it was, and by when something is due in its open time.

use crate::support::{at, engine, inquiry, load, shop};
use furiwake::diagnostic::Severity;
use furiwake::{Decision, Engine, Language, Rulebook};

/// A lunch break, Saturday mornings, a holiday, New Year, a short day, an extra Sunday.
const SUPPORT: &str = "
calendars:
  support:
    title: { ja: サポート窓口, en: support desk }
    hours: { mon-fri: [\"09:00-12:00\", \"13:00-18:00\"], sat: [\"09:00-12:00\"] }
    holidays: [2026-11-23, 2026-12-31, 2027-01-01]
    exceptions: { 2026-12-30: [\"09:00-12:00\"], 2026-12-06: [\"10:00-11:00\"] }
";

fn book(rest: &str) -> Engine {
    shop(&format!("{SUPPORT}{rest}"))
}

fn segments(decision: &Decision) -> Vec<String> {
    decision.route().segments().map(|segment| segment.texts().join(" ")).collect()
}

#[test]
fn a_limit_of_business_hours_is_due_in_open_time() {
    let engine = book("rules: [{ id: a, escalate: { within: 4 business hours } }]\n");
    for (time, due) in [
        ("2026-11-20T10:00:00+09:00", "2026-11-20T15:00:00+09:00"),
        ("2026-11-20T08:00:00+09:00", "2026-11-20T14:00:00+09:00"),
        ("2026-11-20T09:00:00+09:00", "2026-11-20T14:00:00+09:00"),
        ("2026-11-20T18:00:00+09:00", "2026-11-24T10:00:00+09:00"),
        ("2026-11-21T10:00:00+09:00", "2026-11-24T11:00:00+09:00"),
        ("2026-12-05T10:00:00+09:00", "2026-12-07T10:00:00+09:00"),
        ("2026-12-30T09:00:00+09:00", "2027-01-02T10:00:00+09:00"),
        // The inquiry's own offset does not matter.
        ("2026-11-20T01:00:00Z", "2026-11-20T15:00:00+09:00"),
        ("2026-11-19T20:00:00-05:00", "2026-11-20T15:00:00+09:00"),
    ] {
        let decision = at(&engine, time);
        assert_eq!(decision.route().due_text().as_deref(), Some(due), "{time}");
        assert!(decision.route().is_certain());
    }
}

#[test]
fn the_counted_segments_are_told() {
    let engine = book("rules: [{ id: a, escalate: { to: supervisor, within: 240 business minutes } }]\n");
    let decision = at(&engine, "2026-11-21T10:00:00+09:00");
    assert_eq!(decision.route().within().collect::<Vec<_>>(), ["4 business hours"]);
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert_eq!(
        json["route"]["segments"],
        serde_json::json!([
            {"from": "2026-11-21T10:00:00+09:00", "until": "2026-11-21T12:00:00+09:00"},
            {"from": "2026-11-24T09:00:00+09:00", "until": "2026-11-24T11:00:00+09:00"},
        ])
    );
    let lines =
        |language| decision.why(language).lines().skip(2).take(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        lines(Language::English),
        [
            "Handled by: supervisor [vendor], via: second_line, urgency: normal, due: 2026-11-24T11:00:00+09:00",
            "  due 2026-11-24 11:00 (Asia/Tokyo), 4 business hours: counted 10:00-12:00 on 2026-11-21, 09:00-11:00 on 2026-11-24",
        ]
    );
    assert_eq!(
        lines(Language::Japanese)[1],
        "  期限 2026-11-24 11:00 (Asia/Tokyo)、営業時間4時間: 2026-11-21 10:00-12:00、2026-11-24 09:00-11:00 を算入"
    );
    // A long limit is told in full in JSON and in short in words.
    let long = book("rules: [{ id: a, escalate: { within: 90 business hours } }]\n");
    let decision = at(&long, "2026-11-20T10:00:00+09:00");
    assert!(decision.route().segments().count() > 20);
    let why = decision.why(Language::English);
    assert!(
        why.lines().any(|line| line.contains(", …, ") && line.matches(" on 2026-").count() == 7),
        "{why}"
    );
}

#[test]
fn the_earliest_of_all_limits_counts() {
    let engine = book(
        "
facts: { grave: { type: bool } }
rules:
  - { id: a, escalate: { within: 4 business hours } }
  - { id: b, escalate: { within: 1d } }
  - { id: c, when: grave, escalate: { within: 90 business minutes } }
",
    );
    let due = |time: &str, grave: &str| {
        let json = format!(r#"{{"at": "{time}", "text": "", "facts": {{"grave": {grave}}}}}"#);
        let decision = engine.decide(&inquiry(&json));
        let asks = decision.asks().count();
        (decision.route().due_text().unwrap(), segments(&decision).len(), asks)
    };
    let text = str::to_owned;
    assert_eq!(due("2026-11-20T10:00:00+09:00", "false"), (text("2026-11-20T15:00:00+09:00"), 2, 0));
    assert_eq!(due("2026-11-20T10:00:00+09:00", "true"), (text("2026-11-20T11:30:00+09:00"), 1, 0));
    // Over the weekend a day is over before four business hours are: nothing was counted.
    assert_eq!(due("2026-11-21T11:00:00+09:00", "false"), (text("2026-11-22T11:00:00+09:00"), 0, 0));
    // What could still make it due earlier is asked for; what could not is not.
    assert_eq!(due("2026-11-20T10:00:00+09:00", "null"), (text("2026-11-20T11:30:00+09:00"), 1, 1));
    assert_eq!(due("2026-11-21T11:30:00+09:00", "null"), (text("2026-11-22T11:30:00+09:00"), 0, 0));
    let decision = at(&engine, "2026-11-20T10:00:00+09:00");
    assert_eq!(
        decision.route().within().collect::<Vec<_>>(),
        ["90 business minutes", "4 business hours", "1d"]
    );
    let decision = engine.decide(&inquiry(r#"{"text": "", "facts": {"grave": true}}"#));
    assert_eq!((decision.route().due(), segments(&decision).len()), (None, 0));
    let why = decision.why(Language::Japanese);
    assert!(why.contains("受付からの時限: 営業時間90分、営業時間4時間、1d"), "{why}");
}

#[test]
fn each_calendar_has_its_own_clock() {
    let engine = shop(
        "
calendars:
  tokyo: { hours: { mon-fri: [\"09:00-17:00\"] } }
  new_york: { timezone: America/New_York, title: { ja: ニューヨーク, en: New York }, hours: { mon-fri: [\"09:00-17:00\"] } }
derive: { tokyo_open: open(tokyo), new_york_open: open(new_york) }
rules:
  - { id: a, escalate: { within: 2 business hours in new_york } }
  - { id: b, when: tokyo_open, tag: tokyo }
  - { id: c, when: new_york_open, tag: new_york }
",
    );
    // 15:00 in Tokyo is 01:00 in New York, where clocks are an hour further in summer.
    for (time, due, tags) in [
        ("2026-11-20T15:00:00+09:00", "2026-11-21T01:00:00+09:00", "tokyo"),
        ("2026-07-17T15:00:00+09:00", "2026-07-18T00:00:00+09:00", "tokyo"),
        ("2026-11-20T15:00:00Z", "2026-11-21T02:00:00+09:00", "new_york"),
    ] {
        let decision = at(&engine, time);
        assert_eq!(decision.route().due_text().as_deref(), Some(due), "{time}");
        assert_eq!(decision.tags().collect::<Vec<_>>(), [tags], "{time}");
        assert_eq!(decision.route().within().collect::<Vec<_>>(), ["2 business hours in new_york"]);
    }
    let decision = at(&engine, "2026-11-20T15:00:00+09:00");
    assert_eq!(segments(&decision), ["2026-11-20T09:00:00-05:00 2026-11-20T11:00:00-05:00"]);
    let why = decision.why(Language::Japanese);
    assert!(
        why.contains("期限 2026-11-20 11:00 (America/New_York)、営業時間2時間 (ニューヨーク): 2026-11-20 09:00-11:00 を算入"),
        "{why}"
    );
    let why = decision.why(Language::English);
    assert!(why.contains("2 business hours in New York: counted"), "{why}");
}

/// In New York on 8 March 2026 the hour from two to three is left out, on 1 November that from one to two comes twice.
#[test]
fn limits_cross_changes_of_the_clock() {
    let book = |hours: &str, limit: &str| {
        let head = "rulebook: zone\nversion: '1'\ntiers: { vendor: [one], client: [two] }\ntimezone: America/New_York\n";
        let rest = format!(
            "calendars: {{ c: {{ hours: {{ sun: [\"{hours}\"] }} }} }}\nrules: [{{ id: a, escalate: {{ within: {limit} }} }}]\n"
        );
        engine(&format!("{head}{rest}"))
    };
    for (hours, limit, time, due) in [
        ("00:00-06:00", "3 business hours", "2026-03-08T00:00:00-05:00", "2026-03-08T04:00:00-04:00"),
        ("00:00-06:00", "3 business hours", "2026-11-01T00:00:00-04:00", "2026-11-01T02:00:00-05:00"),
        ("02:15-02:45", "10 business minutes", "2026-03-08T00:00:00-05:00", "2026-03-15T02:25:00-04:00"),
        ("01:15-01:45", "45 business minutes", "2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-05:00"),
    ] {
        let decision = at(&book(hours, limit), time);
        assert_eq!(decision.route().due_text().as_deref(), Some(due), "{hours} at {time}");
    }
}

#[test]
fn a_desk_is_open_or_it_is_not() {
    let engine = book(
        "derive: { is_open: open(support) }\nrules: [{ id: a, when: is_open, tag: open }, { id: b, when: '!is_open', tag: closed }]\n",
    );
    let tags = |time: &str| at(&engine, time).tags().map(str::to_owned).collect::<Vec<_>>().join(" ");
    for (time, tag) in [
        ("2026-11-20T08:59:59.999+09:00", "closed"),
        ("2026-11-20T09:00:00+09:00", "open"),
        ("2026-11-20T12:00:00+09:00", "closed"),
        ("2026-11-20T17:59:59+09:00", "open"),
        ("2026-11-20T18:00:00+09:00", "closed"),
        ("2026-11-23T10:00:00+09:00", "closed"),
        ("2026-12-06T10:30:00+09:00", "open"),
    ] {
        assert_eq!(tags(time), tag, "{time}");
    }
    // Without a time both count: neither is false.
    let decision = engine.decide(&inquiry(r#"{"text": ""}"#));
    assert_eq!(decision.tags().collect::<Vec<_>>(), ["closed", "open"]);
    assert!(decision.notices().iter().any(|notice| notice.to_string().contains("gives no time")));
}

const WAITING: &str = "
facts: { ticket.created_at: { type: timestamp }, ordered_on: { type: date } }
derive:
  waiting: business_hours_since(ticket.created_at, support)
  since_order: business_hours_since(ordered_on, support)
rules:
  - { id: warn, when: waiting >= 3, escalate: { to: supervisor } }
  - { id: late, when: waiting > 4, escalate: { to: client_desk } }
  - { id: order, when: since_order == 10.5, tag: order }
";

#[test]
fn an_hour_before_a_deadline_is_said_by_how_long_it_waits() {
    let engine = book(WAITING);
    let tier = |now: &str| {
        let created = r#""ticket.created_at": "2026-11-20T10:00:00+09:00", "ordered_on": "2026-11-20""#;
        let json = format!(r#"{{"at": "{now}", "text": "", "facts": {{{created}}}}}"#);
        engine.decide(&inquiry(&json)).route().tier().to_owned()
    };
    // Four hours from ten are over at three, for an hour is lunch; one hour less is two o'clock.
    for (now, expected) in [
        ("2026-11-20T13:59:59+09:00", "first_line"),
        ("2026-11-20T14:00:00+09:00", "supervisor"),
        ("2026-11-20T15:00:00+09:00", "supervisor"),
        ("2026-11-20T15:00:00.000000001+09:00", "client_desk"),
        ("2026-11-24T09:00:00+09:00", "client_desk"),
    ] {
        assert_eq!(tier(now), expected, "{now}");
    }
}

#[test]
fn open_hours_since_a_fact_are_exact_or_missing() {
    let engine = book(WAITING);
    let read = |now: &str, facts: &str, rule: &str| {
        let at = if now.is_empty() { String::new() } else { format!(r#""at": "{now}", "#) };
        let json = format!(r#"{{{at}"text": "", "facts": {{{facts}}}}}"#);
        let why_not = engine.why_not(&inquiry(&json), rule).unwrap();
        let text = why_not.text(Language::English);
        text.lines().last().unwrap().rsplit(" ← ").next().unwrap().to_owned()
    };
    let created = |time: &str| format!(r#""ticket.created_at": "{time}""#);
    let now = "2026-11-24T09:20:00+09:00";
    assert_eq!(
        read(now, &created("2026-11-20T17:30:00+09:00"), "warn"),
        "waiting = 3.8333333333333333333333333333"
    );
    assert_eq!(read(now, &created("2026-11-24T09:20:00+09:00"), "warn"), "waiting = 0");
    // A day begins at midnight of the rulebook's zone.
    assert_eq!(
        read("2026-11-21T11:30:00+09:00", r#""ordered_on": "2026-11-20""#, "order"),
        "since_order = 10.5"
    );
    for (now, facts, cause) in [
        (now, String::new(), "not given"),
        (now, created("2026-11-24T09:20:01+09:00"), "out of range"),
        ("", created("2026-11-20T17:30:00+09:00"), "the inquiry has no time"),
        // Longer ago than open time is counted: 3,660 days.
        (now, created("2016-11-16T09:19:59+09:00"), "out of range"),
    ] {
        assert_eq!(read(now, &facts, "warn"), format!("waiting: missing ({cause})"));
    }
    assert!(read(now, &created("2016-11-16T09:20:00+09:00"), "warn").starts_with("waiting = 2"));
}

#[test]
fn the_same_hours_are_the_same_rulebook() {
    let hash = |rest: &str| shop(rest).rulebook().hash().to_owned();
    let one = hash(
        "calendars: { c: { hours: { mon-fri: [\"09:00-12:00\", \"13:00-24:00\"], sun: [\"9:00-9:30\"] }, holidays: [2026-12-31, 2027-01-01] } }\n",
    );
    let same = hash(
        "calendars: { c: { timezone: Asia/Tokyo, holidays: [2027-01-01], exceptions: { 2026-12-31: [] }, hours: { sun: 09:00-09:30, wed-fri: [\"13:00-00:00\", \"09:00-12:00\"], mon-tue: [\"09:00-12:00\", \"13:00-24:00\"], sat: [] } } }\n",
    );
    assert_eq!(one, same);
    for other in [
        "calendars: { c: { hours: { mon-fri: [\"09:00-12:00\", \"13:00-24:00\"], sun: [\"09:00-09:30\"] }, holidays: [2026-12-31] } }\n",
        "calendars: { c: { timezone: Asia/Seoul, hours: { mon-fri: [\"09:00-12:00\", \"13:00-24:00\"], sun: [\"09:00-09:30\"] }, holidays: [2026-12-31, 2027-01-01] } }\n",
        "{}",
    ] {
        assert_ne!(hash(if other == "{}" { "" } else { other }), one);
    }
}

#[test]
fn rows_have_limits_in_business_time_too() {
    let engine = book(
        "
facts: { grave: { type: bool } }
tables:
  soon: { columns: [id, grave, within], rows: [[grave, true, 90 business minutes], [calm, false, 4 business hours]] }
",
    );
    let due = |grave: bool| {
        let json =
            format!(r#"{{"at": "2026-11-20T10:00:00+09:00", "text": "", "facts": {{"grave": {grave}}}}}"#);
        engine.decide(&inquiry(&json)).route().due_text().unwrap()
    };
    assert_eq!(due(true), "2026-11-20T11:30:00+09:00");
    assert_eq!(due(false), "2026-11-20T15:00:00+09:00");
}

#[test]
fn two_layers_say_the_same_of_a_calendar() {
    let found = |one: &str, other: &str| {
        let rule = "rules: [{ id: r, escalate: { within: 1 business hours } }]\n";
        let layer = format!("rulebook: layer\nversion: '1'\ncalendars: {{ c: {one} }}\n{rule}");
        let shop = format!("{}extends: [./layer.yaml]\ncalendars: {{ c: {other} }}\n", crate::support::SHOP);
        let loaded = load(&[("shop.yaml", &shop), ("layer.yaml", &layer)]);
        let errors = loaded.findings().iter().filter(|finding| finding.severity() == Severity::Error);
        errors.map(|finding| finding.message().to_owned()).collect::<Vec<_>>()
    };
    let hours =
        "hours: { mon-fri: [\"09:00-12:00\", \"13:00-18:00\"], sat: [] }, holidays: [2026-12-31, 2027-01-01]";
    let turned =
        "holidays: [2027-01-01, 2026-12-31], hours: { sat: [], mon-fri: [\"13:00-18:00\", \"09:00-12:00\"] }";
    assert_eq!(found(&format!("{{ {hours} }}"), &format!("{{ {turned}, title: Support }}")), [""; 0]);
    let more = hours.replace("2026-12-31,", "2026-12-30, 2026-12-31,");
    assert_eq!(
        found(&format!("{{ {hours} }}"), &format!("{{ {more} }}")),
        ["two layers say different things: the calendar `c`"]
    );
}

#[test]
fn a_week_may_be_named_across_its_end() {
    let engine = shop(
        "calendars: { c: { hours: { sat-mon: [\"10:00-11:00\"] } } }\nrules: [{ id: a, escalate: { within: 3 business hours } }]\n",
    );
    let decision = at(&engine, "2026-11-20T10:00:00+09:00");
    assert_eq!(decision.route().due_text().as_deref(), Some("2026-11-23T11:00:00+09:00"));
    assert_eq!(segments(&decision).len(), 3);
}

#[test]
fn there_are_limits_on_calendars() {
    let load = |calendars: &str| {
        let text = format!("{}calendars:\n{calendars}", crate::support::SHOP);
        let loaded = Rulebook::load("large.yaml", &text);
        loaded.findings().iter().map(|finding| finding.message().to_owned()).collect::<Vec<_>>().join("\n")
    };
    let many: String = (0..1_001).map(|at| format!("  c{at}: {{ hours: {{}} }}\n")).collect();
    assert_eq!(load(&many), "there are 1001 calendars, more than the 1000 a rulebook may have");
    let windows: Vec<String> = (0..49).map(|at| format!("00:{at:02}-00:{:02}", at + 1)).collect();
    assert_eq!(
        load(&format!("  c: {{ hours: {{ mon: [{}] }} }}\n", windows.join(", "))),
        "a day may have at most 48 windows"
    );
    let first = jiff::civil::date(2000, 1, 1);
    let days: Vec<String> =
        first.series(jiff::Span::new().days(1)).take(10_001).map(|day| day.to_string()).collect();
    let special = format!("  c: {{ hours: {{}}, holidays: [{}] }}\n", days.join(", "));
    assert_eq!(
        load(&special),
        "there are 10001 holidays and exceptions, more than the 10000 a calendar may have"
    );
}
