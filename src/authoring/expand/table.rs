//! From a table to a rule for each row.

use super::cell::other_nothing;
use super::column::{Column, Output};
use super::condition::Tested;
use super::effect::{Effects, Texts, one, text};
use super::{Expansion, all};
use crate::authoring::document::{Literal, Name, Rule, Table, Written};
use crate::authoring::read::word_fault;
use crate::diagnostic::{Code, Problem};

/// The cells of a row.
type Row = Written<Vec<Option<Literal>>>;

impl<'d> Expansion<'d> {
    /// Adds the rules of a table.
    pub(super) fn table(&mut self, table: &Table) {
        let columns = self.columns(table);
        if !self.may_repeat(table.when.as_ref(), table.rows.len()) {
            return;
        }
        for row in &table.rows {
            if self.is_enough() {
                return;
            }
            let rule = self.row(table, &columns, row);
            self.rules.extend(rule);
        }
    }

    fn row(&mut self, table: &Table, columns: &[Column<'d>], row: &Row) -> Option<Rule> {
        if row.value.len() != columns.len() {
            self.ragged(table, columns.len(), row);
            return None;
        }
        let before = self.problems.len();
        let (mut id, mut source, mut tests) = (None, None, Vec::new());
        let (mut title, mut because, mut effects) = (Texts::default(), Texts::default(), Effects::default());
        // A cell of an effect that could not be read is no missing effect.
        let mut does_something = false;
        for (column, cell) in columns.iter().zip(&row.value) {
            let Some(cell) = cell else { continue };
            let is_text = matches!(
                column,
                Column::Title(_) | Column::Because(_) | Column::Source | Column::Effect(Output::Instruct(_))
            );
            if let Some(problem) = other_nothing(cell, is_text) {
                does_something |= matches!(column, Column::Effect(_));
                self.report(*problem);
                continue;
            }
            let done = match column {
                Column::Id => one(cell, "an id").map(|name| id = Some(name)),
                Column::Title(language) => title.set(*language, cell),
                Column::Because(language) => because.set(*language, cell),
                Column::Source => text(cell).map(|text| source = Some(text)),
                Column::Test(name, subject) => {
                    let tested = Tested { name, subject: *subject };
                    tested.conditions(cell).map(|conditions| tests.extend(conditions))
                }
                Column::Effect(output) => {
                    does_something = true;
                    effects.set(output, cell)
                }
                Column::Unreadable => {
                    does_something = true;
                    Ok(())
                }
            };
            self.kept(done);
        }
        let has_id = columns.iter().any(|column| matches!(column, Column::Id));
        if id.is_none() && has_id && self.problems.len() == before {
            let problem = Problem::new(Code::MissingKey, row.place, "this row has no id");
            self.report(problem.help(format!("its rule is called `{}.ID`", table.id.value)));
        }
        if !does_something && columns.iter().any(|column| matches!(column, Column::Effect(_))) {
            let place = id.as_ref().map_or(row.place, |id: &Name| id.place);
            let problem = Problem::new(Code::MissingKey, place, "this row does nothing");
            self.report(
                problem.help("fill a cell of an effect, or remove the row: every row that applies counts"),
            );
        }
        let id = id?;
        if let Some(problem) = word_fault(&id, "a row") {
            self.report(problem);
        }
        let when = all(table.when.as_ref(), tests, row.place);
        if let Some(problem) = when.as_ref().and_then(|when| when.excess()) {
            self.report(problem);
        }
        // Where a cell could not be read the rulebook is refused; the rule is there so that its other cells are checked.
        Some(Rule {
            id: Name::new(format!("{}.{}", table.id.value, id.value).into(), id.place),
            title: title.localised(),
            when,
            effects: effects.finish(),
            because: because.localised().or_else(|| table.because.clone()),
            source: source.or_else(|| table.source.clone()),
            effective: table.effective.clone(),
            locked: None,
        })
    }

    fn ragged(&mut self, table: &Table, columns: usize, row: &Row) {
        let count =
            |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
        let message = format!(
            "this row has {}, but the table has {}",
            count(row.value.len(), "cell"),
            count(columns, "column")
        );
        let problem = Problem::new(Code::WrongKind, row.place, message);
        let problem = match (table.columns.first(), table.columns.last()) {
            (Some(first), Some(last)) => {
                let span = first.place.span().to(last.place.span());
                problem.also(first.place.with(span), "the columns")
            }
            _ => problem,
        };
        let help = if row.value.len() < columns {
            "write a cell for every column; `-` says nothing"
        } else if table.csv.is_some() {
            "put a cell that holds a comma in double quotes"
        } else {
            "write a cell for every column; a list of values stands in brackets of its own"
        };
        self.report(problem.help(help));
    }
}
