//! The rulebook that an argument names: one that ships with the library, or a file.

use furiwake::{Loaded, Rulebook};
use std::fmt::Write;

/// Why there is no rulebook.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// Nothing of that name can be read.
    Unreadable(String),
    /// It can be read, and something is wrong with it: every finding, as text.
    Findings(String),
}

/// The rulebook of that name, to work with, and of mere warnings a line that says where to see them.
pub(crate) fn open(name: &str) -> Result<(Rulebook, Option<String>), Unusable> {
    let loaded = load(name).map_err(Unusable::Unreadable)?;
    let warnings = match loaded.findings().len() {
        0 => None,
        1 => Some(format!("1 warning: `furiwake check {name}` shows it")),
        more => Some(format!("{more} warnings: `furiwake check {name}` shows them")),
    };
    match loaded.into_result() {
        Ok(rulebook) => Ok((rulebook, warnings)),
        Err(findings) => Err(Unusable::Findings(findings.to_string())),
    }
}

/// The rulebook of that name with everything found in it, or why it cannot be read. A name with a `.` or `/` in it is a file;
/// the files it names itself are looked for beside it.
pub(crate) fn load(name: &str) -> Result<Loaded, String> {
    if !is_file(name) {
        let text = Rulebook::builtin_text(name).ok_or_else(|| unknown(name))?;
        return Ok(Rulebook::load(&format!("{name} (built in)"), text));
    }
    let text = self::text(name).map_err(|error| format!("cannot read the rulebook {name}: {error}"))?;
    // Rulebooks join names of files with `/`, which Windows reads too.
    let file = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    Ok(Rulebook::load_with(&file, &text, self::text))
}

/// A name with a `.` or `/` in it is a file.
pub(crate) fn is_file(name: &str) -> bool {
    name.contains(['.', '/', '\\'])
}

/// The text of a file, or why there is none.
fn text(path: &str) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        format!("line {line} is not UTF-8; save the file as UTF-8")
    })
}

fn unknown(name: &str) -> String {
    let mut message = format!("there is no built-in rulebook `{name}`");
    let near = Rulebook::builtin_names().find(|known| strsim::osa_distance(known, &name.to_lowercase()) <= 2);
    // Writing to a string cannot fail.
    let _ = match near {
        Some(near) => write!(message, "; did you mean `{near}`?"),
        None if std::path::Path::new(name).is_file() => write!(message, "; for the file write `./{name}`"),
        None => Ok(()),
    };
    let known: Vec<&str> = Rulebook::builtin_names().collect();
    let _ = write!(message, "\nbuilt in are: {}; a name with a `.` or `/` in it is a file", known.join(", "));
    message
}
