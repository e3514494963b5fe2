//! Conditions lifted out of a script: what holds on the way to a place in it.

use super::Question;
use crate::calendar::Period;
use crate::condition::{Condition, Expression, Kind, Knowable, Leaf};
use crate::overrides::program::Test;
use crate::span::Place;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most questions, and opaque parts, a lifted condition may have; variables used again and again make it grow.
pub(super) const MAX_QUESTIONS: usize = 400;

/// Whether something in a script is so, as far as that can be told from questions alone.
#[derive(Debug, Clone)]
pub(super) enum Lifted {
    Constant(bool),
    Question(Arc<Question>),
    Not(Box<Lifted>),
    All(Vec<Lifted>),
    Any(Vec<Lifted>),
    /// Something else decides: arithmetic, a `switch`, a variable that is assigned to.
    Opaque(Taint),
}

/// What something rests on that a stricter label or a fact learnt later may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Taint {
    /// Labels of an axis.
    pub(super) labels: bool,
    /// What was decided.
    pub(super) decided: bool,
    /// `known(..)`.
    pub(super) known: bool,
}

impl Taint {
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            labels: self.labels || other.labels,
            decided: self.decided || other.decided,
            known: self.known || other.known,
        }
    }
}

impl Lifted {
    pub(super) fn not(self) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(!value),
            Self::Not(inner) => *inner,
            Self::Opaque(taint) => Self::Opaque(taint),
            other => Self::Not(Box::new(other)),
        }
    }

    /// All of them; as many as are worth it.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        Self::joined(parts, true)
    }

    /// Any of them.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        Self::joined(parts, false)
    }

    fn joined(mut parts: Vec<Self>, all: bool) -> Self {
        parts.retain(|part| !matches!(part, Self::Constant(value) if *value == all));
        if parts.iter().any(|part| matches!(part, Self::Constant(value) if *value != all)) {
            return Self::Constant(!all);
        }
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Self::Constant(all));
        }
        let joined = if all { Self::All(parts) } else { Self::Any(parts) };
        if joined.questions() > MAX_QUESTIONS { Self::Opaque(joined.taint()) } else { joined }
    }

    fn questions(&self) -> usize {
        match self {
            Self::Constant(_) | Self::Opaque(_) | Self::Question(_) => 1,
            Self::Not(inner) => inner.questions(),
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::questions).sum(),
        }
    }

    /// The same as the sandbox asks it; `None` where something opaque decides.
    pub(super) fn test(&self) -> Option<Test> {
        let all = |parts: &[Self]| parts.iter().map(Self::test).collect::<Option<Vec<Test>>>();
        Some(match self {
            Self::Constant(value) => Test::Constant(*value),
            Self::Question(question) if question.asks_known() => Test::Known(question.number),
            Self::Question(question) => Test::Holds(question.number),
            Self::Not(inner) => Test::Not(Box::new(inner.test()?)),
            Self::All(parts) => Test::All(all(parts)?),
            Self::Any(parts) => Test::Any(all(parts)?),
            Self::Opaque(_) => return None,
        })
    }

    /// What it rests on.
    pub(super) fn taint(&self) -> Taint {
        match self {
            Self::Constant(_) => Taint::default(),
            Self::Question(question) => taint(&question.condition),
            Self::Not(inner) => inner.taint(),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().map(Self::taint).fold(Taint::default(), Taint::and)
            }
            Self::Opaque(taint) => *taint,
        }
    }

    /// What the opaque parts of it rest on; `None` if there are none.
    pub(super) fn opaque(&self) -> Option<Taint> {
        match self {
            Self::Constant(_) | Self::Question(_) => None,
            Self::Not(inner) => inner.opaque(),
            Self::All(parts) | Self::Any(parts) => parts.iter().filter_map(Self::opaque).reduce(Taint::and),
            Self::Opaque(taint) => Some(*taint),
        }
    }

    /// Whether what [`condition`](Self::condition) leaves out rests on something that may change when more is learnt.
    pub(super) fn may_change(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().any(Self::may_change),
            whole => whole.opaque().is_some() && whole.taint() != Taint::default(),
        }
    }

    /// What has to hold for this to hold, opaque parts left out, with all that they are alternatives to. It is the whole of it where nothing is opaque.
    pub(super) fn condition(&self) -> Condition {
        match self {
            Self::Constant(value) => Condition::Constant(*value),
            Self::Question(question) => question.condition.clone(),
            Self::All(parts) => Condition::All(parts.iter().map(Self::condition).collect()),
            whole if whole.opaque().is_some() => Condition::Constant(true),
            Self::Not(inner) => Condition::Not(Box::new(inner.condition())),
            Self::Any(parts) => Condition::Any(parts.iter().map(Self::condition).collect()),
            Self::Opaque(_) => Condition::Constant(true),
        }
    }

    /// The same in the condition language; what that cannot say stands as true, which no direction is wrong for.
    pub(super) fn written(&self) -> Expression {
        let kind = match self {
            Self::Constant(value) => Kind::Constant(*value),
            Self::Question(question) => match &question.written {
                Some(written) => return written.clone(),
                None => Kind::Constant(true),
            },
            Self::Not(inner) => Kind::Not(Box::new(inner.written())),
            Self::All(parts) => Kind::All(parts.iter().map(Self::written).collect()),
            Self::Any(parts) => Kind::Any(parts.iter().map(Self::written).collect()),
            Self::Opaque(_) => Kind::Constant(true),
        };
        Expression { kind, place: Place::default() }
    }

    /// What only scripts may ask whether it is known, asked in the direction that is wrong for a grant (under an odd number of `!`) or for a
    /// restriction (under an even one). `upright` says whether this stands under an even number.
    pub(super) fn known_only_here(&self, upright: bool, grants: bool) -> Option<&'static str> {
        match self {
            Self::Question(question) if upright != grants => match &question.condition {
                Condition::Leaf(Leaf::Known(Knowable::Text)) => Some("inquiry.messages"),
                Condition::Leaf(Leaf::InForce(period)) if *period == Period::ALWAYS => Some("inquiry.at"),
                _ => None,
            },
            Self::Not(inner) => inner.known_only_here(!upright, grants),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().find_map(|part| part.known_only_here(upright, grants))
            }
            Self::Constant(_) | Self::Question(_) | Self::Opaque(_) => None,
        }
    }

    /// The names that are known to be known when this is `truth`.
    pub(super) fn known_when(&self, truth: bool) -> BTreeSet<Box<str>> {
        match (self, truth) {
            (Self::Question(question), true) => match &question.written {
                Some(Expression { kind: Kind::Known(side), .. }) => BTreeSet::from([side.to_string().into()]),
                _ => BTreeSet::new(),
            },
            (Self::Not(inner), _) => inner.known_when(!truth),
            (Self::All(parts), true) | (Self::Any(parts), false) => {
                parts.iter().flat_map(|part| part.known_when(truth)).collect()
            }
            (Self::All(parts), false) | (Self::Any(parts), true) => {
                let sets = parts.iter().map(|part| part.known_when(truth));
                sets.reduce(|one, other| one.intersection(&other).cloned().collect()).unwrap_or_default()
            }
            _ => BTreeSet::new(),
        }
    }
}

fn taint(condition: &Condition) -> Taint {
    match condition {
        Condition::Constant(_) => Taint::default(),
        // A named condition may rest on either; whoever needs to know better asks directly.
        Condition::Let(_) => Taint { labels: true, decided: false, known: true },
        Condition::Not(inner) => taint(inner),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().map(taint).fold(Taint::default(), Taint::and)
        }
        Condition::Leaf(leaf) => Taint {
            labels: leaf.axis().is_some(),
            decided: matches!(leaf, Leaf::Outcome { .. } | Leaf::Known(Knowable::Raised(_))),
            known: match leaf {
                Leaf::Known(_) => true,
                Leaf::InForce(period) => *period == Period::ALWAYS,
                _ => false,
            },
        },
    }
}
