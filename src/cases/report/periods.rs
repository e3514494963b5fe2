//! Where periods stand in the texts of a rulebook. A rule is in force as long as the `effective` beside it says, or that of the table
//! or the file around it.

use crate::authoring::{self, Entry, Kind, Node, Places};
use crate::diagnostic::Source;
use crate::span::{Place, SourceId, Span};

/// The texts that say periods, as trees.
pub(super) struct Periods<'t> {
    /// Each with its text, in the order of the texts; nothing for those without periods.
    trees: Vec<Option<(Node<'t>, &'t str)>>,
}

impl<'t> Periods<'t> {
    pub(super) fn of(places: &'t Places) -> Self {
        let read = |(id, source): (u32, &'t Source)| {
            let says_any = source.text.contains(KEY);
            let tree = says_any.then(|| authoring::read(SourceId(id), &source.text).ok()).flatten();
            tree.map(|tree| (tree, &*source.text))
        };
        let sources = places.sources.iter().map(|source| &**source);
        Self { trees: (0..).zip(sources).map(read).collect() }
    }

    /// Where the period stands that a rule at `place` is in force.
    pub(super) fn find(&self, place: Place) -> Option<Place> {
        let (tree, text) = self.trees.get(usize::try_from(place.source.0).ok()?)?.as_ref()?;
        let period = around(tree, place)?;
        // The end of a map in braces may lie behind white space.
        let span = period.span();
        let written = text.get(span.start..span.end)?.trim_end();
        Some(Place::new(place.source, Span::new(span.start, span.start + written.len())))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_period_counts() {
        let text = "effective: { from: outer }
rules:
  - { id: one, effective: { from: inner } }
  - { id: two }
tables:
  three: { effective: { until: table }, rows: [[four]] }
";
        let tree = authoring::read(SourceId::default(), text).unwrap();
        let periods = Periods { trees: vec![Some((tree, text))] };
        let of = |rule: &str| {
            let start = text.find(rule).unwrap();
            let place = Place::new(SourceId::default(), Span::new(start, start + rule.len()));
            let span = periods.find(place).unwrap().span();
            text.get(span.start..span.end).unwrap()
        };
        assert_eq!(of("one"), "{ from: inner }");
        assert_eq!(of("two"), "{ from: outer }");
        assert_eq!(of("four"), "{ until: table }");
    }
}
