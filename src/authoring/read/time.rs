//! Periods and time limits, as they stand in rules, tables, limits and layers.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Effective, Name, TimeLimit, Written};
use crate::authoring::tree::Node;
use crate::diagnostic::{Code, Problem, closest};
use crate::inquiry::parse_duration;
use jiff::SignedDuration;

impl Reader {
    /// The key `effective` of whatever may have one.
    pub(super) fn effective(&mut self, fields: &Fields<'_>) -> Option<Effective> {
        const EXAMPLE: &str = "{ from: 2026-12-01, until: 2027-03-31 }";
        let node = fields.get("effective")?;
        let ends = self.fields(node, "`effective`", &["from", "until"], EXAMPLE)?;
        let mut end =
            |key: &str| ends.get(key).and_then(|node| self.name(node, &format!("`{key}`"), "2026-12-01"));
        let (from, until) = (end("from"), end("until"));
        if ends.get("from").is_none() && ends.get("until").is_none() {
            let message = "this says neither from when nor until when";
            let problem = Problem::new(Code::MissingKey, node.place, message);
            self.report(problem.help(format!("for example `{EXAMPLE}`")));
            return None;
        }
        Some(Effective { from, until, layer: None })
    }

    /// `30m`, `4 business hours`, `90 business minutes in support`.
    pub(super) fn time_limit(&mut self, node: &Node) -> Option<TimeLimit> {
        let text = self.name(node, "a time limit", "30m")?;
        match time_limit(&text) {
            Ok(limit) => Some(limit),
            Err(problem) => {
                self.report(*problem);
                None
            }
        }
    }
}

/// A time limit from its text, whether it stands in a rule or in the cell of a table.
pub(crate) fn time_limit(text: &Name) -> Result<TimeLimit, Box<Problem>> {
    let words: Vec<&str> = text.value.split_whitespace().collect();
    let fail = |message: String, help: &str| {
        Err(Box::new(Problem::new(Code::InvalidValue, text.place, message).help(help)))
    };
    let (number, unit, calendar) = match words.as_slice() {
        [number, "business", unit] => (number, unit, None),
        [number, "business", unit, "in", calendar] => (number, unit, Some(calendar)),
        _ => {
            let elapsed = parse_duration(&text.value).filter(|duration| !duration.is_negative());
            let message = format!("a time limit has to be a length of time, but this is `{}`", text.value);
            let help = if words.contains(&"business") {
                "for example `4 business hours` or `4 business hours in support`"
            } else {
                "for example `30m`, `1h 30m` or `2d`"
            };
            return elapsed.map(TimeLimit::Elapsed).map_or_else(|| fail(message, help), Ok);
        }
    };
    let seconds = match *unit {
        "minute" | "minutes" => 60,
        "hour" | "hours" => 3_600,
        other => {
            let message = format!("business time is counted in hours or minutes, not in `{other}`");
            return match closest(other, ["minutes", "hours"]) {
                Some(near) => fail(message, &format!("did you mean `{near}`?")),
                None => {
                    fail(message, "a business day is as long as its calendar says, so write the hours of one")
                }
            };
        }
    };
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let count = number.parse::<i64>().ok().filter(|_| digits);
    let Some(time) = count.and_then(|count| count.checked_mul(seconds)).map(SignedDuration::from_secs) else {
        let message = format!("`{number}` is no whole number of business {unit}");
        return fail(message, "for example `4 business hours` or `90 business minutes`");
    };
    let calendar = calendar.map(|calendar| Written::new((*calendar).into(), text.place));
    Ok(TimeLimit::Business { time, calendar, place: text.place })
}
