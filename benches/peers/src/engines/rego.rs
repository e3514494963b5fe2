//! regorus: one rule of a partial set for each rule, compiled for the virtual machine, the faster of its two ways to evaluate.

use crate::fields::{Field, fields};
use crate::peer::Peer;
use crate::workload::rule::{Rule, Term};
use crate::workload::{Record, Workload};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{PolicyModule, Value};
use std::collections::BTreeMap;

/// A program has at most 65,535 instructions, and a file 20,000 lines: more rules are several programs.
const RULES: usize = 3_000;

pub(crate) struct Rego(Vec<RegoVM>);

impl Peer<'_> for Rego {
    const NAME: &'static str = "regorus";
    type Input = Value;
    type Output = Vec<Value>;

    fn load(workload: &Workload) -> Self {
        let machine = |rules: &[Rule]| {
            let entry = "data.inquiries.matched";
            let policy = policy(rules, &workload.phrases);
            let module = PolicyModule { id: "inquiries.rego".into(), content: policy.as_str().into() };
            let data = Value::new_object();
            let compiled =
                regorus::compile_policy_with_entrypoint(data.clone(), &[module], entry.into()).unwrap();
            let program = Compiler::compile_from_policy(&compiled, &[entry]).unwrap();
            let mut machine = RegoVM::new();
            // 25,000 by default, too few for thousands of rules.
            machine.set_max_instructions(usize::MAX);
            machine.load_program(program);
            machine.set_data(data).unwrap();
            machine
        };
        Self(workload.rules.chunks(RULES).map(machine).collect())
    }

    fn input(&self, record: &Record) -> Value {
        let value = |field| match field {
            Field::Text(text) => Value::from(text),
            Field::Number(number) => Value::from(number),
            Field::Flag(flag) => Value::from(flag),
            Field::Thousandths(thousandths) => Value::from(thousandths as f64 / 1_000.0),
        };
        let fields = fields(record).map(|(name, field)| (Value::from(name), value(field)));
        fields.collect::<BTreeMap<_, _>>().into()
    }

    fn decide(&mut self, input: &Value) -> Vec<Value> {
        let decide = |machine: &mut RegoVM| {
            machine.set_input(input.clone());
            machine.execute().unwrap()
        };
        self.0.iter_mut().map(decide).collect()
    }

    fn found(&self, sets: Vec<Value>) -> Vec<usize> {
        let ids = sets.iter().flat_map(|set| set.as_set().unwrap().iter());
        ids.map(|id| id.as_u32().unwrap() as usize).collect()
    }
}

fn policy(rules: &[Rule], phrases: &[String]) -> String {
    let mut policy = String::from("package inquiries\n\nimport rego.v1\n\n");
    for rule in rules {
        policy.push_str(&format!("matched contains {} if {{\n", rule.id));
        for term in rule.terms() {
            policy.push_str(&match term {
                Term::Equal(name, value) => format!("    input.{name} == \"{value}\"\n"),
                Term::AtLeast(name, least) => format!("    input.{name} >= {least}\n"),
                Term::AtMost(name, most) => format!("    input.{name} <= {most}\n"),
                Term::Phrases(any) => format!("    contains(input.text, \"{}\")\n", phrases[any[0]]),
            });
        }
        policy.push_str("}\n\n");
    }
    policy
}
