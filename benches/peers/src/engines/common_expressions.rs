//! cel, the Common Expression Language: one program for each rule, all run in one context of variables.

use crate::fields::{Field, fields};
use crate::peer::Peer;
use crate::workload::rule::{Rule, Term};
use crate::workload::{Record, Workload};
use cel::{Context, Env, Program, Value};
use std::sync::Arc;

pub(crate) struct CommonExpressions {
    environment: Arc<Env>,
    programs: Vec<Program>,
}

impl Peer<'_> for CommonExpressions {
    const NAME: &'static str = "cel";
    type Input = Context<'static, 'static>;
    type Output = Vec<usize>;

    fn load(workload: &Workload) -> Self {
        let environment = Arc::new(Env::stdlib());
        let program = |rule: &Rule| environment.compile(&condition(rule, &workload.phrases)).unwrap();
        let programs = workload.rules.iter().map(program).collect();
        Self { environment, programs }
    }

    fn input(&self, record: &Record) -> Self::Input {
        let mut context = Context::with_env(Arc::clone(&self.environment));
        for (name, field) in fields(record) {
            match field {
                Field::Text(text) => context.add_variable_from_value(name, text.to_owned()),
                Field::Number(number) => context.add_variable_from_value(name, number),
                Field::Flag(flag) => context.add_variable_from_value(name, flag),
                Field::Thousandths(thousandths) => {
                    context.add_variable_from_value(name, thousandths as f64 / 1_000.0);
                }
            }
        }
        context
    }

    fn decide(&mut self, context: &Self::Input) -> Vec<usize> {
        let is_true = |program: &Program| program.execute(context).unwrap() == Value::Bool(true);
        let programs = self.programs.iter().enumerate();
        programs.filter(|(_, program)| is_true(program)).map(|(rule, _)| rule).collect()
    }

    fn found(&self, found: Vec<usize>) -> Vec<usize> {
        found
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
