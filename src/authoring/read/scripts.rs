//! Scripts, what they may propose, and who gets an inquiry on which one fails: at the top of a rulebook, or in a file of
//! their own.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Document, Effect, Grant, Script};
use crate::authoring::tree::{Kind, Node};
use crate::diagnostic::{Code, Problem};
use crate::overrides::Stage;
use crate::span::Place;

/// The keys of a file of scripts.
const FILE: &[&str] = &["scripts", "grants", "on_script_error"];
const KEYS: &[&str] = &["when", "effective", "classify", "delegate", "settle"];
/// Effects of rules that no script needs a grant for.
const RESTRICTIONS: [&str; 8] =
    ["raise", "retain", "escalate", "refer", "notify", "require", "instruct", "tag"];
const EXAMPLE: &str = "{ delegate: { refund: supervisor }, when: order.amount <= 2000 }";

/// Reads a file of scripts from its tree: a document that says nothing else.
pub(crate) fn read_scripts(root: &Node<'_>) -> (Document, Vec<Problem>) {
    let mut reader = Reader::default();
    let mut document = Document { place: root.place, ..Document::default() };
    if let Some(fields) = reader.fields(root, "a file of scripts", FILE, "scripts: { decided: .. }") {
        let scripts = reader.required(&fields, "scripts", "a file of scripts", "{ decided: .. }");
        document.scripts = reader.scripts(scripts);
        document.grants = reader.grants(fields.get("grants"));
        let tier = fields.get("on_script_error");
        document.on_script_error =
            tier.and_then(|node| reader.name(node, "`on_script_error`", "client_desk"));
    }
    (document, reader.problems)
}

impl Reader {
    pub(super) fn scripts(&mut self, node: Option<&Node<'_>>) -> Vec<Script> {
        const EXAMPLE: &str = "{ decided: 'propose.refer(\"logistics\", \"..\");' }";
        let Some(node) = node.filter(|node| !node.scalar().is_some_and(|scalar| scalar.is_null())) else {
            return Vec::new();
        };
        let stages = Stage::ALL.map(Stage::as_str);
        let Some(fields) = self.fields(node, "`scripts`", &stages, EXAMPLE) else { return Vec::new() };
        let mut scripts = Vec::new();
        for stage in Stage::ALL {
            let Some(node) = fields.get(stage.as_str()) else { continue };
            match &node.kind {
                Kind::Scalar(text) if !text.is_null() => {
                    scripts.push(Script { stage, text: text.clone().into_owned() });
                }
                _ => {
                    let what = format!("`{}`", stage.as_str());
                    self.wrong_kind(node, &what, "the text of a script", &format!("{}: |", stage.as_str()));
                }
            }
        }
        scripts
    }

    pub(super) fn grants(&mut self, node: Option<&Node<'_>>) -> Vec<Grant> {
        let Some(node) = node.filter(|node| !node.scalar().is_some_and(|scalar| scalar.is_null())) else {
            return Vec::new();
        };
        let items = self.list(node, "`grants`", &format!("[{EXAMPLE}]"));
        items.iter().filter_map(|item| self.grant(item)).collect()
    }

    fn grant(&mut self, node: &Node<'_>) -> Option<Grant> {
        let before = self.problems.len();
        let fields = match &node.kind {
            Kind::Map(entries) => {
                for entry in entries {
                    if RESTRICTIONS.contains(&entry.key.text.as_ref()) {
                        self.restriction(&entry.key.text, entry.key.place);
                    } else if !KEYS.contains(&entry.key.text.as_ref()) {
                        self.unknown_key(entry, "a grant", KEYS);
                    }
                }
                Fields::new(entries, node.place)
            }
            Kind::Scalar(_) | Kind::List(_) => {
                self.wrong_kind(node, "a grant", "a map", EXAMPLE);
                return None;
            }
        };
        let understood = self.problems.len() == before;
        let when = fields.get("when").map(|node| self.condition(node));
        let mut effects = Vec::new();
        self.granted(&fields, &mut effects);
        Effect::arrange(&mut effects);
        let effective = self.effective(&fields);
        if understood && !["classify", "delegate", "settle"].iter().any(|key| fields.get(key).is_some()) {
            let problem = Problem::new(Code::MissingKey, node.place, "this grant grants nothing");
            self.report(problem.help(format!("say what a script may propose, for example `{EXAMPLE}`")));
        }
        let when = match when {
            None => None,
            Some(when) => Some(when?),
        };
        Some(Grant { place: node.place, when, effects, effective })
    }

    fn restriction(&mut self, key: &str, place: Place) {
        let (message, help): (String, String) = if key == "raise" {
            ("`raise` cannot be granted".into(), "no script raises a judgment: write a rule that does".into())
        } else {
            let help = format!(
                "leave it out: a script may always propose `{key}`; grants are `delegate`, `settle`, and labels below a default or of a `many` axis"
            );
            (format!("`{key}` needs no grant"), help)
        };
        self.report(Problem::new(Code::UnknownKey, place, message).help(help));
    }
}
