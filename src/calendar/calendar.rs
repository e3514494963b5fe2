//! Calendars: the hours at which a desk is open, week by week and on days of their own.

use crate::localised::Localised;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// When a desk is open (営業時間). It is open whenever the clock of its zone shows a time inside one of its windows: an hour
/// that clocks skip is never open, and one that they repeat is open both times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Calendar {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    pub(crate) zone: TimeZone,
    /// By weekday, Monday first; each sorted, no two overlapping.
    pub(crate) weekly: [Vec<Window>; 7],
    /// Days with windows of their own, none on a holiday; sorted as well.
    pub(crate) days: BTreeMap<Date, Vec<Window>>,
}

impl Calendar {
    /// The windows that begin on a day.
    pub(crate) fn windows(&self, date: Date) -> &[Window] {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        self.days.get(&date).or_else(|| self.weekly.get(weekday)).map_or(&[], Vec::as_slice)
    }

    /// How long it is open in a week without holidays, exceptions and changes of the clock.
    pub(crate) fn regular_week(&self) -> SignedDuration {
        const WEEK: u32 = 7 * 24 * 60;
        let mut windows = Vec::new();
        for (day, weekday) in (0_u32..).zip(&self.weekly) {
            let start = day * u32::from(DAY);
            windows.extend(
                weekday.iter().map(|window| (start + u32::from(window.start), start + u32::from(window.end))),
            );
        }
        // What Sunday's last window leaves of Monday morning is there in every week.
        let over = windows.iter().map(|(_, end)| end.saturating_sub(WEEK)).max().unwrap_or_default();
        let mut open_until = over;
        let mut minutes = over;
        for (start, end) in windows {
            let (start, end) = (start.max(open_until), end.min(WEEK));
            minutes += end.saturating_sub(start);
            open_until = open_until.max(end);
        }
        SignedDuration::from_mins(minutes.into())
    }
}

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// One opening of a day, in minutes from its midnight: open at the first, closed again at the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Window {
    /// Below 24 hours.
    start: u16,
    /// After the start by at most 24 hours; beyond 24:00 it lies on the next day.
    end: u16,
}

/// One of the two times of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Start,
    End,
}

impl Window {
    /// The whole day.
    pub(crate) const ALL_DAY: Self = Self { start: 0, end: DAY };

    /// Reads `09:00-12:00`. An end that is not after the start lies on the next day; `24:00` ends the day.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once('-')?;
        let start = minute(start.trim()).filter(|start| *start < DAY)?;
        let end = minute(end.trim())?;
        Some(Self { start, end: if end > start { end } else { end + DAY } })
    }

    /// The window with its begin, or its end, one unit earlier or later: an hour, half an hour or a minute, the largest of which that time
    /// is a whole number. `None` where that is no window.
    pub(crate) fn moved(self, at: End, later: bool) -> Option<Self> {
        let moved = |minutes: u16| {
            let unit = [60, 30].into_iter().find(|unit| minutes.is_multiple_of(*unit)).unwrap_or(1);
            if later { minutes.checked_add(unit) } else { minutes.checked_sub(unit) }
        };
        let other = match at {
            End::Start => Self { start: moved(self.start)?, ..self },
            End::End => Self { end: moved(self.end)?, ..self },
        };
        let is_window = other.start < DAY && other.start < other.end && other.end - other.start <= DAY;
        is_window.then_some(other)
    }

    /// How long it is open, in minutes.
    pub(crate) const fn minutes(self) -> u16 {
        self.end - self.start
    }

    /// Whether both are open at some time of a clock that shows on.
    pub(crate) const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What the clock shows when it opens and closes on `date`. `None` at the end of what can be counted.
    pub(crate) fn on(self, date: Date) -> Option<(DateTime, DateTime)> {
        let midnight = date.to_datetime(Time::midnight());
        let at = |minutes: u16| midnight.checked_add(Span::new().minutes(minutes)).ok();
        at(self.start).zip(at(self.end))
    }
}

/// In one spelling for equal windows.
impl Display for Window {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let end = if self.end > DAY { self.end - DAY } else { self.end };
        write!(out, "{:02}:{:02}-{:02}:{:02}", self.start / 60, self.start % 60, end / 60, end % 60)
    }
}

/// Reads `9:00` or `09:00`, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |digits: &str, shortest: usize| {
        let well_formed =
            (shortest..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if well_formed { digits.parse::<u16>().ok() } else { None }
    };
    let (hour, minute) = (number(hour, 1)?, number(minute, 2)?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Window::parse(text).map(|window| window.to_string())
    }

    #[test]
    fn an_end_moves_by_the_unit_it_is_written_in_as_long_as_that_is_a_window() {
        let moved =
            |text: &str, at, later| Window::parse(text)?.moved(at, later).map(|window| window.to_string());
        assert_eq!(moved("09:00-17:30", End::Start, false).as_deref(), Some("08:00-17:30"));
        assert_eq!(moved("09:00-17:30", End::End, true).as_deref(), Some("09:00-18:00"));
        assert_eq!(moved("09:15-17:30", End::Start, true).as_deref(), Some("09:16-17:30"));
        assert_eq!(moved("22:00-02:00", End::End, true).as_deref(), Some("22:00-03:00"));
        for (text, at, later) in [
            ("00:00-24:00", End::Start, false),
            ("00:00-24:00", End::End, true),
            ("23:00-24:00", End::Start, true),
            ("09:00-10:00", End::End, false),
        ] {
            assert_eq!(moved(text, at, later), None, "{text}");
        }
    }

    #[test]
    fn windows_have_one_spelling() {
        for (text, expected) in [
            ("09:00-12:00", "09:00-12:00"),
            ("9:00 - 12:30", "09:00-12:30"),
            ("18:00-24:00", "18:00-24:00"),
            ("18:00-00:00", "18:00-24:00"),
            ("00:00-00:00", "00:00-24:00"),
            ("22:00-02:00", "22:00-02:00"),
            ("09:00-09:00", "09:00-09:00"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for refused in [
            "",
            "9-12",
            "09:00",
            "24:00-25:00",
            "24:00-06:00",
            "09:60-10:00",
            "09:00-24:01",
            "9:0-10:00",
            "+9:00-10:00",
            "09:00–12:00",
        ] {
            assert_eq!(shown(refused), None, "{refused}");
        }
    }

    #[test]
    fn windows_that_only_touch_do_not_overlap() {
        let overlap = |one: &str, other: &str| {
            let (one, other) = (Window::parse(one).unwrap(), Window::parse(other).unwrap());
            assert_eq!(one.overlaps(other), other.overlaps(one));
            one.overlaps(other)
        };
        assert!(!overlap("09:00-12:00", "12:00-13:00"));
        assert!(overlap("09:00-12:00", "11:59-13:00"));
        assert!(overlap("22:00-02:00", "23:00-23:30"));
        // Past midnight is another day than before nine.
        assert!(!overlap("22:00-02:00", "00:00-01:00"));
    }

    #[test]
    fn a_week_counts_no_hour_twice() {
        let mut calendar = Calendar {
            id: "c".into(),
            title: None,
            zone: TimeZone::UTC,
            weekly: std::array::from_fn(|_| vec![Window::parse("09:00-12:00").unwrap()]),
            days: BTreeMap::new(),
        };
        assert_eq!(calendar.regular_week(), SignedDuration::from_hours(21));
        calendar.weekly = std::array::from_fn(|_| vec![Window::ALL_DAY]);
        assert_eq!(calendar.regular_week(), SignedDuration::from_hours(168));
        // From nine to nine is around the clock too, Sunday night included.
        calendar.weekly = std::array::from_fn(|_| vec![Window::parse("09:00-09:00").unwrap()]);
        assert_eq!(calendar.regular_week(), SignedDuration::from_hours(168));
        // Sunday night runs two hours into Monday, of which Monday's own hours are one.
        calendar.weekly = Default::default();
        calendar.weekly[6] = vec![Window::parse("22:00-02:00").unwrap()];
        calendar.weekly[0] = vec![Window::parse("01:00-03:00").unwrap()];
        assert_eq!(calendar.regular_week(), SignedDuration::from_hours(5));
    }
}
