//! How every step grows with the number of rules, from 10 to 10,000, on three mixes of rules and inquiries: loading, compiling,
//! finding cues, deciding with and without a script, JSON in and out. In the same run: a linear scan and an index written by
//! hand over the same rules. Nothing is timed before all agree on what fired.
//!
//! Criterion shows each point; behind it stands a table of medians of interleaved rounds, with ratios and growth exponents.
//!
//!     cargo bench --bench scale                             # all of it
//!     cargo bench --bench scale -- summary                  # the table alone
//!     cargo bench --bench scale -- 'decide table-like'      # some points
//!     FURIWAKE_BENCH_RULES=10,100 cargo bench --bench scale # of these sizes alone
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that panics has failed, as it should, and measurements are shown"
)]

#[path = "workload/mod.rs"]
mod workload;

use criterion::{BenchmarkId, Criterion, Throughput};
use furiwake::document::Document;
use furiwake::{Engine, Inquiry, Rulebook};
use saphyr_parser::Parser;
use serde_json::Value;
use std::hint::black_box;
use std::time::{Duration, Instant};
use workload::{
    Contender, HandIndex, Mix, Record, Round, Script, Workload, exponent, fired, rounds, scan_possible,
    scan_true,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_measured = arguments.iter().any(|argument| argument == "--bench");
    let filters: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let wants_summary = filters.is_empty() || filters.iter().any(|filter| filter.as_str() == "summary");
    let sizes = sizes(is_measured);

    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .nresamples(2_000)
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    for mix in Mix::ALL {
        let mut points = Vec::new();
        for rules in &sizes {
            let subject = Subject::new(mix, *rules);
            let met = subject.check();
            // The rules of the third mix are those of the first.
            if mix != Mix::MostlyMissing {
                subject.load(&mut criterion);
            }
            subject.decide(&mut criterion);
            if is_measured && wants_summary {
                points.push(Point { rules: *rules, met, rounds: subject.summary() });
            }
        }
        print(mix, &points);
    }
    criterion.final_summary();
}

/// The numbers of rules. Where the benches are only tried, as `cargo test --benches` does, small ones.
fn sizes(is_measured: bool) -> Vec<usize> {
    let chosen = std::env::var("FURIWAKE_BENCH_RULES").ok();
    let default = if is_measured { "10,100,1000,10000" } else { "10,100" };
    let chosen = chosen.as_deref().unwrap_or(default).split(',');
    chosen.map(|size| size.trim().parse().expect("numbers of rules, such as 10,100")).collect()
}

/// The rules and inquiries of one mix and size, in every form that is timed.
struct Subject {
    mix: Mix,
    rules: usize,
    workload: Workload,
    inquiries: Vec<Inquiry>,
    lines: Vec<String>,
    yaml: String,
    engine: Engine,
    with_script: Engine,
    cues_alone: Engine,
}

impl Subject {
    fn new(mix: Mix, rules: usize) -> Self {
        // Where most is missing, a decision has thousands of reasons.
        let workload = Workload::new(mix, rules, if mix == Mix::MostlyMissing { 200 } else { 1_000 });
        let inquiries: Vec<Inquiry> = workload.records.iter().map(Record::inquiry).collect();
        let yaml = workload.yaml(Script::None);
        Self {
            mix,
            rules,
            lines: inquiries.iter().map(Inquiry::to_json).collect(),
            inquiries,
            engine: Engine::new(&load(&yaml)),
            with_script: Engine::new(&load(&workload.yaml(Script::Typical))),
            cues_alone: Engine::new(&load(&workload.without_rules())),
            yaml,
            workload,
        }
    }

    /// Everybody finds the same rules in every inquiry. How many are true, and how many others may be, on average.
    fn check(&self) -> [f64; 2] {
        let mut met = [0, 0];
        let mut index = HandIndex::new(&self.workload);
        let (mut certain, mut possible, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for (record, inquiry) in self.workload.records.iter().zip(&self.inquiries) {
            scan_true(&self.workload, record, &mut certain);
            index.find(record, &mut found);
            found.sort_unstable();
            assert_eq!(found, certain, "the index by hand, {} rules, {record:?}", self.rules);
            scan_possible(&self.workload, record, &mut possible);
            met = [met[0] + certain.len(), met[1] + possible.len() - certain.len()];
            // What may be true counts for restrictions alone.
            possible.retain(|rule| {
                certain.binary_search(rule).is_err() && !self.workload.rules[*rule].outcome.is_grant()
            });
            let decision = self.engine.decide(inquiry);
            assert_eq!(
                fired(&decision),
                (certain.clone(), possible.clone()),
                "{} rules, {record:?}",
                self.rules
            );
        }
        met.map(|rules| rules as f64 / self.inquiries.len() as f64)
    }

    fn load(&self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group(format!("load {}", self.mix.name()));
        group.throughput(Throughput::Bytes(self.yaml.len() as u64));
        let id = |name| BenchmarkId::new(name, self.rules);
        group.bench_function(id("YAML reader alone"), |bencher| {
            bencher.iter(|| events(black_box(&self.yaml)));
        });
        group.bench_function(id("read a document"), |bencher| {
            bencher.iter(|| Document::parse("bench.yaml", black_box(&self.yaml)).unwrap());
        });
        group.bench_function(id("load"), |bencher| {
            bencher.iter(|| Rulebook::load("bench.yaml", black_box(&self.yaml)));
        });
        group.bench_function(id("compile"), |bencher| {
            bencher.iter(|| Engine::new(black_box(self.engine.rulebook())));
        });
        group.bench_function(id("index by hand"), |bencher| {
            bencher.iter(|| HandIndex::new(black_box(&self.workload)));
        });
        group.finish();
    }

    /// One inquiry after another, over and over.
    fn decide(&self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group(format!("decide {}", self.mix.name()));
        for mut contender in self.contenders() {
            let mut next = (0..contender.inquiries).cycle();
            group.bench_function(BenchmarkId::new(&contender.name, self.rules), |bencher| {
                bencher.iter(|| (contender.decide)(next.next().unwrap_or(0)));
            });
        }
        group.finish();

        let mut group = criterion.benchmark_group(format!("batch {}", self.mix.name()));
        group.throughput(Throughput::Elements(self.inquiries.len() as u64));
        group.bench_function(BenchmarkId::new("one after another", self.rules), |bencher| {
            bencher.iter(|| {
                let decisions = self.inquiries.iter().map(|inquiry| self.engine.decide(inquiry));
                decisions.map(|decision| decision.tags().count()).sum::<usize>()
            });
        });
        group.bench_function(BenchmarkId::new("decide_batch", self.rules), |bencher| {
            bencher.iter(|| self.engine.decide_batch(black_box(&self.inquiries)).len());
        });
        group.finish();
    }

    /// Whatever decides or takes part in deciding, the linear scan first: ratios are to it.
    fn contenders(&self) -> Vec<Contender<'_>> {
        let engine = |engine: &'_ Engine| {
            let engine = engine.clone();
            Box::new(move |at: usize| drop(black_box(engine.decide(&self.inquiries[at]))))
        };
        let scan = match self.mix {
            Mix::MostlyMissing => scan_possible,
            Mix::TableLike | Mix::CueHeavy => scan_true,
        };
        let (mut scanned, mut found) = (Vec::new(), Vec::new());
        let mut index = HandIndex::new(&self.workload);
        let decisions: Vec<_> = self.inquiries.iter().map(|inquiry| self.engine.decide(inquiry)).collect();
        let values: Vec<Value> =
            decisions.iter().map(|decision| serde_json::from_str(&decision.to_json()).unwrap()).collect();
        vec![
            self.contender(
                "linear scan",
                Box::new(move |at| {
                    scan(&self.workload, &self.workload.records[at], &mut scanned);
                    black_box(&scanned);
                }),
            ),
            self.contender(
                "index by hand",
                Box::new(move |at| {
                    index.find(&self.workload.records[at], &mut found);
                    black_box(&found);
                }),
            ),
            self.contender("furiwake", engine(&self.engine)),
            self.contender("furiwake with a script", engine(&self.with_script)),
            self.contender("furiwake without rules", engine(&self.cues_alone)),
            self.contender(
                "read an inquiry",
                Box::new(|at| drop(black_box(Inquiry::from_json(&self.lines[at])))),
            ),
            self.contender(
                "JSON parser alone",
                Box::new(|at| drop(black_box(serde_json::from_str::<Value>(&self.lines[at])))),
            ),
            self.contender("write a decision", Box::new(move |at| drop(black_box(decisions[at].to_json())))),
            self.contender(
                "JSON printer alone",
                Box::new(move |at| drop(black_box(serde_json::to_string(&values[at])))),
            ),
            self.contender(
                "read, decide, write",
                Box::new(|at| {
                    let inquiry = Inquiry::from_json(&self.lines[at]).unwrap();
                    drop(black_box(self.engine.decide(&inquiry).to_json()));
                }),
            ),
        ]
    }

    fn contender<'a>(&'a self, name: &str, decide: Box<dyn FnMut(usize) + 'a>) -> Contender<'a> {
        Contender { name: name.to_owned(), decide, inquiries: self.inquiries.len() }
    }

    fn summary(&self) -> Vec<Round> {
        let start = Instant::now();
        let mut contenders = self.contenders();
        for contender in &mut contenders {
            // A hundred suffice where one round over all would take too long.
            let began = Instant::now();
            (contender.decide)(0);
            let slow =
                began.elapsed() * u32::try_from(contender.inquiries).unwrap() > Duration::from_millis(200);
            contender.inquiries = if slow { 100 } else { contender.inquiries };
        }
        let mut rounds = rounds(&mut contenders, 11, &|| start.elapsed());
        rounds.extend(rules_alone(&rounds));
        rounds
    }
}

/// What the rules add to a decision: finding those that may apply, evaluating them, and what follows from them with its reasons.
/// This is what an index by hand is to be compared with, which reads no inquiry and no text.
fn rules_alone(rounds: &[Round]) -> Option<Round> {
    let named = |name: &str| rounds.iter().find(|round| round.name == name);
    let (with, without) = (named("furiwake")?, named("furiwake without rules")?);
    Some(Round {
        name: "rules alone".to_owned(),
        nanoseconds: with.nanoseconds - without.nanoseconds,
        ratio: with.ratio - without.ratio,
    })
}

fn load(yaml: &str) -> Rulebook {
    Rulebook::load("bench.yaml", yaml).into_result().unwrap()
}

/// What the YAML reader that furiwake stands on takes by itself.
fn events(yaml: &str) -> usize {
    Parser::new_from_str(yaml).filter(Result::is_ok).count()
}

/// What the summary says of one number of rules.
struct Point {
    rules: usize,
    met: [f64; 2],
    rounds: Vec<Round>,
}

/// Microseconds and ratios, one line for each contender.
fn print(mix: Mix, points: &[Point]) {
    let Some(first) = points.first() else { return };
    let line = |name: &str, cells: &mut dyn Iterator<Item = String>| {
        print!("{name:24}{}", cells.map(|cell| format!("{cell:>22}")).collect::<String>());
    };
    println!("\n{}: microseconds for one decision (times the linear scan)", mix.name());
    line("", &mut points.iter().map(|point| format!("{} rules", point.rules)));
    println!("{:>12}{:>10}", "10,000/100", "exponent");
    line("rules that are true", &mut points.iter().map(|point| format!("{:.2}", point.met[0])));
    println!();
    line("others that may be", &mut points.iter().map(|point| format!("{:.2}", point.met[1])));
    println!();
    for (at, contender) in first.rounds.iter().enumerate() {
        let cell = |round: &Round| format!("{:.2} ({:.3})", round.nanoseconds / 1_000.0, round.ratio);
        line(&contender.name, &mut points.iter().map(|point| cell(&point.rounds[at])));
        let times: Vec<_> = points.iter().map(|point| (point.rules, point.rounds[at].nanoseconds)).collect();
        let time = |rules| times.iter().find(|time| time.0 == rules).map(|time| time.1);
        let growth = time(10_000)
            .zip(time(100))
            .map_or_else(String::new, |(ten_thousand, hundred)| format!("{:.1}", ten_thousand / hundred));
        println!("{growth:>12}{:>10.2}", exponent(&times));
    }
}
