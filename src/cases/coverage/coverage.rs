//! How much of a rulebook its cases cover, as data.

use super::aspect::Aspect;
use super::measure::{Measured, is_covered};
use super::obligation::Obligation;
use super::search::Search;
use crate::cases::case::Case;
use crate::cases::excuse::{Excuse, Excused, Excuses, NeedlessExcuse};
use crate::cases::gates::{Gates, MissedGate, Share};
use crate::cases::suite::Suite;
use crate::decision::on_one_line;
use crate::engine::Engine;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How much of a rulebook cases cover, in terms of the rulebook's own parts: nothing in it depends on lines or layout.
///
/// Printed, it shows the headline and what of it is missing. [`Serialize`] writes the part `coverage` of `furiwake.test/1`:
/// `{"levels": {"decisive": {"reached": .., "whole": .., "share": "92.5 %"}, ..}, "parts": [{"aspect": .., "name": .., "rule": ..,
/// "reached": .., "cases": [{"file": .., "line": .., "name": ..}], "missing": [{"what": .., "why": .., "case": ..}], "excuse": ..}],
/// "needless_excuses": [{"of": .., "name": .., "because": .., "file": .., "line": .., "why": .., "given": .., "near": ..}]}`; of the cases that reach a part the
/// first few.
#[derive(Debug, Clone)]
#[must_use = "cases may not cover what they should"]
pub struct Coverage {
    parts: Vec<Part>,
    /// Cases with their files.
    pub(crate) cases: Vec<CaseName>,
    needless: Vec<NeedlessExcuse>,
}

/// A part of the rulebook, and whether cases cover it.
#[derive(Debug, Clone)]
pub struct Part {
    pub(super) aspect: Aspect,
    pub(super) name: String,
    pub(super) rule: Option<String>,
    /// The positions of the test and of the atom that it is about.
    pub(crate) place: Option<(usize, usize)>,
    /// Which cases reach each of its goals, and why none does; cases as positions in [`Coverage::cases`].
    pub(crate) goals: Vec<(Vec<usize>, Option<Miss>)>,
    /// Why cases need not cover it, where they do not.
    pub(super) excuse: Option<Box<str>>,
}

/// What no case reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Miss {
    /// What of the part is missing, such as `just above 10000`; empty where it is the whole part.
    pub what: String,
    /// Why, as a part of an English sentence.
    pub why: String,
    /// A case that reaches it, as YAML to put under `cases`, where one was found. It expects what is decided now: read whether that
    /// is what was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

/// How much is reached of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "a fraction has two numbers")]
pub struct Tally {
    /// How many are reached.
    pub reached: usize,
    /// How many there are.
    pub whole: usize,
}

/// A case by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CaseName {
    /// The file it is from.
    pub file: String,
    /// The line it begins on, from 1.
    pub line: usize,
    /// What it is called.
    pub name: String,
}

impl Suite {
    /// How much of the rulebook the cases cover, whether or not they pass, with the reason of each miss and, where a short search finds
    /// one, a case that would cover it.
    ///
    /// ```
    /// use furiwake::cases::{Aspect, Suite};
    /// use furiwake::{Engine, Rulebook};
    ///
    /// let book = Rulebook::load("acme.yaml", r#"
    /// rulebook: acme
    /// version: "1"
    /// tiers: { vendor: [first_line], client: [client_desk] }
    /// cues: { refund: { any: [返金] } }
    /// judgments: { refund: }
    /// rules:
    ///   - { id: refund.asked, when: cue.refund, raise: [refund] }
    /// "#).into_result()?;
    /// let text = "cases: [{ name: calm, given: { text: 返金して }, expect: { route: client_desk } }]";
    /// let coverage = Suite::load("acme.cases.yaml", text, &book).into_result()?.coverage(&Engine::new(&book));
    /// assert_eq!(coverage.tally(Aspect::Decisive).to_string(), "1 of 1");
    ///
    /// let miss = coverage.misses().next().unwrap();
    /// assert_eq!((miss.0.name(), miss.1.what.as_str()), ("refund.asked: cue.refund", "false"));
    /// assert!(miss.1.case.is_some());
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn coverage(&self, engine: &Engine) -> Coverage {
        Coverage::of(std::slice::from_ref(self), engine)
    }
}

impl Coverage {
    /// What the cases of several suites cover together. The rulebook of the engine has to be the one they were loaded for.
    pub fn of(suites: &[Suite], engine: &Engine) -> Self {
        Self::told(suites, engine, true)
    }

    /// The same without why anything is missing and without cases that would cover it, which take most of the time.
    pub fn counted(suites: &[Suite], engine: &Engine) -> Self {
        Self::told(suites, engine, false)
    }

    fn told(suites: &[Suite], engine: &Engine, in_full: bool) -> Self {
        let (names, cases) = listed(suites);
        let measured = Measured::new(engine, &cases);
        let is_of_coverage =
            |excuse: &&Excuse| !matches!(excuse.of, Excused::Equivalent | Excused::Survivors);
        let mut excuses = Excuses::new(suites.iter().flat_map(Suite::excuses).filter(is_of_coverage));
        let mut search = in_full.then(|| Search::new(&measured.scene, &cases));
        let mut parts = Vec::with_capacity(measured.obligations.len());
        for (obligation, marks) in measured.iter() {
            let excuse = excused(obligation, is_covered(marks), &mut excuses);
            let goals = obligation.goals.iter().zip(marks).map(|((goal, what), mark)| {
                let miss = mark.cases.is_empty().then(|| Miss {
                    what: what.clone(),
                    why: if in_full { measured.reason(*goal, mark, &cases) } else { String::new() },
                    case: match (&excuse, &mut search) {
                        (None, Some(search)) => {
                            // A rule and a judgment may have one name, and a rule is covered in several ways.
                            let what = if what.is_empty() { obligation.aspect.as_str() } else { what };
                            search.case(*goal, &obligation.name, what)
                        }
                        _ => None,
                    },
                });
                (mark.cases.clone(), miss)
            });
            let goals = goals.collect();
            parts.push(Part {
                aspect: obligation.aspect,
                name: obligation.name.clone(),
                rule: obligation.rule.map(|rule| measured.scene.model().rule_name(rule).to_owned()),
                place: obligation.place,
                goals,
                excuse: excuse.map(Into::into),
            });
        }
        let needless = excuses.needless("there is no such part of the rulebook", |of| {
            let excusable = measured.obligations.iter().filter(|one| excused_as(one.aspect) == Some(of));
            excusable.map(|one| &*one.name).collect()
        });
        Self { parts, cases: names, needless }
    }

    /// The gates on coverage that are missed. What is excused is not asked for.
    pub fn missed(&self, gates: &Gates) -> Vec<MissedGate> {
        let missed = gates.iter().filter_map(|(measure, least)| {
            let Tally { reached, whole } = self.tally(Aspect::of(measure)?);
            MissedGate::check(measure, least, reached, whole)
        });
        missed.collect()
    }

    /// Excuses given for parts that cases cover all the same, or that there are not.
    pub fn needless_excuses(&self) -> &[NeedlessExcuse] {
        &self.needless
    }

    /// How much of an aspect is covered, of what is not excused.
    pub fn tally(&self, aspect: Aspect) -> Tally {
        let asked = self.parts.iter().filter(|part| part.excuse.is_none());
        let of_aspect = asked.filter(|part| part.aspect == aspect);
        of_aspect.fold(Tally::default(), |tally, part| Tally {
            reached: tally.reached + usize::from(part.is_reached()),
            whole: tally.whole + 1,
        })
    }

    /// Every part, in the order of [`Aspect::ALL`], and by rule within.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter()
    }

    /// What is missing and not excused, part by part.
    pub fn misses(&self) -> impl Iterator<Item = (&Part, &Miss)> {
        let asked = self.parts.iter().filter(|part| part.excuse.is_none());
        asked.flat_map(|part| part.missing().map(move |miss| (part, miss)))
    }

    /// The cases that reach a part, or something of it; of many the first few.
    pub fn cases(&self, part: &Part) -> impl Iterator<Item = &CaseName> + use<'_> {
        let reached: BTreeSet<usize> =
            part.goals.iter().flat_map(|(cases, _)| cases.iter().copied()).collect();
        reached.into_iter().filter_map(|at| self.cases.get(at))
    }
}

impl Part {
    /// What it is a part of.
    pub const fn aspect(&self) -> Aspect {
        self.aspect
    }

    /// What it is: a rule, a rule with a part of its condition, a judgment, a label.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The rule it belongs to, if it belongs to one.
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    /// Whether cases cover all of it.
    pub fn is_reached(&self) -> bool {
        self.missing().next().is_none()
    }

    /// Why cases need not cover it, where a file of cases says so and they do not.
    pub fn excuse(&self) -> Option<&str> {
        self.excuse.as_deref()
    }

    /// What of it is missing.
    pub fn missing(&self) -> impl Iterator<Item = &Miss> {
        self.goals.iter().filter_map(|(_, miss)| miss.as_ref())
    }
}

impl Tally {
    /// The part that is reached; of nothing, all is.
    pub fn share(self) -> Share {
        Share::of(self.reached, self.whole)
    }
}

/// `12 of 14`
impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.reached, self.whole)
    }
}

/// The excuse of something that is not covered.
fn excused<'s>(obligation: &Obligation, is_covered: bool, excuses: &mut Excuses<'s>) -> Option<&'s str> {
    let of = excused_as(obligation.aspect)?;
    if is_covered {
        excuses.leave(of, &obligation.name, "cases cover it");
        return None;
    }
    excuses.take(of, &obligation.name)
}

/// What parts of an aspect are excused as.
const fn excused_as(aspect: Aspect) -> Option<Excused> {
    match aspect {
        Aspect::Decisive => Some(Excused::Decisive),
        Aspect::NearMiss => Some(Excused::NearMiss),
        Aspect::Boundary => Some(Excused::Boundary),
        Aspect::Retained => Some(Excused::Retained),
        _ => None,
    }
}

fn listed(suites: &[Suite]) -> (Vec<CaseName>, Vec<&Case>) {
    let cases = suites.iter().flat_map(|suite| suite.cases().iter().map(move |case| (suite.file(), case)));
    let named = cases.map(|(file, case)| {
        (CaseName { file: file.to_owned(), line: case.line(), name: case.name().to_owned() }, case)
    });
    named.unzip()
}

/// The headline, the first misses of each of its aspects with a case where one was found, and what is excused.
impl fmt::Display for Coverage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// As many as a terminal shows without scrolling the headline away.
        const MAX_MISSES: usize = 5;
        formatter.write_str("coverage")?;
        for aspect in Aspect::HEADLINE {
            let tally = self.tally(aspect);
            let (title, counts) = (aspect.title(), tally.to_string());
            let share = Share::shown(tally.reached, tally.whole);
            write!(formatter, "\n  {title:<16}  {counts:>12}  {share:>7}")?;
            let excused = self.parts.iter().filter(|part| part.aspect == aspect && part.excuse.is_some());
            match excused.count() {
                0 => {}
                excused => write!(formatter, "  {excused} excused")?,
            }
        }
        for aspect in Aspect::HEADLINE {
            let misses: Vec<(&Part, &Miss)> =
                self.misses().filter(|(part, _)| part.aspect == aspect).collect();
            if misses.is_empty() {
                continue;
            }
            write!(formatter, "\n\nmissing: {}", aspect.title())?;
            for (part, miss) in misses.iter().take(MAX_MISSES) {
                let what = if miss.what.is_empty() { String::new() } else { format!(" [{}]", miss.what) };
                write!(formatter, "\n  {}{what}\n    {}", on_one_line(&part.name), miss.why)?;
                for line in miss.case.iter().flat_map(|case| case.lines()) {
                    write!(formatter, "\n    | {line}")?;
                }
            }
            if let Some(more) = misses.len().checked_sub(MAX_MISSES).filter(|more| *more > 0) {
                write!(formatter, "\n  .. and {more} more")?;
            }
        }
        for aspect in Aspect::HEADLINE {
            let of_aspect = self.parts.iter().filter(|part| part.aspect == aspect);
            let mut excused = of_aspect.filter_map(|part| Some((part, part.excuse()?))).peekable();
            if excused.peek().is_some() {
                write!(formatter, "\n\nexcused: {}", aspect.title())?;
            }
            for (part, excuse) in excused {
                write!(formatter, "\n  {}\n    {}", on_one_line(&part.name), on_one_line(excuse))?;
            }
        }
        Ok(())
    }
}

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let levels: BTreeMap<&str, Tally> =
            Aspect::ALL.iter().map(|aspect| (aspect.as_str(), self.tally(*aspect))).collect();
        let parts: Vec<PartWire<'_>> = self.parts.iter().map(|part| PartWire::of(self, part)).collect();
        let mut wire = serializer.serialize_struct("Coverage", 3)?;
        wire.serialize_field("levels", &levels)?;
        wire.serialize_field("parts", &parts)?;
        wire.serialize_field("needless_excuses", &self.needless)?;
        wire.end()
    }
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut wire = serializer.serialize_struct("Tally", 3)?;
        wire.serialize_field("reached", &self.reached)?;
        wire.serialize_field("whole", &self.whole)?;
        wire.serialize_field("share", &self.share().rounded())?;
        wire.end()
    }
}

#[derive(Serialize)]
struct PartWire<'c> {
    aspect: Aspect,
    name: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'c str>,
    reached: bool,
    cases: Vec<&'c CaseName>,
    missing: Vec<&'c Miss>,
    #[serde(skip_serializing_if = "Option::is_none")]
    excuse: Option<&'c str>,
}

impl<'c> PartWire<'c> {
    fn of(coverage: &'c Coverage, part: &'c Part) -> Self {
        Self {
            aspect: part.aspect,
            name: &part.name,
            rule: part.rule.as_deref(),
            reached: part.is_reached(),
            cases: coverage.cases(part).collect(),
            missing: part.missing().collect(),
            excuse: part.excuse(),
        }
    }
}
