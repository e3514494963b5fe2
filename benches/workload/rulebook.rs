//! The same rules as a rulebook, as its author would write it.

use super::draw::{COUNTS, DIRECTIONS, LANGUAGES, RANKS, STATES, Workload, value};
use super::record::{CHOICES, FLAGS, NUMBERS};
use super::rule::{Outcome, Rule, Term};
use furiwake::{Decision, Truth};
use std::fmt::Write;

/// Whether the client has a script of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    None,
    /// A campaign and a habit: four facts, one question to the decision, three proposals of which one is a grant.
    Typical,
}

const HEAD: &str = "\
rulebook: bench
version: '1'
format: 1
timezone: Asia/Tokyo
no_text: empty
tiers: { vendor: [first_line, second_line, supervisor], client: [client_desk, client_manager] }
desks: { logistics: { party: client }, technical: { party: vendor }, billing: { party: client }, legal: { party: client } }
axes:
  nature: { labels: [question, complaint], default: question }
  topic: { labels: [topic_0, topic_1, topic_2, topic_3, topic_4, topic_5, topic_6, topic_7], many: true }
judgments:
  judgment_0: { title: { ja: 返金の可否, en: refund } }
  judgment_1: { title: { ja: 補償の可否, en: compensation } }
  judgment_2: { title: { ja: 値引き, en: discount } }
  judgment_3: { title: { ja: 交換の可否, en: replacement } }
  judgment_4: { title: { ja: 契約の解除, en: cancellation } }
  judgment_5: { title: { ja: 最終回答, en: final answer } }
";

const SCRIPT: &str = "\
scripts:
  decided: |
    if known(order_amount) && order_amount <= 2000 && known(channel) && channel == \"sns\" && decision.raised(\"judgment_0\") {
        propose.delegate(\"judgment_0\", \"first_line\", \"small amounts during the campaign\");
    }
    if !known(days_since_purchase) || days_since_purchase > 365 {
        propose.retain(\"judgment_1\", \"old orders are the client's\");
    }
    if known(customer_rank) && customer_rank == \"gold\" { propose.tag(\"gold\", \"counted once a month\"); }
grants:
  - { delegate: { judgment_0: first_line }, when: order_amount <= 3000 }
";

impl Workload {
    /// The rulebook, with one cue for each phrase.
    pub(crate) fn yaml(&self, script: Script) -> String {
        let mut yaml = self.without_rules();
        yaml.push_str("rules:\n");
        for rule in &self.rules {
            let when: Vec<String> = rule.terms().map(condition).collect();
            let because = match rule.id % 4 {
                0 => ", because: { ja: 契約書の定めによる, en: by the contract }",
                _ => "",
            };
            let effect = effect(rule.outcome);
            let line =
                format!("  - {{ id: {}, when: '{}', {effect}{because} }}\n", rule.name(), when.join(" && "));
            yaml.push_str(&line);
        }
        if script == Script::Typical {
            yaml.push_str(SCRIPT);
        }
        yaml
    }

    /// The rulebook with everything but its rules: what it takes to read an inquiry and to find its cues.
    pub(crate) fn without_rules(&self) -> String {
        let mut yaml = HEAD.to_owned();
        yaml.push_str("facts:\n");
        for (field, name) in CHOICES.iter().enumerate() {
            let values = match field.checked_sub(COUNTS.len()) {
                None => (0..COUNTS[field]).map(|rank| value(field, rank)).collect::<Vec<_>>().join(", "),
                Some(0) => DIRECTIONS.join(", "),
                Some(1) => LANGUAGES.join(", "),
                Some(2) => RANKS.join(", "),
                Some(_) => STATES.join(", "),
            };
            writeln!(yaml, "  {name}: {{ type: choice, of: [{values}] }}").expect("memory");
        }
        for name in NUMBERS {
            let ask = format!("ask: {{ ja: {name} を教えてください, en: What is the {name}? }}");
            writeln!(yaml, "  {name}: {{ type: integer, min: 0, max: 1000000, {ask} }}").expect("memory");
        }
        for name in FLAGS {
            writeln!(yaml, "  {name}: {{ type: bool }}").expect("memory");
        }
        yaml.push_str("  sentiment: { type: decimal, min: -1, max: 1 }\n");
        if !self.phrases.is_empty() {
            yaml.push_str("cues:\n");
        }
        for (cue, phrase) in self.phrases.iter().enumerate() {
            writeln!(yaml, "  cue_{cue:04}: {{ any: [{phrase}] }}").expect("memory");
        }
        yaml
    }
}

fn condition(term: Term<'_>) -> String {
    match term {
        Term::Equal(name, value) => format!("{name} == \"{value}\""),
        Term::AtLeast(name, least) => format!("{name} >= {least}"),
        Term::AtMost(name, most) => format!("{name} <= {most}"),
        Term::Phrases([cue]) => format!("cue.cue_{cue:04}"),
        Term::Phrases(cues) => {
            let cues: Vec<String> = cues.iter().map(|cue| format!("cue.cue_{cue:04}")).collect();
            format!("({})", cues.join(" || "))
        }
    }
}

fn effect(outcome: Outcome) -> String {
    let desks = ["logistics", "technical", "billing", "legal"];
    match outcome {
        Outcome::Tag(tag) => format!("tag: [tag_{tag:02}]"),
        Outcome::Topic(topic) => format!("classify: {{ topic: topic_{topic} }}"),
        Outcome::Complaint => "classify: { nature: complaint }".to_owned(),
        Outcome::Raise(judgment) => format!("raise: [judgment_{judgment}]"),
        Outcome::Refer(desk) => format!("refer: [{}]", desks[desk % desks.len()]),
        Outcome::Escalate(0) => "escalate: second_line".to_owned(),
        Outcome::Escalate(1) => "escalate: { to: supervisor, urgency: high, within: 4h }".to_owned(),
        Outcome::Escalate(2) => "escalate: { to: client_desk, within: 2d }".to_owned(),
        Outcome::Escalate(_) => "escalate: { to: client_manager, urgency: critical, within: 30m }".to_owned(),
        Outcome::Retain(judgment) => format!("retain: [judgment_{judgment}]"),
        Outcome::Delegate(judgment) => format!("delegate: {{ judgment_{judgment}: supervisor }}"),
        Outcome::Require(0) => "require: [order_amount]".to_owned(),
        Outcome::Require(_) => "require: [order_status]".to_owned(),
        Outcome::Instruct(text) => {
            format!("instruct: [{{ ja: 手順書の第{text}章に従う, en: Follow chapter {text} of the manual }}]")
        }
    }
}

/// The rules that a decision says are true, and those that may be and count for that, each in ascending order.
pub(crate) fn fired(decision: &Decision) -> (Vec<usize>, Vec<usize>) {
    let reasons = decision.reasons().map(|reason| (reason.rule(), reason.truth()));
    let beaten = decision.overridden().map(|grant| (grant.rule(), Truth::True));
    let (mut certain, mut possible) = (Vec::new(), Vec::new());
    for (rule, truth) in reasons.chain(beaten) {
        if let Some(position) = Rule::position(rule) {
            if truth == Truth::True { certain.push(position) } else { possible.push(position) }
        }
    }
    for list in [&mut certain, &mut possible] {
        list.sort_unstable();
        list.dedup();
    }
    (certain, possible)
}
