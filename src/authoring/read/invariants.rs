//! Invariants: what no decision may ever be.

use super::fields::Reader;
use crate::authoring::document::Invariant;
use crate::authoring::tree::Node;

const KEYS: &[&str] = &["id", "never", "because"];
const EXAMPLE: &str = "{ never: cue.injury && route == \"first_line\" }";

impl Reader {
    pub(super) fn invariants(&mut self, node: Option<&Node<'_>>) -> Vec<Invariant> {
        let Some(node) = node.filter(|node| !node.scalar().is_some_and(|scalar| scalar.is_null())) else {
            return Vec::new();
        };
        let items = self.list(node, "`invariants`", &format!("[{EXAMPLE}]"));
        items.iter().filter_map(|item| self.invariant(item)).collect()
    }

    fn invariant(&mut self, node: &Node<'_>) -> Option<Invariant> {
        let fields = self.fields(node, "an invariant", KEYS, EXAMPLE)?;
        let id = fields.get("id").and_then(|id| self.name(id, "`id`", "refund.complaint"));
        if let Some(id) = &id {
            self.is_word(id, "an invariant");
        }
        let because = fields.get("because").and_then(|node| self.text(node, "`because`"));
        let never =
            self.required(&fields, "never", "an invariant", "cue.injury && route == \"first_line\"")?;
        Some(Invariant { id, never: self.condition(never)?, because })
    }
}
