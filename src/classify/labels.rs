//! From the truth of the classifying rules to the labels still possible.

use super::{Axis, Order};
use crate::condition::{LabelSet, Truth};
use crate::id::LabelId;

/// What is known of one axis once its rules have been evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AxisState {
    /// The labels that may still turn out to be the result; never empty.
    Ordered { possible: LabelSet },
    /// Every label with the truth of "the inquiry carries it".
    Unordered { labels: Vec<Truth> },
}

impl AxisState {
    /// The state before any rule has spoken.
    pub(crate) fn without_rules(axis: &Axis) -> Self {
        Self::join(axis, std::iter::empty())
    }

    /// Joins what the rules say, in any order and however often: `labels` are the labels of rules that are not false,
    /// with the truth of the rule.
    ///
    /// On an ordered axis, with T the labels of true rules and U those of unknown rules at or above the default, the
    /// possible labels are {max T} and every u in U above it, or the default and all of U where T is empty. An unknown
    /// rule for a label below the default is an unsure grant and does not count.
    pub(crate) fn join(axis: &Axis, labels: impl Iterator<Item = (LabelId, Truth)>) -> Self {
        match axis.order {
            Order::Ordered { default } => {
                let (mut certain, mut open) = (LabelSet::EMPTY, LabelSet::EMPTY);
                for (label, truth) in labels {
                    match truth {
                        Truth::True => certain = certain.with(label),
                        Truth::Unknown if label >= default => open = open.with(label),
                        Truth::Unknown | Truth::False => {}
                    }
                }
                let possible = match certain.highest() {
                    Some(floor) => {
                        open.iter().filter(|label| *label > floor).collect::<LabelSet>().with(floor)
                    }
                    None => open.with(default),
                };
                Self::Ordered { possible }
            }
            Order::Unordered => {
                let mut truths = vec![Truth::False; axis.labels.len()];
                for (label, truth) in labels {
                    if let Some(slot) = truths.get_mut(label.index()) {
                        *slot = slot.or(truth);
                    }
                }
                Self::Unordered { labels: truths }
            }
        }
    }

    /// Whether the result lies in `labels`: certain only if every label still possible agrees.
    pub(crate) fn is_in(&self, labels: LabelSet) -> Truth {
        match self {
            Self::Ordered { possible } if possible.is_subset(labels) => Truth::True,
            Self::Ordered { possible } if possible.is_disjoint(labels) => Truth::False,
            Self::Ordered { .. } | Self::Unordered { .. } => Truth::Unknown,
        }
    }

    /// Whether the inquiry carries `label`.
    pub(crate) fn has(&self, label: LabelId) -> Truth {
        match self {
            Self::Ordered { .. } => self.is_in(LabelSet::EMPTY.with(label)),
            Self::Unordered { labels } => labels.get(label.index()).copied().unwrap_or(Truth::Unknown),
        }
    }
}
