//! Calendars that open and close at other times, as far as something counts their hours.

use super::mutant::{Made, Mutant, Operator, Part, Reach, Subject};
use super::nodes::Direction;
use super::permits::{Read, by_reading};
use crate::calendar::{Calendar, End, Window};
use crate::effect::Restriction;
use crate::id::{CalendarId, ValueId};
use crate::inquiry::Derivation;
use crate::overrides::SiteEffect;
use crate::rulebook::Model;
use jiff::civil::Date;

/// Of every calendar that is read its regular hours one unit earlier and later at each end, on all days that have the same; its first
/// holiday and its first day with hours of its own dropped, where that makes a difference.
pub(super) fn of_calendars(model: &Model, made: &mut Vec<Made>) {
    for (at, calendar) in model.calendars.iter().enumerate() {
        let readers = Readers::of(CalendarId::at(at), model);
        if !readers.limits && readers.values.is_empty() {
            continue;
        }
        for Change { operator, calendar: other, before, after, opens_longer } in changes(calendar) {
            let is_read =
                readers.values.iter().any(|value| by_reading(model, Read::Value(*value), Direction::Either));
            made.push(Made {
                mutant: Mutant {
                    operator,
                    subject: Subject::Calendar,
                    name: calendar.id.clone(),
                    place: None,
                    nth: 1,
                    before,
                    after,
                    // With less open time, time limits are over later.
                    permissive: is_read || readers.limits && !opens_longer,
                },
                part: Part::Calendar(CalendarId::at(at), Box::new(other)),
                reach: Reach::All,
            });
        }
    }
}

/// What counts by a calendar.
struct Readers {
    /// Whether a time limit does.
    limits: bool,
    values: Vec<ValueId>,
}

impl Readers {
    fn of(id: CalendarId, model: &Model) -> Self {
        let derived = model.derived.iter().enumerate().filter(|(_, derived)| match &derived.from {
            Derivation::Open(calendar) | Derivation::BusinessHoursSince(_, calendar) => *calendar == id,
            _ => false,
        });
        let is_limited = |restriction: &Restriction| matches!(restriction, Restriction::Escalate { within: Some(limit), .. } if limit.calendar == Some(id));
        let sites = model.overrides.iter().flat_map(|by| &by.scripts).flat_map(|script| &script.sites);
        let mut proposed = sites.filter_map(|site| match &site.effect {
            SiteEffect::Restriction(restriction) => Some(restriction),
            SiteEffect::Grant(_) => None,
        });
        let mut restrictions = model.rules.iter().flat_map(|rule| &rule.restrictions);
        Self {
            limits: restrictions.any(is_limited) || proposed.any(is_limited),
            values: derived.map(|(at, _)| ValueId::derived(at)).collect(),
        }
    }
}

/// A calendar that is another one.
struct Change {
    operator: Operator,
    calendar: Calendar,
    before: String,
    /// `None`: the day is dropped.
    after: Option<String>,
    opens_longer: bool,
}

fn changes(calendar: &Calendar) -> Vec<Change> {
    let mut windows: Vec<Window> = Vec::new();
    for window in calendar.weekly.iter().flatten() {
        if !windows.contains(window) {
            windows.push(*window);
        }
    }
    let mut changes = Vec::new();
    for window in windows {
        for (end, later) in [(End::Start, false), (End::Start, true), (End::End, false), (End::End, true)] {
            let moved = window.moved(end, later);
            let Some((moved, other)) = moved.and_then(|moved| Some((moved, with(calendar, window, moved)?)))
            else {
                continue;
            };
            let days = weekdays(calendar, window);
            changes.push(Change {
                operator: Operator::ShiftHours,
                calendar: other,
                before: format!("{days}: {window}"),
                after: Some(format!("{days}: {moved}")),
                opens_longer: moved.minutes() > window.minutes(),
            });
        }
    }
    let regular = Calendar { days: Default::default(), ..calendar.clone() };
    for is_holiday in [true, false] {
        let differs = |(date, windows): &(&Date, &Vec<Window>)| {
            windows.is_empty() == is_holiday && regular.windows(**date) != windows.as_slice()
        };
        let Some((date, own)) = calendar.days.iter().find(differs) else { continue };
        let mut days = calendar.days.clone();
        days.remove(date);
        let told: Vec<String> = own.iter().map(Window::to_string).collect();
        let before =
            if is_holiday { format!("holiday {date}") } else { format!("{date}: {}", told.join(", ")) };
        changes.push(Change {
            operator: Operator::DropDay,
            calendar: Calendar { days, ..calendar.clone() },
            before,
            after: None,
            opens_longer: minutes(regular.windows(*date)) > minutes(own),
        });
    }
    changes
}

/// The calendar with one window moved on all days of the week that have it; `None` where it would overlap another.
fn with(calendar: &Calendar, window: Window, moved: Window) -> Option<Calendar> {
    let mut other = calendar.clone();
    for day in &mut other.weekly {
        for slot in day.iter_mut().filter(|slot| **slot == window) {
            *slot = moved;
        }
        let is_apart = |pair: &[Window]| !matches!(pair, [one, next] if one.overlaps(*next));
        if !day.windows(2).all(is_apart) {
            return None;
        }
    }
    Some(other)
}

fn minutes(windows: &[Window]) -> u32 {
    windows.iter().map(|window| u32::from(window.minutes())).sum()
}

/// The days of the week that have a window, as rulebooks write them.
fn weekdays(calendar: &Calendar, window: Window) -> String {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let having = calendar.weekly.iter().zip(NAMES).enumerate().filter(|(_, (day, _))| day.contains(&window));
    let having: Vec<(usize, &str)> = having.map(|(at, (_, name))| (at, name)).collect();
    match having.as_slice() {
        [(first, from), .., (last, to)] if last - first + 1 == having.len() => format!("{from}-{to}"),
        days => days.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    /// The changes of a calendar that a rule with this effect, and whatever else is said, reads; `!` marks those by which the vendor may do more.
    fn told(calendar: &str, rest: &str) -> Vec<String> {
        let text = format!(
            "rulebook: a\nversion: '1'\ntimezone: Asia/Tokyo\ntiers: {{ vendor: [a, b], client: [c] }}\n\
             calendars: {{ desk: {{ {calendar} }} }}\n{rest}\n"
        );
        let book = Rulebook::load("a.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"));
        let mut made = Vec::new();
        of_calendars(book.model(), &mut made);
        let mark = |permissive| if permissive { "! " } else { "" };
        made.iter().map(|made| format!("{}{}", mark(made.mutant.permissive), made.mutant.change())).collect()
    }

    const LIMIT: &str = "rules: [{ id: r, escalate: { to: b, within: 2 business hours } }]";

    #[test]
    fn hours_move_on_all_days_that_have_them_and_never_into_others() {
        let calendar = r#"hours: { mon-wed: ["09:00-12:00", "12:00-17:30"], sat: ["09:00-12:00"] }"#;
        assert_eq!(
            told(calendar, LIMIT),
            [
                "calendar desk: mon, tue, wed, sat: 09:00-12:00 → mon, tue, wed, sat: 08:00-12:00",
                "! calendar desk: mon, tue, wed, sat: 09:00-12:00 → mon, tue, wed, sat: 10:00-12:00",
                "! calendar desk: mon, tue, wed, sat: 09:00-12:00 → mon, tue, wed, sat: 09:00-11:00",
                "! calendar desk: mon-wed: 12:00-17:30 → mon-wed: 13:00-17:30",
                "! calendar desk: mon-wed: 12:00-17:30 → mon-wed: 12:00-17:00",
                "calendar desk: mon-wed: 12:00-17:30 → mon-wed: 12:00-18:00",
            ]
        );
    }

    #[test]
    fn a_day_is_dropped_where_that_makes_a_difference() {
        // The first holiday is a Sunday, and the first exception says what the day is like anyway.
        let calendar = r#"hours: { mon-fri: ["09:00-10:00"] }, holidays: [2026-06-07, 2026-06-08, 2026-06-09],
            exceptions: { 2026-06-10: ["09:00-10:00"], 2026-06-13: ["09:00-12:00"] }"#;
        let days: Vec<String> =
            told(calendar, LIMIT).into_iter().filter(|it| it.contains("without")).collect();
        assert_eq!(
            days,
            ["calendar desk: without holiday 2026-06-08", "! calendar desk: without 2026-06-13: 09:00-12:00"]
        );
    }

    #[test]
    fn a_calendar_that_nothing_reads_is_not_changed() {
        let calendar = r#"hours: { sun: ["22:00-02:00"] }"#;
        assert_eq!(told(calendar, ""), [""; 0]);
        let read = "derive: { is_open: open(desk) }\njudgments: { j: }\nrules: [{ id: r, when: is_open, delegate: { j: b } }]";
        // What is derived is read either way.
        assert!(
            told(calendar, read).iter().all(|change| change.starts_with("! "))
                && !told(calendar, read).is_empty()
        );
    }
}
