//! A cue as the matcher needs it.

/// A named set of phrases whose presence in the customer's own words is evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub(crate) struct Cue {
    pub(crate) name: Box<str>,
    /// A hit of one of these is a hit of the cue.
    pub(crate) any: Vec<Box<str>>,
    /// Hits inside one of these are no evidence.
    pub(crate) except: Vec<Box<str>>,
    /// A hit followed at once by one of these is no evidence.
    pub(crate) unless_followed_by: Vec<Box<str>>,
    /// A hit preceded at once by one of these is no evidence.
    pub(crate) unless_preceded_by: Vec<Box<str>>,
    /// Katakana and hiragana are the same for this cue.
    pub(crate) fold_kana: bool,
    /// Lines the cue must hit.
    pub(crate) matches: Vec<Box<str>>,
    /// Lines the cue must not hit.
    pub(crate) misses: Vec<Box<str>>,
}
