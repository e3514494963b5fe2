//! Scripts and their grants: those of the outermost rulebook, and those a host hands over for a rulebook that is loaded.

use super::axes::axes_of;
use super::resolver::Resolver;
use super::rules::{Vocabulary, constant, constants, never_true, order_of};
use crate::authoring::document::{self, Document, Effect, Name};
use crate::authoring::layers::Layers;
use crate::authoring::limits::MAX_GRANTS;
use crate::authoring::tree::Scalar;
use crate::authoring::yaml_help::quoted;
use crate::authority::{Rank, Tiers};
use crate::classify::Order;
use crate::condition::{Condition, Expression, Names, Outcomes};
use crate::diagnostic::{Code, Problem};
use crate::effect::{Grant, Restriction};
use crate::overrides::{self, Override, Script, ScriptGrant};
use crate::rulebook::Model;
use crate::span::{Place, SourceId, Span};
use std::collections::BTreeSet;

/// What a file of scripts adds to a rulebook, and everything that is wrong with it. `called` is what decisions call the file. If
/// its scripts `borrow`, they act within the rulebook's own grants.
pub(crate) fn resolve_file(
    document: &Document,
    called: &str,
    borrow: bool,
    model: &Model,
) -> (Option<Override>, Vec<Problem>) {
    let own = model.overrides.iter().find(|own| own.file.is_none());
    let layers = Layers::default();
    // The rulebook's own text is not at hand.
    let nowhere = |_: Place| Place::new(SourceId::NOWHERE, Span::default());
    let expressions = model.lets.iter().map(|named| {
        let written = named.condition.written(model).placed(&nowhere);
        (named.id.clone(), written)
    });
    let vocabulary = Vocabulary {
        names: Names::of(model),
        expressions: expressions.collect(),
        constants: constants(&model.lets),
        axes_of_lets: axes_of(&model.lets),
        facts: &model.facts,
        derived: &model.derived,
        tiers: Some(&model.tiers),
        desks: &model.desks,
        timezone: &model.timezone,
        calendars: &model.calendars,
        declared_calendars: &[],
        judgments: &model.judgments,
        layers: &layers,
        declared_judgments: model.judgments.iter().map(|judgment| &*judgment.id).collect(),
    };
    let mut resolver = Resolver { problems: Vec::new(), lost_names: false };
    let grants = if borrow {
        own.map(|own| own.grants.clone()).unwrap_or_default()
    } else {
        resolver.locked_from_files(document, model);
        resolver.grants(document, &vocabulary)
    };
    let scripts = resolver.scripts(document, &grants, &model.tiers, &vocabulary);
    let on_error = match &document.on_script_error {
        Some(tier) => resolver.tier_of_failures(tier, &model.tiers),
        None => own.map(|own| own.on_error).or_else(|| Some(model.tiers.lowest_client())),
    };
    let file = Some(called.into());
    (on_error.map(|on_error| Override { file, scripts, grants, on_error }), resolver.problems)
}

/// Puts grants in an order of their own, each once, and behind the rulebook's own scripts those of files, by their names.
pub(crate) fn put_in_order(model: &mut Model) {
    let mut overrides = std::mem::take(&mut model.overrides);
    for added in &mut overrides {
        added.grants.sort_by_cached_key(|grant| {
            let given = |grant: &Grant| match grant {
                Grant::Settle { given: Some(given), .. } => given.display(model).to_string(),
                _ => String::new(),
            };
            let grants: Vec<_> = grant.grants.iter().map(|grant| (order_of(grant), given(grant))).collect();
            (grant.when.display(model).to_string(), grants)
        });
        added.grants.dedup();
    }
    overrides.sort_by(|one, other| one.file.cmp(&other.file));
    model.overrides = overrides;
}

impl Resolver {
    /// What the rulebook says of scripts; nothing if it is silent, or has no tiers.
    pub(super) fn overrides(&mut self, document: &Document, vocabulary: &Vocabulary<'_>) -> Vec<Override> {
        let silent =
            document.scripts.is_empty() && document.grants.is_empty() && document.on_script_error.is_none();
        let Some(tiers) = vocabulary.tiers.filter(|_| !silent) else { return Vec::new() };
        let grants = self.grants(document, vocabulary);
        let scripts = self.scripts(document, &grants, tiers, vocabulary);
        let on_error = match &document.on_script_error {
            Some(tier) => self.tier_of_failures(tier, tiers),
            None => Some(tiers.lowest_client()),
        };
        let own = |on_error| Override { file: None, scripts, grants, on_error };
        on_error.map(own).into_iter().collect()
    }

    fn tier_of_failures(&mut self, tier: &Name, tiers: &Tiers) -> Option<Rank> {
        let why = "an inquiry on which a script fails goes back to the client, so it needs a client tier";
        self.client_tier(tier, Some(tiers), why)
    }

    fn scripts(
        &mut self,
        document: &Document,
        grants: &[ScriptGrant],
        tiers: &Tiers,
        vocabulary: &Vocabulary<'_>,
    ) -> Vec<Script> {
        let judgments = vocabulary.judgments;
        let known = overrides::Vocabulary {
            names: &vocabulary.names,
            lets: &vocabulary.expressions,
            outcomes: Outcomes { tiers, judgments },
            desks: vocabulary.desks,
            grants,
            facts: vocabulary.facts,
            derived: vocabulary.derived,
            timezone: vocabulary.timezone,
        };
        let mut scripts = Vec::new();
        for document::Script { stage, text } in &document.scripts {
            if let Some(problem) = swallowed(text) {
                self.report(problem);
            } else {
                let (script, problems) = Script::check(*stage, &text.text, &known);
                self.problems.extend(problems.into_iter().map(|problem| placed(problem, text)));
                scripts.extend(script);
            }
        }
        scripts
    }

    /// The grants as written, those that grant nothing left out.
    fn grants(&mut self, document: &Document, vocabulary: &Vocabulary<'_>) -> Vec<ScriptGrant> {
        if let Some(grant) = document.grants.get(MAX_GRANTS) {
            let count = document.grants.len();
            let message = format!("there are {count} grants, more than the {MAX_GRANTS} a rulebook may have");
            self.report(Problem::new(Code::Limit, grant.place, message).label("the first one too many"));
            return Vec::new();
        }
        document.grants.iter().map(|grant| self.grant(grant, vocabulary)).collect()
    }

    fn grant(&mut self, written: &document::Grant, vocabulary: &Vocabulary<'_>) -> ScriptGrant {
        let when = match &written.when {
            Some(expression) => self.condition(expression, vocabulary),
            None => Condition::Constant(true),
        };
        if constant(&when, &vocabulary.constants) == Some(false) {
            let whole = written.when.as_ref().map_or(written.place, |when| when.place);
            let place = never_true(written.when.as_ref(), &when, &vocabulary.constants).unwrap_or(whole);
            let message = "this condition is never true, so no script may ever propose this";
            let problem = Problem::new(Code::NeverTrue, place, message);
            self.report(problem.help("remove the grant, or correct the condition"));
        }
        let mut reads_labels = false;
        for effect in &written.effects {
            if let Effect::Classify { axis, label } = effect {
                self.below_its_default(axis, label, vocabulary);
                if let Some(when) = written.when.as_ref().filter(|_| !reads_labels) {
                    reads_labels = self.reads_no_labels(when, None, vocabulary, &mut BTreeSet::new());
                }
            }
        }
        let polar = written.when.as_ref().filter(|_| !reads_labels);
        let effects = self.effects(&written.effects, polar, vocabulary);
        let when = self.in_force(written.effective.as_ref(), when, vocabulary);
        // A rule may give a label of an unordered axis freely, a script may not.
        let labels = effects.restrictions.iter().filter_map(|restriction| match restriction {
            Restriction::Classify { axis, label } => Some(Grant::Classify { axis: *axis, label: *label }),
            _ => None,
        });
        ScriptGrant { when, grants: labels.chain(effects.grants).collect() }
    }

    /// Reports a label that a script may propose anyway.
    fn below_its_default(&mut self, axis: &Name, label: &Name, vocabulary: &Vocabulary<'_>) {
        let axes = vocabulary.names.axes;
        let Some(declared) = axes.iter().find(|declared| declared.id == axis.value) else { return };
        let position = declared.labels.iter().position(|declared| declared.id == label.value);
        let Some(position) = position else { return };
        let what = match declared.order {
            Order::Ordered { default } if position < default.index() => return,
            Order::Ordered { default } if position == default.index() => {
                format!("is the default of `{}`", axis.value)
            }
            Order::Ordered { default } => {
                format!("stands above `{}`, the default of `{}`", declared.label_id(default), axis.value)
            }
            Order::Unordered => return,
        };
        let message = format!("`{}` {what}, so it needs no grant", label.value);
        let problem = Problem::new(Code::InvalidValue, label.place, message);
        self.report(problem.help("leave it out: a `classified` script may always propose it; a grant names labels below the default, or of an unordered axis"));
    }

    /// Reports labels that the condition of a granted label reads: such a grant is looked at before there are labels. Whether
    /// there was anything to report; `used` is where the condition names the one that is looked at.
    fn reads_no_labels<'v>(
        &mut self,
        condition: &Expression,
        used: Option<Place>,
        vocabulary: &'v Vocabulary<'_>,
        seen: &mut BTreeSet<&'v str>,
    ) -> bool {
        let mut found = false;
        for (name, place) in condition.names() {
            if vocabulary.names.axes.iter().any(|axis| *axis.id == *name) {
                let message = format!(
                    "the condition of a granted label cannot read the axis `{name}`: scripts give labels before rules do"
                );
                let problem = Problem::new(Code::OutOfReach, used.unwrap_or(place), message);
                let problem = match used {
                    Some(_) => problem.label("reads it").also(place, "here"),
                    None => problem.label("no labels yet"),
                };
                self.report(problem.help("read facts, cues and scores instead"));
                found = true;
            } else if let Some((name, named)) = vocabulary.expressions.get_key_value(name)
                && seen.insert(name)
            {
                found |= self.reads_no_labels(named, used.or(Some(place)), vocabulary, seen);
            }
        }
        found
    }

    /// Reports grants by which a file of the host would give a locked judgment away.
    fn locked_from_files(&mut self, document: &Document, model: &Model) {
        for (judgment, does) in document.grants.iter().flat_map(|grant| granted(&grant.effects)) {
            let declared = model.judgment_id(&judgment.value).and_then(|id| model.judgments.get(id.index()));
            if declared.is_some_and(|declared| declared.locked) {
                let message = format!(
                    "the judgment `{}` is locked and cannot be {does} by a file of scripts",
                    judgment.value
                );
                let problem = Problem::new(Code::Locked, judgment.place, message);
                self.report(
                    problem.help("only the layer that locks a judgment, or one it stands on, may grant it"),
                );
            }
        }
    }
}

/// The judgments that these effects grant, and how.
pub(super) fn granted(effects: &[Effect]) -> impl Iterator<Item = (&Name, &'static str)> {
    effects.iter().filter_map(|effect| match effect {
        Effect::Delegate { judgment, .. } => Some((judgment, "delegated")),
        Effect::Settle { judgment, .. } => Some((judgment, "settled")),
        _ => None,
    })
}

/// A comment that takes the rest of a script with it, as its lines are joined to one.
fn swallowed(text: &Scalar<'_>) -> Option<Problem> {
    let at = text.text.find("//").filter(|_| text.is_joined())?;
    let place = text.place_of(Span::new(at, at + 2));
    let message = "YAML joins these lines to one, so this comment would take all that follows with it";
    Some(
        Problem::new(Code::ScriptSyntax, place, message)
            .help("write the script behind `|`, which keeps its lines"),
    )
}

/// The finding where the script stands in its file.
fn placed(mut problem: Problem, text: &Scalar<'_>) -> Problem {
    problem.place = text.place_of(problem.place.span());
    if let Some((place, _)) = problem.also.as_mut().filter(|(place, _)| place.source == SourceId::SCRIPT) {
        *place = text.place_of(place.span());
    }
    match text.uncut() {
        Some(uncut) => problem.help(format!(
            "YAML begins a comment at ` #`; write the script behind `|`, or put it in quotes: `{}`",
            quoted(uncut)
        )),
        None => problem,
    }
}
