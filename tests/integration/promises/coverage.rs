//! Coverage against what it says, worked out another way: the truth of a rule as `why_not` tells it, and whether a rule decides by a
//! rulebook that was loaded without it. That looking on changes no decision follows from the same: a decision that looking on had changed would
//! differ from the one made without.

use super::{book_and_case, config};
use furiwake::cases::{Aspect, Coverage, Suite};
use furiwake::{Decision, Truth};
use proptest::prelude::*;
use proptest::test_runner::Config;

proptest! {
    // Every rule of every book is taken out once, and cases for what is missing are looked for.
    #![proptest_config(Config { cases: config().cases.min(48), ..config() })]

    #[test]
    fn says_what_is_so((book, case) in book_and_case()) {
        let engine = book.engine();
        let inquiry = case.inquiry(&book);
        let text = format!("cases: [{{ name: one, given: {}, expect: {{}} }}]", inquiry.to_json());
        let Ok(suite) = Suite::load("one.cases.yaml", &text, engine.rulebook()).into_result() else {
            // Facts that the rulebook does not declare are slips in a case.
            return Ok(());
        };
        let inquiry = suite.cases()[0].inquiry();
        let before = engine.decide(inquiry).to_json();
        let coverage = suite.coverage(&engine);
        prop_assert_eq!(engine.decide(inquiry).to_json(), before);
        for rule in &book.rules {
            let truth = engine.why_not(inquiry, &rule.id).unwrap().truth();
            for (aspect, of) in [
                (Aspect::RuleTrue, Truth::True),
                (Aspect::RuleUnknown, Truth::Unknown),
                (Aspect::RuleFalse, Truth::False),
            ] {
                let reached = reached(&coverage, aspect, &rule.id);
                prop_assert!(reached.is_none_or(|reached| reached == (truth == of)), "{} {aspect:?}", rule.id);
            }
            let mut without = book.clone();
            without.rules.retain(|other| other.id != rule.id);
            let differs = outcome(&without.engine().decide(inquiry)) != outcome(&engine.decide(inquiry));
            let decisive = reached(&coverage, Aspect::Decisive, &rule.id);
            prop_assert_eq!(decisive, Some(differs), "{}\n{}\n{}", rule.id, case.json(&book), book.tree().yaml());
        }
    }
}

fn reached(coverage: &Coverage, aspect: Aspect, rule: &str) -> Option<bool> {
    let mut parts = coverage.parts().filter(|part| part.aspect() == aspect);
    parts.find(|part| part.name() == rule).map(|part| part.is_reached())
}

/// What was decided, without why.
fn outcome(decision: &Decision) -> serde_json::Value {
    let mut json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    let object = json.as_object_mut().unwrap();
    for key in ["rulebook", "reasons", "overridden", "notices"] {
        object.remove(key);
    }
    for judgment in object["judgments"].as_object_mut().unwrap().values_mut() {
        judgment.as_object_mut().unwrap().remove("rules");
    }
    json
}
