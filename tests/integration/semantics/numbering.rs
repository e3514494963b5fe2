//! Inside, what a layer adds stands behind what the layers below it say. Nobody sees that: whatever is told is told by name.

use furiwake::{Engine, Inquiry, Language, Registry, Rulebook};

const BASE: &str = "
rulebook: base
version: '1'
tiers: { vendor: [v], client: [c] }
desks: { m: { party: vendor } }
facts: { m.fact: { type: integer, min: 0 }, n: { type: bool } }
cues: { m: { any: [返金, money] } }
axes: { topic: { labels: [m], many: true }, m_axis: { labels: [low, high], default: low } }
judgments: { m: }
rules:
  - { id: m, when: cue.m && !(m.fact > 3), raise: [m], refer: [m], require: [m.fact], classify: { topic: m, m_axis: high }, notify: [m] }
";

/// Everything of its own sorts before what the base has, or between.
const RULES: &str = "
derive: { a.length: length(text) }
scores: { a: { cue.a: 1, cue.m: 1 } }
let: { a.said: 'score.a >= 1 && a.length > 0' }
rules:
  - { id: a, when: a.said && !(a.fact > m.fact), raise: [a, m], refer: [a], require: [a.fact, m.a, a.length], classify: { topic: a, a_axis: high }, notify: [a, v, client], escalate: c }
  - { id: b, when: 'has(topic, \"m\") || m.a > 1', retain: [m, a] }
  - { id: z, when: '!(n)', delegate: [a, m] }
invariants: [{ id: a, never: 'holder(m) == \"v\" && raised(a) == \"no\"' }]
";

const OWN: &str = "
rulebook: own
version: '1'
extends: [./base.yaml]
desks: { a: { party: client } }
facts: { a.fact: { type: integer, min: 0 }, m.a: { type: integer, min: 0 } }
cues: { a: { any: [返品, back] }, m: { any: [ありがとう] } }
axes: { topic: { labels: [a, z], many: true }, a_axis: { labels: [low, high], default: low } }
judgments: { a: }
";

const WHOLE: &str = "
rulebook: own
version: '1'
tiers: { vendor: [v], client: [c] }
desks: { a: { party: client }, m: { party: vendor } }
facts: { a.fact: { type: integer, min: 0 }, m.a: { type: integer, min: 0 }, m.fact: { type: integer, min: 0 }, n: { type: bool } }
cues: { a: { any: [返品, back] }, m: { any: [ありがとう, 返金, money] } }
axes: { topic: { labels: [a, m, z], many: true }, a_axis: { labels: [low, high], default: low }, m_axis: { labels: [low, high], default: low } }
judgments: { a: , m: }
";

#[test]
fn what_layers_say_is_told_as_if_one_had_said_it() {
    let layered =
        Rulebook::load_with("own.yaml", &format!("{OWN}{RULES}"), |_| Ok::<_, String>(BASE.to_owned()));
    let rule = BASE.lines().last().unwrap();
    let whole = Rulebook::load(
        "own.yaml",
        &format!("{WHOLE}{}", RULES.replacen("rules:", &format!("rules:\n{rule}"), 1)),
    );
    let [layered, whole] =
        [layered, whole].map(|loaded| loaded.into_result().unwrap_or_else(|findings| panic!("{findings}")));
    assert_eq!(layered.hash(), whole.hash());
    let names = |rulebook: &Rulebook| {
        let all = [
            rulebook.rules().collect::<Vec<_>>(),
            rulebook.cues().collect(),
            rulebook.axes().collect(),
            rulebook.judgments().collect(),
            rulebook.labels("topic").collect(),
        ];
        all.map(|names| names.join(" "))
    };
    assert_eq!(names(&layered), ["a b m z", "a m", "a_axis m_axis topic", "a m", "a m z"]);
    assert_eq!(names(&layered), names(&whole));
    let engines = [&layered, &whole].map(Engine::new);
    for inquiry in [
        Inquiry::new(),
        Inquiry::new().customer("返金して、back"),
        Inquiry::new().customer("ありがとう money 返品").fact("m.fact", 2).fact("a.fact", 1).fact("m.b", 1),
        Inquiry::new().customer("").fact("n", false).fact("m.a", 2).fact("m.fact", -1),
    ] {
        let [layered, whole] = engines.each_ref().map(|engine| {
            let decision = engine.decide(&inquiry);
            let registry = Registry::new();
            registry.insert("own", engine.rulebook());
            assert_eq!(decision.to_json(), registry.decide("own", &inquiry).to_json());
            let violations: Vec<String> =
                engine.violations(&inquiry).iter().map(|violation| format!("{violation}")).collect();
            let why_not = engine.why_not(&inquiry, "b").unwrap().to_json();
            (
                decision.to_json(),
                [Language::Japanese, Language::English].map(|language| decision.why(language)),
                violations,
                why_not,
            )
        });
        assert_eq!(layered, whole);
    }
    let decision = engines[0].decide(&Inquiry::new().customer("返金して、back"));
    let told = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(" ");
    assert_eq!(told(&mut decision.route().desks()), "a m");
    assert_eq!(told(&mut decision.route().notify()), "client v a m");
    assert_eq!(told(&mut decision.requires().map(|needed| needed.fact)), "a.fact m.a m.fact a.length");
    assert_eq!(decision.labels("topic").possible, ["a", "m"]);
    assert_eq!(decision.rules("m"), ["a", "b", "m"]);
}
