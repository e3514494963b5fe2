//! The scripts that mean harm, against the sandbox alone: what becomes of each, in `tests/golden/hostile-scripts.txt`, and that no more
//! memory and stack is used than [`MEMORY`] and [`STACK`] while it does.

#![expect(clippy::print_stdout, reason = "the process that runs the scripts says what became of them")]

use super::{engine, failure, parse};
use rhai::Scope;
use scripts::{deepest, scripts};
use std::fmt::Write;
use std::process::Command;

#[path = "../../../tests/integration/hostile/scripts.rs"]
mod scripts;

/// Kilobytes above those of a process that has only made up the scripts.
const MEMORY: u64 = 8 * 1024;
/// Bytes of the stack of a thread that nobody asked for more.
const STACK: usize = 2 * 1024 * 1024;
/// Set in the process that runs the scripts.
const CHILD: &str = "FURIWAKE_HOSTILE_CHILD";

#[test]
fn hostile_scripts_do_no_harm() {
    let all = scripts().len();
    assert!(all >= 60, "{all}");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "overrides::sandbox::hostile::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let out = String::from_utf8(child.stdout).unwrap();
    assert!(child.status.success(), "{}\n{out}\n{}", child.status, String::from_utf8_lossy(&child.stderr));
    let lines = |sign: &'static str| out.lines().filter_map(move |line| line.strip_prefix(sign));
    let outcomes: String = lines("> ").map(|line| format!("{line}\n")).collect();
    super::tests::expect("hostile-scripts.txt", &outcomes);
    match lines("memory ").next().map(|line| line.parse::<u64>().unwrap()) {
        Some(used) => assert!(used <= MEMORY, "{used} KiB above baseline"),
        None => println!("memory is measured on Linux alone"),
    }
}

#[test]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let stack =
        std::env::var("FURIWAKE_HOSTILE_STACK").map_or(STACK, |kib| kib.parse::<usize>().unwrap() * 1024);
    let only = std::env::var("FURIWAKE_HOSTILE_ONLY").ok();
    let scripts = scripts();
    let run = move || {
        // The code itself takes memory the first time it runs. This also ends the line that the harness began.
        let ordinary =
            "if 1 < 2 && !(3 in [4]) { let x = \"a\" + \"b\"; } else { switch 5 { 6 => f(), _ => () } }";
        println!("{} {}", outcome(ordinary), outcome("for x"));
        let before = peak();
        for (name, text) in &scripts {
            if only.is_none() {
                println!("> {name}: {}", outcome(text));
                // What the other gates would have refused, for the engine alone.
                if text.len() <= super::parse::MAX_SOURCE
                    && let Ok(tree) = engine().compile(text)
                {
                    let _ = engine().run_ast_with_scope(&mut Scope::new(), &tree);
                }
            }
        }
        for (name, text) in deepest(|text| parse(text).is_ok()) {
            if only.as_deref().is_none_or(|only| only == name) {
                println!("> the deepest {name}, {} bytes: {}", text.len(), outcome(&text));
            }
        }
        if let (Some(before), Some(after)) = (before, peak()) {
            println!("memory {}", after.saturating_sub(before));
        }
    };
    std::thread::Builder::new().stack_size(stack).spawn(run).unwrap().join().unwrap();
}

/// What becomes of a script: the first finding, or how its run ended.
fn outcome(text: &str) -> String {
    let tree = match parse(text) {
        Ok(tree) => tree,
        Err(problems) => {
            let first = &problems[0];
            let message: String = first.message.chars().take(120).flat_map(char::escape_debug).collect();
            let mut out = format!("{}, {message}", first.code);
            if problems.len() > 1 {
                write!(out, " ({} findings)", problems.len()).unwrap();
            }
            return out;
        }
    };
    match engine().run_ast_with_scope(&mut Scope::new(), &tree) {
        Ok(()) => "runs".into(),
        Err(error) => {
            let (line, column, message) = failure(&error);
            format!("stops at {line}:{column}, {message}")
        }
    }
}

/// The most memory the process ever held, in kilobytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
