//! Rules: conditions checked, effects looked up and told apart into restrictions and grants.

use super::axes::axes_in;
use super::resolver::Resolver;
use crate::authoring::document::{self, Effect, Effective, Name, Written};
use crate::authoring::layers::Layers;
use crate::authoring::limits::MAX_RULES;
use crate::authoring::unite::disagreement;
use crate::authority::{Act, Party, Rank, Tiers};
use crate::calendar::Calendar;
use crate::classify::{Axis, Order};
use crate::condition::{Condition, Expression, Kind, LabelSet, Leaf, Names, Role, Within, check, polarity};
use crate::diagnostic::{Code, Findings, Problem, Severity};
use crate::effect::{Grant, Recipient, Restriction, Rule, Settlement};
use crate::id::{AxisId, DeskId, JudgmentId, LabelId};
use crate::inquiry::{Derived, FactDeclaration};
use crate::rulebook::{Desk, Judgment, Let};
use crate::span::Place;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A checked rule and where its condition stands, or its id where it has none.
pub(super) struct Resolved {
    pub(super) rule: Rule,
    pub(super) place: Place,
    /// Where its id stands.
    named: Place,
    /// The axes its condition reads.
    pub(super) axes: BTreeSet<AxisId>,
}

impl Resolved {
    fn id(&self) -> Name {
        Written::new(self.rule.id.clone(), self.named)
    }
}

/// Everything a rule may name.
pub(super) struct Vocabulary<'v> {
    pub(super) names: Names<'v>,
    /// Named conditions as written.
    pub(super) expressions: BTreeMap<Box<str>, Expression>,
    /// What named conditions always are, where their constants tell.
    pub(super) constants: Vec<Option<bool>>,
    /// The axes that named conditions read.
    pub(super) axes_of_lets: Vec<BTreeSet<AxisId>>,
    pub(super) facts: &'v [Arc<FactDeclaration>],
    pub(super) derived: &'v [Derived],
    pub(super) tiers: Option<&'v Tiers>,
    pub(super) desks: &'v [Desk],
    /// Of the days of periods.
    pub(super) timezone: &'v TimeZone,
    pub(super) calendars: &'v [Calendar],
    /// Calendars as written, which tells by whom.
    pub(super) declared_calendars: &'v [document::Calendar],
    pub(super) judgments: &'v [Judgment],
    pub(super) layers: &'v Layers,
    /// Judgments that are declared, whether or not their holders could be resolved.
    pub(super) declared_judgments: BTreeSet<&'v str>,
}

impl Resolver {
    /// All rules, sorted by id. The same rule in two layers counts once.
    pub(super) fn rules(&mut self, rules: &[document::Rule], vocabulary: &Vocabulary<'_>) -> Vec<Resolved> {
        if let Some(rule) = rules.get(MAX_RULES) {
            self.too_many("rules", rules.len(), MAX_RULES, rule.id.place);
            return Vec::new();
        }
        let mut resolved = Vec::with_capacity(rules.len());
        let mut errors = 0;
        for rule in rules {
            let before = self.problems.len();
            resolved.push(self.rule(rule, vocabulary));
            let found = self.problems.iter().skip(before);
            errors += found.filter(|problem| problem.code.severity() == Severity::Error).count();
            if errors > Findings::MAX {
                break;
            }
        }
        resolved.sort_by(|one, other| (&one.rule.id, one.named).cmp(&(&other.rule.id, other.named)));
        for pair in resolved.windows(2) {
            if let [first, again] = pair
                && first.rule.id == again.rule.id
            {
                let layers = vocabulary.layers;
                if layers.of(first.named) == layers.of(again.named) {
                    self.twice(&again.id(), &first.id(), "rules");
                } else if first.rule != again.rule && first.rule.is_alike(&again.rule) {
                    let message = format!(
                        "two layers say when the rule `{}` is in force: it is the same rule, but in force in different periods",
                        first.rule.id
                    );
                    let problem = Problem::new(Code::LayersDisagree, first.named, message).label("said here");
                    let problem = problem.also(again.named, "and here, in force in another period");
                    self.report(
                        problem.help("write it in one layer alone, or give both `effective` alike; a layer's own counts for each of its rules"),
                    );
                } else if first.rule != again.rule {
                    let what = format!("the rule `{}`", first.rule.id);
                    let problem = disagreement(&what, first.named, again.named);
                    self.report(
                        problem.help("give the rule another id, or leave it out in one of the layers"),
                    );
                }
            }
        }
        resolved.dedup_by(|one, other| one.rule.id == other.rule.id);
        resolved
    }

    fn rule(&mut self, written: &document::Rule, vocabulary: &Vocabulary<'_>) -> Resolved {
        let when = match &written.when {
            Some(expression) => self.condition(expression, vocabulary),
            None => Condition::Constant(true),
        };
        let place = written.when.as_ref().map_or(written.id.place, |when| when.place);
        if constant(&when, &vocabulary.constants) == Some(false) {
            let place = never_true(written.when.as_ref(), &when, &vocabulary.constants).unwrap_or(place);
            let message = "this condition is never true, so the rule never does anything";
            let problem = Problem::new(Code::NeverTrue, place, message);
            self.report(problem.help("remove the rule, or correct the condition"));
        }
        let axes = axes_in(&when, &vocabulary.axes_of_lets);
        self.one_label_each(&written.effects, vocabulary);
        let effects = self.effects(&written.effects, written.when.as_ref(), vocabulary);
        let rule = Rule {
            id: written.id.value.clone(),
            title: written.title.clone(),
            when: self.in_force(written.effective.as_ref(), when, vocabulary),
            restrictions: effects.restrictions,
            grants: effects.grants,
            because: written.because.clone(),
            source: written.source.clone(),
        };
        Resolved { rule, place, named: written.id.place, axes }
    }

    /// What a rule or grant does, and whether the condition `when` it hangs on may carry that.
    pub(super) fn effects<'d>(
        &mut self,
        written: &'d [Effect],
        when: Option<&Expression>,
        vocabulary: &Vocabulary<'_>,
    ) -> Effects<'d> {
        let mut effects = Effects::default();
        for effect in written {
            self.effect(effect, vocabulary, &mut effects);
        }
        if let Some(when) = when {
            self.problems.extend(polarity(
                when,
                effects.role,
                &vocabulary.names,
                &vocabulary.expressions,
                Within::Rule,
            ));
        }
        for (given, otherwise) in &effects.given {
            let role = Role { grants: true, otherwise: *otherwise, ..Role::default() };
            self.problems.extend(polarity(
                given,
                role,
                &vocabulary.names,
                &vocabulary.expressions,
                Within::Rule,
            ));
        }
        effects.restrictions.sort();
        effects.restrictions.dedup();
        effects.restrictions.shrink_to_fit();
        effects.grants.sort_by_key(order_of);
        effects.grants.dedup();
        effects.grants.shrink_to_fit();
        effects
    }

    /// The condition of a rule or grant while it is in force.
    pub(super) fn in_force(
        &mut self,
        effective: Option<&Effective>,
        when: Condition,
        vocabulary: &Vocabulary<'_>,
    ) -> Condition {
        let Some(period) = effective.and_then(|effective| self.period(effective, vocabulary.timezone)) else {
            return when;
        };
        let in_force = Condition::Leaf(Leaf::InForce(period));
        match when {
            Condition::Constant(true) => in_force,
            Condition::All(parts) => Condition::All(std::iter::once(in_force).chain(parts).collect()),
            when => Condition::All(vec![in_force, when]),
        }
    }

    /// A checked condition; one that is wrong counts as always true here, and the rulebook is refused.
    pub(super) fn condition(&mut self, expression: &Expression, vocabulary: &Vocabulary<'_>) -> Condition {
        let (condition, problems) = check(expression, &vocabulary.names);
        self.problems.extend(problems);
        condition.unwrap_or(Condition::Constant(true))
    }

    fn effect<'d>(&mut self, effect: &'d Effect, vocabulary: &Vocabulary<'_>, effects: &mut Effects<'d>) {
        match effect {
            Effect::Classify { axis, label } => {
                if let Some((axis, label)) = self.label(axis, label, vocabulary) {
                    effects.classify(vocabulary.names.axes, axis, label);
                }
            }
            Effect::Raise(judgment) => {
                effects.role.restricts = true;
                effects.restrictions.extend(self.judgment(judgment, vocabulary).map(Restriction::Raise));
            }
            Effect::Retain { judgment, act, tier } => {
                effects.role.restricts = true;
                let judgment = self.judgment(judgment, vocabulary);
                let why = "a retained act stays with the client, so it goes to a client tier";
                let tier = match tier {
                    Some(named) => {
                        let tier = self.client_tier(named, vocabulary.tiers, why);
                        if let (Some(judgment), Some(tier)) = (judgment, tier) {
                            self.held_higher(named, (judgment, *act, tier), vocabulary);
                        }
                        tier
                    }
                    None => vocabulary.tiers.map(Tiers::lowest_client),
                };
                let retain = |(judgment, tier)| Restriction::Retain { judgment, act: *act, tier };
                effects.restrictions.extend(judgment.zip(tier).map(retain));
            }
            Effect::Delegate { judgment, act, tier } => {
                effects.role.grants = true;
                let judgment = self.judgment(judgment, vocabulary);
                let tier = match tier {
                    Some(tier) => self.tier(tier, vocabulary.tiers),
                    None => vocabulary.tiers.map(Tiers::highest_vendor),
                };
                effects.grants.extend(judgment.zip(tier).map(|(judgment, tier)| Grant::Delegate {
                    judgment,
                    act: *act,
                    tier,
                }));
            }
            Effect::Settle { judgment, ruling, given } => {
                effects.role.grants = true;
                let judgment = self.judgment(judgment, vocabulary);
                let condition = given.as_ref().map(|given| self.condition(&given.condition, vocabulary));
                let Some(judgment) = judgment else { return };
                if let (Some(given), Some(condition)) = (given, &condition) {
                    effects.given.push((&given.condition, given.otherwise));
                    if given.otherwise {
                        let ruling = ruling.opposite();
                        let given = Some(Condition::Not(Box::new(condition.clone())));
                        effects.grants.push(Grant::Settle { judgment, ruling, given });
                    }
                }
                effects.grants.push(Grant::Settle { judgment, ruling: *ruling, given: condition });
            }
            Effect::Escalate { to, urgency, within } => {
                effects.role.restricts = true;
                let to = match to {
                    Some(tier) => self.tier(tier, vocabulary.tiers),
                    None => vocabulary.tiers.map(Tiers::lowest),
                };
                let within = within.as_ref().and_then(|within| self.time_limit(within, vocabulary));
                let escalate = |to| Restriction::Escalate { to, urgency: *urgency, within };
                effects.restrictions.extend(to.map(escalate));
            }
            Effect::Refer(desk) => {
                let found = desk_of(desk, vocabulary);
                let desk = self.find(desk, "desk", found, vocabulary.desks.iter().map(|desk| &*desk.id));
                effects.restrictions.extend(desk.map(Restriction::Refer));
            }
            Effect::Notify(name) => {
                effects.restrictions.extend(self.recipient(name, vocabulary).map(Restriction::Notify))
            }
            Effect::Require(fact) => {
                let values = &vocabulary.names.values;
                let found = values.get(&fact.value).map(|(value, _)| *value);
                let fact = self.find(fact, "fact", found, values.keys().map(|value| &**value));
                effects.restrictions.extend(fact.map(Restriction::Require));
            }
            Effect::Instruct(text) => effects.restrictions.push(Restriction::Instruct(text.clone())),
            Effect::Tag(tag) => effects.restrictions.push(Restriction::Tag(tag.clone())),
        }
    }

    /// Whoever has an act by default keeps it, whatever lower tier a rule names.
    fn held_higher(
        &mut self,
        named: &Name,
        (judgment, act, tier): (JudgmentId, Act, Rank),
        vocabulary: &Vocabulary<'_>,
    ) {
        let Some(judgment) = vocabulary.judgments.get(judgment.index()) else { return };
        let holder = act.of(judgment.holders);
        let Some(tiers) = vocabulary.tiers.filter(|_| tier < holder) else { return };
        if vocabulary.layers.is_built_in(named.place) {
            return;
        }
        let holder = tiers.id(holder);
        let message = format!(
            "`{}` stays with `{holder}`, who has it anyway and is above `{}`",
            judgment.id, named.value
        );
        let help = format!("write `{holder}`, or give the judgment itself to `{}`", named.value);
        self.report(Problem::new(Code::HeldHigher, named.place, message).help(help));
    }

    fn judgment(&mut self, name: &Name, vocabulary: &Vocabulary<'_>) -> Option<JudgmentId> {
        let declared = vocabulary.declared_judgments.contains(&*name.value).then_some(());
        self.find(name, "judgment", declared, vocabulary.declared_judgments.iter().copied())?;
        let judgments = vocabulary.judgments;
        judgments.iter().position(|judgment| judgment.id == name.value).map(JudgmentId::at)
    }

    pub(super) fn label(
        &mut self,
        axis: &Name,
        label: &Name,
        vocabulary: &Vocabulary<'_>,
    ) -> Option<(AxisId, LabelId)> {
        let axes = vocabulary.names.axes;
        let found = axes.iter().position(|declared| declared.id == axis.value);
        let at = self.find(axis, "axis", found, axes.iter().map(|axis| &*axis.id))?;
        let axis = axes.get(at)?;
        let label = self.label_of(&axis.id, label, &axis.labels)?;
        Some((AxisId::at(at), label))
    }

    fn recipient(&mut self, name: &Name, vocabulary: &Vocabulary<'_>) -> Option<Recipient> {
        if let Some(party) =
            [Party::Vendor, Party::Client].into_iter().find(|party| party.as_str() == &*name.value)
        {
            return Some(Recipient::Party(party));
        }
        let tiers = vocabulary.tiers?;
        let tier = tiers.rank(&name.value).map(Recipient::Tier);
        let found = tier.or_else(|| desk_of(name, vocabulary).map(Recipient::Desk));
        let known = tiers.ranks().map(|rank| tiers.id(rank));
        let known = known.chain(vocabulary.desks.iter().map(|desk| &*desk.id)).chain(["vendor", "client"]);
        self.find(name, "party, tier or desk", found, known)
    }

    /// On an ordered axis a second label of the same rule would be joined away, which nobody means.
    fn one_label_each(&mut self, effects: &[Effect], vocabulary: &Vocabulary<'_>) {
        let mut first: BTreeMap<&str, Place> = BTreeMap::new();
        for effect in effects {
            let Effect::Classify { axis, label } = effect else { continue };
            let declared = vocabulary.names.axes.iter().find(|declared| declared.id == axis.value);
            if !declared.is_some_and(|axis| matches!(axis.order, Order::Ordered { .. })) {
                continue;
            }
            if let Some(place) = first.get(&*axis.value) {
                let message = format!("the ordered axis `{}` takes one label", axis.value);
                let problem =
                    Problem::new(Code::InvalidValue, label.place, message).also(*place, "the first one");
                self.report(problem.help("name the most restrictive one alone"));
            } else {
                first.insert(&axis.value, label.place);
            }
        }
    }
}

/// The effects of one rule or grant as they are found.
#[derive(Default)]
pub(super) struct Effects<'d> {
    pub(super) restrictions: Vec<Restriction>,
    pub(super) grants: Vec<Grant>,
    role: Role,
    /// Conditions of settlements, and whether an `otherwise` hangs on them.
    given: Vec<(&'d Expression, bool)>,
}

impl Effects<'_> {
    fn classify(&mut self, axes: &[Axis], axis: AxisId, label: LabelId) {
        match axes.get(axis.index()).map(|axis| axis.order) {
            Some(Order::Ordered { default }) if label < default => {
                self.role.grants = true;
                self.grants.push(Grant::Classify { axis, label });
            }
            Some(Order::Ordered { .. }) => {
                self.role.restricts = true;
                self.restrictions.push(Restriction::Classify { axis, label });
            }
            Some(Order::Unordered) => {
                self.role.classifies_unordered = true;
                self.restrictions.push(Restriction::Classify { axis, label });
            }
            None => {}
        }
    }
}

fn desk_of(name: &Name, vocabulary: &Vocabulary<'_>) -> Option<DeskId> {
    vocabulary.desks.iter().position(|desk| desk.id == name.value).map(DeskId::at)
}

/// Grants in the order of what they grant. Within a rule no two settlements of a judgment have the same ruling.
pub(super) fn order_of(grant: &Grant) -> (u8, u32, u32, Option<Act>, Option<Rank>, Option<Settlement>) {
    match grant {
        Grant::Classify { axis, label } => (0, axis.0, label.0, None, None, None),
        Grant::Delegate { judgment, act, tier } => (1, judgment.0, 0, Some(*act), Some(*tier), None),
        Grant::Settle { judgment, ruling, .. } => (2, judgment.0, 0, None, None, Some(*ruling)),
    }
}

/// Where the part stands that is never true by itself.
pub(super) fn never_true(
    written: Option<&Expression>,
    when: &Condition,
    constants: &[Option<bool>],
) -> Option<Place> {
    let (Some(Kind::All(written)), Condition::All(parts)) = (written.map(|when| &when.kind), when) else {
        return None;
    };
    let (_, part) = parts.iter().zip(written).find(|(part, _)| constant(part, constants) == Some(false))?;
    Some(part.place)
}

/// What every named condition always is, where its constants tell. Each refers only to those before it.
pub(super) fn constants(lets: &[Let]) -> Vec<Option<bool>> {
    let mut constants = Vec::with_capacity(lets.len());
    for named in lets {
        constants.push(constant(&named.condition, &constants));
    }
    constants
}

/// What a condition is whatever the inquiry says, as far as its constants tell; `lets` says so of the named ones.
pub(super) fn constant(condition: &Condition, lets: &[Option<bool>]) -> Option<bool> {
    match condition {
        Condition::Constant(value) => Some(*value),
        Condition::Not(inner) => constant(inner, lets).map(|value| !value),
        Condition::All(parts) => joined(parts, lets, false),
        Condition::Any(parts) => joined(parts, lets, true),
        Condition::Let(id) => lets.get(id.index()).copied().flatten(),
        Condition::Leaf(Leaf::AxisIn { labels, .. }) if *labels == LabelSet::EMPTY => Some(false),
        Condition::Leaf(_) => None,
    }
}

/// `deciding` if one part is, its opposite if all parts are.
fn joined(parts: &[Condition], lets: &[Option<bool>], deciding: bool) -> Option<bool> {
    let values: Vec<Option<bool>> = parts.iter().map(|part| constant(part, lets)).collect();
    if values.contains(&Some(deciding)) {
        Some(deciding)
    } else if values.iter().all(|value| *value == Some(!deciding)) {
        Some(!deciding)
    } else {
        None
    }
}
