//! Scripts and grants for a generated rulebook: text that nearly always loads, less often where it is to be wild.
//!
//! A script is written along the ways its conditions open: behind one that compares labels upwards only restrictions are
//! proposed, behind one that compares them downwards only grants, behind both only what binds nobody. A wild script sometimes
//! proposes something else, and whether it loads is for the loader to say.

use super::book::{Book, Classified, Effect, Given};
use super::condition::{Direction, Scope};
use super::fact::Kind;
use super::raw::{Pick, RawCondition, pick, picks, raw_condition};
use super::tree::Tree;
use furiwake::{Act, Loaded, Rulebook};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write as _;

/// A statement, before it is known what there is to read.
#[derive(Debug, Clone)]
pub(crate) enum RawStatement {
    Propose([Pick; 6]),
    If([Pick; 4], RawCondition, Vec<RawStatement>, Vec<RawStatement>),
    /// A variable that holds a condition, or one that a condition changes.
    Flag([Pick; 4], RawCondition, Vec<RawStatement>),
    Compute([Pick; 5], Vec<RawStatement>),
    Switch([Pick; 2], Vec<RawStatement>, Vec<RawStatement>),
    Leave([Pick; 4], RawCondition),
}

/// Two scripts and their grants.
#[derive(Debug, Clone)]
pub(crate) struct RawFlow {
    classified: Vec<RawStatement>,
    decided: Vec<RawStatement>,
    grants: Vec<([Pick; 6], Option<RawCondition>, RawCondition)>,
    on_error: Pick,
    wild: Pick,
}

fn raw_block() -> impl Strategy<Value = Vec<RawStatement>> + Clone {
    let leaf = prop_oneof![
        5 => picks().prop_map(RawStatement::Propose),
        1 => (picks(), raw_condition()).prop_map(|(picks, when)| RawStatement::Leave(picks, when)),
    ];
    let statement = leaf.prop_recursive(3, 10, 3, |inner| {
        let block = || vec(inner.clone(), 1..=2);
        let rest = || prop_oneof![Just(Vec::new()), vec(inner.clone(), 1..=2)];
        prop_oneof![
            6 => (picks(), raw_condition(), block(), rest())
                .prop_map(|(picks, when, then, otherwise)| RawStatement::If(picks, when, then, otherwise)),
            2 => (picks(), raw_condition(), block())
                .prop_map(|(picks, when, then)| RawStatement::Flag(picks, when, then)),
            1 => (picks(), block()).prop_map(|(picks, then)| RawStatement::Compute(picks, then)),
            1 => (picks(), block(), rest())
                .prop_map(|(picks, then, otherwise)| RawStatement::Switch(picks, then, otherwise)),
        ]
    });
    vec(statement, 1..=3)
}

pub(crate) fn raw_flow() -> impl Strategy<Value = RawFlow> + Clone {
    let classified = prop_oneof![2 => Just(Vec::new()), 1 => raw_block()];
    let when = || prop_oneof![Just(None), raw_condition().prop_map(Some)];
    let grants = vec((picks(), when(), raw_condition()), 1..=4);
    (classified, raw_block(), grants, pick(), pick()).prop_map(
        |(classified, decided, grants, on_error, wild)| RawFlow {
            classified,
            decided,
            grants,
            on_error,
            wild,
        },
    )
}

/// One entry of `grants`.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    pub(crate) when: Option<String>,
    /// A delegation, a settlement without `otherwise`, or a label below its default or of an unordered axis.
    pub(crate) effect: Effect,
}

/// What stands under `scripts`, `grants` and `on_script_error`.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pub(crate) classified: String,
    pub(crate) decided: String,
    pub(crate) grants: Vec<Granted>,
    on_error: String,
    /// Every proposal; its position is its reason.
    pub(crate) proposals: Vec<Effect>,
    /// Whether some proposals stand where they may be refused.
    pub(crate) is_wild: bool,
}

impl Flow {
    pub(crate) fn new(book: &Book, raw: &RawFlow) -> Self {
        let is_wild = raw.wild.once_in(3);
        let mut writer = Writer::new(book, true, is_wild);
        writer.block(&raw.classified, Way::Any);
        let classified = std::mem::take(&mut writer.text);
        writer.is_classified = false;
        writer.block(&raw.decided, Way::Any);
        let (decided, proposals) = (writer.text, writer.proposals);
        let grants = raw.grants.iter().map(|raw| granted(book, &proposals, raw)).collect();
        let client = raw.on_error.below(book.tiers.len() - book.vendor_tiers);
        let on_error = book.tiers[book.vendor_tiers + client].clone();
        Self { classified, decided, grants, on_error, proposals, is_wild }
    }

    /// The same scripts without any grant.
    pub(crate) fn ungranted(&self) -> Self {
        Self { grants: Vec::new(), ..self.clone() }
    }

    /// The sections of a rulebook, or a file of scripts.
    pub(crate) fn yaml(&self, book: &Book) -> String {
        let mut text = "scripts:\n".to_owned();
        for (stage, script) in [("classified", &self.classified), ("decided", &self.decided)] {
            if !script.is_empty() {
                let _ = writeln!(text, "  {stage}: |");
                script.lines().for_each(|line| {
                    let _ = writeln!(text, "    {line}");
                });
            }
        }
        if self.classified.is_empty() && self.decided.is_empty() {
            text = "scripts: {}\n".to_owned();
        }
        if !self.grants.is_empty() {
            let grants = self.grants.iter().map(|granted| {
                let when = granted.when.iter().map(|when| ("when".to_owned(), Tree::text(when)));
                let (key, effect) = book.effect_tree(&granted.effect);
                Tree::map(when.chain([(key.to_owned(), effect)]))
            });
            text += &Tree::map([("grants", Tree::set(grants))]).yaml();
        }
        let _ = writeln!(text, "on_script_error: {}", self.on_error);
        text
    }

    /// Whether it may put a label at or above a default.
    pub(crate) fn classifies_up(&self, book: &Book) -> bool {
        self.proposals.iter().any(|effect| matches!(effect, Effect::Classify(_)) && !book.needs_grant(effect))
    }
}

impl Book {
    /// A condition of the language that may ask for everything but whether something is known.
    pub(crate) fn any_condition(&self, raw: &RawCondition) -> String {
        let (ordered, unordered) = (self.names.ordered.len(), self.names.unordered.is_some());
        self.names.condition(raw, Scope { direction: Direction::Free, ordered, unordered, scores: true })
    }

    /// The named conditions, those first that others ask for.
    pub(crate) fn lets(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.lets.iter().map(|named| (&*named.name, &*named.text))
    }

    pub(crate) fn cues(&self) -> &[String] {
        &self.names.cues
    }

    pub(crate) fn has_topic(&self) -> bool {
        self.names.unordered.is_some()
    }
}

/// Loads the rulebook with these sections of its own.
pub(crate) fn load(book: &Book, sections: &str) -> Loaded {
    Rulebook::load("generated.yaml", &format!("{}{sections}", book.tree().yaml()))
}

/// An entry that covers one of the proposals if there is one to cover.
fn granted(
    book: &Book,
    proposals: &[Effect],
    (picks, when, given): &([Pick; 6], Option<RawCondition>, RawCondition),
) -> Granted {
    let [which, tier, act, ruling, judgment, with] = *picks;
    let wanted: Vec<&Effect> = proposals.iter().filter(|effect| book.needs_grant(effect)).collect();
    let scope = |reads_labels: bool| Scope {
        direction: Direction::Down,
        ordered: if reads_labels { book.names.ordered.len() } else { 0 },
        unordered: reads_labels && book.names.unordered.is_some(),
        scores: true,
    };
    let given = with
        .once_in(3)
        .then(|| Given { condition: book.names.condition(given, scope(true)), otherwise: false });
    let judgment = judgment.below(book.judgments.len());
    let effect = match wanted.get(which.below(wanted.len() + 1)) {
        Some(Effect::Delegate { judgment, act, tier: proposed }) => {
            Effect::Delegate { judgment: *judgment, act: *act, tier: tier.below(proposed + 1) }
        }
        Some(Effect::Settle { judgment, ruling, .. }) => {
            Effect::Settle { judgment: *judgment, ruling, given }
        }
        Some(label) => (*label).clone(),
        None if ruling.below(2) == 0 => {
            Effect::Delegate { judgment, act: *act.of(&Act::ALL), tier: tier.below(book.tiers.len()) }
        }
        None => Effect::Settle { judgment, ruling: ["approve", "deny"][tier.below(2)], given },
    };
    let scope = match effect {
        Effect::Classify(Classified::Unordered(_)) => Scope { direction: Direction::Neither, ..scope(false) },
        Effect::Classify(Classified::Ordered { .. }) => scope(false),
        _ => scope(true),
    };
    let when = when.as_ref().map(|when| book.names.condition(when, scope));
    Granted { when, effect }
}

/// What the conditions on the way to a place allow there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Any,
    Up,
    Down,
    /// Grants about one judgment, of which it was asked whether it is raised.
    DownOn(usize),
    /// Only what binds nobody.
    Free,
}

impl Way {
    const fn turned(self) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::DownOn(_) | Self::Free => Self::Free,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any, way) | (way, Self::Any) => way,
            (one, other) if one == other => one,
            (Self::Down, Self::DownOn(judgment)) | (Self::DownOn(judgment), Self::Down) => {
                Self::DownOn(judgment)
            }
            _ => Self::Free,
        }
    }

    const fn direction(self) -> Direction {
        match self {
            Self::Any => Direction::Neither,
            Self::Up => Direction::Up,
            Self::Down | Self::DownOn(_) => Direction::Down,
            Self::Free => Direction::Free,
        }
    }
}

struct Writer<'a> {
    book: &'a Book,
    is_classified: bool,
    is_wild: bool,
    text: String,
    indent: usize,
    variables: usize,
    proposals: Vec<Effect>,
}

impl<'a> Writer<'a> {
    const fn new(book: &'a Book, is_classified: bool, is_wild: bool) -> Self {
        Self {
            book,
            is_classified,
            is_wild,
            text: String::new(),
            indent: 0,
            variables: 0,
            proposals: Vec::new(),
        }
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{:width$}{text}", "", width = 4 * self.indent);
    }

    fn variable(&mut self) -> String {
        self.variables += 1;
        format!("v{}", self.variables)
    }

    /// Writes statements, and returns the ways from here on which the script is left.
    fn block(&mut self, statements: &[RawStatement], way: Way) -> Vec<Way> {
        let mut left = Vec::new();
        let mut way = way;
        for statement in statements {
            let ends = self.statement(statement, way);
            way = ends.iter().fold(way, |way, end| way.and(end.turned()));
            left.extend(ends);
        }
        left
    }

    fn inner(&mut self, statements: &[RawStatement], way: Way) -> Vec<Way> {
        self.indent += 1;
        let left = self.block(statements, way);
        self.indent -= 1;
        left
    }

    fn statement(&mut self, statement: &RawStatement, way: Way) -> Vec<Way> {
        match statement {
            RawStatement::Propose(picks) => {
                self.propose(*picks, way);
                Vec::new()
            }
            RawStatement::If(picks, raw, then, otherwise) => {
                let (when, opens) = self.condition(*picks, raw, way);
                self.line(&format!("if {when} {{"));
                let mut left = reached(opens, self.inner(then, way.and(opens)));
                if !otherwise.is_empty() {
                    self.line("} else {");
                    let closed = opens.turned();
                    left.extend(reached(closed, self.inner(otherwise, way.and(closed))));
                }
                self.line("}");
                left
            }
            RawStatement::Flag(picks, raw, then) => {
                let (when, opens) = self.condition(*picks, raw, way);
                let flag = self.variable();
                if picks[3].below(2) == 0 {
                    self.line(&format!("let {flag} = {when};"));
                    self.line(&format!("if {flag} {{"));
                    let left = reached(opens, self.inner(then, way.and(opens)));
                    self.line("}");
                    return left;
                }
                // What a variable that was changed rests on cannot be followed.
                let opens =
                    if way.and(opens) == Way::Any && !when.contains("let_") && !when.contains("has(topic") {
                        Way::Any
                    } else {
                        Way::Free
                    };
                self.line(&format!("let {flag} = false;"));
                self.line(&format!("if {when} {{ {flag} = true; }}"));
                self.line(&format!("if {flag} {{"));
                let left = reached(opens, unfollowed(self.inner(then, way.and(opens))));
                self.line("}");
                left
            }
            RawStatement::Compute(picks, then) => {
                let (number, name) = self.number(*picks);
                let bound = picks[4].below(4);
                let computed = self.variable();
                let (before, opens) = match name {
                    // Unguarded once in a while.
                    Some(name) if !picks[3].once_in(4) => (format!("if known({name}) {{"), Way::Down),
                    // Whatever leads to a value that is chosen by `if` counts as what that rests on.
                    _ if number.starts_with("if") && way != Way::Any => ("if true {".to_owned(), Way::Free),
                    _ => ("if true {".to_owned(), Way::Any),
                };
                self.line(&before);
                self.indent += 1;
                self.line(&format!("let {computed} = {number};"));
                self.line(&format!("if {computed} > {bound} {{"));
                let left = reached(opens, unfollowed(self.inner(then, way.and(opens))));
                self.line("}");
                self.indent -= 1;
                self.line("}");
                left
            }
            RawStatement::Switch([which, guarded], then, otherwise) => {
                let switched = |kind| matches!(kind, Kind::Choice | Kind::Text | Kind::Integer | Kind::Bool);
                let values = self.book.names.values.iter();
                let values: Vec<_> = values.filter(|value| switched(value.kind)).collect();
                if values.is_empty() {
                    return self.block(then, way);
                }
                let value = which.of(&values);
                let name = value.name.clone();
                let is_guarded = !name.starts_with("param.") && !guarded.once_in(4);
                let opens = if is_guarded { Way::Down } else { Way::Any };
                self.line(&if is_guarded { format!("if known({name}) {{") } else { "if true {".into() });
                self.line(&format!("switch {name} {{"));
                let [first, second, ..] = value.kind.domain() else { panic!("a type has two values") };
                self.line(&format!("{first} => {{"));
                let mut left = reached(opens, unfollowed(self.inner(then, way.and(opens))));
                self.line("}");
                let unused = self.variable();
                self.line(&format!("{second} => {{ let {unused} = 1; }}"));
                self.line("_ => {");
                left.extend(reached(opens, unfollowed(self.inner(otherwise, way.and(opens)))));
                self.line("}");
                self.line("}");
                self.line("}");
                left
            }
            RawStatement::Leave(picks, raw) => {
                let (when, opens) = self.condition(*picks, raw, way);
                self.line(&format!("if {when} {{ return; }}"));
                vec![opens]
            }
        }
    }

    /// A condition and what it opens.
    fn condition(
        &mut self,
        [direction, extra, which, guard]: [Pick; 4],
        raw: &RawCondition,
        way: Way,
    ) -> (String, Way) {
        let opens = match way {
            Way::Any => *direction.of(&[Way::Up, Way::Down, Way::Any, Way::Up, Way::Down, Way::Free]),
            // Mostly where it leads on.
            Way::Up => *direction.of(&[Way::Up, Way::Up, Way::Any, Way::Down]),
            Way::Down | Way::DownOn(_) => *direction.of(&[Way::Down, Way::Down, Way::Any, Way::Up]),
            Way::Free => *direction.of(&[Way::Free, Way::Any]),
        };
        let labels = !self.is_classified;
        let scope = Scope {
            direction: opens.direction(),
            ordered: if labels { self.book.names.ordered.len() } else { 0 },
            unordered: labels && self.book.names.unordered.is_some(),
            scores: true,
        };
        let written = self.book.names.condition(raw, scope);
        let written = self.guarded(written, opens, guard);
        let Some((extra, opens)) = self.extra(extra, which, opens) else { return (written, opens) };
        let sign = if guard.below(2) == 0 { "&&" } else { "||" };
        // Behind an `||` nothing says which judgment was asked for, so the grants are not about it alone.
        match opens {
            Way::DownOn(_) => (format!("({written}) && {extra}"), opens),
            _ => (format!("({written}) {sign} ({extra})"), opens),
        }
    }

    /// The condition with a look at what may be missing, mostly.
    fn guarded(&self, written: String, opens: Way, guard: Pick) -> String {
        let names = &self.book.names;
        let mut all = written.clone();
        for named in &names.lets {
            if all.contains(&named.name) {
                all += &named.text;
            }
        }
        let values = names.values.iter().map(|value| value.name.clone());
        let cues = names.cues.iter().map(|cue| format!("cue.{cue}"));
        let scores = names.scores.iter().map(|(score, _)| format!("score.{score}"));
        let values = values.filter(|name| !name.starts_with("param."));
        let read: Vec<String> =
            values.chain(cues).chain(scores).filter(|name| all.contains(&**name)).collect();
        let is_guarded = !guard.once_in(6) && !read.is_empty();
        match opens {
            Way::Up if is_guarded => {
                let parts = read.iter().map(|name| format!("!known({name}) || "));
                format!("{}{written}", parts.collect::<String>())
            }
            Way::Down | Way::DownOn(_) | Way::Free if is_guarded => {
                let parts = read.iter().map(|name| format!("known({name}) && "));
                format!("{}({written})", parts.collect::<String>())
            }
            _ => written,
        }
    }

    /// Something only scripts can ask.
    fn extra(&self, extra: Pick, which: Pick, opens: Way) -> Option<(String, Way)> {
        let guard = |name: &str, computed: String| match opens {
            Way::Up => format!("!known({name}) || {computed}"),
            Way::Down | Way::DownOn(_) | Way::Free => format!("known({name}) && {computed}"),
            Way::Any => computed,
        };
        let cue = which.of(&self.book.names.cues);
        let words = match extra.below(12) {
            1 => Some(guard("inquiry.messages", "inquiry.messages.len() > 0".to_owned())),
            2 => Some(guard("inquiry.messages", format!("inquiry.hits(\"{cue}\").len > 0"))),
            3 => Some(guard("inquiry.at", "inquiry.at >= \"2026-11-21\"".to_owned())),
            _ => None,
        };
        if let Some(words) = words {
            return Some((words, opens));
        }
        if self.is_classified {
            return None;
        }
        let judgment = which.below(self.book.judgments.len());
        let name = &self.book.judgments[judgment].0;
        let tier = which.of(&self.book.tiers[1..]);
        let act = which.of(&Act::ALL).as_str();
        let upward = [
            format!("at_least(route, \"{tier}\")"),
            "at_least(decision.urgency, \"high\")".to_owned(),
            format!("at_least(decision.holder(\"{name}\", \"{act}\"), \"{tier}\")"),
            format!("decision.raised(\"{name}\")"),
        ];
        let decided = match (extra.below(12), opens) {
            (4..=6, Way::Up) => (which.of(&upward).clone(), opens),
            (4 | 5, Way::Down) => (format!("!{}", which.of(&upward)), opens),
            (6..=8, Way::Down) => (format!("decision.raised(\"{name}\")"), Way::DownOn(judgment)),
            (9, Way::Up) if self.is_wild => (format!("!known(raised({name}))"), opens),
            (9, Way::Down) if self.is_wild => (format!("known(raised({name}))"), opens),
            (4..=8, Way::Free) => (format!("decision.ruling(\"{name}\") == \"open\""), opens),
            _ => return None,
        };
        Some(decided)
    }

    /// Something computed, and the name it reads if that may be missing.
    fn number(&self, [kind, which, operator, ..]: [Pick; 5]) -> (String, Option<String>) {
        let values = self.book.names.values.iter().filter(|value| value.kind.is_number());
        let values: Vec<_> = values.collect();
        let cue = which.of(&self.book.names.cues);
        match kind.below(5) {
            0 => (format!("if cue.{cue} {{ 1 }} else {{ 3 }}"), None),
            1 if let Some((score, _)) = self.book.names.scores.first() => {
                (format!("score.{score} * 2"), Some(format!("score.{score}")))
            }
            _ if values.is_empty() => ("1 + 2".to_owned(), None),
            _ => {
                let value = which.of(&values);
                let name = &value.name;
                let computed = match operator.below(5) {
                    0 => format!("{name} + 1"),
                    1 => format!("3 * {name} - 1"),
                    2 => format!("6 / {name}"),
                    3 => format!("-{name} + 4"),
                    _ if value.kind == Kind::Integer => format!("5 % ({name} + 1)"),
                    _ => format!("{name} / 2"),
                };
                (computed, Some(name.clone()).filter(|name| !name.starts_with("param.")))
            }
        }
    }

    fn propose(&mut self, picks: [Pick; 6], way: Way) {
        let way = if self.is_wild && picks[5].once_in(3) { Way::Any } else { way };
        let Some(effect) = self.effect(picks, way) else { return };
        let arguments = self.arguments(&effect);
        let arguments: Vec<String> = arguments.iter().map(|argument| format!("\"{argument}\", ")).collect();
        let reason = self.proposals.len();
        self.line(&format!("propose.{}({}\"{reason}\");", name(&effect), arguments.concat()));
        self.proposals.push(effect);
    }

    fn effect(&self, [kind, which, tier, first, second, _]: [Pick; 6], way: Way) -> Option<Effect> {
        if self.is_classified {
            return self.label([kind, which, tier], way);
        }
        let book = self.book;
        let (restricts, grants) = match way {
            Way::Any => (kind.below(3) == 0, kind.below(3) == 1),
            Way::Up => (!kind.once_in(4), false),
            Way::Down | Way::DownOn(_) => (false, !kind.once_in(4)),
            Way::Free => (false, false),
        };
        let judgment = match way {
            Way::DownOn(judgment) => judgment,
            _ => which.below(book.judgments.len()),
        };
        let act = *first.of(&[Act::Decide, Act::Decide, Act::Communicate, Act::Propose]);
        let client = book.vendor_tiers + tier.below(book.tiers.len() - book.vendor_tiers);
        Some(match (restricts, grants) {
            (true, _) if second.below(2) == 0 => {
                let tier = (act != Act::Decide || first.below(2) == 0).then_some(client);
                Effect::Retain { judgment, act, tier }
            }
            (true, _) => {
                let urgency = [None, Some("normal"), Some("high"), Some("critical")][first.below(4)];
                let within = urgency.and([None, Some("30m"), Some("2h"), Some("1d")][second.below(4)]);
                Effect::Escalate { to: Some(tier.below(book.tiers.len())), urgency, within }
            }
            (_, true) if second.below(2) == 0 => {
                Effect::Delegate { judgment, act, tier: tier.below(book.tiers.len()) }
            }
            (_, true) => {
                Effect::Settle { judgment, ruling: ["approve", "deny"][first.below(2)], given: None }
            }
            _ => match second.below(5) {
                0 if !book.desks.is_empty() => Effect::Refer(tier.below(book.desks.len())),
                1 => Effect::Notify(tier.of(&book.tiers).clone()),
                2 => Effect::Require(tier.below(book.facts.len())),
                3 => Effect::Instruct(tier.below(3)),
                _ => Effect::Tag(tier.below(3)),
            },
        })
    }

    fn label(&self, [kind, which, label]: [Pick; 3], way: Way) -> Option<Effect> {
        let book = self.book;
        let restricts = match way {
            Way::Any => kind.below(2) == 0,
            Way::Up => true,
            Way::Down | Way::DownOn(_) => false,
            Way::Free => return None,
        };
        if restricts && kind.once_in(4) && book.names.unordered.is_some() {
            return Some(Effect::Classify(Classified::Unordered(label.below(2))));
        }
        let axis = which.below(book.names.ordered.len());
        let (default, labels) = (book.defaults[axis], book.names.ordered[axis].1.len());
        let label = match restricts {
            true => default + label.below(labels - default),
            false if default == 0 => return None,
            false => label.below(default),
        };
        Some(Effect::Classify(Classified::Ordered { axis, label }))
    }

    /// What stands in the brackets before the reason.
    fn arguments(&self, effect: &Effect) -> Vec<String> {
        let book = self.book;
        let judgment = |at: usize| book.judgments[at].0.clone();
        match effect {
            Effect::Classify(Classified::Ordered { axis, label }) => {
                let (name, labels) = &book.names.ordered[*axis];
                vec![name.clone(), labels[*label].clone()]
            }
            Effect::Classify(Classified::Unordered(label)) => {
                let (name, labels) = book.topic();
                vec![name.to_owned(), labels[*label].clone()]
            }
            Effect::Retain { judgment: at, tier: None, .. } => vec![judgment(*at)],
            Effect::Retain { judgment: at, act, tier: Some(tier) }
            | Effect::Delegate { judgment: at, act, tier } => {
                vec![judgment(*at), act.as_str().to_owned(), book.tiers[*tier].clone()]
            }
            Effect::Settle { judgment: at, ruling, .. } => vec![judgment(*at), (*ruling).to_owned()],
            Effect::Escalate { to, urgency, within } => {
                let to = to.map(|tier| book.tiers[tier].clone());
                let more = [*urgency, *within].into_iter().flatten().map(str::to_owned);
                to.into_iter().chain(more).collect()
            }
            Effect::Refer(desk) => vec![book.desks[*desk].clone()],
            Effect::Notify(recipient) => vec![recipient.clone()],
            Effect::Require(fact) => vec![book.facts[*fact].name.clone()],
            Effect::Instruct(number) => vec![format!("指示{number}"), format!("heed {number}")],
            Effect::Tag(number) => vec![format!("tag_{number}")],
            Effect::Raise(_) => panic!("no script raises"),
        }
    }
}

/// Ways from inside what cannot be followed, which leads to what is behind only if nothing has to be followed there.
fn unfollowed(left: Vec<Way>) -> Vec<Way> {
    left.into_iter().map(|way| if way == Way::Any { Way::Any } else { Way::Free }).collect()
}

/// Ways from inside what `opens` leads to, as seen from outside.
fn reached(opens: Way, left: Vec<Way>) -> Vec<Way> {
    left.into_iter().map(|way| opens.and(way)).collect()
}

const fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Classify(_) => "classify",
        Effect::Raise(_) => "raise",
        Effect::Retain { .. } => "retain",
        Effect::Delegate { .. } => "delegate",
        Effect::Settle { .. } => "settle",
        Effect::Escalate { .. } => "escalate",
        Effect::Refer(_) => "refer",
        Effect::Notify(_) => "notify",
        Effect::Require(_) => "require",
        Effect::Instruct(_) => "instruct",
        Effect::Tag(_) => "tag",
    }
}
