//! Cues, tried on their own examples.

use super::resolver::Resolver;
use crate::authoring::document::{self, Document, Lost, Name};
use crate::authoring::limits::{MAX_CUES, MAX_PHRASE_LENGTH, MAX_PHRASES};
use crate::diagnostic::{Code, Problem};
use crate::localised::Localised;
use crate::span::Place;
use crate::text::{self, Cue, Failure, is_blank};

impl Resolver {
    pub(super) fn cues(&mut self, document: &Document) -> (Vec<Cue>, Vec<Option<Localised>>) {
        let phrases = document
            .cues
            .iter()
            .map(|cue| lists(cue).iter().map(|list| list.len()).sum::<usize>())
            .sum::<usize>();
        for (count, most, what) in
            [(document.cues.len(), MAX_CUES, "cues"), (phrases, MAX_PHRASES, "phrases")]
        {
            if count > most {
                let message = format!("there are {count} {what}, more than the {most} a rulebook may have");
                self.report(Problem::new(Code::Limit, document.start(), message));
                return (Vec::new(), Vec::new());
            }
        }
        let mut written: Vec<&document::Cue> = document.cues.iter().collect();
        written.sort_by(|one, other| one.name.value.cmp(&other.name.value));
        let before = self.problems.len();
        let cues: Vec<Cue> = written.iter().map(|cue| self.cue(cue, &document.lost)).collect();
        // Trying the examples of a cue with a broken phrase would report the phrase twice.
        if self.problems.len() == before {
            self.examples(&cues, &written);
        }
        (cues, written.into_iter().map(|cue| cue.title.clone()).collect())
    }

    fn cue(&mut self, cue: &document::Cue, lost: &Lost) -> Cue {
        if cue.any.is_empty() && !lost.names.contains(&cue.name.value) {
            let problem = Problem::new(
                Code::EmptyCue,
                cue.name.place,
                format!("the cue `{}` has no phrases", cue.name.value),
            );
            self.report(problem.help("list what the customer says under `any`"));
        }
        for list in lists(cue) {
            for phrase in list {
                self.phrase(phrase);
            }
        }
        Cue {
            name: cue.name.value.clone(),
            any: sorted(&cue.any),
            except: sorted(&cue.except),
            unless_followed_by: sorted(&cue.unless_followed_by),
            unless_preceded_by: sorted(&cue.unless_preceded_by),
            fold_kana: cue.fold_kana.as_ref().is_some_and(|fold| fold.value),
            matches: sorted(&cue.matches),
            misses: sorted(&cue.misses),
        }
    }

    fn phrase(&mut self, phrase: &Name) {
        let length = phrase.value.chars().count();
        if length > MAX_PHRASE_LENGTH {
            let message = format!("a phrase may have {MAX_PHRASE_LENGTH} characters, but this has {length}");
            self.report(
                Problem::new(Code::Limit, phrase.place, message)
                    .help("cut it to what is always said the same way"),
            );
        } else if is_blank(&phrase.value) {
            let problem =
                Problem::new(Code::EmptyCue, phrase.place, "nothing is left of this phrase to look for");
            self.report(problem.help("spaces and line breaks around a phrase are not part of it"));
        }
    }

    fn examples(&mut self, cues: &[Cue], written: &[&document::Cue]) {
        // A cue hits whatever others there are, so those without examples need not be looked for.
        let tried = cues.iter().zip(written);
        let (cues, written): (Vec<Cue>, Vec<&document::Cue>) = tried
            .filter(|(cue, _)| !cue.matches.is_empty() || !cue.misses.is_empty())
            .map(|(cue, written)| (cue.clone(), *written))
            .unzip();
        for failed in text::check(&cues) {
            let Some((cue, written)) = cues.get(failed.cue.index()).zip(written.get(failed.cue.index()))
            else {
                continue;
            };
            let problem = match failed.failure {
                Failure::Silent => {
                    let line = cue.matches.get(failed.line);
                    let place = line.map_or(written.name.place, |line| place_of(&written.matches, line));
                    let message = format!("the cue `{}` does not hit this line of its `matches`", cue.name);
                    Problem::new(Code::CueExample, place, message)
                        .help("add the phrase it should hit by to `any`, or see whether `except` or `unless_..` takes it away")
                }
                Failure::Hit { phrase, .. } => {
                    let line = cue.misses.get(failed.line);
                    let place = line.map_or(written.name.place, |line| place_of(&written.misses, line));
                    let phrase = cue.any.get(phrase).map_or("", |phrase| phrase);
                    let message =
                        format!("the cue `{}` hits this line of its `misses` by `{phrase}`", cue.name);
                    let found = written.any.iter().find(|written| &*written.value == phrase);
                    let problem = Problem::new(Code::CueExample, place, message).help(
                        "make the phrase longer, add an `except`, or `unless_followed_by` for a negation",
                    );
                    match found {
                        Some(phrase) => problem.also(phrase.place, "this phrase hits"),
                        None => problem,
                    }
                }
            };
            self.report(problem);
        }
    }
}

/// Everything the matcher looks for.
fn lists(cue: &document::Cue) -> [&Vec<Name>; 4] {
    [&cue.any, &cue.except, &cue.unless_followed_by, &cue.unless_preceded_by]
}

fn sorted(phrases: &[Name]) -> Vec<Box<str>> {
    let mut texts: Vec<Box<str>> = phrases.iter().map(|phrase| phrase.value.clone()).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn place_of(lines: &[Name], text: &str) -> Place {
    lines.iter().find(|line| &*line.value == text).map_or_else(Place::default, |line| line.place)
}
