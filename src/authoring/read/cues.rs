//! Cues.

use super::fields::Reader;
use crate::authoring::document::{Cue, Written};
use crate::authoring::tree::{Entry, Kind, Node};

const KEYS: &[&str] =
    &["title", "any", "except", "unless_followed_by", "unless_preceded_by", "fold_kana", "matches", "misses"];
const PHRASES: &str = "[返金, refund]";

impl Reader {
    /// Whether there is a map. Its cues are [read](Self::cue) apart, one by one.
    pub(super) fn cues(&mut self, node: Option<&Node<'_>>) {
        self.section(node, "`cues`", "refund_demand: { any: [返金, refund] }");
    }

    pub(super) fn cue(&mut self, entry: &Entry<'_>) -> Option<Cue> {
        let name = Self::key(entry);
        self.is_identifier(&name, "a cue");
        let Some(fields) = self.fields(&entry.value, "a cue", KEYS, "{ any: [返金, refund] }") else {
            self.lose(&name);
            return None;
        };
        let mut phrases = |key: &str| self.names_of(&fields, key, PHRASES);
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
        Some(Cue {
            name,
            title,
            any,
            except,
            unless_followed_by,
            unless_preceded_by,
            fold_kana,
            matches,
            misses,
        })
    }
}
