//! The one namespace of facts, derived values, named conditions and axes: conditions and scripts use them bare.

use super::resolver::Resolver;
use crate::authoring::document::{Document, Name};
use crate::diagnostic::{Code, Problem};
use std::collections::BTreeMap;

impl Resolver {
    /// Every name stands for one thing, and none is the beginning of another: `order` and `order.amount` cannot both be
    /// values.
    pub(super) fn namespace(&mut self, document: &Document) {
        let mut names: BTreeMap<&str, (&Name, &str)> = BTreeMap::new();
        for (name, what) in shared(document) {
            if let Some((first, first_what)) = names.get(&*name.value) {
                let message = format!("`{}` is the name of {first_what} and of {what}", name.value);
                let problem =
                    Problem::new(Code::DuplicateName, name.place, message).label(format!("{what} here"));
                let help = "facts, derived values, named conditions and axes share their names: conditions use them bare";
                self.report(problem.also(first.place, format!("{first_what} here")).help(help));
            } else {
                names.insert(&name.value, (name, what));
            }
        }
        self.nested(&names.iter().map(|(text, (name, _))| (*text, *name)).collect());
        // Parameters have their prefix, and so a namespace of their own.
        let params = document.params.iter().map(|param| (&*param.name.value, &param.name));
        self.nested(&params.collect());
    }

    fn nested(&mut self, names: &BTreeMap<&str, &Name>) {
        for (text, name) in names {
            let prefixes = text.match_indices('.').filter_map(|(at, _)| text.get(..at));
            if let Some(prefix) = prefixes.filter_map(|prefix| names.get(prefix)).next() {
                let message =
                    format!("`{text}` cannot lie within `{}`, which has a value itself", prefix.value);
                let problem =
                    Problem::new(Code::InvalidName, name.place, message).also(prefix.place, "declared here");
                self.report(problem.help("give one of the two another name"));
            }
        }
    }
}

fn shared(document: &Document) -> impl Iterator<Item = (&Name, &'static str)> {
    let facts = document.facts.iter().map(|fact| (&fact.name, "a fact"));
    let derived = document.derived.iter().map(|derived| (&derived.name, "a derived value"));
    let lets = document.lets.iter().map(|named| (&named.name, "a named condition"));
    let axes = document.axes.iter().map(|axis| (&axis.name, "an axis"));
    facts.chain(derived).chain(lets).chain(axes)
}
