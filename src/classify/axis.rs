//! Axes and labels, as declared.

use crate::id::LabelId;
use crate::localised::Localised;

/// One way to classify an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Axis {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
    pub(crate) order: Order,
    /// On an ordered axis from least to most restrictive, on an unordered one in the order of the layers that say them.
    pub(crate) labels: Vec<Label>,
}

/// How the labels of an axis combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    /// The most restrictive label wins; without any rule it is `default`.
    Ordered { default: LabelId },
    /// Any number of labels at once.
    Unordered,
}

/// One value of an axis.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Label {
    pub(crate) id: Box<str>,
    pub(crate) title: Option<Localised>,
}

impl Axis {
    /// The label with this name.
    pub(crate) fn label(&self, id: &str) -> Option<LabelId> {
        self.labels.iter().position(|label| &*label.id == id).map(LabelId::at)
    }

    /// The labels in the order in which they are told: from least to most restrictive, on an unordered axis by name.
    pub(crate) fn told(&self) -> Vec<&Label> {
        let mut labels: Vec<&Label> = self.labels.iter().collect();
        if self.order == Order::Unordered {
            labels.sort_by(|one, other| one.id.cmp(&other.id));
        }
        labels
    }

    /// The name of a label.
    pub(crate) fn label_id(&self, label: LabelId) -> &str {
        self.labels.get(label.index()).map_or("", |label| &label.id)
    }
}
