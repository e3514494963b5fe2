//! Parameters: typed constants, declared by one layer and set anew by the outermost rulebook.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Name, Param};
use crate::authoring::tree::{Kind, Node};
use crate::diagnostic::{Code, Problem};

const KEYS: &[&str] = &["title", "type", "of", "unit", "min", "max", "value"];
const EXAMPLE: &str = "{ type: integer, min: 0, unit: JPY, value: 3000 }";

impl Reader {
    pub(super) fn params(&mut self, node: Option<&Node<'_>>) -> Vec<Param> {
        let mut params = Vec::new();
        for entry in self.section(node, "`params`", "refund_cap: { type: integer, min: 0, value: 3000 }") {
            let name = Self::key(entry);
            self.is_identifier(&name, "a parameter");
            match self.param(&name, &entry.value) {
                Some(param) => params.push(param),
                None => self.lose(&name),
            }
        }
        params
    }

    fn param(&mut self, name: &Name, node: &Node<'_>) -> Option<Param> {
        if !matches!(node.kind, Kind::Map(_)) {
            let value = self.literal(node, "the value of a parameter")?;
            let (title, kind, unit, min, max) = (None, None, None, None, None);
            return Some(Param { name: name.clone(), title, kind, value, unit, min, max });
        }
        let fields = self.fields(node, "a parameter", KEYS, EXAMPLE)?;
        let kind = if fields.get("type").is_some() {
            Some(self.fact_kind(&fields, "a parameter")?)
        } else if self.belongs_to_a_type(&fields) {
            return None;
        } else {
            None
        };
        let mut literal =
            |key: &str| fields.get(key).and_then(|node| self.literal(node, &format!("`{key}`")));
        let (min, max) = (literal("min"), literal("max"));
        let value = self.required(&fields, "value", "a parameter", "3000")?;
        Some(Param {
            name: name.clone(),
            title: self.title(&fields),
            kind,
            value: self.literal(value, "`value`")?,
            unit: self.unit(&fields),
            min,
            max,
        })
    }

    /// Without its type a parameter is another layer's, which alone says what values it may have.
    fn belongs_to_a_type(&mut self, fields: &Fields<'_>) -> bool {
        let keys = ["title", "of", "unit", "min", "max"];
        let found = keys.iter().find_map(|key| Some((*key, fields.key_place(key)?)));
        let Some((key, place)) = found else { return false };
        let message = format!("`{key}` is said where the parameter is declared, beside its `type`");
        let problem = Problem::new(Code::MissingKey, place, message);
        self.report(problem.help(format!("write the value alone, or declare a parameter: `{EXAMPLE}`")));
        true
    }
}
