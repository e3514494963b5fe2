//! The rulebook that an argument names: one that ships with the library, or a file.

use furiwake::Rulebook;
use std::fmt::Write;

/// Why there is no rulebook.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// Nothing of that name can be read.
    Unreadable(String),
    /// It can be read, and something is wrong with it: every finding, as text.
    Findings(String),
}

/// The rulebook of that name, and the warnings about it as text. A name with a `.` or `/` in it is a file; the files it names
/// itself are looked for beside it.
pub(crate) fn open(name: &str) -> Result<(Rulebook, Option<String>), Unusable> {
    if !name.contains(['.', '/', '\\']) {
        let rulebook = Rulebook::builtin(name).ok_or_else(|| Unusable::Unreadable(unknown(name)))?;
        return Ok((rulebook, None));
    }
    // Rulebooks join names of files with `/`, which Windows reads too.
    let file = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let unreadable = |error| Unusable::Unreadable(format!("cannot read the rulebook {name}: {error}"));
    let text = std::fs::read_to_string(name).map_err(unreadable)?;
    let loaded = Rulebook::load_with(&file, &text, |file| std::fs::read_to_string(file));
    let warnings = (!loaded.findings().is_empty()).then(|| loaded.findings().to_string());
    match loaded.into_result() {
        Ok(rulebook) => Ok((rulebook, warnings)),
        Err(findings) => Err(Unusable::Findings(findings.to_string())),
    }
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
