//! What is lifted out of a script says of each proposal just when a run makes it, where nothing is missing: tried on random
//! scripts over every inquiry there is.

use crate::condition::{Situation, Truth};
use crate::inquiry::{self, Inquiry};
use crate::rulebook::Rulebook;
use std::cell::Cell;
use std::fmt::Write as _;

const BOOK: &str = "
rulebook: shop
version: '1'
tiers: { vendor: [first_line], client: [client_desk] }
facts: { a: { type: bool }, b: { type: bool }, c: { type: bool }, n: { type: integer } }
let: { named: a || n > 1 }
judgments: { refund: {} }
rules: [{ id: asked, raise: [refund] }]
scripts:
  decided: |
";

/// A small source of numbers that are the same for the same seed (Marsaglia, *Xorshift RNGs*, 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) % count
    }

    fn condition(&mut self, depth: u64, variables: &[String]) -> String {
        match self.below(if depth == 0 { 7 } else { 12 }) {
            0 => "a".to_owned(),
            1 => "b == true".to_owned(),
            2 => "!c".to_owned(),
            3 => format!("n > {}", self.below(3)),
            4 => format!("n in [{}, {}]", self.below(4), self.below(4)),
            5 => "named".to_owned(),
            6 => match u64::try_from(variables.len()).unwrap() {
                0 => "known(a)".to_owned(),
                count => variables[usize::try_from(self.below(count)).unwrap()].clone(),
            },
            7 | 8 => format!(
                "({} && {})",
                self.condition(depth - 1, variables),
                self.condition(depth - 1, variables)
            ),
            9 | 10 => format!(
                "({} || {})",
                self.condition(depth - 1, variables),
                self.condition(depth - 1, variables)
            ),
            _ => format!("!({})", self.condition(depth - 1, variables)),
        }
    }

    /// Statements; what cannot be followed stands in them where `opaque`.
    fn block(
        &mut self,
        depth: u64,
        opaque: bool,
        variables: &mut Vec<String>,
        names: &mut u64,
        text: &mut String,
    ) {
        let known = variables.len();
        for _ in 0..=self.below(3) {
            match self.below(if depth == 0 { 3 } else { 9 }) {
                0 | 1 => {
                    let _ = writeln!(text, "    propose.tag(\"t\", \"why\");");
                }
                2 => {
                    let _ = writeln!(text, "    if {} {{ return; }}", self.condition(1, variables));
                }
                3 => {
                    let condition = self.condition(2, variables);
                    *names += 1;
                    let _ = writeln!(text, "    let v{names} = {condition};");
                    variables.push(format!("v{names}"));
                }
                4 if opaque => {
                    let _ = writeln!(text, "    switch n {{ {} => {{", self.below(3));
                    self.block(depth - 1, opaque, variables, names, text);
                    let _ = writeln!(text, "    }} _ => {{");
                    self.block(depth - 1, opaque, variables, names, text);
                    let _ = writeln!(text, "    }} }}");
                }
                5 if opaque => {
                    let _ = writeln!(text, "    if n * 2 - {} > 1 {{", self.below(4));
                    self.block(depth - 1, opaque, variables, names, text);
                    let _ = writeln!(text, "    }}");
                }
                _ => {
                    let _ = writeln!(text, "    if {} {{", self.condition(2, variables));
                    self.block(depth - 1, opaque, variables, names, text);
                    let _ = writeln!(text, "    }} else {{");
                    self.block(depth - 1, opaque, variables, names, text);
                    let _ = writeln!(text, "    }}");
                }
            }
        }
        variables.truncate(known);
    }
}

fn agrees(seed: u64, opaque: bool) -> usize {
    let mut text = BOOK.to_owned();
    Dice(seed).block(3, opaque, &mut Vec::new(), &mut 0, &mut text);
    let loaded = Rulebook::load("x.yaml", &text);
    // Some scripts nest too deep or have too many variables.
    let Some(rulebook) = loaded.rulebook() else { return 0 };
    let model = rulebook.model();
    let script = &model.overrides[0].scripts[0];
    for number in 0..32 {
        let is_set = |bit: u32| number & (1 << bit) != 0;
        let json = format!(
            r#"{{"text": "", "facts": {{"a": {}, "b": {}, "c": {}, "n": {}}}}}"#,
            is_set(0),
            is_set(1),
            is_set(2),
            number / 8
        );
        let inquiry = Inquiry::from_json(&json).unwrap();
        let mut situation =
            Situation { lets: vec![Cell::new(None); model.lets.len()], ..Situation::default() };
        inquiry::facts(&inquiry, model, &mut situation.facts, &mut Vec::new());
        let ran = script.run(model, &inquiry, &situation);
        assert_eq!(ran.failure, None, "{text}");
        assert!(!ran.met_missing, "{text}");
        for (site, proposed) in script.sites.iter().zip(&ran.proposed) {
            let lifted = site.when.evaluate(&situation, &model.lets);
            let place = format!("{}:{} with {json}\n{text}", site.line, site.column);
            assert!(lifted == Truth::True || !proposed, "{place}");
            assert!(site.opaque || *proposed || lifted == Truth::False, "{place}");
        }
        assert!(opaque || script.sites.iter().all(|site| !site.opaque), "{text}");
    }
    script.sites.len()
}

#[test]
fn what_is_lifted_is_what_runs() {
    let sites: usize =
        (1..300).map(|seed| agrees(u64::wrapping_mul(seed, 0x9E37_79B9_7F4A_7C15), false)).sum();
    assert!(sites > 1000, "{sites}");
}

#[test]
fn what_cannot_be_followed_is_never_lifted_too_narrow() {
    let sites: usize =
        (1..300).map(|seed| agrees(u64::wrapping_mul(seed, 0x9E37_79B9_7F4A_7C15), true)).sum();
    assert!(sites > 1000, "{sites}");
}
