//! Instants at which a calendar that opens or closes otherwise would tell: beside the ends of its hours.

use crate::calendar::{Calendar, Window};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// The first day of a week without anything special in most of the world, in which inquiries without another time are asked.
const MONDAY: Date = Date::constant(2026, 11, 16);

/// The last minute before hours begin, their first one, their last one, and the first one behind: of one day for each of the regular
/// hours, and on the first days with hours of their own, both by these and by the regular ones, and on the days before.
pub(super) fn instants(calendar: &Calendar) -> BTreeSet<Timestamp> {
    /// Of many days with hours of their own as many are tried.
    const MAX_DAYS: usize = 4;
    let mut seen: Vec<Window> = Vec::new();
    let mut found = BTreeSet::new();
    let mut date = Some(MONDAY);
    for windows in &calendar.weekly {
        for window in windows {
            if let Some(date) = date.filter(|_| !seen.contains(window)) {
                found.extend(beside(*window, date, calendar));
                seen.push(*window);
            }
        }
        date = date.and_then(|date| date.tomorrow().ok());
    }
    for (date, own) in calendar.days.iter().take(MAX_DAYS) {
        let own = own.iter().chain(&seen).map(|window| (*window, *date));
        let before = date.yesterday().into_iter();
        let before = before.flat_map(|date| calendar.windows(date).iter().map(move |window| (*window, date)));
        found.extend(own.chain(before).flat_map(|(window, date)| beside(window, date, calendar)));
    }
    found
}

fn beside(window: Window, date: Date, calendar: &Calendar) -> impl Iterator<Item = Timestamp> {
    const MINUTE: SignedDuration = SignedDuration::from_mins(1);
    let at = |at: jiff::civil::DateTime| calendar.zone.to_timestamp(at).ok();
    let ends = window.on(date).map(|(start, end)| [at(start), at(end)]);
    let ends = ends.into_iter().flatten().flatten();
    ends.flat_map(|end| [end.checked_sub(MINUTE).ok(), Some(end)]).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    #[test]
    fn hours_have_two_instants_at_each_end() {
        let text = "rulebook: a\nversion: '1'\ntiers: { vendor: [a], client: [b] }\n\
            timezone: Asia/Tokyo\n\
            calendars: { desk: { hours: { mon-fri: ['09:00-18:00'] }, holidays: [2026-11-23] } }\n\
            derive: { is_open: open(desk) }\nrules: [{ id: r, when: is_open, tag: [t] }]\n";
        let book = Rulebook::load("a.yaml", text).into_result().unwrap_or_else(|found| panic!("{found}"));
        let calendar = &book.model().calendars[0];
        let shown: Vec<String> = instants(calendar)
            .into_iter()
            .map(|at| calendar.zone.to_datetime(at).strftime("%a %d %H:%M").to_string())
            .collect();
        let days = ["Mon 16", "Mon 23"];
        let times = ["08:59", "09:00", "17:59", "18:00"];
        let expected = days.iter().flat_map(|day| times.iter().map(move |time| format!("{day} {time}")));
        assert_eq!(shown, expected.collect::<Vec<_>>());
    }
}
