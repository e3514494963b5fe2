//! A rulebook made ready to run: what every decision would otherwise work out anew.

use super::decide::Prepared;
use super::index::Index;
use crate::effect::Rule;
use crate::id::AxisId;
use crate::overrides::{Script, Stage};
use crate::rulebook::{Model, Rulebook};
use crate::text::CueMatcher;

/// The compiled form of one rulebook.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) rulebook: Rulebook,
    pub(crate) matcher: CueMatcher,
    pub(crate) index: Index,
    /// By [`RuleId`]: the position in [`Model::axis_order`] of the first axis it classifies, or behind all if it classifies none.
    pub(crate) stages: Vec<usize>,
    /// By [`RuleId`]: its place among all rules by name.
    pub(crate) places: Vec<usize>,
    pub(crate) prepared: Prepared,
    /// Whether a script asks what was decided.
    pub(crate) scripts_ask: bool,
}

impl Program {
    /// Compiles a checked rulebook; nothing can go wrong any more.
    pub(crate) fn new(rulebook: Rulebook) -> Self {
        let model = rulebook.model();
        let phrases = model.phrases.iter().flat_map(|layer| layer.iter());
        let matcher = CueMatcher::whole(phrases);
        Self::with_matcher(rulebook, matcher)
    }

    /// Compiles the rest of a rulebook whose phrases are compiled.
    pub(crate) fn with_matcher(rulebook: Rulebook, matcher: CueMatcher) -> Self {
        let model = rulebook.model();
        let scripts = model.overrides.iter().flat_map(|by| &by.scripts);
        let scripts_ask = scripts.filter(|script| script.stage == Stage::Decided).any(Script::asks_outcome);
        Self {
            matcher,
            index: Index::new(model),
            stages: stages(model),
            places: places(model),
            prepared: Prepared::new(model),
            scripts_ask,
            rulebook,
        }
    }

    /// The checked content.
    pub(crate) fn model(&self) -> &Model {
        self.rulebook.model()
    }
}

fn stages(model: &Model) -> Vec<usize> {
    let stage = |axis: AxisId| model.axis_order.iter().position(|other| *other == axis);
    let last = model.axis_order.len();
    let first = |rule: &Rule| rule.labels().filter_map(|(axis, _)| stage(axis)).min().unwrap_or(last);
    model.rules.iter().map(|rule| first(rule)).collect()
}

fn places(model: &Model) -> Vec<usize> {
    let mut places = vec![0; model.rules.len()];
    for (place, (rule, _)) in model.rules_by_name().enumerate() {
        if let Some(slot) = places.get_mut(rule.index()) {
            *slot = place;
        }
    }
    places
}
