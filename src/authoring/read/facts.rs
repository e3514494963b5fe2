//! Facts, derived values and named conditions.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Derived, Fact, FactKind, Let};
use crate::authoring::tree::Node;
use crate::diagnostic::{Code, Problem};
use crate::inquiry::Sensitivity;
use crate::span::Place;
use std::collections::BTreeMap;

const KEYS: &[&str] = &["type", "of", "default", "ask", "sensitivity", "unit", "min", "max", "title"];
const EXAMPLE: &str = "{ type: integer, min: 0 }";

impl Reader {
    pub(super) fn facts(&mut self, node: Option<&Node<'_>>) -> Vec<Fact> {
        let entries = self.section(node, "`facts`", "order.amount: { type: integer, min: 0, unit: JPY }");
        let mut facts = Vec::new();
        for entry in entries {
            let name = Self::key(entry);
            self.is_identifier(&name, "a fact");
            let Some(fields) = self.fields(&entry.value, "a fact", KEYS, EXAMPLE) else {
                self.lose(&name);
                continue;
            };
            let literal = |reader: &mut Self, key: &str| {
                fields.get(key).and_then(|node| reader.literal(node, &format!("`{key}`")))
            };
            let sensitivities = Sensitivity::ALL.map(|sensitivity| (sensitivity.as_str(), sensitivity));
            let kind = self.fact_kind(&fields, "a fact");
            let fact = Fact {
                name,
                title: self.title(&fields),
                kind: kind.clone().unwrap_or(FactKind::Text),
                default: literal(self, "default"),
                ask: fields.get("ask").and_then(|node| self.text(node, "`ask`")),
                sensitivity: fields
                    .get("sensitivity")
                    .and_then(|node| self.one_of(node, "`sensitivity`", &sensitivities))
                    .unwrap_or_default(),
                unit: self.unit(&fields),
                min: literal(self, "min"),
                max: literal(self, "max"),
            };
            if kind.is_some() {
                facts.push(fact);
            } else {
                self.lose(&fact.name);
            }
        }
        facts
    }

    pub(super) fn derived(&mut self, node: Option<&Node<'_>>) -> Vec<Derived> {
        let entries = self.section(node, "`derive`", "days_since_delivery: days_since(order.delivered_at)");
        let mut derived = Vec::new();
        for entry in entries {
            let name = Self::key(entry);
            self.is_identifier(&name, "a derived value");
            if let Some(from) = self.formula(&entry.value) {
                derived.push(Derived { name, from });
            } else {
                self.lose(&name);
            }
        }
        derived
    }

    pub(super) fn lets(&mut self, node: Option<&Node<'_>>) -> Vec<Let> {
        let entries = self.section(node, "`let`", "in_return_window: days_since_delivery <= 7");
        let mut lets = Vec::new();
        for entry in entries {
            let name = Self::key(entry);
            self.is_identifier(&name, "a named condition");
            if let Some(condition) = self.condition(&entry.value) {
                lets.push(Let { name, condition });
            } else {
                self.lose(&name);
            }
        }
        lets
    }

    pub(super) fn unit(&mut self, fields: &Fields<'_>) -> Option<Box<str>> {
        fields.get("unit").and_then(|node| self.name(node, "`unit`", "JPY")).map(|unit| unit.value)
    }

    /// The `type` of a fact or parameter.
    pub(super) fn fact_kind(&mut self, fields: &Fields<'_>, what: &str) -> Option<FactKind> {
        const TYPES: [&str; 9] =
            ["bool", "integer", "decimal", "choice", "choices", "text", "date", "timestamp", "duration"];
        let node = self.required(fields, "type", what, "integer")?;
        let words: Vec<(&str, &str)> = TYPES.iter().map(|kind| (*kind, *kind)).collect();
        let kind = self.one_of(node, &format!("the type of {what}"), &words)?;
        let choice = kind.starts_with("choice");
        if !choice && let Some(place) = fields.key_place("of") {
            let message = format!("`of` lists the options of a choice, but {what} of type `{kind}` has none");
            self.report(
                Problem::new(Code::WrongType, place, message).help("write `type: choice`, or remove `of`"),
            );
        }
        Some(match kind {
            "bool" => FactKind::Bool,
            "integer" => FactKind::Integer,
            "decimal" => FactKind::Decimal,
            "choice" => FactKind::Choice(self.options(fields)?),
            "choices" => FactKind::Choices(self.options(fields)?),
            "date" => FactKind::Date,
            "timestamp" => FactKind::Timestamp,
            "duration" => FactKind::Duration,
            _ => FactKind::Text,
        })
    }

    /// The options of a choice, each once, in written order.
    fn options(&mut self, fields: &Fields<'_>) -> Option<Vec<Box<str>>> {
        const EXAMPLE: &str = "[phone, email]";
        let node = self.required(fields, "of", "a choice", EXAMPLE)?;
        let options = self.names(node, "`of`", EXAMPLE);
        if options.is_empty() {
            let problem = Problem::new(Code::InvalidValue, node.place, "a choice needs at least one option");
            self.report(problem.help(format!("for example `of: {EXAMPLE}`")));
        }
        let mut first: BTreeMap<Box<str>, Place> = BTreeMap::new();
        let mut once = Vec::with_capacity(options.len());
        for option in options {
            if let Some(first) = first.get(&option.value) {
                let message = format!("the option `{}` is listed twice", option.value);
                let problem = Problem::new(Code::DuplicateName, option.place, message);
                self.report(problem.also(*first, "first listed here"));
            } else {
                first.insert(option.value.clone(), option.place);
                once.push(option.value);
            }
        }
        Some(once)
    }
}
