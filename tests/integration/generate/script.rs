//! Random scripts for a random rulebook: statements made of what its rules may say, with the grants they may need.

use super::book::{Book, Classified, Effect, Rule};
use super::raw::{RawRule, raw_rule};
use super::tree::{Dice, Tree};
use furiwake::{Engine, Rulebook};
use proptest::prelude::*;
use std::fmt::Write as _;

/// What scripts are drawn from.
#[derive(Debug, Clone)]
pub(crate) struct RawScripts {
    classified: Vec<RawRule>,
    decided: Vec<RawRule>,
    grants: Vec<RawRule>,
    seed: u64,
}

pub(crate) fn raw_scripts() -> impl Strategy<Value = RawScripts> {
    let rules = |most| prop::collection::vec(raw_rule(), 0..most);
    (rules(3), rules(6), rules(4), any::<u64>()).prop_map(|(classified, decided, grants, seed)| RawScripts {
        classified,
        decided,
        grants,
        seed,
    })
}

/// The scripts of a rulebook, with their grants.
#[derive(Debug, Clone)]
pub(crate) struct Scripts {
    pub(crate) classified: Vec<String>,
    pub(crate) decided: Vec<String>,
    pub(crate) grants: Vec<Rule>,
    pub(crate) on_error: usize,
}

impl Scripts {
    pub(crate) fn new(book: &Book, raw: &RawScripts) -> Self {
        let mut dice = Dice::new(raw.seed);
        let on_error = book.vendor_tiers + dice.below(book.tiers.len() - book.vendor_tiers);
        let mut scripts = Self { classified: Vec::new(), decided: Vec::new(), grants: Vec::new(), on_error };
        for raw in &raw.classified {
            let classifies = |effect: &Effect| matches!(effect, Effect::Classify(_));
            // Nothing has a label yet, so only what asks for none can be meant.
            let rule = book.unclassified_rule(raw);
            let statement = scripts.statement(book, rule, classifies, &mut dice, false);
            scripts.classified.extend(statement);
        }
        for raw in &raw.decided {
            let proposes = |effect: &Effect| !matches!(effect, Effect::Classify(_) | Effect::Raise(_));
            let rule = book.new_rule(String::new(), raw);
            let statement = scripts.statement(book, rule, proposes, &mut dice, true);
            scripts.decided.extend(statement);
        }
        for raw in &raw.grants {
            let rule = book.unclassified_rule(raw);
            scripts.grant(book, &rule);
        }
        scripts
    }

    /// One statement, and perhaps the grant it needs.
    fn statement(
        &mut self,
        book: &Book,
        rule: Rule,
        keeps: impl Fn(&Effect) -> bool,
        dice: &mut Dice,
        is_decided: bool,
    ) -> Option<String> {
        let effects: Vec<Effect> = rule.effects.iter().filter(|effect| keeps(effect)).cloned().collect();
        let calls: String = effects.iter().map(|effect| call(book, effect)).collect();
        if calls.is_empty() {
            return None;
        }
        let grants = effects.iter().any(|effect| book.is_grant(effect));
        // Any label of an unordered axis restricts.
        let labels = |effect: &Effect| matches!(effect, Effect::Classify(Classified::Unordered(_)));
        let restricts = effects.iter().any(|effect| book.is_restriction(effect) || labels(effect));
        if dice.below(2) == 0 {
            let when = rule.when.clone().filter(|_| is_decided && dice.below(2) == 0);
            self.grant(book, &Rule { when, effects, ..rule.clone() });
        }
        let fact = &book.facts[dice.below(book.facts.len())];
        let judgment = &book.judgments[dice.below(book.judgments.len())].0;
        let tier = &book.tiers[dice.below(book.tiers.len())];
        let when = rule.when.unwrap_or_else(|| "true".to_owned());
        let asked = match dice.below(8) {
            0 if grants && !restricts => format!("if known({}) {{ if {when} {{ {calls}}} }}\n", fact.name),
            1 if grants && !restricts => format!("if known({}) && ({when}) {{ {calls}}}\n", fact.name),
            2 if restricts && !grants => format!("if !known({}) || {when} {{ {calls}}}\n", fact.name),
            3 if grants && !restricts && is_decided => {
                format!(
                    "if !at_least(decision.holder(\"{judgment}\"), \"{tier}\") && ({when}) {{ {calls}}}\n"
                )
            }
            3 if restricts && !grants && is_decided => {
                format!("if at_least(decision.holder(\"{judgment}\"), \"{tier}\") && ({when}) {{ {calls}}}\n")
            }
            4 if restricts && !grants && is_decided => {
                format!("if at_least(decision.route, \"{tier}\") {{ if {when} {{ {calls}}} }}\n")
            }
            5 if restricts && !grants && is_decided => {
                format!("if decision.raised(\"{judgment}\") && ({when}) {{ {calls}}}\n")
            }
            _ => format!("if {when} {{ {calls}}}\n"),
        };
        Some(asked)
    }

    fn grant(&mut self, book: &Book, rule: &Rule) {
        let plain = |effect: &Effect| match effect {
            Effect::Settle { judgment, ruling, .. } => {
                Effect::Settle { judgment: *judgment, ruling, given: None }
            }
            effect => effect.clone(),
        };
        let effects: Vec<Effect> =
            rule.effects.iter().filter(|effect| book.needs_grant(effect)).map(plain).collect();
        if !effects.is_empty() {
            self.grants.push(Rule { effective: None, effects, ..rule.clone() });
        }
    }

    /// The keys of a rulebook, or of a script file, that state them.
    pub(crate) fn yaml(&self, book: &Book) -> String {
        let mut yaml = String::new();
        let mut write = |stage: &str, statements: &[String]| {
            if !statements.is_empty() {
                let text = serde_json::to_string(&statements.concat()).unwrap();
                let head = if yaml.is_empty() { "scripts:\n" } else { "" };
                writeln!(yaml, "{head}  {stage}: {text}").unwrap();
            }
        };
        write("classified", &self.classified);
        write("decided", &self.decided);
        if yaml.is_empty() {
            return yaml;
        }
        if !self.grants.is_empty() {
            let grants = self.grants.iter().map(|grant| book.grant_tree(grant));
            yaml.push_str(&Tree::map([("grants", Tree::set(grants))]).yaml());
        }
        format!("{yaml}\non_script_error: {}\n", book.tiers[self.on_error])
    }

    /// The rulebook with these scripts.
    pub(crate) fn text(&self, book: &Book) -> String {
        format!("{}\n{}", book.tree().yaml(), self.yaml(book))
    }

    /// The same, loaded.
    pub(crate) fn engine(&self, book: &Book) -> Engine {
        let text = self.text(book);
        match Rulebook::load("generated.yaml", &text).into_result() {
            Ok(rulebook) => Engine::new(&rulebook),
            Err(findings) => panic!("{findings}\n{text}"),
        }
    }

    /// The same scripts without any grant.
    pub(crate) fn without_grants(&self) -> Self {
        Self { grants: Vec::new(), ..self.clone() }
    }
}

fn call(book: &Book, effect: &Effect) -> String {
    let judgment = |at: usize| &book.judgments[at].0;
    let text = match effect {
        Effect::Classify(Classified::Ordered { axis, label }) => {
            let (name, labels) = book.axis(*axis);
            format!("classify(\"{name}\", \"{}\"", labels[*label])
        }
        Effect::Classify(Classified::Unordered(label)) => {
            let (name, labels) = book.topic();
            format!("classify(\"{name}\", \"{}\"", labels[*label])
        }
        Effect::Raise(_) => return String::new(),
        Effect::Retain { judgment: at, act, tier } => {
            let tier = &book.tiers[tier.unwrap_or(book.vendor_tiers)];
            format!("retain(\"{}\", \"{}\", \"{tier}\"", judgment(*at), act.as_str())
        }
        Effect::Delegate { judgment: at, act, tier } => {
            format!("delegate(\"{}\", \"{}\", \"{}\"", judgment(*at), act.as_str(), book.tiers[*tier])
        }
        Effect::Settle { judgment: at, ruling, .. } => format!("settle(\"{}\", \"{ruling}\"", judgment(*at)),
        Effect::Escalate { to, urgency, within } => {
            let mut text = format!("escalate(\"{}\"", book.tiers[to.unwrap_or(0)]);
            if urgency.is_some() || within.is_some() {
                write!(text, ", \"{}\"", urgency.unwrap_or("normal")).unwrap();
            }
            // Scripts know limits of elapsed time only.
            if let Some(within) = within.filter(|within| !within.contains("business")) {
                write!(text, ", \"{within}\"").unwrap();
            }
            text
        }
        Effect::Refer(desk) => format!("refer(\"{}\"", book.desk(*desk)),
        Effect::Notify(name) => format!("notify(\"{name}\""),
        Effect::Require(fact) => format!("require(\"{}\"", book.facts[*fact].name),
        Effect::Instruct(number) => format!("instruct(\"指示{number}\", \"heed {number}\""),
        Effect::Tag(number) => format!("tag(\"tag_{number}\""),
    };
    format!("propose.{text}, \"why\"); ")
}
