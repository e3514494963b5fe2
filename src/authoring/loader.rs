//! Loading: the one way from text to a rulebook.

use super::document::{Document, Extends, Name};
use super::{builtin, read, resolve, unite, unused, yaml};
use crate::diagnostic::{Code, Findings, Problem, Severity, Source, closest};
use crate::rulebook::Rulebook;
use crate::span::SourceId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What loading gives: the rulebook, if nothing refuses it, and everything found in it.
#[derive(Debug, Clone)]
#[must_use = "a rulebook may have been refused"]
pub struct Loaded {
    rulebook: Option<Rulebook>,
    findings: Findings,
}

impl Loaded {
    /// The rulebook, unless a finding refuses it.
    pub fn rulebook(&self) -> Option<&Rulebook> {
        self.rulebook.as_ref()
    }

    /// Everything found: errors, which refuse the rulebook, and warnings, which do not.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The rulebook, or why it is refused. Warnings are dropped; read [`findings`](Self::findings) first to show them.
    ///
    /// # Errors
    ///
    /// All findings, if one of them is an error.
    pub fn into_result(self) -> Result<Rulebook, Findings> {
        self.rulebook.ok_or(self.findings)
    }
}

impl Rulebook {
    /// Checks the text of a rulebook, YAML or JSON. `file` is what findings call it; nothing is read from there.
    ///
    /// A rulebook that is accepted can do nothing but decide: no later step can fail. One that is refused says why with
    /// everything that is wrong at once, each finding with its place and help.
    ///
    /// ```
    /// use furiwake::Rulebook;
    ///
    /// let text = r#"
    /// rulebook: acme-shop
    /// version: 2026.11.1
    /// tiers: { vendor: [first_line, supervisor], client: [client_desk] }
    /// cues:
    ///   refund_demand: { any: [返金, refund] }
    /// judgments:
    ///   refund: { title: { ja: 返金の可否, en: refund } }
    /// rules:
    ///   - id: refund.asked
    ///     when: cue.refund_demand
    ///     raise: [refund]
    /// "#;
    /// let rulebook = Rulebook::load("acme-shop.yaml", text).into_result()?;
    /// assert_eq!(rulebook.id(), "acme-shop");
    ///
    /// // A slip is found, with its place and what was probably meant.
    /// let loaded = Rulebook::load("acme-shop.yaml", &text.replace("raise: [refund]", "raise: [refnud]"));
    /// assert!(loaded.rulebook().is_none());
    /// assert_eq!(
    ///     loaded.findings().to_string(),
    ///     "error[unknown-name]: there is no judgment `refnud`
    ///   --> acme-shop.yaml:12:13
    ///    |
    /// 12 |     raise: [refnud]
    ///    |             ^^^^^^ declared nowhere
    ///    |
    ///    = help: did you mean `refund`?
    ///
    /// 1 error"
    /// );
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn load(file: &str, text: &str) -> Loaded {
        let mut loader = Loader::default();
        let mut layers = Vec::new();
        if let Some(document) = loader.document(file, text) {
            loader.layers(document, &mut BTreeSet::new(), &mut layers);
        }
        let rulebook = if layers.is_empty() { None } else { loader.resolve(layers) };
        Loaded { rulebook, findings: Findings::new(loader.problems, &loader.sources) }
    }

    /// A rulebook that ships with the library; `None` if there is none of that name.
    ///
    /// ```
    /// let core = furiwake::Rulebook::builtin("core").unwrap();
    /// assert_eq!(core.id(), "core");
    /// assert!(furiwake::Rulebook::builtin("missing").is_none());
    /// ```
    pub fn builtin(name: &str) -> Option<Self> {
        Self::load(&builtin_file(name), builtin::text(name)?).rulebook
    }

    /// The YAML of a rulebook that ships with the library: to read, to copy from, to check.
    ///
    /// ```
    /// use furiwake::Rulebook;
    ///
    /// let text = Rulebook::builtin_text("shop").unwrap();
    /// assert!(Rulebook::load("shop.yaml", text).findings().is_empty());
    /// ```
    pub fn builtin_text(name: &str) -> Option<&'static str> {
        builtin::text(name)
    }

    /// The names of the rulebooks that ship with the library.
    pub fn builtin_names() -> impl Iterator<Item = &'static str> {
        builtin::names()
    }
}

/// What findings call the file of a built-in rulebook.
fn builtin_file(name: &str) -> String {
    format!("{name} (built in)")
}

#[derive(Default)]
struct Loader {
    sources: Vec<Arc<Source>>,
    /// Those that are layers which ship. They declare things for whoever needs them.
    lent: BTreeSet<SourceId>,
    problems: Vec<Problem>,
}

impl Loader {
    /// Reads one text; what can be read of it is returned even if something is wrong.
    fn document(&mut self, file: &str, text: &str) -> Option<Document> {
        let source = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Arc::new(Source::new(file, text)));
        match yaml::read(source, text) {
            Ok(root) => {
                let (document, problems) = read::read(&root);
                self.problems.extend(problems);
                Some(document)
            }
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    /// Adds the document behind all layers below it, each once. Every built-in layer is read once, so this ends.
    fn layers(&mut self, mut document: Document, seen: &mut BTreeSet<Box<str>>, layers: &mut Vec<Document>) {
        for Extends { layer: name, .. } in document.extends.clone() {
            if !seen.insert(name.value.clone()) {
                continue;
            }
            match builtin::text(&name.value) {
                Some(text) => {
                    if let Some(layer) = self.document(&builtin_file(&name.value), text) {
                        self.lent.insert(layer.place.source);
                        self.layers(layer, seen, layers);
                    }
                }
                None => {
                    self.unknown_layer(&name);
                    // Whatever that layer declares is not known either.
                    document.lost.section = true;
                }
            }
        }
        layers.push(document);
    }

    fn unknown_layer(&mut self, name: &Name) {
        let problem =
            Problem::new(Code::UnknownName, name.place, format!("there is no layer `{}`", name.value));
        let names: Vec<&str> = builtin::names().collect();
        self.problems.push(match closest(&name.value, names.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem
                .help(format!("the layers that ship are {}; a file cannot be a layer yet", names.join(", "))),
        });
    }

    fn resolve(&mut self, layers: Vec<Document>) -> Option<Rulebook> {
        let (document, problems) = unite::unite(layers);
        self.problems.extend(problems);
        let (model, problems) = resolve::resolve(&document);
        let lost = |problem: &Problem| {
            let mentions = |name: &str| {
                ["", "cue.", "score."]
                    .iter()
                    .any(|prefix| problem.message.contains(&format!("`{prefix}{name}`")))
            };
            problem.code == Code::UnknownName
                && (document.lost.section || document.lost.names.iter().any(|name| mentions(name)))
        };
        self.problems.extend(problems.into_iter().filter(|problem| !lost(problem)));
        if self.problems.iter().any(|problem| problem.code.severity() == Severity::Error) {
            return None;
        }
        self.problems.extend(unused::unused(&document, |source| !self.lent.contains(&source)));
        model.map(Rulebook::new)
    }
}
