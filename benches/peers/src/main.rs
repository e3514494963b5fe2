//! furiwake beside other engines, each written as its users would write it, on the table-like workload of `benches/scale.rs`. First
//! everybody has to find the same rules in the same inquiries; then all are timed in turn, in the processor time of their thread.
//!
//!     cargo run --release                       # 10, 100, 1,000 and 10,000 rules: a minute, once it is built
//!     cargo run --release -- 10 100             # of these sizes alone
//!     cargo run --release -- 100 zen furiwake   # of these engines alone

mod engines;
mod fields;
mod peer;
mod table;
#[path = "../../workload/mod.rs"]
#[expect(dead_code, unused_imports, reason = "shared with benches/scale.rs, which needs other parts of it")]
mod workload;

use cpu_time::ThreadTime;
use peer::{Peer, Runner, Running};
use std::time::{Duration, Instant};
use table::Table;
use workload::{Contender, Mix, Workload, rounds, scan_true};

/// How often everybody is timed.
const ROUNDS: usize = 11;
/// How long all inquiries may take at most in one round; an engine that would need longer gets fewer of them.
const ROUND: Duration = Duration::from_millis(200);
/// The fewest inquiries.
const FEWEST: usize = 20;

fn main() {
    let (sizes, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.parse::<usize>().is_ok());
    let mut sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10, 100, 1_000, 10_000];
    }
    let mut tables = [
        Table::new("Deciding, the input being ready", "us"),
        Table::new("Deciding, with making the input from a plain record", "us"),
        Table::new("Loading", "ms"),
    ];
    for rules in sizes {
        let workload = Workload::new(Mix::TableLike, rules, 1_000);
        let (mut runners, loading) = load(&workload, &names);
        tables[2].add(rules, loading);
        let inquiries = check(&workload, &mut runners);
        let start = ThreadTime::now();
        let clock = move || start.elapsed();
        for (table, is_ready) in [(0, true), (1, false)] {
            let contenders = runners.iter_mut().zip(&inquiries).map(|(runner, inquiries)| Contender {
                name: runner.name().to_owned(),
                decide: Box::new(
                    move |at| if is_ready { runner.decide(at) } else { runner.decide_record(at) },
                ),
                inquiries: *inquiries,
            });
            let rounds = rounds(&mut contenders.collect::<Vec<_>>(), ROUNDS, &clock);
            let points =
                rounds.into_iter().map(|round| (round.name, round.nanoseconds / 1_000.0, round.ratio));
            tables[table].add(rules, points.collect());
        }
        eprintln!("{rules} rules: done");
    }
    for table in tables {
        println!("{table}");
    }
}

type Runners<'w> = Vec<Box<dyn Runner + 'w>>;

/// Every engine that is wanted, furiwake in front, with how long it took to load: name, milliseconds, times furiwake's.
fn load<'w>(workload: &'w Workload, names: &[String]) -> (Runners<'w>, Vec<(String, f64, f64)>) {
    let mut loaded = Loaded { workload, names, runners: Vec::new(), points: Vec::new() };
    loaded.load::<engines::Furiwake>();
    loaded.load::<engines::LinearScan<'_>>();
    loaded.load::<engines::IndexByHand>();
    loaded.load::<engines::Zen>();
    loaded.load::<engines::Rego>();
    loaded.load::<engines::Cedar>();
    loaded.load::<engines::CommonExpressions>();
    loaded.load::<engines::JsonLogic>();
    loaded.load::<engines::RhaiScript>();
    (loaded.runners, loaded.points)
}

struct Loaded<'w, 'n> {
    workload: &'w Workload,
    names: &'n [String],
    runners: Runners<'w>,
    points: Vec<(String, f64, f64)>,
}

impl<'w> Loaded<'w, '_> {
    fn load<P: Peer<'w> + 'w>(&mut self) {
        if !self.names.is_empty() && !self.names.iter().any(|name| P::NAME.contains(name.as_str())) {
            return;
        }
        let start = ThreadTime::now();
        let peer = P::load(self.workload);
        let time = start.elapsed().as_secs_f64() * 1_000.0;
        let first = self.points.first().map_or(time, |point| point.1);
        self.points.push((P::NAME.to_owned(), time, time / first));
        self.runners.push(Box::new(Running::new(peer, self.workload)));
    }
}

/// Stops unless everybody finds the rules that the linear scan finds; over how many inquiries each is then timed.
fn check(workload: &Workload, runners: &mut Runners<'_>) -> Vec<usize> {
    let mut expected = Vec::new();
    let count = |runner: &mut Box<dyn Runner + '_>| {
        let start = Instant::now();
        runner.decide(0);
        runner.decide(1);
        let affordable = ROUND.as_nanos() * 2 / start.elapsed().as_nanos().max(1);
        let inquiries =
            usize::try_from(affordable).unwrap_or(usize::MAX).clamp(FEWEST, workload.records.len());
        for (at, record) in workload.records.iter().enumerate().take(inquiries) {
            scan_true(workload, record, &mut expected);
            for way in [Runner::found, Runner::found_in_record] {
                let mut found = way(runner.as_mut(), at);
                found.sort_unstable();
                assert_eq!(found, expected, "{} on inquiry {at}: {record:?}", runner.name());
            }
        }
        inquiries
    };
    runners.iter_mut().map(count).collect()
}
