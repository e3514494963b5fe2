//! What comes of a named condition, or of a part of a score: what of all that reads it would count otherwise, were it answered otherwise.

use super::condition::{Counts, Test, Whose};
use crate::condition::{Condition, Situation, Truth};
use crate::engine::Outcome;
use crate::id::{LetId, ScoreId};
use crate::overrides::{Override, Script, Site, SiteEffect, SiteId};
use crate::rulebook::Model;
use std::collections::BTreeSet;

/// Who reads named conditions and scores, directly or through others of them.
#[derive(Debug)]
pub(super) struct Readers {
    /// By [`LetId`].
    lets: Vec<Vec<Reader>>,
    /// By [`ScoreId`].
    scores: Vec<Vec<Reader>>,
    /// By [`LetId`]: the scores with parts that read it.
    scored: Vec<Vec<ScoreId>>,
}

/// Something that counts, or does not, by a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// A rule or a settlement, by the position of its test.
    Test(usize),
    /// A proposal of a script, with what it may be granted on.
    Proposal(SiteId),
    /// By its position.
    Invariant(usize),
}

/// What of the readers of a named condition, or of a score, counts in a case: by the truth of the condition, and in the order of
/// the readers.
#[derive(Debug)]
pub(super) struct Consequences {
    by_truth: [Vec<Counts>; 3],
}

impl Readers {
    pub(super) fn new(model: &Model, tests: &[Test]) -> Self {
        let mut readers = Self {
            lets: vec![Vec::new(); model.lets.len()],
            scores: vec![Vec::new(); model.scores.len()],
            scored: vec![Vec::new(); model.lets.len()],
        };
        for (at, test) in tests.iter().enumerate().filter(|(_, test)| test.rule().is_some()) {
            readers.add(Reader::Test(at), [test.when()], model);
        }
        for id in SiteId::all(model) {
            let Some((by, script, site)) = id.of(model) else { continue };
            readers.add(Reader::Proposal(id), conditions(by, script, site), model);
        }
        for (at, invariant) in model.invariants.iter().enumerate() {
            readers.add(Reader::Invariant(at), [&invariant.never], model);
        }
        for (at, score) in model.scores.iter().enumerate() {
            let mut read = Read::default();
            score.parts.iter().for_each(|part| read.condition(&part.when, model));
            for id in read.lets {
                readers.scored.get_mut(id.index()).into_iter().for_each(|list| list.push(ScoreId::at(at)));
            }
        }
        readers
    }

    fn add<'c>(&mut self, reader: Reader, reads: impl IntoIterator<Item = &'c Condition>, model: &Model) {
        let mut read = Read::default();
        reads.into_iter().for_each(|condition| read.condition(condition, model));
        for id in read.lets {
            self.lets.get_mut(id.index()).into_iter().for_each(|list| list.push(reader));
        }
        for id in read.scores {
            self.scores.get_mut(id.index()).into_iter().for_each(|list| list.push(reader));
        }
    }

    /// Whoever reads what hangs on a test; nobody where that is a rule.
    pub(super) fn of(&self, whose: Whose) -> &[Reader] {
        let readers = match whose {
            Whose::Named(id) => self.lets.get(id.index()),
            Whose::Points(score, _) => self.scores.get(score.index()),
            Whose::Rule(_) | Whose::Settlement(_) => None,
        };
        readers.map_or(&[], Vec::as_slice)
    }

    /// What would count if the condition of a test were true, unknown or false, and all else in the case as it is. The situation is one
    /// to change, like that of the outcome.
    pub(super) fn consequences(
        &self,
        whose: Whose,
        tests: &[Test],
        model: &Model,
        outcome: &Outcome<'_>,
        situation: &mut Situation,
    ) -> Consequences {
        let by_truth = [Truth::False, Truth::Unknown, Truth::True].map(|truth| {
            self.answer(whose, truth, model, outcome, situation);
            self.of(whose).iter().map(|reader| reader.counts(tests, model, outcome, situation)).collect()
        });
        Consequences { by_truth }
    }

    /// Has the condition answered so in a situation, and the scores of which that is a part changed accordingly.
    fn answer(
        &self,
        whose: Whose,
        truth: Truth,
        model: &Model,
        outcome: &Outcome<'_>,
        situation: &mut Situation,
    ) {
        situation.scores.clone_from(&outcome.situation.scores);
        situation.lets.iter().for_each(|memory| memory.set(None));
        let (changed, part) = match whose {
            Whose::Named(id) => {
                situation.lets.get(id.index()).into_iter().for_each(|memory| memory.set(Some(truth)));
                (self.scored.get(id.index()).map_or(&[][..], Vec::as_slice), None)
            }
            Whose::Points(ref score, part) => (std::slice::from_ref(score), Some(part)),
            Whose::Rule(_) | Whose::Settlement(_) => return,
        };
        for score in changed {
            let Some(declared) = model.scores.get(score.index()) else { continue };
            let answered = part.and_then(|part| declared.parts.get(part)).map(|part| &part.when);
            let sum = declared.sum(|when| {
                let is_answered = answered.is_some_and(|answered| std::ptr::eq(answered, when));
                if is_answered { truth } else { when.evaluate(situation, &model.lets) }
            });
            situation.scores.get_mut(score.index()).into_iter().for_each(|slot| *slot = sum);
        }
    }
}

impl Reader {
    /// Whether what restricts in it, and whether what grants, counts in a situation.
    fn counts(
        self,
        tests: &[Test],
        model: &Model,
        outcome: &Outcome<'_>,
        situation: &mut Situation,
    ) -> Counts {
        let may_grant = outcome.ceiling == Truth::True;
        match self {
            Self::Test(at) => {
                let Some(test) = tests.get(at) else { return (false, false) };
                test.counts(test.when().evaluate(situation, &model.lets), may_grant)
            }
            Self::Proposal(id) => {
                let Some((by, _, site)) = id.of(model) else { return (false, false) };
                let truth = site.when.evaluate(situation, &model.lets);
                match &site.effect {
                    SiteEffect::Restriction(_) => (truth != Truth::False, false),
                    SiteEffect::Grant(grant) => {
                        let truth = truth.and(by.covered(grant, model, situation));
                        (false, may_grant && truth == Truth::True)
                    }
                }
            }
            // It asks what was decided, which stays as it is.
            Self::Invariant(at) => {
                let before = situation.decided.replace(outcome.joined.decided(model));
                let never = model.invariants.get(at).map(|invariant| &invariant.never);
                let truth = never.map(|never| never.evaluate(situation, &model.lets));
                situation.decided = before;
                (false, truth == Some(Truth::True))
            }
        }
    }
}

impl Consequences {
    /// Whether anything would count otherwise under the other of two truths.
    pub(super) fn differ(&self, [one, other]: [Truth; 2]) -> bool {
        self.of(one) != self.of(other)
    }

    /// The positions of the readers that would count otherwise.
    pub(super) fn differing(&self, [one, other]: [Truth; 2]) -> impl Iterator<Item = usize> {
        let pairs = self.of(one).iter().zip(self.of(other)).enumerate();
        pairs.filter(|(_, (one, other))| one != other).map(|(at, _)| at)
    }

    fn of(&self, truth: Truth) -> &[Counts] {
        let [in_false, in_unknown, in_true] = &self.by_truth;
        match truth {
            Truth::False => in_false,
            Truth::Unknown => in_unknown,
            Truth::True => in_true,
        }
    }
}

/// What a proposal rests on: its own condition, those of the grants that may cover it, and, where not all of what it rests on could be
/// told, whatever its script asks.
fn conditions<'m>(
    by: &'m Override,
    script: &'m Script,
    site: &'m Site,
) -> impl Iterator<Item = &'m Condition> {
    let granted = match &site.effect {
        SiteEffect::Grant(grant) => Some(by.grants.iter().flat_map(|entry| entry.conditions(grant))),
        SiteEffect::Restriction(_) => None,
    };
    let asked = site.opaque.then(|| script.questions());
    [&site.when].into_iter().chain(granted.into_iter().flatten()).chain(asked.into_iter().flatten())
}

/// The named conditions and scores that conditions read, directly or through others of them.
#[derive(Debug, Default)]
struct Read {
    lets: BTreeSet<LetId>,
    scores: BTreeSet<ScoreId>,
}

impl Read {
    fn condition(&mut self, condition: &Condition, model: &Model) {
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => self.condition(inner, model),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part, model));
            }
            Condition::Let(id) => {
                if self.lets.insert(*id)
                    && let Some(named) = model.lets.get(id.index())
                {
                    self.condition(&named.condition, model);
                }
            }
            Condition::Leaf(leaf) => {
                if let Some(score) = leaf.score().filter(|score| self.scores.insert(*score))
                    && let Some(declared) = model.scores.get(score.index())
                {
                    declared.parts.iter().for_each(|part| self.condition(&part.when, model));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cases::coverage::goal::Scene;
    use crate::{Engine, Inquiry, Rulebook};

    const BOOK: &str = "
rulebook: a
version: '1'
tiers: { vendor: [first_line, supervisor], client: [client_desk] }
facts:
  amount: { type: integer, min: 0 }
  vip: { type: bool, default: false }
  known_customer: { type: bool, default: false }
judgments: { refund: }
let:
  large: amount > 100
  grave: large && vip
";

    /// Whether the first atom of a test turns anything, by the name of the test's condition, in a case of this amount.
    fn turns(rest: &str, name: &str, amount: i64, facts: &[&str]) -> bool {
        let book = Rulebook::load("a.yaml", &format!("{BOOK}{rest}")).into_result();
        let engine = Engine::new(&book.unwrap_or_else(|found| panic!("{found}")));
        let scene = Scene::new(&engine);
        let inquiry = facts
            .iter()
            .fold(Inquiry::new().fact("amount", amount), |inquiry, fact| inquiry.fact(*fact, true));
        let seen = scene.see(&inquiry);
        let shown = |at: usize| scene.tests[at].when().display(scene.model()).to_string();
        let is_meant = |at: &usize| scene.tests[*at].rule().is_none() && shown(*at) == name;
        let test = (0..scene.tests.len()).find(is_meant).unwrap();
        seen.turns(test, 0, &scene)
    }

    #[test]
    fn something_comes_of_a_named_condition_through_others_and_through_scores() {
        let through_let = "rules: [{ id: r, when: grave, tag: [t] }]";
        assert!(turns(through_let, "amount > 100", 5, &["vip"]));
        assert!(!turns(through_let, "amount > 100", 5, &[]));
        let through_score = "scores: { s: { parts: [{ when: large, points: 1 }, { when: vip, points: 1 }] } }\nrules: [{ id: r, when: score.s >= 2, tag: [t] }]";
        assert!(turns(through_score, "amount > 100", 101, &["vip"]));
        assert!(!turns(through_score, "amount > 100", 101, &[]));
        // The part of the score asks whether the condition holds, and is a test by itself.
        assert!(turns(through_score, "large", 101, &["vip"]) && !turns(through_score, "large", 101, &[]));
    }

    #[test]
    fn a_grant_has_to_become_true_and_a_restriction_to_be_no_longer_false() {
        // Whether the customer is known decides nothing of a grant while the amount stays in the way.
        let granted = "rules: [{ id: r, when: large && known_customer, delegate: { refund: supervisor } }]";
        assert!(turns(granted, "amount > 100", 101, &["known_customer"]));
        assert!(!turns(granted, "amount > 100", 101, &[]));
        let settled =
            "rules: [{ id: r, when: vip, settle: { refund: { approve: large, otherwise: deny } } }]";
        assert!(turns(settled, "amount > 100", 101, &["vip"]) && !turns(settled, "amount > 100", 101, &[]));
    }

    #[test]
    fn an_invariant_reads_and_what_nothing_reads_turns_nothing() {
        let invariant = "invariants: [{ id: i, never: large && vip && route == \"first_line\" }]";
        assert!(turns(invariant, "amount > 100", 5, &["vip"]) && !turns(invariant, "amount > 100", 5, &[]));
        assert!(!turns("", "amount > 100", 5, &["vip"]));
    }

    #[cfg(feature = "script")]
    #[test]
    fn a_proposal_of_a_script_reads_and_needs_its_grant() {
        let script = "
scripts:
  decided: |
    if vip { propose.delegate(\"refund\", \"supervisor\", \"vip\"); }
grants: [{ delegate: { refund: supervisor }, when: large }]
";
        assert!(turns(script, "amount > 100", 5, &["vip"]) && !turns(script, "amount > 100", 5, &[]));
    }
}
