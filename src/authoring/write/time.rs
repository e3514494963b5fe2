//! Periods, calendars and time limits.

use super::tree::{Fields, Tree};
use crate::authoring::document::{Calendar, Effective, Name, TimeLimit};
use crate::inquiry::print_duration;

pub(super) fn effective(effective: &Effective) -> Tree {
    Fields::new().name("from", effective.from.as_ref()).name("until", effective.until.as_ref()).into()
}

pub(super) fn calendar(calendar: &Calendar) -> Tree {
    let windows = |days: &[(Name, Vec<Name>)]| {
        days.iter().map(|(day, windows)| (day.value.to_string(), Tree::names(windows))).collect()
    };
    Fields::new()
        .localised("title", calendar.title.as_ref())
        .name("timezone", calendar.timezone.as_ref())
        .map("hours", windows(&calendar.hours))
        .names("holidays", &calendar.holidays)
        .map("exceptions", windows(&calendar.exceptions))
        .into()
}

pub(super) fn time_limit(limit: &TimeLimit) -> Tree {
    Tree::Text(match limit {
        TimeLimit::Elapsed(time) => print_duration(*time),
        TimeLimit::Business { time, calendar, place: _ } => {
            let minutes = time.as_mins();
            let (number, unit) = if minutes % 60 == 0 { (minutes / 60, "hour") } else { (minutes, "minute") };
            let length = format!("{number} business {unit}{}", if number == 1 { "" } else { "s" });
            match calendar {
                Some(calendar) => format!("{length} in {}", calendar.value),
                None => length,
            }
        }
    })
}
