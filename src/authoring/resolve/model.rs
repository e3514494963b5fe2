//! The order in which a document is resolved: people, calendars, cues, values, scores, axes, named conditions, rules, what
//! layers take out and lock, invariants.

use super::axes::axes_of;
use super::facts::Values;
use super::resolver::Resolver;
use super::rules::{Vocabulary, constants};
use super::{heights, invariants, scores, scripts};
use crate::authoring::document::Document;
use crate::authoring::hash::hash;
use crate::authoring::layers::Layers;
use crate::authoring::limits::{MAX_LETS, MAX_VALUES};
use crate::condition::{Names, Outcomes};
use crate::diagnostic::{Code, Problem, Severity};
use crate::id::{CueId, LetId, ScoreId, ValueId};
use crate::inquiry::FactDeclaration;
use crate::localised::Localised;
use crate::rulebook::{ByName, Inherited, Model, NamedCue, arrange};
use crate::text::Cue;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The checked model, if nothing is wrong that refuses it, and everything that is wrong.
pub(crate) fn resolve(document: &Document, layers: &Layers) -> (Option<Model>, Vec<Problem>) {
    let mut resolver = Resolver { problems: Vec::new(), lost_names: !document.lost.names.is_empty() };
    let model = resolver.model(document, layers);
    let refused = resolver.problems.iter().any(|problem| problem.code.severity() == Severity::Error);
    (model.filter(|_| !refused), resolver.problems)
}

impl Resolver {
    fn model(&mut self, document: &Document, layers: &Layers) -> Option<Model> {
        let count = document.facts.len() + document.derived.len() + document.params.len();
        if count > MAX_VALUES {
            let message = format!(
                "there are {count} facts, derived values and parameters, more than the {MAX_VALUES} a rulebook may have"
            );
            self.report(Problem::new(Code::Limit, document.start(), message));
            return None;
        }
        if let Some(named) = document.lets.get(MAX_LETS) {
            self.too_many("named conditions", document.lets.len(), MAX_LETS, named.name.place);
            return None;
        }
        self.namespace(document);
        let tiers = self.tiers(document);
        let direct_handoffs = self.handoffs(document, tiers.as_ref());
        let desks = self.desks(document, tiers.as_ref());
        let judgments = self.judgments(document, tiers.as_ref());
        let timezone = self.timezone(document);
        let calendars = self.calendars(document, &timezone);
        let (cues, titles) = self.cues(document);
        let facts = self.facts(document);
        let mut derived = self.derived(document, &facts, &cues, &calendars);
        let facts: Vec<Arc<FactDeclaration>> = facts.into_iter().map(Arc::new).collect();
        derived.extend(self.params(document));
        derived.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let (derived, derived_types): (Vec<_>, Vec<_>) = derived.into_iter().unzip();
        let mut scores = self.scores(document);
        let axes = self.axes(document);
        let ordered_lets = self.order_lets(document);
        let given = facts.iter().enumerate();
        let given = given.map(|(at, fact)| (fact.id.clone(), (ValueId::fact(at), fact.kind.clone())));
        let computed = derived.iter().zip(&derived_types).enumerate();
        let computed =
            computed.map(|(at, (derived, kind))| (derived.id.clone(), (ValueId::derived(at), kind.clone())));
        let values: Values = given.chain(computed).collect();
        let names = Names {
            values,
            lets: ordered_lets
                .lets
                .iter()
                .enumerate()
                .map(|(at, named)| (named.name.value.clone(), LetId::at(at)))
                .collect(),
            cues: cues.iter().enumerate().map(|(at, cue)| (&*cue.name, CueId::at(at))).collect(),
            scores: scores
                .iter()
                .enumerate()
                .map(|(at, score)| (score.id.clone(), (ScoreId::at(at), score.bands.clone())))
                .collect(),
            axes: &axes,
        };
        let lets = self.lets(&ordered_lets, &names);
        self.score_parts(document, &mut scores, &names, &ordered_lets, &lets);
        let vocabulary = Vocabulary {
            names,
            expressions: document
                .lets
                .iter()
                .filter(|named| ordered_lets.may_follow(&named.name.value))
                .map(|named| (named.name.value.clone(), named.condition.clone()))
                .collect(),
            constants: constants(&lets),
            axes_of_lets: axes_of(&lets),
            facts: &facts,
            derived: &derived,
            tiers: tiers.as_ref(),
            desks: &desks,
            timezone: &timezone,
            calendars: &calendars,
            declared_calendars: &document.calendars,
            judgments: &judgments,
            layers,
            declared_judgments: document.judgments.iter().map(|judgment| &*judgment.name.value).collect(),
        };
        let resolved = self.rules(&document.rules, &vocabulary);
        self.cues_taken_from(document, layers);
        let resolved = self.without(document, layers, resolved);
        if layers.len() > 1 {
            let left: BTreeSet<&str> = resolved.iter().map(|resolved| &*resolved.rule.id).collect();
            let rules: Vec<_> = document.rules.iter().filter(|rule| left.contains(&*rule.id.value)).collect();
            self.locks(document, &rules, layers);
        }
        let outcomes = tiers.as_ref().map(|tiers| Outcomes { tiers, judgments: &judgments });
        let invariants = outcomes
            .map(|outcomes| self.invariants(document, &vocabulary.names, outcomes))
            .unwrap_or_default();
        let overrides = self.overrides(document, &vocabulary);
        let axis_order = self.axis_order(&axes, &resolved);
        // Not collected, which would keep the room of what has been resolved.
        let mut rules = Vec::with_capacity(resolved.len());
        rules.extend(resolved.into_iter().map(|resolved| Arc::new(resolved.rule)));
        let mut model = Model {
            id: document.id.as_ref()?.value.clone(),
            version: document.version.as_ref().map_or_else(|| "0".into(), |version| version.value.clone()),
            hash: Box::default(),
            tiers: Arc::new(tiers?),
            direct_handoffs,
            desks: desks.into(),
            timezone,
            no_text_is_empty: document.no_text_is_empty.as_ref().is_some_and(|empty| empty.value),
            calendars: calendars.into(),
            facts,
            derived: derived.into(),
            derived_types: derived_types.into(),
            cues: cues.iter().zip(titles).map(named).collect(),
            rule_layers: Vec::new(),
            phrases: Vec::new(),
            scores: scores.into(),
            lets: lets.into(),
            axes: axes.into(),
            axis_order,
            judgments: judgments.into(),
            rules,
            invariants: invariants.into(),
            overrides,
            by_name: ByName::default(),
            inherited: Inherited::default(),
        };
        scores::put_in_order(&mut model);
        invariants::put_in_order(&mut model);
        scripts::put_in_order(&mut model);
        arrange(&mut model, cues, &heights::heights(document, layers));
        model.hash = hash(&model);
        Some(model)
    }
}

fn named((cue, title): (&Cue, Option<Localised>)) -> Arc<NamedCue> {
    Arc::new(NamedCue { name: cue.name.clone(), title })
}
