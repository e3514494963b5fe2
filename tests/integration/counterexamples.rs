//! The smallest rulebooks on which looser wordings of the promises fail. Each is decided twice, with and without the fact
//! that matters, and must come out as the present wording has it.

use crate::support::{SHOP, decide, may, shop};
use furiwake::diagnostic::Code;
use furiwake::{Act, Decision, Rulebook, Truth};

/// One fact, one judgment, and two axes of which one starts at its stricter label.
const NAMES: &str = "
facts: { f: { type: integer } }
judgments: { j: {} }
axes:
  h: { labels: [low, high], default: high }
  n: { labels: [low, high], default: low }
";

const RAISED: &str = "  - { id: raised, raise: [j] }\n";
const DELEGATED: &str = "  - { id: delegated, delegate: { j: supervisor } }\n";

/// A rulebook with these rules, decided with `f` as given and with `f` missing.
fn with_and_without(rules: &[&str]) -> (Decision, Decision) {
    let engine = shop(&format!("{NAMES}rules:\n{}", rules.concat()));
    (decide(&engine, r#""f": 1"#), decide(&engine, ""))
}

/// Route, who decides, and what the supervisor may do about deciding.
fn outcome(decision: &Decision) -> (String, String, String) {
    let holder = decision.holder("j", Act::Decide).unwrap_or_default();
    (decision.route().tier().to_owned(), holder.to_owned(), may(decision, "supervisor", Act::Decide, "j"))
}

fn is(route: &str, holder: &str, supervisor: &str) -> (String, String, String) {
    (route.to_owned(), holder.to_owned(), supervisor.to_owned())
}

/// The codes of the findings for which a rulebook is refused.
fn refused_for(rules: &[&str]) -> Vec<Code> {
    let text = format!("{SHOP}{NAMES}rules:\n{}", rules.concat());
    let findings = Rulebook::load("test.yaml", &text).into_result().unwrap_err();
    findings.iter().map(|finding| finding.code()).collect()
}

/// A1: a rule that might give a milder label leaves the label open. Were it ignored, learning `f` would turn what others
/// read of the axis from true to false.
#[test]
fn an_open_milder_label_leaves_the_axis_open() {
    let milder = "  - { id: milder, when: f == 1, classify: { h: low } }\n";
    let reads = "  - { id: reads, when: 'h == \"high\"', tag: [high] }\n";
    let engine = shop(&format!("{NAMES}rules:\n{milder}{reads}"));
    let truth = |facts| engine.why_not(&crate::support::facts_only(facts), "reads").map(|why| why.truth());
    assert_eq!(truth(r#""f": 1"#), Some(Truth::False));
    assert_eq!(truth(""), Some(Truth::Unknown));
    assert_eq!(truth(r#""f": 2"#), Some(Truth::True));
    // The label that is reported, and acted on, is the stricter one all the same.
    assert_eq!(decide(&engine, "").label("h"), Some("high"));
    // A grant that rests on a strict label is refused outright.
    let grant = "  - { id: grant, when: 'h == \"high\"', delegate: { j: supervisor } }\n";
    assert_eq!(refused_for(&[milder, grant, RAISED]), [Code::Polarity]);
}

/// A2: a label at the default restricts, so it counts while its rule is open: it may undo a milder label.
#[test]
fn an_open_label_at_the_default_counts() {
    let rules = [
        "  - { id: low, classify: { h: low } }\n",
        "  - { id: high, when: f == 1, classify: { h: high } }\n",
        "  - { id: raise, when: 'h == \"high\"', raise: [j] }\n",
    ];
    let (with, without) = with_and_without(&rules);
    assert_eq!(outcome(&with), is("client_desk", "client_desk", "held by client_desk"));
    assert_eq!(outcome(&without), is("client_desk", "client_desk", "not raised"));
    assert_eq!(without.raised("j"), Some(Truth::Unknown));
}

/// A3: a retention that may apply holds the judgment, not only the route.
#[test]
fn an_open_retention_holds_the_judgment() {
    let retained = "  - { id: retained, when: f == 1, retain: { j: client_manager } }\n";
    let (with, without) = with_and_without(&[retained, DELEGATED, RAISED]);
    let kept = is("client_manager", "client_manager", "held by client_manager");
    assert_eq!((outcome(&with), outcome(&without)), (kept.clone(), kept));
}

/// A4: an approval does not count while a denial may apply: what is missing must not turn a conflict into a yes.
#[test]
fn an_open_denial_suspends_an_approval() {
    let rules = [
        "  - { id: approve, settle: { j: approve } }\n",
        "  - { id: deny, when: f == 1, settle: { j: deny } }\n",
        RAISED,
    ];
    let (with, without) = with_and_without(&rules);
    let open = is("client_desk", "client_desk", "held by client_desk");
    assert_eq!((outcome(&with), outcome(&without)), (open.clone(), open));
    assert_eq!(with.ruling("j").map(|ruling| ruling.as_str()), Some("conflict"));
    assert_eq!(without.ruling("j").map(|ruling| ruling.as_str()), Some("open"));
}

/// A5: nobody decides by delegation what may be denied: else the missing fact would turn a settled no into discretion.
#[test]
fn an_open_denial_suspends_a_delegation() {
    let denied = "  - { id: denied, when: f == 1, settle: { j: deny } }\n";
    let (with, without) = with_and_without(&[DELEGATED, denied, RAISED]);
    assert_eq!(outcome(&with), is("first_line", "client_desk", "settled: deny"));
    assert_eq!(outcome(&without), is("client_desk", "client_desk", "held by client_desk"));
}

/// A6: a default stands in for what is absent, never for what is wrong.
#[test]
fn a_default_does_not_hide_a_wrong_value() {
    let rules =
        format!("  - {{ id: retained, when: f == 1, retain: {{ j: client_desk }} }}\n{DELEGATED}{RAISED}");
    let names = "facts: { f: { type: integer, default: 0 } }\njudgments: { j: {} }\n";
    let engine = shop(&format!("{names}rules:\n{rules}"));
    let delegated = is("supervisor", "supervisor", "permitted");
    let kept = is("client_desk", "client_desk", "held by client_desk");
    assert_eq!(outcome(&decide(&engine, "")), delegated);
    assert_eq!(outcome(&decide(&engine, r#""f": null"#)), delegated);
    assert_eq!(outcome(&decide(&engine, r#""f": 1"#)), kept);
    assert_eq!(outcome(&decide(&engine, r#""f": "none""#)), kept);
}

/// A7: a retention never lowers a holder, and a delegation never raises one.
#[test]
fn holders_move_one_way() {
    let names = "facts: { f: { type: integer } }\njudgments: { j: { decide: client_manager } }\n";
    let rules = "rules:\n  - { id: retained, when: f == 1, retain: [j] }\n";
    let engine = shop(&format!("{names}{rules}{RAISED}"));
    for facts in [r#""f": 0"#, r#""f": 1"#, ""] {
        let held = is("client_manager", "client_manager", "held by client_manager");
        assert_eq!(outcome(&decide(&engine, facts)), held, "{facts}");
    }
    let upwards = "  - { id: upwards, when: f == 1, delegate: { j: client_manager } }\n";
    let (with, without) = with_and_without(&[upwards, RAISED]);
    let desk = is("client_desk", "client_desk", "held by client_desk");
    assert_eq!((outcome(&with), outcome(&without)), (desk.clone(), desk));
}

/// A8: `known` is true or open, never false: were it false for a missing fact, the missing fact would decide.
#[test]
fn known_is_never_false() {
    let rules = [
        "  - { id: approve, settle: { j: approve } }\n",
        "  - { id: deny, when: known(f), settle: { j: deny } }\n",
        RAISED,
    ];
    let (with, without) = with_and_without(&rules);
    let open = is("client_desk", "client_desk", "held by client_desk");
    assert_eq!((outcome(&with), outcome(&without)), (open.clone(), open));
    let unless_known = "  - { id: raise, when: '!known(f)', raise: [j] }\n";
    let (with, without) = with_and_without(&[DELEGATED, unless_known]);
    assert_eq!(outcome(&with), is("first_line", "supervisor", "not raised"));
    assert_eq!(outcome(&without), is("supervisor", "supervisor", "not raised"));
}

/// A9, first: a restriction that a stricter label switches off does not load.
#[test]
fn a_restriction_on_a_mild_label_is_refused() {
    let mild = "  - { id: mild, when: 'n == \"low\"', retain: { j: client_desk } }\n";
    assert_eq!(refused_for(&[RAISED, DELEGATED, mild]), [Code::Polarity]);
}

/// A9, second: raising a judgment may permit what was refused only because nobody raised it.
#[test]
fn raising_makes_a_judgment_answerable() {
    let (_, before) = with_and_without(&[DELEGATED]);
    let (_, after) = with_and_without(&[DELEGATED, RAISED]);
    assert_eq!(outcome(&before), is("first_line", "supervisor", "not raised"));
    assert_eq!(outcome(&after), is("supervisor", "supervisor", "permitted"));
}

/// A9, third: a stricter label may undo a denial, and with it a conflict.
#[test]
fn a_label_may_undo_a_conflict() {
    let rules = [
        RAISED,
        "  - { id: approve, settle: { j: approve } }\n",
        "  - { id: deny, when: 'n == \"low\"', settle: { j: deny } }\n",
    ];
    let (_, before) = with_and_without(&rules);
    let [raised, approve, deny] = rules;
    let (_, after) = with_and_without(&[raised, approve, deny, "  - { id: high, classify: { n: high } }\n"]);
    assert_eq!(outcome(&before), is("client_desk", "client_desk", "held by client_desk"));
    assert_eq!(outcome(&after), is("first_line", "client_desk", "settled: approve"));
}

/// A9, fourth: a stricter label may undo a denial that is only possible as well, and what the denial suspended counts again.
/// The promise names a settled denial as its exception; one that may apply is the same exception seen earlier.
#[test]
fn a_label_may_undo_a_possible_denial() {
    let deny = "  - { id: deny, when: 'n == \"low\" && f == 1', settle: { j: deny } }\n";
    let high = "  - { id: high, classify: { n: high } }\n";
    let (settled, possible) = with_and_without(&[RAISED, DELEGATED, deny]);
    assert_eq!(outcome(&settled), is("first_line", "client_desk", "settled: deny"));
    assert_eq!(outcome(&possible), is("client_desk", "client_desk", "held by client_desk"));
    let (settled, possible) = with_and_without(&[RAISED, DELEGATED, deny, high]);
    let delegated = is("supervisor", "supervisor", "permitted");
    assert_eq!((outcome(&settled), outcome(&possible)), (delegated.clone(), delegated));
}

/// A10: a judgment that is only possibly raised permits nothing, yet it holds the route.
#[test]
fn a_possibly_raised_judgment_permits_nothing() {
    let (with, without) = with_and_without(&[DELEGATED, "  - { id: raise, when: f != 1, raise: [j] }\n"]);
    assert_eq!(outcome(&with), is("first_line", "supervisor", "not raised"));
    assert_eq!(outcome(&without), is("supervisor", "supervisor", "not raised"));
}

/// A16: an inquiry goes to the highest holder of any act, not only of the decision: else it ends with somebody who can
/// decide and must not say so.
#[test]
fn the_route_reaches_every_holder() {
    let names = "judgments: { j: { propose: client_manager, communicate: client_manager } }\n";
    let engine = shop(&format!("{names}rules:\n{RAISED}"));
    assert_eq!(outcome(&decide(&engine, "")), is("client_manager", "client_desk", "held by client_desk"));
}
