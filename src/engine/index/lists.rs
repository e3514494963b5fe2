//! Lists of rules in which those that one inquiry may concern stand together.

use super::entry::{Entry, Guard};
use crate::condition::Situation;
use crate::id::{RuleId, ValueId};
use crate::inquiry::Value;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Range;

/// Lists of rules, one behind the other, each in groups.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Lists {
    /// Where the groups of each list begin, and the end of the last.
    starts: Box<[u32]>,
    groups: Box<[Group]>,
    entries: Box<[Entry]>,
}

/// Rules of a list that ask the same first, by what they ask of it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Group {
    asks: Asks,
    start: u32,
    end: u32,
}

/// What the first guards of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Asks {
    /// For options, by these.
    Option(ValueId),
    /// For a number that reaches a bound, by this.
    AtLeast(ValueId),
    /// For a number that does not exceed a bound, by this.
    AtMost(ValueId),
    /// For something else, or nothing: in no order that helps.
    Other,
}

impl Lists {
    /// Each entry with the number of its list.
    pub(super) fn new(mut found: Vec<(usize, Entry)>) -> Self {
        found.sort_by(|(list, entry), (other_list, other)| {
            list.cmp(other_list)
                .then_with(|| asks(entry).cmp(&asks(other)))
                .then_with(|| by_asked(entry, other))
        });
        let lists = found.last().map_or(0, |(last, _)| last + 1);
        let (mut starts, mut groups) = (Vec::with_capacity(lists + 1), Vec::new());
        let alike = |(list, entry): &(usize, Entry), (other_list, other): &(usize, Entry)| {
            list == other_list && asks(entry) == asks(other)
        };
        let mut start = 0;
        for group in found.chunk_by(alike) {
            let Some((list, first)) = group.first() else { continue };
            starts.resize(list + 1, number(groups.len()));
            let end = start + group.len();
            groups.push(Group { asks: asks(first), start: number(start), end: number(end) });
            start = end;
        }
        starts.push(number(groups.len()));
        let entries = found.into_iter().map(|(_, entry)| entry).collect();
        Self { starts: starts.into(), groups: groups.into(), entries }
    }

    /// The numbers of the lists.
    pub(super) fn numbers(&self) -> Range<usize> {
        0..self.starts.len().saturating_sub(1)
    }

    /// Calls `found` with the rules of one list that their guards let pass.
    pub(super) fn pass(&self, list: usize, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        let (Some(start), Some(end)) = (self.starts.get(list), self.starts.get(list + 1)) else { return };
        for group in self.groups.get(place(*start, *end)).unwrap_or_default() {
            let entries = self.entries.get(place(group.start, group.end)).unwrap_or_default();
            match group.asks.of(entries, situation) {
                Some(fitting) => fitting.iter().for_each(|entry| entry.pass_second(situation, found)),
                None => entries.iter().for_each(|entry| entry.pass(situation, found)),
            }
        }
    }

    /// The same of all lists.
    pub(super) fn pass_all(&self, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        self.entries.iter().for_each(|entry| entry.pass(situation, found));
    }
}

impl Asks {
    /// Those of a group whose first guard holds; `None` where they have to be tried one by one.
    fn of<'e>(self, entries: &'e [Entry], situation: &Situation) -> Option<&'e [Entry]> {
        match self {
            Self::Option(value) => {
                let wanted = match situation.value(value) {
                    Ok(Value::Choice(option)) => *option,
                    Ok(Value::Bool(holds)) => u32::from(*holds),
                    _ => return None,
                };
                let start = entries.partition_point(|entry| option(entry) < wanted);
                let rest = entries.get(start..)?;
                rest.get(..rest.partition_point(|entry| option(entry) == wanted))
            }
            Self::AtLeast(value) => {
                let Ok(Value::Number(number)) = situation.value(value) else { return None };
                entries.get(..entries.partition_point(|entry| bound(entry) <= *number))
            }
            Self::AtMost(value) => {
                let Ok(Value::Number(number)) = situation.value(value) else { return None };
                entries.get(entries.partition_point(|entry| bound(entry) < *number)..)
            }
            Self::Other => None,
        }
    }
}

fn asks(entry: &Entry) -> Asks {
    let [first, _] = entry.guards;
    match first {
        Guard::Option(value, _) => Asks::Option(value),
        Guard::AtLeast(value, _) => Asks::AtLeast(value),
        Guard::AtMost(value, _) => Asks::AtMost(value),
        Guard::Nothing | Guard::Cues(_) => Asks::Other,
    }
}

/// The order inside a group.
fn by_asked(one: &Entry, other: &Entry) -> Ordering {
    option(one).cmp(&option(other)).then_with(|| bound(one).cmp(&bound(other)))
}

fn option(entry: &Entry) -> u32 {
    match entry.guards {
        [Guard::Option(_, option), _] => option,
        _ => 0,
    }
}

fn bound(entry: &Entry) -> Decimal {
    match entry.guards {
        [Guard::AtLeast(_, bound) | Guard::AtMost(_, bound), _] => bound,
        _ => Decimal::ZERO,
    }
}

/// A position. A rulebook is limited far below the range of `u32`.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn place(start: u32, end: u32) -> Range<usize> {
    let at = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    at(start)..at(end)
}
