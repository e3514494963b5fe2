//! From a limit to a rule for each tier: up to its amount, the tier may decide.

use super::cell::Word;
use super::condition::{Tested, parameter};
use super::declared::{Found, Subject};
use super::{Expansion, all};
use crate::authoring::document::{Effect, Effective, FactKind, Limit, Literal, Name, Param, Rule};
use crate::authoring::read::{LIMIT_KEYS, listed};
use crate::authority::Act;
use crate::condition::{At, Expression, Kind, Operator, Side, is_ordered};
use crate::diagnostic::{Code, Problem, closest};
use crate::inquiry::{exact, parse_date, parse_duration, parse_instant};
use crate::localised::{Language, Localised};
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

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
            Subject::Value(kind) if is_ordered(&kind.fact_type()) => kind,
            Subject::Score(_) => &FactKind::Decimal,
            Subject::Value(_) | Subject::Truth(_) | Subject::Axis(_) => {
                let message = format!("`{}` has no amounts to limit by", limit.by.value);
                let problem = Problem::new(Code::WrongType, limit.by.place, message);
                self.report(problem.help("name a number, a date, a timestamp, a duration or a score"));
                return;
            }
        };
        let tested = Tested { name: &limit.by, subject };
        for (tier, amount) in &limit.tiers {
            let Some(word) = word(amount).filter(|_| self.may_be_tier(tier)) else { continue };
            self.units(limit, &word);
            self.above_decide(limit, tier);
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
        let own = parameter(word).and_then(|name| self.parameter(&name)?.unit.as_deref());
        let unit = own.or_else(|| fact?.unit.as_deref()).map(|unit| format!(" {unit}")).unwrap_or_default();
        let amount = self.shown(word, &unit);
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

    /// A higher tier that may decide less than a lower one is a slip: what the lower one may, it may too. Limits of a
    /// judgment by the same fact under the same condition are one limit, whichever layers they stand in.
    pub(super) fn ascending(&mut self, limits: &'d [Limit]) {
        let mut joined: BTreeMap<_, BTreeMap<usize, (&Name, Word, Amount)>> = BTreeMap::new();
        for limit in limits {
            let Some(kind) = self.kind(&limit.by) else { continue };
            let when = limit.when.as_ref().map(ToString::to_string);
            let alike = (&*limit.judgment.value, &*limit.by.value, when, periods(limit.effective.as_ref()));
            let highest = joined.entry(alike).or_default();
            for (tier, amount) in &limit.tiers {
                if let Some(word) = word(amount)
                    && let Some(rank) = self.rank(tier)
                    && let Some(value) = self.value(kind, &word)
                    && highest.get(&rank).is_none_or(|(_, _, most)| *most < value)
                {
                    highest.insert(rank, (tier, word, value));
                }
            }
        }
        for amounts in joined.into_values() {
            let amounts: Vec<_> = amounts.into_values().collect();
            for pair in amounts.windows(2) {
                if let [(low, less, low_value), (high, more, high_value)] = pair
                    && high_value < low_value
                {
                    let message = format!(
                        "`{}` stands above `{}`, but may decide less: {} against {}",
                        high.value,
                        low.value,
                        self.shown(more, ""),
                        self.shown(less, "")
                    );
                    let problem = Problem::new(Code::InvalidValue, more.place, message)
                        .also(less.place, "more than that");
                    self.report(problem.help("give a higher tier at least what a lower one may decide"));
                }
            }
        }
    }

    /// The type of the amounts of limits by this name, if it has any.
    fn kind(&self, by: &Name) -> Option<&'d FactKind> {
        match self.declared.subject(&by.value) {
            Found::Subject(Subject::Value(kind)) if is_ordered(&kind.fact_type()) => Some(kind),
            Found::Subject(Subject::Score(_)) => Some(&FactKind::Decimal),
            _ => None,
        }
    }

    /// Where a tier stands among all, from the lowest.
    fn rank(&self, name: &Name) -> Option<usize> {
        self.declared.tiers().position(|titled| titled.name == *name)
    }

    /// An amount for people: a parameter with its value before its name.
    fn shown(&self, word: &Word, unit: &str) -> String {
        let parameter = parameter(word).and_then(|name| self.parameter(&name));
        match parameter.map(|param| &param.value) {
            Some(Literal::One(text, _)) => format!("{}{unit} ({})", text.value, word.text),
            _ => format!("{}{unit}", word.text),
        }
    }

    /// A parameter in another unit than what is limited compares apples with pears.
    fn units(&mut self, limit: &Limit, word: &Word) {
        let Some(param) = parameter(word).and_then(|name| self.parameter(&name)) else { return };
        let fact = self.declared.fact(&limit.by.value);
        if let (Some(own), Some(of_fact)) = (&param.unit, fact.and_then(|fact| fact.unit.as_ref()))
            && own != of_fact
        {
            let message = format!("`{}` is in {of_fact}, but `{}` in {own}", limit.by.value, word.text);
            let problem =
                Problem::new(Code::WrongType, word.place, message).also(param.name.place, "the parameter");
            self.report(problem.help("give both the same unit"));
        }
    }

    /// Who may decide whatever the amount needs no limit.
    fn above_decide(&mut self, limit: &Limit, tier: &Name) {
        let Some(decide) = self.declared.decide(&limit.judgment.value) else { return };
        if let (Some(limited), Some(rank)) = (self.rank(tier), self.rank(decide))
            && limited >= rank
        {
            let message = format!(
                "`{}` may decide `{}` whatever the amount, so this limit never does anything",
                tier.value, limit.judgment.value
            );
            let problem =
                Problem::new(Code::NeverTrue, tier.place, message).also(decide.place, "who decides it");
            self.report(problem.help("remove the limit, or `decide` from the judgment"));
        }
    }

    /// What an amount comes to; a parameter has its value.
    fn value(&self, kind: &FactKind, word: &Word) -> Option<Amount> {
        if let Some(name) = parameter(word) {
            let Literal::One(text, _) = &self.parameter(&name)?.value else { return None };
            return amount(kind, &text.value);
        }
        amount(kind, &word.text)
    }

    fn parameter(&self, name: &str) -> Option<&'d Param> {
        self.declared.param(name.strip_prefix("param.")?)
    }

    /// Whether a key names a tier, as far as that can be told; one that does not is reported, whatever its value.
    fn may_be_tier(&mut self, name: &Name) -> bool {
        let tiers = || self.declared.tiers().map(|titled| &*titled.name.value);
        let declared = tiers().any(|tier| *tier == *name.value);
        if declared || tiers().next().is_none() || self.declared.may_be_lost(&name.value) {
            return true;
        }
        let message = format!("there is no tier or key `{}`", name.value);
        let (code, help) = match (closest(&name.value, tiers()), closest(&name.value, LIMIT_KEYS)) {
            (Some(near), _) => (Code::UnknownName, format!("did you mean `{near}`?")),
            (None, Some(near)) => (Code::UnknownKey, format!("did you mean `{near}`?")),
            (None, None) => {
                let known: Vec<&str> = tiers().collect();
                (Code::UnknownKey, format!("the tiers are {}", listed(&known, "and")))
            }
        };
        self.report(Problem::new(code, name.place, message).help(help));
        false
    }
}

fn text_of(name: Option<&Name>) -> Option<&str> {
    name.map(|name| &*name.value)
}

/// From when until when it is in force, its layer's period behind its own.
fn periods(effective: Option<&Effective>) -> Vec<(Option<&str>, Option<&str>)> {
    let chain = std::iter::successors(effective, |period| period.layer.as_deref());
    chain.map(|period| (text_of(period.from.as_ref()), text_of(period.until.as_ref()))).collect()
}

/// An amount as written in YAML; the reader lets no list through.
fn word(amount: &Literal) -> Option<Word> {
    match amount {
        Literal::One(text, quoted) => {
            let said = text.value.trim();
            // JSON says a parameter in quotes. No amount is a text, so it can be nothing else.
            let quoted = *quoted && !said.starts_with("param.");
            Some(Word { text: said.into(), quoted, place: text.place })
        }
        Literal::Many(_) => None,
    }
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
