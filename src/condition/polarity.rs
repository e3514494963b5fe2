//! Polarity: whether a rule can only grow stronger as labels grow stricter.
//!
//! Labels of an ordered axis only ever become more restrictive when rules are added. A restriction must not be switched off
//! by that, so it may compare labels only upwards; a grant must not be switched on, so it may compare them only downwards.
//! `!` turns the direction round, and named conditions are followed to where the comparison stands. Likewise `known(x)` is
//! never false, so a restriction resting on it would always count, and a grant resting on `!known(x)` never would; of an `otherwise`
//! and the ruling beside it one always rests on the latter.

use super::check::check;
use super::expression::{Expression, Kind};
use super::names::{Named, Names};
use super::resolved::{Condition, LabelSet, Leaf};
use super::written::{among, at_least, is_upward};
use crate::classify::Axis;
use crate::diagnostic::{Code, Problem};
use crate::id::{AxisId, LabelId};
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// What hangs on a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Role {
    /// `delegate`, `settle`, a label below its axis's default.
    pub(crate) grants: bool,
    /// `raise`, `retain`, `escalate`, a label of an ordered axis at or above its default.
    pub(crate) restricts: bool,
    /// A label of an unordered axis.
    pub(crate) classifies_unordered: bool,
    /// An `otherwise` hangs on it as well: one ruling counts when it is true, the other when it is false.
    pub(crate) otherwise: bool,
}

/// Everything in a condition that its role forbids. A role without any field set is that of the effects that touch no
/// holder and no tier (`refer`, `tag`, `instruct`, `require`, `notify`): they may compare labels as they like.
///
/// `lets` holds the rulebook's named conditions. What [`check`] reports is not reported again.
pub(crate) fn polarity(
    expression: &Expression,
    role: Role,
    names: &Names<'_>,
    lets: &BTreeMap<Box<str>, Expression>,
) -> Vec<Problem> {
    let mut walk = Walk { role, names, lets, seen: BTreeSet::new(), problems: Vec::new() };
    walk.condition(expression, true, None);
    walk.problems
}

struct Walk<'a> {
    role: Role,
    names: &'a Names<'a>,
    lets: &'a BTreeMap<Box<str>, Expression>,
    /// Named conditions entered already, and whether upright: each is looked at once either way, circles too.
    seen: BTreeSet<(&'a str, bool)>,
    problems: Vec<Problem>,
}

/// A leaf and how it is reached.
struct At<'a> {
    leaf: &'a Expression,
    /// The leaf, or the `!` right before it: what is marked and what a rewrite replaces.
    shown: &'a Expression,
    /// Whether what is shown stands under an even number of `!`.
    upright: bool,
    /// Where the rule uses the named condition that holds the leaf.
    used: Option<Place>,
}

impl At<'_> {
    /// Whether the leaf itself stands under an even number of `!`.
    fn leaf_upright(&self) -> bool {
        self.upright != matches!(self.shown.kind, Kind::Not(_))
    }
}

impl<'a> Walk<'a> {
    fn condition(&mut self, expression: &'a Expression, upright: bool, used: Option<Place>) {
        match &expression.kind {
            Kind::Not(inner) if self.is_leaf(inner) => {
                self.leaf(&At { leaf: inner, shown: expression, upright, used });
            }
            Kind::Not(inner) => self.condition(inner, !upright, used),
            Kind::All(parts) | Kind::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part, upright, used));
            }
            Kind::Name(name) => {
                if matches!(self.names.get(name), Some(Named::Let(_)))
                    && self.seen.insert((name, upright))
                    && let Some(named) = self.lets.get(name)
                {
                    self.condition(named, upright, used.or(Some(expression.place)));
                }
            }
            _ => self.leaf(&At { leaf: expression, shown: expression, upright, used }),
        }
    }

    fn is_leaf(&self, expression: &Expression) -> bool {
        match &expression.kind {
            Kind::Not(_) | Kind::All(_) | Kind::Any(_) => false,
            Kind::Name(name) => !self.lets.contains_key(name),
            _ => true,
        }
    }

    fn leaf(&mut self, at: &At<'_>) {
        match check(at.leaf, self.names).0 {
            Some(Condition::Leaf(Leaf::AxisIn { axis, labels })) => self.labels(at, axis, labels),
            Some(Condition::Leaf(Leaf::Known(_))) => self.known(at),
            _ => {}
        }
    }

    fn labels(&mut self, at: &At<'_>, axis: AxisId, labels: LabelSet) {
        let Some(axis) = self.names.axes.get(axis.index()) else { return };
        let name = &axis.id;
        if self.role.classifies_unordered {
            let message = format!(
                "a rule that gives labels of an unordered axis may not compare the ordered axis `{name}`"
            );
            let help = "give those labels in a rule of its own that reads facts, cues and scores";
            self.report(at, Code::Polarity, message, "compared here", help.into());
            return;
        }
        if self.role.otherwise {
            let message =
                format!("the condition of an `otherwise` may not compare the ordered axis `{name}`");
            let help =
                "it counts when true and when false, so no direction is safe: move the comparison to `when`";
            self.report(at, Code::Polarity, message, "compared here", help.into());
            return;
        }
        let all: LabelSet = (0..axis.labels.len()).map(LabelId::at).collect();
        let inverse = |set: LabelSet| all.iter().filter(|label| !set.contains(*label)).collect::<LabelSet>();
        // The labels for which this leaf lets the effects count.
        let counts = if at.leaf_upright() { labels } else { inverse(labels) };
        let upward = is_upward(all, counts);
        let downward = is_upward(all, inverse(counts));
        let (broken_up, broken_down) = (self.role.restricts && !upward, self.role.grants && !downward);
        let direction = match (broken_up, broken_down) {
            (false, false) => return,
            _ if self.role.restricts && self.role.grants => {
                let message = format!(
                    "a rule that both restricts and grants cannot compare `{name}` in either direction"
                );
                let kept = if upward { "restrictions" } else { "grants" };
                let help = if upward || downward {
                    format!("make two rules of it; the one with the {kept} may keep the comparison")
                } else {
                    "make two rules of it, one for the restrictions and one for the grants".into()
                };
                self.report(at, Code::Polarity, message, "compared here", help);
                return;
            }
            (true, _) => Direction::Up,
            (false, true) => Direction::Down,
        };
        let (message, label) = explain(axis, all, counts, direction);
        let replacement = |set: LabelSet| if at.upright { set } else { inverse(set) };
        let help = rewrite(axis, all, counts, direction, &replacement);
        self.report(at, Code::Polarity, message, &label, help);
    }

    fn known(&mut self, at: &At<'_>) {
        let Kind::Known(fact) = &at.leaf.kind else { return };
        let fact = &fact.value;
        if self.role.otherwise {
            let message = format!("the condition of an `otherwise` may not rest on `known({fact})`");
            let help = format!(
                "`known({fact})` is true or unknown, never false, so one of the two rulings would never rest on it: leave it out; while the fact is missing neither ruling counts"
            );
            let label = if at.leaf_upright() { "never false" } else { "never true" };
            self.report(at, Code::KnownGuard, message, label, help);
            return;
        }
        let restricts = self.role.restricts || self.role.classifies_unordered;
        if self.role.grants && !at.leaf_upright() {
            let message = format!("a grant that rests on `!known({fact})` never counts");
            let help = format!(
                "`known({fact})` is true or unknown, never false; leave it out, and give `{fact}` a `default` or derive it with `or` if an absent fact means something"
            );
            self.report(at, Code::KnownGuard, message, "never true", help);
        } else if restricts && at.leaf_upright() {
            let message = format!("a restriction that rests on `known({fact})` does not wait for the fact");
            let help = format!(
                "a restriction counts unless its condition is false, and `known({fact})` is true or unknown: leave it out; to restrict while the fact is missing write `!known({fact})`"
            );
            self.report(at, Code::KnownGuard, message, "never false", help);
        } else if !restricts && !self.role.grants && at.leaf_upright() {
            let message = format!(
                "`known({fact})` is never false, so these effects count while the fact is missing too"
            );
            let help = "leave it out, or write the condition for which they should not count";
            self.report(at, Code::NeedlessKnown, message, "never false", help.into());
        }
    }

    fn report(&mut self, at: &At<'_>, code: Code, message: String, label: &str, help: String) {
        let problem = match at.used {
            None => Problem::new(code, at.shown.place, message).label(label),
            Some(used) => Problem::new(code, used, message).label("used here").also(at.shown.place, label),
        };
        self.problems.push(problem.help(help));
    }
}

/// Which labels an effect may ask for: with a label all stricter ones, or all milder ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// What is wrong, and the two labels that show it.
fn explain(axis: &Axis, all: LabelSet, counts: LabelSet, direction: Direction) -> (String, String) {
    let (who, way, other) = match direction {
        Direction::Up => ("a restriction", "upwards", "stricter"),
        Direction::Down => ("a grant", "downwards", "milder"),
    };
    let beyond = |from: LabelId, to: LabelId| match direction {
        Direction::Up => to > from,
        Direction::Down => to < from,
    };
    let witness = counts.iter().find_map(|from| {
        let missed = all.iter().find(|to| beyond(from, *to) && !counts.contains(*to))?;
        Some((from, missed))
    });
    let message = format!("{who} may compare `{}` only {way}", axis.id);
    let label = witness.map_or_else(String::new, |(from, missed)| {
        format!("counts for `{}` but not for the {other} `{}`", axis.label_id(from), axis.label_id(missed))
    });
    (message, label)
}

/// The nearest comparisons that are allowed, written so that they can replace what is shown.
fn rewrite(
    axis: &Axis,
    all: LabelSet,
    counts: LabelSet,
    direction: Direction,
    replacement: &dyn Fn(LabelSet) -> LabelSet,
) -> String {
    let closed = |set: &LabelSet| match direction {
        Direction::Up => is_upward(all, *set),
        Direction::Down => is_upward(all, all.iter().filter(|label| !set.contains(*label)).collect()),
    };
    let candidates = || {
        let from = |at: usize| (at..axis.labels.len()).map(LabelId::at).collect::<LabelSet>();
        (1..axis.labels.len())
            .map(from)
            .map(|upper| {
                if direction == Direction::Up {
                    upper
                } else {
                    all.iter().filter(|label| !upper.contains(*label)).collect()
                }
            })
            .filter(closed)
    };
    let wider = candidates().filter(|set| counts.is_subset(*set)).min_by_key(|set| set.len());
    let narrower = candidates().filter(|set| set.is_subset(counts)).max_by_key(|set| set.len());
    let shown = |set: LabelSet| {
        let labels: Vec<&str> = set.iter().map(|label| axis.label_id(label)).collect();
        format!("`{}`, which counts for {}", toward(axis, all, replacement(set)), labels.join(", "))
    };
    match (wider, narrower) {
        (Some(wider), Some(narrower)) => format!("write {}; or {}", shown(wider), shown(narrower)),
        (Some(only), None) | (None, Some(only)) => format!("write {}", shown(only)),
        (None, None) if direction == Direction::Up => format!(
            "leave the comparison out, so that the restriction counts for every `{}`; a rule for mild labels alone can only grant",
            axis.id
        ),
        (None, None) => format!(
            "leave the comparison out, so that the grant counts for every `{}`; a rule for strict labels alone can only restrict",
            axis.id
        ),
    }
}

/// The comparison that holds for these labels, by preference as `at_least`.
fn toward(axis: &Axis, all: LabelSet, labels: LabelSet) -> Expression {
    match labels.iter().next() {
        Some(from) if labels.len() > 1 && is_upward(all, labels) => at_least(axis, from),
        _ => among(axis, labels),
    }
}
