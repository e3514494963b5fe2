//! `furiwake schema`: the JSON Schema of rulebooks, for editors.

use super::{Outcome, Stop};

/// Prints the schema.
pub(super) fn run() -> Result<Outcome, Stop> {
    super::print(furiwake::document::json_schema())?;
    Ok(Outcome::Fine)
}
