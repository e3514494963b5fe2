//! Which layer says what. Every place lies in a text and every text belongs to a layer, so that whatever is put together
//! from several layers still knows who said it and on whom that one stands.

use super::document::{Calendar, Document, Name};
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// A layer, by the order in which layers are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LayerId(usize);

/// What tells two layers apart: a layer named twice is read once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LayerName {
    /// One that ships with the library.
    BuiltIn(Box<str>),
    /// A file, its name joined to the folder of the first file.
    File(Box<str>),
}

impl LayerName {
    /// What the entry `name` of the `extends` of the file called `from` stands for. Names with a `.` or `/` are files.
    pub(crate) fn new(from: &str, name: &str) -> Self {
        if name.contains(['.', '/']) {
            Self::File(joined(from, name).into())
        } else {
            Self::BuiltIn(name.into())
        }
    }

    /// The name people know it by.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::BuiltIn(name) | Self::File(name) => name,
        }
    }
}

/// The name of a file that is called `name` in the file called `from`: looked for in the same folder, with `.` and `..`
/// resolved as far as the names tell. Nothing is asked of a file system.
pub(crate) fn joined(from: &str, name: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (absolute, parts) = match name.strip_prefix('/') {
        Some(rest) => (true, ["", rest]),
        None => (from.starts_with('/'), [folder, name]),
    };
    let mut path: Vec<&str> = Vec::new();
    for part in parts.into_iter().flat_map(|text| text.split('/')) {
        match part {
            "" | "." => {}
            ".." if path.last().is_some_and(|last| *last != "..") => {
                path.pop();
            }
            // Nothing lies above the root.
            ".." if absolute => {}
            part => path.push(part),
        }
    }
    format!("{}{}", if absolute { "/" } else { "" }, path.join("/"))
}

/// The layers of one rulebook.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    /// The outermost comes first.
    all: Vec<Layer>,
    by_name: BTreeMap<LayerName, LayerId>,
    /// By text: the layer that was read from it, or that takes rows of a table from it.
    of_source: Vec<LayerId>,
    /// The layer for which an entry of `extends` stands.
    extended: BTreeMap<Place, LayerId>,
    /// Where judgments are locked, by name.
    locked_judgments: BTreeMap<Box<str>, Vec<Place>>,
    /// Where `no_text: empty` is said.
    no_text: Vec<Place>,
    /// Each behind those it stands on.
    innermost_first: Vec<LayerId>,
}

#[derive(Debug)]
struct Layer {
    name: LayerName,
    /// Every layer it stands on, directly or through others.
    below: BTreeSet<LayerId>,
}

impl Layers {
    /// The rulebook that was asked for, which stands on all the others.
    pub(crate) const OUTERMOST: LayerId = LayerId(0);

    /// A layer that is met for the first time.
    pub(crate) fn add(&mut self, name: LayerName) -> LayerId {
        let id = LayerId(self.all.len());
        self.by_name.insert(name.clone(), id);
        self.all.push(Layer { name, below: BTreeSet::new() });
        id
    }

    /// The layer of this name, if it has been met.
    pub(crate) fn find(&self, name: &LayerName) -> Option<LayerId> {
        self.by_name.get(name).copied()
    }

    /// Takes note that the next text belongs to `layer`.
    pub(crate) fn read_text(&mut self, layer: LayerId) {
        self.of_source.push(layer);
    }

    /// Takes note that `layer` stands on `base`, which the entry at `place` names, and on all on which that one stands.
    pub(crate) fn stand(&mut self, layer: LayerId, base: LayerId, place: Place) {
        let below = self.all.get(base.0).map(|base| base.below.clone()).unwrap_or_default();
        if let Some(layer) = self.all.get_mut(layer.0) {
            layer.below.insert(base);
            layer.below.extend(below);
        }
        self.extended.insert(place, base);
    }

    /// Takes note that a layer has been read, behind all layers it stands on.
    pub(crate) fn complete(&mut self, layer: LayerId) {
        self.innermost_first.push(layer);
    }

    /// All of them, those that ship with the library lowest, each above those it stands on.
    pub(crate) fn lowest_first(&self) -> Vec<LayerId> {
        let mut layers = self.innermost_first.clone();
        // A layer that ships with the library stands on no file.
        layers.sort_by_key(|layer| !self.is_inherited(*layer));
        layers
    }

    /// Whether the layer ships with the library and lies beneath the rulebook that was asked for.
    pub(crate) fn is_inherited(&self, layer: LayerId) -> bool {
        let name = self.all.get(layer.0).map(|layer| &layer.name);
        layer != Self::OUTERMOST && matches!(name, Some(LayerName::BuiltIn(_)))
    }

    /// Takes note of the judgments that a document locks, and whether it reads no text as nothing said.
    pub(crate) fn note(&mut self, document: &Document) {
        self.no_text
            .extend(document.no_text_is_empty.iter().filter(|said| said.value).map(|said| said.place));
        for judgment in &document.judgments {
            if let Some(locked) = &judgment.locked {
                self.locked_judgments.entry(judgment.name.value.clone()).or_default().push(locked.place);
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The layer that says what stands at `place`.
    pub(crate) fn of(&self, place: Place) -> LayerId {
        let source = usize::try_from(place.source.0).ok();
        source.and_then(|source| self.of_source.get(source)).copied().unwrap_or(Self::OUTERMOST)
    }

    /// Whether what stands at `place` is said by a layer that ships, on which the outermost one stands.
    pub(crate) fn is_built_in(&self, place: Place) -> bool {
        self.all.get(self.of(place).0).is_some_and(|layer| matches!(layer.name, LayerName::BuiltIn(_)))
    }

    /// Whether the author of `layer` has read what stands at `place`: in the layer itself or in one it stands on.
    pub(crate) fn knows(&self, layer: LayerId, place: Place) -> bool {
        let other = self.of(place);
        layer == other || self.all.get(layer.0).is_some_and(|layer| layer.below.contains(&other))
    }

    /// The calendars that business time at `place` may mean where it names none: those its author has read, or all if the
    /// author has read none. So a layer means the same under whatever outer layer.
    pub(crate) fn calendars<'d>(&self, place: Place, calendars: &'d [Calendar]) -> Vec<&'d Name> {
        let names = || calendars.iter().map(|calendar| &calendar.name);
        let known: Vec<&Name> = names().filter(|name| self.knows(self.of(place), name.place)).collect();
        if known.is_empty() { names().collect() } else { known }
    }

    /// The layer for which an entry of `extends` stands; `None` if it could not be read.
    pub(crate) fn extended(&self, entry: &Name) -> Option<LayerId> {
        self.extended.get(&entry.place).copied()
    }

    /// The name people know a layer by.
    pub(crate) fn name(&self, layer: LayerId) -> &str {
        self.all.get(layer.0).map_or("", |layer| layer.name.as_str())
    }

    /// Where a judgment is locked.
    pub(crate) fn locks_of(&self, judgment: &str) -> &[Place] {
        self.locked_judgments.get(judgment).map_or(&[], Vec::as_slice)
    }

    /// Where `no_text: empty` is said.
    pub(crate) fn no_text(&self) -> &[Place] {
        &self.no_text
    }

    /// For tests: layers read from the texts in this order, each on all before it.
    #[cfg(test)]
    pub(crate) fn stacked(documents: &[Document]) -> Self {
        let mut layers = Self::default();
        let last = documents.len().saturating_sub(1);
        for at in 0..documents.len() {
            let id = layers.add(LayerName::BuiltIn(format!("layer {at}").into()));
            layers.read_text(LayerId(last - at));
            layers.all[id.0].below = (id.0 + 1..documents.len()).map(LayerId).collect();
        }
        documents.iter().for_each(|document| layers.note(document));
        layers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_looked_for_beside_the_file_that_names_them() {
        for (from, name, expected) in [
            ("acme.yaml", "base.yaml", "base.yaml"),
            ("acme.yaml", "./base.yaml", "base.yaml"),
            ("./acme.yaml", "base.yaml", "base.yaml"),
            ("books/acme.yaml", "base.yaml", "books/base.yaml"),
            ("books/acme.yaml", "../base.yaml", "base.yaml"),
            ("books/acme.yaml", "../../base.yaml", "../base.yaml"),
            ("../acme.yaml", "../base.yaml", "../../base.yaml"),
            ("books/./a//acme.yaml", "b/../c/base.yaml", "books/a/c/base.yaml"),
            ("/books/acme.yaml", "base.yaml", "/books/base.yaml"),
            ("/acme.yaml", "../../base.yaml", "/base.yaml"),
            ("books/acme.yaml", "/etc/base.yaml", "/etc/base.yaml"),
            ("", "a/", "a"),
        ] {
            assert_eq!(joined(from, name), expected, "{name} in {from}");
        }
    }

    #[test]
    fn a_name_with_a_point_or_a_slash_is_a_file() {
        assert_eq!(LayerName::new("a/b.yaml", "core"), LayerName::BuiltIn("core".into()));
        assert_eq!(LayerName::new("a/b.yaml", "core.yaml"), LayerName::File("a/core.yaml".into()));
        assert_eq!(LayerName::new("a/b.yaml", "./core"), LayerName::File("a/core".into()));
    }
}
