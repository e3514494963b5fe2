//! The scores as a table, and every case that came out otherwise with the reasons of its decision.

use super::score::{Domain, Scored};
use furiwake::Language;
use std::collections::BTreeMap;
use std::fmt::Write;

/// One line per action and one per domain; then the misses; then the cases whose labels are suspect, which do not count.
pub(crate) fn table(scored: &[Scored]) -> String {
    let (suspect, counted): (Vec<&Scored>, Vec<&Scored>) =
        scored.iter().partition(|scored| scored.case.suspect_label.is_some());
    let mut actions: BTreeMap<(Domain, &str), Tally> = BTreeMap::new();
    let mut domains: BTreeMap<Domain, Tally> = BTreeMap::new();
    for scored in &counted {
        actions.entry((scored.case.domain, &scored.case.action)).or_default().count(scored);
        domains.entry(scored.case.domain).or_default().count(scored);
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{:7}  {:26} {:>5} {:>5}  {:>8}  {:>15}",
        "domain", "action", "cases", "right", "accuracy", "false approvals"
    );
    for (domain, all) in &domains {
        for ((_, action), tally) in actions.iter().filter(|((of, _), _)| of == domain) {
            row(&mut text, *domain, action, tally);
        }
        row(&mut text, *domain, "all", all);
    }
    for scored in counted.iter().filter(|scored| !scored.is_right()) {
        let _ = writeln!(text, "\n{}", outcome("MISS", scored));
        for line in scored.decision.why(Language::English).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    for scored in suspect {
        let label = scored.case.suspect_label.as_deref().unwrap_or_default();
        let _ = writeln!(text, "\n{}\n    {label}", outcome("not counted", scored));
    }
    text
}

#[derive(Default)]
struct Tally {
    cases: usize,
    right: usize,
    false_approvals: usize,
}

impl Tally {
    fn count(&mut self, scored: &Scored) {
        self.cases += 1;
        self.right += usize::from(scored.is_right());
        self.false_approvals += usize::from(scored.is_false_approval());
    }

    #[expect(clippy::cast_precision_loss, reason = "a file of 2^53 cases is beyond reading")]
    fn accuracy(&self) -> f64 {
        100.0 * self.right as f64 / self.cases as f64
    }
}

fn row(text: &mut String, domain: Domain, action: &str, tally: &Tally) {
    let _ = writeln!(
        text,
        "{:7}  {action:26} {:>5} {:>5}  {:>7.1}%  {:>15}",
        domain.to_string(),
        tally.cases,
        tally.right,
        tally.accuracy(),
        tally.false_approvals
    );
}

fn outcome(what: &str, scored: &Scored) -> String {
    let what = if scored.is_false_approval() { "FALSE APPROVAL" } else { what };
    format!(
        "{what}: {} {} {}: expected {}, is {} with the {}",
        scored.case.id,
        scored.case.domain,
        scored.case.action,
        scored.case.expected_outcome,
        scored.ruling.as_str(),
        scored.decision.route().party().as_str()
    )
}
