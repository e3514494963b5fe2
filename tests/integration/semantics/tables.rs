//! Decision tables: every row is a rule, all rows that apply join, wherever the rows come from.

use crate::support::{SHOP, decide, says, shop};
use furiwake::diagnostic::Code;
use furiwake::{Act, Engine, Loaded, Rulebook, Ruling, Urgency};

const HEAD: &str = "
facts:
  amount: { type: integer, min: 0, unit: JPY }
  channel: { type: choice, of: [phone, email, chat] }
  marks: { type: choices, of: [vip, staff] }
  day: { type: date }
  length: { type: duration }
derive: { days: days_since(day) }
cues: { upset: { any: [がっかり] } }
axes:
  nature: { labels: [question, opinion, complaint], default: question }
  topic: { many: true, labels: [stock, delivery] }
judgments: { refund: {}, goodwill: {} }
";

fn table(rest: &str) -> Engine {
    shop(&format!("{HEAD}\ntables:\n  t:\n{rest}"))
}

fn tags(engine: &Engine, facts: &str) -> Vec<String> {
    decide(engine, facts).tags().map(str::to_owned).collect()
}

/// Loads `SHOP` and `HEAD` with `rest`; `files` are what it may read.
fn load(rest: &str, files: &[(&str, &str)]) -> Loaded {
    let shop = format!("{SHOP}{HEAD}{rest}");
    crate::support::load(&[&[("books/shop.yaml", &*shop)], files].concat())
}

fn loaded(rest: &str, files: &[(&str, &str)]) -> Rulebook {
    load(rest, files).into_result().unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn all_rows_that_apply_join_and_none_is_the_first() {
    let engine = table(
        "    columns: [id, amount, tag, escalate, urgency, raise]
    rows:
      - [all, ~, seen, ~, ~, refund]
      - [some, '> 10', large, second_line, high, ~]
      - [few, '> 100', larger, client_desk, ~, goodwill]
",
    );
    assert_eq!(tags(&engine, "\"amount\": 5"), ["seen"]);
    let decision = decide(&engine, "\"amount\": 500");
    assert_eq!(decision.tags().collect::<Vec<_>>(), ["large", "larger", "seen"]);
    assert_eq!((decision.route().tier(), decision.route().urgency()), ("client_desk", Urgency::High));
    let rules: Vec<&str> = decision.reasons().map(|reason| reason.rule()).collect();
    for rule in ["t.all", "t.some", "t.few"] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
}

#[test]
fn rows_that_contradict_each_other_are_a_conflict() {
    let engine = table(
        "    columns: [id, amount, settle refund, raise]
    rows:
      - [small, '<= 3000', approve, refund]
      - [odd, '>= 1000', deny, refund]
",
    );
    let ruling = |amount: u32| decide(&engine, &format!("\"amount\": {amount}")).ruling("refund");
    assert_eq!(ruling(500), Some(Ruling::Approve));
    assert_eq!(ruling(2000), Some(Ruling::Conflict));
    assert_eq!(ruling(5000), Some(Ruling::Deny));
    // Unknown settles nothing.
    assert_eq!(decide(&engine, "").ruling("refund"), Some(Ruling::Open));
}

#[test]
fn cells_ask_what_they_say() {
    let engine = table(
        "    columns: [id, amount, channel, marks, day, days, length, tag]
    rows:
      - [equal, 5, ~, ~, ~, ~, ~, equal]
      - [between, '>= 3 && < 8', ~, ~, ~, ~, ~, between]
      - [either, ~, '[phone, chat]', ~, ~, ~, ~, either]
      - [neither, ~, '!= [phone, chat]', ~, ~, ~, ~, neither]
      - [any, ~, ~, '[vip, staff]', ~, ~, ~, any]
      - [none, ~, ~, '!= [vip, staff]', ~, ~, ~, none]
      - [both, ~, ~, 'vip && staff', ~, ~, ~, both]
      - [since, ~, ~, ~, '>= 2026-11-20', ~, ~, since]
      - [week, ~, ~, ~, ~, '<= 7', ~, week]
      - [long, ~, ~, ~, ~, ~, '> 30m', long]
",
    );
    for (facts, expected) in [
        (r#""amount": 5"#, &["between", "equal"][..]),
        (r#""amount": 8"#, &[]),
        (r#""channel": "chat""#, &["either"]),
        (r#""channel": "email""#, &["neither"]),
        (r#""marks": ["staff"]"#, &["any"]),
        (r#""marks": ["staff", "vip"]"#, &["any", "both"]),
        (r#""marks": []"#, &["none"]),
        (r#""day": "2026-11-19""#, &["week"]),
        (r#""day": "2026-11-20""#, &["since", "week"]),
        (r#""length": "31m""#, &["long"]),
        (r#""length": "30m""#, &[]),
    ] {
        let engine = &engine;
        let all = decide(engine, facts);
        // A missing fact leaves a tag possible; what is certain is what the cells say.
        let certain = all.reasons().filter(|reason| reason.truth() == furiwake::Truth::True);
        let mut rules: Vec<&str> = certain.filter_map(|reason| reason.rule().strip_prefix("t.")).collect();
        rules.sort_unstable();
        assert_eq!(rules, expected, "{facts}");
    }
}

#[test]
fn labels_cues_and_texts_have_columns_too() {
    let engine = table(
        "    when: amount < 100
    because: { ja: 表による, en: by the table }
    source: 業務委託契約 第4条
    columns: [id, cue.upset, nature, classify nature, instruct.ja, because.en]
    rows:
      - [upset, true, ~, complaint, ~, ~]
      - [heed, ~, '>= opinion', ~, 過失を認めない, heed this]
",
    );
    let decision = says(&engine, "がっかりです");
    assert_eq!(decision.label("nature"), Some("complaint"));
    let because = |rule: &str| {
        let reason = decision.reasons().find(|reason| reason.rule() == rule).unwrap();
        reason.because().unwrap().get(furiwake::Language::English).to_owned()
    };
    assert_eq!((because("t.upset"), because("t.heed")), ("by the table".into(), "heed this".into()));
    assert_eq!(decision.instructions().count(), 1);
    assert_eq!(says(&engine, "こんにちは").instructions().count(), 0);
}

#[test]
fn a_file_says_the_same_as_rows_written_out() {
    let csv = "\u{feff}id,amount,channel,settle refund,delegate goodwill,because.ja\r\nsmall,<= 3000,\"[phone, email]\",approve,-,少額\r\nlarge,> 3000,,deny,supervisor,\"高額、\n要確認\"\r\n";
    let file =
        loaded("\ntables: { refund: { csv: ../tables/refunds.csv } }\n", &[("tables/refunds.csv", csv)]);
    let table = loaded(
        r#"
tables:
  refund:
    columns: [because.ja, delegate goodwill, settle refund, amount, id, channel]
    rows:
      - ["高額、\n要確認", supervisor, deny, "> 3000", large, ~]
      - [少額, ~, approve, "<=3000", small, [phone, email]]
"#,
        &[],
    );
    let rules = loaded(
        r#"
rules:
  - { id: refund.small, when: 'amount <= 3000 && channel in ["phone", "email"]', settle: { refund: approve }, because: { ja: 少額 } }
  - { id: refund.large, when: amount > 3000, settle: { refund: deny }, delegate: { goodwill: supervisor }, because: { ja: "高額、\n要確認" } }
"#,
        &[],
    );
    assert_eq!(file.hash(), table.hash());
    assert_eq!(file.hash(), rules.hash());
}

#[test]
fn a_row_without_its_facts_grants_nothing() {
    let engine = table(
        "    columns: [id, amount, delegate refund, raise]
    rows:
      - [asked, ~, ~, refund]
      - [small, '<= 3000', first_line, ~]
",
    );
    let holder = |facts: &str| decide(&engine, facts).holder("refund", Act::Decide).unwrap().to_owned();
    assert_eq!(holder("\"amount\": 3000"), "first_line");
    assert_eq!(holder("\"amount\": 3001"), "client_desk");
    assert_eq!(holder(""), "client_desk");
    assert_eq!(holder("\"amount\": \"a lot\""), "client_desk");
}

const BASE: &str = "
rulebook: base
version: '1'
tiers: { vendor: [first_line, second_line, supervisor], client: [client_desk, client_manager] }
facts: { amount: { type: integer, min: 0, unit: JPY } }
params: { cap: { type: integer, min: 0, unit: JPY, value: 3000 } }
judgments: { refund: {}, goodwill: {} }
tables:
  t: { columns: [id, amount, settle refund], rows: [[small, '<= param.cap', approve], [large, '> 30000', deny]] }
limits: { goodwill: { by: amount, first_line: param.cap, supervisor: 9000 } }
";

fn over_base(rest: &str) -> Loaded {
    load(&format!("\nextends: [./base.yaml]\n{rest}"), &[("books/base.yaml", BASE)])
}

fn engine_over_base(rest: &str) -> Engine {
    Engine::new(&over_base(rest).into_result().unwrap_or_else(|findings| panic!("{findings}")))
}

#[test]
fn two_layers_unite_the_rows_of_a_table() {
    let engine = engine_over_base(
        "tables: { t: { columns: [settle refund, id, amount], rows: [[approve, small, '<=param.cap'], [deny, middle, '> 10000']] } }",
    );
    let ruling = |amount: u32| decide(&engine, &format!("\"amount\": {amount}")).ruling("refund");
    assert_eq!(ruling(3000), Some(Ruling::Approve));
    assert_eq!(ruling(20_000), Some(Ruling::Deny));
    let loaded =
        over_base("tables: { t: { columns: [id, amount, settle refund], rows: [[small, '< 9', approve]] } }");
    let finding = loaded.findings().iter().next().unwrap();
    assert_eq!(finding.code(), Code::LayersDisagree);
    assert_eq!(finding.message(), "two layers say different things: the rule `t.small`");
}

#[test]
fn rows_and_limits_are_taken_out_and_set_anew_as_rules_are() {
    let engine = engine_over_base("params: { cap: 5000 }");
    assert_eq!(decide(&engine, "\"amount\": 5000").ruling("refund"), Some(Ruling::Approve));
    let holder = |engine: &Engine, amount: u32| {
        decide(engine, &format!("\"amount\": {amount}")).holder("goodwill", Act::Decide).unwrap().to_owned()
    };
    assert_eq!([5000, 5001].map(|amount| holder(&engine, amount)), ["first_line", "supervisor"]);
    // A client that sets the parameter above the next limit is told.
    let loaded = over_base("params: { cap: 9001 }");
    assert_eq!(
        loaded.findings().iter().map(|finding| finding.message()).collect::<Vec<_>>(),
        ["`supervisor` stands above `first_line`, but may decide less: 9000 against 9001 (param.cap)"]
    );

    let without = load(
        "\nextends: [{ layer: ./base.yaml, without: [t.small, limits.goodwill.first_line] }]",
        &[("books/base.yaml", BASE)],
    );
    let engine = Engine::new(&without.into_result().unwrap());
    assert_eq!(decide(&engine, "\"amount\": 5").ruling("refund"), Some(Ruling::Open));
    assert_eq!(holder(&engine, 5), "supervisor");
}

#[test]
fn a_locked_judgment_is_not_granted_by_a_table_or_a_limit() {
    let base = BASE.replace("refund: {}", "refund: { locked: true }");
    for rest in [
        "tables: { mine: { columns: [id, delegate refund], rows: [[a, first_line]] } }",
        "tables: { mine: { columns: [id, settle refund], rows: [[a, approve]] } }",
        "limits: { refund: { by: amount, first_line: 5 } }",
    ] {
        let loaded = load(&format!("\nextends: [./base.yaml]\n{rest}"), &[("books/base.yaml", &base)]);
        let codes: Vec<Code> = loaded.findings().iter().map(|finding| finding.code()).collect();
        assert!(codes.contains(&Code::Locked), "{rest}: {}", loaded.findings());
    }
}

#[test]
fn every_bad_cell_of_a_long_table_is_counted() {
    let row = |at: usize| format!("r{at},x,fax,gold,yesterday,soon,aprove,refnd\n");
    let head = "id,amount,channel,marks,day,length,settle refund,raise\n";
    let bad = |rows: usize| {
        let csv: String = std::iter::once(head.to_owned()).chain((0..rows).map(row)).collect();
        load("\ntables: { t: { csv: t.csv } }", &[("books/t.csv", &csv)])
    };
    assert_eq!(bad(100).findings().len(), 700);
    let many = bad(10_000);
    assert_eq!((many.findings().len(), many.findings().are_complete()), (70_000, true));
    let last = many.findings().iter().last().unwrap();
    assert_eq!((last.file(), last.line()), ("books/t.csv", 10_001));
}

#[test]
fn ten_thousand_rows_are_ten_thousand_rules() {
    let row = |at: usize| format!("r{at},>= {at},phone,approve\n");
    let csv: String =
        std::iter::once("id,amount,channel,settle refund\n".to_owned()).chain((0..10_000).map(row)).collect();
    let engine = Engine::new(&loaded("\ntables: { t: { csv: t.csv } }\n", &[("books/t.csv", &csv)]));
    let decision = decide(&engine, r#""amount": 2, "channel": "phone""#);
    assert_eq!(decision.reasons().count(), 3);
}
