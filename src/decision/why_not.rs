//! Why a rule applies or does not: its condition as a tree, down to the values read.

use super::evidence::{Collector, Evidence, Item};
use super::words::{Words, on_one_line};
use crate::condition::{Condition, Situation, Truth};
use crate::effect::Rule;
use crate::id::LetId;
use crate::inquiry::Inquiry;
use crate::localised::Language;
use crate::rulebook::{Model, Rulebook};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A rule's condition as a tree for one inquiry: every part with its truth, every leaf with the value read.
///
/// [`Serialize`] writes `{"rule": .., "truth": .., "tree": {..}}`, where a node is
/// `{"truth": .., "all": [..]}`, `{"truth": .., "any": [..]}`, `{"truth": .., "not": {..}}`,
/// `{"truth": .., "let": name, "is": {..}}` (`is` only where the name is first used) or a leaf `{"truth": .., "condition": text, "read": [evidence]}`.
#[derive(Debug, Clone)]
pub struct WhyNot {
    rulebook: Rulebook,
    rule: Box<str>,
    tree: Node,
}

#[derive(Debug, Clone)]
struct Node {
    truth: Truth,
    part: Part,
}

#[derive(Debug, Clone)]
enum Part {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// A named condition; what it says stands where it is first used.
    Let(Box<str>, Option<Box<Node>>),
    Leaf {
        condition: Box<str>,
        read: Vec<Item>,
    },
}

impl WhyNot {
    pub(crate) fn new(rulebook: &Rulebook, inquiry: &Inquiry, situation: &Situation, rule: &Rule) -> Self {
        Self::of(rulebook, inquiry, situation, &rule.id, &rule.when)
    }

    /// The same for a condition that is called `name`.
    pub(crate) fn of(
        rulebook: &Rulebook,
        inquiry: &Inquiry,
        situation: &Situation,
        name: &str,
        condition: &Condition,
    ) -> Self {
        let mut reading = Reading { model: rulebook.model(), inquiry, situation, seen: BTreeSet::new() };
        let tree = reading.node(condition);
        Self { rulebook: rulebook.clone(), rule: name.into(), tree }
    }

    /// The rule; `that` where it is a condition of a [case](crate::cases).
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Whether its condition holds.
    pub const fn truth(&self) -> Truth {
        self.tree.truth
    }

    /// The leaves of the tree from left to right: the text of the condition, its truth, and what was read.
    pub fn leaves(&self) -> Vec<(&str, Truth, Vec<Evidence<'_>>)> {
        let mut leaves = Vec::new();
        self.tree.leaves(self.rulebook.model(), &mut leaves);
        leaves
    }

    /// The tree as indented text.
    pub fn text(&self, language: Language) -> String {
        let words = Words::of(language);
        let mut text = format!("{}: {}\n", self.rule, words.truth(self.tree.truth));
        self.tree.write(self.rulebook.model(), &words, 1, &mut text);
        text
    }

    /// The tree as one line of JSON.
    pub fn to_json(&self) -> String {
        // Serialising to a string fails only for maps whose keys are no strings, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Reads a condition into a tree.
struct Reading<'a> {
    model: &'a Model,
    inquiry: &'a Inquiry,
    situation: &'a Situation,
    /// Named conditions read already: written out again at every use, a few could fill the memory.
    seen: BTreeSet<LetId>,
}

impl Reading<'_> {
    fn node(&mut self, condition: &Condition) -> Node {
        let model = self.model;
        let truth = condition.evaluate(self.situation, &model.lets);
        let part = match condition {
            Condition::Not(inner) => Part::Not(Box::new(self.node(inner))),
            Condition::All(parts) => Part::All(parts.iter().map(|part| self.node(part)).collect()),
            Condition::Any(parts) => Part::Any(parts.iter().map(|part| self.node(part)).collect()),
            Condition::Let(id) => match model.lets.get(id.index()) {
                Some(named) if self.seen.insert(*id) => {
                    Part::Let(named.id.clone(), Some(Box::new(self.node(&named.condition))))
                }
                Some(named) => Part::Let(named.id.clone(), None),
                None => Part::All(Vec::new()),
            },
            Condition::Constant(_) | Condition::Leaf(_) => {
                let mut collector = Collector::new(model, self.inquiry, self.situation);
                collector.condition(condition);
                Part::Leaf { condition: condition.display(model).to_string().into(), read: collector.items }
            }
        };
        Node { truth, part }
    }
}

impl Node {
    fn leaves<'a>(&'a self, model: &'a Model, leaves: &mut Vec<(&'a str, Truth, Vec<Evidence<'a>>)>) {
        match &self.part {
            Part::All(parts) | Part::Any(parts) => parts.iter().for_each(|part| part.leaves(model, leaves)),
            Part::Not(inner) => inner.leaves(model, leaves),
            Part::Let(_, inner) => {
                if let Some(inner) = inner {
                    inner.leaves(model, leaves);
                }
            }
            Part::Leaf { condition, read } => {
                leaves.push((condition, self.truth, read.iter().map(|item| item.view(model)).collect()));
            }
        }
    }

    fn write(&self, model: &Model, words: &Words, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        let truth = words.truth(self.truth);
        // Writing to a string cannot fail.
        let _ = match &self.part {
            Part::All(_) => writeln!(text, "{indent}{}: {truth}", words.all),
            Part::Any(_) => writeln!(text, "{indent}{}: {truth}", words.any),
            Part::Not(_) => writeln!(text, "{indent}{}: {truth}", words.not),
            Part::Let(name, _) => writeln!(text, "{indent}{name}: {truth}"),
            Part::Leaf { condition, read } => {
                let read: Vec<String> = read.iter().map(|item| words.evidence(&item.view(model))).collect();
                let separator = if read.is_empty() { "" } else { " ← " };
                writeln!(
                    text,
                    "{indent}{condition}: {truth}{separator}{}",
                    on_one_line(&read.join(words.comma))
                )
            }
        };
        match &self.part {
            Part::All(parts) | Part::Any(parts) => {
                parts.iter().for_each(|part| part.write(model, words, depth + 1, text));
            }
            Part::Not(inner) | Part::Let(_, Some(inner)) => inner.write(model, words, depth + 1, text),
            Part::Let(_, None) | Part::Leaf { .. } => {}
        }
    }

    fn wire<'a>(&'a self, model: &'a Model) -> Wire<'a> {
        let part = match &self.part {
            Part::All(all) => PartWire::All { all: all.iter().map(|part| part.wire(model)).collect() },
            Part::Any(any) => PartWire::Any { any: any.iter().map(|part| part.wire(model)).collect() },
            Part::Not(inner) => PartWire::Not { not: Box::new(inner.wire(model)) },
            Part::Let(name, inner) => {
                PartWire::Let { r#let: name, is: inner.as_ref().map(|inner| Box::new(inner.wire(model))) }
            }
            Part::Leaf { condition, read } => {
                PartWire::Leaf { condition, read: read.iter().map(|item| item.view(model)).collect() }
            }
        };
        Wire { truth: self.truth, part }
    }
}

impl Serialize for WhyNot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tree = self.tree.wire(self.rulebook.model());
        Whole { rule: &self.rule, truth: self.tree.truth, tree }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    rule: &'a str,
    truth: Truth,
    tree: Wire<'a>,
}

#[derive(Serialize)]
struct Wire<'a> {
    truth: Truth,
    #[serde(flatten)]
    part: PartWire<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PartWire<'a> {
    All {
        all: Vec<Wire<'a>>,
    },
    Any {
        any: Vec<Wire<'a>>,
    },
    Not {
        not: Box<Wire<'a>>,
    },
    Let {
        r#let: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        is: Option<Box<Wire<'a>>>,
    },
    Leaf {
        condition: &'a str,
        read: Vec<Evidence<'a>>,
    },
}
