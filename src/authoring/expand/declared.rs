//! What a united document declares, as far as columns and cells depend on it. What is wrong with a declaration itself is
//! found when it is resolved.

use crate::authoring::document::{
    self, Axis, Document, Fact, FactKind, Formula, Judgment, Lost, Name, Order, Param, Score, TierLists,
};
use crate::diagnostic::closest;
use std::collections::{BTreeMap, BTreeSet};

/// Declared things by name.
pub(super) struct Declared<'d> {
    facts: BTreeMap<&'d str, &'d Fact>,
    derived: BTreeMap<&'d str, &'d Formula>,
    lets: BTreeSet<&'d str>,
    cues: BTreeSet<&'d str>,
    scores: BTreeMap<&'d str, &'d Score>,
    axes: BTreeMap<&'d str, &'d Axis>,
    judgments: BTreeMap<&'d str, &'d Judgment>,
    params: BTreeMap<&'d str, &'d Param>,
    tiers: Option<&'d TierLists>,
    lost: &'d Lost,
}

/// What a column may ask about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'d> {
    Value(&'d FactKind),
    /// A cue or a named condition: what it is, with its article.
    Truth(&'static str),
    Score(&'d Score),
    Axis(&'d Axis),
}

/// What a name stands for.
pub(super) enum Found<'d> {
    Subject(Subject<'d>),
    /// Something that is wrong itself, which is reported where it is declared.
    Unreadable,
    Nothing,
}

impl<'d> Declared<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            facts: document.facts.iter().map(|fact| (&*fact.name.value, fact)).collect(),
            derived: document.derived.iter().map(|derived| (&*derived.name.value, &derived.from)).collect(),
            lets: document.lets.iter().map(|named| &*named.name.value).collect(),
            cues: document.cues.iter().map(|cue| &*cue.name.value).collect(),
            scores: document.scores.iter().map(|score| (&*score.name.value, score)).collect(),
            axes: document.axes.iter().map(|axis| (&*axis.name.value, axis)).collect(),
            judgments: document.judgments.iter().map(|judgment| (&*judgment.name.value, judgment)).collect(),
            params: document.params.iter().map(|param| (&*param.name.value, param)).collect(),
            tiers: document.tiers.as_ref().map(|tiers| &tiers.value),
            lost: &document.lost,
        }
    }

    /// What a column or a limit of this name asks about.
    pub(super) fn subject(&self, name: &str) -> Found<'d> {
        let found = if let Some(cue) = name.strip_prefix("cue.") {
            self.cues.contains(cue).then_some(Subject::Truth("a cue"))
        } else if let Some(score) = name.strip_prefix("score.") {
            self.scores.get(score).copied().map(Subject::Score)
        } else if let Some(fact) = self.facts.get(name) {
            Some(Subject::Value(&fact.kind))
        } else if let Some(formula) = self.derived.get(name) {
            let fact = |fact: &Name| self.facts.get(&*fact.value).map(|fact| &fact.kind);
            match formula.kind().map_or_else(fact, Some) {
                Some(kind) => Some(Subject::Value(kind)),
                None => return Found::Unreadable,
            }
        } else if self.lets.contains(name) {
            Some(Subject::Truth("a named condition"))
        } else {
            self.axes.get(name).copied().map(Subject::Axis)
        };
        match found {
            Some(subject) => Found::Subject(subject),
            None if self.lost.section || self.is_lost(name) => Found::Unreadable,
            None => Found::Nothing,
        }
    }

    fn is_lost(&self, name: &str) -> bool {
        let plain = ["cue.", "score.", "param."].iter().find_map(|prefix| name.strip_prefix(prefix));
        self.lost.names.contains(plain.unwrap_or(name))
    }

    /// The declared fact behind a name: itself, or the one a default is given to.
    pub(super) fn fact(&self, name: &str) -> Option<&'d Fact> {
        let behind = match self.derived.get(name) {
            Some(Formula::Or(fact, _)) => &fact.value,
            _ => name,
        };
        self.facts.get(behind).copied()
    }

    pub(super) fn axis(&self, name: &str) -> Option<&'d Axis> {
        self.axes.get(name).copied()
    }

    pub(super) fn param(&self, name: &str) -> Option<&'d Param> {
        self.params.get(name).copied()
    }

    /// Who the judgment itself says decides it.
    pub(super) fn decide(&self, judgment: &str) -> Option<&'d Name> {
        self.judgments.get(judgment)?.holders.decide.as_ref()
    }

    pub(super) fn is_judgment(&self, name: &str) -> bool {
        self.judgments.contains_key(name)
    }

    /// Whether something of this name is declared, readable or not, so that a column of the same name is ambiguous.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        !matches!(self.subject(name), Found::Nothing) && !self.lost.section
    }

    /// Whether a missing name may be one that could not be read.
    pub(super) fn may_be_lost(&self, name: &str) -> bool {
        self.lost.section || self.is_lost(name)
    }

    /// The tiers from lowest to highest.
    pub(super) fn tiers(&self) -> impl Iterator<Item = &'d document::Titled> {
        self.tiers.into_iter().flat_map(|tiers| tiers.vendor.iter().chain(&tiers.client))
    }

    /// The declared name nearest to `name`, for a column.
    pub(super) fn closest(&self, name: &str) -> Option<String> {
        let within = |prefix: &str, names: &mut dyn Iterator<Item = &'d str>| {
            let rest = name.strip_prefix(prefix)?;
            closest(rest, names).map(|near| format!("{prefix}{near}"))
        };
        let shared = self.facts.keys().chain(self.derived.keys()).chain(&self.lets).chain(self.axes.keys());
        within("cue.", &mut self.cues.iter().copied())
            .or_else(|| within("score.", &mut self.scores.keys().copied()))
            .or_else(|| self.cues.contains(name).then(|| format!("cue.{name}")))
            .or_else(|| self.scores.contains_key(name).then(|| format!("score.{name}")))
            .or_else(|| closest(name, shared.copied()).map(str::to_owned))
    }

    /// The judgment, or axis, nearest to `name`.
    pub(super) fn closest_judgment(&self, name: &str) -> Option<&'d str> {
        closest(name, self.judgments.keys().copied())
    }

    pub(super) fn closest_axis(&self, name: &str) -> Option<&'d str> {
        closest(name, self.axes.keys().copied())
    }
}

impl Subject<'_> {
    /// Whether it is an axis whose labels have an order.
    pub(super) const fn is_ordered_axis(&self) -> bool {
        matches!(self, Self::Axis(Axis { order: Order::Ordered { .. }, .. }))
    }
}
