//! From a limit to a rule for each tier: up to its amount, the tier may decide.

use super::cell::Word;
use super::condition::{Tested, parameter};
use super::declared::{Found, Subject};
use super::{Expansion, all};
use crate::authoring::document::{Effect, FactKind, Limit, Literal, Name, Rule};
use crate::authoring::read::LIMIT_KEYS;
use crate::authority::Act;
use crate::condition::{At, Expression, Kind, Operator, Side};
use crate::diagnostic::{Code, Problem, closest};
use crate::inquiry::{exact, parse_date, parse_duration, parse_instant};
use crate::localised::{Language, Localised};
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::Decimal;

/// What an amount comes to, of one kind within a limit.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Amount {
    Number(Decimal),
    Date(Date),
    Instant(Timestamp),
    Duration(SignedDuration),
}

impl<'d> Expansion<'d> {
    /// Adds the rules of a limit.
    pub(super) fn limit(&mut self, limit: &Limit) {
        if !self.may_repeat(limit.when.as_ref(), limit.tiers.len()) {
            return;
        }
        let subject = match self.declared.subject(&limit.by.value) {
            Found::Subject(subject) => subject,
            Found::Unreadable => return,
            Found::Nothing => {
                let message = format!("there is no fact `{}` to limit by", limit.by.value);
                let problem =
                    Problem::new(Code::UnknownName, limit.by.place, message).label("declared nowhere");
                self.report(match self.declared.closest(&limit.by.value) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem,
                });
                return;
            }
        };
        let kind = match subject {
            Subject::Value(kind) if is_ordered(kind) => kind,
            Subject::Score(_) => &FactKind::Decimal,
            Subject::Value(_) | Subject::Truth(_) | Subject::Axis(_) => {
                let message = format!("`{}` has no amounts to limit by", limit.by.value);
                let problem = Problem::new(Code::WrongType, limit.by.place, message);
                self.report(problem.help("name a number, a date, a timestamp, a duration or a score"));
                return;
            }
        };
        self.ascending(limit, kind);
        let tested = Tested { name: &limit.by, subject };
        for (tier, amount) in &limit.tiers {
            let Some(word) = word(amount).filter(|_| !self.is_slip(tier)) else { continue };
            let right = tested.operand(kind, &word).map_err(|mut problem| {
                // A cell could ask for more than an amount.
                if problem.help.as_ref().is_some_and(|help| help.starts_with("for example")) {
                    problem.help =
                        Some("write an amount, as `3000`, or a parameter, as `param.cap`".to_owned());
                }
                problem
            });
            if let Some(right) = self.kept(right) {
                let rule = self.tier(limit, tier, &word, right);
                self.rules.push(rule);
            }
        }
    }

    fn tier(&self, limit: &Limit, tier: &Name, word: &Word, amount: At<Side>) -> Rule {
        let place = word.place;
        let left = At::new(Side::Name(limit.by.value.clone()), limit.by.place);
        let operator = Operator::LessOrEqual;
        let within = Expression { kind: Kind::Compare { left, operator, right: amount }, place };
        let judgment = &limit.judgment;
        let id = match &limit.id {
            Some(id) => format!("limits.{}.{}.{}", judgment.value, id.value, tier.value),
            None => format!("limits.{}.{}", judgment.value, tier.value),
        };
        Rule {
            id: Name::new(id.into(), tier.place),
            title: None,
            when: all(limit.when.as_ref(), vec![within], place),
            effects: vec![Effect::Delegate {
                judgment: judgment.clone(),
                act: Act::Decide,
                tier: Some(tier.clone()),
            }],
            because: Some(self.because(limit, tier, word)),
            source: limit.source.clone(),
            effective: limit.effective.clone(),
            locked: None,
        }
    }

    /// Why a tier may decide, in both languages.
    fn because(&self, limit: &Limit, tier: &Name, word: &Word) -> Localised {
        let fact = self.declared.fact(&limit.by.value);
        let tier_title = self
            .declared
            .tiers()
            .find(|titled| titled.name == *tier)
            .and_then(|titled| titled.title.as_ref());
        let unit =
            fact.and_then(|fact| fact.unit.as_deref()).map(|unit| format!(" {unit}")).unwrap_or_default();
        let parameter = parameter(word).and_then(|name| self.parameter_value(&name));
        let amount = match &parameter {
            Some(Literal::One(text, _)) => format!("{}{unit} ({})", text.value, word.text),
            _ => format!("{}{unit}", word.text),
        };
        let text = |language: Language| {
            let tier = titled(tier_title, &tier.value, language);
            let by = titled(fact.and_then(|fact| fact.title.as_ref()), &limit.by.value, language);
            let more = limit.because.as_ref().map(|because| because.get(language));
            match language {
                Language::Japanese => {
                    let more = more.map(|more| format!("（{more}）")).unwrap_or_default();
                    format!("{tier}が決裁できる。限度: {by} {amount} まで{more}")
                }
                Language::English => {
                    let more = more.map(|more| format!(" ({more})")).unwrap_or_default();
                    format!("may be decided by {tier}, because limit: {by} up to {amount}{more}")
                }
            }
        };
        Localised::new(Some(&text(Language::Japanese)), Some(&text(Language::English)))
    }

    /// A higher tier that may decide less than a lower one is a slip: what the lower one may, it may too.
    fn ascending(&mut self, limit: &Limit, kind: &FactKind) {
        let rank = |name: &Name| self.declared.tiers().position(|titled| titled.name == *name);
        let mut amounts: Vec<(usize, &Name, Word, Amount)> = Vec::new();
        for (tier, amount) in &limit.tiers {
            if let Some(word) = word(amount)
                && let Some(rank) = rank(tier)
                && let Some(value) = self.value(kind, &word)
            {
                amounts.push((rank, tier, word, value));
            }
        }
        amounts.sort_by_key(|(rank, ..)| *rank);
        for pair in amounts.windows(2) {
            if let [(_, low, less, low_value), (_, high, more, high_value)] = pair
                && high_value < low_value
            {
                let message = format!(
                    "`{}` stands above `{}`, but may decide less: {} against {}",
                    high.value, low.value, more.text, less.text
                );
                let problem =
                    Problem::new(Code::InvalidValue, more.place, message).also(less.place, "more than that");
                self.report(problem.help("give a higher tier at least what a lower one may decide"));
            }
        }
    }

    /// What an amount comes to; a parameter has its value.
    fn value(&self, kind: &FactKind, word: &Word) -> Option<Amount> {
        if let Some(name) = parameter(word) {
            let Literal::One(text, _) = self.parameter_value(&name)? else { return None };
            return amount(kind, &text.value);
        }
        amount(kind, &word.text)
    }

    fn parameter_value(&self, name: &str) -> Option<&'d Literal> {
        Some(&self.declared.param(name.strip_prefix("param.")?)?.value)
    }

    /// Whether a key that names no tier is a slip in one of the limit's own, which is then reported.
    fn is_slip(&mut self, name: &Name) -> bool {
        let tiers = || self.declared.tiers().map(|titled| &*titled.name.value);
        if tiers().any(|tier| *tier == *name.value) || closest(&name.value, tiers()).is_some() {
            return false;
        }
        let Some(near) = closest(&name.value, LIMIT_KEYS) else { return false };
        let problem = Problem::new(Code::UnknownKey, name.place, format!("unknown key `{}`", name.value));
        self.report(problem.help(format!("did you mean `{near}`?")));
        true
    }
}

/// An amount as written in YAML; the reader lets no list through.
fn word(amount: &Literal) -> Option<Word> {
    match amount {
        Literal::One(text, quoted) => {
            Some(Word { text: text.value.trim().into(), quoted: *quoted, place: text.place })
        }
        Literal::Many(_) => None,
    }
}

const fn is_ordered(kind: &FactKind) -> bool {
    matches!(
        kind,
        FactKind::Integer | FactKind::Decimal | FactKind::Date | FactKind::Timestamp | FactKind::Duration
    )
}

fn amount(kind: &FactKind, text: &str) -> Option<Amount> {
    match kind {
        FactKind::Date => parse_date(text).map(Amount::Date),
        FactKind::Timestamp => parse_instant(text).ok().map(Amount::Instant),
        FactKind::Duration => parse_duration(text).map(Amount::Duration),
        _ => exact(text).map(Amount::Number),
    }
}

fn titled<'t>(title: Option<&'t Localised>, name: &'t str, language: Language) -> &'t str {
    title.map_or(name, |title| title.get(language))
}
