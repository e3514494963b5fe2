//! The rulebooks that ship with the library, each with its cases.

/// Their names, texts and cases.
const ALL: [(&str, &str, &str); 3] = [
    ("core", include_str!("builtin/core.yaml"), include_str!("builtin/core.cases.yaml")),
    ("it-support", include_str!("builtin/it-support.yaml"), include_str!("builtin/it-support.cases.yaml")),
    ("shop", include_str!("builtin/shop.yaml"), include_str!("builtin/shop.cases.yaml")),
];

/// The names of all rulebooks that ship.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(name, ..)| *name)
}

/// The text of the rulebook of this name.
pub(super) fn text(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, ..)| *known == name).map(|(_, text, _)| *text)
}

/// The cases of the rulebook of this name.
pub(super) fn cases(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, ..)| *known == name).map(|(.., cases)| *cases)
}
