//! Every mutant of what a rulebook says itself, in the order of its names. All keep every name under its index, so that whatever refers to the rulebook
//! fits them too.

use super::mutant::{Made, Mutant, Operator, Part, Reach, Root, Subject};
use super::nodes::{self, Change, Direction};
use super::permits::{Read, by_reading, by_rule};
use super::which::nth;
use super::{effects, hours, points, words};
use crate::authority::{Act, Party};
use crate::cases::values::next;
use crate::condition::{Condition, Leaf, literal_of};
use crate::effect::{Grant, Rule, Settlement};
use crate::id::{JudgmentId, LetId, RuleId, ValueAt, ValueId};
use crate::inquiry::{Derivation, FactDeclaration, FactType, Value};
use crate::rulebook::{Let, Model};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All mutants of a model.
pub(super) fn mutants(model: &Model) -> Vec<Made> {
    let mut made = Vec::new();
    for (id, rule) in model.rules_by_name().filter(|(id, _)| !model.inherited.rule(*id)) {
        of_rule(model, id, rule, &mut made);
    }
    of_lets(model, &mut made);
    of_derived(model, &mut made);
    of_facts(model, &mut made);
    of_bounds(model, &mut made);
    hours::of_calendars(model, &mut made);
    words::cues(model, &mut made);
    points::of_scores(model, &mut made);
    of_judgments(model, &mut made);
    effects::of_scripts(model, &mut made);
    let mut names = BTreeSet::new();
    for made in &mut made {
        made.mutant.nth = nth(made, model);
        // Parts that are joined with their like, or of which both answers of a settlement are made.
        while !names.insert(made.mutant.change()) {
            made.mutant.nth += 1;
        }
    }
    made
}

fn of_rule(model: &Model, id: RuleId, rule: &Rule, made: &mut Vec<Made>) {
    let mutant = |operator, before: String, after: Option<String>, permissive| Mutant {
        operator,
        subject: Subject::Rule,
        name: rule.id.clone(),
        place: None,
        nth: 1,
        before,
        after,
        permissive,
    };
    let never = match rule.period() {
        // It still is a rule with a period.
        Some(period) => {
            Condition::All(vec![Condition::Leaf(Leaf::InForce(period)), Condition::Constant(false)])
        }
        None => Condition::Constant(false),
    };
    made.push(Made {
        mutant: mutant(Operator::DropRule, "the rule".into(), None, by_rule(rule, Direction::Less, model)),
        part: Part::Rule(id, Arc::new(Rule { when: never, ..rule.clone() })),
        reach: Reach::Rule(id),
    });
    for Change { operator, path, new, before, after, direction } in nodes::changes(&rule.when, model) {
        let when = nodes::replaced(&rule.when, &path, &new);
        made.push(Made {
            mutant: mutant(operator, before, after, by_rule(rule, direction, model)),
            part: Part::Rule(id, Arc::new(Rule { when, ..rule.clone() })),
            reach: Reach::Condition { root: Root::Rule(id), path, new },
        });
    }
    for (at, grant) in rule.grants.iter().enumerate() {
        let Grant::Settle { judgment, ruling, given: Some(given) } = grant else { continue };
        for Change { operator, path, new, before, after, direction } in nodes::changes(given, model) {
            let given = Some(nodes::replaced(given, &path, &new));
            // A denial gives the vendor an answer, and stands in the way of approvals and delegations.
            let permissive = *ruling == Settlement::Deny || direction != Direction::Less;
            let mut other = rule.clone();
            if let Some(slot) = other.grants.get_mut(at) {
                *slot = Grant::Settle { judgment: *judgment, ruling: *ruling, given };
            }
            made.push(Made {
                mutant: mutant(operator, before, after, permissive),
                part: Part::Rule(id, Arc::new(other)),
                reach: Reach::Condition { root: Root::Given(id, at), path, new },
            });
        }
    }
    for effects::Change { operator, rule, before, after, permissive } in effects::changes(rule, model) {
        made.push(Made {
            mutant: mutant(operator, before, after, permissive),
            part: Part::Rule(id, Arc::new(rule)),
            reach: Reach::Rule(id),
        });
    }
}

fn of_lets(model: &Model, made: &mut Vec<Made>) {
    for (at, named) in model.lets.iter().enumerate() {
        let id = LetId::at(at);
        if model.inherited.named(id) {
            continue;
        }
        for Change { operator, path, new, before, after, direction } in
            nodes::changes(&named.condition, model)
        {
            let condition = nodes::replaced(&named.condition, &path, &new);
            let other = Box::new(Let { condition, ..named.clone() });
            let permissive = by_reading(model, Read::Let(id), direction);
            let (subject, name) = (Subject::Let, named.id.clone());
            made.push(Made {
                mutant: Mutant { operator, subject, name, place: None, nth: 1, before, after, permissive },
                part: Part::Let(id, other),
                reach: Reach::Condition { root: Root::Let(id), path, new },
            });
        }
    }
}

/// Parameters one unit higher and lower, or another option; what stands in for missing facts is another value.
fn of_derived(model: &Model, made: &mut Vec<Made>) {
    for (at, derived) in model.derived.iter().enumerate() {
        let id = ValueId::derived(at);
        if model.inherited.value(id) {
            continue;
        }
        let (subject, value) = match &derived.from {
            Derivation::Constant(parameter) => (Subject::Param, &parameter.value),
            Derivation::Or(_, value) => (Subject::Derived, value),
            _ => continue,
        };
        let options = model.options(id);
        let others: Vec<(Value, bool)> = match value {
            Value::Bool(holds) => vec![(Value::Bool(!holds), false)],
            Value::Choice(option) => nodes::other_option(options, *option)
                .map(|option| (Value::Choice(option), false))
                .into_iter()
                .collect(),
            value => [false, true].into_iter().filter_map(|up| Some((next(value, up)?, true))).collect(),
        };
        for (other, moved) in others {
            let operator = match (subject, moved) {
                (Subject::Derived, _) => Operator::ChangeDefault,
                (_, true) => Operator::MoveThreshold,
                (_, false) => Operator::SwapOption,
            };
            let (before, after) =
                (literal_of(value, options).to_string(), literal_of(&other, options).to_string());
            let mut changed = Box::new(derived.clone());
            match &mut changed.from {
                Derivation::Constant(parameter) => parameter.value = other,
                Derivation::Or(_, value) => *value = other,
                _ => {}
            }
            let permissive = by_reading(model, Read::Value(id), Direction::Either);
            let name = derived.id.strip_prefix("param.").unwrap_or(&derived.id).into();
            made.push(Made {
                mutant: Mutant {
                    operator,
                    subject,
                    name,
                    before,
                    after: Some(after),
                    permissive,
                    place: None,
                    nth: 1,
                },
                part: Part::Derived(at, changed),
                reach: Reach::All,
            });
        }
    }
}

/// A default is left out; a fact that conditions read and that has none gets one.
fn of_facts(model: &Model, made: &mut Vec<Made>) {
    for (id, fact) in model.facts_by_name().filter(|(id, _)| !model.inherited.value(*id)) {
        let ValueAt::Fact(at) = id.position() else { continue };
        let text = |value: &Value| format!("default: {}", literal_of(value, model.options(id)));
        let (operator, default) = match &fact.default {
            Some(_) => (Operator::DropDefault, None),
            None if is_read(model, id) => match first_value(fact) {
                Some(value) => (Operator::AddDefault, Some(value)),
                None => continue,
            },
            None => continue,
        };
        let nothing = || "no default".to_owned();
        made.push(Made {
            mutant: Mutant {
                operator,
                subject: Subject::Fact,
                name: fact.id.clone(),
                place: None,
                nth: 1,
                before: fact.default.as_ref().map_or_else(nothing, text),
                after: default.as_ref().map(text),
                // Unknown only restricts.
                permissive: operator == Operator::AddDefault,
            },
            part: Part::Fact(at, Arc::new(FactDeclaration { default, ..fact.clone() })),
            reach: Reach::Facts,
        });
    }
}

/// The least and the greatest value of facts that are read, one unit higher and lower: what lies beyond them counts as missing.
fn of_bounds(model: &Model, made: &mut Vec<Made>) {
    for (id, fact) in model.facts_by_name().filter(|(id, _)| !model.inherited.value(*id)) {
        let ValueAt::Fact(at) = id.position() else { continue };
        if !is_read(model, id) {
            continue;
        }
        for (key, bound) in [("min", &fact.min), ("max", &fact.max)] {
            let Some(bound) = bound else { continue };
            let text = |value: &Value| format!("{key}: {}", literal_of(value, model.options(id)));
            for up in [false, true] {
                let Some(moved) = next(bound, up) else { continue };
                let after = Some(text(&moved));
                let other = match key {
                    "min" => FactDeclaration { min: Some(moved), ..fact.clone() },
                    _ => FactDeclaration { max: Some(moved), ..fact.clone() },
                };
                made.push(Made {
                    mutant: Mutant {
                        operator: Operator::MoveBound,
                        subject: Subject::Fact,
                        name: fact.id.clone(),
                        place: None,
                        nth: 1,
                        before: text(bound),
                        after,
                        // More values are known then; one that is not only restricts.
                        permissive: up == (key == "max"),
                    },
                    part: Part::Fact(at, Arc::new(other)),
                    reach: Reach::Facts,
                });
            }
        }
    }
}

/// Whether a condition, a script or a derived value reads a fact.
fn is_read(model: &Model, fact: ValueId) -> bool {
    let derived = model.derived.iter().any(|derived| derived.from.fact() == Some(fact));
    let lets = model.lets.iter().map(|named| &named.condition);
    let scores = model.scores.iter().flat_map(|score| score.parts.iter().map(|part| &part.when));
    let rules = model.rules.iter().map(|rule| &rule.when);
    let granted = model.overrides.iter().flat_map(|by| &by.grants);
    let grants = model.rules.iter().flat_map(|rule| &rule.grants);
    let given = grants.chain(granted.clone().flat_map(|entry| &entry.grants)).filter_map(Grant::given);
    let scripts = model.overrides.iter().flat_map(|by| &by.scripts);
    let asked = scripts.flat_map(|script| script.questions().chain(script.readings()));
    let of_scripts = granted.map(|entry| &entry.when).chain(asked);
    let mut all = lets.chain(scores).chain(rules).chain(given).chain(of_scripts);
    derived || all.any(|condition| reads(condition, fact))
}

fn reads(condition: &Condition, fact: ValueId) -> bool {
    match condition {
        Condition::Not(inner) => reads(inner, fact),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| reads(part, fact)),
        Condition::Leaf(leaf) => leaf.values().any(|value| value == fact),
        Condition::Constant(_) | Condition::Let(_) => false,
    }
}

/// A value that a careless author might take for missing ones.
fn first_value(fact: &FactDeclaration) -> Option<Value> {
    match &fact.kind {
        FactType::Bool => Some(Value::Bool(false)),
        FactType::Integer | FactType::Decimal => {
            Some(fact.min.clone().unwrap_or(Value::Number(Decimal::ZERO)))
        }
        FactType::Choice(_) => Some(Value::Choice(0)),
        FactType::Choices(_) => Some(Value::Choices([].into())),
        FactType::Text | FactType::Date | FactType::Timestamp | FactType::Duration => None,
    }
}

/// Every act one tier lower, as far as a rulebook may say so: the client keeps its decisions.
fn of_judgments(model: &Model, made: &mut Vec<Made>) {
    for (at, judgment) in model.judgments.iter().enumerate() {
        if model.inherited.judgment(JudgmentId::at(at)) {
            continue;
        }
        for (act, holder) in Act::ALL.into_iter().zip(judgment.holders) {
            let lower = effects::below(model, holder);
            let may_hold = |tier| act != Act::Decide || model.tiers.party(tier) == Party::Client;
            let Some(lower) = lower.filter(|tier| may_hold(*tier)) else { continue };
            let mut changed = Box::new(judgment.clone());
            for (other, slot) in Act::ALL.into_iter().zip(&mut changed.holders) {
                if other == act {
                    *slot = lower;
                }
            }
            let text = |tier| format!("{}: {}", act.as_str(), model.tiers.id(tier));
            made.push(Made {
                mutant: Mutant {
                    operator: Operator::LowerHolder,
                    subject: Subject::Judgment,
                    name: judgment.id.clone(),
                    place: None,
                    nth: 1,
                    before: text(holder),
                    after: Some(text(lower)),
                    permissive: true,
                },
                part: Part::Judgment(JudgmentId::at(at), changed),
                reach: Reach::All,
            });
        }
    }
}
