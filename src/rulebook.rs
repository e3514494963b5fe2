//! The complete checked model of a rulebook. Everything in it refers to everything else by index. The lists of what layers add
//! to are in the order of the layers, the innermost first, and by name within a layer: whatever stands on the same layers
//! has them under the same indices, and may share them. Nothing that a layer adds shows in an order: what is told to anybody
//! is told by name.

mod by_name;
mod inherited;
mod numbering;

pub(crate) use by_name::ByName;
pub(crate) use inherited::Inherited;
pub(crate) use numbering::{Heights, Kind, Numbering, arrange};

use crate::authority::{Party, Rank, Tiers};
use crate::calendar::Calendar;
use crate::classify::{Axis, Score};
use crate::condition::{Condition, Truth};
use crate::effect::Rule;
use crate::id::{AxisId, CueId, DeskId, JudgmentId, RuleId, ScoreId, ValueAt, ValueId};
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

    /// The checked content, to put other parts into it that refer to the same names; shared content is copied first.
    pub(crate) fn model_mut(&mut self) -> &mut Model {
        Arc::make_mut(&mut self.model)
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

    /// Whether both say the same, whatever texts they were loaded from; equal hashes alone do not tell, since what no
    /// decision depends on is not part of them.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.model, &other.model) || self.hash() == other.hash() && self.model == other.model
    }

    /// The axes by name.
    pub fn axes(&self) -> impl Iterator<Item = &str> {
        self.model.axes_by_name().map(|(_, axis)| &*axis.id)
    }

    /// The labels of an axis: from least to most restrictive on an ordered one, by name on an unordered one. Empty for an
    /// unknown axis.
    pub fn labels(&self, axis: &str) -> impl Iterator<Item = &str> {
        self.axis(axis).into_iter().flat_map(Axis::told).map(|label| &*label.id)
    }

    /// The tiers, from the lowest of the vendor to the highest of the client.
    pub fn tiers(&self) -> impl Iterator<Item = &str> {
        self.model.tiers.ranks().map(|rank| self.model.tiers.id(rank))
    }

    /// The cues by name.
    pub fn cues(&self) -> impl Iterator<Item = &str> {
        let mut names: Vec<&str> = self.model.cues.iter().map(|cue| &*cue.name).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// The judgments by name.
    pub fn judgments(&self) -> impl Iterator<Item = &str> {
        self.model.judgments_by_name().map(|judgment| &*judgment.id)
    }

    /// The ids of the rules, sorted.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.model.by_name.rules.iter().map(|rule| self.model.rule_name(*rule))
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

/// What a rulebook says. Built only by the loader. Equal models decide alike and show alike, to the last title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) id: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) hash: Box<str>,
    pub(crate) tiers: Arc<Tiers>,
    /// Pairs of tiers that may hand over directly, beside the steps between neighbours.
    pub(crate) direct_handoffs: Vec<(Rank, Rank)>,
    pub(crate) desks: Arc<[Desk]>,
    /// Where calendar days begin and end.
    pub(crate) timezone: TimeZone,
    /// `no_text: empty`: an inquiry without messages means that nothing was said.
    pub(crate) no_text_is_empty: bool,
    /// By name.
    pub(crate) calendars: Arc<[Calendar]>,
    pub(crate) facts: Vec<Arc<FactDeclaration>>,
    pub(crate) derived: Arc<[Derived]>,
    /// The type of every derived value.
    pub(crate) derived_types: Arc<[FactType]>,
    pub(crate) cues: Vec<Arc<NamedCue>>,
    /// By layer: the phrases it says, sorted by cue. A phrase that several layers say is the innermost one's.
    pub(crate) phrases: Vec<LayerPhrases>,
    pub(crate) scores: Arc<[Score]>,
    /// A named condition refers only to named conditions before it.
    pub(crate) lets: Arc<[Let]>,
    pub(crate) axes: Arc<[Axis]>,
    /// All axes in an order in which each axis's rules read only axes before it.
    pub(crate) axis_order: Vec<AxisId>,
    pub(crate) judgments: Arc<[Judgment]>,
    pub(crate) rules: Vec<Arc<Rule>>,
    /// By layer: where its rules end. Any other division is as right.
    pub(crate) rule_layers: Vec<usize>,
    /// By id, those without one behind, by their text.
    pub(crate) invariants: Arc<[Invariant]>,
    /// Scripts: the rulebook's own first, then those the host handed over.
    pub(crate) overrides: Vec<Override>,
    /// What is looked up or told by name, in that order.
    pub(crate) by_name: ByName,
    /// What built-in rulebooks beneath it say.
    pub(crate) inherited: Inherited,
}

/// What one layer says of cues; their names and titles stand apart.
pub(crate) type LayerPhrases = Arc<[(CueId, Cue)]>;

/// A cue as it is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NamedCue {
    pub(crate) name: Box<str>,
    pub(crate) title: Option<Localised>,
}

/// A functional desk beside the tiers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Desk {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    pub(crate) party: Party,
}

/// A named condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Let {
    pub(crate) id: Box<str>,
    pub(crate) condition: Condition,
}

/// What no decision may ever be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Invariant {
    pub(crate) id: Option<Box<str>>,
    /// It may ask what was decided.
    pub(crate) never: Condition,
    pub(crate) because: Option<Localised>,
}

/// Something somebody must decide.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
        let rules = &self.by_name.rules;
        rules
            .binary_search_by(|rule| self.rule_name(*rule).cmp(id))
            .ok()
            .and_then(|at| rules.get(at))
            .copied()
    }

    /// The judgment with this name.
    pub(crate) fn judgment_id(&self, id: &str) -> Option<JudgmentId> {
        let judgments = &self.by_name.judgments;
        let found = judgments.binary_search_by(|judgment| self.judgment_name(*judgment).cmp(id)).ok();
        found.and_then(|at| judgments.get(at)).copied()
    }

    /// The rules at these indices, each with its index and truth.
    pub(crate) fn counted<'a>(
        &'a self,
        rules: &'a [(RuleId, Truth)],
    ) -> impl Iterator<Item = (RuleId, &'a Rule, Truth)> + use<'a> {
        rules.iter().filter_map(|(id, truth)| Some((*id, &**self.rules.get(id.index())?, *truth)))
    }

    /// The rules by name.
    pub(crate) fn rules_by_name(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.by_name.rules.iter().filter_map(|id| Some((*id, &**self.rules.get(id.index())?)))
    }

    /// The facts by name.
    pub(crate) fn facts_by_name(&self) -> impl Iterator<Item = (ValueId, &FactDeclaration)> {
        self.by_name.facts.iter().filter_map(|id| Some((*id, self.fact(*id)?)))
    }

    /// The axes by name.
    pub(crate) fn axes_by_name(&self) -> impl Iterator<Item = (AxisId, &Axis)> {
        self.by_name.axes.iter().filter_map(|id| Some((*id, self.axes.get(id.index())?)))
    }

    /// The judgments by name.
    pub(crate) fn judgments_by_name(&self) -> impl Iterator<Item = &Judgment> {
        self.by_name.judgments.iter().filter_map(|id| self.judgments.get(id.index()))
    }

    /// Facts by name, then derived values by name.
    pub(crate) fn told(&self, values: impl IntoIterator<Item = ValueId>) -> Vec<ValueId> {
        let mut values: Vec<ValueId> = values.into_iter().collect();
        values
            .sort_by_key(|value| (matches!(value.position(), ValueAt::Derived(_)), self.value_name(*value)));
        values
    }

    /// The declaration behind a value; `None` for a derived one.
    pub(crate) fn fact(&self, value: ValueId) -> Option<&FactDeclaration> {
        match value.position() {
            ValueAt::Fact(at) => self.facts.get(at).map(|fact| &**fact),
            ValueAt::Derived(_) => None,
        }
    }

    /// The derivation behind a value; `None` for a declared fact.
    pub(crate) fn derived(&self, value: ValueId) -> Option<&Derived> {
        match value.position() {
            ValueAt::Fact(_) => None,
            ValueAt::Derived(at) => self.derived.get(at),
        }
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
        match self.kind(value) {
            Some(FactType::Choice(options) | FactType::Choices(options)) => options,
            _ => &[],
        }
    }

    /// The type of a fact or derived value; `None` of what is measured, which is a number.
    pub(crate) fn kind(&self, value: ValueId) -> Option<&FactType> {
        match self.derived(value).map(|derived| &derived.from) {
            None => self.fact(value).map(|fact| &fact.kind),
            Some(Derivation::Or(fact, _)) => self.fact(*fact).map(|fact| &fact.kind),
            Some(Derivation::Constant(parameter)) => Some(&parameter.kind),
            Some(Derivation::Open(_)) => Some(&FactType::Bool),
            Some(_) => None,
        }
    }

    /// The name of a rule.
    pub(crate) fn rule_name(&self, rule: RuleId) -> &str {
        self.rules.get(rule.index()).map_or("", |rule| &rule.id)
    }

    /// The name of a judgment.
    pub(crate) fn judgment_name(&self, judgment: JudgmentId) -> &str {
        self.judgments.get(judgment.index()).map_or("", |judgment| &judgment.id)
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
