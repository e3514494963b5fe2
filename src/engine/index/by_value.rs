//! The rules found by one fact or derived value.

use super::access::{Key, has_options, option};
use super::entry::Entry;
use super::lists::Lists;
use crate::condition::{Situation, order};
use crate::id::{RuleId, ValueId};
use crate::inquiry::Value;
use crate::rulebook::Model;
use std::cmp::Ordering;

/// The rules found by one fact or derived value.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ByValue {
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
    Options(Lists),
    /// By the position of the value, from the least on.
    Others(Box<[Value]>, Lists),
}

impl ByValue {
    pub(super) fn new(value: ValueId, keys: Vec<(Key, Entry)>, model: &Model) -> Self {
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
            Equal::Options(Lists::new(found.collect()))
        } else {
            Equal::others(equal)
        };
        Self { value, equal, least, most }
    }

    /// Calls `found` with those that the value does not rule out.
    pub(super) fn candidates(&self, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        let Ok(value) = situation.value(self.value) else {
            match &self.equal {
                Equal::Options(lists) | Equal::Others(_, lists) => lists.pass_all(situation, found),
            }
            self.least.iter().chain(&self.most).for_each(|(_, entry)| entry.pass(situation, found));
            return;
        };
        match (&self.equal, value) {
            (Equal::Options(lists), Value::Choices(options)) => {
                let options = options.iter().filter_map(|option| usize::try_from(*option).ok());
                options.for_each(|option| lists.pass(option, situation, found));
            }
            (Equal::Options(lists), value) => {
                option(value).into_iter().for_each(|option| lists.pass(option, situation, found));
            }
            (Equal::Others(values, lists), value) => {
                let known = values.binary_search_by(|other| order(other, value).unwrap_or(Ordering::Less));
                known.into_iter().for_each(|at| lists.pass(at, situation, found));
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
        let mut values: Vec<Value> = Vec::new();
        let mut entries = Vec::with_capacity(found.len());
        for (value, entry) in found {
            if values.last() != Some(&value) {
                values.push(value);
            }
            entries.push((values.len() - 1, entry));
        }
        Self::Others(values.into(), Lists::new(entries))
    }
}
