//! Random documents, built by the constructors, in which every key and form occurs. They need not load: names refer to
//! nothing, and texts are what readers of YAML stumble over.

use super::tree::Dice;
use furiwake::document::{
    Axis, Calendar, Cue, Derived, Desk, Document, Effective, Escalate, Extends, Fact, Grant, Invariant,
    Judgment, Limit, Param, Rule, Score, Settle, Table, Titled, Within,
};
use furiwake::{Act, FactValue, Localised, Party, Urgency};

/// Pieces of texts that need care in YAML or JSON.
const PIECES: [&str; 58] = [
    "返金",
    "refund",
    " ",
    "  ",
    ": ",
    ":",
    " #",
    "#",
    "'",
    "\"",
    "\\",
    "\n",
    "\n\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "-",
    "- ",
    "? ",
    "!",
    "&a",
    "*a",
    "|",
    ">",
    "%",
    "@",
    "`",
    "true",
    "null",
    "~",
    "1",
    "-1.50",
    "0x1F",
    "1e3",
    "1_000",
    "2026-12-01",
    "09:00",
    "\t",
    "\r",
    "\u{0}",
    "\u{7}",
    "\u{85}",
    "\u{a0}",
    "\u{3000}",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "😀",
    "e\u{301}",
    "=",
    "<<",
    "...",
    "---",
    "yes",
    "\\n",
];

/// Names of rules, labels and the like, which may be any word.
const WORDS: [&str; 10] =
    ["refund.asked", "苦情-1", "true", "null", "2026", "1.10", "no", "0x1F", "-", "a_b-c.d"];

/// Names that conditions use.
const NAMES: [&str; 6] = ["amount", "order.amount", "_x", "Y", "no", "customer.is_minor"];

/// A document of all sections, each with some entries.
pub(crate) fn document(seed: u64) -> Document {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let mut document = Document::new(word(dice));
    if maybe(dice) {
        document = document.version(&text(dice));
    }
    if maybe(dice) {
        let layer = Extends::layer("./base.yaml").without(words(dice));
        document = document.extends([Extends::layer("core"), layer]);
    }
    if maybe(dice) {
        document = document.effective(effective(dice));
    }
    if maybe(dice) {
        document = document.tiers(titled(dice), titled(dice));
    }
    if maybe(dice) {
        document = document.handoff("first_line", word(dice)).handoff(word(dice), "client_desk");
    }
    if maybe(dice) {
        document = document.default_propose(word(dice)).timezone("Asia/Tokyo");
    }
    if maybe(dice) {
        document = document.default_communicate(word(dice)).no_text_is_empty(maybe(dice));
    }
    for name in some(dice, &WORDS) {
        let desk = Desk::of(if maybe(dice) { Party::Client } else { Party::Vendor });
        document = document.desk(name, if maybe(dice) { desk.title(localised(dice)) } else { desk });
    }
    for name in some(dice, &WORDS) {
        document = document.calendar(name, calendar(dice));
    }
    for name in some(dice, &NAMES) {
        document = document.param(name, param(dice));
    }
    for name in some(dice, &NAMES) {
        document = document.fact(name, fact(dice));
    }
    for name in some(dice, &NAMES) {
        document = document.derive(name, derived(dice));
    }
    for name in some(dice, &NAMES) {
        document = document.cue(name, cue(dice)).score(name, score(dice)).condition(name, &condition(dice));
    }
    for name in some(dice, &NAMES) {
        document = document.axis(name, axis(dice)).judgment(name, judgment(dice));
    }
    for _ in 0..dice.below(4) {
        document = document.rule(rule(dice));
    }
    for id in some(dice, &WORDS) {
        document = document.table(id, table(dice));
    }
    for judgment in some(dice, &NAMES) {
        if maybe(dice) {
            document = document.limit(judgment, limit(dice).id("first"));
            document = document.limit("elsewhere", limit(dice).id(judgment));
            document = document.limit(judgment, limit(dice).id("second"));
        } else {
            document = document.limit(judgment, limit(dice));
        }
    }
    for _ in 0..dice.below(3) {
        let invariant = Invariant::never(&condition(dice));
        let invariant = if maybe(dice) { invariant.id(word(dice)) } else { invariant };
        document =
            document.invariant(if maybe(dice) { invariant.because(localised(dice)) } else { invariant });
    }
    if maybe(dice) {
        document = document.classified_script(&script(dice)).on_script_error(word(dice));
    }
    if maybe(dice) {
        document = document.decided_script(&script(dice));
    }
    for _ in 0..dice.below(3) {
        document = document.grant(grant(dice));
    }
    document
}

/// The text of a script, or what is none but needs the same care.
fn script(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => text(dice),
        1 => format!("{}\n", text(dice)),
        2 => format!("if cue.x {{  \n\tpropose.tag({0:?}, {0:?}); // {0}\n  \n}}\n", text(dice)),
        _ => format!("propose.refer(\"logistics\", {:?});", text(dice)),
    }
}

fn grant(dice: &mut Dice) -> Grant {
    let mut grant = match dice.below(4) {
        0 => Grant::new().classify(name(dice), word(dice)),
        1 => Grant::new().delegate(words(dice)),
        2 => Grant::new().delegate_to(name(dice), Act::Communicate, word(dice)),
        _ => Grant::new().settle(name(dice), Settle::approve_when(&condition(dice)).otherwise_the_opposite()),
    };
    if maybe(dice) {
        grant = grant.when(&condition(dice)).settle("again", Settle::deny());
    }
    if maybe(dice) { grant.effective(effective(dice)) } else { grant }
}

fn maybe(dice: &mut Dice) -> bool {
    dice.below(2) == 0
}

fn word(dice: &mut Dice) -> &'static str {
    WORDS[dice.below(WORDS.len())]
}

fn name(dice: &mut Dice) -> &'static str {
    NAMES[dice.below(NAMES.len())]
}

/// Some of them, each once.
fn some(dice: &mut Dice, of: &[&'static str]) -> Vec<&'static str> {
    of.iter().copied().filter(|_| dice.below(3) == 0).collect()
}

fn words(dice: &mut Dice) -> Vec<&'static str> {
    (0..=dice.below(3)).map(|_| word(dice)).collect()
}

fn text(dice: &mut Dice) -> String {
    (0..dice.below(5)).map(|_| PIECES[dice.below(PIECES.len())]).collect()
}

fn texts(dice: &mut Dice) -> Vec<String> {
    let most = if dice.below(8) == 0 { 40 } else { 3 };
    (0..=dice.below(most)).map(|_| text(dice)).collect()
}

fn localised(dice: &mut Dice) -> Localised {
    let (ja, en) = (format!("言{}", text(dice)), format!("x{}", text(dice)));
    match dice.below(4) {
        0 => Localised::new(Some(&ja), None),
        1 => Localised::new(None, Some(&en)),
        2 => Localised::plain(&en),
        _ => Localised::new(Some(&ja), Some(&en)),
    }
}

/// A condition; with texts in it, since those need the care.
fn condition(dice: &mut Dice) -> String {
    let literal = serde_json::to_string(&text(dice)).unwrap();
    let name = name(dice);
    match dice.below(9) {
        0 => format!("!known({name})"),
        1 => format!("{literal} == {name}"),
        2 => format!("{name} in [{literal}, \"b\", 3, -0.50, true]"),
        3 => format!("!(cue.x && {name} <= 3) || score.y >= 1.50"),
        4 => format!("has({name}, {literal}) && at_least(nature, \"complaint\")"),
        5 => "true".to_owned(),
        6 => format!("{name} != {literal} && {name}"),
        7 => name.to_owned(),
        _ => format!("holder(refund, \"decide\") == {literal} || ruling(refund) == \"deny\""),
    }
}

fn value(dice: &mut Dice) -> FactValue {
    match dice.below(6) {
        0 => maybe(dice).into(),
        1 => (-3).into(),
        2 => FactValue::decimal("12.50").unwrap(),
        3 => texts(dice).into(),
        4 => jiff::civil::date(2026, 12, 1).into(),
        _ => text(dice).into(),
    }
}

fn number(dice: &mut Dice) -> FactValue {
    match dice.below(3) {
        0 => (-2).into(),
        1 => "0.50".into(),
        _ => 7.into(),
    }
}

fn effective(dice: &mut Dice) -> Effective {
    match dice.below(3) {
        0 => Effective::from("2026-12-01"),
        1 => Effective::until("2027-03-31T00:00:00+09:00"),
        _ => Effective::between("2026-12-01", "2027-03-31"),
    }
}

fn titled(dice: &mut Dice) -> Vec<Titled> {
    (0..=dice.below(3))
        .map(|_| {
            let titled = Titled::new(word(dice));
            if maybe(dice) { titled.title(localised(dice)) } else { titled }
        })
        .collect()
}

fn calendar(dice: &mut Dice) -> Calendar {
    let windows = ["09:00-12:00", "13:00-24:00"];
    let calendar = Calendar::new().hours("mon-fri", windows);
    match dice.below(3) {
        0 => calendar,
        1 => calendar.timezone("Asia/Tokyo").holidays(["2026-12-31", "2027-01-01"]).title(localised(dice)),
        _ => calendar
            .hours("sat", &windows[..1])
            .exception("2026-12-30", &windows[1..])
            .exception("2026-12-29", [""; 0]),
    }
}

fn param(dice: &mut Dice) -> Param {
    let param = match dice.below(9) {
        0 => return Param::set(value(dice)),
        1 => Param::bool(true),
        2 => Param::integer(3000),
        3 => Param::decimal(FactValue::decimal("0.5").unwrap()),
        4 => Param::choice(["b", "a"], &text(dice)),
        5 => Param::choices(["b", "a"], value(dice)),
        6 => Param::text(&text(dice)),
        7 => Param::date(jiff::civil::date(2026, 12, 1)),
        _ => Param::duration(jiff::SignedDuration::from_mins(30)),
    };
    if maybe(dice) {
        param
    } else {
        param.min(value(dice)).max(value(dice)).unit(&text(dice)).title(localised(dice))
    }
}

fn fact(dice: &mut Dice) -> Fact {
    let fact = match dice.below(9) {
        0 => Fact::bool(),
        1 => Fact::integer(),
        2 => Fact::decimal(),
        3 => Fact::choice(["phone", "3", "電話", "a, b"]),
        4 => Fact::choices(["true", "a"]),
        5 => Fact::text(),
        6 => Fact::date(),
        7 => Fact::timestamp(),
        _ => Fact::duration(),
    };
    match dice.below(4) {
        0 => fact,
        1 => fact.default(value(dice)).personal(),
        2 => fact.min(value(dice)).max(value(dice)).unit(&text(dice)).secret(),
        _ => fact.title(localised(dice)).ask(localised(dice)),
    }
}

fn derived(dice: &mut Dice) -> Derived {
    let name = name(dice);
    match dice.below(8) {
        0 => Derived::days_since(name),
        1 => Derived::hours_since(name),
        2 => Derived::count(name),
        3 => Derived::length_of_text(),
        4 => Derived::or(name, -3),
        5 => Derived::or(name, text(dice)),
        6 => Derived::open(name),
        _ => Derived::business_hours_since(name, name),
    }
}

fn cue(dice: &mut Dice) -> Cue {
    let cue = Cue::any(texts(dice));
    match dice.below(4) {
        0 => cue,
        1 => cue.except(texts(dice)).fold_kana(maybe(dice)),
        2 => cue.unless_followed_by(texts(dice)).unless_preceded_by(texts(dice)).title(localised(dice)),
        _ => cue.matches(texts(dice)).misses(texts(dice)),
    }
}

fn score(dice: &mut Dice) -> Score {
    let mut score = Score::new().cue("first", number(dice));
    if maybe(dice) {
        score = Score::new();
    }
    for at in 0..=dice.below(3) {
        score = match dice.below(3) {
            0 => score.cue(&format!("x{at}"), number(dice)),
            1 => score.cue("same", number(dice)),
            _ => score.part(&condition(dice), number(dice)),
        };
    }
    match dice.below(3) {
        0 => score,
        1 => score.band("low", 0).band("高い", number(dice)),
        _ => score.title(localised(dice)),
    }
}

fn axis(dice: &mut Dice) -> Axis {
    let axis = if maybe(dice) { Axis::many(titled(dice)) } else { Axis::ordered(titled(dice), word(dice)) };
    if maybe(dice) { axis.title(localised(dice)) } else { axis }
}

fn judgment(dice: &mut Dice) -> Judgment {
    match dice.below(4) {
        0 => Judgment::new(),
        1 => Judgment::new().title(localised(dice)).locked(),
        2 => Judgment::new().propose(word(dice)).decide(word(dice)),
        _ => Judgment::new().communicate(word(dice)),
    }
}

fn rule(dice: &mut Dice) -> Rule {
    let mut rule = Rule::new(word(dice));
    for kind in 0..12 {
        if dice.below(4) == 0 {
            rule = effect(rule, kind, dice);
        }
    }
    // Only one of each can be written.
    rule = match dice.below(4) {
        0 => rule.escalate(word(dice)),
        1 => rule.escalate(Escalate::to(word(dice)).urgency(Urgency::Critical).within(within(dice))),
        2 => rule.escalate(Escalate::new().within(within(dice))),
        _ => rule.tag([word(dice)]),
    };
    if maybe(dice) {
        rule = rule.when(&condition(dice));
    }
    match dice.below(4) {
        0 => rule,
        1 => rule.title(localised(dice)).locked(),
        2 => rule.because(localised(dice)).source(&text(dice)),
        _ => rule.effective(effective(dice)),
    }
}

fn effect(rule: Rule, kind: usize, dice: &mut Dice) -> Rule {
    let (name, tier) = (name(dice), word(dice));
    match kind {
        0 => rule.classify(name, tier),
        1 => rule.classify("topic", tier).classify(name, word(dice)).classify("topic", word(dice)),
        2 => rule.raise(words(dice)),
        3 => rule.retain([name]),
        4 => rule
            .retain_at("kept", Act::Communicate, tier)
            .retain_at("kept", Act::Propose, tier)
            .retain([name]),
        5 => rule.delegate([name]),
        6 => rule.delegate_to("given", Act::Decide, tier),
        7 => rule.settle(tier, settle(dice)),
        8 => rule.refer(words(dice)).notify(words(dice)),
        9 => rule.require([name]),
        10 => rule.instruct(localised(dice)),
        _ => rule.tag(texts(dice)),
    }
}

fn settle(dice: &mut Dice) -> Settle {
    match dice.below(4) {
        0 => Settle::approve(),
        1 => Settle::deny(),
        2 => Settle::approve_when(&condition(dice)).otherwise_the_opposite(),
        _ => Settle::deny_when(&condition(dice)),
    }
}

fn within(dice: &mut Dice) -> Within {
    match dice.below(6) {
        0 => Within::minutes(90),
        1 => Within::hours(4),
        2 => Within::days(2),
        3 => jiff::SignedDuration::from_secs(61).into(),
        4 => Within::business_hours(1),
        _ => Within::business_minutes(90).calendar("support"),
    }
}

fn table(dice: &mut Dice) -> Table {
    let mut table = if dice.below(3) == 0 {
        Table::csv("tables/refunds.csv")
    } else {
        let table = Table::new(["id", "order.amount", "settle refund", "because.ja"]);
        let cell = |dice: &mut Dice| match dice.below(4) {
            0 => FactValue::from("-"),
            1 => FactValue::from("<= 3000"),
            _ => value(dice),
        };
        (0..dice.below(3))
            .fold(table, |table, _| table.row([word(dice).into(), cell(dice), cell(dice), cell(dice)]))
    };
    if maybe(dice) {
        table = table.when(&condition(dice)).title(localised(dice));
    }
    if maybe(dice) {
        table
    } else {
        table.because(localised(dice)).source(&text(dice)).effective(effective(dice))
    }
}

fn limit(dice: &mut Dice) -> Limit {
    let limit = Limit::by(name(dice)).tier("first_line", 500).tier("supervisor", "param.cap");
    match dice.below(3) {
        0 => limit,
        1 => limit.when(&condition(dice)).because(localised(dice)),
        _ => limit.source(&text(dice)).effective(effective(dice)),
    }
}
