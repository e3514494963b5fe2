//! A rulebook made ready to run: what every decision would otherwise work out anew.

use crate::authority::Rank;
use crate::compose::via;
use crate::effect::{Grant, Restriction};
use crate::id::{AxisId, LabelId, RuleId};
use crate::overrides::{Script, Stage};
use crate::rulebook::{Model, Rulebook};
use crate::text::CueMatcher;

/// The compiled form of one rulebook.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) rulebook: Rulebook,
    pub(crate) matcher: CueMatcher,
    /// By [`AxisId`]: each rule that classifies it, with the label.
    pub(crate) labels: Vec<Vec<(RuleId, LabelId)>>,
    /// By [`AxisId`]: the rules that classify it.
    pub(crate) classifiers: Vec<Vec<RuleId>>,
    /// By [`Rank`]: the tiers a hand-off to it passes through.
    pub(crate) via: Vec<Vec<Rank>>,
    /// Whether a script asks what was decided.
    pub(crate) scripts_ask: bool,
}

impl Program {
    /// Compiles a checked rulebook; nothing can go wrong any more.
    pub(crate) fn new(rulebook: Rulebook) -> Self {
        let model = rulebook.model();
        let phrases = model.phrases.iter().flat_map(|layer| layer.iter());
        let matcher = CueMatcher::whole(phrases, model.cues.len());
        Self::with_matcher(rulebook, matcher)
    }

    /// Compiles the rest of a rulebook whose phrases are compiled.
    pub(crate) fn with_matcher(rulebook: Rulebook, matcher: CueMatcher) -> Self {
        let model = rulebook.model();
        let labels = labels_by_axis(model);
        let classifiers = labels.iter().map(|entries| distinct_rules(entries)).collect();
        let via = model.tiers.ranks().map(|to| via(&model.tiers, &model.direct_handoffs, to)).collect();
        let scripts = model.overrides.iter().flat_map(|by| &by.scripts);
        let scripts_ask = scripts.filter(|script| script.stage == Stage::Decided).any(Script::asks_outcome);
        Self { matcher, labels, classifiers, via, scripts_ask, rulebook }
    }

    /// The checked content.
    pub(crate) fn model(&self) -> &Model {
        self.rulebook.model()
    }
}

fn labels_by_axis(model: &Model) -> Vec<Vec<(RuleId, LabelId)>> {
    let mut labels = vec![Vec::new(); model.axes.len()];
    let mut add = |axis: AxisId, rule, label| {
        if let Some(entries) = labels.get_mut(axis.index()) {
            entries.push((rule, label));
        }
    };
    for (position, rule) in model.rules.iter().enumerate() {
        for restriction in &rule.restrictions {
            if let Restriction::Classify { axis, label } = restriction {
                add(*axis, RuleId::at(position), *label);
            }
        }
        for grant in &rule.grants {
            if let Grant::Classify { axis, label } = grant {
                add(*axis, RuleId::at(position), *label);
            }
        }
    }
    labels
}

fn distinct_rules(entries: &[(RuleId, LabelId)]) -> Vec<RuleId> {
    let mut rules: Vec<RuleId> = entries.iter().map(|(rule, _)| *rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}
