//! Calendars: days and windows read, each week and each day once.

use super::resolver::Resolver;
use crate::authoring::document::{self, Document, Name};
use crate::authoring::limits::{MAX_CALENDARS, MAX_SPECIAL_DAYS, MAX_WINDOWS};
use crate::calendar::{Calendar, Window};
use crate::diagnostic::{Code, Problem, closest};
use crate::id::CalendarId;
use crate::inquiry::parse_date;
use crate::span::Place;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// As rulebooks call them, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Resolver {
    /// The calendars by name. One without a zone of its own has the rulebook's.
    pub(super) fn calendars(&mut self, document: &Document, timezone: &TimeZone) -> Vec<Calendar> {
        if let Some(calendar) = document.calendars.get(MAX_CALENDARS) {
            self.too_many("calendars", document.calendars.len(), MAX_CALENDARS, calendar.name.place);
            return Vec::new();
        }
        let calendars = document.calendars.iter().map(|calendar| self.calendar(calendar, timezone));
        let mut calendars: Vec<Calendar> = calendars.collect();
        calendars.sort_by(|one, other| one.id.cmp(&other.id));
        calendars
    }

    fn calendar(&mut self, written: &document::Calendar, timezone: &TimeZone) -> Calendar {
        let before = self.problems.len();
        let zone = written.timezone.as_ref().map_or_else(|| timezone.clone(), |name| self.zone(name));
        let mut weekly = self.weekly(written);
        let days = self.days(written);
        if self.problems.len() > before {
            // Whatever rests on a calendar that is wrong is not wrong for that reason.
            weekly = std::array::from_fn(|_| vec![Window::ALL_DAY]);
        }
        Calendar { id: written.name.value.clone(), title: written.title.clone(), zone, weekly, days }
    }

    fn weekly(&mut self, written: &document::Calendar) -> [Vec<Window>; 7] {
        let mut weekly: [Option<(Place, Vec<Window>)>; 7] = Default::default();
        for (days, windows) in &written.hours {
            let windows = self.windows(windows);
            let Some(which) = self.weekdays(days) else { continue };
            let mut twice = None;
            for ((day, weekday), name) in weekly.iter_mut().enumerate().zip(WEEKDAYS) {
                if !which.contains(day) {
                    continue;
                }
                match weekday {
                    Some((first, _)) => twice = twice.or(Some((name, *first))),
                    None => *weekday = Some((days.place, windows.clone())),
                }
            }
            if let Some((name, first)) = twice {
                let message = format!("`{name}` has hours twice");
                let problem = Problem::new(Code::DuplicateName, days.place, message).label("again here");
                let help = "write all windows of a day in one list";
                self.report(problem.also(first, "first here").help(help));
            }
        }
        weekly.map(|day| day.map(|(_, windows)| windows).unwrap_or_default())
    }

    /// `mon`, or `mon-fri`; `sat-mon` goes over the end of the week.
    fn weekdays(&mut self, days: &Name) -> Option<Weekdays> {
        let (first, last) = days.value.split_once('-').unwrap_or((&days.value, &days.value));
        let mut position = |name: &str| {
            let found = WEEKDAYS.iter().position(|day| *day == name.trim());
            if found.is_none() {
                let message = format!("`{}` is no day of the week", name.trim());
                let lower = name.trim().to_ascii_lowercase();
                let longer = WEEKDAYS.into_iter().find(|day| lower.starts_with(day));
                let help = match longer.or_else(|| closest(&lower, WEEKDAYS)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or several as `mon-fri`"
                        .to_owned(),
                };
                self.report(Problem::new(Code::InvalidValue, days.place, message).help(help));
            }
            found
        };
        let (first, last) = (position(first), if first == last { position(first) } else { position(last) });
        Some(Weekdays { first: first?, last: last? })
    }

    fn windows(&mut self, texts: &[Name]) -> Vec<Window> {
        if let Some(text) = texts.get(MAX_WINDOWS) {
            let message = format!("a day may have at most {MAX_WINDOWS} windows");
            self.report(Problem::new(Code::Limit, text.place, message).label("the first one too many"));
            return Vec::new();
        }
        let mut windows: Vec<(Window, &Name)> = Vec::new();
        for text in texts {
            match Window::parse(&text.value) {
                Some(window) => windows.push((window, text)),
                None => {
                    let message = format!("`{}` is no window of a day", text.value);
                    let help = "write it as `09:00-12:00`; `24:00` ends the day, and a window whose end is not after its start runs past midnight";
                    self.report(Problem::new(Code::InvalidValue, text.place, message).help(help));
                }
            }
        }
        windows.sort_by_key(|(window, text)| (*window, text.place));
        for pair in windows.windows(2) {
            if let [(one, first), (other, second)] = pair
                && one.overlaps(*other)
            {
                let message = format!("`{}` and `{}` overlap", first.value, second.value);
                let problem = Problem::new(Code::InvalidValue, second.place, message);
                self.report(problem.also(first.place, "the other one").help("write one window for both"));
            }
        }
        windows.into_iter().map(|(window, _)| window).collect()
    }

    /// Holidays and exceptional days.
    fn days(&mut self, written: &document::Calendar) -> BTreeMap<Date, Vec<Window>> {
        let count = written.holidays.len() + written.exceptions.len();
        if count > MAX_SPECIAL_DAYS {
            let message = format!(
                "there are {count} holidays and exceptions, more than the {MAX_SPECIAL_DAYS} a calendar may have"
            );
            self.report(Problem::new(Code::Limit, written.name.place, message));
            return BTreeMap::new();
        }
        let mut days: BTreeMap<Date, (Place, Vec<Window>)> = BTreeMap::new();
        let holidays = written.holidays.iter().map(|day| (day, None));
        let exceptions = written.exceptions.iter().map(|(day, windows)| (day, Some(windows)));
        for (day, windows) in holidays.chain(exceptions) {
            let windows = windows.map(|windows| self.windows(windows)).unwrap_or_default();
            let Some(date) = parse_date(&day.value) else {
                let problem =
                    Problem::new(Code::InvalidValue, day.place, format!("`{}` is no day", day.value));
                self.report(problem.help("write it as `2026-12-31`"));
                continue;
            };
            if let Some((first, _)) = days.get(&date) {
                let message = format!("`{date}` is listed twice");
                let problem = Problem::new(Code::DuplicateName, day.place, message).label("again here");
                let help = "list it once: a holiday is closed, an exception has the windows it says";
                self.report(problem.also(*first, "first here").help(help));
            } else {
                days.insert(date, (day.place, windows));
            }
        }
        days.into_iter().map(|(date, (_, windows))| (date, windows)).collect()
    }

    /// The calendar of this name.
    pub(super) fn calendar_called(&mut self, name: &Name, calendars: &[Calendar]) -> Option<CalendarId> {
        let found = calendars.binary_search_by(|calendar| calendar.id.cmp(&name.value)).ok();
        let known = calendars.iter().map(|calendar| &*calendar.id);
        self.find(name, "calendar", found.map(CalendarId::at), known)
    }
}

/// From one day of the week to another, both included.
struct Weekdays {
    first: usize,
    last: usize,
}

impl Weekdays {
    fn contains(&self, day: usize) -> bool {
        if self.first <= self.last {
            (self.first..=self.last).contains(&day)
        } else {
            day >= self.first || day <= self.last
        }
    }
}
