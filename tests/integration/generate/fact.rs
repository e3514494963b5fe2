//! Facts and derived values: declarations, the few values they take, and values they refuse.

use super::raw::Pick;
use super::tree::Tree;

/// The types of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Integer,
    Decimal,
    Choice,
    Choices,
    Text,
    Date,
    Timestamp,
    Duration,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Bool,
        Self::Integer,
        Self::Decimal,
        Self::Choice,
        Self::Choices,
        Self::Text,
        Self::Date,
        Self::Timestamp,
        Self::Duration,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Text => "text",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Duration => "duration",
        }
    }

    /// How a type is declared.
    fn keys(self) -> Vec<(&'static str, Tree)> {
        let options: &[&str] = match self {
            Self::Choice => &["phone", "mail", "chat"],
            Self::Choices => &["vip", "new"],
            _ => return vec![("type", Tree::plain(self.as_str()))],
        };
        vec![("type", Tree::plain(self.as_str())), ("of", Tree::set(options.iter().map(Tree::plain)))]
    }

    /// Values as JSON has them: all that matter to the conditions that are generated, with neighbours on both sides. The
    /// first and last of a type with an order are also its bounds, where it has any.
    pub(crate) const fn domain(self) -> &'static [&'static str] {
        match self {
            Self::Bool => &["true", "false"],
            Self::Integer => &["0", "1", "2", "3"],
            Self::Decimal => &["0", "0.5", "1.50", "2"],
            Self::Choice => &["\"phone\"", "\"mail\"", "\"chat\""],
            Self::Choices => &["[]", "[\"vip\"]", "[\"new\",\"vip\"]"],
            Self::Text => &["\"\"", "\"kettle\"", "\"電気ケトル\""],
            Self::Date => &["\"2026-11-18\"", "\"2026-11-19\"", "\"2026-11-20\"", "\"2026-11-21\""],
            Self::Timestamp => &[
                "\"2026-11-18T23:30:00+09:00\"",
                "\"2026-11-19T15:00:00Z\"",
                "\"2026-11-21T09:59:59+09:00\"",
            ],
            Self::Duration => &["\"10m\"", "\"1h\"", "\"36h\""],
        }
    }

    /// Values that are wrong for every declaration of the type.
    const fn wrong(self) -> &'static [&'static str] {
        match self {
            Self::Bool => &["\"true\"", "1"],
            Self::Integer => &["\"1\"", "1.5"],
            Self::Decimal => &["\"0.5\"", "[]"],
            Self::Choice => &["\"fax\"", "3"],
            Self::Choices => &["[\"old\"]", "\"vip\""],
            Self::Text => &["7", "false"],
            Self::Date => &["\"2026-02-30\"", "20261118", "\"2027-01-01\""],
            Self::Timestamp => &["\"2026-11-19T15:00:00\"", "\"yesterday\"", "\"2027-01-01T00:00:00Z\""],
            Self::Duration => &["\"1 month\"", "30"],
        }
    }

    /// Values beyond the bounds, for a declaration that has them.
    const fn beyond(self) -> &'static [&'static str] {
        match self {
            Self::Integer => &["-1", "4"],
            Self::Decimal => &["-0.5", "2.01"],
            Self::Date => &["\"2026-11-17\"", "\"2026-11-22\""],
            Self::Timestamp => &["\"2026-11-18T23:29:59+09:00\"", "\"2026-11-21T10:00:00+09:00\""],
            Self::Duration => &["\"9m\"", "\"37h\""],
            Self::Bool | Self::Choice | Self::Choices | Self::Text => &[],
        }
    }

    /// The literals that conditions compare with.
    pub(crate) const fn literals(self) -> &'static [&'static str] {
        match self {
            Self::Integer | Self::Decimal => &["1", "2", "0.5"],
            _ => self.domain(),
        }
    }

    pub(crate) const fn is_ordered(self) -> bool {
        !self.beyond().is_empty()
    }

    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal)
    }
}

/// A declared fact.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// The position of the default in the domain.
    pub(crate) default: Option<usize>,
    bounded: bool,
    has_question: bool,
    is_personal: bool,
    /// Whether a derived value reads it with `or`, which gives its absence a meaning.
    pub(crate) has_or: bool,
}

impl Fact {
    pub(crate) fn new(
        position: usize,
        [kind, default, value, bounded, question, personal]: [Pick; 6],
    ) -> Self {
        let kind = *kind.of(&Kind::ALL);
        let with_default = default.once_in(4);
        Self {
            name: format!("fact.{}_{position}", kind.as_str()),
            kind,
            default: with_default.then(|| value.below(kind.domain().len())),
            bounded: kind.is_ordered() && bounded.once_in(2),
            has_question: question.once_in(2),
            is_personal: personal.once_in(5),
            has_or: false,
        }
    }

    /// Every value that counts as missing: wrong for the type, beyond the bounds, or after the inquiry's time. Without that
    /// time a date cannot be checked against it and is missing too.
    pub(crate) fn refused(&self) -> Vec<&'static str> {
        let beyond = self.kind.beyond().iter().filter(|_| self.bounded);
        self.kind.wrong().iter().chain(beyond).copied().collect()
    }

    /// How many values there are to give it.
    pub(crate) const fn values(&self) -> usize {
        self.kind.domain().len()
    }

    pub(crate) fn declaration(&self) -> Tree {
        let mut keys = self.kind.keys();
        if let Some(default) = self.default {
            keys.push(("default", Tree::plain(self.kind.domain()[default])));
        }
        if self.bounded {
            let domain = self.kind.domain();
            keys.push(("min", Tree::plain(domain[0])));
            keys.push(("max", Tree::plain(domain[domain.len() - 1])));
        }
        if self.has_question {
            keys.push(("ask", Tree::text(&format!("{}?", self.name))));
        }
        if self.is_personal {
            keys.push(("sensitivity", Tree::plain("personal")));
        }
        Tree::map(keys)
    }
}

/// A name that conditions may compare: a fact or a derived value, with the literals it is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) literals: &'static [&'static str],
}

/// A parameter with its declaration.
pub(crate) fn param(position: usize, [kind, value]: [Pick; 2]) -> (Value, (String, Tree)) {
    let kind = *kind.of(&Kind::ALL);
    let mut keys = kind.keys();
    keys.push(("value", Tree::plain(value.of(kind.domain()))));
    let declaration = (format!("p_{position}"), Tree::map(keys));
    (Value { name: format!("param.p_{position}"), kind, literals: kind.literals() }, declaration)
}

/// A derived value with its formula; marks the fact that an `or` reads.
pub(crate) fn derived(
    position: usize,
    [formula, fact, literal]: [Pick; 3],
    facts: &mut [Fact],
    cues: &[String],
) -> (Value, String) {
    let value = |kind, literals| Value { name: format!("derived_{position}"), kind, literals };
    let dated: Vec<&Fact> =
        facts.iter().filter(|fact| matches!(fact.kind, Kind::Date | Kind::Timestamp)).collect();
    if !dated.is_empty() && !formula.once_in(3) {
        let fact = &fact.of(&dated).name;
        return match literal.below(3) {
            0 => (value(Kind::Integer, &["0", "1", "2"]), format!("days_since({fact})")),
            1 => (value(Kind::Decimal, &["12", "24", "34.5"]), format!("hours_since({fact})")),
            _ => {
                (value(Kind::Decimal, &["0", "9", "16.5"]), format!("business_hours_since({fact}, support)"))
            }
        };
    }
    let single = |fact: &&mut Fact| fact.default.is_none() && fact.kind != Kind::Choices;
    let mut singles: Vec<&mut Fact> = facts.iter_mut().filter(single).collect();
    match formula.below(5) {
        3 => (value(Kind::Bool, Kind::Bool.literals()), format!("open({})", fact.of(&["support", "night"]))),
        0 => (value(Kind::Integer, &["1", "2"]), format!("count({})", fact.of(cues))),
        1 if !singles.is_empty() => {
            let at = fact.below(singles.len());
            let fact = &mut singles[at];
            fact.has_or = true;
            (
                value(fact.kind, fact.kind.literals()),
                format!("{} or {}", fact.name, literal.of(fact.kind.domain())),
            )
        }
        _ => (value(Kind::Integer, &["0", "6", "12"]), "length(text)".to_owned()),
    }
}
