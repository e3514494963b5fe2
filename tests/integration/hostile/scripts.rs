//! Scripts that mean harm, one for each way of doing it that we could think of.

/// A name and a text each. Names are unique; nothing here depends on any rulebook.
pub(super) fn scripts() -> Vec<(&'static str, String)> {
    let mut scripts = nested();
    scripts.extend(long());
    scripts.extend(odd_characters());
    scripts.extend(endless());
    scripts.extend(allocating());
    scripts.extend(reaching_out());
    scripts.extend(extreme_numbers());
    scripts
}

/// For each kind of nesting the deepest script that `accepts` takes: what is left needs the most stack.
pub(super) fn deepest(accepts: impl Fn(&str) -> bool) -> Vec<(&'static str, String)> {
    // Whatever is deeper than what is refused is refused.
    let depth_of = |nest: &dyn Fn(usize) -> String| {
        let (mut taken, mut refused) = (0, 1_000);
        while refused - taken > 1 {
            let depth = (taken + refused) / 2;
            if accepts(&nest(depth)) { taken = depth } else { refused = depth }
        }
        taken
    };
    let of_one = NESTINGS.iter().map(|(name, nest)| (*name, nest(depth_of(nest))));
    let of_all = (1..BRACKETS.len()).map(|stride| {
        let nest = |depth| mixed(stride, depth);
        ("mixture", nest(depth_of(&nest)))
    });
    of_one.chain(of_all).collect()
}

/// Different kinds of nesting in one another, every `stride`th of them in turn.
fn mixed(stride: usize, depth: usize) -> String {
    let chosen = || (0..depth).map(|level| BRACKETS[level * stride % BRACKETS.len()]);
    let open: String = chosen().map(|(open, _)| open).collect();
    let close: Vec<&str> = chosen().map(|(_, close)| close).collect();
    format!("let x = {open}1{};", close.into_iter().rev().collect::<String>())
}

/// What a value may stand between and be a value again. Their number is prime.
const BRACKETS: [(&str, &str); 13] = [
    ("(", ")"),
    ("[", "]"),
    ("!", ""),
    ("- ", ""),
    ("{ ", " }"),
    ("if true { ", " } else { 1 }"),
    ("if false { 1 } else { ", " }"),
    ("switch 1 { 1 => ", ", _ => 1 }"),
    ("switch ", " { 1 => 1, _ => 2 }"),
    ("true && 1 == 2 + 3 * ", ""),
    ("a[", "]"),
    ("f(1, ", ")"),
    ("a.b.f(", ").c"),
];

fn wrapped(open: &str, inside: &str, close: &str, times: usize) -> String {
    format!("{}{inside}{}", open.repeat(times), close.repeat(times))
}

/// A kind of nesting: its name, and a script that does it so many times.
type Nesting = (&'static str, fn(usize) -> String);

const NESTINGS: [Nesting; 25] = [
    ("parentheses", |n| format!("let x = {};", wrapped("(", "1", ")", n))),
    ("lists", |n| format!("let x = {};", wrapped("[", "1", "]", n))),
    ("negations", |n| format!("let x = {}true;", "!".repeat(n))),
    ("minus signs", |n| format!("let x = {}1;", "- ".repeat(n))),
    ("blocks", |n| wrapped("{", ";", "}", n)),
    ("values of blocks", |n| format!("let x = {};", wrapped("{ ", "1", " }", n))),
    ("conditions", |n| wrapped("if true { ", "1;", " }", n)),
    ("conditions as conditions", |n| {
        format!("let x = {};", wrapped("if ", "true", " { true } else { false }", n))
    }),
    ("alternatives", |n| format!("if false {{ }}{}", " else if false { }".repeat(n))),
    ("alternatives in alternatives", |n| wrapped("if false { } else { ", "1;", " }", n)),
    ("switches", |n| wrapped("switch 1 { 1 => { ", "1", " } _ => () }", n)),
    ("switches over switches", |n| wrapped("switch ", "1", " { 1 => 1, _ => 2 }", n)),
    ("conjunctions", |n| format!("let x = true{};", " && true".repeat(n))),
    ("disjunctions", |n| format!("let x = false{};", " || false".repeat(n))),
    ("both in turn", |n| format!("let x = {};", wrapped("true && (false || ", "true", ")", n))),
    ("sums", |n| format!("let x = 1{};", " + 1".repeat(n))),
    ("sums to the right", |n| format!("let x = {};", wrapped("1 + (", "1", ")", n))),
    ("climbing operators", |n| format!("let x = {};", wrapped("true && 1 == 1 + 2 * -(", "1", ")", n))),
    ("comparisons", |n| format!("let x = 1{};", " == 1".repeat(n))),
    ("properties", |n| format!("let x = a{};", ".b".repeat(n))),
    ("indices", |n| format!("let x = a{};", "[0]".repeat(n))),
    ("indices of indices", |n| format!("let x = a{}0{};", "[a".repeat(n), "]".repeat(n))),
    ("calls", |n| format!("let x = {};", wrapped("f(", "1", ")", n))),
    ("method calls", |n| format!("let x = {};", wrapped("a.f(", "1", ")", n))),
    ("chained calls", |n| format!("let x = a{};", ".f(1)".repeat(n))),
];

/// Every kind of nesting, as deep as the text may be long.
fn nested() -> Vec<(&'static str, String)> {
    let most = |nest: fn(usize) -> String| {
        let each = (nest(200).len() - nest(100).len()).div_ceil(100);
        nest(16_000 / each)
    };
    NESTINGS.iter().map(|(name, nest)| (*name, most(*nest))).collect()
}

/// Texts that are large in one way or another.
fn long() -> Vec<(&'static str, String)> {
    let cases = |count: usize| (0..count).map(|n| format!("{n}=>1,")).collect::<String>();
    let guarded = |count: usize| (0..count).map(|n| format!("1 if {n}>a=>1,")).collect::<String>();
    let variables = |count: usize| (0..count).map(|n| format!("let v{n}={n};")).collect::<String>();
    vec![
        ("a switch of many cases", format!("switch 1 {{ {} _ => 0 }}", cases(1_900))),
        ("a switch of many cases, and more", format!("switch 1 {{ {} _ => 0 }}", cases(30_000))),
        ("a switch of one case many times", format!("switch 1 {{ {} _ => 0 }}", guarded(1_000))),
        ("values of one case", format!("switch 1 {{ {} 1 => 1, _ => 0 }}", "1|".repeat(7_500))),
        ("variables up to the limit", variables(64)),
        ("variables beyond the limit", variables(65)),
        ("variables beyond all limits", variables(1_200)),
        ("variables in blocks", format!("{{ {} }}", variables(65))),
        ("statements", "f();".repeat(4_000)),
        ("empty statements", ";".repeat(16_000)),
        ("a list of many elements", format!("let x = [{}];", "1,".repeat(8_000))),
        ("a call of many arguments", format!("f({}1);", "1,".repeat(8_000))),
        ("a string of many bytes", format!("let x = \"{}\";", "あ".repeat(5_000))),
        ("a string as long as strings may be", format!("let x = \"{0}\" + \"{0}\";", "a".repeat(4_000))),
        ("escapes", format!("let x = \"{}\";", "\\U0001F600".repeat(1_600))),
        ("a name of many letters", format!("let {} = 1;", "x".repeat(16_000))),
        ("a number of many digits", format!("let x = {};", "9".repeat(16_000))),
        ("a fraction of many digits", format!("let x = 0.{};", "9".repeat(16_000))),
        ("remarks in remarks", wrapped("/*", "", "*/", 4_000)),
        ("a remark without an end", format!("let x = 1; {}", "/*".repeat(4_000))),
        ("lines", "\n".repeat(16_000)),
        ("more lines than a position holds", format!("{}x y", "\n".repeat(70_000))),
        ("a longer line than a position holds", format!("{}x y", " ".repeat(70_000))),
        ("one byte too many", format!("//{}", "x".repeat(16 * 1_024 - 1))),
        ("many times too many bytes", "propose.tag(\"a\", \"b\");".repeat(12_000)),
        ("every second one a quotation mark", "\"\" ".repeat(5_000)),
    ]
}

/// What is no text at all, or looks like other text than it is.
fn odd_characters() -> Vec<(&'static str, String)> {
    vec![
        ("zero bytes", "\0".repeat(1_000)),
        ("a zero byte in a name", "let a\0b = 1;".to_owned()),
        ("control characters", (1_u8..32).map(char::from).collect()),
        ("text that turns around", "let x = \"a\"; /* \u{202E} } if false { */ f();".to_owned()),
        ("a letter that looks like another", "let propоse = 1;".to_owned()),
        ("accents upon accents", format!("let x{} = 1;", "\u{301}".repeat(5_000))),
        ("characters beyond the first plane", "👨‍👩‍👧‍👦 = 1;".to_owned()),
        ("the last character", "\u{10FFFF}".to_owned()),
        ("carriage returns", "let x = 1;\rlet x = 2;\r\nlet y = x".to_owned()),
        ("lines that end otherwise", "// remark\u{2028}let x = 1;\u{85}f(\"\u{2029}\");".to_owned()),
        ("a line for the shell", "#!/bin/sh\nlet x = 1;".to_owned()),
        ("an open string at the end", "let x = \"\\".to_owned()),
        ("text within text", "let x = `a ${`b ${`c ${f()}`}`}`;".to_owned()),
    ]
}

/// What does not end, or would not if it were allowed.
fn endless() -> Vec<(&'static str, String)> {
    [
        ("a loop", "loop { }"),
        ("a loop with a condition", "let x = 0; while x < 1 { x = x * 2; }"),
        ("a loop behind its body", "do { } until false;"),
        ("a loop over a range", "for n in 0..9223372036854775807 { f(n); }"),
        ("a loop that survives its limits", "loop { try { loop { } } catch { } }"),
        ("a loop as a value", "let x = loop { break 1; };"),
        ("a function of itself", "fn f(n) { f(n) + f(n) } f(1);"),
        ("a function inside", "if true { fn f() { f() } }"),
        ("a closure of itself", "let f = |x| x; f = |x| f.call(x); f.call(1);"),
        ("a closure without arguments", "let f = || 1; f.call();"),
        ("a pointer to a function", "let f = Fn(\"f\"); f.call();"),
        ("a pointer by another name", "let f = call(\"Fn\", \"eval\");"),
        ("a pointer that holds itself", "let f = Fn(\"f\"); f = f.curry(f); f = f.curry(f); f = f.curry(f);"),
        ("a script in a script", "eval(\"eval(\\\"loop { }\\\")\");"),
        ("a pause", "sleep(86400);"),
        ("an exit", "exit(1);"),
        ("an error with a value", "throw #{ a: [1, 2, 3] };"),
        ("a result", "return \"x\";"),
        ("a result of much", "return [\"x\", \"y\"];"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

/// What grows.
fn allocating() -> Vec<(&'static str, String)> {
    vec![
        ("a string that doubles", format!("let s = \"0123456789abcdef\";{}", "s = s + s;".repeat(60))),
        ("a string that doubles in place", format!("let s = \"ab\";{}", "s += s;".repeat(60))),
        (
            "a string that doubles in one expression",
            format!("let s = \"{}\"; let x = s{};", "a".repeat(1_000), " + s".repeat(20)),
        ),
        (
            "strings just below the limit",
            format!(
                "let s = \"{}\";{}",
                "a".repeat(2_000),
                (0..60).map(|n| format!("let s{n} = s + \"{n}\";")).collect::<String>()
            ),
        ),
        ("a list that doubles", format!("let a = [1, 2];{}", "a = a + a;".repeat(60))),
        ("a list of itself", format!("let a = [1];{}", "a = [a, a];".repeat(60))),
        ("a list of itself, once", format!("let a = [1];{}", "a = [a];".repeat(1_000))),
        (
            "a list of long strings",
            format!("let s = \"{}\"; let a = [{}];", "a".repeat(4_000), "s,".repeat(250)),
        ),
        (
            "lists of long strings",
            format!(
                "let s = \"{}\"; let a = [{1}]; let b = [{1}]; let c = [a, b];",
                "a".repeat(4_000),
                "s,".repeat(120)
            ),
        ),
        ("a list that is pushed to", format!("let a = [];{}", "a.push(a);".repeat(500))),
        ("a list that is padded", "let a = []; a.pad(1000000000000, 0);".to_owned()),
        ("a string that is padded", "let a = \"\"; a.pad(1000000000000, \"x\");".to_owned()),
        (
            "a string that is replaced",
            "let a = \"aaaa\"; a.replace(\"a\", a); a.replace(\"a\", a);".to_owned(),
        ),
        ("a string times a number", "let a = \"x\" * 1000000000;".to_owned()),
        ("bytes", "let a = blob(1000000000000, 1);".to_owned()),
        (
            "a map that grows by index",
            format!("let m = #{{}};{}", (0..500).map(|n| format!("m[\"k{n}\"] = m;")).collect::<String>()),
        ),
        ("a map in another guise", "let m = map(); m.a = m; m[\"b\"] = m;".to_owned()),
        ("a map that is merged", "let m = #{a: 1}; m += m; m.mixin(m);".to_owned()),
        ("a string that is written into", "let s = \"abc\"; s[0] = 'x'; s[1..2] = s;".to_owned()),
        ("a list that is written into", "let a = [1, 2]; a[0] = a; a[1] = a; a[0][0] = a;".to_owned()),
        ("a range", "let a = 0..1000000000000; f(a);".to_owned()),
        (
            "a value of many branches",
            format!("let a = [1]; {}", "a = if true { [a, a] } else { [a] };".repeat(60)),
        ),
    ]
}

/// Attempts to reach what is not the script's: files, clocks, the host, other clients, other runs.
fn reaching_out() -> Vec<(&'static str, String)> {
    [
        ("a file as a module", "import \"/etc/passwd\" as p; p::x;"),
        ("the script of another client", "import \"../another/decided\" as other;"),
        ("a module by name", "let x = std::env::args();"),
        ("the names of everybody", "global::secret = 1;"),
        ("what goes out", "export let x = 1;"),
        ("what stays constant", "const SEEN = 1; global::SEEN;"),
        ("the state of the last run", "if is_def_var(\"seen\") { f(); } let seen = 1;"),
        ("the state of this", "this.seen = 1;"),
        ("another client by index", "let x = inquiry[\"..\"][\"another\"];"),
        ("another client by name", "registry.get(\"another\").rulebook.hash;"),
        ("the prototype of everything", "inquiry.constructor.prototype.polluted = 1;"),
        ("the time", "let t = timestamp(); if t.elapsed > 1 { f(); }"),
        ("chance", "if rand() > 0.5 { f(); }"),
        ("the address of a value", "let x = inquiry.id.tag; x.to_debug();"),
        ("a flood of output", "print(\"x\"); debug(\"y\"); print(inquiry);"),
        ("another propose", "let propose = 1; propose.tag(\"a\", \"b\");"),
        ("another fact", "let order = 1; order.amount = 0;"),
        ("a fact written to", "order.amount = 0;"),
        ("the inquiry written to", "inquiry.messages[0].text = \"x\"; inquiry = 1;"),
        ("the decision written to", "decision.route = \"x\";"),
        ("a variable twice", "let x = 1; let x = 2; if true { let x = 3; }"),
        ("a call that takes everything along", "f!(1); propose.tag!(\"a\", \"b\");"),
        ("a function of the engine", "holds(0); known(0); read(0); propose(0);"),
        (
            "a function of the engine beyond its list",
            "holds(-1); holds(9223372036854775807); read(99999999);",
        ),
        ("a function of the engine with an operator's name", "let x = Fn(\"+\"); let y = \"+\".call(1, 2);"),
        ("a reason that is computed", "let s = \"a\"; propose.tag(\"x\", s + s);"),
        ("a question to the missing", "let x = order?.amount ?? 0; let y = a?[0];"),
        ("types of types", "if type_of(type_of(1)) == \"string\" { f(); }"),
        ("what is shared", "let x = 1; if x.is_shared() { f(); }"),
        ("text as a condition", "if \"true\" { f(); } if 1 { f(); } if () { f(); }"),
        ("nothing as a number", "let x = (); if x < 1 { f(); } if x == () { f(); }"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

/// Numbers at the ends of their ranges.
fn extreme_numbers() -> Vec<(&'static str, String)> {
    let most = "9223372036854775807";
    vec![
        ("one more than the most", format!("let x = {most} + 1;")),
        ("one less than the least", format!("let x = -{most} - 2;")),
        ("the least, negated", format!("let x = -(-{most} - 1);")),
        ("the least over minus one", format!("let x = (-{most} - 1) / -1;")),
        ("the rest of the least over minus one", format!("let x = (-{most} - 1) % -1;")),
        ("the most squared", format!("let x = {most} * {most};")),
        ("over zero", "let x = 1 / 0;".to_owned()),
        ("the rest over zero", "let x = 1 % 0;".to_owned()),
        ("over zero point zero", "let x = 1.0 / 0.0; let y = 0.0 / 0.0; if y != y { f(); }".to_owned()),
        ("the rest over zero point zero", "let x = 1.5 % 0.0;".to_owned()),
        ("a literal beyond the most", format!("let x = {most}0; let y = x + 1; let z = -{most}0 * x;")),
        ("a literal beyond everything", format!("let x = 1{}.0; let y = x * x - x * x;", "0".repeat(308))),
        ("a power", "let x = 2 ** 1000000000;".to_owned()),
        ("a shift", "let x = 1 << 1000000; let y = 1 >> -1;".to_owned()),
        ("an index of the most", format!("let a = [1]; let x = a[{most}];")),
        ("an index of the least", format!("let a = [1]; let x = a[-{most} - 1];")),
        ("an index into a number", "let x = 5; let y = x[63]; let z = x[64];".to_owned()),
        ("an index into a string", format!("let x = \"abc\"; let y = x[{most}];")),
        (
            "a switch over a fraction",
            format!("switch 1{}.5 {{ 1 => f(), 1.5 => f(), _ => () }}", "0".repeat(400)),
        ),
        ("numbers in turn", format!("let x = 1;{}", "x = x * 3 + 1;".repeat(60))),
    ]
}
