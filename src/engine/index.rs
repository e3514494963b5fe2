//! Which rules one inquiry may concern: every rule is found by what its condition cannot hold without.
//!
//! Of a rule `channel == "sns" && order.amount > 500 && cue.late` each part has to hold, so it is enough to look it up by one of
//! them, the one that is true least often: it is a candidate where that part is not false. Candidates are then evaluated like
//! any rule; the others are false without being looked at. What is missing excludes nothing: a rule found by a fact is a
//! candidate wherever that fact is missing.
//!
//! Two further parts of the condition stand beside the rule where it is found, so that most rules which they exclude are passed over
//! without a look at the rule itself, which lies elsewhere in memory.

use crate::classify::{AxisState, Order};
use crate::condition::{Condition, Leaf, Operand, Operator, Situation, Truth, order};
use crate::id::{AxisId, CueId, LabelId, LetId, RuleId, ValueId};
use crate::inquiry::{FactType, Value};
use crate::rulebook::Model;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Rules by what they are found by, each once or, under alternatives, once for each of them.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Index {
    /// Those that are found by nothing.
    always: Box<[Entry]>,
    values: Vec<ByValue>,
    /// By [`CueId`].
    cues: Postings,
    /// By [`AxisId`], then by [`LabelId`].
    axes: Vec<Postings>,
}

/// The rules found by one fact or derived value.
#[derive(Debug, PartialEq, Eq, Hash)]
struct ByValue {
    value: ValueId,
    equal: Equal,
    /// By a bound that the value has to reach, from the least on.
    least: Vec<(Value, Entry)>,
    /// By a bound that the value must not exceed, from the least on.
    most: Vec<(Value, Entry)>,
}

/// The rules found by a value being this or that.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Equal {
    /// By option; of true and false by 0 and 1.
    Options(Postings),
    Others {
        entries: Box<[Entry]>,
        /// From the least value on.
        places: Box<[(Value, Range<usize>)]>,
    },
}

/// Lists of rules, one behind the other.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Postings {
    /// Where each list begins, and the end of the last.
    starts: Box<[usize]>,
    entries: Box<[Entry]>,
}

/// A rule where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Entry {
    rule: RuleId,
    /// What has to be so besides.
    guards: [Guard; 2],
}

/// Something that has to be so, small enough to stand beside the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Guard {
    Nothing,
    Option(ValueId, u32),
    AtLeast(ValueId, Decimal),
    AtMost(ValueId, Decimal),
    /// One of them.
    Cues([CueId; 4]),
}

/// What has to be so, if a rule may hold.
#[derive(Debug, Clone)]
enum Key {
    Equals(ValueId, Value),
    AtLeast(ValueId, Value),
    AtMost(ValueId, Value),
    Cue(CueId),
    Label(AxisId, LabelId),
}

/// Keys of which one has to be so, with how much it is guessed to cost to look by them.
#[derive(Debug, Clone)]
struct Access {
    keys: Vec<Key>,
    cost: u64,
    /// What has to be so besides, with the same guess; the two that seldom are.
    guards: Vec<(u64, Guard)>,
}

const MILLION: u64 = 1_000_000;
/// A rule under more alternatives is looked at every time: so the index is no larger than the rulebook is worth.
const MAX_KEYS: usize = 64;

impl Index {
    /// Of the rules at these positions. Rulebooks whose layers say the same have equal indices for them.
    pub(crate) fn new(model: &Model, positions: Range<usize>) -> Self {
        let mut always = Vec::new();
        let mut values: BTreeMap<ValueId, Vec<(Key, Entry)>> = BTreeMap::new();
        let mut cues = Vec::new();
        let mut axes = vec![Vec::new(); model.axes.len()];
        let mut finder = Finder { model, uses: Uses::of(model, positions.clone()), lets: BTreeMap::new() };
        for (at, rule) in model.rules.iter().enumerate().take(positions.end).skip(positions.start) {
            let rule_id = RuleId::at(at);
            let Some(access) = finder.access(&rule.when, true) else {
                always.push(Entry { rule: rule_id, guards: [Guard::Nothing; 2] });
                continue;
            };
            let entry = Entry { rule: rule_id, guards: access.beside() };
            for key in access.keys {
                match key {
                    Key::Cue(cue) => cues.push((cue.index(), entry)),
                    Key::Label(axis, label) => {
                        if let Some(labels) = axes.get_mut(axis.index()) {
                            labels.push((label.index(), entry));
                        }
                    }
                    Key::Equals(value, _) | Key::AtLeast(value, _) | Key::AtMost(value, _) => {
                        values.entry(value).or_default().push((key, entry));
                    }
                }
            }
        }
        // Axes that nothing is found by differ between rulebooks.
        let used = axes.iter().rposition(|found| !found.is_empty()).map_or(0, |last| last + 1);
        let axes = axes.into_iter().take(used).map(Postings::new).collect();
        Self {
            always: always.into(),
            values: values.into_iter().map(|(value, found)| ByValue::new(value, found, model)).collect(),
            cues: Postings::new(cues),
            axes,
        }
    }

    /// Calls `found` with every rule that facts and words do not rule out, some twice; those found by labels are left out.
    pub(crate) fn candidates(&self, situation: &Situation, mut found: impl FnMut(RuleId)) {
        pass(&self.always, situation, &mut found);
        for by_value in &self.values {
            by_value.candidates(situation, &mut found);
        }
        if situation.cues.is_complete() {
            situation.cues.heard().for_each(|cue| pass(self.cues.of(cue.index()), situation, &mut found));
        } else {
            pass(&self.cues.entries, situation, &mut found);
        }
    }

    /// The same for the rules found by the labels of an axis, once those are known.
    pub(crate) fn candidates_by(
        &self,
        axis: AxisId,
        state: &AxisState,
        situation: &Situation,
        mut found: impl FnMut(RuleId),
    ) {
        let labels = self.axes.get(axis.index()).filter(|labels| !labels.entries.is_empty());
        let Some(labels) = labels else { return };
        for label in (0..labels.starts.len() - 1).map(LabelId::at) {
            if state.has(label) != Truth::False {
                pass(labels.of(label.index()), situation, &mut found);
            }
        }
    }
}

/// Calls `found` with the rules that their guards let pass.
fn pass(entries: &[Entry], situation: &Situation, found: &mut impl FnMut(RuleId)) {
    entries.iter().for_each(|entry| entry.pass(situation, found));
}

impl Entry {
    fn pass(&self, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        if self.guards.iter().all(|guard| guard.may_hold(situation)) {
            found(self.rule);
        }
    }
}

impl Guard {
    /// That one of the keys is so, if it can be said in so little.
    fn of(keys: &[Key]) -> Option<Self> {
        match keys {
            [key] => Self::of_one(key),
            [Key::Cue(_), ..] if keys.len() <= 4 => {
                let mut cues = keys.iter().map(|key| if let Key::Cue(cue) = key { Some(*cue) } else { None });
                let first = cues.next()??;
                let mut all = [first; 4];
                for (slot, cue) in all.iter_mut().skip(1).zip(cues) {
                    *slot = cue?;
                }
                Some(Self::Cues(all))
            }
            _ => None,
        }
    }

    fn of_one(key: &Key) -> Option<Self> {
        match key {
            Key::Equals(value, Value::Choice(option)) => Some(Self::Option(*value, *option)),
            Key::Equals(value, Value::Bool(holds)) => Some(Self::Option(*value, u32::from(*holds))),
            Key::AtLeast(value, Value::Number(bound)) => Some(Self::AtLeast(*value, *bound)),
            Key::AtMost(value, Value::Number(bound)) => Some(Self::AtMost(*value, *bound)),
            Key::Cue(cue) => Some(Self::Cues([*cue; 4])),
            Key::Equals(..) | Key::AtLeast(..) | Key::AtMost(..) | Key::Label(..) => None,
        }
    }

    /// False only if what is known excludes it.
    fn may_hold(&self, situation: &Situation) -> bool {
        match self {
            Self::Nothing => true,
            Self::Option(value, wanted) => match situation.value(*value) {
                Ok(Value::Choice(option)) => option == wanted,
                Ok(Value::Choices(options)) => options.contains(wanted),
                Ok(Value::Bool(holds)) => u32::from(*holds) == *wanted,
                Ok(_) | Err(_) => true,
            },
            Self::AtLeast(value, bound) => {
                !matches!(situation.value(*value), Ok(Value::Number(number)) if number < bound)
            }
            Self::AtMost(value, bound) => {
                !matches!(situation.value(*value), Ok(Value::Number(number)) if number > bound)
            }
            Self::Cues(cues) => cues.iter().any(|cue| situation.cues.truth(*cue) != Truth::False),
        }
    }
}

impl Access {
    /// What has to be so besides.
    fn beside(&self) -> [Guard; 2] {
        [0, 1].map(|at| self.guards.get(at).map_or(Guard::Nothing, |(_, guard)| *guard))
    }
}

impl ByValue {
    fn new(value: ValueId, keys: Vec<(Key, Entry)>, model: &Model) -> Self {
        let (mut equal, mut least, mut most) = (Vec::new(), Vec::new(), Vec::new());
        for (key, entry) in keys {
            match key {
                Key::Equals(_, value) => equal.push((value, entry)),
                Key::AtLeast(_, bound) => least.push((bound, entry)),
                Key::AtMost(_, bound) => most.push((bound, entry)),
                Key::Cue(_) | Key::Label(..) => {}
            }
        }
        for bounds in [&mut least, &mut most] {
            bounds.sort_by(|(one, _), (other, _)| order(one, other).unwrap_or(Ordering::Equal));
        }
        let equal = if has_options(value, model) {
            let found = equal.into_iter().filter_map(|(value, entry)| Some((option(&value)?, entry)));
            Equal::Options(Postings::new(found.collect()))
        } else {
            Equal::others(equal)
        };
        Self { value, equal, least, most }
    }

    fn candidates(&self, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        let Ok(value) = situation.value(self.value) else {
            pass(self.equal.all(), situation, found);
            self.least.iter().chain(&self.most).for_each(|(_, entry)| entry.pass(situation, found));
            return;
        };
        match (&self.equal, value) {
            (Equal::Options(entries), Value::Choices(options)) => {
                let options = options.iter().filter_map(|option| usize::try_from(*option).ok());
                options.for_each(|option| pass(entries.of(option), situation, found));
            }
            (Equal::Options(entries), value) => {
                pass(option(value).map(|option| entries.of(option)).unwrap_or_default(), situation, found);
            }
            (Equal::Others { entries, places }, value) => {
                let known =
                    places.binary_search_by(|(other, _)| order(other, value).unwrap_or(Ordering::Less));
                let place = known.ok().and_then(|at| places.get(at)).map(|(_, place)| place.clone());
                let place = place.and_then(|place| entries.get(place));
                pass(place.unwrap_or_default(), situation, found);
            }
        }
        let is_at_most = |bound: &Value| order(bound, value).is_some_and(Ordering::is_le);
        let reached = self.least.partition_point(|(bound, _)| is_at_most(bound));
        self.least.iter().take(reached).for_each(|(_, entry)| entry.pass(situation, found));
        let is_below = |bound: &Value| order(bound, value).is_some_and(Ordering::is_lt);
        let exceeded = self.most.partition_point(|(bound, _)| is_below(bound));
        self.most.iter().skip(exceeded).for_each(|(_, entry)| entry.pass(situation, found));
    }
}

impl Equal {
    fn others(mut found: Vec<(Value, Entry)>) -> Self {
        found.sort_by(|(one, _), (other, _)| order(one, other).unwrap_or(Ordering::Equal));
        let mut places: Vec<(Value, Range<usize>)> = Vec::new();
        for (at, (value, _)) in found.iter().enumerate() {
            match places.last_mut() {
                Some((last, place)) if last == value => place.end = at + 1,
                _ => places.push((value.clone(), at..at + 1)),
            }
        }
        let entries = found.into_iter().map(|(_, entry)| entry).collect();
        Self::Others { entries, places: places.into() }
    }

    fn all(&self) -> &[Entry] {
        match self {
            Self::Options(postings) => &postings.entries,
            Self::Others { entries, .. } => entries,
        }
    }
}

impl Postings {
    fn new(mut found: Vec<(usize, Entry)>) -> Self {
        if found.is_empty() {
            return Self { starts: [0].into(), entries: Box::default() };
        }
        found.sort_by_key(|(list, _)| *list);
        let lists = found.last().map_or(0, |(last, _)| last + 1);
        let starts = (0..=lists).map(|list| found.partition_point(|(at, _)| *at < list)).collect();
        Self { starts, entries: found.into_iter().map(|(_, entry)| entry).collect() }
    }

    fn of(&self, list: usize) -> &[Entry] {
        let place = self.starts.get(list).zip(self.starts.get(list + 1));
        place.and_then(|(start, end)| self.entries.get(*start..*end)).unwrap_or_default()
    }
}

/// Looks for keys. What a named condition is found by is worked out once, however many conditions use it.
struct Finder<'m> {
    model: &'m Model,
    uses: Uses,
    lets: BTreeMap<(LetId, bool), Option<Access>>,
}

impl Finder<'_> {
    /// By what a condition can be found when it has to hold, or not to hold; `None` if by nothing.
    fn access(&mut self, condition: &Condition, holds: bool) -> Option<Access> {
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

fn has_options(value: ValueId, model: &Model) -> bool {
    matches!(model.kind(value), Some(FactType::Bool | FactType::Choice(_) | FactType::Choices(_)))
}

/// The list in which an option is looked up.
fn option(value: &Value) -> Option<usize> {
    match value {
        Value::Bool(holds) => Some(usize::from(*holds)),
        Value::Choice(option) => usize::try_from(*option).ok(),
        _ => None,
    }
}
