//! Dates, instants and lengths of time as inquiries write them.

use super::duration::parse_duration;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp, Zoned, civil::Date, civil::DateTime};

/// Why a text is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoInstant {
    /// A day or a time of day without an offset from UTC.
    WithoutOffset,
    /// Nothing of the kind.
    Malformed,
}

/// An instant as RFC 3339 writes it, optionally with a time zone in brackets (RFC 9557) that must agree with the offset.
pub(crate) fn parse_instant(text: &str) -> Result<Timestamp, NoInstant> {
    let instant = if text.contains('[') {
        text.parse::<Zoned>().map(|zoned| zoned.timestamp())
    } else {
        text.parse::<Timestamp>()
    };
    match instant {
        Ok(instant) if starts_with_day(text) => Ok(instant),
        Err(_) if starts_with_day(text) && !text.contains('[') && text.parse::<DateTime>().is_ok() => {
            Err(NoInstant::WithoutOffset)
        }
        _ => Err(NoInstant::Malformed),
    }
}

/// A calendar day written `YYYY-MM-DD`, and nothing else.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    if text.len() == 10 && starts_with_day(text) { text.parse().ok() } else { None }
}

/// A length of time: as rulebooks write it (`30m`, `2 days`), or as ISO 8601 does (`PT30M`), where months and years, which
/// have no fixed length, are refused too.
pub(crate) fn parse_length(text: &str) -> Option<SignedDuration> {
    parse_duration(text).or_else(|| {
        let span: Span =
            text.parse().ok().filter(|span: &Span| span.get_years() == 0 && span.get_months() == 0)?;
        span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
    })
}

/// Whether the text begins with the shape `YYYY-MM-DD`: the time library alone reads more forms than the standard has.
fn starts_with_day(text: &str) -> bool {
    let shape = b"0000-00-00";
    text.len() >= shape.len()
        && text.bytes().zip(shape).all(|(byte, expected)| match expected {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *expected,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse_length(text).map(|length| length.as_secs())
    }

    #[test]
    fn instants_have_an_offset() {
        let expected: Timestamp = "2026-11-21T01:00:00Z".parse().unwrap();
        for text in [
            "2026-11-21T10:00:00+09:00",
            "2026-11-21T01:00:00Z",
            "2026-11-21t01:00:00z",
            "2026-11-21 10:00:00+09:00",
            "2026-11-21T10:00:00+09:00[Asia/Tokyo]",
            "2026-11-21T01:00:00.000Z",
        ] {
            assert_eq!(parse_instant(text), Ok(expected), "{text}");
        }
        for text in ["2026-11-21T10:00:00", "2026-11-21", "2026-11-21 10:00"] {
            assert_eq!(parse_instant(text), Err(NoInstant::WithoutOffset), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-02-30T10:00:00Z",
            "2026-11-21T10:00:00+05:00[Asia/Tokyo]",
            "2026-11-21T10:00:00+09:00[Asia/Tokio]",
            "20261121T100000+0900",
            "1795222800",
        ] {
            assert_eq!(parse_instant(text), Err(NoInstant::Malformed), "{text}");
        }
    }

    #[test]
    fn dates_have_one_form() {
        assert_eq!(parse_date("2024-02-29"), Some(jiff::civil::date(2024, 2, 29)));
        for text in
            ["2023-02-29", "20240229", "2024-2-29", "2024-02-29T00:00:00", "2024/02/29", "", "２０２４-02-29"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn durations_count_days_as_24_hours() {
        assert_eq!(seconds("30m"), Some(1800));
        assert_eq!(seconds("1h 30m"), Some(5400));
        assert_eq!(seconds("2 days"), Some(172_800));
        assert_eq!(seconds("P1DT1H"), Some(90_000));
        assert_eq!(seconds("1 week"), Some(604_800));
        for text in ["", "30", "1 month", "P1Y", "soon"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
