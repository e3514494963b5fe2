//! The joins, computed a second time and naively, from nothing but the truth of each rule: what comes out must be what the
//! library decides. Only conditions are taken from it; [`super::authority`] and the unit tests of conditions look at those.

use super::{book_and_case, config};
use crate::generate::{Book, Case, Classified, Effect, Given, Rule};
use furiwake::decision::Settlement;
use furiwake::{Act, Decision, Engine, Inquiry, Permission, Refusal, Ruling, Truth};
use proptest::prelude::*;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn come_out_as_computed_by_hand((book, case) in book_and_case()) {
        let facts = Truths::of(&book, &case);
        let decision = facts.engine.decide(&facts.inquiry);
        let mut wrong = labels(&book, &facts, &decision);
        wrong.extend(judgments(&book, &facts, &decision));
        wrong.extend(route(&book, &facts, &decision, &case));
        wrong.extend(unions(&book, &facts, &decision));
        prop_assert!(wrong.is_empty(), "{:#?}\n{}\n{}", wrong, case.json(&book), book.tree().yaml());
    }
}

/// Every rule's truth, and that of what its settlements are given on: read off rules that do nothing but tag.
struct Truths {
    engine: Engine,
    inquiry: Inquiry,
}

const PROBE: usize = 99;

impl Truths {
    fn of(book: &Book, case: &Case) -> Self {
        let mut probed = book.clone();
        for rule in &book.rules {
            for effect in &rule.effects {
                if let Effect::Settle { judgment, given: Some(given), .. } = effect {
                    let effects = vec![Effect::Tag(PROBE)];
                    probed.rules.push(Rule {
                        id: probe(rule, *judgment),
                        when: Some(given.condition.clone()),
                        effective: None,
                        effects,
                    });
                }
            }
        }
        Self { engine: probed.engine(), inquiry: case.inquiry(book) }
    }

    fn truth(&self, rule: &str) -> Truth {
        self.engine.why_not(&self.inquiry, rule).unwrap().truth()
    }

    /// Every effect with its rule's truth.
    fn effects<'a>(&'a self, book: &'a Book) -> impl Iterator<Item = (&'a Rule, &'a Effect, Truth)> {
        let with_truth = |rule: &'a Rule| {
            let truth = self.truth(&rule.id);
            rule.effects.iter().map(move |effect| (rule, effect, truth))
        };
        book.rules.iter().flat_map(with_truth)
    }

    /// Whether a rule approves, and whether one denies.
    fn settled(&self, book: &Book, on: usize) -> (Truth, Truth) {
        let (mut approve, mut deny) = (Truth::False, Truth::False);
        for (rule, effect, truth) in self.effects(book) {
            let Effect::Settle { judgment, ruling, given } = effect else { continue };
            if *judgment != on {
                continue;
            }
            let given_truth = || self.truth(&probe(rule, on));
            let (this, other) = match given {
                None => (truth, Truth::False),
                Some(Given { otherwise: false, .. }) => (truth.and(given_truth()), Truth::False),
                Some(Given { otherwise: true, .. }) => {
                    (truth.and(given_truth()), truth.and(given_truth().not()))
                }
            };
            let (yes, no) = if *ruling == "approve" { (this, other) } else { (other, this) };
            (approve, deny) = (approve.or(yes), deny.or(no));
        }
        (approve, deny)
    }
}

fn probe(rule: &Rule, judgment: usize) -> String {
    format!("{}.given.{judgment}", rule.id)
}

/// Says what differs.
fn differs<T: PartialEq + std::fmt::Debug>(what: &str, decided: T, computed: T) -> Option<String> {
    (decided != computed).then(|| format!("{what}: decided {decided:?}, computed {computed:?}"))
}

fn labels(book: &Book, facts: &Truths, decision: &Decision) -> Vec<String> {
    let mut wrong = Vec::new();
    for (position, default) in book.defaults.iter().enumerate() {
        let given = |wanted: Truth| -> Vec<usize> {
            let labels =
                facts.effects(book).filter(|(_, _, truth)| *truth == wanted).filter_map(|(_, effect, _)| {
                    match effect {
                        Effect::Classify(Classified::Ordered { axis, label }) if *axis == position => {
                            Some(*label)
                        }
                        _ => None,
                    }
                });
            labels.collect()
        };
        // Without a certain label the default stands, even below it.
        let certain = given(Truth::True).into_iter().max();
        let open =
            given(Truth::Unknown).into_iter().filter(|label| certain.is_none_or(|certain| *label > certain));
        let possible: BTreeSet<usize> = open.chain([certain.unwrap_or(*default)]).collect();
        let (axis, labels) = book.axis(position);
        let names: Vec<&str> = possible.iter().map(|label| &*labels[*label]).collect();
        wrong.extend(differs(axis, decision.label(axis), names.last().copied()));
        wrong
            .extend(differs(axis, decision.labels(axis).certain, names.clone()).filter(|_| names.len() == 1));
        wrong.extend(differs(axis, decision.labels(axis).possible, names));
    }
    wrong
}

/// What the rules make of one judgment.
#[derive(Debug)]
struct Outcome {
    raised: Truth,
    ruling: Ruling,
    holders: [usize; 3],
}

fn outcome(book: &Book, facts: &Truths, on: usize) -> Outcome {
    let effects: Vec<_> = facts.effects(book).collect();
    let raises = effects.iter().filter(|(_, effect, _)| **effect == Effect::Raise(on));
    let raised = raises.fold(Truth::False, |raised, (_, _, truth)| raised.or(*truth));
    let (approve, deny) = facts.settled(book, on);
    let mut holders = book.judgments[on].1;
    let mut is_retained = false;
    for (holder, act) in holders.iter_mut().zip(Act::ALL) {
        let retained = effects.iter().filter_map(|(_, effect, truth)| match effect {
            Effect::Retain { judgment, act: kept, tier }
                if (*judgment, *kept) == (on, act) && *truth != Truth::False =>
            {
                Some(tier.unwrap_or(book.vendor_tiers))
            }
            _ => None,
        });
        let delegated = effects.iter().filter_map(|(_, effect, truth)| match effect {
            Effect::Delegate { judgment, act: given, tier }
                if (*judgment, *given) == (on, act) && *truth == Truth::True =>
            {
                Some(*tier)
            }
            _ => None,
        });
        let suspended = act == Act::Decide && deny != Truth::False;
        if let Some(tier) = retained.max() {
            is_retained |= act == Act::Decide;
            *holder = tier.max(*holder);
        } else if let Some(tier) = delegated.min().filter(|_| !suspended) {
            *holder = tier.min(*holder);
        }
    }
    let ruling = match (approve, deny) {
        _ if is_retained => Ruling::Open,
        (Truth::True, Truth::True) => Ruling::Conflict,
        (Truth::True, Truth::False) => Ruling::Approve,
        (Truth::False, Truth::True) => Ruling::Deny,
        _ => Ruling::Open,
    };
    Outcome { raised, ruling, holders }
}

fn judgments(book: &Book, facts: &Truths, decision: &Decision) -> Vec<String> {
    let mut wrong = Vec::new();
    for (position, (name, _)) in book.judgments.iter().enumerate() {
        let Outcome { raised, ruling, holders } = outcome(book, facts, position);
        wrong.extend(differs(name, decision.raised(name), Some(raised)));
        wrong.extend(differs(name, decision.ruling(name), Some(ruling)));
        wrong.extend(differs(
            name,
            Act::ALL.map(|act| decision.holder(name, act)),
            holders.map(|tier| Some(&*book.tiers[tier])),
        ));
        for (rank, tier) in book.tiers.iter().enumerate() {
            for (act, holder) in Act::ALL.into_iter().zip(holders) {
                let by = &*book.tiers[holder];
                let expected = match (raised, act, ruling) {
                    (Truth::False | Truth::Unknown, _, _) => Permission::Refused(Refusal::NotRaised),
                    (_, Act::Decide, Ruling::Approve) => Permission::Settled(Settlement::Approve),
                    (_, Act::Decide, Ruling::Deny) => Permission::Settled(Settlement::Deny),
                    (_, Act::Communicate, Ruling::Open | Ruling::Conflict) => {
                        Permission::Refused(Refusal::NotYetDecided { by: &book.tiers[holders[1]] })
                    }
                    _ if rank >= holder => Permission::Permitted,
                    _ => Permission::Refused(Refusal::HeldBy { tier: by, rules: decision.rules(name) }),
                };
                wrong.extend(differs(
                    &format!("may({tier}, {act:?}, {name})"),
                    decision.may(tier, act, name),
                    expected,
                ));
            }
        }
    }
    wrong
}

fn route(book: &Book, facts: &Truths, decision: &Decision, case: &Case) -> Vec<String> {
    let (mut tier, mut urgency, mut limits) = (0, "normal", BTreeSet::new());
    let level =
        |urgency: &str| ["normal", "high", "critical"].iter().position(|level| *level == urgency).unwrap();
    for (_, effect, truth) in facts.effects(book) {
        if let (Effect::Escalate { to, urgency: given, within }, Truth::True | Truth::Unknown) =
            (effect, truth)
        {
            tier = tier.max(to.unwrap_or(0));
            let given = given.unwrap_or("normal");
            urgency = if level(given) > level(urgency) { given } else { urgency };
            limits.extend(within.map(|within| match within {
                "30m" => (0, within, "2026-11-21T10:30:00+09:00"),
                // An hour until it closes on Saturday, and half an hour on Tuesday, after a holiday.
                "90 business minutes in support" => (1, within, "2026-11-24T09:30:00+09:00"),
                "2h" => (2, within, "2026-11-21T12:00:00+09:00"),
                // On Friday from ten to two in New York, where it is eight in the evening.
                "4 business hours in night" => (3, within, "2026-11-21T16:00:00+09:00"),
                _ => (4, within, "2026-11-22T10:00:00+09:00"),
            }));
        }
    }
    for position in 0..book.judgments.len() {
        let Outcome { raised, ruling, holders: [propose, decide, communicate] } =
            outcome(book, facts, position);
        tier = tier.max(match (raised, ruling) {
            (Truth::False, _) => 0,
            (_, Ruling::Approve | Ruling::Deny) => communicate,
            (_, Ruling::Open | Ruling::Conflict) => propose.max(decide).max(communicate),
        });
    }
    let route = decision.route();
    let due = limits.iter().map(|(_, _, due)| (*due).to_owned()).min().filter(|_| case.has_time);
    let within: Vec<String> = limits.iter().map(|(_, within, _)| (*within).to_owned()).collect();
    let checks = [
        differs("route", route.tier(), &*book.tiers[tier]),
        differs("urgency", route.urgency().as_str(), urgency),
        differs("within", route.within().collect(), within),
        differs("due", route.due_text(), due),
    ];
    checks.into_iter().flatten().collect()
}

fn unions(book: &Book, facts: &Truths, decision: &Decision) -> Vec<String> {
    let mut computed = BTreeSet::new();
    for (_, effect, truth) in facts.effects(book).filter(|(_, _, truth)| *truth != Truth::False) {
        computed.extend(match effect {
            Effect::Refer(desk) => Some(format!("refer {}", book.desk(*desk))),
            Effect::Notify(name) => Some(format!("notify {name}")),
            Effect::Require(fact) => Some(format!("require {}", book.facts[*fact].name)),
            Effect::Instruct(number) => Some(format!("instruct heed {number}")),
            Effect::Tag(number) => Some(format!("tag tag_{number}")),
            Effect::Classify(Classified::Unordered(label)) => {
                let (_, labels) = book.topic();
                Some(format!(
                    "{} {}",
                    if truth == Truth::True { "label" } else { "possible label" },
                    labels[*label]
                ))
            }
            _ => None,
        });
    }
    // Certain by one rule and possible by another is certain.
    let certain: Vec<String> =
        computed.iter().filter_map(|mark| mark.strip_prefix("label ").map(str::to_owned)).collect();
    computed.retain(|mark| {
        !mark.strip_prefix("possible label ").is_some_and(|label| certain.iter().any(|other| other == label))
    });
    let route = decision.route();
    let topic = decision.labels("topic");
    let possible = topic.possible.iter().filter(|label| !topic.certain.contains(label));
    let decided: BTreeSet<String> = (route.desks().map(|desk| format!("refer {desk}")))
        .chain(route.notify().map(|name| format!("notify {name}")))
        .chain(decision.requires().map(|needed| format!("require {}", needed.fact)))
        .chain(
            decision.instructions().map(|text| format!("instruct {}", text.get(furiwake::Language::English))),
        )
        .chain(decision.tags().filter(|tag| *tag != format!("tag_{PROBE}")).map(|tag| format!("tag {tag}")))
        .chain(topic.certain.iter().map(|label| format!("label {label}")))
        .chain(possible.map(|label| format!("possible label {label}")))
        .collect();
    differs("unions", decided, computed).into_iter().collect()
}
