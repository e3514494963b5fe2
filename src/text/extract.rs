//! The customer's own words out of a message: markup and quoted replies are left out, and what remains goes to the
//! normaliser character by character, each with its place in the message as it was sent.

use super::character::{is_invisible, is_line_break};
use super::html;
use super::normalise::{Normaliser, plain_length, utf8_length};

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum TextFormat {
    /// Every character counts.
    #[default]
    Text,
    /// Markup is left out; so are `<blockquote>` marked as a quotation and lines that begin with `>` once the markup is
    /// gone.
    Html,
    /// Lines that begin with `>` are somebody else's words.
    Mail,
}

/// Reads `text` into the normaliser, which must be clear. `cut` says that the message goes on after `text`.
///
/// Returns from where on in the normalised text words may be lost in malformed markup, if there is such a place. It may
/// lie one byte behind the text, where white space before the place is not written.
pub(crate) fn read(text: &str, format: TextFormat, cut: bool, normaliser: &mut Normaliser) -> Option<usize> {
    let mut lost_from = None;
    normaliser.reserve(text.len());
    match format {
        TextFormat::Text => push_runs(text, normaliser),
        TextFormat::Mail => {
            let mut lines = OwnLines::new(normaliser);
            push_all(text, |character, start, end| lines.push(character, start, end));
        }
        TextFormat::Html => lost_from = html::read(text, cut, OwnLines::new(normaliser)),
    }
    normaliser.finish(cut);
    lost_from
}

fn push_runs(text: &str, normaliser: &mut Normaliser) {
    let (mut rest, mut start) = (text, 0);
    while let Some(character) = rest.chars().next() {
        let plain = plain_length(rest);
        let (read, behind) = rest.split_at_checked(plain.max(character.len_utf8())).unwrap_or((rest, ""));
        let end = start + u32::try_from(read.len()).unwrap_or(u32::MAX);
        if plain > 0 {
            normaliser.push_plain(read, start);
        } else {
            normaliser.push(character, start, end);
        }
        (rest, start) = (behind, end);
    }
}

fn push_all(text: &str, mut push: impl FnMut(char, u32, u32)) {
    let mut start = 0;
    for character in text.chars() {
        let end = start + utf8_length(character);
        push(character, start, end);
        start = end;
    }
}

/// Lets through the lines that do not begin with the `>` of a quoted reply.
#[derive(Debug)]
pub(crate) struct OwnLines<'n> {
    normaliser: &'n mut Normaliser,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing visible in this line yet.
    LineStart,
    /// In a line of one's own.
    Own,
    /// In a quoted line.
    Quoted,
}

impl<'n> OwnLines<'n> {
    /// Starts at the beginning of a line.
    pub(crate) fn new(normaliser: &'n mut Normaliser) -> Self {
        Self { normaliser, place: Place::LineStart }
    }

    /// Adds a character that `start..end` of the original stands for.
    pub(crate) fn push(&mut self, character: char, start: u32, end: u32) {
        if is_line_break(character) {
            self.place = Place::LineStart;
        } else if self.place == Place::LineStart && !character.is_whitespace() && !is_invisible(character) {
            self.place = if character == '>' { Place::Quoted } else { Place::Own };
        }
        if self.place != Place::Quoted {
            self.normaliser.push(character, start, end);
        }
    }

    /// How long the normalised text is up to here.
    pub(crate) fn place(&mut self) -> usize {
        self.normaliser.place()
    }

    /// Adds the gap between two blocks of a layout.
    pub(crate) fn push_gap(&mut self, start: u32, end: u32) {
        self.place = Place::LineStart;
        self.normaliser.push_gap(start, end);
    }
}
