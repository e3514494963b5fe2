//! What of a rulebook cases cover, part by part.

use crate::support::SHOP;
use furiwake::cases::{Aspect, Coverage, Measure, Share, Suite};
use furiwake::{Engine, Rulebook};

/// A book small enough to know everything there is to cover.
const BOOK: &str = r#"
facts:
  order.amount: { type: integer, min: 0, ask: { ja: ご注文金額は, en: How much? } }
  customer.phone: { type: text, sensitivity: personal }
cues: { refund: { any: [返金] }, upset: { any: [がっかり] } }
axes: { nature: { labels: [question, complaint], default: question } }
judgments: { refund: }
rules:
  - { id: complaint, when: cue.upset, classify: { nature: complaint } }
  - { id: refund.asked, when: cue.refund, raise: [refund] }
  - { id: refund.small, when: nature == "question" && order.amount <= 3000, delegate: { refund: supervisor } }
  - { id: refund.kept, when: nature == "complaint", retain: [refund] }
"#;

pub(super) fn book() -> Rulebook {
    book_with("")
}

/// The text of the book, with more rules.
pub(super) fn text(rules: &str) -> String {
    format!("{SHOP}{BOOK}{rules}")
}

fn book_with(rules: &str) -> Rulebook {
    Rulebook::load("small.yaml", &text(rules)).into_result().unwrap_or_else(|found| panic!("{found}"))
}

pub(super) fn covered(book: &Rulebook, cases: &str) -> Coverage {
    let suite = Suite::load("small.cases.yaml", cases, book).into_result();
    suite.unwrap_or_else(|found| panic!("{found}")).coverage(&Engine::new(book))
}

fn small(cases: &str) -> Coverage {
    covered(&book(), &format!("cases:\n{cases}"))
}

fn tally(coverage: &Coverage, aspect: Aspect) -> (usize, usize) {
    let tally = coverage.tally(aspect);
    (tally.reached, tally.whole)
}

/// What is missing of an aspect: `name [what]: why`.
fn missing(coverage: &Coverage, aspect: Aspect) -> Vec<String> {
    let misses = coverage.misses().filter(|(part, _)| part.aspect() == aspect);
    misses.map(|(part, miss)| format!("{} [{}]: {}", part.name(), miss.what, miss.why)).collect()
}

pub(super) const ASKED: &str =
    "  - { name: asked, given: { text: 返金, facts: { order.amount: 3000 } }, expect: {} }\n";
pub(super) const ABOVE: &str =
    "  - { name: above, given: { text: 返金, facts: { order.amount: 3001 } }, expect: {} }\n";
const BELOW: &str = "  - { name: below, given: { text: 返金, facts: { order.amount: 2999 } }, expect: {} }\n";
const UPSET: &str =
    "  - { name: upset, given: { text: 返金。がっかり, facts: { order.amount: 3000 } }, expect: {} }\n";
const SILENT: &str = "  - { name: silent, given: { text: はい, facts: { order.amount: 1 } }, expect: {} }\n";

#[test]
fn nothing_is_covered_by_nothing() {
    let coverage = small("  - { name: none, given: { text: はい }, expect: {} }\n");
    assert_eq!(tally(&coverage, Aspect::Decisive), (0, 4));
    assert_eq!(tally(&coverage, Aspect::RuleFalse), (3, 4));
    assert_eq!(tally(&coverage, Aspect::NearMiss), (0, 5));
    assert_eq!(tally(&coverage, Aspect::Boundary), (0, 1));
    assert_eq!(tally(&coverage, Aspect::Retained), (0, 1));
    assert_eq!(missing(&coverage, Aspect::Retained), ["refund []: never certainly raised"]);
}

#[test]
fn cases_that_show_everything_cover_everything() {
    let coverage = small(&[ASKED, ABOVE, BELOW, UPSET, SILENT].concat());
    for aspect in Aspect::HEADLINE {
        assert_eq!(missing(&coverage, aspect), [""; 0], "{aspect:?}");
    }
    assert_eq!(coverage.tally(Aspect::NearMiss).to_string(), "5 of 5");
    // No case leaves the amount out.
    assert_eq!(missing(&coverage, Aspect::Ask), ["order.amount []: never asked for"]);
    assert_eq!(tally(&coverage, Aspect::Overridden), (0, 0), "the two exclude each other");
}

#[test]
fn a_rule_decides_only_where_the_decision_would_be_another_without_it() {
    // Nobody asks for a refund: who would decide it changes nothing but is decided all the same; what is raised does not matter.
    let coverage = small(ASKED);
    let decisive: Vec<&str> = coverage
        .parts()
        .filter(|part| part.aspect() == Aspect::Decisive && part.is_reached())
        .map(|part| part.name())
        .collect();
    assert_eq!(decisive, ["refund.asked", "refund.small"]);
    let again = book_with("  - { id: refund.again, when: cue.refund, raise: [refund] }\n");
    let coverage = covered(&again, &format!("cases:\n{ASKED}"));
    assert!(
        missing(&coverage, Aspect::Decisive)
            .iter()
            .any(|miss| { miss == "refund.again []: in `asked` it is true, but masked by refund.asked" })
    );
}

#[test]
fn a_near_miss_takes_a_case_on_either_side_and_nothing_that_masks() {
    let of = |cases: &str| -> Vec<String> {
        let missing = missing(&small(cases), Aspect::NearMiss);
        missing.into_iter().filter(|miss| miss.starts_with("refund.small: order.amount")).collect()
    };
    assert_eq!(of(&[ASKED, ABOVE].concat()), [""; 0]);
    assert_eq!(of(ASKED), ["refund.small: order.amount <= 3000 [false]: never false"]);
    let masked = "  - { name: both, given: { text: がっかり, facts: { order.amount: 9000 } }, expect: {} }\n";
    assert_eq!(
        of(&[ASKED, masked].concat()),
        [
            r#"refund.small: order.amount <= 3000 [false]: in `both` it is false, but masked: nature == "question" is false"#
        ]
    );
}

#[test]
fn what_several_parts_mask_together_is_told_with_them() {
    let rules = "  - { id: one, when: order.amount <= 7 && cue.upset && cue.refund, tag: [one] }\n\
                 \x20 - { id: many, when: order.amount <= 9 || !(order.amount > 5 && cue.upset) || cue.refund, tag: [many] }\n";
    let cases = "cases: [{ name: far, given: { text: はい, facts: { order.amount: 1 } }, expect: {} }]";
    let found = missing(&covered(&book_with(rules), cases), Aspect::NearMiss);
    let of =
        |part: &str| found.iter().find(|miss| miss.starts_with(part)).unwrap_or_else(|| panic!("{found:#?}"));
    assert_eq!(
        of("one: order.amount <= 7 [true]"),
        "one: order.amount <= 7 [true]: in `far` it is true, but masked by several parts together: cue.upset is false, cue.refund is false"
    );
    assert_eq!(
        of("many: cue.refund [false]"),
        "many: cue.refund [false]: in `far` it is false, but masked by several parts together: order.amount <= 9 is true, order.amount > 5 is false, cue.upset is false"
    );
    assert_eq!(
        of("many: cue.upset [false]"),
        "many: cue.upset [false]: in `far` it is false, but masked by several parts together: order.amount <= 9 is true, order.amount > 5 is false"
    );
}

#[test]
fn of_nothing_there_is_no_share() {
    let text = format!("{SHOP}facts: {{ n: {{ type: integer }} }}\nrules: []\n");
    let book = Rulebook::load("small.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"));
    let coverage = covered(&book, "cases: []");
    assert!(coverage.to_string().contains("  decisive rules          0 of 0        -\n"), "{coverage}");
    assert!(
        serde_json::to_string(&coverage)
            .unwrap()
            .contains(r#""decisive":{"reached":0,"whole":0,"share":"100 %"}"#)
    );
    let suite = Suite::load("small.cases.yaml", "cases: []", &book).into_result().unwrap();
    let score = suite.mutate(&Engine::new(&book));
    assert!(score.to_string().starts_with("mutation           -  0 of 0 mutants noticed"), "{score}");
    let all = Share::parse("100 %").unwrap();
    let gates = furiwake::cases::Gates::default().with(Measure::Decisive, all).with(Measure::Score, all);
    assert!(coverage.missed(&gates).is_empty() && score.missed(&gates).is_empty());
}

#[test]
fn a_boundary_has_three_sides_one_unit_wide() {
    let far = "  - { name: far, given: { text: 返金, facts: { order.amount: 2998 } }, expect: {} }\n";
    assert_eq!(
        missing(&small(&[ASKED, far].concat()), Aspect::Boundary),
        [
            "refund.small: order.amount <= 3000 [just below 3000]: no case lies just below 3000",
            "refund.small: order.amount <= 3000 [just above 3000]: no case lies just above 3000",
        ]
    );
}

#[test]
fn a_vendor_that_may_decide_is_not_refused() {
    assert_eq!(
        missing(&small(ASKED), Aspect::Retained),
        ["refund []: in `asked` it is raised, but supervisor may decide it"]
    );
    assert_eq!(missing(&small(ABOVE), Aspect::Retained), [""; 0]);
}

#[test]
fn a_vendor_is_not_refused_for_good_while_something_is_unknown() {
    let unknown = "  - { name: unknown, given: { text: 返金 }, expect: { may: { refund: { supervisor: refused } } } }\n";
    let found = small(unknown);
    assert_eq!(
        missing(&found, Aspect::Retained),
        ["refund []: in `unknown` it is raised and refused, but only while something is unknown"]
    );
    // A case is found in which a rule that retains it holds.
    let miss = found.misses().find(|(part, _)| part.aspect() == Aspect::Retained);
    let case = miss.and_then(|(_, miss)| miss.case.clone()).unwrap();
    assert!(case.contains("がっかり"), "{case}");
    let kept = "  - { name: kept, given: { text: 返金。がっかり }, expect: {} }\n";
    assert_eq!(missing(&small(kept), Aspect::Retained), [""; 0]);
    // Nor is it while the rulebook may still settle it.
    let settled = book_with("  - { id: open, when: customer.phone == \"1\", settle: { refund: approve } }\n");
    let found = covered(&settled, &format!("cases:\n{ABOVE}"));
    assert_eq!(missing(&found, Aspect::Retained).len(), 1);
}

#[test]
fn what_no_value_can_turn_is_not_asked_for_and_drafts_have_values_that_can_be() {
    let rules = "  - { id: crowd, when: guests < 100 && guests > 11 && known(channel), tag: [crowd] }\n\
                 \x20 - { id: few, when: 'guests in [1, 20]', tag: [few] }\n";
    let facts = "facts:\n  guests: { type: integer, min: 1, max: 12 }\n  channel: { type: text, default: x }";
    let book = Rulebook::load("small.yaml", &text(rules).replace("facts:", facts)).into_result();
    let book = book.unwrap_or_else(|found| panic!("{found}"));
    let coverage = covered(&book, "cases: []");
    let of = |aspect| {
        let parts = coverage.parts().filter(move |part| part.aspect() == aspect);
        parts
            .map(|part| part.name().to_owned())
            .filter(|name| name.contains("guests") || name.contains("known"))
    };
    // A wrong value is not known in spite of a default.
    let named = ["crowd: guests > 11", "crowd: known(channel)", "few: guests in [1, 20]"];
    assert_eq!(of(Aspect::NearMiss).collect::<Vec<_>>(), named);
    assert_eq!(
        of(Aspect::Boundary).collect::<Vec<_>>(),
        ["crowd: guests > 11", "few: guests in [1, 20] (1)"]
    );
    let drafts: Vec<&String> = coverage.misses().filter_map(|(_, miss)| miss.case.as_ref()).collect();
    assert!(drafts.iter().any(|case| case.contains("guests: 12")), "{drafts:#?}");
    let wrong = "channel: true";
    assert!(
        drafts.iter().any(|case| case.contains(wrong) && case.contains("notices: [fact_ill_typed]")),
        "{drafts:#?}"
    );
    for value in ["guests: 0", "guests: 13", "guests: 20", "guests: 21", "guests: 99"] {
        assert!(drafts.iter().all(|case| !case.contains(&format!("{value} "))), "{value}: {drafts:#?}");
    }
}

#[test]
fn generated_cases_cover_what_they_are_for() {
    let book = book();
    for cases in [ASKED, UPSET, SILENT] {
        let text = format!("cases:\n{cases}");
        let before = covered(&book, &text);
        let mut count = 0;
        for (part, miss) in before.misses() {
            let Some(case) = &miss.case else { continue };
            count += 1;
            let indented: String = case.lines().map(|line| format!("  {line}\n")).collect();
            let with = Suite::load("small.cases.yaml", &format!("{text}{indented}"), &book).into_result();
            let with = with.unwrap_or_else(|found| panic!("{found}\n{case}"));
            let engine = Engine::new(&book);
            assert_eq!(with.run(&engine).failed(), 0, "{case}");
            let after = with.coverage(&engine);
            let is_missing = after.misses().any(|(other, left)| {
                (other.aspect(), other.name(), &left.what) == (part.aspect(), part.name(), &miss.what)
            });
            assert!(!is_missing, "{} [{}] is still missing with\n{case}", part.name(), miss.what);
        }
        assert!(count > 10, "{count}");
    }
}

/// Something of everything that is compared with: limits, tables, periods, settlements, scores, parameters, scripts.
const MIXED: &str = r#"
facts:
  order.amount: { type: integer, min: 0 }
  order.weight: { type: decimal }
  order.discount: { type: integer, min: 0 }
  channel: { type: choice, of: [phone, email, chat], default: email }
  wait: { type: duration }
  order.delivered_at: { type: date }
derive: { days: days_since(order.delivered_at) }
params: { cap: { type: integer, value: 500 } }
cues: { refund: { any: [返金] }, upset: { any: [がっかり] } }
scores: { anger: { parts: [{ when: cue.upset, points: 2 }, { when: channel == "phone", points: 1 }] } }
let: { recent: days <= 7 && order.amount < param.cap }
judgments: { refund: , discount: }
limits: { discount: { by: order.discount, first_line: 500, supervisor: 3000, client_desk: 30000 } }
rules:
  - { id: asked, when: cue.refund, raise: [refund, discount] }
  - id: late
    effective: { from: 2026-04-01, until: 2027-03-31 }
    when: recent && channel in ["phone", "chat"]
    settle: { refund: { approve: order.weight <= 2.5, otherwise: deny } }
  - { id: angry, when: score.anger >= 3, retain: [refund] }
  - { id: waits, when: wait > "30m" || !known(wait), escalate: { to: supervisor } }
tables:
  desk:
    when: cue.refund
    columns: [id, channel, order.amount, tag]
    rows: [[p, phone, "<= 100", small], [e, email, "> 100", big]]
"#;

#[test]
fn a_case_is_found_for_everything_that_is_compared_with() {
    let book = Rulebook::load("mixed.yaml", &format!("{SHOP}{MIXED}")).into_result();
    let book = book.unwrap_or_else(|found| panic!("{found}"));
    let coverage = covered(&book, "cases: [{ name: none, given: { text: はい }, expect: {} }]");
    let missed: Vec<String> = coverage
        .misses()
        .filter(|(part, miss)| Aspect::HEADLINE.contains(&part.aspect()) && miss.case.is_none())
        .map(|(part, miss)| format!("{:?} {} [{}]: {}", part.aspect(), part.name(), miss.what, miss.why))
        .collect();
    assert_eq!(missed, [""; 0]);
    // A period has no side above its ends, and a rule that settles both ways is in no conflict with itself.
    let sides = |name: &str| coverage.misses().filter(|(part, _)| part.name().starts_with(name)).count();
    assert!(sides("late: in force") > 4);
    assert!(!coverage.parts().any(|part| part.name() == "refund: conflict"));
}

#[test]
fn what_one_part_of_a_draft_needs_does_not_undo_another() {
    // The amount turns the score, and is what the rule asks for beside it.
    let text = format!(
        "{SHOP}\nfacts: {{ amount: {{ type: integer, min: 0 }} }}\ncues: {{ loud: {{ any: [騒音] }}, angry: {{ any: [最悪] }} }}\n\
         scores: {{ heat: {{ cue.loud: 1, cue.angry: 3, parts: [{{ when: amount >= 100000, points: 1 }}] }} }}\n\
         axes: {{ nature: {{ labels: [calm, crisis], default: calm }} }}\njudgments: {{ refund: }}\nrules:\n\
         \x20 - {{ id: hot, when: score.heat >= 4, classify: {{ nature: crisis }} }}\n\
         \x20 - {{ id: loud, when: cue.loud, raise: [refund] }}\n\
         \x20 - {{ id: small, when: 'amount <= 2000 && nature != \"crisis\"', delegate: {{ refund: supervisor }} }}\n"
    );
    let book = Rulebook::load("heat.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"));
    let coverage = covered(&book, "cases: [{ name: none, given: { text: はい }, expect: {} }]");
    let undrafted: Vec<String> = coverage
        .misses()
        .filter(|(part, miss)| part.aspect() == Aspect::NearMiss && miss.case.is_none())
        .map(|(part, miss)| format!("{} [{}]: {}", part.name(), miss.what, miss.why))
        .collect();
    assert!(undrafted.is_empty(), "{undrafted:#?}");
}

#[test]
fn generated_cases_hold_nothing_of_what_customers_said() {
    let text = "cases:\n  - { name: secret, given: { text: 山田太郎です。返金, facts: { order.amount: 5, customer.phone: 090-1234 } }, expect: {} }\n";
    let coverage = covered(&book(), text);
    let cases: Vec<&String> = coverage.misses().filter_map(|(_, miss)| miss.case.as_ref()).collect();
    assert!(!cases.is_empty());
    for case in cases {
        assert!(!case.contains("090") && !case.contains("山田"), "{case}");
    }
}

/// Beside the gates in their files: what these have no word for.
#[test]
fn cases_of_shipped_rulebooks_show_every_label_judgment_ruling_route_and_question() {
    for name in Rulebook::builtin_names() {
        let suite = Suite::builtin(name).unwrap();
        let coverage = Coverage::counted(std::slice::from_ref(&suite), &Engine::new(suite.rulebook()));
        for aspect in
            [Aspect::Label, Aspect::Judgment, Aspect::Ruling, Aspect::Holder, Aspect::Route, Aspect::Ask]
        {
            let missing: Vec<&str> = coverage
                .parts()
                .filter(|part| part.aspect() == aspect && !part.is_reached())
                .map(|part| part.name())
                .collect();
            assert!(missing.is_empty(), "{name} {aspect:?}: {missing:?}");
        }
        for measure in Measure::ALL {
            assert_eq!(suite.gates().get(measure), Share::parse("100 %"), "{name} {measure:?}");
        }
        let json = serde_json::to_value(&coverage).unwrap();
        assert_eq!(json["parts"].as_array().unwrap().len(), coverage.parts().count());
    }
}
