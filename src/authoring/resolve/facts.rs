//! Facts with their defaults and bounds, and derived values.

use super::resolver::Resolver;
use crate::authoring::document::{self, Document, FactKind, Formula, Literal, Name};
use crate::calendar::Calendar;
use crate::condition::{self, described, is_ordered, kind_of, typed};
use crate::diagnostic::{Code, Problem};
use crate::id::{CueId, ValueId};
use crate::inquiry::{Derivation, Derived, FactDeclaration, FactType, Value};
use crate::span::Place;
use crate::text::Cue;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Facts and derived values by name, with what they hold.
pub(super) type Values = BTreeMap<Box<str>, (ValueId, FactType)>;

impl Resolver {
    pub(super) fn facts(&mut self, document: &Document) -> Vec<FactDeclaration> {
        let mut facts: Vec<FactDeclaration> = document.facts.iter().map(|fact| self.fact(fact)).collect();
        facts.sort_by(|one, other| one.id.cmp(&other.id));
        facts
    }

    fn fact(&mut self, fact: &document::Fact) -> FactDeclaration {
        let kind = fact.kind.fact_type();
        let written = [&fact.default, &fact.min, &fact.max];
        let [default, min, max] =
            self.in_bounds(&fact.name.value, &kind, "`default`", written.map(Option::as_ref));
        FactDeclaration {
            id: fact.name.value.clone(),
            title: fact.title.clone(),
            default,
            ask: fact.ask.clone(),
            sensitivity: fact.sensitivity,
            unit: fact.unit.clone(),
            min,
            max,
            kind,
        }
    }

    /// A value of what `name` holds, and between which bounds it may lie: lowest, highest. `what` says which value it is.
    pub(super) fn in_bounds(
        &mut self,
        name: &str,
        kind: &FactType,
        what: &str,
        written: [Option<&Literal>; 3],
    ) -> [Option<Value>; 3] {
        let [_, lowest, highest] = written;
        let [value, min, max] = written.map(|literal| {
            literal.and_then(|literal| Some((self.value(name, kind, literal)?, literal.place())))
        });
        let bounded = is_ordered(kind);
        for (bound, key) in [(lowest, "min"), (highest, "max")] {
            if let Some(bound) = bound.filter(|_| !bounded) {
                let message =
                    format!("values of type `{}` have no order, so `{key}` means nothing", kind.as_str());
                self.report(
                    Problem::new(Code::WrongType, bound.place(), message).help(format!("remove `{key}`")),
                );
            }
        }
        self.beyond(max.as_ref(), min.as_ref(), Ordering::Less, "`max` lies below `min`");
        self.beyond(value.as_ref(), min.as_ref(), Ordering::Less, &format!("{what} lies below `min`"));
        self.beyond(value.as_ref(), max.as_ref(), Ordering::Greater, &format!("{what} lies above `max`"));
        let plain = |value: Option<(Value, Place)>| value.map(|(value, _)| value);
        [plain(value), plain(min).filter(|_| bounded), plain(max).filter(|_| bounded)]
    }

    /// Reports a value that lies on the wrong side of a bound.
    fn beyond(
        &mut self,
        value: Option<&(Value, Place)>,
        bound: Option<&(Value, Place)>,
        wrong: Ordering,
        message: &str,
    ) {
        if let (Some((value, place)), Some((bound, bound_place))) = (value, bound)
            && compare(value, bound) == Some(wrong)
        {
            self.report(Problem::new(Code::InvalidValue, *place, message).also(*bound_place, "the bound"));
        }
    }

    /// The literal as a value of what `name` holds.
    fn value(&mut self, name: &str, kind: &FactType, literal: &Literal) -> Option<Value> {
        let mut options = Vec::new();
        let one = |text: &Name, quoted: bool| {
            let literal = written(kind, &text.value, quoted);
            typed(name, kind, &literal).map_err(|mismatch| {
                Box::new(match mismatch.code {
                    // The condition language speaks of comparing.
                    Code::WrongType => Problem::new(
                        Code::WrongType,
                        text.place,
                        format!("`{name}` is {}, but this is {}", described(kind), kind_of(&literal)),
                    )
                    .help(match kind {
                        FactType::Bool => "write `true` or `false`, without quotes",
                        FactType::Integer | FactType::Decimal => "write a number, without quotes",
                        _ => "write a value of the declared type, or change the type",
                    }),
                    code => Problem::new(code, text.place, mismatch.message).help(mismatch.help),
                })
            })
        };
        match (literal, kind) {
            (Literal::One(text, quoted), _) => match one(text, *quoted) {
                Ok(value) => self.whole(value, kind, text.place),
                Err(problem) => self.refuse(*problem),
            },
            (Literal::Many(texts), FactType::Choices(_)) => {
                for text in &texts.value {
                    match one(text, true) {
                        Ok(Value::Choices(chosen)) => options.extend(chosen),
                        Ok(_) => {}
                        Err(problem) => return self.refuse(*problem),
                    }
                }
                options.sort_unstable();
                options.dedup();
                Some(Value::Choices(options.into()))
            }
            (Literal::Many(texts), _) => {
                let message = format!("`{name}` is {}, but this is a list", described(kind));
                self.report(
                    Problem::new(Code::WrongType, texts.place, message)
                        .help("write one value, or `type: choices`"),
                );
                None
            }
        }
    }

    fn whole(&mut self, value: Value, kind: &FactType, place: Place) -> Option<Value> {
        if let (FactType::Integer, Value::Number(number)) = (kind, &value)
            && !number.fract().is_zero()
        {
            let problem = Problem::new(Code::WrongType, place, format!("`{number}` is no whole number"));
            self.report(problem.help("write a whole number, or `type: decimal`"));
            return None;
        }
        // Equal numbers are the same content, so decisions show them alike: `4000.0` is `4000`.
        Some(match value {
            Value::Number(number) => Value::Number(number.normalize()),
            other => other,
        })
    }

    fn refuse(&mut self, problem: Problem) -> Option<Value> {
        self.report(problem);
        None
    }

    /// Derived values by name, with their types.
    pub(super) fn derived(
        &mut self,
        document: &Document,
        facts: &[FactDeclaration],
        cues: &[Cue],
        calendars: &[Calendar],
    ) -> Vec<(Derived, FactType)> {
        let mut derived: Vec<(Derived, FactType)> = Vec::new();
        for value in &document.derived {
            let of = |name: &Name| facts.get(facts.binary_search_by(|fact| fact.id.cmp(&name.value)).ok()?);
            let kind = match value.from.kind() {
                Ok(kind) => kind.fact_type(),
                Err(fact) => of(fact).map_or(FactType::Integer, |fact| fact.kind.clone()),
            };
            let from = self.derivation(&value.from, document, facts, cues, calendars);
            // A value that could not be resolved still has its name, so that only its own mistake is reported.
            let from = from.unwrap_or(Derivation::LengthOfText);
            derived.push((Derived { id: value.name.value.clone(), from }, kind));
        }
        derived
    }

    fn derivation(
        &mut self,
        formula: &Formula,
        document: &Document,
        facts: &[FactDeclaration],
        cues: &[Cue],
        calendars: &[Calendar],
    ) -> Option<Derivation> {
        let fact = |name: &Name, resolver: &mut Self| {
            let found = facts.binary_search_by(|fact| fact.id.cmp(&name.value)).ok();
            if found.is_none() && document.derived.iter().any(|derived| derived.name == *name) {
                let message = format!("`{}` is a derived value, not a fact", name.value);
                let problem = Problem::new(Code::UnknownName, name.place, message);
                resolver.report(problem.help("a derived value is computed from declared facts alone"));
                return None;
            }
            let at = resolver.find(name, "fact", found, facts.iter().map(|fact| &*fact.id))?;
            Some((ValueId::fact(at), facts.get(at)?))
        };
        match formula {
            Formula::Open(name) => Some(Derivation::Open(self.calendar_called(name, calendars)?)),
            Formula::DaysSince(name) | Formula::HoursSince(name) | Formula::BusinessHoursSince(name, _) => {
                let calendar = match formula {
                    Formula::BusinessHoursSince(_, calendar) => {
                        Some(self.calendar_called(calendar, calendars))
                    }
                    _ => None,
                };
                let (id, fact) = fact(name, self)?;
                if !matches!(fact.kind, FactType::Date | FactType::Timestamp) {
                    let message =
                        format!("`{}` is {}, not a date or timestamp", name.value, described(&fact.kind));
                    let problem = Problem::new(Code::WrongType, name.place, message);
                    self.report(
                        problem.help("time is counted from a fact with `type: date` or `type: timestamp`"),
                    );
                    return None;
                }
                Some(match (formula, calendar) {
                    (Formula::DaysSince(_), _) => Derivation::DaysSince(id),
                    (_, Some(calendar)) => Derivation::BusinessHoursSince(id, calendar?),
                    (_, None) => Derivation::HoursSince(id),
                })
            }
            Formula::Count(name) => {
                let at = cues.binary_search_by(|cue| cue.name.cmp(&name.value)).ok().map(CueId::at);
                let found = self.find(name, "cue", at, cues.iter().map(|cue| &*cue.name))?;
                Some(Derivation::Count(found))
            }
            Formula::LengthOfText => Some(Derivation::LengthOfText),
            Formula::Or(name, literal) => {
                let (id, fact) = fact(name, self)?;
                let value = self.value(&name.value, &fact.kind, literal)?;
                Some(Derivation::Or(id, value))
            }
        }
    }
}

/// Calendar days depend on where they are counted.
pub(super) fn counts_days(document: &Document) -> Option<&Name> {
    let dates = document.facts.iter().filter(|fact| fact.kind == FactKind::Date).map(|fact| &fact.name);
    let days = document.derived.iter().filter(|derived| matches!(derived.from, Formula::DaysSince(_)));
    days.map(|derived| &derived.name).chain(dates).next()
}

/// A YAML value as a literal of the condition language: bare numbers and `true` mean themselves where a number or a bool
/// is declared, and are texts where a text is.
fn written(kind: &FactType, text: &str, quoted: bool) -> condition::Literal {
    match (kind, text) {
        (FactType::Bool | FactType::Integer | FactType::Decimal, "true" | "false") if !quoted => {
            condition::Literal::Bool(text == "true")
        }
        (FactType::Bool | FactType::Integer | FactType::Decimal, _)
            if !quoted
                && text.starts_with(|first: char| {
                    first.is_ascii_digit() || matches!(first, '-' | '+' | '.')
                }) =>
        {
            condition::Literal::Number(text.into())
        }
        _ => condition::Literal::Text(text.into()),
    }
}

/// The order of two values of one type.
fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Some(one.cmp(other)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Timestamp(one), Value::Timestamp(other)) => Some(one.cmp(other)),
        (Value::Duration(one), Value::Duration(other)) => Some(one.cmp(other)),
        _ => None,
    }
}
