//! Periods, opening hours and time limits.

use super::Name;
use super::written::{names, text};
use crate::localised::Localised;
use crate::span::Place;
use jiff::SignedDuration;

/// `effective`: a period, as written: civil days of the rulebook's time zone, both included, or instants with their offset, of
/// which `until` is the first one outside.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Effective {
    pub(crate) from: Option<Name>,
    pub(crate) until: Option<Name>,
    /// The period of the layer it stands in, which has to hold as well; filled in when layers are united.
    pub(crate) layer: Option<Box<Effective>>,
}

/// `calendars`: when a desk is open. Days and windows are texts as written, such as `mon-fri` and `09:00-12:00`.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Calendar {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    /// The rulebook's, if absent.
    pub(crate) timezone: Option<Name>,
    pub(crate) hours: Vec<(Name, Vec<Name>)>,
    pub(crate) holidays: Vec<Name>,
    /// Dates with their own windows; none means closed.
    pub(crate) exceptions: Vec<(Name, Vec<Name>)>,
}

/// `within`: how long something may take.
#[derive(Debug, Clone)]
pub(crate) enum TimeLimit {
    /// Time that passes on every clock.
    Elapsed(SignedDuration),
    /// Time during which a calendar is open: the only one its author has read, or else the only one there is, if it has no name here.
    Business { time: SignedDuration, calendar: Option<Name>, place: Place },
}

impl PartialEq for TimeLimit {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Elapsed(one), Self::Elapsed(other)) => one == other,
            (
                Self::Business { time, calendar, place: _ },
                Self::Business { time: other_time, calendar: other_calendar, place: _ },
            ) => time == other_time && calendar == other_calendar,
            (Self::Elapsed(_), Self::Business { .. }) | (Self::Business { .. }, Self::Elapsed(_)) => false,
        }
    }
}

impl Effective {
    /// From this day or instant on.
    pub fn from(from: &str) -> Self {
        Self { from: Some(from.into()), until: None, layer: None }
    }

    /// Up to this day, or until this instant.
    pub fn until(until: &str) -> Self {
        Self { from: None, until: Some(until.into()), layer: None }
    }

    /// From the one to the other.
    pub fn between(from: &str, until: &str) -> Self {
        Self { from: Some(from.into()), until: Some(until.into()), layer: None }
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            name: "".into(),
            title: None,
            timezone: None,
            hours: Vec::new(),
            holidays: Vec::new(),
            exceptions: Vec::new(),
        }
    }
}

/// `Calendar::new().hours("mon-fri", ["09:00-18:00"])` is `{ hours: { mon-fri: ["09:00-18:00"] } }`.
impl Calendar {
    /// A calendar without any hours yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opening hours of a day of the week, or of several.
    pub fn hours(mut self, days: &str, windows: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.hours.push((days.into(), names(windows)));
        self
    }

    /// Days without any opening hours.
    pub fn holidays(self, days: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { holidays: names(days), ..self }
    }

    /// A day with opening hours of its own; none means closed.
    pub fn exception(mut self, day: &str, windows: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.exceptions.push((day.into(), names(windows)));
        self
    }

    /// The zone its hours are in, if it is not the rulebook's.
    pub fn timezone(self, zone: &str) -> Self {
        Self { timezone: Some(zone.into()), ..self }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }
}

/// `within`: how long something may take.
#[derive(Debug, Clone, PartialEq)]
pub struct Within(pub(super) TimeLimit);

/// Time that passes on every clock.
impl From<SignedDuration> for Within {
    fn from(time: SignedDuration) -> Self {
        Self(TimeLimit::Elapsed(time))
    }
}

impl Within {
    /// `30m`
    pub fn minutes(minutes: u32) -> Self {
        SignedDuration::from_mins(minutes.into()).into()
    }

    /// `4h`
    pub fn hours(hours: u32) -> Self {
        SignedDuration::from_mins(i64::from(hours) * 60).into()
    }

    /// `2d`, of 24 hours each
    pub fn days(days: u32) -> Self {
        SignedDuration::from_mins(i64::from(days) * 24 * 60).into()
    }

    /// `90 business minutes`: time during which a calendar is open.
    pub fn business_minutes(minutes: u32) -> Self {
        let time = SignedDuration::from_mins(minutes.into());
        Self(TimeLimit::Business { time, calendar: None, place: Place::default() })
    }

    /// `4 business hours`: time during which a calendar is open.
    pub fn business_hours(hours: u32) -> Self {
        let time = SignedDuration::from_mins(i64::from(hours) * 60);
        Self(TimeLimit::Business { time, calendar: None, place: Place::default() })
    }

    /// `4 business hours in CALENDAR`. Time that passes on every clock needs no calendar and stays as it is.
    #[must_use]
    pub fn calendar(self, name: &str) -> Self {
        Self(match self.0 {
            TimeLimit::Business { time, place, .. } => {
                TimeLimit::Business { time, calendar: Some(name.into()), place }
            }
            elapsed @ TimeLimit::Elapsed(_) => elapsed,
        })
    }
}
