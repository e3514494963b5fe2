//! A suite: the cases of one file, checked against the rulebook they are about.

use super::case::Case;
use super::coverage::CaseName;
use super::excuse::Excuse;
use super::gates::Gates;
use super::read;
use crate::decision::on_one_line;
use crate::diagnostic::{Findings, Severity, Source};
use crate::rulebook::Rulebook;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Cases of one rulebook, read from one file. Every name in it is one of the rulebook's.
#[derive(Debug, Clone)]
pub struct Suite {
    file: Box<str>,
    rulebook: Rulebook,
    cases: Vec<Case>,
    gates: Gates,
    excuses: Vec<Excuse>,
}

/// What loading gives: the suite, if nothing refuses it, and everything found in its file.
#[derive(Debug, Clone)]
#[must_use = "cases may have been refused"]
pub struct LoadedSuite {
    suite: Option<Suite>,
    findings: Findings,
}

/// A name that cases of two files have. Filters and reports of build servers tell cases apart by their names. Prints as `b.cases.yaml:3:
/// there is a case of the same name at a.cases.yaml:7: a refund`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SameName {
    /// The case that has it too.
    pub case: CaseName,
    /// The first that has it.
    pub first: CaseName,
}

impl fmt::Display for SameName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, first } = self;
        let (place, other) =
            (format!("{}:{}", case.file, case.line), format!("{}:{}", first.file, first.line));
        write!(formatter, "{place}: there is a case of the same name at {other}: {}", on_one_line(&case.name))
    }
}

impl Suite {
    /// The names that cases of several suites have, in the order of the suites. Within one there are none.
    pub fn same_names(suites: &[Self]) -> Vec<SameName> {
        let mut seen: BTreeMap<&str, CaseName> = BTreeMap::new();
        let mut same = Vec::new();
        for suite in suites {
            for case in suite.cases() {
                let (file, name) = (suite.file().to_owned(), case.name().to_owned());
                let named = CaseName { file, line: case.line(), name };
                match seen.get(case.name()) {
                    Some(first) => same.push(SameName { case: named, first: first.clone() }),
                    None => drop(seen.insert(case.name(), named)),
                }
            }
        }
        same
    }

    /// Checks the text of a file of cases, YAML or JSON, against the rulebook they are about. `file` is what findings call it;
    /// nothing is read from there.
    ///
    /// Everything that is wrong is found at once: unknown keys, names the rulebook does not have, values that no fact of that
    /// type takes, cases of one name.
    ///
    /// ```
    /// use furiwake::{Rulebook, cases::Suite};
    ///
    /// let shop = Rulebook::builtin("shop").unwrap();
    /// let text = "cases: [{ name: hello, given: { text: hello }, expect: { route: client_dest } }]";
    /// let findings = Suite::load("hello.cases.yaml", text, &shop).into_result().unwrap_err();
    /// let finding = findings.iter().next().unwrap();
    /// assert_eq!(finding.to_string(), "hello.cases.yaml:1:65: error[unknown-name]: there is no tier `client_dest`");
    /// assert_eq!(finding.help(), Some("did you mean `client_desk`?"));
    /// ```
    pub fn load(file: &str, text: &str, rulebook: &Rulebook) -> LoadedSuite {
        let source = Arc::new(Source::new(file, text));
        let read = read::read(&source, text, rulebook);
        let refused = read.problems.iter().any(|problem| problem.code.severity() == Severity::Error);
        let suite = (!refused).then(|| Self {
            file: file.into(),
            rulebook: rulebook.clone(),
            cases: read.cases,
            gates: read.gates,
            excuses: read.excuses,
        });
        LoadedSuite { suite, findings: Findings::new(read.problems, &[source]) }
    }

    /// The cases of a rulebook that ships with the library, with that rulebook; `None` if there is none of that name.
    pub fn builtin(name: &str) -> Option<Self> {
        let rulebook = Rulebook::builtin(name)?;
        Self::load(&format!("{name} (built-in cases)"), Rulebook::builtin_cases(name)?, &rulebook).suite
    }

    /// The suite with only the cases whose name contains a text.
    #[must_use]
    pub fn matching(&self, text: &str) -> Self {
        Self {
            file: self.file.clone(),
            rulebook: self.rulebook.clone(),
            cases: self.cases.iter().filter(|case| case.name().contains(text)).cloned().collect(),
            gates: self.gates,
            excuses: self.excuses.clone(),
        }
    }

    /// What the file is called.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The rulebook the cases are about.
    pub const fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The cases in written order, the rows of tables last.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The least the file demands of its own coverage.
    pub const fn gates(&self) -> &Gates {
        &self.gates
    }

    /// What the file says that no case has to reach or notice, in the order of [`Excused::ALL`](super::Excused::ALL).
    pub fn excuses(&self) -> &[Excuse] {
        &self.excuses
    }
}

impl LoadedSuite {
    /// The suite, unless a finding refuses it.
    pub const fn suite(&self) -> Option<&Suite> {
        self.suite.as_ref()
    }

    /// Everything found: errors, which refuse the suite, and warnings, which do not.
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The suite, or why it is refused. Warnings are dropped; read [`findings`](Self::findings) first to show them.
    ///
    /// # Errors
    ///
    /// All findings, if one of them is an error.
    pub fn into_result(self) -> Result<Suite, Findings> {
        self.suite.ok_or(self.findings)
    }
}
