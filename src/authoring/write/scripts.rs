//! Scripts and their grants.

use super::rules::effects;
use super::time::effective;
use super::tree::{Fields, Tree};
use crate::authoring::document::{Grant, Script};

pub(super) fn script(script: &Script) -> (String, Tree) {
    (script.stage.as_str().to_owned(), Tree::Lines(script.text.text.to_string()))
}

pub(super) fn grant(grant: &Grant) -> Tree {
    let mut fields = effects(&grant.effects);
    fields.append(
        Fields::new()
            .put("effective", grant.effective.as_ref().map(effective))
            .put("when", grant.when.as_ref().map(Tree::condition)),
    );
    fields.into()
}
