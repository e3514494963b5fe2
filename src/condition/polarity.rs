//! Polarity: whether a rule can only grow stronger as labels grow stricter.
//!
//! Labels of an ordered axis only ever become more restrictive when rules are added. A restriction must not be switched off
//! by that, so it may compare labels only upwards; a grant must not be switched on, so it may compare them only downwards.
//! `!` turns the direction round, and named conditions are followed to where the comparison stands. Likewise `known(x)` is
//! never false, so a restriction resting on it would always count, and a grant resting on `!known(x)` never would; of an `otherwise`
//! and the ruling beside it one always rests on the latter.
//!
//! A script that runs behind the rules reads what they decided in the same way: holders, route and urgency only rise when
//! rules are added, and judgments are only raised. A ruling may change either way, so what grants or restricts does not read it.

use super::check::{check, check_outcome};
use super::expression::{Expression, Kind, Operand};
use super::names::Names;
use super::outcome::{Outcomes, Term, is_term};
use super::resolved::{Condition, Knowable, LabelSet, Leaf};
use super::written::{Scale, is_upward};
use crate::classify::Order;
use crate::diagnostic::{Code, Problem};
use crate::id::{AxisId, JudgmentId, LabelId};
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
    /// The one judgment that the grants are about, if there is one. They may ask either way whether it is raised: what is
    /// granted of a judgment that nobody raised changes nothing anyone may do.
    pub(crate) about: Option<JudgmentId>,
}

/// Where a condition stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Within<'a> {
    Rule,
    /// A script, with what it may ask of the decision if it runs behind it. There a proposal beside the judgments may rest on `known(..)` alone: it is not made while that is missing.
    Script(Option<Outcomes<'a>>),
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
    within: Within<'_>,
) -> Vec<Problem> {
    let mut walk = Walk { role, names, lets, within, seen: BTreeSet::new(), problems: Vec::new() };
    walk.condition(expression, true, None);
    walk.problems
}

struct Walk<'a> {
    role: Role,
    names: &'a Names<'a>,
    lets: &'a BTreeMap<Box<str>, Expression>,
    within: Within<'a>,
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
                if self.names.lets.contains_key(name)
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
        if !self.matters(at.leaf) {
            return;
        }
        let condition = match self.within {
            Within::Script(Some(outcomes)) => check_outcome(at.leaf, self.names, outcomes).0,
            Within::Rule | Within::Script(None) => check(at.leaf, self.names).0,
        };
        match condition {
            Some(Condition::Leaf(Leaf::AxisIn { axis, labels })) => self.labels(at, axis, labels),
            Some(Condition::Leaf(Leaf::Outcome { term, labels })) => self.outcome(at, term, labels),
            Some(Condition::Leaf(Leaf::Known(what))) => self.known(at, what),
            _ => {}
        }
    }

    /// Whether a leaf may ask for something of which its role forbids some: labels, what was decided, what is known. Most leaves ask
    /// for facts, and need not be looked up again.
    fn matters(&self, leaf: &Expression) -> bool {
        let is_axis = |name: &str| self.names.axes.iter().any(|axis| &*axis.id == name);
        let asks = |side: &Operand| is_term(side) || matches!(side, Operand::Name(name) if is_axis(name));
        match &leaf.kind {
            Kind::Known(_) => true,
            Kind::Compare { left, right, .. } => asks(&left.value) || asks(&right.value),
            Kind::In { left, .. } | Kind::AtLeast { left, .. } => asks(&left.value),
            Kind::Constant(_)
            | Kind::Name(_)
            | Kind::Has { .. }
            | Kind::Not(_)
            | Kind::All(_)
            | Kind::Any(_) => false,
        }
    }

    fn labels(&mut self, at: &At<'_>, axis: AxisId, labels: LabelSet) {
        let Some(axis) = self.names.axes.get(axis.index()) else { return };
        let name = &axis.id;
        if self.role.classifies_unordered {
            self.ordered_for_unordered(at, name);
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
        self.directed(at, &Scale::of(axis), labels, self.role);
    }

    /// Neither an `otherwise` nor a label asks what was decided.
    fn outcome(&mut self, at: &At<'_>, term: Term, labels: LabelSet) {
        let Within::Script(Some(outcomes)) = self.within else { return };
        let mut role = self.role;
        match term {
            Term::Ruling(_) if role.restricts || role.grants => {
                let who = if role.restricts { "a restriction" } else { "a grant" };
                let term = term.written(outcomes);
                let message = format!("{who} may not read `{term}`");
                let help =
                    "a stricter rule can change a ruling either way: write what the ruling rests on instead";
                self.report(at, Code::Polarity, message, "read here", help.into());
                return;
            }
            Term::Raised(judgment) if role.about == Some(judgment) => role.grants = false,
            Term::Ruling(_) | Term::Raised(_) | Term::Holder(..) | Term::Route | Term::Urgency => {}
        }
        self.directed(at, &Scale::of_term(term, outcomes), labels, role);
    }

    fn directed(&mut self, at: &At<'_>, scale: &Scale<'_>, labels: LabelSet, role: Role) {
        let name = &scale.of;
        let all = scale.all();
        let inverse = |set: LabelSet| all.iter().filter(|label| !set.contains(*label)).collect::<LabelSet>();
        // The labels for which this leaf lets the effects count.
        let counts = if at.leaf_upright() { labels } else { inverse(labels) };
        let upward = is_upward(all, counts);
        let downward = is_upward(all, inverse(counts));
        let (broken_up, broken_down) = (role.restricts && !upward, role.grants && !downward);
        let direction = match (broken_up, broken_down) {
            (false, false) => return,
            _ if role.restricts && role.grants => {
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
        let (message, label) = explain(scale, counts, direction);
        let replacement = |set: LabelSet| if at.upright { set } else { inverse(set) };
        let help = rewrite(scale, counts, direction, &replacement);
        self.report(at, Code::Polarity, message, &label, help);
    }

    fn ordered_for_unordered(&mut self, at: &At<'_>, axis: &str) {
        let message = format!(
            "a rule that gives labels of an unordered axis may not compare the ordered axis `{axis}`"
        );
        let help = "give those labels in a rule of its own that reads facts, cues and scores";
        self.report(at, Code::Polarity, message, "compared here", help.into());
    }

    fn known(&mut self, at: &At<'_>, what: Knowable) {
        let Kind::Known(operand) = &at.leaf.kind else { return };
        let name = &operand.value;
        let ordered = match what {
            Knowable::Axis(axis) => self.names.axes.get(axis.index()),
            _ => None,
        }
        .filter(|axis| axis.order != Order::Unordered);
        if let Some(axis) = ordered.filter(|_| self.role.classifies_unordered) {
            self.ordered_for_unordered(at, &axis.id);
            return;
        }
        let upright = at.leaf_upright();
        let (awaited, missing) = match what {
            Knowable::Value(_) => ("the fact", "the fact is missing"),
            Knowable::Cue(_) | Knowable::Text => ("the text", "words may be missing"),
            Knowable::Score(_) => ("the score", "the score is open"),
            Knowable::Axis(_) => ("the labels", "a label is open"),
            Knowable::Raised(_) => ("the rules", "that is open"),
        };
        let is_script = matches!(self.within, Within::Script(_));
        if self.role.otherwise {
            let message = format!("the condition of an `otherwise` may not rest on `known({name})`");
            let help = format!(
                "`known({name})` is true or unknown, never false, so one of the two rulings would never rest on it: leave it out; while {missing} neither ruling counts"
            );
            let label = if upright { "never false" } else { "never true" };
            self.report(at, Code::KnownGuard, message, label, help);
            return;
        }
        let restricts = self.role.restricts || self.role.classifies_unordered;
        if self.role.grants && !upright {
            let message = format!("a grant that rests on `!known({name})` never counts");
            let instead = match what {
                Knowable::Value(_) => format!(
                    ", and give `{name}` a `default` or derive it with `or` if an absent fact means something"
                ),
                _ => String::new(),
            };
            let help = format!("`known({name})` is true or unknown, never false; leave it out{instead}");
            self.report(at, Code::KnownGuard, message, "never true", help);
        } else if restricts && upright {
            let message = format!("a restriction that rests on `known({name})` does not wait for {awaited}");
            let never = format!(
                "a restriction counts unless its condition is false, and `known({name})` is true or unknown"
            );
            let help = if is_script {
                format!("{never}: write `!known({name}) || ..`, so that it is proposed while {missing} too")
            } else {
                format!("{never}: leave it out; to restrict while {missing} write `!known({name})`")
            };
            self.report(at, Code::KnownGuard, message, "never false", help);
        } else if !is_script && !restricts && !self.role.grants && upright {
            let message =
                format!("`known({name})` is never false, so these effects count while {missing} too");
            let help = "leave it out, or write the condition for which they should not count";
            self.report(at, Code::NeedlessKnown, message, "never false", help.into());
        } else if (restricts || self.role.grants)
            && let Some((label, help)) = self.settled_by_rules(what, name)
        {
            // A stricter rule can settle what was open: that would switch the grant on, or the restriction off.
            let (who, sign) = if restricts { ("a restriction", "!") } else { ("a grant", "") };
            let message = format!("{who} may not rest on `{sign}known({name})`");
            self.report(at, Code::Polarity, message, label, help);
        }
    }

    /// What settles `known(..)` of something that rules add to, and what to write instead; `None` of what only the inquiry tells.
    fn settled_by_rules(
        &self,
        what: Knowable,
        name: &dyn std::fmt::Display,
    ) -> Option<(&'static str, String)> {
        match what {
            Knowable::Axis(axis) => {
                let axis = self.names.axes.get(axis.index()).filter(|axis| axis.order != Order::Unordered)?;
                let help = format!(
                    "compare `{}`: the comparison is unknown while the labels still possible disagree on it, and then restrictions count, grants do not",
                    axis.id
                );
                Some(("a stricter label can settle it", help))
            }
            Knowable::Raised(_) => {
                let help = format!(
                    "ask for `{name}` itself, or leave it out: what is said of a judgment that nobody raises changes nothing"
                );
                Some(("a further rule can settle it", help))
            }
            Knowable::Value(_) | Knowable::Cue(_) | Knowable::Score(_) | Knowable::Text => None,
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
fn explain(scale: &Scale<'_>, counts: LabelSet, direction: Direction) -> (String, String) {
    let (who, way, other) = match direction {
        Direction::Up => ("a restriction", "upwards", "stricter"),
        Direction::Down => ("a grant", "downwards", "milder"),
    };
    let beyond = |from: LabelId, to: LabelId| match direction {
        Direction::Up => to > from,
        Direction::Down => to < from,
    };
    let witness = counts.iter().find_map(|from| {
        let missed = scale.all().iter().find(|to| beyond(from, *to) && !counts.contains(*to))?;
        Some((from, missed))
    });
    let message = format!("{who} may compare `{}` only {way}", scale.of);
    let label = witness.map_or_else(String::new, |(from, missed)| {
        format!("counts for `{}` but not for the {other} `{}`", scale.label(from), scale.label(missed))
    });
    (message, label)
}

/// The nearest comparisons that are allowed, written so that they can replace what is shown.
fn rewrite(
    scale: &Scale<'_>,
    counts: LabelSet,
    direction: Direction,
    replacement: &dyn Fn(LabelSet) -> LabelSet,
) -> String {
    let all = scale.all();
    let closed = |set: &LabelSet| match direction {
        Direction::Up => is_upward(all, *set),
        Direction::Down => is_upward(all, all.iter().filter(|label| !set.contains(*label)).collect()),
    };
    let candidates = || {
        let from = |at: usize| (at..scale.labels.len()).map(LabelId::at).collect::<LabelSet>();
        (1..scale.labels.len())
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
        let labels: Vec<&str> = set.iter().map(|label| scale.label(label)).collect();
        format!("`{}`, which counts for {}", toward(scale, replacement(set)), labels.join(", "))
    };
    match (wider, narrower) {
        (Some(wider), Some(narrower)) => format!("write {}; or {}", shown(wider), shown(narrower)),
        (Some(only), None) | (None, Some(only)) => format!("write {}", shown(only)),
        (None, None) if direction == Direction::Up => format!(
            "leave the comparison out, so that the restriction counts for every `{}`; a rule for mild labels alone can only grant",
            scale.of
        ),
        (None, None) => format!(
            "leave the comparison out, so that the grant counts for every `{}`; a rule for strict labels alone can only restrict",
            scale.of
        ),
    }
}

/// The comparison that holds for these labels, by preference as `at_least`.
fn toward(scale: &Scale<'_>, labels: LabelSet) -> Expression {
    match labels.iter().next() {
        Some(from) if labels.len() > 1 && is_upward(scale.all(), labels) => scale.at_least(from),
        _ => scale.among(labels),
    }
}
