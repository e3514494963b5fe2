//! The whole of a rulebook or layer, and the layers it stands on.

use super::written::names;
use super::{
    Axis, Calendar, Cue, Derived, Desk, Effective, Fact, Grant, Holders, Invariant, Judgment, Let, Limit,
    Name, Param, Rule, Score, Script, Table, TierLists, Titled, Written,
};
use crate::authoring::tree::Scalar;
use crate::condition::Expression;
use crate::overrides::Stage;
use crate::span::Place;
use std::collections::BTreeSet;

/// One rulebook or layer.
#[derive(Debug, Clone, Default)]
#[must_use = "each step gives the changed value back"]
pub struct Document {
    /// The whole of it.
    pub(crate) place: Place,
    pub(crate) id: Option<Name>,
    pub(crate) version: Option<Name>,
    pub(crate) extends: Vec<Extends>,
    pub(crate) tiers: Option<Written<TierLists>>,
    pub(crate) handoffs: Option<Written<Vec<(Name, Name)>>>,
    pub(crate) desks: Vec<Desk>,
    pub(crate) defaults: Holders,
    pub(crate) timezone: Option<Name>,
    pub(crate) no_text_is_empty: Option<Written<bool>>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) derived: Vec<Derived>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) scores: Vec<Score>,
    pub(crate) lets: Vec<Let>,
    pub(crate) axes: Vec<Axis>,
    pub(crate) judgments: Vec<Judgment>,
    pub(crate) rules: Vec<Rule>,
    /// When the rules, tables and limits of this layer are in force.
    pub(crate) effective: Option<Effective>,
    pub(crate) params: Vec<Param>,
    pub(crate) calendars: Vec<Calendar>,
    pub(crate) tables: Vec<Table>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) invariants: Vec<Invariant>,
    /// At most one for each stage, in the order of the stages.
    pub(crate) scripts: Vec<Script>,
    /// What the scripts may propose beyond restrictions.
    pub(crate) grants: Vec<Grant>,
    pub(crate) on_script_error: Option<Name>,
    pub(crate) lost: Lost,
}

/// A layer this one stands on.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Extends {
    pub(crate) layer: Name,
    /// Ids of rules taken out of it; only the outermost rulebook may.
    pub(crate) without: Vec<Name>,
}

/// What is written but could not be read. That it is not declared would be a finding about a finding.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lost {
    pub(crate) names: BTreeSet<Box<str>>,
    /// A whole section.
    pub(crate) section: bool,
}

/// Built like its YAML: a method for each section, called once for each entry.
impl Document {
    /// A rulebook or layer that says nothing yet.
    pub fn new(id: &str) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    /// Its own id.
    pub fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|id| &*id.value)
    }

    /// Its version, named by every decision.
    pub fn version(self, version: &str) -> Self {
        Self { version: Some(version.into()), ..self }
    }

    /// The layers it stands on.
    pub fn extends(self, layers: impl IntoIterator<Item: Into<Extends>>) -> Self {
        Self { extends: layers.into_iter().map(Into::into).collect(), ..self }
    }

    /// When its rules, tables and limits are in force.
    pub fn effective(self, effective: Effective) -> Self {
        Self { effective: Some(effective), ..self }
    }

    /// The tiers of the vendor and of the client, each from lowest to highest.
    pub fn tiers(
        self,
        vendor: impl IntoIterator<Item: Into<Titled>>,
        client: impl IntoIterator<Item: Into<Titled>>,
    ) -> Self {
        let vendor = vendor.into_iter().map(Into::into).collect();
        let client = client.into_iter().map(Into::into).collect();
        Self { tiers: Some(Written::new(TierLists { vendor, client }, Place::default())), ..self }
    }

    /// `handoffs: { direct: [[FROM, TO]] }`
    pub fn handoff(mut self, from: &str, to: &str) -> Self {
        let handoffs = self.handoffs.get_or_insert_with(|| Written::new(Vec::new(), Place::default()));
        handoffs.value.push((from.into(), to.into()));
        self
    }

    /// A desk.
    pub fn desk(mut self, name: &str, desk: Desk) -> Self {
        self.desks.push(desk.named(name));
        self
    }

    /// `defaults: { propose: TIER }`
    pub fn default_propose(mut self, tier: &str) -> Self {
        self.defaults.propose = Some(tier.into());
        self
    }

    /// `defaults: { communicate: TIER }`
    pub fn default_communicate(mut self, tier: &str) -> Self {
        self.defaults.communicate = Some(tier.into());
        self
    }

    /// Where calendar days begin and end.
    pub fn timezone(self, zone: &str) -> Self {
        Self { timezone: Some(zone.into()), ..self }
    }

    /// `no_text: empty`, or `no_text: unknown`: whether an inquiry without messages means that nothing was said.
    pub fn no_text_is_empty(self, empty: bool) -> Self {
        Self { no_text_is_empty: Some(Written::new(empty, Place::default())), ..self }
    }

    /// A calendar.
    pub fn calendar(mut self, name: &str, calendar: Calendar) -> Self {
        self.calendars.push(calendar.named(name));
        self
    }

    /// A parameter, used as `param.NAME`.
    pub fn param(mut self, name: &str, param: Param) -> Self {
        self.params.push(param.named(name));
        self
    }

    /// A fact.
    pub fn fact(mut self, name: &str, fact: Fact) -> Self {
        self.facts.push(fact.named(name));
        self
    }

    /// A derived value.
    pub fn derive(mut self, name: &str, derived: Derived) -> Self {
        self.derived.push(derived.named(name));
        self
    }

    /// A cue, used as `cue.NAME`.
    pub fn cue(mut self, name: &str, cue: Cue) -> Self {
        self.cues.push(cue.named(name));
        self
    }

    /// A score, used as `score.NAME`.
    pub fn score(mut self, name: &str, score: Score) -> Self {
        self.scores.push(score.named(name));
        self
    }

    /// `let: { NAME: CONDITION }`. A text that is no condition is found when the document is loaded.
    pub fn condition(mut self, name: &str, condition: &str) -> Self {
        self.lets.push(Let { name: name.into(), condition: Expression::kept(condition) });
        self
    }

    /// An axis.
    pub fn axis(mut self, name: &str, axis: Axis) -> Self {
        self.axes.push(axis.named(name));
        self
    }

    /// A judgment.
    pub fn judgment(mut self, name: &str, judgment: Judgment) -> Self {
        self.judgments.push(judgment.named(name));
        self
    }

    /// A rule.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// A table.
    pub fn table(mut self, id: &str, table: Table) -> Self {
        self.tables.push(table.named(id));
        self
    }

    /// A limit of a judgment.
    pub fn limit(mut self, judgment: &str, limit: Limit) -> Self {
        // Limits of one judgment are written together.
        let behind = self.limits.iter().rposition(|limit| *limit.judgment.value == *judgment);
        self.limits.insert(behind.map_or(self.limits.len(), |at| at + 1), limit.of(judgment));
        self
    }

    /// An invariant.
    pub fn invariant(mut self, invariant: Invariant) -> Self {
        self.invariants.push(invariant);
        self
    }

    /// `scripts: { classified: TEXT }`: a script that may classify before any rule reads labels. Only the outermost rulebook
    /// has scripts.
    pub fn classified_script(self, text: &str) -> Self {
        self.script(Stage::Classified, text)
    }

    /// `scripts: { decided: TEXT }`: a script that may propose more when the rules have decided.
    pub fn decided_script(self, text: &str) -> Self {
        self.script(Stage::Decided, text)
    }

    /// What scripts may propose beyond restrictions.
    pub fn grant(mut self, grant: Grant) -> Self {
        self.grants.push(grant);
        self
    }

    /// The client tier that gets an inquiry on which a script fails.
    pub fn on_script_error(self, tier: &str) -> Self {
        Self { on_script_error: Some(tier.into()), ..self }
    }

    fn script(mut self, stage: Stage, text: &str) -> Self {
        self.scripts.retain(|script| script.stage != stage);
        self.scripts.push(Script { stage, text: Scalar::said(text) });
        self.scripts.sort_by_key(|script| script.stage);
        self
    }
}

/// The whole of a layer.
impl From<&str> for Extends {
    fn from(layer: &str) -> Self {
        Self::layer(layer)
    }
}

impl Extends {
    /// A built-in layer, or a file, which has a `.` or `/` in its name.
    pub fn layer(layer: &str) -> Self {
        Self { layer: layer.into(), without: Vec::new() }
    }

    /// Without these rules of it.
    pub fn without(self, rules: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self { without: names(rules), ..self }
    }
}

impl Document {
    /// Where to point for what the rulebook as a whole lacks.
    pub(crate) fn start(&self) -> Place {
        self.id.as_ref().map_or(self.place, |id| id.place)
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        // Taken apart, so that nothing said is forgotten here.
        let Self {
            place: _,
            lost: _,
            id,
            version,
            extends,
            tiers,
            handoffs,
            desks,
            defaults,
            timezone,
            no_text_is_empty,
            facts,
            derived,
            cues,
            scores,
            lets,
            axes,
            judgments,
            rules,
            effective,
            params,
            calendars,
            tables,
            limits,
            invariants,
            scripts,
            grants,
            on_script_error,
        } = self;
        *id == other.id
            && *version == other.version
            && *extends == other.extends
            && *tiers == other.tiers
            && *handoffs == other.handoffs
            && *desks == other.desks
            && *defaults == other.defaults
            && *timezone == other.timezone
            && *no_text_is_empty == other.no_text_is_empty
            && *facts == other.facts
            && *derived == other.derived
            && *cues == other.cues
            && *scores == other.scores
            && *lets == other.lets
            && *axes == other.axes
            && *judgments == other.judgments
            && *rules == other.rules
            && *effective == other.effective
            && *params == other.params
            && *calendars == other.calendars
            && *tables == other.tables
            && *limits == other.limits
            && *invariants == other.invariants
            && *scripts == other.scripts
            && *grants == other.grants
            && *on_script_error == other.on_script_error
    }
}
