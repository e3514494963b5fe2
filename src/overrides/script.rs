//! Checked scripts as data.

#[cfg(feature = "script")]
use super::program::Program;
use crate::authority::Rank;
use crate::condition::{Condition, Expression, Knowable, Leaf, Names, Outcomes, Situation};
use crate::diagnostic::Problem;
use crate::effect::{Grant, Restriction};
use crate::inquiry::{Derivation, Derived, FactDeclaration, Inquiry};
use crate::rulebook::{Desk, Model, Numbering};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::Arc;

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
pub enum Stage {
    /// Before any rule reads labels; it may only classify.
    Classified,
    /// Behind the rules; it may propose everything but labels.
    Decided,
}

impl Override {
    /// What the decision calls its script of `stage`: by the stage alone where the rulebook carries it, by the file alone
    /// where that holds nothing but the script.
    pub(crate) fn script_name(&self, stage: Stage) -> String {
        match &self.file {
            None => stage.as_str().to_owned(),
            Some(file) if file.ends_with(".rhai") => file.to_string(),
            Some(file) => format!("{file}: {}", stage.as_str()),
        }
    }
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
    pub(crate) facts: &'a [Arc<FactDeclaration>],
    /// Derived values and parameters.
    pub(crate) derived: &'a [Derived],
    /// Of the days scripts compare the inquiry's time with.
    pub(crate) timezone: &'a TimeZone,
}

impl Vocabulary<'_> {
    /// Whether an inquiry may lack this value without any fault of its own: a fact without a default, and what is measured from one.
    pub(crate) fn may_be_missing(&self, name: &str) -> bool {
        if let Some(declared) = self.facts.iter().find(|declared| &*declared.id == name) {
            return declared.default.is_none();
        }
        let Some(derived) = self.derived.iter().find(|derived| &*derived.id == name) else { return false };
        match derived.from {
            Derivation::Or(..)
            | Derivation::Constant(_)
            | Derivation::Count(_)
            | Derivation::LengthOfText => false,
            Derivation::DaysSince(_)
            | Derivation::HoursSince(_)
            | Derivation::BusinessHoursSince(..)
            | Derivation::Open(_) => true,
        }
    }
}

/// A checked script.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) stage: Stage,
    /// As written.
    pub(crate) text: Box<str>,
    /// Its proposals, in written order.
    pub(crate) sites: Vec<Site>,
    /// What it reads, sorted, each once: facts, derived values, named conditions and axes by name, others as `cue.`, `score.` and
    /// `param.`. Judgments, and what was decided of them, are not among them.
    pub(crate) names: Vec<Box<str>>,
    /// What the sandbox runs; only tests make scripts without it, whose runs are worked out from their lifted conditions.
    pub(super) program: Option<Program>,
}

/// What a build without scripts has in the place of a program; it never makes one.
#[cfg(not(feature = "script"))]
#[derive(Debug, Clone)]
pub(crate) struct Program;

#[cfg(not(feature = "script"))]
impl Program {
    fn renumber(&mut self, _: &Numbering) {}

    fn run(&self, sites: usize, _: &Model, _: &Inquiry, _: &Situation) -> Ran {
        Ran { proposed: vec![false; sites], met_missing: false, failure: None }
    }

    fn questions(&self) -> impl Iterator<Item = &Condition> {
        std::iter::empty()
    }

    fn readings(&self) -> impl Iterator<Item = &Condition> {
        std::iter::empty()
    }
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
    /// Whether what `when` leaves out may change when more is learnt.
    pub(crate) may_change: bool,
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
    /// The script that `text` is, and everything wrong with it. Places in `text` are offsets in it, of the source
    /// [`SourceId::SCRIPT`](crate::span::SourceId::SCRIPT): the other source of a second place is the rulebook's. Without errors
    /// there is always a script; warnings may come with one.
    #[cfg(feature = "script")]
    pub(crate) fn check(
        stage: Stage,
        text: &str,
        vocabulary: &Vocabulary<'_>,
    ) -> (Option<Self>, Vec<Problem>) {
        super::check::check(stage, text, vocabulary)
    }

    /// Refuses it: this build of the library cannot run scripts.
    #[cfg(not(feature = "script"))]
    pub(crate) fn check(_: Stage, _: &str, _: &Vocabulary<'_>) -> (Option<Self>, Vec<Problem>) {
        let place = crate::span::Place::default();
        let message = "this build of furiwake leaves scripts out";
        let problem = Problem::new(crate::diagnostic::Code::NotSupported, place, message);
        (None, vec![problem.help("build it with the feature `script`, which is on unless it is turned off")])
    }

    /// A script of nothing but what could be lifted out of it.
    #[cfg(test)]
    pub(crate) fn lifted(stage: Stage, sites: Vec<Site>) -> Self {
        Self { stage, text: "".into(), sites, names: Vec::new(), program: None }
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
        if let Some(program) = &mut self.program {
            program.renumber(numbering);
        }
    }

    /// Every condition it may ask for, whether lifted into a proposal or not: what a run of it rests on.
    pub(crate) fn questions(&self) -> impl Iterator<Item = &Condition> {
        let lifted = self.sites.iter().map(|site| &site.when);
        lifted.chain(self.program.iter().flat_map(Program::questions))
    }

    /// Whether each value is known that it reads other than in a condition.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &Condition> {
        self.program.iter().flat_map(Program::readings)
    }

    /// Everything that may stop it, in written order.
    #[cfg(feature = "script")]
    pub(super) fn steps(&self) -> impl Iterator<Item = &super::program::Step> {
        self.program.iter().flat_map(Program::steps)
    }

    /// Whether it asks what was decided.
    pub(crate) fn asks_outcome(&self) -> bool {
        self.questions().any(asks_outcome)
    }

    /// Runs it on one inquiry. `situation` holds everything the stages before found, and for a `decided` script what was decided.
    pub(crate) fn run(&self, model: &Model, inquiry: &Inquiry, situation: &Situation) -> Ran {
        match &self.program {
            Some(program) => program.run(self.sites.len(), model, inquiry, situation),
            #[cfg(test)]
            None => super::straight::run(self, model, situation),
            #[cfg(not(test))]
            None => Ran { proposed: vec![false; self.sites.len()], met_missing: false, failure: None },
        }
    }
}

impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        (self.stage, &self.text, &self.sites) == (other.stage, &other.text, &other.sites)
    }
}

impl Eq for Script {}

impl ScriptGrant {
    /// Whether one of its grants is at least as wide as what is proposed.
    pub(crate) fn covers(&self, proposed: &Grant) -> bool {
        self.grants.iter().any(|grant| grant.covers(proposed))
    }
}

/// Whether a condition asks what was decided. Named conditions never do.
fn asks_outcome(condition: &Condition) -> bool {
    match condition {
        Condition::Not(inner) => asks_outcome(inner),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(asks_outcome),
        Condition::Leaf(leaf) => matches!(leaf, Leaf::Outcome { .. } | Leaf::Known(Knowable::Raised(_))),
        Condition::Constant(_) | Condition::Let(_) => false,
    }
}
