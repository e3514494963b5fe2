//! What became of cases that were run.

use super::failure::Failure;
use crate::decision::on_one_line;
use serde::{Serialize, Serializer};
use std::fmt;

/// The results of cases, in the order in which they ran.
///
/// Printed, it shows every failure and ends with a line of numbers. [`Serialize`] writes the part `cases` of `furiwake.test/1`:
/// `{"total": .., "passed": .., "failed": .., "results": [{"file": .., "line": .., "name": .., "passed": .., "failure": {..}}]}`,
/// `failure` only where there is one.
#[derive(Debug, Clone, Default)]
#[must_use = "cases may have failed"]
pub struct Results {
    all: Vec<CaseResult>,
}

/// What became of one case.
#[derive(Debug, Clone)]
pub struct CaseResult {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) failure: Option<Failure>,
}

impl Results {
    pub(super) const fn new(all: Vec<CaseResult>) -> Self {
        Self { all }
    }

    /// Adds the results of another suite behind these.
    pub fn append(&mut self, mut other: Self) {
        self.all.append(&mut other.all);
    }

    /// How many cases passed.
    pub fn passed(&self) -> usize {
        self.all.len() - self.failed()
    }

    /// How many cases failed.
    pub fn failed(&self) -> usize {
        self.failures().count()
    }

    /// The results, case by case.
    pub fn iter(&self) -> std::slice::Iter<'_, CaseResult> {
        self.all.iter()
    }

    /// Those of cases that failed.
    pub fn failures(&self) -> impl Iterator<Item = &CaseResult> {
        self.all.iter().filter(|result| result.failure.is_some())
    }
}

impl<'r> IntoIterator for &'r Results {
    type Item = &'r CaseResult;
    type IntoIter = std::slice::Iter<'r, CaseResult>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl CaseResult {
    /// The file the case is from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line it begins on, from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// What the case is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why it failed; nothing if it passed.
    pub const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }
}

/// `file:line: name`, and below it why it failed.
impl fmt::Display for CaseResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}:{}: {}", self.file, self.line, on_one_line(&self.name))?;
        self.failure.as_ref().map_or(Ok(()), |failure| failure.fmt(formatter))
    }
}

impl fmt::Display for Results {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for result in self.failures() {
            writeln!(formatter, "{result}")?;
        }
        let cases = |number: usize| format!("{number} case{}", if number == 1 { "" } else { "s" });
        match (self.failed(), self.all.len()) {
            (_, 0) => formatter.write_str("no cases"),
            (0, all) => write!(formatter, "{} passed", cases(all)),
            (failed, all) => write!(formatter, "{failed} of {} failed", cases(all)),
        }
    }
}

impl Serialize for Results {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wire = Wire {
            total: self.all.len(),
            passed: self.passed(),
            failed: self.failed(),
            results: self.all.iter().map(WireResult::of).collect(),
        };
        wire.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Wire<'r> {
    total: usize,
    passed: usize,
    failed: usize,
    results: Vec<WireResult<'r>>,
}

#[derive(Serialize)]
struct WireResult<'r> {
    file: &'r str,
    line: usize,
    name: &'r str,
    passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'r Failure>,
}

impl<'r> WireResult<'r> {
    fn of(result: &'r CaseResult) -> Self {
        Self {
            file: &result.file,
            line: result.line,
            name: &result.name,
            passed: result.failure.is_none(),
            failure: result.failure.as_ref(),
        }
    }
}
