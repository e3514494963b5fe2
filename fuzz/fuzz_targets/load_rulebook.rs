//! Any text is a rulebook or a list of findings, and never a panic. What loads also decides.
#![no_main]

use furiwake::{Engine, Inquiry, Rulebook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let loaded = Rulebook::load("fuzz.yaml", text);
    let findings = loaded.findings();
    assert!(!findings.to_string().is_empty());
    let Some(rulebook) = loaded.rulebook() else {
        assert!(findings.has_errors(), "refused without a reason");
        return;
    };
    let decision = Engine::new(rulebook).decide(&Inquiry::new().customer("返金 refund"));
    assert!(!decision.to_json().is_empty());
});
