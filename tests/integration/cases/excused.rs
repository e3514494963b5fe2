//! Excuses: what a file of cases says that no case has to reach or notice, and that only what needs one may have one.

use super::coverage::{book, covered};
use super::findings;
use furiwake::Engine;
use furiwake::cases::mutation::Equivalence;
use furiwake::cases::{Aspect, Excused, Gates, Measure, MutationScore, Share, Suite};

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
    let json = serde_json::to_value(&coverage).unwrap();
    let parts = json["parts"].as_array().unwrap();
    assert!(parts.iter().any(|part| part["excuse"] == "nobody complains here"), "{json:#}");
}

#[test]
fn an_excuse_that_nothing_needs_is_told() {
    let book = book();
    let text = "\nexcused:\n  decisive: { refund.asked: it is not used, refund.aksed: a slip }\n  retained: { refund: never }\n";
    let coverage = covered(&book, &format!("{text}{CASES}"));
    let told: Vec<String> = coverage.needless_excuses().iter().map(ToString::to_string).collect();
    let expected = [
        "small.cases.yaml:3: `refund.asked` is not to be excused under `decisive`: cases cover it",
        "small.cases.yaml:3: `refund.aksed` is not to be excused under `decisive`: there is no such part of the rulebook",
        "small.cases.yaml:4: `refund` is not to be excused under `retained`: cases cover it",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_mutant_said_to_be_equivalent_counts_in_no_score() {
    let change = "rule complaint: without the rule";
    let plain = mutated("decisive: {}", CASES);
    assert!(plain.survivors().iter().any(|one| one.mutant.change() == change), "{plain}");
    let excused = mutated(&format!("equivalent: {{ '{change}': nobody complains }}"), CASES);
    assert_eq!(excused.survived(), plain.survived() - 1);
    let found = excused.equivalents().iter().find(|one| one.mutant.change() == change).unwrap();
    assert_eq!((found.because, found.excuse.as_deref()), (Equivalence::Excused, Some("nobody complains")));
    assert!(excused.safety_score() > plain.safety_score());
    assert_eq!(excused.needless_excuses(), []);
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
