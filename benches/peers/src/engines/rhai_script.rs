//! rhai: one script with an `if` for each rule, compiled once, with the fields of the inquiry as variables.

use crate::fields::{Field, fields};
use crate::peer::Peer;
use crate::workload::rule::{Rule, Term};
use crate::workload::{Record, Workload};
use rhai::{AST, Array, Engine, Scope};

pub(crate) struct RhaiScript {
    engine: Engine,
    script: AST,
}

impl Peer<'_> for RhaiScript {
    const NAME: &'static str = "rhai";
    type Input = Scope<'static>;
    type Output = Array;

    fn load(workload: &Workload) -> Self {
        let mut text = String::from("let found = [];\n");
        for rule in &workload.rules {
            let condition = condition(rule, &workload.phrases);
            text.push_str(&format!("if {condition} {{ found.push({}); }}\n", rule.id));
        }
        text.push_str("found\n");
        let engine = Engine::new();
        let script = engine.compile(&text).unwrap();
        Self { engine, script }
    }

    fn input(&self, record: &Record) -> Scope<'static> {
        let mut scope = Scope::new();
        for (name, field) in fields(record) {
            match field {
                Field::Text(text) => scope.push(name, text.to_owned()),
                Field::Number(number) => scope.push(name, number),
                Field::Flag(flag) => scope.push(name, flag),
                Field::Thousandths(thousandths) => scope.push(name, thousandths as f64 / 1_000.0),
            };
        }
        scope
    }

    /// The script adds a variable to its scope, so an input that is used again is copied.
    fn decide(&mut self, scope: &Scope<'static>) -> Array {
        self.engine.eval_ast_with_scope(&mut scope.clone(), &self.script).unwrap()
    }

    fn found(&self, found: Array) -> Vec<usize> {
        found.into_iter().map(|rule| rule.as_int().unwrap() as usize).collect()
    }

    fn decide_record(&mut self, record: &Record) -> Array {
        self.engine.eval_ast_with_scope(&mut self.input(record), &self.script).unwrap()
    }
}

fn condition(rule: &Rule, phrases: &[String]) -> String {
    let term = |term| match term {
        Term::Equal(name, value) => format!("{name} == \"{value}\""),
        Term::AtLeast(name, least) => format!("{name} >= {least}"),
        Term::AtMost(name, most) => format!("{name} <= {most}"),
        Term::Phrases(any) => format!("text.contains(\"{}\")", phrases[any[0]]),
    };
    rule.terms().map(term).collect::<Vec<_>>().join(" && ")
}
