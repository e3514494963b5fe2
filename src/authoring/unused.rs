//! What a rulebook declares and never uses. Such a name is mostly a slip, for the rule that should read it reads another, or
//! a leftover that makes people look for its meaning.
//!
//! Something is used if a decision may rest on it: a rule or a script names it, or what they name is made of it. What only unused
//! definitions read is unused too. So is what only an invariant reads, for an invariant decides nothing: that no rule reads
//! the name is what its author will want to know.

use super::document::{Calendar, Document, Effect, Formula, Grant, Name, Order, TimeLimit};
use super::layers::Layers;
use crate::condition::{Condition, Expression};
use crate::diagnostic::{Code, Problem};
use crate::effect::{self, Recipient, Restriction};
use crate::id::{AxisId, CueId, LabelId, LetId, ScoreId, ValueId};
use crate::overrides::SiteEffect;
use crate::rulebook::Model;
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Everything that is declared in layers that do not ship and that is none of the `uses`. What ships is declared for whoever
/// needs it. The document has no errors: what a broken rule uses is not known.
pub(super) fn unused(document: &Document, uses: &Uses<'_>, layers: &Layers) -> Vec<Problem> {
    let definitions = Definitions::of(document, layers);
    let used = definitions.used_by(&document.grants, uses);
    let mut problems = definitions.problems(&used, document);
    problems.extend(unassigned_labels(document, uses));
    problems.extend(unraised_judgments(document, uses));
    problems.retain(|problem| !layers.is_built_in(problem.place));
    problems
}

/// What a name may be declared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fact,
    Derived,
    Let,
    Cue,
    Score,
    Param,
    Calendar,
    Desk,
}

/// Kinds that share their names, as facts, derived values and named conditions do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Space {
    Bare,
    Cue,
    Score,
    Param,
    Calendar,
    Desk,
}

type Key<'d> = (Space, &'d str);

impl Kind {
    const fn space(self) -> Space {
        match self {
            Self::Fact | Self::Derived | Self::Let => Space::Bare,
            Self::Cue => Space::Cue,
            Self::Score => Space::Score,
            Self::Param => Space::Param,
            Self::Calendar => Space::Calendar,
            Self::Desk => Space::Desk,
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Derived => "derived value",
            Self::Let => "named condition",
            Self::Cue => "cue",
            Self::Score => "score",
            Self::Param => "parameter",
            Self::Calendar => "calendar",
            Self::Desk => "desk",
        }
    }

    fn problem(self, name: &Name) -> Problem {
        let (text, what) = (&name.value, self.what());
        let (code, message, help) = match self {
            Self::Fact => (
                Code::UnreadFact,
                format!("nothing reads the fact `{text}`"),
                "read it in the condition of a rule, name it under `require`, or remove it".to_owned(),
            ),
            Self::Cue => (
                Code::UnusedCue,
                format!("nothing uses the cue `{text}`"),
                format!("read it in the condition of a rule as `cue.{text}`, or remove it"),
            ),
            _ => (Code::UnusedDefinition, format!("nothing uses the {what} `{text}`"), self.advice(text)),
        };
        Problem::new(code, name.place, message).help(help)
    }

    fn advice(self, name: &str) -> String {
        match self {
            Self::Score => format!("compare `score.{name}` in the condition of a rule, or remove it"),
            Self::Param => format!("read it in the condition of a rule as `param.{name}`, or remove it"),
            Self::Calendar => format!("derive `open({name})`, count a `within` in it, or remove it"),
            Self::Desk => format!("write a rule with `refer: [{name}]`, or remove it"),
            Self::Fact | Self::Derived | Self::Let | Self::Cue => {
                "read it in the condition of a rule, or remove it".to_owned()
            }
        }
    }
}

/// What is declared in order to be named elsewhere.
struct Definition<'d> {
    kind: Kind,
    name: &'d Name,
    /// What it is made of, and where it says so.
    uses: Vec<(Key<'d>, Place)>,
}

impl<'d> Definition<'d> {
    fn key(&self) -> Key<'d> {
        (self.kind.space(), &self.name.value)
    }
}

/// What the rules of a rulebook use, of whatever layer, and its scripts.
#[derive(Default)]
pub(super) struct Uses<'m> {
    /// What they read, and what their effects and proposals name.
    names: Vec<Key<'m>>,
    /// Axes and the labels on them that they may give or propose.
    labels: BTreeSet<(&'m str, &'m str)>,
    judgments_raised: BTreeSet<&'m str>,
}

impl<'m> Uses<'m> {
    /// What is used in a rulebook. Rules that the outermost layer took out are none of it, and use nothing.
    pub(super) fn of(model: &'m Model) -> Self {
        let mut uses = Self::default();
        let mut read = Read::default();
        for rule in &model.rules {
            read.condition(&rule.when);
            rule.restrictions.iter().for_each(|restriction| uses.restriction(restriction, model));
            for grant in &rule.grants {
                uses.grant(grant, model);
                if let effect::Grant::Settle { given: Some(given), .. } = grant {
                    read.condition(given);
                }
            }
        }
        read.each_key(model, |key| uses.names.push(key));
        for script in model.overrides.iter().flat_map(|own| &own.scripts) {
            uses.names.extend(script.names.iter().map(|name| key(name)));
            for site in &script.sites {
                match &site.effect {
                    SiteEffect::Restriction(restriction) => uses.restriction(restriction, model),
                    SiteEffect::Grant(grant) => uses.grant(grant, model),
                }
            }
        }
        uses
    }

    fn restriction(&mut self, restriction: &'m Restriction, model: &'m Model) {
        match restriction {
            Restriction::Classify { axis, label } => self.label(*axis, *label, model),
            Restriction::Raise(judgment) => {
                self.judgments_raised.insert(model.judgment_name(*judgment));
            }
            Restriction::Require(value) => self.names.push(key(model.value_name(*value))),
            Restriction::Refer(desk) | Restriction::Notify(Recipient::Desk(desk)) => {
                self.names.push((Space::Desk, model.desk_name(*desk)));
            }
            Restriction::Escalate { within: Some(within), .. } => {
                let calendar = within.calendar.and_then(|calendar| model.calendars.get(calendar.index()));
                self.names.extend(calendar.map(|calendar| (Space::Calendar, &*calendar.id)));
            }
            Restriction::Retain { .. }
            | Restriction::Escalate { .. }
            | Restriction::Notify(_)
            | Restriction::Instruct(_)
            | Restriction::Tag(_) => {}
        }
    }

    fn grant(&mut self, grant: &'m effect::Grant, model: &'m Model) {
        if let effect::Grant::Classify { axis, label } = grant {
            self.label(*axis, *label, model);
        }
    }

    fn label(&mut self, axis: AxisId, label: LabelId, model: &'m Model) {
        let axis = model.axes.get(axis.index());
        self.labels.extend(axis.map(|axis| (&*axis.id, axis.label_id(label))));
    }
}

/// What conditions read. Thousands of rules read few things, so these are told apart by number before they are named.
#[derive(Default)]
struct Read {
    values: Vec<ValueId>,
    cues: Vec<CueId>,
    scores: Vec<ScoreId>,
    lets: Vec<LetId>,
}

impl Read {
    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
            Condition::Let(id) => self.lets.push(*id),
            Condition::Leaf(leaf) => {
                self.values.extend(leaf.values());
                self.cues.extend(leaf.cue());
                self.scores.extend(leaf.score());
            }
        }
    }

    fn each_key<'m>(self, model: &'m Model, mut found: impl FnMut(Key<'m>)) {
        each_once(self.values, |value| found(key(model.value_name(value))));
        each_once(self.cues, |cue| found((Space::Cue, model.cue_name(cue))));
        each_once(self.scores, |score| found((Space::Score, model.score_name(score))));
        each_once(self.lets, |id| {
            let named = model.lets.get(id.index());
            named.into_iter().for_each(|named| found((Space::Bare, &named.id)));
        });
    }
}

fn each_once<T: Ord>(mut ids: Vec<T>, found: impl FnMut(T)) {
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().for_each(found);
}

struct Definitions<'d> {
    all: Vec<Definition<'d>>,
    calendars: &'d [Calendar],
    layers: &'d Layers,
}

impl<'d> Definitions<'d> {
    fn of(document: &'d Document, layers: &'d Layers) -> Self {
        let plain = |kind| move |name| Definition { kind, name, uses: Vec::new() };
        let derived = document.derived.iter().map(|derived| Definition {
            kind: Kind::Derived,
            name: &derived.name,
            uses: in_formula(&derived.from),
        });
        let lets = document.lets.iter().map(|named| Definition {
            kind: Kind::Let,
            name: &named.name,
            uses: in_condition(&named.condition),
        });
        let scores = document.scores.iter().map(|score| Definition {
            kind: Kind::Score,
            name: &score.name,
            uses: score.parts.iter().flat_map(|part| in_condition(&part.when)).collect(),
        });
        let facts = document.facts.iter().map(|fact| &fact.name).map(plain(Kind::Fact));
        let cues = document.cues.iter().map(|cue| &cue.name).map(plain(Kind::Cue));
        let params = document.params.iter().map(|param| &param.name).map(plain(Kind::Param));
        let calendars = document.calendars.iter().map(|calendar| &calendar.name).map(plain(Kind::Calendar));
        let desks = document.desks.iter().map(|desk| &desk.name).map(plain(Kind::Desk));
        let all = facts.chain(derived).chain(lets).chain(cues).chain(scores);
        let all = all.chain(params).chain(calendars).chain(desks);
        Self { all: all.collect(), calendars: &document.calendars, layers }
    }

    /// Everything that is used, by name or by way of what is made of it.
    fn used_by(&self, grants: &'d [Grant], uses: &Uses<'d>) -> HashSet<Key<'d>> {
        let mut open = uses.names.clone();
        for grant in grants {
            open.extend(grant.when.iter().flat_map(in_condition).map(|(key, _)| key));
            grant.effects.iter().for_each(|effect| self.in_effect(effect, &mut open));
        }
        let composed = self.all.iter().filter(|definition| !definition.uses.is_empty());
        let made_of: BTreeMap<Key<'d>, &[(Key<'d>, Place)]> =
            composed.map(|definition| (definition.key(), definition.uses.as_slice())).collect();
        let mut used: HashSet<Key<'d>> = open.iter().copied().collect();
        while let Some(key) = open.pop() {
            let parts = made_of.get(&key).copied().unwrap_or_default();
            open.extend(parts.iter().map(|(key, _)| *key).filter(|key| used.insert(*key)));
        }
        used
    }

    fn in_effect(&self, effect: &'d Effect, used: &mut Vec<Key<'d>>) {
        match effect {
            Effect::Settle { given: Some(given), .. } => {
                used.extend(in_condition(&given.condition).into_iter().map(|(key, _)| key));
            }
            Effect::Require(value) => used.push((Space::Bare, &value.value)),
            // A party or tier is no desk, and finds none.
            Effect::Refer(desk) | Effect::Notify(desk) => used.push((Space::Desk, &desk.value)),
            Effect::Escalate { within: Some(TimeLimit::Business { calendar, place, .. }), .. } => {
                match calendar {
                    Some(calendar) => used.push((Space::Calendar, &calendar.value)),
                    None => {
                        let meant = self.layers.calendars(*place, self.calendars);
                        used.extend(meant.into_iter().map(|name| (Space::Calendar, &*name.value)));
                    }
                }
            }
            Effect::Settle { .. }
            | Effect::Escalate { .. }
            | Effect::Classify { .. }
            | Effect::Raise(_)
            | Effect::Retain { .. }
            | Effect::Delegate { .. }
            | Effect::Instruct(_)
            | Effect::Tag(_) => {}
        }
    }

    fn problems(&self, used: &HashSet<Key<'d>>, document: &'d Document) -> Vec<Problem> {
        let mut unused: Vec<&Definition<'d>> =
            self.all.iter().filter(|definition| !used.contains(&definition.key())).collect();
        unused.sort_by_key(|definition| definition.key());
        // An unused name may stand somewhere all the same: in what is unused itself, or in an invariant.
        let mut read: BTreeMap<Key<'d>, (Place, String)> = BTreeMap::new();
        for reader in &unused {
            for (key, place) in &reader.uses {
                let label = || {
                    format!(
                        "the {} `{}`, which nothing uses, reads it here",
                        reader.kind.what(),
                        reader.name.value
                    )
                };
                read.entry(*key).or_insert_with(|| (*place, label()));
            }
        }
        for (key, place) in document.invariants.iter().flat_map(|invariant| in_condition(&invariant.never)) {
            read.entry(key)
                .or_insert_with(|| (place, "an invariant reads it here, but decides nothing".to_owned()));
        }
        let problem = |definition: &Definition<'d>| {
            let problem = definition.kind.problem(definition.name);
            match read.remove(&definition.key()) {
                Some((place, label)) => problem.also(place, label),
                None => problem,
            }
        };
        unused.into_iter().map(problem).collect()
    }
}

/// The names a condition reads.
fn in_condition(expression: &Expression) -> Vec<(Key<'_>, Place)> {
    expression.names().into_iter().map(|(name, place)| (key(name), place)).collect()
}

fn key(name: &str) -> Key<'_> {
    let prefixes = [("cue.", Space::Cue), ("score.", Space::Score), ("param.", Space::Param)];
    let prefixed = prefixes.into_iter().find_map(|(prefix, space)| Some((space, name.strip_prefix(prefix)?)));
    prefixed.unwrap_or((Space::Bare, name))
}

fn in_formula(formula: &Formula) -> Vec<(Key<'_>, Place)> {
    fn of(space: Space, name: &Name) -> (Key<'_>, Place) {
        ((space, &name.value), name.place)
    }
    match formula {
        Formula::DaysSince(value) | Formula::HoursSince(value) | Formula::Or(value, _) => {
            vec![of(Space::Bare, value)]
        }
        Formula::Count(cue) => vec![of(Space::Cue, cue)],
        Formula::LengthOfText => Vec::new(),
        Formula::Open(calendar) => vec![of(Space::Calendar, calendar)],
        Formula::BusinessHoursSince(value, calendar) => {
            vec![of(Space::Bare, value), of(Space::Calendar, calendar)]
        }
    }
}

/// Labels that no inquiry can get. The default of an ordered axis is what it has without any rule.
fn unassigned_labels(document: &Document, uses: &Uses<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for axis in &document.axes {
        let default = match &axis.order {
            Order::Ordered { default } => Some(&default.value),
            Order::Unordered => None,
        };
        for label in &axis.labels {
            let (axis, label, place) = (&axis.name.value, &label.name.value, label.name.place);
            if default != Some(label) && !uses.labels.contains(&(&**axis, &**label)) {
                let message = format!("no rule classifies `{axis}` as `{label}`");
                let help =
                    format!("write a rule with `classify: {{ {axis}: {label} }}`, or remove the label");
                problems.push(Problem::new(Code::UnassignedLabel, place, message).help(help));
            }
        }
    }
    problems
}

/// Judgments that nobody may ever make: every act is refused until a rule has raised it.
fn unraised_judgments(document: &Document, uses: &Uses<'_>) -> Vec<Problem> {
    let never = document.judgments.iter().map(|judgment| &judgment.name);
    let never = never.filter(|name| !uses.judgments_raised.contains(&*name.value));
    never
        .map(|name| {
            let message = format!("no rule raises the judgment `{}`", name.value);
            let help = format!("as long as it is not raised nobody may decide it: write a rule with `raise: [{}]`, or remove it", name.value);
            Problem::new(Code::UnraisedJudgment, name.place, message).help(help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Uses, unused};
    use crate::Rulebook;
    use crate::authoring::document::{Document, Invariant};
    use crate::authoring::layers::Layers;
    use crate::authoring::{read, unite};
    use crate::condition::Expression;
    use crate::diagnostic::Code;
    use crate::span::SourceId;

    const TOP: &str = "rulebook: x\nversion: \"1\"\ntimezone: Asia/Tokyo\n\
        tiers: { vendor: [first], client: [desk] }\n";

    fn messages(rest: &str) -> Vec<String> {
        let loaded = Rulebook::load("x.yaml", &format!("{TOP}{rest}"));
        loaded.findings().iter().map(|finding| finding.to_string().split_off("x.yaml:".len())).collect()
    }

    fn document(rest: &str) -> Document {
        let text = format!("{TOP}{rest}");
        let (document, problems) = read::read(SourceId(0), &text);
        assert_eq!(problems, []);
        unite::unite(vec![document.unwrap()], &Layers::default()).0
    }

    #[test]
    fn whatever_a_rule_rests_on_is_used() {
        let everything = "
facts:
  required: { type: text }
  given: { type: bool }
  compared: { type: integer }
  compared_with: { type: integer }
  among: { type: choice, of: [a] }
  had: { type: choices, of: [a] }
  known_of: { type: text }
  bought_on: { type: date }
  sent_on: { type: date }
derive: { days: days_since(bought_on), more_days: days_since(sent_on), hits: count(counted) }
cues: { read: { any: [a] }, counted: { any: [b] }, weighed: { any: [c] }, shared: { any: [d] } }
scores: { sum: { cue.weighed: 1, cue.shared: 2 } }
let: { first: second, second: cue.shared && hits > 1 }
desks: { referred: { party: client }, told: { party: client } }
axes: { one: { labels: [low, normal, high], default: normal }, many: { labels: [a], many: true } }
judgments: { refund: { title: refund } }
rules:
  - { id: a, when: cue.read && first, require: [required, more_days], refer: [referred], notify: [told, client] }
  - id: b
    when: compared < compared_with || among in [\"a\"]
    raise: [refund]
    classify: { many: a }
  - id: c
    when: has(had, \"a\") || !known(known_of)
    classify: { one: high }
  - { id: d, when: score.sum > 1, classify: { one: low } }
  - { id: e, settle: { refund: { approve: given && days < 8, otherwise: deny } } }
";
        assert_eq!(messages(everything), Vec::<String>::new());
    }

    #[test]
    fn rows_and_limits_are_rules_like_others() {
        let written = "
facts: { in_cell: { type: integer }, in_limit: { type: integer }, in_part: { type: bool }, asked: { type: text } }
cues: { in_column: { any: [a] } }
scores: { sum: [{ when: in_part, points: 1 }] }
axes: { topic: { labels: [a], many: true } }
judgments: { refund: , discount: }
tables:
  t:
    columns: [id, in_cell, score.sum, cue.in_column, classify topic, raise, require]
    rows: [[one, '> 1', '>= 1', true, a, '[refund, discount]', asked]]
limits: { discount: { by: in_limit, first: 500 } }
";
        assert_eq!(messages(written), Vec::<String>::new());
    }

    #[test]
    fn what_only_unused_definitions_read_is_unused() {
        let chain = "
cues: { upset: { any: [a] } }
scores: { anger: { cue.upset: 2 } }
let: { angry: score.anger > 1, very_angry: angry }
rules: [{ id: a, tag: [x] }]
";
        let found = messages(chain).join("\n");
        assert_eq!(found.matches("nothing uses").count(), 4, "{found}");
        let used = chain.replace("{ id: a,", "{ id: a, when: very_angry,");
        assert_eq!(messages(&used), Vec::<String>::new());
    }

    #[test]
    fn a_layer_that_ships_declares_for_whoever_needs_it_and_its_rules_use() {
        // `core` reads `channel`; that it reads this fact too is what a layer below is for.
        let mine = "extends: [core]\nfacts: { channel: { type: choice, of: [phone, email, chat, sns, form, letter], default: form, \
                    title: { ja: 受付経路, en: channel } }, mine: { type: text } }\n\
                    axes: { topic: { labels: [toys], many: true } }\n";
        let text = format!("rulebook: x\nversion: v1\n{mine}");
        let loaded = Rulebook::load("x.yaml", &text);
        let found: Vec<(Code, &str)> =
            loaded.findings().iter().map(|finding| (finding.code(), finding.file())).collect();
        assert_eq!(
            found,
            [(Code::UnreadFact, "x.yaml"), (Code::UnassignedLabel, "x.yaml")],
            "{}",
            loaded.findings()
        );
    }

    #[test]
    fn a_rule_that_is_taken_out_uses_nothing_any_more() {
        let base =
            format!("{TOP}cues: {{ c: {{ any: [x] }} }}\nrules: [{{ id: r, when: cue.c, tag: [x] }}]\n");
        let read = |_: &str| Ok::<String, String>(base.clone());
        let found = |extends: &str| {
            let mine = format!("rulebook: mine\nversion: v1\nextends: [{extends}]\n");
            let loaded = Rulebook::load_with("mine.yaml", &mine, read);
            loaded
                .findings()
                .iter()
                .map(|finding| (finding.code(), finding.file().to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("./base.yaml"), []);
        let taken_out = found("{ layer: ./base.yaml, without: [r] }");
        assert_eq!(taken_out, [(Code::UnusedCue, "base.yaml".to_owned())]);
    }

    #[test]
    fn an_invariant_uses_nothing_and_says_where_it_reads() {
        let mut document = document("facts: { a: { type: bool } }\ncues: { c: { any: [x] } }\n");
        let never = Expression::parse("a && cue.c && holder(refund) == \"first\"").unwrap();
        document.invariants.push(Invariant { id: None, never, because: None });
        let problems = unused(&document, &Uses::default(), &Layers::default());
        let shown: Vec<(Code, &str)> = problems
            .iter()
            .map(|problem| (problem.code, problem.also.as_ref().map_or("", |(_, label)| label)))
            .collect();
        let label = "an invariant reads it here, but decides nothing";
        assert_eq!(shown, [(Code::UnreadFact, label), (Code::UnusedCue, label)]);
    }

    #[test]
    fn parameters_are_used_where_conditions_read_them() {
        let found = messages(
            "facts: { a: { type: integer } }
params: { cap: { type: integer, value: 1 }, spare: { type: integer, value: 2 } }
rules: [{ id: r, when: a <= param.cap, tag: [x] }]
",
        );
        assert_eq!(found, ["6:45: warning[unused-definition]: nothing uses the parameter `spare`"]);
    }

    #[test]
    fn a_rulebook_with_errors_is_not_searched_for_what_it_does_not_use() {
        let found = messages("cues: { c: { any: [x] } }\nrules: [{ id: r, when: cue.d, tag: [x] }]\n");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
