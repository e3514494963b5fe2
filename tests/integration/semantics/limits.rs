//! Approval limits: up to which amount each tier decides.

use crate::support::{TIERS, by_tier, decide, shop};
use furiwake::{Act, Decision, Engine, Language};

const HEAD: &str = "
facts:
  amount: { type: integer, min: 0, unit: JPY, title: { ja: 値引額, en: discount amount } }
  is_vip: { type: bool }
  day: { type: date, max: 2099-12-31 }
  length: { type: duration }
judgments: { discount: {}, other: {} }
rules: [{ id: raised, raise: [discount, other] }]
";

fn limits(limits: &str) -> Engine {
    shop(&format!("{HEAD}limits:\n{limits}\n"))
}

/// Who may decide the discount, as letters from the lowest tier to the highest: `+` or `-`.
fn deciders(decision: &Decision) -> String {
    by_tier(decision, Act::Decide, "discount").map(|may| if may == "permitted" { "+" } else { "-" }).concat()
}

#[test]
fn each_tier_decides_up_to_its_amount() {
    let engine = limits("  discount: { by: amount, first_line: 500, supervisor: 3000, client_desk: 30000 }");
    for (amount, expected) in [
        (0, "+++++"),
        (499, "+++++"),
        (500, "+++++"),
        (501, "--+++"),
        (2999, "--+++"),
        (3000, "--+++"),
        (3001, "---++"),
        (29_999, "---++"),
        (30_000, "---++"),
        (30_001, "----+"),
    ] {
        assert_eq!(deciders(&decide(&engine, &format!("\"amount\": {amount}"))), expected, "{amount}");
    }
    let refused = by_tier(&decide(&engine, "\"amount\": 501"), Act::Decide, "discount");
    assert_eq!(refused[0], "held by supervisor");
}

#[test]
fn without_the_amount_only_the_top_decides() {
    let engine = limits("  discount: { by: amount, first_line: 500, client_desk: 30000 }");
    for facts in ["", "\"amount\": null", "\"amount\": \"little\"", "\"amount\": -1"] {
        assert_eq!(deciders(&decide(&engine, facts)), "----+", "{facts}");
    }
    // A judgment without limits stays where it was.
    let other = by_tier(&decide(&engine, ""), Act::Decide, "other");
    assert_eq!(TIERS.iter().zip(other).find(|(_, may)| may == "permitted").unwrap().0, &"client_desk");
    // The amount is asked for, since it decides who handles it.
    let decision = decide(&engine, "");
    let asks: Vec<&str> = decision.asks().filter_map(|ask| ask.fact).collect();
    assert_eq!(asks, ["amount"]);
}

#[test]
fn the_judgment_may_say_who_decides_beyond_its_limits() {
    let text = format!("{HEAD}limits: {{ discount: {{ by: amount, first_line: 500 }} }}\n")
        .replace("discount: {}", "discount: { decide: client_desk }");
    assert_eq!(deciders(&decide(&shop(&text), "\"amount\": 501")), "---++");
}

#[test]
fn a_limit_counts_only_where_its_condition_is_true() {
    let engine = limits("  discount: { by: amount, when: is_vip, first_line: 500 }");
    for (facts, expected) in [
        ("\"amount\": 5, \"is_vip\": true", "+++++"),
        ("\"amount\": 5, \"is_vip\": false", "----+"),
        ("\"amount\": 5", "----+"),
    ] {
        assert_eq!(deciders(&decide(&engine, facts)), expected, "{facts}");
    }
}

#[test]
fn of_several_limits_the_most_generous_counts() {
    let engine = limits(
        "  discount:
    - { id: usual, by: amount, first_line: 500, supervisor: 3000 }
    - { id: vip, by: amount, when: is_vip, first_line: 2000 }
",
    );
    assert_eq!(deciders(&decide(&engine, "\"amount\": 2000, \"is_vip\": false")), "--+++");
    assert_eq!(deciders(&decide(&engine, "\"amount\": 2000, \"is_vip\": true")), "+++++");
    assert_eq!(deciders(&decide(&engine, "\"amount\": 2001, \"is_vip\": true")), "--+++");
}

#[test]
fn days_and_lengths_are_amounts_too() {
    let engine = limits("  discount: { by: day, first_line: 2026-11-30, supervisor: 2026-12-31 }");
    for (day, expected) in [("2026-11-30", "+++++"), ("2026-12-01", "--+++"), ("2027-01-01", "----+")] {
        assert_eq!(deciders(&decide(&engine, &format!("\"day\": \"{day}\""))), expected, "{day}");
    }
    let engine = limits("  discount: { by: length, first_line: 30m, supervisor: 1h 30m }");
    for (length, expected) in [("30m", "+++++"), ("90m", "--+++"), ("2h", "----+")] {
        assert_eq!(deciders(&decide(&engine, &format!("\"length\": \"{length}\""))), expected, "{length}");
    }
}

#[test]
fn retained_authority_beats_every_limit() {
    let text = format!(
        "{HEAD}  - {{ id: kept, when: is_vip, retain: {{ discount: client_manager }} }}\nlimits: {{ discount: {{ by: amount, first_line: 500 }} }}\n"
    )
    .replace("rules: [{ id: raised, raise: [discount, other] }]", "rules:\n  - { id: raised, raise: [discount, other] }");
    let engine = shop(&text);
    assert_eq!(deciders(&decide(&engine, "\"amount\": 5, \"is_vip\": true")), "----+");
    assert_eq!(deciders(&decide(&engine, "\"amount\": 5")), "----+");
    assert_eq!(deciders(&decide(&engine, "\"amount\": 5, \"is_vip\": false")), "+++++");
}

#[test]
fn the_decision_says_because_of_which_limit() {
    let text = "
tiers: { vendor: [first_line, { id: supervisor, title: { ja: スーパーバイザー, en: floor supervisor } }], client: [client_desk] }
params: { cap: { type: integer, value: 500 } }";
    let text = format!(
        "rulebook: x\nversion: '1'\n{text}{HEAD}limits: {{ discount: {{ by: amount, first_line: param.cap, supervisor: 3000, because: {{ ja: 別紙2, en: annex 2 }} }} }}\n"
    );
    let engine = crate::support::engine(&text);
    let decision = decide(&engine, "\"amount\": 400");
    let because = |language| -> Vec<&str> {
        let limits = decision.reasons().filter(|reason| reason.rule().starts_with("limits.discount."));
        limits.map(|reason| reason.because().unwrap().get(language)).collect()
    };
    assert_eq!(
        because(Language::English),
        [
            "may be decided by first_line, because limit: discount amount up to 500 JPY (param.cap) (annex 2)",
            "may be decided by floor supervisor, because limit: discount amount up to 3000 JPY (annex 2)",
        ]
    );
    assert_eq!(
        because(Language::Japanese)[1],
        "スーパーバイザーが決裁できる。限度: 値引額 3000 JPY まで（別紙2）"
    );
    let why = decision.why(Language::English).to_string();
    assert!(
        why.contains("may be decided by floor supervisor, because limit: discount amount up to 3000 JPY"),
        "{why}"
    );
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    let reasons = json["reasons"].as_array().unwrap();
    let limit = reasons.iter().find(|reason| reason["rule"] == "limits.discount.supervisor").unwrap();
    assert_eq!(
        limit["because"]["en"],
        "may be decided by floor supervisor, because limit: discount amount up to 3000 JPY (annex 2)"
    );
    assert_eq!(json["judgments"]["discount"]["holders"]["decide"], "first_line");
}

#[test]
fn a_parameter_in_quotes_is_the_same_amount() {
    let hash = |cap: &str| {
        let text = format!(
            "params: {{ cap: {{ type: integer, value: 500, unit: JPY }} }}\n{HEAD}limits: {{ discount: {{ by: amount, first_line: {cap} }} }}\n"
        );
        shop(&text).rulebook().hash().to_owned()
    };
    assert_eq!(hash("\"param.cap\""), hash("param.cap"));
    assert_ne!(hash("param.cap"), hash("600"));
}
