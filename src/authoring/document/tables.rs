//! Rules written as tables: rows of conditions and effects, and limits by tier.

use super::{Effective, Literal, Name, Written};
use crate::condition::Expression;
use crate::localised::Localised;

/// `tables`: rules written as rows. All rows that apply count and are joined, like any rules: there is no order of rows and
/// no first hit.
#[derive(Debug, Clone, PartialEq)]
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
