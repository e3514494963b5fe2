//! A rulebook made ready to run: what every decision would otherwise work out anew.

use super::decide::Prepared;
use super::index::Index;
use crate::effect::Rule;
use crate::id::AxisId;
use crate::overrides::{Script, Stage};
use crate::rulebook::{Model, Rulebook};
use crate::text::CueMatcher;
use std::sync::Arc;

/// The compiled form of one rulebook.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) rulebook: Rulebook,
    pub(crate) matcher: CueMatcher,
    /// Of each layer, or one of all rules where no registry shares them.
    pub(crate) indices: Vec<Arc<Index>>,
    /// By [`RuleId`]: the position in [`Model::axis_order`] of the first axis it classifies, or [`LAST`].
    pub(crate) stages: Vec<u16>,
    /// By [`RuleId`]: its place among all rules by name.
    pub(crate) places: Vec<u32>,
    pub(crate) prepared: Prepared,
    /// Whether a script asks what was decided.
    pub(crate) scripts_ask: bool,
}

/// The stage of rules that classify nothing: behind all axes, of which there are fewer.
pub(crate) const LAST: u16 = u16::MAX;

impl Program {
    /// Compiles a checked rulebook; nothing can go wrong any more.
    pub(crate) fn new(rulebook: Rulebook) -> Self {
        let model = rulebook.model();
        let phrases = model.phrases.iter().flat_map(|layer| layer.iter());
        let matcher = CueMatcher::whole(phrases);
        let index = Arc::new(Index::new(model, 0..model.rules.len()));
        Self::with_shared(rulebook, matcher, vec![index])
    }

    /// Compiles the rest of a rulebook of which all is compiled that may be shared.
    pub(crate) fn with_shared(rulebook: Rulebook, matcher: CueMatcher, indices: Vec<Arc<Index>>) -> Self {
        let model = rulebook.model();
        let scripts = model.overrides.iter().flat_map(|by| &by.scripts);
        let scripts_ask = scripts.filter(|script| script.stage == Stage::Decided).any(Script::asks_outcome);
        Self {
            matcher,
            indices,
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

fn stages(model: &Model) -> Vec<u16> {
    let stage =
        |axis: AxisId| (0..).zip(&model.axis_order).find(|(_, other)| **other == axis).map(|(at, _)| at);
    let first = |rule: &Rule| rule.labels().filter_map(|(axis, _)| stage(axis)).min().unwrap_or(LAST);
    model.rules.iter().map(|rule| first(rule)).collect()
}

fn places(model: &Model) -> Vec<u32> {
    let mut places = vec![0; model.rules.len()];
    for (place, (rule, _)) in (0..).zip(model.rules_by_name()) {
        if let Some(slot) = places.get_mut(rule.index()) {
            *slot = place;
        }
    }
    places
}
