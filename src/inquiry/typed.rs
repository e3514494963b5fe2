//! The facts of an inquiry as a rulebook declares them: typed values, or missing with a cause. A default stands in for
//! what is absent or null, never for a wrong value.

use super::fact::Content;
use super::notice::{Notice, NoticeCode, did_you_mean, shortened};
use super::time::{parse_date, parse_instant, parse_length};
use super::wrong::{self, Wrong};
use super::{FactDeclaration, FactType, FactValue, Inquiry, Missing, Sensitivity, Slot, Value, number};
use crate::diagnostic::closest;
use crate::id::ValueAt;
use crate::rulebook::Model;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cmp::Ordering;

/// The most notices about facts that the rulebook does not declare: a host may well send all it has.
const MAX_UNDECLARED: usize = 20;

/// Types every declared fact into its place in `slots`, and reports wrong values and undeclared facts. That a
/// fact is absent or null is not reported here: whether it matters is known only when the rules have been evaluated.
pub(crate) fn facts(inquiry: &Inquiry, model: &Model, slots: &mut Vec<Slot>, notices: &mut Vec<Notice>) {
    slots.clear();
    slots.resize(model.facts.len(), Err(Missing::Absent));
    let now = Now::of(inquiry, model);
    // Both are walked by name, so one walk finds every pair.
    let mut rest = inquiry.facts.as_slice();
    let mut undeclared = 0;
    for (id, declaration) in model.facts_by_name() {
        let is_same = |(name, _): &&(Box<str>, FactValue)| *name == declaration.id;
        if !rest.first().as_ref().is_some_and(is_same) {
            let before = rest.iter().take_while(|(name, _)| **name < *declaration.id).count();
            let (unknown, from_here) = rest.split_at(before);
            undeclared += report_undeclared(unknown, undeclared, model, notices);
            rest = from_here;
        }
        let (given, after) = rest.split_at(rest.iter().take_while(is_same).count());
        rest = after;
        let ValueAt::Fact(at) = id.position() else { continue };
        let Some(slot) = slots.get_mut(at) else { continue };
        match given {
            [] if !inquiry.facts_complete => *slot = Err(Missing::Cut),
            [] | [(_, FactValue(Content::Null))] if lost_with_parent(declaration, inquiry, model) => {
                *slot = Err(Missing::IllTyped);
            }
            [] => *slot = declaration.default.clone().ok_or(Missing::Absent),
            [(_, FactValue(Content::Null))] => *slot = declaration.default.clone().ok_or(Missing::Null),
            [(_, given)] => {
                if let Err(wrong) = typed(declaration, given, now, slot) {
                    let (cause, notice) = wrong::explain(declaration, given, wrong, now);
                    notices.push(notice);
                    *slot = Err(cause);
                }
            }
            [(_, one), (_, other), ..] => {
                notices.push(wrong::conflict(declaration, one, other));
                *slot = Err(Missing::Conflicting);
            }
        }
    }
    undeclared += report_undeclared(rest, undeclared, model, notices);
    if undeclared > MAX_UNDECLARED {
        let message = format!("{} more facts are not declared either", undeclared - MAX_UNDECLARED);
        notices.push(Notice::new(NoticeCode::FurtherNotices, message));
    }
}

/// The inquiry's time, in the rulebook's time zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now<'m> {
    pub(crate) time: Timestamp,
    zone: &'m TimeZone,
}

impl<'m> Now<'m> {
    /// `None` without the inquiry's time.
    pub(crate) fn of(inquiry: &Inquiry, model: &'m Model) -> Option<Self> {
        inquiry.time.map(|time| Self { time, zone: &model.timezone })
    }

    /// The day it is then.
    pub(crate) fn today(self) -> Date {
        self.zone.to_datetime(self.time).date()
    }

    /// Whether a day or an instant is still to come. A day has come when it begins.
    pub(crate) fn is_before(self, value: &Value) -> bool {
        match value {
            Value::Date(date) => *date > self.today(),
            Value::Timestamp(time) => *time > self.time,
            _ => false,
        }
    }
}

/// Whether something that is no object is given in the place of an object that would hold the fact: what the source has to
/// say about the fact could not be read then. A parent that is declared is a fact of its own.
fn lost_with_parent(declaration: &FactDeclaration, inquiry: &Inquiry, model: &Model) -> bool {
    parents(&declaration.id).any(|parent| {
        let start = inquiry.facts.partition_point(|(name, _)| **name < *parent);
        let mut given = inquiry.facts.iter().skip(start).take_while(|(name, _)| **name == *parent);
        given.any(|(_, value)| is_no_parent(value)) && declared(parent, model).is_none()
    })
}

/// The names of the objects a fact with a dotted name lies in, the outermost first.
fn parents(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').filter_map(|(dot, _)| name.get(..dot))
}

/// Whether a value in the place of an object hides what the object would have said.
const fn is_no_parent(value: &FactValue) -> bool {
    !matches!(value.0, Content::Object | Content::Null)
}

/// The declaration of a fact.
fn declared<'a>(name: &str, model: &'a Model) -> Option<&'a FactDeclaration> {
    let position = model.by_name.facts.binary_search_by(|fact| model.value_name(*fact).cmp(name)).ok()?;
    model.fact(*model.by_name.facts.get(position)?)
}

/// The first declared fact that lies in the object of this name.
fn first_inside<'a>(name: &str, model: &'a Model) -> Option<&'a FactDeclaration> {
    let is_inside =
        |fact: &FactDeclaration| fact.id.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let start = model.by_name.facts.partition_point(|fact| model.value_name(*fact) < name);
    let facts = model.facts_by_name().skip(start).map(|(_, fact)| fact);
    let mut names = facts.take_while(|fact| fact.id.starts_with(name));
    names.find(|fact| is_inside(fact))
}

/// Reports facts without a declaration as long as few were `reported`, and counts them. Those in the place of an object
/// with declared facts are always reported, and not counted. The names of those inside a sensitive fact are not told.
fn report_undeclared(
    facts: &[(Box<str>, FactValue)],
    reported: usize,
    model: &Model,
    notices: &mut Vec<Notice>,
) -> usize {
    let mut count = 0;
    let mut last = None;
    for (name, value) in facts.iter().filter(|(_, value)| value.0 != Content::Object) {
        if last.replace(name) == Some(name) {
            continue;
        }
        if let Some(inside) = first_inside(name, model) {
            if is_no_parent(value) {
                let message = format!(
                    "`{name}` is {}, not an object; facts inside it, such as `{}`, count as missing unless given otherwise",
                    value.kind(),
                    inside.id
                );
                notices.push(Notice::of_fact(NoticeCode::FactIllTyped, name, message));
            }
            continue;
        }
        let mut outer = parents(name).filter_map(|parent| declared(parent, model));
        if let Some(outer) = outer.find(|fact| fact.sensitivity != Sensitivity::Public) {
            let message = format!("`{}` is given with parts that the rulebook does not declare", outer.id);
            let notice = Notice::of_fact(NoticeCode::FactUndeclared, &outer.id, message);
            if !notices.contains(&notice) {
                notices.push(notice);
            }
            continue;
        }
        count += 1;
        if reported + count > MAX_UNDECLARED {
            continue;
        }
        let message = if model.derived.iter().any(|derived| derived.id == *name) {
            format!("`{name}` is computed and cannot be given")
        } else {
            let hint = did_you_mean(closest(name, model.facts_by_name().map(|(_, fact)| &*fact.id)));
            format!("the rulebook declares no fact `{}`{hint}", shortened(name))
        };
        notices.push(Notice::of_fact(NoticeCode::FactUndeclared, name, message));
    }
    count
}

/// Puts the value of a fact that is given as something other than null into its slot. Values are written where they stay: moving
/// them costs more than reading them.
fn typed(
    declaration: &FactDeclaration,
    given: &FactValue,
    now: Option<Now<'_>>,
    slot: &mut Slot,
) -> Result<(), Wrong> {
    read(&declaration.kind, &given.0, slot)?;
    let Ok(value) = slot else { return Ok(()) };
    let beyond =
        |bound: &Option<Value>, side| bound.as_ref().is_some_and(|bound| order(value, bound) == Some(side));
    if beyond(&declaration.min, Ordering::Less) {
        return Err(Wrong::TooSmall);
    }
    if beyond(&declaration.max, Ordering::Greater) {
        return Err(Wrong::TooLarge);
    }
    // A declared maximum is the author's word for what may lie ahead.
    if declaration.max.is_none()
        && matches!(value, Value::Date(_) | Value::Timestamp(_))
        && now.ok_or(Wrong::NoTime)?.is_before(value)
    {
        return Err(Wrong::AfterInquiry);
    }
    Ok(())
}

/// Puts what is given into the slot as a value of the type.
fn read(kind: &FactType, given: &Content, slot: &mut Slot) -> Result<(), Wrong> {
    match (kind, given) {
        (FactType::Bool, Content::Bool(value)) => *slot = Ok(Value::Bool(*value)),
        (FactType::Integer | FactType::Decimal, Content::Number(digits)) => {
            let number = number::exact(digits).ok_or(Wrong::TooManyDigits)?;
            if *kind == FactType::Integer && !number.is_integer() {
                return Err(Wrong::IllTyped);
            }
            *slot = Ok(Value::Number(number));
        }
        (FactType::Choice(options), Content::Text(text)) => *slot = Ok(Value::Choice(option(options, text)?)),
        (FactType::Choices(options), Content::List(values)) => {
            let mut chosen = values
                .iter()
                .map(|value| match &value.0 {
                    Content::Text(text) => option(options, text),
                    other => Err(no_value(other)),
                })
                .collect::<Result<Vec<_>, _>>()?;
            chosen.sort_unstable();
            chosen.dedup();
            *slot = Ok(Value::Choices(chosen.into()));
        }
        (FactType::Text, Content::Text(text)) => *slot = Ok(Value::Text(text.clone())),
        (FactType::Date, Content::Text(text)) => {
            *slot = Ok(Value::Date(parse_date(text).ok_or(Wrong::IllTyped)?));
        }
        (FactType::Timestamp, Content::Text(text)) => {
            *slot = Ok(Value::Timestamp(parse_instant(text).map_err(|_| Wrong::IllTyped)?));
        }
        (FactType::Duration, Content::Text(text)) => {
            *slot = Ok(Value::Duration(parse_length(text).ok_or(Wrong::IllTyped)?));
        }
        (_, other) => return Err(no_value(other)),
    }
    Ok(())
}

/// What is wrong with what no type, or not this one, takes.
fn no_value(given: &Content) -> Wrong {
    match given {
        Content::Other(json) if json.starts_with('"') => Wrong::HalfCharacter,
        _ => Wrong::IllTyped,
    }
}

/// The position of an option.
fn option(options: &[Box<str>], text: &str) -> Result<u32, Wrong> {
    let position = options.binary_search_by(|option| (**option).cmp(text)).ok();
    position.and_then(|position| u32::try_from(position).ok()).ok_or(Wrong::NotAChoice)
}

/// How two values of one type compare; `None` for types without an order.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Timestamp(left), Value::Timestamp(right)) => Some(left.cmp(right)),
        (Value::Duration(left), Value::Duration(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
