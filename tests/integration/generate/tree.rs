//! Rulebooks as trees that print as YAML and can be shuffled where order means nothing.

use std::fmt::Write as _;

/// A part of a rulebook file.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    Scalar(String),
    /// A list whose order means something only if `ordered`.
    List {
        items: Vec<Tree>,
        ordered: bool,
    },
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// Text that needs no quotes, or brings them.
    pub(crate) fn plain(text: impl ToString) -> Self {
        Self::Scalar(text.to_string())
    }

    /// Text in double quotes.
    pub(crate) fn text(text: &str) -> Self {
        Self::Scalar(serde_json::to_string(text).unwrap())
    }

    pub(crate) fn set(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List { items: items.into_iter().collect(), ordered: false }
    }

    pub(crate) fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List { items: items.into_iter().collect(), ordered: true }
    }

    pub(crate) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The same content, with map entries and the items of sets in another order.
    pub(crate) fn shuffled(&self, dice: &mut Dice) -> Self {
        match self {
            Self::Scalar(_) => self.clone(),
            Self::List { items, ordered } => {
                let mut items: Vec<Self> = items.iter().map(|item| item.shuffled(dice)).collect();
                if !ordered {
                    dice.shuffle(&mut items);
                }
                Self::List { items, ordered: *ordered }
            }
            Self::Map(entries) => {
                let mut entries: Vec<_> =
                    entries.iter().map(|(key, value)| (key.clone(), value.shuffled(dice))).collect();
                dice.shuffle(&mut entries);
                Self::Map(entries)
            }
        }
    }

    /// YAML: the outer levels one entry a line, the inner ones in brackets.
    pub(crate) fn yaml(&self) -> String {
        let mut text = String::new();
        let Self::Map(entries) = self else { return self.flow() };
        for (key, value) in entries {
            match value {
                Self::Map(inner) if !inner.is_empty() => {
                    let _ = writeln!(text, "{key}:");
                    inner.iter().for_each(|(key, value)| {
                        let _ = writeln!(text, "  {key}: {}", value.flow());
                    });
                }
                Self::List { items, .. } if key == "rules" => {
                    let _ = writeln!(text, "{key}:");
                    items.iter().for_each(|item| {
                        let _ = writeln!(text, "  - {}", item.flow());
                    });
                }
                _ => {
                    let _ = writeln!(text, "{key}: {}", value.flow());
                }
            }
        }
        text
    }

    fn flow(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::List { items, .. } => {
                format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", "))
            }
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key}: {}", value.flow()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A small source of numbers that are the same for the same seed (Marsaglia, *Xorshift RNGs*, 2003).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % count
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
