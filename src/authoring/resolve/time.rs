//! Time zones, periods and time limits.

use super::facts::counts_days;
use super::resolver::Resolver;
use super::rules::Vocabulary;
use crate::authoring::document::{Document, Effective, Name, TimeLimit};
use crate::calendar::{Calendar, Period, end_of_day, start_of_day};
use crate::diagnostic::{Code, Problem, closest};
use crate::effect;
use crate::id::CalendarId;
use crate::inquiry::{NoInstant, parse_date, parse_instant, print_duration};
use crate::span::Place;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

/// How many regular weeks a time limit may take: one beyond is a slip, and one that is never reached would never be due.
const MAX_WEEKS: i32 = 52;

impl Resolver {
    /// The rulebook's time zone.
    pub(super) fn timezone(&mut self, document: &Document) -> TimeZone {
        if let Some(name) = &document.timezone {
            return self.zone(name);
        }
        if let Some((place, message, counted)) = needs_timezone(document) {
            let problem = Problem::new(Code::NoTimezone, place, message).label(counted);
            self.report(problem.help("say where days begin and end, for example `timezone: Asia/Tokyo`"));
        }
        TimeZone::UTC
    }

    /// The zone rules that ship with the library, never the machine's: a decision must not depend on where it is made.
    pub(super) fn zone(&mut self, name: &Name) -> TimeZone {
        let zones = TimeZoneDatabase::bundled();
        zones.get(&name.value).unwrap_or_else(|_| {
            self.unknown_zone(name, &zones);
            TimeZone::UTC
        })
    }

    fn unknown_zone(&mut self, name: &Name, zones: &TimeZoneDatabase) {
        let known: Vec<String> = zones.available().map(|zone| zone.as_str().to_owned()).collect();
        let problem =
            Problem::new(Code::UnknownName, name.place, format!("there is no time zone `{}`", name.value));
        self.report(match closest(&name.value, known.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("use a name of the IANA time zone database, for example `Asia/Tokyo`"),
        });
    }

    /// When something is in force: in its own period and in its layer's. `None` if one of them is wrong.
    pub(super) fn period(&mut self, effective: &Effective, zone: &TimeZone) -> Option<Period> {
        let own = self.own_period(effective, zone);
        let Some(layer) = &effective.layer else { return own };
        let (own, others) = (own?, self.period(layer, zone)?);
        let both = own.intersect(others);
        if both.is_empty()
            && let (Some(place), Some(other)) = (place_of(effective), place_of(layer))
        {
            let message = "this is never in force: its period and its layer's have no instant in common";
            let problem = Problem::new(Code::NeverTrue, place, message).also(other, "the layer's period");
            self.report(problem.help("correct one of the two, or remove what is over"));
        }
        Some(both)
    }

    fn own_period(&mut self, effective: &Effective, zone: &TimeZone) -> Option<Period> {
        let from = effective.from.as_ref().map(|from| self.end(from, zone, false));
        let until = effective.until.as_ref().map(|until| self.end(until, zone, true));
        let wrong = [&from, &until].into_iter().flatten().any(Option::is_none);
        let period = Period { from: from.flatten().flatten(), until: until.flatten().flatten() };
        if wrong {
            return None;
        }
        if period.is_empty()
            && let Some((from, until)) = effective.from.as_ref().zip(effective.until.as_ref())
        {
            let message = format!("`{}` does not lie after `{}`", until.value, from.value);
            let problem =
                Problem::new(Code::InvalidValue, until.place, message).also(from.place, "from here on");
            self.report(problem.help("a day counts up to its end; an instant is the first one outside"));
            return None;
        }
        Some(period)
    }

    /// An end of a period; the outer `None` if it cannot be read. A day is included, so as the last one it ends where the
    /// next one begins; beyond the last year that can be counted there is no end.
    #[expect(clippy::option_option, reason = "no end is one thing, a wrong one another")]
    fn end(&mut self, text: &Name, zone: &TimeZone, last: bool) -> Option<Option<Timestamp>> {
        if let Some(day) = parse_date(&text.value) {
            return Some(if last { end_of_day(day, zone) } else { start_of_day(day, zone) });
        }
        match parse_instant(&text.value) {
            Ok(instant) => Some(Some(instant)),
            Err(wrong) => {
                let message = match wrong {
                    NoInstant::WithoutOffset => format!("`{}` has no offset from UTC", text.value),
                    NoInstant::Malformed => format!("`{}` is neither a day nor an instant", text.value),
                };
                let problem = Problem::new(Code::InvalidValue, text.place, message);
                self.report(
                    problem.help("write a day, `2026-12-01`, or an instant, `2026-12-01T09:00:00+09:00`"),
                );
                None
            }
        }
    }

    /// A time limit, with its calendar found.
    pub(super) fn time_limit(
        &mut self,
        limit: &TimeLimit,
        vocabulary: &Vocabulary<'_>,
    ) -> Option<effect::TimeLimit> {
        let calendars = vocabulary.calendars;
        match limit {
            TimeLimit::Elapsed(time) => Some(effect::TimeLimit { time: *time, calendar: None }),
            TimeLimit::Business { time, calendar, place } => {
                let id = match calendar {
                    Some(name) => self.calendar_called(name, calendars)?,
                    None => self.only_calendar(vocabulary, *place)?,
                };
                self.is_reached(*time, calendars.get(id.index())?, *place);
                Some(effect::TimeLimit { time: *time, calendar: Some(id) })
            }
        }
    }

    /// The calendar of business time that names none.
    fn only_calendar(&mut self, vocabulary: &Vocabulary<'_>, place: Place) -> Option<CalendarId> {
        let names = vocabulary.layers.calendars(place, vocabulary.declared_calendars);
        let calendars: Vec<(usize, &Calendar)> = vocabulary
            .calendars
            .iter()
            .enumerate()
            .filter(|(_, calendar)| names.iter().any(|name| name.value == calendar.id))
            .collect();
        let (message, help) = match calendars.as_slice() {
            [(only, _)] => return Some(CalendarId::at(*only)),
            [] if self.lost_names => return None,
            [] => {
                let message = "business time is counted in a calendar, and the rulebook has none";
                let help = "write one: `calendars: { support: { hours: { mon-fri: [\"09:00-18:00\"] } } }`";
                (message.to_owned(), help.to_owned())
            }
            [(_, first), ..] => {
                let names: Vec<String> =
                    calendars.iter().take(8).map(|(_, calendar)| format!("`{}`", calendar.id)).collect();
                let message = format!(
                    "the rulebook has several calendars, {}: this does not say which",
                    names.join(", ")
                );
                (message, format!("for example `4 business hours in {}`", first.id))
            }
        };
        self.report(Problem::new(Code::InvalidValue, place, message).help(help));
        None
    }

    fn is_reached(&mut self, time: SignedDuration, calendar: &Calendar, place: Place) {
        let week = calendar.regular_week();
        if week.saturating_mul(MAX_WEEKS) >= time {
            return;
        }
        if week.is_zero() {
            let message =
                format!("`{}` has no regular hours, so this limit would never be over", calendar.id);
            self.report(
                Problem::new(Code::InvalidValue, place, message)
                    .help("name another calendar, or give it hours"),
            );
            return;
        }
        let message = format!(
            "`{}` is open for {} in a regular week, so this limit is not over within {MAX_WEEKS} weeks",
            calendar.id,
            print_duration(week)
        );
        self.report(
            Problem::new(Code::InvalidValue, place, message)
                .help("correct the limit, or the hours of the calendar"),
        );
    }
}

/// Where a period is written.
fn place_of(effective: &Effective) -> Option<Place> {
    effective.from.as_ref().or(effective.until.as_ref()).map(|end| end.place)
}

/// The first thing for which it matters where days begin and end: its place, and what to say there.
fn needs_timezone(document: &Document) -> Option<(Place, String, &'static str)> {
    if let Some(name) = counts_days(document) {
        let message = "calendar days are counted, but the rulebook does not say in which `timezone`";
        return Some((name.place, message.to_owned(), "counted in UTC"));
    }
    let rules = document.rules.iter().map(|rule| &rule.effective);
    let tables = document.tables.iter().map(|table| &table.effective);
    let limits = document.limits.iter().map(|limit| &limit.effective);
    let mut days = rules.chain(tables).chain(limits).flatten().filter_map(first_day);
    if let Some(day) = days.next() {
        let message = format!("`{}` is a day, but the rulebook does not say in which `timezone`", day.value);
        return Some((day.place, message, "a day in UTC"));
    }
    let calendar = document.calendars.iter().find(|calendar| calendar.timezone.is_none())?;
    let message = format!(
        "`{}` opens by the clock, but neither it nor the rulebook says in which `timezone`",
        calendar.name.value
    );
    Some((calendar.name.place, message, "opens by UTC"))
}

/// The first end of a period that is a day, the layer's period included.
fn first_day(effective: &Effective) -> Option<&Name> {
    let mut ends = effective.from.iter().chain(&effective.until);
    let own = ends.find(|end| parse_date(&end.value).is_some());
    own.or_else(|| effective.layer.as_deref().and_then(first_day))
}
