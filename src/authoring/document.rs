//! A rulebook as written: names are still text, and everything knows its place. Equality looks at what is said, not
//! where, so that two layers can be compared.

use crate::authority::{Act, Party, Urgency};
use crate::condition::Expression;
use crate::effect::Settlement;
use crate::inquiry::Sensitivity;
use crate::localised::Localised;
use crate::span::Place;
use jiff::SignedDuration;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Something and where it is written.
#[derive(Debug, Clone)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<T> Written<T> {
    pub(crate) const fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

impl<T: PartialEq> PartialEq for Written<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A name or a text.
pub(crate) type Name = Written<Box<str>>;

/// One rulebook or layer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    /// The whole of it.
    pub(crate) place: Place,
    pub(crate) id: Option<Name>,
    pub(crate) version: Option<Name>,
    pub(crate) extends: Vec<Name>,
    pub(crate) tiers: Option<Written<TierLists>>,
    pub(crate) handoffs: Option<Written<Vec<(Name, Name)>>>,
    pub(crate) desks: Vec<Desk>,
    pub(crate) defaults: Holders,
    pub(crate) timezone: Option<Name>,
    pub(crate) no_text_is_empty: Option<Written<bool>>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) derived: Vec<Derived>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) scores: Vec<Score>,
    pub(crate) lets: Vec<Let>,
    pub(crate) axes: Vec<Axis>,
    pub(crate) judgments: Vec<Judgment>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) lost: Lost,
}

/// What is written but could not be read. That it is not declared would be a finding about a finding.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lost {
    pub(crate) names: BTreeSet<Box<str>>,
    /// A whole section.
    pub(crate) section: bool,
}

/// `tiers`: from lowest to highest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TierLists {
    pub(crate) vendor: Vec<Titled>,
    pub(crate) client: Vec<Titled>,
}

/// A tier or a label: a name that may have a title.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Titled {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Desk {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) party: Party,
}

/// Who holds which act, as far as it is said.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Holders {
    pub(crate) propose: Option<Name>,
    pub(crate) decide: Option<Name>,
    pub(crate) communicate: Option<Name>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fact {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) kind: FactKind,
    pub(crate) default: Option<Literal>,
    pub(crate) ask: Option<Localised>,
    pub(crate) sensitivity: Sensitivity,
    pub(crate) unit: Option<Box<str>>,
    pub(crate) min: Option<Literal>,
    pub(crate) max: Option<Literal>,
}

/// `type`, with the options of a choice in alphabetical order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FactKind {
    Bool,
    Integer,
    Decimal,
    Choice(Vec<Box<str>>),
    Choices(Vec<Box<str>>),
    Text,
    Date,
    Timestamp,
    Duration,
}

/// A value of a fact before its type is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    /// The text, and whether it is in quotes.
    One(Name, bool),
    Many(Written<Vec<Name>>),
}

/// `derive`: how a value is computed, in its own small notation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Derived {
    pub(crate) name: Name,
    pub(crate) from: Formula,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    DaysSince(Name),
    HoursSince(Name),
    Count(Name),
    LengthOfText,
    Or(Name, Literal),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cue {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) any: Vec<Name>,
    pub(crate) except: Vec<Name>,
    pub(crate) unless_followed_by: Vec<Name>,
    pub(crate) unless_preceded_by: Vec<Name>,
    pub(crate) fold_kana: Option<Written<bool>>,
    pub(crate) matches: Vec<Name>,
    pub(crate) misses: Vec<Name>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Score {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    /// By cue name.
    pub(crate) parts: Vec<(Name, Decimal)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Let {
    pub(crate) name: Name,
    pub(crate) condition: Expression,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) labels: Vec<Titled>,
    pub(crate) order: Order,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Order {
    Ordered { default: Name },
    Unordered,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgment {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) holders: Holders,
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: Name,
    pub(crate) title: Option<Localised>,
    /// Absent: always.
    pub(crate) when: Option<Expression>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
}

/// One thing a rule does.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    Classify { axis: Name, label: Name },
    Raise(Name),
    Retain { judgment: Name, act: Act, tier: Option<Name> },
    Delegate { judgment: Name, act: Act, tier: Option<Name> },
    Settle { judgment: Name, ruling: Settlement, given: Option<Box<Given>> },
    Escalate { to: Option<Name>, urgency: Urgency, within: Option<SignedDuration> },
    Refer(Name),
    Notify(Name),
    Require(Name),
    Instruct(Localised),
    Tag(Box<str>),
}

/// The condition of a settlement.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) condition: Expression,
    /// The opposite is the answer where the condition is false.
    pub(crate) otherwise: bool,
}

impl Document {
    /// Where to point for what the rulebook as a whole lacks.
    pub(crate) fn start(&self) -> Place {
        self.id.as_ref().map_or(self.place, |id| id.place)
    }
}
