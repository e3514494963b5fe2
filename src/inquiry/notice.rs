//! Notices: what was wrong with an inquiry. A decision is made all the same; the bad part counts as missing.

use super::Missing;
use serde::{Serialize, Serializer};
use std::fmt;

/// Something the inquiry lacks or gets wrong, told to the host along with the decision.
///
/// As JSON: `{"code": "fact_ill_typed", "message": "..", "fact": "order.amount"}`, without `fact` where it is about no fact.
/// About a script it has `script`, `line`, `column` and `names` instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    code: NoticeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<Box<str>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    failed: Option<Box<Failed>>,
    message: Box<str>,
}

/// Where a script failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Failed {
    script: Box<str>,
    line: u32,
    column: u32,
    names: Vec<Box<str>>,
}

impl Notice {
    /// A notice about the inquiry as a whole or its messages.
    pub(crate) fn new(code: NoticeCode, message: impl Into<Box<str>>) -> Self {
        Self { code, fact: None, failed: None, message: message.into() }
    }

    /// A notice about one fact.
    pub(crate) fn of_fact(code: NoticeCode, fact: &str, message: impl Into<Box<str>>) -> Self {
        Self { code, fact: Some(fact.into()), failed: None, message: message.into() }
    }

    /// A notice that a script failed at a line and column of its text, counted from 1, with what its author named there.
    pub(crate) fn of_script(
        script: &str,
        (line, column): (u32, u32),
        names: &[Box<str>],
        message: impl Into<Box<str>>,
    ) -> Self {
        let failed = Failed { script: script.into(), line, column, names: names.to_vec() };
        Self { failed: Some(Box::new(failed)), ..Self::new(NoticeCode::ScriptFailed, message) }
    }

    /// A notice that `fact` has no value and why, in general words.
    pub(crate) fn of_missing(fact: &str, cause: Missing) -> Self {
        let why = match cause {
            Missing::Absent => "is not given",
            Missing::Null => "is given as null",
            Missing::IllTyped => "is not of its declared type",
            Missing::NotAChoice => "is none of its choices",
            Missing::OutOfRange => "lies outside its allowed range",
            Missing::Conflicting => "is given twice, with different values",
            Missing::NoTime => "is measured from or checked against the inquiry's time, which is missing",
            Missing::Cut => "may be in a part of the inquiry that did not arrive or was not read",
        };
        Self::of_fact(NoticeCode::of_missing(cause), fact, format!("`{fact}` {why}"))
    }

    /// What kind of notice it is.
    pub fn code(&self) -> NoticeCode {
        self.code
    }

    /// One English sentence. It never shows the value of a sensitive fact.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The fact it is about.
    pub fn fact(&self) -> Option<&str> {
        self.fact.as_deref()
    }

    /// The script it is about, as decisions call it, with the line and the column in its text, both counted from 1.
    pub fn script(&self) -> Option<(&str, u32, u32)> {
        self.failed.as_ref().map(|failed| (&*failed.script, failed.line, failed.column))
    }

    /// The names a script read where it failed, sorted; never their values.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.failed.iter().flat_map(|failed| &failed.names).map(|name| &**name)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// The beginning of a text that may be long, on one line.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String =
        text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// What to add to a sentence about an unknown word.
pub(crate) fn did_you_mean(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |closest| format!("; did you mean `{closest}`?"))
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $code:ident = $name:literal,)+) => {
        /// What kind of notice it is: a stable name that tools may match on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum NoticeCode {
            $($(#[$doc])+ $code,)+
        }

        impl NoticeCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$code),+];

            /// The stable name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)+
                }
            }
        }
    };
}

codes! {
    /// A fact that a rule needed is not given.
    FactAbsent = "fact_absent",
    /// A fact that a rule needed is given as `null`.
    FactNull = "fact_null",
    /// The value is not of the declared type.
    FactIllTyped = "fact_ill_typed",
    /// The value is none of the declared options.
    FactNotAChoice = "fact_not_a_choice",
    /// The value lies outside the declared range, or has more digits than can be kept exactly.
    FactOutOfRange = "fact_out_of_range",
    /// The day or instant lies after the inquiry's time.
    FactAfterInquiry = "fact_after_inquiry",
    /// The inquiry gives different values for one fact.
    FactConflicting = "fact_conflicting",
    /// The rulebook declares no such fact.
    FactUndeclared = "fact_undeclared",
    /// Some facts could not be read, so that no default stands in for an absent one.
    FactsIncomplete = "facts_incomplete",
    /// The inquiry gives no time, and something is measured from it or checked against it.
    TimeMissing = "time_missing",
    /// A time has no offset from UTC, so it names no instant.
    TimeWithoutOffset = "time_without_offset",
    /// A time is none.
    TimeMalformed = "time_malformed",
    /// The inquiry has a time, and no rule of the rulebook is in force at it: nothing counted.
    OutOfForce = "out_of_force",
    /// The customer's message has no text, or there is no message of the customer at all.
    TextMissing = "text_missing",
    /// Not all messages arrived.
    TextIncomplete = "text_incomplete",
    /// The customer's text is longer than is read.
    TextCut = "text_cut",
    /// A text holds code points that are no characters. In messages and ids they were replaced by U+FFFD; a fact is missing.
    TextRepaired = "text_repaired",
    /// A message, or a part of it, is not of the form described for inquiries.
    MessageMalformed = "message_malformed",
    /// A message is from nobody the library knows; it is no evidence.
    UnknownSender = "unknown_sender",
    /// A message has a format the library does not know; it is no evidence.
    UnknownFormat = "unknown_format",
    /// The inquiry's own id is neither a text nor a number.
    IdMalformed = "id_malformed",
    /// A key that inquiries do not have.
    UnknownKey = "unknown_key",
    /// A key is there twice, with different content.
    DuplicateKey = "duplicate_key",
    /// A script stopped before its end. Every grant of the decision is suspended, and the inquiry goes to who handles failures.
    ScriptFailed = "script_failed",
    /// There were more notices than are kept.
    FurtherNotices = "further_notices",
}

impl NoticeCode {
    /// The code for a fact that is missing for `cause`.
    pub(crate) const fn of_missing(cause: Missing) -> Self {
        match cause {
            Missing::Absent => Self::FactAbsent,
            Missing::Null => Self::FactNull,
            Missing::IllTyped => Self::FactIllTyped,
            Missing::NotAChoice => Self::FactNotAChoice,
            Missing::OutOfRange => Self::FactOutOfRange,
            Missing::Conflicting => Self::FactConflicting,
            Missing::NoTime => Self::TimeMissing,
            Missing::Cut => Self::TextIncomplete,
        }
    }
}

impl fmt::Display for NoticeCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for NoticeCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_as_json() {
        let notice = Notice::of_missing("order.amount", Missing::Null);
        assert_eq!(
            serde_json::to_string(&notice).unwrap(),
            r#"{"code":"fact_null","fact":"order.amount","message":"`order.amount` is given as null"}"#
        );
        let notice = Notice::new(NoticeCode::TimeMissing, "no time");
        assert_eq!(serde_json::to_string(&notice).unwrap(), r#"{"code":"time_missing","message":"no time"}"#);
    }

    #[test]
    fn names_are_distinct_snake_case() {
        let mut names: Vec<_> = NoticeCode::ALL.iter().map(|code| code.as_str()).collect();
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NoticeCode::ALL.len());
    }

    #[test]
    fn every_cause_of_missing_has_its_own_code() {
        let causes = [
            Missing::Absent,
            Missing::Null,
            Missing::IllTyped,
            Missing::NotAChoice,
            Missing::OutOfRange,
            Missing::Conflicting,
            Missing::NoTime,
            Missing::Cut,
        ];
        let codes: std::collections::BTreeSet<_> = causes.map(NoticeCode::of_missing).into_iter().collect();
        assert_eq!(codes.len(), causes.len());
    }
}
