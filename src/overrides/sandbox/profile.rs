//! The engine that scripts are parsed and run by.

use crate::overrides::natives;
use rhai::{Engine, OptimizationLevel};
use std::sync::OnceLock;

/// Steps of one run. A tree has fewer nodes, and each is run at most once.
const MAX_OPERATIONS: u64 = 10_000;
/// Bytes of one text, also of one written out in the script.
pub(crate) const MAX_STRING: usize = 4_096;
/// Elements of one array.
pub(super) const MAX_ARRAY: usize = 256;
/// Variables of one script.
const MAX_VARIABLES: usize = 64;
/// How deep constructs nest, counted as Rhai does: several levels for one pair of braces. Its own limits differ between
/// debug and release builds. The deepest scripts of each single construct that the tests try are parsed and run on 896 KiB of stack without
/// optimisation and on 128 KiB with it (x86-64 Linux, Rust 1.95, 2026-11), of the 2 MiB that a thread has.
const MAX_DEPTH: usize = 64;

/// Keywords and operators that scripts do without; the parser refuses them with their place.
pub(super) const DISABLED: &[&str] = &[
    // Functions Rhai has built in whatever is registered.
    "eval",
    "Fn",
    "call",
    "curry",
    "is_shared",
    "is_def_var",
    "is_def_fn",
    "type_of",
    "print",
    "debug",
    // Modules, functions, loops, exceptions, constants.
    "import",
    "export",
    "as",
    "fn",
    "private",
    "this",
    "loop",
    "while",
    "until",
    "do",
    "for",
    "continue",
    "break",
    "try",
    "catch",
    "throw",
    "const",
    "::",
    // Values that conditions do not have.
    "#{",
    "??",
    "?.",
    "?[",
    "..",
    "..=",
    // Arithmetic beyond the four operations and the remainder; a sole `&` or `|` is a slip.
    "**",
    "<<",
    ">>",
    "&",
    "^",
    "+=",
    "-=",
    "*=",
    "/=",
    "%=",
    "**=",
    "<<=",
    ">>=",
    "&=",
    "|=",
    "^=",
];

/// The one engine of all rulebooks: it holds nothing of any of them.
///
/// Everything is switched at run time, since another crate of the host's build may turn on Rhai features that add to
/// the language. Features that take away what is used here make the build fail: `unchecked`, without which there are no
/// limits, above all. What is left is tried out by [`weakness`].
///
/// The seed of Rhai's hashes differs from build to build and, if the host wishes so, from run to run. It is left to the host, since there is
/// one for the whole process; hashes only find functions by their names and cases of `switch` by their values, and are never put in
/// order or shown.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut engine = Engine::new_raw();
        restrict(&mut engine);
        natives::register(&mut engine);
        engine
    })
}

/// What this build of Rhai does that would make the sandbox leak; `None` if nothing. It is tried out once in a
/// process.
pub(super) fn weakness() -> Option<&'static str> {
    static WEAKNESS: OnceLock<Option<&str>> = OnceLock::new();
    *WEAKNESS.get_or_init(|| {
        let mut engine = Engine::new_raw();
        restrict(&mut engine);
        // The limit is tried out, not its height.
        engine.set_max_operations(100);
        let leaks = |script: &str| engine.run(script).is_ok();
        let found = PROBES.iter().find(|(_, script)| leaks(script)).map(|(weakness, _)| *weakness);
        let steps = || leaks(&"1 + 1;".repeat(200));
        let depth = || leaks(&format!("let x = {}1{};", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH)));
        let string = || leaks(&format!("let s = \"{}\"; let x = s + s;", "a".repeat(MAX_STRING - 1)));
        let list = || leaks(&format!("let a = [{}1]; let x = [a, a];", "1,".repeat(MAX_ARRAY - 1)));
        // Without places, one proposal could not be told from another.
        let place =
            || engine.compile("\n  )").map_or_else(|error| error.position().line(), |_| None) != Some(2);
        let fraction =
            || !engine.eval_expression::<f64>("0.1").is_ok_and(|tenth| tenth.to_bits() == 0.1_f64.to_bits());
        found
            .or_else(|| steps().then_some("steps are not counted"))
            .or_else(|| depth().then_some("nesting has no limit"))
            .or_else(|| string().then_some("strings have no limit"))
            .or_else(|| list().then_some("lists have no limit"))
            .or_else(|| place().then_some("places are not kept"))
            .or_else(|| fraction().then_some("fractions do not have 64 bits"))
    })
}

/// Scripts that must not come to an end, and what it means if they do.
const PROBES: [(&str, &str); 6] = [
    ("whole numbers overflow, or do not have 64 bits", "let x = 9223372036854775807 + 1;"),
    ("a division by zero has a result", "let x = 1 / 0;"),
    ("there are loops", "loop { break; }"),
    ("there are functions", "fn f() { } f();"),
    ("there are closures", "let f = |x| x;"),
    ("there is `eval`", "eval(\"1\");"),
];

/// Takes away from a raw engine what scripts do not need, and bounds the rest.
fn restrict(engine: &mut Engine) {
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_allow_looping(false)
        .set_allow_loop_expressions(false)
        .set_allow_anonymous_fn(false)
        .set_allow_shadowing(false)
        .set_fail_on_invalid_map_property(true)
        // Built-in operators cannot be replaced.
        .set_fast_operators(true)
        .set_max_operations(MAX_OPERATIONS)
        .set_max_call_levels(0)
        .set_max_functions(0)
        .set_max_modules(0)
        .set_max_variables(MAX_VARIABLES)
        .set_max_expr_depths(MAX_DEPTH, 1)
        .set_max_string_size(MAX_STRING)
        .set_max_array_size(MAX_ARRAY)
        // Zero would mean without limit.
        .set_max_map_size(1)
        // Interned texts would be a store shared by all scripts, and a lock on the way of each.
        .set_max_strings_interned(0)
        .on_print(|_| {})
        .on_debug(|_, _, _| {});
    for symbol in DISABLED {
        engine.disable_symbol(*symbol);
    }
}

#[cfg(test)]
mod tests {
    use super::{DISABLED, MAX_DEPTH, engine, weakness};
    use rhai::EvalAltResult;

    #[test]
    fn the_sandbox_is_tight() {
        assert_eq!(weakness(), None);
    }

    #[test]
    fn the_engine_alone_refuses_what_is_disabled() {
        for word in DISABLED {
            for text in
                [word.to_string(), format!("a {word} b"), format!("{word}(a)"), format!("a.{word}(b)")]
            {
                assert!(engine().compile(&text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn steps_are_limited() {
        let run = |statements: usize| engine().run(&"1 + 1;".repeat(statements));
        assert!(run(1_000).is_ok());
        let error = run(20_000).unwrap_err();
        assert!(matches!(*error, EvalAltResult::ErrorTooManyOperations(_)), "{error}");
    }

    #[test]
    fn limits_are_the_same_in_every_build() {
        let engine = engine();
        assert_eq!((engine.max_expr_depth(), engine.max_function_expr_depth()), (MAX_DEPTH, 1));
        assert_eq!((engine.max_functions(), engine.max_call_levels(), engine.max_modules()), (0, 0, 0));
        assert!(!engine.allow_looping() && !engine.allow_anonymous_fn() && !engine.allow_shadowing());
    }
}
