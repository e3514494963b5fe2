//! Learning more only ever turns *unknown* into true or false: over generated conditions, situations, and situations in which
//! more is known.

use super::fixture::{model, names};
use super::{Condition, Decided, Expression, LabelSet, Outcomes, Situation, Truth, check_outcome};
use crate::authority::Urgency;
use crate::classify::{AxisState, Interval};
use crate::compose::Ruling;
use crate::id::LabelId;
use crate::inquiry::{Missing, Value};
use crate::rulebook::Model;
use crate::text::CueScan;
use proptest::prelude::*;
use proptest::sample;

fn condition(model: &Model, text: &str) -> Condition {
    let expression = Expression::parse(text).expect(text);
    let (condition, problems) = check_outcome(&expression, &names(model), Outcomes::of(model));
    assert_eq!(problems, [], "{text}");
    condition.unwrap()
}

/// What may become known: an amount, two cues, a score, the labels of all axes, and whether judgments are raised.
#[derive(Debug, Clone)]
struct Known {
    amount: Option<i64>,
    cues: [Truth; 2],
    score: (i64, i64),
    handling: Vec<u32>,
    nature: Vec<u32>,
    topic: [Truth; 3],
    raised: [Truth; 2],
}

impl Known {
    fn situation(&self, model: &Model) -> Situation {
        let ordered = |labels: &[u32]| AxisState::Ordered {
            possible: labels.iter().copied().map(LabelId).collect::<LabelSet>(),
        };
        let mut facts = vec![Err(Missing::Absent); model.facts.len()];
        let amount = model.facts.iter().position(|fact| &*fact.id == "order.amount").unwrap();
        facts[amount] = self.amount.map(|amount| Value::Number(amount.into())).ok_or(Missing::Absent);
        let score = Interval { low: self.score.0.into(), high: self.score.1.into() };
        Situation {
            facts,
            derived: vec![Err(Missing::Absent); model.derived.len()],
            cues: CueScan::of(&self.cues),
            scores: vec![score, score],
            axes: vec![
                ordered(&self.handling),
                ordered(&self.nature),
                AxisState::Unordered { labels: self.topic.to_vec() },
            ],
            decided: Some(Decided {
                holders: vec![[model.tiers.lowest(); 3]; 2],
                rulings: vec![Ruling::ALL[0]; 2],
                raised: self.raised.to_vec(),
                tier: model.tiers.lowest(),
                urgency: Urgency::ALL[0],
                open: None,
            }),
            ..Situation::default()
        }
    }
}

fn truths<const N: usize>() -> impl Strategy<Value = [Truth; N]> {
    let truth = sample::select(vec![Truth::False, Truth::Unknown, Truth::True]);
    proptest::collection::vec(truth, N).prop_map(|truths| truths.try_into().unwrap())
}

/// What is known first, and what is known later.
fn learnt() -> impl Strategy<Value = (Known, Known)> {
    let labels = |of: u32| sample::subsequence((0..of).collect::<Vec<_>>(), 1..=of as usize);
    let first = (
        proptest::option::of(-2..6_i64),
        truths(),
        (-2..6_i64, 0..4_i64),
        labels(2),
        labels(4),
        truths(),
        truths(),
    );
    let first = first.prop_map(|(amount, cues, (low, width), handling, nature, topic, raised)| Known {
        amount,
        cues,
        score: (low, low + width),
        handling,
        nature,
        topic,
        raised,
    });
    let later = (-2..6_i64, truths(), (0..4_i64, 0..4_i64), any::<[bool; 6]>(), truths(), truths());
    (first, later).prop_map(|(first, (amount, cues, ends, kept, topic, raised))| {
        let (low, high) = first.score;
        let ends = [low + ends.0.min(high - low), low + ends.1.min(high - low)];
        let narrowed = |labels: &[u32], kept: &[bool]| -> Vec<u32> {
            let left: Vec<u32> =
                labels.iter().zip(kept).filter(|(_, kept)| **kept).map(|(label, _)| *label).collect();
            if left.is_empty() { labels.to_vec() } else { left }
        };
        let later = Known {
            amount: first.amount.or(Some(amount)),
            cues: settled(first.cues, cues),
            score: (ends[0].min(ends[1]), ends[0].max(ends[1])),
            handling: narrowed(&first.handling, &kept[..2]),
            nature: narrowed(&first.nature, &kept[2..]),
            topic: settled(first.topic, topic),
            raised: settled(first.raised, raised),
        };
        (first, later)
    })
}

fn settled<const N: usize>(first: [Truth; N], later: [Truth; N]) -> [Truth; N] {
    std::array::from_fn(|at| if first[at] == Truth::Unknown { later[at] } else { first[at] })
}

fn conditions() -> impl Strategy<Value = String> {
    let leaf = sample::select(vec![
        "order.amount <= 3",
        "order.amount in [1, 2]",
        "known(order.amount)",
        "cue.injury",
        "known(cue.injury)",
        "cue.urgent",
        "score.anger >= 3",
        "score.anger == 2",
        "known(score.anger)",
        "at_least(score.fraud, \"high\")",
        "handling == \"routine\"",
        "known(handling)",
        "nature in [\"question\", \"opinion\"]",
        "at_least(nature, \"opinion\")",
        "known(nature)",
        "has(topic, \"payment\")",
        "known(topic)",
        "raised(refund) == \"yes\"",
        "raised(compensation) != \"yes\"",
        "raised(refund) in [\"no\", \"yes\"]",
        "known(raised(refund))",
    ]);
    leaf.prop_map(String::from).prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| format!("!({inner})")),
            (inner.clone(), sample::select(vec!["&&", "||"]), inner)
                .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_true_or_false_stays_so(text in conditions(), (first, later) in learnt()) {
        let model = model();
        let condition = condition(&model, &text);
        let truth = |known: &Known| condition.evaluate(&known.situation(&model), &model.lets);
        let (before, after) = (truth(&first), truth(&later));
        prop_assert!(before == Truth::Unknown || before == after, "{}: {:?}, then {:?}", text, before, after);
    }
}

#[test]
fn known_is_true_where_nothing_more_can_be_learnt_and_never_false() {
    let model = model();
    let open = Known {
        amount: None,
        cues: [Truth::Unknown; 2],
        score: (1, 3),
        handling: vec![0, 1],
        nature: vec![1, 3],
        topic: [Truth::True, Truth::Unknown, Truth::False],
        raised: [Truth::Unknown; 2],
    };
    let settled = Known {
        amount: Some(0),
        cues: [Truth::False; 2],
        score: (0, 0),
        handling: vec![0],
        nature: vec![3],
        topic: [Truth::True, Truth::False, Truth::False],
        raised: [Truth::False; 2],
    };
    for what in [
        "order.amount",
        "cue.injury",
        "score.anger",
        "score.fraud",
        "handling",
        "nature",
        "topic",
        "raised(refund)",
    ] {
        let condition = condition(&model, &format!("known({what})"));
        let truth = |known: &Known| condition.evaluate(&known.situation(&model), &model.lets);
        assert_eq!((truth(&open), truth(&settled)), (Truth::Unknown, Truth::True), "{what}");
    }
    // Nothing was decided yet, and no axis has its labels yet.
    for what in ["raised(refund)", "nature", "topic", "cue.injury", "order.amount"] {
        let condition = condition(&model, &format!("known({what})"));
        assert_eq!(condition.evaluate(&Situation::default(), &model.lets), Truth::Unknown, "{what}");
    }
}

#[test]
fn a_judgment_that_may_be_raised_is_neither() {
    let model = model();
    let decided = |raised: Truth| Situation {
        decided: Some(Decided {
            holders: Vec::new(),
            rulings: Vec::new(),
            raised: vec![Truth::False, raised],
            tier: model.tiers.lowest(),
            urgency: Urgency::ALL[0],
            open: None,
        }),
        ..Situation::default()
    };
    for (text, truths) in [
        ("raised(refund) == \"yes\"", [Truth::False, Truth::Unknown, Truth::True]),
        ("at_least(raised(refund), \"yes\")", [Truth::False, Truth::Unknown, Truth::True]),
        ("raised(refund) != \"yes\"", [Truth::True, Truth::Unknown, Truth::False]),
        ("raised(refund) in [\"no\", \"yes\"]", [Truth::True, Truth::True, Truth::True]),
        ("raised(compensation) == \"no\"", [Truth::True, Truth::True, Truth::True]),
    ] {
        let condition = condition(&model, text);
        let truth = |raised| condition.evaluate(&decided(raised), &model.lets);
        assert_eq!([Truth::False, Truth::Unknown, Truth::True].map(truth), truths, "{text}");
    }
}
