//! The rulebook that an argument names: one that ships with the library, or a file.

use furiwake::{Loaded, Rulebook};
use std::fmt::Write;
use std::path::Path;

/// Why there is no rulebook.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// Nothing of that name can be read.
    Unreadable(String),
    /// It can be read, and something is wrong with it: every finding, as text.
    Findings(String),
}

/// A file of scripts that is added to rulebooks.
#[derive(Debug)]
pub(crate) struct ScriptFile {
    name: String,
    text: String,
}

/// Reads files of scripts.
pub(crate) fn scripts(names: &[String]) -> Result<Vec<ScriptFile>, String> {
    let read = |name: &String| match text(name) {
        Ok(text) => Ok(ScriptFile { name: called(name), text }),
        Err(error) => Err(format!("cannot read the scripts {name}: {error}")),
    };
    names.iter().map(read).collect()
}

/// The rulebook of that name with the scripts in these files, to work with, and of mere warnings a line that says where to see
/// them.
pub(crate) fn open(name: &str, files: &[String]) -> Result<(Rulebook, Option<String>), Unusable> {
    let scripts = scripts(files).map_err(Unusable::Unreadable)?;
    let loaded = with_scripts(load(name).map_err(Unusable::Unreadable)?, &scripts);
    let options: String = files.iter().map(|file| format!(" --script {file}")).collect();
    let warnings = match loaded.iter().map(|loaded| loaded.findings().len()).sum() {
        0_usize => None,
        1 => Some(format!("1 warning: `furiwake check {name}{options}` shows it")),
        more => Some(format!("{more} warnings: `furiwake check {name}{options}` shows them")),
    };
    match rulebook(&loaded) {
        Some(rulebook) => Ok((rulebook.clone(), warnings)),
        None => {
            let refused = loaded.iter().filter(|loaded| loaded.rulebook().is_none());
            let findings: Vec<String> = refused.map(|loaded| loaded.findings().to_string()).collect();
            Err(Unusable::Findings(findings.join("\n\n")))
        }
    }
}

/// What became of a rulebook, and of each file of scripts that was added to it.
pub(crate) fn with_scripts(loaded: Loaded, scripts: &[ScriptFile]) -> Vec<Loaded> {
    let mut all = vec![loaded];
    for script in scripts {
        // What one file lacks does not keep the others from being checked.
        if let Some(rulebook) = all.iter().rev().find_map(Loaded::rulebook).cloned() {
            all.push(rulebook.with_script(&script.name, &script.text));
        }
    }
    all
}

/// The rulebook with all scripts, if nothing refuses it or one of them.
pub(crate) fn rulebook(all: &[Loaded]) -> Option<&Rulebook> {
    all.iter().map(Loaded::rulebook).reduce(|before, last| before.and(last)).flatten()
}

/// The rulebook of that name with everything found in it, or why it cannot be read. A name with a `.` or `/` in it is a file;
/// the files it names itself are looked for beside it.
pub(crate) fn load(name: &str) -> Result<Loaded, String> {
    let (file, text) = named(name)?;
    Ok(if is_file(name) {
        Rulebook::load_with(&file, &text, self::text)
    } else {
        Rulebook::load(&file, &text)
    })
}

/// What findings call the file of the rulebook of that name, and its text.
pub(crate) fn named(name: &str) -> Result<(String, String), String> {
    if !is_file(name) {
        let text = Rulebook::builtin_text(name).ok_or_else(|| unknown(name))?;
        return Ok((format!("{name} (built in)"), text.to_owned()));
    }
    let text = self::text(name).map_err(|error| format!("cannot read the rulebook {name}: {error}"))?;
    Ok((called(name), text))
}

/// Rulebooks join names of files with `/`, which Windows reads too.
fn called(file: &str) -> String {
    if cfg!(windows) { file.replace('\\', "/") } else { file.to_owned() }
}

/// A name with a `.` or `/` in it is a file.
pub(crate) fn is_file(name: &str) -> bool {
    name.contains(['.', '/', '\\'])
}

/// The text of a file, or why there is none.
pub(crate) fn text(path: &str) -> Result<String, String> {
    if Path::new(path).is_dir() {
        return Err("it is a folder; name the files in it".to_owned());
    }
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
        None if Path::new(name).is_file() => write!(message, "; for the file write `./{name}`"),
        None if !name.is_empty() && Path::new(&format!("{name}.yaml")).is_file() => {
            write!(message, "; for the file write `{name}.yaml`")
        }
        None => Ok(()),
    };
    let known: Vec<&str> = Rulebook::builtin_names().collect();
    let _ = write!(message, "\nbuilt in are: {}; a name with a `.` or `/` in it is a file", known.join(", "));
    message
}
