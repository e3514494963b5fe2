//! Labels: what is certain, what is possible, what conditions make of it.

use crate::support::{decide, facts_only, shop};
use furiwake::{Decision, Engine, Truth};

/// Labels that are certain and labels that are possible.
fn labels<'a>(decision: &'a Decision, axis: &str) -> (Vec<&'a str>, Vec<&'a str>) {
    let labels = decision.labels(axis);
    (labels.certain, labels.possible)
}

fn truth(engine: &Engine, facts: &str, rule: &str) -> Truth {
    engine.why_not(&facts_only(facts), rule).unwrap().truth()
}

const NATURE: &str = "
facts: { a: { type: bool }, b: { type: bool }, c: { type: bool } }
axes:
  nature: { labels: [question, request, opinion, complaint], default: request }
rules:
  - { id: mild, when: a, classify: { nature: question } }
  - { id: opinion, when: b, classify: { nature: opinion } }
  - { id: complaint, when: c, classify: { nature: complaint } }
  - { id: is_request, when: 'nature == \"request\"', tag: request }
  - { id: is_mild, when: '!at_least(nature, \"opinion\")', tag: mild }
  - { id: is_strict, when: 'nature in [\"opinion\", \"complaint\"]', tag: strict }
";

#[test]
fn the_strictest_certain_label_wins() {
    let engine = shop(NATURE);
    for (facts, label) in [
        (r#""a": false, "b": false, "c": false"#, "request"),
        (r#""a": true, "b": false, "c": false"#, "question"),
        (r#""a": true, "b": true, "c": false"#, "opinion"),
        (r#""a": true, "b": true, "c": true"#, "complaint"),
    ] {
        let decision = decide(&engine, facts);
        assert_eq!(decision.label("nature"), Some(label), "{facts}");
        assert_eq!(labels(&decision, "nature"), (vec![label], vec![label]), "{facts}");
    }
}

#[test]
fn an_open_rule_leaves_its_label_possible_if_it_could_win() {
    let engine = shop(NATURE);
    for (facts, possible) in [
        (r#""a": false, "b": false"#, vec!["request", "complaint"]),
        (r#""a": false, "c": false"#, vec!["request", "opinion"]),
        (r#""a": true, "c": false"#, vec!["question", "opinion"]),
        (r#""b": false, "c": false"#, vec!["question", "request"]),
        (r#""b": true, "c": false"#, vec!["opinion"]),
        (r#""c": true"#, vec!["complaint"]),
        ("", vec!["question", "request", "opinion", "complaint"]),
    ] {
        let decision = decide(&engine, facts);
        // The strictest one is reported.
        assert_eq!(decision.label("nature"), possible.last().copied(), "{facts}");
        assert_eq!(decision.labels("nature").possible, possible, "{facts}");
        assert_eq!(decision.labels("nature").certain.len(), usize::from(possible.len() == 1), "{facts}");
    }
}

#[test]
fn conditions_read_every_possible_label() {
    let engine = shop(NATURE);
    let all = |facts| ["is_request", "is_mild", "is_strict"].map(|rule| truth(&engine, facts, rule));
    let (no, open, yes) = (Truth::False, Truth::Unknown, Truth::True);
    assert_eq!(all(r#""a": false, "b": false, "c": false"#), [yes, yes, no]);
    assert_eq!(all(r#""b": false, "c": false"#), [open, yes, no]);
    assert_eq!(all(r#""a": false, "c": false"#), [open, open, open]);
    assert_eq!(all(r#""a": true, "b": true"#), [no, no, yes]);
}

#[test]
fn an_unordered_axis_carries_any_number_of_labels() {
    let rules = "
facts: { a: { type: bool }, b: { type: bool } }
axes:
  topic: { labels: [returns, delivery, stock], many: true }
rules:
  - { id: a, when: a, classify: { topic: returns } }
  - { id: b, when: b, classify: { topic: [delivery, returns] } }
  - { id: has_delivery, when: 'has(topic, \"delivery\")', tag: delivery }
  - { id: has_returns, when: 'has(topic, \"returns\")', tag: returns }
  - { id: has_stock, when: 'has(topic, \"stock\")', tag: stock }
";
    let engine = shop(rules);
    let decision = decide(&engine, r#""a": true"#);
    assert_eq!(labels(&decision, "topic"), (vec!["returns"], vec!["delivery", "returns"]));
    assert_eq!(decision.label("topic"), None);
    let open = ["has_delivery", "has_returns", "has_stock"].map(|rule| truth(&engine, r#""a": true"#, rule));
    assert_eq!(open, [Truth::Unknown, Truth::True, Truth::False]);
    let decision = decide(&engine, r#""a": false, "b": false"#);
    assert_eq!(labels(&decision, "topic"), (vec![], vec![]));
    let json: serde_json::Value = serde_json::from_str(&decide(&engine, r#""a": true"#).to_json()).unwrap();
    assert_eq!(
        json["labels"]["topic"],
        serde_json::json!({"certain": ["returns"], "possible": ["delivery", "returns"]})
    );
}

#[test]
fn an_axis_may_rest_on_another() {
    let rules = "
facts: { a: { type: bool } }
axes:
  handling: { labels: [routine, exception], default: exception }
  nature: { labels: [question, complaint], default: question }
rules:
  - { id: complaint, when: a, classify: { nature: complaint } }
  - { id: routine, when: 'nature == \"question\"', classify: { handling: routine } }
";
    let engine = shop(rules);
    assert_eq!(decide(&engine, r#""a": false"#).label("handling"), Some("routine"));
    assert_eq!(decide(&engine, r#""a": true"#).label("handling"), Some("exception"));
    let decision = decide(&engine, "");
    assert_eq!(labels(&decision, "handling"), (vec![], vec!["routine", "exception"]));
    assert_eq!(decision.label("handling"), Some("exception"));
}

#[test]
fn a_score_with_open_cues_is_an_interval() {
    let rules = "
cues: { good: { any: [great] }, bad: { any: [awful] }, late: { any: [late] } }
scores: { anger: { cue.bad: 2, cue.late: 1, cue.good: -1 } }
rules:
  - { id: at_least_two, when: score.anger >= 2, tag: a }
  - { id: at_least_minus_one, when: score.anger >= -1, tag: b }
  - { id: above_three, when: score.anger > 3, tag: c }
";
    let engine = shop(rules);
    let all = |json: &str| {
        let inquiry = crate::support::inquiry(json);
        ["at_least_two", "at_least_minus_one", "above_three"]
            .map(|rule| engine.why_not(&inquiry, rule).unwrap().truth())
    };
    let (no, open, yes) = (Truth::False, Truth::Unknown, Truth::True);
    assert_eq!(all(r#"{"text": "awful, awful"}"#), [yes, yes, no]);
    assert_eq!(all(r#"{"text": "great but awful"}"#), [no, yes, no]);
    // From -1 to 3 without any words; from 1 to 3 when "awful" is all that arrived.
    assert_eq!(all("{}"), [open, yes, no]);
    assert_eq!(all(r#"{"text": "awful", "messages_complete": false}"#), [open, yes, no]);
    assert_eq!(all(r#"{"text": "awful and late", "messages_complete": false}"#), [yes, yes, no]);
}
