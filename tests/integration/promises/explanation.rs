//! P3: every decision explains itself, the same way every time.

use super::{book_and_case, config};
use crate::generate::{Book, Effect, Rule, engine};
use furiwake::decision::{EffectKind, Evidence};
use furiwake::{Act, Decision, Permission, Refusal, Ruling, Truth};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    /// The same inquiry under the same rulebook gives the same bytes: decided again, by a clone, by an engine built anew.
    #[test]
    fn the_same_inquiry_gives_the_same_bytes((book, case) in book_and_case()) {
        let tree = book.tree();
        let first = engine(&tree);
        let json = first.decide(&case.inquiry(&book)).to_json();
        prop_assert_eq!(&first.decide(&case.inquiry(&book)).to_json(), &json);
        prop_assert_eq!(&first.clone().decide(&case.inquiry(&book)).to_json(), &json);
        prop_assert_eq!(&engine(&tree).decide(&case.inquiry(&book)).to_json(), &json);
    }

    /// Every effect that counted has its reason, and nothing else has one: restrictions that are not false, grants that are
    /// true and not overridden.
    #[test]
    fn every_effect_that_counts_is_a_reason((book, case) in book_and_case()) {
        let engine = book.engine();
        let inquiry = case.inquiry(&book);
        let decision = engine.decide(&inquiry);
        let mut explained = 0;
        for rule in &book.rules {
            let truth = engine.why_not(&inquiry, &rule.id).unwrap().truth();
            for effect in &rule.effects {
                let reason = decision.reasons().find(|reason| reason.rule() == rule.id && reason.effect() == kind(effect));
                let overridden = judgment(effect).is_some_and(|judgment| {
                    let name = &book.judgments[judgment].0;
                    decision.overridden().any(|grant| {
                        grant.rule() == rule.id && grant.effect() == kind(effect) && grant.judgment() == name
                    })
                });
                let context = || format!("{} {effect:?} {truth:?}\n{}\n{}", rule.id, case.json(&book), book.tree().yaml());
                match (book.is_grant(effect), truth) {
                    (_, Truth::False) => prop_assert!(reason.is_none() && !overridden, "{}", context()),
                    (false, _) => {
                        prop_assert!(reason.is_some_and(|reason| reason.truth() == truth), "{}", context());
                    }
                    // One rule may have several grants of a kind, of which some count; and a settlement waits for what it is
                    // given on.
                    (true, Truth::True) if is_unconditional(effect) => {
                        prop_assert!(reason.is_some() || overridden, "{}", context());
                    }
                    (true, _) => prop_assert!(!overridden || truth == Truth::True, "{}", context()),
                }
                explained += usize::from(reason.is_some());
            }
        }
        let reasons: Vec<(&str, EffectKind)> =
            decision.reasons().map(|reason| (reason.rule(), reason.effect())).collect();
        prop_assert!(reasons.is_sorted_by(|one, other| one < other), "{:?}", reasons);
        prop_assert!(explained >= reasons.len(), "{:?}", reasons);
    }

    /// A holder other than the default, a ruling, a raised judgment, the route: each has a listed rule behind it that says
    /// so. Refusals name who may.
    #[test]
    fn every_outcome_has_a_rule_behind_it((book, case) in book_and_case()) {
        let decision = book.engine().decide(&case.inquiry(&book));
        let mut unexplained = Vec::new();
        for (position, (name, defaults)) in book.judgments.iter().enumerate() {
            let rules = decision.rules(name);
            prop_assert!(rules.is_sorted_by(|one, other| one < other), "{:?}", rules);
            let any = |says: &dyn Fn(&Effect) -> bool| says_so(&book, &decision, &rules, says);
            let mut expect = |what: String, holds: bool| if !holds { unexplained.push(format!("{name}: {what}")) };
            for (act, default) in Act::ALL.into_iter().zip(defaults) {
                let holder = book.rank(decision.holder(name, act).unwrap());
                let says = |effect: &Effect| match effect {
                    Effect::Retain { judgment, act: kept, tier } => {
                        *judgment == position && *kept == act && tier.unwrap_or(book.vendor_tiers) == holder && holder > *default
                    }
                    Effect::Delegate { judgment, act: given, tier } => {
                        *judgment == position && *given == act && *tier == holder && holder < *default
                    }
                    _ => false,
                };
                expect(format!("{act:?} held by {holder}"), holder == *default || any(&says));
                for (rank, tier) in book.tiers.iter().enumerate() {
                    if let Permission::Refused(Refusal::HeldBy { tier: by, rules: listed }) = decision.may(tier, act, name) {
                        expect("refused".to_owned(), book.rank(by) == holder && rank < holder && listed == rules);
                    }
                }
            }
            let ruling = decision.ruling(name).unwrap();
            let settles = |effect: &Effect| matches!(effect, Effect::Settle { judgment, .. } if *judgment == position);
            expect(format!("{ruling:?}"), ruling == Ruling::Open || any(&settles));
            let raises = |effect: &Effect| *effect == Effect::Raise(position);
            expect("raised".to_owned(), (decision.raised(name) != Some(Truth::False)) == any(&raises));
        }
        let all: Vec<&str> = book.rules.iter().map(|rule| &*rule.id).collect();
        let route = book.rank(decision.route().tier());
        let escalated = |effect: &Effect| matches!(effect, Effect::Escalate { to: Some(to), .. } if *to == route);
        let holds = |(name, _): &(String, [usize; 3])| {
            let raised = decision.raised(name) != Some(Truth::False);
            raised && Act::ALL.into_iter().any(|act| book.rank(decision.holder(name, act).unwrap()) == route)
        };
        let behind = says_so(&book, &decision, &all, &escalated) || book.judgments.iter().any(holds);
        prop_assert!(route == 0 || behind, "the route\n{}\n{}", case.json(&book), book.tree().yaml());
        prop_assert!(unexplained.is_empty(), "{:#?}\n{}\n{}", unexplained, case.json(&book), book.tree().yaml());
    }

    /// The words a reason quotes stand in the customer's message at the place it names.
    #[test]
    fn quotations_are_exact((book, case) in book_and_case()) {
        let decision = book.engine().decide(&case.inquiry(&book));
        for evidence in decision.reasons().flat_map(|reason| reason.evidence()) {
            if let Evidence::Words { message, in_subject, start, end, text, .. } = evidence {
                let written = &case.messages[usize::try_from(message).unwrap()];
                let range = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
                prop_assert!(!in_subject && !text.is_empty());
                prop_assert_eq!(written.get(range), Some(text));
            }
        }
    }

    /// Every rule answers why it applies or not, and no other id does.
    #[test]
    fn every_rule_answers((book, case) in book_and_case()) {
        let engine = book.engine();
        let inquiry = case.inquiry(&book);
        for Rule { id, .. } in &book.rules {
            let why_not = engine.why_not(&inquiry, id).unwrap();
            prop_assert_eq!(why_not.rule(), id);
            let json: serde_json::Value = serde_json::from_str(&why_not.to_json()).unwrap();
            prop_assert_eq!(json["truth"].as_str(), Some(why_not.truth().as_str()));
            // Every leaf that is open names something that is missing or not certain.
            for (leaf, truth, read) in why_not.leaves() {
                let open = |evidence: &Evidence<'_>| match evidence {
                    Evidence::Missing { .. } | Evidence::NoWords { truth: Truth::Unknown, .. } => true,
                    Evidence::Score { low, high, .. } => low != high,
                    Evidence::Labels { possible, .. } => !possible.is_empty(),
                    Evidence::InForce { at, .. } => at.is_none(),
                    _ => false,
                };
                prop_assert!(truth != Truth::Unknown || read.iter().any(open), "{}: {:?}", leaf, read);
            }
        }
        prop_assert!(engine.why_not(&inquiry, "no-such-rule").is_none());
    }
}

/// Whether one of the rules, listed among the reasons too, says so.
fn says_so(book: &Book, decision: &Decision, rules: &[&str], says: &dyn Fn(&Effect) -> bool) -> bool {
    let listed = |rule: &Rule, effect: &Effect| {
        decision.reasons().any(|reason| reason.rule() == rule.id && reason.effect() == kind(effect))
    };
    let mut counted = book.rules.iter().filter(|rule| rules.contains(&&*rule.id));
    counted.any(|rule| rule.effects.iter().any(|effect| says(effect) && listed(rule, effect)))
}

fn kind(effect: &Effect) -> EffectKind {
    match effect {
        Effect::Classify(_) => EffectKind::Classify,
        Effect::Raise(_) => EffectKind::Raise,
        Effect::Retain { .. } => EffectKind::Retain,
        Effect::Delegate { .. } => EffectKind::Delegate,
        Effect::Settle { .. } => EffectKind::Settle,
        Effect::Escalate { .. } => EffectKind::Escalate,
        Effect::Refer(_) => EffectKind::Refer,
        Effect::Notify(_) => EffectKind::Notify,
        Effect::Require(_) => EffectKind::Require,
        Effect::Instruct(_) => EffectKind::Instruct,
        Effect::Tag(_) => EffectKind::Tag,
    }
}

fn judgment(effect: &Effect) -> Option<usize> {
    match effect {
        Effect::Delegate { judgment, .. } | Effect::Settle { judgment, .. } => Some(*judgment),
        _ => None,
    }
}

fn is_unconditional(effect: &Effect) -> bool {
    !matches!(effect, Effect::Settle { given: Some(_), .. })
}
