//! What a rulebook takes away from the layers it stands on. Only the outermost rulebook may, since its reader is the one who
//! answers for it: rules by `without`, and evidence by the phrases that undo a cue's hits.

use super::resolver::Resolver;
use super::rules::Resolved;
use crate::authoring::document::{Cue, Document, Extends, Name, Rule};
use crate::authoring::layers::{LayerId, Layers};
use crate::diagnostic::{Code, Problem};
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

impl Resolver {
    /// The rules without those that the outermost rulebook takes out.
    pub(super) fn without(
        &mut self,
        document: &Document,
        layers: &Layers,
        mut resolved: Vec<Resolved>,
    ) -> Vec<Resolved> {
        if document.extends.iter().all(|extends| extends.without.is_empty()) {
            return resolved;
        }
        let mut by_id: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
        for rule in &document.rules {
            by_id.entry(&rule.id.value).or_default().push(rule);
        }
        let mut out: BTreeSet<&str> = BTreeSet::new();
        for Extends { layer: entry, without } in &document.extends {
            // What a layer that could not be read says is not known.
            let Some(layer) = layers.extended(entry) else { continue };
            for id in without {
                let rules = by_id.get(&*id.value);
                let own = document.rules.iter().filter(|rule| layers.of(rule.id.place) == layer);
                let known = own.map(|rule| &*rule.id.value);
                let Some(rules) = self.find(id, "rule", rules, known) else { continue };
                if let Some(problem) = cannot_take_out(id, rules, layer, layers) {
                    self.report(problem);
                }
                out.insert(&id.value);
            }
        }
        resolved.retain(|resolved| !out.contains(&*resolved.rule.id));
        resolved
    }

    /// Reports phrases by which one layer undoes hits of another layer's phrases. A layer that stands on the one with the
    /// undoing phrase has agreed to it.
    pub(super) fn cues_taken_from(&mut self, document: &Document, layers: &Layers) {
        for cue in document.cues.iter().filter(|_| layers.len() > 1) {
            let mut phrases: BTreeMap<LayerId, Place> = BTreeMap::new();
            for phrase in &cue.any {
                phrases.entry(layers.of(phrase.place)).or_insert(phrase.place);
            }
            for (key, undoing) in undoing(cue) {
                let taken = phrases.iter().find_map(|(layer, place)| {
                    let from_outside = unknown_to(*layer, undoing, layers);
                    let added = from_outside.filter(|phrase| layers.of(phrase.place) != Layers::OUTERMOST);
                    Some((added.into_iter().next()?, *place))
                });
                let Some((added, place)) = taken else { continue };
                let message = format!(
                    "only the outermost rulebook may add `{key}` to another layer's cue `{}`",
                    cue.name.value
                );
                let problem = Problem::new(Code::LayersDisagree, added.place, message)
                    .also(place, "takes evidence away from this phrase");
                self.report(problem.help(
                    "write it in the outermost rulebook, or let the layer with the phrase extend this one",
                ));
            }
        }
    }
}

/// The phrases that undo hits of a cue, by the keys they are written under.
pub(super) fn undoing(cue: &Cue) -> [(&'static str, &[Name]); 3] {
    [
        ("except", &cue.except),
        ("unless_followed_by", &cue.unless_followed_by),
        ("unless_preceded_by", &cue.unless_preceded_by),
    ]
}

/// The phrases that neither `layer` nor a layer it stands on says.
pub(super) fn unknown_to<'d>(
    layer: LayerId,
    phrases: &'d [Name],
    layers: &Layers,
) -> impl Iterator<Item = &'d Name> {
    let knows = |phrase: &&Name| layers.knows(layer, phrase.place);
    let known: BTreeSet<&str> = phrases.iter().filter(knows).map(|phrase| &*phrase.value).collect();
    phrases.iter().filter(move |phrase| !known.contains(&*phrase.value))
}

/// Why a rule that is declared stays, if it does. `rules` are its declarations, of which there is at least one.
fn cannot_take_out(id: &Name, rules: &[&Rule], layer: LayerId, layers: &Layers) -> Option<Problem> {
    let problem = |message: String| Problem::new(Code::CannotTakeOut, id.place, message);
    if let Some(locked) = rules.iter().find_map(|rule| rule.locked.as_ref()) {
        let message = format!("the rule `{}` is locked and cannot be taken out", id.value);
        let problem = Problem::new(Code::Locked, id.place, message).also(locked.place, "locked here");
        return Some(problem.help("a locked rule stays in every rulebook that stands on its layer"));
    }
    if let Some(own) = rules.iter().find(|rule| layers.of(rule.id.place) == Layers::OUTERMOST) {
        let problem = problem(format!("the rule `{}` is declared by this rulebook itself", id.value));
        return Some(problem.also(own.id.place, "declared here").help("remove the rule instead"));
    }
    if rules.iter().any(|rule| layers.of(rule.id.place) == layer) {
        return None;
    }
    let declared = rules.first()?;
    let other = layers.name(layers.of(declared.id.place));
    let message = format!("the rule `{}` is not of the layer `{}`", id.value, layers.name(layer));
    let problem = problem(message).also(declared.id.place, "declared here");
    Some(
        problem
            .help(format!("take it out of its own layer: `{{ layer: {other}, without: [{}] }}`", id.value)),
    )
}
