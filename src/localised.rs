//! Texts people read, in Japanese and English side by side.

use serde::{Deserialize, Serialize};

/// The languages texts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "every text of the library exists in each of them")]
pub enum Language {
    /// 日本語
    #[default]
    #[serde(rename = "ja")]
    Japanese,
    /// English
    #[serde(rename = "en")]
    English,
}

/// A text in Japanese, English or both. A rulebook writes `{ ja: .., en: .. }`, or one plain text for both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Localised {
    /// The Japanese text.
    #[serde(skip_serializing_if = "Option::is_none")]
    ja: Option<Box<str>>,
    /// The English text.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<Box<str>>,
}

impl Localised {
    /// A text in one or both languages.
    pub fn new(ja: Option<&str>, en: Option<&str>) -> Self {
        Self { ja: ja.map(Into::into), en: en.map(Into::into) }
    }

    /// One text for both languages.
    pub fn plain(text: &str) -> Self {
        Self::new(Some(text), Some(text))
    }

    /// The text in `language`, if it is written in it.
    pub(crate) fn exact(&self, language: Language) -> Option<&str> {
        match language {
            Language::Japanese => self.ja.as_deref(),
            Language::English => self.en.as_deref(),
        }
    }

    /// The text in `language`, or in the other one where that is all there is.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Japanese => (&self.ja, &self.en),
            Language::English => (&self.en, &self.ja),
        };
        first.as_deref().or(second.as_deref()).unwrap_or("")
    }
}

/// One text for both languages.
impl From<&str> for Localised {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

/// The Japanese text and the English one.
impl From<(&str, &str)> for Localised {
    fn from((ja, en): (&str, &str)) -> Self {
        Self::new(Some(ja), Some(en))
    }
}
