//! A condition that can be read can be written, in both forms, and is then the same condition.
#![no_main]

use furiwake::condition::Expression;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(condition) = Expression::parse(text) else { return };
    let printed = condition.to_string();
    assert_eq!(Expression::parse(&printed).as_ref(), Ok(&condition), "printed as {printed}");
    let json = condition.to_json();
    assert_eq!(Expression::from_json(&json).as_ref(), Ok(&condition), "as JSON {json}");
});
