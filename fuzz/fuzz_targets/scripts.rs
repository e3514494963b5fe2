//! Any text is a script or is refused, and never a panic. What is accepted is run on inquiries that lack nothing, something and
//! everything: without grants it leaves no more room than the rules do, with them no more than they say, and what is missing
//! widens nothing. What stands behind a line of `===` is the `classified` script, the rest the `decided` one.
#![no_main]

use furiwake::{Act, Decision, Engine, Inquiry, Rulebook};
use libfuzzer_sys::fuzz_target;
use std::fmt::Write as _;
use std::sync::LazyLock;

const BOOK: &str = include_str!("../scripts.yaml");
/// What the grants below leave at most.
const GRANTS: &str = r#""grants": [{"delegate": {"refund": "second_line"}, "when": "amount <= 2000"}]"#;
const TIERS: [&str; 5] = ["first_line", "second_line", "supervisor", "client_desk", "client_manager"];

static PLAIN: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::load("scripts.yaml", BOOK).into_result().expect("the rulebook loads"));

/// The same inquiry, of which less and less is known.
static INQUIRIES: LazyLock<Vec<(bool, Inquiry)>> = LazyLock::new(|| {
    [
        (true, r#"{"id": "1", "at": "2026-11-21T10:00:00+09:00", "text": "返金して。ひどい",
            "facts": {"amount": 900, "rate": 0.75, "channel": "phone", "seals": ["gold"], "note": "x",
            "bought": "2026-10-01", "seen": "2026-11-20T00:00:00Z", "wait": "2h"}}"#),
        (false, r#"{"id": "1", "at": "2026-11-21T10:00:00+09:00", "text": "返金して。ひどい",
            "facts": {"rate": 0.75, "seals": ["gold"], "note": "x", "seen": "2026-11-20T00:00:00Z"}}"#),
        (false, r#"{"id": "1", "at": "2026-11-21T10:00:00+09:00", "messages_complete": false, "facts": {"note": "x"}}"#),
    ]
    .map(|(small, json)| (small, Inquiry::from_json(json).expect("it is an inquiry")))
    .into()
});

fuzz_target!(|text: &str| {
    let (decided, classified) = text.split_once("\n===\n").unwrap_or((text, ""));
    let scripts =
        format!(r#""scripts": {{"decided": {}, "classified": {}}}"#, quoted(decided), quoted(classified));
    let free = PLAIN.with_script("fuzz.json", &format!("{{{scripts}}}"));
    assert!(!free.findings().to_string().is_empty());
    let granted = PLAIN.with_script("fuzz.json", &format!("{{{scripts}, {GRANTS}}}"));
    let (Some(free), Some(granted)) = (free.rulebook(), granted.rulebook()) else {
        assert!(free.findings().has_errors() && granted.rulebook().is_none(), "refused without a reason");
        return;
    };
    let (plain, free, granted) = (Engine::new(&PLAIN), Engine::new(free), Engine::new(granted));
    let mut known_more: Option<Decision> = None;
    for (is_small, inquiry) in &*INQUIRIES {
        let rules = plain.decide(inquiry);
        let only_restricts = free.decide(inquiry);
        assert_no_wider(&rules, &only_restricts);
        let within = granted.decide(inquiry);
        assert_eq!(within.to_json(), granted.decide(inquiry).to_json());
        for judgment in ["refund", "talks"] {
            for act in Act::ALL {
                let (before, after) =
                    (holder(&only_restricts, judgment, act), holder(&within, judgment, act));
                let is_granted = *is_small && (judgment, act) == ("refund", Act::Decide) && after >= 1;
                assert!(after >= before || is_granted, "{judgment} {act:?}: {before} -> {after}");
            }
        }
        if let Some(known_more) = &known_more {
            assert_no_wider(known_more, &within);
        }
        known_more = Some(within);
    }
});

fn height(tier: &str) -> usize {
    TIERS.iter().position(|other| *other == tier).expect("a tier")
}

fn holder(decision: &Decision, judgment: &str, act: Act) -> usize {
    height(decision.holder(judgment, act).expect("a judgment"))
}

fn assert_no_wider(before: &Decision, after: &Decision) {
    let (from, to) = (before.route(), after.route());
    assert!(height(to.tier()) >= height(from.tier()), "route {} -> {}", from.tier(), to.tier());
    assert!(to.urgency() >= from.urgency(), "{:?} -> {:?}", from.urgency(), to.urgency());
    for judgment in ["refund", "talks"] {
        for act in Act::ALL {
            let (from, to) = (holder(before, judgment, act), holder(after, judgment, act));
            assert!(to >= from, "{judgment} {act:?}: {from} -> {to}");
        }
    }
}

/// The text in JSON.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\x1f' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted + "\""
}
