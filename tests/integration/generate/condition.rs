//! Conditions that load by construction: names that exist, literals of the right type, labels compared only in the allowed
//! direction, `known` only where it means something.

use super::fact::{Kind, Value};
use super::raw::{Pick, RawCondition};

/// Which comparisons of labels a place allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// A restriction: with a label all stricter ones.
    Up,
    /// A grant: with a label all milder ones.
    Down,
    /// Both at once, or an unordered axis classified, or an `otherwise`: none at all.
    Neither,
    /// Effects that touch no holder and no tier: any.
    Free,
}

impl Direction {
    const fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Neither | Self::Free => self,
        }
    }
}

/// What a condition may read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    pub(crate) direction: Direction,
    /// How many of the ordered axes.
    pub(crate) ordered: usize,
    pub(crate) unordered: bool,
    pub(crate) scores: bool,
}

/// A named condition and what it reads.
#[derive(Debug, Clone)]
pub(crate) struct Let {
    pub(crate) name: String,
    pub(crate) text: String,
    scope: Scope,
}

impl Let {
    fn fits(&self, scope: Scope) -> bool {
        let direction = [Direction::Neither, scope.direction].contains(&self.scope.direction);
        (direction || scope.direction == Direction::Free)
            && self.scope.ordered <= scope.ordered
            && (scope.unordered || !self.scope.unordered)
            && (scope.scores || !self.scope.scores)
    }
}

/// The names of the rulebook as far as conditions use them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) values: Vec<Value>,
    pub(crate) cues: Vec<String>,
    /// With whether they have the bands `low` and `high`.
    pub(crate) scores: Vec<(String, bool)>,
    /// Ordered axes: a rule that classifies one may read those before it.
    pub(crate) ordered: Vec<(String, Vec<String>)>,
    pub(crate) unordered: Option<(String, Vec<String>)>,
    pub(crate) lets: Vec<Let>,
}

impl Names {
    /// Adds a named condition that reads what `scope` allows.
    pub(crate) fn add_let(&mut self, raw: &RawCondition, scope: Scope) {
        let mut writer = Writer::new(self);
        let text = writer.condition(raw, scope, false);
        let Writer { ordered, unordered, scores, .. } = writer;
        let scope = Scope { ordered, unordered, scores, direction: scope.direction };
        self.lets.push(Let { name: format!("let_{}", self.lets.len()), text, scope });
    }

    /// The text of a condition.
    pub(crate) fn condition(&self, raw: &RawCondition, scope: Scope) -> String {
        Writer::new(self).condition(raw, scope, false)
    }
}

struct Writer<'a> {
    names: &'a Names,
    /// How many ordered axes what was written needs.
    ordered: usize,
    unordered: bool,
    scores: bool,
}

impl<'a> Writer<'a> {
    const fn new(names: &'a Names) -> Self {
        Self { names, ordered: 0, unordered: false, scores: false }
    }

    fn condition(&mut self, raw: &RawCondition, scope: Scope, inner: bool) -> String {
        let joined = |writer: &mut Self, parts: &[RawCondition], sign: &str| {
            let parts: Vec<String> = parts.iter().map(|part| writer.condition(part, scope, true)).collect();
            let text = parts.join(sign);
            if inner { format!("({text})") } else { text }
        };
        match raw {
            RawCondition::Leaf(picks) => self.leaf(*picks, scope),
            RawCondition::Not(inner) => {
                let turned = Scope { direction: scope.direction.turned(), ..scope };
                format!("!({})", self.condition(inner, turned, false))
            }
            RawCondition::All(parts) => joined(self, parts, " && "),
            RawCondition::Any(parts) => joined(self, parts, " || "),
        }
    }

    fn leaf(&mut self, [kind, which, operator, literal, form]: [Pick; 5], scope: Scope) -> String {
        let names = self.names;
        let labels_matter = scope.direction != Direction::Neither;
        match kind.below(20) {
            8..=11 if labels_matter && scope.ordered > 0 => {
                let at = which.below(scope.ordered);
                self.ordered = self.ordered.max(at + 1);
                let (axis, labels) = &names.ordered[at];
                axis_leaf(axis, labels, literal, form, scope.direction)
            }
            12 if let (true, Some((axis, labels))) = (scope.unordered, &names.unordered) => {
                self.unordered = true;
                format!("has({axis}, \"{}\")", literal.of(labels))
            }
            13 => match scope.direction {
                Direction::Up => format!("!known({})", which.of(&names.values).name),
                Direction::Down => format!("known({})", which.of(&names.values).name),
                Direction::Neither | Direction::Free => "true".to_owned(),
            },
            14 | 15 => format!("cue.{}", which.of(&names.cues)),
            16 if scope.scores && !names.scores.is_empty() => {
                self.scores = true;
                let (score, has_bands) = which.of(&names.scores);
                if *has_bands && form.below(2) == 0 {
                    return format!("at_least(score.{score}, \"{}\")", literal.of(&["low", "high"]));
                }
                let operator = operator.of(&[">=", ">", "<=", "<", "==", "!="]);
                format!("score.{score} {operator} {}", literal.of(&["1", "2", "0", "0.5", "-1"]))
            }
            17 | 18 => {
                let lets: Vec<&Let> = names.lets.iter().filter(|named| named.fits(scope)).collect();
                if lets.is_empty() {
                    return value_leaf(&names.values, which, operator, literal, form);
                }
                let named = which.of(&lets);
                self.ordered = self.ordered.max(named.scope.ordered);
                self.unordered |= named.scope.unordered;
                self.scores |= named.scope.scores;
                named.name.clone()
            }
            19 => "true".to_owned(),
            _ => value_leaf(&names.values, which, operator, literal, form),
        }
    }
}

/// A comparison of labels that holds from some label upwards, or up to some label.
fn axis_leaf(axis: &str, labels: &[String], label: Pick, form: Pick, direction: Direction) -> String {
    let from = 1 + label.below(labels.len() - 1);
    let (lowest, highest) = (&labels[0], &labels[labels.len() - 1]);
    let among = |labels: &[String]| {
        let labels: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
        format!("{axis} in [{}]", labels.join(", "))
    };
    match direction {
        Direction::Up => match form.below(4) {
            1 if from == 1 => format!("{axis} != \"{lowest}\""),
            2 if labels[from] == *highest => format!("{axis} == \"{highest}\""),
            3 => among(&labels[from..]),
            _ => format!("at_least({axis}, \"{}\")", labels[from]),
        },
        Direction::Down => match form.below(4) {
            1 if from == 1 => format!("{axis} == \"{lowest}\""),
            2 if labels[from] == *highest => format!("{axis} != \"{highest}\""),
            3 => among(&labels[..from]),
            _ => format!("!at_least({axis}, \"{}\")", labels[from]),
        },
        Direction::Neither | Direction::Free => {
            format!("{axis} {} \"{}\"", form.of(&["==", "!="]), label.of(labels))
        }
    }
}

fn value_leaf(values: &[Value], which: Pick, operator: Pick, literal: Pick, form: Pick) -> String {
    let Value { name, kind, literals } = which.of(values);
    let one = literal.of(literals);
    let two = || format!("{name} in [{one}, {}]", operator.of(literals));
    match kind {
        Kind::Bool => match form.below(4) {
            0 => name.clone(),
            1 => format!("!{name}"),
            2 => format!("{name} == {one}"),
            _ => format!("{name} != {one}"),
        },
        Kind::Choices => format!("has({name}, {})", literal.of(&["\"vip\"", "\"new\""])),
        Kind::Choice | Kind::Text if form.once_in(4) => two(),
        Kind::Choice | Kind::Text => format!("{name} {} {one}", operator.of(&["==", "!="])),
        _ => {
            let comparable = |other: &&Value| {
                other.name != *name && (other.kind == *kind || (other.kind.is_number() && kind.is_number()))
            };
            let others: Vec<&Value> = values.iter().filter(comparable).collect();
            let sign = operator.of(&["<=", ">", "==", "!=", "<", ">="]);
            match form.below(6) {
                4 => two(),
                5 if !others.is_empty() => format!("{name} {sign} {}", literal.of(&others).name),
                3 => format!("{one} {sign} {name}"),
                _ => format!("{name} {sign} {one}"),
            }
        }
    }
}
