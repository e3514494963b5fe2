//! What scripts cost: one decision without a script, with an empty one and with a typical one (three facts read, one proposal),
//! beside an empty call of Rhai itself; and what scripts that mean harm cost until they are refused or have run.
#![expect(clippy::unwrap_used, reason = "a benchmark that panics has failed, as it should")]

#[path = "../tests/integration/hostile/scripts.rs"]
#[expect(
    dead_code,
    clippy::indexing_slicing,
    reason = "the deepest nestings, which it draws from a list, are a question of stack, not of time"
)]
mod hostile;

use criterion::{Criterion, criterion_group, criterion_main};
use furiwake::{Engine, Inquiry, Rulebook};
use std::hint::black_box;

const RULEBOOK: &str = r#"
rulebook: bench
version: "1"
format: 1
tiers: { vendor: [first_line, supervisor], client: [client_desk] }
facts:
  channel: { type: choice, of: [phone, email, sns] }
  order.amount: { type: integer, min: 0, unit: JPY }
  customer.vip: { type: bool }
judgments:
  refund: { title: { en: refund } }
rules:
  - { id: refund.asked, raise: [refund] }
grants:
  - { delegate: { refund: first_line } }
"#;

const TYPICAL: &str = r#"
if known(order.amount) && order.amount <= 1000 && known(channel) && channel == "sns" && known(customer.vip) && customer.vip {
    propose.delegate("refund", "first_line", "small refunds of good customers");
}
"#;

fn with_script(script: Option<&str>) -> Engine {
    let mut text = RULEBOOK.to_owned();
    if let Some(script) = script {
        text.push_str("scripts:\n  decided: |\n");
        for line in script.lines() {
            text.push_str("    ");
            text.push_str(line);
            text.push('\n');
        }
    }
    Engine::new(&Rulebook::load("bench.yaml", &text).into_result().unwrap())
}

fn scripts(criterion: &mut Criterion) {
    let inquiry = Inquiry::new().fact("order.amount", 500).fact("channel", "sns").fact("customer.vip", true);
    let engines = [
        ("without a script", with_script(None)),
        ("with an empty script", with_script(Some("let nothing = 0;"))),
        ("with a typical script", with_script(Some(TYPICAL))),
    ];
    assert!(engines[2].1.decide(&inquiry).proposals().all(|proposal| proposal.is_accepted()));
    let mut group = criterion.benchmark_group("one decision");
    for (name, engine) in &engines {
        group.bench_function(*name, |bencher| bencher.iter(|| engine.decide(black_box(&inquiry))));
    }
    group.finish();

    // Those that mean harm: each is refused, or decides. The slowest one bounds what anybody can make a host wait for.
    let plain = with_script(None);
    let attempt = |text: &str| {
        let loaded = plain.rulebook().with_script("hostile.rhai", text);
        loaded.rulebook().map(|rulebook| Engine::new(rulebook).decide(&inquiry).to_json().len())
    };
    let all = hostile::scripts();
    let times = all.iter().map(|(name, text)| {
        let start = std::time::Instant::now();
        black_box(attempt(text));
        (start.elapsed(), name)
    });
    let (_, slowest) = times.max().unwrap();
    let (name, text) = all.iter().find(|(name, _)| name == slowest).unwrap();
    let mut group = criterion.benchmark_group("hostile scripts");
    group.sample_size(10);
    group.bench_function(format!("the slowest: {name}"), |bencher| bencher.iter(|| attempt(black_box(text))));
    group.bench_function(format!("all {}", all.len()), |bencher| {
        bencher.iter(|| all.iter().filter_map(|(_, text)| attempt(black_box(text))).sum::<usize>())
    });
    group.finish();

    let mut rhai = rhai::Engine::new_raw();
    rhai.set_optimization_level(rhai::OptimizationLevel::None);
    let tree = rhai.compile("fn nothing() { 0 }").unwrap();
    let options = || rhai::CallFnOptions::new().eval_ast(false);
    criterion.bench_function("an empty call of Rhai", |bencher| {
        bencher.iter(|| {
            let mut scope = rhai::Scope::new();
            rhai.call_fn_with_options::<rhai::INT>(options(), &mut scope, black_box(&tree), "nothing", ())
        });
    });
}

criterion_group!(benches, scripts);
criterion_main!(benches);
