//! What a cell stands for in the column of an effect, and what the cells of one row come to.

use super::cell::{self, Word};
use super::column::Output;
use crate::authoring::document::{Effect, Literal, Name, TimeLimit, Written};
use crate::authoring::read::{one_of, time_limit};
use crate::authority::{Act, Urgency};
use crate::diagnostic::{Code, Problem};
use crate::effect::Settlement;
use crate::localised::{Language, Localised};
use crate::span::Place;

type Result<T> = std::result::Result<T, Box<Problem>>;

/// A text in one language, in the other, or in a column for both.
#[derive(Debug, Default)]
pub(super) struct Texts {
    plain: Option<Box<str>>,
    ja: Option<Box<str>>,
    en: Option<Box<str>>,
}

/// What the cells of a row make it do.
#[derive(Debug, Default)]
pub(super) struct Effects {
    all: Vec<Effect>,
    to: Option<Name>,
    urgency: Option<Urgency>,
    within: Option<TimeLimit>,
    instruct: Texts,
}

impl Texts {
    pub(super) fn set(&mut self, language: Option<Language>, cell: &Literal) -> Result<()> {
        let text = Some(text(cell)?);
        match language {
            None => self.plain = text,
            Some(Language::Japanese) => self.ja = text,
            Some(Language::English) => self.en = text,
        }
        Ok(())
    }

    pub(super) fn localised(self) -> Option<Localised> {
        let Self { plain, ja, en } = self;
        let (ja, en) = (ja.or_else(|| plain.clone()), en.or(plain));
        (ja.is_some() || en.is_some()).then(|| Localised::new(ja.as_deref(), en.as_deref()))
    }
}

impl Effects {
    /// Takes what a cell of the column says.
    pub(super) fn set(&mut self, output: &Output, cell: &Literal) -> Result<()> {
        match output {
            Output::Classify(axis) => {
                self.each(cell, |label| Effect::Classify { axis: axis.clone(), label })?;
            }
            Output::Raise => self.each(cell, Effect::Raise)?,
            Output::Retain(None) => {
                self.each(cell, |judgment| Effect::Retain { judgment, act: Act::Decide, tier: None })?;
            }
            Output::Delegate(None) => {
                self.each(cell, |judgment| Effect::Delegate { judgment, act: Act::Decide, tier: None })?;
            }
            Output::Retain(Some((judgment, act))) => {
                let (judgment, act, tier) = (judgment.clone(), *act, tier(cell)?);
                self.all.push(Effect::Retain { judgment, act, tier });
            }
            Output::Delegate(Some((judgment, act))) => {
                let (judgment, act, tier) = (judgment.clone(), *act, tier(cell)?);
                self.all.push(Effect::Delegate { judgment, act, tier });
            }
            Output::Settle(judgment) => {
                let rulings = Settlement::ALL.map(|ruling| (ruling.as_str(), ruling));
                let ruling = one_of(&one(cell, "a ruling")?, "a ruling", &rulings)?;
                self.all.push(Effect::Settle { judgment: judgment.clone(), ruling, given: None });
            }
            Output::Escalate => self.to = Some(one(cell, "a tier")?),
            Output::Urgency => {
                let levels = Urgency::ALL.map(|level| (level.as_str(), level));
                self.urgency = Some(one_of(&one(cell, "an urgency")?, "an urgency", &levels)?);
            }
            Output::Within => self.within = Some(within(cell)?),
            Output::Refer => self.each(cell, Effect::Refer)?,
            Output::Notify => self.each(cell, Effect::Notify)?,
            Output::Require => self.each(cell, Effect::Require)?,
            Output::Instruct(language) => self.instruct.set(*language, cell)?,
            Output::Tag => self.each(cell, |tag| Effect::Tag(tag.value))?,
        }
        Ok(())
    }

    fn each(&mut self, cell: &Literal, effect: impl Fn(Name) -> Effect) -> Result<()> {
        self.all.extend(cell::words(cell)?.into_iter().map(|word| effect(named(word))));
        Ok(())
    }

    /// All of them as a rule states them.
    pub(super) fn finish(self) -> Vec<Effect> {
        let Self { mut all, to, urgency, within, instruct } = self;
        if to.is_some() || urgency.is_some() || within.is_some() {
            all.push(Effect::Escalate { to, urgency: urgency.unwrap_or_default(), within });
        }
        all.extend(instruct.localised().map(Effect::Instruct));
        all
    }
}

/// A text for people, as it stands in the cell.
pub(super) fn text(cell: &Literal) -> Result<Box<str>> {
    match cell {
        Literal::One(text, _) => Ok(text.value.trim().into()),
        Literal::Many(texts) => Err(single(texts.place, "a text")),
    }
}

/// The one name in a cell.
pub(super) fn one(cell: &Literal, what: &str) -> Result<Name> {
    let words = cell::words(cell)?;
    match <[Word; 1]>::try_from(words) {
        Ok([word]) => Ok(named(word)),
        Err(_) => Err(single(cell.place(), what)),
    }
}

fn single(place: Place, what: &str) -> Box<Problem> {
    let problem =
        Problem::new(Code::WrongKind, place, format!("this column takes {what}, but this is a list"));
    Box::new(problem.help("write one, or a row for each: all rows that apply count"))
}

/// A tier, or `true` for the one that is meant where a rule names none.
fn tier(cell: &Literal) -> Result<Option<Name>> {
    let tier = one(cell, "a tier")?;
    match &*tier.value {
        "true" | "TRUE" => Ok(None),
        "false" | "FALSE" => {
            let message =
                format!("a row cannot take back what others say, so `{}` means nothing", tier.value);
            let problem = Problem::new(Code::InvalidValue, tier.place, message);
            Err(Box::new(problem.help("write `-`, a tier, or `true` for the usual one")))
        }
        _ => Ok(Some(tier)),
    }
}

fn within(cell: &Literal) -> Result<TimeLimit> {
    time_limit(&Written::new(text(cell)?, cell.place()))
}

fn named(word: Word) -> Name {
    Name::new(word.text, word.place)
}
