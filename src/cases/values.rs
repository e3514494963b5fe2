//! Values beside a value: what lies one unit away, what there is at all, and what points can add up to.

use crate::id::ValueId;
use crate::inquiry::{Derivation, FactType, Value};
use crate::rulebook::Model;
use jiff::SignedDuration;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The value one unit higher or lower: the last digit written of a number, a day, a minute (a second of an instant with seconds), the
/// largest unit in which a length of time is whole. `None` of what has no units.
pub(super) fn next(value: &Value, up: bool) -> Option<Value> {
    let sign = |unit: SignedDuration| if up { unit } else { -unit };
    match value {
        Value::Number(number) => {
            let unit = Decimal::new(1, number.normalize().scale());
            let moved = if up { number.checked_add(unit) } else { number.checked_sub(unit) };
            moved.map(Value::Number)
        }
        Value::Date(date) => if up { date.tomorrow() } else { date.yesterday() }.ok().map(Value::Date),
        Value::Timestamp(at) => {
            let unit = if at.as_second() % 60 == 0 { 60 } else { 1 };
            at.checked_add(sign(SignedDuration::from_secs(unit))).ok().map(Value::Timestamp)
        }
        Value::Duration(length) => length.checked_add(sign(unit_of(*length))).map(Value::Duration),
        Value::Bool(_) | Value::Choice(_) | Value::Choices(_) | Value::Text(_) => None,
    }
}

/// The largest unit of which a length of time is a whole number: days, hours, minutes or seconds.
pub(super) fn unit_of(length: SignedDuration) -> SignedDuration {
    const SIZES: [i64; 4] = [86_400, 3_600, 60, 1];
    let size = SIZES.into_iter().find(|size| length.as_secs() % size == 0 && length.subsec_nanos() == 0);
    SignedDuration::from_secs(size.unwrap_or(1))
}

/// Whether a value only ever is a whole number.
pub(super) fn is_whole(value: ValueId, model: &Model) -> bool {
    match model.derived(value).map(|derived| &derived.from) {
        Some(Derivation::DaysSince(_) | Derivation::Count(_) | Derivation::LengthOfText) => true,
        Some(Derivation::HoursSince(_) | Derivation::BusinessHoursSince(..)) => false,
        _ => model.kind(value) == Some(&FactType::Integer),
    }
}

/// The least and the greatest that a value can be.
pub(super) fn range(value: ValueId, model: &Model) -> (Option<Value>, Option<Value>) {
    let order = crate::condition::order;
    match model.derived(value).map(|derived| &derived.from) {
        // What stands in for a missing value may lie beside the others.
        Some(Derivation::Or(fact, otherwise)) => {
            let (least, most) = range(*fact, model);
            let wider = |end: Value, is_beyond: fn(Ordering) -> bool| {
                if order(otherwise, &end).is_some_and(is_beyond) { otherwise.clone() } else { end }
            };
            (least.map(|end| wider(end, Ordering::is_lt)), most.map(|end| wider(end, Ordering::is_gt)))
        }
        Some(Derivation::Constant(parameter)) => {
            (Some(parameter.value.clone()), Some(parameter.value.clone()))
        }
        Some(_) => (Some(Value::Number(Decimal::ZERO)), None),
        None => model.fact(value).map_or((None, None), |fact| (fact.min.clone(), fact.max.clone())),
    }
}

/// Whether a value can be this one, where it is known.
pub(super) fn may_be(value: ValueId, one: &Value, model: &Model) -> bool {
    let (least, most) = range(value, model);
    let order = |end: &Value| crate::condition::order(one, end);
    let is_fraction = matches!(one, Value::Number(number) if !number.is_integer());
    !(is_fraction && is_whole(value, model))
        && least.as_ref().is_none_or(|least| order(least) != Some(Ordering::Less))
        && most.as_ref().is_none_or(|most| order(most) != Some(Ordering::Greater))
}

/// Every sum that some of these points add up to; `None` where there are too many to tell apart.
pub(super) fn sums(points: impl IntoIterator<Item = Decimal>) -> Option<BTreeSet<Decimal>> {
    const MAX_SUMS: usize = 4_096;
    let mut sums = BTreeSet::from([Decimal::ZERO]);
    for points in points {
        let more: Vec<Decimal> = sums.iter().map(|sum| sum.saturating_add(points)).collect();
        sums.extend(more);
        if sums.len() > MAX_SUMS {
            return None;
        }
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    fn number(digits: &str) -> Value {
        Value::Number(digits.parse().unwrap())
    }

    #[test]
    fn a_unit_is_the_last_digit_written_or_the_largest_of_time() {
        for (value, below, above) in [("20", "19", "21"), ("2.5", "2.4", "2.6"), ("2.50", "2.4", "2.6")] {
            let value = number(value);
            assert_eq!((next(&value, false), next(&value, true)), (Some(number(below)), Some(number(above))));
        }
        let length = |seconds| Value::Duration(SignedDuration::from_secs(seconds));
        for (seconds, unit) in [(172_800, 86_400), (7_200, 3_600), (90, 1), (1_800, 60)] {
            assert_eq!(next(&length(seconds), true), Some(length(seconds + unit)), "{seconds}");
        }
        assert_eq!(next(&Value::Bool(true), true), None);
    }

    #[test]
    fn sums_are_those_of_any_parts() {
        let points = |points: &[i64]| points.iter().map(|points| Decimal::from(*points)).collect::<Vec<_>>();
        let all = sums(points(&[1, 1, -3])).unwrap();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), points(&[-3, -2, -1, 0, 1, 2]));
        assert_eq!(sums((0..20).map(|at| Decimal::from(1_u32 << at))), None, "too many to tell apart");
    }

    #[test]
    fn what_stands_in_for_a_missing_value_widens_its_range() {
        let text = "rulebook: a\nversion: '1'\ntiers: { vendor: [a], client: [b] }\n\
            facts: { amount: { type: integer, min: 1, max: 9 } }\nderive: { known_amount: amount or 3 }\n\
            rules: [{ id: r, when: known_amount > 3, tag: [t] }]\n";
        let book = Rulebook::load("a.yaml", text).into_result().unwrap();
        let model = book.model();
        assert_eq!(range(ValueId::derived(0), model), (Some(number("1")), Some(number("9"))));
        assert!(is_whole(ValueId::derived(0), model) && is_whole(ValueId::fact(0), model));
        // Where the loader lets it lie outside, the range holds it.
        if let Ok(book) = Rulebook::load("a.yaml", &text.replace("or 3", "or 0")).into_result() {
            assert_eq!(range(ValueId::derived(0), book.model()).0, Some(number("0")));
        }
    }
}
