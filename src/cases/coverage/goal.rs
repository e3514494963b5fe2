//! What a case can reach: one thing each, looked up in what is seen of a case.

use super::boundary::{Boundary, Side};
use super::condition::{Test, Whose};
use super::consequence::{Consequences, Reader, Readers};
use crate::authority::{Act, Rank};
use crate::classify::AxisState;
use crate::compose::{Reading, Ruling};
use crate::condition::Truth;
use crate::decision::Decision;
use crate::effect::{Grant, Restriction};
use crate::engine::{Engine, Outcome};
use crate::id::{AxisId, JudgmentId, LabelId, RuleId, ValueId};
use crate::inquiry::Inquiry;
use crate::overrides::{ScriptRun, SiteEffect, SiteId};
use crate::rulebook::Model;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that a case can reach. Tests, atoms and boundaries are meant by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// A rule has this truth.
    Rule(RuleId, Truth),
    /// Without the rule the decision would be another.
    Decisive(RuleId),
    /// An atom of a test has this truth.
    Atom(usize, usize, Truth),
    /// An atom has this truth, and with the other one its test would turn.
    Turns(usize, usize, Truth),
    /// What a boundary is about lies on this side of it, and the atom would turn its test.
    Lies(usize, Side),
    /// An axis certainly carries the label.
    Label(AxisId, LabelId),
    Raised(JudgmentId),
    Ruling(JudgmentId, Ruling),
    Holder(JudgmentId, Act, Rank),
    Route(Rank),
    Ask(ValueId),
    /// The highest tier of the vendor may not decide a raised judgment, whatever is still learnt.
    Refused(JudgmentId),
    /// A grant of the rule on the judgment holds and is beaten by another rule.
    Beaten(RuleId, JudgmentId, RuleId),
    /// A proposal of a script is made, or is not.
    Row(SiteId, bool),
    /// A proposal of a script is made and not accepted.
    RefusedRow(SiteId),
    /// A proposal of a script is accepted on this entry of the grants of an override.
    ScriptGrant(usize, usize),
}

/// What is seen of one case: the decision, and what it was made from.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) decision: Decision,
    looked: Looked,
}

/// What is looked at.
#[derive(Debug)]
pub(in crate::cases) struct Scene<'e> {
    pub(super) engine: &'e Engine,
    pub(super) tests: Vec<Test>,
    pub(super) boundaries: Vec<Boundary>,
    pub(super) readers: Readers,
}

/// What is found on the way to a decision.
#[derive(Debug)]
struct Looked {
    /// By [`RuleId`].
    rules: Vec<Truth>,
    /// By test: the truths of its atoms; empty where nobody looked.
    atoms: Vec<Vec<Truth>>,
    /// By test: what comes of it, of those on which no rule hangs.
    consequences: BTreeMap<usize, Consequences>,
    /// By boundary.
    sides: Vec<Option<Side>>,
    /// Proposals with whether they are made.
    rows: Vec<(SiteId, Truth)>,
    /// Whether anything can be granted: nothing is where a script fails.
    may_grant: bool,
}

impl<'e> Scene<'e> {
    pub(in crate::cases) fn new(engine: &'e Engine) -> Self {
        let tests = Test::all(engine.rulebook().model());
        let boundaries = Boundary::all(engine.rulebook().model(), &tests);
        let readers = Readers::new(engine.rulebook().model(), &tests);
        Self { engine, tests, boundaries, readers }
    }

    pub(super) fn model(&self) -> &'e Model {
        self.engine.rulebook().model()
    }

    /// Decides an inquiry, looking on.
    pub(super) fn see(&self, inquiry: &Inquiry) -> Seen {
        self.see_for(inquiry, None)
    }

    /// The same, of tests and boundaries looking only at what the goal needs.
    pub(super) fn see_for(&self, inquiry: &Inquiry, goal: Option<Goal>) -> Seen {
        let (decision, looked) = self.engine.decide_watched(inquiry, |outcome| self.look(outcome, goal));
        Seen { decision, looked }
    }

    fn look(&self, outcome: &Outcome<'_>, goal: Option<Goal>) -> Looked {
        let model = self.model();
        let mut rules = vec![Truth::False; model.rules.len()];
        for (rule, truth) in &outcome.rules {
            if let Some(slot) = rules.get_mut(rule.index()) {
                *slot = *truth;
            }
        }
        let (test, boundary) = match goal {
            None => (None, None),
            Some(Goal::Atom(test, ..) | Goal::Turns(test, ..)) => (Some(test), Some(usize::MAX)),
            Some(Goal::Lies(boundary, _)) => {
                (self.boundaries.get(boundary).map(|boundary| boundary.test), Some(boundary))
            }
            Some(_) => (Some(usize::MAX), Some(usize::MAX)),
        };
        let is_wanted = |wanted: Option<usize>, at: usize| wanted.is_none_or(|wanted| wanted == at);
        let truths = |(at, tested): (usize, &Test)| {
            if is_wanted(test, at) { tested.truths(&outcome.situation, model) } else { Vec::new() }
        };
        let side = |(at, of): (usize, &Boundary)| {
            if is_wanted(boundary, at) { of.side(&outcome.situation) } else { None }
        };
        let rows = outcome.scripts.iter().flat_map(ScriptRun::sites);
        Looked {
            rules,
            atoms: self.tests.iter().enumerate().map(truths).collect(),
            consequences: self.consequences(outcome, |at| is_wanted(test, at)),
            sides: self.boundaries.iter().enumerate().map(side).collect(),
            rows: rows.map(|(site, _, state)| (site, state.proposed)).collect(),
            may_grant: outcome.ceiling == Truth::True,
        }
    }

    /// What comes of the named conditions and the parts of scores that are wanted and the rulebook's own.
    fn consequences(
        &self,
        outcome: &Outcome<'_>,
        is_wanted: impl Fn(usize) -> bool,
    ) -> BTreeMap<usize, Consequences> {
        let model = self.model();
        let mut situation = None;
        let mut consequences = BTreeMap::new();
        for (at, test) in self.tests.iter().enumerate() {
            if is_wanted(at)
                && matches!(test.whose, Whose::Named(_) | Whose::Points(..))
                && test.is_own(model)
            {
                let situation = situation.get_or_insert_with(|| outcome.situation.clone());
                let of = self.readers.consequences(test.whose, &self.tests, model, outcome, situation);
                consequences.insert(at, of);
            }
        }
        consequences
    }
}

impl Seen {
    /// The truth of a rule.
    pub(super) fn rule(&self, rule: RuleId) -> Truth {
        self.looked.rules.get(rule.index()).copied().unwrap_or(Truth::False)
    }

    /// The truths of the atoms of a test.
    pub(super) fn atoms(&self, test: usize) -> &[Truth] {
        self.looked.atoms.get(test).map_or(&[], Vec::as_slice)
    }

    /// Whether what hangs on a test would be otherwise, were its atom at `at` answered otherwise and all others as they are.
    pub(super) fn turns(&self, test: usize, at: usize, scene: &Scene<'_>) -> bool {
        let answered = scene.tests.get(test).and_then(|tested| tested.answered(self.atoms(test), at));
        answered.is_some_and(|truths| self.tells_apart(test, truths, scene))
    }

    /// Whether what hangs on a test is otherwise under the other of two truths of it.
    pub(super) fn tells_apart(&self, test: usize, truths: [Truth; 2], scene: &Scene<'_>) -> bool {
        match (self.looked.consequences.get(&test), scene.tests.get(test)) {
            (Some(consequences), _) => consequences.differ(truths),
            (None, Some(test)) => {
                let [one, other] = truths.map(|truth| test.counts(truth, self.looked.may_grant));
                one != other
            }
            (None, None) => false,
        }
    }

    /// The rules that the atom of a test turns: its own, or those that read what hangs on the test and would count otherwise.
    pub(super) fn turned(&self, test: usize, at: usize, scene: &Scene<'_>) -> BTreeSet<RuleId> {
        let Some(tested) = scene.tests.get(test) else { return BTreeSet::new() };
        let truths = tested.answered(self.atoms(test), at);
        let readers = scene.readers.of(tested.whose);
        let differing =
            self.looked.consequences.get(&test).zip(truths).map(|(it, truths)| it.differing(truths));
        let read = differing.into_iter().flatten().filter_map(|at| match readers.get(at)? {
            Reader::Test(reader) => scene.tests.get(*reader)?.rule(),
            Reader::Proposal(_) | Reader::Invariant(_) => None,
        });
        tested.rule().into_iter().chain(read).collect()
    }

    /// The side of a boundary on which the case lies.
    pub(super) fn side(&self, boundary: usize) -> Option<Side> {
        self.looked.sides.get(boundary).copied().flatten()
    }

    /// Whether the case on this inquiry reaches the goal.
    pub(super) fn reaches(&self, goal: Goal, scene: &Scene<'_>, inquiry: &Inquiry) -> bool {
        let (model, parts) = (scene.model(), &self.decision.parts);
        let judged = |judgment: JudgmentId| parts.judgments.get(judgment.index());
        match goal {
            Goal::Rule(rule, truth) => self.rule(rule) == truth,
            Goal::Decisive(rule) => {
                self.rule(rule) != Truth::False
                    && !scene.engine.decide_without(inquiry, rule).comes_to_the_same(&self.decision)
            }
            Goal::Atom(test, atom, truth) => self.atoms(test).get(atom) == Some(&truth),
            Goal::Turns(test, atom, truth) => {
                self.atoms(test).get(atom) == Some(&truth) && self.turns(test, atom, scene)
            }
            Goal::Lies(boundary, side) => {
                self.side(boundary) == Some(side)
                    && scene.boundaries.get(boundary).is_some_and(|of| self.turns(of.test, of.atom, scene))
            }
            Goal::Label(axis, label) => match parts.axes.get(axis.index()) {
                Some(AxisState::Ordered { possible }) => {
                    possible.len() == 1 && possible.highest() == Some(label)
                }
                Some(state @ AxisState::Unordered { .. }) => state.has(label) == Truth::True,
                None => false,
            },
            Goal::Raised(judgment) => judged(judgment).is_some_and(|it| it.state.raised() == Truth::True),
            Goal::Ruling(judgment, ruling) => judged(judgment).is_some_and(|it| it.state.ruling() == ruling),
            Goal::Holder(judgment, act, tier) => {
                judged(judgment).is_some_and(|it| act.of(it.holders) == tier)
            }
            Goal::Route(tier) => parts.safe.tier == tier,
            Goal::Ask(fact) => parts.asks.contains(&fact),
            Goal::Refused(judgment) => {
                self.is_refused(judgment, Reading::Safe, model)
                    && self.is_refused(judgment, Reading::Low, model)
            }
            Goal::Beaten(rule, judgment, by) => parts
                .overridden
                .iter()
                .any(|it| it.rule == rule && it.judgment == judgment && it.by.contains(&by)),
            Goal::Row(site, made) => {
                self.looked.rows.iter().any(|(other, truth)| *other == site && *truth == Truth::from(made))
            }
            Goal::RefusedRow(site) => parts.proposals.iter().any(|it| it.site == site && !it.is_accepted),
            Goal::ScriptGrant(by, entry) => self.uses_grant(by, entry, model),
        }
    }

    /// Whether the highest tier of the vendor may not decide a judgment that is raised, under a reading of what is unknown.
    pub(super) fn is_refused(&self, judgment: JudgmentId, reading: Reading, model: &Model) -> bool {
        let judged = self.decision.parts.judgments.get(judgment.index());
        let Some((judged, declared)) = judged.zip(model.judgments.get(judgment.index())) else {
            return false;
        };
        let state = &judged.state;
        state.raised() == Truth::True
            && !state.is_settled(reading)
            && state.holder(Act::Decide, Act::Decide.of(declared.holders), reading)
                > model.tiers.highest_vendor()
    }

    fn uses_grant(&self, by: usize, entry: usize, model: &Model) -> bool {
        let Some(owner) = model.overrides.get(by) else { return false };
        let Some(granted) = owner.grants.get(entry) else { return false };
        let accepted = self.decision.parts.proposals.iter().filter(|proposed| proposed.is_accepted);
        accepted.filter_map(|proposed| proposed.site.of(model)).any(|(other, _, site)| {
            std::ptr::eq(other, owner)
                && matches!(&site.effect, SiteEffect::Grant(grant) if granted.covers(grant))
        })
    }

    /// The rules that count in the decision, other than `rule`, and do on the same thing what it does.
    pub(super) fn beside(&self, rule: RuleId, model: &Model) -> BTreeSet<RuleId> {
        let Some(own) = model.rules.get(rule.index()) else { return BTreeSet::new() };
        let counted: BTreeSet<RuleId> = self.decision.parts.reasons.iter().map(|it| it.rule).collect();
        let others = counted.into_iter().filter(|other| *other != rule);
        let is_alike = |other: &RuleId| {
            model.rules.get(other.index()).is_some_and(|other| {
                let restrictions = || other.restrictions.iter();
                own.restrictions.iter().any(|one| restrictions().any(|two| masks(two, one)))
                    || own.grants.iter().any(|one| {
                        restrictions().any(|kept| one.yields_to(kept))
                            || other.grants.iter().any(|two| judgment(one) == judgment(two))
                    })
            })
        };
        others.filter(is_alike).collect()
    }
}

/// Whether what one restriction does may hide what another does.
pub(super) fn masks(one: &Restriction, other: &Restriction) -> bool {
    match (one, other) {
        (Restriction::Classify { axis, .. }, Restriction::Classify { axis: on, .. }) => axis == on,
        (
            Restriction::Raise(judgment) | Restriction::Retain { judgment, .. },
            Restriction::Raise(on) | Restriction::Retain { judgment: on, .. },
        ) => judgment == on && std::mem::discriminant(one) == std::mem::discriminant(other),
        // Where an inquiry goes is the highest of all who are needed.
        (
            Restriction::Raise(_) | Restriction::Retain { .. } | Restriction::Escalate { .. },
            Restriction::Escalate { .. },
        ) => true,
        (one, other) => one == other,
    }
}

/// The judgment a grant is on.
pub(super) const fn judgment(grant: &Grant) -> Option<JudgmentId> {
    match grant {
        Grant::Classify { .. } => None,
        Grant::Delegate { judgment, .. } | Grant::Settle { judgment, .. } => Some(*judgment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn looking_on_changes_no_decision(
            said in proptest::collection::vec(0..400_usize, 0..4),
            amount in proptest::option::of(0..20_000_i64),
            verified in proptest::option::of(any::<bool>()),
            has_time in any::<bool>(),
        ) {
            let engine = Engine::new(&Rulebook::builtin("shop").unwrap());
            let scene = Scene::new(&engine);
            let cues = scene.model().phrases.iter().flat_map(|layer| layer.iter());
            let phrases: Vec<&str> = cues.flat_map(|(_, cue)| cue.any.iter().map(|phrase| &**phrase)).collect();
            let mut inquiry = Inquiry::new().fact("order.amount", amount).fact("identity.verified", verified);
            for at in said {
                inquiry = inquiry.customer(phrases[at % phrases.len()]);
            }
            if has_time {
                inquiry = inquiry.at(jiff::Timestamp::from_second(1_795_136_400).unwrap());
            }
            let seen = scene.see(&inquiry);
            prop_assert_eq!(seen.decision.to_json(), engine.decide(&inquiry).to_json());
            // What is looked at for one goal alone shows of it the same.
            let route = Goal::Route(seen.decision.parts.safe.tier);
            for goal in [route, Goal::Turns(0, 0, Truth::True), Goal::Lies(0, Side::On)] {
                let same = scene.see_for(&inquiry, Some(goal));
                prop_assert_eq!(same.decision.to_json(), seen.decision.to_json());
                prop_assert_eq!(same.reaches(goal, &scene, &inquiry), seen.reaches(goal, &scene, &inquiry));
            }
        }
    }
}
