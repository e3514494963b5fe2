//! Inquiries written as JSON.

use crate::inquiry::fact::write_text;
use crate::inquiry::inquiry::{Format, Inquiry, Message};
use std::fmt::{self, Write};

impl Inquiry {
    /// Writes the inquiry as JSON on one line, in the form [`from_json`](Inquiry::from_json) reads. Numbers keep their
    /// digits. Notices are not written, nor what could not be read; a time before the year 0 has no form there.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        // Writing to a `String` cannot fail.
        let _ = write_inquiry(&mut json, self);
        json
    }
}

fn write_inquiry(json: &mut String, inquiry: &Inquiry) -> fmt::Result {
    let mut members = Members { json, empty: true };
    members.json.push('{');
    if let Some(id) = inquiry.id() {
        write_text(members.key("id")?, id)?;
    }
    if let Some(time) = inquiry.time() {
        write!(members.key("at")?, "\"{time}\"")?;
    }
    if !inquiry.messages_complete() {
        members.key("messages_complete")?.push_str("false");
    }
    if !inquiry.messages().is_empty() {
        let json = members.key("messages")?;
        for (position, message) in inquiry.messages().iter().enumerate() {
            json.push_str(if position == 0 { "[" } else { ", " });
            write_message(json, message)?;
        }
        json.push(']');
    }
    if !inquiry.facts.is_empty() {
        let mut facts = Members { json: members.key("facts")?, empty: true };
        facts.json.push('{');
        for (name, value) in &inquiry.facts {
            write!(facts.key(name)?, "{value}")?;
        }
        facts.json.push('}');
    }
    json.push('}');
    Ok(())
}

fn write_message(json: &mut String, message: &Message) -> fmt::Result {
    let mut members = Members { json, empty: true };
    members.json.push('{');
    write!(members.key("from")?, "\"{}\"", message.from)?;
    if let Some(subject) = &message.subject {
        write_text(members.key("subject")?, subject)?;
    }
    write_text(members.key("text")?, &message.text)?;
    if message.format != Format::Text {
        write!(members.key("format")?, "\"{}\"", message.format)?;
    }
    if let Some(time) = message.at {
        write!(members.key("at")?, "\"{time}\"")?;
    }
    json.push('}');
    Ok(())
}

/// The members of an object that is being written.
struct Members<'a> {
    json: &'a mut String,
    empty: bool,
}

impl Members<'_> {
    /// Writes a key; the value is to follow.
    fn key(&mut self, key: &str) -> Result<&mut String, fmt::Error> {
        if !std::mem::take(&mut self.empty) {
            self.json.push_str(", ");
        }
        write_text(self.json, key)?;
        self.json.push_str(": ");
        Ok(self.json)
    }
}
