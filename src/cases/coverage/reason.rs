//! Why something is not covered, in words.

use super::boundary::written;
use super::condition::Whose;
use super::consequence::Reader;
use super::goal::{Goal, Seen};
use super::measure::{Mark, Measured};
use crate::authority::Act;
use crate::cases::case::Case;
use crate::compose::{Reading, Verdict, verdict};
use crate::condition::{Condition, Truth};
use crate::decision::on_one_line;
use crate::id::{JudgmentId, RuleId};
use std::collections::BTreeSet;

/// The most names that a reason lists.
const MAX_NAMES: usize = 4;
/// The most parts that are told of those that hide another one together.
const MAX_TOGETHER: usize = 3;

impl Measured<'_> {
    /// Why no case reaches a goal.
    pub(super) fn reason(&self, goal: Goal, mark: &Mark, cases: &[&Case]) -> String {
        let close = mark.close.and_then(|at| cases.get(at)).map(|case| {
            let seen = self.scene.see_for(case.inquiry(), Some(goal));
            (format!("in `{}`", on_one_line(case.name())), seen)
        });
        match (goal, close) {
            (Goal::Decisive(rule), Some((case, seen))) => self.undecided(rule, &case, &seen),
            (Goal::Decisive(rule), None) => format!("never true or unknown{}", self.held_back(rule)),
            (Goal::Rule(rule, truth), close) => {
                let but = close.map(|(case, _)| format!("; {case} it is unknown")).unwrap_or_default();
                let back = if truth == Truth::True { self.held_back(rule) } else { String::new() };
                format!("never {}{but}{back}", truth.as_str())
            }
            (Goal::Turns(test, atom, truth), Some((case, seen))) => {
                let why = self.masked(test, atom, &seen);
                format!("{case} it is {}, but {why}", truth.as_str())
            }
            (Goal::Turns(.., truth) | Goal::Atom(.., truth), _) => format!("never {}", truth.as_str()),
            (Goal::Lies(boundary, side), close) => {
                let Some(of) = self.scene.boundaries.get(boundary) else { return String::new() };
                let place = format!("{} {}", side.as_str(), written(&of.on, self.scene.model()));
                match close {
                    Some((case, seen)) => {
                        format!("{case} it lies {place}, but {}", self.masked(of.test, of.atom, &seen))
                    }
                    None => format!("no case lies {place}"),
                }
            }
            (Goal::Refused(judgment), Some((case, seen))) => self.not_refused(judgment, &case, &seen),
            (Goal::Refused(_) | Goal::Raised(_), _) => "never certainly raised".into(),
            (Goal::Beaten(_, _, by), Some((case, seen))) => {
                format!("{case} it holds, but {} is {}", self.rule_name(by), seen.rule(by).as_str())
            }
            (Goal::Beaten(..), None) => "the grant never holds".into(),
            (Goal::Label(..), _) => "never certain".into(),
            (Goal::Ruling(..) | Goal::Holder(..), _) => "never so".into(),
            (Goal::Route(_), _) => "no case goes there".into(),
            (Goal::Ask(_), _) => "never asked for".into(),
            (Goal::Row(_, made), _) => {
                if made { "never made" } else { "made in every case, or not known" }.into()
            }
            (Goal::RefusedRow(_), _) => "never refused".into(),
            (Goal::ScriptGrant(..), _) => "no proposal is accepted on it".into(),
        }
    }

    /// Why the decision is the same without the rule.
    fn undecided(&self, rule: RuleId, case: &str, seen: &Seen) -> String {
        let counts = format!("{case} it is {}", seen.rule(rule).as_str());
        let beaten = seen.decision.parts.overridden.iter().find(|beaten| beaten.rule == rule);
        if let Some(beaten) = beaten.filter(|beaten| !beaten.by.is_empty()) {
            return format!("{counts}, but overridden by {}", self.names(beaten.by.iter().copied()));
        }
        let model = self.scene.model();
        let restricts = model.rules.get(rule.index()).is_some_and(|rule| !rule.restrictions.is_empty());
        if seen.rule(rule) == Truth::Unknown && !restricts {
            return format!("never true; {counts}, and a grant counts only when true");
        }
        let beside = seen.beside(rule, model);
        if beside.is_empty() {
            format!(
                "{counts}, but the decision is the same without it: what it speaks of is so anyway, or is not raised"
            )
        } else {
            format!("{counts}, but masked by {}", self.names(beside))
        }
    }

    /// The parts of a rule's condition that are never true, if the condition never is.
    fn held_back(&self, rule: RuleId) -> String {
        let never = self.never_true.get(&rule).into_iter().flatten().take(MAX_NAMES);
        let parts: Vec<String> = never
            .filter_map(|(test, atom)| {
                let asked = self.scene.tests.get(*test)?.atoms.get(*atom)?;
                Some(asked.display(self.scene.model()).to_string())
            })
            .collect();
        if parts.is_empty() { String::new() } else { format!("; never true: {}", parts.join(", ")) }
    }

    /// What keeps an atom from turning its test.
    fn masked(&self, test: usize, atom: usize, seen: &Seen) -> String {
        let Some(tested) = self.scene.tests.get(test) else { return String::new() };
        let truths = seen.atoms(test);
        if tested.rule().is_none() && tested.answered(truths, atom).is_some_and(|[one, other]| one != other) {
            return self.unheeded(tested.whose);
        }
        let told_apart = |truths| seen.tells_apart(test, truths, &self.scene);
        let masking = tested.masking(truths, atom, told_apart).into_iter().take(MAX_NAMES).filter_map(|at| {
            let truth = truths.get(at)?;
            let asked = tested.atoms.get(at)?.display(self.scene.model());
            Some(format!("{asked} is {}", truth.as_str()))
        });
        let masking: Vec<String> = masking.collect();
        if !masking.is_empty() {
            return format!("masked: {}", masking.join(", "));
        }
        let mut together = Vec::new();
        in_the_way(tested.when(), truths, &mut 0, atom, &mut together);
        let told = together.iter().take(MAX_TOGETHER).filter_map(|at| {
            let truth = truths.get(*at)?;
            let asked = tested.atoms.get(*at)?.display(self.scene.model());
            Some(format!("{asked} is {}", truth.as_str()))
        });
        let told: Vec<String> = told.collect();
        let more = match together.len().saturating_sub(told.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        if told.is_empty() {
            "what restricts counts while it is unknown too".into()
        } else {
            format!("masked by several parts together: {}{more}", told.join(", "))
        }
    }

    /// What there is that reads a named condition or a score, but makes nothing of it.
    fn unheeded(&self, whose: Whose) -> String {
        let readers = self.scene.readers.of(whose);
        if readers.is_empty() {
            return "nothing reads it".into();
        }
        let rules = readers.iter().filter_map(|reader| match reader {
            Reader::Test(at) => self.scene.tests.get(*at)?.rule(),
            Reader::Proposal(_) | Reader::Invariant(_) => None,
        });
        let rules: BTreeSet<RuleId> = rules.collect();
        let named = if rules.is_empty() { String::new() } else { format!(": {}", self.names(rules)) };
        format!("what reads it does not turn there{named}")
    }

    /// Why the vendor is not refused a judgment that is raised.
    fn not_refused(&self, judgment: JudgmentId, case: &str, seen: &Seen) -> String {
        let model = self.scene.model();
        let vendor = model.tiers.highest_vendor();
        if seen.is_refused(judgment, Reading::Safe, model) {
            return format!("{case} it is raised and refused, but only while something is unknown");
        }
        let Some(judged) = seen.decision.parts.judgments.get(judgment.index()) else { return String::new() };
        match verdict(&judged.state, judged.holders, vendor, Act::Decide) {
            Verdict::Settled(settlement) => {
                format!("{case} it is raised, but settled: {}", settlement.as_str())
            }
            _ => format!("{case} it is raised, but {} may decide it", model.tiers.id(vendor)),
        }
    }

    fn rule_name(&self, rule: RuleId) -> &str {
        self.scene.model().rule_name(rule)
    }

    fn names(&self, rules: impl IntoIterator<Item = RuleId>) -> String {
        let mut names: Vec<&str> = rules.into_iter().map(|rule| self.rule_name(rule)).collect();
        names.sort_unstable();
        let more = names.len().saturating_sub(MAX_NAMES);
        names.truncate(MAX_NAMES);
        let mut told = names.join(", ");
        if more > 0 {
            told.push_str(&format!(" and {more} more"));
        }
        told
    }
}

/// The truth of a condition, and whether the atom at `target` is in it. Finds the atoms of what this one is joined with that has an
/// answer by which the outcome does not hang on this one alone.
fn in_the_way(
    condition: &Condition,
    truths: &[Truth],
    next: &mut usize,
    target: usize,
    found: &mut Vec<usize>,
) -> (Truth, bool) {
    let (parts, neutral) = match condition {
        Condition::Constant(holds) => return (Truth::from(*holds), false),
        Condition::Not(inner) => {
            let (truth, is_in) = in_the_way(inner, truths, next, target, found);
            return (truth.not(), is_in);
        }
        Condition::All(parts) => (parts, Truth::True),
        Condition::Any(parts) => (parts, Truth::False),
        Condition::Let(_) | Condition::Leaf(_) => {
            let at = *next;
            *next += 1;
            return (truths.get(at).copied().unwrap_or_default(), at == target);
        }
    };
    let (mut whole, mut is_in, mut beside) = (neutral, false, Vec::new());
    for part in parts {
        let first = *next;
        let (truth, is_it) = in_the_way(part, truths, next, target, found);
        whole = if neutral == Truth::True { whole.and(truth) } else { whole.or(truth) };
        is_in |= is_it;
        if !is_it && truth != neutral {
            beside.extend(first..*next);
        }
    }
    if is_in {
        found.extend(beside);
        found.sort_unstable();
    }
    (whole, is_in)
}
