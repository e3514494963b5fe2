//! Every small change of scores: of what the points of a part hang on, and of the points.

use super::mutant::{Made, Mutant, Operator, Part, Reach, Root, Subject};
use super::nodes::{self, Change, Direction};
use super::permits::{Read, by_reading};
use crate::cases::values::{next, sums};
use crate::classify::{Score, ScorePart};
use crate::condition::{Condition, Leaf, Operator as Sign};
use crate::effect::Grant;
use crate::id::ScoreId;
use crate::inquiry::Value;
use crate::rulebook::Model;
use rust_decimal::Decimal;

/// Of every part of every score that is the rulebook's own: its condition changed, its points one unit higher and lower, and the part
/// left out. What a mutant says is the whole part, so that no two read alike.
pub(super) fn of_scores(model: &Model, made: &mut Vec<Made>) {
    let scores = model.scores.iter().enumerate().map(|(at, score)| (ScoreId::at(at), score));
    for (id, score) in scores.filter(|(id, _)| !model.inherited.score(*id)) {
        for (at, part) in score.parts.iter().enumerate() {
            let mut add = |operator, other: Option<ScorePart>, direction, reach| {
                made.push(Made {
                    mutant: Mutant {
                        operator,
                        subject: Subject::Score,
                        name: score.id.clone(),
                        place: None,
                        nth: 1,
                        before: text(part, model),
                        after: other.as_ref().map(|other| text(other, model)),
                        permissive: by_reading(model, Read::Score(id), direction),
                    },
                    part: Part::Score(id, Box::new(with(score, at, other))),
                    reach,
                });
            };
            for Change { operator, path, new, direction, .. } in nodes::changes(&part.when, model) {
                let when = nodes::replaced(&part.when, &path, &new);
                let other = ScorePart { when, points: part.points };
                let reach = Reach::Condition { root: Root::Points(id, at), path, new };
                add(operator, Some(other), direction, reach);
            }
            // Where a part is false its points are the same as none.
            let counting = || Reach::Condition {
                root: Root::Points(id, at),
                path: Vec::new(),
                new: Condition::Constant(false),
            };
            for points in [false, true].into_iter().filter_map(|up| moved(part.points, up)) {
                let other = ScorePart { when: part.when.clone(), points };
                add(Operator::ChangePoints, Some(other), Direction::Either, counting());
            }
            add(Operator::DropPoints, None, Direction::Either, counting());
        }
    }
}

/// Whether points that are others leave the score on the same side of every number it is compared with, whatever the other parts
/// are. Points that become none, or turn round, are not looked at: what is unknown then counts otherwise.
pub(super) fn on_the_same_side(id: ScoreId, after: &Score, model: &Model) -> bool {
    let Some(before) = model.scores.get(id.index()) else { return false };
    let Some((which, from, to)) = other_points(before, after) else { return false };
    // A script may do anything with the number.
    if from.is_zero()
        || to.is_zero()
        || from.is_sign_negative() != to.is_sign_negative()
        || !model.overrides.is_empty()
    {
        return false;
    }
    let others = before.parts.iter().enumerate().filter(|(other, _)| *other != which);
    let Some(sums) = sums(others.map(|(_, part)| part.points)) else { return false };
    let compared = comparisons(model, id);
    sums.iter().all(|sum| {
        let (one, other) = (sum.saturating_add(from), sum.saturating_add(to));
        compared.iter().all(|(sign, bound)| are_alike(*sign, one.cmp(bound), other.cmp(bound)))
    })
}

/// The only part that has other points in one of two scores: its position and both.
fn other_points(before: &Score, after: &Score) -> Option<(usize, Decimal, Decimal)> {
    if before.parts.len() != after.parts.len() {
        return None;
    }
    let mut pairs =
        before.parts.iter().zip(&after.parts).enumerate().filter(|(_, (one, other))| one != other);
    let (at, (one, other)) = pairs.next()?;
    (one.when == other.when && pairs.next().is_none()).then_some((at, one.points, other.points))
}

/// Whether a comparison tells apart two numbers that lie so beside its limit.
fn are_alike(sign: Sign, one: std::cmp::Ordering, other: std::cmp::Ordering) -> bool {
    match sign {
        Sign::Less | Sign::GreaterOrEqual => one.is_lt() == other.is_lt(),
        Sign::LessOrEqual | Sign::Greater => one.is_le() == other.is_le(),
        Sign::Equal | Sign::NotEqual => one == other,
    }
}

/// What a score is compared with, wherever the rulebook does.
fn comparisons(model: &Model, score: ScoreId) -> Vec<(Sign, Decimal)> {
    let mut found = Vec::new();
    for rule in &model.rules {
        compared(&rule.when, score, &mut found);
        let given = rule.grants.iter().filter_map(Grant::given);
        given.for_each(|given| compared(given, score, &mut found));
    }
    model.lets.iter().for_each(|named| compared(&named.condition, score, &mut found));
    model.invariants.iter().for_each(|invariant| compared(&invariant.never, score, &mut found));
    found
}

fn compared(condition: &Condition, score: ScoreId, found: &mut Vec<(Sign, Decimal)>) {
    match condition {
        Condition::Not(inner) => compared(inner, score, found),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| compared(part, score, found));
        }
        Condition::Leaf(Leaf::Score { score: of, operator, bound }) if *of == score => {
            found.push((*operator, *bound));
        }
        Condition::Constant(_) | Condition::Let(_) | Condition::Leaf(_) => {}
    }
}

/// Points one unit higher or lower. To none at all they would be dropped.
fn moved(points: Decimal, up: bool) -> Option<Decimal> {
    match next(&Value::Number(points), up)? {
        Value::Number(moved) if !moved.is_zero() => Some(moved),
        _ => None,
    }
}

/// The score with a part that is another one, or left out.
fn with(score: &Score, at: usize, other: Option<ScorePart>) -> Score {
    let parts = score.parts.iter().enumerate();
    let parts =
        parts.filter_map(|(which, part)| if which == at { other.clone() } else { Some(part.clone()) });
    Score { parts: parts.collect(), ..score.clone() }
}

/// As rulebooks write it.
fn text(part: &ScorePart, model: &Model) -> String {
    format!("{}: {}", part.when.display(model), part.points.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    /// The changes of points that leave the score on the same side.
    fn alike(parts: &str, compared: &str) -> Vec<String> {
        let text = format!(
            "rulebook: a\nversion: '1'\ntiers: {{ vendor: [a], client: [b] }}\n\
             cues: {{ x: {{ any: [x] }}, y: {{ any: [y] }} }}\nscores: {{ s: {{ {parts} }} }}\n\
             rules: [{{ id: r, when: '{compared}', tag: [t] }}]\n"
        );
        let book = Rulebook::load("a.yaml", &text).into_result().unwrap_or_else(|found| panic!("{found}"));
        let mut made = Vec::new();
        of_scores(book.model(), &mut made);
        let alike = made.into_iter().filter(|made| match &made.part {
            Part::Score(id, score) => on_the_same_side(*id, score, book.model()),
            _ => false,
        });
        alike.map(|made| made.mutant.change()).collect()
    }

    #[test]
    fn points_are_the_same_where_no_sum_with_them_crosses_a_limit() {
        let more = "score s: cue.x: 2 → cue.x: 3";
        assert_eq!(alike("cue.x: 2, cue.y: 2", "score.s >= 2"), [more, "score s: cue.y: 2 → cue.y: 3"]);
        // With the other part it comes to three, or to four.
        assert_eq!(alike("cue.x: 2, cue.y: 1", "score.s > 3"), ["score s: cue.x: 2 → cue.x: 1"]);
        assert_eq!(alike("cue.x: 2, cue.y: 1", "score.s >= 2"), [more]);
        assert_eq!(alike("cue.x: 2, cue.y: 1", "score.s >= 2 || score.s == 4"), [""; 0]);
    }

    #[test]
    fn points_that_turn_round_are_not_the_same() {
        // Where it is unknown whether the cue hits, the score would be open to the other side.
        assert!(moved(Decimal::ONE, false).is_none());
        assert!(alike("cue.x: 1, cue.y: 1", "known(score.s)").iter().all(|change| change.ends_with("2")));
    }
}
