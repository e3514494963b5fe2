//! One level of JSON at a time, the values inside left as text: numbers keep their digits, repeated keys are seen, nothing
//! recurses.

use crate::inquiry::InquiryError;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The members of an object, in written order, repeats included.
pub(super) type Members<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// One JSON value.
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Decoded<'a>),
    List(Vec<&'a RawValue>),
    Object(Members<'a>),
}

/// The text of a JSON string. JSON can write halves of surrogate pairs, as programs do that cut a text in the middle of an
/// emoji; they are no characters and become U+FFFD.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Whether something was replaced.
    pub(super) repaired: bool,
}

/// Reads a whole text as one JSON object. A byte order mark before it is passed over.
pub(super) fn parse_object(text: &str) -> Result<Members<'_>, InquiryError> {
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Ok(ObjectMembers(members)) = serde_json::from_str(json) {
        return Ok(members);
    }
    let raw: &RawValue = serde_json::from_str(json).map_err(|error| syntax_error(json, &error))?;
    match parse(raw) {
        Json::Object(members) => Ok(members),
        _ => {
            let offset = json.len() - json.trim_start().len();
            Err(InquiryError::new(json, offset, format!("expected a JSON object, found {}", kind(raw))))
        }
    }
}

/// Looks one level into a value.
pub(super) fn parse(raw: &RawValue) -> Json<'_> {
    let json = raw.get();
    let parsed = match json.as_bytes().first() {
        Some(b'{') => serde_json::from_str(json).map(|ObjectMembers(members)| Json::Object(members)),
        Some(b'[') => serde_json::from_str(json).map(Json::List),
        Some(b'"') => match unescaped(json) {
            Some(text) => Ok(Json::Text(Decoded { text: Cow::Borrowed(text), repaired: false })),
            None => serde_json::from_str(json).map(Json::Text),
        },
        Some(b't') => Ok(Json::Bool(true)),
        Some(b'f') => Ok(Json::Bool(false)),
        Some(b'n') | None => Ok(Json::Null),
        Some(_) => Ok(Json::Number(json)),
    };
    // The text was found to be JSON before; one level of it cannot fail.
    parsed.unwrap_or(Json::Null)
}

/// What stands between the quotes of a JSON string in which nothing is escaped, as in most.
fn unescaped(json: &str) -> Option<&str> {
    let text = json.strip_prefix('"')?.strip_suffix('"')?;
    (!text.as_bytes().contains(&b'\\')).then_some(text)
}

/// What kind of value it is, with its article.
pub(super) fn kind(raw: &RawValue) -> &'static str {
    match raw.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "a bool",
        Some(b'n') | None => "null",
        Some(_) => "a number",
    }
}

fn syntax_error(json: &str, error: &serde_json::Error) -> InquiryError {
    if error.is_eof() {
        return InquiryError::at_offset(json, json.len(), "the JSON is not complete");
    }
    let line_start: usize =
        json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut offset = (line_start + error.column()).saturating_sub(1);
    while !json.is_char_boundary(offset) {
        offset -= 1;
    }
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    InquiryError::at_offset(json, offset, &format!("no JSON: {reason}"))
}

struct ObjectMembers<'a>(Members<'a>);

impl<'de> Deserialize<'de> for ObjectMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = ObjectMembers<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry::<Decoded<'de>, &'de RawValue>()? {
                    members.push((key.text, value));
                }
                Ok(ObjectMembers(members))
            }
        }
        deserializer.deserialize_map(Reading)
    }
}

impl<'de> Deserialize<'de> for Decoded<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Decoded<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), repaired: false }),
                    Err(_) => self.visit_bytes(bytes),
                }
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(Decoded { text: Cow::Owned(text.to_owned()), repaired: false }),
                    Err(_) => Ok(Decoded {
                        text: String::from_utf8_lossy(bytes).into_owned().into(),
                        repaired: true,
                    }),
                }
            }
        }
        // As bytes, because as text half a surrogate pair would be an error.
        deserializer.deserialize_bytes(Reading)
    }
}
