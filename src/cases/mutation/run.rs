//! Which mutants the cases notice. What a mutant cannot touch is not decided again.

use super::bits::{Bits, Matrix};
use super::equivalent::{Equivalence, equivalence, whole};
use super::mutant::{Made, Part, Reach, Root};
use super::words::fails_its_lines;
use crate::cases::case::Case;
use crate::cases::expectation::Expectation;
use crate::condition::{Situation, Truth};
use crate::decision::Decision;
use crate::engine::{Again, Engine, Kept, matcher_of};
use crate::id::{CueId, RuleId};
use crate::rulebook::Rulebook;
use crate::text::CueMatcher;
use std::cell::Cell;

/// What became of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Killed,
    /// With how many cases could have noticed it: those that it decides otherwise.
    Survived {
        touched: usize,
    },
    Equivalent(Equivalence),
}

/// The cases, each decided once by the rulebook as it is.
#[derive(Debug)]
pub(super) struct Bench<'c> {
    pub(super) engine: Engine,
    pub(super) rulebook: Rulebook,
    /// The copy that mutants are made of, one after the other.
    pub(super) variant: Rulebook,
    pub(super) again: Again,
    pub(super) cases: Vec<&'c Case>,
    /// The decisions on the cases.
    pub(super) decided: Vec<Decision>,
    pub(super) kept: Vec<Kept>,
    matrix: Matrix,
    has_scripts: bool,
}

impl<'c> Bench<'c> {
    /// With those cases that pass: what fails anyway notices nothing.
    pub(super) fn new(engine: &Engine, cases: impl Iterator<Item = &'c Case>) -> Self {
        let again = Again::new(engine);
        let rulebook = engine.rulebook().clone();
        let (mut passing, mut decided, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        for case in cases {
            let of_case = again.keep(case.inquiry(), watched(case));
            let look = |decision: &Decision, situation: &Situation| !notices(case, decision, situation);
            if again.with_anything(&rulebook, &of_case, &look) {
                passing.push(case);
                decided.push(engine.decide(case.inquiry()));
                kept.push(of_case);
            }
        }
        let cases = passing;
        Self {
            engine: engine.clone(),
            variant: rulebook.clone(),
            again,
            matrix: Matrix::new(cases.len()),
            cases,
            decided,
            kept,
            has_scripts: !rulebook.model().overrides.is_empty(),
            rulebook,
        }
    }

    /// Whether a case notices a mutant.
    pub(super) fn fate(&mut self, made: &mut Made) -> Fate {
        let touched = self.touched(&made.reach);
        made.part.swap(self.variant.model_mut());
        let (killed, touched) = self.try_cases(made, &touched);
        made.part.swap(self.variant.model_mut());
        if killed {
            return Fate::Killed;
        }
        match equivalence(made, self.rulebook.model()) {
            // What is asked for may be something else, however true the condition is.
            Some(why) if touched == 0 => Fate::Equivalent(why),
            _ => Fate::Survived { touched },
        }
    }

    /// The cases that a mutant can be decided otherwise in.
    pub(super) fn touched(&mut self, reach: &Reach) -> Bits {
        let (model, kept) = (self.rulebook.model(), &self.kept);
        let mut touched = match reach {
            // A script may read a named condition before anything it is about is known.
            Reach::Condition { root: Root::Let(_), .. } if self.has_scripts => Bits::all(kept.len(), true),
            Reach::Condition { root, path, new } => match whole(*root, model) {
                Some(condition) => self.matrix.touched(condition, path, new, model, kept),
                None => Bits::all(kept.len(), false),
            },
            Reach::Rule(rule) => self.matrix.possible(*rule, kept),
            Reach::Cue(..) | Reach::Facts | Reach::All => Bits::all(kept.len(), true),
        };
        for (case, kept) in kept.iter().enumerate() {
            match reach {
                _ if kept.had_doubts() => touched.insert(case),
                Reach::Condition { root: Root::Given(rule, _), .. } if kept.truth(*rule) == Truth::False => {
                    touched.remove(case);
                }
                _ => {}
            }
        }
        touched
    }

    /// Whether one of these cases notices the variant, and if none does how many are decided otherwise.
    fn try_cases(&mut self, made: &Made, touched: &Bits) -> (bool, usize) {
        if let Reach::Cue(cue, _) = &made.reach
            && fails_its_lines(self.variant.model(), *cue)
        {
            return (true, 0);
        }
        let matcher = self.matcher(made);
        let others = Cell::new(0);
        for at in touched.iter() {
            let all = self.cases.get(at).zip(self.decided.get(at)).zip(self.kept.get_mut(at));
            let Some(((case, before), kept)) = all else { continue };
            let look = |decision: &Decision, situation: &Situation| {
                let is_another = !before.is_carried_out_alike(decision);
                others.set(others.get() + usize::from(is_another));
                notices(case, decision, situation)
            };
            let (again, variant) = (&self.again, &self.variant);
            if decide_again(again, variant, kept, made, matcher.as_ref(), &look) == Some(true) {
                return (true, others.get());
            }
        }
        (false, others.get())
    }

    /// What looks for the phrases of the cue that the variant has otherwise.
    pub(super) fn matcher(&self, made: &Made) -> Option<(CueId, CueMatcher)> {
        match &made.reach {
            Reach::Cue(cue, _) => Some((*cue, matcher_of(&self.variant, *cue))),
            _ => None,
        }
    }
}

/// Decides what was kept by the variant; `None` if that comes to nothing else.
pub(super) fn decide_again(
    again: &Again,
    variant: &Rulebook,
    kept: &mut Kept,
    made: &Made,
    matcher: Option<&(CueId, CueMatcher)>,
    look: &dyn Fn(&Decision, &Situation) -> bool,
) -> Option<bool> {
    match (&made.part, matcher) {
        (Part::Rule(rule, _), _) if variant.model().overrides.is_empty() => {
            again.with_rule(variant, *rule, kept, look)
        }
        (Part::Fact(..), _) => again.with_facts(variant, kept, look),
        (_, Some((cue, matcher))) => again.with_cue(variant, *cue, matcher, kept, look),
        _ => Some(again.with_anything(variant, kept, look)),
    }
}

#[cfg(test)]
impl<'c> Bench<'c> {
    /// The cases that pass.
    pub(super) fn cases(&self) -> &[&'c Case] {
        &self.cases
    }

    /// Case by case the decision of a mutant, as JSON, where it is made again.
    pub(super) fn redecided(&mut self, made: &mut Made) -> Vec<Option<String>> {
        let touched = self.touched(&made.reach);
        made.part.swap(self.variant.model_mut());
        let matcher = self.matcher(made);
        let mut all = vec![None; self.cases.len()];
        for at in touched.iter() {
            let json = std::cell::RefCell::new(None);
            let look = |decision: &Decision, _: &Situation| {
                *json.borrow_mut() = Some(decision.to_json());
                false
            };
            decide_again(&self.again, &self.variant, &mut self.kept[at], made, matcher.as_ref(), &look);
            all[at] = json.into_inner();
        }
        made.part.swap(self.variant.model_mut());
        all
    }
}

/// The rules that a case expects to count or not to.
fn watched(case: &Case) -> Vec<RuleId> {
    let rules = case.expectations.iter().filter_map(|expected| match expected {
        Expectation::Fires(rule) | Expectation::Silent(rule) => Some(*rule),
        _ => None,
    });
    rules.collect()
}

/// Whether a decision is not as a case expects it, or is what an invariant says none ever is.
pub(super) fn notices(case: &Case, decision: &Decision, situation: &Situation) -> bool {
    let model = decision.model();
    let mut invariants = model.invariants.iter();
    !case.passes(decision, Some(situation))
        || invariants.any(|invariant| invariant.never.evaluate(situation, &model.lets) == Truth::True)
}
