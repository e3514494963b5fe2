//! Any text is a rulebook or a list of findings, and never a panic. What loads also decides. A line of `===` begins the next
//! layer: the texts are the files `fuzz.yaml`, `1.yaml`, `2.yaml` and so on.
#![no_main]

use furiwake::{Engine, Inquiry, Rulebook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = text.split("\n===\n");
    let outermost = files.next().unwrap_or("");
    let layers: Vec<&str> = files.collect();
    let loaded = Rulebook::load_with("fuzz.yaml", outermost, |file| {
        let number = file.strip_suffix(".yaml").and_then(|number| number.parse::<usize>().ok());
        let layer = number.and_then(|number| layers.get(number.checked_sub(1)?));
        layer.map(|text| (*text).to_owned()).ok_or("no such file")
    });
    let findings = loaded.findings();
    assert!(!findings.to_string().is_empty());
    let Some(rulebook) = loaded.rulebook() else {
        assert!(findings.has_errors(), "refused without a reason");
        return;
    };
    let decision = Engine::new(rulebook).decide(&Inquiry::new().customer("返金 refund"));
    assert!(!decision.to_json().is_empty());
});
