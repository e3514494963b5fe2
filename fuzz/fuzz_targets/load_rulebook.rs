//! Any text is a rulebook or a list of findings, and never a panic. What loads also decides, and what can be read as a
//! document is printed and read back. A line of `===` begins the next file: the texts are `fuzz.yaml`, then `1.yaml` or
//! `1.csv`, `2.yaml` or `2.csv` and so on, layers or tables.
#![no_main]

use furiwake::document::Document;
use furiwake::{Engine, Inquiry, Rulebook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = text.split("\n===\n");
    let outermost = files.next().unwrap_or("");
    let others: Vec<&str> = files.collect();
    if let Ok(document) = Document::parse("fuzz.yaml", outermost) {
        for printed in [document.to_yaml(), document.to_json()] {
            let again = Document::parse("printed.yaml", &printed).expect("what is printed can be read");
            assert!(again == document, "printed as another document:\n{printed}");
        }
    }
    let loaded = Rulebook::load_with("fuzz.yaml", outermost, |file| {
        let number = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".csv"));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        let other = number.and_then(|number| others.get(number.checked_sub(1)?));
        other.map(|text| (*text).to_owned()).ok_or("no such file")
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
