//! What a layer locks, no other layer may undo: grant a locked judgment, or take evidence away from a locked rule. (That a
//! locked rule is not taken out is looked at where rules are.)

use super::resolver::Resolver;
use super::without::{undoing, unknown_to};
use crate::authoring::document::{Cue, Document, Effect, Formula, Rule, ScorePart};
use crate::authoring::layers::{LayerId, Layers};
use crate::condition::Expression;
use crate::diagnostic::{Code, Problem};
use std::collections::{BTreeMap, BTreeSet};

impl Resolver {
    /// Reports whatever touches something that another layer has locked. `rules` are all rules of all layers, those of tables
    /// and limits included.
    pub(super) fn locks(&mut self, document: &Document, rules: &[Rule], layers: &Layers) {
        if layers.len() > 1 {
            self.locked_judgments(rules, layers);
            self.locked_rules(document, rules, layers);
        }
    }

    fn locked_judgments(&mut self, rules: &[Rule], layers: &Layers) {
        // A rule that the locking layer has too says nothing new.
        let mut declared: BTreeMap<&str, BTreeSet<LayerId>> = BTreeMap::new();
        for rule in rules {
            declared.entry(&rule.id.value).or_default().insert(layers.of(rule.id.place));
        }
        for rule in rules {
            for effect in &rule.effects {
                let (judgment, does) = match effect {
                    Effect::Delegate { judgment, .. } => (judgment, "delegated"),
                    Effect::Settle { judgment, .. } => (judgment, "settled"),
                    _ => continue,
                };
                let by = declared.get(&*rule.id.value);
                let mut locks = layers.locks_of(&judgment.value).iter();
                let other = locks.find(|lock| by.is_some_and(|by| !by.contains(&layers.of(**lock))));
                let Some(lock) = other else { continue };
                let message = format!(
                    "the judgment `{}` is locked and cannot be {does} by another layer",
                    judgment.value
                );
                let problem = Problem::new(Code::Locked, judgment.place, message).also(*lock, "locked here");
                self.report(problem.help("only the layer that locks a judgment may delegate or settle it"));
            }
        }
    }

    /// Phrases that undo hits of a cue on which a locked rule rests, and that its layer knows nothing of.
    fn locked_rules(&mut self, document: &Document, rules: &[Rule], layers: &Layers) {
        let reads = Reads::new(document);
        let cues: BTreeMap<&str, &Cue> = document.cues.iter().map(|cue| (&*cue.name.value, cue)).collect();
        // What a layer knows of a cue is the same for all its rules.
        let mut seen: BTreeSet<(LayerId, &str)> = BTreeSet::new();
        for rule in rules {
            let Some(locked) = &rule.locked else { continue };
            let layer = layers.of(rule.id.place);
            let read = reads.cues(rule).into_iter().filter(|cue| seen.insert((layer, cue)));
            for cue in read.filter_map(|name| cues.get(name)) {
                for (key, phrases) in undoing(cue) {
                    let Some(added) = unknown_to(layer, phrases, layers).next() else { continue };
                    let message = format!(
                        "`{key}` takes evidence away from the cue `{}`, which the locked rule `{}` reads",
                        cue.name.value, rule.id.value
                    );
                    let problem = Problem::new(Code::Locked, added.place, message);
                    self.problems.push(problem.also(locked.place, "locked here").help(
                        "only the layer of the locked rule, or one it stands on, may say what is no evidence for it",
                    ));
                }
            }
        }
    }
}

/// What names stand for that read cues.
struct Reads<'d> {
    lets: BTreeMap<&'d str, &'d Expression>,
    /// Without `score.`.
    scores: BTreeMap<&'d str, Vec<&'d Expression>>,
    /// Derived values that count the hits of a cue.
    counts: BTreeMap<&'d str, &'d str>,
}

impl<'d> Reads<'d> {
    fn new(document: &'d Document) -> Self {
        let counts = document.derived.iter().filter_map(|derived| match &derived.from {
            Formula::Count(cue) => Some((&*derived.name.value, &*cue.value)),
            _ => None,
        });
        let parts = |parts: &'d [ScorePart]| parts.iter().map(|part| &part.when).collect();
        Self {
            lets: document.lets.iter().map(|named| (&*named.name.value, &named.condition)).collect(),
            scores: document.scores.iter().map(|score| (&*score.name.value, parts(&score.parts))).collect(),
            counts: counts.collect(),
        }
    }

    /// Every cue that a rule reads, directly or through named conditions, scores and counts.
    fn cues(&self, rule: &'d Rule) -> BTreeSet<&'d str> {
        let given = rule.effects.iter().filter_map(|effect| match effect {
            Effect::Settle { given, .. } => given.as_ref().map(|given| &given.condition),
            _ => None,
        });
        let mut open: Vec<&'d Expression> = rule.when.iter().chain(given).collect();
        let (mut cues, mut seen) = (BTreeSet::new(), BTreeSet::new());
        while let Some(expression) = open.pop() {
            for (name, _) in expression.names() {
                if let Some(cue) = name.strip_prefix("cue.") {
                    cues.insert(cue);
                } else if seen.insert(name) {
                    let score = name.strip_prefix("score.").and_then(|score| self.scores.get(score));
                    open.extend(score.into_iter().flatten());
                    open.extend(self.lets.get(name));
                    cues.extend(self.counts.get(name));
                }
            }
        }
        cues
    }
}
