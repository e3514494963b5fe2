//! From the text of a script to a syntax tree that holds nothing but what scripts consist of.

use super::{allowed, place, profile};
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};
use rhai::{AST, ParseError};

/// Bytes of one script. Some constructs take the parser quadratic time, so the text is measured before it is read.
pub(crate) const MAX_SOURCE: usize = 16 * 1024;
/// Nodes of one syntax tree.
pub(crate) const MAX_NODES: usize = 2_000;

/// The syntax tree of `text`, or what is wrong with it. Places are offsets in `text`.
pub(crate) fn parse(text: &str) -> Result<AST, Vec<Problem>> {
    if text.len() > MAX_SOURCE {
        let message = format!("a script may have {MAX_SOURCE} bytes, this one has {}", text.len());
        return Err(vec![Problem::new(Code::Limit, place_of(Span::new(0, 0)), message)]);
    }
    let tree = profile::engine().compile(text).map_err(|error| vec![syntax(text, &error)])?;
    let problems = allowed::check(text, &tree);
    if problems.is_empty() { Ok(tree) } else { Err(problems) }
}

/// `span` in a text whose source the caller knows.
pub(super) fn place_of(span: Span) -> Place {
    Place { source: SourceId::default(), span }
}

/// What Rhai's parser says.
fn syntax(text: &str, error: &ParseError) -> Problem {
    let place = place_of(place::span(text, error.position()));
    Problem::new(Code::ScriptSyntax, place, error.err_type().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn probe() {
        for text in [
            "if x { tag(\"a\");", "if a and b { }", "if not a { }", "if a or b {}", "switch x { 1 => 2, 3 => 4", "if x = 5 { }", "let x = 1\nlet y = 2;",
            "for x in y { }", "while true { }", "fn f() { }", "loop { }", "if x { } }", "if （x） { }", "if x == “sns” { }", "if x＝＝1 {}", "if x ｛ ｝",
            "tag(\"abc);", "tag(\"abc”);\nif x {}", "tag('abc');", "let x = 1..5;", "let x = #{a: 1};", "x += 1;", "let a = b ?? c;", "let a = |x| x + 1;", "let if = 3;",
            "throw 1;", "return 1;", "import \"a\" as b;", "a::b();", "f!();", "let x = 5; let x = 6;", "if x { 1 } elif y { }", "if x { 1 } else if { }", "x.a.b = 5;",
            "1 + ;", "tag(\"a\" \"b\");", "tag(\"a\",);", "tag(\"a\"", "[1, 2", "known(x", "let x;", "if x > 5 then { }", "x => 5;", "if x === 5 {}", "if x <> 5 {}", "if x =< 5 {}", "let 金額 = 5;",
            "/* abc", "0x10 + 0b1 + 1_000;", "1e400;", "99999999999999999999;", "let x = 1.5;", "`abc ${x} d`", "`abc", "const X = 5;", "try { } catch { }", "eval(\"1\")", "x.is_shared()", "Fn(\"a\")", "type_of(x)", "this.x", "let x = if a { 1 } else { 2 };",
            "let x = a in [1, 2];", "let x = a !in [1];", "nothing", "goto x;", "var x = 5;", "x is y", "if a & b {}", "if a | b {}", "a ** 2", "let _x = 5; let _ = 3;", "x?.y", "x?[1]", "switch x { 1..5 => 2, _ => 3 }", "-x", "+x", "- -x", "async", "new", "x++", "if x { } else { } else { }", "\"\\q\"", "\"a\nb\"", "#!shebang\nlet x = 1;", "\u{feff}let x = 1;", "let x　= 1;", "global::x", "export let x = 1;", "a.b.c.d", "f(|| 1)", "{ let x = 1; }", "let x = { 1 };", "\"a\" in \"abc\"", "//! x\nlet x = 1;", "/// x\nlet y = 1;", "let and = 3;", "a; b; if (a) b;", "if a b;", "if (a) { b } ; ;", "else {}", "x == 'a'", "case 1:", "do { } while x", "break;", "let x = ();", "()", "null", "propose.tag(\"a\", \"b\").c", "let a.b = 1;", "@tag", "a # b", "a $ b", "a ~ b", "a \\ b", "x ? 1 : 2", "f(a: 1)", "let x: int = 1;", "5.days", "5.foo()",
        ] {
            let raw = profile::engine().compile(text);
            match raw {
                Ok(_) => println!("OK  {text:?} -> {:?}", parse(text).err().map(|p| p.into_iter().map(|p| p.message).collect::<Vec<_>>())),
                Err(e) => println!("ERR {text:?} -> {:?} @ {:?} : {} [{}]", e.err_type(), e.position(), e.err_type(), &text[place::span(text, e.position()).start..place::span(text, e.position()).end]),
            }
        }
    }
}
