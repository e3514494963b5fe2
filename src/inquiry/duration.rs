//! Lengths of time as rulebooks, conditions and inquiries write them.

use jiff::fmt::friendly::SpanParser;
use jiff::{SignedDuration, SpanRelativeTo};
use std::fmt::Write;

/// Reads `30m`, `1h 30m`, `2 days`. A day is 24 hours and a week seven days; months and years have no fixed length and are
/// refused, as is anything that is no length of time.
pub(crate) fn parse_duration(text: &str) -> Option<SignedDuration> {
    let span = SpanParser::new().parse_span(text.trim()).ok()?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return None;
    }
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}

/// Writes a length of time so that [`parse_duration`] reads it back: `30m`, `1h 30m`, `2d`, `0s`.
pub(crate) fn print_duration(duration: SignedDuration) -> String {
    const SIZES: [(&str, u64); 3] = [("d", 86_400), ("h", 3_600), ("m", 60)];
    let length = duration.unsigned_abs();
    let mut seconds = length.as_secs();
    let mut text = String::from(if duration.is_negative() { "-" } else { "" });
    let mut gap = "";
    for (unit, size) in SIZES {
        if seconds >= size {
            push(&mut text, format_args!("{gap}{}{unit}", seconds / size));
            seconds %= size;
            gap = " ";
        }
    }
    let fraction = format!("{:09}", length.subsec_nanos());
    match fraction.trim_end_matches('0') {
        "" if seconds == 0 && !gap.is_empty() => {}
        "" => push(&mut text, format_args!("{gap}{seconds}s")),
        digits => push(&mut text, format_args!("{gap}{seconds}.{digits}s")),
    }
    text
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = text.write_fmt(part);
}

#[cfg(test)]
mod tests {
    use super::{parse_duration, print_duration};
    use jiff::SignedDuration;
    use proptest::prelude::*;

    #[test]
    fn the_usual_spellings() {
        let minutes = |text| parse_duration(text).map(|duration: SignedDuration| duration.as_mins());
        assert_eq!(minutes("30m"), Some(30));
        assert_eq!(minutes("1h 30m"), Some(90));
        assert_eq!(minutes("2 days"), Some(2 * 24 * 60));
        assert_eq!(minutes("1w"), Some(7 * 24 * 60));
        assert_eq!(minutes("-5 min"), Some(-5));
        for refused in ["", "30", "1 month", "1y", "1mo 2d", "soon", "m", "30分"] {
            assert_eq!(minutes(refused), None, "{refused}");
        }
    }

    #[test]
    fn printed_in_the_largest_units() {
        let printed = |text| parse_duration(text).map(print_duration);
        for (written, expected) in [
            ("30 minutes", "30m"),
            ("90m", "1h 30m"),
            ("48h", "2d"),
            ("0m", "0s"),
            ("61s", "1m 1s"),
            ("1.5s", "1.5s"),
            ("-1h 30m", "-1h 30m"),
            ("1w", "7d"),
        ] {
            assert_eq!(printed(written).as_deref(), Some(expected), "{written}");
        }
    }

    proptest! {
        #[test]
        fn reading_what_was_printed_gives_the_same(seconds in -400_000_000_000_i64..400_000_000_000, nanos in 0..1_000_000_000_i32) {
            let duration = SignedDuration::new(seconds, if seconds < 0 { -nanos } else { nanos });
            prop_assert_eq!(parse_duration(&print_duration(duration)), Some(duration));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = parse_duration(&text);
        }
    }
}
