//! What a rule's condition rests on: the words, facts, scores and labels that made it true, or left it open.

use super::shown::{Shown, exact, is_sensitive, show};
use crate::calendar::{Period, shown_in};
use crate::classify::{AxisState, Interval};
use crate::condition::{Condition, Knowable, LabelSet, Leaf, Outcomes, Situation, Term, Truth};
use crate::id::{AxisId, CueId, LabelId, LetId, ScoreId, ValueId};
use crate::inquiry::{Inquiry, Missing, Value};
use crate::localised::{Language, Localised};
use crate::rulebook::Model;
use crate::text::{CueHit, Part};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// One thing a reason rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Evidence<'a> {
    /// The customer's own words.
    Words {
        /// The cue they hit.
        cue: &'a str,
        /// The message, counted from 0 in the inquiry's order; the shorthand `text` counts as the last one.
        message: u32,
        /// Whether the words stand in the message's subject rather than its text.
        #[serde(rename = "part", skip_serializing_if = "is_body", serialize_with = "subject")]
        in_subject: bool,
        /// Byte offset of the first byte in the original message.
        start: u32,
        /// Byte offset behind the last byte in the original message.
        end: u32,
        /// The words as the customer wrote them.
        text: &'a str,
    },
    /// A cue that does not hit (`False`), or of which that is not certain (`Unknown`) because not all words arrived.
    NoWords {
        /// The cue.
        cue: &'a str,
        /// False or unknown.
        truth: Truth,
    },
    /// A fact or derived value, as read.
    Fact {
        /// Its name.
        fact: &'a str,
        /// Its value.
        value: FactText<'a>,
    },
    /// A fact or derived value that is missing.
    Missing {
        /// Its name.
        fact: &'a str,
        /// Why it is missing.
        missing: Missing,
    },
    /// A fact that was read but whose value is not shown, because the rulebook calls it personal or secret.
    Redacted {
        /// Its name.
        fact: &'a str,
        /// Always true.
        redacted: bool,
    },
    /// A score: the numbers it may still turn out to be.
    Score {
        /// Its name.
        score: &'a str,
        /// The smallest.
        low: Number,
        /// The largest.
        high: Number,
        /// The band all these numbers lie in; `None` where they lie in several, below the lowest, or there are none.
        band: Option<&'a str>,
        /// The parts that count, and those that may yet; those that are false are left out.
        parts: Vec<Points>,
    },
    /// The period in which a rule is in force, and the inquiry's time.
    InForce {
        /// The period.
        in_force: InForce<'a>,
        /// The inquiry's time in RFC 3339, with the offset of the rulebook's time zone; `None` if it has none.
        at: Option<&'a str>,
    },
    /// The labels an axis may still carry.
    Labels {
        /// The axis.
        axis: &'a str,
        /// Its possible labels, from least to most restrictive, or by name on an unordered axis.
        possible: Vec<&'a str>,
    },
    /// What was decided, where an invariant asks.
    Decided {
        /// What is asked, as `holder(refund)`, `ruling(refund)`, `raised(refund)`, `route` or `urgency`.
        decided: String,
        /// The tier, ruling or level; of `raised(..)` `yes`, `no`, or `possible` where that is not certain.
        label: &'a str,
    },
}

/// What a part of a score adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Points {
    /// The condition under which it counts, as text; `None` if it reads a personal or secret value, directly or through named
    /// conditions and derived values: a part that counts would tell the value by its literals. In JSON `"[redacted]"`.
    #[serde(serialize_with = "or_redacted")]
    pub when: Option<String>,
    /// How much it adds; may be negative.
    pub points: Number,
    /// True, or unknown for a part that may yet count.
    pub truth: Truth,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form serde calls")]
const fn is_body(in_subject: &bool) -> bool {
    !*in_subject
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form serde calls")]
fn subject<S: Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("subject")
}

/// What stands for a condition that is not shown.
pub(crate) const REDACTED: &str = "[redacted]";

#[expect(clippy::ref_option, reason = "the form serde calls")]
fn or_redacted<S: Serializer>(when: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(when.as_deref().unwrap_or(REDACTED))
}

/// The period in which a rule is in force: its own and its layer's together, as rulebooks write it. A day is included, both
/// at the beginning and at the end; of two instants the second is the first one outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InForce<'a> {
    /// From when on; `None` if it always was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'a str>,
    /// Until when; `None` if it always will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<&'a str>,
}

/// The value of a fact as text; in JSON it keeps its type and every digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactText<'a>(Shown<'a>);

impl std::fmt::Display for FactText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for FactText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// An exact decimal number; it prints with every digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number(rust_decimal::Decimal);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact(self.0).serialize(serializer)
    }
}

/// Evidence as a decision keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Words {
        cue: CueId,
        hit: CueHit,
        text: Box<str>,
    },
    NoWords {
        cue: CueId,
        truth: Truth,
    },
    Fact {
        value: ValueId,
        known: Value,
    },
    Missing {
        value: ValueId,
        cause: Missing,
    },
    Redacted {
        value: ValueId,
    },
    /// With the positions of the parts that are not false.
    Score {
        score: ScoreId,
        interval: Interval,
        parts: Vec<(usize, Truth)>,
    },
    Labels {
        axis: AxisId,
        possible: Vec<LabelId>,
    },
    Decided {
        term: Term,
        possible: LabelSet,
    },
    InForce {
        from: Option<Box<str>>,
        until: Option<Box<str>>,
        at: Option<Box<str>>,
    },
}

impl Item {
    /// The evidence by the names conditions use.
    pub(crate) fn view<'a>(&'a self, model: &'a Model) -> Evidence<'a> {
        self.named(model, &|_, id| id)
    }

    /// The evidence by the titles people read, where there are any.
    pub(crate) fn titled<'a>(&'a self, model: &'a Model, language: Language) -> Evidence<'a> {
        self.named(model, &|title, id| {
            title.map(|title| title.get(language)).filter(|title| !title.is_empty()).unwrap_or(id)
        })
    }

    fn named<'a>(&'a self, model: &'a Model, name: Naming<'_, 'a>) -> Evidence<'a> {
        let fact = |value: ValueId| name(model.value_title(value), model.value_name(value));
        let cue_name = |cue: CueId| {
            let title = model.cues.get(cue.index()).and_then(|cue| cue.title.as_ref());
            name(title, model.cue_name(cue))
        };
        match self {
            Self::Words { cue, hit, text } => Evidence::Words {
                cue: cue_name(*cue),
                message: hit.message,
                in_subject: hit.part == Part::Subject,
                start: hit.start,
                end: hit.end,
                text,
            },
            Self::NoWords { cue, truth } => Evidence::NoWords { cue: cue_name(*cue), truth: *truth },
            Self::Fact { value, known } => {
                Evidence::Fact { fact: fact(*value), value: FactText(show(model, *value, known)) }
            }
            Self::Missing { value, cause } => Evidence::Missing { fact: fact(*value), missing: *cause },
            Self::Redacted { value } => Evidence::Redacted { fact: fact(*value), redacted: true },
            Self::Score { score: id, interval, parts } => {
                let score = model.scores.get(id.index());
                let points = |(at, truth): &(usize, Truth)| {
                    let part = score.and_then(|score| score.parts.get(*at))?;
                    let secret = reads_sensitive(&part.when, model, &mut BTreeSet::new());
                    let when = (!secret).then(|| part.when.display(model).to_string());
                    Some(Points { when, points: Number(part.points), truth: *truth })
                };
                Evidence::Score {
                    score: name(score.and_then(|score| score.title.as_ref()), model.score_name(*id)),
                    low: Number(interval.low),
                    high: Number(interval.high),
                    band: score.and_then(|score| score.band(*interval)).map(|band| &*band.id),
                    parts: parts.iter().filter_map(points).collect(),
                }
            }
            Self::InForce { from, until, at } => Evidence::InForce {
                in_force: InForce { from: from.as_deref(), until: until.as_deref() },
                at: at.as_deref(),
            },
            Self::Labels { axis, possible } => {
                let axis = model.axes.get(axis.index());
                let label = |label: &LabelId| {
                    let declared = axis.and_then(|axis| axis.labels.get(label.index()));
                    declared.map_or("", |label| name(label.title.as_ref(), &label.id))
                };
                Evidence::Labels {
                    axis: axis.map_or("", |axis| name(axis.title.as_ref(), &axis.id)),
                    possible: possible.iter().map(label).collect(),
                }
            }
            Self::Decided { term, possible } => {
                let outcomes = Outcomes::of(model);
                let labels = term.labels(outcomes);
                let label = match possible.highest() {
                    Some(label) if possible.len() == 1 => labels.get(label.index()).copied().unwrap_or(""),
                    _ => "possible",
                };
                Evidence::Decided { decided: term.written(outcomes).to_string(), label }
            }
        }
    }
}

/// Whether a condition reads a value that may not be shown, directly or through named conditions and derived values. Those
/// in `seen` have been looked at: each may use the one before it several times.
fn reads_sensitive(condition: &Condition, model: &Model, seen: &mut BTreeSet<LetId>) -> bool {
    match condition {
        Condition::Constant(_) => false,
        Condition::Not(inner) => reads_sensitive(inner, model, seen),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().any(|part| reads_sensitive(part, model, seen))
        }
        Condition::Let(id) => {
            let named = model.lets.get(id.index()).filter(|_| seen.insert(*id));
            named.is_some_and(|named| reads_sensitive(&named.condition, model, seen))
        }
        Condition::Leaf(leaf) => leaf.values().any(|value| is_sensitive(model, value)),
    }
}

/// Picks what to call something from its title and its id.
type Naming<'f, 'a> = &'f dyn Fn(Option<&'a Localised>, &'a str) -> &'a str;

/// How many hits of one cue a reason shows, the first ones: few enough to be read.
const SHOWN_HITS: usize = 32;

/// Collects what the truth of conditions rests on, each piece once, in the order of the condition.
pub(crate) struct Collector<'a> {
    model: &'a Model,
    inquiry: &'a Inquiry,
    situation: &'a Situation,
    seen: SeenSet,
    pub(crate) items: Vec<Item>,
}

/// What was collected already: looked through while it is little, as it nearly always is.
struct SeenSet {
    first: [Option<Seen>; 8],
    rest: BTreeSet<Seen>,
}

impl SeenSet {
    const fn new() -> Self {
        Self { first: [None; 8], rest: BTreeSet::new() }
    }

    /// Whether it is new.
    fn insert(&mut self, seen: Seen) -> bool {
        for slot in &mut self.first {
            match slot {
                Some(other) if *other == seen => return false,
                Some(_) => {}
                None => {
                    *slot = Some(seen);
                    return true;
                }
            }
        }
        self.rest.insert(seen)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Let(LetId),
    Value(ValueId),
    Cue(CueId),
    Score(ScoreId),
    Axis(AxisId),
    Term(Term),
}

impl<'a> Collector<'a> {
    /// A collector that has seen nothing yet.
    pub(crate) const fn new(model: &'a Model, inquiry: &'a Inquiry, situation: &'a Situation) -> Self {
        Self { model, inquiry, situation, seen: SeenSet::new(), items: Vec::new() }
    }

    /// Adds what `condition` rests on: of a conjunction that is false only the false parts, of a disjunction that is
    /// true only the true ones; otherwise every part on which the result still depends.
    pub(crate) fn condition(&mut self, condition: &Condition) {
        self.with_truth(condition, self.truth(condition));
    }

    /// The same of a condition whose truth was worked out already.
    pub(crate) fn with_truth(&mut self, condition: &Condition, truth: Truth) {
        let model = self.model;
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => self.with_truth(inner, truth.not()),
            Condition::All(parts) => self.parts(parts, truth, Truth::True),
            Condition::Any(parts) => self.parts(parts, truth, Truth::False),
            Condition::Let(id) => {
                if self.seen.insert(Seen::Let(*id))
                    && let Some(named) = model.lets.get(id.index())
                {
                    self.with_truth(&named.condition, truth);
                }
            }
            Condition::Leaf(leaf) => self.leaf(leaf),
        }
    }

    /// The parts of something that is `truth`, and `unanimous` only if all of them are.
    fn parts(&mut self, parts: &[Condition], truth: Truth, unanimous: Truth) {
        for part in parts {
            let of_part = if truth == unanimous { truth } else { self.truth(part) };
            // A conjunction still depends on its true parts while it is unknown, a disjunction no more on its false ones.
            if of_part == truth || (truth == Truth::Unknown && of_part == Truth::True) {
                self.with_truth(part, of_part);
            }
        }
    }

    fn truth(&self, condition: &Condition) -> Truth {
        condition.evaluate(self.situation, &self.model.lets)
    }

    fn leaf(&mut self, leaf: &Leaf) {
        leaf.values().for_each(|value| self.value(value));
        match leaf {
            Leaf::Cue(cue) | Leaf::Known(Knowable::Cue(cue)) => self.cue(*cue),
            Leaf::Score { score, .. } | Leaf::Known(Knowable::Score(score)) => self.score(*score),
            Leaf::AxisIn { axis, .. } | Leaf::AxisHas { axis, .. } | Leaf::Known(Knowable::Axis(axis)) => {
                self.axis(*axis);
            }
            Leaf::Outcome { term, .. } => self.decided(*term),
            Leaf::Known(Knowable::Raised(judgment)) => self.decided(Term::Raised(*judgment)),
            Leaf::InForce(period) => self.in_force(*period),
            Leaf::Holds(_)
            | Leaf::In { .. }
            | Leaf::Contains { .. }
            | Leaf::Known(Knowable::Value(_) | Knowable::Text)
            | Leaf::Compare { .. } => {}
        }
    }

    fn in_force(&mut self, period: Period) {
        let zone = &self.model.timezone;
        let (from, until) = period.ends(zone);
        let at = self.situation.time.map(|at| shown_in(at, zone));
        let [from, until, at] = [from, until, at].map(|text| text.map(Into::into));
        self.items.push(Item::InForce { from, until, at });
    }

    fn score(&mut self, score: ScoreId) {
        if !self.seen.insert(Seen::Score(score)) {
            return;
        }
        let model = self.model;
        let declared = model.scores.get(score.index()).map_or(&[][..], |score| &score.parts);
        let parts: Vec<_> = declared
            .iter()
            .map(|part| self.truth(&part.when))
            .enumerate()
            .filter(|(_, truth)| *truth != Truth::False)
            .collect();
        let counting = parts.iter().filter_map(|(at, _)| declared.get(*at));
        let counting: Vec<&Condition> = counting.map(|part| &part.when).collect();
        self.items.push(Item::Score { score, interval: self.situation.score(score), parts });
        counting.into_iter().for_each(|part| self.condition(part));
    }

    fn value(&mut self, value: ValueId) {
        if !self.seen.insert(Seen::Value(value)) {
            return;
        }
        self.items.push(match self.situation.value(value) {
            Err(cause) => Item::Missing { value, cause },
            Ok(_) if is_sensitive(self.model, value) => Item::Redacted { value },
            Ok(known) => Item::Fact { value, known: known.clone() },
        });
    }

    fn cue(&mut self, cue: CueId) {
        if !self.seen.insert(Seen::Cue(cue)) {
            return;
        }
        let truth = self.situation.cues.truth(cue);
        if truth == Truth::True {
            let certain = self.situation.cues.hits(cue).iter().filter(|hit| hit.certain);
            let words = |hit: &CueHit| Item::Words { cue, hit: *hit, text: words(self.inquiry, hit).into() };
            self.items.extend(certain.take(SHOWN_HITS).map(words));
        } else {
            self.items.push(Item::NoWords { cue, truth });
        }
    }

    fn axis(&mut self, axis: AxisId) {
        if !self.seen.insert(Seen::Axis(axis)) {
            return;
        }
        let possible = match self.situation.axis(axis) {
            Some(AxisState::Ordered { possible }) => possible.iter().collect(),
            Some(AxisState::Unordered { labels }) => {
                let carried = labels.iter().enumerate().filter(|(_, truth)| **truth != Truth::False);
                let mut carried: Vec<LabelId> = carried.map(|(position, _)| LabelId::at(position)).collect();
                let axis = self.model.axes.get(axis.index());
                carried.sort_by_key(|label| axis.map(|axis| axis.label_id(*label)));
                carried
            }
            None => Vec::new(),
        };
        self.items.push(Item::Labels { axis, possible });
    }

    fn decided(&mut self, term: Term) {
        if !self.seen.insert(Seen::Term(term)) {
            return;
        }
        let possible = self.situation.decided.as_ref().and_then(|decided| decided.possible(term));
        self.items.extend(possible.map(|possible| Item::Decided { term, possible }));
    }
}

/// The customer's words at a hit, as written.
fn words<'a>(inquiry: &'a Inquiry, hit: &CueHit) -> &'a str {
    let message = usize::try_from(hit.message).ok().and_then(|position| inquiry.messages().get(position));
    let text = message.and_then(|message| match hit.part {
        Part::Subject => message.subject.as_deref(),
        Part::Body => Some(&*message.text),
    });
    let range =
        usize::try_from(hit.start).unwrap_or(usize::MAX)..usize::try_from(hit.end).unwrap_or(usize::MAX);
    text.and_then(|text| text.get(range)).unwrap_or("")
}
