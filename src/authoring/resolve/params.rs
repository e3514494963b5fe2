//! Parameters: typed constants that conditions read like any other value. In the model each is a derived value that is
//! always known, so that evidence and explanations show what it was.

use super::resolver::Resolver;
use crate::authoring::document::{Document, FactKind, Param};
use crate::diagnostic::{Code, Problem, closest};
use crate::inquiry::{Derivation, Derived, FactType, Parameter, Value};

impl Resolver {
    /// The parameters under the names conditions use, with their types.
    pub(super) fn params(&mut self, document: &Document) -> Vec<(Derived, FactType)> {
        let mut params = Vec::new();
        for param in &document.params {
            let Some(kind) = param.kind.as_ref().map(FactKind::fact_type) else {
                self.undeclared(param, document);
                continue;
            };
            let id = conditions_call(&param.name.value);
            let written = [Some(&param.value), param.min.as_ref(), param.max.as_ref()];
            let before = self.problems.len();
            let [value, _, _] = self.in_bounds(&id, &kind, "the value", written);
            for problem in self.problems.iter_mut().skip(before) {
                // A value set anew stands in another file than the type it does not fit.
                if problem.also.is_none() && problem.place.source != param.name.place.source {
                    problem.also = Some((param.name.place, "declared here".to_owned()));
                }
            }
            // One whose value is wrong still has its name, so that only that mistake is reported.
            let value = value.unwrap_or(Value::Bool(false));
            let parameter = Parameter { title: param.title.clone(), kind: kind.clone(), value };
            params.push((Derived { id, from: Derivation::Constant(parameter) }, kind));
        }
        params
    }

    fn undeclared(&mut self, param: &Param, document: &Document) {
        let name = &param.name;
        let message = format!("there is no parameter `{}` to set", name.value);
        let problem =
            Problem::new(Code::UnknownName, name.place, message).label("set here and declared nowhere");
        let declared = document.params.iter().filter(|param| param.kind.is_some());
        let help = match closest(&name.value, declared.map(|param| &*param.name.value)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a parameter of one's own says its type: `{ type: integer, value: 3000 }`".to_owned(),
        };
        self.report(problem.help(help));
    }
}

/// The name of a parameter in conditions.
fn conditions_call(name: &str) -> Box<str> {
    format!("param.{name}").into()
}
