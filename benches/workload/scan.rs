//! The first baseline: one rule after another, as anybody would write it.

use super::draw::Workload;
use super::record::Record;

/// Puts the rules that are true of the record into `found`, in ascending order.
pub(crate) fn scan_true(workload: &Workload, record: &Record, found: &mut Vec<usize>) {
    found.clear();
    let rules = workload.rules.iter().filter(|rule| rule.is_true(record, &workload.phrases));
    found.extend(rules.map(|rule| rule.id));
}

/// Puts the rules that may be true of the record into `found`, whatever its missing fields are; in ascending order.
pub(crate) fn scan_possible(workload: &Workload, record: &Record, found: &mut Vec<usize>) {
    found.clear();
    let rules = workload.rules.iter().filter(|rule| rule.is_possible(record, &workload.phrases));
    found.extend(rules.map(|rule| rule.id));
}
