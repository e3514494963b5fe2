//! zen-engine: one decision table in a graph, hit policy `collect`, compiled beforehand. Each row answers with its id.

use crate::fields::{Field, fields};
use crate::peer::Peer;
use crate::workload::record::{CHOICES, NUMBERS};
use crate::workload::rule::{Rule, Term};
use crate::workload::{Record, Workload};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use zen_engine::Decision;
use zen_engine::model::GraphContent;
use zen_expression::variable::Variable;

pub(crate) struct Zen {
    decision: Decision,
    /// Deciding is an asynchronous function; nothing in it waits.
    runtime: Runtime,
}

impl Peer<'_> for Zen {
    const NAME: &'static str = "zen-engine";
    type Input = Variable;
    type Output = Variable;

    fn load(workload: &Workload) -> Self {
        let graph = graph(workload).to_string();
        let content: GraphContent = serde_json::from_str(&graph).unwrap();
        let mut decision = Decision::from(Arc::new(content));
        decision.compile();
        Self { decision, runtime: Builder::new_current_thread().build().unwrap() }
    }

    fn input(&self, record: &Record) -> Variable {
        let input = Variable::empty_object();
        for (name, field) in fields(record) {
            let value = match field {
                Field::Text(text) => Variable::String(text.into()),
                Field::Number(number) => Variable::Number(number.into()),
                Field::Flag(flag) => Variable::Bool(flag),
                Field::Thousandths(thousandths) => Variable::Number(Decimal::new(thousandths, 3)),
            };
            input.dot_insert(name, value);
        }
        input
    }

    fn decide(&mut self, input: &Variable) -> Variable {
        self.runtime.block_on(self.decision.evaluate(input.clone())).unwrap().result
    }

    fn found(&self, result: Variable) -> Vec<usize> {
        let id = |row: &Variable| match row.dot("rule") {
            Some(Variable::Number(id)) => id.to_usize(),
            _ => None,
        };
        match &result {
            Variable::Array(rows) => rows.borrow().iter().filter_map(id).collect(),
            row => id(row).into_iter().collect(),
        }
    }
}

fn graph(workload: &Workload) -> Value {
    let columns = CHOICES[..5].iter().chain(&NUMBERS).chain(&["text"]);
    let inputs: Vec<Value> =
        columns.clone().map(|name| json!({ "id": name, "name": name, "field": name })).collect();
    let row = |rule: &Rule| {
        let mut row = Map::new();
        row.insert("_id".to_owned(), rule.name().into());
        for column in columns.clone() {
            row.insert((*column).to_owned(), "".into());
        }
        for term in rule.terms() {
            let (column, cell) = match term {
                Term::Equal(name, value) => (name, format!("\"{value}\"")),
                Term::AtLeast(name, least) => (name, format!(">= {least}")),
                Term::AtMost(name, most) => (name, format!("<= {most}")),
                Term::Phrases(phrases) => {
                    ("text", format!("contains($, \"{}\")", workload.phrases[phrases[0]]))
                }
            };
            row.insert(column.to_owned(), cell.into());
        }
        row.insert("rule".to_owned(), rule.id.to_string().into());
        Value::Object(row)
    };
    let table = json!({
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": [{ "id": "rule", "name": "rule", "field": "rule" }],
        "rules": workload.rules.iter().map(row).collect::<Vec<_>>(),
    });
    json!({
        "nodes": [
            { "id": "inquiry", "name": "inquiry", "type": "inputNode", "content": {} },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": table },
            { "id": "answer", "name": "answer", "type": "outputNode", "content": {} },
        ],
        "edges": [
            { "id": "in", "type": "edge", "sourceId": "inquiry", "targetId": "table" },
            { "id": "out", "type": "edge", "sourceId": "table", "targetId": "answer" },
        ],
    })
}
