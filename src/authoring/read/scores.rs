//! Scores: a map of cues and their points beside `title`, `bands` and `parts`, or a list of parts alone.

use super::fields::Reader;
use crate::authoring::document::{Name, Number, Score, ScorePart};
use crate::authoring::tree::{Entry, Kind, Node};
use crate::condition::{self, Expression};
use crate::diagnostic::{Code, Problem, closest};

const KEYS: [&str; 3] = ["title", "bands", "parts"];
const EXAMPLE: &str = "{ cue.dissatisfied: 2, cue.repeat: 1 }";
const PART: &str = "{ when: order.amount > 50000, points: 3 }";

impl Reader {
    pub(super) fn scores(&mut self, node: Option<&Node<'_>>) -> Vec<Score> {
        let mut scores = Vec::new();
        for entry in self.section(node, "`scores`", "anger: { cue.dissatisfied: 2, cue.repeat: 1 }") {
            let name = Self::key(entry);
            self.is_identifier(&name, "a score");
            let mut score = Score { name, title: None, parts: Vec::new(), bands: Vec::new() };
            let weighs = match &entry.value.kind {
                Kind::List(items) => {
                    score.parts = self.score_parts(&entry.value);
                    !items.is_empty()
                }
                Kind::Map(_) | Kind::Scalar(_) => {
                    let Some(entries) = self.entries(&entry.value, "a score", EXAMPLE) else {
                        self.lose(&score.name);
                        continue;
                    };
                    entries.iter().for_each(|entry| self.score_entry(entry, &mut score));
                    entries.iter().any(|entry| !matches!(&*entry.key.text, "title" | "bands"))
                }
            };
            if !weighs {
                let message = format!("the score `{}` weighs nothing", score.name.value);
                let problem = Problem::new(Code::MissingKey, score.name.place, message);
                let help =
                    "name its cues and their points, for example `cue.dissatisfied: 2`, or give it `parts`";
                self.report(problem.help(help));
            }
            scores.push(score);
        }
        scores
    }

    fn score_entry(&mut self, entry: &Entry<'_>, score: &mut Score) {
        let key = &*entry.key.text;
        match key {
            "title" => score.title = self.text(&entry.value, "a title"),
            "bands" => score.bands = self.bands(&entry.value),
            "parts" => score.parts.extend(self.score_parts(&entry.value)),
            _ if key.starts_with("cue.") => {
                let when = Expression { kind: condition::Kind::Name(key.into()), place: entry.key.place };
                let points = self.number(&entry.value, "a weight");
                score.parts.extend(points.map(|points| ScorePart { when, points }));
            }
            _ => {
                let message = format!("a score weighs cues, and `{key}` is none");
                let problem = Problem::new(Code::UnknownName, entry.key.place, message);
                self.report(match closest(key, KEYS) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help(format!(
                        "write `cue.{key}` for the cue of that name, or `parts: [{PART}]` for a condition"
                    )),
                });
            }
        }
    }

    fn score_parts(&mut self, node: &Node<'_>) -> Vec<ScorePart> {
        let items = self.list(node, "`parts`", &format!("[{PART}]"));
        items.iter().filter_map(|item| self.score_part(item)).collect()
    }

    fn score_part(&mut self, node: &Node<'_>) -> Option<ScorePart> {
        let fields = self.fields(node, "a part of a score", &["when", "points"], PART)?;
        let when = self.required(&fields, "when", "a part of a score", "order.amount > 50000");
        let points = self.required(&fields, "points", "a part of a score", "3");
        let when = when.and_then(|when| self.condition(when));
        let points = points.and_then(|points| self.number(points, "`points`"));
        Some(ScorePart { when: when?, points: points? })
    }

    fn bands(&mut self, node: &Node<'_>) -> Vec<(Name, Number)> {
        let entries = self.entries(node, "`bands`", "{ low: 0, high: 5 }").unwrap_or(&[]);
        let mut bands = Vec::new();
        for entry in entries {
            let name = Self::key(entry);
            self.is_word(&name, "a band");
            let from = self.number(&entry.value, "where a band begins");
            bands.extend(from.map(|from| (name, from)));
        }
        bands
    }
}
