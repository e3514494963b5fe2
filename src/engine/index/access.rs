//! By what a rule can be found: of all that has to be so if it holds, what is so least often.

use super::entry::Guard;
use crate::classify::Order;
use crate::condition::{Condition, Leaf, Operand, Operator};
use crate::id::{AxisId, CueId, LabelId, LetId, ValueId};
use crate::inquiry::{FactType, Value};
use crate::rulebook::Model;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What has to be so, if a rule may hold.
#[derive(Debug, Clone)]
pub(super) enum Key {
    Equals(ValueId, Value),
    AtLeast(ValueId, Value),
    AtMost(ValueId, Value),
    Cue(CueId),
    Label(AxisId, LabelId),
}

/// Keys of which one has to be so, with how much it is guessed to cost to look by them.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pub(super) keys: Vec<Key>,
    cost: u64,
    /// What has to be so besides, with the same guess; the two that seldom are.
    guards: Vec<(u64, Guard)>,
}

const MILLION: u64 = 1_000_000;
/// A rule under more alternatives is looked at every time: so the index is no larger than the rulebook is worth.
const MAX_KEYS: usize = 64;

impl Access {
    /// What has to be so besides.
    pub(super) fn beside(&self) -> [Guard; 2] {
        [0, 1].map(|at| self.guards.get(at).map_or(Guard::Nothing, |(_, guard)| *guard))
    }
}

/// Looks for keys. What a named condition is found by is worked out once, however many conditions use it.
pub(super) struct Finder<'m> {
    model: &'m Model,
    uses: Uses,
    lets: BTreeMap<(LetId, bool), Option<Access>>,
}

impl<'m> Finder<'m> {
    /// Of the rules at these positions.
    pub(super) fn new(model: &'m Model, positions: Range<usize>) -> Self {
        Self { model, uses: Uses::of(model, positions), lets: BTreeMap::new() }
    }

    /// By what a condition can be found when it has to hold, or not to hold; `None` if by nothing.
    pub(super) fn access(&mut self, condition: &Condition, holds: bool) -> Option<Access> {
        match condition {
            Condition::Constant(value) if *value == holds => None,
            Condition::Constant(_) => Some(Access { keys: Vec::new(), cost: 0, guards: Vec::new() }),
            Condition::Not(inner) => self.access(inner, !holds),
            Condition::All(parts) if holds => self.best(parts, holds),
            Condition::Any(parts) if !holds => self.best(parts, holds),
            Condition::All(parts) | Condition::Any(parts) => self.one_of(parts, holds),
            Condition::Let(id) => {
                if let Some(known) = self.lets.get(&(*id, holds)) {
                    return known.clone();
                }
                let access = self.access(&self.model.lets.get(id.index())?.condition, holds);
                self.lets.insert((*id, holds), access.clone());
                access
            }
            Condition::Leaf(leaf) => {
                let keys = by_leaf(leaf, holds, self.model)?;
                let cost = keys.iter().map(|key| self.cost(key)).sum();
                Some(Access { keys, cost, guards: Vec::new() })
            }
        }
    }

    /// All of them have to be so: the one that seldom is, and the others for guards.
    fn best(&mut self, parts: &[Condition], holds: bool) -> Option<Access> {
        let mut all: Vec<Access> = parts.iter().filter_map(|part| self.access(part, holds)).collect();
        let (at, _) = all.iter().enumerate().min_by_key(|(_, access)| access.cost)?;
        let mut best = all.swap_remove(at);
        for other in all {
            best.guards.extend(Guard::of(&other.keys).map(|guard| (other.cost, guard)));
            best.guards.extend(other.guards);
        }
        best.guards.sort_by_key(|(cost, _)| *cost);
        best.guards.truncate(2);
        Some(best)
    }

    /// One of them has to be so: whatever any of them is found by, if that is worth it.
    fn one_of(&mut self, parts: &[Condition], holds: bool) -> Option<Access> {
        let mut all = Access { keys: Vec::new(), cost: 0, guards: Vec::new() };
        for part in parts {
            let Access { mut keys, cost, .. } = self.access(part, holds)?;
            all.keys.append(&mut keys);
            all.cost = all.cost.saturating_add(cost);
            if all.keys.len() > MAX_KEYS {
                return None;
            }
        }
        Some(all)
    }
}

/// How many rules ask for something: where many do, looking there finds many.
struct Uses {
    /// By [`CueId`].
    cues: Vec<u64>,
    values: HashMap<(ValueId, Value), u64>,
    bounds: HashMap<ValueId, u64>,
}

impl Uses {
    fn of(model: &Model, positions: Range<usize>) -> Self {
        let mut uses =
            Self { cues: vec![0; model.cues.len()], values: HashMap::new(), bounds: HashMap::new() };
        let rules = model.rules.get(positions).unwrap_or_default();
        rules.iter().for_each(|rule| uses.count(&rule.when, model));
        uses
    }

    fn count(&mut self, condition: &Condition, model: &Model) {
        match condition {
            Condition::Constant(_) | Condition::Let(_) => {}
            Condition::Not(inner) => self.count(inner, model),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.count(part, model))
            }
            Condition::Leaf(leaf) => {
                for key in by_leaf(leaf, true, model).into_iter().flatten() {
                    match key {
                        Key::Cue(cue) => {
                            self.cues.iter_mut().skip(cue.index()).take(1).for_each(|count| *count += 1)
                        }
                        Key::Equals(value, equal) => *self.values.entry((value, equal)).or_default() += 1,
                        Key::AtLeast(value, _) | Key::AtMost(value, _) => {
                            *self.bounds.entry(value).or_default() += 1;
                        }
                        Key::Label(..) => {}
                    }
                }
            }
        }
    }
}

impl Finder<'_> {
    /// How much it costs to look by the key, as far as can be guessed: how many of a million inquiries have it, when choices are spread
    /// evenly and other values and cues are rare, times how many rules ask for it.
    fn cost(&self, key: &Key) -> u64 {
        let one_of = |count: usize| MILLION / u64::try_from(count).unwrap_or(MILLION).max(1);
        let (share, uses) = match key {
            Key::Equals(value, equal) => {
                let share = match self.model.kind(*value) {
                    Some(FactType::Bool) => one_of(2),
                    Some(FactType::Choice(options) | FactType::Choices(options)) => one_of(options.len()),
                    _ => one_of(1_000),
                };
                (share, self.uses.values.get(&(*value, equal.clone())).copied())
            }
            Key::AtLeast(value, _) | Key::AtMost(value, _) => {
                (one_of(2), self.uses.bounds.get(value).copied())
            }
            Key::Cue(cue) => (one_of(200), self.uses.cues.get(cue.index()).copied()),
            Key::Label(axis, _) => {
                let labels = self.model.axes.get(axis.index()).map_or(1, |axis| axis.labels.len());
                (one_of(labels), Some(u64::try_from(self.model.rules.len()).unwrap_or(u64::MAX)))
            }
        };
        share.saturating_mul(uses.unwrap_or(1).max(1))
    }
}

/// The keys of which one has to be so.
fn by_leaf(leaf: &Leaf, holds: bool, model: &Model) -> Option<Vec<Key>> {
    Some(match leaf {
        Leaf::Holds(value) => vec![equals(*value, &Value::Bool(holds), model)?],
        Leaf::Compare { left, operator, right: Operand::Literal(bound) } => {
            let operator = if holds { *operator } else { operator.negated() };
            let bound = bound.clone();
            vec![match operator {
                Operator::Equal => equals(*left, &bound, model)?,
                Operator::Less | Operator::LessOrEqual => Key::AtMost(*left, bound),
                Operator::Greater | Operator::GreaterOrEqual => Key::AtLeast(*left, bound),
                Operator::NotEqual => return None,
            }]
        }
        Leaf::In { value, set } if holds => {
            set.iter().map(|member| equals(*value, member, model)).collect::<Option<_>>()?
        }
        Leaf::Contains { value, option } if holds => vec![equals(*value, &Value::Choice(*option), model)?],
        Leaf::Cue(cue) if holds => vec![Key::Cue(*cue)],
        Leaf::AxisIn { axis, labels } => {
            let declared = model.axes.get(axis.index()).filter(|axis| axis.order != Order::Unordered)?;
            let ids = (0..declared.labels.len()).map(LabelId::at);
            ids.filter(|label| labels.contains(*label) == holds)
                .map(|label| Key::Label(*axis, label))
                .collect()
        }
        Leaf::AxisHas { axis, label } if holds => vec![Key::Label(*axis, *label)],
        Leaf::InForce(period) if holds && period.is_empty() => Vec::new(),
        Leaf::Compare { .. }
        | Leaf::In { .. }
        | Leaf::Contains { .. }
        | Leaf::Cue(_)
        | Leaf::AxisHas { .. }
        | Leaf::Known(_)
        | Leaf::Score { .. }
        | Leaf::Outcome { .. }
        | Leaf::InForce(_) => return None,
    })
}

/// That a value is this one, if it can be looked up.
fn equals(value: ValueId, literal: &Value, model: &Model) -> Option<Key> {
    let is_set = matches!(literal, Value::Choices(_));
    let fits = !is_set && has_options(value, model) == option(literal).is_some();
    fits.then(|| Key::Equals(value, literal.clone()))
}

pub(super) fn has_options(value: ValueId, model: &Model) -> bool {
    matches!(model.kind(value), Some(FactType::Bool | FactType::Choice(_) | FactType::Choices(_)))
}

/// The list in which an option is looked up.
pub(super) fn option(value: &Value) -> Option<usize> {
    match value {
        Value::Bool(holds) => Some(usize::from(*holds)),
        Value::Choice(option) => usize::try_from(*option).ok(),
        _ => None,
    }
}
