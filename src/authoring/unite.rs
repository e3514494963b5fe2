//! The plain union of a rulebook with its layers. Labels of an unordered axis and a cue's `any`, `matches` and `misses`
//! unite; a title or another optional part may be said by one layer alone; everything else said twice must be said alike.
//!
//! What takes evidence away from a cue (`except`, `unless_followed_by`, `unless_preceded_by`) may be added to another
//! layer's cue only by the outermost rulebook: its reader is the one who answers for it.

use super::document::{Axis, Cue, Document, Holders, Judgment, Name, Order, TierLists, Titled, Written};
use crate::diagnostic::{Code, Problem};
use crate::localised::Localised;
use crate::span::Place;

/// One document of all layers, the outermost last and each behind the layers it extends. Rules are put together as they
/// are: whether two of the same id say the same is seen when they are resolved.
pub(crate) fn unite(layers: Vec<Document>) -> (Document, Vec<Problem>) {
    let mut union = Union { problems: Vec::new() };
    let outermost = layers.len().saturating_sub(1);
    let mut united = Document::default();
    // What a layer says is added to what the layers it stands on have said.
    for (at, layer) in layers.into_iter().enumerate() {
        union.add(&mut united, layer, at == outermost);
    }
    (united, union.problems)
}

struct Union {
    problems: Vec<Problem>,
}

impl Union {
    fn add(&mut self, base: &mut Document, layer: Document, outermost: bool) {
        base.place = layer.place;
        base.id = layer.id;
        base.version = layer.version;
        base.extends = layer.extends;
        self.tiers(&mut base.tiers, layer.tiers);
        self.alike(&mut base.handoffs, layer.handoffs, "`handoffs`");
        self.alike(&mut base.timezone, layer.timezone, "`timezone`");
        self.alike(&mut base.no_text_is_empty, layer.no_text_is_empty, "`no_text`");
        self.holders(&mut base.defaults, layer.defaults, "`defaults`");
        self.named(
            &mut base.desks,
            layer.desks,
            |desk| &desk.name,
            |union, one, other| {
                union.title(&mut one.title, other.title, other.name.place, "the desk", &one.name);
                union.same(one.party == other.party, "the desk", &one.name, &other.name);
            },
        );
        self.named(
            &mut base.facts,
            layer.facts,
            |fact| &fact.name,
            |union, one, mut other| {
                union.title(&mut one.title, other.title.take(), other.name.place, "the fact", &one.name);
                other.title.clone_from(&one.title);
                union.same(*one == other, "the fact", &one.name, &other.name);
            },
        );
        self.named(
            &mut base.derived,
            layer.derived,
            |derived| &derived.name,
            |union, one, other| {
                union.same(one.from == other.from, "the derived value", &one.name, &other.name);
            },
        );
        self.named(
            &mut base.cues,
            layer.cues,
            |cue| &cue.name,
            |union, one, other| union.cue(one, other, outermost),
        );
        self.named(
            &mut base.scores,
            layer.scores,
            |score| &score.name,
            |union, one, other| {
                union.title(&mut one.title, other.title, other.name.place, "the score", &one.name);
                union.same(one.parts == other.parts, "the score", &one.name, &other.name);
            },
        );
        self.named(
            &mut base.lets,
            layer.lets,
            |named| &named.name,
            |union, one, other| {
                union.same(one.condition == other.condition, "the condition", &one.name, &other.name);
            },
        );
        self.named(&mut base.axes, layer.axes, |axis| &axis.name, Self::axis);
        self.named(&mut base.judgments, layer.judgments, |judgment| &judgment.name, Self::judgment);
        base.rules.extend(layer.rules);
        base.lost.names.extend(layer.lost.names);
        base.lost.section |= layer.lost.section;
    }

    /// Adds what is new by name and merges the rest.
    fn named<T>(
        &mut self,
        base: &mut Vec<T>,
        layer: Vec<T>,
        name: impl Fn(&T) -> &Name,
        mut merge: impl FnMut(&mut Self, &mut T, T),
    ) {
        let known: std::collections::BTreeMap<Box<str>, usize> =
            base.iter().enumerate().map(|(at, item)| (name(item).value.clone(), at)).collect();
        for item in layer {
            match known.get(&name(&item).value).and_then(|at| base.get_mut(*at)) {
                Some(existing) => merge(self, existing, item),
                None => base.push(item),
            }
        }
    }

    fn cue(&mut self, base: &mut Cue, layer: Cue, outermost: bool) {
        self.title(&mut base.title, layer.title, layer.name.place, "the cue", &base.name);
        base.any.extend(layer.any);
        base.matches.extend(layer.matches);
        base.misses.extend(layer.misses);
        self.alike(&mut base.fold_kana, layer.fold_kana, "`fold_kana`");
        let takes_away = [
            (&mut base.except, layer.except, "except"),
            (&mut base.unless_followed_by, layer.unless_followed_by, "unless_followed_by"),
            (&mut base.unless_preceded_by, layer.unless_preceded_by, "unless_preceded_by"),
        ];
        for (base_phrases, phrases, key) in takes_away {
            let added = phrases.iter().find(|phrase| !base_phrases.contains(phrase));
            if let Some(added) = added.filter(|_| !outermost) {
                let message = format!(
                    "only the outermost rulebook may add `{key}` to another layer's cue `{}`",
                    base.name.value
                );
                let problem = Problem::new(Code::LayersDisagree, added.place, message)
                    .also(base.name.place, "the cue is declared here");
                self.problems.push(problem);
            }
            base_phrases.extend(phrases);
        }
    }

    fn axis(&mut self, base: &mut Axis, layer: Axis) {
        self.title(&mut base.title, layer.title, layer.name.place, "the axis", &base.name);
        if !self.same(base.order == layer.order, "the axis", &base.name, &layer.name) {
            return;
        }
        match base.order {
            Order::Ordered { .. } => {
                let names = |labels: &[Titled]| {
                    labels.iter().map(|label| label.name.value.clone()).collect::<Vec<_>>()
                };
                if self.same(names(&base.labels) == names(&layer.labels), "the axis", &base.name, &layer.name)
                {
                    self.titles(&mut base.labels, layer.labels);
                }
            }
            Order::Unordered => {
                self.named(
                    &mut base.labels,
                    layer.labels,
                    |label| &label.name,
                    |union, one, other| {
                        union.title(&mut one.title, other.title, other.name.place, "the label", &one.name);
                    },
                );
            }
        }
    }

    fn judgment(&mut self, base: &mut Judgment, layer: Judgment) {
        self.title(&mut base.title, layer.title, layer.name.place, "the judgment", &base.name);
        let what = format!("the judgment `{}`", base.name.value);
        self.holders(&mut base.holders, layer.holders, &what);
    }

    fn holders(&mut self, base: &mut Holders, layer: Holders, what: &str) {
        self.alike(&mut base.propose, layer.propose, &format!("{what}, `propose`"));
        self.alike(&mut base.decide, layer.decide, &format!("{what}, `decide`"));
        self.alike(&mut base.communicate, layer.communicate, &format!("{what}, `communicate`"));
    }

    fn tiers(&mut self, base: &mut Option<Written<TierLists>>, layer: Option<Written<TierLists>>) {
        let Some(layer) = layer else { return };
        let Some(base) = base else {
            *base = Some(layer);
            return;
        };
        let names = |tiers: &TierLists| {
            let names =
                |tiers: &[Titled]| tiers.iter().map(|tier| tier.name.value.clone()).collect::<Vec<_>>();
            (names(&tiers.vendor), names(&tiers.client))
        };
        if names(&base.value) == names(&layer.value) {
            self.titles(&mut base.value.vendor, layer.value.vendor);
            self.titles(&mut base.value.client, layer.value.client);
        } else {
            self.disagree("`tiers`", layer.place, base.place);
        }
    }

    /// Titles of the same names in the same order.
    fn titles(&mut self, base: &mut [Titled], layer: Vec<Titled>) {
        for (one, other) in base.iter_mut().zip(layer) {
            self.title(&mut one.title, other.title, other.name.place, "the title of", &one.name);
        }
    }

    fn title(
        &mut self,
        base: &mut Option<Localised>,
        layer: Option<Localised>,
        place: Place,
        what: &str,
        name: &Name,
    ) {
        match (&base, layer) {
            (Some(one), Some(other)) if *one != other => {
                self.disagree(&format!("{what} `{}`, `title`", name.value), place, name.place);
            }
            (None, Some(title)) => *base = Some(title),
            _ => {}
        }
    }

    /// A part that one layer may say alone.
    fn alike<T: PartialEq>(&mut self, base: &mut Option<Written<T>>, layer: Option<Written<T>>, what: &str) {
        match (&base, layer) {
            (Some(one), Some(other)) if *one != other => self.disagree(what, other.place, one.place),
            (None, Some(other)) => *base = Some(other),
            _ => {}
        }
    }

    fn same(&mut self, same: bool, what: &str, base: &Name, layer: &Name) -> bool {
        if !same {
            self.disagree(&format!("{what} `{}`", base.value), layer.place, base.place);
        }
        same
    }

    fn disagree(&mut self, what: &str, place: Place, base: Place) {
        let problem =
            Problem::new(Code::LayersDisagree, place, format!("two layers say different things: {what}"))
                .label("said here")
                .also(base, "and said otherwise here")
                .help("say the same in both, or leave it out in one of them");
        self.problems.push(problem);
    }
}
