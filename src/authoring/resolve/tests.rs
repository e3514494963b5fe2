//! What resolving makes of a document that is right, and of layers that are not.

use super::resolve;
use crate::authoring::layers::Layers;
use crate::authoring::{read, unite};
use crate::authority::{Act, Urgency};
use crate::condition::Condition;
use crate::diagnostic::{Code, Problem};
use crate::effect::{Grant, Restriction, Settlement};
use crate::rulebook::Model;
use crate::span::SourceId;

const TOP: &str = "
rulebook: x
version: v1
tiers: { vendor: [first, second, third], client: [desk, manager] }
facts: { amount: { type: integer } }
judgments: { refund: , talks: { decide: manager } }
";

/// The last layer is the outermost.
fn resolved(layers: &[&str]) -> (Option<Model>, Vec<Problem>) {
    let documents = layers.iter().enumerate().map(|(at, text)| {
        let (document, problems) = read::read(SourceId(u32::try_from(at).unwrap()), text);
        assert_eq!(problems, []);
        document.unwrap()
    });
    let documents: Vec<_> = documents.collect();
    let layers = Layers::stacked(&documents);
    let (document, problems) = unite::unite(documents, &layers);
    assert_eq!(problems, []);
    resolve(&document, &layers)
}

fn model(text: &str) -> Model {
    let (model, problems) = resolved(&[&format!("{TOP}{text}")]);
    assert_eq!(problems, []);
    model.unwrap()
}

fn grants(effects: &str) -> Vec<Grant> {
    model(&format!("rules: [{{ id: r, {effects} }}]")).rules.remove(0).grants.clone()
}

fn restrictions(effects: &str) -> Vec<Restriction> {
    model(&format!("rules: [{{ id: r, {effects} }}]")).rules.remove(0).restrictions.clone()
}

#[test]
fn what_is_left_out_is_the_strictest() {
    let model = model("defaults: { communicate: second }");
    let [refund, talks] = [&model.judgments[0], &model.judgments[1]];
    let name = |holders: [_; 3]| holders.map(|rank| model.tiers.id(rank));
    assert_eq!(name(refund.holders), ["first", "desk", "second"]);
    assert_eq!(name(talks.holders), ["first", "manager", "second"]);

    let tiers = &model.tiers;
    let (judgment, act) = (model.judgment_id("refund").unwrap(), Act::Decide);
    assert_eq!(
        restrictions("retain: [refund]"),
        [Restriction::Retain { judgment, act, tier: tiers.lowest_client() }]
    );
    assert_eq!(grants("delegate: refund"), [Grant::Delegate { judgment, act, tier: tiers.highest_vendor() }]);
    assert_eq!(
        restrictions("escalate: { urgency: high }"),
        [Restriction::Escalate { to: tiers.lowest(), urgency: Urgency::High, within: None }]
    );
    let act = Act::Communicate;
    assert_eq!(
        restrictions("retain: { refund: { communicate: manager } }"),
        [Restriction::Retain { judgment, act, tier: tiers.rank("manager").unwrap() }]
    );
}

#[test]
fn a_settlement_with_otherwise_grants_twice() {
    let given = |text: &str| {
        let grants = grants(text);
        let shown = grants.into_iter().map(|grant| match grant {
            Grant::Settle { ruling, given, .. } => {
                let negated = given.map(|given| matches!(given, Condition::Not(_)));
                (ruling, negated)
            }
            other => panic!("{other:?}"),
        });
        shown.collect::<Vec<_>>()
    };
    let (approve, deny) = (Settlement::Approve, Settlement::Deny);
    assert_eq!(given("settle: { refund: deny }"), [(deny, None)]);
    assert_eq!(given("settle: { refund: { approve: amount > 3 } }"), [(approve, Some(false))]);
    assert_eq!(
        given("settle: { refund: { approve: amount > 3, otherwise: deny } }"),
        [(approve, Some(false)), (deny, Some(true))]
    );
    assert_eq!(
        given("settle: { refund: { deny: amount > 3, otherwise: approve } }"),
        [(approve, Some(true)), (deny, Some(false))]
    );
}

#[test]
fn axes_come_behind_those_their_rules_read() {
    let model = model(
        "
axes:
  a: { labels: [low, high], default: low }
  b: { labels: [low, high], default: low }
  c: { labels: [low, high], default: low }
let: { b_is_high: b == \"high\", either: b_is_high || amount > 3 }
rules:
  - { id: a.by-name, when: either, classify: { a: high } }
  - { id: b.by-c, when: c == \"high\", classify: { b: high } }
",
    );
    let order: Vec<&str> = model.axis_order.iter().map(|axis| &*model.axes[axis.index()].id).collect();
    assert_eq!(order, ["c", "b", "a"]);
    let lets: Vec<&str> = model.lets.iter().map(|named| &*named.id).collect();
    assert_eq!(lets, ["b_is_high", "either"]);
}

#[test]
fn labels_below_the_default_are_grants() {
    let axes = "axes: { n: { labels: [low, middle, high], default: middle } }\n";
    let model = model(&format!(
        "{axes}rules: [{{ id: a, classify: {{ n: low }} }}, {{ id: b, classify: {{ n: middle }} }}, {{ id: c, classify: {{ n: high }} }}]"
    ));
    let counts: Vec<(usize, usize)> =
        model.rules.iter().map(|rule| (rule.grants.len(), rule.restrictions.len())).collect();
    assert_eq!(counts, [(1, 0), (0, 1), (0, 1)]);
}

#[test]
fn the_same_rule_in_two_layers_counts_once() {
    let core = format!("{TOP}rules: [{{ id: r, when: amount > 3, raise: [refund, talks] }}]");
    let rule = |effects: &str| format!("rulebook: mine\nversion: v1\nrules: [{{ {effects} }}]");
    let same = rule("raise: [talks, refund], id: r, when: amount>3");
    let (model, problems) = resolved(&[&core, &same]);
    assert_eq!((model.unwrap().rules.len(), problems), (1, Vec::new()));

    let (model, problems) = resolved(&[&core, &rule("id: r, when: amount > 4, raise: [refund, talks]")]);
    assert!(model.is_none());
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::LayersDisagree]);
    assert_eq!(problems[0].message, "two layers say different things: the rule `r`");
}

#[test]
fn json_says_the_same_as_yaml() {
    let yaml = model("rules: [{ id: r, when: amount > 3, raise: [refund] }]");
    let json = r#"{
        "rulebook": "x", "version": "v1",
        "tiers": {"vendor": ["first", "second", "third"], "client": ["desk", "manager"]},
        "facts": {"amount": {"type": "integer"}},
        "judgments": {"refund": {}, "talks": {"decide": "manager"}},
        "rules": [{"id": "r", "when": {"fact": "amount", "op": ">", "value": 3}, "raise": ["refund"]}]
    }"#;
    let (json, problems) = resolved(&[json]);
    assert_eq!(problems, []);
    assert_eq!(json.unwrap().hash, yaml.hash);
}

#[test]
fn failing_examples_are_told_of_their_own_cue_among_cues_without_any() {
    let text = "cues: { a: { any: [x] }, b: { any: [refund], misses: [a refund] }, c: { any: [y] }, d: { any: [z], matches: [none] } }";
    let (model, problems) = resolved(&[&format!("{TOP}{text}")]);
    assert!(model.is_none());
    let found: Vec<(Code, &str)> =
        problems.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    assert_eq!(
        found,
        [
            (Code::CueExample, "the cue `b` hits this line of its `misses` by `refund`"),
            (Code::CueExample, "the cue `d` does not hit this line of its `matches`"),
        ]
    );
}
