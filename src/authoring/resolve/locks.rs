//! What a layer locks, no other layer may undo: grant a locked judgment, or take evidence away from a locked rule. (That a
//! locked rule is not taken out is looked at where rules are.) What a layer stands on it has read, and locks as it is.
//!
//! A lock does not reach through labels: which labels an inquiry has, every layer may say.

use super::reads::{Readings, Reads};
use super::resolver::Resolver;
use super::scripts::granted;
use super::without::{undoing, unknown_to};
use crate::authoring::document::{Cue, Document, Name, Rule};
use crate::authoring::layers::{LayerId, Layers};
use crate::diagnostic::{Code, Problem};
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

impl Resolver {
    /// Reports whatever touches something that another layer has locked. `rules` are the rules of all layers but for those
    /// taken out, those of tables and limits included.
    pub(super) fn locks<'d>(&mut self, document: &'d Document, rules: &[&'d Rule], layers: &Layers) {
        let reads = Reads::new(document);
        self.locked_judgments(document, rules, layers);
        self.kept_evidence(document, &reads, rules, layers);
        self.kept_silence(&reads, rules, layers);
    }

    fn locked_judgments(&mut self, document: &Document, rules: &[&Rule], layers: &Layers) {
        // A rule that the locking layer has too says nothing new.
        let mut declared: BTreeMap<&str, BTreeSet<LayerId>> = BTreeMap::new();
        for rule in rules {
            declared.entry(&rule.id.value).or_default().insert(layers.of(rule.id.place));
        }
        for rule in rules {
            for (judgment, does) in granted(&rule.effects) {
                let by = declared.get(&*rule.id.value);
                let mut locks = layers.locks_of(&judgment.value).iter();
                let other = locks.find(|lock| {
                    let locking = layers.of(**lock);
                    !layers.knows(locking, rule.id.place) && by.is_some_and(|by| !by.contains(&locking))
                });
                if let Some(lock) = other {
                    self.locked_judgment(judgment, does, *lock);
                }
            }
        }
        for (judgment, does) in document.grants.iter().flat_map(|grant| granted(&grant.effects)) {
            let mut locks = layers.locks_of(&judgment.value).iter();
            if let Some(lock) = locks.find(|lock| !layers.knows(layers.of(**lock), judgment.place)) {
                self.locked_judgment(judgment, does, *lock);
            }
        }
    }

    fn locked_judgment(&mut self, judgment: &Name, does: &str, lock: Place) {
        let message =
            format!("the judgment `{}` is locked and cannot be {does} by another layer", judgment.value);
        let problem = Problem::new(Code::Locked, judgment.place, message).also(lock, "locked here");
        self.report(
            problem
                .help("only the layer that locks a judgment, or one it stands on, may delegate or settle it"),
        );
    }

    /// Phrases of which the layer of a locked rule knows nothing, and that could make it less true; and phrases that could
    /// make a grant of a locked judgment more so.
    fn kept_evidence<'d>(
        &mut self,
        document: &'d Document,
        reads: &Reads<'d>,
        rules: &[&'d Rule],
        layers: &Layers,
    ) {
        let cues: BTreeMap<&str, &Cue> = document.cues.iter().map(|cue| (&*cue.name.value, cue)).collect();
        // What a layer knows of a cue is the same for all its rules.
        let mut seen: BTreeSet<(LayerId, &str, bool)> = BTreeSet::new();
        for rule in rules {
            let layer = layers.of(rule.id.place);
            let lock = granted(&rule.effects).find_map(|(judgment, _)| {
                layers.locks_of(&judgment.value).iter().find(|lock| layers.knows(layer, **lock))
            });
            let mut guards = Vec::new();
            guards.extend(rule.locked.as_ref().map(|locked| Guard {
                rule,
                layer,
                lock: locked.place,
                grants: false,
            }));
            guards.extend(lock.map(|lock| Guard { rule, layer, lock: *lock, grants: true }));
            for guard in guards {
                let Readings { more, less } = reads.cues(rule);
                let (gained, lost) = if guard.grants { (more, less) } else { (less, more) };
                for (names, by_more) in [(gained, true), (lost, false)] {
                    for name in names {
                        if let Some(cue) = cues.get(name)
                            && seen.insert((layer, name, by_more))
                        {
                            self.problems.extend(guard.against(cue, by_more, layers));
                        }
                    }
                }
            }
        }
    }

    /// `no_text: empty` takes the doubt away that keeps rules about words counting.
    fn kept_silence<'d>(&mut self, reads: &Reads<'d>, rules: &[&'d Rule], layers: &Layers) {
        let Some(said) = layers.no_text().iter().max_by_key(|place| layers.of(**place) == Layers::OUTERMOST)
        else {
            return;
        };
        for rule in rules {
            let layer = layers.of(rule.id.place);
            if layers.no_text().iter().any(|place| layers.knows(layer, *place)) || !reads.text(rule) {
                continue;
            }
            let (code, place, label, message) = match &rule.locked {
                Some(locked) => {
                    let message = format!(
                        "`no_text: empty` weakens the locked rule `{}`, which reads the text",
                        rule.id.value
                    );
                    (Code::Locked, locked.place, "locked here", message)
                }
                None if layers.of(*said) != Layers::OUTERMOST => {
                    let message = format!(
                        "`no_text: empty` of one layer weakens the rule `{}` of another",
                        rule.id.value
                    );
                    (Code::LayersDisagree, rule.id.place, "reads the text", message)
                }
                None => continue,
            };
            let problem = Problem::new(code, *said, message).also(place, label);
            self.report(problem.help("say it in the layer with the rule, or where no locked rule reads the text, in the outermost rulebook"));
            return;
        }
    }
}

/// A rule whose cues are to stay as its layer knows them.
struct Guard<'d> {
    rule: &'d Rule,
    layer: LayerId,
    lock: Place,
    /// It grants a locked judgment; otherwise it is locked itself.
    grants: bool,
}

impl Guard<'_> {
    /// What is wrong with what other layers say of `cue`, where more hits (or else fewer) would weaken what is guarded.
    fn against(&self, cue: &Cue, by_more: bool, layers: &Layers) -> Vec<Problem> {
        let name = &cue.name.value;
        let added =
            |phrases| unknown_to(self.layer, phrases, layers).next().map(|phrase: &Name| phrase.place);
        let mut said: Vec<(Place, String)> = Vec::new();
        if by_more {
            said.extend(
                added(&cue.any)
                    .map(|place| (place, format!("this phrase adds evidence to the cue `{name}`"))),
            );
        } else {
            let undone = undoing(cue).into_iter().map(|(key, phrases)| (key, added(phrases)));
            let folded = cue.fold_kana.as_ref().filter(|fold| fold.value).map(|fold| fold.place);
            let folded = folded.filter(|place| !layers.knows(self.layer, *place));
            for (key, place) in undone.chain([("fold_kana", folded)]) {
                said.extend(
                    place.map(|place| (place, format!("`{key}` takes evidence away from the cue `{name}`"))),
                );
            }
        }
        let id = &self.rule.id.value;
        let reads = if self.grants {
            format!("on which the rule `{id}` grants a locked judgment")
        } else if by_more {
            format!("which the locked rule `{id}` must not see")
        } else {
            format!("which the locked rule `{id}` reads")
        };
        let problem = |(place, what)| {
            let problem =
                Problem::new(Code::Locked, place, format!("{what}, {reads}")).also(self.lock, "locked here");
            problem.help("only the layer of that rule, or one it stands on, may say what is evidence for it and what is none")
        };
        said.into_iter().map(problem).collect()
    }
}
