//! Scripts that mean harm, loaded and run as a host would: what becomes of each, in `tests/golden/hostile-decisions.txt`, that no decision
//! is the laxer for them, and that no more memory and stack is used than [`MEMORY`] and [`STACK`].
//!
//! They run in a process of their own, since a stack that overflows takes its process along.
#![expect(clippy::print_stdout, reason = "a child process tells its parent what came of it")]

mod aimed;
mod scripts;

use aimed::{BOOK, inquiry};
use furiwake::diagnostic::Severity;
use furiwake::{Act, Decision, Engine, Inquiry, Permission, Rulebook};
use std::fmt::Write;
use std::process::Command;

/// Kilobytes above those of a process that has loaded and run one ordinary script.
const MEMORY: u64 = 8 * 1024;
/// Bytes: what a thread has unless somebody asks for more.
const STACK: usize = 2 * 1024 * 1024;
/// Set in the process that runs the scripts.
const CHILD: &str = "FURIWAKE_HOSTILE_CHILD";

#[test]
fn hostile_scripts_end_in_findings_or_decisions() {
    assert!(all().len() >= 60);
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hostile::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let out = String::from_utf8(child.stdout).unwrap();
    assert!(child.status.success(), "{}\n{out}\n{}", child.status, String::from_utf8_lossy(&child.stderr));
    let lines = |sign: &'static str| out.lines().filter_map(move |line| line.strip_prefix(sign));
    let outcomes: String = lines("> ").map(|line| format!("{line}\n")).collect();
    super::golden::expect("hostile-decisions.txt", &outcomes);
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
    let kilobytes = std::env::var("FURIWAKE_HOSTILE_STACK").map(|stack| stack.parse::<usize>().unwrap());
    let stack = kilobytes.map_or(STACK, |kilobytes| kilobytes * 1024);
    let only = std::env::var("FURIWAKE_HOSTILE_ONLY").ok();
    let run = move || {
        let target = Target::new();
        let mut scripts = all();
        scripts
            .extend(scripts::deepest(|text| target.book.with_script("deep.rhai", text).rulebook().is_some()));
        scripts.retain(|(name, _)| only.as_deref().is_none_or(|only| only == *name));
        // What runs for the first time takes memory for its code. This also ends the line that the harness began.
        println!("{}", target.outcome("if known(order.amount) { propose.retain(\"refund\", \"kept\"); }"));
        let before = peak();
        for (name, text) in &scripts {
            println!("> {name}: {}", target.outcome(text));
        }
        if let (Some(before), Some(after)) = (before, peak()) {
            println!("memory {}", after.saturating_sub(before));
        }
    };
    std::thread::Builder::new().stack_size(stack).spawn(run).unwrap().join().unwrap();
}

fn all() -> Vec<(&'static str, String)> {
    let mut scripts = scripts::scripts();
    scripts.extend(aimed::scripts());
    scripts
}

/// What the scripts are let loose on.
struct Target {
    book: Rulebook,
    inquiry: Inquiry,
    /// What is decided without any script.
    before: Decision,
}

impl Target {
    fn new() -> Self {
        let loaded = Rulebook::load("target.yaml", BOOK);
        let book = loaded.into_result().unwrap_or_else(|findings| panic!("{findings}"));
        let inquiry = Inquiry::from_json(&inquiry()).unwrap();
        let before = Engine::new(&book).decide(&inquiry);
        Self { book, inquiry, before }
    }

    /// What becomes of a script: the first finding, or what its proposals and failures are.
    fn outcome(&self, text: &str) -> String {
        self.classified(text);
        let loaded = self.book.with_script("hostile.rhai", text);
        let Some(book) = loaded.rulebook() else {
            let findings = loaded.findings();
            let first = findings.iter().find(|finding| finding.severity() == Severity::Error).unwrap();
            // It has to be possible to show all of them.
            assert!(!findings.to_string().is_empty());
            let message: String = first.message().chars().take(120).flat_map(char::escape_debug).collect();
            return format!("{}, {message} ({} in all)", first.code(), findings.iter().count());
        };
        let decision = Engine::new(book).decide(&self.inquiry);
        self.is_not_laxer(&decision, text);
        assert_eq!(decision.to_json(), Engine::new(book).decide(&self.inquiry).to_json(), "{text}");
        let accepted = decision.proposals().filter(|proposal| proposal.is_accepted()).count();
        let mut outcome =
            format!("decided, {accepted} of {} proposals accepted", decision.proposals().count());
        for notice in decision.notices().iter().filter(|notice| notice.script().is_some()) {
            write!(outcome, "; {}", notice.message()).unwrap();
        }
        outcome
    }

    /// As the other stage a script only has to end. Long ones take the same ways.
    fn classified(&self, text: &str) {
        if text.len() > 2_000 {
            return;
        }
        let file = format!("{{\"scripts\": {{\"classified\": {}}}}}", serde_json::to_string(text).unwrap());
        if let Some(book) = self.book.with_script("hostile.json", &file).rulebook() {
            self.is_not_laxer(&Engine::new(book).decide(&self.inquiry), text);
        }
    }

    /// Without grants no script widens anything.
    fn is_not_laxer(&self, decision: &Decision, text: &str) {
        for tier in ["first_line", "supervisor", "client_desk", "client_manager"] {
            for act in Act::ALL {
                let (before, after) =
                    (self.before.may(tier, act, "refund"), decision.may(tier, act, "refund"));
                let is_refused = |permission: &Permission<'_>| matches!(permission, Permission::Refused(_));
                assert!(!is_refused(&before) || is_refused(&after), "{tier} may {act:?}: {text}");
            }
        }
        assert_eq!(decision.label("severity"), Some("high"), "{text}");
    }
}

/// The most memory the process ever held, in kilobytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
