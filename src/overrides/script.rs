//! Checked scripts as data.

use crate::authority::Rank;
use crate::condition::{Condition, Expression, Names, Outcomes, Situation, Truth};
use crate::diagnostic::Problem;
use crate::effect::{Grant, Restriction};
use crate::inquiry::Inquiry;
use crate::rulebook::{Desk, Model, Numbering};
use std::collections::BTreeMap;

/// What one client's layer, or a script file of the host, adds to the rules: scripts, the grants they may use, and who gets the
/// inquiry when one fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Override {
    /// The file the host handed over; `None` for the rulebook's own scripts.
    pub(crate) file: Option<Box<str>>,
    /// At most one for each stage, in the order of the stages.
    pub(crate) scripts: Vec<Script>,
    /// What its scripts may propose beyond restrictions.
    pub(crate) grants: Vec<ScriptGrant>,
    /// `on_script_error`
    pub(crate) on_error: Rank,
}

/// One entry of `grants`: what scripts may propose while its condition is definitely true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScriptGrant {
    pub(crate) when: Condition,
    /// The lowest tier a delegation may name, a settlement, a label.
    pub(crate) grants: Vec<Grant>,
}

/// When a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    /// Before any rule reads labels; it may only classify.
    Classified,
    /// Behind the rules; it may propose everything but labels.
    Decided,
}

impl Stage {
    /// Both, in the order in which they run.
    pub(crate) const ALL: [Self; 2] = [Self::Classified, Self::Decided];

    /// The key under which its script stands.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Classified => "classified",
            Self::Decided => "decided",
        }
    }
}

/// What a script is checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vocabulary<'a> {
    pub(crate) names: &'a Names<'a>,
    /// The rulebook's named conditions.
    pub(crate) lets: &'a BTreeMap<Box<str>, Expression>,
    pub(crate) outcomes: Outcomes<'a>,
    pub(crate) desks: &'a [Desk],
    /// What the client's layer grants to its scripts.
    pub(crate) grants: &'a [ScriptGrant],
}

/// A checked script.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) stage: Stage,
    /// As written.
    pub(crate) text: Box<str>,
    /// Its proposals, in written order.
    pub(crate) sites: Vec<Site>,
}

/// One proposal in the text of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    /// From 1, in the text of the script.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
    pub(crate) effect: SiteEffect,
    /// The reason its author gives.
    pub(crate) because: Box<str>,
    /// When it is proposed, as far as that could be lifted out of the script.
    pub(crate) when: Condition,
    /// Whether more than `when` decides: something that could not be lifted.
    pub(crate) opaque: bool,
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SiteEffect {
    Restriction(Restriction),
    /// It counts only inside a [`ScriptGrant`].
    Grant(Grant),
}

/// What one run of a script came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    /// By position in [`Script::sites`]: whether it was proposed.
    pub(crate) proposed: Vec<bool>,
    /// Whether the run asked for something that is missing: `known(..)` of it, or a reading that failed.
    pub(crate) met_missing: bool,
    pub(crate) failure: Option<Failure>,
}

/// Why a script stopped before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// From 1, in the text of the script.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
    pub(crate) kind: FailureKind,
    /// The names read where it failed, sorted; never their values.
    pub(crate) names: Vec<Box<str>>,
}

/// What stopped it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// It read what is missing, or asked what is unknown: this condition.
    Unknown(Condition),
    /// It computed what has no result: an overflow, a division by zero, a text beyond its limit. One lower-case sentence
    /// without values of the inquiry.
    Computation(Box<str>),
}

impl Script {
    /// The script that `text` is, and everything wrong with it. Places are offsets in `text`. Without errors there is always a
    /// script; warnings may come with one.
    pub(crate) fn check(
        _stage: Stage,
        _text: &str,
        _vocabulary: &Vocabulary<'_>,
    ) -> (Option<Self>, Vec<Problem>) {
        (None, Vec::new())
    }

    /// Refers to the names of the rulebook by their new indices.
    pub(crate) fn renumber(&mut self, numbering: &Numbering) {
        for site in &mut self.sites {
            numbering.condition(&mut site.when);
            match &mut site.effect {
                SiteEffect::Restriction(restriction) => numbering.restriction(restriction),
                SiteEffect::Grant(grant) => numbering.grant(grant),
            }
        }
    }

    /// Runs it on one inquiry. `situation` holds everything the stages before found, and for a `decided` script what was decided.
    pub(crate) fn run(&self, _model: &Model, _inquiry: &Inquiry, situation: &Situation) -> Ran {
        let _ = situation;
        Ran { proposed: vec![false; self.sites.len()], met_missing: false, failure: None }
    }
}

impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        (self.stage, &self.text, &self.sites) == (other.stage, &other.text, &other.sites)
    }
}

impl Eq for Script {}

impl Site {
    /// How far the proposal counts, by what the run came to: a restriction unless it is false, a grant only if it is true. A run that met
    /// nothing missing says it all; otherwise the lifted condition tells what is certain.
    pub(crate) fn truth(&self, proposed: bool, ran: &Ran, model: &Model, situation: &Situation) -> Truth {
        if !ran.met_missing && ran.failure.is_none() {
            return Truth::from(proposed);
        }
        let lifted = self.when.evaluate(situation, &model.lets);
        if self.opaque && !proposed { lifted.and(Truth::Unknown) } else { lifted }
    }
}
