//! Excuses: what a suite says that no case has to reach or notice, each with a reason.

use super::gates::Measure;
use crate::diagnostic::closest;
use serde::Serialize;
use std::fmt;

/// What an excuse is given for, as files of cases call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Excused {
    /// A rule that decides no case.
    Decisive,
    /// A part of a condition that turns it in no pair of cases.
    NearMiss,
    /// A number or date with a side on which no case lies.
    Boundary,
    /// A retained judgment that the vendor is refused in no case.
    Retained,
    /// A mutant that decides every inquiry as the rulebook does. It counts in no score.
    Equivalent,
    /// A mutant that no case needs to notice. It counts as one that survived.
    Survivors,
}

impl Excused {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Decisive, Self::NearMiss, Self::Boundary, Self::Retained, Self::Equivalent, Self::Survivors];

    /// The key under `excused` in files of cases.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decisive => Measure::Decisive.as_str(),
            Self::NearMiss => Measure::NearMiss.as_str(),
            Self::Boundary => Measure::Boundary.as_str(),
            Self::Retained => Measure::Retained.as_str(),
            Self::Equivalent => "equivalent",
            Self::Survivors => "survivors",
        }
    }
}

/// Why something is not asked of the cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Excuse {
    /// What it is given for.
    pub of: Excused,
    /// What is excused, as coverage names the part and a report prints the mutant.
    pub name: Box<str>,
    /// The reason.
    pub because: Box<str>,
    /// The file that gives it.
    pub file: Box<str>,
    /// The line on which it stands, from 1.
    pub line: usize,
}

/// An excuse that nothing needs. Prints with its place, the name in quotes: acme.cases.yaml:4: `late` is not to be excused under
/// `decisive`: some case reaches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NeedlessExcuse {
    /// The excuse.
    #[serde(flatten)]
    pub excuse: Excuse,
    /// Why it is not needed, as a part of an English sentence.
    pub why: &'static str,
    /// The inquiry that shows it, where one was made to: the `given` of a case, as YAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<Box<str>>,
    /// What there is of a name much like one that nothing has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<Box<str>>,
}

impl fmt::Display for NeedlessExcuse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { excuse: Excuse { of, name, file, line, .. }, why, given, near } = self;
        write!(formatter, "{file}:{line}: `{name}` is not to be excused under `{}`: {why}", of.as_str())?;
        match (given, near) {
            (Some(given), _) => write!(formatter, ": {given}"),
            (None, Some(near)) => write!(formatter, "; did you mean `{near}`?"),
            (None, None) => Ok(()),
        }
    }
}

/// Excuses with whether anything needs them.
#[derive(Debug)]
pub(super) struct Excuses<'s> {
    all: Vec<(&'s Excuse, Need)>,
}

/// What became of an excuse.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// Nothing is called so.
    Unknown,
    /// What is called so does without.
    Idle(&'static str),
    /// What is called so is not as the excuse says, as this inquiry shows.
    Refuted(Box<str>),
    Used,
}

impl<'s> Excuses<'s> {
    pub(super) fn new(all: impl IntoIterator<Item = &'s Excuse>) -> Self {
        Self { all: all.into_iter().map(|excuse| (excuse, Need::Unknown)).collect() }
    }

    /// The reason given for something, if there is one.
    pub(super) fn find(&self, of: Excused, name: &str) -> Option<&'s str> {
        let found = self.all.iter().find(|(excuse, _)| excuse.of == of && &*excuse.name == name);
        found.map(|(excuse, _)| &*excuse.because)
    }

    /// The same, taking note that it is needed.
    pub(super) fn take(&mut self, of: Excused, name: &str) -> Option<&'s str> {
        self.need(of, name, &Need::Used);
        self.find(of, name)
    }

    /// Takes note that something does without its excuse.
    pub(super) fn leave(&mut self, of: Excused, name: &str, why: &'static str) {
        self.need(of, name, &Need::Idle(why));
    }

    /// Takes note that something is not as its excuse says, as an inquiry shows.
    pub(super) fn refute(&mut self, of: Excused, name: &str, given: String) {
        self.need(of, name, &Need::Refuted(given.into()));
    }

    fn need(&mut self, of: Excused, name: &str, least: &Need) {
        self.named(of, name).filter(|(_, need)| need < least).for_each(|(_, need)| *need = least.clone());
    }

    fn named(&mut self, of: Excused, name: &str) -> impl Iterator<Item = &mut (&'s Excuse, Need)> {
        self.all.iter_mut().filter(move |(excuse, _)| excuse.of == of && &*excuse.name == name)
    }

    /// Those that nothing needed; `unknown` says it of those whose name nothing has, beside the nearest of `names`, which are those of
    /// whatever can be excused.
    pub(super) fn needless<'n>(
        self,
        unknown: &'static str,
        names: impl Fn(Excused) -> Vec<&'n str>,
    ) -> Vec<NeedlessExcuse> {
        let needless = self.all.into_iter().filter_map(|(excuse, need)| {
            let (why, given, near) = match need {
                Need::Used => return None,
                Need::Idle(why) => (why, None, None),
                Need::Refuted(given) => {
                    let why = "it is not equivalent, as an inquiry made for it is decided otherwise";
                    (why, Some(given), None)
                }
                Need::Unknown => (unknown, None, closest(&excuse.name, names(excuse.of)).map(Into::into)),
            };
            Some(NeedlessExcuse { excuse: excuse.clone(), why, given, near })
        });
        needless.collect()
    }
}
