//! What a business keeps in spreadsheets: a table of cases from a CSV file, and a matrix of who may approve how much.
//!
//! Every row of the table is a rule, and all rows that apply join. `cargo run --example approval_table` decides a few
//! inquiries and says who may decide and why; `-- --lang en` does so in English.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Act, Decision, Engine, Inquiry, Language, Rulebook, Truth};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

/// Cases a person at the desk would recognise, each with its facts.
const INBOX: &str = r#"
{"id": "不良", "at": "2026-11-21T10:00:00+09:00", "text": "動きません", "facts": {"claim": {"reason": "defect"}, "order": {"delivered_at": "2026-06-01", "id": "A-1"}, "product": {"code": "K-100"}}}
{"id": "開封後", "at": "2026-11-21T10:00:00+09:00", "text": "思っていた色と違う", "facts": {"claim": {"reason": "change_of_mind"}, "order": {"delivered_at": "2026-11-18"}, "product": {"is_opened": true}}}
{"id": "開封か不明", "at": "2026-11-21T10:00:00+09:00", "text": "返品したい", "facts": {"claim": {"reason": "change_of_mind"}, "order": {"delivered_at": "2026-11-18"}}}
{"id": "期限切れ", "at": "2026-11-21T10:00:00+09:00", "text": "返品したい", "facts": {"claim": {"reason": "change_of_mind"}, "order": {"delivered_at": "2026-11-01"}}}
{"id": "お詫び500円", "at": "2026-11-21T10:00:00+09:00", "text": "箱が潰れていた", "facts": {"claim": {"reason": "damaged"}, "order": {"delivered_at": "2026-11-20"}, "goodwill": {"amount": 500}}}
{"id": "お詫び5000円", "at": "2026-11-21T10:00:00+09:00", "text": "箱が潰れていた", "facts": {"claim": {"reason": "damaged"}, "order": {"delivered_at": "2026-11-20"}, "goodwill": {"amount": 5000}}}
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let english = arguments.iter().any(|given| given == "en" || given == "--lang=en");
    let language = if english { Language::English } else { Language::Japanese };

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/approval_table");
    let text = std::fs::read_to_string(folder.join("approvals.yaml"))?;
    // The library reads no files: it asks for `returns.csv`, which `approvals.yaml` names.
    let loaded =
        Rulebook::load_with("approvals.yaml", &text, |file| std::fs::read_to_string(folder.join(file)));
    let engine = Engine::new(&loaded.into_result()?);

    for inquiry in INBOX.trim().lines().map(Inquiry::from_json) {
        show(&engine.decide(&inquiry?), language);
    }
    Ok(())
}

/// The judgments of an inquiry: the answer or who gives it, and the rows and limits that say so.
fn show(decision: &Decision, language: Language) {
    println!("{} → {}", decision.inquiry().unwrap_or("-"), decision.route().tier());
    for judgment in decision.judgments().filter(|judgment| decision.raised(judgment) == Some(Truth::True)) {
        let ruling = decision.ruling(judgment).map_or("-", |ruling| ruling.as_str());
        println!("  {judgment}: {ruling} ({})", decision.holder(judgment, Act::Decide).unwrap_or("-"));
        let rules = decision.rules(judgment);
        // A row that also requires facts is the reason for that too.
        let mut shown = BTreeSet::new();
        for reason in decision.reasons().filter(|reason| rules.contains(&reason.rule())) {
            if let Some(because) = reason.because().filter(|_| shown.insert(reason.rule())) {
                println!("    {}: {}", reason.rule(), because.get(language));
            }
        }
    }
    for question in decision.asks().filter_map(|ask| ask.question) {
        println!("  ? {}", question.get(language));
    }
}
