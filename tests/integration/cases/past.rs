//! Cases made of past inquiries, as the example `cases_from_csv` makes them.

#[path = "../../../examples/cases_from_csv/differences.rs"]
mod differences;
#[path = "../../../examples/cases_from_csv/past.rs"]
mod rows;

use crate::support::inquiry;
use differences::Difference;
use furiwake::cases::Suite;
use furiwake::{Engine, Rulebook};

const PAST: &str = include_str!("../../../examples/cases_from_csv/past.csv");

fn shop() -> Rulebook {
    Rulebook::builtin("shop").unwrap()
}

fn suite(csv: &str) -> Suite {
    let yaml = rows::cases(csv, &shop()).unwrap();
    let loaded = Suite::load("past.cases.yaml", &yaml, &shop());
    assert!(loaded.findings().is_empty(), "{}\n{yaml}", loaded.findings());
    loaded.into_result().unwrap()
}

/// By name of the column, the cells of the export.
fn cells(name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(PAST.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[at].to_owned()).collect()
}

#[test]
fn every_row_is_a_case_and_differences_are_told_by_kind() {
    let suite = suite(PAST);
    assert!(suite.cases().len() >= 25);
    assert_eq!(suite.cases().len(), cells("ticket").len());
    let results = suite.run(&Engine::new(&shop()));
    let kind = |ticket: &str| {
        let result = results.iter().find(|result| result.name().starts_with(ticket)).unwrap();
        result.failure().map(Difference::of)
    };
    assert_eq!(kind("P-01"), None);
    assert_eq!(kind("P-14"), Some(Difference::GivesMore));
    assert_eq!(kind("P-13"), Some(Difference::Settles));
    assert_eq!(kind("P-08"), Some(Difference::Asks));
    assert_eq!(kind("P-07"), Some(Difference::KeepsMore));
    let told = differences::told(&results);
    assert!(
        told.contains("    holders.refund.decide  people supervisor      rulebook client_desk\n"),
        "{told}"
    );
    assert!(results.passed() > results.failed(), "{told}");
    super::guide::assert_shows(super::guide::sample("The rules settle"), &told);
}

#[test]
fn nothing_personal_reaches_the_cases_or_the_report() {
    let yaml = rows::cases(PAST, &shop()).unwrap();
    let told = differences::told(&suite(PAST).run(&Engine::new(&shop())));
    let personal: Vec<String> = ["name", "phone"].iter().flat_map(|column| cells(column)).collect();
    let words: Vec<&str> = personal.iter().flat_map(|cell| cell.split_whitespace()).collect();
    assert!(words.len() > 30);
    assert!(
        PAST.contains("佐々木です。電話は090-5555-0143です。") && yaml.contains("***です。電話は***です。")
    );
    for word in words.into_iter().filter(|word| word.chars().count() > 1) {
        assert!(!yaml.contains(word) && !told.contains(word), "{word}");
    }
}

#[test]
fn any_text_stays_as_it_is() {
    let text = "say: \"no\" # {x}, [y]\n- 'z' & *w | 100 % ～ \u{85}\\ {{ }}\ttab";
    let csv =
        format!("ticket,message,handled_by\n\"- #1: {{\",\"{}\",first_line\n", text.replace('"', "\"\""));
    let suite = suite(&csv);
    assert_eq!(suite.cases()[0].inquiry().messages()[0].text, text);
    let json = suite.cases()[0].inquiry().to_json();
    assert_eq!(inquiry(&json).messages()[0].text, text);
}

#[test]
fn what_cannot_be_read_is_told_with_its_row() {
    let error = |csv: &str| rows::cases(csv, &shop()).unwrap_err().to_string();
    assert_eq!(error("ticket,mood\nP-1,bad\n"), "nobody said what the column `mood` is");
    assert_eq!(error("ticket,opened\nP-1,no\nP-2,maybe\n"), "row 2: `maybe` is neither `yes` nor `no`");
    assert!(error("ticket,order_total\nP-1,4.980 yen\n").starts_with("row 1: "));
    assert!(error("ticket,received\nP-1,yesterday\n").starts_with("row 1: "));
}
