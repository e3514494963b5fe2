//! Which rules one inquiry may concern: every rule is found by what its condition cannot hold without.
//!
//! Of a rule `channel == "sns" && order.amount > 500 && cue.late` each part has to hold, so it is enough to look it up by one of
//! them, the one that is true least often: it is a candidate where that part is not false. Candidates are then evaluated like
//! any rule; the others are false without being looked at. What is missing excludes nothing: a rule found by a fact is a
//! candidate wherever that fact is missing.
//!
//! Two further parts of the condition stand beside the rule where it is found. Rules that are found in one place and ask for the same
//! fact first stand together, by what they ask of it, so that most rules which it excludes are not even passed over; and
//! of the others most are told by the second part, without a look at the rule itself, which lies elsewhere in memory.

mod access;
mod by_value;
mod entry;
mod lists;

use crate::classify::AxisState;
use crate::condition::{Situation, Truth};
use crate::id::{AxisId, LabelId, RuleId, ValueId};
use crate::rulebook::Model;
use access::{Finder, Key};
use by_value::ByValue;
use entry::{Entry, Guard};
use lists::Lists;
use std::collections::BTreeMap;
use std::ops::Range;

/// Rules by what they are found by, each once or, under alternatives, once for each of them.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Index {
    /// Those that are found by nothing.
    always: Box<[Entry]>,
    values: Vec<ByValue>,
    /// By [`CueId`].
    cues: Lists,
    /// By [`AxisId`], then by [`LabelId`].
    axes: Vec<Lists>,
}

impl Index {
    /// Of the rules at these positions. Rulebooks whose layers say the same have equal indices for them.
    pub(crate) fn new(model: &Model, positions: Range<usize>) -> Self {
        let mut always = Vec::new();
        let mut values: BTreeMap<ValueId, Vec<(Key, Entry)>> = BTreeMap::new();
        let mut cues = Vec::new();
        let mut axes = vec![Vec::new(); model.axes.len()];
        let mut finder = Finder::new(model, positions.clone());
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
        let axes = axes.into_iter().take(used).map(Lists::new).collect();
        Self {
            always: always.into(),
            values: values.into_iter().map(|(value, found)| ByValue::new(value, found, model)).collect(),
            cues: Lists::new(cues),
            axes,
        }
    }

    /// Calls `found` with every rule that facts and words do not rule out, some twice; those found by labels are left out.
    pub(crate) fn candidates(&self, situation: &Situation, mut found: impl FnMut(RuleId)) {
        self.always.iter().for_each(|entry| entry.pass(situation, &mut found));
        for by_value in &self.values {
            by_value.candidates(situation, &mut found);
        }
        if situation.cues.is_complete() {
            situation.cues.heard().for_each(|cue| self.cues.pass(cue.index(), situation, &mut found));
        } else {
            self.cues.pass_all(situation, &mut found);
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
        let Some(labels) = self.axes.get(axis.index()) else { return };
        for label in labels.numbers().map(LabelId::at) {
            if state.has(label) != Truth::False {
                labels.pass(label.index(), situation, &mut found);
            }
        }
    }
}
