//! datalogic-rs, which evaluates JSONLogic: one compiled logic for each rule. An input that is ready is parsed data; from a record it is
//! built in an arena that all rules of a decision share.

use crate::fields::{Field, fields};
use crate::peer::Peer;
use crate::workload::rule::{Rule, Term};
use crate::workload::{Record, Workload};
use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{DataValue, Engine, Logic, ParsedData};
use serde_json::{Map, Value, json};

pub(crate) struct JsonLogic {
    engine: Engine,
    rules: Vec<Logic>,
    arena: Bump,
}

impl Peer<'_> for JsonLogic {
    const NAME: &'static str = "datalogic-rs";
    type Input = ParsedData;
    type Output = Vec<usize>;

    fn load(workload: &Workload) -> Self {
        let engine = Engine::new();
        let compile = |rule: &Rule| engine.compile(&logic(rule, &workload.phrases).to_string()).unwrap();
        let rules = workload.rules.iter().map(compile).collect();
        Self { engine, rules, arena: Bump::new() }
    }

    fn input(&self, record: &Record) -> ParsedData {
        let value = |field| match field {
            Field::Text(text) => Value::from(text),
            Field::Number(number) => Value::from(number),
            Field::Flag(flag) => Value::from(flag),
            Field::Thousandths(thousandths) => Value::from(thousandths as f64 / 1_000.0),
        };
        let object: Map<String, Value> =
            fields(record).map(|(name, field)| (name.to_owned(), value(field))).collect();
        ParsedData::from_json(&Value::Object(object).to_string()).unwrap()
    }

    fn decide(&mut self, input: &ParsedData) -> Vec<usize> {
        let found = self.all(input.value());
        self.arena.reset();
        found
    }

    fn found(&self, found: Vec<usize>) -> Vec<usize> {
        found
    }

    fn decide_record(&mut self, record: &Record) -> Vec<usize> {
        let value = |field| match field {
            Field::Text(text) => DataValue::String(self.arena.alloc_str(text)),
            Field::Number(number) => DataValue::from_i64(number),
            Field::Flag(flag) => DataValue::Bool(flag),
            Field::Thousandths(thousandths) => DataValue::from_f64(thousandths as f64 / 1_000.0),
        };
        let fields: Vec<(&str, DataValue<'_>)> =
            fields(record).map(|(name, field)| (name, value(field))).collect();
        let found = self.all(&DataValue::Object(self.arena.alloc_slice_copy(&fields)));
        self.arena.reset();
        found
    }
}

impl JsonLogic {
    fn all<'a>(&'a self, input: &'a DataValue<'a>) -> Vec<usize> {
        let is_true = |logic: &'a Logic| {
            self.engine.evaluate(logic, input, &self.arena).unwrap().as_bool() == Some(true)
        };
        let rules = self.rules.iter().enumerate();
        rules.filter(|(_, logic)| is_true(logic)).map(|(rule, _)| rule).collect()
    }
}

fn logic(rule: &Rule, phrases: &[String]) -> Value {
    let field = |name: &str| json!({ "var": name });
    let term = |term| match term {
        Term::Equal(name, value) => json!({ "==": [field(name), value] }),
        Term::AtLeast(name, least) => json!({ ">=": [field(name), least] }),
        Term::AtMost(name, most) => json!({ "<=": [field(name), most] }),
        Term::Phrases(any) => json!({ "in": [phrases[any[0]], field("text")] }),
    };
    json!({ "and": rule.terms().map(term).collect::<Vec<_>>() })
}
