//! The JSON Schema of files of cases, for editors.

/// The JSON Schema (draft 2020-12) of a file of cases, in YAML as in JSON: `furiwake schema cases` prints it. What an inquiry may have and what may
/// be expected is in it; whether the rulebook has these names is checked when a [`Suite`](super::Suite) is loaded.
///
/// ```
/// assert!(furiwake::cases::json_schema().contains("urn:furiwake:cases:1"));
/// ```
pub const fn json_schema() -> &'static str {
    include_str!("schema.json")
}
