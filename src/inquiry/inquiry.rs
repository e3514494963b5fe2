//! One inquiry: who said what, what the CRM knows, and when it came in. Untyped and lossless; a rulebook gives it meaning.

use super::{FactValue, Notice};
use crate::inquiry::fact::Content;
use jiff::Timestamp;
use std::fmt;

/// An inquiry (問い合わせ): what came in, to be decided by a rulebook.
///
/// ```
/// use furiwake::{FactValue, Inquiry};
///
/// let inquiry = Inquiry::new()
///     .with_id("T-1")
///     .customer("先週届いた電気ケトルから煙が出ました。返金してください。")
///     .fact("channel", "phone")
///     .fact("order.amount", 4980)
///     .fact("order.discount", FactValue::decimal("12.50")?);
/// assert_eq!(inquiry.facts().count(), 3);
/// # Ok::<(), furiwake::inquiry::InquiryError>(())
/// ```
///
/// Printed with `{:?}` it shows the id, how many messages there are, and the names of the facts: the customer's words and the
/// facts' values are personal data that a log should not hold by accident.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct Inquiry {
    pub(crate) id: Option<Box<str>>,
    pub(crate) time: Option<Timestamp>,
    pub(crate) messages: Vec<Message>,
    pub(crate) messages_complete: bool,
    /// INVARIANT: sorted by name. A name is here twice only with two values that do not say the same.
    pub(crate) facts: Vec<(Box<str>, FactValue)>,
    /// False where some facts were given but could not be read: an absent fact may be one of them.
    pub(crate) facts_complete: bool,
    pub(crate) notices: Vec<Notice>,
}

impl Default for Inquiry {
    fn default() -> Self {
        Self::new()
    }
}

impl Inquiry {
    /// An inquiry that says nothing yet.
    pub const fn new() -> Self {
        Self {
            id: None,
            time: None,
            messages: Vec::new(),
            messages_complete: true,
            facts: Vec::new(),
            facts_complete: true,
            notices: Vec::new(),
        }
    }

    /// Gives the inquiry the id by which the host knows it.
    pub fn with_id(mut self, id: impl Into<Box<str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets when the inquiry came in: a `jiff` timestamp or zoned time. Days since a delivery and due times count from here.
    /// A day or instant among the facts must not lie after it, unless the rulebook declares a `max` for that fact; without
    /// the inquiry's time such a fact is missing.
    pub fn at(mut self, time: impl Into<Timestamp>) -> Self {
        self.time = Some(time.into());
        self
    }

    /// Adds a plain text message of the customer. Only the customer's own messages are evidence.
    pub fn customer(self, text: impl Into<String>) -> Self {
        self.message(Message::new(Sender::Customer, text))
    }

    /// Adds a plain text message of somebody who answered the customer.
    pub fn agent(self, text: impl Into<String>) -> Self {
        self.message(Message::new(Sender::Agent, text))
    }

    /// Adds a message. One of an unknown sender or in an unknown format also makes the messages incomplete.
    pub fn message(mut self, message: Message) -> Self {
        self.messages_complete &= message.from != Sender::Unknown && message.format != Format::Unknown;
        self.messages.push(message);
        self
    }

    /// Says that messages are missing, so that nothing follows from what was not said.
    pub const fn with_messages_incomplete(mut self) -> Self {
        self.messages_complete = false;
        self
    }

    /// Sets a fact, in place of what was said about it before.
    pub fn fact(mut self, name: impl Into<Box<str>>, value: impl Into<FactValue>) -> Self {
        let name = name.into();
        let start = self.facts.partition_point(|(other, _)| *other < name);
        let end = self.facts.partition_point(|(other, _)| *other <= name);
        self.facts.splice(start..end, [(name, value.into())]);
        self
    }

    /// The id by which the host knows it.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// When it came in.
    pub const fn time(&self) -> Option<Timestamp> {
        self.time
    }

    /// The messages, in the order in which they came.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Whether all messages are there and could be read.
    pub const fn messages_complete(&self) -> bool {
        self.messages_complete
    }

    /// The facts, sorted by name. A name that the source gave different values is there twice.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &FactValue)> {
        let facts = self.facts.iter().filter(|(_, value)| value.0 != Content::Object);
        facts.map(|(name, value)| (&**name, value))
    }

    /// What was wrong with the text the inquiry was read from.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

impl fmt::Debug for Inquiry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.facts().map(|(name, _)| name).collect();
        formatter
            .debug_struct("Inquiry")
            .field("id", &self.id)
            .field("messages", &self.messages.len())
            .field("facts", &names)
            .finish_non_exhaustive()
    }
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// Who said it.
    pub from: Sender,
    /// The subject line, which is text like the rest.
    pub subject: Option<String>,
    /// What was said.
    pub text: String,
    /// How the text is to be read.
    pub format: Format,
    /// When it was said.
    pub at: Option<Timestamp>,
}

impl Message {
    /// A plain text message.
    pub fn new(from: Sender, text: impl Into<String>) -> Self {
        Self { from, subject: None, text: text.into(), format: Format::Text, at: None }
    }

    /// Adds a subject line.
    #[must_use]
    pub fn with_subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Says how the text is to be read.
    #[must_use]
    pub const fn with_format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Says when it was said.
    #[must_use]
    pub fn at(mut self, time: impl Into<Timestamp>) -> Self {
        self.at = Some(time.into());
        self
    }

    /// Whether cues are looked for in it: the customer's own words, in a form that can be read.
    pub(crate) fn is_evidence(&self) -> bool {
        self.from == Sender::Customer && self.format != Format::Unknown
    }
}

macro_rules! words {
    ($($(#[$doc:meta])+ $type:ident { $($(#[$word_doc:meta])+ $word:ident = $name:literal,)+ })+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$word_doc])+ $word,)+
            /// None that the library knows. Such a message is no evidence.
            Unknown,
        }

        impl $type {
            /// The words used in JSON; not `unknown`.
            pub(crate) const WORDS: &[&str] = &[$($name),+];

            /// What a word stands for.
            pub(crate) fn from_word(word: &str) -> Self {
                match word {
                    $($name => Self::$word,)+
                    _ => Self::Unknown,
                }
            }

            /// The word used in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $name,)+
                    Self::Unknown => "unknown",
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    )+};
}

words! {
    /// Who sent a message.
    Sender {
        /// The customer.
        Customer = "customer",
        /// Somebody, or some machine, that answers customers.
        Agent = "agent",
        /// A machine that reports events.
        System = "system",
    }

    /// How the text of a message is to be read.
    Format {
        /// As it stands.
        Text = "text",
        /// As HTML: tags are no text.
        Html = "html",
        /// As the plain text of a mail: quoted lines (`> `) are somebody else's words.
        Mail = "mail",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_what_it_says() {
        let time: jiff::Zoned = "2026-11-21T10:00:00+09:00[Asia/Tokyo]".parse().unwrap();
        let inquiry = Inquiry::new()
            .with_id("T-1")
            .at(time.clone())
            .message(
                Message::new(Sender::Customer, "<p>返金</p>")
                    .with_format(Format::Html)
                    .with_subject("件名")
                    .at(&time),
            )
            .agent("承知しました")
            .fact("order.amount", 4980)
            .fact("channel", "phone");
        assert_eq!(inquiry.id(), Some("T-1"));
        assert_eq!(inquiry.time(), Some(time.timestamp()));
        assert_eq!(inquiry.messages().iter().map(Message::is_evidence).collect::<Vec<_>>(), [true, false]);
        assert!(inquiry.messages_complete());
        assert!(inquiry.facts().map(|(name, _)| name).eq(["channel", "order.amount"]));
    }

    #[test]
    fn debugging_shows_no_words_and_no_values() {
        let inquiry = Inquiry::new().with_id("T-1").customer("秘密").fact("phone", "090-1234");
        let expected = r#"Inquiry { id: Some("T-1"), messages: 1, facts: ["phone"], .. }"#;
        assert_eq!(format!("{inquiry:?}"), expected);
    }

    #[test]
    fn a_fact_set_again_is_replaced() {
        let inquiry = Inquiry::new().fact("a", 1).fact("b", true).fact("a", 2);
        assert_eq!(inquiry, Inquiry::new().fact("b", true).fact("a", 2));
    }

    #[test]
    fn a_message_of_an_unknown_sender_leaves_doubt() {
        let inquiry = Inquiry::new().customer("a").message(Message::new(Sender::Unknown, "b"));
        assert!(!inquiry.messages_complete());
        assert!(!Inquiry::new().customer("a").with_messages_incomplete().messages_complete());
    }
}
