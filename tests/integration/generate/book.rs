//! A generated rulebook: what its rules do, as the promises need to know it, and the tree it is written from.

use super::condition::{Direction, Names, Scope};
use super::fact::{Fact, Value, derived, param};
use super::raw::{Pick, RawBook, RawRule, RawScore};
use super::tree::Tree;
use furiwake::{Act, Engine, Rulebook};

/// Phrases, with a longer one that is no evidence.
const PHRASES: [(&str, &str); 6] = [
    ("返金", "返金済み"),
    ("壊れ", "壊れもの"),
    ("急ぎ", "お急ぎ便"),
    ("refund", "refund policy"),
    ("broken", "broken link"),
    ("110", "110 yen"),
];

const ORDERED_LABELS: [&str; 4] = ["mild", "middling", "strict", "strictest"];

/// A rulebook that loads.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    /// From lowest to highest.
    pub(crate) tiers: Vec<String>,
    pub(crate) vendor_tiers: usize,
    pub(crate) facts: Vec<Fact>,
    pub(crate) no_text_is_empty: bool,
    /// By judgment: who holds each act by default, in the order of [`Act::ALL`].
    pub(crate) judgments: Vec<(String, [usize; 3])>,
    pub(crate) rules: Vec<Rule>,
    /// The default of each ordered axis.
    pub(crate) defaults: Vec<usize>,
    pub(super) desks: Vec<String>,
    pub(super) names: Names,
    /// Everything but the rules.
    head: Vec<(String, Tree)>,
}

/// A rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) when: Option<String>,
    /// The ends of the period in which it is in force.
    pub(crate) effective: Option<[Option<&'static str>; 2]>,
    pub(crate) effects: Vec<Effect>,
}

/// What a rule does, by positions in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    Classify(Classified),
    Raise(usize),
    Retain { judgment: usize, act: Act, tier: Option<usize> },
    Delegate { judgment: usize, act: Act, tier: usize },
    Settle { judgment: usize, ruling: &'static str, given: Option<Given> },
    Escalate { to: Option<usize>, urgency: Option<&'static str>, within: Option<&'static str> },
    Refer(usize),
    Notify(String),
    Require(usize),
    Instruct(usize),
    Tag(usize),
}

/// A label given to an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Classified {
    Ordered { axis: usize, label: usize },
    Unordered(usize),
}

/// What a settlement is given on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) condition: String,
    pub(crate) otherwise: bool,
}

impl Book {
    pub(crate) fn new(raw: &RawBook) -> Self {
        let (vendor, client) = (1 + raw.tiers[0].below(3), 1 + raw.tiers[1].below(3));
        let tiers: Vec<String> = (0..vendor)
            .map(|tier| format!("vendor_{tier}"))
            .chain((0..client).map(|tier| format!("client_{tier}")))
            .collect();
        let mut facts: Vec<Fact> =
            raw.facts.iter().enumerate().map(|(at, picks)| Fact::new(at, *picks)).collect();
        let mut names =
            Names { cues: (0..raw.cues.len()).map(|cue| format!("cue_{cue}")).collect(), ..Names::default() };
        let mut derivations = Vec::new();
        for (position, picks) in raw.derived.iter().enumerate() {
            let (value, formula) = derived(position, *picks, &mut facts, &names.cues);
            derivations.push((value.name.clone(), Tree::text(&formula)));
            names.values.push(value);
        }
        let declared =
            |fact: &Fact| Value { name: fact.name.clone(), kind: fact.kind, literals: fact.kind.literals() };
        names.values.splice(0..0, facts.iter().map(declared));
        let named = |(at, score): (usize, &RawScore)| (format!("score_{at}"), score.bands.below(2) == 1);
        names.scores = raw.scores.iter().enumerate().map(named).collect();
        let (params, declared): (Vec<_>, Vec<_>) =
            raw.params.iter().enumerate().map(|(at, picks)| param(at, *picks)).unzip();
        names.values.extend(params);
        let (mut axes, mut defaults) = (Vec::new(), Vec::new());
        for (position, [count, default]) in raw.ordered.iter().enumerate() {
            let labels: Vec<String> =
                ORDERED_LABELS.iter().take(2 + count.below(3)).map(|label| (*label).to_owned()).collect();
            defaults.push(default.below(labels.len()));
            let name = format!("axis_{position}");
            axes.push((name.clone(), ordered_axis(&labels, defaults[position])));
            names.ordered.push((name, labels));
        }
        if raw.unordered.below(2) == 1 {
            let labels = vec!["blue".to_owned(), "red".to_owned()];
            axes.push(("topic".to_owned(), unordered_axis(&labels)));
            names.unordered = Some(("topic".to_owned(), labels));
        }
        for (role, condition) in &raw.lets {
            let direction = *role.of(&[Direction::Neither, Direction::Up, Direction::Down]);
            let (ordered, unordered) = (names.ordered.len(), names.unordered.is_some());
            names.add_let(condition, Scope { direction, ordered, unordered, scores: true });
        }
        let desks: Vec<String> = (0..raw.desks.below(3)).map(|desk| format!("desk_{desk}")).collect();
        let (judgments, judgment_trees) = judgments(raw, &tiers, vendor);
        let mut head = people(raw, &tiers, vendor, &desks);
        head.push(("timezone".to_owned(), Tree::plain("Asia/Tokyo")));
        head.push(("calendars".to_owned(), calendars()));
        let no_text_is_empty = raw.no_text.once_in(4);
        if no_text_is_empty {
            head.push(("no_text".to_owned(), Tree::plain("empty")));
        }
        let scores = raw.scores.iter().zip(&names.scores);
        let scores = scores.map(|(raw, (name, has_bands))| (name.clone(), score(raw, *has_bands, &names)));
        let lets = names.lets.iter().map(|named| (named.name.clone(), Tree::text(&named.text)));
        head.extend([
            ("facts".to_owned(), Tree::map(facts.iter().map(|fact| (fact.name.clone(), fact.declaration())))),
            ("derive".to_owned(), Tree::Map(derivations)),
            ("params".to_owned(), Tree::Map(declared)),
            ("cues".to_owned(), Tree::Map(raw.cues.iter().zip(&names.cues).map(cue).collect())),
            ("scores".to_owned(), Tree::Map(scores.collect())),
            ("let".to_owned(), Tree::map(lets)),
            ("axes".to_owned(), Tree::Map(axes)),
            ("judgments".to_owned(), Tree::Map(judgment_trees)),
        ]);
        head.retain(|(_, tree)| !matches!(tree, Tree::Map(entries) if entries.is_empty()));
        let rules = Vec::new();
        let mut book = Self {
            tiers,
            vendor_tiers: vendor,
            facts,
            no_text_is_empty,
            judgments,
            rules,
            defaults,
            desks,
            names,
            head,
        };
        book.rules = raw
            .rules
            .iter()
            .enumerate()
            .map(|(at, rule)| book.new_rule(format!("rule-{at}"), rule))
            .collect();
        if raw.raised.once_in(2) {
            book.rules.push(Rule {
                id: "raised".to_owned(),
                when: None,
                effective: None,
                effects: vec![Effect::Raise(0)],
            });
        }
        book
    }

    /// A rule of this book, with the condition its effects allow.
    pub(crate) fn new_rule(&self, id: String, raw: &RawRule) -> Rule {
        let effects = raw.effects.iter().map(|picks| self.effect(*picks, raw));
        self.rule_with(id, raw, effects)
    }

    /// A rule of this book whose condition reads no label.
    pub(crate) fn unclassified_rule(&self, raw: &RawRule) -> Rule {
        let rule = self.new_rule(String::new(), raw);
        let scope = Scope { direction: Direction::Neither, ordered: 0, unordered: false, scores: true };
        let when = raw.when.as_ref().map(|when| self.names.condition(when, scope));
        Rule { when, effective: None, ..rule }
    }

    /// An entry of `grants` with the condition and the effects of a rule.
    pub(crate) fn grant_tree(&self, rule: &Rule) -> Tree {
        let mut tree = self.rule_tree(rule);
        if let Tree::Map(keys) = &mut tree {
            keys.retain(|(key, _)| key != "id");
        }
        tree
    }

    /// A rule that only restricts: one that grants nothing, with the labels of unordered axes left out, which any rule may
    /// read in either direction.
    pub(crate) fn restricting_rule(&self, id: String, raw: &RawRule) -> Rule {
        let restricts = |effect: &Effect| {
            !self.is_grant(effect) && !matches!(effect, Effect::Classify(Classified::Unordered(_)))
        };
        let mut effects: Vec<Effect> =
            raw.effects.iter().map(|picks| self.effect(*picks, raw)).filter(restricts).collect();
        if effects.is_empty() {
            effects.push(Effect::Raise(0));
        }
        self.rule_with(id, raw, effects.into_iter())
    }

    fn rule_with(&self, id: String, raw: &RawRule, wanted: impl Iterator<Item = Effect>) -> Rule {
        let mut effects: Vec<Effect> = Vec::new();
        for effect in wanted {
            if effects.iter().all(|other| !other.excludes(&effect)) {
                effects.push(effect);
            }
        }
        let when = raw.when.as_ref().map(|when| self.names.condition(when, self.scope(&effects)));
        // Some in force at the inquiry's time, on its day or from that instant on, some not any more or not yet.
        let effective = *raw.effective.of(&[
            None,
            None,
            None,
            None,
            None,
            None,
            Some([Some("2026-11-21"), Some("2026-11-21")]),
            Some([Some("\"2026-11-21T10:00:00+09:00\""), None]),
            Some([None, Some("\"2026-11-21T10:00:00+09:00\"")]),
            Some([Some("2026-11-22"), None]),
        ]);
        Rule { id, when, effective, effects }
    }

    fn effect(&self, [kind, which, tier, first, second, third]: [Pick; 6], raw: &RawRule) -> Effect {
        let judgment = which.below(self.judgments.len());
        let act = *first.of(&[Act::Decide, Act::Decide, Act::Communicate, Act::Propose]);
        match kind.below(20) {
            0..=2 => Effect::Raise(judgment),
            3 | 4 => {
                let client = self.vendor_tiers + tier.below(self.tiers.len() - self.vendor_tiers);
                let default = act == Act::Decide && second.below(2) == 0;
                Effect::Retain { judgment, act, tier: (!default).then_some(client) }
            }
            5 | 6 => Effect::Delegate { judgment, act, tier: tier.below(self.tiers.len()) },
            7..=9 => {
                let given = (second.below(3) > 0).then(|| {
                    let otherwise = second.below(3) == 2;
                    Given {
                        condition: self.names.condition(&raw.given, self.given_scope(otherwise)),
                        otherwise,
                    }
                });
                let ruling = if first.below(2) == 0 { "approve" } else { "deny" };
                Effect::Settle { judgment, ruling, given }
            }
            10 | 11 => {
                let to = Some(tier.below(self.tiers.len())).filter(|_| !first.once_in(3));
                let urgency = [None, Some("high"), Some("critical"), Some("normal")][second.below(4)];
                let limits = [
                    None,
                    Some("30m"),
                    Some("2h"),
                    Some("1d"),
                    Some("90 business minutes in support"),
                    Some("4 business hours in night"),
                ];
                let within = *third.of(&limits);
                // Something has to be said.
                let to = if urgency.is_none() && within.is_none() { to.or(Some(0)) } else { to };
                Effect::Escalate { to, urgency, within }
            }
            12 if !self.desks.is_empty() => Effect::Refer(tier.below(self.desks.len())),
            13 => {
                let parties = ["vendor", "client"].map(str::to_owned);
                let all: Vec<&String> = parties.iter().chain(&self.tiers).chain(&self.desks).collect();
                Effect::Notify((*tier.of(&all)).clone())
            }
            14 => match first.below(3) {
                0 => Effect::Tag(tier.below(3)),
                1 => Effect::Instruct(tier.below(3)),
                _ => Effect::Require(tier.below(self.facts.len())),
            },
            15 if self.names.unordered.is_some() => Effect::Classify(Classified::Unordered(first.below(2))),
            _ => {
                let axis = which.below(self.names.ordered.len());
                let label = first.below(self.names.ordered[axis].1.len());
                Effect::Classify(Classified::Ordered { axis, label })
            }
        }
    }

    fn given_scope(&self, otherwise: bool) -> Scope {
        let direction = if otherwise { Direction::Neither } else { Direction::Down };
        let (ordered, unordered) = (self.names.ordered.len(), self.names.unordered.is_some());
        Scope { direction, ordered, unordered, scores: true }
    }

    /// What the condition of a rule with these effects may read: axes before those it classifies, in the direction of its
    /// effects.
    fn scope(&self, effects: &[Effect]) -> Scope {
        let (mut ordered, mut unordered) = (self.names.ordered.len(), self.names.unordered.is_some());
        let (mut restricts, mut grants, mut labels_unordered) = (false, false, false);
        for effect in effects {
            match effect {
                Effect::Classify(Classified::Unordered(_)) => {
                    (labels_unordered, ordered, unordered) = (true, 0, false)
                }
                Effect::Classify(Classified::Ordered { axis, .. }) => ordered = ordered.min(*axis),
                _ => {}
            }
            restricts |= self.is_restriction(effect);
            grants |= self.is_grant(effect);
        }
        let direction = match (restricts, grants) {
            _ if labels_unordered => Direction::Neither,
            (true, true) => Direction::Neither,
            (true, false) => Direction::Up,
            (false, true) => Direction::Down,
            (false, false) => Direction::Free,
        };
        Scope { direction, ordered, unordered, scores: true }
    }

    /// Whether the effect may restrict holders, the route, or an ordered axis.
    pub(crate) fn is_restriction(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Raise(_) | Effect::Retain { .. } | Effect::Escalate { .. } => true,
            Effect::Classify(Classified::Ordered { axis, label }) => *label >= self.defaults[*axis],
            _ => false,
        }
    }

    pub(crate) fn is_grant(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Delegate { .. } | Effect::Settle { .. } => true,
            Effect::Classify(Classified::Ordered { axis, label }) => *label < self.defaults[*axis],
            _ => false,
        }
    }

    /// Whether a script may do it inside a grant alone.
    pub(crate) fn needs_grant(&self, effect: &Effect) -> bool {
        self.is_grant(effect) || matches!(effect, Effect::Classify(Classified::Unordered(_)))
    }

    /// An ordered axis and its labels.
    pub(crate) fn axis(&self, axis: usize) -> (&str, &[String]) {
        let (name, labels) = &self.names.ordered[axis];
        (name, labels)
    }

    /// The unordered axis, which is there where a rule gives one of its labels.
    pub(crate) fn topic(&self) -> (&str, &[String]) {
        let (name, labels) = self.names.unordered.as_ref().unwrap();
        (name, labels)
    }

    pub(crate) fn desk(&self, desk: usize) -> &str {
        &self.desks[desk]
    }

    /// The rulebook's file.
    pub(crate) fn tree(&self) -> Tree {
        let rules = Tree::set(self.rules.iter().map(|rule| self.rule_tree(rule)));
        let name = [("rulebook", Tree::plain("generated")), ("version", Tree::text("1"))];
        let head =
            name.into_iter().map(|(key, tree)| (key.to_owned(), tree)).chain(self.head.iter().cloned());
        Tree::Map(head.chain([("rules".to_owned(), rules)]).collect())
    }

    /// The rulebook's file, with every judgment locked.
    pub(crate) fn locked_tree(&self) -> Tree {
        let mut tree = self.tree();
        if let Tree::Map(sections) = &mut tree
            && let Some((_, Tree::Map(judgments))) = sections.iter_mut().find(|(key, _)| key == "judgments")
        {
            for (_, judgment) in judgments {
                if let Tree::Map(keys) = judgment {
                    keys.push(("locked".to_owned(), Tree::plain(true)));
                }
            }
        }
        tree
    }

    /// The rulebook, loaded.
    pub(crate) fn engine(&self) -> Engine {
        engine(&self.tree())
    }

    /// The height of a tier.
    pub(crate) fn rank(&self, tier: &str) -> usize {
        self.tiers.iter().position(|other| other == tier).unwrap_or_else(|| panic!("no tier {tier}"))
    }

    fn rule_tree(&self, rule: &Rule) -> Tree {
        let mut keys = vec![("id".to_owned(), Tree::plain(&rule.id))];
        keys.extend(rule.when.iter().map(|when| ("when".to_owned(), Tree::text(when))));
        if let Some(ends) = rule.effective {
            let ends = ["from", "until"].into_iter().zip(ends);
            let ends = ends.filter_map(|(key, end)| Some((key, Tree::plain(end?))));
            keys.push(("effective".to_owned(), Tree::map(ends)));
        }
        for effect in &rule.effects {
            let (key, value) = self.effect_tree(effect);
            match keys.iter_mut().find(|(other, _)| other == key) {
                Some((_, Tree::List { items, .. })) => items.push(value),
                Some((_, Tree::Map(entries))) if let Tree::Map(more) = value => merge(entries, more),
                Some(_) => panic!("the effect is there twice"),
                None if matches!(value, Tree::Map(_)) || key == "escalate" => {
                    keys.push((key.to_owned(), value))
                }
                None => keys.push((key.to_owned(), Tree::set([value]))),
            }
        }
        Tree::Map(keys)
    }

    pub(super) fn effect_tree(&self, effect: &Effect) -> (&'static str, Tree) {
        let judgment = |at: usize| self.judgments[at].0.clone();
        let by_act = |at: usize, act: Act, tier: usize| {
            Tree::map([(judgment(at), Tree::map([(act.as_str(), Tree::plain(&self.tiers[tier]))]))])
        };
        match effect {
            Effect::Classify(Classified::Ordered { axis, label }) => {
                let (name, labels) = &self.names.ordered[*axis];
                ("classify", Tree::map([(name.clone(), Tree::plain(&labels[*label]))]))
            }
            Effect::Classify(Classified::Unordered(label)) => {
                let (name, labels) = self.names.unordered.as_ref().unwrap();
                ("classify", Tree::map([(name.clone(), Tree::plain(&labels[*label]))]))
            }
            Effect::Raise(at) => ("raise", Tree::plain(judgment(*at))),
            Effect::Retain { judgment, act, tier } => {
                ("retain", by_act(*judgment, *act, tier.unwrap_or(self.vendor_tiers)))
            }
            Effect::Delegate { judgment, act, tier } => ("delegate", by_act(*judgment, *act, *tier)),
            Effect::Settle { judgment: at, ruling, given } => {
                let ruling = match given {
                    None => Tree::plain(ruling),
                    Some(Given { condition, otherwise }) => {
                        let opposite = if *ruling == "approve" { "deny" } else { "approve" };
                        let otherwise = otherwise.then(|| ("otherwise", Tree::plain(opposite)));
                        Tree::map([(*ruling, Tree::text(condition))].into_iter().chain(otherwise))
                    }
                };
                ("settle", Tree::map([(judgment(*at), ruling)]))
            }
            Effect::Escalate { to, urgency, within } => {
                let to = to.map(|tier| ("to", Tree::plain(&self.tiers[tier])));
                let urgency = urgency.map(|urgency| ("urgency", Tree::plain(urgency)));
                let within = within.map(|within| ("within", Tree::plain(within)));
                ("escalate", Tree::map([to, urgency, within].into_iter().flatten()))
            }
            Effect::Refer(desk) => ("refer", Tree::plain(&self.desks[*desk])),
            Effect::Notify(name) => ("notify", Tree::plain(name)),
            Effect::Require(fact) => ("require", Tree::plain(&self.facts[*fact].name)),
            Effect::Instruct(number) => {
                let text = Tree::map([
                    ("ja", Tree::text(&format!("指示{number}"))),
                    ("en", Tree::text(&format!("heed {number}"))),
                ]);
                ("instruct", text)
            }
            Effect::Tag(number) => ("tag", Tree::plain(format!("tag_{number}"))),
        }
    }
}

impl Effect {
    /// Whether one rule cannot state both.
    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Classify(Classified::Ordered { axis, .. }),
                Self::Classify(Classified::Ordered { axis: other, .. }),
            ) => axis == other,
            (Self::Classify(Classified::Unordered(_)), Self::Classify(Classified::Unordered(_)))
            | (Self::Escalate { .. }, Self::Escalate { .. })
            | (Self::Instruct(_), Self::Instruct(_)) => true,
            (Self::Retain { judgment, act, .. }, Self::Retain { judgment: other, act: other_act, .. })
            | (
                Self::Delegate { judgment, act, .. },
                Self::Delegate { judgment: other, act: other_act, .. },
            ) => judgment == other && act == other_act,
            (Self::Settle { judgment, .. }, Self::Settle { judgment: other, .. }) => judgment == other,
            _ => self == other,
        }
    }
}

/// The section of a rulebook with these rules alone.
pub(crate) fn rules_yaml(book: &Book, rules: &[Rule]) -> String {
    Tree::map([("rules", Tree::set(rules.iter().map(|rule| book.rule_tree(rule))))]).yaml()
}

/// Loads a rulebook that has to load.
pub(crate) fn engine(tree: &Tree) -> Engine {
    let text = tree.yaml();
    match Rulebook::load("generated.yaml", &text).into_result() {
        Ok(rulebook) => Engine::new(&rulebook),
        Err(findings) => panic!("{findings}\n{text}"),
    }
}

fn merge(entries: &mut Vec<(String, Tree)>, more: Vec<(String, Tree)>) {
    for (key, value) in more {
        match (entries.iter_mut().find(|(other, _)| *other == key), value) {
            (Some((_, Tree::Map(inner))), Tree::Map(more)) => merge(inner, more),
            (Some(_), _) => panic!("`{key}` is there twice"),
            (None, value) => entries.push((key, value)),
        }
    }
}

/// One that is open at the inquiry's time, a Saturday morning, with a break and a holiday before it, and one elsewhere.
fn calendars() -> Tree {
    let windows = |texts: &[&str]| Tree::set(texts.iter().map(|text| Tree::text(text)));
    let support = [
        (
            "hours",
            Tree::map([
                ("mon-fri", windows(&["09:00-12:00", "13:00-18:00"])),
                ("sat", windows(&["09:00-11:00"])),
            ]),
        ),
        ("holidays", Tree::set(["2026-11-23", "2026-11-20"].map(Tree::plain))),
    ];
    let night = [
        ("hours", Tree::map([("mon-sun", windows(&["22:00-02:00"]))])),
        ("timezone", Tree::plain("America/New_York")),
        ("exceptions", Tree::map([("2026-11-21", windows(&[])), ("2026-11-22", windows(&["00:00-24:00"]))])),
    ];
    Tree::map([("support", Tree::map(support)), ("night", Tree::map(night))])
}

fn ordered_axis(labels: &[String], default: usize) -> Tree {
    Tree::map([
        ("labels", Tree::list(labels.iter().map(Tree::plain))),
        ("default", Tree::plain(&labels[default])),
    ])
}

fn unordered_axis(labels: &[String]) -> Tree {
    Tree::map([("labels", Tree::set(labels.iter().map(Tree::plain))), ("many", Tree::plain(true))])
}

fn people(raw: &RawBook, tiers: &[String], vendor: usize, desks: &[String]) -> Vec<(String, Tree)> {
    let list = |tiers: &[String]| Tree::list(tiers.iter().map(Tree::plain));
    let parties = Tree::map([("vendor", list(&tiers[..vendor])), ("client", list(&tiers[vendor..]))]);
    let mut head = vec![("tiers".to_owned(), parties)];
    let mut direct: Vec<(usize, usize)> = Vec::new();
    for [from, to] in &raw.direct {
        let from = from.below(tiers.len() - 1);
        let pair = (from, from + 1 + to.below(tiers.len() - from - 1));
        if !direct.contains(&pair) {
            direct.push(pair);
        }
    }
    if !direct.is_empty() {
        let pairs = direct
            .iter()
            .map(|(from, to)| Tree::list([Tree::plain(&tiers[*from]), Tree::plain(&tiers[*to])]));
        head.push(("handoffs".to_owned(), Tree::map([("direct", Tree::set(pairs))])));
    }
    let desk = |(at, desk): (usize, &String)| {
        (desk.clone(), Tree::map([("party", Tree::plain(["client", "vendor"][at % 2]))]))
    };
    head.push(("desks".to_owned(), Tree::map(desks.iter().enumerate().map(desk))));
    let acts = ["propose", "communicate"].into_iter().zip(&raw.defaults);
    let defaults = acts.filter(|(_, tier)| tier.below(4) > 0);
    head.push((
        "defaults".to_owned(),
        Tree::map(defaults.map(|(act, tier)| (act, Tree::plain(tier.of(tiers))))),
    ));
    head
}

/// A judgment and who holds its three acts by default.
type Held = (String, [usize; 3]);

fn judgments(raw: &RawBook, tiers: &[String], vendor: usize) -> (Vec<Held>, Vec<(String, Tree)>) {
    let default =
        |at: usize| if raw.defaults[at].below(4) > 0 { raw.defaults[at].below(tiers.len()) } else { 0 };
    let (mut judgments, mut trees) = (Vec::new(), Vec::new());
    for (position, [propose, decide, communicate]) in raw.judgments.iter().enumerate() {
        let name = format!("judgment_{position}");
        let own = |pick: &Pick, from: usize| pick.once_in(3).then(|| from + pick.below(tiers.len() - from));
        let own = [own(propose, 0), own(decide, vendor), own(communicate, 0)];
        let keys = Act::ALL
            .into_iter()
            .zip(own)
            .filter_map(|(act, tier)| Some((act.as_str(), Tree::plain(&tiers[tier?]))));
        trees.push((name.clone(), Tree::map(keys)));
        let [propose, decide, communicate] = own;
        judgments.push((
            name,
            [propose.unwrap_or(default(0)), decide.unwrap_or(vendor), communicate.unwrap_or(default(1))],
        ));
    }
    (judgments, trees)
}

fn cue(([first, second, except, followed, preceded, kana], name): (&[Pick; 6], &String)) -> (String, Tree) {
    let mut phrases = vec![*first.of(&PHRASES), *second.of(&PHRASES)];
    phrases.dedup();
    let mut keys = vec![("any", Tree::set(phrases.iter().map(|(phrase, _)| Tree::text(phrase))))];
    if except.below(2) == 1 {
        keys.push(("except", Tree::set(phrases.iter().map(|(_, longer)| Tree::text(longer)))));
    }
    if followed.once_in(2) {
        keys.push(("unless_followed_by", Tree::set(["ではありません", "ません", " please"].map(Tree::text))));
    }
    if preceded.once_in(4) {
        keys.push(("unless_preceded_by", Tree::set(["未", "not "].map(Tree::text))));
    }
    if kana.once_in(4) {
        keys.push(("fold_kana", Tree::plain(true)));
    }
    (name.clone(), Tree::map(keys))
}

fn score(raw: &RawScore, has_bands: bool, names: &Names) -> Tree {
    const POINTS: [&str; 5] = ["1", "2", "-1", "-2", "0.5"];
    let mut keys: Vec<(String, Tree)> = Vec::new();
    for [cue, points] in &raw.cues {
        let cue = format!("cue.{}", cue.of(&names.cues));
        if keys.iter().all(|(other, _)| *other != cue) {
            keys.push((cue, Tree::plain(points.of(&POINTS))));
        }
    }
    if let Some((points, when)) = &raw.part {
        let scope = Scope { direction: Direction::Neither, ordered: 0, unordered: false, scores: false };
        let when = names.condition(when, scope);
        if keys.iter().all(|(cue, _)| *cue != when) {
            let part = Tree::map([("when", Tree::text(&when)), ("points", Tree::plain(points.of(&POINTS)))]);
            if keys.is_empty() && !has_bands {
                return Tree::set([part]);
            }
            keys.push(("parts".to_owned(), Tree::set([part])));
        }
    }
    if keys.is_empty() {
        keys.push((format!("cue.{}", names.cues[0]), Tree::plain("1")));
    }
    if has_bands {
        keys.push(("bands".to_owned(), Tree::map([("low", Tree::plain("0.5")), ("high", Tree::plain("2"))])));
    }
    Tree::Map(keys)
}
