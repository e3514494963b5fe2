//! `settle`: `{ refund: deny }`, `{ refund: { approve: CONDITION, otherwise: deny } }` and the mirror of the latter.

use super::fields::Reader;
use crate::authoring::document::{Effect, Given};
use crate::authoring::tree::{Kind, Node};
use crate::diagnostic::{Code, Problem};
use crate::effect::Settlement;

const EXAMPLE: &str = "{ refund: { approve: in_return_window, otherwise: deny } }";

impl Reader {
    pub(super) fn settle(&mut self, node: &Node<'_>, effects: &mut Vec<Effect>) {
        for entry in self.entries(node, "`settle`", EXAMPLE).unwrap_or(&[]) {
            let judgment = Self::key(entry);
            if let Kind::Map(_) = &entry.value.kind {
                if let Some((ruling, given)) = self.given(&entry.value) {
                    effects.push(Effect::Settle { judgment, ruling, given: Some(Box::new(given)) });
                }
            } else if let Some(ruling) = self.one_of(&entry.value, "a ruling", &rulings()) {
                effects.push(Effect::Settle { judgment, ruling, given: None });
            }
        }
    }

    fn given(&mut self, node: &Node<'_>) -> Option<(Settlement, Given)> {
        let fields = self.fields(node, "a ruling", &["approve", "deny", "otherwise"], EXAMPLE)?;
        let (ruling, condition) = match (fields.get("approve"), fields.get("deny")) {
            (Some(condition), None) => (Settlement::Approve, condition),
            (None, Some(condition)) => (Settlement::Deny, condition),
            (None, None) => {
                let problem = Problem::new(
                    Code::MissingKey,
                    node.place,
                    "a ruling needs `approve` or `deny` with a condition",
                );
                self.report(problem.help(format!("for example `{EXAMPLE}`")));
                return None;
            }
            (Some(_), Some(deny)) => {
                let problem = Problem::new(
                    Code::InvalidValue,
                    deny.place,
                    "`approve` and `deny` cannot both have a condition here",
                );
                self.report(problem.help("write `otherwise` for the opposite, or two rules"));
                return None;
            }
        };
        let condition = self.condition(condition);
        let otherwise = match fields.get("otherwise") {
            None => false,
            Some(node) => {
                let opposite = self.one_of(node, "`otherwise`", &rulings())?;
                if opposite == ruling {
                    let problem = Problem::new(
                        Code::InvalidValue,
                        node.place,
                        "`otherwise` says the same as the condition",
                    );
                    self.report(problem.help("write the opposite, or settle without a condition"));
                    return None;
                }
                true
            }
        };
        Some((ruling, Given { condition: condition?, otherwise }))
    }
}

fn rulings() -> [(&'static str, Settlement); 2] {
    Settlement::ALL.map(|ruling| (ruling.as_str(), ruling))
}
