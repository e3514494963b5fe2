//! Loading: everything a case may say, held against decisions.

use furiwake::cases::Suite;
use furiwake::{Engine, Rulebook};
use std::path::Path;

#[test]
fn slice() {
    for name in Rulebook::builtin_names() {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/authoring/builtin/{name}.cases.yaml"));
        let text = std::fs::read_to_string(file).unwrap();
        let rulebook = Rulebook::builtin(name).unwrap();
        let loaded = Suite::load(&format!("{name}.cases.yaml"), &text, &rulebook);
        println!("{}", loaded.findings());
        let suite = loaded.into_result().unwrap();
        let engine = Engine::new(&rulebook);
        for case in suite.cases() {
            for mismatch in case.check(&engine.decide(case.inquiry())) {
                println!("{}: {mismatch}", case.name());
            }
        }
    }
}
