//! Excuses: what a file of cases says that no case has to reach or notice, and that only what needs one may have one.

use super::coverage::{ABOVE, book, covered, text};
use super::findings;
use furiwake::cases::mutation::Equivalence;
use furiwake::cases::{Aspect, Excused, Gates, Measure, MutationScore, Share, Suite};
use furiwake::{Engine, Rulebook};

const CASES: &str = "cases: [{ name: calm, given: { text: 返金 }, expect: { route: client_desk } }]";

fn mutated(excused: &str, cases: &str) -> MutationScore {
    let text = format!("excused: {{ {excused} }}\n{cases}");
    let book = book();
    let suite = Suite::load("small.cases.yaml", &text, &book).into_result();
    suite.unwrap_or_else(|found| panic!("{found}")).mutate(&Engine::new(&book))
}

#[test]
fn what_is_excused_is_not_asked_for_and_its_reason_is_shown() {
    let book = book();
    let before = covered(&book, CASES);
    let text = format!("excused: {{ decisive: {{ complaint: nobody complains here }} }}\n{CASES}");
    let coverage = covered(&book, &text);
    let (one, other) = (before.tally(Aspect::Decisive), coverage.tally(Aspect::Decisive));
    assert_eq!((one.reached, one.whole), (other.reached, other.whole + 1));
    let excused =
        coverage.parts().find(|part| part.aspect() == Aspect::Decisive && part.name() == "complaint");
    assert_eq!(excused.and_then(|part| part.excuse()), Some("nobody complains here"));
    assert!(
        coverage.misses().all(|(part, _)| part.aspect() != Aspect::Decisive || part.name() != "complaint")
    );
    assert_eq!(coverage.needless_excuses(), []);
    assert!(coverage.to_string().contains("1 excused"), "{coverage}");
    let told = "excused: decisive rules\n  complaint\n    nobody complains here";
    assert!(coverage.to_string().contains(told), "{coverage}");
    let json = serde_json::to_value(&coverage).unwrap();
    let parts = json["parts"].as_array().unwrap();
    assert!(parts.iter().any(|part| part["excuse"] == "nobody complains here"), "{json:#}");
}

#[test]
fn an_excuse_that_nothing_needs_is_told() {
    let book = book();
    let text = "\nexcused:\n  decisive: { refund.asked: it is not used, refund.aksed: a slip }\n  retained: { refund: never }\n";
    let coverage = covered(&book, &format!("{text}cases:\n{ABOVE}"));
    let told: Vec<String> = coverage.needless_excuses().iter().map(ToString::to_string).collect();
    let expected = [
        "small.cases.yaml:3: `refund.asked` is not to be excused under `decisive`: cases cover it",
        "small.cases.yaml:3: `refund.aksed` is not to be excused under `decisive`: there is no such part of the rulebook; did you mean `refund.asked`?",
        "small.cases.yaml:4: `refund` is not to be excused under `retained`: cases cover it",
    ];
    assert_eq!(told, expected);
}

/// Nothing delegates a refund in a complaint, and by default it is the client desk's.
const KEPT: &str = "rule refund.kept: without the rule";

#[test]
fn a_mutant_said_to_be_equivalent_counts_in_no_score() {
    let plain = mutated("decisive: {}", CASES);
    assert!(plain.survivors().iter().any(|one| one.mutant.change() == KEPT), "{plain}");
    let excused = mutated(&format!("equivalent: {{ '{KEPT}': nobody else may }}"), CASES);
    assert_eq!(excused.survived(), plain.survived() - 1);
    let found = excused.equivalents().iter().find(|one| one.mutant.change() == KEPT).unwrap();
    assert_eq!((found.because, found.excuse.as_deref()), (Equivalence::Excused, Some("nobody else may")));
    assert!(excused.safety_score() > plain.safety_score());
    assert_eq!(excused.needless_excuses(), []);
    let line = format!("= {KEPT}\n    excused as equivalent: nobody else may\n");
    assert!(excused.to_string().contains(&line), "{excused}");
}

#[test]
fn a_case_that_is_decided_otherwise_refutes_that_a_mutant_is_equivalent() {
    let change = "rule refund.small: without the rule";
    // It looks at nothing, but it is decided otherwise.
    let cases = "cases: [{ name: calm, given: { text: 返金, facts: { order.amount: 1 } }, expect: {} }]";
    let score = mutated(&format!("equivalent: {{ '{change}': I think so }}"), cases);
    assert!(
        score.survivors().iter().any(|one| one.mutant.change() == change && one.excuse.is_none()),
        "{score}"
    );
    let told: Vec<&str> = score.needless_excuses().iter().map(|needless| needless.why).collect();
    assert_eq!(told, ["it is not equivalent, as some case is decided otherwise"]);
}

#[test]
fn an_inquiry_made_for_it_refutes_that_a_mutant_is_equivalent_where_no_case_looks() {
    let rules = r#"  - { id: far, when: nature == "complaint" && (order.amount > 9000 || cue.legal), escalate: { to: client_manager } }
  - { id: near, when: soon, tag: [near] }
  - { id: cross, when: score.anger >= 3, tag: [cross] }
  - { id: open, when: order.amount < param.floor, tag: [open] }
"#;
    let more = "facts:\n  days: { type: integer, min: 0 }";
    let text = text(rules)
        .replace("facts:", more)
        .replace("cues: {", "cues: { legal: { any: [弁護士, lawyer], except: [弁護士保険] },")
        + "let: { soon: days <= 3 && cue.refund }\nparams: { floor: { type: integer, value: 50 } }\n\
           scores: { anger: { parts: [{ when: cue.upset, points: 2 }, { when: cue.legal, points: 1 }] } }\n";
    let book = Rulebook::load("small.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"));
    let left = unrefuted(&book);
    // These are equivalent: a complaint is kept either way, and a tag is given while a fact is missing as it is by 0.
    let right = [
        KEPT,
        r#"rule refund.small: without nature == "question""#,
        "fact days: no default → default: 0",
        "fact days: min: 0 → min: -1",
        "fact days: min: 0 → min: 1",
    ];
    assert_eq!(left, right);
}

#[test]
fn whatever_is_changed_some_inquiry_made_for_it_tells() {
    // There are three points or none.
    let right = ["rule angry: score.anger >= 3 → score.anger >= 2"];
    assert_eq!(unrefuted(&super::mutation::book()), right);
}

/// Of all mutants, each claimed to be equivalent where there is no case, those of which no inquiry shows that they are not. What is shown
/// of the others is decided anew.
fn unrefuted(book: &Rulebook) -> Vec<String> {
    let engine = Engine::new(book);
    let none = "cases: []";
    let suite = |text: &str| Suite::load("small.cases.yaml", text, book).into_result().unwrap();
    let plain = suite(none).mutate(&engine);
    let all: Vec<String> = plain.survivors().iter().map(|one| one.mutant.change()).collect();
    assert!(all.len() > 50, "{plain}");
    let quoted: Vec<String> = all.iter().map(|change| format!("    {change:?}: I think so\n")).collect();
    let claimed = suite(&format!("excused:\n  equivalent:\n{}{none}", quoted.concat())).mutate(&engine);
    for needless in claimed.needless_excuses() {
        assert_eq!(needless.why, "it is not equivalent, as an inquiry made for it is decided otherwise");
        let given = needless.given.as_deref().unwrap();
        assert!(needless.to_string().ends_with(&format!(": {given}")), "{needless}");
        let case = format!("cases: [{{ name: refuted, given: {given}, expect: {{}} }}]");
        let name = &needless.excuse.name;
        let score = suite(&format!("excused: {{ equivalent: {{ {name:?}: no }} }}\n{case}")).mutate(&engine);
        let told = score.needless_excuses().first().map(|needless| needless.why);
        assert_eq!(told, Some("it is not equivalent, as some case is decided otherwise"), "{needless}");
    }
    let refuted =
        |change: &String| claimed.needless_excuses().iter().any(|needless| *needless.excuse.name == **change);
    all.into_iter().filter(|change| !refuted(change)).collect()
}

#[test]
fn of_two_parts_that_read_alike_one_is_excused() {
    let rules = "  - { id: twice, when: order.amount > 5 && cue.upset || order.amount > 5 && cue.refund, tag: [t] }\n";
    let book =
        Rulebook::load("small.yaml", &text(rules)).into_result().unwrap_or_else(|found| panic!("{found}"));
    let part = "twice: order.amount > 5 (2)";
    let mutant = "rule twice: without order.amount > 5 (2)";
    let cases = format!(
        "excused: {{ near_miss: {{ '{part}': no }}, boundary: {{ '{part}': no }}, survivors: {{ '{mutant}': no }} }}\n{CASES}"
    );
    let coverage = covered(&book, &cases);
    for aspect in [Aspect::NearMiss, Aspect::Boundary] {
        let parts = coverage.parts().filter(|part| part.aspect() == aspect && part.name().contains("> 5"));
        let parts: Vec<_> = parts.map(|part| (part.name(), part.excuse())).collect();
        assert_eq!(parts, [("twice: order.amount > 5", None), (part, Some("no"))]);
    }
    let suite = Suite::load("small.cases.yaml", &cases, &book).into_result().unwrap();
    let score = suite.mutate(&Engine::new(&book));
    let told = score.survivors().iter().map(|one| (one.mutant.change(), one.excuse.is_some()));
    let told: Vec<_> =
        told.filter(|(change, _)| change.contains("twice: without") && !change.contains("&&")).collect();
    let told: Vec<(&str, bool)> = told.iter().map(|(change, is)| (&**change, *is)).collect();
    let one = "rule twice: without order.amount > 5";
    let expected = [
        ("rule twice: without the rule", false),
        (one, false),
        ("rule twice: without cue.upset", false),
        (mutant, true),
        ("rule twice: without cue.refund", false),
    ];
    assert_eq!(told, expected);
    assert_eq!(score.needless_excuses(), []);
}

#[test]
fn that_nothing_comes_near_what_is_said_to_be_equivalent_is_told() {
    let rules = "  - { id: never, when: param.pieces > 9, escalate: { to: client_manager } }\n";
    let text = text(rules).replace("facts:", "params: { pieces: { type: integer, value: 5 } }\nfacts:");
    let book = Rulebook::load("small.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"));
    let cases =
        format!("excused: {{ equivalent: {{ 'rule never: without the rule': it is not used }} }}\n{CASES}");
    let suite = Suite::load("small.cases.yaml", &cases, &book).into_result();
    let score = suite.unwrap_or_else(|found| panic!("{found}")).mutate(&Engine::new(&book));
    assert_eq!(score.needless_excuses(), []);
    let found = score.equivalents().iter().find(|one| one.excuse.is_some()).unwrap();
    assert_eq!(found.because, Equivalence::Unseen);
    let line = "    excused as equivalent: it is not used (no case comes near it)\n";
    assert!(score.to_string().contains(line), "{score}");
}

#[test]
fn a_survivor_with_a_reason_still_survives() {
    let change = "rule complaint: without the rule";
    let plain = mutated("decisive: {}", CASES);
    let score = mutated(
        &format!(
            "survivors: {{ '{change}': the contract ends soon, 'rule refund.asked: without the rule': a slip, other: no }}"
        ),
        CASES,
    );
    assert_eq!((score.survived(), score.killed()), (plain.survived(), plain.killed()));
    let excused: Vec<&str> = score.survivors().iter().filter_map(|one| one.excuse.as_deref()).collect();
    assert_eq!(excused, ["the contract ends soon"]);
    assert!(score.to_string().contains("    excused: the contract ends soon"), "{score}");
    let told: Vec<(&str, &str)> =
        score.needless_excuses().iter().map(|needless| (&*needless.excuse.name, needless.why)).collect();
    let expected = [
        ("rule refund.asked: without the rule", "some case notices it"),
        ("other", "there is no such mutant"),
    ];
    assert_eq!(told, expected);
    let slip = mutated("equivalent: { 'rule refund.smal: without order.amount <= 3000': no }", CASES);
    let near = slip.needless_excuses().first().and_then(|needless| needless.near.as_deref());
    assert_eq!(near, Some("rule refund.small: without order.amount <= 3000"));
}

#[test]
fn gates_ask_for_what_is_not_excused() {
    let all = Gates::default().with(Measure::Retained, Share::parse("100 %").unwrap());
    let book = book();
    let never = "cases: [{ name: calm, given: { text: hello }, expect: {} }]";
    assert_eq!(covered(&book, never).missed(&all).len(), 1);
    let excused = format!("excused: {{ retained: {{ refund: no refunds yet }} }}\n{never}");
    assert_eq!(covered(&book, &excused).missed(&all), []);
}

#[test]
fn slips_in_excuses_are_findings() {
    let found =
        findings("excused: { decisve: { a: b }, decisive: { late: '  ' }, survivors: [a] }\ncases: []");
    let told = [
        "shop.cases.yaml:1:12: error[unknown-key]: unknown key `decisve`",
        "shop.cases.yaml:1:49: error[invalid-value]: the reason for `late` is empty",
        "shop.cases.yaml:1:68: error[wrong-kind]: `survivors` has to be a map, but this is a list",
    ];
    assert_eq!(found, told);
    assert_eq!(Excused::ALL.map(Excused::as_str).len(), 6);
}
