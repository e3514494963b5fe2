//! One case of the suite: read, decided by the book of its domain, and compared with what was expected.

use furiwake::{Decision, Engine, Findings, Inquiry, Party, Rulebook, Ruling};
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use std::fmt;

/// Whose policy a case is about; each has a book of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Domain {
    Airline,
    Retail,
}

/// What a case expects of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Expected {
    /// The rulebook approves.
    Allow,
    /// The rulebook approves telling a value; the value itself is not looked at.
    Answer,
    /// The rulebook denies.
    Refuse,
    /// It is not approved and goes to the client.
    Transfer,
    /// Either of the two.
    RefuseOrTransfer,
}

/// A line of a file. Keys beside these say where a case comes from and are passed over.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) domain: Domain,
    /// What the customer asks for: the fact `request`, and the judgment that answers it.
    pub(crate) action: String,
    /// As written, so that numbers keep their digits.
    pub(crate) facts: BTreeMap<String, Box<RawValue>>,
    pub(crate) expected_outcome: Expected,
    /// Why the label is thought to be wrong; such a case does not count.
    pub(crate) suspect_label: Option<String>,
}

/// The books, compiled.
pub(crate) struct Books {
    airline: Engine,
    retail: Engine,
}

/// A case with its decision.
pub(crate) struct Scored {
    pub(crate) case: Case,
    pub(crate) decision: Decision,
    pub(crate) ruling: Ruling,
}

impl Books {
    /// Loads both; they are part of this program.
    pub(crate) fn load() -> Result<Self, Findings> {
        let engine = |file, text| Rulebook::load(file, text).into_result().map(|book| Engine::new(&book));
        Ok(Self {
            airline: engine("airline.yaml", include_str!("../../tests/books/airline.yaml"))?,
            retail: engine("retail.yaml", include_str!("../../tests/books/retail.yaml"))?,
        })
    }

    pub(crate) const fn of(&self, domain: Domain) -> &Engine {
        match domain {
            Domain::Airline => &self.airline,
            Domain::Retail => &self.retail,
        }
    }

    /// Decides a case; an error if no book answers its action.
    pub(crate) fn score(&self, case: Case) -> Result<Scored, String> {
        let decision = self.of(case.domain).decide(&case.inquiry()?);
        match decision.ruling(&case.action) {
            Some(ruling) => Ok(Scored { case, decision, ruling }),
            None => Err(format!("the {} book has no judgment `{}`", case.domain, case.action)),
        }
    }
}

impl Case {
    /// Reads a line.
    pub(crate) fn read(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|error| error.to_string())
    }

    /// The facts of the case, with what is asked for among them.
    fn inquiry(&self) -> Result<Inquiry, String> {
        let mut facts: BTreeMap<&str, &RawValue> =
            self.facts.iter().map(|(name, value)| (name.as_str(), &**value)).collect();
        let request = to_raw_value(&self.action).map_err(|error| error.to_string())?;
        facts.insert("request", &request);
        let facts = serde_json::to_string(&facts).map_err(|error| error.to_string())?;
        let inquiry = Inquiry::from_json(&format!(r#"{{"facts": {facts}}}"#));
        Ok(inquiry.map_err(|error| error.to_string())?.with_id(self.id.as_str()))
    }
}

impl Scored {
    pub(crate) fn is_right(&self) -> bool {
        self.case.expected_outcome.is_met(self.ruling, self.decision.route().party())
    }

    /// Approved although it must not be: the one mistake that cannot be taken back.
    pub(crate) fn is_false_approval(&self) -> bool {
        self.ruling == Ruling::Approve && !self.case.expected_outcome.is_approval()
    }
}

impl Expected {
    const fn is_approval(self) -> bool {
        matches!(self, Self::Allow | Self::Answer)
    }

    /// Whether a ruling with this route is what was expected.
    pub(crate) fn is_met(self, ruling: Ruling, party: Party) -> bool {
        let denied = ruling == Ruling::Deny;
        let transferred = ruling != Ruling::Approve && party == Party::Client;
        match self {
            Self::Allow | Self::Answer => ruling == Ruling::Approve,
            Self::Refuse => denied,
            Self::Transfer => transferred,
            Self::RefuseOrTransfer => denied || transferred,
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Airline => "airline",
            Self::Retail => "retail",
        })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Allow => "allow",
            Self::Answer => "answer",
            Self::Refuse => "refuse",
            Self::Transfer => "transfer",
            Self::RefuseOrTransfer => "refuse or transfer",
        })
    }
}
