//! How long the steps of a host's day take on the built-in rulebook `shop`: loading, compiling, deciding one inquiry after
//! another, and reading a very long message.
#![expect(clippy::unwrap_used, reason = "a benchmark that panics has failed, as it should")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use furiwake::{Engine, Inquiry, Registry, Rulebook};
use std::hint::black_box;

/// The inbox of the `triage` example: everyday inquiries and hard ones, Japanese and English.
const INBOX: &str = include_str!("../examples/triage/inbox.jsonl");

const STARTER: &str = include_str!("../examples/starter.yaml");

fn load(criterion: &mut Criterion) {
    criterion.bench_function("load a rulebook of 15 lines", |bencher| {
        bencher.iter(|| Rulebook::load("starter.yaml", black_box(STARTER)));
    });
    criterion.bench_function("load shop", |bencher| bencher.iter(|| Rulebook::builtin(black_box("shop"))));
    let shop = Rulebook::builtin("shop").unwrap();
    criterion.bench_function("compile shop", |bencher| bencher.iter(|| Engine::new(black_box(&shop))));
}

fn decide(criterion: &mut Criterion) {
    let engine = Engine::new(&Rulebook::builtin("shop").unwrap());
    let inbox: Vec<Inquiry> = INBOX.lines().map(|line| Inquiry::from_json(line).unwrap()).collect();

    let mut group = criterion.benchmark_group("inbox");
    group.throughput(Throughput::Elements(inbox.len() as u64));
    group.bench_function("read", |bencher| {
        bencher.iter(|| INBOX.lines().map(Inquiry::from_json).filter(Result::is_ok).count());
    });
    group.bench_function("decide", |bencher| {
        bencher.iter(|| {
            inbox.iter().map(|inquiry| engine.decide(black_box(inquiry)).reasons().count()).sum::<usize>()
        });
    });
    // The same rulebook in a registry: found by its client, its phrases searched for layer by layer.
    let registry = Registry::new();
    registry.insert("client", engine.rulebook());
    group.bench_function("decide by a registry", |bencher| {
        bencher.iter(|| {
            let decide = |inquiry| registry.decide("client", black_box(inquiry)).reasons().count();
            inbox.iter().map(decide).sum::<usize>()
        });
    });
    group.bench_function("decide and write JSON", |bencher| {
        bencher.iter(|| {
            inbox.iter().map(|inquiry| engine.decide(black_box(inquiry)).to_json().len()).sum::<usize>()
        });
    });
    group.finish();

    // Every message of the inbox, over and over: as long as the text that is read at all.
    let words: String =
        inbox.iter().flat_map(Inquiry::messages).map(|message| message.text.as_str()).collect();
    let long: String = words.chars().cycle().take(80_000).collect();
    let mut group = criterion.benchmark_group("one long message");
    group.throughput(Throughput::Bytes(long.len() as u64));
    let inquiry = Inquiry::new().customer(long);
    group.bench_function("decide", |bencher| bencher.iter(|| engine.decide(black_box(&inquiry))));
    group.finish();
}

criterion_group!(benches, load, decide);
criterion_main!(benches);
