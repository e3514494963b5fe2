//! What a rulebook costs in memory, counted byte by byte: while it is loaded, as a rulebook, as an engine. A process of its own,
//! since counting replaces the allocator of the whole process.
//!
//!     cargo bench --bench footprint
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that panics has failed, as it should, and measurements are shown"
)]
#![expect(dead_code, unused_imports, reason = "the workload is shared, and this needs little of it")]

#[path = "workload/mod.rs"]
mod workload;

use allocation_counter::{AllocationInfo, measure};
use furiwake::{Engine, Rulebook};
use workload::{HandIndex, Mix, Script, Workload};

fn main() {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if is_measured { &[10, 100, 1_000, 10_000] } else { &[10, 100] };
    // What is built once per process is no rulebook's.
    drop(Engine::new(&load(&Workload::new(Mix::TableLike, 10, 0).yaml(Script::Typical))));
    println!("KiB that stay, and at most while working");
    println!(
        "{:16}{:>8}{:>10}{:>18}{:>10}{:>18}{:>10}{:>15}",
        "", "rules", "YAML", "load", "rulebook", "compile", "engine", "index by hand"
    );
    for mix in [Mix::TableLike, Mix::CueHeavy] {
        for rules in sizes {
            let workload = Workload::new(mix, *rules, 0);
            let yaml = workload.yaml(Script::None);
            let (rulebook, loading) = counted(|| load(&yaml));
            let (engine, compiling) = counted(|| Engine::new(&rulebook));
            let (_index, indexing) = counted(|| HandIndex::new(&workload));
            // The engine holds on to its rulebook.
            drop(rulebook);
            println!(
                "{:16}{rules:>8}{:>10}{:>18}{:>10}{:>18}{:>10}{:>15}",
                mix.name(),
                yaml.len() / 1_024,
                loading.bytes_max / 1_024,
                loading.bytes_current / 1_024,
                compiling.bytes_max / 1_024,
                (loading.bytes_current + compiling.bytes_current) / 1_024,
                indexing.bytes_current / 1_024,
            );
            drop(engine);
        }
    }
}

fn load(yaml: &str) -> Rulebook {
    Rulebook::load("bench.yaml", yaml).into_result().unwrap()
}

/// What `build` makes, and what it allocated.
fn counted<T>(build: impl FnOnce() -> T) -> (T, AllocationInfo) {
    let mut built = None;
    let info = measure(|| built = Some(build()));
    (built.unwrap(), info)
}
