//! The second baseline: an index by hand over just these rules, as good as its author knows how.
//!
//! Every rule waits in one place for what it needs most: two equalities for the pair of both values, a rule with phrases for any of
//! its shortest list, one with a single equality for that value. A place is sorted by the amount asked for, so looking stops at the
//! first that asks for more. One pass finds all phrases.

use super::draw::Workload;
use super::record::{CHOICES, NUMBERS, Record};
use super::rule::{Bound, Rule};
use daachorse::CharwiseDoubleArrayAhoCorasick;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// How many of the [`CHOICES`] rules ask for.
const ASKED: usize = 5;
/// The number of a value that no rule asks for, or that is missing.
const NONE: u32 = u32::MAX;

pub(crate) struct HandIndex {
    /// Of each choice that rules ask for, its values by their number.
    values: [HashMap<String, u32, Fast>; ASKED],
    phrases: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// All places one after another.
    waiting: Vec<Waiting>,
    always: Range<usize>,
    by_value: [Vec<Range<usize>>; ASKED],
    by_pair: HashMap<u64, Range<usize>, Fast>,
    by_phrase: Vec<Range<usize>>,
    /// The lists of phrases that rules ask for beside where they wait.
    lists: Vec<Vec<u32>>,
    /// By phrase, the number of the record that it was last seen in.
    seen: Vec<u32>,
    /// By rule, the number of the record that it was last tried on.
    tried: Vec<u32>,
    hits: Vec<u32>,
    record: u32,
}

/// What remains to be asked of a rule. A choice that it does not ask for is any, said by a choice that is always [`NONE`].
#[derive(Clone)]
struct Waiting {
    least_amount: i64,
    most_days: i64,
    least_contacts: i64,
    choice: usize,
    value: u32,
    rule: u32,
    lists: Range<u32>,
}

impl HandIndex {
    pub(crate) fn new(workload: &Workload) -> Self {
        let mut index = Self {
            values: Default::default(),
            phrases: (!workload.phrases.is_empty())
                .then(|| CharwiseDoubleArrayAhoCorasick::new(&workload.phrases).expect("distinct phrases")),
            waiting: Vec::new(),
            always: 0..0,
            by_value: Default::default(),
            by_pair: HashMap::default(),
            by_phrase: Vec::new(),
            lists: Vec::new(),
            seen: vec![0; workload.phrases.len()],
            tried: vec![0; workload.rules.len()],
            hits: Vec::new(),
            record: 0,
        };
        index.fill(workload);
        index
    }

    fn fill(&mut self, workload: &Workload) {
        let mut always = Vec::new();
        let mut by_value: [Vec<Vec<Waiting>>; ASKED] = Default::default();
        let mut by_pair: HashMap<u64, Vec<Waiting>, Fast> = HashMap::default();
        let mut by_phrase = vec![Vec::new(); workload.phrases.len()];
        for rule in &workload.rules {
            let numbers: Vec<(usize, u32)> = rule
                .equalities
                .iter()
                .map(|(choice, value)| {
                    let values = &mut self.values[*choice];
                    let next = values.len() as u32;
                    (*choice, *values.entry(value.clone()).or_insert(next))
                })
                .collect();
            let shortest = (0..rule.phrases.len()).min_by_key(|list| rule.phrases[*list].len());
            match (&numbers[..], shortest) {
                ([first, second], _) => {
                    let waiting = self.waiting(rule, None, None);
                    by_pair.entry(pair(*first, *second)).or_default().push(waiting);
                }
                (_, Some(list)) => {
                    let waiting = self.waiting(rule, numbers.first().copied(), Some(list));
                    for phrase in &rule.phrases[list] {
                        by_phrase[*phrase].push(waiting.clone());
                    }
                }
                ([(choice, value)], None) => {
                    let places = &mut by_value[*choice];
                    places.resize(places.len().max(*value as usize + 1), Vec::new());
                    places[*value as usize].push(self.waiting(rule, None, None));
                }
                _ => always.push(self.waiting(rule, None, None)),
            }
        }
        self.always = self.place(always);
        self.by_value = by_value.map(|places| places.into_iter().map(|place| self.place(place)).collect());
        self.by_pair = by_pair.into_iter().map(|(pair, place)| (pair, self.place(place))).collect();
        self.by_phrase = by_phrase.into_iter().map(|place| self.place(place)).collect();
    }

    /// What remains when the rule is found by `list`, and `choice` is still to be asked.
    fn waiting(&mut self, rule: &Rule, choice: Option<(usize, u32)>, list: Option<usize>) -> Waiting {
        let first = self.lists.len() as u32;
        let others = rule.phrases.iter().enumerate().filter(|(at, _)| Some(*at) != list);
        self.lists.extend(others.map(|(_, any)| any.iter().map(|phrase| *phrase as u32).collect()));
        let (choice, value) = choice.unwrap_or((ASKED, NONE));
        let mut waiting = Waiting {
            least_amount: i64::MIN,
            most_days: i64::MAX,
            least_contacts: i64::MIN,
            choice,
            value,
            rule: rule.id as u32,
            lists: first..self.lists.len() as u32,
        };
        for range in &rule.ranges {
            match range {
                (0, Bound::AtLeast(least)) => waiting.least_amount = *least,
                (1, Bound::AtMost(most)) => waiting.most_days = *most,
                (2, Bound::AtLeast(least)) => waiting.least_contacts = *least,
                other => unreachable!("no rule asks for {other:?}"),
            }
        }
        waiting
    }

    fn place(&mut self, mut waiting: Vec<Waiting>) -> Range<usize> {
        waiting.sort_by_key(|waiting| waiting.least_amount);
        let first = self.waiting.len();
        self.waiting.append(&mut waiting);
        first..self.waiting.len()
    }

    /// Puts the rules that are true of the record into `found`, in any order.
    pub(crate) fn find(&mut self, record: &Record, found: &mut Vec<usize>) {
        found.clear();
        self.record += 1;
        self.hits.clear();
        for hit in self.phrases.iter().flat_map(|phrases| phrases.find_overlapping_iter(&record.text)) {
            let seen = &mut self.seen[hit.value() as usize];
            if *seen != self.record {
                *seen = self.record;
                self.hits.push(hit.value());
            }
        }
        let mut values = [NONE; CHOICES.len()];
        for (choice, known) in self.values.iter().enumerate() {
            let value = record.choices[choice].as_ref().and_then(|value| known.get(value));
            values[choice] = value.copied().unwrap_or(NONE);
        }
        // A bound is not met where the number is missing; no bound at all is.
        let [amount, days, contacts] = record.numbers;
        let numbers = [amount.unwrap_or(i64::MIN), days.unwrap_or(i64::MAX), contacts.unwrap_or(i64::MIN)];
        let values = &values;
        self.try_all(self.always.clone(), values, &numbers, found);
        for choice in 0..ASKED {
            if let Some(place) = self.by_value[choice].get(values[choice] as usize) {
                self.try_all(place.clone(), values, &numbers, found);
            }
            if values[choice] == NONE {
                continue;
            }
            for other in choice + 1..ASKED {
                let pair = pair((choice, values[choice]), (other, values[other]));
                if let Some(place) = self.by_pair.get(&pair) {
                    self.try_all(place.clone(), values, &numbers, found);
                }
            }
        }
        for at in 0..self.hits.len() {
            let place = self.by_phrase[self.hits[at] as usize].clone();
            self.try_all(place, values, &numbers, found);
        }
    }

    fn try_all(
        &mut self,
        place: Range<usize>,
        values: &[u32; CHOICES.len()],
        numbers: &[i64; NUMBERS.len()],
        found: &mut Vec<usize>,
    ) {
        for waiting in &self.waiting[place] {
            if waiting.least_amount > numbers[0] {
                break;
            }
            let holds = waiting.most_days >= numbers[1]
                && waiting.least_contacts <= numbers[2]
                && waiting.value == values[waiting.choice]
                && self.tried[waiting.rule as usize] != self.record
                && self.lists[waiting.lists.start as usize..waiting.lists.end as usize]
                    .iter()
                    .all(|any| any.iter().any(|phrase| self.seen[*phrase as usize] == self.record));
            if holds {
                // Two phrases of one list lead to the same rule.
                self.tried[waiting.rule as usize] = self.record;
                found.push(waiting.rule as usize);
            }
        }
    }
}

/// Two choices with their values as one number; the first choice is the smaller.
fn pair(first: (usize, u32), second: (usize, u32)) -> u64 {
    let values = (u64::from(first.1) & 0xFF_FFFF) << 24 | u64::from(second.1) & 0xFF_FFFF;
    ((first.0 * ASKED + second.0) as u64) << 48 | values
}

type Fast = BuildHasherDefault<FastHasher>;

/// Nobody attacks a bench: a hash that multiplies and folds eight bytes at a time.
#[derive(Default)]
struct FastHasher(u64);

impl FastHasher {
    fn add(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.add(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    fn write_u64(&mut self, word: u64) {
        self.add(word);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
