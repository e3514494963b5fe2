//! Columns: what the first line of a table names.

use super::Expansion;
use super::declared::{Found, Subject};
use crate::authoring::document::{Name, Table};
use crate::authoring::read::{ALL_JOIN, ORDERS};
use crate::authority::Act;
use crate::diagnostic::{Code, Problem, closest};
use crate::localised::Language;
use crate::span::{Place, Span};
use std::collections::BTreeMap;

/// What the cells of a column are.
#[derive(Debug, Clone)]
pub(super) enum Column<'d> {
    Id,
    Title(Option<Language>),
    Because(Option<Language>),
    Source,
    /// A test of something the rulebook knows.
    Test(Name, Subject<'d>),
    Effect(Output),
    /// Reported already; its cells are passed over.
    Unreadable,
}

/// What the rows do.
#[derive(Debug, Clone)]
pub(super) enum Output {
    Classify(Name),
    Raise,
    /// A judgment and an act with a tier in the cells, or judgments in the cells.
    Retain(Option<(Name, Act)>),
    Delegate(Option<(Name, Act)>),
    Settle(Name),
    Escalate,
    Urgency,
    Within,
    Refer,
    Notify,
    Require,
    Instruct(Option<Language>),
    Tag,
}

/// The words that say what a row does.
const EFFECTS: [&str; 13] = [
    "classify", "delegate", "escalate", "instruct", "notify", "raise", "refer", "require", "retain",
    "settle", "tag", "urgency", "within",
];

impl<'d> Expansion<'d> {
    /// The columns of a table, everything wrong with them reported.
    pub(super) fn columns(&mut self, table: &Table) -> Vec<Column<'d>> {
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        let mut columns = Vec::with_capacity(table.columns.len());
        for name in &table.columns {
            let words: Vec<&str> = name.value.split_whitespace().collect();
            let plain = words.join(" ");
            let column = if let Some(place) = first.get(&plain).filter(|_| !plain.is_empty()) {
                let problem = Problem::new(
                    Code::DuplicateName,
                    name.place,
                    format!("there are two columns called `{plain}`"),
                );
                let problem = problem.label("again here").also(*place, "first here");
                self.report(problem.help("write both in one cell, as in `>= 3 && < 8` or `[a, b]`"));
                Column::Unreadable
            } else {
                first.insert(plain.clone(), name.place);
                self.column(name, &words)
            };
            columns.push(column);
            if self.is_enough() {
                return columns;
            }
        }
        self.complete(table, &columns);
        columns
    }

    /// Whether a table has what it needs: ids, and something to do.
    fn complete(&mut self, table: &Table, columns: &[Column<'_>]) {
        if columns.is_empty() {
            return;
        }
        let place = table.columns.first().map_or(table.id.place, |name| name.place);
        if !columns.iter().any(|column| matches!(column, Column::Id)) {
            let problem =
                Problem::new(Code::MissingKey, place, "this table has no column `id`").label("columns");
            self.report(
                problem
                    .help(format!("give every row an id: its rule is then called `{}.ID`", table.id.value)),
            );
        }
        if !columns.iter().any(|column| matches!(column, Column::Effect(_) | Column::Unreadable)) {
            let problem = Problem::new(Code::MissingKey, place, "the rows of this table do nothing");
            self.report(
                problem
                    .label("columns")
                    .help("add a column for an effect, for example `settle refund` or `raise`"),
            );
        }
    }

    fn column(&mut self, name: &Name, words: &[&str]) -> Column<'d> {
        let language = |suffix: &str| match suffix {
            "" => Some(None),
            ".ja" => Some(Some(Language::Japanese)),
            ".en" => Some(Some(Language::English)),
            _ => None,
        };
        let localised = |word: &str, key: &str| word.strip_prefix(key).and_then(language);
        let effect = Column::Effect;
        let own = match words {
            [] => {
                let problem = Problem::new(Code::InvalidName, name.place, "this column has no name");
                self.report(problem.help("name what its cells are, or remove the column"));
                return Column::Unreadable;
            }
            ["id"] => Column::Id,
            ["source"] => Column::Source,
            ["raise"] => effect(Output::Raise),
            ["retain"] => effect(Output::Retain(None)),
            ["delegate"] => effect(Output::Delegate(None)),
            ["escalate"] => effect(Output::Escalate),
            ["urgency"] => effect(Output::Urgency),
            ["within"] => effect(Output::Within),
            ["refer"] => effect(Output::Refer),
            ["notify"] => effect(Output::Notify),
            ["require"] => effect(Output::Require),
            ["tag"] => effect(Output::Tag),
            [word] => {
                if let Some(language) = localised(word, "title") {
                    Column::Title(language)
                } else if let Some(language) = localised(word, "because") {
                    Column::Because(language)
                } else if let Some(language) = localised(word, "instruct") {
                    effect(Output::Instruct(language))
                } else {
                    return self.test(name, word);
                }
            }
            [word, ..] => return self.output(name, word, words),
        };
        if let [word] = words
            && self.declared.is_declared(word)
        {
            let message = format!("`{word}` is both a key of rules and a name that the rulebook declares");
            let problem = Problem::new(Code::DuplicateName, name.place, message);
            self.report(problem.help("give what is declared another name, or test it in the table's `when`"));
            return Column::Unreadable;
        }
        own
    }

    /// A column of more than one word: an effect and what it is about.
    fn output(&mut self, name: &Name, word: &str, words: &[&str]) -> Column<'d> {
        let part = |word: &str| Name::new(word.into(), part_of(name, word));
        match words {
            ["classify", axis] => {
                let axis = part(axis);
                let known = self.declared.axis(&axis.value).is_some();
                let near = self.declared.closest_axis(&axis.value);
                self.named(known, &axis, "axis", near, Output::Classify)
            }
            ["settle", judgment] => self.judgment(part(judgment), Output::Settle),
            ["retain" | "delegate", judgment, act @ ..] => {
                let act = match act {
                    [] => Some(Act::Decide),
                    [act] => Act::ALL.into_iter().find(|known| known.as_str() == *act),
                    _ => None,
                };
                let Some(act) = act else {
                    let acts = Act::ALL.map(Act::as_str).join("`, `");
                    let message = format!("`{}` names no act", name.value);
                    let problem = Problem::new(Code::InvalidValue, name.place, message);
                    self.report(problem.help(format!("behind the judgment may stand one of `{acts}`")));
                    return Column::Unreadable;
                };
                let retains = word == "retain";
                self.judgment(part(judgment), |judgment| {
                    let which = Some((judgment, act));
                    if retains { Output::Retain(which) } else { Output::Delegate(which) }
                })
            }
            _ => {
                let message = match word {
                    "classify" => "`classify` is followed by one axis".to_owned(),
                    "settle" => "`settle` is followed by one judgment".to_owned(),
                    _ if EFFECTS.contains(&word) => format!("`{word}` stands alone as a column"),
                    _ => format!("there is no column `{}`", name.value),
                };
                let problem = Problem::new(Code::InvalidName, name.place, message);
                self.report(match closest(word, EFFECTS) {
                    Some(near) if near != word => problem.help(format!("did you mean `{near}`?")),
                    _ => problem.help("for example `classify nature`, `settle refund`, `retain refund communicate` or `raise`"),
                });
                Column::Unreadable
            }
        }
    }

    fn judgment(&mut self, judgment: Name, output: impl FnOnce(Name) -> Output) -> Column<'d> {
        let known = self.declared.is_judgment(&judgment.value);
        let near = self.declared.closest_judgment(&judgment.value);
        self.named(known, &judgment, "judgment", near, output)
    }

    fn named(
        &mut self,
        known: bool,
        name: &Name,
        what: &str,
        near: Option<&str>,
        output: impl FnOnce(Name) -> Output,
    ) -> Column<'d> {
        if known {
            return Column::Effect(output(name.clone()));
        }
        if !self.declared.may_be_lost(&name.value) {
            let problem =
                Problem::new(Code::UnknownName, name.place, format!("there is no {what} `{}`", name.value));
            let problem = problem.label("declared nowhere");
            self.report(match near {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
        Column::Unreadable
    }

    fn test(&mut self, name: &Name, word: &str) -> Column<'d> {
        match self.declared.subject(word) {
            Found::Subject(subject) => {
                return Column::Test(Name::new(word.into(), name.place), subject);
            }
            Found::Unreadable => {}
            Found::Nothing => {
                let message = format!("there is no fact, axis or named condition `{word}` for this column");
                let problem = Problem::new(Code::UnknownName, name.place, message).label("declared nowhere");
                let own = EFFECTS.into_iter().chain(["id", "title", "because", "source"]);
                self.report(if let Some(near) = self.declared.closest(word) {
                    problem.help(format!("did you mean `{near}`?"))
                } else if ORDERS.contains(&word.to_lowercase().as_str()) {
                    problem.help(format!("leave this column out; {ALL_JOIN}"))
                } else if word.starts_with("param.") {
                    problem.help("a parameter is always the same: compare a fact with it, as in `<= param.x`")
                } else if let Some(near) = closest(word, own) {
                    problem.help(match near {
                        "classify" | "settle" => format!("did you mean `{near}` with what it is about?"),
                        _ => format!("did you mean `{near}`?"),
                    })
                } else {
                    problem.help("a column is a name that conditions may use, an effect such as `settle refund`, or `id`, `title.ja`, `because.ja`, `source`")
                });
            }
        }
        Column::Unreadable
    }
}

/// Where a word of a column's name stands.
fn part_of(name: &Name, word: &str) -> Place {
    let span = name.place.span();
    // The last of its kind: a judgment may be called as the effect is.
    match name.value.rfind(word) {
        Some(at) if span.end - span.start == name.value.len() => {
            name.place.with(Span::new(span.start + at, span.start + at + word.len()))
        }
        _ => name.place,
    }
}
