//! From resolved conditions back to text: one spelling for equal meanings, used for the rulebook's hash and for showing
//! people which part of a rule was false.

use super::expression::{At, Expression, Kind, Literal, Operand as Side};
use super::outcome::{Outcomes, Term};
use super::print::joined;
use super::resolved::{Condition, Knowable, LabelSet, Leaf, Operand, Operator};
use crate::classify::Axis;
use crate::id::{LabelId, ValueId};
use crate::inquiry::{Value, print_duration};
use crate::rulebook::Model;
use crate::span::Place;
use std::fmt::{self, Display, Formatter};

impl Condition {
    /// The condition as text. It reads back as an equal condition under the same rulebook, but for the period in which a rule
    /// is in force.
    pub(crate) fn display<'m>(&'m self, model: &'m Model) -> impl Display + use<'m> {
        Shown { condition: self, model }
    }

    /// The condition as written by the library.
    pub(crate) fn written(&self, model: &Model) -> Expression {
        let all = |parts: &[Self]| parts.iter().map(|part| part.written(model)).collect::<Vec<_>>();
        node(match self {
            Self::Constant(value) => Kind::Constant(*value),
            Self::Not(inner) => Kind::Not(Box::new(inner.written(model))),
            Self::All(parts) => match parts.as_slice() {
                [] => Kind::Constant(true),
                [only] => return only.written(model),
                parts => Kind::All(all(parts)),
            },
            Self::Any(parts) => match parts.as_slice() {
                [] => Kind::Constant(false),
                [only] => return only.written(model),
                parts => Kind::Any(all(parts)),
            },
            Self::Let(named) => {
                Kind::Name(model.lets.get(named.index()).map_or("", |named| &named.id).into())
            }
            Self::Leaf(leaf) => return leaf.written(model),
        })
    }
}

/// A condition of a model as the text of what is [written](Condition::written), without the tree: thousands are hashed.
struct Shown<'m> {
    condition: &'m Condition,
    model: &'m Model,
}

impl Display for Shown<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { condition, model } = self;
        let shown = |condition| Shown { condition, model };
        match condition {
            Condition::All(parts) if parts.len() > 1 => {
                joined(parts.iter().map(shown), " && ", |part| part.chain().is_some(), out)
            }
            Condition::Any(parts) if parts.len() > 1 => {
                joined(parts.iter().map(shown), " || ", |part| part.chain() == Some(Chain::Any), out)
            }
            Condition::Leaf(Leaf::Cue(cue)) => write!(out, "cue.{}", model.cue_name(*cue)),
            Condition::Leaf(Leaf::Compare { left, operator, right }) => {
                write!(out, "{} {} ", model.value_name(*left), operator.as_str())?;
                match right {
                    Operand::Value(right) => out.write_str(model.value_name(*right)),
                    Operand::Literal(right) => literal(right, model.options(*left)).fmt(out),
                }
            }
            _ => condition.written(model).fmt(out),
        }
    }
}

/// What several parts are joined to.
#[derive(PartialEq)]
enum Chain {
    All,
    Any,
}

impl Shown<'_> {
    /// The chain it is written as: one of a single part is written as that part.
    fn chain(&self) -> Option<Chain> {
        let (parts, chain) = match self.condition {
            Condition::All(parts) => (parts, Chain::All),
            Condition::Any(parts) => (parts, Chain::Any),
            _ => return None,
        };
        match parts.as_slice() {
            [] => None,
            [only] => Shown { condition: only, ..*self }.chain(),
            _ => Some(chain),
        }
    }
}

impl Leaf {
    fn written(&self, model: &Model) -> Expression {
        let value = |value: ValueId| -> Box<str> { model.value_name(value).into() };
        let axis = |axis: crate::id::AxisId| model.axes.get(axis.index());
        node(match self {
            Self::Holds(fact) => Kind::Name(value(*fact)),
            Self::Compare { left, operator, right } => {
                let right = match right {
                    Operand::Literal(right) => Side::Literal(literal(right, model.options(*left))),
                    Operand::Value(right) => Side::Name(value(*right)),
                };
                compare(value(*left), *operator, right)
            }
            Self::In { value: fact, set } => Kind::In {
                left: at(Side::Name(value(*fact))),
                set: set.iter().map(|item| at(literal(item, model.options(*fact)))).collect(),
            },
            Self::Contains { value: fact, option } => {
                Kind::Has { set: at(value(*fact)), option: at(option_name(model.options(*fact), *option)) }
            }
            Self::Known(what) => Kind::Known(at(match *what {
                Knowable::Value(fact) => Side::Name(value(fact)),
                Knowable::Cue(cue) => Side::Name(format!("cue.{}", model.cue_name(cue)).into()),
                Knowable::Score(score) => Side::Name(format!("score.{}", model.score_name(score)).into()),
                Knowable::Axis(id) => Side::Name(axis(id).map_or("", |axis| &axis.id).into()),
                Knowable::Text => Side::Name("inquiry.messages".into()),
                Knowable::Raised(judgment) => Term::Raised(judgment).written(Outcomes::of(model)),
            })),
            Self::Cue(cue) => Kind::Name(format!("cue.{}", model.cue_name(*cue)).into()),
            Self::Score { score, operator, bound } => {
                let name = format!("score.{}", model.score_name(*score));
                let mut bands = model.scores.get(score.index()).into_iter().flat_map(|score| &score.bands);
                // What a number means is easier to read by its name.
                if *operator == Operator::GreaterOrEqual
                    && let Some(band) = bands.find(|band| band.from == *bound)
                {
                    let (left, label) = (at(Side::Name(name.into())), at(band.id.clone()));
                    return node(Kind::AtLeast { left, label });
                }
                let bound = Literal::Number(bound.normalize().to_string().into());
                compare(name.into(), *operator, Side::Literal(bound))
            }
            Self::AxisIn { axis: id, labels } => match axis(*id) {
                Some(axis) => return Scale::of(axis).among(*labels),
                None => Kind::Constant(false),
            },
            Self::AxisHas { axis: id, label } => match axis(*id) {
                Some(axis) => {
                    Kind::Has { set: at(axis.id.clone()), option: at(axis.label_id(*label).into()) }
                }
                None => Kind::Constant(false),
            },
            Self::Outcome { term, labels } => {
                return Scale::of_term(*term, Outcomes::of(model)).among(*labels);
            }
            // Not a name, but words that no condition can say.
            Self::InForce(period) => Kind::Name(period.text(&model.timezone).into()),
        })
    }
}

/// Something with labels: an ordered axis, or an outcome term.
pub(super) struct Scale<'a> {
    /// What has them.
    pub(super) of: Side,
    pub(super) labels: Vec<&'a str>,
    is_ordered: bool,
}

impl<'a> Scale<'a> {
    /// The labels of an ordered axis.
    pub(super) fn of(axis: &'a Axis) -> Self {
        let labels = axis.labels.iter().map(|label| &*label.id).collect();
        Self { of: Side::Name(axis.id.clone()), labels, is_ordered: true }
    }

    /// What an outcome term may turn out to be.
    pub(super) fn of_term(term: Term, outcomes: Outcomes<'a>) -> Self {
        Self { of: term.written(outcomes), labels: term.labels(outcomes), is_ordered: term.is_ordered() }
    }

    /// The name of a label.
    pub(super) fn label(&self, label: LabelId) -> &'a str {
        self.labels.get(label.index()).copied().unwrap_or("")
    }

    /// All of them.
    pub(super) fn all(&self) -> LabelSet {
        (0..self.labels.len()).map(LabelId::at).collect()
    }

    /// `at_least` from this label.
    pub(super) fn at_least(&self, from: LabelId) -> Expression {
        node(Kind::AtLeast { left: at(self.of.clone()), label: at(self.label(from).into()) })
    }

    /// The shortest condition that holds for these labels.
    pub(super) fn among(&self, labels: LabelSet) -> Expression {
        let all = self.all();
        let others: LabelSet = all.iter().filter(|label| !labels.contains(*label)).collect();
        let text = |label: LabelId| Literal::Text(self.label(label).into());
        let only = |set: LabelSet| set.highest().filter(|_| set.len() == 1);
        let compare = |operator: Operator, label: LabelId| Kind::Compare {
            left: at(self.of.clone()),
            operator,
            right: at(Side::Literal(text(label))),
        };
        let reaches_up = |set: LabelSet| self.is_ordered && is_upward(all, set);
        node(match (only(labels), only(others), lowest(labels)) {
            _ if others.is_empty() => Kind::Constant(true),
            (.., None) => Kind::Constant(false),
            (Some(label), ..) => compare(Operator::Equal, label),
            (None, Some(label), _) => compare(Operator::NotEqual, label),
            (None, None, Some(from)) if reaches_up(labels) => return self.at_least(from),
            (None, None, Some(_)) if reaches_up(others) => Kind::Not(Box::new(self.among(others))),
            (None, None, Some(_)) => Kind::In {
                left: at(self.of.clone()),
                set: labels.iter().map(|label| at(text(label))).collect(),
            },
        })
    }
}

/// Whether the set holds, with a label, every stricter one.
pub(super) fn is_upward(all: LabelSet, labels: LabelSet) -> bool {
    match lowest(labels) {
        Some(lowest) => all.iter().filter(|label| *label >= lowest).all(|label| labels.contains(label)),
        None => true,
    }
}

fn lowest(labels: LabelSet) -> Option<LabelId> {
    labels.iter().next()
}

fn option_name(options: &[Box<str>], option: u32) -> Box<str> {
    usize::try_from(option).ok().and_then(|at| options.get(at)).cloned().unwrap_or_default()
}

pub(crate) fn literal(value: &Value, options: &[Box<str>]) -> Literal {
    Literal::Text(match value {
        Value::Bool(value) => return Literal::Bool(*value),
        Value::Number(number) => return Literal::Number(number.normalize().to_string().into()),
        Value::Choice(option) => option_name(options, *option),
        // No comparison has a set of options on its right.
        Value::Choices(chosen) => option_name(options, chosen.first().copied().unwrap_or_default()),
        Value::Text(text) => text.as_ref().into(),
        Value::Date(date) => date.to_string().into(),
        Value::Timestamp(instant) => instant.to_string().into(),
        Value::Duration(duration) => print_duration(*duration).into(),
    })
}

fn compare(name: Box<str>, operator: Operator, right: Side) -> Kind {
    Kind::Compare { left: at(Side::Name(name)), operator, right: at(right) }
}

fn node(kind: Kind) -> Expression {
    Expression { kind, place: Place::default() }
}

fn at<T>(value: T) -> At<T> {
    At::new(value, Place::default())
}

#[cfg(test)]
mod tests {
    use crate::condition::fixture::{model, names};
    use crate::condition::{Condition, Expression, Outcomes, check_outcome};

    fn checked(text: &str) -> Condition {
        let model = model();
        let outcomes = Outcomes::of(&model);
        match check_outcome(&Expression::parse(text).expect(text), &names(&model), outcomes) {
            (Some(condition), problems) if problems.is_empty() => condition,
            (_, problems) => panic!("{text}: {problems:#?}"),
        }
    }

    #[test]
    fn equal_meanings_have_one_spelling_that_reads_back() {
        for (text, expected) in [
            ("true", "true"),
            ("3000>=order.amount", "order.amount <= 3000"),
            ("order.weight == 2.50", "order.weight == 2.5"),
            ("order.amount == 2.5", "order.amount == 2.5"),
            ("order.amount < order.weight", "order.amount < order.weight"),
            ("channel == \"sns\"", "channel == \"sns\""),
            ("channel.or_phone != \"sns\"", "channel.or_phone != \"sns\""),
            ("channel == reply_channel", "channel == reply_channel"),
            ("channel in [\"sns\", \"phone\"]", "channel in [\"sns\", \"phone\"]"),
            ("has(options, \"gift\")", "has(options, \"gift\")"),
            ("customer.is_minor == true", "customer.is_minor"),
            ("false != customer.is_minor", "customer.is_minor"),
            ("customer.is_minor == false", "!customer.is_minor"),
            ("\"2026-12-01\" > order.delivered_at", "order.delivered_at < \"2026-12-01\""),
            (
                "order.placed_at >= \"2026-12-01T10:00:00+09:00\"",
                "order.placed_at >= \"2026-12-01T01:00:00Z\"",
            ),
            ("call.length > \"90 minutes\"", "call.length > \"1h 30m\""),
            ("call.length in [\"48h\", \"0m\"]", "call.length in [\"2d\", \"0s\"]"),
            ("product.code == \"a\\\"\\n\"", "product.code == \"a\\\"\\n\""),
            ("known(days_since_delivery)", "known(days_since_delivery)"),
            ("known( cue.injury ) || known(score.anger)", "known(cue.injury) || known(score.anger)"),
            ("known(nature) && !known(topic)", "known(nature) && !known(topic)"),
            ("known(raised(refund))", "known(raised(refund))"),
            ("raised(refund) != \"no\"", "raised(refund) == \"yes\""),
            ("at_least(raised(refund), \"yes\")", "raised(refund) == \"yes\""),
            ("\"yes\" != raised(compensation)", "raised(compensation) == \"no\""),
            ("raised(refund) in [\"yes\", \"no\"]", "true"),
            (
                "cue.injury && !(cue.urgent || in_return_window)",
                "cue.injury && !(cue.urgent || in_return_window)",
            ),
            (
                "(cue.injury||(cue.urgent))&&(channel==\"sns\"&&(nature in [\"opinion\", \"complaint\"]||true))",
                "(cue.injury || cue.urgent) && (channel == \"sns\" && (at_least(nature, \"opinion\") || true))",
            ),
            (
                "cue.injury || (cue.urgent || cue.injury && !cue.urgent) || order.weight>1.50",
                "cue.injury || (cue.urgent || cue.injury && !cue.urgent) || order.weight > 1.5",
            ),
            ("1.0 <= score.anger", "score.anger >= 1"),
            ("at_least(score.fraud, \"high\")", "at_least(score.fraud, \"high\")"),
            ("score.fraud >= 5.0", "at_least(score.fraud, \"high\")"),
            ("score.fraud < 5", "score.fraud < 5"),
            ("score.fraud >= 4", "score.fraud >= 4"),
            ("nature == \"complaint\"", "nature == \"complaint\""),
            ("at_least(nature, \"complaint\")", "nature == \"complaint\""),
            ("at_least(nature, \"request\")", "nature != \"question\""),
            ("at_least(nature, \"opinion\")", "at_least(nature, \"opinion\")"),
            ("nature in [\"complaint\", \"opinion\"]", "at_least(nature, \"opinion\")"),
            ("nature in [\"request\", \"question\"]", "!at_least(nature, \"opinion\")"),
            ("nature in [\"complaint\", \"question\"]", "nature in [\"question\", \"complaint\"]"),
            ("at_least(nature, \"question\")", "true"),
            ("holder(refund, \"decide\") == \"supervisor\"", "holder(refund) == \"supervisor\""),
            (
                "\"client_desk\" != holder(refund, \"propose\")",
                "holder(refund, \"propose\") != \"client_desk\"",
            ),
            ("at_least(holder(refund), \"supervisor\")", "holder(refund) != \"first_line\""),
            ("at_least(route, \"first_line\")", "true"),
            ("at_least(route, \"client_desk\")", "route == \"client_desk\""),
            ("route in [\"client_desk\", \"first_line\"]", "route != \"supervisor\""),
            ("at_least(urgency, \"high\")", "urgency != \"normal\""),
            (
                "ruling(compensation) in [\"deny\", \"approve\"]",
                "ruling(compensation) in [\"approve\", \"deny\"]",
            ),
            ("ruling(refund) in [\"deny\", \"approve\", \"conflict\"]", "ruling(refund) != \"open\""),
            ("handling != \"routine\"", "handling == \"exception\""),
            ("has(topic, \"returns\")", "has(topic, \"returns\")"),
        ] {
            let printed = checked(text).display(&model()).to_string();
            assert_eq!(printed, expected, "{text}");
            assert_eq!(checked(text).written(&model()).to_string(), expected, "{text}");
            assert_eq!(checked(&printed).display(&model()).to_string(), expected, "{text}");
        }
    }
}
