//! Files of cases: what they may say, and what running them shows.

#[cfg(feature = "cli")]
mod command;
mod coverage;
mod coverage_reports;
mod excused;
mod expect;
mod given;
mod guide;
mod mutation;
mod overlooked;
mod own_layer;
mod past;
mod run;
mod schema;
mod tables;
mod within;

use crate::support::SHOP;
use furiwake::cases::{Case, Suite};
use furiwake::{Engine, Rulebook};

/// A rulebook with something of everything that can be expected.
const BOOK: &str = r#"
facts:
  order.amount: { type: integer, min: 0, ask: { ja: ご注文金額は, en: How much? } }
  order.delivered_at: { type: date }
  customer.phone: { type: text, sensitivity: personal }
  customer.note: { type: text }
cues: { refund: { any: [返金] }, upset: { any: [がっかり] }, late: { any: [遅い] }, smoke: { any: [煙] } }
desks: { logistics: { party: client }, technical: { party: vendor } }
axes:
  nature: { labels: [question, complaint], default: question }
  topic: { labels: [delivery, returns], many: true }
judgments: { refund: , compensation: }
rules:
  - { id: complaint, when: cue.upset, classify: { nature: complaint } }
  - { id: late, when: cue.late, classify: { topic: delivery }, refer: [logistics], notify: [client, technical], tag: [late], require: [customer.phone] }
  - { id: danger, when: cue.smoke, escalate: { to: client_manager, urgency: critical, within: 30m } }
  - { id: refund.asked, when: cue.refund, raise: [refund] }
  - { id: refund.tiny, when: order.amount <= 100, settle: { refund: approve } }
  - { id: refund.small, when: nature == "question" && order.amount <= 3000, delegate: { refund: supervisor } }
  - { id: refund.kept, when: nature == "complaint", retain: [refund] }
invariants:
  - { id: complaints-stay, never: 'nature == "complaint" && !at_least(holder(refund), "client_desk")' }
"#;

fn book() -> Rulebook {
    Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}"))
        .into_result()
        .unwrap_or_else(|found| panic!("{found}"))
}

/// A file that has to load.
fn suite(text: &str) -> Suite {
    let loaded = Suite::load("shop.cases.yaml", text, &book());
    loaded.into_result().unwrap_or_else(|findings| panic!("{findings}\n{text}"))
}

/// The findings of a file, each on one line.
fn findings(text: &str) -> Vec<String> {
    let loaded = Suite::load("shop.cases.yaml", text, &book());
    loaded.findings().iter().map(ToString::to_string).collect()
}

/// What of one case is not as it expects.
fn unmet(case: &Case) -> Vec<String> {
    let decision = Engine::new(&book()).decide(case.inquiry());
    case.check(&decision).iter().map(ToString::to_string).collect()
}
