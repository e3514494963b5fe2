//! In words: how a time limit was counted, on the clock of its calendar.

use super::decision::DueBy;
use super::words::Words;
use crate::calendar::{Calendar, Segment};
use crate::localised::Language;
use crate::rulebook::Model;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};

/// How many segments of a long limit are shown before the last.
const SHOWN: usize = 6;

/// The line that says which open time was counted up to `due`; `None` where all time was.
pub(super) fn counted(by: &DueBy, due: Timestamp, model: &Model, words: &Words) -> Option<String> {
    let calendar = by.limit.calendar.and_then(|id| model.calendars.get(id.index()))?;
    let clock = |at: Timestamp| calendar.zone.to_datetime(at);
    let zone = calendar.zone.iana_name().unwrap_or("UTC");
    let mut segments: Vec<String> =
        by.segments.iter().take(SHOWN).map(|segment| stretch(*segment, calendar, words)).collect();
    if by.segments.len() > SHOWN + 1 {
        segments.push("…".to_owned());
    }
    if let Some(last) = by.segments.get(SHOWN..).and_then(|rest| rest.last()) {
        segments.push(stretch(*last, calendar, words));
    }
    if segments.is_empty() {
        return None;
    }
    let (segments, due) = (segments.join(words.comma), clock(due));
    let due = format!("{} {}", due.date(), shown(due.time()));
    let limit = words.limit(by.limit, model);
    Some(match words.language {
        Language::Japanese => format!("期限 {due} ({zone})、{limit}: {segments} を算入"),
        Language::English => format!("due {due} ({zone}), {limit}: counted {segments}"),
    })
}

fn stretch(segment: Segment, calendar: &Calendar, words: &Words) -> String {
    let [from, until] = [segment.from, segment.until].map(|at| calendar.zone.to_datetime(at));
    let (date, opens) = (from.date(), shown(from.time()));
    let same_day = match end_of_day(until) {
        Some(day) if day == date => Some("24:00".to_owned()),
        _ => (until.date() == date).then(|| shown(until.time())),
    };
    let closes = shown(until.time());
    match (words.language, same_day) {
        (Language::Japanese, Some(closes)) => format!("{date} {opens}-{closes}"),
        (Language::Japanese, None) => format!("{date} {opens}-{} {closes}", until.date()),
        (Language::English, Some(closes)) => format!("{opens}-{closes} on {date}"),
        (Language::English, None) => format!("{opens} on {date} to {closes} on {}", until.date()),
    }
}

/// The day that ends here.
fn end_of_day(at: DateTime) -> Option<jiff::civil::Date> {
    if at.time() == Time::midnight() { at.date().yesterday().ok() } else { None }
}

/// A time of day without seconds, unless there are any.
fn shown(time: Time) -> String {
    if time.second() == 0 && time.subsec_nanosecond() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        time.to_string()
    }
}
