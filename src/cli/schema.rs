//! `furiwake schema`: the JSON Schema of rulebooks, for editors.

use super::{Outcome, Stop};
use std::io::{ErrorKind, Write};

/// Prints the schema.
pub(super) fn run() -> Result<Outcome, Stop> {
    match std::io::stdout().write_all(furiwake::document::json_schema().as_bytes()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Stop::unusable(format!("error: cannot write: {error}")))
        }
        _ => Ok(Outcome::Fine),
    }
}
