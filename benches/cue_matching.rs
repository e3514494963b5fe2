//! Which automaton finds phrases in Japanese inquiries fastest: the measurement behind the choice in the cue matcher.
//!
//! The text is the file that `FURIWAKE_BENCH_TEXT` names, JSON Lines with a `text` in each record, or a generated one.
//! The phrases are runs of 2 to 6 characters taken from the text itself, so they hit about as often as real ones do.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement may stop when its input is not as expected"
)]

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use daachorse::{
    CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, DoubleArrayAhoCorasick,
    DoubleArrayAhoCorasickBuilder,
};
use std::collections::BTreeSet;
use std::hint::black_box;

fn cue_matching(criterion: &mut Criterion) {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    for count in [300, 3_000] {
        let phrases = phrases(&texts, count);
        let mut group = criterion.benchmark_group(format!("{count} phrases"));
        group.throughput(Throughput::Bytes(bytes as u64));

        let mut measure = |name: &str, hits: &dyn Fn(&str) -> usize| {
            group.bench_function(name, |bencher| {
                bencher.iter(|| texts.iter().map(|text| hits(black_box(text))).sum::<usize>());
            });
        };

        for (name, prefilter) in [("daachorse charwise", true), ("daachorse charwise, no prefilter", false)] {
            let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().use_prefilter(prefilter);
            let automaton: CharwiseDoubleArrayAhoCorasick<u32> = builder.build(&phrases).unwrap();
            measure(name, &|text| automaton.find_overlapping_iter(text).count());
        }
        for (name, prefilter) in [("daachorse bytewise", true), ("daachorse bytewise, no prefilter", false)] {
            let builder = DoubleArrayAhoCorasickBuilder::new().use_prefilter(prefilter);
            let automaton: DoubleArrayAhoCorasick<u32> = builder.build(&phrases).unwrap();
            measure(name, &|text| automaton.find_overlapping_iter(text).count());
        }
        for (name, kind) in [
            ("aho-corasick DFA", AhoCorasickKind::DFA),
            ("aho-corasick contiguous NFA", AhoCorasickKind::ContiguousNFA),
        ] {
            let automaton = AhoCorasick::builder().kind(Some(kind)).build(&phrases).unwrap();
            measure(name, &|text| automaton.find_overlapping_iter(text).count());
        }
        group.finish();
    }
}

/// The texts of the file, one by one as inquiries arrive, or texts made of Japanese syllables.
fn texts() -> Vec<String> {
    let read = std::env::var("FURIWAKE_BENCH_TEXT").ok().and_then(|path| std::fs::read_to_string(path).ok());
    if let Some(lines) = read {
        let text = |line: &str| {
            let record: serde_json::Value = serde_json::from_str(line).ok()?;
            record.get("text")?.as_str().map(str::to_lowercase)
        };
        return lines.lines().filter_map(text).collect();
    }
    let syllables: Vec<char> = ('あ'..='ん').chain('ア'..='ン').chain('一'..='七').collect();
    let mut random = Random(7);
    (0..5_000)
        .map(|_| (0..20 + random.below(40)).map(|_| syllables[random.below(syllables.len())]).collect())
        .collect()
}

fn phrases(texts: &[String], count: usize) -> Vec<String> {
    let mut random = Random(11);
    let mut phrases = BTreeSet::new();
    while phrases.len() < count {
        let characters: Vec<char> = texts[random.below(texts.len())].chars().collect();
        let length = 2 + random.below(5);
        if characters.len() >= length {
            let start = random.below(characters.len() - length + 1);
            phrases.insert(characters[start..start + length].iter().collect::<String>());
        }
    }
    phrases.into_iter().collect()
}

/// A linear congruential generator (the constants of Knuth's MMIX): the same phrases in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

criterion_group!(benches, cue_matching);
criterion_main!(benches);
