//! The command line, run as people run it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const STARTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/starter.yaml");
const INBOX: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/triage/inbox.jsonl");

pub(super) fn furiwake(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_furiwake"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs to the end with `input` as standard input.
pub(super) fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = furiwake(arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A command that stops early closes its input; that is not what is tested.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

pub(super) fn file(name: &str, content: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_schemas_are_printed() {
    let (rulebook, cases) = (furiwake::document::json_schema(), furiwake::cases::json_schema());
    for (arguments, schema) in
        [(&["schema"][..], rulebook), (&["schema", "rulebook"], rulebook), (&["schema", "cases"], cases)]
    {
        let (code, out, err) = run(arguments, b"");
        assert_eq!((code, out.as_str(), err.as_str()), (0, schema, ""));
    }
}

#[test]
fn every_line_of_a_file_becomes_a_decision() {
    let (code, out, err) = run(&["decide", "--rulebook", "shop", INBOX], b"");
    assert_eq!((code, err.as_str()), (0, ""));
    let lines = std::fs::read_to_string(INBOX).unwrap();
    assert_eq!(out.lines().count(), lines.lines().count());
    for (decision, inquiry) in out.lines().zip(lines.lines()) {
        let decision: serde_json::Value = serde_json::from_str(decision).unwrap();
        let inquiry: serde_json::Value = serde_json::from_str(inquiry).unwrap();
        assert_eq!(decision["schema"], "furiwake.decision/1");
        assert_eq!(decision["inquiry"], inquiry["id"]);
    }
}

#[test]
fn layers_are_read_beside_the_rulebook() {
    let starter = file("layer-base.yaml", &std::fs::read(STARTER).unwrap());
    let (folder, _) = starter.rsplit_once('/').unwrap();
    let mine = |extends: &str| format!("rulebook: mine\nversion: v1\nextends: [{extends}]\n");
    let outermost = file("layer-outermost.yaml", mine("./layer-base.yaml").as_bytes());
    let (code, out, err) = run(&["decide", "-r", &outermost], b"{\"text\": \"refund\"}");
    assert_eq!((code, err.as_str()), (0, ""));
    let decision: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&decision["rulebook"]["id"], &decision["judgments"]["refund"]["raised"]),
        (&"mine".into(), &"yes".into())
    );

    let outermost = file("layer-missing.yaml", mine("layer-gone.yaml").as_bytes());
    let (code, _, err) = run(&["decide", "-r", &outermost], b"");
    let message = format!("error[unreadable-file]: cannot read the file `{folder}/layer-gone.yaml`: ");
    assert!(code == 1 && err.starts_with(&message), "{code}: {err}");
}

#[test]
fn standard_input_is_read_without_a_file_and_with_a_dash() {
    for arguments in [&["decide", "-r", STARTER][..], &["decide", "-r", STARTER, "-"]] {
        let (code, out, err) = run(arguments, b"\n{\"id\": \"a\"}\r\n\n  \n{\"id\": \"b\"}");
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out.lines().count(), 2);
    }
}

#[test]
fn a_line_that_is_no_inquiry_is_reported_and_the_rest_decided() {
    let input = b"{\"id\": \"a\"}\n[1]\n\nnonsense\n{\"id\": \"\xff\"}\n{\"id\": \"b\"}\n";
    let (code, out, err) = run(&["decide", "--rulebook", "core"], input);
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 2);
    let lines: Vec<&str> = err.lines().collect();
    assert!(lines[0].starts_with("standard input:2: no inquiry: "), "{err}");
    assert!(lines[1].starts_with("standard input:4: no inquiry: "), "{err}");
    assert_eq!(lines[2], "standard input:5: no inquiry: not UTF-8 at byte 9");
    assert_eq!(lines[3], "3 lines were no inquiry; all others were decided");
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_decision_is_written_before_the_next_inquiry_is_read() {
    let mut child = furiwake(&["decide", "--rulebook", STARTER]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in ["first", "second"] {
        writeln!(stdin, "{{\"id\": \"{id}\"}}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.contains(id));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let mut child = furiwake(&["decide", "--rulebook", STARTER]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    // The command ends as soon as nobody reads, and with it the pipe.
    let writer = std::thread::spawn(move || while stdin.write_all(b"{\"id\": \"a\"}\n").is_ok() {});
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
    writer.join().unwrap();
}

#[test]
fn people_get_a_table_or_an_explanation_in_their_language() {
    let (code, table, _) =
        run(&["decide", "--rulebook", "shop", "--format", "table", "--lang", "en", INBOX], b"");
    assert_eq!(code, 0);
    assert!(table.starts_with("id "), "{table}");
    assert_eq!(table.lines().count(), 1 + std::fs::read_to_string(INBOX).unwrap().lines().count());
    let (_, japanese, _) = run(&["decide", "--rulebook", "shop", "--format", "table", INBOX], b"");
    assert!(japanese.contains("次の対応"), "{japanese}");
    let inquiry = "{\"id\": \"T-1\", \"text\": \"がっかりです。返金してください。\"}".as_bytes();
    let (_, why, _) = run(&["decide", "--rulebook", STARTER, "--format", "why", "--lang", "en"], inquiry);
    assert!(why.contains("T-1") && why.contains("complaints-stay-ours"), "{why}");
}

#[test]
fn a_clients_scripts_are_added_to_the_rulebook() {
    let bare = file("client.rhai", "propose.tag(\"seen\", \"counted\");\n".as_bytes());
    let yaml = "scripts: { decided: 'if cue.return_request { propose.tag(\"return\", \"counted\"); }' }\n";
    let yaml = file("client-scripts.yaml", yaml.as_bytes());
    let hash = |scripts: &[&str]| {
        let (code, out, err) = run(&[&["decide", "-r", "shop"], scripts].concat(), b"{\"text\": \"hello\"}");
        assert_eq!((code, err.as_str()), (0, ""), "{scripts:?}");
        let decision: serde_json::Value = serde_json::from_str(&out).unwrap();
        decision["rulebook"]["hash"].as_str().unwrap().to_owned()
    };
    let (none, one) = (hash(&[]), hash(&["--script", &bare]));
    assert_ne!(one, none);
    let both = hash(&["--script", &bare, "--script", &yaml]);
    assert!(both != one && both == hash(&["--script", &yaml, "--script", &bare]));

    let slip = file("slip.rhai", b"if cue.retrun_request { propose.tag(\"return\", \"x\"); }");
    let (code, out, err) = run(&["decide", "-r", "shop", "--script", &slip], b"{}");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("slip.rhai:1:4") && err.contains("did you mean `cue.return_request`?"), "{err}");
    let (code, out, _) = run(&["check", "shop", "--script", &slip, "--script", &bare], b"");
    assert_eq!(code, 1);
    assert!(out.contains("slip.rhai:1:4") && out.ends_with("1 rulebook checked, 1 error\n"), "{out}");
    let (code, out, _) = run(&["check", "shop", "core", "--format", "json", "--script", &slip], b"");
    assert_eq!(code, 1);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(report["rulebooks"].as_array().unwrap().iter().all(|book| book["status"] == "refused"), "{out}");
    let (code, _, err) = run(&["check", "shop", "--script", "nowhere.rhai"], b"");
    assert!(code == 2 && err.contains("cannot read the scripts nowhere.rhai"), "{code}: {err}");
}

#[test]
fn findings_are_shown_and_end_with_1() {
    let broken = file("broken.yaml", b"rulebook: broken\nversio: 1\n");
    let (code, out, err) = run(&["decide", "--rulebook", &broken], b"{}");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("unknown-key") && err.contains("did you mean"), "{err}");
}

#[test]
fn what_cannot_be_read_ends_with_2_and_says_what() {
    let refused = |arguments: &[&str], expected: &str| {
        let (code, out, err) = run(arguments, b"{}\n");
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(expected), "{err} lacks {expected}");
    };
    refused(&["decide", "--rulebook", "shpo"], "did you mean `shop`?");
    refused(&["decide", "--rulebook", "nowhere"], "built in are: core, it-support, shop;");
    refused(&["decide", "--rulebook", "./nowhere.yaml"], "cannot read the rulebook ./nowhere.yaml");
    refused(&["decide", "--rulebook", "core", "nowhere.jsonl"], "cannot read nowhere.jsonl");
    refused(&["decide", "--rulebook", "core", env!("CARGO_MANIFEST_DIR")], "cannot read");
    refused(&["decide"], "--rulebook");
    refused(&["decide", "--rulebook", "core", "--format", "xml"], "possible values");
    refused(&["rewrite"], "rewrite");
    let latin = file("latin.yaml", b"rulebook: \xff\n");
    refused(&["decide", "--rulebook", &latin], "UTF-8");
}
