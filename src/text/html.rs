//! The visible text of an HTML message, with the place of every character in the source.
//!
//! The tokenizer is that of the [HTML standard](https://html.spec.whatwg.org/multipage/parsing.html), so broken markup
//! is read as a browser reads it. Only what separates or hides words is taken from the elements; there is no tree.

use super::extract::OwnLines;
use html5gum::{Emitter, Error, State, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// Reads the visible text of `html` into `lines`. `cut` says that the source goes on after `html`.
pub(crate) fn read(html: &str, cut: bool, lines: OwnLines<'_>) {
    let html = if cut { without_half_markup(html) } else { html };
    let reader = VisibleText {
        html,
        lines,
        position: 0,
        consumed: 0,
        unmarked: 0..0,
        reference_start: 0,
        tag: Vec::new(),
        is_end_tag: false,
        last_start_tag: Vec::new(),
        quotes: 0,
        preformatted: 0,
        hidden: false,
    };
    // The error type has no values: reading from memory cannot fail.
    let Ok(()) = Tokenizer::new_with_emitter(html, reader).finish();
}

/// Leaves out the beginning of a tag or a character reference at the end of a source that was cut: as text it is no
/// evidence, since the rest would have made it something else. (Tags with a name are left out by the tokenizer.)
fn without_half_markup(html: &str) -> &str {
    let name = html.trim_end_matches(|character: char| character.is_ascii_alphanumeric() || character == '#');
    if let Some(before) = name.strip_suffix('&') {
        return before;
    }
    html.strip_suffix("</").or_else(|| html.strip_suffix('<')).unwrap_or(html)
}

/// Receives the tokens of a source and passes on the text a reader sees.
#[derive(Debug)]
struct VisibleText<'h, 'n> {
    html: &'h str,
    lines: OwnLines<'n>,
    /// How far the tokenizer has read.
    position: usize,
    /// How far the source has become tokens.
    consumed: usize,
    /// Text that stands in the source as it is, not yet passed on. The tokenizer may split it inside a character.
    unmarked: Range<usize>,
    /// Where the character reference read last begins.
    reference_start: usize,
    tag: Vec<u8>,
    is_end_tag: bool,
    last_start_tag: Vec<u8>,
    /// How many `<blockquote>` are open.
    quotes: u32,
    /// How many `<pre>` are open, in which line breaks of the source are those of the layout.
    preformatted: u32,
    /// In an element whose content is not shown.
    hidden: bool,
}

impl VisibleText<'_, '_> {
    fn is_visible(&self) -> bool {
        !self.hidden && self.quotes == 0
    }

    fn flush(&mut self) {
        let range = std::mem::replace(&mut self.unmarked, self.consumed..self.consumed);
        let mut start = range.start;
        for character in self.html.get(range).unwrap_or_default().chars() {
            let end = start + character.len_utf8();
            self.push(character, start, end);
            start = end;
        }
    }

    fn push(&mut self, character: char, start: usize, end: usize) {
        if self.is_visible() {
            let breaks_no_line = matches!(character, '\n' | '\r') && self.preformatted == 0;
            self.lines.push(if breaks_no_line { ' ' } else { character }, position(start), position(end));
        }
    }

    /// Acts on the tag just read, which began where the text before it ended.
    fn apply_tag(&mut self) {
        let (start, end) = (position(self.consumed), position(self.position));
        match self.tag.as_slice() {
            b"br" if self.is_visible() => self.lines.push('\n', start, end),
            tag if is_block(tag) && self.is_visible() => self.lines.push_gap(start, end),
            _ => {}
        }
        let count = |open: u32| if self.is_end_tag { open.saturating_sub(1) } else { open.saturating_add(1) };
        match self.tag.as_slice() {
            b"blockquote" => self.quotes = count(self.quotes),
            b"pre" | b"listing" => self.preformatted = count(self.preformatted),
            _ => {}
        }
        self.hidden = !self.is_end_tag && is_hidden(&self.tag);
        self.consumed = self.position;
        self.unmarked = self.consumed..self.consumed;
    }
}

impl Emitter for VisibleText<'_, '_> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn emit_string(&mut self, text: &[u8]) {
        let end = self.position;
        let start = end.saturating_sub(text.len());
        let source = self.html.as_bytes();
        let skipped = source.get(self.consumed..start);
        let stands_in_source =
            source.get(start..end) == Some(text) && skipped.is_some_and(|skipped| !skipped.contains(&b'&'));
        if stands_in_source {
            if self.unmarked.end == start {
                self.unmarked.end = end;
            } else {
                self.flush();
                self.unmarked = start..end;
            }
        } else {
            self.flush();
            if self.consumed < end {
                let before = source.get(self.consumed..end).unwrap_or_default();
                let ampersand = before.iter().position(|byte| *byte == b'&').unwrap_or(0);
                self.reference_start = self.consumed + ampersand;
            }
            for character in String::from_utf8_lossy(text).chars() {
                self.push(character, self.reference_start, end);
            }
            self.unmarked = end..end;
        }
        self.consumed = end;
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn init_start_tag(&mut self) {
        self.flush();
        self.tag.clear();
        self.is_end_tag = false;
    }

    fn init_end_tag(&mut self) {
        self.flush();
        self.tag.clear();
        self.is_end_tag = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.extend_from_slice(name);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.apply_tag();
        self.last_start_tag.clear();
        if self.is_end_tag {
            return None;
        }
        self.last_start_tag.extend_from_slice(&self.tag);
        state_after(&self.tag)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end_tag && !self.last_start_tag.is_empty() && self.last_start_tag == self.tag
    }

    fn emit_current_comment(&mut self) {
        self.flush();
        self.consumed = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.flush();
        self.consumed = self.position;
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend_from_slice(name.unwrap_or_default());
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    // Attributes, comments, document types and errors say nothing in the customer's words.
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn init_attribute(&mut self) {}
    fn push_attribute_name(&mut self, _: &[u8]) {}
    fn push_attribute_value(&mut self, _: &[u8]) {}
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether the element begins a new block or cell, so that the words before and after are apart.
fn is_block(tag: &[u8]) -> bool {
    BLOCKS.split_ascii_whitespace().any(|block| block.as_bytes() == tag)
}

const BLOCKS: &str = "address article aside blockquote body button caption center dd details dialog dir div dl dt \
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav \
    ol optgroup option p pre search section select summary table tbody td textarea tfoot th thead title tr ul xmp";

/// Elements whose content is raw text that is not shown.
fn is_hidden(tag: &[u8]) -> bool {
    matches!(tag, b"script" | b"style" | b"title" | b"iframe" | b"noembed" | b"noframes")
}

/// How the tokenizer reads on after a start tag. `<noscript>` is read as markup, since mail is shown without scripts.
fn state_after(tag: &[u8]) -> Option<State> {
    match tag {
        b"textarea" | b"title" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"style" | b"iframe" | b"noembed" | b"noframes" | b"xmp" => Some(State::RawText),
        b"plaintext" => Some(State::PlainText),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::extract::{self, TextFormat};
    use super::super::normalise::Normaliser;

    fn shown(html: &str) -> String {
        let mut normaliser = Normaliser::default();
        extract::read(html, TextFormat::Html, false, &mut normaliser);
        normaliser.text().to_owned()
    }

    fn shown_of_cut(html: &str) -> String {
        let mut normaliser = Normaliser::default();
        extract::read(html, TextFormat::Html, true, &mut normaliser);
        normaliser.text().to_owned()
    }

    /// The source of `part` of the visible text.
    fn source_of<'h>(html: &'h str, part: &str) -> &'h str {
        let mut normaliser = Normaliser::default();
        extract::read(html, TextFormat::Html, false, &mut normaliser);
        let start = normaliser.text().find(part).unwrap();
        let (start, end) = normaliser.original(start, start + part.len());
        html.get(start as usize..end as usize).unwrap()
    }

    #[test]
    fn markup_is_left_out() {
        assert_eq!(shown("<p>返<b>金</b>して<!-- 苦情 --></p>"), "返金して");
        assert_eq!(
            shown("<!doctype html><title>苦情</title><style>苦情</style><script>'苦情'</script>a"),
            "a"
        );
        assert_eq!(shown("<script>if (a < b) { \"</b>\" }</script>x"), "x");
        assert_eq!(shown("<a title='苦情 > 苦情' href=\"苦情\">link</a>"), "link");
        assert_eq!(shown("<noscript><b>a</b></noscript>"), "a");
        assert_eq!(shown("<textarea>a<b></textarea>c"), "a<b> c");
    }

    #[test]
    fn blocks_separate_words_and_inline_elements_do_not() {
        assert_eq!(shown("one<p>two</p>three"), "one two three");
        assert_eq!(shown("<div>返</div><div>金</div>"), "返 金");
        assert_eq!(shown("<td>1</td><td>2</td>"), "1 2");
        assert_eq!(shown("re<i>fu</i>nd<wbr>s"), "refunds");
        assert_eq!(shown("one<br>two<BR/>three"), "one two three");
        // A line break inside a Japanese sentence is layout, in the source as on the page; an empty line is not.
        assert_eq!(shown("返<br>金\n\n額"), "返金額");
        assert_eq!(shown("返<br><br>金"), "返 金");
        assert_eq!(shown("<pre>返\n\n金</pre>"), "返 金");
    }

    #[test]
    fn references_are_decoded_and_stand_for_their_whole_source() {
        assert_eq!(
            shown("can&rsquo;t &lt;b&gt; &amp;amp; &#36820;&#x91D1;&nbsp;!"),
            "can't <b> &amp; 返金 !"
        );
        assert_eq!(source_of("a&#36820;&#x91D1;b", "返"), "&#36820;");
        assert_eq!(source_of("a&#36820;&#x91D1;b", "返金"), "&#36820;&#x91D1;");
        assert_eq!(source_of("x &eacute;t&eacute;", "été"), "&eacute;t&eacute;");
        assert_eq!(source_of("x&semi;y", ";"), "&semi;");
        assert_eq!(source_of("x&notit;", "¬it;"), "&notit;");
        assert_eq!(source_of("x&notit;", "it"), "it");
        assert_eq!(source_of("a &unknown; 金", "unknown; 金"), "unknown; 金");
        assert_eq!(source_of("か&#x3099;く", "が"), "か&#x3099;");
        assert_eq!(source_of("AT&T&あ<あ", "at&t&あ<あ"), "AT&T&あ<あ");
    }

    #[test]
    fn places_are_those_of_the_source() {
        assert_eq!(source_of("<p>今すぐ<b>返</b>金</p>", "返金"), "返</b>金");
        assert_eq!(source_of("<p class='あ'>今すぐ\r\n返金 </p>", "返金"), "返金");
        assert_eq!(source_of("</>返<?php ?>金", "返金"), "返<?php ?>金");
    }

    #[test]
    fn quoted_replies_are_left_out() {
        assert_eq!(shown("own<blockquote>theirs<blockquote>x</blockquote>y</blockquote>more"), "own more");
        assert_eq!(shown("<p>&gt; theirs<br>own<br> &gt;&gt; theirs</p><p>own</p>"), "own own");
        assert_eq!(shown("<pre>own\n&gt; theirs\nown</pre>"), "own own");
        // Not at the beginning of a line on the page, only in the source.
        assert_eq!(shown("1\n&gt; 0"), "1 > 0");
        assert_eq!(shown("a</blockquote>b"), "a b");
    }

    #[test]
    fn half_markup_at_a_cut_is_no_text() {
        for (source, expected) in [
            ("返金 <", "返金"),
            ("返金</", "返金"),
            ("返金<b", "返金"),
            ("返金<b title='x", "返金"),
            ("返金&", "返金"),
            ("返金&am", "返金"),
            ("返金&#3682", "返金"),
            ("返金<!-- x", "返金"),
            ("返金<!-", "返金"),
            ("返金 a < b", "返金 a < b"),
        ] {
            assert_eq!(shown_of_cut(source).trim_end(), expected, "{source}");
        }
        assert_eq!(shown("返金 <"), "返金 <");
        assert_eq!(shown("A&B"), "a&b");
    }
}
