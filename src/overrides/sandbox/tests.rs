//! What is said about texts that are no scripts, word for word, in `tests/golden/script-messages.txt`, and that what scripts consist
//! of is taken.

use super::parse;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Slips, each on its own.
const SLIPS: &[&str] = &[
    // Brackets.
    "if x {\n  tag(\"a\");\n",
    "if x { } }",
    "if (x { tag(\"a\"); }",
    "switch x { 1 => a(), 2 => b()",
    "tag(\"a\"",
    "if x in [1, 2 { }",
    // Words of other languages.
    "if a and b { }",
    "if a or b { }",
    "if not a { }",
    "if a AND b { }",
    "if x is y { }",
    "if x > 5 then { }",
    "if a { } elif b { }",
    "for x in y { }",
    "while true { }",
    "loop { tag(\"a\"); }",
    "fn f() { }",
    "const X = 5;",
    "var x = 5;",
    "try { } catch { }",
    "throw 1;",
    "return 1;",
    "import \"a\" as b;",
    "eval(\"1\")",
    "Fn(\"a\")",
    "print(x)",
    "x.type_of()",
    "if x == null { }",
    "case 1:",
    "this.x",
    "let if = 3;",
    // Signs of other languages.
    "if x = 5 { }",
    "if x === 5 { }",
    "if x <> 5 { }",
    "if x =< 5 { }",
    "if a & b { }",
    "if a | b { }",
    "if x !in [1] { }",
    "x += 1;",
    "x++",
    "let a = b ?? c;",
    "order?.amount",
    "x ? 1 : 2",
    "let x = 1..5;",
    "a ** 2",
    "let m = #{a: 1};",
    "# remark\nlet x = 1;",
    "a::b();",
    "let a = |x| x + 1;",
    "f(|| 1)",
    "f!();",
    "f(a: 1)",
    "@tag",
    "x => 5;",
    // Typed with a Japanese keyboard, or copied from a text processor.
    "if （x） ｛ ｝",
    "if x＝＝1 { }",
    "if x == “sns” { }",
    "if x == 「sns」 { }",
    "tag(\"返金”);\nlet y = 1;",
    "let 金額 = 5；",
    "if x ≧ ５ ＆＆ y { }",
    "if 注文 { }",
    "タグ。",
    // Strings and comments.
    "tag(\"abc);",
    "tag('abc');",
    "tag(`abc ${x}`);",
    "tag(\"a\"\"b\");",
    "tag(\"a\" \"b\");",
    "tag(\"\\q\");",
    "tag(\"a\nb\");",
    "let x = 1; /* remark",
    "let x = 1; */",
    // Numbers.
    "let x = 1_000;",
    "let x = 007;",
    "let x = 1e9;",
    "let x = 0x10;",
    "let x = .5;",
    "if d < 2026-12-01 { }",
    // Statements.
    "let x = 1\nlet y = 2;",
    "let x = 5; let x = 6;",
    "let a.b = 1;",
    "let x: int = 1;",
    "order.amount = 5;",
    "5 = x;",
    "x[0] = 5;",
    "1 + ;",
    "if { }",
    "if a b;",
    "if a { } else b;",
    "else { }",
    "if a { } else { } else { }",
    "if \"a\" { }",
    "if 5 { }",
    "switch x { _ => 1, 2 => 3 }",
    "switch x { 1 => 2 3 => 4 }",
    "switch x { y => 2 }",
    "switch x { _ if y => 2 }",
    "a.",
    "a.if",
    "a..b",
];

/// The slips of [`SLIPS`] that only show when there is much of them.
fn large() -> Vec<(&'static str, String)> {
    vec![
        ("too long", " ".repeat(super::parse::MAX_SOURCE + 1)),
        ("too many parts", "a;\n".repeat(3_000)),
        ("too deep", format!("let x = {}1{};", "(".repeat(500), ")".repeat(500))),
        ("long string", format!("tag(\"{}\");", "a".repeat(5_000))),
        ("long list", format!("x in [{}0];", "0,".repeat(300))),
        ("many slips", "＝\n".repeat(100)),
    ]
}

fn described(text: &str) -> String {
    let mut out = String::new();
    let Err(problems) = parse(text) else { return "  taken\n".into() };
    assert!(!problems.is_empty());
    for problem in problems {
        let span = problem.place.span();
        let before = text.get(..span.start).unwrap();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let at: String = text.get(span.start..span.end).unwrap().chars().take(30).collect();
        writeln!(
            out,
            "  {}[{}] {line}:{column} {at:?}: {}",
            problem.code.severity().as_str(),
            problem.code,
            problem.message
        )
        .unwrap();
        if let Some((place, label)) = problem.also {
            writeln!(out, "    byte {}: {label}", place.span().start).unwrap();
        }
        if let Some(help) = problem.help {
            writeln!(out, "    help: {help}").unwrap();
        }
    }
    out
}

/// Compares with the file of this name under `tests/golden`, or writes it if asked to.
pub(super) fn expect(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "tests/golden/{name} differs; UPDATE_EXPECT=1 writes it anew");
}

#[test]
fn slips_are_explained() {
    let mut actual = String::new();
    for text in SLIPS {
        write!(actual, "{text}\n{}\n", described(text)).unwrap();
    }
    for (name, text) in large() {
        let all = described(&text);
        let first: Vec<&str> = all.lines().take(2).collect();
        write!(actual, "({name})\n{}\n  {} lines in all\n\n", first.join("\n"), all.lines().count()).unwrap();
    }
    expect("script-messages.txt", &actual);
    assert!(!actual.contains("  taken\n"));
}

#[test]
fn scripts_are_taken() {
    for text in [
        "",
        ";",
        "// nothing\n/* at /* all */ */",
        "\u{FEFF}let x\u{3000}= 1.5;\r\nx = x * 2 - -1;",
        "if order.amount <= 1000 && !(channel in [\"sns\", \"phone\"]) || known(x) { propose.tag(\"a\", \"返金\"); }",
        "if a { return; } else if b { t(); } else { let y = if c { 1 } else { 2 }; f(y % 3 / 4 + 5, \"\") }",
        "switch channel { \"sns\" => f(), 1 | 2 => g(), true if x > 1 => { h(); } _ => () }",
        "let y = switch x { 1 => 2, _ => 3 }; { let z = y; }",
        "propose\n  .tag(\"a\", \"b\")\n  // remark\n  .more(1);",
        "if a { let x = 1; } if b { let x = 2; }",
        "if (a) { } if at_least(severity, \"high\") != (x == 5) { }",
        "if !in_return_window && x>=-1 && -5 < y { }",
        "x[0]; [1, [2, 3]]; \"a\" + \"b\";",
    ] {
        if let Err(problems) = parse(text) {
            panic!("{text}\n{problems:#?}");
        }
    }
}
