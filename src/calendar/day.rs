//! Where calendar days begin and end. Clocks that are changed around midnight skip the beginning of a day, or show a day again
//! after the next one has begun.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The first instant of a day; where clocks skip midnight, the instant they skip it. `None` at the end of what can be
/// counted, in the year 9999.
pub(crate) fn start_of_day(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    let midnight = date.to_datetime(Time::midnight());
    match zone.to_ambiguous_timestamp(midnight).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(midnight).ok(),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(midnight).ok(),
        AmbiguousOffset::Gap { after, .. } => {
            // By the clock that is to come, midnight lies before the change.
            let earlier = after.to_timestamp(midnight).ok()?;
            zone.following(earlier).next().map(|change| change.timestamp())
        }
    }
}

/// The first instant after which it is never this day again. `None` at the end of what can be counted.
pub(crate) fn end_of_day(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = date.tomorrow().ok()?;
    let midnight = next.to_datetime(Time::midnight());
    if let AmbiguousOffset::Fold { after, .. } = zone.to_ambiguous_timestamp(midnight).offset()
        && let Ok(again) = after.to_timestamp(midnight)
        && let Ok(before) = again.checked_sub(jiff::SignedDuration::from_nanos(1))
        // Clocks that go back to midnight show no time of the day before.
        && zone.to_datetime(before).date() == date
    {
        return Some(again);
    }
    start_of_day(next, zone)
}

/// An instant in RFC 3339, by the clock of a zone.
pub(crate) fn shown_in(at: Timestamp, zone: &TimeZone) -> String {
    at.display_with_offset(zone.to_offset(at)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZoneDatabase;

    #[test]
    fn days_begin_and_end_where_clocks_say() {
        for (zone, date, start, end) in [
            ("Asia/Tokyo", "2026-12-01", "2026-11-30T15:00:00Z", "2026-12-01T15:00:00Z"),
            // From 23:30 to 00:30: the next day begins at the change.
            ("America/Toronto", "1919-03-30", "1919-03-30T05:00:00Z", "1919-03-31T04:30:00Z"),
            ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", "1919-04-01T04:00:00Z"),
            // From 00:01 back to 23:01: the day before is there again until the second midnight.
            ("America/St_Johns", "2010-11-06", "2010-11-06T02:30:00Z", "2010-11-07T03:30:00Z"),
            ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"),
            // From 01:00 back to 00:00: the day begins once.
            ("America/Havana", "2026-10-31", "2026-10-31T04:00:00Z", "2026-11-01T04:00:00Z"),
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
            // From 00:00 to 01:00.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
            // A day that was skipped is empty.
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
        ] {
            let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
            let date: Date = date.parse().unwrap();
            assert_eq!(start_of_day(date, &zone), start.parse().ok(), "start of {date}");
            assert_eq!(end_of_day(date, &zone), end.parse().ok(), "end of {date}");
        }
        assert_eq!(end_of_day(Date::MAX, &TimeZone::UTC), None);
    }
}
