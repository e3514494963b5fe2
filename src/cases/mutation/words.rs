//! Cues that lack a phrase: a sample, since a cue may have hundreds.

use super::mutant::{Made, Mutant, Operator, Part, Reach, Subject};
use super::nodes::Direction;
use super::permits::{Read, by_reading};
use crate::id::CueId;
use crate::rulebook::Model;
use crate::text::{Cue, check};
use std::sync::Arc;

/// A list of phrases of a cue: its key, how many of them are left out one at a time, and how often the cue is heard without one.
type List = (&'static str, usize, Direction, fn(&mut Cue) -> &mut Vec<Box<str>>);

const LISTS: [List; 4] = [
    ("any", 1, Direction::Less, |cue| &mut cue.any),
    ("except", 2, Direction::More, |cue| &mut cue.except),
    ("unless_followed_by", 1, Direction::More, |cue| &mut cue.unless_followed_by),
    ("unless_preceded_by", 1, Direction::More, |cue| &mut cue.unless_preceded_by),
];

/// Of every cue of every layer that is the rulebook's own the first phrases of each list left out, one at a time.
pub(super) fn cues(model: &Model, made: &mut Vec<Made>) {
    let layers = model.phrases.iter().enumerate();
    for (layer, phrases) in layers.filter(|(layer, _)| !model.inherited.phrases(*layer)) {
        for (at, (id, cue)) in phrases.iter().enumerate() {
            for (key, most, direction, list) in LISTS {
                let mut whole = cue.clone();
                for (position, phrase) in list(&mut whole).iter().enumerate().take(most) {
                    let mut others = Arc::clone(phrases);
                    if let Some((_, cue)) = Arc::make_mut(&mut others).get_mut(at) {
                        list(cue).remove(position);
                    }
                    made.push(Made {
                        mutant: Mutant {
                            operator: Operator::DropPhrase,
                            subject: Subject::Cue,
                            name: model.cue_name(*id).into(),
                            place: None,
                            before: format!("{key}: {phrase}"),
                            after: None,
                            permissive: by_reading(model, Read::Cue(*id), direction),
                        },
                        part: Part::Phrases(layer, others),
                        reach: Reach::Cue(*id),
                    });
                }
            }
        }
    }
}

/// Whether the lines that a cue has to hit or to miss, by its author, tell that it is another.
pub(super) fn fails_its_lines(model: &Model, id: CueId) -> bool {
    let mut whole = Cue::default();
    let said = model.phrases.iter().flat_map(|layer| layer.iter());
    for (_, cue) in said.filter(|(other, _)| *other == id) {
        whole.name.clone_from(&cue.name);
        whole.any.extend_from_slice(&cue.any);
        whole.except.extend_from_slice(&cue.except);
        whole.unless_followed_by.extend_from_slice(&cue.unless_followed_by);
        whole.unless_preceded_by.extend_from_slice(&cue.unless_preceded_by);
        whole.fold_kana |= cue.fold_kana;
        whole.matches.extend_from_slice(&cue.matches);
        whole.misses.extend_from_slice(&cue.misses);
    }
    !check(&[whole]).is_empty()
}
