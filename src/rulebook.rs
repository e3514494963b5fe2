//! The complete checked model of a rulebook. Everything in it is sorted by name and refers to everything else by index,
//! so that two rulebooks with the same content are the same model whatever files and order they were written in.

use crate::authority::{Party, Rank, Tiers};
use crate::calendar::Calendar;
use crate::classify::{Axis, Score};
use crate::condition::Condition;
use crate::effect::Rule;
use crate::id::{AxisId, CueId, DeskId, JudgmentId, RuleId, ScoreId, ValueId};
use crate::inquiry::{Derivation, Derived, FactDeclaration, FactType};
use crate::localised::Localised;
use crate::overrides::Override;
use crate::text::Cue;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A checked rulebook (業務ルールブック). Cheap to clone and to share between threads.
#[derive(Debug, Clone)]
pub struct Rulebook {
    model: Arc<Model>,
}

impl Rulebook {
    /// Wraps a model that the loader has checked.
    pub(crate) fn new(model: Model) -> Self {
        Self { model: Arc::new(model) }
    }

    /// The checked content.
    pub(crate) fn model(&self) -> &Model {
        &self.model
    }

    /// The rulebook's own id.
    pub fn id(&self) -> &str {
        &self.model.id
    }

    /// The version its author gave it.
    pub fn version(&self) -> &str {
        &self.model.version
    }

    /// SHA-256 of the resolved content in hexadecimal: equal for equal content, whatever the order or layout of the files.
    pub fn hash(&self) -> &str {
        &self.model.hash
    }

    /// The axes by name.
    pub fn axes(&self) -> impl Iterator<Item = &str> {
        self.model.axes.iter().map(|axis| &*axis.id)
    }

    /// The labels of an axis: from least to most restrictive on an ordered one, by name on an unordered one. Empty for an
    /// unknown axis.
    pub fn labels(&self, axis: &str) -> impl Iterator<Item = &str> {
        self.axis(axis).into_iter().flat_map(|axis| &axis.labels).map(|label| &*label.id)
    }

    /// The tiers, from the lowest of the vendor to the highest of the client.
    pub fn tiers(&self) -> impl Iterator<Item = &str> {
        self.model.tiers.ranks().map(|rank| self.model.tiers.id(rank))
    }

    /// The cues by name.
    pub fn cues(&self) -> impl Iterator<Item = &str> {
        self.model.cues.iter().map(|cue| &*cue.name)
    }

    /// The judgments by name.
    pub fn judgments(&self) -> impl Iterator<Item = &str> {
        self.model.judgments.iter().map(|judgment| &*judgment.id)
    }

    /// The ids of the rules, sorted.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.model.rules.iter().map(|rule| &*rule.id)
    }

    /// What people call an axis; `None` if there is no such axis or its author gave it no title, as in the methods below.
    pub fn axis_title(&self, axis: &str) -> Option<&Localised> {
        self.axis(axis)?.title.as_ref()
    }

    /// What people call a label of an axis.
    pub fn label_title(&self, axis: &str, label: &str) -> Option<&Localised> {
        let labels = &self.axis(axis)?.labels;
        labels.iter().find(|declared| &*declared.id == label)?.title.as_ref()
    }

    /// What people call a judgment.
    pub fn judgment_title(&self, judgment: &str) -> Option<&Localised> {
        let id = self.model.judgment_id(judgment)?;
        self.model.judgments.get(id.index())?.title.as_ref()
    }

    /// What people call a tier.
    pub fn tier_title(&self, tier: &str) -> Option<&Localised> {
        self.model.tiers.get(self.model.tiers.rank(tier)?)?.title.as_ref()
    }

    /// What people call a desk.
    pub fn desk_title(&self, desk: &str) -> Option<&Localised> {
        self.model.desks.iter().find(|declared| &*declared.id == desk)?.title.as_ref()
    }

    fn axis(&self, id: &str) -> Option<&Axis> {
        self.model.axes.iter().find(|axis| &*axis.id == id)
    }
}

/// What a rulebook says. Built only by the loader.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) id: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) hash: Box<str>,
    pub(crate) tiers: Tiers,
    /// Pairs of tiers that may hand over directly, beside the steps between neighbours.
    pub(crate) direct_handoffs: Vec<(Rank, Rank)>,
    pub(crate) desks: Vec<Desk>,
    /// Where calendar days begin and end.
    pub(crate) timezone: TimeZone,
    /// `no_text: empty`: an inquiry without messages means that nothing was said.
    pub(crate) no_text_is_empty: bool,
    pub(crate) calendars: Vec<Calendar>,
    pub(crate) facts: Vec<FactDeclaration>,
    pub(crate) derived: Vec<Derived>,
    /// The type of every derived value.
    pub(crate) derived_types: Vec<FactType>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) cue_titles: Vec<Option<Localised>>,
    pub(crate) scores: Vec<Score>,
    /// A named condition refers only to named conditions before it.
    pub(crate) lets: Vec<Let>,
    pub(crate) axes: Vec<Axis>,
    /// All axes in an order in which each axis's rules read only axes before it.
    pub(crate) axis_order: Vec<AxisId>,
    pub(crate) judgments: Vec<Judgment>,
    pub(crate) rules: Vec<Rule>,
    /// By id, those without one behind, by their text.
    pub(crate) invariants: Vec<Invariant>,
    /// Scripts: the rulebook's own first, then those the host handed over.
    pub(crate) overrides: Vec<Override>,
}

/// A functional desk beside the tiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Desk {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    pub(crate) party: Party,
}

/// A named condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Let {
    pub(crate) id: Box<str>,
    pub(crate) condition: Condition,
}

/// What no decision may ever be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invariant {
    pub(crate) id: Option<Box<str>>,
    /// It may ask what was decided.
    pub(crate) never: Condition,
    pub(crate) because: Option<Localised>,
}

/// Something somebody must decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgment {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    /// Who holds each act when no rule says otherwise, in the order of [`Act::ALL`](crate::authority::Act::ALL).
    pub(crate) holders: [Rank; 3],
    /// Whether a layer locks it, so that nothing from outside may grant it.
    pub(crate) locked: bool,
}

impl Model {
    /// The rule with this id.
    pub(crate) fn rule_id(&self, id: &str) -> Option<RuleId> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok().map(RuleId::at)
    }

    /// The judgment with this name.
    pub(crate) fn judgment_id(&self, id: &str) -> Option<JudgmentId> {
        self.judgments.binary_search_by(|judgment| (*judgment.id).cmp(id)).ok().map(JudgmentId::at)
    }

    /// The declaration behind a value; `None` for a derived one.
    pub(crate) fn fact(&self, value: ValueId) -> Option<&FactDeclaration> {
        self.facts.get(value.index())
    }

    /// The derivation behind a value; `None` for a declared fact.
    pub(crate) fn derived(&self, value: ValueId) -> Option<&Derived> {
        value.index().checked_sub(self.facts.len()).and_then(|at| self.derived.get(at))
    }

    /// The name of a fact or derived value.
    pub(crate) fn value_name(&self, value: ValueId) -> &str {
        let fact = self.fact(value).map(|fact| &*fact.id);
        fact.or_else(|| self.derived(value).map(|derived| &*derived.id)).unwrap_or("")
    }

    /// What people call a fact or a parameter.
    pub(crate) fn value_title(&self, value: ValueId) -> Option<&Localised> {
        match self.derived(value).map(|derived| &derived.from) {
            None => self.fact(value)?.title.as_ref(),
            Some(Derivation::Constant(parameter)) => parameter.title.as_ref(),
            Some(_) => None,
        }
    }

    /// The options of a choice, whether a fact, a parameter, or a fact with a default for one use; none for other types.
    pub(crate) fn options(&self, value: ValueId) -> &[Box<str>] {
        let kind = match self.derived(value).map(|derived| &derived.from) {
            None => self.fact(value).map(|fact| &fact.kind),
            Some(Derivation::Or(fact, _)) => self.fact(*fact).map(|fact| &fact.kind),
            Some(Derivation::Constant(parameter)) => Some(&parameter.kind),
            Some(_) => None,
        };
        match kind {
            Some(FactType::Choice(options) | FactType::Choices(options)) => options,
            _ => &[],
        }
    }

    /// The name of a rule.
    pub(crate) fn rule_name(&self, rule: RuleId) -> &str {
        self.rules.get(rule.index()).map_or("", |rule| &rule.id)
    }

    /// The name of a cue.
    pub(crate) fn cue_name(&self, cue: CueId) -> &str {
        self.cues.get(cue.index()).map_or("", |cue| &cue.name)
    }

    /// The name of a score.
    pub(crate) fn score_name(&self, score: ScoreId) -> &str {
        self.scores.get(score.index()).map_or("", |score| &score.id)
    }

    /// The name of a desk.
    pub(crate) fn desk_name(&self, desk: DeskId) -> &str {
        self.desks.get(desk.index()).map_or("", |desk| &desk.id)
    }
}
