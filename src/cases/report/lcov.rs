//! Coverage in the form of LCOV, over the rulebook's own texts, for editors and services that show it line by line.

use super::texts::{Mark, MarkKind, Texts, Whole};
use crate::cases::coverage::Coverage;
use std::collections::BTreeMap;
use std::fmt::Write;

impl Texts {
    /// Coverage as an LCOV tracefile: a record for each text of the rulebook that says rules.
    ///
    /// A line counts what it holds: a rule the cases it decides, a part of a condition the cases in which it by itself turns the condition,
    /// true and false as the two branches; of several on one line the one least covered. Counts end at 8. What is excused is left out. That a rule fired is not
    /// counted: a line that is covered is one that a test would miss.
    pub fn lcov(&self, coverage: &Coverage) -> String {
        let mut lcov = String::new();
        for (_, source, marks) in self.marked(coverage) {
            let marks: Vec<Mark<'_>> = marks.into_iter().filter(|mark| !mark.is_excused).collect();
            let line = |mark: &Mark<'_>| source.line(mark.place.span().start).0;
            // Writing to a string cannot fail.
            let _ = writeln!(lcov, "TN:\nSF:{}", source.name);
            let (rules, atoms): (Vec<&Mark<'_>>, Vec<_>) =
                marks.iter().partition(|mark| mark.kind == MarkKind::Rule);
            let name = |mark: &Mark<'_>| mark.whose.map_or("", Whole::name).to_owned();
            for rule in &rules {
                let _ = writeln!(lcov, "FN:{},{}", line(rule), name(rule));
            }
            for rule in &rules {
                let _ = writeln!(lcov, "FNDA:{},{}", rule.counts.iter().sum::<usize>(), name(rule));
            }
            let hit = rules.iter().filter(|rule| rule.is_covered).count();
            let _ = writeln!(lcov, "FNF:{}\nFNH:{hit}", rules.len());
            let mut taken = 0;
            for (block, atom) in atoms.iter().enumerate() {
                for (branch, count) in atom.counts.iter().enumerate() {
                    taken += usize::from(*count > 0);
                    let _ = writeln!(lcov, "BRDA:{},{block},{branch},{count}", line(atom));
                }
            }
            let _ = writeln!(lcov, "BRF:{}\nBRH:{taken}", 2 * atoms.len());
            let mut lines: BTreeMap<usize, usize> = BTreeMap::new();
            for mark in &marks {
                let count = match mark.kind {
                    MarkKind::Rule => mark.counts.iter().sum(),
                    MarkKind::Atom if mark.is_covered => mark.counts.iter().sum(),
                    MarkKind::Atom => 0,
                };
                let least = lines.entry(line(mark)).or_insert(count);
                *least = count.min(*least);
            }
            for (line, count) in &lines {
                let _ = writeln!(lcov, "DA:{line},{count}");
            }
            let hit = lines.values().filter(|count| **count > 0).count();
            let _ = writeln!(lcov, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
        }
        lcov
    }
}
