//! What a rulebook takes over from rulebooks that ship with the library. Those have cases of their own, so that a client's cases are
//! measured by what the client and its files say.

use crate::id::{JudgmentId, LetId, RuleId, ScoreId, ValueAt, ValueId};

/// How many of each list of a model are taken over: always its first ones, as built-in layers lie lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Inherited {
    pub(super) facts: usize,
    pub(super) derived: usize,
    /// Layers of phrases.
    pub(super) phrases: usize,
    pub(super) scores: usize,
    pub(super) lets: usize,
    pub(super) judgments: usize,
    pub(super) rules: usize,
}

impl Inherited {
    pub(crate) const fn rule(&self, rule: RuleId) -> bool {
        rule.index() < self.rules
    }

    pub(crate) const fn named(&self, id: LetId) -> bool {
        id.index() < self.lets
    }

    pub(crate) const fn value(&self, value: ValueId) -> bool {
        match value.position() {
            ValueAt::Fact(at) => at < self.facts,
            ValueAt::Derived(at) => at < self.derived,
        }
    }

    /// Whether all phrases of this layer are taken over.
    pub(crate) const fn phrases(&self, layer: usize) -> bool {
        layer < self.phrases
    }

    pub(crate) const fn score(&self, score: ScoreId) -> bool {
        score.index() < self.scores
    }

    pub(crate) const fn judgment(&self, judgment: JudgmentId) -> bool {
        judgment.index() < self.judgments
    }
}
