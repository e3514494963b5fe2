//! What is decided again beside what a fresh engine decides, and where nothing is decided again, that nothing is another.

use super::make::mutants;
use super::mutant::Made;
use super::run::{Bench, Fate};
use crate::cases::case::Case;
use crate::cases::suite::Suite;
use crate::decision::Decision;
use crate::engine::Engine;
use crate::rulebook::Rulebook;
use serde_json::Value;

/// Something of everything that mutants change.
const BOOK: &str = r#"
rulebook: mutable
version: "1"
format: 1
timezone: Asia/Tokyo
tiers: { vendor: [first_line, supervisor], client: [client_desk, client_manager] }
desks: { logistics: { party: client } }
facts:
  order.amount: { type: integer, min: 0, ask: { ja: ご注文金額は, en: How much? } }
  order.delivered_at: { type: date }
  asked_at: { type: timestamp }
  channel: { type: choice, of: [phone, email, sns], default: email }
  plan: { type: choice, of: [free, paid, gold] }
  vip: { type: bool, ask: { ja: 会員ですか, en: Member? } }
params: { limit: { type: integer, value: 3000 } }
calendars:
  support:
    hours: { mon-fri: ["09:00-12:00", "13:00-17:30"], sun: ["22:00-02:00"] }
    holidays: [2026-06-02]
    exceptions: { 2026-06-03: ["10:00-11:00"], 2026-06-06: ["10:00-11:00"] }
derive:
  days: days_since(order.delivered_at)
  waiting: business_hours_since(asked_at, support)
  paid: plan or "free"
cues:
  refund: { any: [返金, refund], except: [返金済み, refund policy], matches: [返金してください], misses: [返金済みです] }
  upset: { any: [がっかり, unacceptable] }
  smoke: { any: [煙, smoke], unless_followed_by: [検知器, " detector"] }
  again: { any: [また, again] }
  third: { any: [三度目, a third time] }
let:
  in_window: days <= 7 && channel != "sns"
  wanted: cue.refund || cue.third
scores:
  anger: { parts: [{ when: cue.upset, points: 2 }, { when: cue.again, points: 1 }], bands: { high: 3 } }
  weight: { parts: [{ when: order.amount > 99 && !wanted, points: 1.5 }, { when: 'plan in ["paid", "gold"]', points: -1 }] }
axes:
  nature: { labels: [question, request, complaint], default: question }
  handling: { labels: [routine, normal, exception], default: normal }
  topic: { labels: [delivery, payment], many: true }
judgments: { refund: , compensation: { decide: client_manager } }
rules:
  - { id: complaint, when: cue.upset || score.anger >= 3, classify: { nature: complaint } }
  - { id: request, when: cue.refund, classify: { nature: request, topic: payment } }
  - { id: handling.routine, when: 'channel in ["phone", "email"] && vip && nature == "question"', classify: { handling: routine } }
  - { id: handling.exception, when: 'nature == "complaint"', classify: { handling: exception } }
  - { id: exception.kept, when: 'handling == "exception"', retain: [refund] }
  - { id: refund.asked, when: cue.refund, raise: [refund] }
  - { id: refund.compensation, when: cue.refund && cue.upset, raise: [compensation], retain: { compensation: client_manager } }
  - { id: refund.small, when: order.amount <= param.limit, delegate: { refund: supervisor } }
  - { id: refund.tiny, effective: { from: 2026-01-01, until: 2026-12-31 }, when: order.amount < 100, settle: { refund: approve } }
  - { id: refund.late, when: cue.again && known(order.delivered_at), settle: { refund: { approve: in_window, otherwise: deny } } }
  - { id: danger, when: cue.smoke, escalate: { to: client_manager, urgency: critical, within: 30m }, refer: [logistics], require: [order.amount] }
  - { id: gold, when: 'paid == "gold" || !(vip || channel == "sns")', escalate: { urgency: high, within: 4h }, tag: [gold] }
  - { id: waits, when: waiting >= 3, escalate: { to: supervisor, within: 4 business hours }, delegate: { compensation: client_desk } }
  - { id: heavy, when: score.weight >= 0.5, escalate: { to: client_desk }, tag: [heavy] }
  - { id: weighed, when: known(score.weight), delegate: { compensation: supervisor } }
invariants:
  - { id: complaints-stay, never: 'nature == "complaint" && !at_least(holder(refund), "client_desk")' }
"#;

const CASES: &str = r#"
cases:
  - { name: small, given: { text: 返金してください。, facts: { order.amount: 3000, vip: false } }, expect: { route: supervisor, holders: { refund: supervisor } } }
  - { name: large, given: { text: 返金してください。, facts: { order.amount: 3001 } }, expect: { route: client_desk } }
  - { name: none known, given: { text: I want a refund. }, expect: { asks: [asked_at, order.amount, vip] } }
  - { name: upset, given: { text: がっかりです。返金してください。, facts: { order.amount: 10 }, at: "2026-06-01T10:00:00+09:00" }, expect: { labels: { nature: complaint, handling: exception }, that: cue.upset } }
  - { name: smoke, given: { text: 煙が出ました, facts: { vip: true }, at: "2026-06-01T10:00:00+09:00" }, expect: { due: "2026-06-01T10:30:00+09:00", desks: [logistics] } }
  - { name: window, given: { text: また返金, at: "2026-06-08T10:00:00+09:00", facts: { order.amount: 99, order.delivered_at: 2026-06-01, channel: phone } }, expect: { rulings: { refund: approve } } }
  - { name: late, given: { text: また返金, at: "2026-06-09T10:00:00+09:00", facts: { order.amount: 100, order.delivered_at: 2026-06-01, plan: gold } }, expect: { rulings: { refund: deny }, tags: [gold] } }
  - { name: waited, given: { text: 返金, at: "2026-06-04T12:00:00+09:00", facts: { order.amount: 1, asked_at: "2026-06-01T16:30:00+09:00", vip: false } }, expect: { fires: [waits], due: "2026-06-04T16:00:00+09:00" } }
  - { name: closed, given: { text: 返金, at: "2026-06-02T10:00:00+09:00", facts: { order.amount: 1, asked_at: "2026-06-01T12:30:00+09:00", vip: false, channel: sns } }, expect: { due: "2026-06-04T12:00:00+09:00" } }
  - { name: out of range, given: { messages: [{ from: nobody, text: 返金 }, { from: customer, text: refund }], facts: { order.amount: -1, order.delivered_at: never, undeclared: 1, vip: yes please } }, expect: { notices: [fact_out_of_range, fact_ill_typed, fact_undeclared] } }
  - { name: nothing, given: { facts: { vip: true, plan: paid } }, expect: {} }
  - { name: silence, given: { text: hello, at: "2026-06-08T10:00:00+09:00", facts: { vip: true, order.amount: 0, asked_at: "2026-06-08T10:00:00+09:00" } }, expect: { labels: { handling: routine }, next: answer } }
"#;

fn load(text: &str) -> Rulebook {
    Rulebook::load("mutable.yaml", text).into_result().unwrap_or_else(|found| panic!("{found}"))
}

fn suite(book: &Rulebook, cases: &str) -> Suite {
    Suite::load("mutable.cases.yaml", cases, book).into_result().unwrap_or_else(|found| panic!("{found}"))
}

/// The decision without the reasons: what was read shows there even where nothing comes of it.
fn without_reasons(decision: &Decision) -> Value {
    let mut json: Value = serde_json::from_str(&decision.to_json()).unwrap();
    let whole = json.as_object_mut().unwrap();
    whole.remove("reasons");
    whole.remove("overridden");
    for judgment in whole["judgments"].as_object_mut().unwrap().values_mut() {
        judgment.as_object_mut().unwrap().remove("rules");
    }
    json
}

/// Holds every `step`th mutant against a fresh engine, from the `first` on.
fn agree(book: &Rulebook, suites: &[Suite], first: usize, step: usize) {
    let engine = Engine::new(book);
    for suite in suites {
        let results = suite.run(&engine);
        assert_eq!(results.failed(), 0, "{results}");
    }
    let mut bench = Bench::new(&engine, suites.iter().flat_map(Suite::cases));
    let cases: Vec<&Case> = bench.cases().to_vec();
    let decided: Vec<Value> =
        cases.iter().map(|case| without_reasons(&engine.decide(case.inquiry()))).collect();
    for made in mutants(book.model()).iter_mut().skip(first).step_by(step) {
        let fate = bench.fate(made);
        let redecided = bench.redecided(made);
        let mut variant = book.clone();
        made.part.swap(variant.model_mut());
        let fresh = Engine::new(&variant);
        let mut notices = false;
        for ((case, redecided), decided) in cases.iter().zip(redecided).zip(&decided) {
            let decision = fresh.decide(case.inquiry());
            let situation = fresh.situation(case.inquiry());
            notices |= super::run::notices(case, &decision, &situation);
            let what = format!("{} ({}), {}", made.mutant, case.name(), fresh.rulebook().id());
            if let Fate::Equivalent(why) = fate {
                assert_eq!(*decided, without_reasons(&decision), "{what}: {}", why.text());
            }
            match redecided {
                Some(again) => assert_eq!(again, decision.to_json(), "{what}"),
                None => assert_eq!(*decided, without_reasons(&decision), "{what}"),
            }
        }
        made.part.swap(variant.model_mut());
        assert_eq!(&variant.model(), &book.model());
        let noticed = fate == Fate::Killed;
        // The lines of a cue notice too.
        assert!(noticed == notices || noticed && is_of_a_cue(made), "{}: {fate:?}", made.mutant);
    }
}

fn is_of_a_cue(made: &Made) -> bool {
    matches!(made.reach, super::mutant::Reach::Cue(..))
}

#[test]
fn deciding_again_is_deciding_by_a_fresh_engine() {
    let book = load(BOOK);
    agree(&book, &[suite(&book, CASES)], 0, 1);
}

#[test]
fn rulebooks_that_ship_agree_on_a_sample() {
    for (name, step) in [("shop", 197), ("it-support", 151)] {
        let suite = Suite::builtin(name).unwrap();
        agree(suite.rulebook(), std::slice::from_ref(&suite), 5, step);
    }
}

#[cfg(feature = "script")]
#[test]
fn scripts_are_run_again_for_every_mutant() {
    let scripts = r#"
scripts:
  classified: |
    if cue.third { propose.classify("nature", "complaint", "said a third time"); }
  decided: |
    if known(order.amount) && order.amount <= 200 { propose.delegate("refund", "first_line", "small"); }
    if decision.raised("compensation") { propose.escalate("client_desk", "compensation"); }
grants:
  - { delegate: { refund: first_line }, when: order.amount <= 150 }
on_script_error: client_manager
"#;
    let book = load(&format!("{BOOK}{scripts}"));
    let more = r#"  - { name: by script, given: { text: 返金, facts: { order.amount: 150 } }, expect: { holders: { refund: first_line } } }
  - { name: not by script, given: { text: 三度目の返金, facts: { order.amount: 151 } }, expect: { labels: { nature: complaint } } }
"#;
    agree(&book, &[suite(&book, &format!("{CASES}{more}"))], 0, 1);
}

#[test]
fn no_two_mutants_have_one_name() {
    let books = ["core", "shop", "it-support"].map(|name| Rulebook::builtin(name).unwrap());
    for book in books.iter().chain([&load(BOOK)]) {
        let all = mutants(book.model());
        let names: std::collections::BTreeSet<String> = all.iter().map(|made| made.mutant.change()).collect();
        assert_eq!(names.len(), all.len(), "{}", book.id());
    }
}
