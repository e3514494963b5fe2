//! Exact numbers from the digits they are written with.

use rust_decimal::Decimal;

/// The exact value of a number as JSON writes it, exponents included. `None` if the text is no such number, or if it
/// cannot be kept exactly: more than 28 significant digits or decimal places (a few numbers of 29 digits still fit).
pub(crate) fn exact(text: &str) -> Option<Decimal> {
    // Most numbers are short and whole.
    if text.len() < 19
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'))
        && let Ok(whole) = text.parse::<i64>()
    {
        return Some(whole.into());
    }
    let parts = parts(text)?;
    if parts.exponent.is_empty()
        && let Ok(number) = Decimal::from_str_exact(text)
    {
        return Some(number);
    }
    let digits = format!("{}{}", parts.integer, parts.fraction);
    let significant = digits.trim_start_matches('0');
    let trimmed = significant.trim_end_matches('0');
    if trimmed.is_empty() {
        return Some(Decimal::ZERO);
    }
    // The number is the trimmed digits, times 10 to the power of -scale.
    let exponent = if parts.exponent.is_empty() { 0 } else { parts.exponent.parse::<i64>().ok()? };
    let zeros = significant.len() - trimmed.len();
    let scale = i64::try_from(parts.fraction.len())
        .ok()?
        .checked_sub(exponent)?
        .checked_sub(i64::try_from(zeros).ok()?)?;
    let padding = usize::try_from(scale.min(0).checked_neg()?).ok()?;
    if trimmed.len().checked_add(padding)? > MOST_DIGITS {
        return None;
    }
    let magnitude: i128 = format!("{trimmed}{}", "0".repeat(padding)).parse().ok()?;
    let mut number = Decimal::try_from_i128_with_scale(magnitude, u32::try_from(scale.max(0)).ok()?).ok()?;
    number.set_sign_negative(parts.negative);
    Some(number)
}

/// Whether the text is a number as JSON writes it.
pub(crate) fn is_json_number(text: &str) -> bool {
    first_error(text).is_none()
}

/// Where the text stops being a number as JSON writes it (a byte offset); `None` if it is one.
pub(crate) fn first_error(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits_from = |start: usize| {
        let end = start + bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
        if end > start { Ok(end) } else { Err(start) }
    };
    let scan = || {
        let start = usize::from(bytes.first() == Some(&b'-'));
        let mut at = digits_from(start)?;
        if bytes.get(start) == Some(&b'0') && at > start + 1 {
            return Err(start + 1);
        }
        if bytes.get(at) == Some(&b'.') {
            at = digits_from(at + 1)?;
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at = digits_from(at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-'))))?;
        }
        if at == bytes.len() { Ok(()) } else { Err(at) }
    };
    scan().err()
}

/// The most digits a decimal can have.
const MOST_DIGITS: usize = 29;

/// The pieces of a number as written.
struct Parts<'a> {
    negative: bool,
    integer: &'a str,
    fraction: &'a str,
    /// With its sign, without the `e`; empty where there is none.
    exponent: &'a str,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    if first_error(text).is_some() {
        return None;
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, ""));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (negative, integer) = match integer.strip_prefix('-') {
        Some(integer) => (true, integer),
        None => (false, integer),
    };
    Some(Parts { negative, integer, fraction, exponent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(mantissa: i128, scale: u32) -> Option<Decimal> {
        Some(Decimal::from_i128_with_scale(mantissa, scale))
    }

    #[test]
    fn keeps_digits_and_scale() {
        assert_eq!(exact("12.50").unwrap().to_string(), "12.50");
        assert_eq!(exact("0.1"), decimal(1, 1));
        assert_eq!(exact("-7"), decimal(-7, 0));
        assert_eq!(exact("1234567890123456789012345.678"), decimal(1_234_567_890_123_456_789_012_345_678, 3));
    }

    #[test]
    fn reads_exponents() {
        assert_eq!(exact("1e3"), decimal(1000, 0));
        assert_eq!(exact("12.5E-1"), decimal(125, 2));
        assert_eq!(exact("-0.004980e+6"), decimal(-4980, 0));
        assert_eq!(exact("0e99999999999999999999999"), decimal(0, 0));
        assert_eq!(exact("1e28"), Decimal::from_str_exact("10000000000000000000000000000").ok());
        assert_eq!(exact("1e-28"), decimal(1, 28));
    }

    #[test]
    fn refuses_what_cannot_be_kept() {
        assert_eq!(exact("1e29"), None);
        assert_eq!(exact("1e-29"), None);
        assert_eq!(exact("1e99999999999999999999"), None);
        assert_eq!(exact("0.12345678901234567890123456789"), None);
        assert_eq!(exact("123456789012345678901234567890"), None);
    }

    #[test]
    fn zeros_at_the_end_cost_no_digits() {
        assert_eq!(exact("1.000000000000000000000000000000000000"), decimal(1, 0));
    }

    #[test]
    fn says_where_a_number_goes_wrong() {
        for (text, at) in [
            ("", 0),
            ("-", 1),
            ("1,5", 1),
            ("01", 1),
            ("1.", 2),
            (".5", 0),
            ("1e", 2),
            ("1e+", 3),
            ("+1", 0),
            ("1_000", 1),
        ] {
            assert_eq!(first_error(text), Some(at), "{text}");
            assert_eq!(exact(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_json_on_what_a_number_is(text in "-?[0-9.eE+-]{0,8}") {
            let json = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok_and(|raw| raw.get() == text);
            prop_assert_eq!(first_error(&text).is_none(), json);
        }

        #[test]
        fn an_exponent_only_moves_the_point(mantissa in -999_999_999_i64..=999_999_999, exponent in 0_u32..=18) {
            let written = format!("{mantissa}e-{exponent}");
            prop_assert_eq!(exact(&written), decimal(i128::from(mantissa), exponent));
        }
    }
}
