//! Everything of a rulebook that cases can cover, each with what they have to reach for it.

use super::aspect::Aspect;
use super::boundary::Side;
use super::condition::{Whose, atoms, is_constant, opposite};
use super::contrary::is_contrary;
use super::goal::{Goal, Scene, judgment};
use super::settled::is_settled;
use crate::authority::{Act, Party, Rank};
use crate::classify::Order;
use crate::compose::Ruling;
use crate::condition::{Condition, Leaf, Truth};
use crate::effect::{Grant, Restriction, Rule, Settlement};
use crate::id::{AxisId, JudgmentId, LabelId, RuleId, ScoreId};
use crate::overrides::{SiteEffect, SiteId};
use crate::rulebook::Model;
use std::collections::{BTreeMap, BTreeSet};

/// One thing to cover: by reaching all its goals, in one case or in several.
#[derive(Debug)]
pub(super) struct Obligation {
    pub(super) aspect: Aspect,
    /// The rule, and the test and atom, it is about.
    pub(super) rule: Option<RuleId>,
    pub(super) place: Option<(usize, usize)>,
    pub(super) name: String,
    /// Each in words, where there are several.
    pub(super) goals: Vec<(Goal, String)>,
}

/// The most pairs of a grant and a rule that beats it: a rulebook of ten thousand rules has more than anybody reads.
const MAX_PAIRS: usize = 10_000;

/// Everything there is to cover, in the order of [`Aspect::ALL`].
pub(super) fn obligations(scene: &Scene<'_>) -> Vec<Obligation> {
    let mut all = All { scene, model: scene.model(), found: Vec::new() };
    all.rules();
    all.parts();
    all.boundaries();
    all.judgments();
    all.outcomes();
    all.pairs();
    all.scripts();
    all.found.sort_by_key(|obligation| obligation.aspect);
    tell_apart(&mut all.found);
    all.found
}

/// Adds to the names of parts that read alike which of them it is, from the second on and from left to right.
fn tell_apart(all: &mut [Obligation]) {
    let mut seen: BTreeMap<(Aspect, String), usize> = BTreeMap::new();
    for obligation in all {
        let nth = seen.entry((obligation.aspect, obligation.name.clone())).or_default();
        *nth += 1;
        if *nth > 1 {
            obligation.name.push_str(&format!(" ({nth})"));
        }
    }
}

struct All<'s, 'e> {
    scene: &'s Scene<'e>,
    model: &'e Model,
    found: Vec<Obligation>,
}

impl All<'_, '_> {
    fn add(&mut self, aspect: Aspect, rule: Option<RuleId>, name: impl Into<String>, goal: Goal) {
        let goals = vec![(goal, String::new())];
        self.found.push(Obligation { aspect, rule, place: None, name: name.into(), goals });
    }

    fn rules(&mut self) {
        let scene = self.scene;
        for test in &scene.tests {
            let Whose::Rule(rule) = test.whose else { continue };
            if !test.is_own(self.model) {
                continue;
            }
            let name = self.model.rule_name(rule);
            self.add(Aspect::Decisive, Some(rule), name, Goal::Decisive(rule));
            self.add(Aspect::RuleTrue, Some(rule), name, Goal::Rule(rule, Truth::True));
            // What hangs on nothing is always true.
            if !test.atoms.is_empty() {
                self.add(Aspect::RuleUnknown, Some(rule), name, Goal::Rule(rule, Truth::Unknown));
                self.add(Aspect::RuleFalse, Some(rule), name, Goal::Rule(rule, Truth::False));
            }
        }
    }

    fn parts(&mut self) {
        let (scene, model) = (self.scene, self.model);
        for (at, test) in scene.tests.iter().enumerate().filter(|(_, test)| test.is_own(model)) {
            for (atom, asked) in test.atoms.iter().enumerate().skip(test.before) {
                if is_constant(asked, model) || is_settled(asked, model) {
                    continue;
                }
                let name = format!("{}: {}", self.whose(at), asked.display(model));
                let mut add = |aspect: Aspect, goals: Vec<(Goal, String)>| {
                    let (rule, place, name) = (test.rule(), Some((at, atom)), name.clone());
                    self.found.push(Obligation { aspect, rule, place, name, goals });
                };
                for (aspect, truth) in [
                    (Aspect::PartTrue, Truth::True),
                    (Aspect::PartUnknown, Truth::Unknown),
                    (Aspect::PartFalse, Truth::False),
                ] {
                    // What is known is never false.
                    if truth != Truth::False || opposite(asked) == Truth::False {
                        add(aspect, vec![(Goal::Atom(at, atom, truth), String::new())]);
                    }
                }
                let turns = |truth: Truth| (Goal::Turns(at, atom, truth), truth.as_str().to_owned());
                add(Aspect::NearMiss, vec![turns(Truth::True), turns(opposite(asked))]);
            }
        }
    }

    fn boundaries(&mut self) {
        let (scene, model) = (self.scene, self.model);
        for (at, boundary) in scene.boundaries.iter().enumerate() {
            let Some(test) = scene.tests.get(boundary.test).filter(|test| test.is_own(model)) else {
                continue;
            };
            let asked = test.atoms.get(boundary.atom).filter(|asked| !is_settled(asked, model));
            if asked.is_none() {
                continue;
            }
            let what = asked.map(|asked| asked.display(model).to_string()).unwrap_or_default();
            let bound = boundary.name(model);
            let goals = boundary
                .sides
                .iter()
                .map(|(side, _)| (Goal::Lies(at, *side), format!("{} {bound}", Side::as_str(*side))));
            let goals = goals.collect();
            // Of a list or a period it is one of several.
            let is_one_of = asked
                .is_some_and(|asked| matches!(asked, Condition::Leaf(Leaf::In { .. } | Leaf::InForce(_))));
            let of = if is_one_of { format!(" ({bound})") } else { String::new() };
            self.found.push(Obligation {
                aspect: Aspect::Boundary,
                rule: test.rule(),
                place: Some((boundary.test, boundary.atom)),
                name: format!("{}: {what}{of}", self.whose(boundary.test)),
                goals,
            });
        }
    }

    fn judgments(&mut self) {
        let model = self.model;
        for (id, declared) in by_name(model) {
            let name = &*declared.id;
            let decide = Act::Decide.of(declared.holders);
            let mut is_raised = false;
            let mut kept = model.tiers.party(decide) == Party::Client;
            let mut rulings = BTreeSet::from([Ruling::Open]);
            let (mut approving, mut denying) = (BTreeSet::new(), BTreeSet::new());
            let mut holders: BTreeSet<(Act, Rank)> = BTreeSet::new();
            for (rule, written) in model.rules_by_name() {
                for restriction in &written.restrictions {
                    match restriction {
                        Restriction::Raise(on) => is_raised |= *on == id,
                        Restriction::Retain { judgment, act, tier } if *judgment == id => {
                            kept |= *act == Act::Decide;
                            if *tier > act.of(declared.holders) {
                                holders.insert((*act, *tier));
                            }
                        }
                        _ => {}
                    }
                }
                for grant in &written.grants {
                    match grant {
                        Grant::Settle { judgment, ruling, .. } if *judgment == id => match ruling {
                            Settlement::Approve => approving.insert(rule),
                            Settlement::Deny => denying.insert(rule),
                        },
                        _ => continue,
                    };
                }
            }
            if !is_raised {
                // Nothing that is said of it ever matters; a rulebook may keep it for layers above.
                continue;
            }
            if kept {
                self.add(Aspect::Retained, None, name, Goal::Refused(id));
            }
            self.add(Aspect::Judgment, None, name, Goal::Raised(id));
            rulings.extend((!approving.is_empty()).then_some(Ruling::Approve));
            rulings.extend((!denying.is_empty()).then_some(Ruling::Deny));
            // A rule that settles both ways does so under opposite conditions.
            let conflicts =
                |one: &RuleId| denying.iter().any(|other| other != one && self.may_both(*one, *other));
            rulings.extend(approving.iter().any(conflicts).then_some(Ruling::Conflict));
            for ruling in rulings {
                self.add(
                    Aspect::Ruling,
                    None,
                    format!("{name}: {}", ruling.as_str()),
                    Goal::Ruling(id, ruling),
                );
            }
            for (act, tier) in holders {
                let told = format!("{name}: {} by {}", act.as_str(), model.tiers.id(tier));
                self.add(Aspect::Holder, None, told, Goal::Holder(id, act, tier));
            }
        }
    }

    fn outcomes(&mut self) {
        let model = self.model;
        for id in &model.by_name.axes {
            let Some(axis) = model.axes.get(id.index()) else { continue };
            for label in (0..axis.labels.len()).map(LabelId::at) {
                if is_given(*id, label, axis.order, model) {
                    let name = format!("{}: {}", axis.id, axis.label_id(label));
                    self.add(Aspect::Label, None, name, Goal::Label(*id, label));
                }
            }
        }
        for tier in routes(model) {
            self.add(Aspect::Route, None, model.tiers.id(tier), Goal::Route(tier));
        }
        let read: BTreeSet<_> = self.read();
        for (fact, declared) in model.facts_by_name() {
            if declared.ask.is_some() && read.contains(&fact) {
                self.add(Aspect::Ask, None, &*declared.id, Goal::Ask(fact));
            }
        }
    }

    /// The facts that conditions read.
    fn read(&self) -> BTreeSet<crate::id::ValueId> {
        let asked = self.scene.tests.iter().flat_map(|test| &test.atoms);
        let leaves = asked.filter_map(|atom| match atom {
            Condition::Leaf(leaf) => Some(leaf),
            _ => None,
        });
        let values = leaves.flat_map(Leaf::values);
        values
            .flat_map(|value| {
                let from = self.model.derived(value).and_then(|derived| derived.from.fact());
                [Some(value), from].into_iter().flatten()
            })
            .collect()
    }

    fn pairs(&mut self) {
        let model = self.model;
        let mut pairs = BTreeSet::new();
        let may_beat: Vec<(RuleId, &Rule)> =
            model.rules_by_name().filter(|(_, rule)| beats_any(rule)).collect();
        let mut told = Vec::new();
        for (id, rule) in model.rules_by_name() {
            for grant in &rule.grants {
                let Some(on) = judgment(grant) else { continue };
                let beats = |(other, by): &(RuleId, &Rule)| {
                    *other != id
                        && (by.restrictions.iter().any(|restriction| grant.yields_to(restriction))
                            || by.grants.iter().any(|other| grant.opposes(other)))
                };
                let is_own = |by: RuleId| !model.inherited.rule(id) || !model.inherited.rule(by);
                for (by, _) in may_beat.iter().filter(|pair| is_own(pair.0) && beats(pair)) {
                    if pairs.len() < MAX_PAIRS && self.may_both(id, *by) && pairs.insert((id, on, *by)) {
                        told.push((id, on, *by));
                    }
                }
            }
        }
        for (rule, on, by) in told {
            let names = [model.rule_name(rule), model.rule_name(by), model.judgment_name(on)];
            let [name, beaten_by, about] = names;
            let name = format!("{name} by {beaten_by} ({about})");
            self.add(Aspect::Overridden, Some(rule), name, Goal::Beaten(rule, on, by));
        }
    }

    /// Whether two rules may count in one decision, as far as the parts of their conditions tell.
    fn may_both(&self, one: RuleId, other: RuleId) -> bool {
        let when = |rule: RuleId| self.model.rules.get(rule.index()).map(|rule| &rule.when);
        when(one).zip(when(other)).is_some_and(|(one, other)| !is_contrary(one, other, self.model))
    }

    fn scripts(&mut self) {
        let model = self.model;
        for site in SiteId::all(model) {
            let Some((by, script, written)) = site.of(model) else { continue };
            let name = format!("{}:{}:{}", by.script_name(script.stage), written.line, written.column);
            let mut goals = vec![(Goal::Row(site, true), "made".to_owned())];
            if written.opaque || written.when != Condition::Constant(true) {
                goals.push((Goal::Row(site, false), "not made".to_owned()));
            }
            let name_of = name.clone();
            self.found.push(Obligation {
                aspect: Aspect::ScriptRow,
                rule: None,
                place: None,
                name: name_of,
                goals,
            });
            if let SiteEffect::Grant(grant) = &written.effect {
                let always = by
                    .grants
                    .iter()
                    .any(|granted| granted.when == Condition::Constant(true) && granted.covers(grant));
                if !always {
                    self.add(Aspect::RefusedProposal, None, name, Goal::RefusedRow(site));
                }
            }
        }
        for (at, by) in model.overrides.iter().enumerate() {
            for (entry, granted) in by.grants.iter().enumerate() {
                let file = by.file.as_deref().map(|file| format!("{file}: ")).unwrap_or_default();
                let name = format!("{file}grant {}: {}", entry + 1, granted.when.display(model));
                self.add(Aspect::ScriptGrant, None, name, Goal::ScriptGrant(at, entry));
            }
        }
    }

    /// What a test belongs to, by name.
    fn whose(&self, test: usize) -> String {
        match self.scene.tests.get(test).map(|test| test.whose) {
            Some(Whose::Rule(rule)) => self.model.rule_name(rule).to_owned(),
            Some(Whose::Settlement(rule)) => format!("{} (settle)", self.model.rule_name(rule)),
            Some(Whose::Named(id)) => {
                let named = self.model.lets.get(id.index());
                named.map_or_else(String::new, |named| format!("let {}", named.id))
            }
            Some(Whose::Points(score, part)) => self.points(score, part),
            None => String::new(),
        }
    }

    /// The part of a score, called after its points, and after its condition too where another one with as many asks the same.
    fn points(&self, score: ScoreId, at: usize) -> String {
        let declared = self.model.scores.get(score.index());
        let Some((declared, part)) = declared.and_then(|score| Some((score, score.parts.get(at)?))) else {
            return String::new();
        };
        let asked = |when: &Condition| {
            let mut asked = Vec::new();
            atoms(when, &mut asked);
            asked
        };
        let own = asked(&part.when);
        let is_alike = declared.parts.iter().enumerate().any(|(other, another)| {
            other != at
                && another.points == part.points
                && asked(&another.when).iter().any(|atom| own.contains(atom))
        });
        let points = part.points.normalize();
        let of = if is_alike { format!(" for {}", part.when.display(self.model)) } else { String::new() };
        format!("score {} [{points:+}{of}]", declared.id)
    }
}

/// Whether some grant may yield to the rule.
fn beats_any(rule: &Rule) -> bool {
    rule.restrictions.iter().any(|restriction| matches!(restriction, Restriction::Retain { .. }))
        || rule.grants.iter().any(|grant| matches!(grant, Grant::Settle { .. }))
}

fn by_name(model: &Model) -> impl Iterator<Item = (JudgmentId, &crate::rulebook::Judgment)> {
    let ids = model.by_name.judgments.iter();
    ids.filter_map(|id| Some((*id, model.judgments.get(id.index())?)))
}

/// Whether an inquiry can carry the label: by default, by a rule, or by a script.
fn is_given(axis: AxisId, label: LabelId, order: Order, model: &Model) -> bool {
    let is_default = matches!(order, Order::Ordered { default } if default == label);
    let by_rule = || model.rules.iter().any(|rule| rule.labels().any(|given| given == (axis, label)));
    let by_script = || {
        SiteId::all(model)
            .filter_map(|site| site.of(model))
            .any(|(_, _, site)| site.effect.label() == Some((axis, label)))
    };
    is_default || by_rule() || by_script()
}

/// The tiers an inquiry can go to: where it arrives, where rules escalate to, and holders of judgments that are raised.
fn routes(model: &Model) -> BTreeSet<Rank> {
    let mut routes = BTreeSet::from([model.tiers.lowest()]);
    let rules = || model.rules.iter();
    let restrictions = || rules().flat_map(|rule| &rule.restrictions);
    let raised: BTreeSet<JudgmentId> = restrictions()
        .filter_map(|restriction| match restriction {
            Restriction::Raise(judgment) => Some(*judgment),
            _ => None,
        })
        .collect();
    let holders = raised.iter().filter_map(|judgment| model.judgments.get(judgment.index()));
    routes.extend(holders.filter_map(|judgment| judgment.holders.iter().max()));
    for restriction in restrictions() {
        match restriction {
            Restriction::Escalate { to, .. } => {
                routes.insert(*to);
            }
            Restriction::Retain { judgment, tier, .. } if raised.contains(judgment) => {
                routes.insert(*tier);
            }
            _ => {}
        }
    }
    for grant in rules().flat_map(|rule| &rule.grants) {
        match grant {
            Grant::Delegate { judgment, act: Act::Decide, tier } if raised.contains(judgment) => {
                routes.insert(*tier);
            }
            _ => {}
        }
    }
    routes
}
