//! What the names of one rulebook stand for in its conditions, and which names it may give.

use super::token::is_name;
use crate::classify::{Axis, Band};
use crate::diagnostic::closest;
use crate::id::{AxisId, CueId, LetId, ScoreId, ValueId};
use crate::inquiry::FactType;
use crate::rulebook::Model;
use std::collections::{BTreeMap, HashMap};

/// The names conditions may use. The loader fills it in before it checks any condition.
#[derive(Debug, Clone)]
pub(crate) struct Names<'a> {
    /// Declared facts, derived values and parameters (these with `param.`), with the types of what they hold.
    pub(crate) values: BTreeMap<Box<str>, (ValueId, FactType)>,
    pub(crate) lets: BTreeMap<Box<str>, LetId>,
    /// Without `cue.`. There may be thousands, and rules read little else, so these are looked up by hash.
    pub(crate) cues: HashMap<&'a str, CueId>,
    /// Without `score.`, with their bands from the lowest to the highest.
    pub(crate) scores: BTreeMap<Box<str>, (ScoreId, Vec<Band>)>,
    /// In the order of their indices.
    pub(crate) axes: &'a [Axis],
}

/// What one name stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Named<'a> {
    Value(ValueId, &'a FactType),
    Let(LetId),
    Cue(CueId),
    Score(ScoreId, &'a [Band]),
    Axis(AxisId, &'a Axis),
}

impl<'a> Names<'a> {
    /// The names of a rulebook that is resolved.
    pub(crate) fn of(model: &'a Model) -> Self {
        let facts = model.facts.iter().enumerate();
        let facts = facts.map(|(at, fact)| (fact.id.clone(), (ValueId::fact(at), fact.kind.clone())));
        let derived = model.derived.iter().zip(model.derived_types.iter()).enumerate();
        let derived =
            derived.map(|(at, (derived, kind))| (derived.id.clone(), (ValueId::derived(at), kind.clone())));
        let scores = model.scores.iter().enumerate();
        Self {
            values: facts.chain(derived).collect(),
            lets: numbered(model.lets.iter().map(|named| &named.id), LetId::at),
            cues: model.cues.iter().enumerate().map(|(at, cue)| (&*cue.name, CueId::at(at))).collect(),
            scores: scores
                .map(|(at, score)| (score.id.clone(), (ScoreId::at(at), score.bands.clone())))
                .collect(),
            axes: &model.axes,
        }
    }
}

fn numbered<'m, T>(
    names: impl Iterator<Item = &'m Box<str>>,
    id: impl Fn(usize) -> T,
) -> BTreeMap<Box<str>, T> {
    names.enumerate().map(|(at, name)| (name.clone(), id(at))).collect()
}

impl Names<'_> {
    /// Whether `name` stands for something, `cue.`, `score.` and `param.` included.
    pub(crate) fn stands_for(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// What stands before the first dot of every name that conditions read bare, with repeats.
    pub(crate) fn first_segments(&self) -> impl Iterator<Item = &str> {
        let names = self.values.keys().chain(self.lets.keys()).map(|name| &**name);
        let axes = self.axes.iter().map(|axis| &*axis.id);
        names.chain(axes).map(|name| name.split_once('.').map_or(name, |(first, _)| first))
    }

    /// What `name` stands for, `cue.`, `score.` and `param.` included.
    pub(super) fn get(&self, name: &str) -> Option<Named<'_>> {
        if let Some(cue) = name.strip_prefix("cue.") {
            return self.cues.get(cue).copied().map(Named::Cue);
        }
        if let Some(score) = name.strip_prefix("score.") {
            return self.scores.get(score).map(|(score, bands)| Named::Score(*score, bands));
        }
        if let Some((value, kind)) = self.values.get(name) {
            return Some(Named::Value(*value, kind));
        }
        if let Some(named) = self.lets.get(name) {
            return Some(Named::Let(*named));
        }
        let at = self.axes.iter().position(|axis| &*axis.id == name)?;
        self.axes.get(at).map(|axis| Named::Axis(AxisId::at(at), axis))
    }

    /// Whether `name` stands for something, `cue.` and `score.` included.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// What to say about a name that stands for nothing.
    pub(super) fn advice(&self, name: &str) -> Option<String> {
        let within = |prefix: &str, names: Vec<&str>| {
            let rest = name.strip_prefix(prefix)?;
            Some(closest(rest, names).map(|near| format!("did you mean `{prefix}{near}`?")))
        };
        let mut cues: Vec<&str> = self.cues.keys().copied().collect();
        cues.sort_unstable();
        if let Some(advice) = within("cue.", cues) {
            return advice;
        }
        if let Some(advice) = within("score.", self.scores.keys().map(|score| &**score).collect()) {
            return advice;
        }
        let params = self.values.keys().filter_map(|value| value.strip_prefix("param."));
        if let Some(advice) = within("param.", params.collect()) {
            return advice;
        }
        if self.cues.contains_key(name) {
            return Some(format!("write `cue.{name}`"));
        }
        if self.scores.contains_key(name) {
            return Some(format!("write `score.{name}`"));
        }
        if self.values.contains_key(&*format!("param.{name}")) {
            return Some(format!("write `param.{name}`"));
        }
        let shared = self.values.keys().chain(self.lets.keys()).chain(self.axes.iter().map(|axis| &axis.id));
        closest(name, shared.map(|name| &**name)).map(|near| format!("did you mean `{near}`?"))
    }
}

/// Why a fact, derived value, named condition, axis, cue or score may not have this name, if it may not. Conditions are to
/// be told apart from everything else at a glance, and to work unchanged in a script.
pub(crate) fn name_fault(name: &str) -> Option<String> {
    if !is_name(name) {
        return Some(
            "names are words in ASCII letters, digits and `_` that begin with no digit, joined by dots"
                .into(),
        );
    }
    let first = name.split('.').next().unwrap_or(name);
    if RESERVED.contains(&first) {
        return Some(format!("`{first}` already means something in conditions and scripts"));
    }
    let keyword = name.split('.').find(|word| KEYWORDS.contains(word))?;
    Some(format!("`{keyword}` is a keyword of scripts"))
}

/// Words no name may begin with: what conditions and scripts offer themselves.
const RESERVED: [&str; 15] = [
    "at_least", "cue", "decision", "has", "holder", "inquiry", "known", "param", "propose", "raised",
    "route", "ruling", "score", "text", "urgency",
];

/// Words that Rhai keeps for itself, in use or not (The Rhai Book, "Keywords", 2026).
const KEYWORDS: [&str; 61] = [
    "Fn",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "export",
    "false",
    "fn",
    "for",
    "global",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "null",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "this",
    "thread",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::name_fault;

    #[test]
    fn names_that_conditions_could_not_tell_apart_are_refused() {
        for good in
            ["order.amount", "x", "_x", "customer.is_minor", "order.route", "in_return_window", "format"]
        {
            assert_eq!(name_fault(good), None, "{good}");
        }
        for bad in [
            "",
            "order-amount",
            "注文",
            "1x",
            "a..b",
            "a.",
            "in",
            "true",
            "cue.x",
            "route",
            "order.new",
            "if",
        ] {
            assert!(name_fault(bad).is_some(), "{bad}");
        }
    }
}
