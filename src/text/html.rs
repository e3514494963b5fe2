//! The visible text of an HTML message, with the place of every character in the source.
//!
//! The tokenizer is that of the [HTML standard](https://html.spec.whatwg.org/multipage/parsing.html), so broken markup
//! is read as a browser reads it. Only what separates or hides words is taken from the elements; there is no tree.
//!
//! A browser loses words in markup that does not close: they become attributes, a comment or a script. Nobody may take
//! such words for unsaid, so the reader tells where the first of them may be missing.

use super::extract::OwnLines;
use html5gum::{Emitter, Error, State, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// Reads the visible text of `html` into `lines`. `cut` says that the source goes on after `html`.
///
/// Returns from where on in the normalised text words may be lost in malformed markup, if there is such a place. What
/// follows it is what a browser shows, but whose words they are is no longer sure.
pub(crate) fn read(html: &str, cut: bool, lines: OwnLines<'_>) -> Option<usize> {
    let mut lost_from = None;
    let html = if cut { without_half_markup(html) } else { html };
    let reader = VisibleText {
        html,
        lines,
        lost_from: &mut lost_from,
        position: 0,
        consumed: 0,
        unmarked: 0..0,
        reference_start: 0,
        tag: Vec::new(),
        is_end_tag: false,
        last_start_tag: Vec::new(),
        attribute: None,
        is_quotation: false,
        swallows: false,
        comment: 0..0,
        quotes: 0,
        preformatted: 0,
        hidden: false,
        raw_from: None,
    };
    // The error type has no values: reading from memory cannot fail.
    let Ok(()) = Tokenizer::new_with_emitter(html, reader).finish();
    lost_from
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
    /// From where on in the normalised text words may be missing.
    lost_from: &'n mut Option<usize>,
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
    /// The attribute being read.
    attribute: Option<Attribute>,
    /// The tag has an attribute with which mail programs mark quoted replies.
    is_quotation: bool,
    /// The tag has taken in what cannot have been meant as a part of it.
    swallows: bool,
    /// The source of the comment being read, without its opening.
    comment: Range<usize>,
    /// How many `<blockquote>` are open, the outermost of them marked as a quoted reply.
    quotes: u32,
    /// How many `<pre>` are open, in which line breaks of the source are those of the layout.
    preformatted: u32,
    /// In an element whose content is not shown.
    hidden: bool,
    /// In an element whose content is not markup; the place in the normalised text where it begins.
    raw_from: Option<usize>,
}

#[derive(Debug, Default)]
struct Attribute {
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Attribute {
    /// Whether a mail program says with it that a `<blockquote>` is a quoted reply. Without such a mark the element is
    /// what the same programs indent the customer's own words with.
    fn marks_quotation(&self) -> bool {
        let value = self.value.to_ascii_lowercase();
        let says = |word: &[u8]| value.windows(word.len()).any(|part| part == word);
        match self.name.as_slice() {
            b"cite" => true,
            b"type" => value == b"cite",
            b"class" | b"id" => says(b"quot") || says(b"cite"),
            _ => false,
        }
    }

    /// Whether it has taken in words or other tags, because its tag or its quotation mark was not closed.
    fn swallows(&self) -> bool {
        let name_is_odd = |byte: &u8| !byte.is_ascii() || matches!(byte, b'<' | b'"' | b'\'');
        // `Name <address>` is a value; one that goes past the end of its tag and into another tag is none.
        let mut at_bracket = self.value.splitn(2, |byte| *byte == b'<');
        let before = at_bracket.next().unwrap_or_default();
        let runs_on = |after: &[u8]| before.contains(&b'>') || !after.contains(&b'>');
        self.name.iter().any(name_is_odd) || at_bracket.next().is_some_and(runs_on)
    }
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

    /// Says that words may be missing from here on.
    fn lose(&mut self) {
        let place = self.lines.place();
        self.lost_from.get_or_insert(place);
    }

    fn begin_tag(&mut self, is_end_tag: bool) {
        self.flush();
        self.tag.clear();
        self.is_end_tag = is_end_tag;
        self.attribute = None;
        self.is_quotation = false;
        self.swallows = false;
    }

    fn finish_attribute(&mut self) {
        if let Some(attribute) = self.attribute.take() {
            self.is_quotation |= attribute.marks_quotation();
            self.swallows |= attribute.swallows();
        }
    }

    /// Acts on the tag just read, which began where the text before it ended.
    fn apply_tag(&mut self) {
        self.finish_attribute();
        if self.swallows || self.tag.iter().any(|byte| !byte.is_ascii() || *byte == b'<') {
            self.lose();
        }
        let (start, end) = (position(self.consumed), position(self.position));
        match self.tag.as_slice() {
            b"br" if self.is_visible() => self.lines.push('\n', start, end),
            tag if is_block(tag) && self.is_visible() => self.lines.push_gap(start, end),
            _ => {}
        }
        let count = |open: u32| if self.is_end_tag { open.saturating_sub(1) } else { open.saturating_add(1) };
        match self.tag.as_slice() {
            b"blockquote" if self.is_quotation || self.quotes > 0 => self.quotes = count(self.quotes),
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
        if let Some(place) = self.raw_from {
            self.lost_from.get_or_insert(place);
        }
        // A tag that does not close is never emitted.
        if self.consumed < self.html.len() || self.quotes > 0 {
            self.lose();
        }
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.extend_from_slice(name);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.apply_tag();
        self.last_start_tag.clear();
        self.raw_from = None;
        if self.is_end_tag {
            return None;
        }
        self.last_start_tag.extend_from_slice(&self.tag);
        let state = state_after(&self.tag);
        if state.is_some() {
            self.raw_from = Some(self.lines.place());
        }
        state
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end_tag && !self.last_start_tag.is_empty() && self.last_start_tag == self.tag
    }

    fn init_comment(&mut self) {
        self.comment = self.position..self.position;
    }

    fn emit_current_comment(&mut self) {
        self.flush();
        self.comment.end = self.position;
        let (before, from) = self.html.as_bytes().split_at_checked(self.comment.start).unwrap_or_default();
        let content = from.get(..self.comment.len()).unwrap_or_default();
        let whole = if before.ends_with(b"<!--") { is_comment(content) } else { is_declaration(content) };
        if !whole {
            self.lose();
        }
        self.consumed = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.flush();
        let source = self.html.as_bytes().get(self.consumed..self.position).unwrap_or_default();
        if !is_declaration(source.strip_prefix(b"<").unwrap_or(source)) {
            self.lose();
        }
        self.consumed = self.position;
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
        self.attribute = Some(Attribute::default());
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if let Some(attribute) = &mut self.attribute {
            attribute.name.extend_from_slice(name);
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        if let Some(attribute) = &mut self.attribute {
            attribute.value.extend_from_slice(value);
        }
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

    // The content of comments and document types, and errors, say nothing in the customer's words.
    fn emit_error(&mut self, _: Error) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
    fn set_self_closing(&mut self) {}
}

/// Whether the source of a comment from its `<!--` on is closed, and was not closed by the end of a later comment. A
/// conditional comment of mail programs may hold the beginning of another.
fn is_comment(content: &[u8]) -> bool {
    let closes = content.ends_with(b"-->") || content.ends_with(b"--!>") || matches!(content, b">" | b"->");
    let nests = content.windows(4).any(|part| part == b"<!--");
    closes && (!nests || content.starts_with(b"[if"))
}

/// Whether the source of a document type, or of what a browser skips like one (`<![endif]>`, `<?xml?>`), is closed and
/// holds neither words nor other tags.
fn is_declaration(content: &[u8]) -> bool {
    content.ends_with(b">") && content.is_ascii() && !content.contains(&b'<')
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
        for mark in [
            "type=cite",
            "type='CITE' dir=auto",
            "class=\"x gmail_quote\"",
            "cite='mid:1'",
            "id=replyBlockquote",
        ] {
            let html = format!("own<blockquote {mark}>theirs<blockquote>x</blockquote>y</blockquote>more");
            assert_eq!(shown(&html), "own more", "{mark}");
        }
        assert_eq!(shown("<p>&gt; theirs<br>own<br> &gt;&gt; theirs</p><p>own</p>"), "own own");
        assert_eq!(shown("<pre>own\n&gt; theirs\nown</pre>"), "own own");
        // Not at the beginning of a line on the page, only in the source.
        assert_eq!(shown("1\n&gt; 0"), "1 > 0");
        assert_eq!(shown("a</blockquote>b"), "a b");
    }

    #[test]
    fn indented_words_are_the_customers_own() {
        assert_eq!(shown("own<blockquote style='margin-left:40px'>返金</blockquote>more"), "own 返金 more");
        let html = "<blockquote>own<blockquote type=cite>x</blockquote>own</blockquote>own";
        assert_eq!((shown(html), lost_from(html)), ("own own own".to_owned(), None));
    }

    fn lost_from(html: &str) -> Option<usize> {
        extract::read(html, TextFormat::Html, false, &mut Normaliser::default())
    }

    #[test]
    fn words_lost_in_malformed_markup_are_missed() {
        for html in [
            "<p>ab<b 3000円でした。ひどい</p>",
            "ab<b it was terrible</p>",
            "ab<b it was terrible<p>more</p>",
            "ab<bひどい</p>",
            "ab</pひどい>",
            "ab</p ひどい>",
            "ab<b",
            "ab<b title='ひどい",
            "ab<a href=\"x>ひどい</a><a href=\"y\">z</a>",
            "ab<a title='x>ひどい<br>z'>",
            "ab<a href=xひどい</a>",
            "ab<!-- ひどい",
            "ab<!-- ひどい <b>",
            "ab<!-- x ひどい <!-- y -->",
            "ab<!ひどい</p>",
            "ab<!bad",
            "ab<?bad</p>",
            "ab</ひどい>",
            "ab<!doctype ひどい>",
            "ab<!doctype bad",
            "ab<script>ひどい",
            "ab<style>ひどい</p>",
            "ab<iframe>ひどい",
            "ab<script><!-- <script> </script> ひどい",
            "ab<plaintext>ひどい",
        ] {
            assert_eq!(lost_from(html), Some(2), "{html}");
        }
        // White space and the gap before a block are known.
        for html in [
            "ab <b",
            "ab<title>ひどい</p>",
            "ab<textarea>ひ<b>ど</b>い",
            "ab<blockquote type=cite>theirs ひどい",
        ] {
            assert_eq!(lost_from(html), Some(3), "{html}");
        }
    }

    #[test]
    fn nothing_is_missed_in_everyday_mail() {
        for html in [
            "",
            "plain\r\n",
            "a\r",
            "a < b & c > d <3 <",
            "a </",
            "<div dir=\"ltr\">はい<br><br clear=all></div>\r\n",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">a",
            "<html xmlns:o=\"urn:x\"><head><title>返金</title><style><!-- p {color:red} --></style></head>\
             <body lang=JA><p class=MsoNormal><span style='font-family:\"游ゴシック\"'>はい<o:p></o:p></span></p></body></html>",
            "<!--[if gte mso 9]><xml><o:x/></xml><![endif]-->a<![if !supportLists]>1<![endif]><?xml version=\"1.0\"?>",
            "<!--[if !mso]><!-- -->a<!--<![endif]--><!--[if !mso]><!-->b<!--<![endif]--><!----><!--->c",
            "<td nowrap bgcolor=#ffffff><hr noshade/><img alt='ロゴ' src=cid:1 title=\"山田 <a@example.com>\"/></td>",
            "<a href=https://example.com/?a=b&c=d title='苦情 > 苦情'>x</a>",
            "<textarea>a<b></textarea><script>if (a<b) {}</script>",
            "<blockquote>open",
            "<p>open<b>open",
        ] {
            assert_eq!(lost_from(html), None, "{html}");
        }
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
