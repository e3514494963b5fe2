//! Axes, and the order in which their rules can be evaluated.

use super::resolver::Resolver;
use super::rules::Resolved;
use crate::authoring::document::{self, Document};
use crate::authoring::limits::{MAX_AXES, MAX_UNORDERED_LABELS};
use crate::classify::{Axis, Label, Order};
use crate::condition::{Condition, MAX_ORDERED_LABELS};
use crate::diagnostic::{Code, Problem};
use crate::effect::{Grant, Restriction};
use crate::id::{AxisId, LabelId};
use crate::rulebook::Let;
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

impl Resolver {
    pub(super) fn axes(&mut self, document: &Document) -> Vec<Axis> {
        if let Some(axis) = document.axes.get(MAX_AXES) {
            self.too_many("axes", document.axes.len(), MAX_AXES, axis.name.place);
        }
        let mut axes: Vec<Axis> = document.axes.iter().take(MAX_AXES).map(|axis| self.axis(axis)).collect();
        axes.sort_by(|one, other| one.id.cmp(&other.id));
        axes
    }

    fn axis(&mut self, axis: &document::Axis) -> Axis {
        self.once(axis.labels.iter().map(|label| &label.name), "labels");
        let count = axis.labels.len();
        let most = match axis.order {
            document::Order::Ordered { .. } => MAX_ORDERED_LABELS,
            document::Order::Unordered => MAX_UNORDERED_LABELS,
        };
        if count == 0 {
            let problem = Problem::new(
                Code::InvalidValue,
                axis.name.place,
                format!("the axis `{}` has no labels", axis.name.value),
            );
            self.report(problem.help("list its labels, for example `labels: [routine, exception]`"));
        } else if count > most {
            let message = format!(
                "the axis `{}` has {count} labels, more than the {most} it may have",
                axis.name.value
            );
            self.report(Problem::new(Code::Limit, axis.name.place, message));
        }
        let mut labels: Vec<Label> = axis
            .labels
            .iter()
            .take(most)
            .map(|label| Label { id: label.name.value.clone(), title: label.title.clone() })
            .collect();
        let order = match &axis.order {
            document::Order::Unordered => {
                labels.sort_by(|one, other| one.id.cmp(&other.id));
                Order::Unordered
            }
            document::Order::Ordered { default } => {
                let default = self.label_of(&axis.name.value, default, &labels).unwrap_or(LabelId::at(0));
                Order::Ordered { default }
            }
        };
        Axis { id: axis.name.value.clone(), title: axis.title.clone(), order, labels }
    }

    /// All axes, each behind those its rules read, by name where that leaves a choice. A circle is reported with the rules
    /// that close it.
    pub(super) fn axis_order(&mut self, axes: &[Axis], rules: &[Resolved]) -> Vec<AxisId> {
        let reads = reads(rules);
        let mut walk =
            Walk { axes, reads: &reads, path: Vec::new(), done: BTreeSet::new(), order: Vec::new() };
        for at in 0..axes.len() {
            walk.visit(AxisId::at(at), self);
        }
        walk.order
    }
}

/// Of every axis: the axes its rules read, each with the first rule that does.
type Reads = BTreeMap<AxisId, BTreeMap<AxisId, (Box<str>, Place)>>;

struct Walk<'a> {
    axes: &'a [Axis],
    reads: &'a Reads,
    path: Vec<AxisId>,
    done: BTreeSet<AxisId>,
    order: Vec<AxisId>,
}

impl Walk<'_> {
    fn visit(&mut self, axis: AxisId, resolver: &mut Resolver) {
        if self.done.contains(&axis) {
            return;
        }
        self.path.push(axis);
        for read in self.reads.get(&axis).into_iter().flat_map(BTreeMap::keys) {
            match self.path.iter().position(|on_path| on_path == read) {
                Some(at) => resolver.report(self.circle(self.path.get(at..).unwrap_or(&[]), *read)),
                None => self.visit(*read, resolver),
            }
        }
        self.path.pop();
        if self.done.insert(axis) {
            self.order.push(axis);
        }
    }

    fn circle(&self, path: &[AxisId], closing: AxisId) -> Problem {
        let name = |axis: &AxisId| self.axes.get(axis.index()).map_or("", |axis| &axis.id);
        let read = |from: &AxisId, to: &AxisId| self.reads.get(from)?.get(to).cloned();
        let last = path.last().and_then(|last| read(last, &closing));
        let message = if path.len() == 1 {
            format!("a rule that classifies `{}` reads it", name(&closing))
        } else {
            let names: Vec<String> = path.iter().map(|axis| format!("`{}`", name(axis))).collect();
            format!("axes read each other in a circle: {} → `{}`", names.join(" → "), name(&closing))
        };
        let (rule, place) = last.unwrap_or_default();
        let problem = Problem::new(Code::Cycle, place, message).label(format!("`{rule}` closes the circle"));
        let first = path.first().zip(path.get(1)).and_then(|(from, to)| read(from, to));
        let problem = match first {
            Some((rule, place)) => problem.also(place, format!("`{rule}` begins it")),
            None => problem,
        };
        problem.help("labels of an axis are settled before another axis reads them: let one of the rules read facts and cues instead")
    }
}

/// Of every named condition: the axes it reads. Each refers only to those before it.
pub(super) fn axes_of(lets: &[Let]) -> Vec<BTreeSet<AxisId>> {
    let mut axes = Vec::with_capacity(lets.len());
    for named in lets {
        axes.push(axes_in(&named.condition, &axes));
    }
    axes
}

/// The axes a condition reads; `lets` says which the named ones do.
pub(super) fn axes_in(condition: &Condition, lets: &[BTreeSet<AxisId>]) -> BTreeSet<AxisId> {
    let mut axes = BTreeSet::new();
    add_axes(condition, lets, &mut axes);
    axes
}

fn reads(rules: &[Resolved]) -> Reads {
    let mut reads = Reads::new();
    for resolved in rules {
        let read = &resolved.axes;
        if read.is_empty() {
            continue;
        }
        let restricted = resolved.rule.restrictions.iter().filter_map(|restriction| match restriction {
            Restriction::Classify { axis, .. } => Some(*axis),
            _ => None,
        });
        let granted = resolved.rule.grants.iter().filter_map(|grant| match grant {
            Grant::Classify { axis, .. } => Some(*axis),
            _ => None,
        });
        for axis in restricted.chain(granted) {
            for other in read {
                let by = || (resolved.rule.id.clone(), resolved.place);
                reads.entry(axis).or_default().entry(*other).or_insert_with(by);
            }
        }
    }
    reads
}

fn add_axes(condition: &Condition, lets: &[BTreeSet<AxisId>], axes: &mut BTreeSet<AxisId>) {
    match condition {
        Condition::Constant(_) => {}
        Condition::Not(inner) => add_axes(inner, lets, axes),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| add_axes(part, lets, axes))
        }
        Condition::Let(id) => axes.extend(lets.get(id.index()).into_iter().flatten()),
        Condition::Leaf(leaf) => axes.extend(leaf.axis()),
    }
}
