//! Inquiries read from JSON. Only a text that is no JSON object is refused. Whatever else is wrong becomes a notice, and
//! the bad part counts as missing: an inquiry is never dropped, and what could not be read only restricts.

use super::raw::{Decoded, Json, Members, kind, parse, parse_object};
use crate::diagnostic::closest;
use crate::inquiry::InquiryError;
use crate::inquiry::fact::{Content, FactValue};
use crate::inquiry::inquiry::{Format, Inquiry, Message, Sender};
use crate::inquiry::notice::{Notice, NoticeCode, did_you_mean, shortened};
use crate::inquiry::time::{NoInstant, parse_instant};
use jiff::Timestamp;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::{Arguments, Display};

/// The most messages that are read; the rest counts as not arrived.
const MAX_MESSAGES: usize = 10_000;
/// The most facts that are kept.
const MAX_FACTS: usize = 10_000;
/// The longest name of a fact, in bytes.
const MAX_NAME: usize = 512;
/// The most parts a dotted name may have where objects are nested.
const MAX_DEPTH: usize = 16;
/// The most notices about the JSON of one inquiry.
const MAX_NOTICES: usize = 100;

impl Inquiry {
    /// Reads an inquiry from a JSON object:
    ///
    /// ```json
    /// {"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "messages_complete": true,
    ///  "messages": [{"from": "customer", "text": "返金してください", "format": "text"}],
    ///  "facts": {"channel": "phone", "order": {"amount": 4980}, "order.delivered_at": null}}
    /// ```
    ///
    /// Every key may be absent, and `null` is absent. `text` is one more message of the customer, after the others. Nested
    /// objects in `facts` are dotted names. Numbers keep their digits.
    ///
    /// What is wrong becomes a [notice](Inquiry::notices): keys that inquiries do not have; a sender or format that is not
    /// known and messages of another shape (the messages then count as incomplete); a time that is no instant or has no offset
    /// (it then counts as missing, and so does every date or timestamp whose declaration has no `max`: it cannot be checked
    /// that it does not lie after the inquiry); a key or fact with two different values (so does this). At most 10,000 messages and 10,000
    /// facts are read, in names of at most 512 bytes and objects nested 16 deep.
    ///
    /// # Errors
    ///
    /// If the text is no JSON object.
    pub fn from_json(text: &str) -> Result<Self, InquiryError> {
        let members = parse_object(text)?;
        let mut reader = Reader { inquiry: Self::new() };
        reader.inquiry(members);
        reader.arrange_facts();
        Ok(reader.inquiry)
    }
}

struct Reader {
    inquiry: Inquiry,
}

impl Reader {
    fn inquiry(&mut self, members: Members<'_>) {
        let keys = ["id", "at", "messages_complete", "messages", "text", "facts"];
        let [id, at, complete, messages, text, facts] = self.sort(members, keys, format_args!(""));
        self.inquiry.id = self.only(&id, "id").and_then(|id| self.id(id));
        self.inquiry.time = self.only(&at, "at").and_then(|at| self.instant(at, format_args!("at")));
        match self.only(&complete, "messages_complete").map(parse) {
            Some(Json::Bool(complete)) => self.inquiry.messages_complete = complete,
            None if complete.is_empty() => {}
            _ => self.incomplete(
                NoticeCode::TextIncomplete,
                "`messages_complete` is neither true nor false".into(),
            ),
        }
        // Several lists or texts are all read; which of them the source meant is open.
        for (values, key) in [(&messages, "messages"), (&text, "text")] {
            if values.len() > 1 {
                self.incomplete(NoticeCode::DuplicateKey, duplicate(key));
            }
        }
        for list in messages {
            self.messages(list);
        }
        for text in text {
            let text = self.text(text, format_args!("text"));
            self.inquiry.messages.push(Message::new(Sender::Customer, text.unwrap_or_default()));
        }
        for object in facts {
            match parse(object) {
                Json::Object(members) => self.facts(&mut String::new(), 0, members),
                _ => self.facts_incomplete(format!("`facts` is {}, not an object", kind(object))),
            }
        }
    }

    /// The values of the known keys, in their order: nulls left out, and the same value given again.
    fn sort<'a, const N: usize>(
        &mut self,
        members: Members<'a>,
        keys: [&str; N],
        path: Arguments<'_>,
    ) -> [Vec<&'a RawValue>; N] {
        let mut values = [const { Vec::<&RawValue>::new() }; N];
        for (key, value) in members {
            if let Some((_, values)) = keys.iter().zip(&mut values).find(|(name, _)| **name == key) {
                let known = values.last().is_some_and(|last| last.get() == value.get());
                if !known && value.get() != "null" {
                    values.push(value);
                }
            } else {
                let hint = did_you_mean(closest(&key, keys));
                let message = format!("`{path}{}` is no key of inquiries{hint}", shortened(&key));
                self.notice(NoticeCode::UnknownKey, message);
            }
        }
        values
    }

    /// The only value of a key; none, with a notice, if there are several.
    fn only<'a>(&mut self, values: &[&'a RawValue], key: &str) -> Option<&'a RawValue> {
        match values {
            [value] => Some(value),
            [] => None,
            _ => {
                self.notice(NoticeCode::DuplicateKey, duplicate(key));
                None
            }
        }
    }

    fn id(&mut self, value: &RawValue) -> Option<Box<str>> {
        match parse(value) {
            Json::Text(id) => Some(self.repaired(id, format_args!("id")).into()),
            Json::Number(digits) => Some(digits.into()),
            _ => {
                self.notice(
                    NoticeCode::IdMalformed,
                    format!("`id` is {}, neither a text nor a number", kind(value)),
                );
                None
            }
        }
    }

    fn instant(&mut self, value: &RawValue, path: Arguments<'_>) -> Option<Timestamp> {
        let instant = match parse(value) {
            Json::Text(text) => parse_instant(&text.text),
            _ => Err(NoInstant::Malformed),
        };
        let (code, why) = match instant {
            Ok(instant) => return Some(instant),
            Err(NoInstant::WithoutOffset) => {
                (NoticeCode::TimeWithoutOffset, "has no offset from UTC, such as +09:00")
            }
            Err(NoInstant::Malformed) => {
                (NoticeCode::TimeMalformed, "is no time of the form 2026-11-21T10:00:00+09:00")
            }
        };
        self.notice(code, format!("`{path}` is {}, which {why}", shortened(value.get())));
        None
    }

    fn messages(&mut self, list: &RawValue) {
        let Json::List(messages) = parse(list) else {
            return self.incomplete(
                NoticeCode::MessageMalformed,
                format!("`messages` is {}, not a list", kind(list)),
            );
        };
        for message in messages {
            let position = self.inquiry.messages.len();
            if position == MAX_MESSAGES {
                return self.incomplete(
                    NoticeCode::TextCut,
                    format!("only the first {MAX_MESSAGES} messages are read"),
                );
            }
            let message = self.message(message, format_args!("messages[{position}]"));
            self.inquiry.messages.push(message);
        }
    }

    /// One message. One that cannot be read keeps its place, as no evidence, so that positions are those of the source.
    fn message(&mut self, value: &RawValue, path: Arguments<'_>) -> Message {
        let mut message = Message::new(Sender::Unknown, "");
        let Json::Object(members) = parse(value) else {
            self.incomplete(
                NoticeCode::MessageMalformed,
                format!("`{path}` is {}, not an object", kind(value)),
            );
            return message;
        };
        let keys = ["from", "subject", "text", "format", "at"];
        let values = self.sort(members, keys, format_args!("{path}."));
        if let Some((_, key)) = values.iter().zip(keys).find(|(values, _)| values.len() > 1) {
            self.incomplete(NoticeCode::DuplicateKey, duplicate(format_args!("{path}.{key}")));
            return message;
        }
        let [from, subject, text, format, at] = values.map(|values| values.first().copied());
        match from.map(word) {
            Some(word) => message.from = Sender::from_word(&word),
            None => {
                self.incomplete(NoticeCode::UnknownSender, format!("`{path}` does not say whom it is `from`"))
            }
        }
        if let Some(from) = from
            && message.from == Sender::Unknown
        {
            self.incomplete(
                NoticeCode::UnknownSender,
                unknown(format_args!("{path}.from"), from, Sender::WORDS),
            );
        }
        if let Some(format) = format {
            message.format = Format::from_word(&word(format));
            if message.format == Format::Unknown {
                self.incomplete(
                    NoticeCode::UnknownFormat,
                    unknown(format_args!("{path}.format"), format, Format::WORDS),
                );
            }
        }
        if let Some(text) = text {
            message.text = self.text(text, format_args!("{path}.text")).unwrap_or_default();
        } else if message.from == Sender::Customer {
            self.incomplete(NoticeCode::TextMissing, format!("`{path}` has no `text`"));
        }
        message.subject = subject.and_then(|subject| self.text(subject, format_args!("{path}.subject")));
        message.at = at.and_then(|at| self.instant(at, format_args!("{path}.at")));
        message
    }

    /// Something that was said; none, with a notice, if it is no text.
    fn text(&mut self, value: &RawValue, path: Arguments<'_>) -> Option<String> {
        let Json::Text(text) = parse(value) else {
            self.incomplete(NoticeCode::MessageMalformed, format!("`{path}` is {}, not a text", kind(value)));
            return None;
        };
        Some(self.repaired(text, path))
    }

    /// A text, with a notice if something in it was replaced.
    fn repaired(&mut self, text: Decoded<'_>, path: Arguments<'_>) -> String {
        if text.repaired {
            let message = format!("`{path}` holds half a character, written as U+FFFD instead");
            self.notice(NoticeCode::TextRepaired, message);
        }
        text.text.into_owned()
    }

    /// The facts of an object whose own name is `name`; of the outermost one at depth 0.
    fn facts(&mut self, name: &mut String, depth: usize, members: Members<'_>) {
        self.inquiry.facts.reserve(members.len());
        for (key, value) in members {
            let outer = name.len();
            if outer + key.len() >= MAX_NAME {
                let start = shortened(if depth == 0 { &key } else { name });
                self.facts_incomplete(format!(
                    "the name of a fact that begins with `{start}` is too long, so it is not read"
                ));
                continue;
            }
            if depth > 0 {
                name.push('.');
            }
            name.push_str(&key);
            let content = match parse(value) {
                Json::Object(members) if name.matches('.').count() + 1 < MAX_DEPTH => {
                    self.facts(name, depth + 1, members);
                    Content::Object
                }
                Json::Object(_) => {
                    self.facts_incomplete(format!("facts nested more than {MAX_DEPTH} deep are not read"));
                    other(value)
                }
                Json::List(values) => {
                    let scalars = values.into_iter().map(|value| FactValue(scalar(parse(value), value)));
                    Content::List(scalars.collect())
                }
                json => scalar(json, value),
            };
            self.inquiry.facts.push((name.as_str().into(), FactValue(content)));
            name.truncate(outer);
        }
    }

    /// Sorts the facts, and leaves one of those that say the same; of two that do not, both stay.
    fn arrange_facts(&mut self) {
        let mut facts = std::mem::take(&mut self.inquiry.facts);
        facts.sort_by(|(left, _), (right, _)| left.cmp(right));
        let mut arranged: Vec<(Box<str>, FactValue)> = Vec::with_capacity(facts.len());
        for (name, value) in facts {
            let mut before = arranged.iter().rev().take_while(|(other, _)| *other == name);
            let known = match (before.next(), before.next()) {
                (None, _) => false,
                (Some((_, only)), None) => only.says_the_same(&value),
                (Some(_), Some(_)) => true,
            };
            if !known {
                arranged.push((name, value));
            }
        }
        if arranged.len() > MAX_FACTS {
            arranged.truncate(MAX_FACTS);
            self.facts_incomplete(format!("only the first {MAX_FACTS} facts by name are kept"));
        }
        self.inquiry.facts = arranged;
    }

    fn incomplete(&mut self, code: NoticeCode, message: String) {
        self.inquiry.messages_complete = false;
        self.notice(code, message);
    }

    fn facts_incomplete(&mut self, message: String) {
        self.inquiry.facts_complete = false;
        self.notice(NoticeCode::FactsIncomplete, message);
    }

    fn notice(&mut self, code: NoticeCode, message: String) {
        let notices = &mut self.inquiry.notices;
        match notices.len() {
            ..MAX_NOTICES => notices.push(Notice::new(code, message)),
            MAX_NOTICES => notices
                .push(Notice::new(NoticeCode::FurtherNotices, "there are further notices of this kind")),
            _ => {}
        }
    }
}

/// The content of a value, one level of which is `json`. Objects and lists are kept as they are, and so are texts with half a
/// character, which repaired would be another value than was given.
fn scalar(json: Json<'_>, value: &RawValue) -> Content {
    match json {
        Json::Null => Content::Null,
        Json::Bool(value) => Content::Bool(value),
        Json::Number(digits) => Content::Number(digits.into()),
        Json::Text(text) if !text.repaired => Content::Text(text.text.into()),
        Json::Text(_) | Json::List(_) | Json::Object(_) => other(value),
    }
}

/// A value kept as it is. Line breaks can only be between its parts, where a space does as well.
fn other(value: &RawValue) -> Content {
    Content::Other(value.get().replace(['\n', '\r'], " ").into())
}

/// The text of a value; empty where it is no text.
fn word(value: &RawValue) -> Cow<'_, str> {
    match parse(value) {
        Json::Text(text) => text.text,
        _ => Cow::Borrowed(""),
    }
}

/// About a word that is none of `words`. It is not shown: senders are people.
fn unknown(path: Arguments<'_>, value: &RawValue, words: &[&str]) -> String {
    let hint = did_you_mean(closest(&word(value), words.iter().copied()));
    format!("`{path}` is none of {}{hint}", words.join(", "))
}

fn duplicate(key: impl Display) -> String {
    format!("`{key}` is there twice, with different values")
}
