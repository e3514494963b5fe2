//! `furiwake test`, run as people run it.

use super::BOOK;
use crate::cli::{file, run};
use crate::support::SHOP;

const CASES: &str = "cases:
  - { name: good, given: { text: 返金, facts: { order.amount: 3000 } }, expect: { route: supervisor } }
  - { name: bad <one>, given: { text: 返金, facts: { order.amount: 3000 } }, expect: { route: client_desk } }
";

fn book() -> String {
    file("test-book.yaml", format!("{SHOP}{BOOK}").as_bytes())
}

#[test]
fn a_built_in_name_runs_its_own_cases() {
    let (code, out, err) = run(&["test", "it-support"], b"");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.ends_with(" cases passed\n"), "{out}");
    let (code, out, _) = run(&["test", "shop", "--filter", "返金時期の質問"], b"");
    assert_eq!((code, out.as_str()), (0, "1 case passed\n"));
}

#[test]
fn failed_cases_end_with_1_and_are_explained() {
    let cases = file("test.cases.yaml", CASES.as_bytes());
    let (code, out, err) = run(&["test", &book(), &cases], b"");
    assert!(code == 1 && err.lines().all(|line| line.contains("warnings: `furiwake check")), "{code}: {err}");
    let start = format!("{cases}:3: bad <one>\n");
    assert!(out.starts_with(&start) && out.ends_with("\n1 of 2 cases failed\n"), "{out}");
    assert!(out.contains("route  client_desk  supervisor\n"), "{out}");
    let (code, out, _) = run(&["test", &book(), &cases, "--filter", "good"], b"");
    assert_eq!((code, out.as_str()), (0, "1 case passed\n"));
}

#[test]
fn the_report_is_json_too() {
    let cases = file("test-json.cases.yaml", CASES.as_bytes());
    let (code, out, _) = run(&["test", &book(), &cases, &cases, "--format", "json"], b"");
    assert_eq!(code, 1);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&report["schema"], &report["rulebook"]["id"]), (&"furiwake.test/1".into(), &"shop".into()));
    let numbers = ["total", "passed", "failed"].map(|key| report["cases"][key].as_u64().unwrap());
    assert_eq!(numbers, [4, 2, 2]);
    let failed = &report["cases"]["results"][1];
    assert_eq!((&failed["passed"], &failed["line"]), (&false.into(), &3.into()));
    let mismatch = &failed["failure"]["mismatches"][0];
    assert_eq!((&mismatch["what"], &mismatch["actual"]), (&"route".into(), &"supervisor".into()));
}

#[test]
fn the_report_is_xml_for_build_servers() {
    let cases = file("test-junit.cases.yaml", CASES.as_bytes());
    let (code, out, _) = run(&["test", &book(), &cases, "--format", "junit"], b"");
    assert_eq!(code, 1);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    assert_eq!(lines[1], "<testsuites name=\"furiwake\" tests=\"2\" failures=\"1\" errors=\"0\">");
    assert!(lines[3].contains("name=\"good\" ") && lines[3].ends_with(" line=\"2\"/>"), "{out}");
    assert!(out.contains("name=\"bad &lt;one&gt;\""), "{out}");
    assert!(out.contains("<failure message=\"route: expected client_desk, is supervisor\">"), "{out}");
    assert!(out.ends_with("  </testsuite>\n</testsuites>\n"), "{out}");
}

/// What is demanded of all cases is a test of its own for build servers, as it is in `cargo test`.
#[test]
fn gates_and_needless_excuses_are_a_test_of_the_report() {
    let cases = file("junit-gated.cases.yaml", GATED.as_bytes());
    let (code, out, _) = run(&["test", &book(), &cases, "--format", "junit"], b"");
    assert_eq!(code, 3);
    assert!(out.contains("<testsuites name=\"furiwake\" tests=\"2\" failures=\"1\" errors=\"0\">"), "{out}");
    let gate = "gate missed: decisive is 28.5 % (2 of 7), less than the 100 % demanded";
    assert!(
        out.contains(&format!("name=\"gates\" file=\"{}\">\n      <failure message=\"{gate}\">", book()))
    );
    // A gate that is reached is a test that passes.
    let (code, out, _) = run(&["test", &book(), &cases, "--gate", "decisive=1%", "--format", "junit"], b"");
    assert_eq!(code, 0);
    assert!(out.contains("name=\"gates\" file=\"") && out.contains("tests=\"2\" failures=\"0\""), "{out}");

    let excused =
        format!("excused: {{ decisive: {{ nobody: gone }} }}\n{CASES}").replace("client_desk", "supervisor");
    let cases = file("junit-excused.cases.yaml", excused.as_bytes());
    let (code, out, _) = run(&["test", &book(), &cases, "--format", "junit"], b"");
    assert_eq!(code, 3);
    assert!(out.contains("`nobody` is not to be excused under `decisive`"), "{out}");
    let (_, out, _) = run(&["test", &book(), &cases, "--format", "json"], b"");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["needless_excuses"][0]["name"], "nobody");
}

#[test]
fn figures_that_are_asked_for_are_properties_of_the_report() {
    let cases = file("junit-figures.cases.yaml", GATED.replace("decisive: 1, ", "").as_bytes());
    let asked = ["test", &book(), &cases, "--format", "junit"];
    let (code, out, _) = run(&[&asked[..], &["--coverage", "--mutate"]].concat(), b"");
    assert_eq!(code, 0);
    assert!(out.contains("<property name=\"decisive\" value=\"28.5 % (2 of 7)\"/>"), "{out}");
    for name in ["near_miss", "boundary", "retained", "score", "safety_score"] {
        assert!(out.contains(&format!("<property name=\"{name}\" value=\"")), "{name}: {out}");
    }
    let (_, out, _) = run(&asked, b"");
    assert!(!out.contains("<propert"), "{out}");
}

#[test]
fn no_case_at_all_is_no_success() {
    for (name, none) in [
        ("none.cases.yaml", "cases: []\n"),
        ("none-null.cases.yaml", "cases:\n"),
        ("none-tables.cases.yaml", "tables: [{ name: empty, columns: [expect.route], rows: [] }]\n"),
    ] {
        let cases = file(name, none.as_bytes());
        let (code, out, err) = run(&["test", &book(), &cases], b"");
        assert_eq!((code, out.as_str()), (2, ""), "{none}: {err}");
        assert!(err.contains("there is no case in ") && err.contains(&cases), "{err}");
    }
    // Gates may stand in a file without cases, beside those that have some.
    let gates = file("none-gates.cases.yaml", b"gates: { decisive: 1 % }\ncases: []\n");
    let (code, out, _) = run(
        &["test", &book(), &gates, &file("some.cases.yaml", GATED.replace("decisive: 1, ", "").as_bytes())],
        b"",
    );
    assert_eq!((code, out.as_str()), (0, "1 case passed\n"));
}

/// Filters and JUnit tell cases apart by their names.
#[test]
fn one_name_in_two_files_is_warned_of() {
    let good = GATED.replace("decisive: 1, ", "");
    let (one, two) =
        (file("same-one.cases.yaml", good.as_bytes()), file("same-two.cases.yaml", good.as_bytes()));
    let (code, _, err) = run(&["test", &book(), &one, &two], b"");
    let warning = format!("warning: {two}:3: there is a case of the same name at {one}:3: one\n");
    assert!(code == 0 && err.contains(&warning), "{err}");
}

#[test]
fn what_cannot_be_tested_ends_with_2() {
    let refused = |arguments: &[&str], expected: &str| {
        let (code, out, err) = run(arguments, b"");
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(expected), "{err} lacks {expected}");
    };
    let (book, good) = (book(), file("test-good.cases.yaml", CASES.as_bytes()));
    refused(&["test", &book], "which cases?");
    refused(&["test", "shpo"], "did you mean `shop`?");
    refused(&["test", &book, "nowhere.cases.yaml"], "cannot read the cases nowhere.cases.yaml");
    refused(&["test", &book, &good, "--filter", "nothing"], "no case has `nothing` in its name");
    let slip = file("test-slip.cases.yaml", CASES.replace("supervisor", "suprvisor").as_bytes());
    refused(&["test", &book, &good, &slip], "did you mean `supervisor`?");
    let broken = file("test-broken.yaml", b"rulebook: broken\nversio: 1\n");
    refused(&["test", &broken, &good], "unknown-key");
}

#[test]
fn what_is_mixed_up_is_said_to_be() {
    let refused = |arguments: &[&str], expected: &str| {
        let (code, out, err) = run(&[&["test"], arguments].concat(), b"");
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(expected), "{err} lacks {expected}");
        assert!(err.lines().count() < 12, "{err}");
    };
    let (book, cases) = (book(), file("mixed.cases.yaml", CASES.as_bytes()));
    let of_cases = "this is a file of cases, not a rulebook";
    refused(&[&cases], of_cases);
    refused(&[&cases, &book], of_cases);
    refused(&[&book, &book], "this is a rulebook, not a file of cases");
    let folder = env!("CARGO_TARGET_TMPDIR");
    refused(&[folder], "it is a folder; name the files in it");
    refused(&[&book, folder], "it is a folder; name the files in it");
    // A name without a dot is one that ships.
    let stem = book.strip_suffix(".yaml").unwrap().rsplit_once('/').unwrap().1;
    let mut command = crate::cli::furiwake(&["test", stem]);
    let output = command.current_dir(folder).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains(&format!("for the file write `{stem}.yaml`")), "{err}");
}

/// A rulebook's cases are found where they usually stand.
#[test]
fn cases_beside_the_rulebook_need_not_be_named() {
    let book = file("beside.yaml", format!("{SHOP}{BOOK}").as_bytes());
    let cases = book.replace(".yaml", ".cases.yaml");
    let _ = std::fs::remove_file(&cases);
    let (code, _, err) = run(&["test", &book], b"");
    let told =
        format!("error: which cases? there is no {cases}, so name their files: furiwake test {book} CASES..");
    assert!(code == 2 && err.contains(&told), "{err}");
    file("beside.cases.yaml", CASES.as_bytes());
    let (code, out, _) = run(&["test", &book], b"");
    assert!(code == 1 && out.starts_with(&format!("{cases}:3: bad <one>\n")), "{out}");
}

#[test]
fn every_exit_code_is_in_the_help() {
    for (command, codes) in
        [("test", &["0", "1", "2", "3"][..]), ("check", &["0", "1", "2"]), ("decide", &["0", "1", "2"])]
    {
        let (code, out, _) = run(&[command, "--help"], b"");
        let (_, told) = out.split_once("Exit codes:\n").unwrap();
        assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
        let first = told.lines().filter_map(|line| line.split_whitespace().next());
        let told: Vec<&str> = first.filter(|word| word.parse::<u8>().is_ok()).collect();
        assert_eq!((code, told.as_slice()), (0, codes));
    }
}

#[test]
fn mutants_that_nobody_notices_are_listed_with_what_was_changed() {
    let cases = file("test-mutate.cases.yaml", CASES.as_bytes());
    let good = ["test", &book(), &cases, "--filter", "good", "--mutate"];
    let (code, out, _) = run(&good, b"");
    assert_eq!(code, 0, "{out}");
    crate::golden::expect("mutation.txt", &out.replace(&book(), "book.yaml"));

    let (_, out, _) = run(&[&good[..], &["--format", "json"]].concat(), b"");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let mutation = &report["mutation"];
    let number = |key: &str| mutation[key].as_u64().unwrap();
    assert_eq!(number("mutants"), number("killed") + number("survived") + number("equivalent"));
    assert_eq!(mutation["survivors"].as_array().unwrap().len() as u64, number("survived"));
    let score = mutation["score"].as_f64().unwrap();
    assert!(0.0 < score && score < 1.0 && mutation["safety_score"].is_f64());
    let survivor = &mutation["survivors"][0];
    assert!(
        ["operator", "subject", "name", "before", "permissive", "touched"]
            .iter()
            .all(|key| !survivor[key].is_null())
    );
}

#[test]
fn missed_gates_end_with_3_unless_cases_fail() {
    let gated = |gates: &str| file("test-gates.cases.yaml", format!("gates: {gates}\n{CASES}").as_bytes());
    let cases = gated("{ safety_score: 100 % }");
    let good = ["test", &book(), &cases, "--filter", "good", "--mutate"];
    let (code, _, err) = run(&[&good[..], &["--gate", "safety_score=100%"]].concat(), b"");
    assert!(
        code == 3
            && err.contains("gate missed: safety_score is ")
            && err.contains(", less than the 100 % demanded"),
        "{err}"
    );
    let (code, _, err) =
        run(&[&good[..], &["--gate", "safety_score=0.01", "--gate", "score=1%"]].concat(), b"");
    assert!(code == 0 && !err.contains("less than"), "{code}: {err}");
    let (code, ..) = run(&["test", &book(), &cases, "--mutate"], b"");
    assert_eq!(code, 1);
    for (gate, expected) in [
        ("scor=1", "there is no measure `scor`"),
        ("score", "write a measure and a share"),
        ("score=2", "from 0 to 1"),
    ] {
        let (code, _, err) = run(&[&good[..], &["--gate", gate]].concat(), b"");
        assert!(code == 2 && err.contains(expected), "{err}");
    }
}

/// Cases that demand more of themselves than they cover.
const GATED: &str = "gates: { decisive: 1, near_miss: 0 }
cases:
  - { name: one, given: { text: 返金, facts: { order.amount: 3000 } }, expect: { route: supervisor } }
";

#[test]
fn a_missed_gate_ends_with_3_and_is_told() {
    let cases = file("gated.cases.yaml", GATED.as_bytes());
    let (code, out, err) = run(&["test", &book(), &cases], b"");
    assert_eq!((code, out.as_str()), (3, "1 case passed\n"));
    assert!(
        err.contains("gate missed: decisive is 28.5 % (2 of 7), less than the 100 % demanded\n"),
        "{err}"
    );
    // Arguments stand above what the file says, and part of the cases is not asked for the whole.
    for arguments in [&["--gate", "decisive=20%"][..], &["--filter", "one"]] {
        let (code, ..) = run(&[&["test", &book(), &cases], arguments].concat(), b"");
        assert_eq!(code, 0, "{arguments:?}");
    }
    let (code, _, err) = run(&["test", &book(), &cases, "--filter", "one", "--gate", "boundary=0.5"], b"");
    assert!(code == 3 && err.contains("boundary is "), "{err}");
    // A case that fails is told first.
    let failed = file("gated-failed.cases.yaml", GATED.replace("supervisor", "client_desk").as_bytes());
    assert_eq!(run(&["test", &book(), &failed], b"").0, 1);
    for slip in ["decisive", "decided=1", "decisive=2"] {
        let (code, _, err) = run(&["test", &book(), &cases, "--gate", slip], b"");
        assert!(code == 2 && err.contains("--gate"), "{slip}: {err}");
    }
}

#[test]
fn coverage_is_shown_and_written() {
    let cases = file("covered.cases.yaml", GATED.replace("decisive: 1, ", "").as_bytes());
    let (lcov, html) = (file("covered.info", b""), file("covered.html", b""));
    let arguments = ["test", &book(), &cases, "--coverage", "--lcov", &lcov, "--html", &html];
    let (code, out, err) = run(&arguments, b"");
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("1 case passed\n\ncoverage\n  decisive rules "), "{out}");
    assert!(std::fs::read_to_string(&lcov).unwrap().contains(&format!("SF:{}", book())));
    assert!(std::fs::read_to_string(&html).unwrap().starts_with("<!DOCTYPE html>"));
    let (code, out, _) =
        run(&["test", &book(), &cases, "--coverage", "--format", "json", "--gate", "retained=1"], b"");
    assert_eq!(code, 3);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["coverage"]["levels"]["decisive"]["share"], "28.5 %");
    assert_eq!(report["missed_gates"][0]["measure"], "retained");
    let parts = report["coverage"]["parts"].as_array().unwrap();
    assert!(parts.iter().any(|part| part["reached"] == true && part["cases"][0]["name"] == "one"));
    assert!(parts.iter().any(|part| part["missing"][0]["case"].is_string()));
    let (code, _, err) = run(&["test", &book(), &cases, "--html", "/nowhere/at/all.html"], b"");
    assert!(code == 2 && err.contains("cannot write /nowhere/at/all.html"), "{err}");
}
