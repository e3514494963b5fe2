//! Maps with known keys, and lists: the two shapes everything in a rulebook has.

use crate::authoring::document::{Lost, Name, Written};
use crate::authoring::tree::{Entry, Kind, Node, Style};
use crate::authoring::yaml_help::quoted;
use crate::diagnostic::{Code, Problem, closest};
use crate::span::Place;
use std::fmt::Display;

/// Reads a tree and collects what is wrong with it.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Problem>,
    pub(super) lost: Lost,
}

/// The values of a map whose keys have been checked.
pub(crate) struct Fields<'n> {
    entries: &'n [Entry<'n>],
    pub(crate) place: Place,
}

impl<'n> Fields<'n> {
    /// The values of a map that has keys of the author's too.
    pub(crate) const fn new(entries: &'n [Entry<'n>], place: Place) -> Self {
        Self { entries, place }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node<'n>> {
        self.entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
    }

    /// The place of a key.
    pub(crate) fn key_place(&self, key: &str) -> Option<Place> {
        self.entries.iter().find(|entry| entry.key.text == key).map(|entry| entry.key.place)
    }
}

impl Reader {
    /// Notes that `name` is declared, though nothing more could be read of it.
    pub(super) fn lose(&mut self, name: &Name) {
        self.lost.names.insert(name.value.clone());
    }

    /// Reports `problem`.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A map with some of the keys `known`; `what` names it for people and `example` shows one.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &str,
        known: &[&str],
        example: &str,
    ) -> Option<Fields<'n>> {
        let entries = self.entries(node, what, example)?;
        for (at, entry) in entries.iter().enumerate() {
            let key = &*entry.key.text;
            if known.contains(&key) {
                continue;
            }
            match cut(entries, at).filter(|_| closest(key, known.iter().copied()).is_none()) {
                Some(help) => {
                    let problem =
                        Problem::new(Code::UnknownKey, entry.key.place, format!("unknown key `{key}`"));
                    self.report(problem.help(help));
                }
                None => self.unknown_key(entry, what, known),
            }
        }
        Some(Fields { entries, place: node.place })
    }

    /// A map whose keys are the author's.
    pub(crate) fn entries<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &str,
        example: &str,
    ) -> Option<&'n [Entry<'n>]> {
        match &node.kind {
            Kind::Map(entries) => Some(entries),
            Kind::Scalar(_) | Kind::List(_) => {
                self.wrong_kind(node, what, "a map", example);
                None
            }
        }
    }

    /// A section of the rulebook: a map whose keys are the author's, or nothing at all.
    pub(crate) fn section<'n>(
        &mut self,
        node: Option<&'n Node<'n>>,
        what: &str,
        example: &str,
    ) -> &'n [Entry<'n>] {
        match node {
            Some(node) if !node.scalar().is_some_and(|scalar| scalar.is_null()) => {
                let entries = self.entries(node, what, example);
                self.lost.section |= entries.is_none();
                entries.unwrap_or(&[])
            }
            _ => &[],
        }
    }

    /// A list.
    pub(crate) fn list<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: impl Display,
        example: &str,
    ) -> &'n [Node<'n>] {
        match &node.kind {
            Kind::List(items) => items,
            Kind::Scalar(_) | Kind::Map(_) => {
                self.wrong_kind(node, what, "a list", example);
                &[]
            }
        }
    }

    /// A list, or a single value that stands for a list of one.
    pub(crate) fn list_or_one<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: impl Display,
        example: &str,
    ) -> &'n [Node<'n>] {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => std::slice::from_ref(node),
            Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => self.list(node, what, example),
        }
    }

    /// The names or texts under a key; none if it is not there.
    pub(super) fn names_of(&mut self, fields: &Fields<'_>, key: &str, example: &str) -> Vec<Name> {
        match fields.get(key) {
            Some(node) => self.names(node, format_args!("`{key}`"), example),
            None => Vec::new(),
        }
    }

    /// A list of names or texts, or one of them.
    pub(crate) fn names(&mut self, node: &Node<'_>, what: impl Display + Copy, example: &str) -> Vec<Name> {
        let items = self.list_or_one(node, what, example);
        let mut names = Vec::with_capacity(items.len());
        names.extend(items.iter().filter_map(|item| self.name(item, what, example)));
        names
    }

    /// A name or text: a single value that is not nothing.
    pub(crate) fn name(&mut self, node: &Node<'_>, what: impl Display, example: &str) -> Option<Name> {
        self.single(node, what, example).map(|text| Written::new(text.into(), node.place))
    }

    /// The same as it stands in the tree.
    pub(super) fn single<'n>(
        &mut self,
        node: &'n Node<'_>,
        what: impl Display,
        example: &str,
    ) -> Option<&'n str> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => Some(&scalar.text),
            Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => {
                self.wrong_kind(node, what, "a name or text", example);
                None
            }
        }
    }

    /// A key that must be there.
    pub(crate) fn required<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        what: &str,
        example: &str,
    ) -> Option<&'n Node<'n>> {
        let found = fields.get(key);
        if found.is_none() {
            let problem = Problem::new(Code::MissingKey, fields.place, format!("{what} needs `{key}`"));
            self.report(problem.help(format!("write it as `{key}: {example}`")));
        }
        found
    }

    /// Something of another kind than `expected` where `what` should be.
    pub(crate) fn wrong_kind(&mut self, node: &Node<'_>, what: impl Display, expected: &str, example: &str) {
        let message = format!("{what} has to be {expected}, but this is {}", node.describe());
        let problem =
            Problem::new(Code::WrongKind, node.place, message).label(format!("expected {expected}"));
        self.report(problem.help(format!("for example `{example}`")));
    }

    pub(crate) fn unknown_key(&mut self, entry: &Entry<'_>, what: &str, known: &[&str]) {
        let key = &entry.key.text;
        let problem = Problem::new(Code::UnknownKey, entry.key.place, format!("unknown key `{key}`"));
        let help = match closest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("{what} may have {}", listed(known, "and")),
        };
        self.report(problem.help(help));
    }
}

/// What to do where a text in braces holds commas, at which YAML ends it: each piece behind one is a key without a value. `None` where
/// the entry at that position is something else.
pub(crate) fn cut(entries: &[Entry<'_>], at: usize) -> Option<String> {
    let is_piece = |entry: &Entry<'_>| {
        let value = entry.value.scalar().filter(|value| value.is_null());
        value.map(|value| value.place.span()).is_some_and(|span| span.start == span.end)
    };
    let (before, rest) = entries.split_at_checked(at)?;
    let first = before.iter().rposition(|entry| !is_piece(entry))?;
    let (start, pieces) = before.get(first..)?.split_first()?;
    let text = start.value.scalar().filter(|text| text.style == Style::Plain && !text.is_null())?;
    let pieces: Vec<&Entry<'_>> =
        pieces.iter().chain(rest.iter().take_while(|entry| is_piece(entry))).collect();
    // A key of a block stands on a line of its own, further away than a comma and a space.
    let behind = entries.get(first + 1)?.key.place.span().start;
    if behind > text.place.span().end + 2 || !rest.first().is_some_and(is_piece) {
        return None;
    }
    let whole: Vec<&str> =
        std::iter::once(&*text.text).chain(pieces.iter().map(|piece| &*piece.key.text)).collect();
    let (key, whole) = (&start.key.text, quoted(&whole.join(", ")));
    Some(format!(
        "within `{{ }}` a comma ends a text; put one that holds a comma in quotes: `{key}: {whole}`"
    ))
}

/// Names for people: `` `a`, `b` and `c` ``, joined by `word`.
pub(crate) fn listed(names: &[&str], word: &str) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => format!("`{only}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} {word} `{last}`", first.join(", "))
        }
    }
}
