//! The order by name of what a model keeps in the order of layers: for whatever is looked up by name, and for whatever is
//! told.

use super::Judgment;
use crate::classify::Axis;
use crate::effect::Rule;
use crate::id::{AxisId, JudgmentId, RuleId, ValueId};
use crate::inquiry::FactDeclaration;
use std::sync::Arc;

/// Of each list its indices, in the order of the names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ByName {
    pub(crate) rules: Box<[RuleId]>,
    pub(crate) facts: Box<[ValueId]>,
    pub(crate) axes: Box<[AxisId]>,
    pub(crate) judgments: Box<[JudgmentId]>,
}

impl ByName {
    /// The order of these lists.
    pub(crate) fn of(
        rules: &[Arc<Rule>],
        facts: &[Arc<FactDeclaration>],
        axes: &[Axis],
        judgments: &[Judgment],
    ) -> Self {
        Self {
            rules: sorted(rules, |rule| &rule.id, RuleId::at),
            facts: sorted(facts, |fact| &fact.id, ValueId::fact),
            axes: sorted(axes, |axis| &axis.id, AxisId::at),
            judgments: sorted(judgments, |judgment| &judgment.id, JudgmentId::at),
        }
    }
}

fn sorted<T, I>(list: &[T], name: impl Fn(&T) -> &str, id: impl Fn(usize) -> I) -> Box<[I]> {
    let mut positions: Vec<(usize, &T)> = list.iter().enumerate().collect();
    positions.sort_by(|(_, one), (_, other)| name(one).cmp(name(other)));
    positions.into_iter().map(|(at, _)| id(at)).collect()
}
