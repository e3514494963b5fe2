//! Loading: the one way from text to a rulebook.

use super::document::{Document, Extends, Name};
use super::layers::{LayerId, LayerName, Layers, joined};
use super::limits::MAX_LAYERS;
use super::places::Places;
use super::unused::Uses;
use super::{builtin, csv, expand, read, resolve, unite, unused};
use crate::diagnostic::{Code, Findings, Problem, Severity, Source, closest};
use crate::rulebook::Rulebook;
use crate::span::{Place, SourceId};
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

/// What loading gives: the rulebook, if nothing refuses it, and everything found in it.
#[derive(Debug, Clone)]
#[must_use = "a rulebook may have been refused"]
pub struct Loaded {
    rulebook: Option<Rulebook>,
    findings: Findings,
}

impl Loaded {
    pub(super) const fn new(rulebook: Option<Rulebook>, findings: Findings) -> Self {
        Self { rulebook, findings }
    }

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
    /// Checks the text of a rulebook, YAML or JSON. `file` is what findings call it, with `.` and `..` resolved; nothing is
    /// read from there.
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
        Loader::new(None).load(file, text)
    }

    /// Checks the text of a rulebook that stands on other files: layers under `extends`, tables in CSV. `read` gives the text
    /// of a file, or says why it cannot; the library itself reads nothing.
    ///
    /// A name in a rulebook means a file in the folder of the file that names it, and `read` is asked for it by the name
    /// that it then has beside `file`: `../base.yaml` in `clients/acme.yaml` is `base.yaml`. Names are told apart as text,
    /// so `read` may look in a folder, a database or a map. A layer named twice is read once.
    ///
    /// ```
    /// use furiwake::Rulebook;
    ///
    /// let acme = "
    /// rulebook: acme
    /// version: 2026.11.1
    /// extends: [{ layer: ./base.yaml, without: [refund.small] }]
    /// params: { refund_cap: 5000 }
    /// ";
    /// let base = "
    /// rulebook: base
    /// tiers: { vendor: [first_line], client: [client_desk] }
    /// facts: { order.amount: { type: integer, min: 0 } }
    /// params: { refund_cap: { type: integer, min: 0, value: 3000 } }
    /// judgments: { refund: }
    /// rules:
    ///   - { id: refund.asked, raise: [refund] }
    ///   - { id: refund.small, when: order.amount <= 500, settle: { refund: approve } }
    ///   - { id: refund.capped, when: order.amount <= param.refund_cap, delegate: { refund: first_line } }
    /// ";
    /// let loaded = Rulebook::load_with("clients/acme.yaml", acme, |file| match file {
    ///     "clients/base.yaml" => Ok(base.to_owned()),
    ///     _ => Err("no such file"),
    /// });
    /// assert!(loaded.findings().is_empty());
    /// // Files beside the first one:
    /// let loaded = Rulebook::load_with("clients/acme.yaml", acme, |file| std::fs::read_to_string(file));
    /// assert!(loaded.rulebook().is_none());
    /// ```
    pub fn load_with<E: Display>(
        file: &str,
        text: &str,
        mut read: impl FnMut(&str) -> Result<String, E>,
    ) -> Loaded {
        Loader::new(Some(&mut |file| read(file).map_err(|error| error.to_string()))).load(file, text)
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

    /// The YAML of the cases of a rulebook that ships with the library: to read, to copy from. [`Suite::builtin`] loads them.
    ///
    /// [`Suite::builtin`]: crate::cases::Suite::builtin
    pub fn builtin_cases(name: &str) -> Option<&'static str> {
        builtin::cases(name)
    }

    /// The names of the rulebooks that ship with the library.
    pub fn builtin_names() -> impl Iterator<Item = &'static str> {
        builtin::names()
    }
}

/// Where a rulebook and its layers say what, read as [`Rulebook::load_with`] reads them.
pub(crate) fn places(file: &str, text: &str, read: ReadFile<'_>) -> Places {
    Loader::new(Some(read)).places(file, text)
}

/// What findings call the file of a built-in rulebook.
fn builtin_file(name: &str) -> String {
    format!("{name} (built in)")
}

/// Gives the text of a file, or why there is none.
type ReadFile<'r> = &'r mut dyn FnMut(&str) -> Result<String, String>;

struct Loader<'r, 't> {
    /// Absent: files are refused.
    read: Option<ReadFile<'r>>,
    texts: Vec<Text<'t>>,
    problems: Vec<Problem>,
    layers: Layers,
}

/// A text and what its file is called: a source, once there is something to show of it.
struct Text<'t> {
    file: String,
    text: Cow<'t, str>,
}

impl<'r, 't> Loader<'r, 't> {
    fn new(read: Option<ReadFile<'r>>) -> Self {
        Self { read, texts: Vec::new(), problems: Vec::new(), layers: Layers::default() }
    }

    fn load(mut self, file: &str, text: &'t str) -> Loaded {
        let documents = self.documents(file, text);
        let rulebook = if documents.is_empty() { None } else { self.resolve(documents) };
        let findings = if self.problems.is_empty() {
            Findings::default()
        } else {
            let sources = self.sources();
            Findings::new(self.problems, &sources)
        };
        Loaded { rulebook, findings }
    }

    fn sources(&self) -> Vec<Arc<Source>> {
        self.texts.iter().map(|text| Arc::new(Source::new(&text.file, &text.text))).collect()
    }

    /// The rulebook behind all layers it stands on; none if it cannot be read at all.
    fn documents(&mut self, file: &str, text: &'t str) -> Vec<Document> {
        let file = joined("", file);
        let outermost = self.layers.add(LayerName::File(file.as_str().into()));
        let source = self.source(&file, text.into(), outermost);
        let mut documents = Vec::new();
        if let Some(document) = self.document(source, text) {
            self.layers(document, outermost, &mut Vec::new(), &mut documents);
        }
        documents
    }

    /// Where everything stands. What is wrong with it is not told here.
    fn places(mut self, file: &str, text: &'t str) -> Places {
        let documents = self.documents(file, text);
        let (mut document, _) = unite::unite(documents, &self.layers);
        let _ = expand::expand(&mut document);
        Places::of(&document, self.sources())
    }

    /// Keeps a text that belongs to `layer`, for findings to show.
    fn source(&mut self, file: &str, text: Cow<'t, str>, layer: LayerId) -> SourceId {
        let source = SourceId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Text { file: file.to_owned(), text });
        self.layers.read_text(layer);
        source
    }

    /// The text of the file that `name` names, looked for beside the file in which the name stands. A file that cannot be
    /// read is reported.
    fn text(&mut self, name: &Name) -> Option<(String, String)> {
        let file = joined(self.file_of(name.place), &name.value);
        let problem = |message: String| Problem::new(Code::UnreadableFile, name.place, message);
        let problem = match &mut self.read {
            Some(read) => match read(&file) {
                Ok(text) => return Some((file, text)),
                Err(error) => {
                    let help = if error.contains("UTF-8") {
                        "save it in UTF-8; spreadsheets call that \"CSV UTF-8\""
                    } else {
                        "a file is looked for in the folder of the file that names it"
                    };
                    problem(format!("cannot read the file `{file}`: {error}")).help(help)
                }
            },
            None => problem(format!("the file `{file}` cannot be read here"))
                .help("the library reads no files itself: call `Rulebook::load_with`, which is given a way to read them"),
        };
        self.problems.push(problem);
        None
    }

    /// The text of a file that a part of a layer is read from, such as the rows of a table; it belongs to the layer that
    /// names it.
    fn part(&mut self, name: &Name) -> Option<(SourceId, String)> {
        let (file, text) = self.text(name)?;
        let source = self.source(&file, text.clone().into(), self.layers.of(name.place));
        Some((source, text))
    }

    /// What the file is called in which something stands.
    fn file_of(&self, place: Place) -> &str {
        let text = usize::try_from(place.source.0).ok().and_then(|source| self.texts.get(source));
        text.map_or("", |text| &text.file)
    }

    /// Reads one text; what can be read of it is returned even if something is wrong.
    fn document(&mut self, source: SourceId, text: &str) -> Option<Document> {
        let (document, problems) = read::read(source, text);
        self.problems.extend(problems);
        let mut document = document?;
        self.layers.note(&document);
        self.tables(&mut document);
        Some(document)
    }

    /// Reads the files that tables take their columns and rows from.
    fn tables(&mut self, document: &mut Document) {
        for table in &mut document.tables {
            let Some(file) = &table.csv else { continue };
            let Some((source, text)) = self.part(file) else { continue };
            let (csv, problems) = csv::read(&text, source);
            self.problems.extend(problems);
            (table.columns, table.rows) = (csv.columns, csv.rows);
        }
    }

    /// Adds the document behind all layers below it, each once. `path` leads to it: the layers that are open, each with the
    /// entry that is being followed.
    fn layers(
        &mut self,
        mut document: Document,
        layer: LayerId,
        path: &mut Vec<(LayerId, Place)>,
        documents: &mut Vec<Document>,
    ) {
        self.only_the_outermost_takes_out(&document, path);
        self.only_the_outermost_has_scripts(&document, path);
        for Extends { layer: entry, .. } in document.extends.clone() {
            path.push((layer, entry.place));
            if let Some(base) = self.layer(&entry, path, documents) {
                self.layers.stand(layer, base, entry.place);
            } else {
                // Whatever that layer declares is not known either.
                document.lost.section = true;
            }
            path.pop();
        }
        documents.push(document);
        self.layers.complete(layer);
    }

    /// The layer that an entry of `extends` names, read if it has not been; the last of `path` is that entry.
    fn layer(
        &mut self,
        entry: &Name,
        path: &mut Vec<(LayerId, Place)>,
        documents: &mut Vec<Document>,
    ) -> Option<LayerId> {
        let name = LayerName::new(self.file_of(entry.place), &entry.value);
        if let Some(known) = self.layers.find(&name) {
            let circle = path.iter().position(|(open, _)| *open == known);
            return match circle.and_then(|at| path.get(at..)) {
                Some(circle) => {
                    self.circle(circle, entry);
                    None
                }
                None => Some(known),
            };
        }
        if self.layers.len() >= MAX_LAYERS {
            let message = format!("there are more than the {MAX_LAYERS} layers a rulebook may have");
            self.problems
                .push(Problem::new(Code::Limit, entry.place, message).label("the first one too many"));
            return None;
        }
        let (file, text) = match &name {
            LayerName::BuiltIn(id) => match builtin::text(id) {
                Some(text) => (builtin_file(id), text.to_owned()),
                None => {
                    self.unknown_layer(entry);
                    return None;
                }
            },
            LayerName::File(_) => self.text(entry)?,
        };
        let layer = self.layers.add(name);
        let source = self.source(&file, text.clone().into(), layer);
        let before = self.problems.len();
        let document = self.document(source, &text);
        // The version in decisions is the outermost rulebook's.
        let found = self.problems.split_off(before);
        self.problems.extend(found.into_iter().filter(|problem| problem.code != Code::NoVersion));
        self.layers(document?, layer, path, documents);
        Some(layer)
    }

    /// Reports `without` in a layer on which another one stands. The last of `path` names the layer.
    fn only_the_outermost_takes_out(&mut self, document: &Document, path: &[(LayerId, Place)]) {
        let Some((_, named)) = path.last() else { return };
        for id in document.extends.iter().filter_map(|extends| extends.without.first()) {
            let message = "only the outermost rulebook may take rules out of a layer";
            let problem =
                Problem::new(Code::CannotTakeOut, id.place, message).also(*named, "stands on this layer");
            self.problems.push(problem.help(format!(
                "write it in the outermost rulebook: `{{ layer: .., without: [{}] }}`",
                id.value
            )));
        }
    }

    /// Reports scripts and what belongs to them in a layer on which another one stands. The last of `path` names the layer.
    fn only_the_outermost_has_scripts(&mut self, document: &Document, path: &[(LayerId, Place)]) {
        let Some((_, named)) = path.last() else { return };
        let script = document.scripts.first().map(|script| ("scripts", script.text.place));
        let grant = document.grants.first().map(|grant| ("grants", grant.place));
        let tier = document.on_script_error.as_ref().map(|tier| ("on_script_error", tier.place));
        for (key, place) in [script, grant, tier].into_iter().flatten() {
            let message = format!("only the outermost rulebook may have `{key}`");
            let problem =
                Problem::new(Code::OutermostOnly, place, message).also(*named, "stands on this layer");
            self.problems.push(problem.help(
                "move it to the outermost rulebook, whose author answers for it; a layer says the same by rules",
            ));
        }
    }

    fn circle(&mut self, path: &[(LayerId, Place)], entry: &Name) {
        let mut names: Vec<String> =
            path.iter().map(|(layer, _)| format!("`{}`", self.layers.name(*layer))).collect();
        let problem = match (names.as_slice(), path.first()) {
            ([itself], _) => {
                Problem::new(Code::Cycle, entry.place, format!("the layer {itself} extends itself"))
            }
            ([first, ..], Some((_, from))) => {
                names.push(first.clone());
                let message = format!("layers extend each other in a circle: {}", names.join(" → "));
                Problem::new(Code::Cycle, entry.place, message)
                    .label("closes the circle")
                    .also(*from, "which begins here")
            }
            _ => return,
        };
        self.problems.push(problem.help("put what both need in a layer of its own, which both extend"));
    }

    fn unknown_layer(&mut self, name: &Name) {
        let problem =
            Problem::new(Code::UnknownName, name.place, format!("there is no layer `{}`", name.value));
        let names: Vec<&str> = builtin::names().collect();
        self.problems.push(match closest(&name.value, names.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!(
                "the layers that ship are {}; for a file write `./{}`",
                names.join(", "),
                name.value
            )),
        });
    }

    fn resolve(&mut self, layers: Vec<Document>) -> Option<Rulebook> {
        let (mut document, problems) = unite::unite(layers, &self.layers);
        self.problems.extend(problems);
        let mut problems = expand::expand(&mut document);
        let (model, resolved) = resolve::resolve(&document, &self.layers);
        problems.extend(resolved);
        let lost = |problem: &Problem| {
            let mentions = |name: &str| {
                ["", "cue.", "score.", "param."]
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
        let model = model?;
        self.problems.extend(unused::unused(&document, &Uses::of(&model), &self.layers));
        Some(Rulebook::new(model))
    }
}
