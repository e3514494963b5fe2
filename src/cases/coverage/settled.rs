//! Parts of conditions whose answer is settled by what is declared: no value that a fact can have gives another one. No case can turn
//! them.

use crate::cases::values::range;
use crate::condition::{Condition, Knowable, Leaf, Operand, Operator};
use crate::id::ValueId;
use crate::inquiry::{Derivation, Value};
use crate::rulebook::Model;
use std::cmp::Ordering;

/// Whether a part has one answer whatever is given, where it has one: a value that a fact cannot have counts as missing.
pub(super) fn is_settled(part: &Condition, model: &Model) -> bool {
    let Condition::Leaf(leaf) = part else { return false };
    match leaf {
        // That a value has a default, or something that stands in for it, does not make a wrong one known.
        Leaf::Known(Knowable::Value(value)) => {
            model.derived(*value).is_some_and(|derived| matches!(derived.from, Derivation::Constant(_)))
        }
        Leaf::Compare { left, operator, right } => {
            let bound = match right {
                Operand::Literal(bound) => Some(bound),
                Operand::Value(value) => match model.derived(*value).map(|derived| &derived.from) {
                    Some(Derivation::Constant(parameter)) => Some(&parameter.value),
                    _ => None,
                },
            };
            bound.is_some_and(|bound| compares_alike(*left, *operator, bound, model))
        }
        Leaf::In { value, set } => {
            set.iter().all(|member| compares_alike(*value, Operator::Equal, member, model))
        }
        _ => false,
    }
}

/// Whether everything that a value can be compares alike with a literal, since it lies beyond the end of that.
fn compares_alike(value: ValueId, operator: Operator, bound: &Value, model: &Model) -> bool {
    let (least, most) = range(value, model);
    let order = |end: Option<Value>| end.and_then(|end| crate::condition::order(&end, bound));
    let (least, most) = (order(least), order(most));
    match operator {
        Operator::Equal | Operator::NotEqual => {
            least == Some(Ordering::Greater)
                || most == Some(Ordering::Less)
                || (least == Some(Ordering::Equal) && most == Some(Ordering::Equal))
        }
        Operator::Less | Operator::GreaterOrEqual => {
            most == Some(Ordering::Less) || least.is_some_and(Ordering::is_ge)
        }
        Operator::LessOrEqual | Operator::Greater => {
            least == Some(Ordering::Greater) || most.is_some_and(Ordering::is_le)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    #[test]
    fn what_lies_beyond_all_values_is_settled() {
        let parts = [
            ("guests < 100", true),
            ("guests < 13", true),
            ("guests <= 12", true),
            ("guests < 12", false),
            ("guests >= 1", true),
            ("guests > 1", false),
            ("guests > 12", true),
            ("guests == 13", true),
            ("guests != 12", false),
            ("guests in [0, 13]", true),
            ("guests in [0, 1]", false),
            ("guests < param.most", true),
            ("amount < 100", false),
            ("amount >= 0", false),
            ("known(channel)", false),
            ("known(guests)", false),
            ("known(guests_or_one)", false),
            ("days >= 0", true),
        ];
        let rules: String = (0..)
            .zip(parts)
            .map(|(at, (when, _))| format!("  - {{ id: r{at:02}, when: '{when}', tag: [t] }}\n"))
            .collect();
        let text = "rulebook: a\nversion: '1'\ntimezone: Asia/Tokyo\ntiers: { vendor: [a], client: [b] }\nfacts:\n\
            \x20 guests: { type: integer, min: 1, max: 12 }\n  amount: { type: integer }\n\
            \x20 channel: { type: text, default: x }\n  on: { type: date }\n\
            params: { most: { type: integer, value: 13 } }\n\
            derive: { guests_or_one: guests or 1, days: days_since(on) }\nrules:\n";
        let book = Rulebook::load("a.yaml", &format!("{text}{rules}")).into_result();
        let book = book.unwrap_or_else(|found| panic!("{found}"));
        let found = book.model().rules_by_name().map(|(_, rule)| is_settled(&rule.when, book.model()));
        let found: Vec<(&str, bool)> = parts.iter().map(|(when, _)| *when).zip(found).collect();
        assert_eq!(found, parts);
    }
}
