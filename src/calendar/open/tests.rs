//! Open time against instants worked out by hand, against a reference that looks at every minute, and its laws.

use super::*;
use crate::calendar::Window;
use jiff::civil::{Date, date};
use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn windows(texts: &[&str]) -> Vec<Window> {
    texts.iter().map(|text| Window::parse(text).unwrap()).collect()
}

/// Windows of Monday to Friday, of Saturday, of Sunday, and of single days.
fn calendar(zone: &str, [week, sat, sun]: [&[&str]; 3], days: &[(Date, &[&str])]) -> Calendar {
    let weekly = std::array::from_fn(|day| match day {
        5 => windows(sat),
        6 => windows(sun),
        _ => windows(week),
    });
    let days = days.iter().map(|(day, texts)| (*day, windows(texts))).collect();
    let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
    Calendar { id: "c".into(), title: None, zone, weekly, days }
}

/// Lunch at noon, Saturday mornings, a holiday on Monday 23 November, a short day, New Year, an extra Sunday.
fn support() -> Calendar {
    calendar(
        "Asia/Tokyo",
        [&["09:00-12:00", "13:00-18:00"], &["09:00-12:00"], &[]],
        &[
            (date(2026, 11, 23), &[]),
            (date(2026, 12, 6), &["10:00-11:00"]),
            (date(2026, 12, 30), &["09:00-12:00"]),
            (date(2026, 12, 31), &[]),
            (date(2027, 1, 1), &[]),
        ],
    )
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// In Tokyo.
fn tokyo(text: &str) -> Timestamp {
    at(&format!("{text}:00+09:00"))
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// When so much open time has passed, and what was counted, on the clock of the calendar.
fn due(calendar: &Calendar, from: Timestamp, time: SignedDuration) -> (String, String) {
    let (due, counted) = calendar.due(from, time).unwrap();
    let show = |at: Timestamp| calendar.zone.to_datetime(at).strftime("%m-%d %H:%M").to_string();
    let counted: Vec<String> =
        counted.iter().map(|segment| format!("{}/{}", show(segment.from), show(segment.until))).collect();
    (show(due), counted.join(", "))
}

#[test]
fn an_opening_hour_is_half_open() {
    let support = support();
    for (time, open) in [
        ("2026-11-20T08:59", false),
        ("2026-11-20T09:00", true),
        ("2026-11-20T11:59", true),
        ("2026-11-20T12:00", false),
        ("2026-11-20T12:59", false),
        ("2026-11-20T13:00", true),
        ("2026-11-20T18:00", false),
        ("2026-11-21T11:00", true),
        ("2026-11-21T13:00", false),
        // Sunday, a holiday on Monday, an extra Sunday, a short day.
        ("2026-11-22T10:00", false),
        ("2026-11-23T10:00", false),
        ("2026-12-06T10:00", true),
        ("2026-12-30T11:59", true),
        ("2026-12-30T13:00", false),
    ] {
        assert_eq!(support.is_open(tokyo(time)), open, "{time}");
    }
    assert!(!support.is_open(at("2026-11-20T12:00:00+09:00")));
    assert!(support.is_open(at("2026-11-20T11:59:59.999999999+09:00")));
    // The same instants written in another offset.
    assert!(support.is_open(at("2026-11-20T00:00:00Z")));
    assert!(!support.is_open(at("2026-11-19T23:59:59Z")));
}

#[test]
fn open_time_skips_lunch_nights_and_holidays() {
    let support = support();
    for (from, until, expected) in [
        ("2026-11-20T10:00", "2026-11-20T15:00", 240),
        ("2026-11-20T12:00", "2026-11-20T13:00", 0),
        // Friday 17:30 to Tuesday 09:30: half an hour, Saturday morning, Sunday, a holiday, half an hour.
        ("2026-11-20T17:30", "2026-11-24T09:30", 240),
        // Over an extra Sunday.
        ("2026-12-05T11:00", "2026-12-07T09:00", 120),
        // Tuesday 29 December 17:00 to Monday 4 January 10:00: an hour, a short day, two holidays, Saturday, an hour.
        ("2026-12-29T17:00", "2027-01-04T10:00", 60 + 180 + 180 + 60),
        ("2026-11-20T15:00", "2026-11-20T10:00", 0),
    ] {
        let open = support.open_between(tokyo(from), tokyo(until));
        assert_eq!(open, Some(minutes(expected)), "{from} to {until}");
    }
    let second = support.open_between(at("2026-11-20T11:59:59.5+09:00"), tokyo("2026-11-20T13:00"));
    assert_eq!(second, Some(SignedDuration::from_millis(500)));
}

#[test]
fn a_limit_is_counted_in_open_segments() {
    let support = support();
    for (from, time, expected, counted) in [
        // Before, at and after opening; in a break; at closing.
        ("2026-11-20T08:00", hours(1), "11-20 10:00", "11-20 09:00/11-20 10:00"),
        ("2026-11-20T09:00", hours(1), "11-20 10:00", "11-20 09:00/11-20 10:00"),
        ("2026-11-20T09:30", hours(1), "11-20 10:30", "11-20 09:30/11-20 10:30"),
        ("2026-11-20T12:30", hours(1), "11-20 14:00", "11-20 13:00/11-20 14:00"),
        ("2026-11-20T18:00", hours(1), "11-21 10:00", "11-21 09:00/11-21 10:00"),
        // It is over when the window closes, not when the next one opens.
        ("2026-11-20T09:00", hours(3), "11-20 12:00", "11-20 09:00/11-20 12:00"),
        ("2026-11-20T10:00", hours(4), "11-20 15:00", "11-20 10:00/11-20 12:00, 11-20 13:00/11-20 15:00"),
        // Over Sunday and a holiday.
        ("2026-11-21T09:00", hours(5), "11-24 11:00", "11-21 09:00/11-21 12:00, 11-24 09:00/11-24 11:00"),
        // More than a day.
        (
            "2026-11-24T17:00",
            hours(10),
            "11-26 10:00",
            "11-24 17:00/11-24 18:00, 11-25 09:00/11-25 12:00, 11-25 13:00/11-25 18:00, 11-26 09:00/11-26 10:00",
        ),
        // Over New Year.
        (
            "2026-12-30T11:00",
            hours(5),
            "01-04 10:00",
            "12-30 11:00/12-30 12:00, 01-02 09:00/01-02 12:00, 01-04 09:00/01-04 10:00",
        ),
        ("2026-12-05T11:00", hours(2), "12-06 11:00", "12-05 11:00/12-05 12:00, 12-06 10:00/12-06 11:00"),
        ("2026-11-20T20:00", hours(0), "11-20 20:00", ""),
    ] {
        let found = due(&support, tokyo(from), time);
        assert_eq!((found.0.as_str(), found.1.as_str()), (expected, counted), "{from}");
    }
}

#[test]
fn an_hour_before_a_deadline_is_three_hours_of_waiting() {
    let support = support();
    let created = tokyo("2026-11-20T10:00");
    assert_eq!(due(&support, created, hours(4)).0, "11-20 15:00");
    let created = tokyo("2026-11-20T09:30");
    assert_eq!(due(&support, created, hours(4)).0, "11-20 14:30");
    assert_eq!(support.open_between(created, tokyo("2026-11-20T13:30")), Some(hours(3)));
    assert_eq!(support.open_between(created, tokyo("2026-11-20T13:29")), Some(minutes(179)));
    // An hour before 14:00 by the clock is 13:00; with the break between, the third hour is over at noon.
    let created = tokyo("2026-11-20T08:30");
    assert_eq!(due(&support, created, hours(4)).0, "11-20 14:00");
    assert_eq!(support.open_between(created, tokyo("2026-11-20T12:00")), Some(hours(3)));
}

#[test]
fn a_window_past_midnight_belongs_to_the_day_it_begins() {
    let night =
        calendar("Asia/Tokyo", [&["22:00-02:00"], &[], &["18:00-24:00"]], &[(date(2026, 11, 19), &[])]);
    for (time, open) in [
        ("2026-11-20T21:59", false),
        ("2026-11-20T22:00", true),
        // Saturday, in Friday's window.
        ("2026-11-21T01:59", true),
        ("2026-11-21T02:00", false),
        ("2026-11-21T22:00", false),
        // Thursday is a holiday: Wednesday's window runs out, its own does not open.
        ("2026-11-19T01:30", true),
        ("2026-11-19T22:30", false),
        ("2026-11-20T01:00", false),
        // 24:00 ends Sunday; Monday's window opens at 22:00.
        ("2026-11-22T23:59", true),
        ("2026-11-23T00:00", false),
    ] {
        assert_eq!(night.is_open(tokyo(time)), open, "{time}");
    }
    let (end, counted) = due(&night, tokyo("2026-11-20T23:00"), hours(4));
    assert_eq!(
        (end.as_str(), counted.as_str()),
        ("11-22 19:00", "11-20 23:00/11-21 02:00, 11-22 18:00/11-22 19:00")
    );
    assert_eq!(due(&night, tokyo("2026-11-20T01:00"), hours(4)).1, "11-20 22:00/11-21 02:00");
}

#[test]
fn hours_of_two_days_that_overlap_count_once() {
    let long = calendar(
        "UTC",
        [&["20:00-10:00", "12:00-13:00"], &[], &[]],
        &[(date(2026, 11, 19), &["09:00-11:00"])],
    );
    // Wednesday runs to 10:00 on Thursday, which opens at 09:00.
    assert_eq!(long.open_between(at("2026-11-19T08:00:00Z"), at("2026-11-19T12:00:00Z")), Some(hours(3)));
    assert_eq!(due(&long, at("2026-11-19T08:30:00Z"), hours(2)).1, "11-19 08:30/11-19 10:30");
}

#[test]
fn around_the_clock_is_one_segment() {
    let always = calendar("America/New_York", [&["00:00-24:00"]; 3], &[]);
    let from = at("2026-10-30T12:00:00Z");
    let (end, counted) = always.due(from, hours(100)).unwrap();
    assert_eq!((end, counted.len()), (from + hours(100), 1));
    assert_eq!(always.open_between(from, from + hours(5_000)), Some(hours(5_000)));
}

/// In New York, on Sundays.
fn sunday(texts: &[&str]) -> Calendar {
    calendar("America/New_York", [&[], &[], texts], &[])
}

/// On 8 March 2026 clocks in New York go from 02:00 to 03:00, at 07:00 UTC.
#[test]
fn an_hour_that_clocks_skip_is_never_open() {
    let (from, until) = (at("2026-03-08T05:00:00Z"), at("2026-03-09T04:00:00Z"));
    for (text, opens, open, closes) in [
        // Across it: 01:00 EST is 06:00 UTC, 04:00 EDT is 08:00 UTC.
        ("01:00-04:00", "06:00", 120, "08:00"),
        // It begins or ends inside.
        ("02:30-05:00", "07:00", 120, "09:00"),
        ("01:00-02:30", "06:00", 60, "07:00"),
        ("00:00-24:00", "05:00", 23 * 60, "04:00"),
    ] {
        let calendar = sunday(&[text]);
        assert_eq!(calendar.open_between(from, until), Some(minutes(open)), "{text}");
        let (end, counted) = calendar.due(from, minutes(open)).unwrap();
        assert_eq!(counted, [Segment { from: at(&format!("2026-03-08T{opens}:00Z")), until: end }], "{text}");
        assert!(end.to_string().contains(&format!("T{closes}")), "{text}: {end}");
    }
    // A window inside it does not open on that day; the next Sunday it does.
    let inside = sunday(&["02:15-02:45"]);
    assert_eq!(inside.open_between(from, until), Some(SignedDuration::ZERO));
    let (end, counted) = inside.due(from, minutes(10)).unwrap();
    assert_eq!((end, counted.len()), (at("2026-03-15T06:25:00Z"), 1));
}

/// On 1 November 2026 clocks in New York go from 02:00 back to 01:00, at 06:00 UTC.
#[test]
fn an_hour_that_clocks_repeat_is_open_twice() {
    let (from, until) = (at("2026-11-01T04:00:00Z"), at("2026-11-02T05:00:00Z"));
    let segments = |texts: &[&str]| {
        let calendar = sunday(texts);
        let all: Vec<String> = calendar
            .segments(from, until)
            .map(|segment| {
                for edge in [segment.from, segment.until - SignedDuration::from_nanos(1)] {
                    assert!(calendar.is_open(edge));
                }
                format!("{}-{}", segment.from.strftime("%H:%M"), segment.until.strftime("%H:%M"))
            })
            .collect();
        all.join(", ")
    };
    // Across it: 00:00 EDT is 04:00 UTC, 04:00 EST is 09:00 UTC; cut where the clock changes, without a gap.
    assert_eq!(segments(&["00:00-04:00"]), "04:00-06:00, 06:00-09:00");
    // Inside it, both times.
    assert_eq!(segments(&["01:15-01:45"]), "05:15-05:45, 06:15-06:45");
    // It begins or ends inside.
    assert_eq!(segments(&["01:30-03:00"]), "05:30-06:00, 06:30-08:00");
    assert_eq!(segments(&["00:30-01:30"]), "04:30-05:30, 06:00-06:30");
    let (end, counted) = sunday(&["00:00-04:00"]).due(from, hours(5)).unwrap();
    assert_eq!((end, counted.len()), (at("2026-11-01T09:00:00Z"), 1));
}

#[test]
fn clocks_of_other_places_are_asked_the_same_way() {
    // Apia slept through 30 December 2011.
    let apia = calendar("Pacific/Apia", [&["09:00-17:00"], &["09:00-17:00"], &["09:00-17:00"]], &[]);
    let open = apia.open_between(at("2011-12-29T09:00:00-10:00"), at("2011-12-31T17:00:00+14:00"));
    assert_eq!(open, Some(hours(16)));
    // Lord Howe puts its clocks on by half an hour: at 02:00 on 4 October 2026 they show 02:30.
    let island = calendar("Australia/Lord_Howe", [&[], &[], &["01:00-03:00"]], &[]);
    let open = island.open_between(at("2026-10-03T12:00:00Z"), at("2026-10-04T12:00:00Z"));
    assert_eq!(open, Some(minutes(90)));
}

#[test]
fn counting_ends_somewhere() {
    let support = support();
    let from = tokyo("2026-11-20T10:00");
    assert!(support.open_between(from, from + MAX_SPAN).is_some());
    assert_eq!(support.open_between(from, from + MAX_SPAN + SignedDuration::from_nanos(1)), None);
    assert_eq!(support.due(Timestamp::MAX, hours(1)), None);
    // 07:00 of a Friday in Tokyo is the last instant there is, 11:18 of a Tuesday the first.
    assert!(!support.is_open(Timestamp::MAX));
    assert!(support.is_open(Timestamp::MIN));
    assert_eq!(support.open_between(Timestamp::MAX, Timestamp::MIN), Some(SignedDuration::ZERO));
    assert_eq!(support.open_between(Timestamp::MAX - hours(24), Timestamp::MAX), Some(hours(8)));
    assert_eq!(support.open_between(Timestamp::MIN, Timestamp::MIN + hours(48)), Some(hours(16)));
}

/// A calendar, and an instant on a whole minute near one of its changes of the clock.
fn calendar_and_start() -> impl Strategy<Value = (Calendar, Timestamp)> {
    let window = (0_u16..1440, 1_u16..=1440).prop_map(|(start, length)| {
        let end = (start + length) % 1440;
        let text = format!("{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60);
        Window::parse(&text).unwrap()
    });
    let day = proptest::collection::vec(window, 0..=3).prop_map(|windows| {
        let mut alone: Vec<Window> = Vec::new();
        for window in windows {
            if alone.iter().all(|other| !other.overlaps(window)) {
                alone.push(window);
            }
        }
        alone.sort();
        alone
    });
    let zone = proptest::sample::select(vec![
        ("Asia/Tokyo", "2026-11-20T00:00:00Z"),
        ("America/New_York", "2026-03-06T12:00:00Z"),
        ("America/New_York", "2026-10-30T12:00:00Z"),
        ("Europe/London", "2026-10-23T12:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-02T12:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-03T12:00:00Z"),
        ("Pacific/Apia", "2011-12-28T12:00:00Z"),
        ("America/Havana", "2026-10-30T12:00:00Z"),
        ("Asia/Kathmandu", "2026-10-30T12:00:00Z"),
    ]);
    let weekly = proptest::collection::vec(day.clone(), 7);
    let special = proptest::collection::vec((0_i64..8, day), 0..=2);
    (zone, weekly, special, 0_i64..3_000).prop_map(|((zone, near), weekly, special, later)| {
        let near = at(near);
        let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
        let first = zone.to_datetime(near).date();
        let days: BTreeMap<Date, Vec<Window>> = special
            .into_iter()
            .map(|(later, windows)| (first + jiff::Span::new().days(later), windows))
            .collect();
        let calendar =
            Calendar { id: "c".into(), title: None, zone, weekly: weekly.try_into().unwrap(), days };
        (calendar, near + minutes(later))
    })
}

/// Whether it is open, by the minutes the clock shows.
fn naive(calendar: &Calendar, at: Timestamp) -> bool {
    let shown = calendar.zone.to_datetime(at);
    let minute = i64::from(shown.hour()) * 60 + i64::from(shown.minute());
    let within = |date: Date, minute: i64| {
        calendar.windows(date).iter().any(|window| {
            let (opens, closes) = window.on(date).unwrap();
            let midnight = date.to_datetime(jiff::civil::Time::midnight());
            let from = midnight.duration_until(opens).as_mins();
            let until = midnight.duration_until(closes).as_mins();
            (from..until).contains(&minute)
        })
    };
    within(shown.date(), minute) || within(shown.date().yesterday().unwrap(), minute + 24 * 60)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// Whether, how long and until when: as somebody would find who looks at the clock every minute.
    #[test]
    fn every_minute_is_counted((calendar, from) in calendar_and_start(), length in 0_i64..6_000, wanted in 1_i64..2_000) {
        let mut open = 0;
        let mut reached = None;
        for minute in 0..length {
            let now = from + minutes(minute);
            let is_open = naive(&calendar, now);
            prop_assert_eq!(calendar.is_open(now), is_open, "{}", now);
            open += i64::from(is_open);
            if open == wanted && reached.is_none() {
                reached = Some(now + minutes(1));
            }
        }
        prop_assert_eq!(calendar.open_between(from, from + minutes(length)), Some(minutes(open)));
        if let Some(reached) = reached {
            prop_assert_eq!(calendar.due(from, minutes(wanted)).map(|(due, _)| due), Some(reached));
        }
    }

    /// Open time adds up, whatever lies between.
    #[test]
    fn open_time_adds_up((calendar, from) in calendar_and_start(), first in 0_i64..600_000_000_000_000, second in 0_i64..600_000_000_000_000) {
        let middle = from + SignedDuration::from_nanos(first);
        let until = middle + SignedDuration::from_nanos(second);
        let [one, other, all] = [(from, middle), (middle, until), (from, until)]
            .map(|(from, until)| calendar.open_between(from, until).unwrap());
        prop_assert_eq!(one + other, all);
    }

    /// What is due is the earliest instant with so much open time behind it, and the counted segments say so.
    #[test]
    fn due_is_the_earliest((calendar, from) in calendar_and_start(), time in 1_i64..300_000_000_000_000) {
        let time = SignedDuration::from_nanos(time);
        prop_assume!(calendar.regular_week() > SignedDuration::from_hours(2));
        let (due, counted) = calendar.due(from, time).unwrap();
        prop_assert_eq!(calendar.open_between(from, due), Some(time));
        let just_before = due - SignedDuration::from_nanos(1);
        prop_assert!(calendar.open_between(from, just_before).unwrap() < time);
        prop_assert_eq!(counted.iter().copied().map(Segment::length).sum::<SignedDuration>(), time);
        prop_assert!(counted.windows(2).all(|pair| pair[0].until < pair[1].from));
        prop_assert!(counted.first().unwrap().from >= from && counted.last().unwrap().until == due);
        for segment in counted {
            prop_assert!(calendar.is_open(segment.from) && calendar.is_open(segment.until - SignedDuration::from_nanos(1)));
        }
    }
}
