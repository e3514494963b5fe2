//! How high the layers stand that say what a document names, which orders what they add to.

use crate::authoring::document::{Document, Name};
use crate::authoring::layers::Layers;
use crate::rulebook::{Heights, Kind};

/// The heights of everything a rulebook refers to and that a layer says on which the outermost one stands.
pub(super) fn heights<'d>(document: &'d Document, layers: &Layers) -> Heights<'d> {
    if layers.len() < 2 {
        return Heights::default();
    }
    let layers_in_order = layers.lowest_first();
    let inherited = layers_in_order.iter().filter(|layer| layers.is_inherited(**layer)).count();
    let mut heights = Heights::new(inherited);
    let height = |place| {
        let layer = layers.of(place);
        layers_in_order.iter().position(|other| *other == layer).unwrap_or(usize::MAX)
    };
    let is_below = |name: &Name| layers.of(name.place) != Layers::OUTERMOST;
    let mut note = |kind, names: &mut dyn Iterator<Item = &'d Name>| {
        for name in names.filter(|name| is_below(name)) {
            heights.note(kind, &name.value, "", height(name.place));
        }
    };
    note(Kind::Fact, &mut document.facts.iter().map(|fact| &fact.name));
    note(Kind::Derived, &mut document.derived.iter().map(|derived| &derived.name));
    note(Kind::Cue, &mut document.cues.iter().map(|cue| &cue.name));
    note(Kind::Score, &mut document.scores.iter().map(|score| &score.name));
    note(Kind::Let, &mut document.lets.iter().map(|named| &named.name));
    note(Kind::Axis, &mut document.axes.iter().map(|axis| &axis.name));
    note(Kind::Judgment, &mut document.judgments.iter().map(|judgment| &judgment.name));
    note(Kind::Desk, &mut document.desks.iter().map(|desk| &desk.name));
    note(Kind::Parameter, &mut document.params.iter().map(|param| &param.name));
    note(Kind::Rule, &mut document.rules.iter().map(|rule| &rule.id));
    let mut note = |kind, name: &'d Name, parts: &mut dyn Iterator<Item = &'d Name>| {
        for part in parts.filter(|part| is_below(part)) {
            heights.note(kind, &name.value, &part.value, height(part.place));
        }
    };
    for axis in &document.axes {
        note(Kind::Label, &axis.name, &mut axis.labels.iter().map(|label| &label.name));
    }
    for cue in &document.cues {
        note(Kind::Any, &cue.name, &mut cue.any.iter());
        note(Kind::Except, &cue.name, &mut cue.except.iter());
        note(Kind::After, &cue.name, &mut cue.unless_followed_by.iter());
        note(Kind::Before, &cue.name, &mut cue.unless_preceded_by.iter());
        note(Kind::Matches, &cue.name, &mut cue.matches.iter());
        note(Kind::Misses, &cue.name, &mut cue.misses.iter());
    }
    heights
}
