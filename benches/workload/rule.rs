//! A rule as plain data: what it asks for, and what it does.

use super::record::{CHOICES, NUMBERS, Record};

/// One rule. Everything it asks for has to hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    /// Its position among the rules.
    pub(crate) id: usize,
    /// Positions in [`CHOICES`] with the value asked for, in ascending order; none, one or two.
    pub(crate) equalities: Vec<(usize, String)>,
    /// Positions in [`NUMBERS`] with their bounds; none to three.
    pub(crate) ranges: Vec<(usize, Bound)>,
    /// Of each list, one phrase at least is in the text: positions among the phrases of the workload.
    pub(crate) phrases: Vec<Vec<usize>>,
    pub(crate) outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    AtLeast(i64),
    AtMost(i64),
}

/// What a rule does, by kinds that a rulebook has. The numbers tell judgments, desks and the like apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Tag(usize),
    Topic(usize),
    Complaint,
    Raise(usize),
    Refer(usize),
    Escalate(usize),
    Retain(usize),
    Delegate(usize),
    Require(usize),
    Instruct(usize),
}

impl Outcome {
    /// Whether it gives more room, so that it counts only where its condition is certainly true.
    pub(crate) fn is_grant(self) -> bool {
        matches!(self, Self::Delegate(_))
    }
}

/// One thing that a rule asks for, with the name of the field: what other engines write their conditions from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term<'a> {
    Equal(&'static str, &'a str),
    AtLeast(&'static str, i64),
    AtMost(&'static str, i64),
    /// The text has one of these phrases at least, by their positions.
    Phrases(&'a [usize]),
}

impl Rule {
    /// Its id in a rulebook.
    pub(crate) fn name(&self) -> String {
        format!("rule-{:05}", self.id)
    }

    /// The position that [`name`](Self::name) came from; none for a rule of another kind.
    pub(crate) fn position(name: &str) -> Option<usize> {
        name.strip_prefix("rule-")?.parse().ok()
    }

    pub(crate) fn terms(&self) -> impl Iterator<Item = Term<'_>> {
        let equalities = self.equalities.iter().map(|(field, value)| Term::Equal(CHOICES[*field], value));
        let ranges = self.ranges.iter().map(|(field, bound)| match bound {
            Bound::AtLeast(least) => Term::AtLeast(NUMBERS[*field], *least),
            Bound::AtMost(most) => Term::AtMost(NUMBERS[*field], *most),
        });
        let phrases = self.phrases.iter().map(|phrases| Term::Phrases(phrases));
        equalities.chain(ranges).chain(phrases)
    }

    /// Whether it is true of the record; what is missing is not as asked for.
    pub(crate) fn is_true(&self, record: &Record, phrases: &[String]) -> bool {
        self.equalities.iter().all(|(field, value)| record.choices[*field].as_ref() == Some(value))
            && self
                .ranges
                .iter()
                .all(|(field, bound)| record.numbers[*field].is_some_and(|it| bound.holds(it)))
            && self.has_phrases(record, phrases)
    }

    /// Whether it may be true, whatever the missing fields are.
    pub(crate) fn is_possible(&self, record: &Record, phrases: &[String]) -> bool {
        self.equalities
            .iter()
            .all(|(field, value)| record.choices[*field].as_ref().is_none_or(|it| it == value))
            && self
                .ranges
                .iter()
                .all(|(field, bound)| record.numbers[*field].is_none_or(|it| bound.holds(it)))
            && self.has_phrases(record, phrases)
    }

    fn has_phrases(&self, record: &Record, phrases: &[String]) -> bool {
        self.phrases.iter().all(|any| any.iter().any(|phrase| record.text.contains(&phrases[*phrase])))
    }
}

impl Bound {
    pub(crate) fn holds(self, number: i64) -> bool {
        match self {
            Self::AtLeast(least) => number >= least,
            Self::AtMost(most) => number <= most,
        }
    }
}
