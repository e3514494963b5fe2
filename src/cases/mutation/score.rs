//! The mutation score of cases: which changes of their rulebook they notice.

use super::claim::Claim;
use super::equivalent::Equivalence;
use super::make::mutants;
use super::mutant::{Made, Mutant, Place, Subject};
use super::run::{Bench, Fate};
use crate::authoring::places;
use crate::cases::case::Case;
use crate::cases::coverage::{Scene, Search};
use crate::cases::excuse::{Excuse, Excused, Excuses, NeedlessExcuse};
use crate::cases::gates::{Gates, Measure, MissedGate, Share};
use crate::cases::suite::Suite;
use crate::decision::on_one_line;
use crate::engine::Engine;
use serde::{Serialize, Serializer};
use std::fmt;

/// How many small changes of a rulebook its cases notice.
///
/// A case notices a mutant, a rulebook with one change, if the mutant decides it otherwise than the case expects, or violates an
/// invariant. The lines of a cue's `matches` and `misses` are tests too. [`Serialize`] writes the part `mutation` of
/// `furiwake.test/1`: `{"score": .., "safety_score": .., "mutants": .., "killed": .., "survived": .., "equivalent": .., "safety": {..},
/// "survivors": [..], "equivalents": [..], "needless_excuses": [..]}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "cases may have overlooked changes"]
pub struct MutationScore {
    all: Tally,
    safety: Tally,
    survivors: Vec<Survivor>,
    equivalents: Vec<Equivalent>,
    needless: Vec<NeedlessExcuse>,
    /// Whether cases were left out, since they fail.
    has_failed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    killed: usize,
    survived: usize,
    equivalent: usize,
}

/// A mutant that no case notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Survivor {
    /// The change.
    #[serde(flatten)]
    pub mutant: Mutant,
    /// How many cases are decided otherwise by it, without any of them looking at what comes of it; those that fail are left out. With
    /// 0 it changes nothing in any case that passes, but for reasons.
    pub touched: usize,
    /// Why no case needs to notice it, where a file of cases says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excuse: Option<Box<str>>,
}

/// A mutant that decides every inquiry as its rulebook does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Equivalent {
    /// The change.
    #[serde(flatten)]
    pub mutant: Mutant,
    /// Why nothing comes of it.
    pub because: Equivalence,
    /// What a file of cases says of it, where only that one knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excuse: Option<Box<str>>,
}

impl Equivalent {
    /// What a file of cases says of it, and whether anything was seen of that.
    pub(in crate::cases) fn claimed(&self) -> Option<String> {
        let unseen = match self.because {
            Equivalence::Unseen => " (no case comes near it)",
            _ => "",
        };
        self.excuse.as_ref().map(|excuse| format!("{excuse}{unseen}"))
    }
}

impl Suite {
    /// Which changes of the rulebook the cases notice. The engine's rulebook has to be the one the suite was loaded for.
    ///
    /// ```
    /// use furiwake::{Engine, Rulebook, cases::Suite};
    ///
    /// let book = Rulebook::load("acme.yaml", r#"
    /// rulebook: acme
    /// version: "1"
    /// extends: [core]
    /// facts: { order.amount: { type: integer, min: 0 } }
    /// rules: [{ id: small, when: order.amount <= 3000, tag: [small] }]
    /// "#).into_result()?;
    /// let cases = "cases: [{ name: small, given: { facts: { order.amount: 3000 } }, expect: { tags: [small] } }]";
    /// let suite = Suite::load("acme.cases.yaml", cases, &book).into_result()?;
    ///
    /// let score = suite.mutate(&Engine::new(&book));
    /// let survivors: Vec<String> = score.survivors().iter().map(|survivor| survivor.mutant.to_string()).collect();
    /// assert!(survivors.contains(&"rule small: order.amount <= 3000 → order.amount <= 3001".to_owned()));
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn mutate(&self, engine: &Engine) -> MutationScore {
        MutationScore::of(std::slice::from_ref(self), engine, |_, _| {})
    }
}

impl MutationScore {
    /// What the cases of several suites notice together; cases that fail notice nothing. `progress` is told how many mutants are
    /// done, and of how many.
    pub fn of(suites: &[Suite], engine: &Engine, mut progress: impl FnMut(usize, usize)) -> Self {
        let mut bench = Bench::new(engine, suites.iter().flat_map(Suite::cases));
        let mutants = mutants(engine.rulebook().model());
        let all = mutants.len();
        let mut changes = Vec::with_capacity(all);
        let mut score = Self::default();
        let is_of_mutants = |excuse: &&Excuse| matches!(excuse.of, Excused::Equivalent | Excused::Survivors);
        let mut excuses = Excuses::new(suites.iter().flat_map(Suite::excuses).filter(is_of_mutants));
        let cases: Vec<&Case> = suites.iter().flat_map(Suite::cases).collect();
        let scene = Scene::new(engine);
        let search = Search::new(&scene, &cases);
        for (done, mut made) in mutants.into_iter().enumerate() {
            changes.push(made.mutant.change());
            let fate = bench.fate(&mut made);
            let (fate, excuse) = excused(fate, &mut made, &mut bench, &search, &mut excuses);
            score.add(made.mutant, fate, excuse.map(Into::into));
            progress(done + 1, all);
        }
        score.has_failed = bench.cases.len() < cases.len();
        let changes: Vec<&str> = changes.iter().map(|change| &**change).collect();
        score.needless = excuses.needless("there is no such mutant", |_| changes.clone());
        score
    }

    /// Looks up where what was changed stands, in the text that the rulebook was loaded from and the files that `read` gives, as
    /// [`Rulebook::load_with`](crate::Rulebook::load_with) is given them. Of a file of scripts only what a bare `.rhai` says has a place.
    pub fn locate(&mut self, file: &str, text: &str, mut read: impl FnMut(&str) -> Result<String, String>) {
        let places = places(file, text, &mut read);
        let survivors = self.survivors.iter_mut().map(|one| &mut one.mutant);
        for mutant in survivors.chain(self.equivalents.iter_mut().map(|one| &mut one.mutant)) {
            let found = places.find(mutant.subject.as_str(), &mutant.name, &mutant.before, mutant.nth);
            let found = found.map(|(file, line, column)| Place { file: file.into(), line, column });
            mutant.place = found.or_else(|| in_script(mutant));
        }
    }

    fn add(&mut self, mutant: Mutant, fate: Fate, excuse: Option<Box<str>>) {
        let permissive = mutant.permissive;
        for tally in std::iter::once(&mut self.all).chain(permissive.then_some(&mut self.safety)) {
            match fate {
                Fate::Killed => tally.killed += 1,
                Fate::Survived { .. } => tally.survived += 1,
                Fate::Equivalent(_) => tally.equivalent += 1,
            }
        }
        match fate {
            Fate::Killed => {}
            Fate::Survived { touched } => self.survivors.push(Survivor { mutant, touched, excuse }),
            Fate::Equivalent(because) => self.equivalents.push(Equivalent { mutant, because, excuse }),
        }
    }

    /// How many mutants there are.
    pub const fn mutants(&self) -> usize {
        self.all.killed + self.all.survived + self.all.equivalent
    }

    /// How many some case notices.
    pub const fn killed(&self) -> usize {
        self.all.killed
    }

    /// How many no case notices.
    pub const fn survived(&self) -> usize {
        self.all.survived
    }

    /// How many are known to be no other rulebook.
    pub const fn equivalent(&self) -> usize {
        self.all.equivalent
    }

    /// The share of mutants that are noticed, of those not known to be equivalent, from 0 to 1.
    pub fn score(&self) -> f64 {
        self.all.score()
    }

    /// The same of mutants under which the vendor may do more or is held to less.
    pub fn safety_score(&self) -> f64 {
        self.safety.score()
    }

    /// The gates on scores that are missed.
    pub fn missed(&self, gates: &Gates) -> Vec<MissedGate> {
        let missed = gates.iter().filter_map(|(measure, least)| {
            let (reached, whole) = self.reached(measure)?;
            MissedGate::check(measure, least, reached, whole)
        });
        missed.collect()
    }

    /// What was reached of a whole, for gates: mutants noticed, of those not known to be equivalent. `None` for what is measured
    /// otherwise.
    pub const fn reached(&self, measure: Measure) -> Option<(usize, usize)> {
        let tally = match measure {
            Measure::Score => &self.all,
            Measure::SafetyScore => &self.safety,
            Measure::Decisive | Measure::NearMiss | Measure::Boundary | Measure::Retained => return None,
        };
        Some((tally.killed, tally.killed + tally.survived))
    }

    /// The mutants that no case notices, by the names of what they change.
    pub fn survivors(&self) -> &[Survivor] {
        &self.survivors
    }

    /// What there is to say of a survivor that changes nothing in the cases: those that fail were not looked at.
    pub(in crate::cases) fn remark(&self, survivor: &Survivor) -> Option<&'static str> {
        match (survivor.touched, self.has_failed) {
            (0, false) => Some("it changes nothing in any case"),
            (0, true) => Some("it changes nothing in any case that passes"),
            _ => None,
        }
    }

    /// Excuses given for mutants that do without, or that there are not.
    pub fn needless_excuses(&self) -> &[NeedlessExcuse] {
        &self.needless
    }

    /// The mutants known to be no other rulebook.
    pub fn equivalents(&self) -> &[Equivalent] {
        &self.equivalents
    }
}

/// What becomes of a mutant by what files of cases say of it. That one is equivalent has to be so in every case, and in whatever
/// inquiries can be made to show that it is not.
fn excused<'s>(
    fate: Fate,
    made: &mut Made,
    bench: &mut Bench<'_>,
    search: &Search<'_, '_>,
    excuses: &mut Excuses<'s>,
) -> (Fate, Option<&'s str>) {
    let change = made.mutant.change();
    let why = match fate {
        Fate::Survived { .. } => {
            if excuses.find(Excused::Equivalent, &change).is_none() {
                return (fate, excuses.take(Excused::Survivors, &change));
            }
            let because = match bench.claim(made, search) {
                Claim::Holds => Equivalence::Excused,
                Claim::Unseen => Equivalence::Unseen,
                Claim::RefutedByCase => {
                    let why = "it is not equivalent, as some case is decided otherwise";
                    excuses.leave(Excused::Equivalent, &change, why);
                    return (fate, excuses.take(Excused::Survivors, &change));
                }
                Claim::Refuted(given) => {
                    excuses.refute(Excused::Equivalent, &change, given);
                    return (fate, excuses.take(Excused::Survivors, &change));
                }
            };
            excuses.leave(Excused::Survivors, &change, "it is excused as equivalent");
            return (Fate::Equivalent(because), excuses.take(Excused::Equivalent, &change));
        }
        Fate::Killed => "some case notices it",
        Fate::Equivalent(_) => "that it is equivalent is known without",
    };
    for of in [Excused::Equivalent, Excused::Survivors] {
        excuses.leave(of, &change, why);
    }
    (fate, None)
}

/// Where a script says what a mutant changes, if the file of its name is nothing but that script.
fn in_script(mutant: &Mutant) -> Option<Place> {
    let (file, position) = mutant.name.rsplit_once(' ').filter(|(file, _)| file.ends_with(".rhai"))?;
    let (line, column) = position.split_once(':').filter(|_| mutant.subject == Subject::Script)?;
    Some(Place { file: file.into(), line: line.parse().ok()?, column: column.parse().ok()? })
}

impl Tally {
    fn score(self) -> f64 {
        let number = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        match self.killed + self.survived {
            0 => 1.0,
            all => number(self.killed) / number(all),
        }
    }
}

/// Shown are no more survivors than this; all of them are in the JSON.
const SHOWN: usize = 40;

impl fmt::Display for MutationScore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |formatter: &mut fmt::Formatter<'_>, name, tally: Tally| {
            let Tally { killed, survived, equivalent } = tally;
            let of = killed + survived;
            let share = Share::shown(killed, of);
            writeln!(
                formatter,
                "{name:<12} {share:>7}  {killed} of {of} mutants noticed, {equivalent} equivalent"
            )
        };
        line(formatter, "mutation", self.all)?;
        line(formatter, "safety", self.safety)?;
        // What lets the vendor do more comes first.
        let (grave, others): (Vec<_>, Vec<_>) = self.survivors.iter().partition(|one| one.mutant.permissive);
        for survivor in grave.iter().chain(&others).take(SHOWN) {
            let mark = if survivor.mutant.permissive { "!" } else { " " };
            let near = self.remark(survivor).map_or_else(String::new, |remark| format!(" ({remark})"));
            writeln!(formatter, "{mark} {}{near}", survivor.mutant)?;
            if let Some(excuse) = &survivor.excuse {
                writeln!(formatter, "    excused: {}", on_one_line(excuse))?;
            }
        }
        if let Some(more @ 1..) = self.survivors.len().checked_sub(SHOWN) {
            writeln!(formatter, "  and {more} more")?;
        }
        let claimed = || self.equivalents.iter().filter_map(|one| Some((one, one.claimed()?)));
        for (equivalent, because) in claimed().take(SHOWN) {
            writeln!(formatter, "= {}", equivalent.mutant)?;
            writeln!(formatter, "    excused as equivalent: {}", on_one_line(&because))?;
        }
        match claimed().count().checked_sub(SHOWN) {
            Some(more @ 1..) => writeln!(formatter, "  and {more} more"),
            _ => Ok(()),
        }
    }
}

impl Serialize for MutationScore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wire = Wire {
            score: self.score(),
            safety_score: self.safety_score(),
            mutants: self.mutants(),
            killed: self.killed(),
            survived: self.survived(),
            equivalent: self.equivalent(),
            safety: WireTally {
                killed: self.safety.killed,
                survived: self.safety.survived,
                equivalent: self.safety.equivalent,
            },
            survivors: &self.survivors,
            equivalents: &self.equivalents,
            needless_excuses: &self.needless,
        };
        wire.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Wire<'s> {
    score: f64,
    safety_score: f64,
    mutants: usize,
    killed: usize,
    survived: usize,
    equivalent: usize,
    safety: WireTally,
    survivors: &'s [Survivor],
    equivalents: &'s [Equivalent],
    needless_excuses: &'s [NeedlessExcuse],
}

#[derive(Serialize)]
struct WireTally {
    killed: usize,
    survived: usize,
    equivalent: usize,
}
