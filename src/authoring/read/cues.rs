//! Cues and scores.

use super::fields::Reader;
use crate::authoring::document::{Cue, Score, ScorePart, Written};
use crate::authoring::tree::{Kind, Node};
use crate::condition::{self, Expression};
use crate::diagnostic::{Code, Problem};

const KEYS: &[&str] =
    &["title", "any", "except", "unless_followed_by", "unless_preceded_by", "fold_kana", "matches", "misses"];
const PHRASES: &str = "[返金, refund]";

impl Reader {
    pub(super) fn cues(&mut self, node: Option<&Node>) -> Vec<Cue> {
        let entries = self.section(node, "`cues`", "refund_demand: { any: [返金, refund] }");
        let mut cues = Vec::new();
        for entry in entries {
            let name = Self::key(entry);
            self.is_identifier(&name, "a cue");
            let Some(fields) = self.fields(&entry.value, "a cue", KEYS, "{ any: [返金, refund] }") else {
                self.lose(&name);
                continue;
            };
            let mut phrases = |key: &str| self.names(fields.get(key), &format!("`{key}`"), PHRASES);
            let (any, except) = (phrases("any"), phrases("except"));
            let (unless_followed_by, unless_preceded_by) =
                (phrases("unless_followed_by"), phrases("unless_preceded_by"));
            let (matches, misses) = (phrases("matches"), phrases("misses"));
            let fold_kana = fields.get("fold_kana").and_then(|node| {
                let fold = self.yes_or_no(node, "`fold_kana`")?;
                Some(Written::new(fold, node.place))
            });
            let title = self.title(&fields);
            // Phrases that are there but cannot be read are not missing.
            if any.is_empty()
                && fields
                    .get("any")
                    .is_some_and(|node| !matches!(&node.kind, Kind::List(items) if items.is_empty()))
            {
                self.lose(&name);
            }
            cues.push(Cue {
                name,
                title,
                any,
                except,
                unless_followed_by,
                unless_preceded_by,
                fold_kana,
                matches,
                misses,
            });
        }
        cues
    }

    pub(super) fn scores(&mut self, node: Option<&Node>) -> Vec<Score> {
        const EXAMPLE: &str = "{ cue.dissatisfied: 2, cue.repeat: 1 }";
        let mut scores = Vec::new();
        for entry in self.section(node, "`scores`", "anger: { cue.dissatisfied: 2, cue.repeat: 1 }") {
            let name = Self::key(entry);
            self.is_identifier(&name, "a score");
            let Some(parts) = self.entries(&entry.value, "a score", EXAMPLE) else {
                self.lose(&name);
                continue;
            };
            if parts.iter().all(|part| part.key.text == "title") {
                let message = format!("the score `{}` weighs nothing", name.value);
                let problem = Problem::new(Code::MissingKey, name.place, message);
                self.report(
                    problem.help("name its cues and their weights, for example `cue.dissatisfied: 2`"),
                );
            }
            let mut score = Score { name, title: None, parts: Vec::new(), bands: Vec::new() };
            for part in parts {
                if part.key.text == "title" {
                    score.title = self.text(&part.value, "a title");
                } else if let Some(cue) = part.key.text.strip_prefix("cue.") {
                    let kind = condition::Kind::Name(format!("cue.{cue}").into());
                    let when = Expression { kind, place: part.key.place };
                    let points = self.number(&part.value, "a weight");
                    score.parts.extend(points.map(|points| ScorePart { when, points }));
                } else {
                    let message = format!("a score weighs cues, and `{}` is none", part.key.text);
                    let problem = Problem::new(Code::UnknownName, part.key.place, message);
                    self.report(
                        problem.help(format!("write `cue.{}` for the cue of that name", part.key.text)),
                    );
                }
            }
            scores.push(score);
        }
        scores
    }
}
