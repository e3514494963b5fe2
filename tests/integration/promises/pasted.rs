//! A condition pasted into a script means what it meant: where all it reads is known, the evaluator of rules, a script in the
//! sandbox and plain Rhai, which knows nothing of this library, come to the same.

use super::config;
use crate::generate::{
    Book, Case, Effect, Kind, RawBook, RawCondition, Rule, State, load, raw_book, raw_case, raw_condition,
};
use furiwake::{Decision, Engine, Truth};
use proptest::prelude::*;
use rhai::{Array, Dynamic, Map, Scope};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn conditions_mean_the_same_in_scripts_and_in_rhai(
        raw in raw_book(), case in raw_case(), conditions in prop::collection::vec(raw_condition(), 1..=4), seed in any::<u8>()
    ) {
        let (book, case) = known(raw, &case, seed);
        let conditions: Vec<String> = conditions.iter().map(|raw: &RawCondition| book.any_condition(raw)).collect();
        let mut probed = book.clone();
        let probes = conditions.iter().enumerate().map(|(at, when)| (format!("probe-{at}"), when.clone()));
        let cues = book.cues().iter().map(|cue| (cue.clone(), format!("cue.{cue}")));
        probed.rules.extend(probes.chain(cues).map(|(id, when)| {
            Rule { id, when: Some(when), effective: None, effects: vec![Effect::Tag(0)] }
        }));
        let mut script = "scripts:\n  decided: |\n".to_owned();
        for (at, when) in conditions.iter().enumerate() {
            script += &format!("    if {when} {{ propose.tag(\"if-{at}\", \"so\"); }}\n");
            script += &format!("    if !({when}) {{ }} else {{ propose.tag(\"else-{at}\", \"so\"); }}\n");
            script += &format!("    let v{at} = {when};\n    if v{at} && true {{ propose.tag(\"let-{at}\", \"so\"); }}\n");
            script += &format!("    let c{at} = 0;\n    if {when} {{ c{at} = 1; }}\n    if c{at} == 1 {{ propose.tag(\"set-{at}\", \"so\"); }}\n");
        }
        let loaded = load(&probed, &script);
        let Some(rulebook) = loaded.rulebook() else { panic!("{}\n{script}", loaded.findings()) };
        let engine = Engine::new(rulebook);
        let inquiry = case.inquiry(&book);
        let decision = engine.decide(&inquiry);
        let truth = |id: &str| engine.why_not(&inquiry, id).unwrap().truth();
        let mut plain = Plain::new(&book, &case, &decision, &truth);
        for (at, when) in conditions.iter().enumerate() {
            let ours = truth(&format!("probe-{at}"));
            prop_assert_ne!(ours, Truth::Unknown, "{}\n{}\n{}", when, case.json(&book), probed.tree().yaml());
            let plain = plain.holds(when);
            prop_assert_eq!(ours == Truth::True, plain, "{} in Rhai\n{}\n{}", when, case.json(&book), probed.tree().yaml());
            for how in ["if", "else", "let", "set"] {
                let tag = format!("{how}-{at}");
                let proposed = decision.tags().any(|proposed| proposed == tag);
                prop_assert_eq!(
                    ours == Truth::True, proposed,
                    "{} by {}\n{}\n{}", when, how, case.json(&book), probed.tree().yaml()
                );
            }
        }
    }
}

/// A rulebook without values that only this library works out, and an inquiry that lacks nothing.
fn known(mut raw: RawBook, case: &crate::generate::RawCase, seed: u8) -> (Book, Case) {
    raw.derived.clear();
    raw.params.clear();
    raw.scores.clear();
    let book = Book::new(&raw);
    let mut case = Case::new(&book, case);
    for (at, state) in case.facts.iter_mut().enumerate() {
        if !matches!(state, State::Value(_)) {
            *state = State::Value((usize::from(seed) + at) % book.facts[at].values());
        }
    }
    if case.messages.is_empty() {
        case.messages.push(String::new());
    }
    (book, Case { complete: true, has_time: true, ..case })
}

/// Rhai with the facts as plain values and three small functions.
struct Plain {
    engine: rhai::Engine,
    scope: Scope<'static>,
}

impl Plain {
    fn new(book: &Book, case: &Case, decision: &Decision, truth: &dyn Fn(&str) -> Truth) -> Self {
        let mut engine = rhai::Engine::new();
        engine.register_fn("has", |set: Array, option: &str| {
            set.into_iter().any(|member| member.into_string().unwrap() == option)
        });
        engine.register_fn("at_least", |label: &str, least: &str| {
            let height = |label: &str| {
                ["mild", "middling", "strict", "strictest"].iter().position(|other| *other == label).unwrap()
            };
            height(label) >= height(least)
        });
        let mut scope = Scope::new();
        let mut facts = Map::new();
        for (fact, state) in book.facts.iter().zip(&case.facts) {
            let State::Value(value) = state else { panic!("nothing is missing") };
            let name = fact.name.strip_prefix("fact.").unwrap();
            facts.insert(name.into(), value_of(fact.kind.domain()[*value]));
        }
        scope.push("fact", facts);
        let mut cues = Map::new();
        for cue in book.cues() {
            cues.insert(cue.as_str().into(), Dynamic::from(truth(cue) == Truth::True));
        }
        scope.push("cue", cues);
        for axis in 0..book.defaults.len() {
            let (axis, _) = book.axis(axis);
            scope.push(axis.to_owned(), decision.label(axis).unwrap().to_owned());
        }
        if book.has_topic() {
            let labels: Array = decision
                .labels("topic")
                .certain
                .iter()
                .map(|label| Dynamic::from((*label).to_owned()))
                .collect();
            scope.push("topic", labels);
        }
        let mut plain = Self { engine, scope };
        for (name, text) in book.lets() {
            // What it says is known is known.
            let holds = plain.holds(text);
            plain.scope.push(name.to_owned(), holds);
        }
        plain
    }

    fn holds(&mut self, condition: &str) -> bool {
        let mut text = condition.to_owned();
        for literal in [Kind::Timestamp, Kind::Duration].into_iter().flat_map(Kind::domain) {
            text = text.replace(literal, &value_of(literal).to_string());
        }
        // `known(..)` asks nothing else of something that is there.
        while let Some(start) = text.find("known(") {
            let end = start + text[start..].find(')').unwrap();
            text.replace_range(start..=end, "true");
        }
        let result = self.engine.eval_with_scope::<bool>(&mut self.scope, &text);
        result.unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

/// A value as JSON has it in plain Rhai: instants and lengths of time as numbers, which compare as they do.
fn value_of(json: &str) -> Dynamic {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    match value {
        serde_json::Value::Bool(value) => value.into(),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().unwrap().into(),
        },
        serde_json::Value::String(text) => {
            if let Ok(instant) = text.parse::<jiff::Timestamp>() {
                return instant.as_second().into();
            }
            match text.as_str() {
                "10m" => 10_i64.into(),
                "1h" => 60_i64.into(),
                "36h" => 2160_i64.into(),
                _ => text.into(),
            }
        }
        serde_json::Value::Array(items) => {
            items.iter().map(|item| value_of(&item.to_string())).collect::<Array>().into()
        }
        other => panic!("no fact is {other}"),
    }
}
