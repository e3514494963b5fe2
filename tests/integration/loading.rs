//! Loading rulebooks: the one that is right, and every way to get one wrong.

use furiwake::Rulebook;

#[test]
fn the_rulebook_of_the_documentation_loads_without_findings() {
    let loaded = Rulebook::load("acme-shop.yaml", include_str!("../books/acme-shop.yaml"));
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    let rulebook = loaded.into_result().unwrap();
    assert_eq!((rulebook.id(), rulebook.version()), ("acme-shop", "2026.11.1"));
}
