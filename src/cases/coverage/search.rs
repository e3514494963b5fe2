//! Looking for cases that cover what is missing: a few inquiries near those of the suite, decided to see what they reach.

use super::condition::{Test, Whose};
use super::consequence::Reader;
use super::draft::{Draft, quoted};
use super::goal::{Goal, Scene, Seen, judgment, masks};
use super::wish::{Way, aimed, both, set, tipping, ways};
use crate::authority::Act;
use crate::cases::case::Case;
use crate::classify::Order;
use crate::condition::{Condition, Truth};
use crate::decision::Decision;
use crate::effect::{Grant, Restriction, Rule, Settlement};
use crate::id::{CueId, JudgmentId, RuleId, ValueId};
use crate::inquiry::NoticeCode;
use crate::overrides::SiteEffect;
use crate::rulebook::Model;
use std::collections::{BTreeMap, BTreeSet};

/// A search over all misses of one report, with one budget for all of them.
#[derive(Debug)]
pub(in crate::cases) struct Search<'s, 'e> {
    pub(super) scene: &'s Scene<'e>,
    /// What the search starts from: something that says nothing, and some of the cases.
    pub(super) bases: Vec<Draft>,
    /// By cue: what is said to make it hit.
    pub(super) phrases: BTreeMap<CueId, &'e str>,
    /// How many inquiries may still be decided.
    pub(super) budget: usize,
}

/// The most cases to start from.
const MAX_BASES: usize = 8;

impl<'s, 'e> Search<'s, 'e> {
    pub(in crate::cases) fn new(scene: &'s Scene<'e>, cases: &[&Case]) -> Self {
        let model = scene.model();
        let mut phrases = BTreeMap::new();
        for (id, cue) in model.phrases.iter().flat_map(|layer| layer.iter()) {
            if let Some(phrase) = cue.any.first() {
                phrases.entry(*id).or_insert(&**phrase);
            }
        }
        let step = cases.len().div_ceil(MAX_BASES).max(1);
        let like = |case: &&Case| {
            let inquiry = case.inquiry();
            let heard = |outcome: &crate::engine::Outcome<'_>| outcome.situation.cues.heard().collect();
            let (_, heard) = scene.engine.decide_watched(inquiry, heard);
            Draft::of(inquiry, heard, model)
        };
        let bases = [Draft::new()].into_iter().chain(cases.iter().step_by(step).map(like)).collect();
        // A decision looks at more of a larger rulebook.
        let budget = (3_000_000 / (model.rules.len() + 100)).clamp(200, 20_000);
        Self { scene, bases, phrases, budget }
    }

    /// A case that reaches the goal, as YAML, if one is found.
    pub(super) fn case(&mut self, goal: Goal, name: &str, what: &str) -> Option<String> {
        let model = self.scene.model();
        let ways = self.ways(goal);
        // Of two changes of one thing the later one stands: what the first part of a condition needs, or the last.
        let turned = ways.iter().map(|way| way.iter().rev().cloned().collect::<Way>());
        let turned: Vec<Way> = turned.filter(|way| !ways.contains(way)).collect();
        for (ways, base) in
            [&ways, &turned].into_iter().flat_map(|ways| self.bases.iter().map(move |base| (ways, base)))
        {
            for way in ways {
                self.budget = self.budget.checked_sub(1)?;
                let mut draft = base.clone();
                way.iter().for_each(|change| draft.apply(change, model));
                let inquiry = draft.inquiry(&self.phrases);
                let seen = self.scene.see_for(&inquiry, Some(goal));
                if seen.reaches(goal, self.scene, &inquiry) {
                    let name = quoted(&format!("{name} [{what}]"));
                    let given = draft.given(&self.phrases, model);
                    let expect = expectation(goal, &seen, self.scene);
                    return Some(format!("- name: {name}\n  given: {given}\n  expect: {{ {expect} }}"));
                }
            }
        }
        None
    }

    pub(super) fn ways(&self, goal: Goal) -> Vec<Way> {
        let model = self.scene.model();
        let tests = &self.scene.tests;
        match goal {
            Goal::Rule(rule, truth) => self.rule(rule, truth),
            Goal::Decisive(rule) => {
                let mut counts = self.rule(rule, Truth::True);
                let needed = needed(rule, model);
                let raised = needed.iter().fold(Vec::new(), |ways, on| both(ways, self.raised(*on)));
                let settled = self.settled(rule, None);
                let with_more = both(both(raised, settled), counts.clone());
                counts.extend(self.rule(rule, Truth::Unknown));
                let unopposed = both(self.unopposed(rule), with_more.clone());
                let unmasked = both(self.unmasked(rule), with_more.clone());
                with_more.into_iter().chain(unopposed).chain(unmasked).chain(counts).collect()
            }
            Goal::Atom(test, atom, truth) => {
                let asked = tests.get(test).and_then(|test| test.atoms.get(atom));
                asked.map(|asked| ways(asked, truth, model)).unwrap_or_default()
            }
            Goal::Turns(test, atom, truth) => {
                let Some(tested) = tests.get(test) else { return Vec::new() };
                let Some(asked) = tested.atoms.get(atom) else { return Vec::new() };
                self.heeded(tested, aimed(tested.when(), atom, ways(asked, truth, model), model))
            }
            Goal::Lies(boundary, side) => {
                let Some(of) = self.scene.boundaries.get(boundary) else { return Vec::new() };
                let value = of.sides.iter().find(|(other, _)| *other == side).map(|(_, value)| value);
                let Some((tested, value)) = tests.get(of.test).zip(value) else { return Vec::new() };
                let lies = set(of.subject, value, model);
                self.heeded(tested, aimed(tested.when(), of.atom, lies, model))
            }
            Goal::Label(axis, label) => {
                let given = self.rules(Truth::True, |rule| rule.labels().any(|it| it == (axis, label)));
                let is_default = model
                    .axes
                    .get(axis.index())
                    .is_some_and(|axis| matches!(axis.order, Order::Ordered { default } if default == label));
                given.into_iter().chain(is_default.then(Way::new)).collect()
            }
            Goal::Raised(judgment) => self.raised(judgment),
            Goal::Ruling(on, ruling) => {
                let settlement = Settlement::ALL.into_iter().find(|it| it.as_str() == ruling.as_str());
                let settling = model.rules_by_name().filter(|(_, rule)| {
                    rule.grants
                        .iter()
                        .any(|it| matches!(it, Grant::Settle { judgment, .. } if *judgment == on))
                });
                let settling = settling
                    .flat_map(|(id, _)| both(self.settled(id, settlement), self.rule(id, Truth::True)));
                both(self.raised(on), settling.collect())
            }
            Goal::Holder(on, of, at) => {
                let kept = |it: &Restriction| matches!(it, Restriction::Retain { judgment, act, tier } if (*judgment, *act, *tier) == (on, of, at));
                self.rules(Truth::True, |rule| rule.restrictions.iter().any(kept))
            }
            Goal::Route(tier) => self.routed(tier),
            Goal::Ask(fact) => self.asking(fact),
            Goal::Refused(on) => {
                let kept = |it: &Restriction| matches!(it, Restriction::Retain { judgment, act: Act::Decide, .. } if *judgment == on);
                let kept = self.rules(Truth::True, |rule| rule.restrictions.iter().any(kept));
                let kept = both(kept, self.raised(on));
                let given = |rule: &Rule| rule.grants.iter().any(|it| judgment(it) == Some(on));
                let withheld = self.none(given);
                kept.into_iter().chain(both(withheld, self.raised(on))).chain(self.raised(on)).collect()
            }
            Goal::Beaten(rule, _, by) => {
                let granted = both(self.settled(rule, None), self.rule(rule, Truth::True));
                both(both(self.settled(by, None), self.rule(by, Truth::True)), granted)
            }
            Goal::Row(site, made) => {
                let written = site.of(model).map(|(_, _, site)| &site.when);
                let made = written.map(|when| ways(when, Truth::from(made), model)).unwrap_or_default();
                made.into_iter().chain([Way::new()]).collect()
            }
            Goal::RefusedRow(site) => {
                let Some((by, _, written)) = site.of(model) else { return Vec::new() };
                let SiteEffect::Grant(grant) = &written.effect else { return Vec::new() };
                let covering = by.grants.iter().filter(|granted| granted.covers(grant));
                let refused = covering.fold(Vec::new(), |before, granted| {
                    both(before, ways(&granted.when, Truth::False, model))
                });
                both(refused, self.made(&written.when, grant))
            }
            Goal::ScriptGrant(by, entry) => {
                let Some(by) = model.overrides.get(by) else { return Vec::new() };
                let Some(granted) = by.grants.get(entry) else { return Vec::new() };
                let sites = by.scripts.iter().flat_map(|script| &script.sites);
                let made = sites.filter_map(|site| match &site.effect {
                    SiteEffect::Grant(grant) if granted.covers(grant) => Some(self.made(&site.when, grant)),
                    _ => None,
                });
                both(made.flatten().collect(), ways(&granted.when, Truth::True, model))
            }
        }
    }

    /// The same ways, with something coming of the test.
    pub(super) fn heeded(&self, test: &Test, ways: Vec<Way>) -> Vec<Way> {
        match test.rule() {
            // Where nothing beats what the rule grants, a case shows it.
            Some(rule) => {
                let heard = self.heard(Some(rule), ways);
                both(self.unopposed(rule), heard.clone()).into_iter().chain(heard).collect()
            }
            None => {
                let heeding = self.heeding(test.whose, 0);
                // Few of each, so that everything that reads it has its turn.
                let with_each = heeding.into_iter().flat_map(|heeding| {
                    both(vec![heeding], ways.clone()).into_iter().take(2).collect::<Vec<Way>>()
                });
                with_each.chain(ways.iter().cloned()).collect()
            }
        }
    }

    /// Ways to have a rule or a proposal of a script hang on a named condition, or on the points of a part of a score, alone.
    fn heeding(&self, whose: Whose, depth: usize) -> Vec<Way> {
        /// How far to follow what reads it to what reads that, and in how many ways.
        const MAX_DEPTH: usize = 3;
        const MAX_HEEDING: usize = 12;
        let model = self.scene.model();
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let mut found = Vec::new();
        for test in &self.scene.tests {
            for (at, atom) in test.atoms.iter().enumerate() {
                let beside = match (whose, atom) {
                    (Whose::Named(id), Condition::Let(read)) if id == *read => vec![Way::new()],
                    (Whose::Points(score, part), Condition::Leaf(leaf)) if leaf.score() == Some(score) => {
                        tipping(leaf, part, model)
                    }
                    _ => continue,
                };
                let around = aimed(test.when(), at, beside, model);
                let ways = match test.rule() {
                    Some(rule) => self.heard(Some(rule), around),
                    None => both(self.heeding(test.whose, depth + 1), around),
                };
                found.extend(ways.into_iter().take(3));
                if found.len() >= MAX_HEEDING {
                    return found;
                }
            }
        }
        for reader in self.scene.readers.of(whose) {
            let Reader::Proposal(id) = reader else { continue };
            let Some((_, _, site)) = id.of(model) else { continue };
            let made = match &site.effect {
                SiteEffect::Grant(grant) => self.made(&site.when, grant),
                SiteEffect::Restriction(_) => ways(&site.when, Truth::True, model),
            };
            found.extend(made.into_iter().take(2));
        }
        found.truncate(MAX_HEEDING);
        found
    }

    /// The same ways, those first in which what the rule is about is raised too: what it says then shows.
    pub(super) fn heard(&self, rule: Option<RuleId>, ways: Vec<Way>) -> Vec<Way> {
        let needed = rule.map(|rule| needed(rule, self.scene.model())).unwrap_or_default();
        let raised = needed.iter().fold(Vec::new(), |ways, on| both(ways, self.raised(*on)));
        if raised.is_empty() {
            return ways;
        }
        both(raised, ways.clone()).into_iter().chain(ways).collect()
    }

    /// Ways to have a script propose a grant, on a judgment that is raised.
    fn made(&self, when: &Condition, grant: &Grant) -> Vec<Way> {
        let raised = judgment(grant).map(|on| self.raised(on)).unwrap_or_default();
        both(raised, ways(when, Truth::True, self.scene.model()))
    }

    pub(super) fn rule(&self, rule: RuleId, truth: Truth) -> Vec<Way> {
        let model = self.scene.model();
        match model.rules.get(rule.index()).map(|rule| &rule.when) {
            Some(Condition::Constant(_)) => vec![Way::new()],
            Some(when) => ways(when, truth, model),
            None => Vec::new(),
        }
    }

    /// Ways to have a settlement of the rule given.
    fn settled(&self, rule: RuleId, wanted: Option<Settlement>) -> Vec<Way> {
        let model = self.scene.model();
        let grants = model.rules.get(rule.index()).map(|rule| rule.grants.as_slice()).unwrap_or_default();
        let given = grants.iter().filter_map(|grant| match grant {
            Grant::Settle { ruling, given: Some(given), .. } if wanted.is_none_or(|it| it == *ruling) => {
                Some(given)
            }
            _ => None,
        });
        given.flat_map(|given| ways(given, Truth::True, model)).collect()
    }

    /// Ways to have one of some rules so.
    fn rules(&self, truth: Truth, is_meant: impl Fn(&Rule) -> bool) -> Vec<Way> {
        /// Of many rules that do the same, as many are tried.
        const MAX_RULES: usize = 6;
        let meant = self.scene.model().rules_by_name().filter(|(_, rule)| is_meant(rule));
        meant.take(MAX_RULES).flat_map(|(id, _)| self.rule(id, truth)).collect()
    }

    /// A way to have nothing beat what a rule grants.
    fn unopposed(&self, rule: RuleId) -> Vec<Way> {
        let Some(own) = self.scene.model().rules.get(rule.index()) else { return Vec::new() };
        self.none(|other| {
            own.grants.iter().any(|grant| {
                other.restrictions.iter().any(|restriction| grant.yields_to(restriction))
                    || other.grants.iter().any(|other| grant.opposes(other))
            })
        })
    }

    /// A way to have nothing else do what hides what a rule does.
    fn unmasked(&self, rule: RuleId) -> Vec<Way> {
        let Some(own) = self.scene.model().rules.get(rule.index()) else { return Vec::new() };
        self.none(|other| {
            let hides = |one: &Restriction| other.restrictions.iter().any(|two| masks(two, one));
            own.restrictions.iter().any(hides)
        })
    }

    /// A way to have none of some rules so.
    fn none(&self, is_meant: impl Fn(&Rule) -> bool) -> Vec<Way> {
        /// Of many rules that stand in the way, as many are kept from it.
        const MAX_OTHERS: usize = 64;
        let meant = self.scene.model().rules_by_name().filter(|(_, rule)| is_meant(rule)).take(MAX_OTHERS);
        let ways = meant.filter_map(|(id, _)| self.rule(id, Truth::False).into_iter().next());
        vec![ways.flatten().collect()]
    }

    fn raised(&self, judgment: JudgmentId) -> Vec<Way> {
        let raises = |rule: &Rule| {
            rule.restrictions.iter().any(|it| matches!(it, Restriction::Raise(on) if *on == judgment))
        };
        self.rules(Truth::True, raises)
    }

    fn routed(&self, to: crate::authority::Rank) -> Vec<Way> {
        let model = self.scene.model();
        let mut found = vec![Way::new()];
        found.extend(self.rules(Truth::True, |rule| {
            rule.restrictions
                .iter()
                .any(|it| matches!(it, Restriction::Escalate { to: tier, .. } if *tier == to))
        }));
        for (at, declared) in model.judgments.iter().enumerate() {
            let on = JudgmentId::at(at);
            let holds = |rule: &Rule| {
                let kept = rule.restrictions.iter().any(
                    |it| matches!(it, Restriction::Retain { judgment, tier, .. } if *judgment == on && *tier == to),
                );
                kept || rule.grants.iter().any(
                    |it| matches!(it, Grant::Delegate { judgment, tier, .. } if *judgment == on && *tier == to),
                )
            };
            let given = self.rules(Truth::True, holds);
            if !given.is_empty() || declared.holders.contains(&to) {
                found.extend(both(given, self.raised(on)));
            }
        }
        found
    }

    fn asking(&self, fact: ValueId) -> Vec<Way> {
        let model = self.scene.model();
        let mut found = Vec::new();
        for test in &self.scene.tests {
            for (at, atom) in test.atoms.iter().enumerate() {
                let Condition::Leaf(leaf) = atom else { continue };
                let reads = leaf.values().any(|value| {
                    value == fact
                        || model.derived(value).and_then(|derived| derived.from.fact()) == Some(fact)
                });
                if reads {
                    let unset = vec![vec![super::draft::Move::Unset(fact)]];
                    let raised = test.rule().map(|rule| needed(rule, model)).unwrap_or_default();
                    let raised = raised.iter().fold(Vec::new(), |ways, on| both(ways, self.raised(*on)));
                    found.extend(both(raised, aimed(test.when(), at, unset, model)).into_iter().take(3));
                }
            }
        }
        found.truncate(30);
        found
    }
}

/// The judgments that have to be raised for the rule to matter.
fn needed(rule: RuleId, model: &Model) -> Vec<JudgmentId> {
    let Some(rule) = model.rules.get(rule.index()) else { return Vec::new() };
    let kept = rule.restrictions.iter().filter_map(|restriction| match restriction {
        Restriction::Retain { judgment, .. } => Some(*judgment),
        _ => None,
    });
    let mut needed: Vec<JudgmentId> = kept.chain(rule.grants.iter().filter_map(judgment)).collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// What is decided now, as far as the goal is about it.
fn expectation(goal: Goal, seen: &Seen, scene: &Scene<'_>) -> String {
    let (decision, model) = (&seen.decision, scene.model());
    let turned = |test: usize, atom: usize| {
        let rules = seen.turned(test, atom, scene);
        (!rules.is_empty()).then(|| fires(rules, decision, model))
    };
    let mut expect = format!("route: {}, next: {}", decision.route().tier(), decision.next().as_str());
    let more = match goal {
        Goal::Rule(rule, _) | Goal::Decisive(rule) => Some(fires([rule], decision, model)),
        Goal::Label(axis, label) => model
            .axes
            .get(axis.index())
            .map(|axis| format!("labels: {{ {}: {} }}", axis.id, quoted(axis.label_id(label)))),
        Goal::Refused(judgment) => {
            let tier = model.tiers.id(model.tiers.highest_vendor());
            Some(format!("may: {{ {}: {{ {tier}: refused }} }}", model.judgment_name(judgment)))
        }
        Goal::Raised(judgment) => Some(format!("raised: {{ {}: \"yes\" }}", model.judgment_name(judgment))),
        Goal::Ruling(judgment, ruling) => {
            Some(format!("rulings: {{ {}: {} }}", model.judgment_name(judgment), ruling.as_str()))
        }
        Goal::Holder(judgment, act, tier) => Some(format!(
            "holders: {{ {}: {{ {}: {} }} }}",
            model.judgment_name(judgment),
            act.as_str(),
            model.tiers.id(tier)
        )),
        Goal::Beaten(rule, ..) => Some(fires([rule], decision, model)),
        Goal::Turns(test, atom, _) | Goal::Atom(test, atom, _) => turned(test, atom),
        Goal::Lies(boundary, _) => {
            let of = scene.boundaries.get(boundary);
            of.and_then(|of| turned(of.test, of.atom))
        }
        _ => None,
    };
    if let Some(more) = more {
        expect.push_str(", ");
        expect.push_str(&more);
    }
    // A case that gives what a fact cannot be is about that.
    let wrong = [NoticeCode::FactIllTyped, NoticeCode::FactNotAChoice];
    let told = wrong.iter().filter(|code| decision.notices().iter().any(|notice| notice.code() == **code));
    let told: Vec<&str> = told.map(|code| code.as_str()).collect();
    if !told.is_empty() {
        expect.push_str(&format!(", notices: [{}]", told.join(", ")));
    }
    expect
}

/// Which of some rules count and which do not, and who holds what they are about.
fn fires(rules: impl IntoIterator<Item = RuleId>, decision: &Decision, model: &Model) -> String {
    /// Of rules that one part turns together, as many are told.
    const MAX_TOLD: usize = 4;
    let mut rules: Vec<RuleId> = rules.into_iter().collect();
    rules.sort_by_key(|rule| model.rule_name(*rule));
    rules.truncate(MAX_TOLD);
    let counts = |rule: &RuleId| decision.parts.reasons.iter().any(|reason| reason.rule == *rule);
    let named = |key: &str, counting: bool| {
        let names = rules.iter().filter(|rule| counts(rule) == counting).map(|rule| model.rule_name(*rule));
        let names: Vec<&str> = names.collect();
        (!names.is_empty()).then(|| format!("{key}: [{}]", names.join(", ")))
    };
    let about: BTreeSet<JudgmentId> = rules.iter().flat_map(|rule| needed(*rule, model)).collect();
    let mut about: Vec<&str> = about.into_iter().map(|on| model.judgment_name(on)).collect();
    about.sort_unstable();
    let holders =
        about.into_iter().filter_map(|on| Some(format!("{on}: {}", decision.holder(on, Act::Decide)?)));
    let holders: Vec<String> = holders.collect();
    let holders = (!holders.is_empty()).then(|| format!("holders: {{ {} }}", holders.join(", ")));
    let told = [named("fires", true), named("silent", false), holders];
    told.into_iter().flatten().collect::<Vec<String>>().join(", ")
}
