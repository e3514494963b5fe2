//! One script tried on one inquiry.

use super::changes::{Change, changes};
use super::row::{Row, Script};
use crate::condition::Truth;
use crate::decision::{Decision, Obstacle, Proposal, on_one_line};
use crate::diagnostic::Findings;
use crate::engine::Engine;
use crate::inquiry::{Inquiry, Notice};
use crate::rulebook::Rulebook;
use std::fmt;

/// Tries a script, a `*.rhai` or a YAML file as of [`Rulebook::with_script`], on one inquiry. This builds two engines, so it is for
/// tests and for whoever writes scripts.
///
/// ```
/// use furiwake::{Inquiry, Rulebook, scripts};
///
/// let shop = Rulebook::builtin("shop").unwrap();
/// let script = r#"
/// propose.delegate("refund", "first_line", "everybody may");
/// "#;
/// let inquiry = Inquiry::new().customer("返金してください。");
/// let trial = scripts::testing(&shop, "greedy.rhai", script, &inquiry)?;
/// assert_eq!(trial.refused().count(), 1);
/// assert!(trial.changes().is_empty(), "{trial}");
/// # Ok::<(), furiwake::Findings>(())
/// ```
///
/// # Errors
///
/// Everything found in the script, if one finding is an error.
pub fn testing(rulebook: &Rulebook, file: &str, text: &str, inquiry: &Inquiry) -> Result<Trial, Findings> {
    let loaded = rulebook.with_script(file, text);
    let findings = loaded.findings().clone();
    let with = loaded.into_result()?;
    let called = file.rsplit('/').next().unwrap_or(file).to_owned();
    Ok(Trial::new(rulebook, &with, Some(called), findings, inquiry))
}

/// Tries all scripts that a rulebook carries on one inquiry, against the rulebook without any.
pub fn testing_all(rulebook: &Rulebook, inquiry: &Inquiry) -> Trial {
    Trial::new(&rulebook.without_scripts(), rulebook, None, Findings::default(), inquiry)
}

/// What became of each proposal of a script, and what it changed. Prints as a page in English.
#[derive(Debug, Clone)]
pub struct Trial {
    without: Decision,
    with: Decision,
    /// The file it is about; all scripts if there is none.
    file: Option<String>,
    findings: Findings,
}

impl Trial {
    fn new(
        without: &Rulebook,
        with: &Rulebook,
        file: Option<String>,
        findings: Findings,
        inquiry: &Inquiry,
    ) -> Self {
        let decide = |rulebook| Engine::new(rulebook).decide(inquiry);
        Self { without: decide(without), with: decide(with), file, findings }
    }

    /// The scripts that were tried.
    pub fn scripts(&self) -> impl Iterator<Item = Script<'_>> {
        let all = self.with.rulebook().scripts();
        all.filter(|script| self.file.is_none() || script.file() == self.file.as_deref())
    }

    /// Every row of the scripts with what was proposed by it; `None` where it was not proposed.
    pub fn rows(&self) -> impl Iterator<Item = (Row<'_>, Option<Proposal<'_>>)> {
        self.scripts().flat_map(move |script| {
            let name = script.name();
            script.rows().map(move |row| (row, self.proposal(&name, row)))
        })
    }

    fn proposal(&self, script: &str, row: Row<'_>) -> Option<Proposal<'_>> {
        let place = (row.line(), row.column());
        let mut all = self.with.proposals();
        all.find(|proposal| (proposal.line(), proposal.column()) == place && proposal.script() == script)
    }

    /// The proposals that were accepted.
    pub fn accepted(&self) -> impl Iterator<Item = Proposal<'_>> {
        self.rows().filter_map(|(_, proposal)| proposal).filter(|proposal| proposal.is_accepted())
    }

    /// The proposals that were refused.
    pub fn refused(&self) -> impl Iterator<Item = Proposal<'_>> {
        self.rows().filter_map(|(_, proposal)| proposal).filter(|proposal| !proposal.is_accepted())
    }

    /// One notice for each script that stopped before its end.
    pub fn failures(&self) -> impl Iterator<Item = &Notice> {
        let is_of = |notice: &Notice, name: &str| notice.script().is_some_and(|(script, ..)| script == name);
        let notices = self.with.notices().iter();
        notices.filter(move |notice| self.scripts().any(|script| is_of(notice, &script.name())))
    }

    /// The decision with the scripts.
    pub const fn decision(&self) -> &Decision {
        &self.with
    }

    /// The decision without them.
    pub const fn without(&self) -> &Decision {
        &self.without
    }

    /// What the scripts changed in the decision, but for its reasons and notices, by path.
    pub fn changes(&self) -> Vec<Change> {
        changes(&self.without, &self.with)
    }

    /// What was found in the script when it was loaded: warnings, since with an error there is no trial.
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for script in self.scripts() {
            let name = script.name();
            writeln!(out, "{name}")?;
            for row in script.rows() {
                writeln!(out, "  {row}")?;
                writeln!(out, "    {}", became(self.proposal(&name, row)))?;
                writeln!(out, "    because: {}", on_one_line(row.because()))?;
            }
        }
        for notice in self.failures() {
            writeln!(out, "{}", on_one_line(&notice.to_string()))?;
        }
        let changes = self.changes();
        if changes.is_empty() {
            return writeln!(out, "The decision is the same without.");
        }
        writeln!(out, "What it changes")?;
        changes.iter().try_for_each(|change| writeln!(out, "  {change}"))
    }
}

/// What became of a proposal, in a few words.
fn became(proposal: Option<Proposal<'_>>) -> String {
    let Some(proposal) = proposal else { return "not proposed".to_owned() };
    match (proposal.is_accepted(), proposal.why(), proposal.truth()) {
        (true, None, Truth::Unknown) => format!("accepted, although {}", Obstacle::Unknown),
        (true, None, _) => "accepted".to_owned(),
        (true, Some(why), _) => format!("accepted, but {why}"),
        (false, Some(why), _) => format!("refused: {why}"),
        (false, None, _) => "refused".to_owned(),
    }
}
