//! The whole of a rulebook or layer, and the layers it stands on.

use super::{
    Axis, Calendar, Cue, Derived, Desk, Effective, Fact, Holders, Invariant, Judgment, Let, Limit, Name,
    Param, Rule, Score, Table, TierLists, Written,
};
use crate::span::Place;
use std::collections::BTreeSet;

/// One rulebook or layer.
#[derive(Debug, Clone, Default)]
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
    pub(crate) lost: Lost,
}

/// A layer this one stands on.
#[derive(Debug, Clone, PartialEq)]
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
    }
}
