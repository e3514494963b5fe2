//! Open time: whether a calendar is open at an instant, how long it is open between two, and when so much of it has passed.
//!
//! Between two changes of the clock everything is plain arithmetic on what the clock shows, so the zone is asked only for
//! those changes.

use super::calendar::Calendar;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The longest time over which open time is counted: a little more than ten years. It keeps a date of the last century from
/// taking the time of a decision.
const MAX_SPAN: SignedDuration = SignedDuration::from_hours(3_660 * 24);

/// A stretch of open time: open at the first instant, closed or not counted from the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl Segment {
    fn length(self) -> SignedDuration {
        self.from.duration_until(self.until)
    }
}

impl Calendar {
    /// Whether it is open at an instant. The instant at which a window closes is outside.
    pub(crate) fn is_open(&self, at: Timestamp) -> bool {
        let now = self.zone.to_datetime(at);
        // A window that began the day before may run past midnight.
        let days = [now.date().yesterday().ok(), Some(now.date())];
        days.into_iter().flatten().any(|date| {
            let mut windows = self.windows(date).iter().filter_map(|window| window.on(date));
            windows.any(|(opens, closes)| opens <= now && now < closes)
        })
    }

    /// How long it is open between two instants; zero if the second lies before the first. `None` if they lie further apart
    /// than [`MAX_SPAN`].
    pub(crate) fn open_between(&self, from: Timestamp, until: Timestamp) -> Option<SignedDuration> {
        if from.duration_until(until) > MAX_SPAN {
            return None;
        }
        Some(self.segments(from, until).map(Segment::length).sum())
    }

    /// The earliest instant by which it has been open for `time` since `at`, and the open time that was counted. `None` if
    /// there is none before the end of what can be counted; a calendar that never opens is searched all the way.
    pub(crate) fn due(&self, at: Timestamp, time: SignedDuration) -> Option<(Timestamp, Vec<Segment>)> {
        let mut counted: Vec<Segment> = Vec::new();
        let mut left = time;
        if !left.is_positive() {
            return Some((at, counted));
        }
        for segment in self.segments(at, Timestamp::MAX) {
            let enough = segment.from.checked_add(left).ok();
            let until = enough.map_or(segment.until, |enough| enough.min(segment.until));
            let segment = Segment { until, ..segment };
            match counted.last_mut() {
                Some(last) if last.until == segment.from => last.until = until,
                _ => counted.push(segment),
            }
            left = left.saturating_sub(segment.length());
            if !left.is_positive() {
                return Some((until, counted));
            }
        }
        None
    }

    /// The open time between two instants, in order, without overlaps; two stretches may touch.
    fn segments(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Segment> + use<'_> {
        let open = pieces(&self.zone, from, until).flat_map(|piece| self.in_piece(piece));
        let alone = |open_until: &mut Timestamp, segment: Segment| {
            let from = segment.from.max(*open_until);
            *open_until = segment.until.max(*open_until);
            Some(Segment { from, ..segment })
        };
        open.scan(from, alone).filter(|segment| segment.from < segment.until)
    }

    /// The windows that lie in a piece, cut to it, by when they open.
    fn in_piece(&self, piece: Piece) -> impl Iterator<Item = Segment> + use<'_> {
        let (start, end) = piece.shown();
        let first = start.date().yesterday().unwrap_or_else(|_| start.date());
        let dates = std::iter::successors(Some(first), |date| date.tomorrow().ok());
        let windows = dates
            .take_while(move |date| *date <= end.date())
            .flat_map(|date| self.windows(date).iter().filter_map(move |window| window.on(date)));
        windows.filter_map(move |(opens, closes)| {
            let from = piece.instant(opens.max(start))?.max(piece.from);
            let until = piece.instant(closes.min(end))?.min(piece.until);
            (from < until).then_some(Segment { from, until })
        })
    }
}

/// Time during which the clock is not changed.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: Timestamp,
    until: Timestamp,
    offset: Offset,
}

impl Piece {
    /// What the clock shows at both ends.
    fn shown(self) -> (DateTime, DateTime) {
        (self.offset.to_datetime(self.from), self.offset.to_datetime(self.until))
    }

    /// When the clock shows it.
    fn instant(self, shown: DateTime) -> Option<Timestamp> {
        self.offset.to_timestamp(shown).ok()
    }
}

/// The time between two instants, cut where clocks are changed.
fn pieces(zone: &TimeZone, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Piece> + use<'_> {
    let mut changes = zone.following(from);
    let mut next = Some((from, zone.to_offset(from)));
    std::iter::from_fn(move || {
        let (start, offset) = next.filter(|(start, _)| *start < until)?;
        let change = changes.next();
        next = change.as_ref().map(|change| (change.timestamp(), change.offset()));
        let end = next.map_or(until, |(end, _)| end.min(until));
        Some(Piece { from: start, until: end, offset })
    })
}

#[cfg(test)]
mod tests;
