//! The plain union of a rulebook with its layers. Rules, rows of tables, limits, invariants, the phrases of a cue and the
//! labels of an unordered axis unite; a title or another optional part may be said by one layer alone; everything else said
//! twice must be said alike.
//!
//! A parameter is the exception: the outermost rulebook may set it anew. What layers take away from each other, and what they
//! lock against that, is looked at when everything is put together and resolved.

use super::document::{
    Axis, Calendar, Cue, Document, FactKind, Holders, Judgment, Name, Order, Param, Table, TierLists, Titled,
    Written,
};
use super::layers::Layers;
use crate::diagnostic::{Code, Problem};
use crate::localised::Localised;
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// One document of all layers, the outermost last and each behind the layers it extends. Rules and
/// invariants are put together as they are: whether two of the same id say the same is seen when they are resolved.
pub(crate) fn unite(documents: Vec<Document>, layers: &Layers) -> (Document, Vec<Problem>) {
    let mut union = Union { layers, problems: Vec::new(), tables: BTreeMap::new() };
    let outermost = documents.len().saturating_sub(1);
    let mut united = Document::default();
    // What a layer says is added to what the layers it stands on have said.
    for (at, layer) in documents.into_iter().enumerate() {
        union.add(&mut united, layer, at == outermost);
    }
    (united, union.problems)
}

type Handoffs = Written<Vec<(Name, Name)>>;

struct Union<'l> {
    layers: &'l Layers,
    problems: Vec<Problem>,
    /// The tables of the layers so far, without their rows.
    tables: BTreeMap<Box<str>, Table>,
}

impl Union<'_> {
    fn add(&mut self, base: &mut Document, mut layer: Document, outermost: bool) {
        // What a table itself says, before the period of its layer is added.
        layer.tables.iter().for_each(|table| self.table(table));
        in_force(&mut layer);
        base.place = layer.place;
        base.id = layer.id;
        base.version = layer.version;
        base.extends = layer.extends;
        self.tiers(&mut base.tiers, layer.tiers);
        self.handoffs(&mut base.handoffs, layer.handoffs);
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
                union.same(one.says_the_same(&other), "the fact", &one.name, &other.name);
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
            &mut base.params,
            layer.params,
            |param| &param.name,
            |union, one, other| union.param(one, other, outermost),
        );
        self.named(&mut base.cues, layer.cues, |cue| &cue.name, Self::cue);
        self.named(
            &mut base.scores,
            layer.scores,
            |score| &score.name,
            |union, one, other| {
                union.same(one.says_the_same(&other), "the score", &one.name, &other.name);
                union.title(&mut one.title, other.title, other.name.place, "the score", &one.name);
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
        self.named(&mut base.calendars, layer.calendars, |calendar| &calendar.name, Self::calendar);
        append(&mut base.rules, layer.rules);
        // Rows and amounts are rules: whether two of the same id say the same is seen when they are resolved.
        append(&mut base.tables, layer.tables);
        append(&mut base.limits, layer.limits);
        append(&mut base.invariants, layer.invariants);
        if outermost {
            base.scripts = layer.scripts;
            base.grants = layer.grants;
            base.on_script_error = layer.on_script_error;
        }
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
        if base.is_empty() {
            *base = layer;
            return;
        }
        let known: BTreeMap<Box<str>, usize> =
            base.iter().enumerate().map(|(at, item)| (name(item).value.clone(), at)).collect();
        for item in layer {
            match known.get(&name(&item).value).and_then(|at| base.get_mut(*at)) {
                Some(existing) => merge(self, existing, item),
                None => base.push(item),
            }
        }
    }

    fn cue(&mut self, base: &mut Cue, layer: Cue) {
        self.title(&mut base.title, layer.title, layer.name.place, "the cue", &base.name);
        base.any.extend(layer.any);
        base.except.extend(layer.except);
        base.unless_followed_by.extend(layer.unless_followed_by);
        base.unless_preceded_by.extend(layer.unless_preceded_by);
        base.matches.extend(layer.matches);
        base.misses.extend(layer.misses);
        self.alike(&mut base.fold_kana, layer.fold_kana, "`fold_kana`");
    }

    /// One layer declares a parameter with its type, all others say its value at most.
    fn param(&mut self, base: &mut Param, layer: Param, outermost: bool) {
        self.title(&mut base.title, layer.title, layer.name.place, "the parameter", &base.name);
        if base.value != layer.value {
            if outermost {
                base.value = layer.value;
            } else {
                let problem = disagreement(
                    &format!("the parameter `{}`", base.name.value),
                    layer.value.place(),
                    base.value.place(),
                );
                self.problems.push(problem.help("only the outermost rulebook sets a parameter anew"));
            }
        }
        if layer.kind.is_none() {
            return;
        }
        if base.kind.is_none() {
            base.name = layer.name;
            (base.kind, base.unit, base.min, base.max) = (layer.kind, layer.unit, layer.min, layer.max);
        } else {
            let sorted = |kind: &Option<FactKind>| kind.as_ref().map(FactKind::sorted);
            let same = (sorted(&base.kind), &base.unit, &base.min, &base.max)
                == (sorted(&layer.kind), &layer.unit, &layer.min, &layer.max);
            self.same(same, "the parameter", &base.name, &layer.name);
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

    fn calendar(&mut self, base: &mut Calendar, mut layer: Calendar) {
        self.title(&mut base.title, layer.title.take(), layer.name.place, "the calendar", &base.name);
        layer.title.clone_from(&base.title);
        self.same(sorted(base) == sorted(&layer), "the calendar", &base.name, &layer.name);
    }

    /// What a table says for all its rows has to be the same in every layer that adds rows to it.
    fn table(&mut self, table: &Table) {
        let head = Table {
            id: table.id.clone(),
            title: table.title.clone(),
            when: table.when.clone(),
            because: table.because.clone(),
            source: table.source.clone(),
            effective: table.effective.clone(),
            csv: None,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let Some(mut first) = self.tables.remove(&head.id.value) else {
            self.tables.insert(head.id.value.clone(), head);
            return;
        };
        for (same, part) in [
            (first.when == head.when, "when"),
            (first.because == head.because, "because"),
            (first.source == head.source, "source"),
            (first.effective == head.effective, "effective"),
        ] {
            if !same {
                let what = format!("the table `{}`, `{part}`", head.id.value);
                let problem = disagreement(&what, head.id.place, first.id.place);
                self.problems
                    .push(problem.help("say the same in both, or give one of the tables another id"));
            }
        }
        self.title(&mut first.title, head.title, head.id.place, "the table", &head.id);
        self.tables.insert(head.id.value, first);
    }

    fn judgment(&mut self, base: &mut Judgment, layer: Judgment) {
        self.locked_holders(base, &layer);
        self.locked_holders(&layer, base);
        self.title(&mut base.title, layer.title, layer.name.place, "the judgment", &base.name);
        base.locked = base.locked.take().or(layer.locked);
        let what = format!("the judgment `{}`", base.name.value);
        self.holders(&mut base.holders, layer.holders, &what);
    }

    /// Who holds a locked judgment is said by those who lock it or by a layer they stand on, or left as it is.
    fn locked_holders(&mut self, locking: &Judgment, other: &Judgment) {
        let Some(locked) = &locking.locked else { return };
        for (own, said, key) in [
            (&locking.holders.propose, &other.holders.propose, "propose"),
            (&locking.holders.decide, &other.holders.decide, "decide"),
            (&locking.holders.communicate, &other.holders.communicate, "communicate"),
        ] {
            if let (None, Some(said)) = (own, said)
                && !self.layers.knows(self.layers.of(locked.place), said.place)
            {
                let message =
                    format!("`{key}` of the judgment `{}` is said by another layer", other.name.value);
                let problem =
                    Problem::new(Code::Locked, said.place, message).also(locked.place, "locked here");
                self.problems.push(problem.help("leave it as the layer that locks the judgment has it"));
            }
        }
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

    /// The same hand-overs, in any order.
    fn handoffs(&mut self, base: &mut Option<Handoffs>, layer: Option<Handoffs>) {
        let pairs = |handoffs: &Handoffs| {
            let pairs = handoffs.value.iter().map(|(from, to)| (from.value.clone(), to.value.clone()));
            pairs.collect::<BTreeSet<_>>()
        };
        match (&base, layer) {
            (Some(one), Some(other)) if pairs(one) != pairs(&other) => {
                self.disagree("`handoffs`", other.place, one.place);
            }
            (None, Some(other)) => *base = Some(other),
            _ => {}
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
        let problem = disagreement(what, place, base);
        self.problems.push(problem.help("say the same in both, or leave it out in one of them"));
    }
}

/// Adds what is never merged.
fn append<T>(base: &mut Vec<T>, layer: Vec<T>) {
    if base.is_empty() {
        *base = layer;
    } else {
        base.extend(layer);
    }
}

/// Gives the period of a layer to everything in it that has one.
fn in_force(layer: &mut Document) {
    let Some(period) = layer.effective.take() else { return };
    let rules = layer.rules.iter_mut().map(|rule| &mut rule.effective);
    let tables = layer.tables.iter_mut().map(|table| &mut table.effective);
    let limits = layer.limits.iter_mut().map(|limit| &mut limit.effective);
    let grants = layer.grants.iter_mut().map(|grant| &mut grant.effective);
    for effective in rules.chain(tables).chain(limits).chain(grants) {
        match effective {
            Some(own) => own.layer = Some(Box::new(period.clone())),
            None => *effective = Some(period.clone()),
        }
    }
}

/// The calendar with days and windows in an order of their own: that in which they are written means nothing.
fn sorted(calendar: &Calendar) -> Calendar {
    let mut calendar = calendar.clone();
    let texts = |names: &mut Vec<Name>| names.sort_by(|one, other| one.value.cmp(&other.value));
    texts(&mut calendar.holidays);
    for days in [&mut calendar.hours, &mut calendar.exceptions] {
        days.iter_mut().for_each(|(_, windows)| texts(windows));
        days.sort_by(|(one, _), (other, _)| one.value.cmp(&other.value));
    }
    calendar
}

pub(super) fn disagreement(what: &str, place: Place, other: Place) -> Problem {
    let message = format!("two layers say different things: {what}");
    Problem::new(Code::LayersDisagree, place, message)
        .label("said here")
        .also(other, "and said otherwise here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::read;
    use crate::span::SourceId;

    /// The last layer is the outermost.
    fn united(layers: &[&str]) -> (Document, Vec<String>) {
        let documents = layers.iter().enumerate().map(|(at, text)| {
            let source = SourceId(u32::try_from(at).unwrap());
            let (document, problems) = read::read(source, text);
            assert_eq!(problems, []);
            document.unwrap()
        });
        let documents: Vec<_> = documents.collect();
        let layers = Layers::stacked(&documents);
        let (document, problems) = unite(documents, &layers);
        assert!(
            problems.iter().all(|problem| problem.code == Code::LayersDisagree && problem.also.is_some())
        );
        (document, problems.into_iter().map(|problem| problem.message).collect())
    }

    fn texts(names: &[Name]) -> Vec<&str> {
        names.iter().map(|name| &*name.value).collect()
    }

    #[test]
    fn what_takes_nothing_away_unites() {
        let (document, problems) = united(&[
            "{rulebook: core, version: v1, axes: {topic: {many: true, labels: [a]}}, cues: {x: {any: [p], misses: [m]}}, judgments: {j: {decide: d}}}",
            "{rulebook: mine, version: v1, axes: {topic: {many: true, labels: [b, a], title: T}}, cues: {x: {any: [q], except: [e]}}, judgments: {j: {propose: d}}}",
        ]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(document.id.unwrap().value.as_ref(), "mine");
        let cue = &document.cues[0];
        assert_eq!(
            (texts(&cue.any), texts(&cue.except), texts(&cue.misses)),
            (vec!["p", "q"], vec!["e"], vec!["m"])
        );
        let labels: Vec<&str> = document.axes[0].labels.iter().map(|label| &*label.name.value).collect();
        assert_eq!(labels, ["a", "b"]);
        assert!(document.axes[0].title.is_some());
        let holders = &document.judgments[0].holders;
        assert!(holders.decide.is_some() && holders.propose.is_some() && holders.communicate.is_none());
    }

    #[test]
    fn everything_else_has_to_be_said_alike() {
        let (_, problems) = united(&[
            "{rulebook: core, version: v1, timezone: Asia/Tokyo, tiers: {vendor: [a], client: [b]}, desks: {d: {party: client}}, facts: {f: {type: text}},
              derive: {v: count(x)}, scores: {s: {cue.x: 1}}, let: {l: a}, axes: {n: {labels: [a, b], default: a}}, judgments: {j: {decide: b}}}",
            "{rulebook: mine, version: v1, timezone: Asia/Seoul, tiers: {vendor: [c], client: [b]}, desks: {d: {party: vendor}}, facts: {f: {type: bool}},
              derive: {v: count(y)}, scores: {s: {cue.x: 2}}, let: {l: b}, axes: {n: {labels: [b, a], default: a}}, judgments: {j: {decide: c}}}",
        ]);
        assert_eq!(
            problems.join("\n").replace("two layers say different things: ", ""),
            "`tiers`\n`timezone`\nthe desk `d`\nthe fact `f`\nthe derived value `v`\nthe score `s`\nthe condition `l`\nthe axis `n`\n\
             the judgment `j`, `decide`"
        );
    }

    #[test]
    fn what_a_table_says_for_all_rows_is_said_alike() {
        let table = |head: &str| {
            format!(
                "{{rulebook: x, version: v1, tables: {{t: {{{head}columns: [id, tag], rows: [[a, b]]}}}}}}"
            )
        };
        let first = table("when: a, because: b, source: c, title: d, ");
        assert_eq!(united(&[&first, &first]).1, Vec::<String>::new());
        let other = table("when: a && b, because: c, title: e, effective: {from: 2026-01-01}, ");
        assert_eq!(
            united(&[&first, &other]).1.join("\n").replace("two layers say different things: ", ""),
            "the table `t`, `when`\nthe table `t`, `because`\nthe table `t`, `source`\nthe table `t`, `effective`\n\
             the table `t`, `title`"
        );
        // A layer's own period is no period of the table.
        let layer = first.replace("version: v1", "version: v1, effective: {from: 2026-01-01}");
        assert_eq!(united(&[&first, &layer]).1, Vec::<String>::new());
    }

    #[test]
    fn repeats_change_nothing() {
        let core = "{rulebook: core, version: v1, facts: {f: {type: choice, of: [a, b]}}, axes: {n: {labels: [a, b], default: a}}}";
        let again = "{rulebook: mine, version: v1, facts: {f: {of: [b, a], type: choice}}, axes: {n: {default: a, labels: [a, b]}}}";
        assert_eq!(united(&[core, again]).1, Vec::<String>::new());
    }
}
