//! What cells, columns and limits come to, and what is said of those that are wrong.

use super::expand;
use crate::authoring::document::{Document, Effect, Rule};
use crate::authoring::layers::Layers;
use crate::authoring::{read, unite};
use crate::diagnostic::{Code, Problem};
use crate::localised::Language;
use crate::span::SourceId;
use proptest::prelude::*;

const TOP: &str = r#"
rulebook: x
version: v1
tiers: { vendor: [first, second], client: [desk, { id: manager, title: { ja: 責任者, en: manager } }] }
facts:
  amount: { type: integer, unit: JPY, title: { ja: 金額, en: amount } }
  weight: { type: decimal }
  channel: { type: choice, of: [phone, email, "3"] }
  marks: { type: choices, of: [vip, staff] }
  code: { type: text }
  minor: { type: bool }
  day: { type: date }
  instant: { type: timestamp }
  length: { type: duration }
derive: { waiting: days_since(day), amount_or_zero: amount or 0 }
cues: { upset: { any: [upset] } }
scores: { anger: { cue.upset: 2 } }
let: { large: amount > 5 }
axes:
  nature: { labels: [question, opinion, complaint], default: question }
  topic: { many: true, labels: [stock, delivery] }
judgments: { refund: , talks: }
"#;

fn expanded(text: &str) -> (Document, Vec<Problem>) {
    let (document, problems) = read::read(SourceId(0), text);
    assert_eq!(problems, []);
    let (mut document, problems) = unite::unite(vec![document.unwrap()], &Layers::default());
    assert_eq!(problems, []);
    let problems = expand(&mut document);
    (document, problems)
}

fn rules(text: &str) -> Vec<Rule> {
    let (document, problems) = expanded(&format!("{TOP}{text}"));
    assert_eq!(problems, []);
    document.rules
}

/// The findings, each with its code, what is marked and its help.
fn findings(text: &str) -> Vec<(Code, String, String, String)> {
    let text = format!("{TOP}{text}");
    let shown = expanded(&text).1.into_iter().map(|problem| {
        let span = problem.place.span();
        let marked = text.get(span.start..span.end).unwrap().to_owned();
        (problem.code, problem.message, marked, problem.help.unwrap_or_default())
    });
    shown.collect()
}

fn one_cell(column: &str, cell: &str) -> String {
    format!("tables: {{ t: {{ columns: [id, {column}, tag], rows: [[a, {cell}, x]] }} }}")
}

/// The condition of a row with one cell, written as YAML.
fn condition(column: &str, cell: &str) -> String {
    let rules = rules(&one_cell(column, cell));
    rules[0].when.as_ref().map_or_else(|| "always".to_owned(), ToString::to_string)
}

/// The one finding of a row with one cell.
fn finding(column: &str, cell: &str) -> (Code, String, String, String) {
    let [finding] = findings(&one_cell(column, cell)).try_into().unwrap();
    finding
}

#[test]
fn a_cell_means_what_its_column_asks_for() {
    for (column, cell, expected) in [
        ("amount", "3000", "amount == 3000"),
        ("amount", "'<= 3000'", "amount <= 3000"),
        ("amount", "'<=3000'", "amount <= 3000"),
        ("amount", "'!= -3'", "amount != -3"),
        ("amount", "'>= 3 && < 8'", "amount >= 3 && amount < 8"),
        ("amount", "[1, 2]", "amount in [1, 2]"),
        ("amount", "'[1, 2]'", "amount in [1, 2]"),
        ("amount", "'!= [1, 2]'", "!(amount in [1, 2])"),
        ("amount", "known", "known(amount)"),
        ("amount", "'!known'", "!known(amount)"),
        ("amount", "'<= param.cap'", "amount <= param.cap"),
        ("amount", "'-'", "always"),
        ("amount", "''", "always"),
        ("amount", "~", "always"),
        ("weight", "'> 0.50'", "weight > 0.50"),
        ("waiting", "'<= 7'", "waiting <= 7"),
        ("amount_or_zero", "'> 0'", "amount_or_zero > 0"),
        ("channel", "phone", "channel == \"phone\""),
        ("channel", "'\"phone\"'", "channel == \"phone\""),
        ("channel", "3", "channel == \"3\""),
        ("channel", "'!= phone'", "channel != \"phone\""),
        ("channel", "[phone, email]", "channel in [\"phone\", \"email\"]"),
        ("channel", "'[phone, \"email\"]'", "channel in [\"phone\", \"email\"]"),
        ("marks", "vip", "has(marks, \"vip\")"),
        ("marks", "'!= vip'", "!has(marks, \"vip\")"),
        ("marks", "[vip, staff]", "has(marks, \"vip\") || has(marks, \"staff\")"),
        ("marks", "'!= [vip, staff]'", "!(has(marks, \"vip\") || has(marks, \"staff\"))"),
        ("marks", "'vip && != staff'", "has(marks, \"vip\") && !has(marks, \"staff\")"),
        ("code", "'A 1, B'", "code == \"A 1, B\""),
        ("code", "'\"-\"'", "code == \"-\""),
        ("code", "'\"known\"'", "code == \"known\""),
        ("code", "'\"a \\\" && b\"'", "code == \"a \\\" && b\""),
        ("minor", "true", "minor"),
        ("minor", "TRUE", "minor"),
        ("minor", "false", "!minor"),
        ("minor", "'!= true'", "!minor"),
        ("minor", "known", "known(minor)"),
        ("day", "'>= 2026-12-01'", "day >= \"2026-12-01\""),
        ("instant", "'< 2026-12-01T10:00:00+09:00'", "instant < \"2026-12-01T10:00:00+09:00\""),
        ("length", "'> 1h 30m'", "length > \"1h 30m\""),
        ("length", "'> 1h && <= 2h'", "length > \"1h\" && length <= \"2h\""),
        ("cue.upset", "true", "cue.upset"),
        ("large", "false", "!large"),
        ("score.anger", "'>= 3'", "score.anger >= 3"),
        ("nature", "complaint", "nature == \"complaint\""),
        ("nature", "'!= complaint'", "nature != \"complaint\""),
        ("nature", "'>= opinion'", "at_least(nature, \"opinion\")"),
        ("nature", "'< opinion'", "!at_least(nature, \"opinion\")"),
        ("nature", "'> question'", "at_least(nature, \"opinion\")"),
        ("nature", "'<= opinion'", "!at_least(nature, \"complaint\")"),
        ("nature", "[opinion, complaint]", "nature in [\"opinion\", \"complaint\"]"),
        ("topic", "stock", "has(topic, \"stock\")"),
        ("topic", "[stock, delivery]", "has(topic, \"stock\") || has(topic, \"delivery\")"),
    ] {
        assert_eq!(condition(column, cell), expected, "{column}: {cell}");
    }
}

#[test]
fn a_cell_of_another_kind_is_marked_with_its_columns_type() {
    for (column, cell, message, marked, help) in [
        ("amount", "abc", "`amount` is an integer, but this is `abc`", "abc", "for example"),
        (
            "amount",
            "'<= \"5\"'",
            "`amount` is an integer, but this is `\"5\"`",
            "\"5\"",
            "write `5` without quotes",
        ),
        ("amount", "'>= 3 && < x'", "`amount` is an integer, but this is `x`", "x", "for example"),
        ("amount", "'1,000'", "`amount` is an integer, but this is `1,000`", "1,000", "write `1000`"),
        (
            "amount",
            "'[1..10]'",
            "`amount` is an integer, but this is `1..10`",
            "1..10",
            "write `>= 1 && <= 10`",
        ),
        ("amount", "[1, x]", "`amount` is an integer, but this is `x`", "x", "for example"),
        ("minor", "yes", "`minor` is a bool, but this is `yes`", "yes", "write `true`"),
        ("minor", "'> true'", "`minor` is true or false and has no order", "> true", "write `true`"),
        (
            "minor",
            "[true, false]",
            "`minor` is true or false, but this cell is a list",
            "[true, false]",
            "write `true`",
        ),
        ("cue.upset", "3", "`cue.upset` is a cue, but this is `3`", "3", "write `true`"),
        ("large", "big", "`large` is a named condition, but this is `big`", "big", "write `true`"),
        ("score.anger", "high", "`score.anger` is a score, but this is `high`", "high", "write a number"),
        (
            "score.anger",
            "[1, 2]",
            "`score.anger` is a score, but this cell is a list",
            "[1, 2]",
            "write bounds",
        ),
        ("marks", "'>= vip'", "`marks` holds several values at once and has no order", ">= vip", "name one"),
        (
            "topic",
            "'> stock'",
            "`topic` holds several values at once and has no order",
            "> stock",
            "name one",
        ),
        (
            "nature",
            "'> complaint'",
            "`complaint` is the strictest label of `nature`, so this never holds",
            "> complaint",
            "write `>= complaint`",
        ),
        (
            "nature",
            "'<= complaint'",
            "`complaint` is the strictest label of `nature`, so this always holds",
            "<= complaint",
            "write `-`",
        ),
        (
            "amount",
            "'[1, param.cap]'",
            "a list holds values, and `param.cap` is a parameter",
            "param.cap",
            "write a row",
        ),
    ] {
        let (code, found, place, advice) = finding(column, cell);
        assert_eq!((code, &*found, &*place), (Code::WrongType, message, marked), "{column}: {cell}");
        assert!(advice.starts_with(help), "{column}: {cell}: {advice}");
    }
}

#[test]
fn a_cell_in_another_notation_is_marked_where_it_goes_wrong() {
    for (cell, message, marked, help) in [
        ("'=< 5'", "`=<` is no comparison", "=<", "write `<=`"),
        ("'≦ 5'", "`≦` is no comparison", "≦", "write `<=`"),
        ("'= 5'", "`=` is no comparison", "=", "write `==`"),
        ("'<='", "a value is missing in this cell", "<=", "for example"),
        ("'>= 3 &&'", "a value is missing in this cell", ">= 3 &&", "for example"),
        ("'[1, 2'", "this `[` is not closed", "[", "close it"),
        ("'[]'", "the list is empty", "[]", "name at least"),
        ("[]", "the list is empty", "[]", "name at least"),
        ("'< [1, 2]'", "`<` compares with one value, not with a list", "< [1, 2]", "write `[a, b]`"),
        ("'1 || 2'", "a cell does not join tests with `||`", "|| 2", "write `[a, b]`"),
        ("'!5'", "`!5` is no test", "!5", "write `!= 5`"),
        ("'[1] 2'", "`2` follows what is complete", "2", "join two"),
        ("'\"1'", "this string is not closed", "\"", "close it"),
    ] {
        let (code, found, place, advice) = finding("amount", cell);
        assert_eq!((code, &*found, &*place), (Code::ConditionSyntax, message, marked), "{cell}");
        assert!(advice.starts_with(help), "{cell}: {advice}");
    }
}

#[test]
fn the_tables_condition_and_all_cells_are_one_condition() {
    let rules = rules(
        "tables: { t: { when: large && cue.upset, columns: [id, amount, nature, tag], rows: [[a, '> 3', '< complaint', x], [b, ~, ~, y]] } }",
    );
    let shown: Vec<String> = rules.iter().map(|rule| rule.when.as_ref().unwrap().to_string()).collect();
    assert_eq!(
        shown,
        ["large && cue.upset && amount > 3 && !at_least(nature, \"complaint\")", "large && cue.upset"]
    );
}

#[test]
fn every_effect_has_a_column() {
    let rules = rules(
        r#"
tables:
  t:
    because: of the table
    source: contract
    columns: [id, title.ja, because, because.ja, source, classify nature, classify topic, raise, retain, retain talks communicate,
              delegate refund, delegate talks propose, settle refund, escalate, urgency, within, refer, notify, require, instruct.ja, tag]
    rows:
      - [a, 題, plain, 訳, section 4, complaint, "[stock, delivery]", [refund, talks], talks, manager,
         first, true, deny, desk, high, 30m, logistics, [client], code, 注意, "[x, y]"]
      - [b, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, critical, ~, ~, ~, ~, ~, ~]
"#,
    );
    let effects: Vec<String> = rules[0].effects.iter().map(shown).collect();
    assert_eq!(
        effects,
        [
            "classify nature complaint",
            "classify topic stock",
            "classify topic delivery",
            "raise refund",
            "raise talks",
            "retain talks decide -",
            "retain talks communicate manager",
            "delegate refund decide first",
            "delegate talks propose -",
            "settle refund Deny",
            "refer logistics",
            "notify client",
            "require code",
            "tag x",
            "tag y",
            "escalate desk High true",
            "instruct 注意",
        ]
    );
    let first = &rules[0];
    assert_eq!((&*first.id.value, first.source.as_deref()), ("t.a", Some("section 4")));
    assert_eq!(first.title.as_ref().unwrap().get(Language::Japanese), "題");
    let because = first.because.as_ref().unwrap();
    assert_eq!(
        [Language::Japanese, Language::English].map(|language| because.get(language)),
        ["訳", "plain"]
    );
    let second = &rules[1];
    assert_eq!(second.effects.iter().map(shown).collect::<Vec<_>>(), ["escalate - Critical false"]);
    assert_eq!(second.because.as_ref().unwrap().get(Language::English), "of the table");
    assert_eq!(second.source.as_deref(), Some("contract"));
    assert!(second.when.is_none());
}

fn shown(effect: &Effect) -> String {
    let tier = |tier: &Option<crate::authoring::document::Name>| {
        tier.as_ref().map_or("-".to_owned(), |tier| tier.value.to_string())
    };
    match effect {
        Effect::Classify { axis, label } => format!("classify {} {}", axis.value, label.value),
        Effect::Raise(judgment) => format!("raise {}", judgment.value),
        Effect::Retain { judgment, act, tier: to } => {
            format!("retain {} {} {}", judgment.value, act.as_str(), tier(to))
        }
        Effect::Delegate { judgment, act, tier: to } => {
            format!("delegate {} {} {}", judgment.value, act.as_str(), tier(to))
        }
        Effect::Settle { judgment, ruling, .. } => format!("settle {} {ruling:?}", judgment.value),
        Effect::Escalate { to, urgency, within } => {
            format!("escalate {} {urgency:?} {}", tier(to), within.is_some())
        }
        Effect::Refer(desk) => format!("refer {}", desk.value),
        Effect::Notify(name) => format!("notify {}", name.value),
        Effect::Require(fact) => format!("require {}", fact.value),
        Effect::Instruct(text) => format!("instruct {}", text.get(Language::Japanese)),
        Effect::Tag(tag) => format!("tag {tag}"),
    }
}

#[test]
fn columns_that_mean_nothing_are_marked() {
    let columns = |columns: &str| findings(&format!("tables: {{ t: {{ columns: [{columns}], rows: [] }} }}"));
    for (written, code, message, marked, help) in [
        (
            "id, amuont, tag",
            Code::UnknownName,
            "there is no fact, axis or named condition `amuont` for this column",
            "amuont",
            "did you mean `amount`?",
        ),
        (
            "id, upset, tag",
            Code::UnknownName,
            "there is no fact, axis or named condition `upset` for this column",
            "upset",
            "did you mean `cue.upset`?",
        ),
        (
            "id, priority, tag",
            Code::UnknownName,
            "there is no fact, axis or named condition `priority` for this column",
            "priority",
            "leave this column out; every row that applies counts",
        ),
        (
            "id, settle refnud",
            Code::UnknownName,
            "there is no judgment `refnud`",
            "refnud",
            "did you mean `refund`?",
        ),
        (
            "id, classify natur",
            Code::UnknownName,
            "there is no axis `natur`",
            "natur",
            "did you mean `nature`?",
        ),
        (
            "id, retain refund decides",
            Code::InvalidValue,
            "`retain refund decides` names no act",
            "retain refund decides",
            "behind the judgment",
        ),
        (
            "id, setle refund",
            Code::InvalidName,
            "there is no column `setle refund`",
            "setle refund",
            "did you mean `settle`?",
        ),
        (
            "id, raise refund",
            Code::InvalidName,
            "`raise` stands alone as a column",
            "raise refund",
            "for example",
        ),
        (
            "id, tag, tag",
            Code::DuplicateName,
            "there are two columns called `tag`",
            "tag",
            "write both in one cell",
        ),
        ("amount, tag", Code::MissingKey, "this table has no column `id`", "amount", "give every row an id"),
        (
            "id, amount",
            Code::MissingKey,
            "the rows of this table do nothing",
            "id",
            "add a column for an effect",
        ),
    ] {
        let found = columns(written);
        let [(found_code, found_message, place, advice)] = &found[..] else { panic!("{written}: {found:?}") };
        assert_eq!((*found_code, &**found_message, &**place), (code, message, marked), "{written}");
        assert!(advice.starts_with(help), "{written}: {advice}");
    }
}

#[test]
fn a_fact_called_as_a_key_of_rules_is_not_passed_over() {
    let text = TOP.replace("  code: {", "  source: {");
    let table = "tables: { t: { columns: [id, source, tag], rows: [[a, x, y]] } }";
    let (_, problems) = expanded(&format!("{text}{table}"));
    assert_eq!(problems[0].message, "`source` is both a key of rules and a name that the rulebook declares");
    assert_eq!((problems.len(), problems[0].code), (1, Code::DuplicateName));
}

#[test]
fn rows_that_mean_nothing_are_marked() {
    let rows = |rows: &str| {
        findings(&format!("tables: {{ t: {{ columns: [id, amount, settle refund], rows: [{rows}] }} }}"))
    };
    for (written, code, message, marked) in [
        ("[a, 3]", Code::WrongKind, "this row has 2 cells, but the table has 3 columns", "[a, 3]"),
        (
            "[a, 3, deny, 4]",
            Code::WrongKind,
            "this row has 4 cells, but the table has 3 columns",
            "[a, 3, deny, 4]",
        ),
        ("['', 3, deny]", Code::MissingKey, "this row has no id", "['', 3, deny]"),
        ("[a, 3, '-']", Code::MissingKey, "this row does nothing", "a"),
        ("[a b, 3, deny]", Code::InvalidName, "a row cannot be called `a b`", "a b"),
        ("[a, 3, denied]", Code::InvalidValue, "a ruling cannot be `denied`", "denied"),
        (
            "[a, 3, [deny, approve]]",
            Code::WrongKind,
            "this column takes a ruling, but this is a list",
            "[deny, approve]",
        ),
        (
            "[a, 3, '!= deny']",
            Code::ConditionSyntax,
            "this column says what the row does and compares nothing",
            "!=",
        ),
    ] {
        let found = rows(written);
        let [(found_code, found_message, place, _)] = &found[..] else { panic!("{written}: {found:?}") };
        assert_eq!((*found_code, &**found_message, &**place), (code, message, marked), "{written}");
    }
}

#[test]
fn every_bad_cell_is_reported() {
    let rows: String = (0..50).map(|at| format!("[r{at}, x, y, z],")).collect();
    let table = format!("tables: {{ t: {{ columns: [id, amount, minor, settle refund], rows: [{rows}] }} }}");
    assert_eq!(findings(&table).len(), 150);
}

#[test]
fn limits_are_a_rule_for_each_tier() {
    let rules = rules(
        r#"
limits:
  refund: { by: amount, first: 500, manager: 3000, when: large, because: { en: goodwill }, source: annex }
  talks:
    - { id: long, by: length, first: 30m, second: 1h }
    - { id: late, by: day, first: 2026-12-01 }
"#,
    );
    let shown: Vec<(&str, String)> =
        rules.iter().map(|rule| (&*rule.id.value, rule.when.as_ref().unwrap().to_string())).collect();
    let expected = [
        ("limits.refund.first", "large && amount <= 500"),
        ("limits.refund.manager", "large && amount <= 3000"),
        ("limits.talks.long.first", "length <= \"30m\""),
        ("limits.talks.long.second", "length <= \"1h\""),
        ("limits.talks.late.first", "day <= \"2026-12-01\""),
    ];
    assert_eq!(shown, expected.map(|(id, when)| (id, when.to_owned())));
    let because = rules[1].because.as_ref().unwrap();
    assert_eq!(
        because.get(Language::English),
        "may be decided by manager, because limit: amount up to 3000 JPY (goodwill)"
    );
    assert_eq!(because.get(Language::Japanese), "責任者が決裁できる。限度: 金額 3000 JPY まで（goodwill）");
    assert_eq!(rules[0].source.as_deref(), Some("annex"));
    assert_eq!(
        rules[3].because.as_ref().unwrap().get(Language::English),
        "may be decided by second, because limit: length up to 1h"
    );
}

#[test]
fn limits_that_mean_nothing_are_marked() {
    for (limit, code, message, marked) in [
        ("{ by: amuont, first: 5 }", Code::UnknownName, "there is no fact `amuont` to limit by", "amuont"),
        ("{ by: channel, first: 5 }", Code::WrongType, "`channel` has no amounts to limit by", "channel"),
        ("{ by: nature, first: 5 }", Code::WrongType, "`nature` has no amounts to limit by", "nature"),
        (
            "{ by: amount, first: five }",
            Code::WrongType,
            "`amount` is an integer, but this is `five`",
            "five",
        ),
        (
            "{ by: amount, first: 5, desk: 3 }",
            Code::InvalidValue,
            "`desk` stands above `first`, but may decide less: 3 against 5",
            "3",
        ),
        (
            "{ by: length, second: 90m, desk: 1h }",
            Code::InvalidValue,
            "`desk` stands above `second`, but may decide less: 1h against 90m",
            "1h",
        ),
        (
            "{ by: amount, first: 5, becuase: x }",
            Code::UnknownKey,
            "there is no tier or key `becuase`",
            "becuase",
        ),
        (
            "{ by: amount, first: 5, secnod: 6 }",
            Code::UnknownName,
            "there is no tier or key `secnod`",
            "secnod",
        ),
        ("{ by: amount, urgency: high }", Code::UnknownKey, "there is no tier or key `urgency`", "urgency"),
    ] {
        let found = findings(&format!("limits: {{ refund: {limit} }}"));
        let [(found_code, found_message, place, _)] = &found[..] else { panic!("{limit}: {found:?}") };
        assert_eq!((*found_code, &**found_message, &**place), (code, message, marked), "{limit}");
    }
}

#[test]
fn limits_that_count_together_ascend_together() {
    let messages = |limits: &str| -> Vec<String> {
        let params = "params: { cap: { type: integer, value: 9000 } }";
        let limits = format!("{params}\nlimits: {{ refund: [{limits}] }}");
        findings(&limits).into_iter().map(|(_, message, ..)| message).collect()
    };
    assert_eq!(
        messages("{ id: a, by: amount, first: param.cap }, { id: b, by: amount, manager: 3000 }"),
        ["`manager` stands above `first`, but may decide less: 3000 against 9000 (param.cap)"]
    );
    for apart in [
        "{ id: a, by: amount, first: 9000 }, { id: b, by: weight, manager: 3000 }",
        "{ id: a, by: amount, first: 9000 }, { id: b, by: amount, when: minor, manager: 3000 }",
        "{ id: a, by: amount, first: 9000 }, { id: b, by: amount, effective: { from: 2026-01-01 }, manager: 3000 }",
        "{ id: a, by: amount, first: 9000, manager: 9000 }, { id: b, by: amount, manager: 3000 }",
    ] {
        assert_eq!(messages(apart), Vec::<String>::new(), "{apart}");
    }
}

#[test]
fn limits_of_two_layers_ascend_together() {
    let layers = [
        (SourceId(0), format!("{TOP}limits: {{ refund: {{ id: a, by: amount, second: 9000 }} }}")),
        (
            SourceId(1),
            "{ rulebook: y, version: v1, limits: { refund: { id: b, by: amount, desk: 3000 } } }".to_owned(),
        ),
    ];
    let documents = layers.iter().map(|(source, text)| read::read(*source, text).0.unwrap());
    let (mut document, _) = unite::unite(documents.collect(), &Layers::default());
    let [problem] = expand(&mut document).try_into().unwrap();
    assert_eq!(problem.message, "`desk` stands above `second`, but may decide less: 3000 against 9000");
    assert_eq!((problem.place.source, problem.also.unwrap().0.source), (SourceId(1), SourceId(0)));
}

#[test]
fn a_limit_for_who_decides_anyway_is_useless() {
    let text = TOP.replace("refund: ,", "refund: { decide: desk },");
    let limit = "limits: { refund: { by: amount, first: 5, desk: 6, manager: 7 } }";
    let (document, problems) = expanded(&format!("{text}{limit}"));
    assert_eq!(document.rules.len(), 3);
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        [
            "`desk` may decide `refund` whatever the amount, so this limit never does anything",
            "`manager` may decide `refund` whatever the amount, so this limit never does anything"
        ]
    );
    assert!(problems.iter().all(|problem| problem.code == Code::NeverTrue));
}

#[test]
fn amounts_have_the_unit_of_what_they_limit() {
    let text = |unit: &str| {
        format!(
            "params: {{ cap: {{ type: integer, value: 9{unit} }} }}\nlimits: {{ refund: {{ by: amount, first: param.cap }} }}"
        )
    };
    let [(code, message, place, _)] = findings(&text(", unit: USD")).try_into().unwrap();
    assert_eq!(
        (code, &*message, &*place),
        (Code::WrongType, "`amount` is in JPY, but `param.cap` in USD", "param.cap")
    );
    let reason = |text: &str| {
        let because = rules(text)[0].because.clone().unwrap();
        because.get(Language::English).to_owned()
    };
    for unit in ["", ", unit: JPY"] {
        assert_eq!(
            reason(&text(unit)),
            "may be decided by first, because limit: amount up to 9 JPY (param.cap)"
        );
    }
    let weight = text(", unit: kg").replace("by: amount", "by: weight");
    assert_eq!(reason(&weight), "may be decided by first, because limit: weight up to 9 kg (param.cap)");
}

#[test]
fn a_large_condition_is_not_copied_into_every_row() {
    let when = vec!["amount > 1"; 600].join(" && ");
    let row = |at| format!("[r{at}, x],");
    let table = |rows: usize| {
        let rows: String = (0..rows).map(row).collect();
        format!("tables: {{ t: {{ when: {when}, columns: [id, tag], rows: [{rows}] }} }}")
    };
    assert_eq!(findings(&table(1_000)).len(), 0);
    let found = findings(&table(2_000));
    assert_eq!(found[0].0, Code::Limit);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_cell_that_may_mean_nothing_is_refused() {
    for column in
        ["amount", "channel", "code", "minor", "settle refund", "raise", "because", "title.ja", "instruct"]
    {
        for cell in ["~", "null", "NULL", "—", "–", "－", "ー", "―", "--", "*"] {
            let (code, message, place, help) = finding(column, &format!("'{cell}'"));
            assert_eq!(code, Code::ConditionSyntax, "{column}: {cell}");
            assert_eq!(message, format!("`{cell}` may mean nothing or anything"), "{column}");
            assert!(place.contains(cell) && help.starts_with("write `-`"), "{column}: {place}: {help}");
        }
    }
    assert_eq!(condition("code", "'\"*\"'"), "code == \"*\"");
    assert_eq!(condition("code", "'A-1'"), "code == \"A-1\"");
}

#[test]
fn a_list_has_no_signs_inside() {
    for cell in ["[phone, '!= email']", "'[phone, != email]'", "'!= [phone, <> email]'", "'[= phone]'"] {
        let (code, message, _, help) = finding("channel", cell);
        assert_eq!(code, Code::ConditionSyntax, "{cell}");
        assert!(
            message.ends_with("stands inside a list") && help.contains("`!= [a, b]`"),
            "{cell}: {message}"
        );
    }
    assert_eq!(condition("code", "'[\"<b>\", c]'"), "code in [\"<b>\", \"c\"]");
}

#[test]
fn known_is_ambiguous_where_it_is_a_value() {
    let text = TOP.replace("[phone, email, \"3\"]", "[phone, known]");
    for (cell, help) in [("known", "write `\"known\"` for"), ("'!known'", "write `!= \"known\"` for")] {
        let (_, problems) = expanded(&format!("{text}{}", one_cell("channel", cell)));
        let [problem] = problems.try_into().unwrap();
        assert_eq!(problem.code, Code::ConditionSyntax);
        assert!(problem.help.as_ref().unwrap().starts_with(help), "{problem:?}");
    }
    let (document, problems) = expanded(&format!("{text}{}", one_cell("channel", "'\"known\"'")));
    assert_eq!(problems, []);
    assert_eq!(document.rules[0].when.as_ref().unwrap().to_string(), "channel == \"known\"");
}

#[test]
fn two_columns_without_a_name_are_no_duplicates() {
    let found = findings("tables: { t: { columns: [id, '', tag, ''], rows: [] } }");
    let messages: Vec<&str> = found.iter().map(|(_, message, ..)| &**message).collect();
    assert_eq!(messages, ["this column has no name"; 2]);
}

#[test]
fn a_cell_that_is_too_long_is_refused() {
    let values = vec!["5"; 100_000];
    for cell in [
        format!("'[{}]'", values.join(", ")),
        format!("'{}'", values.join(" && ")),
        format!("[{}]", values.join(", ")),
        format!("'[{}'", "&|".repeat(100_000)),
    ] {
        for column in ["code", "amount", "raise"] {
            let (code, ..) = finding(column, &cell);
            let begins: String = cell.chars().take(10).collect();
            let is_refused = code == Code::Limit || code == Code::ConditionSyntax;
            assert!(is_refused, "{column}: {begins}: {code}");
        }
    }
    assert_eq!(finding("amount", &format!("'[{}]'", values.join(","))).0, Code::Limit);
    assert_eq!(finding("amount", &format!("'{}'", values.join("&&"))).0, Code::Limit);
}

proptest! {
    #[test]
    fn any_cell_is_read_or_refused(text in r#"[ a5\[\]",!=<>&|.\\knowあ　-]{0,12}"#) {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        for column in ["amount", "channel", "marks", "code", "minor", "day", "score.anger", "nature", "topic", "settle refund", "raise"] {
            let yaml = format!("{TOP}tables: {{ t: {{ columns: [id, {column}, tag], rows: [[a, \"{quoted}\", x]] }} }}");
            let (document, problems) = expanded(&yaml);
            prop_assert_eq!(document.rules.len(), 1);
            for problem in problems {
                let span = problem.place.span();
                prop_assert!(yaml.get(span.start..span.end).is_some(), "{column}: {text}: {problem:?}");
            }
        }
    }
}

#[test]
fn what_to_write_for_a_band_means_the_same() {
    let load = |cell: &str| {
        let text = format!(
            "rulebook: x\nversion: v1\ntiers: {{ vendor: [first], client: [desk] }}\ncues: {{ c: {{ any: [a] }} }}\n\
             scores: {{ risk: {{ cue.c: 4, bands: {{ top: 9, low: 1, high: 5 }} }} }}\n\
             tables: {{ t: {{ columns: [id, score.risk, tag], rows: [[r, '{cell}', x]] }} }}\n"
        );
        crate::Rulebook::load("x.yaml", &text)
    };
    let help = |cell: &str| {
        let loaded = load(cell);
        loaded.findings().iter().find_map(|finding| finding.help().map(str::to_owned)).unwrap_or_default()
    };
    for (cell, expected) in [
        ("<= high", "write `< top`"),
        ("> low", "write `>= high`"),
        ("high", "write `>= high && < top`"),
        ("!= high", "write two rows, one with `< high`, one with `>= top`"),
        ("top", "write `>= top`"),
        ("!= top", "write `< top`"),
        ("> top", "above the highest band there is none, so this never holds"),
        ("<= top", "this always holds: write `-`"),
    ] {
        assert_eq!(help(cell), expected, "{cell}");
    }
    for cell in ["< top", ">= high", ">= high && < top", ">= top"] {
        assert!(load(cell).rulebook().is_some(), "{cell}");
    }
}
