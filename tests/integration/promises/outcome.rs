//! What a condition says was decided is what the decision says, and asking changes nothing.

use super::{book_and_case, config};
use furiwake::condition::Expression;
use furiwake::{Engine, Inquiry, Truth};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    /// `holder`, `ruling`, `route` and `urgency` name what the decision's JSON names, and nothing else.
    #[test]
    fn outcome_terms_agree_with_the_decision((book, case) in book_and_case()) {
        let (engine, inquiry) = (book.engine(), case.inquiry(&book));
        let json: serde_json::Value = serde_json::from_str(&engine.decide(&inquiry).to_json()).unwrap();
        let tiers: Vec<&str> = book.tiers.iter().map(String::as_str).collect();
        let levels = ["normal", "high", "critical"];
        let rulings = ["open", "approve", "deny", "conflict"];
        for (judgment, _) in &book.judgments {
            let decided = &json["judgments"][judgment];
            for act in ["propose", "decide", "communicate"] {
                let term = format!("holder({judgment}, \"{act}\")");
                agrees(&engine, &inquiry, &term, &decided["holders"][act], &tiers, true)?;
            }
            agrees(&engine, &inquiry, &format!("holder({judgment})"), &decided["holders"]["decide"], &tiers, true)?;
            agrees(&engine, &inquiry, &format!("ruling({judgment})"), &decided["ruling"], &rulings, false)?;
        }
        agrees(&engine, &inquiry, "route", &json["route"]["tier"], &tiers, true)?;
        agrees(&engine, &inquiry, "urgency", &json["route"]["urgency"], &levels, true)?;
    }

    /// A rule's condition asked from outside is what the rule's own evaluation says, and an invariant of it is violated
    /// exactly where it is true.
    #[test]
    fn conditions_of_rules_hold_as_they_evaluate((book, case) in book_and_case()) {
        let (engine, inquiry) = (book.engine(), case.inquiry(&book));
        // A rule's period is asked beside its condition.
        for rule in book.rules.iter().filter(|rule| rule.when.is_some() && rule.effective.is_none()) {
            let when = rule.when.as_deref().unwrap_or_default();
            let truth = engine.why_not(&inquiry, &rule.id).unwrap().truth();
            prop_assert_eq!(engine.holds(&inquiry, &Expression::parse(when).unwrap()).unwrap(), truth, "{}", when);
            let never = serde_json::to_string(when).unwrap();
            let yaml = format!("{}\ninvariants: [{{ id: x, never: {never} }}]\n", book.tree().yaml());
            let invariant = crate::support::engine(&yaml);
            prop_assert_eq!(invariant.violations(&inquiry).len() == 1, truth == Truth::True, "{}", when);
            // It is no part of what is decided.
            prop_assert_eq!(invariant.decide(&inquiry).to_json(), engine.decide(&inquiry).to_json());
        }
    }
}

/// Checks every comparison of the term with each of its labels.
fn agrees(
    engine: &Engine,
    inquiry: &Inquiry,
    term: &str,
    decided: &serde_json::Value,
    labels: &[&str],
    is_ordered: bool,
) -> Result<(), TestCaseError> {
    let at = labels.iter().position(|label| decided == label).unwrap();
    let holds = |condition: String, expected: bool| {
        let truth = engine.holds(inquiry, &Expression::parse(&condition).unwrap()).unwrap();
        prop_assert_eq!(truth, Truth::from(expected), "{} is {}", condition, decided);
        Ok(())
    };
    for (position, label) in labels.iter().enumerate() {
        holds(format!("{term} == \"{label}\""), position == at)?;
        holds(format!("\"{label}\" != {term}"), position != at)?;
        holds(format!("{term} in [\"{label}\", \"{}\"]", labels[0]), position == at || at == 0)?;
        if is_ordered {
            holds(format!("at_least({term}, \"{label}\")"), at >= position)?;
        }
    }
    Ok(())
}
