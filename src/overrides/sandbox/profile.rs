//! The engine that scripts are parsed and run by.

use crate::overrides::natives;
use rhai::{Engine, OptimizationLevel};
use std::sync::OnceLock;

/// Steps of one run. A tree has fewer nodes, and each is run at most once.
const MAX_OPERATIONS: u64 = 10_000;
/// Bytes of one text, also of one written out in the script.
pub(super) const MAX_STRING: usize = 4_096;
/// Elements of one array.
pub(super) const MAX_ARRAY: usize = 256;
/// Variables of one script.
const MAX_VARIABLES: usize = 64;
/// How deep constructs nest, counted as Rhai does: several levels for one pair of braces. Its own limits differ between
/// debug and release builds.
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
/// limits, above all.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut engine = Engine::new_raw();
        restrict(&mut engine);
        natives::register(&mut engine);
        engine
    })
}

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
