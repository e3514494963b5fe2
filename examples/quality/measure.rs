//! Counting: what was expected against what was found, file by file and axis by axis.

use furiwake::{Decision, Engine, Inquiry, Rulebook};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, ErrorKind};

/// What was counted in one file.
pub(crate) struct Measured {
    pub(crate) path: String,
    /// Records read.
    pub(crate) records: u64,
    pub(crate) axes: BTreeMap<String, Tally>,
    /// Keys of `expect` that nothing in the rulebook stands for.
    pub(crate) not_measured: BTreeSet<String>,
    /// Lines that are no record, by number, with what is wrong.
    pub(crate) wrong: Vec<(u64, String)>,
}

/// The counts of one key of `expect`.
#[derive(Default)]
pub(crate) struct Tally {
    /// The axis and label that stand for the key.
    pub(crate) axis: &'static str,
    pub(crate) label: String,
    pub(crate) both: u64,
    pub(crate) only_found: u64,
    pub(crate) only_expected: u64,
    pub(crate) neither: u64,
    /// Found and not expected, the first ones.
    pub(crate) false_alarms: Vec<Miss>,
    /// Expected and not found, the first ones.
    pub(crate) missed: Vec<Miss>,
}

/// A text on which expectation and rulebook differ.
pub(crate) struct Miss {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// Precision, recall and F1 of one class; `None` where nothing was there to divide by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratios {
    /// Records that are expected to be of the class.
    pub(crate) cases: u64,
    pub(crate) precision: Option<f64>,
    pub(crate) recall: Option<f64>,
    pub(crate) f1: Option<f64>,
}

impl Measured {
    /// Decides every record of a file, and keeps at most `misses` texts of each kind of error.
    pub(crate) fn of(engine: &Engine, path: &str, reader: impl BufRead, misses: usize) -> io::Result<Self> {
        let mut measured = Self {
            path: path.to_owned(),
            records: 0,
            axes: BTreeMap::new(),
            not_measured: BTreeSet::new(),
            wrong: Vec::new(),
        };
        for (number, line) in (1..).zip(reader.lines()) {
            let line = match line {
                // Not UTF-8: the next line may be.
                Err(error) if error.kind() == ErrorKind::InvalidData => Err(error.to_string()),
                line => Ok(line?),
            };
            if let Err(wrong) = line.and_then(|line| measured.record(engine, &line, misses)) {
                measured.wrong.push((number, wrong));
            }
        }
        Ok(measured)
    }

    fn record(&mut self, engine: &Engine, line: &str, misses: usize) -> Result<(), String> {
        if line.trim().is_empty() {
            return Ok(());
        }
        let record: Map<String, Value> = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let Some(Value::String(text)) = record.get("text") else { return Err("no `text`".to_owned()) };
        let Some(Value::Object(expect)) = record.get("expect") else { return Err("no `expect`".to_owned()) };
        self.records += 1;
        let decision = engine.decide(&Inquiry::new().customer(text.as_str()));
        for (key, expected) in expect {
            let Value::Bool(expected) = expected else {
                self.not_measured.insert(key.clone());
                continue;
            };
            let Some((axis, label)) = stands_for(engine.rulebook(), key) else {
                self.not_measured.insert(key.clone());
                continue;
            };
            let tally = self.axes.entry(key.clone()).or_default();
            (tally.axis, tally.label) = (axis, label.to_owned());
            let id = record.get("id").and_then(Value::as_str).unwrap_or("-");
            tally.count(*expected, found(&decision, axis, label), misses, || Miss {
                id: id.to_owned(),
                text: text.clone(),
            });
        }
        Ok(())
    }
}

impl Tally {
    fn count(&mut self, expected: bool, found: bool, misses: usize, miss: impl Fn() -> Miss) {
        match (expected, found) {
            (true, true) => self.both += 1,
            (false, false) => self.neither += 1,
            (false, true) => {
                self.only_found += 1;
                if self.false_alarms.len() < misses {
                    self.false_alarms.push(miss());
                }
            }
            (true, false) => {
                self.only_expected += 1;
                if self.missed.len() < misses {
                    self.missed.push(miss());
                }
            }
        }
    }

    pub(crate) const fn cases(&self) -> u64 {
        self.both + self.only_found + self.only_expected + self.neither
    }

    /// Of the records that carry the label.
    pub(crate) fn positive(&self) -> Ratios {
        Ratios::new(self.both, self.only_found, self.only_expected)
    }

    /// Of the records that do not.
    pub(crate) fn negative(&self) -> Ratios {
        Ratios::new(self.neither, self.only_expected, self.only_found)
    }
}

impl Ratios {
    #[expect(clippy::cast_precision_loss, reason = "a file of 2^53 records is beyond reading")]
    fn new(right: u64, too_many: u64, too_few: u64) -> Self {
        let ratio = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        Self {
            cases: right + too_few,
            precision: ratio(right, right + too_many),
            recall: ratio(right, right + too_few),
            f1: ratio(2 * right, 2 * right + too_many + too_few),
        }
    }
}

/// The axis and label that a key of `expect` names, if the rulebook has them.
fn stands_for<'k>(rulebook: &Rulebook, key: &'k str) -> Option<(&'static str, &'k str)> {
    let axis = if key == "complaint" { "nature" } else { "signal" };
    rulebook.labels(axis).any(|label| label == key).then_some((axis, key))
}

fn found(decision: &Decision, axis: &str, label: &str) -> bool {
    match decision.label(axis) {
        Some(reported) => reported == label,
        None => decision.labels(axis).possible.contains(&label),
    }
}
