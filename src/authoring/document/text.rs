//! Documents from text and to text, and from a document to a rulebook, which goes by way of its text.

use super::Document;
use crate::authoring::{Loaded, read, write};
use crate::diagnostic::{Findings, Source};
use crate::rulebook::Rulebook;
use crate::span::SourceId;
use std::sync::Arc;

impl Document {
    /// Reads what is written in the text of a rulebook or layer, YAML or JSON. `file` is what findings call it; nothing is
    /// read from there.
    ///
    /// Only the text itself is looked at: layers are not read, and whether names and types fit together is seen when the
    /// document is loaded.
    ///
    /// # Errors
    ///
    /// Everything that is no part of a rulebook, if anything is.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let (document, problems) = read::read(SourceId::default(), text);
        let document = document.unwrap_or_default();
        if problems.is_empty() {
            return Ok(document);
        }
        let findings = Findings::new(problems, &[Arc::new(Source::new(file, text))]);
        if findings.has_errors() { Err(findings) } else { Ok(document) }
    }

    /// The document as YAML, as people would write it. Reading it gives an equal document, and printing that the same text.
    /// Comments of the file it was read from are not kept: what they mean belongs in `title`, `because` and `source`.
    ///
    /// ```
    /// use furiwake::document::Document;
    ///
    /// let document = Document::parse("acme.yaml", r#"
    /// { rulebook: acme, version: v1, let: { silent: "!known(order.amount)" }, rules: [{ id: seen, tag: [a] }] }
    /// "#)?;
    /// assert_eq!(document.to_yaml(), r#"rulebook: acme
    /// version: v1
    /// format: 1
    ///
    /// let:
    ///   silent: "!known(order.amount)"
    ///
    /// rules:
    ///   - id: seen
    ///     tag: [a]
    /// "#);
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn to_yaml(&self) -> String {
        write::yaml(self)
    }

    /// The document as JSON, in the same shape: conditions are texts, numbers keep their digits. Reading it gives an equal
    /// document.
    pub fn to_json(&self) -> String {
        write::json(self)
    }
}

impl Rulebook {
    /// Checks a document and makes a rulebook of it. It goes the way of every rulebook: the document is printed as YAML and
    /// loaded by [`Rulebook::load`] under the name `ID.yaml`, so that findings show the places in that text. One that stands
    /// on files, or has tables in files, is printed and given to [`Rulebook::load_with`].
    pub fn from_document(document: &Document) -> Loaded {
        let id = document.id.as_ref().map_or("rulebook", |id| &id.value);
        Self::load(&format!("{id}.yaml"), &document.to_yaml())
    }
}
