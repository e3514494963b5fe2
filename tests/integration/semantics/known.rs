//! `known(x)`: true once nothing still to be learnt can change x, never false; for facts, cues, scores, axes, and for
//! whether a judgment is raised.

use crate::support::{SHOP, decide, facts_only, inquiry, shop};
use furiwake::condition::Expression;
use furiwake::{Decision, Engine, Language, Rulebook, Truth};

const BOOK: &str = "
facts: { amount: { type: integer }, loud: { type: bool } }
cues: { upset: { any: [ひどい] } }
scores: { risk: { parts: [{ when: amount > 100, points: 3 }, { when: amount > 200, points: 2 }] } }
axes:
  nature: { labels: [question, complaint], default: question }
  topic: { labels: [refund, delivery], many: true }
judgments: { refund: }
rules:
  - { id: complaint, when: loud, classify: { nature: complaint, topic: refund } }
  - { id: asked, when: amount > 100, raise: [refund] }
  - { id: no-words, when: '!known(cue.upset)', tag: [cue] }
  - { id: no-score, when: '!known(score.risk)', tag: [score] }
  - { id: no-nature, when: '!known(nature)', tag: [nature] }
  - { id: no-topic, when: '!known(topic)', tag: [topic] }
";

fn tags(decision: &Decision) -> Vec<&str> {
    decision.tags().collect()
}

fn holds(engine: &Engine, facts: &str, condition: &str) -> Truth {
    engine.holds(&facts_only(facts), &Expression::parse(condition).unwrap()).unwrap()
}

#[test]
fn what_may_still_change_is_not_known() {
    let engine = shop(BOOK);
    assert_eq!(tags(&engine.decide(&inquiry("{}"))), ["cue", "nature", "score", "topic"]);
    assert_eq!(tags(&engine.decide(&inquiry(r#"{"text": "ひどい"}"#))), ["nature", "score", "topic"]);
    assert_eq!(tags(&decide(&engine, "")), ["nature", "score", "topic"]);
    assert_eq!(tags(&decide(&engine, r#""loud": false"#)), ["score"]);
    assert_eq!(tags(&decide(&engine, r#""loud": true, "amount": 150"#)), [""; 0]);
}

#[test]
fn a_stricter_label_settles_an_axis_and_every_label_an_unordered_one() {
    let rules = "  - { id: always, classify: { nature: complaint, topic: delivery } }\n";
    let engine = shop(&format!("{BOOK}{rules}"));
    // Nothing is above `complaint`; whether the topic is `refund` too stays open.
    assert_eq!(tags(&decide(&engine, "")), ["score", "topic"]);
}

#[test]
fn whether_a_judgment_is_raised_may_be_unknown() {
    let engine = shop(BOOK);
    let (raised, known) = (r#"raised(refund) == "yes""#, "known(raised(refund))");
    assert_eq!(holds(&engine, "", raised), Truth::Unknown);
    assert_eq!(holds(&engine, "", known), Truth::Unknown);
    assert_eq!(holds(&engine, r#""amount": 3"#, raised), Truth::False);
    assert_eq!(holds(&engine, r#""amount": 3"#, known), Truth::True);
    assert_eq!(holds(&engine, r#""amount": 300"#, raised), Truth::True);
    let json = Expression::from_json(r#"{"not": {"raised": "refund", "op": "==", "value": "yes"}}"#).unwrap();
    assert_eq!(engine.holds(&facts_only(r#""amount": 3"#), &json).unwrap(), Truth::True);
}

#[test]
fn an_invariant_shows_whether_a_judgment_was_raised() {
    let never = r#"loud && (raised(refund) == "yes" || known(raised(refund)) || !loud)"#;
    let engine = shop(&format!("{BOOK}invariants: [{{ id: quiet, never: '{never}' }}]\n"));
    let evidence = |facts: &str| {
        let violations = serde_json::to_value(engine.violations(&facts_only(facts))).unwrap();
        violations[0]["evidence"].to_string()
    };
    assert_eq!(
        evidence(r#""loud": true, "amount": 300"#),
        r#"[{"fact":"loud","value":true},{"decided":"raised(refund)","label":"yes"}]"#
    );
    assert_eq!(
        evidence(r#""loud": true, "amount": 3"#),
        r#"[{"fact":"loud","value":true},{"decided":"raised(refund)","label":"no"}]"#
    );
    assert_eq!(evidence(r#""loud": true"#), "null");
}

#[test]
fn what_known_waits_for_is_asked() {
    let asks = |rule: &str, json: &str| -> Vec<String> {
        let engine = shop(&format!("{BOOK}  - {{ id: last, when: '{rule}', escalate: supervisor }}\n"));
        let decision = engine.decide(&inquiry(json));
        decision.asks().map(|ask| ask.fact.unwrap_or("the text").to_owned()).collect()
    };
    assert_eq!(asks("!known(score.risk)", r#"{"text": "", "facts": {"loud": false}}"#), ["amount"]);
    assert_eq!(asks("!known(topic)", r#"{"text": "", "facts": {"amount": 3}}"#), ["loud"]);
    assert_eq!(asks("!known(cue.upset)", r#"{"facts": {"loud": false, "amount": 3}}"#), ["the text"]);
    assert_eq!(asks("!known(topic)", r#"{"facts": {"loud": false, "amount": 3}}"#), [""; 0]);
}

#[test]
fn an_explanation_shows_what_is_not_known() {
    let engine = shop(BOOK);
    let shown = |rule: &str| {
        let text = engine.why_not(&inquiry("{}"), rule).unwrap().text(Language::English);
        text.lines().last().unwrap().trim().to_owned()
    };
    assert_eq!(shown("no-words"), "known(cue.upset): unknown ← upset: not all of the text was read");
    assert_eq!(
        shown("no-score"),
        "known(score.risk): unknown ← score risk 0..5 (amount > 100 +3 [possible], amount > 200 +2 [possible]), \
         amount: missing (not given)"
    );
    assert_eq!(shown("no-nature"), "known(nature): unknown ← nature = question / complaint");
    assert_eq!(shown("no-topic"), "known(topic): unknown ← topic = refund");
}

#[test]
fn tables_ask_for_cues_scores_and_axes_too() {
    let table = "
tables:
  open:
    columns: [id, cue.upset, score.risk, nature, tag]
    rows:
      - [words, '!known', '-', '-', words]
      - [score, '-', '!known', '-', score]
      - [nature, '-', '-', '!known', nature]
      - [all, known, known, known, [all]]
";
    let book = BOOK.split("  - { id: no-words").next().unwrap();
    let engine = shop(&format!("{book}{table}"));
    assert_eq!(tags(&engine.decide(&inquiry("{}"))), ["all", "nature", "score", "words"]);
    assert_eq!(tags(&decide(&engine, r#""loud": true, "amount": 3"#)), ["all"]);
}

#[test]
fn an_axis_is_there_before_its_labels_are_asked_for() {
    // The rule that asks stands first, and its axis comes first by name.
    let engine = shop(
        "
facts: { loud: { type: bool } }
axes:
  after: { labels: [a, b], many: true }
  before: { labels: [c, d], many: true }
rules:
  - { id: asks, when: '!known(before)', classify: { after: a } }
  - { id: says, when: loud, classify: { before: c } }
",
    );
    let labels = |facts: &str| -> Vec<String> {
        decide(&engine, facts).labels("after").certain.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(labels(r#""loud": true"#), [""; 0]);
    let circle = "
axes: { nature: { labels: [a, b], many: true } }
rules: [{ id: round, when: '!known(nature)', classify: { nature: a } }]
";
    let findings = Rulebook::load("test.yaml", &format!("{SHOP}{circle}")).into_result().unwrap_err();
    assert!(findings.to_string().starts_with("error[cycle]"), "{findings}");
    let score = "
axes: { nature: { labels: [a, b], many: true } }
scores: { risk: { parts: [{ when: '!known(nature)', points: 3 }] } }
rules: [{ id: risky, when: score.risk > 1, tag: x }, { id: a, classify: { nature: a } }]
";
    let findings = Rulebook::load("test.yaml", &format!("{SHOP}{score}")).into_result().unwrap_err();
    assert!(findings.to_string().starts_with("error[out-of-reach]"), "{findings}");
}
