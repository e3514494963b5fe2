//! Every message of the condition language in one table each for reading, checking and polarity: what is marked, what is
//! said, what is advised. The tables are kept beside this file; `cargo insta review` shows what a change does to them.

use super::expression::Kind;
use super::fixture::{model, names, table};
use super::parse::parse;
use super::structured::from_node;
use super::{Condition, Decided, Expression, Leaf, Names, Outcomes, Role, Situation, Truth, Within};
use super::{check, check_outcome, polarity};
use crate::authoring;
use crate::authority::{Rank, Urgency};
use crate::compose::Ruling;
use crate::diagnostic::Problem;
use crate::id::{JudgmentId, LabelId};
use crate::rulebook::{Let, Model};
use crate::span::SourceId;
use proptest::prelude::*;
use proptest::sample;
use std::collections::BTreeMap;

#[test]
fn syntax() {
    let texts = [
        "",
        "   ",
        "channel = \"phone\"",
        "channel === \"phone\"",
        "channel <> \"phone\"",
        "order.amount =< 3",
        "order.amount => 3",
        "a and b",
        "a AND b",
        "a or b",
        "not a",
        "not known(a)",
        "not (a == 1)",
        "a is 3",
        "a not in [1]",
        "a & b",
        "a | b",
        "a &&& b",
        "channel == 'phone'",
        "channel == `phone`",
        "channel == \"phone",
        "channel == \"pho\nne\"",
        "channel == \"a\\q\"",
        "channel == \"\\u{3042}\"",
        "channel == \"\\uD800\"",
        "(a && b",
        "(a && (b || c)",
        "a && b)",
        "known(a",
        "known(a, b)",
        "known(\"a\")",
        "known(3)",
        "known(known(a))",
        "known(a == 3)",
        "has(topic)",
        "has(topic, delivery)",
        "has(topic; \"delivery\")",
        "at_least(\"nature\", \"opinion\")",
        "at_leest(nature, \"opinion\")",
        "topic.contains(\"delivery\")",
        "frobnicate(a)",
        "holder(refund)",
        "raised(refund)",
        "raised(\"refund\") == \"yes\"",
        "rised(refund) == \"yes\"",
        "holder(refund, decide) == \"x\"",
        "1 < a < 3",
        "1 < 3",
        "\"a\" == \"b\"",
        "a == == b",
        "a ==",
        "== 3",
        "a &&",
        "&& a",
        "a || || b",
        "()",
        "a b",
        "a 3",
        "a \"b\"",
        "3",
        "\"text\"",
        "a == [1, 2]",
        "a in 3",
        "a in b",
        "a in []",
        "a in [1, 2",
        "a in [1 2]",
        "a in [b]",
        "a in [1,]",
        "\"x\" in topic",
        "[1]",
        "a, b",
        "a]",
        "!a == 3",
        "!a in [3]",
        "!(a && b) == c",
        "!!a == 3",
        "(a) == 3",
        "3 == (a)",
        "known(a) == true",
        "a == !b",
        "a ! b",
        "（a == 3）",
        "a ＝＝ 3",
        "a == ３",
        "a ＆＆ b",
        "a ≦ 3",
        "channel == “phone”",
        "channel == 「電話」",
        "channel == “電話",
        "channel == 電話",
        "注文額 <= 3",
        "order.注文額 <= 3",
        "order..amount <= 3",
        "order. amount <= 3",
        "order-amount <= 3",
        "a + 1 <= 3",
        "a - 1 <= 3",
        "a / 2 <= 3",
        "a <= 3 // three",
        "a <= 3;",
        "a ? b",
        "a <= 3_000",
        "a <= 3,000",
        "a <= 007",
        "a <= 1e3",
        "a <= .5",
        "a <= 5.",
        "a <= 30m",
        "a <= 30%",
        "a <= 2026-12-01",
        "a <= 10:30",
        "a <= 12abc",
        "{a}",
        "a == $b",
        "a =~ \"b\"",
        "a @ b",
        "👍",
    ];
    let mut all = String::new();
    for text in texts {
        let fault = parse(text).expect_err(text);
        all.push_str(&table(text, &[fault.into()]));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_json_form() {
    let texts = [
        "[]",
        "null",
        "3",
        "{}",
        "\"a = 3\"",
        "{\"all\": []}",
        "{\"all\": {\"fact\": \"a\"}}",
        "{\"all\": [{\"fact\": \"a\"}, \"b =\", {\"fact\": 3}]}",
        "{\"al\": []}",
        "{\"when\": \"a\"}",
        "{\"score\": \"anger\"}",
        "{\"fact\": \"a\", \"op\": \"==\"}",
        "{\"fact\": \"a\", \"op\": \"=\", \"value\": 3}",
        "{\"fact\": \"a\", \"operator\": \"==\", \"value\": 3}",
        "{\"fact\": \"a\", \"op\": \"==\", \"value\": null}",
        "{\"fact\": \"a\", \"op\": \"==\", \"value\": [3]}",
        "{\"fact\": \"a\", \"op\": \"==\", \"value\": 1e3}",
        "{\"fact\": \"a\", \"op\": \"in\", \"value\": 3}",
        "{\"fact\": \"a\", \"op\": \"in\", \"value\": []}",
        "{\"fact\": \"a\", \"op\": \"in\", \"value\": [3, {\"fact\": \"b\"}]}",
        "{\"fact\": \"a\", \"cue\": \"b\", \"op\": \"==\", \"value\": 3}",
        "{\"op\": \"==\", \"value\": 3}",
        "{\"literal\": 3, \"op\": \"==\", \"value\": 3}",
        "{\"literal\": 3, \"op\": \"in\", \"value\": [3]}",
        "{\"fact\": \"a b\"}",
        "{\"fact\": \"a\", \"op\": \"==\", \"value\": {\"known\": \"b\"}}",
        "{\"known\": [\"a\"]}",
        "{\"known\": {\"literal\": 3}}",
        "{\"known\": {\"known\": \"a\"}}",
        "{\"raised\": \"refund\"}",
        "{\"has\": [\"a\"]}",
        "{\"has\": [\"a\", 3]}",
        "{\"at_least\": [{\"literal\": 3}, \"a\"]}",
        "{\"known\": \"a\", \"fact\": \"b\"}",
    ];
    let mut all = String::new();
    for text in texts {
        let node = authoring::read(SourceId::default(), text).expect(text);
        all.push_str(&table(text, &from_node(&node).expect_err(text)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn names_and_types() {
    let texts = [
        "chanel == \"phone\"",
        "injury",
        "anger >= 3",
        "cue.injry",
        "cue.nothing_like_it",
        "score.angr >= 1",
        "zzz.qqq == 1",
        "channel == phone",
        "nature == complaint",
        "channel == \"fone\"",
        "channel == \"fax\"",
        "channel == 3",
        "plan == 1",
        "channel < \"phone\"",
        "channel in [\"phone\", \"fax\", 3]",
        "channel == plan",
        "channel == product.code",
        "channel",
        "options",
        "options == \"gift\"",
        "options in [\"gift\"]",
        "has(options, \"gft\")",
        "has(channel, \"phone\")",
        "has(nature, \"complaint\")",
        "has(cue.injury, \"x\")",
        "order.amount",
        "order.amount <= \"3000\"",
        "order.amount <= true",
        "order.amount <= 123456789012345678901234567890123",
        "order.amount == product.code",
        "order.delivered_at < 20261201",
        "order.delivered_at < \"2026-13-01\"",
        "order.delivered_at < \"2026-12-01T10:00:00+09:00\"",
        "order.placed_at < \"2026-12-01T10:00:00\"",
        "order.placed_at < \"yesterday\"",
        "call.length > 30",
        "call.length > \"30\"",
        "call.length > \"1 month\"",
        "product.code == 110",
        "product.code < \"b\"",
        "customer.is_minor == \"true\"",
        "customer.is_minor == 1",
        "customer.is_minor < true",
        "customer.is_minor in [true]",
        "cue.injury == true",
        "in_return_window == true",
        "nature",
        "topic",
        "score.anger",
        "nature == \"complant\"",
        "nature == \"praise\"",
        "nature == 3",
        "nature >= \"opinion\"",
        "nature < \"opinion\"",
        "nature > \"complaint\"",
        "nature == channel",
        "at_least(nature, \"opinon\")",
        "at_least(topic, \"delivery\")",
        "at_least(order.amount, \"x\")",
        "topic == \"delivery\"",
        "topic != \"delivery\"",
        "topic in [\"delivery\"]",
        "has(topic, \"delivry\")",
        "score.anger >= \"3\"",
        "score.anger >= order.amount",
        "score.anger in [1, 2]",
        "known(in_return_window)",
        "known(cue.injry)",
        "known(raised(refund))",
        "known(order.amuont)",
        "order.amount <= param.refund_cap",
        "holder(refund) == \"client_desk\"",
        "ruling(refund) == \"deny\"",
        "raised(refund) == \"yes\"",
        "route == \"client_desk\"",
        "at_least(route, \"client_desk\")",
        "urgency in [\"high\"]",
        "chanel == \"phone\" && (order.amount == \"x\" || !nope)",
    ];
    let model = model();
    let names = names(&model);
    let mut all = String::new();
    for text in texts {
        let (condition, problems) = check(&Expression::parse(text).expect(text), &names);
        assert_eq!(condition, None, "{text}");
        assert!(!problems.is_empty(), "{text}");
        all.push_str(&table(text, &problems));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_is_decided() {
    let texts = [
        "holder(refnud) == \"client_desk\"",
        "ruling(nothing_like_it) == \"deny\"",
        "holder(refund, \"decided\") == \"client_desk\"",
        "holder(refund) == \"client_dest\"",
        "holder(refund) == client_desk",
        "holder(refund) == true",
        "holder(refund) >= \"client_desk\"",
        "holder(refund) < \"first_line\"",
        "holder(refund) == route",
        "holder(refund) == channel",
        "ruling(refund) == \"refuse\"",
        "ruling(refund) == deny",
        "ruling(refund) > \"deny\"",
        "at_least(ruling(refund), \"deny\")",
        "ruling(refund) in [\"deny\", \"aprove\", 3]",
        "raised(refnud) == \"yes\"",
        "raised(refund) == \"possible\"",
        "raised(refund) == yes",
        "raised(refund) == true",
        "raised(refund) > \"no\"",
        "raised(refund) == route",
        "known(raised(refnud))",
        "known(holder(refund))",
        "route",
        "urgency && cue.injury",
        "known(route)",
        "has(route, \"client_desk\")",
        "route == \"client\"",
        "at_least(route, \"clientdesk\")",
        "urgency == \"urgent\"",
        "urgency == high",
        "3 <= urgency",
        "urgency in [\"high\", \"hihg\"]",
        "nature == route",
    ];
    let model = model();
    let outcomes = Outcomes::of(&model);
    let mut all = String::new();
    for text in texts {
        let (condition, problems) =
            check_outcome(&Expression::parse(text).expect(text), &names(&model), outcomes);
        assert_eq!(condition, None, "{text}");
        assert!(!problems.is_empty(), "{text}");
        all.push_str(&table(text, &problems));
    }
    insta::assert_snapshot!(all);
}

const EXEMPT: Role =
    Role { grants: false, restricts: false, classifies_unordered: false, otherwise: false, about: None };
const RESTRICTS: Role = Role { restricts: true, ..EXEMPT };
const GRANTS: Role = Role { grants: true, ..EXEMPT };
const BOTH: Role = Role { grants: true, ..RESTRICTS };
const UNORDERED: Role = Role { classifies_unordered: true, ..EXEMPT };
const OTHERWISE: Role = Role { otherwise: true, ..GRANTS };
/// About `refund`.
const GRANTS_REFUND: Role = Role { about: Some(JudgmentId(1)), ..GRANTS };

fn with_lets() -> (Model, BTreeMap<Box<str>, Expression>) {
    let mut model = model();
    let lets: BTreeMap<Box<str>, Expression> = BTreeMap::from(
        [
            ("in_return_window", "days_since_delivery <= 7"),
            ("mild", "nature != \"complaint\""),
            ("not_mild", "!mild && !mild"),
            // It reads itself; that is found elsewhere, here it must end.
            ("round", "!round || known(order.amount)"),
        ]
        .map(|(name, text)| (Box::from(name), Expression::parse(text).unwrap())),
    );
    model.lets = lets.keys().map(|id| Let { id: id.clone(), condition: Condition::Constant(true) }).collect();
    (model, lets)
}

fn findings(text: &str, role: Role) -> Vec<Problem> {
    let (model, lets) = with_lets();
    let names = names(&model);
    let expression = Expression::parse(text).expect(text);
    assert_eq!(check(&expression, &names).1, [], "{text}");
    polarity(&expression, role, &names, &lets, Within::Rule)
}

fn findings_in_script(text: &str, role: Role) -> Vec<Problem> {
    let (model, lets) = with_lets();
    let (names, outcomes) = (names(&model), Outcomes::of(&model));
    let expression = Expression::parse(text).expect(text);
    assert_eq!(check_outcome(&expression, &names, outcomes).1, [], "{text}");
    polarity(&expression, role, &names, &lets, Within::Script(Some(outcomes)))
}

#[test]
fn polarity_findings() {
    let cases = [
        ("restriction", RESTRICTS, "nature == \"question\""),
        ("restriction", RESTRICTS, "nature == \"request\""),
        ("restriction", RESTRICTS, "nature != \"complaint\" || cue.injury"),
        ("restriction", RESTRICTS, "!(nature == \"request\")"),
        ("restriction", RESTRICTS, "!(cue.injury && nature == \"request\")"),
        ("restriction", RESTRICTS, "!at_least(nature, \"opinion\")"),
        ("restriction", RESTRICTS, "nature in [\"request\", \"complaint\"]"),
        ("restriction", RESTRICTS, "handling == \"routine\""),
        ("restriction", RESTRICTS, "mild"),
        ("restriction", RESTRICTS, "!not_mild"),
        ("restriction", RESTRICTS, "known(order.amount) && order.amount > 5"),
        ("restriction", RESTRICTS, "round"),
        ("grant", GRANTS, "nature == \"complaint\""),
        ("grant", GRANTS, "nature == \"request\""),
        ("grant", GRANTS, "nature != \"question\""),
        ("grant", GRANTS, "!(nature != \"complaint\")"),
        ("grant", GRANTS, "at_least(nature, \"request\")"),
        ("grant", GRANTS, "not_mild"),
        ("grant", GRANTS, "!known(order.amount)"),
        ("both", BOTH, "nature == \"complaint\""),
        ("both", BOTH, "nature == \"question\""),
        ("both", BOTH, "nature == \"request\""),
        ("both", BOTH, "known(order.amount)"),
        ("unordered label", UNORDERED, "nature == \"complaint\""),
        ("unordered label", UNORDERED, "known(order.amount)"),
        ("otherwise", OTHERWISE, "nature == \"question\""),
        ("exempt", EXEMPT, "known(order.amount)"),
        ("restriction", RESTRICTS, "known(cue.injury)"),
        ("restriction", RESTRICTS, "known(score.anger) && score.anger > 3"),
        ("restriction", RESTRICTS, "known(topic)"),
        ("restriction", RESTRICTS, "known(nature)"),
        ("restriction", RESTRICTS, "!known(nature)"),
        ("grant", GRANTS, "!known(cue.injury)"),
        ("grant", GRANTS, "known(nature)"),
        ("grant", GRANTS, "!known(nature)"),
        ("both", BOTH, "known(nature)"),
        ("unordered label", UNORDERED, "!known(nature)"),
        ("unordered label", UNORDERED, "known(cue.injury)"),
        ("otherwise", OTHERWISE, "known(score.anger)"),
        ("exempt", EXEMPT, "known(nature)"),
    ];
    let mut all = String::new();
    for (who, role, text) in cases {
        let problems = findings(text, role);
        assert!(!problems.is_empty(), "{who}: {text}");
        all.push_str(&format!("{who}: {}", table(text, &problems)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn polarity_findings_in_scripts() {
    let cases = [
        ("restriction", RESTRICTS, "nature == \"question\""),
        ("restriction", RESTRICTS, "holder(refund) == \"first_line\""),
        ("restriction", RESTRICTS, "!at_least(holder(refund, \"propose\"), \"client_desk\")"),
        ("restriction", RESTRICTS, "route == \"supervisor\""),
        ("restriction", RESTRICTS, "urgency != \"critical\""),
        ("restriction", RESTRICTS, "ruling(refund) == \"approve\""),
        ("restriction", RESTRICTS, "raised(refund) == \"no\""),
        ("restriction", RESTRICTS, "!(raised(refund) == \"yes\")"),
        ("restriction", RESTRICTS, "known(order.amount) && order.amount > 5"),
        ("restriction", RESTRICTS, "known(raised(refund)) && raised(refund) == \"yes\""),
        ("grant", GRANTS_REFUND, "at_least(holder(refund), \"supervisor\")"),
        ("grant", GRANTS_REFUND, "route == \"supervisor\""),
        ("grant", GRANTS_REFUND, "urgency == \"high\""),
        ("grant", GRANTS_REFUND, "!(ruling(refund) == \"deny\")"),
        ("grant", GRANTS_REFUND, "raised(compensation) == \"yes\""),
        ("grant", GRANTS, "raised(refund) == \"yes\""),
        ("grant", GRANTS_REFUND, "!known(raised(refund))"),
        ("restriction", RESTRICTS, "!known(raised(refund)) || at_least(raised(refund), \"yes\")"),
        ("restriction", RESTRICTS, "!known(nature) || nature == \"complaint\""),
        ("grant", GRANTS_REFUND, "known(raised(refund)) && raised(refund) == \"yes\""),
        ("grant", GRANTS, "known(nature) && nature != \"complaint\""),
    ];
    let mut all = String::new();
    for (who, role, text) in cases {
        let problems = findings_in_script(text, role);
        assert!(!problems.is_empty(), "{who}: {text}");
        all.push_str(&format!("{who}: {}", table(text, &problems)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_scripts_may_ask_passes() {
    for (role, text) in [
        (RESTRICTS, "at_least(holder(refund), \"supervisor\") || route != \"first_line\""),
        (RESTRICTS, "!(urgency == \"normal\") && raised(refund) == \"yes\""),
        (
            GRANTS_REFUND,
            "holder(refund) != \"client_desk\" && route == \"first_line\" && urgency == \"normal\"",
        ),
        (GRANTS_REFUND, "raised(refund) == \"no\" && !(raised(compensation) == \"yes\")"),
        (EXEMPT, "known(order.amount) && known(nature)"),
        (EXEMPT, "ruling(refund) == \"deny\" || route == \"supervisor\" || raised(refund) == \"no\""),
    ] {
        assert_eq!(findings_in_script(text, role), [], "{text}");
    }
}

#[test]
fn conditions_of_the_right_polarity_pass() {
    for (role, text) in [
        (RESTRICTS, "nature == \"complaint\""),
        (RESTRICTS, "nature != \"question\""),
        (RESTRICTS, "at_least(nature, \"opinion\")"),
        (RESTRICTS, "nature in [\"opinion\", \"complaint\"]"),
        (RESTRICTS, "!(nature == \"question\") && !mild"),
        (RESTRICTS, "not_mild"),
        (RESTRICTS, "!known(order.amount)"),
        (RESTRICTS, "!known(cue.injury) || !known(score.anger) || !known(topic)"),
        (GRANTS, "known(cue.injury) && known(score.anger) && known(topic)"),
        (EXEMPT, "!known(nature)"),
        (RESTRICTS, "nature in [\"question\", \"request\", \"opinion\", \"complaint\"]"),
        (RESTRICTS, "has(topic, \"delivery\") && !has(topic, \"payment\")"),
        (GRANTS, "nature == \"question\""),
        (GRANTS, "nature != \"complaint\""),
        (GRANTS, "!at_least(nature, \"opinion\")"),
        (GRANTS, "mild && !not_mild"),
        (GRANTS, "known(order.amount) && order.amount <= 5"),
        (GRANTS, "has(topic, \"delivery\")"),
        (BOTH, "order.amount <= 5 && has(topic, \"delivery\")"),
        (UNORDERED, "cue.injury && has(topic, \"delivery\")"),
        (OTHERWISE, "in_return_window"),
        (EXEMPT, "nature == \"request\" && !known(order.amount)"),
    ] {
        assert_eq!(findings(text, role), [], "{text}");
    }
}

/// Every condition over two ordered axes, built from comparisons of all kinds, `!`, `&&`, `||` and a named condition.
fn over_labels() -> impl Strategy<Value = String> {
    let nature = sample::select(vec!["question", "request", "opinion", "complaint"]);
    let leaf = prop_oneof![
        (sample::select(vec!["==", "!="]), nature.clone())
            .prop_map(|(sign, label)| format!("nature {sign} \"{label}\"")),
        nature.clone().prop_map(|label| format!("at_least(nature, \"{label}\")")),
        (nature.clone(), nature).prop_map(|(a, b)| format!("nature in [\"{a}\", \"{b}\"]")),
        sample::select(vec!["handling == \"routine\"", "handling != \"routine\"", "mild", "not_mild"])
            .prop_map(String::from),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| format!("!({inner})")),
            (inner.clone(), sample::select(vec!["&&", "||"]), inner)
                .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})")),
        ]
    })
}

/// Whether a condition over labels holds, the labels being known.
fn holds(
    expression: &Expression,
    names: &Names<'_>,
    lets: &BTreeMap<Box<str>, Expression>,
    at: [u32; 2],
) -> bool {
    let holds = |part: &Expression| holds(part, names, lets, at);
    match &expression.kind {
        Kind::Not(inner) => !holds(inner),
        Kind::All(parts) => parts.iter().all(holds),
        Kind::Any(parts) => parts.iter().any(holds),
        Kind::Name(name) => holds(&lets[name]),
        _ => match check(expression, names).0 {
            Some(Condition::Leaf(Leaf::AxisIn { axis, labels })) => {
                labels.contains(LabelId(at[axis.index()]))
            }
            other => panic!("{expression}: {other:?}"),
        },
    }
}

/// What was decided: who holds *decide* of both judgments, whether they are raised, the route, the urgency, and a ruling.
type Outcome = ([usize; 2], [Truth; 2], usize, usize, usize);

fn outcome() -> impl Strategy<Value = Outcome> {
    let truth = || sample::select(vec![Truth::False, Truth::Unknown, Truth::True]);
    ([0..3_usize, 0..3_usize], [truth(), truth()], 0..3_usize, 0..3_usize, 0..4_usize)
}

fn situation(model: &Model, (holders, raised, route, urgency, ruling): Outcome) -> Situation {
    let rank = |at: usize| -> Rank { model.tiers.ranks().nth(at).unwrap() };
    let decided = Decided {
        holders: holders.map(|holder| [rank(holder); 3]).to_vec(),
        rulings: vec![Ruling::ALL[ruling]; 2],
        raised: raised.to_vec(),
        tier: rank(route),
        urgency: Urgency::ALL[urgency],
        open: None,
    };
    Situation { decided: Some(decided), ..Situation::default() }
}

/// Every condition over what was decided.
fn over_outcomes() -> impl Strategy<Value = String> {
    let tier = || sample::select(vec!["first_line", "supervisor", "client_desk"]);
    let (sign, judgment) =
        (|| sample::select(vec!["==", "!="]), || sample::select(vec!["refund", "compensation"]));
    let leaf = prop_oneof![
        (judgment(), sign(), tier()).prop_map(|(of, sign, tier)| format!("holder({of}) {sign} \"{tier}\"")),
        (judgment(), tier()).prop_map(|(of, tier)| format!("at_least(holder({of}), \"{tier}\")")),
        (tier(), tier()).prop_map(|(one, other)| format!("route in [\"{one}\", \"{other}\"]")),
        (sign(), sample::select(vec!["normal", "high", "critical"]))
            .prop_map(|(sign, level)| format!("urgency {sign} \"{level}\"")),
        (judgment(), sign(), sample::select(vec!["no", "yes"]))
            .prop_map(|(of, sign, answer)| format!("raised({of}) {sign} \"{answer}\"")),
        sample::select(vec!["ruling(refund) == \"approve\"", "ruling(compensation) != \"deny\""])
            .prop_map(String::from),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| format!("!({inner})")),
            (inner.clone(), sample::select(vec!["&&", "||"]), inner)
                .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})")),
        ]
    })
}

proptest! {
    #[test]
    fn what_passes_in_a_script_only_grows_with_what_was_decided(text in over_outcomes(), one in outcome(), two in outcome()) {
        let (model, _) = with_lets();
        let expression = Expression::parse(&text).unwrap();
        let condition = check_outcome(&expression, &names(&model), Outcomes::of(&model)).0.unwrap();
        // Everything but the ruling, which goes either way, is in the second at least as strict as in the first.
        let rises = |one: [usize; 2], two: [usize; 2]| [one[0].max(two[0]), one[1].max(two[1])];
        let raised = [one.1[0].max(two.1[0]), one.1[1].max(two.1[1])];
        let strict = (rises(one.0, two.0), raised, one.2.max(two.2), one.3.max(two.3), two.4);
        let truth = |outcome| condition.evaluate(&situation(&model, outcome), &model.lets);
        if findings_in_script(&text, RESTRICTS).is_empty() {
            prop_assert!(truth(one) <= truth(strict), "{}", text);
        }
        if findings_in_script(&text, GRANTS).is_empty() {
            prop_assert!(truth(one) >= truth(strict), "{}", text);
        }
        // About the judgment that is granted it may ask either way.
        let strict = (strict.0, [strict.1[0], one.1[1]], strict.2, strict.3, strict.4);
        if findings_in_script(&text, GRANTS_REFUND).is_empty() {
            prop_assert!(truth(one) >= truth(strict), "{}", text);
        }
    }
}

proptest! {
    #[test]
    fn what_passes_only_grows_with_the_labels(text in over_labels()) {
        let (model, lets) = with_lets();
        let names = names(&model);
        let expression = Expression::parse(&text).unwrap();
        let points = || (0..2_u32).flat_map(|handling| (0..4_u32).map(move |nature| [handling, nature]));
        for (role, restricts) in [(RESTRICTS, true), (GRANTS, false)] {
            if !polarity(&expression, role, &names, &lets, Within::Rule).is_empty() {
                continue;
            }
            for mild in points() {
                for strict in points().filter(|strict| mild[0] <= strict[0] && mild[1] <= strict[1]) {
                    let (mild, strict) = (holds(&expression, &names, &lets, mild), holds(&expression, &names, &lets, strict));
                    let (from, to) = if restricts { (mild, strict) } else { (strict, mild) };
                    prop_assert!(!from || to, "{}", text);
                }
            }
        }
    }

    #[test]
    fn what_the_help_says_to_write_passes(text in over_labels()) {
        let (model, lets) = with_lets();
        let names = names(&model);
        let expression = Expression::parse(&text).unwrap();
        for role in [RESTRICTS, GRANTS] {
            for problem in polarity(&expression, role, &names, &lets, Within::Rule) {
                let help = problem.help.unwrap();
                let Some(advice) = help.strip_prefix("write `").filter(|_| problem.also.is_none()) else { continue };
                let alternatives = advice.split("; or `").filter_map(|part| part.split('`').next());
                for alternative in alternatives {
                    let span = problem.place.span();
                    let mut rewritten = text.clone();
                    rewritten.replace_range(span.start..span.end, alternative);
                    let again = polarity(&Expression::parse(&rewritten).unwrap(), role, &names, &lets, Within::Rule);
                    let same = |place: &Problem| place.place.span().start == span.start && place.also.is_none();
                    prop_assert!(!again.iter().any(same), "{} to {}", text, rewritten);
                }
            }
        }
    }
}
