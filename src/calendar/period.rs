//! Periods: from when to when something is in force.

use super::day::{end_of_day, shown_in, start_of_day};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A period between two instants, the first in it, the second the first one outside. An end that is not given is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Period {
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl Period {
    /// Every instant.
    pub(crate) const ALWAYS: Self = Self { from: None, until: None };

    /// Whether the instant lies in it.
    pub(crate) fn contains(self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether no instant lies in it.
    pub(crate) fn is_empty(self) -> bool {
        self.from.zip(self.until).is_some_and(|(from, until)| from >= until)
    }

    /// The instants that lie in both.
    pub(crate) fn intersect(self, other: Self) -> Self {
        let until = [self.until, other.until].into_iter().flatten().min();
        Self { from: self.from.max(other.from), until }
    }

    /// Its ends as rulebooks write them, in one spelling for equal periods: a day, both days included, where it begins or
    /// ends with one in `zone`; else an instant, of which the second is the first one outside.
    pub(crate) fn ends(self, zone: &TimeZone) -> (Option<String>, Option<String>) {
        let instant = |at: Timestamp| shown_in(at, zone);
        let from = self.from.map(|at| {
            let day = zone.to_datetime(at).date();
            if start_of_day(day, zone) == Some(at) { day.to_string() } else { instant(at) }
        });
        let until =
            self.until.map(|at| last_day(at, zone).map_or_else(|| instant(at), |day| day.to_string()));
        (from, until)
    }

    /// The period as part of a condition's text.
    pub(crate) fn text(self, zone: &TimeZone) -> String {
        let (from, until) = self.ends(zone);
        let from = from.map(|from| format!(" from {from}"));
        let word =
            if self.until.is_some_and(|at| last_day(at, zone).is_some()) { "to" } else { "until before" };
        let until = until.map(|until| format!(" {word} {until}"));
        format!("in force{}{}", from.unwrap_or_default(), until.unwrap_or_default())
    }
}

/// The day that ends at an instant, if one does.
pub(crate) fn last_day(at: Timestamp, zone: &TimeZone) -> Option<Date> {
    let day = zone.to_datetime(at).date().yesterday().ok()?;
    (end_of_day(day, zone) == Some(at)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, until: &str) -> Period {
        Period { from: from.parse().ok(), until: until.parse().ok() }
    }

    #[test]
    fn the_first_instant_is_in_and_the_second_is_not() {
        let one = period("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z");
        for (at, inside) in [
            ("2026-11-30T23:59:59.999999999Z", false),
            ("2026-12-01T00:00:00Z", true),
            ("2026-12-01T23:59:59.999999999Z", true),
            ("2026-12-02T00:00:00Z", false),
        ] {
            assert_eq!(one.contains(at.parse().unwrap()), inside, "{at}");
        }
        assert!(period("", "2026-12-01T00:00:00Z").contains(Timestamp::MIN));
        assert!(period("2026-12-01T00:00:00Z", "").contains(Timestamp::MAX));
    }

    #[test]
    fn what_lies_in_both_may_be_nothing() {
        let year = period("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        let later = period("2026-06-01T00:00:00Z", "");
        assert_eq!(year.intersect(later), period("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z"));
        assert_eq!(later.intersect(year), year.intersect(later));
        let next = period("2027-01-01T00:00:00Z", "");
        assert!(year.intersect(next).is_empty());
        assert!(!year.is_empty() && !next.is_empty());
    }

    #[test]
    fn days_are_shown_as_days() {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get("Asia/Tokyo").unwrap();
        for (from, until, text) in [
            (
                "2026-12-01T00:00:00+09:00",
                "2027-04-01T00:00:00+09:00",
                "in force from 2026-12-01 to 2027-03-31",
            ),
            (
                "2026-12-01T00:00:00Z",
                "2027-04-01T00:00:00Z",
                "in force from 2026-12-01T09:00:00+09:00 until before 2027-04-01T09:00:00+09:00",
            ),
            ("", "2026-12-01T00:00:00+09:00", "in force to 2026-11-30"),
            ("2026-11-30T15:00:00Z", "", "in force from 2026-12-01"),
        ] {
            assert_eq!(period(from, until).text(&zone), text);
        }
    }
}
