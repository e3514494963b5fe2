//! Cues and scores.

use super::tree::{Fields, Tree};
use crate::authoring::document::{Cue, Number, Score, ScorePart};
use crate::condition;
use crate::inquiry::is_json_number;
use std::collections::BTreeSet;

pub(super) fn cue(cue: &Cue) -> Tree {
    let fold_kana = cue.fold_kana.as_ref().map(|fold| Tree::Bare(fold.value.to_string()));
    Fields::new()
        .localised("title", cue.title.as_ref())
        .names("any", &cue.any)
        .names("except", &cue.except)
        .names("unless_followed_by", &cue.unless_followed_by)
        .names("unless_preceded_by", &cue.unless_preceded_by)
        .put("fold_kana", fold_kana)
        .names("matches", &cue.matches)
        .names("misses", &cue.misses)
        .into()
}

/// The cues a score begins with are keys of their own, all else is in `parts`, so that the order is kept. Parts with nothing
/// beside them are a list alone.
pub(super) fn score(score: &Score) -> Tree {
    let mut seen = BTreeSet::new();
    let (mut cues, mut parts) = (Vec::new(), Vec::new());
    for ScorePart { when, points } in &score.parts {
        let points = number(points);
        match &when.kind {
            condition::Kind::Name(name)
                if parts.is_empty() && name.starts_with("cue.") && seen.insert(name.clone()) =>
            {
                cues.push((name.to_string(), points));
            }
            _ => parts.push(
                Fields::new().put("when", Some(Tree::condition(when))).put("points", Some(points)).into(),
            ),
        }
    }
    let bands = score.bands.iter().map(|(name, from)| (name.value.to_string(), number(from)));
    if score.title.is_none() && score.bands.is_empty() && cues.is_empty() {
        return Tree::List(parts);
    }
    let mut fields = Fields::new().localised("title", score.title.as_ref());
    fields.extend(cues);
    fields.list("parts", parts).map("bands", bands.collect()).into()
}

fn number(number: &Number) -> Tree {
    if is_json_number(&number.0) { Tree::Bare(number.0.to_string()) } else { Tree::text(&number.0) }
}
