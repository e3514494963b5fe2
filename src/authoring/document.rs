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
    pub(crate) extends: Vec<Extends>,
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
    /// When the rules, tables and limits of this layer are in force.
    pub(crate) effective: Option<Effective>,
    pub(crate) params: Vec<Param>,
    pub(crate) calendars: Vec<Calendar>,
    pub(crate) tables: Vec<Table>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) invariants: Vec<Invariant>,
    pub(crate) lost: Lost,
}

/// A layer this one stands on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Extends {
    pub(crate) layer: Name,
    /// Ids of rules taken out of it; only the outermost rulebook may.
    pub(crate) without: Vec<Name>,
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
    /// `open(calendar)`
    Open(Name),
    /// `business_hours_since(fact, calendar)`
    BusinessHoursSince(Name, Name),
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
    /// `cue.x: 2` is a part whose condition is that cue.
    pub(crate) parts: Vec<ScorePart>,
    /// Names of the numbers from which on they apply, as written.
    pub(crate) bands: Vec<(Name, Decimal)>,
}

/// What adds points to a score while its condition holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScorePart {
    pub(crate) when: Expression,
    pub(crate) points: Decimal,
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
    /// No other layer may grant it.
    pub(crate) locked: Option<Written<()>>,
}

/// `effective`: a period, as written: civil days of the rulebook's time zone, both included, or instants with their offset, of
/// which `until` is the first one outside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Effective {
    pub(crate) from: Option<Name>,
    pub(crate) until: Option<Name>,
}

/// `params`: a typed constant. Without a type it sets another layer's parameter anew.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Param {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    pub(crate) kind: Option<FactKind>,
    pub(crate) value: Literal,
    pub(crate) unit: Option<Box<str>>,
    pub(crate) min: Option<Literal>,
    pub(crate) max: Option<Literal>,
}

/// `calendars`: when a desk is open. Days and windows are texts as written, such as `mon-fri` and `09:00-12:00`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calendar {
    pub(crate) name: Name,
    pub(crate) title: Option<Localised>,
    /// The rulebook's, if absent.
    pub(crate) timezone: Option<Name>,
    pub(crate) hours: Vec<(Name, Vec<Name>)>,
    pub(crate) holidays: Vec<Name>,
    /// Dates with their own windows; none means closed.
    pub(crate) exceptions: Vec<(Name, Vec<Name>)>,
}

/// `tables`: rules written as rows, all of which apply.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    pub(crate) id: Name,
    pub(crate) title: Option<Localised>,
    /// What every row asks for beside its cells.
    pub(crate) when: Option<Expression>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
    pub(crate) effective: Option<Effective>,
    /// The file the columns and rows were read from.
    pub(crate) csv: Option<Name>,
    pub(crate) columns: Vec<Name>,
    /// A cell for each column; `None` says nothing.
    pub(crate) rows: Vec<Written<Vec<Option<Literal>>>>,
}

/// `limits`: up to which amount each tier may decide a judgment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Limit {
    pub(crate) judgment: Name,
    /// Told apart where a judgment has several; the rules it expands to are called `limits.JUDGMENT.TIER` or
    /// `limits.JUDGMENT.ID.TIER`.
    pub(crate) id: Option<Name>,
    pub(crate) by: Name,
    pub(crate) when: Option<Expression>,
    pub(crate) tiers: Vec<(Name, Literal)>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
    pub(crate) effective: Option<Effective>,
}

/// `invariants`: what no decision may ever be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Invariant {
    pub(crate) id: Option<Name>,
    pub(crate) never: Expression,
    pub(crate) because: Option<Localised>,
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
    pub(crate) effective: Option<Effective>,
    /// No other layer may take it out.
    pub(crate) locked: Option<Written<()>>,
}

/// One thing a rule does.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    Classify { axis: Name, label: Name },
    Raise(Name),
    Retain { judgment: Name, act: Act, tier: Option<Name> },
    Delegate { judgment: Name, act: Act, tier: Option<Name> },
    Settle { judgment: Name, ruling: Settlement, given: Option<Box<Given>> },
    Escalate { to: Option<Name>, urgency: Urgency, within: Option<TimeLimit> },
    Refer(Name),
    Notify(Name),
    Require(Name),
    Instruct(Localised),
    Tag(Box<str>),
}

/// `within`: how long something may take.
#[derive(Debug, Clone)]
pub(crate) enum TimeLimit {
    /// Time that passes on every clock.
    Elapsed(SignedDuration),
    /// Time during which a calendar is open: the only one of the rulebook, if it has no name here.
    Business { time: SignedDuration, calendar: Option<Name>, place: Place },
}

/// The condition of a settlement.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) condition: Expression,
    /// The opposite is the answer where the condition is false.
    pub(crate) otherwise: bool,
}

impl Score {
    /// Whether the parts and bands are the same, in whatever order they are written.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        fn parts(score: &Score) -> Vec<(String, Decimal)> {
            let mut parts: Vec<_> =
                score.parts.iter().map(|part| (part.when.to_string(), part.points)).collect();
            parts.sort();
            parts
        }
        fn bands(score: &Score) -> Vec<(&str, Decimal)> {
            let mut bands: Vec<_> = score.bands.iter().map(|(name, from)| (&*name.value, *from)).collect();
            bands.sort_unstable();
            bands
        }
        parts(self) == parts(other) && bands(self) == bands(other)
    }
}

impl Document {
    /// Where to point for what the rulebook as a whole lacks.
    pub(crate) fn start(&self) -> Place {
        self.id.as_ref().map_or(self.place, |id| id.place)
    }
}
