//! Mutation scores: for every way to change a rulebook a case that notices, and that without it nobody does.

use crate::support::SHOP;
use furiwake::cases::mutation::{Operator, Subject};
use furiwake::cases::{Measure, MutationScore, Suite};
use furiwake::{Engine, Rulebook};
use std::collections::BTreeMap;

/// What mutants change, beside the tiers of the shop.
const BOOK: &str = r#"
facts:
  order.amount: { type: integer, min: 0, max: 100000 }
  order.weight: { type: decimal }
  channel: { type: choice, of: [phone, email, sns] }
  options: { type: choices, of: [gift, express] }
  vip: { type: bool, default: false }
  express: { type: bool }
params: { cap: { type: integer, value: 700 } }
derive: { plan_or_free: channel or "email", is_open: open(support) }
calendars: { support: { hours: { mon-fri: ["09:00-17:30"] }, holidays: [2026-12-31] } }
cues:
  refund: { any: [返金, refund], except: [返金済み] }
  smoke: { any: [煙], unless_followed_by: [検知器] }
let: { heavy: order.weight > 1.5 }
scores: { anger: { parts: [{ when: cue.smoke, points: 3 }] } }
desks: { logistics: { party: client } }
axes:
  nature: { labels: [question, request, complaint], default: question }
  topic: { labels: [delivery, returns], many: true }
judgments:
  refund: { decide: client_manager }
  gift:
rules:
  - { id: asked, when: cue.refund, raise: [refund, gift] }
  - { id: kept, when: channel == "sns", retain: { refund: client_manager } }
  - { id: given, when: order.amount <= 3000, delegate: { refund: supervisor } }
  - { id: settled, when: vip, settle: { gift: { approve: order.amount < 10 } } }
  - { id: danger, when: 'cue.smoke && channel in ["phone", "email"]', escalate: { to: client_manager, urgency: high, within: 30m } }
  - { id: labelled, when: 'heavy || has(options, "gift")', classify: { nature: complaint, topic: returns } }
  - { id: angry, when: score.anger >= 3, tag: [angry] }
  - { id: free, when: plan_or_free == "email", tag: [mail] }
  - { id: capped, when: order.amount > param.cap, tag: [capped] }
  - { id: sent, when: express, refer: [logistics] }
  - { id: closed, when: "!is_open", tag: [closed] }
  - { id: sale, effective: { from: 2026-12-01, until: 2026-12-31 }, tag: [sale] }
"#;

pub(super) fn book() -> Rulebook {
    let loaded = Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}"));
    loaded.into_result().unwrap_or_else(|found| panic!("{found}"))
}

fn score(cases: &str) -> MutationScore {
    let book = book();
    let loaded = Suite::load("shop.cases.yaml", cases, &book);
    let suite = loaded.into_result().unwrap_or_else(|found| panic!("{found}"));
    let engine = Engine::new(&book);
    let results = suite.run(&engine);
    assert_eq!(results.failed(), 0, "{results}");
    suite.mutate(&engine)
}

/// The changes that nobody notices, as they are told.
fn survivors(score: &MutationScore) -> Vec<(Operator, String)> {
    score.survivors().iter().map(|one| (one.mutant.operator, one.mutant.to_string())).collect()
}

#[test]
fn for_every_operator_there_is_a_case_that_notices_and_without_it_nobody_does() {
    use Operator::*;
    let blind = survivors(&score("cases: [{ name: blind, given: { text: hello }, expect: {} }]"));
    let large = "{ text: 返金, facts: { order.amount: 3001, channel: phone } }";
    let small = "{ text: 返金, facts: { order.amount: 3000, channel: phone } }";
    let smoke = r#"{ text: 煙, facts: { channel: phone }, at: "2026-12-01T00:00:00+09:00" }"#;
    let told: [(Operator, &str, &str, &str); 37] = [
        (DropRule, "rule asked: without the rule", small, "raised: { refund: yes }"),
        (Negate, "rule asked: cue.refund → !cue.refund", small, "raised: { refund: yes }"),
        (DropCondition, "rule asked: without cue.refund", "{ text: hello }", "raised: { refund: no }"),
        (DropEffect, "rule asked: without raise: [gift]", small, "raised: { gift: yes }"),
        (
            MoveThreshold,
            "rule given: order.amount <= 3000 → order.amount <= 3001",
            large,
            "holders: { refund: client_manager }",
        ),
        (
            ReplaceComparison,
            "rule given: order.amount <= 3000 → order.amount < 3000",
            small,
            "holders: { refund: supervisor }",
        ),
        (
            RaiseDelegate,
            "rule given: delegate: { refund: supervisor } → delegate: { refund: client_desk }",
            small,
            "holders: { refund: supervisor }",
        ),
        (
            LowerDelegate,
            "rule given: delegate: { refund: supervisor } → delegate: { refund: second_line }",
            small,
            "may: { refund: { second_line: refused } }",
        ),
        (
            SwapOption,
            r#"rule kept: channel == "sns" → channel == "email""#,
            "{ text: 返金, facts: { channel: sns } }",
            "fires: [kept]",
        ),
        (
            FlipRuling,
            "rule settled: settle: { gift: approve } → settle: { gift: deny }",
            "{ text: 返金, facts: { vip: true, order.amount: 9 } }",
            "rulings: { gift: approve }",
        ),
        (
            MoveThreshold,
            "rule settled: order.amount < 10 → order.amount < 9",
            "{ text: 返金, facts: { vip: true, order.amount: 9 } }",
            "rulings: { gift: approve }",
        ),
        (
            NarrowSet,
            r#"rule danger: channel in ["phone", "email"] → channel in ["email"]"#,
            smoke,
            "route: client_manager",
        ),
        (
            WidenSet,
            r#"rule danger: channel in ["phone", "email"] → channel in ["phone", "email", "sns"]"#,
            "{ text: 煙, facts: { channel: sns } }",
            "silent: [danger]",
        ),
        (
            SwapAndOr,
            r#"rule danger: cue.smoke && channel in ["phone", "email"] → cue.smoke || channel in ["phone", "email"]"#,
            "{ text: hello, facts: { channel: phone } }",
            "silent: [danger]",
        ),
        (
            LowerEscalation,
            "rule danger: escalate: { to: client_manager, urgency: high, within: 30m } → escalate: { to: client_desk, urgency: high, within: 30m }",
            smoke,
            "route: client_manager",
        ),
        (
            LowerUrgency,
            "rule danger: escalate: { to: client_manager, urgency: high, within: 30m } → escalate: { to: client_manager, within: 30m }",
            smoke,
            "urgency: high",
        ),
        (
            ChangeTimeLimit,
            "rule danger: escalate: { to: client_manager, urgency: high, within: 30m } → escalate: { to: client_manager, urgency: high, within: 31m }",
            smoke,
            r#"due: "2026-12-01T00:30:00+09:00""#,
        ),
        (
            ChangeLabel,
            "rule labelled: classify: { nature: complaint } → classify: { nature: request }",
            "{ text: hello, facts: { options: [gift] } }",
            "labels: { nature: complaint }",
        ),
        (
            ChangeLabel,
            "rule labelled: classify: { topic: returns } → classify: { topic: delivery }",
            "{ text: hello, facts: { options: [gift] } }",
            "labels: { topic: [returns] }",
        ),
        (
            MoveThreshold,
            "let heavy: order.weight > 1.5 → order.weight > 1.6",
            r#"{ text: hello, facts: { order.weight: 1.6, options: [express] } }"#,
            "labels: { nature: complaint }",
        ),
        (DropPhrase, "cue refund: without any: refund", "{ text: a refund }", "raised: { refund: yes }"),
        (
            DropPhrase,
            "cue refund: without except: 返金済み",
            "{ text: 返金済みです }",
            "raised: { refund: no }",
        ),
        (
            DropPhrase,
            "cue smoke: without unless_followed_by: 検知器",
            "{ text: 煙検知器 }",
            "silent: [danger]",
        ),
        (DropPoints, "score anger: without cue.smoke: 3", smoke, "fires: [angry]"),
        (ChangePoints, "score anger: cue.smoke: 3 → cue.smoke: 2", smoke, "fires: [angry]"),
        (Negate, "score anger: cue.smoke: 3 → !cue.smoke: 3", smoke, "fires: [angry]"),
        (
            ShiftHours,
            "calendar support: mon-fri: 09:00-17:30 → mon-fri: 08:00-17:30",
            r#"{ text: hello, at: "2026-12-01T08:59:00+09:00" }"#,
            "fires: [closed]",
        ),
        (
            ShiftHours,
            "calendar support: mon-fri: 09:00-17:30 → mon-fri: 09:00-17:00",
            r#"{ text: hello, at: "2026-12-01T17:29:00+09:00" }"#,
            "silent: [closed]",
        ),
        (
            DropDay,
            "calendar support: without holiday 2026-12-31",
            r#"{ text: hello, at: "2026-12-31T10:00:00+09:00" }"#,
            "fires: [closed]",
        ),
        (
            MoveBound,
            "fact order.amount: min: 0 → min: -1",
            "{ text: hello, facts: { order.amount: -1 } }",
            "notices: [fact_out_of_range]",
        ),
        (
            MoveBound,
            "fact order.amount: max: 100000 → max: 99999",
            "{ text: hello, facts: { order.amount: 100000 } }",
            "that: order.amount == 100000",
        ),
        (ChangeDefault, r#"derived plan_or_free: "email" → "phone""#, "{ text: hello }", "fires: [free]"),
        (
            MoveThreshold,
            "param cap: 700 → 699",
            "{ text: hello, facts: { order.amount: 700 } }",
            "silent: [capped]",
        ),
        (
            DropDefault,
            "fact vip: without default: false",
            "{ text: 返金, facts: { order.amount: 9, channel: phone } }",
            "that: '!vip'",
        ),
        (AddDefault, "fact express: no default → default: false", "{ text: hello }", "desks: [logistics]"),
        (
            LowerHolder,
            "judgment refund: decide: client_manager → decide: client_desk",
            large,
            "holders: { refund: client_manager }",
        ),
        (
            ShiftDate,
            "rule sale: in force from 2026-12-01 to 2026-12-31 → in force from 2026-12-02 to 2026-12-31",
            smoke,
            "fires: [sale]",
        ),
    ];
    for (operator, change, given, expect) in told {
        let change = (operator, change.to_owned());
        assert!(blind.contains(&change), "{change:?} is not among {blind:#?}");
        let cases = format!("cases: [{{ name: sharp, given: {given}, expect: {{ {expect} }} }}]");
        assert!(!survivors(&score(&cases)).contains(&change), "{change:?} survives {expect}");
    }
}

#[test]
fn what_lets_the_vendor_do_more_is_told_apart() {
    let score = score("cases: [{ name: blind, given: { text: hello }, expect: {} }]");
    let permissive = |text: &str| {
        let found = score.survivors().iter().find(|one| one.mutant.to_string() == text);
        found.unwrap_or_else(|| panic!("no {text} in {score}")).mutant.permissive
    };
    for (text, expected) in [
        ("rule asked: without the rule", true),
        ("rule asked: without cue.refund", false),
        ("rule given: without the rule", false),
        ("rule given: without order.amount <= 3000", true),
        ("rule given: order.amount <= 3000 → order.amount <= 3001", true),
        ("rule given: order.amount <= 3000 → order.amount < 3000", false),
        ("rule given: delegate: { refund: supervisor } → delegate: { refund: second_line }", true),
        ("rule given: delegate: { refund: supervisor } → delegate: { refund: client_desk }", false),
        ("rule kept: without the rule", true),
        ("rule free: without the rule", false),
        ("cue refund: without any: refund", true),
        ("cue refund: without except: 返金済み", false),
        ("let heavy: order.weight > 1.5 → order.weight > 1.6", true),
        // Grants may ask for the label that it gives.
        ("let heavy: order.weight > 1.5 → order.weight >= 1.5", true),
        ("fact vip: without default: false", false),
        ("fact express: no default → default: false", true),
        ("fact order.amount: min: 0 → min: -1", true),
        ("fact order.amount: min: 0 → min: 1", false),
    ] {
        assert_eq!(permissive(text), expected, "{text}");
    }
    let (killed, whole) = score.reached(Measure::SafetyScore).unwrap();
    let survived = score.survivors().iter().filter(|one| one.mutant.permissive).count();
    assert_eq!(whole - killed, survived);
    assert_eq!(score.mutants(), score.killed() + score.survived() + score.equivalent());
}

#[test]
fn a_denial_is_a_guard() {
    let book = format!(
        "{SHOP}facts: {{ n: {{ type: integer }} }}\njudgments: {{ refund: }}\nrules:\n  - {{ id: raised, raise: [refund] }}\n  - {{ id: given, delegate: {{ refund: supervisor }} }}\n  - {{ id: never, when: n > 5, settle: {{ refund: deny }} }}\n  - {{ id: terms, settle: {{ refund: {{ deny: n > 9 }} }} }}\n"
    );
    let book = Rulebook::load("shop.yaml", &book).into_result().unwrap_or_else(|found| panic!("{found}"));
    let suite = Suite::load("c.yaml", "cases: [{ name: one, given: {}, expect: {} }]", &book).into_result();
    let score = suite.unwrap().mutate(&Engine::new(&book));
    let is_permissive = |change: &str| {
        let found = score.survivors().iter().find(|one| one.mutant.change() == change);
        found.unwrap_or_else(|| panic!("no `{change}` in\n{score}")).mutant.permissive
    };
    assert!(is_permissive("rule never: without the rule"));
    assert!(is_permissive("rule never: n > 5 → n > 6"));
    assert!(is_permissive("rule terms: n > 9 → n > 10"));
    // And it gives the vendor an answer.
    assert!(is_permissive("rule never: without n > 5"));
}

#[test]
fn an_invariant_notices_what_no_case_expects() {
    let weak = "cases: [{ name: kept, given: { text: 返金, facts: { channel: sns, order.amount: 1 } }, expect: {} }]";
    let rules = BOOK.to_owned()
        + "invariants: [{ id: sns, never: 'channel == \"sns\" && !at_least(holder(refund), \"client_desk\")' }]\n";
    let load = |text: &str| Rulebook::load("shop.yaml", &format!("{SHOP}{text}")).into_result().unwrap();
    let survives = |book: &Rulebook| {
        let suite = Suite::load("shop.cases.yaml", weak, book).into_result().unwrap();
        let score = suite.mutate(&Engine::new(book));
        survivors(&score).iter().any(|(_, text)| text == "rule kept: without the rule")
    };
    assert!(survives(&load(BOOK)));
    assert!(!survives(&load(&rules)));
}

#[test]
fn mutants_that_change_nothing_are_counted_apart() {
    let book = "
facts: { order.amount: { type: integer, min: 0 } }
judgments: { refund: { decide: client_manager } }
rules:
  - { id: never-less, when: order.amount >= 0, raise: [refund] }
  - { id: twice, when: order.amount > 5, retain: { refund: client_manager }, tag: [large] }
  - { id: again, when: order.amount > 5, retain: { refund: client_manager } }
  - { id: doubled, when: order.amount < 3 && order.amount < 3, tag: [small] }
";
    let book = Rulebook::load("shop.yaml", &format!("{SHOP}{book}")).into_result().unwrap();
    let suite = Suite::load("none.cases.yaml", "cases: []", &book).into_result().unwrap();
    let score = suite.mutate(&Engine::new(&book));
    let told: Vec<String> =
        score.equivalents().iter().map(|one| format!("{}: {}", one.mutant, one.because.text())).collect();
    let same = "both conditions are as true as each other, whatever is given";
    let anyway = "another rule does as much under the same condition";
    let weaker = "retain: { refund: client_manager } → retain: { refund: client_desk }: the judgment's own holder already says as much";
    assert_eq!(
        told,
        [
            format!("rule again: without the rule: {anyway}"),
            format!("rule again: {weaker}"),
            format!(
                "rule doubled: order.amount < 3 && order.amount < 3 → order.amount < 3 || order.amount < 3: {same}"
            ),
            format!("rule doubled: without order.amount < 3: {same}"),
            format!("rule doubled: without order.amount < 3 (2): {same}"),
            format!("rule never-less: order.amount >= 0 → order.amount >= -1: {same}"),
            format!("rule twice: without retain: {{ refund: client_manager }}: {anyway}"),
            format!("rule twice: {weaker}"),
        ]
    );
}

#[test]
fn cases_that_fail_notice_nothing_and_suites_notice_together() {
    let book = book();
    let load = |text: &str| Suite::load("shop.cases.yaml", text, &book).into_result().unwrap();
    let engine = Engine::new(&book);
    let wrong = load("cases: [{ name: wrong, given: { text: 返金 }, expect: { route: supervisor } }]");
    assert_eq!(wrong.run(&engine).failed(), 1);
    assert_eq!(wrong.mutate(&engine).killed(), 0);
    let (one, other) = (
        load("cases: [{ name: raised, given: { text: 返金 }, expect: { raised: { refund: yes } } }]"),
        load("cases: [{ name: not, given: { text: hello }, expect: { raised: { refund: no } } }]"),
    );
    let mut last = (0, 0);
    let both = MutationScore::of(&[one.clone(), other.clone()], &engine, |done, all| last = (done, all));
    assert_eq!(last, (both.mutants(), both.mutants()));
    let (one, other) = (one.mutate(&engine), other.mutate(&engine));
    assert!(both.killed() > one.killed().max(other.killed()));
    let names =
        |score: &MutationScore| score.survivors().iter().map(|one| one.mutant.clone()).collect::<Vec<_>>();
    let (first, second) = (names(&one), names(&other));
    assert!(names(&both).iter().all(|mutant| first.contains(mutant) && second.contains(mutant)));
    assert!(both.survivors().iter().any(|one| one.mutant.subject == Subject::Cue));
}

#[cfg(feature = "script")]
#[test]
fn scripts_and_what_they_are_granted_are_changed_too() {
    let book = r#"
facts: { order.amount: { type: integer, min: 0 } }
cues: { refund: { any: [返金] } }
judgments: { refund: , gift: }
rules:
  - { id: asked, when: cue.refund, raise: [refund, gift] }
  - { id: kept, when: cue.refund, retain: { gift: client_manager } }
scripts:
  decided: |
    if known(order.amount) && order.amount <= 1000 { propose.delegate("refund", "supervisor", "small"); }
    if cue.refund { propose.tag("refund", "asked"); }
grants:
  - { delegate: { refund: supervisor }, when: order.amount <= 500 }
on_script_error: client_manager
"#;
    let book = Rulebook::load("shop.yaml", &format!("{SHOP}{book}"))
        .into_result()
        .unwrap_or_else(|found| panic!("{found}"));
    let score = |expect: &str| {
        let given = "{ text: 返金, facts: { order.amount: 501 } }";
        let cases = format!("cases: [{{ name: one, given: {given}, expect: {{ {expect} }} }}]");
        let suite = Suite::load("shop.cases.yaml", &cases, &book).into_result().unwrap();
        let engine = Engine::new(&book);
        let results = suite.run(&engine);
        assert_eq!(results.failed(), 0, "{results}");
        survivors(&suite.mutate(&engine))
    };
    let blind = score("");
    let told = [
        (
            Operator::WeakenRetain,
            "rule kept: retain: { gift: client_manager } → retain: { gift: client_desk }",
            Some("holders: { gift: client_manager }"),
        ),
        (
            Operator::WidenGrant,
            "script grants: without when: order.amount <= 500",
            Some("holders: { refund: client_desk }"),
        ),
        (
            Operator::WidenGrant,
            "script grants: delegate: { refund: supervisor } → delegate: { refund: second_line }",
            None,
        ),
        (Operator::DropProposal, "script decided 2:17: without tag: [refund]", Some("tags: [refund]")),
        (
            Operator::LowerScriptError,
            "script grants: on_script_error: client_manager → on_script_error: client_desk",
            None,
        ),
    ];
    for (operator, text, expect) in told {
        let change = (operator, text.to_owned());
        assert!(blind.contains(&change), "{change:?} is not among {blind:#?}");
        if let Some(expect) = expect {
            assert!(!score(expect).contains(&change), "{change:?} survives {expect}");
        }
    }
}

/// What stands at the place of each survivor, by what is told of it.
fn placed(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let book = crate::support::load(files).into_result().unwrap_or_else(|found| panic!("{found}"));
    let suite = Suite::load("shop.cases.yaml", "cases: []", &book).into_result().unwrap();
    let mut score = suite.mutate(&Engine::new(&book));
    let text = |file: &str| files.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned());
    score.locate(files[0].0, files[0].1, |file| text(file).ok_or_else(|| "there is none".to_owned()));
    let place = |one: &furiwake::cases::mutation::Mutant| {
        let Some(place) = &one.place else { return "nowhere".to_owned() };
        let Some(text) = text(&place.file) else { return place.file.to_string() };
        let line: Vec<char> = text.lines().nth(place.line - 1).unwrap().chars().collect();
        line[place.column - 1..].iter().collect()
    };
    score.survivors().iter().map(|one| (one.mutant.change(), place(&one.mutant))).collect()
}

#[test]
fn what_is_changed_has_its_place() {
    let twice = "  - { id: twice, when: (channel == \"sns\" || vip) && !(channel == \"sns\" && express), tag: [a] }\n";
    let house = "rulebook: house\nversion: '1'\nfacts: { pieces: { type: integer } }\nparams: { cap: { type: integer, value: 700 } }\n\
                 cues: { gift: { any: [贈, gift], except: [贈収賄] } }\n\
                 rules: [{ id: many, when: cue.gift && pieces > param.cap, tag: [many] }]\n";
    let mine = "rulebook: mine\nversion: '1'\nextends: [core, house.yaml]\nparams: { cap: 900 }\n\
                cues: { complaint: { any: [ぷんぷん, grumble] } }\n";
    let scripts = "scripts:\n  decided: |\n    if vip {\n        propose.tag(\"vip\", \"said\");\n    }\n\
                   on_script_error: client_manager\n";
    let base = format!("{SHOP}{BOOK}{twice}");
    let of = |places: &BTreeMap<String, String>, change: &str| {
        places.get(change).unwrap_or_else(|| panic!("{change} is not in {places:#?}")).clone()
    };
    let found = placed(&[("base.yaml", &base)]);
    let first = of(&found, r#"rule twice: channel == "sns" → !(channel == "sns")"#);
    assert!(first.starts_with("channel == \"sns\" || vip)"), "{first}");
    let second = of(&found, r#"rule twice: without channel == "sns" (2)"#);
    assert!(second.starts_with("channel == \"sns\" && express)"), "{second}");
    let given = of(&found, "rule settled: order.amount < 10 → order.amount < 9");
    assert!(given.starts_with("order.amount < 10 }"), "{given}");
    let found = placed(&[("mine.yaml", mine), ("house.yaml", house)]);
    assert!(of(&found, "cue complaint: without any: ぷんぷん").starts_with("ぷんぷん, grumble"));
    assert!(of(&found, "cue gift: without except: 贈収賄").starts_with("贈収賄]"));
    let cap = of(&found, "param cap: 900 → 901");
    assert!(cap.starts_with("900 }"), "{cap}");
    if cfg!(feature = "script") {
        let whole = format!("{base}{scripts}");
        let found = placed(&[("base.yaml", &whole)]);
        assert!(
            of(&found, "script decided 2:5: without tag: [vip]").starts_with("propose.tag(\"vip\""),
            "{found:#?}"
        );
        let failing = "script grants: on_script_error: client_manager → on_script_error: client_desk";
        assert!(of(&found, failing).starts_with("client_manager"));
    }
}

/// The lines under `matches` and `misses` notice a phrase that is left out, in whichever layer they stand.
#[test]
fn the_lines_of_a_cue_notice() {
    let survives = |cues: &str, phrase: &str| {
        let book = crate::support::load(&[
            ("shop.yaml", &format!("rulebook: a\nversion: '1'\nextends: [base.yaml]\n{cues}")),
            ("base.yaml", &format!("{SHOP}{BOOK}")),
        ]);
        let book = book.into_result().unwrap_or_else(|found| panic!("{found}"));
        let cases = "cases: [{ name: blind, given: { text: hello }, expect: {} }]";
        let suite = Suite::load("shop.cases.yaml", cases, &book).into_result().unwrap();
        survivors(&suite.mutate(&Engine::new(&book))).iter().any(|(_, told)| told.contains(phrase))
    };
    assert!(survives("", "any: refund") && survives("", "except: 返金済み"));
    assert!(!survives("cues: { refund: { matches: [I want a refund.] } }", "any: refund"));
    assert!(!survives("cues: { refund: { misses: [返金済みです] } }", "except: 返金済み"));
}
