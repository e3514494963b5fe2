//! Mutants: a rulebook with one small change, as somebody might make it by mistake.

use crate::calendar::Calendar;
use crate::classify::Score;
use crate::condition::Condition;
use crate::decision::on_one_line;
use crate::effect::Rule;
use crate::id::{CalendarId, CueId, JudgmentId, LetId, RuleId, ScoreId};
use crate::inquiry::{Derived, FactDeclaration};
use crate::overrides::Override;
use crate::rulebook::{Judgment, LayerPhrases, Let, Model};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// How a mutant differs from its rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Operator {
    /// A rule never applies.
    DropRule,
    /// A part of a condition is left out.
    DropCondition,
    /// A part of a condition becomes its opposite.
    Negate,
    /// The limit of a comparison is in where it was out, or out where it was in.
    ReplaceComparison,
    /// The limit of a comparison is one unit of its type higher or lower.
    MoveThreshold,
    /// A set of options or labels has one more.
    WidenSet,
    /// A set of options or labels has one less.
    NarrowSet,
    /// Another option or label is asked for.
    SwapOption,
    /// What has to hold together may hold alone, or the reverse.
    SwapAndOr,
    /// A rule is in force a day longer or shorter.
    ShiftDate,
    /// A rule does one thing less.
    DropEffect,
    /// A judgment is retained by the next lower tier of the client.
    WeakenRetain,
    /// A judgment is delegated to the next higher tier.
    RaiseDelegate,
    /// A judgment is delegated to the next lower tier.
    LowerDelegate,
    /// A judgment is approved where it was denied, or denied where it was approved.
    FlipRuling,
    /// Another label is given: the next lower one of an ordered axis.
    ChangeLabel,
    /// The inquiry goes to the next lower tier.
    LowerEscalation,
    /// The inquiry is less urgent by one level.
    LowerUrgency,
    /// A time limit is one unit longer or shorter.
    ChangeTimeLimit,
    /// A cue lacks a phrase.
    DropPhrase,
    /// A fact that is not given counts as missing, in place of its default.
    DropDefault,
    /// A fact that is not given counts as known.
    AddDefault,
    /// What stands in for a missing fact is another value.
    ChangeDefault,
    /// A score lacks some of its points.
    DropPoints,
    /// A part of a score adds one unit more or less.
    ChangePoints,
    /// The least or the greatest value of a fact is one unit higher or lower.
    MoveBound,
    /// A calendar opens or closes one unit earlier or later.
    ShiftHours,
    /// A calendar has its regular hours on a holiday, or on a day with hours of its own.
    DropDay,
    /// A judgment is held by the next lower tier when no rule says otherwise.
    LowerHolder,
    /// Scripts may propose more.
    WidenGrant,
    /// A script proposes one thing less.
    DropProposal,
    /// A failing script hands the inquiry to the next lower tier.
    LowerScriptError,
}

/// What a mutant changes, as the rulebook calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Subject {
    /// A rule.
    Rule,
    /// A named condition.
    Let,
    /// A parameter.
    Param,
    /// A derived value.
    Derived,
    /// A fact.
    Fact,
    /// A cue.
    Cue,
    /// A score.
    Score,
    /// A calendar.
    Calendar,
    /// A judgment.
    Judgment,
    /// Scripts and what they are granted.
    Script,
}

impl Subject {
    /// The word used in JSON and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Let => "let",
            Self::Param => "param",
            Self::Derived => "derived",
            Self::Fact => "fact",
            Self::Cue => "cue",
            Self::Score => "score",
            Self::Calendar => "calendar",
            Self::Judgment => "judgment",
            Self::Script => "script",
        }
    }
}

/// One change of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Mutant {
    /// How it is changed.
    pub operator: Operator,
    /// What kind of thing is changed.
    pub subject: Subject,
    /// What that is called.
    pub name: Box<str>,
    /// Where that stands, once it was [looked up](super::MutationScore::locate).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What it said, in the language of rulebooks.
    pub before: String,
    /// Which part of its condition it is, where several read so: from 1, from left to right.
    #[serde(skip_serializing_if = "is_first")]
    pub nth: usize,
    /// What it says in its place; `None` where that is left out.
    pub after: Option<String>,
    /// Whether the vendor may do more in some inquiry, or is held to less: a rule or a guard dropped, an outcome one step lower, a
    /// grant widened.
    pub permissive: bool,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// What the file is called.
    pub file: Box<str>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// `rule refund.small: order.amount <= 3000 → order.amount <= 3001`
impl fmt::Display for Mutant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { file, line, column }) = &self.place {
            write!(formatter, "{file}:{line}:{column}: ")?;
        }
        formatter.write_str(&self.change())
    }
}

impl Mutant {
    /// What is changed, wherever it stands: what excuses in files of cases call it.
    pub fn change(&self) -> String {
        let Self { subject, name, before, after, nth, .. } = self;
        let change = match after {
            Some(after) => format!("{} → {}", on_one_line(before), on_one_line(after)),
            None => format!("without {}", on_one_line(before)),
        };
        let which = if is_first(nth) { String::new() } else { format!(" ({nth})") };
        format!("{} {name}: {change}{which}", subject.as_str())
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so it is called for serialising")]
const fn is_first(nth: &usize) -> bool {
    *nth <= 1
}

/// A mutant with what makes it.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) mutant: Mutant,
    pub(super) part: Part,
    pub(super) reach: Reach,
}

/// The one part of a model that is another.
#[derive(Debug)]
pub(super) enum Part {
    Rule(RuleId, Arc<Rule>),
    Let(LetId, Box<Let>),
    Fact(usize, Arc<FactDeclaration>),
    /// By its position.
    Derived(usize, Box<Derived>),
    Phrases(usize, LayerPhrases),
    Score(ScoreId, Box<Score>),
    Calendar(CalendarId, Box<Calendar>),
    Judgment(JudgmentId, Box<Judgment>),
    Override(usize, Box<Override>),
}

/// Which cases a mutant can be decided otherwise in.
#[derive(Debug)]
pub(super) enum Reach {
    /// Those in which a part of a condition is not as true as before.
    Condition {
        root: Root,
        path: Vec<usize>,
        new: Condition,
    },
    /// Those in which the rule is not false.
    Rule(RuleId),
    /// Those in which the cue is heard otherwise, as it is where this is said.
    Cue(CueId, Box<str>),
    /// Those in which facts are others.
    Facts,
    All,
}

/// The condition that a changed part stands in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Root {
    Rule(RuleId),
    /// What a grant of a rule is given on, by its position.
    Given(RuleId, usize),
    Let(LetId),
    /// What the points of a part of a score hang on, by its position.
    Points(ScoreId, usize),
}

impl Part {
    /// Changes places with what the model holds there; a second time everything is as it was.
    pub(super) fn swap(&mut self, model: &mut Model) {
        match self {
            Self::Rule(id, rule) => swap_in(&mut model.rules, id.index(), rule),
            Self::Let(id, named) => swap_in(Arc::make_mut(&mut model.lets), id.index(), &mut **named),
            Self::Fact(at, fact) => swap_in(&mut model.facts, *at, fact),
            Self::Derived(at, derived) => swap_in(Arc::make_mut(&mut model.derived), *at, &mut **derived),
            Self::Phrases(at, phrases) => swap_in(&mut model.phrases, *at, phrases),
            Self::Score(id, score) => swap_in(Arc::make_mut(&mut model.scores), id.index(), &mut **score),
            Self::Calendar(id, calendar) => {
                swap_in(Arc::make_mut(&mut model.calendars), id.index(), &mut **calendar);
            }
            Self::Judgment(id, judgment) => {
                swap_in(Arc::make_mut(&mut model.judgments), id.index(), &mut **judgment);
            }
            Self::Override(at, by) => swap_in(&mut model.overrides, *at, by),
        }
    }
}

fn swap_in<T>(list: &mut [T], at: usize, other: &mut T) {
    if let Some(slot) = list.get_mut(at) {
        std::mem::swap(slot, other);
    }
}
