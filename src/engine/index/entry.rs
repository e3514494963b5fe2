//! A rule where it is found, with what else has to be so.

use super::access::Key;
use crate::condition::{Situation, Truth};
use crate::id::{CueId, RuleId, ValueId};
use crate::inquiry::Value;
use rust_decimal::Decimal;

/// A rule where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Entry {
    pub(super) rule: RuleId,
    /// What has to be so besides, the rarer first.
    pub(super) guards: [Guard; 2],
}

/// Something that has to be so, small enough to stand beside the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Guard {
    Nothing,
    Option(ValueId, u32),
    AtLeast(ValueId, Decimal),
    AtMost(ValueId, Decimal),
    /// One of them.
    Cues([CueId; 4]),
}

impl Entry {
    /// Calls `found` with the rule if its guards let it pass.
    pub(super) fn pass(&self, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        if self.guards.iter().all(|guard| guard.may_hold(situation)) {
            found(self.rule);
        }
    }

    /// The same where the first guard is known to hold.
    pub(super) fn pass_second(&self, situation: &Situation, found: &mut impl FnMut(RuleId)) {
        let [_, second] = &self.guards;
        if second.may_hold(situation) {
            found(self.rule);
        }
    }
}

impl Guard {
    /// That one of the keys is so, if it can be said in so little.
    pub(super) fn of(keys: &[Key]) -> Option<Self> {
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
