//! Where periods stand in the texts of a rulebook. A rule is in force as long as the `effective` beside it says, or that of the table
//! or the file around it.

use crate::authoring::{self, Entry, Kind, Node, Places};
use crate::diagnostic::Source;
use crate::span::{Place, SourceId};

/// The texts that say periods, as trees.
pub(super) struct Periods<'t> {
    /// In the order of the texts; nothing for those without periods.
    trees: Vec<Option<Node<'t>>>,
}

impl<'t> Periods<'t> {
    pub(super) fn of(places: &'t Places) -> Self {
        let read = |(id, source): (u32, &'t Source)| {
            let says_any = source.text.contains(KEY);
            says_any.then(|| authoring::read(SourceId(id), &source.text).ok()).flatten()
        };
        let sources = places.sources.iter().map(|source| &**source);
        Self { trees: (0..).zip(sources).map(read).collect() }
    }

    /// Where the period stands that a rule at `place` is in force.
    pub(super) fn find(&self, place: Place) -> Option<Place> {
        let tree = self.trees.get(usize::try_from(place.source.0).ok()?)?;
        around(tree.as_ref()?, place)
    }
}

const KEY: &str = "effective";

/// What the innermost map around a place says of periods.
fn around(node: &Node<'_>, place: Place) -> Option<Place> {
    match &node.kind {
        Kind::Scalar(_) => None,
        Kind::List(items) => at(items, |item| item.place, place).and_then(|item| around(item, place)),
        Kind::Map(entries) => {
            let inner = at(entries, |entry: &Entry<'_>| entry.value.place, place);
            let own = || entries.iter().find(|entry| entry.key.text == KEY).map(|entry| entry.value.place);
            inner.and_then(|entry| around(&entry.value, place)).or_else(own)
        }
    }
}

/// The one of several, in the order in which they stand, that has a place in it.
fn at<T>(all: &[T], place_of: impl Fn(&T) -> Place, place: Place) -> Option<&T> {
    let start = place.span().start;
    let found = all.get(all.partition_point(|one| place_of(one).span().end <= start))?;
    (place_of(found).span().start <= start).then_some(found)
}
