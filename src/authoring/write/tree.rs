//! What is printed: values, lists and maps without places.

use crate::authoring::document::Name;
use crate::condition::{Expression, Kind};
use crate::localised::{Language, Localised};

/// A part of a rulebook's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    /// A bool or a number, which means itself.
    Bare(String),
    /// A name or a text, in quotes where it would otherwise be taken for something else.
    Text(String),
    /// A text that is best read as lines, even if it is one.
    Lines(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    /// A condition in its text form.
    pub(super) fn condition(condition: &Expression) -> Self {
        match condition.kind {
            Kind::Constant(value) => Self::Bare(value.to_string()),
            _ => Self::text(condition),
        }
    }

    pub(super) fn name(name: &Name) -> Self {
        Self::text(&name.value)
    }

    pub(super) fn names(names: &[Name]) -> Self {
        Self::List(names.iter().map(Self::name).collect())
    }

    /// A text for people: one for both languages, or `{ ja: .., en: .. }`.
    pub(super) fn localised(text: &Localised) -> Self {
        let (japanese, english) = (text.exact(Language::Japanese), text.exact(Language::English));
        match (japanese, english) {
            (Some(japanese), Some(english)) if japanese == english => Self::text(japanese),
            _ => Fields::new().put("ja", japanese.map(Self::text)).put("en", english.map(Self::text)).into(),
        }
    }

    /// Whether it is a list or a map with something in it.
    pub(super) fn is_compound(&self) -> bool {
        match self {
            Self::Bare(_) | Self::Text(_) | Self::Lines(_) => false,
            Self::List(items) => !items.is_empty(),
            Self::Map(entries) => !entries.is_empty(),
        }
    }
}

/// A map of which many parts may be absent.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, Tree)>);

impl Fields {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds the key if there is a value.
    #[must_use]
    pub(super) fn put(mut self, key: &str, value: Option<Tree>) -> Self {
        self.0.extend(value.map(|value| (key.to_owned(), value)));
        self
    }

    #[must_use]
    pub(super) fn name(self, key: &str, name: Option<&Name>) -> Self {
        self.put(key, name.map(Tree::name))
    }

    #[must_use]
    pub(super) fn localised(self, key: &str, text: Option<&Localised>) -> Self {
        self.put(key, text.map(Tree::localised))
    }

    /// Adds the list unless it is empty.
    #[must_use]
    pub(super) fn list(self, key: &str, items: Vec<Tree>) -> Self {
        self.put(key, (!items.is_empty()).then_some(Tree::List(items)))
    }

    /// Adds the names unless there are none.
    #[must_use]
    pub(super) fn names(self, key: &str, names: &[Name]) -> Self {
        self.list(key, names.iter().map(Tree::name).collect())
    }

    /// Adds the map unless it is empty.
    #[must_use]
    pub(super) fn map(self, key: &str, entries: Vec<(String, Tree)>) -> Self {
        self.put(key, (!entries.is_empty()).then_some(Tree::Map(entries)))
    }

    /// Adds `key: true` if it is so.
    #[must_use]
    pub(super) fn flag(self, key: &str, flag: bool) -> Self {
        self.put(key, flag.then(|| Tree::Bare("true".into())))
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn extend(&mut self, entries: impl IntoIterator<Item = (String, Tree)>) {
        self.0.extend(entries);
    }
}

impl From<Fields> for Tree {
    fn from(fields: Fields) -> Self {
        Self::Map(fields.0)
    }
}
