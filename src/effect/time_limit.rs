//! Time limits: how long an escalation may take, on every clock or in the open time of a calendar.

use crate::calendar::{Calendar, Segment};
use crate::id::CalendarId;
use crate::inquiry::print_duration;
use jiff::{SignedDuration, Timestamp};

/// How long something may take. Sorted by length, elapsed time before open time of the same length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TimeLimit {
    pub(crate) time: SignedDuration,
    /// Only time during which it is open counts; none means that all time does.
    pub(crate) calendar: Option<CalendarId>,
}

impl TimeLimit {
    /// When it is over for an inquiry of the time `at`, and the open time that was counted, none of elapsed time. `None` at
    /// the end of what can be counted, in the year 9999.
    pub(crate) fn due(self, at: Timestamp, calendars: &[Calendar]) -> Option<(Timestamp, Vec<Segment>)> {
        match self.calendar {
            None => at.checked_add(self.time).ok().map(|due| (due, Vec::new())),
            Some(calendar) => calendars.get(calendar.index())?.due(at, self.time),
        }
    }

    /// The limit as rulebooks write it, in one spelling: `30m`, `4 business hours`, and where there are several calendars
    /// `4 business hours in support`.
    pub(crate) fn text(self, calendars: &[Calendar]) -> String {
        let Some(calendar) = self.calendar else { return print_duration(self.time) };
        let calendar = calendars.get(calendar.index()).filter(|_| calendars.len() > 1);
        self.in_open_time(calendar.map(|calendar| &*calendar.id))
    }

    /// `4 business hours`, with what the calendar is called where that is not clear.
    pub(crate) fn in_open_time(self, calendar: Option<&str>) -> String {
        let (number, unit) = self.business_units();
        let plural = if number == 1 { "" } else { "s" };
        let which = calendar.map(|calendar| format!(" in {calendar}")).unwrap_or_default();
        format!("{number} business {unit}{plural}{which}")
    }

    /// Whole hours, or else minutes: business time is written in nothing smaller.
    pub(crate) fn business_units(self) -> (i64, &'static str) {
        let minutes = self.time.as_mins();
        if minutes % 60 == 0 { (minutes / 60, "hour") } else { (minutes, "minute") }
    }
}
