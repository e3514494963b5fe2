//! Rules written as tables: rows of conditions and effects, and limits by tier.

use super::written::{names, text};
use super::{Effective, Literal, Name, Written};
use crate::condition::Expression;
use crate::inquiry::FactValue;
use crate::localised::Localised;
use crate::span::Place;

/// `tables`: rules written as rows. All rows that apply count and are joined, like any rules: there is no order of rows and
/// no first hit.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Table {
    pub(crate) id: Name,
    pub(crate) title: Option<Localised>,
    /// What every row asks for beside its cells.
    pub(crate) when: Option<Expression>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
    pub(crate) effective: Option<Effective>,
    /// The file the columns and rows were read from.
    pub(crate) csv: Option<Name>,
    pub(crate) columns: Vec<Name>,
    /// A cell for each column; `None` says nothing.
    pub(crate) rows: Vec<Written<Vec<Option<Literal>>>>,
}

/// `limits`: up to which amount each tier may decide a judgment.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "each step gives the changed value back"]
pub struct Limit {
    pub(crate) judgment: Name,
    /// Told apart where a judgment has several; the rules it expands to are called `limits.JUDGMENT.TIER` or
    /// `limits.JUDGMENT.ID.TIER`.
    pub(crate) id: Option<Name>,
    pub(crate) by: Name,
    pub(crate) when: Option<Expression>,
    pub(crate) tiers: Vec<(Name, Literal)>,
    pub(crate) because: Option<Localised>,
    pub(crate) source: Option<Box<str>>,
    pub(crate) effective: Option<Effective>,
}

/// `Table::new(["id", "order.amount", "settle refund"]).row(["small", "<= 3000", "approve"])`
impl Table {
    /// A table of these columns, without any rows yet.
    pub fn new(columns: impl IntoIterator<Item: AsRef<str>>) -> Self {
        Self {
            id: "".into(),
            title: None,
            when: None,
            because: None,
            source: None,
            effective: None,
            csv: None,
            columns: names(columns),
            rows: Vec::new(),
        }
    }

    /// A table whose columns and rows are in this file.
    pub fn csv(file: &str) -> Self {
        Self { csv: Some(file.into()), ..Self::new([""; 0]) }
    }

    /// Adds a row: a cell for each column, of which `-` says nothing.
    pub fn row(mut self, cells: impl IntoIterator<Item: Into<FactValue>>) -> Self {
        let cell = |cell| Literal::said(cell).filter(|cell| !cell.says_nothing());
        self.rows.push(Written::new(cells.into_iter().map(cell).collect(), Place::default()));
        self
    }

    /// What every row asks for beside its cells.
    pub fn when(self, condition: &str) -> Self {
        Self { when: Some(Expression::kept(condition)), ..self }
    }

    /// What people call it.
    pub fn title(self, title: impl Into<Localised>) -> Self {
        Self { title: text(title), ..self }
    }

    /// Why, in words for people.
    pub fn because(self, because: impl Into<Localised>) -> Self {
        Self { because: text(because), ..self }
    }

    /// Where it is laid down.
    pub fn source(self, source: &str) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// When it is in force.
    pub fn effective(self, effective: Effective) -> Self {
        Self { effective: Some(effective), ..self }
    }

    pub(super) fn named(self, id: &str) -> Self {
        Self { id: id.into(), ..self }
    }
}

/// `Limit::by("order.discount").tier("first_line", 500)` is `{ by: order.discount, first_line: 500 }`.
impl Limit {
    /// A limit on this fact, without any amounts yet.
    pub fn by(fact: &str) -> Self {
        Self {
            judgment: "".into(),
            id: None,
            by: fact.into(),
            when: None,
            tiers: Vec::new(),
            because: None,
            source: None,
            effective: None,
        }
    }

    /// The amount up to which a tier decides: a number, or `param.NAME`.
    pub fn tier(mut self, tier: &str, amount: impl Into<FactValue>) -> Self {
        // Nothing is no amount; the loader says so.
        let amount = Literal::said(amount).unwrap_or_else(|| Literal::One("".into(), true));
        self.tiers.push((tier.into(), amount));
        self
    }

    /// Tells several limits of a judgment apart.
    pub fn id(self, id: &str) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// When the limit holds.
    pub fn when(self, condition: &str) -> Self {
        Self { when: Some(Expression::kept(condition)), ..self }
    }

    /// Why, in words for people.
    pub fn because(self, because: impl Into<Localised>) -> Self {
        Self { because: text(because), ..self }
    }

    /// Where it is laid down.
    pub fn source(self, source: &str) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// When it is in force.
    pub fn effective(self, effective: Effective) -> Self {
        Self { effective: Some(effective), ..self }
    }

    pub(super) fn of(self, judgment: &str) -> Self {
        Self { judgment: judgment.into(), ..self }
    }
}
