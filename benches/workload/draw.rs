//! Rules and records of a workload, drawn so that an inquiry meets about two rules, however many there are.

use super::lexicon;
use super::random::{Random, Skewed};
use super::record::Record;
use super::rule::{Bound, Outcome, Rule};
use std::array;
use std::collections::BTreeMap;

/// What kind of rules and inquiries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mix {
    /// Like the rows of tables: one or two equalities, up to three bounds of numbers, and a phrase in 30 of 100 rules.
    TableLike,
    /// Phrases in 90 of 100 rules, several at a time; an equality in every second of those.
    CueHeavy,
    /// The rules of [`TableLike`](Self::TableLike), with four fifths of the fields missing.
    MostlyMissing,
}

impl Mix {
    pub(crate) const ALL: [Self; 3] = [Self::TableLike, Self::CueHeavy, Self::MostlyMissing];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::TableLike => "table-like",
            Self::CueHeavy => "cue-heavy",
            Self::MostlyMissing => "mostly-missing",
        }
    }
}

/// Rules, the phrases they look for, and records to decide.
#[derive(Debug, Clone)]
pub(crate) struct Workload {
    pub(crate) phrases: Vec<String>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) records: Vec<Record>,
}

/// How many inquiries meet a rule, on average over the rules, is this over the number of rules.
const RULES_PER_INQUIRY: f64 = 2.0;

impl Workload {
    pub(crate) fn new(mix: Mix, rules: usize, records: usize) -> Self {
        let world = World::new(rules);
        let mut random = Random::new(5);
        let rules = world.rules(&mut random, mix, rules);
        let mut random = Random::new(7);
        let records = (0..records).map(|_| world.record(&mut random, mix)).collect();
        world.workload(rules, records)
    }
}

/// What customers write and buy.
struct World {
    /// Japanese ones in front, English ones behind, each half by how often it is said.
    phrases: Vec<String>,
    said: Skewed,
    /// Of the five choices that rules ask for.
    choices: [Skewed; 5],
    /// A sample of each number, in ascending order.
    samples: [Vec<i64>; 3],
}

const CHANNELS: [&str; 4] = ["email", "chat", "phone", "sns"];
const INTENTS: [&str; 10] = [
    "refund",
    "delivery",
    "invoice",
    "account",
    "defect",
    "cancel",
    "complaint",
    "question",
    "upgrade",
    "privacy",
];
const STAGES: [&str; 3] = ["new", "open", "disputed"];
/// The other choices, which no rule asks for.
pub(super) const DIRECTIONS: [&str; 2] = ["inbound", "outbound"];
pub(super) const LANGUAGES: [&str; 2] = ["ja", "en"];
pub(super) const RANKS: [&str; 4] = ["regular", "bronze", "silver", "gold"];
pub(super) const STATES: [&str; 5] = ["placed", "shipped", "delivered", "returned", "cancelled"];
/// How many values each of the five choices has that rules ask for.
pub(super) const COUNTS: [usize; 5] = [30, 200, 4, 47, 500];

/// The value of a choice that rules ask for, by how often it occurs.
pub(super) fn value(choice: usize, rank: usize) -> String {
    match choice {
        0 => format!("{}_{}", INTENTS[rank % 10], STAGES[rank / 10]),
        1 => format!("category_{rank:03}"),
        2 => CHANNELS[rank].to_owned(),
        3 => format!("region_{rank:02}"),
        _ => format!("client_{rank:03}"),
    }
}

fn number(random: &mut Random, number: usize) -> i64 {
    match number {
        // From 500 to 500,000 yen, each order of magnitude alike.
        0 => (500.0 * 1_000_f64.powf(random.unit())) as i64,
        // Ninety days on average.
        1 => (-90.0 * (1.0 - random.unit()).ln()).min(730.0) as i64,
        // Every second customer writes once more.
        _ => (0..12).take_while(|_| random.is(0.5)).count() as i64,
    }
}

impl World {
    fn new(rules: usize) -> Self {
        let half = rules.max(10) / 2;
        let mut phrases = lexicon::phrases(true, half);
        phrases.extend(lexicon::phrases(false, half));
        let mut random = Random::new(3);
        let samples = [0, 1, 2].map(|field| {
            let mut sample: Vec<i64> = (0..10_000).map(|_| number(&mut random, field)).collect();
            sample.sort_unstable();
            sample
        });
        let mut choices = COUNTS.map(|count| Skewed::zipf(count, 1.0));
        choices[2] = Skewed::new([0.35, 0.30, 0.25, 0.10]);
        Self { said: Skewed::zipf(phrases.len() / 2, 0.9), phrases, choices, samples }
    }

    fn record(&self, random: &mut Random, mix: Mix) -> Record {
        let is_japanese = random.is(0.5);
        let first = if is_japanese { 0 } else { self.phrases.len() / 2 };
        let said = (0..1 + random.below(4)).map(|_| self.phrases[first + self.said.draw(random)].clone());
        let said = said.collect();
        let text = lexicon::text(random, is_japanese, said);
        let mut drawn =
            [0, 1, 2, 3, 4].map(|field| value(field, self.choices[field].draw(random))).into_iter();
        let direction = DIRECTIONS[usize::from(random.is(0.1))];
        let others = [
            direction,
            LANGUAGES[usize::from(!is_japanese)],
            RANKS[random.below(RANKS.len())],
            STATES[random.below(STATES.len())],
        ];
        let mut others = others.into_iter().map(str::to_owned);
        let known = |random: &mut Random| mix != Mix::MostlyMissing || random.is(0.2);
        let choices = array::from_fn(|_| drawn.next().or_else(|| others.next()).filter(|_| known(random)));
        let numbers = [0, 1, 2].map(|field| Some(number(random, field)).filter(|_| known(random)));
        let flags = [0.7, 0.1].map(|chance| Some(random.is(chance)).filter(|_| known(random)));
        let sentiment = Some(random.below(2_001) as i64 - 1_000).filter(|_| known(random));
        Record { text, choices, numbers, flags, sentiment }
    }

    fn rules(&self, random: &mut Random, mix: Mix, count: usize) -> Vec<Rule> {
        let mut rules: Vec<Rule> = (0..count).map(|at| self.rule(random, mix, at, count)).collect();
        random.shuffle(&mut rules);
        for (id, rule) in rules.iter_mut().enumerate() {
            rule.id = id;
        }
        rules
    }

    /// A rule that an inquiry meets about as often as wished. Which rules have phrases is settled beforehand, since most that
    /// are refused have some.
    fn rule(&self, random: &mut Random, mix: Mix, at: usize, count: usize) -> Rule {
        let has_phrases = at % 10 < if mix == Mix::CueHeavy { 9 } else { 3 };
        let wished = RULES_PER_INQUIRY / count as f64;
        // Phrases that hardly anybody says are normal.
        let least = match (count, has_phrases) {
            (..100, _) => 0.3,
            (_, true) => 0.004,
            (_, false) => 0.1,
        };
        let mut drawn = (f64::NAN, None);
        for _ in 0..20_000 {
            let (chance, rule) = self.any_rule(random, mix, has_phrases);
            drawn = (chance / wished, Some(rule));
            if (least..5.0).contains(&drawn.0) {
                break;
            }
        }
        drawn.1.expect("one of many")
    }

    /// Any rule, and how often an inquiry meets it as far as its parts are independent.
    fn any_rule(&self, random: &mut Random, mix: Mix, has_phrases: bool) -> (f64, Rule) {
        let is_led_by_cues = mix == Mix::CueHeavy && has_phrases;
        let (equalities, ranges) = if is_led_by_cues {
            (random.below(2), random.below(2))
        } else {
            let parts = 2 + random.below(3) - usize::from(has_phrases);
            let equalities = if parts >= 2 && random.is(0.6) { 2 } else { 1 };
            (equalities, (parts - equalities).min(3))
        };
        let mut chance = 1.0;
        let mut rule =
            Rule { id: 0, equalities: vec![], ranges: vec![], phrases: vec![], outcome: outcome(random) };
        let mut fields = [0, 1, 2, 3, 4];
        random.shuffle(&mut fields);
        for field in fields.into_iter().take(equalities) {
            let drawn = often_or_any(random, &self.choices[field]);
            chance *= self.choices[field].chance(drawn);
            rule.equalities.push((field, value(field, drawn)));
        }
        rule.equalities.sort_unstable();
        let mut fields = [0, 1, 2];
        random.shuffle(&mut fields);
        for field in fields.into_iter().take(ranges) {
            let sample = &self.samples[field];
            let bound = sample[((0.15 + 0.8 * random.unit()) * (sample.len() - 1) as f64) as usize];
            let bound = match field {
                0 => Bound::AtLeast(bound / 100 * 100),
                1 => Bound::AtMost(bound),
                _ => Bound::AtLeast(bound.max(1)),
            };
            let holds = match bound {
                Bound::AtLeast(least) => sample.len() - sample.partition_point(|number| *number < least),
                Bound::AtMost(most) => sample.partition_point(|number| *number <= most),
            };
            chance *= holds as f64 / sample.len() as f64;
            rule.ranges.push((field, bound));
        }
        let lists = match (has_phrases, is_led_by_cues) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 1 + random.below(2),
        };
        let is_japanese = random.is(0.5);
        chance *= if lists > 0 { 0.5 } else { 1.0 };
        for _ in 0..lists {
            let phrases = if is_led_by_cues { 1 + random.below(3) } else { 1 };
            let (said, list) = self.phrases_of_rule(random, is_japanese, phrases);
            chance *= said;
            rule.phrases.push(list);
        }
        (chance, rule)
    }

    /// Some phrases of one language, and how likely one of them is in a text of that language.
    fn phrases_of_rule(&self, random: &mut Random, is_japanese: bool, count: usize) -> (f64, Vec<usize>) {
        let half = self.said.len();
        let mut list: Vec<usize> = (0..count).map(|_| often_or_any(random, &self.said)).collect();
        list.sort_unstable();
        list.dedup();
        let once: f64 = list.iter().map(|rank| self.said.chance(*rank)).sum();
        let list = list.into_iter().map(|rank| if is_japanese { rank } else { half + rank }).collect();
        (1.0 - (1.0 - once).powf(2.5), list)
    }

    /// With the phrases alone that some rule looks for.
    fn workload(self, mut rules: Vec<Rule>, records: Vec<Record>) -> Workload {
        let mut positions = BTreeMap::new();
        for phrase in rules.iter().flat_map(|rule| rule.phrases.iter().flatten()) {
            positions.insert(*phrase, 0);
        }
        for (new, position) in positions.values_mut().enumerate() {
            *position = new;
        }
        for phrase in rules.iter_mut().flat_map(|rule| rule.phrases.iter_mut().flatten()) {
            *phrase = positions[phrase];
        }
        let phrases = positions.keys().map(|phrase| self.phrases[*phrase].clone()).collect();
        Workload { phrases, rules, records }
    }
}

/// Rules ask for what is frequent, and as often for anything at all.
fn often_or_any(random: &mut Random, from: &Skewed) -> usize {
    if random.is(0.5) { from.draw(random) } else { random.below(from.len()) }
}

fn outcome(random: &mut Random) -> Outcome {
    match random.below(100) {
        0..30 => Outcome::Tag(random.below(12)),
        30..48 => Outcome::Topic(random.below(8)),
        48..54 => Outcome::Complaint,
        54..68 => Outcome::Raise(random.below(6)),
        68..78 => Outcome::Refer(random.below(4)),
        78..84 => Outcome::Escalate(random.below(4)),
        84..89 => Outcome::Retain(random.below(6)),
        89..94 => Outcome::Delegate(random.below(6)),
        94..97 => Outcome::Require(random.below(3)),
        _ => Outcome::Instruct(random.below(4)),
    }
}
