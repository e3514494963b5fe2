//! Whether scripts run as ever, or are refused, in a program with other features of Rhai.

use furiwake::diagnostic::Code;
use furiwake::{Act, Engine, Inquiry, Rulebook};

const BOOK: &str = r#"
rulebook: host
version: "1"
tiers: { vendor: [first_line], client: [client_desk] }
facts: { order.amount: { type: integer, min: 0, max: 1000000 }, share: { type: decimal, default: 0.1 } }
judgments: { refund: { title: refund } }
rules: [{ id: asked, raise: [refund] }]
scripts:
  decided: |
    if known(order.amount) && order.amount * share <= 100.5 {
        propose.delegate("refund", "first_line", "small");
    }
grants: [{ delegate: { refund: first_line } }]
"#;

/// What no script may be, and what ends one that runs.
const HOSTILE: [&str; 8] = [
    "let x = 9223372036854775807; let y = x + 1;",
    "let x = 1.5d;",
    "let x = #{ a: 1 };",
    "fn f() { f() } f();",
    "loop { }",
    "let f = |x| x; f.call(1);",
    "debug(1);",
    "eval(\"1\");",
];

fn main() {
    let loaded = Rulebook::load("host.yaml", BOOK);
    let is_refused = cfg!(any(feature = "narrow_fractions", feature = "no_fractions", feature = "no_places"));
    if is_refused {
        assert!(loaded.rulebook().is_none());
        let finding = loaded.findings().iter().find(|finding| finding.code() == Code::NotSupported);
        println!("refused: {}", finding.expect("a finding says why"));
        return;
    }
    let rulebook = loaded.into_result().expect("scripts are accepted");
    let engine = Engine::new(&rulebook);
    for (amount, holder) in [(1005, "first_line"), (1006, "client_desk")] {
        let decision = engine.decide(&Inquiry::new().customer("x").fact("order.amount", amount));
        assert_eq!(decision.holder("refund", Act::Decide), Some(holder));
    }
    for script in HOSTILE {
        let loaded = rulebook.with_script("host.rhai", script);
        let Some(hostile) = loaded.rulebook() else { continue };
        let decision = Engine::new(hostile).decide(&Inquiry::new().customer("x").fact("order.amount", 1));
        assert_eq!(decision.holder("refund", Act::Decide), Some("client_desk"), "{script}");
    }
    println!("scripts decide as ever");
}
