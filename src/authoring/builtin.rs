//! The rulebooks that ship with the library.

/// Their names and texts.
const ALL: [(&str, &str); 3] = [
    ("core", include_str!("builtin/core.yaml")),
    ("it-support", include_str!("builtin/it-support.yaml")),
    ("shop", include_str!("builtin/shop.yaml")),
];

/// The names of all rulebooks that ship.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(name, _)| *name)
}

/// The text of the rulebook of this name.
pub(super) fn text(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
