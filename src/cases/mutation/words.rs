//! Cues that lack a phrase: a sample, since a cue may have hundreds.

use super::mutant::{Made, Mutant, Operator, Part, Reach, Subject};
use super::nodes::Direction;
use super::permits::{Read, by_reading};
use crate::id::CueId;
use crate::rulebook::Model;
use crate::text::{Cue, check};
use std::sync::Arc;

/// A list of phrases of a cue: its key, how often the cue is heard without one, and what is said to have one of it heard, from the
/// first phrase of the cue and that one.
type List = (&'static str, Direction, fn(&mut Cue) -> &mut Vec<Box<str>>, fn(&str, &str) -> String);

const LISTS: [List; 4] = [
    ("any", Direction::Less, |cue| &mut cue.any, |_, phrase| phrase.to_owned()),
    ("except", Direction::More, |cue| &mut cue.except, |_, phrase| phrase.to_owned()),
    (
        "unless_followed_by",
        Direction::More,
        |cue| &mut cue.unless_followed_by,
        |any, phrase| format!("{any}{phrase}"),
    ),
    (
        "unless_preceded_by",
        Direction::More,
        |cue| &mut cue.unless_preceded_by,
        |any, phrase| format!("{phrase}{any}"),
    ),
];

/// Of each list the first phrase in Latin letters and the first in others: who forgets a language forgets it in all of them.
fn sample(phrases: &[Box<str>]) -> impl Iterator<Item = (usize, &str)> {
    let first = |is_latin| phrases.iter().position(|phrase| phrase.is_ascii() == is_latin);
    let positions = [first(true), first(false)].into_iter().flatten();
    positions.filter_map(|at| Some((at, &**phrases.get(at)?)))
}

/// Of every cue of every layer that is the rulebook's own a phrase of each list and language left out, one at a time.
pub(super) fn cues(model: &Model, made: &mut Vec<Made>) {
    let layers = model.phrases.iter().enumerate();
    for (layer, phrases) in layers.filter(|(layer, _)| !model.inherited.phrases(*layer)) {
        for (at, (id, cue)) in phrases.iter().enumerate() {
            for (key, direction, list, say) in LISTS {
                let mut whole = cue.clone();
                for (position, phrase) in sample(list(&mut whole)) {
                    let mut others = Arc::clone(phrases);
                    if let Some((_, cue)) = Arc::make_mut(&mut others).get_mut(at) {
                        list(cue).remove(position);
                    }
                    let said = say(cue.any.first().map_or("", |first| first), phrase).into();
                    made.push(Made {
                        mutant: Mutant {
                            operator: Operator::DropPhrase,
                            subject: Subject::Cue,
                            name: model.cue_name(*id).into(),
                            place: None,
                            nth: 1,
                            before: format!("{key}: {phrase}"),
                            after: None,
                            permissive: by_reading(model, Read::Cue(*id), direction),
                        },
                        part: Part::Phrases(layer, others),
                        reach: Reach::Cue(*id, said),
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
