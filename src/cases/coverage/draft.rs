//! An inquiry in the making: what a generated case is given. It holds nothing that a customer said and no sensitive value of any
//! case: its words are phrases of cues, its sensitive values are made up.

use crate::id::{CueId, ValueId};
use crate::inquiry::{FactDeclaration, FactType, FactValue, Inquiry, Sensitivity, Value, print_duration};
use crate::rulebook::Model;
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is given.
#[derive(Debug, Clone)]
pub(in crate::cases) struct Draft {
    /// The cues of which a phrase is said; nothing if no message came.
    said: Option<Vec<CueId>>,
    is_complete: bool,
    at: Option<Timestamp>,
    facts: BTreeMap<Box<str>, FactValue>,
}

/// A change of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Move {
    Say(CueId),
    Unsay(CueId),
    /// No message came.
    Silence,
    Set(ValueId, Value),
    Unset(ValueId),
    /// A day or instant that lies so many days before the inquiry.
    DaysBefore(ValueId, Decimal),
    /// The same in hours.
    HoursBefore(ValueId, Decimal),
    At(Timestamp),
}

/// The time of inquiries that need one, in seconds: 2026-11-20T01:00:00Z, a working day in most of the world.
const TIME: i64 = 1_795_136_400;

impl Draft {
    /// Something was said, but nothing of importance.
    pub(super) const fn new() -> Self {
        Self { said: Some(Vec::new()), is_complete: true, at: None, facts: BTreeMap::new() }
    }

    /// What is like an inquiry in which these cues hit.
    pub(super) fn of(inquiry: &Inquiry, heard: Vec<CueId>, model: &Model) -> Self {
        let has_words = inquiry.messages().iter().any(crate::inquiry::Message::is_evidence);
        let mut facts = BTreeMap::new();
        for (name, value) in inquiry.facts() {
            let declared = model.facts.iter().find(|fact| &*fact.id == name);
            match declared {
                Some(fact) if fact.sensitivity == Sensitivity::Public => {
                    facts.insert(name.into(), value.clone());
                }
                Some(fact) => {
                    facts.extend(made_up(fact).map(|value| (name.into(), value)));
                }
                None => {}
            }
        }
        Self {
            said: has_words.then_some(heard),
            is_complete: inquiry.messages_complete(),
            at: inquiry.time(),
            facts,
        }
    }

    /// Makes a change.
    pub(super) fn apply(&mut self, change: &Move, model: &Model) {
        match change {
            Move::Say(cue) => {
                let said = self.said.get_or_insert_default();
                if !said.contains(cue) {
                    said.push(*cue);
                }
            }
            Move::Unsay(cue) => {
                self.is_complete = true;
                self.said.get_or_insert_default().retain(|other| other != cue);
            }
            Move::Silence => self.said = None,
            Move::Set(fact, value) => self.set(*fact, value, model),
            Move::Unset(fact) => {
                self.facts.remove(model.value_name(*fact));
            }
            Move::DaysBefore(fact, days) => self.before(*fact, *days, 24, model),
            Move::HoursBefore(fact, hours) => self.before(*fact, *hours, 1, model),
            Move::At(at) => self.at = Some(*at),
        }
    }

    fn set(&mut self, fact: ValueId, value: &Value, model: &Model) {
        let Some(declared) = model.fact(fact) else { return };
        // A day or an instant must not lie after the inquiry.
        let instant = match value {
            Value::Timestamp(at) => Some(*at),
            Value::Date(date) => date.to_zoned(model.timezone.clone()).ok().map(|begin| begin.timestamp()),
            _ => None,
        };
        if let Some(instant) = instant.filter(|_| declared.max.is_none()) {
            let behind = instant.checked_add(Span::new().hours(24)).unwrap_or(instant);
            self.at = Some(self.time().max(behind));
        }
        self.facts.insert(declared.id.clone(), fact_value(value, model.options(fact)));
    }

    fn before(&mut self, fact: ValueId, units: Decimal, hours: i64, model: &Model) {
        let at = self.time();
        self.at = Some(at);
        let Some(minutes) = (units * Decimal::from(hours * 60)).trunc().to_i64() else { return };
        let Ok(instant) = at.checked_sub(SignedDuration::from_mins(minutes)) else { return };
        let value = match model.kind(fact) {
            Some(FactType::Date) => Value::Date(model.timezone.to_datetime(instant).date()),
            _ => Value::Timestamp(instant),
        };
        if let Some(declared) = model.fact(fact) {
            self.facts.insert(declared.id.clone(), fact_value(&value, &[]));
        }
    }

    fn time(&self) -> Timestamp {
        self.at.unwrap_or_else(|| Timestamp::from_second(TIME).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// The inquiry.
    pub(super) fn inquiry(&self, phrases: &BTreeMap<CueId, &str>) -> Inquiry {
        let mut inquiry = Inquiry::new();
        inquiry.time = self.at;
        if let Some(text) = self.text(phrases) {
            inquiry = inquiry.customer(text);
        }
        if !self.is_complete {
            inquiry = inquiry.with_messages_incomplete();
        }
        for (name, value) in &self.facts {
            inquiry = inquiry.fact(name.clone(), value.clone());
        }
        inquiry
    }

    /// As the `given` of a case.
    pub(super) fn given(&self, phrases: &BTreeMap<CueId, &str>, model: &Model) -> String {
        let mut parts = Vec::new();
        if let Some(text) = self.text(phrases) {
            parts.push(format!("text: {}", quoted(&text)));
        }
        if !self.is_complete {
            parts.push("messages_complete: false".to_owned());
        }
        if !self.facts.is_empty() {
            let facts: Vec<String> =
                self.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            parts.push(format!("facts: {{ {} }}", facts.join(", ")));
        }
        if let Some(at) = self.at {
            parts.push(format!("at: {}", quoted(&crate::calendar::shown_in(at, &model.timezone))));
        }
        if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
    }

    fn text(&self, phrases: &BTreeMap<CueId, &str>) -> Option<String> {
        let said = self.said.as_ref()?;
        let said: Vec<&str> = said.iter().filter_map(|cue| phrases.get(cue).copied()).collect();
        Some(if said.is_empty() { "…".to_owned() } else { said.join("。") })
    }
}

/// A text as YAML and JSON write it between quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    // Writing to a string cannot fail.
    let _ = write!(quoted, "{}", FactValue::from(text));
    quoted
}

/// A value for a fact whose own values must not be shown.
pub(in crate::cases) fn made_up(fact: &FactDeclaration) -> Option<FactValue> {
    let least = fact.min.as_ref().map(|least| fact_value(least, &[]));
    Some(match &fact.kind {
        FactType::Bool => true.into(),
        FactType::Integer | FactType::Decimal => least.unwrap_or_else(|| 1.into()),
        FactType::Choice(options) => (&**options.first()?).into(),
        FactType::Choices(options) => options.iter().take(1).map(|option| &**option).collect(),
        FactType::Text => "example".into(),
        FactType::Date => least.unwrap_or_else(|| Date::constant(2000, 1, 1).into()),
        FactType::Timestamp => least.unwrap_or_else(|| "2000-01-01T00:00:00Z".into()),
        FactType::Duration => least.unwrap_or_else(|| SignedDuration::from_mins(1).into()),
    })
}

/// A typed value as inquiries give it.
fn fact_value(value: &Value, options: &[Box<str>]) -> FactValue {
    let option = |at: u32| {
        let option = usize::try_from(at).ok().and_then(|at| options.get(at));
        option.map_or("", |option| &**option)
    };
    match value {
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => {
            FactValue::decimal(&number.normalize().to_string()).unwrap_or(FactValue::NULL)
        }
        Value::Choice(at) => option(*at).into(),
        Value::Choices(chosen) => chosen.iter().map(|at| option(*at)).collect(),
        Value::Text(text) => FactValue::from(&**text),
        Value::Date(date) => (*date).into(),
        Value::Timestamp(at) => (*at).into(),
        Value::Duration(duration) => print_duration(*duration).into(),
    }
}
