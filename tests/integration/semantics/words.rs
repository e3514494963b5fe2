//! The customer's words as evidence: which messages count, and where a hit stands in what was written.

use crate::support::{inquiry, shop};
use furiwake::decision::Evidence;
use furiwake::inquiry::{Format, Message, Sender};
use furiwake::{Inquiry, Truth};

const BOOK: &str = "
cues:
  refund: { any: [返金, refund], except: [返金済み], unless_followed_by: [ではありません] }
rules:
  - { id: asked, when: cue.refund, escalate: supervisor }
";

/// Message, whether in its subject, the words, and what stands at their place in the original.
fn hits(inquiry: &Inquiry) -> Vec<(u32, bool, String, String)> {
    let decision = shop(BOOK).decide(inquiry);
    let mut hits = Vec::new();
    for evidence in decision.reasons().flat_map(|reason| reason.evidence()) {
        if let Evidence::Words { message, in_subject, start, end, text, .. } = evidence {
            let original = &inquiry.messages()[message as usize];
            let original = if in_subject { original.subject.as_deref().unwrap() } else { &original.text };
            hits.push((
                message,
                in_subject,
                text.to_owned(),
                original[start as usize..end as usize].to_owned(),
            ));
        }
    }
    hits
}

fn hit(message: u32, in_subject: bool, text: &str) -> (u32, bool, String, String) {
    (message, in_subject, text.to_owned(), text.to_owned())
}

#[test]
fn only_the_customers_own_words_count() {
    let inquiry = Inquiry::new()
        .agent("返金ですか")
        .customer("はい、返金です")
        .message(Message::new(Sender::System, "返金"));
    assert_eq!(hits(&inquiry), [hit(1, false, "返金")]);
}

#[test]
fn a_subject_is_text_too() {
    let message = Message::new(Sender::Customer, "よろしく。返金を。").with_subject("【返金】のお願い");
    let inquiry = Inquiry::new().message(message);
    assert_eq!(hits(&inquiry), [hit(0, true, "返金"), hit(0, false, "返金")]);
    let json = shop(BOOK).decide(&inquiry).to_json();
    let decision: serde_json::Value = serde_json::from_str(&json).unwrap();
    let evidence = &decision["reasons"][0]["evidence"];
    let start = "【".len();
    let subject = serde_json::json!({"cue": "refund", "message": 0, "part": "subject", "start": start, "end": start + 6, "text": "返金"});
    assert_eq!(evidence[0], subject);
    assert_eq!(evidence[1]["part"], serde_json::Value::Null);
}

#[test]
fn tags_are_no_words_and_places_count_from_the_original() {
    let html = "<p title=\"返金\">全額を<b>返</b>金 &amp; <i>REFUND</i></p>";
    let inquiry = Inquiry::new().message(Message::new(Sender::Customer, html).with_format(Format::Html));
    let places: Vec<String> = hits(&inquiry).into_iter().map(|(_, _, _, original)| original).collect();
    assert_eq!(places, ["返</b>金", "REFUND"]);
}

#[test]
fn quoted_lines_of_a_mail_are_somebody_elses() {
    let mail = "返金の件です。\n> 返金はできません。\nよろしく";
    let message = |format| Inquiry::new().message(Message::new(Sender::Customer, mail).with_format(format));
    assert_eq!(hits(&message(Format::Mail)), [hit(0, false, "返金")]);
    assert_eq!(hits(&message(Format::Text)).len(), 2);
}

#[test]
fn widths_line_breaks_and_spaces_do_not_hide_words() {
    let inquiry = Inquiry::new().customer("ＲＥＦＵＮＤ please. 返\n金 を。");
    let texts: Vec<String> = hits(&inquiry).into_iter().map(|(_, _, text, _)| text).collect();
    assert!(texts.contains(&"ＲＥＦＵＮＤ".to_owned()), "{texts:?}");
}

#[test]
fn longer_phrases_and_negations_are_no_evidence() {
    for text in ["返金済みです", "返金ではありません", "refunds", "prefund"] {
        assert_eq!(hits(&Inquiry::new().customer(text)), [], "{text}");
    }
    assert_eq!(hits(&Inquiry::new().customer("返金済みですが返金ではありません。返金を")).len(), 1);
}

#[test]
fn a_message_that_cannot_be_read_leaves_doubt() {
    let engine = shop(BOOK);
    let truth = |json: &str| engine.why_not(&inquiry(json), "asked").unwrap().truth();
    assert_eq!(truth(r#"{"messages": [{"from": "customer", "text": "こんにちは"}]}"#), Truth::False);
    assert_eq!(
        truth(
            r#"{"messages": [{"from": "customer", "text": "こんにちは"}, {"from": "robot", "text": "返金"}]}"#
        ),
        Truth::Unknown
    );
    assert_eq!(
        truth(r#"{"messages": [{"from": "customer", "text": "返金", "format": "rtf"}]}"#),
        Truth::Unknown
    );
    assert_eq!(truth(r#"{"messages": [{"from": "agent", "text": "返金"}]}"#), Truth::Unknown);
    // What did arrive counts, to the end of each message.
    assert_eq!(truth(r#"{"text": "返金", "messages_complete": false}"#), Truth::True);
}
