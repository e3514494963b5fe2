//! What is measured of a rulebook that stands on others: what it says itself, and what its own files say; built-in rulebooks have cases
//! of their own.

use furiwake::cases::{Aspect, Coverage, MutationScore, Suite};
use furiwake::{Engine, Rulebook};

const BASE: &str = r#"
rulebook: house
version: "1"
format: 1
extends: [core]
facts: { gift.amount: { type: integer, min: 0 } }
params:
  lowest: { type: integer, value: 5 }
  highest: { type: integer, value: 3000 }
cues: { gift: { any: [のし], matches: [のしを付けて] } }
rules: [{ id: house.big, when: gift.amount > param.highest, tag: [big] }]
"#;

const ACME: &str = r#"
rulebook: acme
version: "1"
format: 1
extends: [house.yaml, shop]
params: { highest: 5000 }
cues: { complaint: { any: [ぷんぷん] } }
rules: [{ id: acme.gift, when: cue.gift && gift.amount < param.lowest, tag: [gift] }]
"#;

fn acme() -> Rulebook {
    let read = |file: &str| if file == "house.yaml" { Ok(BASE.to_owned()) } else { Err("no such file") };
    let loaded = Rulebook::load_with("acme.yaml", ACME, read);
    loaded.into_result().unwrap_or_else(|found| panic!("{found}"))
}

fn measured(cases: &str) -> (Coverage, MutationScore) {
    let book = acme();
    let suite = Suite::load("acme.cases.yaml", cases, &book).into_result();
    let suite = suite.unwrap_or_else(|found| panic!("{found}"));
    let engine = Engine::new(&book);
    (suite.coverage(&engine), suite.mutate(&engine))
}

#[test]
fn rules_of_built_in_rulebooks_are_not_asked_for() {
    let (coverage, _) = measured("cases: [{ name: one, given: { text: hello }, expect: {} }]");
    let rules = coverage.parts().filter(|part| part.aspect() == Aspect::Decisive).map(|part| part.name());
    assert_eq!(rules.collect::<Vec<_>>(), ["acme.gift", "house.big"]);
    let named = |aspect| coverage.parts().filter(move |part| part.aspect() == aspect);
    assert!(named(Aspect::NearMiss).all(|part| part.rule().is_some()));
    // Who may decide what is the contract, whoever wrote it.
    assert!(named(Aspect::Retained).any(|part| part.name() == "refund"));
    assert!(named(Aspect::Label).any(|part| part.name() == "nature: complaint"));
}

#[test]
fn of_a_built_in_rulebook_nothing_is_changed_but_what_the_client_says() {
    let (_, score) = measured("cases: [{ name: one, given: { text: hello }, expect: {} }]");
    assert!(score.mutants() < 40, "{score}");
    let names: Vec<String> = score.survivors().iter().map(|one| one.mutant.to_string()).collect();
    let of = |text: &str| names.iter().any(|name| name.starts_with(text));
    assert!(of("rule house.big: without the rule") && of("rule acme.gift: without cue.gift"), "{names:#?}");
    assert!(of("param highest: 5000 → 5001") && of("param lowest: 5 → 6"), "{names:#?}");
    assert!(of("cue complaint: without any: ぷんぷん"), "{names:#?}");
    let own =
        ["rule house.", "rule acme.", "param ", "cue complaint: without any: ぷんぷん", "fact gift.amount:"];
    let others = names.iter().filter(|name| !own.iter().any(|own| name.starts_with(own)));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn lines_of_a_cue_notice_that_it_lacks_a_phrase() {
    let (_, score) = measured("cases: [{ name: one, given: { text: hello }, expect: {} }]");
    assert!(score.survivors().iter().all(|one| one.mutant.name.as_ref() != "gift"), "{score}");
    assert!(score.killed() > 0);
}
