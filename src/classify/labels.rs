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
    /// On an ordered axis, with T the labels of true rules and U those of unknown ones, the possible labels are {max T}
    /// and every u in U above it, or the default and all of U where T is empty. U holds unsure grants too: they cannot
    /// lower the reported label, but what else is said about the axis must not rest on their being false.
    pub(crate) fn join(axis: &Axis, labels: impl Iterator<Item = (LabelId, Truth)>) -> Self {
        match axis.order {
            Order::Ordered { default } => {
                let (mut certain, mut open) = (LabelSet::EMPTY, LabelSet::EMPTY);
                for (label, truth) in labels {
                    match truth {
                        Truth::True => certain = certain.with(label),
                        Truth::Unknown => open = open.with(label),
                        Truth::False => {}
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
            Self::Ordered { possible } => possible.is_in(labels),
            Self::Unordered { .. } => Truth::Unknown,
        }
    }

    /// Whether nothing that is still learnt changes it.
    pub(crate) fn is_settled(&self) -> bool {
        match self {
            Self::Ordered { possible } => possible.len() == 1,
            Self::Unordered { labels } => !labels.contains(&Truth::Unknown),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Label;
    use proptest::prelude::*;

    fn axis(labels: u32, default: u32) -> Axis {
        let label = |position: u32| Label { id: format!("label{position}").into(), title: None };
        Axis {
            id: "axis".into(),
            title: None,
            order: Order::Ordered { default: LabelId(default) },
            labels: (0..labels).map(label).collect(),
        }
    }

    fn possible(axis: &Axis, said: &[(u32, Truth)]) -> Vec<u32> {
        match AxisState::join(axis, said.iter().map(|(label, truth)| (LabelId(*label), *truth))) {
            AxisState::Ordered { possible } => possible.iter().map(|label| label.0).collect(),
            AxisState::Unordered { .. } => panic!("the axis is ordered"),
        }
    }

    #[test]
    fn the_highest_true_label_wins_and_only_higher_unknown_ones_stay_open() {
        let axis = axis(4, 1);
        assert_eq!(possible(&axis, &[]), [1]);
        assert_eq!(possible(&axis, &[(2, Truth::True), (0, Truth::True)]), [2]);
        assert_eq!(possible(&axis, &[(2, Truth::True), (3, Truth::Unknown), (1, Truth::Unknown)]), [2, 3]);
        // Without a true rule the default is possible, and so is every unsure restriction at or above it.
        assert_eq!(possible(&axis, &[(1, Truth::Unknown), (3, Truth::Unknown)]), [1, 3]);
        // An unsure grant leaves the default possible, which is then reported; a sure one does not.
        assert_eq!(possible(&axis, &[(0, Truth::Unknown)]), [0, 1]);
        assert_eq!(possible(&axis, &[(0, Truth::True)]), [0]);
        // A sure grant beside an unsure restriction at the default: either may come out.
        assert_eq!(possible(&axis, &[(0, Truth::True), (1, Truth::Unknown)]), [0, 1]);
    }

    fn said() -> impl Strategy<Value = Vec<(u32, Truth)>> {
        let truth = prop_oneof![Just(Truth::False), Just(Truth::Unknown), Just(Truth::True)];
        proptest::collection::vec((0..5_u32, truth), 0..8)
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(said in said(), default in 0..5_u32, turn in 0..8_usize) {
            let axis = axis(5, default);
            let mut other = said.clone();
            if !other.is_empty() {
                let turn = turn % other.len();
                other.rotate_left(turn);
                other.extend_from_slice(&said);
            }
            prop_assert_eq!(possible(&axis, &said), possible(&axis, &other));
        }

        #[test]
        fn learning_more_only_narrows(said in said(), default in 0..5_u32, learnt in proptest::collection::vec(any::<bool>(), 8)) {
            let axis = axis(5, default);
            let settled: Vec<_> = said
                .iter()
                .zip(&learnt)
                .map(|((label, truth), holds)| {
                    (*label, if *truth == Truth::Unknown { Truth::from(*holds) } else { *truth })
                })
                .collect();
            let (before, after) = (possible(&axis, &said), possible(&axis, &settled));
            prop_assert_eq!(after.len(), 1);
            prop_assert!(after.iter().all(|label| before.contains(label)), "{before:?} became {after:?}");
        }
    }
}
