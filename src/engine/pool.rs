//! What the rulebooks of many clients have in common, kept once. Rulebooks that stand on the same layers have these layers'
//! facts, cues and rules under the same indices, so that they are equal piece by piece.

use super::index::Index;
use super::program::Program;
use crate::authority::Tiers;
use crate::classify::{Axis, Score};
use crate::effect::Rule;
use crate::inquiry::{Derived, FactDeclaration, FactType};
use crate::rulebook::{Desk, Invariant, Judgment, LayerPhrases, Let, Model, NamedCue, Rulebook};
use crate::text::{CueMatcher, LayerMatcher};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// The pieces in use, each once.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    rules: Pieces<Rule>,
    facts: Pieces<FactDeclaration>,
    cues: Pieces<NamedCue>,
    tiers: Pieces<Tiers>,
    desks: Pieces<[Desk]>,
    derived: Pieces<[Derived]>,
    derived_types: Pieces<[FactType]>,
    scores: Pieces<[Score]>,
    lets: Pieces<[Let]>,
    axes: Pieces<[Axis]>,
    judgments: Pieces<[Judgment]>,
    invariants: Pieces<[Invariant]>,
    indices: Pieces<Index>,
    /// By the phrases of a layer.
    matchers: HashMap<LayerPhrases, Arc<LayerMatcher>>,
}

impl Pool {
    /// Compiles a rulebook of the pieces that are in use already, and adds those that are not.
    pub(crate) fn program(&mut self, rulebook: &Rulebook) -> Program {
        let mut model = Model::clone(rulebook.model());
        for rule in &mut model.rules {
            self.rules.share(rule);
        }
        for fact in &mut model.facts {
            self.facts.share(fact);
        }
        for cue in &mut model.cues {
            self.cues.share(cue);
        }
        self.tiers.share(&mut model.tiers);
        self.desks.share(&mut model.desks);
        self.derived.share(&mut model.derived);
        self.derived_types.share(&mut model.derived_types);
        self.scores.share(&mut model.scores);
        self.lets.share(&mut model.lets);
        self.axes.share(&mut model.axes);
        self.judgments.share(&mut model.judgments);
        self.invariants.share(&mut model.invariants);
        let matchers = model.phrases.iter_mut().map(|phrases| self.matcher(phrases)).collect();
        let matcher = CueMatcher::of(matchers);
        let starts = std::iter::once(0).chain(model.rule_layers.iter().copied());
        let layers: Vec<_> = starts.zip(model.rule_layers.iter().copied()).collect();
        let indices = layers.into_iter().map(|(start, end)| {
            let mut index = Arc::new(Index::new(&model, start..end));
            self.indices.share(&mut index);
            index
        });
        let indices = indices.collect();
        Program::with_shared(Rulebook::new(model), matcher, indices)
    }

    fn matcher(&mut self, phrases: &mut LayerPhrases) -> Arc<LayerMatcher> {
        if let Some((known, matcher)) = self.matchers.get_key_value(phrases) {
            let matcher = Arc::clone(matcher);
            *phrases = Arc::clone(known);
            return matcher;
        }
        let matcher = Arc::new(LayerMatcher::new(phrases.iter()));
        self.matchers.insert(Arc::clone(phrases), Arc::clone(&matcher));
        matcher
    }

    /// Lets go of what nobody uses any more.
    pub(crate) fn clean(&mut self) {
        self.rules.clean();
        self.facts.clean();
        self.cues.clean();
        self.tiers.clean();
        self.desks.clean();
        self.derived.clean();
        self.derived_types.clean();
        self.scores.clean();
        self.lets.clean();
        self.axes.clean();
        self.judgments.clean();
        self.invariants.clean();
        self.indices.clean();
        self.matchers.retain(|_, matcher| Arc::strong_count(matcher) > 1);
        self.matchers.shrink_to_fit();
    }
}

/// Pieces of one kind.
#[derive(Debug)]
struct Pieces<T: ?Sized>(HashSet<Arc<T>>);

impl<T: ?Sized> Default for Pieces<T> {
    fn default() -> Self {
        Self(HashSet::new())
    }
}

impl<T: Hash + Eq + ?Sized> Pieces<T> {
    /// Puts the equal piece that is known in the place of this one, or takes note of this one.
    fn share(&mut self, piece: &mut Arc<T>) {
        if let Some(known) = self.0.get(piece) {
            *piece = Arc::clone(known);
        } else {
            self.0.insert(Arc::clone(piece));
        }
    }

    fn clean(&mut self) {
        self.0.retain(|piece| Arc::strong_count(piece) > 1);
        self.0.shrink_to_fit();
    }
}
