//! P2: authority never widens by accident, and the law it rests on.

use super::{book_and_case, config, with_less_known};
use crate::generate::{Book, Case, Effect, RawRule, Rule, raw_rule};
use furiwake::decision::Settlement;
use furiwake::{Act, Decision, Engine, Inquiry, Permission, Refusal, Ruling, Truth};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    /// What is missing, of the wrong type, out of range or did not arrive never lowers a holder or the route and never
    /// permits more. Nor does it drop a desk, an instruction, a required fact, a tag or somebody to tell, or make anything
    /// less urgent.
    #[test]
    fn missing_information_only_restricts((book, case) in book_and_case()) {
        let engine = book.engine();
        let before = engine.decide(&case.inquiry(&book));
        for (what, less) in with_less_known(&book, &case) {
            let after = engine.decide(&less.inquiry(&book));
            let mut wider = wider(&book, &before, &after, |_, _| false);
            wider.extend(dropped(&before, &after));
            prop_assert!(wider.is_empty(), "{}\n{:#?}\n{}\n{}", what, wider, case.json(&book), book.tree().yaml());
        }
    }

    /// An inquiry without its time is one of which less is known: only what is due goes with it.
    #[test]
    fn nor_does_a_missing_time_widen((book, case) in book_and_case()) {
        let case = Case { has_time: true, ..case };
        let engine = book.engine();
        let before = engine.decide(&case.inquiry(&book));
        // The key stands before all texts, so the first match is the key.
        let timeless = case.json(&book).replacen(r#""at": ""#, r#""at": "about "#, 1);
        let timeless = Inquiry::from_json(&timeless).unwrap();
        prop_assert_eq!(timeless.time(), None);
        let after = engine.decide(&timeless);
        let mut wider = wider(&book, &before, &after, |_, _| false);
        wider.retain(|finding| !finding.starts_with("due"));
        prop_assert!(wider.is_empty(), "{:#?}\n{}\n{}", wider, case.json(&book), book.tree().yaml());
    }

    /// A rule that only restricts, and a label at or above its axis's default, never widen anything either, but that a
    /// judgment refused only because nobody raised it may become raised, and that a label may undo a denial or a conflict.
    #[test]
    fn a_further_restriction_only_restricts((book, case) in book_and_case(), rule in raw_rule()) {
        let rule = book.restricting_rule("added".to_owned(), &rule);
        let inquiry = case.inquiry(&book);
        let engine = book.engine();
        let before = engine.decide(&inquiry);
        let mut larger = book.clone();
        larger.rules.push(rule.clone());
        let after = larger.engine().decide(&inquiry);
        let classifies = rule.effects.iter().any(|effect| matches!(effect, Effect::Classify(_)));
        let denials: Vec<usize> = (0..book.judgments.len())
            .filter(|judgment| classifies && may_be_denied(&book, &engine, &inquiry, *judgment))
            .collect();
        let wider = wider(&book, &before, &after, |judgment, refusal| {
            denials.contains(&judgment) || refusal == Some(&Refusal::NotRaised)
        });
        prop_assert!(wider.is_empty(), "{:#?}\n{:?}\n{}\n{}", wider, rule, case.json(&book), book.tree().yaml());
    }

    /// What the client keeps stays with the client, whatever delegates or settles it.
    #[test]
    fn retention_beats_grants((book, case) in book_and_case(), retain in raw_rule(), grant in raw_rule()) {
        let mut larger = book.clone();
        let mut add = |id: &str, raw: &RawRule, effect: Effect| {
            let rule = Rule { effects: vec![effect], ..book.restricting_rule(id.to_owned(), raw) };
            larger.rules.push(Rule { when: None, effective: None, ..rule });
        };
        add("keep", &retain, Effect::Retain { judgment: 0, act: Act::Decide, tier: None });
        add("give", &grant, Effect::Delegate { judgment: 0, act: Act::Decide, tier: 0 });
        add("answer", &grant, Effect::Settle { judgment: 0, ruling: "approve", given: None });
        add("ask", &grant, Effect::Raise(0));
        let decision = larger.engine().decide(&case.inquiry(&book));
        let judgment = &book.judgments[0].0;
        prop_assert_eq!(decision.ruling(judgment), Some(Ruling::Open));
        prop_assert!(book.rank(decision.holder(judgment, Act::Decide).unwrap()) >= book.vendor_tiers);
        prop_assert!(book.rank(decision.route().tier()) >= book.vendor_tiers);
        for tier in &book.tiers[..book.vendor_tiers] {
            let permission = decision.may(tier, Act::Decide, judgment);
            prop_assert!(matches!(permission, Permission::Refused(Refusal::HeldBy { .. })), "{tier}: {permission:?}");
        }
        let overridden: Vec<&str> = decision.overridden().map(|grant| grant.rule()).collect();
        prop_assert!(["answer", "give"].iter().all(|rule| overridden.contains(rule)), "{overridden:?}");
    }

    /// Learning more only ever turns unknown into true or false, in every rule and every leaf of its condition.
    #[test]
    fn learning_more_never_changes_what_is_known((book, case) in book_and_case()) {
        let engine = book.engine();
        let more = case.inquiry(&book);
        for (what, less) in with_less_known(&book, &case) {
            let less = less.inquiry(&book);
            for rule in &book.rules {
                let known = engine.why_not(&less, &rule.id).unwrap();
                let learnt = engine.why_not(&more, &rule.id).unwrap();
                let leaves = known.leaves().into_iter().zip(learnt.leaves());
                let parts = leaves.map(|((leaf, known, _), (_, learnt, _))| (leaf, known, learnt));
                for (part, known, learnt) in parts.chain([("the whole", known.truth(), learnt.truth())]) {
                    prop_assert!(
                        known == Truth::Unknown || known == learnt,
                        "{}: {} is {:?} with {}, else {:?}\n{}\n{}",
                        rule.id, part, known, what, learnt, case.json(&book), book.tree().yaml()
                    );
                }
            }
        }
    }
}

/// Whether a settlement that denies the judgment counts or might.
pub(super) fn may_be_denied(book: &Book, engine: &Engine, inquiry: &Inquiry, judgment: usize) -> bool {
    let denies = |effect: &Effect| match effect {
        Effect::Settle { judgment: on, ruling, given } => {
            *on == judgment && (*ruling == "deny" || given.as_ref().is_some_and(|given| given.otherwise))
        }
        _ => false,
    };
    let mut rules = book.rules.iter().filter(|rule| rule.effects.iter().any(denies));
    rules.any(|rule| engine.why_not(inquiry, &rule.id).unwrap().truth() != Truth::False)
}

/// Where `after` leaves more room than `before`. `is_exempt` takes a judgment and, for what somebody may do, the refusal
/// before; a judgment that is exempt as such (no refusal given) does not hold the route either.
pub(super) fn wider(
    book: &Book,
    before: &Decision,
    after: &Decision,
    is_exempt: impl Fn(usize, Option<&Refusal<'_>>) -> bool,
) -> Vec<String> {
    let mut wider = Vec::new();
    let (from, to) = (before.route(), after.route());
    let any_exempt = (0..book.judgments.len()).any(|judgment| is_exempt(judgment, None));
    if book.rank(to.tier()) < book.rank(from.tier()) && !any_exempt {
        wider.push(format!("route {} -> {}", from.tier(), to.tier()));
    }
    if to.urgency() < from.urgency() {
        wider.push(format!("urgency {:?} -> {:?}", from.urgency(), to.urgency()));
    }
    if from.due().is_some_and(|due| to.due().is_none_or(|later| later > due)) {
        wider.push(format!("due {:?} -> {:?}", from.due_text(), to.due_text()));
    }
    for (position, (judgment, _)) in book.judgments.iter().enumerate() {
        if is_exempt(position, None) {
            continue;
        }
        if after.raised(judgment) == Some(Truth::False) && before.raised(judgment) != Some(Truth::False) {
            wider.push(format!("{judgment} is not raised any more"));
        }
        for act in Act::ALL {
            let (from, to) = (before.holder(judgment, act).unwrap(), after.holder(judgment, act).unwrap());
            if book.rank(to) < book.rank(from) {
                wider.push(format!("{judgment}: {act:?} {from} -> {to}"));
            }
            for (rank, tier) in book.tiers.iter().enumerate() {
                let (from, to) = (before.may(tier, act, judgment), after.may(tier, act, judgment));
                let is_wider = match (&from, &to) {
                    (Permission::Refused(_), Permission::Refused(_)) => false,
                    (Permission::Refused(refusal), _) => !is_exempt(position, Some(refusal)),
                    // The client's own tiers decide what the rulebook leaves open.
                    (Permission::Settled(Settlement::Deny), to) if rank < book.vendor_tiers => {
                        matches!(to, Permission::Permitted | Permission::Settled(Settlement::Approve))
                    }
                    _ => false,
                };
                if is_wider {
                    wider.push(format!("may({tier}, {act:?}, {judgment}) {from:?} -> {to:?}"));
                }
            }
        }
    }
    wider
}

/// What `before` asks people to heed and `after` does not.
pub(super) fn dropped(before: &Decision, after: &Decision) -> Vec<String> {
    let all = |decision: &Decision| -> Vec<String> {
        let route = decision.route();
        let desks = route.desks().map(|desk| format!("desk {desk}"));
        let told = route.notify().map(|told| format!("notify {told}"));
        let tags = decision.tags().map(|tag| format!("tag {tag}"));
        let instructions = decision.instructions().map(|text| format!("instruct {text:?}"));
        let requires = decision.requires().map(|needed| format!("require {}", needed.fact));
        let within = route.within().map(|limit| format!("within {limit}"));
        desks.chain(told).chain(tags).chain(instructions).chain(requires).chain(within).collect()
    };
    let after = all(after);
    all(before).into_iter().filter(|mark| !after.contains(mark)).collect()
}
