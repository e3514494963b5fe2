//! Where calendar days begin.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The first instant of a day; where clocks skip midnight, the instant they skip it. `None` at the end of what can be
/// counted, in the year 9999.
pub(crate) fn start_of_day(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()
}
