//! Inquiries near a part of a rulebook: those in which its conditions turn, on every side of what they compare with, and heard as far
//! as what depends on it. Whether a change of the part makes a difference is seen by deciding them.

use super::condition::{Test, Whose};
use super::draft::{Draft, Move};
use super::goal::Goal;
use super::instants::instants;
use super::search::Search;
use super::wish::{Way, aimed, both, ways};
use crate::cases::values::next;
use crate::condition::{Condition, Leaf, Truth};
use crate::effect::{Restriction, Rule};
use crate::id::{CalendarId, CueId, JudgmentId, LetId, RuleId, ScoreId, ValueId};
use crate::inquiry::{Derivation, Inquiry};
use crate::overrides::{SiteEffect, SiteId};
use std::collections::{BTreeMap, HashSet};

/// A part of a rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cases) enum Concern {
    Rule(RuleId),
    Named(LetId),
    Value(ValueId),
    Cue(CueId),
    Score(ScoreId),
    Judgment(JudgmentId),
    Calendar(CalendarId),
    Scripts,
}

/// A condition before and after a change, and what hangs on it.
pub(in crate::cases) type Changed = (Whose, Condition, Condition);

/// What is said to have a cue heard, in place of its first phrase.
pub(in crate::cases) type Said<'c> = Option<(CueId, &'c str)>;

/// Of many conditions that a part stands in, and of many that read a named one, as many are tried.
const MAX_TESTS: usize = 24;
const MAX_READERS: usize = 6;
/// The most drafts near one part.
const MAX_DRAFTS: usize = 3_000;

impl Search<'_, '_> {
    /// Drafts near a part, and with a changed condition those first in which it is not as true as it was.
    pub(in crate::cases) fn near(
        &self,
        concern: Concern,
        changed: Option<&Changed>,
    ) -> impl Iterator<Item = Draft> {
        let model = self.scene.model();
        let mut found = Vec::new();
        if let Some((whose, before, after)) = changed {
            let differing = [(Truth::False, Truth::True), (Truth::True, Truth::False)];
            let differing = differing.into_iter().flat_map(|(was, is)| {
                let (was, is) = (ways(before, was, model), ways(after, is, model));
                both(is.clone(), was.clone()).into_iter().chain(both(was, is))
            });
            found.extend(self.shown(*whose, differing.collect()));
        }
        let tests = self.scene.tests.iter().enumerate();
        let concerned = tests.filter(|(_, test)| self.is_about(test, concern)).take(MAX_TESTS);
        concerned.for_each(|(at, test)| self.around(at, test, &mut found));
        found.extend(self.outcomes(concern));
        found.extend(self.ends(concern));
        found.extend(self.hours(concern));
        let mut seen = HashSet::new();
        found.retain(|way| seen.insert(way.clone()));
        let drafts = found.into_iter().flat_map(move |way| {
            self.bases.iter().map(move |base| {
                let mut draft = base.clone();
                way.iter().for_each(|change| draft.apply(change, model));
                draft
            })
        });
        drafts.take(self.budget.min(MAX_DRAFTS))
    }

    /// A draft as an inquiry.
    pub(in crate::cases) fn inquiry(&self, draft: &Draft, said: Said<'_>) -> Inquiry {
        draft.inquiry(&self.said(said))
    }

    /// A draft as the `given` of a case.
    pub(in crate::cases) fn given(&self, draft: &Draft, said: Said<'_>) -> String {
        draft.given(&self.said(said), self.scene.model())
    }

    fn said<'c>(&'c self, said: Said<'c>) -> BTreeMap<CueId, &'c str> {
        self.phrases.iter().map(|(cue, phrase)| (*cue, *phrase)).chain(said).collect()
    }

    /// Ways to turn a test in each of its atoms, and to lie on each side of what these compare with.
    fn around(&self, at: usize, test: &Test, found: &mut Vec<Way>) {
        const TRUTHS: [Truth; 3] = [Truth::True, Truth::False, Truth::Unknown];
        if let Some(rule) = test.rule() {
            found.extend(self.ways(Goal::Decisive(rule)));
            found.extend(self.heard(Some(rule), self.rule(rule, Truth::False)));
        }
        let atoms = 0..test.atoms.len();
        let turned = atoms.flat_map(|atom| TRUTHS.map(|truth| Goal::Turns(at, atom, truth)));
        let boundaries = self.scene.boundaries.iter().enumerate().filter(|(_, of)| of.test == at);
        let sides = boundaries
            .flat_map(|(boundary, of)| of.sides.iter().map(move |(side, _)| Goal::Lies(boundary, *side)));
        found.extend(sides.chain(turned).flat_map(|goal| self.ways(goal)));
    }

    /// The same ways, with something coming of what hangs on the condition.
    fn shown(&self, whose: Whose, ways: Vec<Way>) -> Vec<Way> {
        match self.scene.tests.iter().find(|test| test.whose == whose) {
            Some(test) => self.heeded(test, ways),
            None => ways,
        }
    }

    /// Ways to ask beside the ends of a calendar's hours, where that is all that a condition hangs on, or the time that a rule gives.
    fn hours(&self, concern: Concern) -> Vec<Way> {
        let model = self.scene.model();
        let Concern::Calendar(id) = concern else { return Vec::new() };
        let Some(calendar) = model.calendars.get(id.index()) else { return Vec::new() };
        let instants: Vec<Way> = instants(calendar).into_iter().map(|at| vec![Move::At(at)]).collect();
        let mut found = Vec::new();
        for test in self.scene.tests.iter().filter(|test| self.is_about(test, concern)).take(MAX_READERS) {
            let atoms = test.atoms.iter().enumerate();
            let read: Vec<usize> =
                atoms.filter(|(_, atom)| self.reads(atom, concern)).map(|(at, _)| at).collect();
            for at in &instants {
                let limited = test.rule().map(|rule| both(vec![at.clone()], self.rule(rule, Truth::True)));
                found.extend(limited.into_iter().flatten());
                for atom in &read {
                    let aimed = aimed(test.when(), *atom, vec![at.clone()], model);
                    found.extend(self.heeded(test, aimed).into_iter().take(2));
                }
            }
        }
        found
    }

    /// Ways to give a fact its least and greatest value and those beyond, where that is all that a condition hangs on.
    fn ends(&self, concern: Concern) -> Vec<Way> {
        let Concern::Value(value) = concern else { return Vec::new() };
        let Some(fact) = self.scene.model().fact(value) else { return Vec::new() };
        let ends = [(&fact.min, false), (&fact.max, true)].into_iter();
        let ends = ends.filter_map(|(end, is_up)| end.as_ref().map(|end| (end, is_up)));
        let values = ends.flat_map(|(end, is_up)| [Some(end.clone()), next(end, is_up), next(end, !is_up)]);
        let set: Vec<Way> = values.flatten().map(|value_of| vec![Move::Set(value, value_of)]).collect();
        let mut found = Vec::new();
        for test in self.scene.tests.iter().filter(|test| self.is_about(test, concern)).take(MAX_READERS) {
            let atoms = test.atoms.iter().enumerate();
            for (at, _) in atoms.filter(|(_, atom)| self.reads(atom, concern)) {
                found.extend(self.heeded(test, aimed(test.when(), at, set.clone(), self.scene.model())));
            }
        }
        found
    }

    /// Ways to have what is said of a judgment, or what scripts say, come out.
    fn outcomes(&self, concern: Concern) -> Vec<Way> {
        let model = self.scene.model();
        match concern {
            Concern::Judgment(on) => {
                let goals = [Goal::Raised(on), Goal::Refused(on)];
                goals.into_iter().flat_map(|goal| self.ways(goal)).collect()
            }
            Concern::Scripts => {
                let rows = SiteId::all(model).flat_map(|site| {
                    let is_grant = site
                        .of(model)
                        .is_some_and(|(_, _, site)| matches!(site.effect, SiteEffect::Grant(_)));
                    let refused = is_grant.then_some(Goal::RefusedRow(site));
                    [Goal::Row(site, true), Goal::Row(site, false)].into_iter().chain(refused)
                });
                let granted =
                    model.overrides.iter().enumerate().flat_map(|(at, by)| {
                        (0..by.grants.len()).map(move |entry| Goal::ScriptGrant(at, entry))
                    });
                rows.chain(granted).flat_map(|goal| self.ways(goal)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_about(&self, test: &Test, concern: Concern) -> bool {
        let model = self.scene.model();
        match concern {
            Concern::Rule(rule) => test.rule() == Some(rule),
            Concern::Judgment(judgment) => {
                let rule = test.rule().and_then(|rule| model.rules.get(rule.index()));
                rule.is_some_and(|rule| speaks_of(rule, judgment))
            }
            Concern::Named(id) if test.whose == Whose::Named(id) => true,
            Concern::Score(score) if matches!(test.whose, Whose::Points(of, _) if of == score) => true,
            Concern::Calendar(calendar) if self.is_limited(test, calendar) => true,
            concern => test.atoms.iter().any(|atom| self.reads(atom, concern)),
        }
    }

    /// Whether a rule gives a time that counts by the calendar.
    fn is_limited(&self, test: &Test, calendar: CalendarId) -> bool {
        let rule = test.rule().and_then(|rule| self.scene.model().rules.get(rule.index()));
        let mut restrictions = rule.into_iter().flat_map(|rule| &rule.restrictions);
        restrictions.any(|it| matches!(it, Restriction::Escalate { within: Some(limit), .. } if limit.calendar == Some(calendar)))
    }

    /// Whether a condition reads a part, in the end.
    fn reads(&self, condition: &Condition, concern: Concern) -> bool {
        let model = self.scene.model();
        match condition {
            Condition::Constant(_) => false,
            Condition::Not(inner) => self.reads(inner, concern),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| self.reads(part, concern))
            }
            Condition::Let(id) => {
                let named = model.lets.get(id.index());
                Concern::Named(*id) == concern
                    || named.is_some_and(|named| self.reads(&named.condition, concern))
            }
            Condition::Leaf(leaf) => {
                let scored = leaf.score().and_then(|score| model.scores.get(score.index()));
                let mut parts = scored.into_iter().flat_map(|score| &score.parts);
                is_read(leaf, concern)
                    || leaf.values().any(|value| self.stands_on(value, concern))
                    || parts.any(|part| self.reads(&part.when, concern))
            }
        }
    }

    fn stands_on(&self, value: ValueId, concern: Concern) -> bool {
        let Some(derived) = self.scene.model().derived(value) else { return false };
        match (&derived.from, concern) {
            (Derivation::Count(cue), Concern::Cue(other)) => *cue == other,
            (
                Derivation::Open(calendar) | Derivation::BusinessHoursSince(_, calendar),
                Concern::Calendar(other),
            ) => *calendar == other,
            (from, Concern::Value(fact)) => from.fact() == Some(fact),
            _ => false,
        }
    }
}

fn is_read(leaf: &Leaf, concern: Concern) -> bool {
    match concern {
        Concern::Value(value) => leaf.values().any(|other| other == value),
        Concern::Score(score) => leaf.score() == Some(score),
        Concern::Cue(cue) => leaf.cue() == Some(cue),
        _ => false,
    }
}

/// Whether what a rule does is about the judgment.
fn speaks_of(rule: &Rule, judgment: JudgmentId) -> bool {
    let restricts = |restriction: &Restriction| matches!(restriction, Restriction::Raise(on) | Restriction::Retain { judgment: on, .. } if *on == judgment);
    rule.restrictions.iter().any(restricts)
        || rule.grants.iter().any(|grant| super::goal::judgment(grant) == Some(judgment))
}
