//! Any JSON object is decided, whatever is wrong with it, and the same object twice is decided the same.
#![no_main]

use furiwake::{Engine, Inquiry, Language, Rulebook};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(&Rulebook::builtin("shop").expect("shop is built in")));

fuzz_target!(|text: &str| {
    let Ok(inquiry) = Inquiry::from_json(text) else { return };
    let decision = ENGINE.decide(&inquiry).to_json();
    assert!(decision.starts_with("{\"schema\":\"furiwake.decision/1\""));
    assert_eq!(decision, ENGINE.decide(&inquiry).to_json());
    let why = ENGINE.decide(&inquiry).why(Language::English);
    assert!(!why.is_empty());
    // What is written is an inquiry again.
    assert!(Inquiry::from_json(&inquiry.to_json()).is_ok());
});
