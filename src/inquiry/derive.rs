//! Values computed from facts, the inquiry's time and the customer's text. What they are computed from may be missing;
//! then so are they, for the same cause.

use super::typed::Now;
use super::{Derivation, Derived, Inquiry, Missing, Slot, Value};
use crate::calendar::{Calendar, start_of_day};
use crate::id::{CueId, ValueAt, ValueId};
use crate::rulebook::Model;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

/// Computes every derived value, in the rulebook's order, from the `facts`. `count` and `length` measure
/// the customer's text; they say `None` where not all of it arrived or was read.
pub(crate) fn derive(
    inquiry: &Inquiry,
    model: &Model,
    count: impl Fn(CueId) -> Option<u32>,
    length: impl Fn() -> Option<u64>,
    facts: &[Slot],
) -> Vec<Slot> {
    let zone = &model.timezone;
    let now = Now::of(inquiry, model);
    let derive = |derived: &Derived| match &derived.from {
        Derivation::DaysSince(start) => days_since(read(facts, *start), now, zone),
        Derivation::HoursSince(start) => hours_since(read(facts, *start), now, zone),
        Derivation::Open(calendar) => match (now, model.calendars.get(calendar.index())) {
            (Some(now), Some(calendar)) => Ok(Value::Bool(calendar.is_open(now.time))),
            _ => Err(Missing::NoTime),
        },
        Derivation::BusinessHoursSince(start, calendar) => {
            business_hours_since(read(facts, *start), now, zone, model.calendars.get(calendar.index()))
        }
        Derivation::Count(cue) => count(*cue).map(|hits| Value::Number(hits.into())).ok_or(Missing::Cut),
        Derivation::LengthOfText => length().map(|length| Value::Number(length.into())).ok_or(Missing::Cut),
        Derivation::Or(value, otherwise) => match read(facts, *value) {
            Err(Missing::Absent | Missing::Null) => Ok(otherwise.clone()),
            slot => slot.cloned(),
        },
        Derivation::Constant(parameter) => Ok(parameter.value.clone()),
    };
    model.derived.iter().map(derive).collect()
}

/// The value of a fact; the loader lets derived values read nothing else.
fn read(facts: &[Slot], value: ValueId) -> Result<&Value, Missing> {
    let ValueAt::Fact(at) = value.position() else { return Err(Missing::Absent) };
    facts.get(at).map_or(Err(Missing::Absent), |slot| slot.as_ref().map_err(|cause| *cause))
}

/// What has begun by the inquiry's time, and that time: nothing is measured from what is still to come.
fn begun<'v, 'm>(
    start: Result<&'v Value, Missing>,
    now: Option<Now<'m>>,
) -> Result<(&'v Value, Now<'m>), Missing> {
    let start = start?;
    let now = now.ok_or(Missing::NoTime)?;
    if now.is_before(start) { Err(Missing::OutOfRange) } else { Ok((start, now)) }
}

fn days_since(start: Result<&Value, Missing>, now: Option<Now<'_>>, zone: &TimeZone) -> Slot {
    let (start, now) = begun(start, now)?;
    let start = match start {
        Value::Date(date) => *date,
        Value::Timestamp(time) => zone.to_datetime(*time).date(),
        _ => return Err(Missing::IllTyped),
    };
    // Civil days are all 24 hours long: this counts dates, not time that passed.
    let days = start.duration_until(now.today()).as_hours() / 24;
    Ok(Value::Number(days.into()))
}

fn hours_since(start: Result<&Value, Missing>, now: Option<Now<'_>>, zone: &TimeZone) -> Slot {
    let (start, now) = begun(start, now)?;
    let passed = instant(start, zone)?.duration_until(now.time);
    hours(passed).map(Value::Number).ok_or(Missing::OutOfRange)
}

fn business_hours_since(
    start: Result<&Value, Missing>,
    now: Option<Now<'_>>,
    zone: &TimeZone,
    calendar: Option<&Calendar>,
) -> Slot {
    let (start, now) = begun(start, now)?;
    let start = instant(start, zone)?;
    let open = calendar.and_then(|calendar| calendar.open_between(start, now.time));
    open.and_then(hours).map(Value::Number).ok_or(Missing::OutOfRange)
}

/// An instant, or that at which a day begins.
fn instant(value: &Value, zone: &TimeZone) -> Result<Timestamp, Missing> {
    match value {
        Value::Timestamp(time) => Ok(*time),
        Value::Date(date) => start_of_day(*date, zone).ok_or(Missing::OutOfRange),
        _ => Err(Missing::IllTyped),
    }
}

/// Exact where the hours have at most 28 decimal places, else rounded there.
fn hours(length: SignedDuration) -> Option<Decimal> {
    let seconds = Decimal::try_from_i128_with_scale(length.as_nanos(), 9).ok()?;
    seconds.checked_div(Decimal::from(3600)).map(|hours| hours.normalize())
}
