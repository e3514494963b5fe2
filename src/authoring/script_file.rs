//! Scripts that a host hands over for a rulebook that is loaded: its client's own, kept apart from the rulebook.

use super::document::{Document, Script};
use super::layers::joined;
use super::resolve::{put_in_order, resolve_file};
use super::tree::{Scalar, Style};
use super::{Loaded, hash, read, yaml};
use crate::diagnostic::{Code, Findings, Problem, Severity, Source};
use crate::overrides::{Override, Stage};
use crate::rulebook::{Model, Rulebook};
use crate::span::{Place, SourceId, Span};
use std::sync::Arc;

impl Rulebook {
    /// The rulebook with a client's scripts added: one engine for each client, all on the same rulebook. `file` is what
    /// findings call the text; nothing is read from there. Decisions show its last part, and the hash covers that and the
    /// scripts.
    ///
    /// A `file` named `*.rhai` is a `decided` script that acts within the rulebook's own `grants`. Any other is YAML or JSON
    /// with `scripts`, `grants` and `on_script_error`: its scripts act within its own grants. Where it does not say
    /// `on_script_error`, the rulebook's counts. A judgment that the rulebook locks cannot be granted.
    ///
    /// Files may be added in any order, and the same one again changes nothing. Everything else is as in [`Rulebook::load`].
    ///
    /// ```
    /// use furiwake::Rulebook;
    ///
    /// let shop = Rulebook::builtin("shop").unwrap();
    /// let text = r#"
    /// scripts:
    ///   decided: |
    ///     if cue.return_request { propose.tag("acme-return", "counted for the campaign"); }
    /// grants:
    ///   - { delegate: { refund: supervisor }, when: order.amount <= 2000 }
    /// "#;
    /// let acme = shop.with_script("clients/acme.yaml", text).into_result()?;
    /// assert_ne!(acme.hash(), shop.hash());
    ///
    /// let loaded = shop.with_script("clients/acme.yaml", &text.replace("refund:", "refnud:"));
    /// assert_eq!(
    ///     loaded.findings().iter().next().unwrap().to_string(),
    ///     "clients/acme.yaml:6:19: error[unknown-name]: there is no judgment `refnud`"
    /// );
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn with_script(&self, file: &str, text: &str) -> Loaded {
        let file = joined("", file);
        let called = file.rsplit('/').next().unwrap_or(&file);
        // Editors of every machine may have it: neither a byte order mark nor the way lines end is content.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let borrow = called.ends_with(".rhai");
        let (document, mut problems) = if borrow { (bare(&text), Vec::new()) } else { parsed(&text) };
        let added = if has_errors(&problems) {
            None
        } else {
            let (added, resolved) = resolve_file(&document, called, borrow, self.model());
            problems.extend(resolved);
            added
        };
        let rulebook = match added {
            Some(added) if !has_errors(&problems) => match self.with(added) {
                Ok(rulebook) => Some(rulebook),
                Err(problem) => {
                    problems.push(*problem);
                    None
                }
            },
            _ => None,
        };
        Loaded::new(rulebook, Findings::new(problems, &[Arc::new(Source::new(&file, &text))]))
    }

    /// The rulebook without any scripts and what is granted to them.
    pub(crate) fn without_scripts(&self) -> Self {
        let mut model = Model::clone(self.model());
        model.overrides.clear();
        model.hash = hash::hash(&model);
        Self::new(model)
    }

    fn with(&self, added: Override) -> Result<Self, Box<Problem>> {
        let mut model = Model::clone(self.model());
        model.overrides.push(added);
        put_in_order(&mut model);
        model.overrides.dedup();
        if let Some([twice, _]) = model.overrides.windows(2).find(|pair| is_one_file(pair)) {
            let called = twice.file.as_deref().unwrap_or("");
            let message = format!("another file of scripts is called `{called}` already");
            let problem = Problem::new(Code::DuplicateName, Place::default(), message);
            return Err(Box::new(
                problem.help("give them different names: decisions name the file of each proposal"),
            ));
        }
        model.hash = hash::hash(&model);
        Ok(Self::new(model))
    }
}

fn is_one_file(pair: &[Override]) -> bool {
    matches!(pair, [one, other] if one.file == other.file)
}

fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.code.severity() == Severity::Error)
}

/// A file that is nothing but a script.
fn bare(text: &str) -> Document {
    let span = Span::new(0, text.len());
    let text = Scalar::new(SourceId::default(), text, span, text, Style::Block).into_owned();
    Document { scripts: vec![Script { stage: Stage::Decided, text }], ..Document::default() }
}

fn parsed(text: &str) -> (Document, Vec<Problem>) {
    match yaml::read(SourceId::default(), text) {
        Ok(root) => read::read_scripts(&root),
        Err(problems) => (Document::default(), problems),
    }
}
