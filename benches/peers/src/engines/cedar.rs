//! cedar-policy: one `forbid` for each rule over the context of a request, and a `permit` below them. The rules that are true are
//! the reasons why the request is denied.

use crate::fields::{Field, fields};
use crate::peer::Peer;
use crate::workload::rule::{Rule, Term};
use crate::workload::{Record, Workload};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, Policy, PolicyId, PolicySet, Request, Response,
    RestrictedExpression,
};

pub(crate) struct Cedar {
    policies: PolicySet,
    authorizer: Authorizer,
    entities: Entities,
    /// Who asks, for what, about what: not what these rules are about.
    asked: [EntityUid; 3],
}

impl Peer<'_> for Cedar {
    const NAME: &'static str = "cedar-policy";
    type Input = Request;
    type Output = Response;

    fn load(workload: &Workload) -> Self {
        let mut policies = PolicySet::new();
        let mut add = |id: &str, text: &str| {
            policies.add(Policy::parse(Some(PolicyId::new(id)), text).unwrap()).unwrap();
        };
        for rule in &workload.rules {
            add(&rule.name(), &forbid(rule, &workload.phrases));
        }
        add("otherwise", "permit(principal, action, resource);");
        let asked = ["Desk::\"first\"", "Action::\"answer\"", "Inquiry::\"one\""];
        Self {
            policies,
            authorizer: Authorizer::new(),
            entities: Entities::empty(),
            asked: asked.map(|uid| uid.parse().unwrap()),
        }
    }

    fn input(&self, record: &Record) -> Request {
        let value = |field| match field {
            Field::Text(text) => RestrictedExpression::new_string(text.to_owned()),
            // There are whole numbers alone.
            Field::Number(number) | Field::Thousandths(number) => RestrictedExpression::new_long(number),
            Field::Flag(flag) => RestrictedExpression::new_bool(flag),
        };
        let pairs = fields(record).map(|(name, field)| (name.to_owned(), value(field)));
        let context = Context::from_pairs(pairs).unwrap();
        let [principal, action, resource] = self.asked.clone();
        Request::new(principal, action, resource, context, None).unwrap()
    }

    fn decide(&mut self, request: &Request) -> Response {
        self.authorizer.is_authorized(request, &self.policies, &self.entities)
    }

    fn found(&self, response: Response) -> Vec<usize> {
        assert_eq!(response.diagnostics().errors().count(), 0);
        match response.decision() {
            Decision::Allow => Vec::new(),
            Decision::Deny => {
                let ids = response.diagnostics().reason().map(ToString::to_string);
                ids.filter_map(|id| Rule::position(&id)).collect()
            }
        }
    }
}

fn forbid(rule: &Rule, phrases: &[String]) -> String {
    let term = |term| match term {
        Term::Equal(name, value) => format!("context.{name} == \"{value}\""),
        Term::AtLeast(name, least) => format!("context.{name} >= {least}"),
        Term::AtMost(name, most) => format!("context.{name} <= {most}"),
        Term::Phrases(any) => format!("context.text like \"*{}*\"", phrases[any[0]]),
    };
    let terms: Vec<String> = rule.terms().map(term).collect();
    format!("forbid(principal, action, resource) when {{ {} }};", terms.join(" && "))
}
