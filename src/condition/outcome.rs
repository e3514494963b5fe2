//! Outcome terms: `holder(refund)`, `ruling(refund)`, `raised(refund)`, `route`, `urgency`. They ask what was decided, so only
//! what looks at a decision may use them: invariants, expectations, and scripts that run behind the rules. Each has labels as
//! an ordered axis has: the tiers, the levels, the rulings or the answers it may turn out to be.

use super::check::{Checker, by_at_least};
use super::expression::{At, Literal, Operand};
use super::literal::{Mismatch, kind_of, one_of};
use super::resolved::{Condition, Knowable, LabelSet, Leaf, Operator};
use super::truth::Truth;
use crate::authority::{Act, Rank, Tiers, Urgency};
use crate::compose::Ruling;
use crate::diagnostic::Code;
use crate::id::{JudgmentId, LabelId};
use crate::rulebook::{Judgment, Model};
use crate::span::Place;

/// What outcome terms may name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcomes<'a> {
    pub(crate) tiers: &'a Tiers,
    /// By name.
    pub(crate) judgments: &'a [Judgment],
}

impl<'a> Outcomes<'a> {
    /// What they may name in the conditions of a rulebook.
    pub(crate) fn of(model: &'a Model) -> Self {
        Self { tiers: &model.tiers, judgments: &model.judgments }
    }
}

/// One thing that is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Term {
    /// Who holds an act of a judgment.
    Holder(JudgmentId, Act),
    /// What the rulebook says about a judgment.
    Ruling(JudgmentId),
    /// Whether the inquiry needs a judgment: `no` or `yes`. The only term that may be open.
    Raised(JudgmentId),
    /// The tier the inquiry goes to.
    Route,
    /// How soon it must be taken up.
    Urgency,
}

/// What was decided, as far as conditions can ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decided {
    /// By [`JudgmentId`], each in the order of [`Act::ALL`].
    pub(crate) holders: Vec<[Rank; 3]>,
    /// By [`JudgmentId`].
    pub(crate) rulings: Vec<Ruling>,
    /// By [`JudgmentId`].
    pub(crate) raised: Vec<Truth>,
    pub(crate) tier: Rank,
    pub(crate) urgency: Urgency,
    /// What it may still turn out to be when more is learnt; `None` where that changes none of it, or is not asked.
    pub(crate) open: Option<Box<Open>>,
}

/// The other end of a decision that something missing leaves open: tiers and urgency lie between this and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    /// By [`JudgmentId`], each in the order of [`Act::ALL`].
    pub(crate) holders: Vec<[Rank; 3]>,
    /// By [`JudgmentId`]: every ruling there may be, by its position in [`Ruling::ALL`].
    pub(crate) rulings: Vec<LabelSet>,
    pub(crate) tier: Rank,
    pub(crate) urgency: Urgency,
}

impl Decided {
    /// Whether the judgment is raised; unknown for one that does not exist.
    pub(crate) fn raised(&self, judgment: JudgmentId) -> Truth {
        self.raised.get(judgment.index()).copied().unwrap_or_default()
    }

    /// The labels that `term` may have: the one it has, unless the decision is open, or it asks whether a judgment is raised that
    /// only possibly is. `None` for a judgment that does not exist.
    pub(crate) fn possible(&self, term: Term) -> Option<LabelSet> {
        let label = match term {
            Term::Raised(judgment) if self.raised.get(judgment.index()) == Some(&Truth::Unknown) => {
                return Some((0..RAISED.len()).map(LabelId::at).collect());
            }
            _ => self.label(term)?,
        };
        let Some(open) = &self.open else { return Some(LabelSet::EMPTY.with(label)) };
        let low = match term {
            Term::Holder(judgment, act) => act.of(*open.holders.get(judgment.index())?).index(),
            Term::Ruling(judgment) => return open.rulings.get(judgment.index()).copied(),
            // It is settled either way; what is learnt does not change it.
            Term::Raised(_) => label.index(),
            Term::Route => open.tier.index(),
            Term::Urgency => Urgency::ALL.iter().position(|level| *level == open.urgency)?,
        };
        Some((low..=label.index()).map(LabelId::at).collect())
    }

    /// The label that `term` turned out to have, of a judgment that is only possibly raised `yes`; `None` for one that does not exist.
    pub(crate) fn label(&self, term: Term) -> Option<LabelId> {
        let at = match term {
            Term::Holder(judgment, act) => act.of(*self.holders.get(judgment.index())?).index(),
            Term::Ruling(judgment) => {
                let ruling = self.rulings.get(judgment.index())?;
                Ruling::ALL.iter().position(|other| other == ruling)?
            }
            Term::Raised(judgment) => match self.raised.get(judgment.index())? {
                Truth::False => 0,
                Truth::True | Truth::Unknown => 1,
            },
            Term::Route => self.tier.index(),
            Term::Urgency => Urgency::ALL.iter().position(|level| *level == self.urgency)?,
        };
        Some(LabelId::at(at))
    }
}

/// The labels of `raised(..)`.
const RAISED: [&str; 2] = ["no", "yes"];

impl Term {
    /// Whether its labels go from low to high.
    pub(crate) const fn is_ordered(self) -> bool {
        !matches!(self, Self::Ruling(_))
    }

    /// The names of its labels, of an ordered one from low to high.
    pub(crate) fn labels(self, outcomes: Outcomes<'_>) -> Vec<&str> {
        match self {
            Self::Holder(..) | Self::Route => {
                outcomes.tiers.ranks().map(|rank| outcomes.tiers.id(rank)).collect()
            }
            Self::Ruling(_) => Ruling::ALL.map(Ruling::as_str).to_vec(),
            Self::Raised(_) => RAISED.to_vec(),
            Self::Urgency => Urgency::ALL.map(Urgency::as_str).to_vec(),
        }
    }

    /// The term as written; the act is left out where it is *decide*.
    pub(crate) fn written(self, outcomes: Outcomes<'_>) -> Operand {
        let at = |text: &str| Box::new(At::new(text.into(), Place::default()));
        let judgment =
            |id: JudgmentId| at(outcomes.judgments.get(id.index()).map_or("", |judgment| &judgment.id));
        match self {
            Self::Holder(id, act) => {
                let act = (act != Act::Decide).then(|| at(act.as_str()));
                Operand::Holder { judgment: judgment(id), act }
            }
            Self::Ruling(id) => Operand::Ruling(judgment(id)),
            Self::Raised(id) => Operand::Raised(judgment(id)),
            Self::Route => Operand::Name("route".into()),
            Self::Urgency => Operand::Name("urgency".into()),
        }
    }

    /// What its labels are, with an article.
    const fn label_kind(self) -> &'static str {
        match self {
            Self::Holder(..) | Self::Route => "a tier",
            Self::Ruling(_) => "a ruling",
            Self::Raised(_) => "an answer",
            Self::Urgency => "a level of urgency",
        }
    }
}

/// Whether this operand asks what was decided.
pub(super) fn is_term(operand: &Operand) -> bool {
    match operand {
        Operand::Holder { .. } | Operand::Ruling(_) | Operand::Raised(_) => true,
        Operand::Name(name) => is_term_name(name),
        Operand::Literal(_) => false,
    }
}

/// Whether this name asks what was decided.
pub(super) fn is_term_name(name: &str) -> bool {
    matches!(name, "route" | "urgency")
}

/// Whether `text` is a label of the outcome term `operand`.
pub(super) fn is_label(operand: &Operand, text: &str, outcomes: Outcomes<'_>) -> bool {
    let term = match operand {
        Operand::Holder { .. } => Term::Route,
        Operand::Ruling(_) => Term::Ruling(JudgmentId(0)),
        Operand::Raised(_) => Term::Raised(JudgmentId(0)),
        Operand::Name(name) if &**name == "route" => Term::Route,
        Operand::Name(_) => Term::Urgency,
        Operand::Literal(_) => return false,
    };
    term.labels(outcomes).contains(&text)
}

/// An outcome term in use.
#[derive(Debug, Clone, Copy)]
pub(super) struct UsedTerm<'n> {
    pub(super) operand: &'n Operand,
    pub(super) place: Place,
    pub(super) term: Term,
    outcomes: Outcomes<'n>,
}

impl UsedTerm<'_> {
    /// The label this literal names.
    fn label(&self, literal: &Literal) -> Result<LabelId, Mismatch> {
        let (operand, kind) = (self.operand, self.term.label_kind());
        let labels = self.term.labels(self.outcomes);
        let Literal::Text(text) = literal else {
            let example = Literal::Text(labels.last().copied().unwrap_or("x").into());
            return Err(Mismatch {
                code: Code::WrongType,
                message: format!("`{operand}` is {kind} and cannot be compared with {}", kind_of(literal)),
                help: format!("compare it with {kind} in quotes, as `{example}`"),
            });
        };
        let found = labels.iter().position(|label| **label == **text).map(LabelId::at);
        found.ok_or_else(|| Mismatch {
            code: Code::UnknownName,
            message: format!("`{operand}` is {kind}, and none is called `{text}`"),
            help: one_of(text, labels.iter().copied()),
        })
    }

    /// The condition that holds for labels at these positions.
    fn among(&self, positions: impl Iterator<Item = usize>) -> Condition {
        let labels: LabelSet = positions.map(LabelId::at).collect();
        Condition::Leaf(Leaf::Outcome { term: self.term, labels })
    }
}

impl<'n> Checker<'n> {
    /// Looks up the judgment and the act of an outcome term.
    pub(super) fn term(&mut self, operand: &'n Operand, place: Place) -> Option<UsedTerm<'n>> {
        let term = self.term_of(operand, place)?;
        Some(UsedTerm { operand, place, term, outcomes: self.outcomes? })
    }

    fn term_of(&mut self, operand: &Operand, place: Place) -> Option<Term> {
        let Some(outcomes) = self.outcomes else {
            let message = format!("`{operand}` is what is decided, so nothing that decides may read it");
            let help = "it belongs to invariants, expectations and `decided` scripts; write the rule over facts, cues, scores and labels";
            return self.refuse(Code::OutOfReach, place, message, help);
        };
        match operand {
            Operand::Holder { judgment, act } => {
                let (judgment, act) = (self.judgment(judgment, outcomes), self.act(act.as_deref()));
                Some(Term::Holder(judgment?, act?))
            }
            Operand::Ruling(judgment) => Some(Term::Ruling(self.judgment(judgment, outcomes)?)),
            Operand::Raised(judgment) => Some(Term::Raised(self.judgment(judgment, outcomes)?)),
            Operand::Name(name) if &**name == "route" => Some(Term::Route),
            Operand::Name(_) => Some(Term::Urgency),
            Operand::Literal(_) => None,
        }
    }

    /// Refuses `route` or `urgency` where no comparison is.
    pub(super) fn bare_term<T>(&mut self, name: &str, place: Place) -> Option<T> {
        let operand = Operand::Name(name.into());
        let term = self.term_of(&operand, place)?;
        let labels = term.labels(self.outcomes?);
        let example = Literal::Text(labels.last().copied().unwrap_or("x").into());
        let message = format!("`{name}` is {} and has to be compared", term.label_kind());
        let help = format!("write `{name} == {example}` or `at_least({name}, {example})`");
        self.refuse(Code::WrongType, place, message, help)
    }

    fn judgment(&mut self, name: &At<Box<str>>, outcomes: Outcomes<'_>) -> Option<JudgmentId> {
        let found = outcomes.judgments.iter().position(|judgment| judgment.id == name.value);
        found.map(JudgmentId::at).or_else(|| {
            let message = format!("there is no judgment `{}`", name.value);
            let known = outcomes.judgments.iter().map(|judgment| &*judgment.id);
            let help = match known.len() {
                0 => "the rulebook declares none".into(),
                _ => one_of(&name.value, known),
            };
            self.refuse(Code::UnknownName, name.place, message, help)
        })
    }

    fn act(&mut self, name: Option<&At<Box<str>>>) -> Option<Act> {
        let Some(name) = name else { return Some(Act::Decide) };
        Act::ALL.into_iter().find(|act| act.as_str() == &*name.value).or_else(|| {
            let message = format!("there is no act `{}`", name.value);
            self.refuse(
                Code::UnknownName,
                name.place,
                message,
                one_of(&name.value, Act::ALL.map(Act::as_str).into_iter()),
            )
        })
    }

    /// `route == "client_desk"`
    pub(super) fn term_with_literal(
        &mut self,
        used: &UsedTerm<'n>,
        operator: Operator,
        at: Place,
        literal: &Literal,
        place: Place,
    ) -> Option<Condition> {
        let label = match used.label(literal) {
            Ok(label) => label.index(),
            Err(fault) => return self.mismatch(at, fault),
        };
        let labels = used.term.labels(used.outcomes);
        let help = match operator {
            Operator::Equal => return Some(used.among(std::iter::once(label))),
            Operator::NotEqual => {
                return Some(used.among((0..labels.len()).filter(|other| *other != label)));
            }
            _ if !used.term.is_ordered() => format!("write `{} == {literal}`", used.operand),
            _ => by_at_least(used.operand, &labels, label, operator),
        };
        let message = format!("`{}` is not compared with `{}`", used.operand, operator.as_str());
        self.refuse(Code::WrongType, place, message, help)
    }

    /// `ruling(refund) in ["open", "conflict"]`
    pub(super) fn term_within(&mut self, used: &UsedTerm<'n>, set: &[At<Literal>]) -> Option<Condition> {
        let labels: Vec<Option<LabelId>> = set
            .iter()
            .map(|literal| match used.label(&literal.value) {
                Ok(label) => Some(label),
                Err(fault) => self.mismatch(literal.place, fault),
            })
            .collect();
        let labels: Option<Vec<LabelId>> = labels.into_iter().collect();
        Some(used.among(labels?.into_iter().map(LabelId::index)))
    }

    /// `at_least(holder(refund), "client_desk")`
    pub(super) fn term_at_least(&mut self, used: &UsedTerm<'n>, label: &At<Box<str>>) -> Option<Condition> {
        let literal = Literal::Text(label.value.clone());
        let from = match used.label(&literal) {
            Ok(from) => from.index(),
            Err(fault) => return self.mismatch(label.place, fault),
        };
        if !used.term.is_ordered() {
            let message = "rulings have no order";
            let help = format!("write `{} == {literal}`", used.operand);
            return self.refuse(Code::WrongType, used.place, message, help);
        }
        Some(used.among(from..used.term.labels(used.outcomes).len()))
    }

    /// `known(raised(refund))`
    pub(super) fn term_known(&mut self, used: &UsedTerm<'n>) -> Option<Condition> {
        match used.term {
            Term::Raised(judgment) => Some(Condition::Leaf(Leaf::Known(Knowable::Raised(judgment)))),
            Term::Holder(..) | Term::Ruling(_) | Term::Route | Term::Urgency => {
                let message = format!("`{}` is always known", used.operand);
                self.refuse(Code::WrongType, used.place, message, "leave it out, or compare it")
            }
        }
    }

    /// Refuses to compare what was decided with anything but its labels.
    pub(super) fn term_with_name<T>(&mut self, used: &UsedTerm<'n>) -> Option<T> {
        let (operand, kind) = (used.operand, used.term.label_kind());
        let labels = used.term.labels(used.outcomes);
        let message = format!("`{operand}` is compared with the name of {kind} only");
        let example = Literal::Text(labels.last().copied().unwrap_or("x").into());
        self.refuse(Code::WrongType, used.place, message, format!("write `{operand} == {example}`, say"))
    }
}
