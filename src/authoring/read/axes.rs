//! Axes and their labels.

use super::fields::Reader;
use crate::authoring::document::{Axis, Order};
use crate::authoring::tree::Node;
use crate::diagnostic::{Code, Problem};

const KEYS: &[&str] = &["title", "labels", "default", "many"];
const EXAMPLE: &str = "{ labels: [routine, exception], default: exception }";

impl Reader {
    pub(super) fn axes(&mut self, node: Option<&Node<'_>>) -> Vec<Axis> {
        let entries =
            self.section(node, "`axes`", "handling: { labels: [routine, exception], default: exception }");
        let mut axes = Vec::new();
        for entry in entries {
            let name = Self::key(entry);
            self.is_identifier(&name, "an axis");
            let Some(fields) = self.fields(&entry.value, "an axis", KEYS, EXAMPLE) else {
                self.lose(&name);
                continue;
            };
            let title = self.title(&fields);
            let labels = self.required(&fields, "labels", "an axis", "[routine, exception]").map(|node| {
                let items = self.list(node, "`labels`", "[routine, exception]");
                items.iter().filter_map(|item| self.titled(item, "a label")).collect::<Vec<_>>()
            });
            let many = fields.get("many").and_then(|node| self.yes_or_no(node, "`many`")).unwrap_or(false);
            let default = fields.get("default").and_then(|node| self.name(node, "`default`", "routine"));
            let order = match (many, default) {
                (false, Some(default)) => Order::Ordered { default },
                (true, None) => Order::Unordered,
                (true, Some(default)) => {
                    let message = "an axis with `many` has no default: without any rule it carries no label";
                    let problem = Problem::new(Code::InvalidValue, default.place, message);
                    self.report(
                        problem.help("remove `default`, or remove `many` if the labels have an order"),
                    );
                    Order::Unordered
                }
                (false, None) => {
                    if fields.get("default").is_none() {
                        let problem = Problem::new(
                            Code::MissingKey,
                            entry.key.place,
                            format!("the axis `{}` needs `default`", name.value),
                        );
                        self.report(problem.help(
                            "name the label it has without any rule, or write `many: true` if it may carry any number of labels",
                        ));
                    }
                    self.lose(&name);
                    continue;
                }
            };
            if let Some(labels) = labels {
                axes.push(Axis { name, title, labels, order });
            } else {
                self.lose(&name);
            }
        }
        axes
    }
}
