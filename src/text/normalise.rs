//! One spelling for what reads the same: a text is brought into the form in which phrases are compared with it, and every
//! character of the result knows the bytes of the original it came from.
//!
//! In order: invisible characters go; compatibility forms are replaced by the plain ones and composed again (NFKC of
//! [UAX #15](https://www.unicode.org/reports/tr15/), so ｶﾞ is ガ and ﬁ is fi); letters become lower case; typographic
//! apostrophes and dashes become those of the keyboard; white space becomes one space, or nothing between two Japanese
//! characters, where a space or a single line break is layout. An empty line is kept as a space even there: it ends a
//! paragraph.

use super::character::{is_invisible, is_japanese, is_line_break};
use super::offset::OffsetMap;
use std::iter;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The normalised form of a phrase or another short text, without its origins.
pub(crate) fn normalised(text: &str) -> String {
    let mut normaliser = Normaliser::default();
    let mut start = 0;
    for character in text.chars() {
        let end = start + utf8_length(character);
        normaliser.push(character, start, end);
        start = end;
    }
    normaliser.finish(false);
    normaliser.text
}

/// Whether nothing is left of a phrase. What is plain always is.
pub(crate) fn is_blank(phrase: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_graphic() || is_plain_japanese(character);
    !phrase.contains(is_plain) && normalised(phrase).is_empty()
}

/// The length of the character in bytes.
pub(crate) const fn utf8_length(character: char) -> u32 {
    match character {
        '\0'..='\u{7F}' => 1,
        '\u{80}'..='\u{7FF}' => 2,
        '\u{800}'..='\u{FFFF}' => 3,
        _ => 4,
    }
}

/// Normalises one text after another: characters go in with their place in the original, [`text`](Self::text) comes out.
/// The buffers are kept, so a normaliser that is reused stops allocating.
#[derive(Debug, Clone, Default)]
pub(crate) struct Normaliser {
    text: String,
    offsets: OffsetMap,
    /// Decomposed characters that a following mark may still change, and where they come from.
    cluster: Vec<char>,
    cluster_origin: Origin,
    /// The character written last, if a following mark may still change it.
    last: Option<(usize, Origin)>,
    space: Option<Space>,
    after_carriage_return: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Origin {
    start: u32,
    end: u32,
}

/// White space that is written, or not, when the next visible character is known.
#[derive(Debug, Clone, Copy)]
struct Space {
    origin: Origin,
    line_breaks: u32,
}

impl Normaliser {
    /// Begins a new text.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.offsets.clear();
        self.cluster.clear();
        self.last = None;
        self.space = None;
        self.after_carriage_return = false;
    }

    /// Adds a character that `start..end` of the original stands for.
    pub(crate) fn push(&mut self, character: char, start: u32, end: u32) {
        let origin = Origin { start, end };
        // Most text is of these two kinds, and neither is changed by composition with what follows unless a mark does.
        if character.is_ascii_graphic() {
            self.write_plain(character.to_ascii_lowercase(), origin);
        } else if is_plain_japanese(character) {
            self.write_plain(character, origin);
        } else if character.is_whitespace() {
            let line_feed_of_pair = character == '\n' && self.after_carriage_return;
            self.flush();
            let line_break = is_line_break(character) && !line_feed_of_pair;
            self.widen_space(origin, u32::from(line_break));
            self.after_carriage_return = character == '\r';
        } else if !is_invisible(character) {
            self.push_composing(character, origin);
        }
    }

    /// Adds a run of characters of which each is [plain](plain_length); it begins at byte `start` of the original.
    pub(crate) fn push_plain(&mut self, run: &str, start: u32) {
        let mut characters = run.chars();
        let (Some(first), Some(last)) = (characters.next(), run.chars().next_back()) else { return };
        self.flush();
        self.write(first.to_ascii_lowercase(), Origin { start, end: start + utf8_length(first) });
        let rest = characters.as_str();
        let (at, end) = (self.text.len(), start + position(run.len()));
        if !rest.is_empty() {
            self.text.push_str(rest);
            self.offsets.add(position(at), position(rest.len()), start + utf8_length(first), end);
            if let Some(added) = self.text.get_mut(at..) {
                added.make_ascii_lowercase();
            }
        }
        let origin = Origin { start: end - utf8_length(last), end };
        self.last = Some((self.text.len() - last.len_utf8(), origin));
    }

    /// Makes room for a text of this many bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    /// Adds the gap between two blocks of a layout, which `start..end` of the original stands for. It separates words in
    /// Japanese too.
    pub(crate) fn push_gap(&mut self, start: u32, end: u32) {
        self.flush();
        self.widen_space(Origin { start, end }, 2);
    }

    /// How long the text is up to here, white space that follows it included. What is added later is not composed with
    /// what is there.
    pub(crate) fn place(&mut self) -> usize {
        self.flush();
        self.text.len() + usize::from(self.space.is_some() && !self.text.is_empty())
    }

    /// Ends the text. White space at the end is dropped, except where the text was `cut` and more words may follow.
    pub(crate) fn finish(&mut self, cut: bool) {
        self.flush();
        if let Some(space) = self.space.take()
            && cut
            && !self.text.is_empty()
        {
            self.append(' ', space.origin);
        }
    }

    /// The normalised text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where the characters from byte `start` to byte `end` of the normalised text come from.
    pub(crate) fn original(&self, start: usize, end: usize) -> (u32, u32) {
        self.offsets.original(start, end)
    }

    /// Writes a character that normalisation leaves alone.
    fn write_plain(&mut self, character: char, origin: Origin) {
        self.flush();
        self.write(character, origin);
        self.last = Some((self.text.len() - character.len_utf8(), origin));
    }

    /// Adds a character that may have another form, or may change the form of the one before.
    fn push_composing(&mut self, character: char, origin: Origin) {
        let character = unify(character);
        let mut first = true;
        decompose_compatible(character, |part| {
            let part = unify(part);
            if first {
                first = false;
                if !joins_what_precedes(part) {
                    self.flush();
                } else if self.cluster.is_empty() {
                    self.take_back();
                }
                if self.cluster.is_empty() {
                    self.cluster_origin = origin;
                } else {
                    self.cluster_origin.end = origin.end;
                }
            }
            // The capital İ of Turkish and an i that carries its own dot twice are the i everybody types.
            let redundant_dot = part == '\u{307}' && self.cluster.last() == Some(&'i');
            if !redundant_dot && !is_invisible(part) {
                self.cluster.push(part);
            }
        });
    }

    /// Makes the character written last part of the cluster again, because a mark follows it.
    fn take_back(&mut self) {
        if let Some((at, origin)) = self.last.take()
            && let Some(character) = self.text.pop()
        {
            self.offsets.truncate(position(at));
            self.cluster.push(character);
            self.cluster_origin = origin;
        }
    }

    /// Writes the cluster: nothing that follows can change it any more.
    fn flush(&mut self) {
        self.last = None;
        self.after_carriage_return = false;
        if self.cluster.is_empty() {
            return;
        }
        let mut cluster = std::mem::take(&mut self.cluster);
        for character in cluster.drain(..).nfc() {
            if character.is_whitespace() {
                self.widen_space(self.cluster_origin, 0);
            } else {
                self.write(character, self.cluster_origin);
            }
        }
        self.cluster = cluster;
    }

    /// Writes a visible character after the white space before it.
    fn write(&mut self, character: char, origin: Origin) {
        if let Some(space) = self.space.take()
            && let Some(before) = self.text.chars().next_back()
        {
            let layout = space.line_breaks < 2 && is_japanese(before) && is_japanese(character);
            if !layout {
                self.append(' ', space.origin);
            }
        }
        self.append(character, origin);
    }

    fn append(&mut self, character: char, origin: Origin) {
        self.offsets.add(position(self.text.len()), utf8_length(character), origin.start, origin.end);
        self.text.push(character);
    }

    fn widen_space(&mut self, origin: Origin, line_breaks: u32) {
        match &mut self.space {
            Some(space) => {
                space.origin.end = origin.end;
                space.line_breaks = space.line_breaks.saturating_add(line_breaks);
            }
            None => self.space = Some(Space { origin, line_breaks }),
        }
    }
}

/// A position in the normalised text. What is read of an inquiry is limited far below the range of `u32`.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// How many bytes at the beginning of `text` are of characters that normalisation leaves alone but for their case: those of the
/// two kinds most text is of, and single spaces between words of ASCII.
pub(crate) fn plain_length(text: &str) -> usize {
    let mut length = 0;
    let mut after_ascii = false;
    while let Some(rest) = text.as_bytes().get(length..) {
        match rest {
            [first, ..] if first.is_ascii_graphic() => (length, after_ascii) = (length + 1, true),
            [b' ', next, ..] if after_ascii && next.is_ascii_graphic() => length += 2,
            // From U+3000 to U+9FFF.
            [first @ 0xE3..=0xE9, second, third, ..] => {
                let six = |byte: &u8| u32::from(byte & 0x3F);
                let code = u32::from(first & 0xF) << 12 | six(second) << 6 | six(third);
                if !char::from_u32(code).is_some_and(is_plain_japanese) {
                    break;
                }
                (length, after_ascii) = (length + 3, false);
            }
            _ => break,
        }
    }
    length
}

/// Japanese characters that are their own normal form, begin a cluster and have no case.
const fn is_plain_japanese(character: char) -> bool {
    matches!(character,
        '\u{3001}'..='\u{301B}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether the character can combine with the one before it. It is the first of a decomposition.
fn joins_what_precedes(character: char) -> bool {
    canonical_combining_class(character) != 0 || is_nfc_quick(iter::once(character)) != IsNormalized::Yes
}

/// Lower case, and one character for those that people type for one another.
fn unify(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{B4}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        // The wave dash and the fullwidth tilde are one key; which of them arrives depends on the sender's system.
        '\u{301C}' => '~',
        // The voiced sound marks that stand alone are written after a kana instead of the combining ones.
        '\u{309B}' => '\u{3099}',
        '\u{309C}' => '\u{309A}',
        // A final sigma is a matter of position, as upper case has only one.
        'ς' => 'σ',
        // The one capital whose lower case is two characters; the dot is dropped with that of i.
        'İ' => 'i',
        _ => character.to_lowercase().next().unwrap_or(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::is_nfkc;

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        assert_eq!(normalised(text), expected, "{text:?}");
    }

    #[test]
    fn width_case_and_composition_are_one() {
        reads("ＡＢＣ１２３！？", "abc123!?");
        reads("ｶﾞｽﾀﾝｸ", "ガスタンク");
        reads("ﾊﾟｿｺﾝ", "パソコン");
        reads("か\u{3099}", "が");
        reads("か゛ハ゜", "がパ");
        reads("e\u{301} É", "é é");
        reads("ﬁne", "fine");
        reads("㍻①㌔", "平成1キロ");
        reads("İade IADE", "iade iade");
        reads("I\u{307}i\u{307}", "ii");
        reads("ΟΔΟΣ ὁδός", "οδοσ ὁδόσ");
        reads("J\u{30C}", "\u{1F0}");
        reads("한국", "한국");
        reads("\u{1112}\u{1161}\u{11AB}", "한");
        reads("≠=\u{338}", "≠≠");
    }

    #[test]
    fn apostrophes_dashes_and_waves_are_those_of_the_keyboard() {
        reads("don’t don‘t donʼt don´t don＇t", "don't don't don't don't don't");
        reads("e‑mail e‐mail a–b −1 ―", "e-mail e-mail a-b -1 -");
        reads("1〜2～3", "1~2~3");
        reads("ŉ", "'n");
    }

    #[test]
    fn white_space_is_one_space_or_layout() {
        reads("  a\t\t b\r\n\r\nc \n", "a b c");
        reads("返 金", "返金");
        reads("返\n金 を\r\n頼 む。　は い", "返金を頼む。はい");
        reads("返\n\n金", "返 金");
        reads("返\r\n\r\n金", "返 金");
        reads("返\r\n金", "返金");
        reads("返金 please 返金", "返金 please 返金");
        reads("a\u{A0}\u{3000}b\u{2028}c", "a b c");
        reads("い \u{200B} い", "いい");
        reads("", "");
        reads(" \n ", "");
    }

    #[test]
    fn nothing_invisible_splits_a_word() {
        reads("re\u{AD}fund", "refund");
        reads("返\u{200B}金\u{FEFF}", "返金");
        reads("返\u{FE00}金\u{E0101}", "返金");
        reads("re\u{202E}fu\u{2060}nd\u{0}", "refund");
        reads("か\u{200B}\u{3099}", "が");
        reads("👨\u{200D}👩\u{200D}👧", "👨👩👧");
        reads("❤\u{FE0F}", "❤");
    }

    #[test]
    fn characters_taken_as_plain_are_their_own_normal_form() {
        for character in '\u{3000}'..='\u{9FFF}' {
            if is_plain_japanese(character) {
                assert!(is_nfkc(&character.to_string()), "{character}");
                assert!(!joins_what_precedes(character), "{character}");
                assert_eq!(unify(character), character);
            }
        }
    }

    #[test]
    fn every_character_keeps_its_place() {
        let text = "Aｶﾞ\u{200B}㍻ e\u{301}\r\nﬁ";
        let mut normaliser = Normaliser::default();
        super::super::extract::read(text, super::super::extract::TextFormat::Text, false, &mut normaliser);
        assert_eq!(normaliser.text(), "aガ平成 é fi");
        let of = |part: &str| {
            let start = normaliser.text().find(part).unwrap();
            let (start, end) = normaliser.original(start, start + part.len());
            text.get(start as usize..end as usize).unwrap()
        };
        assert_eq!(of("a"), "A");
        assert_eq!(of("ガ"), "ｶﾞ");
        assert_eq!(of("平"), "㍻");
        assert_eq!(of("成"), "㍻");
        assert_eq!(of("平成"), "㍻");
        assert_eq!(of("ガ平"), "ｶﾞ\u{200B}㍻");
        assert_eq!(of("é"), "e\u{301}");
        assert_eq!(of(" f"), "\r\nﬁ");
        assert_eq!(of("i"), "ﬁ");
    }

    /// Marks without end after one letter are composed once, not once a mark.
    #[test]
    fn many_marks_are_read_in_reasonable_time() {
        let text = format!("か{}", "\u{3099}\u{301}\u{323}".repeat(100_000));
        assert!(normalised(&text).starts_with('が'));
    }
}
