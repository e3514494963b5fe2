//! Periods, opening hours and time limits.

use super::Name;
use crate::localised::Localised;
use crate::span::Place;
use jiff::SignedDuration;

/// `effective`: a period, as written: civil days of the rulebook's time zone, both included, or instants with their offset, of
/// which `until` is the first one outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Effective {
    pub(crate) from: Option<Name>,
    pub(crate) until: Option<Name>,
    /// The period of the layer it stands in, which has to hold as well; filled in when layers are united.
    pub(crate) layer: Option<Box<Effective>>,
}

/// `calendars`: when a desk is open. Days and windows are texts as written, such as `mon-fri` and `09:00-12:00`.
#[derive(Debug, Clone, PartialEq)]
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
    /// Time during which a calendar is open: the only one of the rulebook, if it has no name here.
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
