//! Truths of conditions over all cases at once: one bit a case, so that a part of a condition is worked out for sixty-four cases in
//! two operations.

use crate::condition::{Condition, Leaf, Truth};
use crate::engine::Kept;
use crate::id::RuleId;
use crate::rulebook::Model;
use std::collections::HashMap;

/// A set of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Box<[u64]>);

impl Bits {
    /// All of `cases` cases, or none.
    pub(super) fn all(cases: usize, within: bool) -> Self {
        let mut bits = Self(vec![0; cases.div_ceil(64)].into());
        if within {
            (0..cases).for_each(|case| bits.insert(case));
        }
        bits
    }

    pub(super) fn insert(&mut self, case: usize) {
        if let Some(word) = self.0.get_mut(case / 64) {
            *word |= 1_u64 << (case % 64);
        }
    }

    pub(super) fn remove(&mut self, case: usize) {
        if let Some(word) = self.0.get_mut(case / 64) {
            *word &= !(1_u64 << (case % 64));
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The cases in it, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = usize::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    fn with(&self, other: &Self, join: fn(u64, u64) -> u64) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| join(*one, *other)).collect())
    }

    fn and(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & other)
    }

    fn or(&self, other: &Self) -> Self {
        self.with(other, |one, other| one | other)
    }

    fn without(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & !other)
    }

    fn differing(&self, other: &Self) -> Self {
        self.with(other, |one, other| one ^ other)
    }
}

/// Where a condition is true, and where it is not false.
#[derive(Debug, Clone)]
struct Truths {
    certain: Bits,
    possible: Bits,
}

/// The truths of whatever conditions are asked about, of which leaves are remembered.
#[derive(Debug)]
pub(super) struct Matrix {
    all: Bits,
    leaves: HashMap<Leaf, Truths>,
}

impl Matrix {
    pub(super) fn new(cases: usize) -> Self {
        Self { all: Bits::all(cases, true), leaves: HashMap::new() }
    }

    /// The cases in which a part of a condition is not as true as another one in its place, and in which that can change the
    /// whole: none of what it is joined with decides alone. Those too in which the whole is unknown.
    pub(super) fn touched(
        &mut self,
        whole: &Condition,
        path: &[usize],
        new: &Condition,
        model: &Model,
        kept: &[Kept],
    ) -> Bits {
        let all = self.all.clone();
        let touched = self.touched_within(all.clone(), whole, path, new, model, kept);
        // What is asked for follows from all parts of what is unknown.
        let truths = self.truths(whole, &all, model, kept);
        touched.or(&truths.possible.without(&truths.certain))
    }

    /// The cases in which a rule is not false.
    pub(super) fn possible(&self, rule: RuleId, kept: &[Kept]) -> Bits {
        let mut bits = Bits::all(kept.len(), false);
        for (case, kept) in kept.iter().enumerate() {
            if kept.truth(rule) != Truth::False {
                bits.insert(case);
            }
        }
        bits
    }

    fn touched_within(
        &mut self,
        within: Bits,
        whole: &Condition,
        path: &[usize],
        new: &Condition,
        model: &Model,
        kept: &[Kept],
    ) -> Bits {
        let [at, rest @ ..] = path else {
            let before = self.truths(whole, &self.all.clone(), model, kept);
            let after = self.truths(new, &within, model, kept);
            let certain = before.certain.differing(&after.certain);
            return certain.or(&before.possible.differing(&after.possible)).and(&within);
        };
        match whole {
            Condition::Not(inner) => self.touched_within(within, inner, rest, new, model, kept),
            Condition::All(parts) | Condition::Any(parts) => {
                let mut within = within;
                for (_, part) in parts.iter().enumerate().filter(|(other, _)| other != at) {
                    let truths = self.truths(part, &self.all.clone(), model, kept);
                    within = match whole {
                        Condition::All(_) => within.and(&truths.possible),
                        _ => within.without(&truths.certain),
                    };
                }
                match parts.get(*at) {
                    Some(part) if !within.is_empty() => {
                        self.touched_within(within, part, rest, new, model, kept)
                    }
                    _ => Bits::all(kept.len(), false),
                }
            }
            Condition::Constant(_) | Condition::Let(_) | Condition::Leaf(_) => within,
        }
    }

    /// The truths of a condition, right at least `within` some cases.
    fn truths(&mut self, condition: &Condition, within: &Bits, model: &Model, kept: &[Kept]) -> Truths {
        let none = || self.all.without(&self.all);
        match condition {
            Condition::Constant(true) => Truths { certain: self.all.clone(), possible: self.all.clone() },
            Condition::Constant(false) => Truths { certain: none(), possible: none() },
            Condition::Not(inner) => {
                let inner = self.truths(inner, within, model, kept);
                Truths {
                    certain: self.all.without(&inner.possible),
                    possible: self.all.without(&inner.certain),
                }
            }
            Condition::All(parts) => {
                let mut truths = Truths { certain: self.all.clone(), possible: self.all.clone() };
                for part in parts {
                    let part = self.truths(part, within, model, kept);
                    truths.certain = truths.certain.and(&part.certain);
                    truths.possible = truths.possible.and(&part.possible);
                }
                truths
            }
            Condition::Any(parts) => {
                let mut truths = Truths { certain: none(), possible: none() };
                for part in parts {
                    let part = self.truths(part, within, model, kept);
                    truths.certain = truths.certain.or(&part.certain);
                    truths.possible = truths.possible.or(&part.possible);
                }
                truths
            }
            Condition::Let(id) => match model.lets.get(id.index()) {
                Some(named) => self.truths(&named.condition, within, model, kept),
                None => Truths { certain: none(), possible: self.all.clone() },
            },
            Condition::Leaf(leaf) => {
                if let Some(known) = self.leaves.get(leaf) {
                    return known.clone();
                }
                let truths = self.leaf(leaf, within, kept);
                // What was worked out for some cases only is no use to others.
                if *within == self.all {
                    self.leaves.insert(leaf.clone(), truths.clone());
                }
                truths
            }
        }
    }

    fn leaf(&self, leaf: &Leaf, within: &Bits, kept: &[Kept]) -> Truths {
        let none = self.all.without(&self.all);
        let mut truths = Truths { certain: none.clone(), possible: none };
        for case in within.iter() {
            match kept.get(case).map(|kept| leaf.evaluate(kept.situation())) {
                Some(Truth::True) => {
                    truths.certain.insert(case);
                    truths.possible.insert(case);
                }
                Some(Truth::Unknown) => truths.possible.insert(case),
                Some(Truth::False) | None => {}
            }
        }
        truths
    }
}
