//! What a decision shows: its parts by name.

use super::decision::{Beaten, Counted, Decision};
use super::evidence::Evidence;
use super::proposal::place;
use crate::authority::{Party, Rank, Urgency};
use crate::calendar::{self, Calendar, shown_in};
use crate::condition::Truth;
use crate::effect::{EffectKind, Recipient, Restriction, Rule, TimeLimit};
use crate::localised::Localised;
use crate::rulebook::Model;
use serde::Serialize;

/// Where an inquiry goes.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    pub(crate) decision: &'a Decision,
}

impl<'a> Route<'a> {
    /// The tier that must handle it.
    pub fn tier(self) -> &'a str {
        self.decision.model().tiers.id(self.decision.parts.safe.tier)
    }

    /// Whose tier that is; [`Party::Client`] means a hand-back (差し戻し).
    pub fn party(self) -> Party {
        self.decision.model().tiers.party(self.decision.parts.safe.tier)
    }

    /// Whether nothing that is missing could change tier, urgency or due.
    pub fn is_certain(self) -> bool {
        self.decision.parts.safe == self.decision.parts.low
    }

    /// The tiers a hand-off passes through, in order, both ends left out.
    pub fn via(self) -> impl Iterator<Item = &'a str> {
        self.decision.parts.via.iter().map(move |rank| self.decision.model().tiers.id(*rank))
    }

    /// The desks it goes to as well, by name.
    pub fn desks(self) -> impl Iterator<Item = &'a str> {
        let desks = self.decision.parts.desks.iter().map(|desk| self.decision.model().desk_name(*desk));
        sorted(desks)
    }

    /// Who is told, without being handed anything: parties, tiers from low to high, desks.
    pub fn notify(self) -> impl Iterator<Item = &'a str> {
        let (told, model) = (&self.decision.parts.notify, self.decision.model());
        let is_desk = |recipient: &&Recipient| matches!(recipient, Recipient::Desk(_));
        let others = told.iter().filter(move |recipient| !is_desk(recipient));
        let desks = sorted(told.iter().filter(is_desk).map(|desk| desk.name(model)));
        others.map(|recipient| recipient.name(model)).chain(desks)
    }

    /// How soon it must be taken up.
    pub const fn urgency(self) -> Urgency {
        self.decision.parts.safe.urgency
    }

    /// Every time limit that counts, shortest first, as written in rulebooks: `30m`, `4 business hours`, and where there are
    /// several calendars `4 business hours in support`.
    pub fn within(self) -> impl Iterator<Item = String> {
        self.decision.parts.within.iter().map(move |limit| limit.text(&self.decision.model().calendars))
    }

    /// When the first of the time limits is over; `None` without a limit or without the inquiry's time.
    pub const fn due(self) -> Option<jiff::Timestamp> {
        self.decision.parts.safe.due
    }

    /// The same in RFC 3339 with the offset of the rulebook's time zone.
    pub fn due_text(self) -> Option<String> {
        self.due().map(|due| shown_in(due, &self.decision.model().timezone))
    }

    /// The open time that was counted up to [`due`](Self::due), in order; empty where that is a limit of elapsed time.
    pub fn segments(self) -> impl Iterator<Item = Segment<'a>> {
        let by = self.decision.parts.due_by.iter();
        by.flat_map(move |by| {
            let calendar = by.limit.calendar.and_then(|id| self.decision.model().calendars.get(id.index()));
            let segments = by.segments.iter();
            segments.filter_map(move |segment| Some(Segment { calendar: calendar?, segment: *segment }))
        })
    }
}

/// Names in their order.
fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> std::vec::IntoIter<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.into_iter()
}

/// A stretch of a calendar's open time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    calendar: &'a Calendar,
    segment: calendar::Segment,
}

impl Segment<'_> {
    /// Its first instant.
    pub const fn from(self) -> jiff::Timestamp {
        self.segment.from
    }

    /// The first instant behind it.
    pub const fn until(self) -> jiff::Timestamp {
        self.segment.until
    }

    /// Both in RFC 3339 with the offset of the calendar's time zone.
    pub fn texts(self) -> [String; 2] {
        let zone = &self.calendar.zone;
        [self.segment.from, self.segment.until].map(|at| shown_in(at, zone))
    }
}

/// Something to ask the customer for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ask<'a> {
    /// The missing fact; `None` means the customer's own words, or the rest of them.
    pub fact: Option<&'a str>,
    /// How the rulebook says to ask for it.
    pub question: Option<&'a Localised>,
}

/// A fact the hand-over record needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Requirement<'a> {
    /// Its name.
    pub fact: &'a str,
    /// Whether the inquiry has it.
    pub known: bool,
}

/// A rule's effect that counted, and why.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    pub(crate) model: &'a Model,
    pub(crate) counted: &'a Counted,
}

impl<'a> Reason<'a> {
    /// The rule.
    pub fn rule(self) -> &'a str {
        self.model.rule_name(self.counted.rule)
    }

    /// What it does.
    pub const fn effect(self) -> EffectKind {
        self.counted.effect
    }

    /// True, or unknown for a restriction that counts because it may apply.
    pub const fn truth(self) -> Truth {
        self.counted.truth
    }

    /// The author's reason.
    pub fn because(self) -> Option<&'a Localised> {
        self.declared().and_then(|rule| rule.because.as_ref())
    }

    /// The clause, law or standard it rests on.
    pub fn source(self) -> Option<&'a str> {
        self.declared().and_then(|rule| rule.source.as_deref())
    }

    /// What its condition rests on, in the order of the condition; of the hits of one cue the first 32.
    pub fn evidence(self) -> impl Iterator<Item = Evidence<'a>> {
        self.counted.evidence.iter().map(move |item| item.view(self.model))
    }

    /// To whom and how soon, where the effect is to escalate.
    pub fn escalation(self) -> Option<Escalation<'a>> {
        let (to, urgency, within) = self.escalate()?;
        let within = within.map(|within| within.text(&self.model.calendars));
        Some(Escalation { to: self.model.tiers.id(to), urgency, within })
    }

    /// What the rule says about escalating, where that is the effect.
    pub(crate) fn escalate(self) -> Option<(Rank, Urgency, Option<TimeLimit>)> {
        if self.counted.effect != EffectKind::Escalate {
            return None;
        }
        self.declared()?.restrictions.iter().find_map(|restriction| match restriction {
            Restriction::Escalate { to, urgency, within } => Some((*to, *urgency, *within)),
            _ => None,
        })
    }

    fn declared(self) -> Option<&'a Rule> {
        self.model.rules.get(self.counted.rule.index()).map(|rule| &**rule)
    }
}

/// What one rule says about escalating; the route is what all of them come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Escalation<'a> {
    /// The tier it hands up to; the lowest tier if it only sets urgency or a time limit.
    pub to: &'a str,
    /// How urgent it makes the inquiry.
    pub urgency: Urgency,
    /// How long it gives, as rulebooks write it: `30m`, `4 business hours`.
    pub within: Option<String>,
}

/// A grant whose condition holds and that restrictions beat, or that a failed script suspends.
#[derive(Debug, Clone, Copy)]
pub struct Overridden<'a> {
    pub(crate) model: &'a Model,
    pub(crate) beaten: &'a Beaten,
}

impl<'a> Overridden<'a> {
    /// The rule that grants.
    pub fn rule(self) -> &'a str {
        self.model.rule_name(self.beaten.rule)
    }

    /// What it would have granted.
    pub const fn effect(self) -> EffectKind {
        self.beaten.effect
    }

    /// On which judgment.
    pub fn judgment(self) -> &'a str {
        self.model.judgment_name(self.beaten.judgment)
    }

    /// The rules that beat it, sorted.
    pub fn by(self) -> impl Iterator<Item = &'a str> {
        self.beaten.by.iter().map(move |rule| self.model.rule_name(*rule))
    }

    /// The proposals of scripts that beat it, as `decided:3:5` for a line and column of a script, sorted.
    pub fn by_scripts(self) -> Vec<String> {
        let mut places: Vec<String> =
            self.beaten.by_scripts.iter().map(|site| place(self.model, *site)).collect();
        places.sort_unstable();
        places
    }

    /// Whether a script failed, so that it would not count even if nothing beat it.
    pub const fn is_suspended(self) -> bool {
        self.beaten.is_suspended
    }
}
