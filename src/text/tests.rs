//! Laws of reading text, over random texts, phrases and formats.

use super::extract::{TextFormat, read};
use super::normalise::{Normaliser, normalised};
use super::scan::{Completeness, CueScan, CustomerText, Part, Scratch};
use super::{Cue, CueMatcher};
use crate::condition::Truth;
use crate::id::CueId;
use proptest::prelude::*;

const FORMATS: [TextFormat; 3] = [TextFormat::Text, TextFormat::Html, TextFormat::Mail];

fn read_new(text: &str, format: TextFormat) -> Normaliser {
    let mut normaliser = Normaliser::default();
    read(text, format, false, &mut normaliser);
    normaliser
}

fn scan(cues: &[Cue], text: &str, format: TextFormat, limit: usize) -> CueScan {
    let mut scan = CueScan::default();
    let text = CustomerText { message: 0, part: Part::Body, text, format };
    CueMatcher::new(cues).scan([text], limit, Completeness::Complete, &mut Scratch::default(), &mut scan);
    scan
}

/// What the matcher must do, said as directly as possible: every phrase is tried at every place of the normalised text.
mod reference {
    use super::Cue;
    use crate::text::normalise::normalised;

    /// Character ranges of the hits of `cue` in a normalised text.
    pub(super) fn hits(cue: &Cue, text: &[char]) -> Vec<(usize, usize)> {
        let found = |phrases: &[Box<str>]| {
            let mut ranges = Vec::new();
            for phrase in phrases {
                let phrase: Vec<char> = normalised(phrase).chars().collect();
                for start in 0..text.len() {
                    let end = start + phrase.len();
                    if !phrase.is_empty()
                        && end <= text.len()
                        && (start..end).all(|at| same(text[at], phrase[at - start], cue.fold_kana))
                        && stands_alone(text, start, end)
                    {
                        ranges.push((start, end));
                    }
                }
            }
            ranges
        };
        let except = found(&cue.except);
        let after = found(&cue.unless_followed_by);
        let before = found(&cue.unless_preceded_by);
        let space = |at: usize| text.get(at) == Some(&' ');
        let mut hits = found(&cue.any);
        hits.retain(|(start, end)| {
            let swallowed = except.iter().any(|(from, to)| from <= start && end <= to);
            let followed = after.iter().any(|(from, _)| from == end || space(*end) && *from == end + 1);
            let preceded = before
                .iter()
                .any(|(_, to)| to == start || *start > 0 && space(start - 1) && *to == start - 1);
            !swallowed && !followed && !preceded
        });
        hits.sort_by_key(|(start, end)| (*start, usize::MAX - end));
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for hit in hits {
            if kept.last().is_none_or(|last| hit.0 >= last.1) {
                kept.push(hit);
            }
        }
        kept
    }

    fn same(one: char, other: char, fold: bool) -> bool {
        let hiragana = |character| match character {
            'ケ' => 'け',
            'ガ' => 'が',
            'カ' => 'か',
            'ゲ' => 'げ',
            other => other,
        };
        one == other || fold && hiragana(one) == hiragana(other)
    }

    fn stands_alone(text: &[char], start: usize, end: usize) -> bool {
        let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(char::is_ascii_digit);
        let word = |at: Option<usize>| {
            at.and_then(|at| text.get(at)).is_some_and(|character| "abé12_iáí\u{301}".contains(*character))
        };
        let separator = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| ".,".contains(*c));
        let (first, last) = (Some(start), Some(end - 1));
        let (left, left2) = (start.checked_sub(1), start.checked_sub(2));
        let (right, right2) = (Some(end), Some(end + 1));
        !(word(first) && word(left)
            || word(last) && word(right)
            || digit(first) && separator(left) && digit(left2)
            || digit(last) && separator(right) && digit(right2))
    }
}

/// Pieces of text that meet the rules' corners often: few letters, so that phrases occur.
fn text_of(pieces: &'static [&'static str], length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), length).prop_map(|pieces| pieces.concat())
}

const WORDS: &[&str] = &[
    "a", "b", "A", "é", "1", "2", "１", ",", ".", "_", "'", "’", "-", " ", " ", "\n", "急", "ぎ", "ケ", "け",
    "ガ", "が", "ｶﾞ", "か", "カ", "゛", "\u{3099}", "\u{301}", "\u{200B}", "。", "　", "\u{FE0F}", "İ",
];

const MARKUP: &[&str] = &[
    "a",
    "b",
    "1",
    ",",
    " ",
    "\n",
    "\r\n",
    "急",
    "ぎ",
    "ケ",
    "カ",
    "\u{3099}",
    "<b>",
    "</b>",
    "<br>",
    "<p>",
    "</p>",
    "<blockquote>",
    "<blockquote type=cite>",
    "<b ",
    "<style>",
    "</style>",
    "\"",
    "</blockquote>",
    "<!--",
    "-->",
    "<!",
    "&amp;",
    "&gt;",
    "&#x3099;",
    "&#97;",
    "&am",
    "&",
    "<",
    "</",
    ">",
    "<a title='",
    "'>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<textarea>",
    "</tex",
    "</textarea>",
    "<td",
    "\n> ",
    "&eacute;",
    ";",
    "#",
    "\u{0}",
    "<title>",
    "</title>",
];

/// So few that the phrases of a cue meet each other all the time.
const FEW: &[&str] = &["a", "1", ".", " ", "急", "ぎ"];

fn cue(pieces: &'static [&'static str]) -> impl Strategy<Value = Cue> {
    let phrase = text_of(pieces, 0..4).prop_map(String::into_boxed_str).boxed();
    let phrases = move |most: usize| prop::collection::vec(phrase.clone(), 0..=most);
    (phrases(4), phrases(2), phrases(1), phrases(1), any::<bool>()).prop_map(
        |(any, except, unless_followed_by, unless_preceded_by, fold_kana)| Cue {
            any,
            except,
            unless_followed_by,
            unless_preceded_by,
            fold_kana,
            ..Cue::default()
        },
    )
}

fn cues_and_text(
    of_cues: &'static [&'static str],
    of_text: &'static [&'static str],
    length: std::ops::Range<usize>,
) -> impl Strategy<Value = (Vec<Cue>, String)> {
    (prop::collection::vec(cue(of_cues), 1..4), text_of(of_text, length))
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "\\PC*", text_of(WORDS, 0..40), text_of(MARKUP, 0..40)]
}

proptest! {
    /// Places go forward, lie on characters of the original, and nothing visible is without a place.
    #[test]
    fn places_are_sound(text in anything()) {
        for format in FORMATS {
            let normaliser = read_new(&text, format);
            let mut last = (0, 0);
            let mut seen = vec![false; text.len()];
            for (start, character) in normaliser.text().char_indices() {
                let end = start + character.len_utf8();
                let place = normaliser.original(start, end);
                prop_assert!(place.0 < place.1, "{:?}", place);
                prop_assert!(place.0 >= last.0 && place.1 >= last.1, "{:?} after {:?}", place, last);
                let source = text.get(place.0 as usize..place.1 as usize);
                prop_assert!(source.is_some_and(|source| !source.is_empty()));
                seen[place.0 as usize..place.1 as usize].fill(true);
                last = place;
            }
            if format == TextFormat::Text {
                for (start, character) in text.char_indices() {
                    let dropped = character.is_whitespace() || super::character::is_invisible(character);
                    // The second of two dots on an i is part of neither.
                    let dot = character == '\u{307}';
                    prop_assert!(seen[start] || dropped || dot, "{:?} at {}", character, start);
                }
            }
        }
    }

    /// A text is read in runs, a mail one character after the other. Without quoted lines both say the same.
    #[test]
    fn runs_are_what_their_characters_are(text in anything()) {
        let text = text.replace('>', "");
        let (runs, characters) = (read_new(&text, TextFormat::Text), read_new(&text, TextFormat::Mail));
        prop_assert_eq!(runs.text(), characters.text());
        for (start, character) in runs.text().char_indices() {
            let end = start + character.len_utf8();
            prop_assert_eq!(runs.original(start, end), characters.original(start, end));
        }
    }

    /// What is normalised stays as it is. (An empty line between two Japanese characters is kept as a space, which alone
    /// would be layout, so texts with line breaks are left out.)
    #[test]
    fn normalisation_is_idempotent(text in anything()) {
        let text: String = text.chars().filter(|character| !super::character::is_line_break(*character)).collect();
        let once = normalised(&text);
        prop_assert_eq!(normalised(&once), once);
    }

    #[test]
    fn the_matcher_agrees_with_the_reference(
        (cues, text) in prop_oneof![cues_and_text(WORDS, WORDS, 0..30), cues_and_text(FEW, FEW, 0..12)],
    ) {
        let normaliser = read_new(&text, TextFormat::Text);
        let characters: Vec<char> = normaliser.text().chars().collect();
        let mut bytes: Vec<usize> = normaliser.text().char_indices().map(|(at, _)| at).collect();
        bytes.push(normaliser.text().len());
        let scan = scan(&cues, &text, TextFormat::Text, usize::MAX);
        for (position, cue) in cues.iter().enumerate() {
            let expected: Vec<_> = reference::hits(cue, &characters)
                .iter()
                .map(|(start, end)| normaliser.original(bytes[*start], bytes[*end]))
                .collect();
            let id = CueId::at(position);
            let found: Vec<_> = scan.hits(id).iter().map(|hit| (hit.start, hit.end)).collect();
            prop_assert_eq!(scan.truth(id), if found.is_empty() { Truth::False } else { Truth::True });
            prop_assert_eq!(found, expected, "{:?} in {:?}", cue, normaliser.text());
        }
    }

    /// What is certain before the cut is so whatever follows, and nothing is denied before everything is read.
    #[test]
    fn reading_on_never_takes_back(
        (cues, text) in prop_oneof![
            cues_and_text(WORDS, WORDS, 0..30),
            cues_and_text(WORDS, MARKUP, 0..30),
            cues_and_text(FEW, FEW, 0..12),
        ],
        format in prop::sample::select(&FORMATS[..]),
        limit in 0_usize..60,
    ) {
        let limit = limit % (text.len() + 2);
        let part = scan(&cues, &text, format, limit);
        let whole = scan(&cues, &text, format, usize::MAX);
        for position in 0..cues.len() {
            let id = CueId::at(position);
            match part.truth(id) {
                Truth::True => prop_assert_eq!(whole.truth(id), Truth::True),
                Truth::False => {
                    prop_assert!(limit >= text.len());
                    prop_assert_eq!(whole.truth(id), Truth::False);
                }
                Truth::Unknown => prop_assert!(limit < text.len() || whole.is_unreadable()),
            }
            for hit in part.hits(id) {
                prop_assert!(text.get(hit.start as usize..hit.end as usize).is_some());
            }
        }
    }

    #[test]
    fn any_text_and_any_phrases_can_be_read(
        phrases in prop::collection::vec(any::<String>().prop_map(String::into_boxed_str), 0..4),
        fold_kana in any::<bool>(),
        text in anything(),
        limit in prop_oneof![Just(usize::MAX), 0_usize..50],
    ) {
        let cue = Cue { except: phrases.clone(), any: phrases, fold_kana, ..Cue::default() };
        for format in FORMATS {
            let scan = scan(std::slice::from_ref(&cue), &text, format, limit);
            // A phrase is always inside itself as an exception.
            prop_assert!(scan.hits(CueId(0)).is_empty());
        }
    }
}
