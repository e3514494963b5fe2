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
            |key: &str| ends.get(key).and_then(|node| self.name(node, format!("`{key}`"), "2026-12-01"));
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
    pub(super) fn time_limit(&mut self, node: &Node<'_>) -> Option<TimeLimit> {
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
            return match elapsed {
                Some(none) if none.is_zero() => nothing(text),
                Some(time) => Ok(TimeLimit::Elapsed(time)),
                None => fail(message, help),
            };
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
    if time.is_zero() {
        return nothing(text);
    }
    let calendar = calendar.map(|calendar| Written::new((*calendar).into(), text.place));
    Ok(TimeLimit::Business { time, calendar, place: text.place })
}

/// A limit that is over as soon as it begins.
fn nothing(text: &Name) -> Result<TimeLimit, Box<Problem>> {
    let message = format!("a time limit has to leave some time, but this is `{}`", text.value);
    let problem = Problem::new(Code::InvalidValue, text.place, message);
    Err(Box::new(problem.help("what has to be done at once is `urgency: critical`")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;

    #[test]
    fn a_time_limit_leaves_some_time() {
        let found = |limit: &str| {
            let text = format!(
                "rulebook: x\nversion: v1\ntimezone: UTC\ntiers: {{ vendor: [first], client: [desk] }}\n\
                 calendars: {{ c: {{ hours: {{ mon-sun: [\"09:00-18:00\"] }} }} }}\n\
                 rules: [{{ id: a, escalate: {{ within: {limit} }} }}, {{ id: b, escalate: {{ within: 1 business hour }} }}]\n"
            );
            let loaded = Rulebook::load("x.yaml", &text);
            loaded
                .findings()
                .iter()
                .map(|finding| (finding.code(), finding.help().is_some()))
                .collect::<Vec<_>>()
        };
        for limit in ["0m", "0h 0m", "0 business hours", "00 business minutes in c"] {
            assert_eq!(found(limit), [(Code::InvalidValue, true)], "{limit}");
        }
        for limit in ["1m", "1 business minutes", "1 business hour in c"] {
            assert_eq!(found(limit), [], "{limit}");
        }
    }
}
