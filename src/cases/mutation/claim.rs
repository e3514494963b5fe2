//! That a mutant decides every inquiry as the rulebook does, as a file of cases claims: tried on the cases, and on inquiries made near
//! what is changed.

use super::equivalent::whole;
use super::mutant::{Made, Part, Reach, Root, Subject};
use super::nodes::replaced;
use super::run::{Bench, decide_again};
use crate::cases::coverage::{Changed, Concern, Search, Whose};
use crate::condition::{Condition, Situation, Truth};
use crate::decision::Decision;
use crate::engine::Kept;
use crate::id::{CueId, ValueId};
use crate::rulebook::Model;
use crate::text::CueMatcher;
use std::cell::Cell;

/// What becomes of such a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// Some case is decided otherwise.
    RefutedByCase,
    /// An inquiry is, as the `given` of a case.
    Refuted(String),
    /// All that was tried is decided alike, and in some of it what is changed matters.
    Holds,
    /// Nothing that was tried comes near what is changed.
    Unseen,
}

/// What there is beside a mutant to try it.
struct Trial<'t> {
    made: &'t Made,
    changed: Option<Changed>,
    matcher: Option<(CueId, CueMatcher)>,
    is_near: Cell<bool>,
}

impl Bench<'_> {
    /// Whether a mutant decides anything otherwise, whatever cases expect.
    pub(super) fn claim(&mut self, made: &mut Made, search: &Search<'_, '_>) -> Claim {
        made.part.swap(self.variant.model_mut());
        let claim = self.tried(made, search);
        made.part.swap(self.variant.model_mut());
        claim
    }

    fn tried(&mut self, made: &Made, search: &Search<'_, '_>) -> Claim {
        let touched = self.touched(&made.reach);
        let model = self.rulebook.model();
        let changed = changed(&made.reach, model);
        let trial = Trial { made, changed, matcher: self.matcher(made), is_near: Cell::new(false) };
        for at in touched.iter() {
            let Some((before, kept)) = self.decided.get(at).zip(self.kept.get_mut(at)) else { continue };
            let look = |decision: &Decision, _: &Situation| trial.differ(before, decision);
            let found = decide_again(&self.again, &self.variant, kept, made, trial.matcher.as_ref(), &look);
            if found == Some(true) {
                return Claim::RefutedByCase;
            }
            trial.look_near(model, kept, before, found.is_some());
        }
        let Some(concern) = concern(made) else { return trial.unrefuted() };
        let said = match &made.reach {
            Reach::Cue(cue, said) => Some((*cue, &**said)),
            _ => None,
        };
        for draft in search.near(concern, trial.changed.as_ref()) {
            let inquiry = search.inquiry(&draft, said);
            let before = self.engine.decide(&inquiry);
            let mut kept = self.again.keep(&inquiry, Vec::new());
            let look = |decision: &Decision, _: &Situation| trial.differ(&before, decision);
            let found =
                decide_again(&self.again, &self.variant, &mut kept, made, trial.matcher.as_ref(), &look);
            if found == Some(true) {
                return Claim::Refuted(search.given(&draft, said));
            }
            trial.look_near(model, &kept, &before, found.is_some());
        }
        trial.unrefuted()
    }
}

impl Trial<'_> {
    fn unrefuted(&self) -> Claim {
        if self.is_near.get() { Claim::Holds } else { Claim::Unseen }
    }

    fn differ(&self, before: &Decision, after: &Decision) -> bool {
        // Where nothing else tells what comes near a change, whatever makes any difference, be it in the reasons, does.
        if matches!(self.made.reach, Reach::All) && !self.is_near.get() {
            self.is_near.set(before.to_json() != after.to_json());
        }
        !before.is_carried_out_alike(after)
    }

    /// Takes note whether what is changed matters in an inquiry; `is_another`: something comes of it on the way to the decision.
    fn look_near(&self, model: &Model, kept: &Kept, before: &Decision, is_another: bool) {
        let is_near = match (&self.made.reach, &self.changed) {
            (Reach::Condition { root, .. }, Some((_, before, after))) => {
                let truth = |condition: &Condition| condition.evaluate(kept.situation(), &model.lets);
                let is_heard = match root {
                    Root::Given(rule, _) => kept.truth(*rule) != Truth::False,
                    Root::Rule(_) | Root::Let(_) | Root::Points(..) => true,
                };
                is_heard && truth(before) != truth(after)
            }
            (Reach::Condition { .. }, None) => false,
            (Reach::Rule(rule), _) => kept.truth(*rule) != Truth::False,
            (Reach::Cue(..) | Reach::Facts, _) => is_another,
            (Reach::All, _) => {
                let judged = model.judgment_id(&self.made.mutant.name);
                let judged = judged.filter(|_| self.made.mutant.subject == Subject::Judgment);
                let judged = judged.and_then(|judgment| before.parts.judgments.get(judgment.index()));
                judged.is_some_and(|judged| judged.state.raised() != Truth::False)
            }
        };
        self.is_near.set(is_near || self.is_near.get());
    }
}

/// The changed condition, before and after, and what hangs on it.
fn changed(reach: &Reach, model: &Model) -> Option<Changed> {
    let Reach::Condition { root, path, new } = reach else { return None };
    let before = whole(*root, model)?;
    let whose = match *root {
        Root::Rule(rule) | Root::Given(rule, _) => Whose::Rule(rule),
        Root::Let(id) => Whose::Named(id),
        Root::Points(score, at) => Whose::Points(score, at),
    };
    Some((whose, before.clone(), replaced(before, path, new)))
}

/// The part of the rulebook that a mutant changes.
fn concern(made: &Made) -> Option<Concern> {
    Some(match &made.part {
        Part::Rule(id, _) => Concern::Rule(*id),
        Part::Let(id, _) => Concern::Named(*id),
        Part::Fact(at, _) => Concern::Value(ValueId::fact(*at)),
        Part::Derived(at, _) => Concern::Value(ValueId::derived(*at)),
        Part::Score(id, _) => Concern::Score(*id),
        Part::Calendar(id, _) => Concern::Calendar(*id),
        Part::Judgment(id, _) => Concern::Judgment(*id),
        Part::Override(..) => Concern::Scripts,
        Part::Phrases(..) => match &made.reach {
            Reach::Cue(cue, _) => Concern::Cue(*cue),
            _ => return None,
        },
    })
}
