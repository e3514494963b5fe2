//! The JSON Schema of rulebooks, for editors.

/// The JSON Schema (draft 2020-12) of a rulebook, in YAML as in JSON. An editor that knows it completes keys and words, shows
/// what they mean, and marks most slips while one writes; names, types and conditions are checked when the rulebook is
/// loaded. `furiwake schema` prints it.
///
/// ```
/// assert!(furiwake::document::json_schema().contains("https://json-schema.org/draft/2020-12/schema"));
/// ```
pub const fn json_schema() -> &'static str {
    include_str!("schema.json")
}
