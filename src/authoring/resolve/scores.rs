//! Scores: bands put in order, parts checked and kept away from labels and from other scores.

use super::lets::Ordered;
use super::resolver::Resolver;
use crate::authoring::document::{self, Document};
use crate::authoring::limits::MAX_SCORE_PARTS;
use crate::classify::{Band, Score, ScorePart};
use crate::condition::{Condition, Expression, Names, check};
use crate::diagnostic::{Code, Problem};
use crate::rulebook::{Let, Model};
use crate::span::Place;
use std::sync::Arc;

impl Resolver {
    /// The scores by name, without their parts: conditions are checked once every name is known.
    pub(super) fn scores(&mut self, document: &Document) -> Vec<Score> {
        let mut scores: Vec<Score> = document
            .scores
            .iter()
            .map(|score| Score {
                id: score.name.value.clone(),
                title: score.title.clone(),
                parts: Vec::new(),
                bands: self.bands(score),
            })
            .collect();
        scores.sort_by(|one, other| one.id.cmp(&other.id));
        scores
    }

    /// Bands by the numbers they begin with, whatever order they are written in.
    fn bands(&mut self, score: &document::Score) -> Vec<Band> {
        let mut written: Vec<_> =
            score.bands.iter().filter_map(|(name, from)| Some((name, from.exact()?))).collect();
        written.sort_by_key(|(name, from)| (*from, name.place));
        for pair in written.windows(2) {
            if let [(first, from), (again, same)] = pair
                && from == same
            {
                let message =
                    format!("the bands `{}` and `{}` both begin with {from}", first.value, again.value);
                let problem =
                    Problem::new(Code::InvalidValue, again.place, message).also(first.place, "the first one");
                self.report(
                    problem.help("each band begins with a number of its own and ends where the next begins"),
                );
            }
        }
        written.into_iter().map(|(name, from)| Band { id: name.value.clone(), from }).collect()
    }

    /// Checks the parts of every score and adds them. `ordered` and `lets` are the named conditions, as written and as
    /// resolved.
    pub(super) fn score_parts(
        &mut self,
        document: &Document,
        scores: &mut [Score],
        names: &Names<'_>,
        ordered: &Ordered<'_>,
        lets: &[Let],
    ) {
        let barred = barred_lets(names, scores, lets);
        for written in &document.scores {
            if let Some(part) = written.parts.get(MAX_SCORE_PARTS) {
                let message = format!(
                    "the score `{}` has {} parts, more than the {MAX_SCORE_PARTS} it may have",
                    written.name.value,
                    written.parts.len()
                );
                self.report(
                    Problem::new(Code::Limit, part.when.place, message).label("the first one too many"),
                );
                continue;
            }
            let mut parts: Vec<(ScorePart, Place)> = Vec::with_capacity(written.parts.len());
            for part in &written.parts {
                self.within_reach(&part.when, names, ordered, &barred);
                let (condition, problems) = check(&part.when, names);
                self.problems.extend(problems);
                let Some((when, points)) = condition.zip(part.points.exact()) else { continue };
                if let Some((_, first)) = parts.iter().find(|(other, _)| other.when == when) {
                    let message =
                        format!("the score `{}` has two parts of the same condition", written.name.value);
                    let problem = Problem::new(Code::DuplicateCondition, part.when.place, message);
                    let problem = problem.label("again here").also(*first, "first here");
                    self.report(problem.help("make one part of the two, with their points added up"));
                }
                parts.push((ScorePart { when, points }, part.when.place));
            }
            let at = scores.binary_search_by(|score| score.id.cmp(&written.name.value)).ok();
            if let Some(score) = at.and_then(|at| scores.get_mut(at)) {
                score.parts = parts.into_iter().map(|(part, _)| part).collect();
            }
        }
    }

    /// Refuses every axis, every score and every named condition that reads one. Polarity could otherwise be circumvented by
    /// way of a score, whose points go up and down.
    fn within_reach(
        &mut self,
        when: &Expression,
        names: &Names<'_>,
        ordered: &Ordered<'_>,
        barred: &[Option<String>],
    ) {
        const READS: &str =
            "scores read facts, derived values, parameters, cues and named conditions over these";
        when.each_name(&mut |name, place| {
            let what = if name.starts_with("score.") && names.knows(name) {
                format!("the score `{name}`")
            } else if names.axes.iter().any(|axis| &*axis.id == name) {
                format!("the axis `{name}`")
            } else {
                let named = names.lets.get(name);
                let Some((id, Some(what))) = named.and_then(|id| Some((*id, barred.get(id.index())?))) else {
                    return;
                };
                let message = format!("`{name}` reads {what}, so no score may read it");
                let problem = Problem::new(Code::OutOfReach, place, message).help(READS);
                self.report(match ordered.lets.get(id.index()) {
                    Some(named) => problem.also(named.name.place, format!("`{name}` is declared here")),
                    None => problem,
                });
                return;
            };
            let problem = Problem::new(Code::OutOfReach, place, format!("no score may read {what}"));
            self.report(problem.help(READS));
        });
    }
}

/// Puts the parts of every score in the order of their printed conditions, which is the same however they were written.
pub(super) fn put_in_order(model: &mut Model) {
    let mut scores = std::mem::take(&mut model.scores);
    for score in Arc::make_mut(&mut scores) {
        score.parts.sort_by_cached_key(|part| part.when.display(model).to_string());
    }
    model.scores = scores;
}

/// For every named condition what it reads that no score may, directly or through others. Each refers only to those before
/// it.
fn barred_lets(names: &Names<'_>, scores: &[Score], lets: &[Let]) -> Vec<Option<String>> {
    let mut barred: Vec<Option<String>> = Vec::with_capacity(lets.len());
    for named in lets {
        let reads = barred_in(&named.condition, names, scores, &barred);
        barred.push(reads);
    }
    barred
}

fn barred_in(
    condition: &Condition,
    names: &Names<'_>,
    scores: &[Score],
    lets: &[Option<String>],
) -> Option<String> {
    let within = |part: &Condition| barred_in(part, names, scores, lets);
    match condition {
        Condition::Constant(_) => None,
        Condition::Not(inner) => within(inner),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().find_map(within),
        Condition::Let(id) => lets.get(id.index()).cloned().flatten(),
        Condition::Leaf(leaf) => {
            let axis = leaf.axis().and_then(|axis| names.axes.get(axis.index()));
            let score = leaf.score().and_then(|score| scores.get(score.index()));
            axis.map(|axis| format!("the axis `{}`", axis.id))
                .or_else(|| score.map(|score| format!("the score `score.{}`", score.id)))
        }
    }
}
