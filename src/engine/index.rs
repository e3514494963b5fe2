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
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Rules by what they are found by, each once or, under alternatives, once for each of them.
#[derive(Debug)]
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
#[derive(Debug)]
struct ByValue {
    value: ValueId,
    equal: Equal,
    /// By a bound that the value has to reach, from the least on.
    least: Vec<(Value, Entry)>,
    /// By a bound that the value must not exceed, from the least on.
    most: Vec<(Value, Entry)>,
}

/// The rules found by a value being this or that.
#[derive(Debug)]
enum Equal {
    /// By option; of true and false by 0 and 1.
    Options(Postings),
    Others {
        entries: Box<[Entry]>,
        places: HashMap<Value, Range<usize>>,
    },
}

/// Lists of rules, one behind the other.
#[derive(Debug, Default)]
struct Postings {
    /// Where each list begins, and the end of the last.
    starts: Box<[usize]>,
    entries: Box<[Entry]>,
}

/// A rule where it is found.
#[derive(Debug, Clone, Copy)]
struct Entry {
    rule: RuleId,
    /// What has to be so besides.
    guards: [Guard; 2],
}

/// Something that has to be so, small enough to stand beside the rule.
#[derive(Debug, Clone, Copy)]
enum Guard {
    Nothing,
    Option(ValueId, u32),
    AtLeast(ValueId, Decimal),
    AtMost(ValueId, Decimal),
    Cue(CueId),
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

/// Keys of which one has to be so, with how often that is guessed to be the case, of a million inquiries.
#[derive(Debug, Clone)]
struct Access {
    keys: Vec<Key>,
    share: u64,
    /// What has to be so besides, with how often that is; the two that seldom are.
    guards: Vec<(u64, Guard)>,
}

const MILLION: u64 = 1_000_000;
/// A rule under more alternatives is looked at every time: so the index is no larger than the rulebook is worth.
const MAX_KEYS: usize = 64;

impl Index {
    pub(crate) fn new(model: &Model) -> Self {
        let mut always = Vec::new();
        let mut values: BTreeMap<ValueId, Vec<(Key, Entry)>> = BTreeMap::new();
        let mut cues = Vec::new();
        let mut axes = vec![Vec::new(); model.axes.len()];
        let mut finder = Finder { model, lets: BTreeMap::new() };
        for (at, rule) in model.rules.iter().enumerate() {
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
        let axes = axes
            .into_iter()
            .zip(model.axes.iter())
            .map(|(found, axis)| Postings::new(found, axis.labels.len()));
        Self {
            always: always.into(),
            values: values.into_iter().map(|(value, found)| ByValue::new(value, found, model)).collect(),
            cues: Postings::new(cues, model.cues.len()),
            axes: axes.collect(),
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
    fn of(key: &Key) -> Option<Self> {
        match key {
            Key::Equals(value, Value::Choice(option)) => Some(Self::Option(*value, *option)),
            Key::Equals(value, Value::Bool(holds)) => Some(Self::Option(*value, u32::from(*holds))),
            Key::AtLeast(value, Value::Number(bound)) => Some(Self::AtLeast(*value, *bound)),
            Key::AtMost(value, Value::Number(bound)) => Some(Self::AtMost(*value, *bound)),
            Key::Cue(cue) => Some(Self::Cue(*cue)),
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
            Self::Cue(cue) => situation.cues.truth(*cue) != Truth::False,
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
            bounds.sort_by(|(one, _), (other, _)| order(one, other).unwrap_or(std::cmp::Ordering::Equal));
        }
        let options = match kind(value, model) {
            Some(FactType::Bool) => Some(2),
            Some(FactType::Choice(options) | FactType::Choices(options)) => Some(options.len()),
            _ => None,
        };
        let equal = match options {
            Some(options) => {
                let option = |value| option(&value).unwrap_or(usize::MAX);
                let found = equal.into_iter().map(|(value, entry)| (option(value), entry)).collect();
                Equal::Options(Postings::new(found, options))
            }
            None => Equal::others(equal),
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
                let place = places.get(value).and_then(|place| entries.get(place.clone()));
                pass(place.unwrap_or_default(), situation, found);
            }
        }
        let is_at_most = |bound: &Value| order(bound, value).is_some_and(std::cmp::Ordering::is_le);
        let reached = self.least.partition_point(|(bound, _)| is_at_most(bound));
        self.least.iter().take(reached).for_each(|(_, entry)| entry.pass(situation, found));
        let is_below = |bound: &Value| order(bound, value).is_some_and(std::cmp::Ordering::is_lt);
        let exceeded = self.most.partition_point(|(bound, _)| is_below(bound));
        self.most.iter().skip(exceeded).for_each(|(_, entry)| entry.pass(situation, found));
    }
}

impl Equal {
    fn others(found: Vec<(Value, Entry)>) -> Self {
        let mut by_value: HashMap<Value, Vec<Entry>> = HashMap::new();
        for (value, entry) in found {
            by_value.entry(value).or_default().push(entry);
        }
        let mut entries = Vec::new();
        let mut place = |mut found: Vec<Entry>| {
            let start = entries.len();
            entries.append(&mut found);
            start..entries.len()
        };
        let places = by_value.into_iter().map(|(value, found)| (value, place(found))).collect();
        Self::Others { entries: entries.into(), places }
    }

    fn all(&self) -> &[Entry] {
        match self {
            Self::Options(postings) => &postings.entries,
            Self::Others { entries, .. } => entries,
        }
    }
}

impl Postings {
    fn new(mut found: Vec<(usize, Entry)>, lists: usize) -> Self {
        if found.is_empty() {
            return Self { starts: [0].into(), entries: Box::default() };
        }
        found.sort_by_key(|(list, _)| *list);
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
    lets: BTreeMap<(LetId, bool), Option<Access>>,
}

impl Finder<'_> {
    /// By what a condition can be found when it has to hold, or not to hold; `None` if by nothing.
    fn access(&mut self, condition: &Condition, holds: bool) -> Option<Access> {
        match condition {
            Condition::Constant(value) if *value == holds => None,
            Condition::Constant(_) => Some(Access { keys: Vec::new(), share: 0, guards: Vec::new() }),
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
            Condition::Leaf(leaf) => by_leaf(leaf, holds, self.model),
        }
    }

    /// All of them have to be so: the one that seldom is, and the others for guards.
    fn best(&mut self, parts: &[Condition], holds: bool) -> Option<Access> {
        let mut all: Vec<Access> = parts.iter().filter_map(|part| self.access(part, holds)).collect();
        let (at, _) = all.iter().enumerate().min_by_key(|(_, access)| access.share)?;
        let mut best = all.swap_remove(at);
        for other in all {
            if let [key] = other.keys.as_slice() {
                best.guards.extend(Guard::of(key).map(|guard| (other.share, guard)));
            }
            best.guards.extend(other.guards);
        }
        best.guards.sort_by_key(|(share, _)| *share);
        best.guards.truncate(2);
        Some(best)
    }

    /// One of them has to be so: whatever any of them is found by, if that is worth it.
    fn one_of(&mut self, parts: &[Condition], holds: bool) -> Option<Access> {
        let mut all = Access { keys: Vec::new(), share: 0, guards: Vec::new() };
        for part in parts {
            let Access { mut keys, share, .. } = self.access(part, holds)?;
            all.keys.append(&mut keys);
            all.share += share;
            if all.keys.len() > MAX_KEYS {
                return None;
            }
        }
        Some(all)
    }
}

fn by_leaf(leaf: &Leaf, holds: bool, model: &Model) -> Option<Access> {
    let keys: Vec<Key> = match leaf {
        Leaf::Holds(value) => vec![Key::Equals(*value, Value::Bool(holds))],
        Leaf::Compare { left, operator, right: Operand::Literal(bound) } => {
            let operator = if holds { *operator } else { operator.negated() };
            let bound = bound.clone();
            vec![match operator {
                // A whole set of options is not looked up by one of them.
                Operator::Equal if matches!(bound, Value::Choices(_)) => return None,
                Operator::Equal => Key::Equals(*left, bound),
                Operator::Less | Operator::LessOrEqual => Key::AtMost(*left, bound),
                Operator::Greater | Operator::GreaterOrEqual => Key::AtLeast(*left, bound),
                Operator::NotEqual => return None,
            }]
        }
        Leaf::In { value, set } if holds => {
            set.iter().map(|member| Key::Equals(*value, member.clone())).collect()
        }
        Leaf::Contains { value, option } if holds => vec![Key::Equals(*value, Value::Choice(*option))],
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
    };
    let share = keys.iter().map(|key| share(key, model)).sum();
    Some(Access { keys, share, guards: Vec::new() })
}

/// How many of a million inquiries are guessed to have it: a choice is spread evenly, other values and cues are rare.
fn share(key: &Key, model: &Model) -> u64 {
    let one_of = |count: usize| MILLION / u64::try_from(count).unwrap_or(MILLION).max(1);
    match key {
        Key::Equals(value, _) => match kind(*value, model) {
            Some(FactType::Bool) => one_of(2),
            Some(FactType::Choice(options) | FactType::Choices(options)) => one_of(options.len()),
            _ => one_of(1_000),
        },
        Key::AtLeast(..) | Key::AtMost(..) => one_of(2),
        Key::Cue(_) => one_of(200),
        Key::Label(axis, _) => one_of(model.axes.get(axis.index()).map_or(1, |axis| axis.labels.len())),
    }
}

fn kind(value: ValueId, model: &Model) -> Option<&FactType> {
    model.kind(value)
}

/// The list in which an option is looked up.
fn option(value: &Value) -> Option<usize> {
    match value {
        Value::Bool(holds) => Some(usize::from(*holds)),
        Value::Choice(option) => usize::try_from(*option).ok(),
        _ => None,
    }
}
