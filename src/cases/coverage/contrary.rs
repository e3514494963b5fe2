//! Conditions that cannot both hold, as far as their parts tell one by one. What it takes for possible may still be impossible.

use crate::condition::{Condition, Leaf, Operand, Operator};
use crate::inquiry::Value;
use crate::rulebook::Model;
use std::cmp::Ordering;

/// Whether one condition is false wherever the other is true.
pub(super) fn is_contrary(one: &Condition, other: &Condition, model: &Model) -> bool {
    let (one, other) = (conjuncts(one, model), conjuncts(other, model));
    one.iter().any(|(one, holds)| {
        other.iter().any(|(other, also)| match (one, other) {
            (Condition::Leaf(one), Condition::Leaf(other)) => excludes(one, *holds, other, *also),
            _ => one == other && holds != also,
        })
    })
}

/// What has to hold, or not to, for the condition to hold.
fn conjuncts<'m>(condition: &'m Condition, model: &'m Model) -> Vec<(&'m Condition, bool)> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(|part| conjuncts(part, model)).collect(),
        Condition::Not(inner) => match &**inner {
            Condition::Any(parts) => parts.iter().map(|part| (part, false)).collect(),
            inner => vec![(inner, false)],
        },
        Condition::Let(id) => {
            let named = model.lets.get(id.index()).map(|named| conjuncts(&named.condition, model));
            named.unwrap_or_default().into_iter().chain([(condition, true)]).collect()
        }
        Condition::Constant(_) | Condition::Any(_) | Condition::Leaf(_) => vec![(condition, true)],
    }
}

fn excludes(one: &Leaf, holds: bool, other: &Leaf, also: bool) -> bool {
    if one == other {
        return holds != also;
    }
    match (one, other) {
        (Leaf::AxisIn { axis, labels }, Leaf::AxisIn { axis: on, labels: others }) if axis == on => {
            match (holds, also) {
                (true, true) => labels.is_disjoint(*others),
                (true, false) => labels.is_subset(*others),
                (false, true) => others.is_subset(*labels),
                (false, false) => false,
            }
        }
        (
            Leaf::Compare { left, operator, right: Operand::Literal(bound) },
            Leaf::Compare { left: on, operator: compared, right: Operand::Literal(limit) },
        ) if left == on => {
            let told = |operator: &Operator, holds: bool| if holds { *operator } else { operator.negated() };
            are_apart(told(operator, holds), bound, told(compared, also), limit)
        }
        _ => false,
    }
}

/// Whether no value compares so with both literals.
fn are_apart(one: Operator, bound: &Value, other: Operator, limit: &Value) -> bool {
    let Some(order) = crate::condition::order(bound, limit) else { return false };
    match (one, other) {
        (Operator::Equal, other) => !other.holds(order),
        (one, Operator::Equal) => !one.holds(order.reverse()),
        (Operator::Less | Operator::LessOrEqual, Operator::Greater | Operator::GreaterOrEqual) => {
            let touches = one == Operator::LessOrEqual && other == Operator::GreaterOrEqual;
            order == Ordering::Less || (order == Ordering::Equal && !touches)
        }
        (Operator::Greater | Operator::GreaterOrEqual, Operator::Less | Operator::LessOrEqual) => {
            let touches = one == Operator::GreaterOrEqual && other == Operator::LessOrEqual;
            order == Ordering::Greater || (order == Ordering::Equal && !touches)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    #[test]
    fn parts_that_exclude_each_other_are_found() {
        let conditions = [
            "order.amount <= 3000",
            "order.amount > 3000",
            "order.amount >= 3000",
            "order.amount == 3000",
            "nature == \"complaint\"",
            "nature != \"complaint\" && cue.upset",
            "!(cue.upset || order.amount < 5)",
            "calm",
        ];
        let rules: String = (0..)
            .zip(conditions)
            .map(|(at, when)| format!("  - {{ id: r{at}, when: '{when}', tag: [t] }}\n"))
            .collect();
        let text = format!(
            "rulebook: a\nversion: '1'\ntiers: {{ vendor: [a], client: [b] }}\nfacts: {{ order.amount: {{ type: integer }} }}\n\
             cues: {{ upset: {{ any: [x] }} }}\nlet: {{ calm: '!cue.upset' }}\n\
             axes: {{ nature: {{ labels: [question, complaint], default: question }} }}\nrules:\n{rules}"
        );
        let book = Rulebook::load("a.yaml", &text).into_result().unwrap();
        let model = book.model();
        let mut found = Vec::new();
        for (one, first) in model.rules_by_name() {
            for (other, second) in model.rules_by_name() {
                if is_contrary(&first.when, &second.when, model) {
                    assert!(is_contrary(&second.when, &first.when, model), "{first:?} {second:?}");
                    found.extend((one < other).then(|| format!("{} {}", first.id, second.id)));
                }
            }
        }
        assert_eq!(found, ["r0 r1", "r1 r3", "r4 r5", "r5 r6", "r5 r7"]);
    }
}
