//! Mutants that decide every inquiry as their rulebook does, as far as that can be seen at a glance. No case can tell them apart.

use super::mutant::{Made, Operator, Part, Reach, Root};
use super::points::on_the_same_side;
use crate::cases::values::{is_whole, range};
use crate::condition::{Condition, Leaf, Operand, Operator as Sign, Truth};
use crate::effect::{Grant, Restriction, Rule};
use crate::id::{LetId, RuleId};
use crate::inquiry::Value;
use crate::rulebook::Model;
use rust_decimal::Decimal;
use serde::Serialize;

/// Why a mutant is no other rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Equivalence {
    /// Both conditions are as true as each other, whatever is given.
    SameTruth,
    /// Another rule does as much under the same condition.
    DoneAnyway,
    /// The judgment's own holders already say as much.
    HolderAnyway,
    /// The score lies on the same side of every number it is compared with.
    SameSide,
    /// A file of cases says so, and neither a case nor an inquiry made for it shows otherwise.
    Excused,
    /// A file of cases says so, and neither a case nor an inquiry made for it comes near what is changed.
    Unseen,
}

impl Equivalence {
    /// As a sentence.
    pub const fn text(self) -> &'static str {
        match self {
            Self::SameTruth => "both conditions are as true as each other, whatever is given",
            Self::DoneAnyway => "another rule does as much under the same condition",
            Self::HolderAnyway => "the judgment's own holder already says as much",
            Self::SameSide => "the score lies on the same side of every number it is compared with",
            Self::Excused => "a file of cases says so, and no case shows otherwise",
            Self::Unseen => "a file of cases says so, and no case comes near it",
        }
    }
}

/// Why a mutant is equivalent; `None` if that cannot be seen. `model` is the rulebook's own.
pub(super) fn equivalence(made: &Made, model: &Model) -> Option<Equivalence> {
    if let Reach::Condition { root, path, new } = &made.reach {
        let whole = whole(*root, model)?;
        let changed = super::nodes::replaced(whole, path, new);
        if same_truth(whole, &changed, model) {
            return Some(Equivalence::SameTruth);
        }
    }
    if let Part::Score(id, score) = &made.part
        && on_the_same_side(*id, score, model)
    {
        return Some(Equivalence::SameSide);
    }
    let Part::Rule(id, other) = &made.part else { return None };
    let rule = model.rules.get(id.index())?;
    if holders_say_as_much(rule, other, made.mutant.operator, model) {
        return Some(Equivalence::HolderAnyway);
    }
    let is_dropped = made.mutant.operator == Operator::DropRule;
    let is_done = (is_dropped || rule.when == other.when) && done_anyway(*id, rule, other, is_dropped, model);
    is_done.then_some(Equivalence::DoneAnyway)
}

/// The condition a change stands in.
pub(super) fn whole(root: Root, model: &Model) -> Option<&Condition> {
    match root {
        Root::Rule(rule) => model.rules.get(rule.index()).map(|rule| &rule.when),
        Root::Given(rule, at) => model.rules.get(rule.index())?.grants.get(at)?.given(),
        Root::Let(id) => model.lets.get(id.index()).map(|named| &named.condition),
        Root::Points(score, at) => {
            model.scores.get(score.index()).and_then(|score| score.parts.get(at)).map(|part| &part.when)
        }
    }
}

/// Whether every effect that only one of two rules has is another rule's as well, under the same condition.
fn done_anyway(id: RuleId, rule: &Rule, other: &Rule, is_dropped: bool, model: &Model) -> bool {
    let alike = |candidate: &Rule| is_alike(conjuncts(&candidate.when), conjuncts(&rule.when));
    let others = || {
        let rules = model.rules.iter().enumerate().filter(|(at, _)| *at != id.index());
        rules.map(|(_, rule)| &**rule).filter(|candidate| alike(candidate))
    };
    let restricts = |restriction: &&Restriction| {
        others().any(|other| other.restrictions.iter().any(|by| restricts_as_much(by, restriction)))
    };
    let grants = |grant: &&Grant| others().any(|other| other.grants.contains(grant));
    let lost = rule.restrictions.iter().filter(|effect| is_dropped || !other.restrictions.contains(effect));
    let lost_grants = rule.grants.iter().filter(|effect| is_dropped || !other.grants.contains(effect));
    let gained =
        other.restrictions.iter().filter(|effect| !is_dropped && !rule.restrictions.contains(effect));
    let gained_grants = other.grants.iter().filter(|effect| !is_dropped && !rule.grants.contains(effect));
    lost.chain(gained).all(|effect| restricts(&effect))
        && lost_grants.chain(gained_grants).all(|effect| grants(&effect))
}

/// Whether one restriction says all that another one does.
fn restricts_as_much(by: &Restriction, restriction: &Restriction) -> bool {
    match (by, restriction) {
        (
            Restriction::Retain { judgment, act, tier },
            Restriction::Retain { judgment: on, act: kept, tier: least },
        ) => judgment == on && act == kept && tier >= least,
        (
            Restriction::Escalate { to, urgency, within },
            Restriction::Escalate { to: least, urgency: at_least, within: limit },
        ) => to >= least && urgency >= at_least && (limit.is_none() || within == limit),
        (by, restriction) => by == restriction,
    }
}

/// Whether a tier that is another one lies, before and after, where the judgment's own holder stands anyway.
fn holders_say_as_much(rule: &Rule, other: &Rule, operator: Operator, model: &Model) -> bool {
    let holder = |judgment: crate::id::JudgmentId, act: crate::authority::Act| {
        model.judgments.get(judgment.index()).map(|judgment| act.of(judgment.holders))
    };
    match operator {
        Operator::RaiseDelegate | Operator::LowerDelegate => {
            let is_above = |grant: &&Grant| {
                let Grant::Delegate { judgment, act, tier } = grant else { return false };
                holder(*judgment, *act).is_some_and(|holder| *tier >= holder)
            };
            let mut differ = rule.grants.iter().filter(|grant| !other.grants.contains(grant));
            let mut new = other.grants.iter().filter(|grant| !rule.grants.contains(grant));
            differ.all(|grant| is_above(&grant)) && new.all(|grant| is_above(&grant))
        }
        Operator::WeakenRetain => {
            let is_below = |restriction: &&Restriction| {
                let Restriction::Retain { judgment, act, tier } = restriction else { return false };
                holder(*judgment, *act).is_some_and(|holder| *tier <= holder)
            };
            let mut differ = rule.restrictions.iter().filter(|effect| !other.restrictions.contains(effect));
            let mut new = other.restrictions.iter().filter(|effect| !rule.restrictions.contains(effect));
            differ.all(|effect| is_below(&effect)) && new.all(|effect| is_below(&effect))
        }
        _ => false,
    }
}

/// What a condition joins.
fn conjuncts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All(parts) => parts,
        Condition::Constant(true) => &[],
        other => std::slice::from_ref(other),
    }
}

/// Whether two conditions join the same, in whatever order and however often.
fn is_alike(one: &[Condition], other: &[Condition]) -> bool {
    one.iter().all(|part| other.contains(part)) && other.iter().all(|part| one.contains(part))
}

/// Beyond so many different questions, the table of all answers is not drawn up.
const MOST_QUESTIONS: usize = 7;

/// Whether two conditions are as true as each other, whatever the answers to the questions in them are.
fn same_truth(one: &Condition, other: &Condition, model: &Model) -> bool {
    let mut questions = Vec::new();
    ask(one, model, &mut questions);
    ask(other, model, &mut questions);
    if questions.len() > MOST_QUESTIONS {
        return false;
    }
    const TRUTHS: [Truth; 3] = [Truth::False, Truth::Unknown, Truth::True];
    let mut answers = vec![Truth::False; questions.len()];
    loop {
        let truth = |condition| answered(condition, model, &questions, &answers);
        if truth(one) != truth(other) {
            return false;
        }
        // The next row of the table.
        let mut rows = answers.iter_mut();
        loop {
            let Some(answer) = rows.next() else { return true };
            let next = TRUTHS.iter().find(|truth| **truth > *answer);
            *answer = next.copied().unwrap_or(Truth::False);
            if next.is_some() {
                break;
            }
        }
    }
}

/// A question a condition asks: one spelling for equal ones, and whether the condition asks its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Question {
    Leaf(Leaf),
    Let(LetId),
}

fn ask(condition: &Condition, model: &Model, questions: &mut Vec<Question>) {
    let mut add = |question: Question| {
        if !questions.contains(&question) {
            questions.push(question);
        }
    };
    match condition {
        Condition::Constant(_) => {}
        Condition::Not(inner) => ask(inner, model, questions),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| ask(part, model, questions));
        }
        Condition::Let(id) => add(Question::Let(*id)),
        Condition::Leaf(leaf) => add(Question::Leaf(normal(leaf, model).0)),
    }
}

fn answered(condition: &Condition, model: &Model, questions: &[Question], answers: &[Truth]) -> Truth {
    let answer = |question: &Question| {
        let at = questions.iter().position(|other| other == question);
        at.and_then(|at| answers.get(at)).copied().unwrap_or_default()
    };
    match condition {
        Condition::Constant(holds) => Truth::from(*holds),
        Condition::Not(inner) => answered(inner, model, questions, answers).not(),
        Condition::All(parts) => {
            let parts = parts.iter().map(|part| answered(part, model, questions, answers));
            parts.fold(Truth::True, Truth::and)
        }
        Condition::Any(parts) => {
            let parts = parts.iter().map(|part| answered(part, model, questions, answers));
            parts.fold(Truth::False, Truth::or)
        }
        Condition::Let(id) => answer(&Question::Let(*id)),
        Condition::Leaf(leaf) => {
            let (leaf, is_opposite) = normal(leaf, model);
            let truth = answer(&Question::Leaf(leaf));
            if is_opposite { truth.not() } else { truth }
        }
    }
}

/// A comparison as `<`, or as the opposite of one, with limits that no value lies beyond moved to the end of what values may be.
fn normal(leaf: &Leaf, model: &Model) -> (Leaf, bool) {
    let same = || (leaf.clone(), false);
    let Leaf::Compare { left, operator, right: Operand::Literal(Value::Number(bound)) } = leaf else {
        return same();
    };
    if !is_whole(*left, model) || !bound.is_integer() {
        return same();
    }
    let beyond = |bound: Decimal| bound.checked_add(Decimal::ONE);
    let (limit, is_opposite) = match operator {
        Sign::Less => (Some(*bound), false),
        Sign::LessOrEqual => (beyond(*bound), false),
        Sign::GreaterOrEqual => (Some(*bound), true),
        Sign::Greater => (beyond(*bound), true),
        Sign::Equal | Sign::NotEqual => return same(),
    };
    let Some(mut limit) = limit else { return same() };
    let number = |end: Option<Value>| match end {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    let (min, max) = range(*left, model);
    let (min, max) = (number(min), number(max));
    limit = min.map_or(limit, |min| limit.max(min));
    limit = max.and_then(beyond).map_or(limit, |max| limit.min(max));
    let right = Operand::Literal(Value::Number(limit));
    (Leaf::Compare { left: *left, operator: Sign::Less, right }, is_opposite)
}
