//! `furiwake schema`: the JSON Schemas of rulebooks and of cases, for editors.

use super::{Outcome, Stop};
use clap::ValueEnum;

/// Print the JSON Schema of rulebooks, or of files of cases, for editors.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What the schema is of
    #[arg(value_enum, default_value_t = Of::Rulebook)]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// Rulebooks
    Rulebook,
    /// Files of cases
    Cases,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    super::print(match arguments.of {
        Of::Rulebook => furiwake::document::json_schema(),
        Of::Cases => furiwake::cases::json_schema(),
    })?;
    Ok(Outcome::Fine)
}
