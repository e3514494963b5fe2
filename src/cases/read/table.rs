//! Tables of cases: each row a case of its own.

use super::document::File;
use crate::authoring::Node;

/// Tables.
pub(super) struct Table;

impl Table {
    pub(super) const EXAMPLE: &str = "{ name: refunds, given: calm, columns: [facts.order.amount, expect.route], rows: [[10000, supervisor]] }";
}

impl File<'_> {
    pub(super) fn table(&mut self, node: &Node) {
        let _ = node;
    }
}
