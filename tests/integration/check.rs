//! `furiwake check`: what it says about rulebooks in each form, kept word for word under `tests/golden/check.*`, and how it
//! ends.

use super::cli::{file, run};
use super::golden::expect;
use super::support::shipped_files;
use furiwake::Rulebook;
use furiwake::diagnostic::Code;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const BROKEN: &str = "tests/check/broken.yaml";
const WARNED: &str = "tests/check/warned.yaml";
const CLEAN: &str = "tests/check/clean.yaml";

fn check(arguments: &[&str]) -> (i32, String, String) {
    run(&[&["check"], arguments].concat(), b"")
}

/// The report as JSON, in one of its forms.
fn report(form: &str, books: &[&str]) -> Value {
    let (_, out, _) = check(&[&["--format", form], books].concat());
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

/// With what changes for other reasons taken out, on many lines.
fn lasting(mut report: Value) -> String {
    for book in report.get_mut("rulebooks").and_then(Value::as_array_mut).into_iter().flatten() {
        book.as_object_mut().unwrap().entry("hash").and_modify(|hash| *hash = json!("..."));
    }
    for run in report.get_mut("runs").and_then(Value::as_array_mut).into_iter().flatten() {
        let driver = run["tool"]["driver"].as_object_mut().unwrap();
        driver.retain(|key, _| !["rules", "version", "semanticVersion"].contains(&key.as_str()));
        for result in run["results"].as_array_mut().unwrap() {
            result.as_object_mut().unwrap().remove("ruleIndex");
        }
    }
    format!("{report:#}\n")
}

#[test]
fn people_get_every_finding_and_a_summary() {
    let (code, out, err) = check(&[WARNED, BROKEN]);
    assert_eq!((code, err.as_str()), (1, ""));
    expect("check.txt", &out);
    let (code, out, err) = check(&[CLEAN]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "1 rulebook checked, no findings: 1 rule, 1 cue, 1 judgment\n");
}

#[test]
fn scripts_get_the_same_as_json() {
    let report = |books: &[&str]| lasting(report("json", books));
    expect("check.json", &report(&[WARNED, BROKEN]));
    expect("check-clean.json", &report(&[CLEAN]));
}

#[test]
fn code_scanners_get_the_same_as_sarif() {
    expect("check.sarif", &lasting(report("sarif", &[WARNED, BROKEN])));
    expect("check-clean.sarif", &lasting(report("sarif", &[CLEAN])));
}

#[test]
fn the_ends_tell_errors_from_warnings_and_from_files_that_cannot_be_read() {
    let latin = file("check-latin.yaml", b"rulebook: mine\nversion: \"\xff\"\n");
    for (arguments, expected) in [
        (&[CLEAN][..], 0),
        (&[CLEAN, WARNED, "core"], 0),
        (&[CLEAN, WARNED, "--deny-warnings"], 1),
        (&[CLEAN, "--deny-warnings"], 0),
        (&[CLEAN, BROKEN], 1),
        (&[CLEAN, "./nowhere.yaml"], 2),
        (&["./nowhere.yaml", BROKEN], 2),
        (&[&latin, CLEAN], 2),
        (&["tests/check/", CLEAN], 2),
        (&["shpo", CLEAN], 2),
        (&[], 2),
        (&["--format", "xml", CLEAN], 2),
    ] {
        for form in [&[][..], &["--format", "json"], &["--format", "sarif"]] {
            if arguments.first() == Some(&"--format") && !form.is_empty() {
                continue;
            }
            assert_eq!(check(&[arguments, form].concat()).0, expected, "{arguments:?} {form:?}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_said_and_all_others_are_checked() {
    let latin = file("check-not-text.yaml", b"rulebook: mine\nversion: \"\xff\"\n");
    let (code, out, err) = check(&["./nowhere.yaml", &latin, "shpo", WARNED, WARNED, BROKEN]);
    assert_eq!(code, 2);
    let (_, checked, _) = check(&[BROKEN, WARNED]);
    let summary = "2 rulebooks checked, 4 errors, 3 warnings\n";
    let expected =
        checked.replace(summary, "2 rulebooks checked, 3 could not be read, 4 errors, 3 warnings\n");
    assert_ne!(checked, expected);
    assert_eq!(out, expected);
    let mut lines = err.lines();
    assert!(lines.next().unwrap().starts_with("error: cannot read the rulebook ./nowhere.yaml: "), "{err}");
    let not_text =
        format!("error: cannot read the rulebook {latin}: line 2 is not UTF-8; save the file as UTF-8");
    assert_eq!(lines.next(), Some(not_text.as_str()));
    assert!(lines.next().unwrap().contains("did you mean `shop`?"), "{err}");

    let report = report("json", &["./nowhere.yaml", CLEAN]);
    assert_eq!(report["rulebooks"][0]["status"], "unreadable");
    assert!(report["rulebooks"][0]["error"].as_str().unwrap().contains("nowhere.yaml"));
    assert_eq!(report["rulebooks"][1]["status"], "accepted");

    let (_, out, _) = check(&["./nowhere.yaml"]);
    assert_eq!(out, "0 rulebooks checked, 1 could not be read\n");
}

#[test]
fn layers_are_read_from_beside_the_file_that_names_them() {
    let report = report("json", &["tests/broken/layers-disagree.yaml", "tests/broken/layer-file.yaml"]);
    let findings = report["findings"].as_array().unwrap();
    let elsewhere = findings.iter().flat_map(|finding| finding["also"].as_array().unwrap());
    assert!(elsewhere.clone().count() > 0);
    for also in elsewhere {
        assert!(also["file"].as_str().unwrap().starts_with("tests/broken/layers/"), "{also}");
    }
    // A layer that cannot be read is a finding in the file that names it.
    let codes: Vec<&Value> = findings.iter().map(|finding| &finding["code"]).collect();
    assert!(codes.contains(&&json!("unreadable-file")), "{codes:?}");
    file("check-latin-layer.yaml", b"rulebook: \xff\n");
    let mine =
        file("check-mine.yaml", b"rulebook: mine\nversion: \"1\"\nextends: [./check-latin-layer.yaml]\n");
    let (code, out, _) = check(&[&mine]);
    assert_eq!(code, 1);
    assert!(out.contains("line 1 is not UTF-8"), "{out}");
}

#[test]
fn findings_are_sorted_whatever_the_order_of_the_files() {
    let findings = |books: &[&str]| report("json", books)["findings"].clone();
    let all = findings(&[BROKEN, WARNED]);
    assert_eq!(all, findings(&[WARNED, BROKEN, CLEAN, WARNED]));
    let place = |finding: &Value| {
        (finding["file"].as_str().unwrap().to_owned(), finding["line"].as_u64(), finding["column"].as_u64())
    };
    assert!(all.as_array().unwrap().iter().map(place).is_sorted());
}

/// What the standard (OASIS SARIF 2.1.0) asks of a log and of the objects in it, as far as they occur here.
#[test]
fn sarif_has_what_the_standard_requires() {
    let log = report("sarif", &["./no where.yaml", BROKEN, WARNED]);
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    let [run] = log["runs"].as_array().unwrap().as_slice() else { panic!("{log}") };
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["name"], "furiwake");

    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, Code::ALL.iter().map(|code| code.as_str()).collect());
    assert_eq!(ids.len(), rules.len());
    for rule in rules {
        let [short, full] =
            ["shortDescription", "fullDescription"].map(|key| rule[key]["text"].as_str().unwrap());
        assert!(short.ends_with('.') && full.starts_with(short), "{rule}");
        assert!(["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }

    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(rules[index]["defaultConfiguration"]["level"], result["level"]);
        assert_ne!(result["message"]["text"], "");
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for location in result["locations"].as_array().unwrap().iter().chain(related) {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()) && !uri.starts_with('/'), "{uri}");
            let [from, column, to, end] = ["startLine", "startColumn", "endLine", "endColumn"]
                .map(|key| place["region"][key].as_u64().unwrap());
            assert!(from >= 1 && column >= 1 && (from, column) <= (to, end), "{place}");
        }
    }
    // A name of four letters and twelve bytes.
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({ "startLine": 6, "startColumn": 3, "endLine": 6, "endColumn": 7 }));

    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let [notification] = invocation["toolExecutionNotifications"].as_array().unwrap().as_slice() else {
        panic!("{invocation}")
    };
    assert_eq!(notification["level"], "error");
    assert!(notification["message"]["text"].as_str().unwrap().contains("no where.yaml"));
}

#[test]
fn every_rulebook_that_ships_is_clean() {
    let mut books: Vec<String> = Rulebook::builtin_names().map(str::to_owned).collect();
    books.extend(shipped_files());
    // They declare what customers claim, which no rule may read; `policies::cases` sees that it is nothing else.
    let claims = ["tests/books/airline.yaml", "tests/books/retail.yaml"];
    let books: Vec<&str> = books.iter().map(String::as_str).filter(|book| !claims.contains(book)).collect();
    let (code, out, err) = check(&[&["--deny-warnings"], books.as_slice()].concat());
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
}

#[test]
fn deciding_says_in_one_line_that_there_are_warnings() {
    let decide = |book: &str| run(&["decide", "--rulebook", book], b"{}");
    let (code, out, err) = decide(WARNED);
    assert_eq!((code, out.lines().count()), (0, 1));
    assert_eq!(err, format!("3 warnings: `furiwake check {WARNED}` shows them\n"));
    assert_eq!(decide(CLEAN).2, "");
    // Errors are shown in full.
    let (code, out, err) = decide(BROKEN);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("did you mean `cue.refund`?") && err.ends_with("4 errors\n"), "{err}");
}

#[test]
fn a_pipe_gets_no_colours_and_may_be_closed() {
    let (_, out, _) = check(&[BROKEN]);
    assert!(!out.contains('\u{1b}'), "{out:?}");
    let mut child = super::cli::furiwake(&["check", BROKEN]).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_file_that_is_named_in_two_ways_is_one_rulebook() {
    let dotted = format!("./tests/../{WARNED}");
    let json = report("json", &[WARNED, &dotted]);
    assert_eq!(json["rulebooks"].as_array().unwrap().len(), 1, "{json:#}");
    assert_eq!(json["findings"], report("json", &[WARNED])["findings"]);
    // So it is where a layer is checked for itself as well.
    let base = file("named-base.yaml", &std::fs::read(WARNED).unwrap());
    let (folder, name) = base.rsplit_once('/').unwrap();
    let mine = format!("rulebook: mine\nversion: v1\nextends: [./{name}]\n");
    let mine = file("named-mine.yaml", mine.as_bytes());
    let both = report("json", &[&format!("{folder}/./{name}"), &mine]);
    assert_eq!(both["warnings"], report("json", &[&base])["warnings"], "{both:#}");
}
