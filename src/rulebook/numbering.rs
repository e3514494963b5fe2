//! The order of layers. A rulebook is resolved with everything sorted by name; here everything that layers add to gets its
//! final place: what the innermost layer says comes first, by name within a layer. A client's own fact, cue or rule then
//! leaves the indices of the layers below as they are, and their rules stay equal in every client's rulebook.

use super::{Inherited, Model};
use crate::classify::{Axis, Order};
use crate::condition::{Condition, Knowable, Leaf, Operand, Term};
use crate::effect::{Grant, Recipient, Restriction, Rule};
use crate::id::{AxisId, CueId, DeskId, JudgmentId, LabelId, LetId, ScoreId, ValueAt, ValueId};
use crate::inquiry::{Derivation, Derived};
use crate::rulebook::{ByName, LayerPhrases};
use crate::text::Cue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Fact,
    Derived,
    /// A parameter, without `param.`.
    Parameter,
    Cue,
    /// A phrase of a cue, in one of its four lists.
    Any,
    Except,
    After,
    Before,
    /// A line that a cue has to hit, or to miss.
    Matches,
    Misses,
    Score,
    Let,
    Axis,
    /// A label of an axis.
    Label,
    Judgment,
    Desk,
    Rule,
}

/// How high the layers stand that say something first; the innermost has 0.
#[derive(Debug, Default)]
pub(crate) struct Heights<'d> {
    /// By kind, name, and what the name has several of.
    all: BTreeMap<(Kind, &'d str, &'d str), usize>,
    /// How many layers, the lowest ones, ship with the library and lie beneath the rulebook.
    inherited: usize,
}

impl<'d> Heights<'d> {
    pub(crate) fn new(inherited: usize) -> Self {
        Self { inherited, ..Self::default() }
    }

    /// Takes note that a layer of this height says something; the lowest one counts.
    pub(crate) fn note(&mut self, kind: Kind, name: &'d str, part: &'d str, height: usize) {
        let known = self.all.entry((kind, name, part)).or_insert(height);
        *known = (*known).min(height);
    }

    /// The height of what is not known to be said by any layer is that of the outermost.
    fn of(&self, kind: Kind, name: &str, part: &str) -> usize {
        self.all.get(&(kind, name, part)).copied().unwrap_or(usize::MAX)
    }
}

/// Puts a model in which everything is sorted by name in the order of its layers; `said` is what all of them say of its cues.
pub(crate) fn arrange(model: &mut Model, said: Vec<Cue>, heights: &Heights<'_>) {
    if heights.all.is_empty() {
        // There is one layer, so everything stands where it belongs.
        let of_one_layer = |count| std::iter::repeat_n(usize::MAX, count);
        model.rule_layers = ends(of_one_layer(model.rules.len()));
        let cues = Places::new(of_one_layer(said.len()));
        (model.phrases, _) = phrases_by_layer(said, heights, &cues);
    } else {
        arrange_layers(model, said, heights);
    }
    model.by_name = ByName::of(&model.rules, &model.facts, &model.axes, &model.judgments);
}

fn arrange_layers(model: &mut Model, said: Vec<Cue>, heights: &Heights<'_>) {
    let height = |kind, name: &str| heights.of(kind, name, "");
    let facts = Places::new(model.facts.iter().map(|fact| height(Kind::Fact, &fact.id)));
    let derived = Places::new(model.derived.iter().map(|derived| match derived.id.strip_prefix("param.") {
        Some(parameter) => height(Kind::Parameter, parameter),
        None => height(Kind::Derived, &derived.id),
    }));
    let cues = Places::new(model.cues.iter().map(|cue| height(Kind::Cue, &cue.name)));
    let scores = Places::new(model.scores.iter().map(|score| height(Kind::Score, &score.id)));
    let lets = Places::new(heights_of_lets(model, heights));
    let axes = Places::new(model.axes.iter().map(|axis| height(Kind::Axis, &axis.id)));
    let labels: Vec<Places> = model.axes.iter().map(|axis| places_of_labels(axis, heights)).collect();
    let judgments = Places::new(model.judgments.iter().map(|judgment| height(Kind::Judgment, &judgment.id)));
    let desks = Places::new(model.desks.iter().map(|desk| height(Kind::Desk, &desk.id)));
    let rules = Places::new(model.rules.iter().map(|rule| height(Kind::Rule, &rule.id)));
    model.rule_layers = ends(model.rules.iter().map(|rule| height(Kind::Rule, &rule.id)));

    let below = |places: &Places| places.below(heights.inherited);

    let (phrases, inherited_phrases) = phrases_by_layer(said, heights, &cues);
    model.phrases = phrases;
    model.inherited = Inherited {
        facts: below(&facts),
        derived: below(&derived),
        phrases: inherited_phrases,
        scores: below(&scores),
        lets: below(&lets),
        judgments: below(&judgments),
        rules: below(&rules),
    };
    for (axis, places) in Arc::make_mut(&mut model.axes).iter_mut().zip(&labels) {
        axis.labels = places.arranged(&axis.labels);
    }
    model.facts = facts.arranged(&model.facts);
    model.derived = derived.arranged(&model.derived);
    model.derived_types = derived.arranged(&model.derived_types);
    model.cues = cues.arranged(&model.cues);
    model.scores = scores.arranged(&model.scores);
    model.lets = lets.arranged(&model.lets);
    model.axes = axes.arranged(&model.axes);
    model.judgments = judgments.arranged(&model.judgments);
    model.desks = desks.arranged(&model.desks);
    model.rules = rules.arranged(&model.rules);

    Numbering { facts, derived, cues, scores, lets, axes, labels, judgments, desks }.model(model);
}

/// Where each height ends, when all are sorted by it.
fn ends(heights: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut heights: Vec<usize> = heights.collect();
    heights.sort_unstable();
    let layers = heights.chunk_by(|one, other| one == other).map(<[usize]>::len);
    layers
        .scan(0, |end, length| {
            *end += length;
            Some(*end)
        })
        .collect()
}

/// A named condition stands no lower than those it refers to.
fn heights_of_lets(model: &Model, heights: &Heights<'_>) -> Vec<usize> {
    let mut known: Vec<usize> = Vec::with_capacity(model.lets.len());
    for named in model.lets.iter() {
        let mut height = heights.of(Kind::Let, &named.id, "");
        each_let(&named.condition, &mut |id| {
            height = height.max(known.get(id.index()).copied().unwrap_or_default());
        });
        known.push(height);
    }
    known
}

fn each_let(condition: &Condition, found: &mut impl FnMut(LetId)) {
    match condition {
        Condition::Constant(_) | Condition::Leaf(_) => {}
        Condition::Not(inner) => each_let(inner, found),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| each_let(part, found)),
        Condition::Let(id) => found(*id),
    }
}

fn places_of_labels(axis: &Axis, heights: &Heights<'_>) -> Places {
    Places::new(axis.labels.iter().map(|label| match axis.order {
        Order::Ordered { .. } => 0,
        Order::Unordered => heights.of(Kind::Label, &axis.id, &label.id),
    }))
}

/// The phrases of all cues, told apart by the layer that says them first, and how many of these layers are inherited.
fn phrases_by_layer(said: Vec<Cue>, heights: &Heights<'_>, cues: &Places) -> (Vec<LayerPhrases>, usize) {
    let mut layers: BTreeMap<usize, Vec<(CueId, Cue)>> = BTreeMap::new();
    for (old, cue) in said.into_iter().enumerate() {
        let id = CueId::at(cues.new_position(old));
        let mut add = |kind, phrases: Vec<Box<str>>, list: fn(&mut Cue) -> &mut Vec<Box<str>>| {
            for phrase in phrases {
                let layer = layers.entry(heights.of(kind, &cue.name, &phrase)).or_default();
                if layer.last().is_none_or(|(last, _)| *last != id) {
                    layer.push((id, Cue { fold_kana: cue.fold_kana, ..Cue::default() }));
                }
                if let Some((_, part)) = layer.last_mut() {
                    list(part).push(phrase);
                }
            }
        };
        add(Kind::Any, cue.any, |cue| &mut cue.any);
        add(Kind::Except, cue.except, |cue| &mut cue.except);
        add(Kind::After, cue.unless_followed_by, |cue| &mut cue.unless_followed_by);
        add(Kind::Before, cue.unless_preceded_by, |cue| &mut cue.unless_preceded_by);
        add(Kind::Matches, cue.matches, |cue| &mut cue.matches);
        add(Kind::Misses, cue.misses, |cue| &mut cue.misses);
    }
    let sorted = |mut cues: Vec<(CueId, Cue)>| {
        cues.sort_by_key(|(id, _)| *id);
        cues.into()
    };
    let inherited = layers.range(..heights.inherited).count();
    (layers.into_values().map(sorted).collect(), inherited)
}

/// Where the items of a list go.
#[derive(Debug)]
struct Places {
    /// By new position: the old one.
    old: Vec<usize>,
    /// By old position: the new one.
    new: Vec<usize>,
    /// By new position.
    heights: Vec<usize>,
}

impl Places {
    /// The places of items of these heights: the lowest first, otherwise as they stand.
    fn new(heights: impl IntoIterator<Item = usize>) -> Self {
        let mut order: Vec<(usize, usize)> = heights.into_iter().zip(0..).collect();
        order.sort_unstable();
        let (heights, old): (Vec<usize>, Vec<usize>) = order.into_iter().unzip();
        let mut new = vec![0; old.len()];
        for (position, old) in old.iter().enumerate() {
            if let Some(new) = new.get_mut(*old) {
                *new = position;
            }
        }
        Self { old, new, heights }
    }

    /// How many items stand lower than this height.
    fn below(&self, height: usize) -> usize {
        self.heights.partition_point(|other| *other < height)
    }

    fn new_position(&self, old: usize) -> usize {
        self.new.get(old).copied().unwrap_or(old)
    }

    fn arranged<T: Clone, L: FromIterator<T>>(&self, list: &[T]) -> L {
        self.old.iter().filter_map(|old| list.get(*old).cloned()).collect()
    }
}

/// The new indices of everything that a model refers to.
#[derive(Debug)]
pub(crate) struct Numbering {
    facts: Places,
    derived: Places,
    cues: Places,
    scores: Places,
    lets: Places,
    axes: Places,
    /// By old axis.
    labels: Vec<Places>,
    judgments: Places,
    desks: Places,
}

impl Numbering {
    fn model(&self, model: &mut Model) {
        for derived in Arc::make_mut(&mut model.derived) {
            self.derivation(derived);
        }
        for score in Arc::make_mut(&mut model.scores) {
            score.parts.iter_mut().for_each(|part| self.condition(&mut part.when));
        }
        for named in Arc::make_mut(&mut model.lets) {
            self.condition(&mut named.condition);
        }
        model.axis_order.iter_mut().for_each(|axis| *axis = self.axis(*axis));
        for rule in &mut model.rules {
            self.rule(Arc::make_mut(rule));
        }
        for invariant in Arc::make_mut(&mut model.invariants) {
            self.condition(&mut invariant.never);
        }
        for own in &mut model.overrides {
            own.scripts.iter_mut().for_each(|script| script.renumber(self));
            for granted in &mut own.grants {
                self.condition(&mut granted.when);
                granted.grants.iter_mut().for_each(|grant| self.grant(grant));
            }
        }
    }

    fn rule(&self, rule: &mut Rule) {
        self.condition(&mut rule.when);
        rule.restrictions.iter_mut().for_each(|restriction| self.restriction(restriction));
        rule.grants.iter_mut().for_each(|grant| self.grant(grant));
    }

    fn derivation(&self, derived: &mut Derived) {
        match &mut derived.from {
            Derivation::DaysSince(fact)
            | Derivation::HoursSince(fact)
            | Derivation::BusinessHoursSince(fact, _)
            | Derivation::Or(fact, _) => *fact = self.value(*fact),
            Derivation::Count(cue) => *cue = self.cue(*cue),
            Derivation::Open(_) | Derivation::LengthOfText | Derivation::Constant(_) => {}
        }
    }

    /// A condition with the new indices.
    pub(crate) fn condition(&self, condition: &mut Condition) {
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter_mut().for_each(|part| self.condition(part));
            }
            Condition::Let(id) => *id = LetId::at(self.lets.new_position(id.index())),
            Condition::Leaf(leaf) => self.leaf(leaf),
        }
    }

    fn leaf(&self, leaf: &mut Leaf) {
        match leaf {
            Leaf::Holds(value)
            | Leaf::Known(Knowable::Value(value))
            | Leaf::In { value, .. }
            | Leaf::Contains { value, .. }
            | Leaf::Compare { left: value, right: Operand::Literal(_), .. } => *value = self.value(*value),
            Leaf::Compare { left, right: Operand::Value(right), .. } => {
                *left = self.value(*left);
                *right = self.value(*right);
            }
            Leaf::Cue(cue) | Leaf::Known(Knowable::Cue(cue)) => *cue = self.cue(*cue),
            Leaf::Score { score, .. } | Leaf::Known(Knowable::Score(score)) => *score = self.score(*score),
            Leaf::AxisIn { axis, .. } | Leaf::Known(Knowable::Axis(axis)) => *axis = self.axis(*axis),
            Leaf::AxisHas { axis, label } => (*axis, *label) = self.label(*axis, *label),
            Leaf::Outcome {
                term: Term::Holder(judgment, _) | Term::Ruling(judgment) | Term::Raised(judgment),
                ..
            }
            | Leaf::Known(Knowable::Raised(judgment)) => *judgment = self.judgment(*judgment),
            Leaf::Outcome { term: Term::Route | Term::Urgency, .. }
            | Leaf::Known(Knowable::Text)
            | Leaf::InForce(_) => {}
        }
    }

    /// A restriction with the new indices.
    pub(crate) fn restriction(&self, restriction: &mut Restriction) {
        match restriction {
            Restriction::Classify { axis, label } => (*axis, *label) = self.label(*axis, *label),
            Restriction::Raise(judgment) | Restriction::Retain { judgment, .. } => {
                *judgment = self.judgment(*judgment);
            }
            Restriction::Refer(desk) | Restriction::Notify(Recipient::Desk(desk)) => {
                *desk = DeskId::at(self.desks.new_position(desk.index()));
            }
            Restriction::Require(value) => *value = self.value(*value),
            Restriction::Escalate { .. }
            | Restriction::Notify(Recipient::Party(_) | Recipient::Tier(_))
            | Restriction::Instruct(_)
            | Restriction::Tag(_) => {}
        }
    }

    /// A grant with the new indices.
    pub(crate) fn grant(&self, grant: &mut Grant) {
        match grant {
            Grant::Classify { axis, label } => (*axis, *label) = self.label(*axis, *label),
            Grant::Delegate { judgment, .. } => *judgment = self.judgment(*judgment),
            Grant::Settle { judgment, given, .. } => {
                *judgment = self.judgment(*judgment);
                given.iter_mut().for_each(|given| self.condition(given));
            }
        }
    }

    /// The new index of a value.
    pub(crate) fn value(&self, value: ValueId) -> ValueId {
        match value.position() {
            ValueAt::Fact(at) => ValueId::fact(self.facts.new_position(at)),
            ValueAt::Derived(at) => ValueId::derived(self.derived.new_position(at)),
        }
    }

    /// The new index of a score.
    pub(crate) fn score(&self, score: ScoreId) -> ScoreId {
        ScoreId::at(self.scores.new_position(score.index()))
    }

    /// The new index of a cue.
    pub(crate) fn cue(&self, cue: CueId) -> CueId {
        CueId::at(self.cues.new_position(cue.index()))
    }

    fn axis(&self, axis: AxisId) -> AxisId {
        AxisId::at(self.axes.new_position(axis.index()))
    }

    fn label(&self, axis: AxisId, label: LabelId) -> (AxisId, LabelId) {
        let places = self.labels.get(axis.index());
        let label = places.map_or(label, |places| LabelId::at(places.new_position(label.index())));
        (self.axis(axis), label)
    }

    fn judgment(&self, judgment: JudgmentId) -> JudgmentId {
        JudgmentId::at(self.judgments.new_position(judgment.index()))
    }
}
