//! The conditions of a rulebook taken apart: what each finally asks, and whether one answer alone turns the whole.

use crate::condition::{Condition, Knowable, LabelSet, Leaf, Situation, Truth};
use crate::effect::{Grant, Rule};
use crate::id::{LetId, RuleId, ScoreId};
use crate::rulebook::Model;

/// A condition that something hangs on.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    pub(crate) whose: Whose,
    when: Condition,
    /// What it asks, from left to right: leaves, and named conditions, which are tests of their own.
    pub(super) atoms: Vec<Condition>,
    /// How many atoms at the front belong to another test and only say when this one matters.
    pub(super) before: usize,
    restricts: bool,
    grants: bool,
}

/// What hangs on a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Rule(RuleId),
    /// A settlement of the rule that is given on more than the rule.
    Settlement(RuleId),
    /// It is a named condition itself.
    Named(LetId),
    /// The points of a part of a score, by its position in it.
    Points(ScoreId, usize),
}

/// Whether restrictions, and whether grants count.
pub(super) type Counts = (bool, bool);

impl Test {
    /// Every condition on which something of the model hangs: rule by rule in the order of their names, then named conditions, then the
    /// parts of scores.
    pub(crate) fn all(model: &Model) -> Vec<Self> {
        let mut tests = Vec::new();
        for (id, rule) in model.rules_by_name() {
            tests.push(Self::of_rule(id, rule));
            tests.extend(settlements(rule).into_iter().map(|given| Self::of_settlement(id, rule, given)));
        }
        let named = model.lets.iter().enumerate();
        tests.extend(named.map(|(at, named)| {
            let whose = Whose::Named(LetId::at(at));
            Self::new(whose, named.condition.clone(), 0, false, false)
        }));
        for (at, score) in model.scores.iter().enumerate() {
            let parts = score.parts.iter().enumerate();
            tests.extend(parts.map(|(part, of)| {
                let whose = Whose::Points(ScoreId::at(at), part);
                Self::new(whose, of.when.clone(), 0, false, false)
            }));
        }
        tests
    }

    fn of_rule(id: RuleId, rule: &Rule) -> Self {
        let (restricts, grants) = (!rule.restrictions.is_empty(), !rule.grants.is_empty());
        Self::new(Whose::Rule(id), rule.when.clone(), 0, restricts, grants)
    }

    fn of_settlement(id: RuleId, rule: &Rule, given: &Condition) -> Self {
        let mut before = Vec::new();
        atoms(&rule.when, &mut before);
        let when = Condition::All(vec![rule.when.clone(), given.clone()]);
        Self::new(Whose::Settlement(id), when, before.len(), false, true)
    }

    fn new(whose: Whose, when: Condition, before: usize, restricts: bool, grants: bool) -> Self {
        let mut asked = Vec::new();
        atoms(&when, &mut asked);
        Self { whose, when, atoms: asked, before, restricts, grants }
    }

    /// The rule that hangs on it; none if it is a named condition or part of a score.
    pub(super) const fn rule(&self) -> Option<RuleId> {
        match self.whose {
            Whose::Rule(rule) | Whose::Settlement(rule) => Some(rule),
            Whose::Named(_) | Whose::Points(..) => None,
        }
    }

    /// Whether the rulebook says it itself, not a built-in one beneath it.
    pub(super) const fn is_own(&self, model: &Model) -> bool {
        match self.whose {
            Whose::Rule(rule) | Whose::Settlement(rule) => !model.inherited.rule(rule),
            Whose::Named(id) => !model.inherited.named(id),
            Whose::Points(score, _) => !model.inherited.score(score),
        }
    }

    /// The whole condition.
    pub(crate) const fn when(&self) -> &Condition {
        &self.when
    }

    /// The truth of each atom.
    pub(super) fn truths(&self, situation: &Situation, model: &Model) -> Vec<Truth> {
        self.atoms.iter().map(|atom| atom.evaluate(situation, &model.lets)).collect()
    }

    /// What the condition is with the atom at `at` true, and with it answered otherwise, all others as they are.
    ///
    /// No atom about a value can be answered while that is not known, so with `known(x)` go the atoms that ask the same: they are
    /// unknown with it, and count as false where it would be known.
    pub(super) fn answered(&self, truths: &[Truth], at: usize) -> Option<[Truth; 2]> {
        let atom = self.atoms.get(at)?;
        let answered = |truth: Truth| {
            let mut truths = truths.to_vec();
            for (other, slot) in truths.iter_mut().enumerate() {
                if other == at {
                    *slot = truth;
                } else if self.atoms.get(other).is_some_and(|other| is_known_with(other, atom)) {
                    *slot = match truth {
                        Truth::Unknown => Truth::Unknown,
                        _ if *slot == Truth::Unknown => Truth::False,
                        _ => *slot,
                    };
                }
            }
            evaluate(&self.when, &mut truths.into_iter())
        };
        Some([answered(Truth::True), answered(opposite(atom))])
    }

    /// The atoms but for which the one at `at` would turn what hangs on the condition: each alone, answered otherwise, lets it. That is
    /// otherwise under two truths of the condition where they are `told_apart`.
    pub(super) fn masking(
        &self,
        truths: &[Truth],
        at: usize,
        told_apart: impl Fn([Truth; 2]) -> bool,
    ) -> Vec<usize> {
        let lets_it = |other: &usize| {
            let mut truths = truths.to_vec();
            if let (Some(slot), Some(atom)) = (truths.get_mut(*other), self.atoms.get(*other)) {
                *slot = if *slot == Truth::True { opposite(atom) } else { Truth::True };
            }
            self.answered(&truths, at).is_some_and(&told_apart)
        };
        (0..self.atoms.len()).filter(|other| *other != at).filter(lets_it).collect()
    }

    /// Whether its restrictions, and whether its grants count where the condition has this truth. A named condition and a part of a score
    /// have none: what comes of them is seen at what reads them. Where a script fails nothing may be granted.
    pub(super) fn counts(&self, truth: Truth, may_grant: bool) -> Counts {
        (self.restricts && truth != Truth::False, self.grants && may_grant && truth == Truth::True)
    }
}

/// The other answer than true: what is known may only become unknown, all else false.
pub(super) const fn opposite(atom: &Condition) -> Truth {
    match atom {
        Condition::Leaf(Leaf::Known(_)) => Truth::Unknown,
        _ => Truth::False,
    }
}

/// Whether an atom has an answer only if what the other, a `known(..)`, asks for is known.
fn is_known_with(atom: &Condition, known: &Condition) -> bool {
    let Condition::Leaf(Leaf::Known(what)) = known else { return false };
    match (atom, what) {
        (Condition::Leaf(leaf), Knowable::Value(value)) => leaf.values().any(|other| other == *value),
        (Condition::Leaf(Leaf::Cue(other)), Knowable::Cue(cue)) => other == cue,
        (Condition::Leaf(leaf), Knowable::Score(score)) => leaf.score() == Some(*score),
        (Condition::Leaf(leaf), Knowable::Axis(axis)) => leaf.axis() == Some(*axis),
        _ => false,
    }
}

/// Whether an atom has the same answer whatever the inquiry, as far as it tells by itself.
pub(super) fn is_constant(atom: &Condition, model: &Model) -> bool {
    match atom {
        Condition::Leaf(Leaf::AxisIn { axis, labels }) => {
            let all: usize = model.axes.get(axis.index()).map_or(0, |axis| axis.labels.len());
            *labels == LabelSet::EMPTY || usize::try_from(labels.len()) == Ok(all)
        }
        Condition::Leaf(Leaf::InForce(period)) => period.is_empty(),
        Condition::Leaf(Leaf::Known(Knowable::Text)) => false,
        Condition::Let(id) => match model.lets.get(id.index()).map(|named| &named.condition) {
            Some(Condition::Constant(_)) | None => true,
            Some(_) => false,
        },
        _ => false,
    }
}

/// The conditions on which settlements of a rule hang. Where the opposite is settled otherwise, both hang on the same one.
fn settlements(rule: &Rule) -> Vec<&Condition> {
    let mut given: Vec<&Condition> = Vec::new();
    for condition in rule.grants.iter().filter_map(Grant::given) {
        let asked = match condition {
            Condition::Not(inner) => &**inner,
            condition => condition,
        };
        if !given.contains(&asked) {
            given.push(asked);
        }
    }
    given
}

/// What a condition asks, from left to right, behind what was asked before.
pub(super) fn atoms(condition: &Condition, asked: &mut Vec<Condition>) {
    match condition {
        Condition::Constant(_) => {}
        Condition::Not(inner) => atoms(inner, asked),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| atoms(part, asked)),
        Condition::Let(_) | Condition::Leaf(_) => asked.push(condition.clone()),
    }
}

/// What the condition is if its atoms, from left to right, are answered so.
fn evaluate(condition: &Condition, answers: &mut impl Iterator<Item = Truth>) -> Truth {
    match condition {
        Condition::Constant(holds) => Truth::from(*holds),
        Condition::Not(inner) => evaluate(inner, answers).not(),
        // Every part is asked, so that no answer is taken for another's.
        Condition::All(parts) => {
            parts.iter().fold(Truth::True, |truth, part| truth.and(evaluate(part, answers)))
        }
        Condition::Any(parts) => {
            parts.iter().fold(Truth::False, |truth, part| truth.or(evaluate(part, answers)))
        }
        Condition::Let(_) | Condition::Leaf(_) => answers.next().unwrap_or(Truth::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CueId;

    fn cue(at: usize) -> Condition {
        Condition::Leaf(Leaf::Cue(CueId::at(at)))
    }

    fn test(when: Condition, restricts: bool) -> Test {
        Test::new(Whose::Rule(RuleId::at(0)), when, 0, restricts, !restricts)
    }

    fn turns(test: &Test, truths: &[Truth], at: usize) -> bool {
        test.answered(truths, at)
            .is_some_and(|[one, other]| test.counts(one, true) != test.counts(other, true))
    }

    fn masking(test: &Test, truths: &[Truth], at: usize) -> Vec<usize> {
        test.masking(truths, at, |[one, other]| test.counts(one, true) != test.counts(other, true))
    }

    const T: Truth = Truth::True;
    const U: Truth = Truth::Unknown;
    const F: Truth = Truth::False;

    #[test]
    fn an_answer_turns_a_condition_unless_others_mask_it() {
        let both = test(Condition::All(vec![cue(0), cue(1)]), true);
        for (truths, is_turned, masked_by) in [
            ([T, T], true, vec![]),
            ([F, T], true, vec![]),
            ([T, F], false, vec![1]),
            ([F, F], false, vec![1]),
            // A restriction counts even while the other is unknown.
            ([T, U], true, vec![]),
        ] {
            assert_eq!(turns(&both, &truths, 0), is_turned, "{truths:?}");
            if !is_turned {
                assert_eq!(masking(&both, &truths, 0), masked_by, "{truths:?}");
            }
        }
        let either = test(Condition::Any(vec![cue(0), Condition::Not(Box::new(cue(1)))]), false);
        assert!(turns(&either, &[F, T], 0) && !turns(&either, &[F, F], 0));
        assert_eq!(masking(&either, &[F, F], 0), [1]);
    }

    #[test]
    fn what_is_known_goes_with_what_asks_for_it() {
        // `x || !known(x)`: a restriction that counts while x is missing.
        let known = Condition::Leaf(Leaf::Known(Knowable::Cue(CueId::at(0))));
        let either = test(Condition::Any(vec![cue(0), Condition::Not(Box::new(known))]), true);
        assert!(turns(&either, &[F, T], 1), "x is known to be false, and would count were it not known");
        assert!(turns(&either, &[U, U], 1), "x is not known, and would not count were it known to be false");
        assert!(!turns(&either, &[T, T], 1));
    }

    #[test]
    fn a_grant_is_turned_only_where_it_would_count() {
        let granted = test(Condition::All(vec![cue(0), cue(1)]), false);
        assert!(turns(&granted, &[T, T], 0));
        assert!(!turns(&granted, &[T, U], 0));
    }
}
