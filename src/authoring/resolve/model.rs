//! The order in which a document is resolved: people, values, cues, axes, named conditions, rules.

use super::facts::{Values, counts_days};
use super::resolver::Resolver;
use super::rules::{Vocabulary, constants};
use super::{invariants, scores};
use crate::authoring::document::{Document, Name};
use crate::authoring::hash::hash;
use crate::authoring::layers::Layers;
use crate::authoring::limits::{MAX_LETS, MAX_VALUES};
use crate::condition::{Names, Outcomes};
use crate::diagnostic::{Code, Problem, Severity, closest};
use crate::id::{CueId, LetId, ScoreId, ValueId};
use crate::rulebook::Model;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The checked model, if nothing is wrong that refuses it, and everything that is wrong.
pub(crate) fn resolve(document: &Document, layers: &Layers) -> (Option<Model>, Vec<Problem>) {
    let mut resolver = Resolver { problems: Vec::new() };
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
            let count = document.lets.len();
            let message =
                format!("there are {count} named conditions, more than the {MAX_LETS} a rulebook may have");
            self.report(Problem::new(Code::Limit, named.name.place, message).label("the first one too many"));
            return None;
        }
        self.namespace(document);
        let tiers = self.tiers(document);
        let direct_handoffs = self.handoffs(document, tiers.as_ref());
        let desks = self.desks(document, tiers.as_ref());
        let judgments = self.judgments(document, tiers.as_ref());
        let timezone = self.timezone(document);
        let (cues, cue_titles) = self.cues(document);
        let cue_names = cues.iter().enumerate().map(|(at, cue)| (cue.name.clone(), CueId::at(at))).collect();
        let facts = self.facts(document);
        let mut derived = self.derived(document, &facts, &cue_names);
        derived.extend(self.params(document));
        derived.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let (derived, derived_types): (Vec<_>, Vec<_>) = derived.into_iter().unzip();
        let mut scores = self.scores(document);
        let axes = self.axes(document);
        let ordered_lets = self.order_lets(document);
        let names = facts.iter().map(|fact| (fact.id.clone(), fact.kind.clone()));
        let names =
            names.chain(derived.iter().map(|derived| derived.id.clone()).zip(derived_types.iter().cloned()));
        let values: Values =
            names.enumerate().map(|(at, (name, kind))| (name, (ValueId::at(at), kind))).collect();
        let names = Names {
            values,
            lets: ordered_lets
                .lets
                .iter()
                .enumerate()
                .map(|(at, named)| (named.name.value.clone(), LetId::at(at)))
                .collect(),
            cues: cue_names,
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
            tiers: tiers.as_ref(),
            desks: &desks,
            judgments: &judgments,
            layers,
            declared_judgments: document.judgments.iter().map(|judgment| &*judgment.name.value).collect(),
        };
        let resolved = self.rules(&document.rules, &vocabulary);
        self.cues_taken_from(document, layers);
        self.locks(document, &document.rules, layers);
        let resolved = self.without(document, &document.rules, layers, resolved);
        let outcomes = tiers.as_ref().map(|tiers| Outcomes { tiers, judgments: &judgments });
        let invariants = outcomes
            .map(|outcomes| self.invariants(document, &vocabulary.names, outcomes))
            .unwrap_or_default();
        let axis_order = self.axis_order(&axes, &resolved, &lets);
        let rules = resolved.into_iter().map(|resolved| resolved.rule).collect();
        let mut model = Model {
            id: document.id.as_ref()?.value.clone(),
            version: document.version.as_ref().map_or_else(|| "0".into(), |version| version.value.clone()),
            hash: Box::default(),
            tiers: tiers?,
            direct_handoffs,
            desks,
            timezone,
            no_text_is_empty: document.no_text_is_empty.as_ref().is_some_and(|empty| empty.value),
            facts,
            derived,
            derived_types,
            cues,
            cue_titles,
            scores,
            lets,
            axes,
            axis_order,
            judgments,
            rules,
            invariants,
        };
        scores::put_in_order(&mut model);
        invariants::put_in_order(&mut model);
        model.hash = hash(&model);
        Some(model)
    }

    /// The zone rules that ship with the library, never the machine's: a decision must not depend on where it is made.
    fn timezone(&mut self, document: &Document) -> TimeZone {
        let Some(name) = &document.timezone else {
            if let Some(name) = counts_days(document) {
                let message = "calendar days are counted, but the rulebook does not say in which `timezone`";
                let problem = Problem::new(Code::NoTimezone, name.place, message).label("counted in UTC");
                self.report(problem.help("say where days begin and end, for example `timezone: Asia/Tokyo`"));
            }
            return TimeZone::UTC;
        };
        let zones = TimeZoneDatabase::bundled();
        zones.get(&name.value).unwrap_or_else(|_| {
            self.unknown_zone(name, &zones);
            TimeZone::UTC
        })
    }

    fn unknown_zone(&mut self, name: &Name, zones: &TimeZoneDatabase) {
        let known: Vec<String> = zones.available().map(|zone| zone.as_str().to_owned()).collect();
        let problem =
            Problem::new(Code::UnknownName, name.place, format!("there is no time zone `{}`", name.value));
        self.report(match closest(&name.value, known.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("use a name of the IANA time zone database, for example `Asia/Tokyo`"),
        });
    }
}
