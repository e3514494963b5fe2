//! The text stage inside the engine: the customer's messages to the matcher, what was missed to notices.

use super::limits::TEXT_BYTES;
use crate::inquiry::{Format, Inquiry, Message, Notice, NoticeCode};
use crate::rulebook::Model;
use crate::text::{Completeness, CueMatcher, CueScan, CustomerText, Part, Scratch, TextFormat};

/// Reads the customer's messages into `scan`.
pub(crate) fn scan(
    matcher: &CueMatcher,
    model: &Model,
    inquiry: &Inquiry,
    scratch: &mut Scratch,
    scan: &mut CueScan,
    notices: &mut Vec<Notice>,
) {
    let completeness = completeness(model, inquiry);
    if completeness == Completeness::Incomplete {
        notices.push(Notice::new(
            NoticeCode::TextIncomplete,
            "not all messages arrived; what they do not say counts as unknown",
        ));
    }
    let texts =
        inquiry.messages().iter().enumerate().filter(|(_, message)| message.is_evidence()).flat_map(texts);
    matcher.scan(texts, TEXT_BYTES, completeness, scratch, scan);
    if scan.is_cut() {
        notices.push(Notice::new(
            NoticeCode::TextCut,
            format!("only the first {TEXT_BYTES} bytes of the customer's text were read; the rest counts as unknown"),
        ));
    }
    if scan.is_unreadable() {
        notices.push(Notice::new(
            NoticeCode::MessageMalformed,
            "a message's HTML does not close; words may be lost in it, so what it does not say counts as unknown",
        ));
    }
}

fn completeness(model: &Model, inquiry: &Inquiry) -> Completeness {
    if !inquiry.messages_complete() {
        Completeness::Incomplete
    } else if model.no_text_is_empty || inquiry.messages().iter().any(Message::is_evidence) {
        Completeness::Complete
    } else {
        Completeness::NoText
    }
}

fn texts((position, message): (usize, &Message)) -> impl Iterator<Item = CustomerText<'_>> {
    let number = u32::try_from(position).unwrap_or(u32::MAX);
    let format = match message.format {
        Format::Html => TextFormat::Html,
        Format::Mail => TextFormat::Mail,
        Format::Text | Format::Unknown => TextFormat::Text,
    };
    let subject = message.subject.as_deref().map(|subject| CustomerText {
        message: number,
        part: Part::Subject,
        text: subject,
        format: TextFormat::Text,
    });
    let body = CustomerText { message: number, part: Part::Body, text: &message.text, format };
    subject.into_iter().chain([body])
}

/// Says that there are no words at all, where that left a rule open; cut, malformed and incomplete text has been said already.
pub(crate) fn notice_missing(model: &Model, inquiry: &Inquiry, notices: &mut Vec<Notice>) {
    if completeness(model, inquiry) == Completeness::NoText {
        notices.push(Notice::new(
            NoticeCode::TextMissing,
            "there is no message of the customer; what it might say counts as unknown",
        ));
    }
}
