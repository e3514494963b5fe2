//! What a rulebook stands on, what it takes out of there, and what it locks.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Extends, Written};
use crate::authoring::tree::{Kind, Node};

impl Reader {
    /// `[core]`, or `[{ layer: core, without: [safety.injury] }]`.
    pub(super) fn extends(&mut self, fields: &Fields<'_>) -> Vec<Extends> {
        const EXAMPLE: &str = "[core]";
        let Some(node) = fields.get("extends") else { return Vec::new() };
        let items = self.list_or_one(node, "`extends`", EXAMPLE);
        items.iter().filter_map(|item| self.layer(item, EXAMPLE)).collect()
    }

    fn layer(&mut self, node: &Node<'_>, example: &str) -> Option<Extends> {
        if !matches!(node.kind, Kind::Map(_)) {
            let layer = self.name(node, "a layer", example)?;
            return Some(Extends { layer, without: Vec::new() });
        }
        let fields = self.fields(node, "a layer", &["layer", "without"], "{ layer: core }")?;
        let layer = self.required(&fields, "layer", "a layer", "core")?;
        Some(Extends {
            layer: self.name(layer, "a layer", example)?,
            without: self.names_of(&fields, "without", "[safety.injury]"),
        })
    }

    /// `locked: true`.
    pub(super) fn locked(&mut self, fields: &Fields<'_>) -> Option<Written<()>> {
        let node = fields.get("locked")?;
        self.yes_or_no(node, "`locked`")?.then(|| Written::new((), node.place))
    }
}
