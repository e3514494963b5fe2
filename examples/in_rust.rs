//! A rulebook built in Rust: printed as the YAML it is, loaded, and asked about an inquiry.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::document::{Axis, Cue, Document, Escalate, Fact, Judgment, Limit, Rule, Within};
use furiwake::{Engine, Inquiry, Language, Rulebook, Urgency};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = acme();
    println!("{}", document.to_yaml());
    let rulebook = Rulebook::from_document(&document).into_result()?;
    let inquiry = Inquiry::new().customer("がっかりです。返金してください。").fact("order.amount", 4_980);
    println!("{}", Engine::new(&rulebook).decide(&inquiry).why(Language::English));

    // What is wrong is found as in any rulebook, and shown in the text above.
    let slip = document.rule(Rule::new("slip").when("order.amuont > 100").raise(["refund"]));
    if let Err(findings) = Rulebook::from_document(&slip).into_result() {
        println!("{findings}");
    }
    Ok(())
}

/// Methods and sections have the same names, so that whoever knows the one knows the other.
fn acme() -> Document {
    Document::new("acme-shop")
        .version("2026.11.1")
        .tiers(["first_line", "supervisor"], ["client_desk", "client_manager"])
        .fact(
            "order.amount",
            Fact::integer()
                .min(0)
                .unit("JPY")
                .ask(("ご注文金額を教えてください", "What was the order total?")),
        )
        .cue("refund_demand", Cue::any(["返金", "払い戻し", "refund"]).except(["返金済み"]))
        .cue("dissatisfied", Cue::any(["がっかり", "ひどい", "unacceptable"]))
        .cue("injury", Cue::any(["ケガ", "やけど", "injured"]).fold_kana(true))
        .axis("nature", Axis::ordered(["question", "complaint"], "question"))
        .judgment("refund", Judgment::new().title(("返金の可否", "refund")))
        .rule(Rule::new("nature.complaint").when("cue.dissatisfied").classify("nature", "complaint"))
        .rule(Rule::new("refund.asked").when("cue.refund_demand").raise(["refund"]))
        .rule(
            Rule::new("refund.complaint-stays-inside")
                .when(r#"nature == "complaint""#)
                .retain(["refund"])
                .because(("苦情に伴う返金は委託元が決める", "Refunds in a complaint are the client's")),
        )
        .rule(
            Rule::new("safety.injury").when("cue.injury").escalate(
                Escalate::to("client_manager").urgency(Urgency::Critical).within(Within::minutes(30)),
            ),
        )
        .limit("refund", Limit::by("order.amount").tier("first_line", 1_000).tier("supervisor", 10_000))
}
