//! Why a case fails, told so that nobody has to run it again to see.

use super::case::Mismatch;
use crate::decision::{Decision, Violation, WhyNot, on_one_line};
use crate::localised::Language;
use serde::{Serialize, Serializer};
use std::fmt;

/// Why a case fails. As JSON: `{"mismatches": [..], "violations": [..], "disagreements": [..], "decision": {..}}`.
///
/// Printed, it sets what was expected beside what was decided, and gives the conditions that decided about it and the decision's
/// own reasons.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    #[serde(rename = "mismatches")]
    pub(super) unmet: Vec<Unmet>,
    pub(super) violations: Vec<Violation>,
    pub(super) disagreements: Vec<Disagreement>,
    pub(super) decision: Decision,
}

/// Something that is not as expected, and why. As JSON a [`Mismatch`] with a key `why` where there is one.
#[derive(Debug, Clone, Serialize)]
pub struct Unmet {
    #[serde(flatten)]
    pub(super) mismatch: Mismatch,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<WhyNot>,
}

/// A way of deciding that comes to something else than the engine: a bug of the library, never of a rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Disagreement {
    /// [The plain meaning](crate::reference), without any index.
    Reference,
    /// The engine, on the inquiry written as JSON and read again.
    RoundTrip,
}

impl Failure {
    /// What is not as expected.
    pub fn unmet(&self) -> &[Unmet] {
        &self.unmet
    }

    /// The invariants that the decision violates.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The ways of deciding that come to something else.
    pub fn disagreements(&self) -> &[Disagreement] {
        &self.disagreements
    }

    /// What was decided.
    pub const fn decision(&self) -> &Decision {
        &self.decision
    }
}

impl Unmet {
    /// What was expected, and what was decided.
    pub const fn mismatch(&self) -> &Mismatch {
        &self.mismatch
    }

    /// The condition that decided about it, with what it read: of the rule under `fires` or `silent`, or the one under `that`.
    pub const fn why(&self) -> Option<&WhyNot> {
        self.why.as_ref()
    }
}

impl Disagreement {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::RoundTrip => "round_trip",
        }
    }
}

impl Serialize for Disagreement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table(formatter)?;
        for why in self.unmet.iter().filter_map(Unmet::why) {
            writeln!(formatter)?;
            write!(formatter, "{}", indented(&why.text(Language::English)))?;
        }
        for violation in &self.violations {
            writeln!(formatter, "  violates {}", on_one_line(&violation.to_string()))?;
            if let Some(because) = violation.because() {
                writeln!(formatter, "    because {}", on_one_line(because.get(Language::English)))?;
            }
        }
        for disagreement in &self.disagreements {
            let other = match disagreement {
                Disagreement::Reference => "the reference decides otherwise than the engine",
                Disagreement::RoundTrip => "written as JSON and read again, it is decided otherwise",
            };
            writeln!(formatter, "  {other}: please report this as a bug of the library")?;
        }
        writeln!(formatter, "\n  decided was")?;
        write!(formatter, "{}", indented(&indented(&self.decision.why(Language::English))))
    }
}

impl Failure {
    /// Expected and decided side by side, in columns as wide as what stands in them, unless that is very wide.
    fn table(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WIDEST: usize = 40;
        if self.unmet.is_empty() {
            return Ok(());
        }
        let rows = self.unmet.iter().map(|Unmet { mismatch, .. }| {
            [&mismatch.what, &mismatch.expected, &mismatch.actual].map(|cell| on_one_line(cell))
        });
        let head = ["", "expected", "decided"].map(on_one_line);
        let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
        let width = |cell: fn(&[String; 3]) -> &String| {
            let widths = rows.iter().map(|row| cell(row).chars().count());
            widths.filter(|width| *width <= WIDEST).max().unwrap_or(0)
        };
        let (first, second) = (width(|[what, _, _]| what), width(|[_, expected, _]| expected));
        for [what, expected, actual] in &rows {
            writeln!(formatter, "  {what:first$}  {expected:second$}  {actual}")?;
        }
        Ok(())
    }
}

/// Every line two spaces to the right.
fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
