//! The least and the greatest a number of a script may be: where both are known, so may be that a computation has a result.

use super::Checker;
use super::value::{Type, Value as Expression};
use crate::condition::{Literal, Side};
use crate::id::ValueAt;
use crate::inquiry::{Derivation, FactDeclaration, Value};
use rust_decimal::Decimal;

/// From the least to the greatest, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    least: Decimal,
    greatest: Decimal,
}

/// More than any inquiry has of characters, hits, days or hours.
const COUNTED: Range =
    Range { least: Decimal::ZERO, greatest: Decimal::from_parts(u32::MAX, 0xff, 0, false, 0) };

impl Range {
    const fn exactly(number: Decimal) -> Self {
        Self { least: number, greatest: number }
    }

    /// Everything in either.
    pub(super) fn or(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), greatest: self.greatest.max(other.greatest) }
    }

    /// Whether all of it are numbers a script can hold as whole ones.
    fn is_short(self) -> bool {
        self.least >= Decimal::from(i64::MIN) && self.greatest <= Decimal::from(i64::MAX)
    }

    /// Whether a number of this type and range can be held whatever it is.
    pub(super) fn fits(self, kind: Type) -> bool {
        kind != Type::Integer || self.is_short()
    }

    pub(super) fn negated(self) -> Self {
        Self { least: -self.greatest, greatest: -self.least }
    }

    /// What `self sign other` may be; `None` if it may have no result.
    pub(super) fn computed(self, sign: &str, other: Self) -> Option<Self> {
        let has_zero = other.least <= Decimal::ZERO && other.greatest >= Decimal::ZERO;
        let compute = match sign {
            "+" => Decimal::checked_add,
            "-" => Decimal::checked_sub,
            "*" => Decimal::checked_mul,
            "/" if !has_zero => Decimal::checked_div,
            "%" if !has_zero => {
                let most = other.least.abs().max(other.greatest.abs());
                return Some(Self { least: -most, greatest: most });
            }
            _ => return None,
        };
        // Each of them has its least and its greatest result at ends of what goes in.
        let ends = [
            (self.least, other.least),
            (self.least, other.greatest),
            (self.greatest, other.least),
            (self.greatest, other.greatest),
        ];
        let results = ends.into_iter().map(|(one, other)| compute(one, other).map(Self::exactly));
        results.reduce(|one, other| Some(one?.or(other?))).flatten()
    }
}

impl Checker<'_> {
    /// What a number may be; `None` of anything else.
    pub(super) fn range(&self, value: &Expression) -> Option<Range> {
        let held = match value.kind {
            Type::Integer => Range { least: i64::MIN.into(), greatest: i64::MAX.into() },
            Type::Decimal => Range { least: Decimal::MIN, greatest: Decimal::MAX },
            _ => return None,
        };
        let known = match &value.side {
            Some(Side::Literal(Literal::Number(digits))) => digits.parse().ok().map(Range::exactly),
            Some(Side::Name(name)) => self.declared(name),
            _ => value.range,
        };
        Some(known.unwrap_or(held))
    }

    /// What the rulebook says that a value may be.
    pub(super) fn declared(&self, name: &str) -> Option<Range> {
        let Some(derived) = self.vocabulary.derived.iter().find(|derived| *derived.id == *name) else {
            return of_fact(self.vocabulary.facts.iter().find(|fact| *fact.id == *name)?);
        };
        match &derived.from {
            Derivation::Count(_)
            | Derivation::LengthOfText
            | Derivation::DaysSince(_)
            | Derivation::HoursSince(_)
            | Derivation::BusinessHoursSince(..) => Some(COUNTED),
            Derivation::Or(fact, otherwise) => {
                let ValueAt::Fact(fact) = fact.position() else { return None };
                Some(of_fact(self.vocabulary.facts.get(fact)?)?.or(exactly(otherwise)?))
            }
            Derivation::Constant(parameter) => exactly(&parameter.value),
            Derivation::Open(_) => None,
        }
    }
}

/// From `min` to `max`; a value outside counts as missing.
fn of_fact(declared: &FactDeclaration) -> Option<Range> {
    let ends = exactly(declared.min.as_ref()?)?.or(exactly(declared.max.as_ref()?)?);
    Some(declared.default.as_ref().and_then(exactly).map_or(ends, |default| ends.or(default)))
}

fn exactly(value: &Value) -> Option<Range> {
    let Value::Number(number) = value else { return None };
    Some(Range::exactly(*number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(least: i64, greatest: i64) -> Range {
        Range { least: least.into(), greatest: greatest.into() }
    }

    #[test]
    fn what_may_have_no_result_has_no_range() {
        let all = range(i64::MIN, i64::MAX);
        assert_eq!(range(1, 5).computed("-", range(-2, 3)), Some(range(-2, 7)));
        assert_eq!(range(-4, 5).computed("*", range(-2, 3)), Some(range(-12, 15)));
        assert!(!all.computed("+", range(0, 1)).unwrap().fits(Type::Integer));
        assert!(all.computed("+", range(0, 1)).unwrap().fits(Type::Decimal));
        assert!(!all.negated().fits(Type::Integer));
        assert_eq!(all.computed("*", all), None);
        assert_eq!(range(1, 5).computed("/", range(0, 3)), None);
        assert_eq!(range(1, 5).computed("%", range(-1, 1)), None);
        assert_eq!(range(12, 24).computed("/", range(-4, -3)), Some(range(-8, -3)));
    }

    proptest! {
        /// Whatever two numbers of two ranges come to lies in the range of what they come to.
        #[test]
        fn results_lie_in_their_range(
            ends in prop::array::uniform4(-1_000_000_000_000_i64..1_000_000_000_000),
            scales in prop::array::uniform2(0_u32..20),
            between in prop::array::uniform2(0_u32..=100),
            sign in prop::sample::select(vec!["+", "-", "*", "/", "%"]),
        ) {
            let ends: Vec<Decimal> = ends.iter().zip([0, 0, 1, 1]).map(|(end, at)| Decimal::new(*end, scales[at])).collect();
            let ranges = [Range::exactly(ends[0]).or(Range::exactly(ends[1])), Range::exactly(ends[2]).or(Range::exactly(ends[3]))];
            let [one, other] = [0, 1].map(|at| {
                let Range { least, greatest } = ranges[at];
                (least + (greatest - least) * Decimal::new(between[at].into(), 2)).clamp(least, greatest)
            });
            if let Some(range) = ranges[0].computed(sign, ranges[1]) {
                let result = match sign {
                    "+" => one.checked_add(other),
                    "-" => one.checked_sub(other),
                    "*" => one.checked_mul(other),
                    "/" => one.checked_div(other),
                    _ => one.checked_rem(other),
                };
                let result = result.unwrap();
                prop_assert!(range.least <= result && result <= range.greatest, "{one} {sign} {other} = {result}: {range:?}");
            }
        }
    }
}
