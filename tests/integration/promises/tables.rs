//! Tables are another way to write rules: the same rows as rules, as a table, as a table in another order and as a file
//! are the same rulebook.

use super::config;
use crate::generate::Dice;
use crate::support::{SHOP, facts_only};
use furiwake::{Engine, Rulebook};
use proptest::prelude::*;
use proptest::test_runner::Config;

const HEAD: &str = r#"
facts:
  amount: { type: integer }
  channel: { type: choice, of: [phone, email, chat] }
  marks: { type: choices, of: [vip, staff] }
  minor: { type: bool }
  code: { type: text }
cues: { upset: { any: [upset] } }
scores: { anger: { cue.upset: 2 } }
let: { large: amount > 50 }
axes:
  nature: { labels: [question, opinion, complaint], default: opinion }
  topic: { many: true, labels: [stock, delivery] }
judgments: { refund: {}, talks: { decide: client_manager } }
"#;

/// Cells with the conditions they stand for, by column. The cells of an ordered axis come last: first those a grant may
/// have, then those a restriction may.
const TESTS: [(&str, &[(&str, &str)]); 9] = [
    (
        "amount",
        &[
            ("5", "amount == 5"),
            ("<= 50", "amount <= 50"),
            (">= 3 && < 8", "amount >= 3 && amount < 8"),
            ("[5, 60]", "amount in [5, 60]"),
            ("!= 5", "amount != 5"),
        ],
    ),
    (
        "channel",
        &[
            ("phone", "channel == \"phone\""),
            ("[phone, chat]", "channel in [\"phone\", \"chat\"]"),
            ("!= [phone, chat]", "!(channel in [\"phone\", \"chat\"])"),
        ],
    ),
    (
        "marks",
        &[
            ("vip", "has(marks, \"vip\")"),
            ("!= staff", "!has(marks, \"staff\")"),
            ("[vip, staff]", "(has(marks, \"vip\") || has(marks, \"staff\"))"),
        ],
    ),
    ("minor", &[("true", "minor"), ("false", "!minor")]),
    ("code", &[("\"a, b\"", "code == \"a, b\""), ("a b", "code == \"a b\"")]),
    ("cue.upset", &[("true", "cue.upset"), ("false", "!cue.upset")]),
    ("score.anger", &[(">= 2", "score.anger >= 2")]),
    ("large", &[("true", "large"), ("false", "!large")]),
    (
        "nature",
        &[
            ("< complaint", "!at_least(nature, \"complaint\")"),
            ("!= complaint", "nature != \"complaint\""),
            (">= opinion", "at_least(nature, \"opinion\")"),
            ("> opinion", "nature == \"complaint\""),
        ],
    ),
];

/// Columns of effects with their cells and what these stand for; whether they grant, restrict or neither.
const EFFECTS: [(&str, &str, &str, char); 10] = [
    ("settle refund", "approve", "settle: { refund: approve }", '+'),
    ("settle talks", "deny", "settle: { talks: deny }", '+'),
    ("delegate refund", "supervisor", "delegate: { refund: supervisor }", '+'),
    ("delegate talks propose", "second_line", "delegate: { talks: { propose: second_line } }", '+'),
    ("raise", "[refund, talks]", "raise: [talks, refund]", '-'),
    (
        "retain refund communicate",
        "client_manager",
        "retain: { refund: { communicate: client_manager } }",
        '-',
    ),
    ("retain", "talks", "retain: [talks]", '-'),
    ("escalate", "client_desk", "escalate: client_desk", '-'),
    ("tag", "[x, y]", "tag: [x, y]", ' '),
    ("require", "code", "require: [code]", ' '),
];

#[derive(Debug, Clone)]
struct Row {
    tests: [usize; 9],
    effect: usize,
}

impl Row {
    /// The cell of a column and its condition, if it has one.
    fn test(&self, column: usize) -> Option<(&'static str, &'static str)> {
        let (name, cells) = TESTS[column];
        let cells = match (name, EFFECTS[self.effect].3) {
            ("nature", '+') => &cells[..2],
            ("nature", '-') => &cells[2..],
            _ => cells,
        };
        // Half of the cells say nothing.
        cells.get(self.tests[column] % (cells.len() * 2)).copied()
    }

    fn rule(&self, id: usize) -> String {
        let conditions: Vec<&str> =
            (0..TESTS.len()).filter_map(|column| self.test(column)).map(|(_, condition)| condition).collect();
        let when = match &conditions[..] {
            [] => String::new(),
            conditions => format!("when: '{}', ", conditions.join(" && ")),
        };
        format!("  - {{ id: t.r{id}, {when}{} }}\n", EFFECTS[self.effect].2)
    }

    fn cells(&self, id: usize) -> Vec<String> {
        let mut cells = vec![format!("r{id}")];
        let nothing = |at: usize| if at.is_multiple_of(2) { "-".to_owned() } else { String::new() };
        cells
            .extend((0..TESTS.len()).map(|column| {
                self.test(column).map_or_else(|| nothing(column), |(cell, _)| cell.to_owned())
            }));
        cells.extend(
            EFFECTS.iter().enumerate().map(
                |(at, (_, cell, _, _))| {
                    if at == self.effect { (*cell).to_owned() } else { nothing(at) }
                },
            ),
        );
        cells
    }
}

fn columns() -> Vec<String> {
    let tests = TESTS.iter().map(|(name, _)| (*name).to_owned());
    std::iter::once("id".to_owned())
        .chain(tests)
        .chain(EFFECTS.iter().map(|(name, ..)| (*name).to_owned()))
        .collect()
}

/// Lines of cells, the columns first.
fn lines(rows: &[Row]) -> Vec<Vec<String>> {
    let rows = rows.iter().enumerate().map(|(id, row)| row.cells(id));
    std::iter::once(columns()).chain(rows).collect()
}

fn yaml(lines: &[Vec<String>]) -> String {
    let line = |cells: &Vec<String>| {
        format!("[{}]", cells.iter().map(|cell| format!("'{cell}'")).collect::<Vec<_>>().join(", "))
    };
    let rows: String = lines[1..].iter().map(|row| format!("      - {}\n", line(row))).collect();
    format!("tables:\n  t:\n    columns: {}\n    rows:\n{rows}", line(&lines[0]))
}

fn csv(lines: &[Vec<String>]) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    lines.iter().map(|cells| cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

fn engine(rest: &str, csv: &str) -> (Engine, String) {
    let loaded =
        Rulebook::load_with("t.yaml", &format!("{SHOP}{HEAD}{rest}"), |_| Ok::<_, String>(csv.to_owned()));
    let rulebook = loaded.into_result().unwrap_or_else(|findings| panic!("{findings}\n{rest}"));
    (Engine::new(&rulebook), rulebook.hash().to_owned())
}

fn facts(picks: [usize; 5]) -> String {
    let any = |values: &[&str], at: usize| values[picks[at] % values.len()].to_owned();
    let facts = [
        any(&["", "\"amount\": 5", "\"amount\": 7", "\"amount\": 60", "\"amount\": \"x\""], 0),
        any(&["", "\"channel\": \"phone\"", "\"channel\": \"email\""], 1),
        any(&["", "\"marks\": []", "\"marks\": [\"vip\"]", "\"marks\": [\"staff\"]"], 2),
        any(&["", "\"minor\": true", "\"minor\": false"], 3),
        any(&["", "\"code\": \"a, b\"", "\"code\": \"a b\""], 4),
    ];
    facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ")
}

fn row() -> impl Strategy<Value = Row> {
    (any::<[u8; 9]>(), 0..EFFECTS.len())
        .prop_map(|(tests, effect)| Row { tests: tests.map(usize::from), effect })
}

proptest! {
    #![proptest_config(Config { cases: config().cases / 4, ..config() })]

    #[test]
    fn a_table_decides_as_its_rows_written_out_do(
        rows in prop::collection::vec(row(), 1..12),
        inquiries in prop::collection::vec(any::<[u8; 5]>(), 4),
        seed in any::<u64>(),
    ) {
        let by_hand: String = rows.iter().enumerate().map(|(id, row)| row.rule(id)).collect();
        let (by_hand, hash) = engine(&format!("rules:\n{by_hand}"), "");
        let lines = lines(&rows);
        let mut shuffled = lines.clone();
        Dice::new(seed).shuffle(&mut shuffled[1..]);
        for (rest, file) in [
            (yaml(&lines), String::new()),
            (yaml(&shuffled), String::new()),
            ("tables: { t: { csv: t.csv } }".to_owned(), csv(&lines)),
        ] {
            let (table, table_hash) = engine(&rest, &file);
            prop_assert_eq!(&table_hash, &hash);
            for picks in &inquiries {
                let inquiry = facts_only(&facts(picks.map(usize::from)));
                prop_assert_eq!(table.decide(&inquiry).to_json(), by_hand.decide(&inquiry).to_json());
            }
        }
    }
}
