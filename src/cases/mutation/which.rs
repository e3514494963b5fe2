//! Which of several parts of a condition that read alike a mutant changes.

use super::mutant::{Made, Operator, Reach, Root};
use crate::condition::Condition;
use crate::effect::Grant;
use crate::rulebook::Model;

/// For the how many-th time what a mutant changes reads so, from 1 and from left to right; conditions of settlements stand behind that
/// of their rule.
pub(super) fn nth(made: &Made, model: &Model) -> usize {
    let Reach::Condition { root, path, new } = &made.reach else { return 1 };
    let mut conditions = roots(*root, model);
    let Some(whole) = conditions.pop() else { return 1 };
    let mut count = Count { model, text: &made.mutant.before, before: 0 };
    conditions.into_iter().for_each(|condition| {
        count.up_to(condition, None);
    });
    let path = match made.mutant.operator {
        Operator::DropCondition => dropped(whole, path, new),
        _ => path.clone(),
    };
    count.up_to(whole, Some(&path));
    count.before + 1
}

/// The conditions that stand before a changed one, and that one.
fn roots(root: Root, model: &Model) -> Vec<&Condition> {
    match root {
        Root::Let(id) => model.lets.get(id.index()).map(|named| &named.condition).into_iter().collect(),
        Root::Points(id, at) => {
            let part = model.scores.get(id.index()).and_then(|score| score.parts.get(at));
            part.map(|part| &part.when).into_iter().collect()
        }
        Root::Rule(id) => model.rules.get(id.index()).map(|rule| &rule.when).into_iter().collect(),
        Root::Given(id, at) => {
            let Some(rule) = model.rules.get(id.index()) else { return Vec::new() };
            let given = rule.grants.iter().take(at + 1).filter_map(Grant::given);
            [&rule.when].into_iter().chain(given).collect()
        }
    }
}

/// The way to the part that is left out of what stands at the end of a path.
fn dropped(whole: &Condition, path: &[usize], rest: &Condition) -> Vec<usize> {
    let mut path = path.to_vec();
    let joined = path.iter().try_fold(whole, |condition, at| parts(condition).get(*at));
    if let (
        Some(Condition::All(parts) | Condition::Any(parts)),
        Condition::All(rest) | Condition::Any(rest),
    ) = (joined, rest)
    {
        let others = |at: usize| parts.iter().enumerate().filter(move |(other, _)| *other != at);
        let is_left_out = |at: &usize| others(*at).map(|(_, part)| part).eq(rest);
        path.extend((0..parts.len()).find(is_left_out));
    }
    path
}

struct Count<'c> {
    model: &'c Model,
    text: &'c str,
    before: usize,
}

impl Count<'_> {
    /// Counts what reads so, up to the part at the end of the path, if there is one; whether it came there.
    fn up_to(&mut self, condition: &Condition, path: Option<&[usize]>) -> bool {
        if path == Some(&[]) {
            return true;
        }
        self.before += usize::from(condition.display(self.model).to_string() == self.text);
        parts(condition).iter().enumerate().any(|(at, part)| {
            let path = path.and_then(|path| path.split_first());
            self.up_to(part, path.filter(|(first, _)| **first == at).map(|(_, rest)| rest))
        })
    }
}

fn parts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::Not(inner) => std::slice::from_ref(&**inner),
        Condition::All(parts) | Condition::Any(parts) => parts,
        Condition::Constant(_) | Condition::Let(_) | Condition::Leaf(_) => &[],
    }
}
