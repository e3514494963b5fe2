//! What a character is for the purposes of matching: part of a word, of a number, of Japanese running text, or nothing
//! a reader sees.
//!
//! The ranges are Unicode blocks, so they hold for characters assigned later within them too.

use unicode_normalization::char::is_combining_mark;

/// Whether a phrase that begins or ends with this character must stand as a whole word: letters, marks and digits of
/// scripts that put spaces between words, and the underscore. Japanese, Chinese and Thai write without spaces; Korean
/// spaces its phrases but glues particles to the words, so it counts among them.
pub(crate) fn is_of_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    !is_of_unspaced_script(character) && (character.is_alphanumeric() || is_combining_mark(character))
}

/// Whether the character is a digit that goes together with its neighbours to one number.
pub(crate) fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
        || (!character.is_ascii() && character.is_numeric() && !is_of_unspaced_script(character))
}

/// Whether the character stands between the parts of one number: 1,110 and 110.5.
pub(crate) const fn is_number_separator(character: char) -> bool {
    matches!(character, '.' | ',')
}

/// Kana, kanji, the prolonged sound mark and Japanese punctuation: a space or a line break between two of them is layout.
pub(crate) const fn is_japanese(character: char) -> bool {
    matches!(character,
        '\u{3001}'..='\u{3029}'      // punctuation, brackets, 々 〆 〇
        | '\u{3030}'..='\u{303F}'
        | '\u{3041}'..='\u{3096}'    // hiragana; the marks after it belong to what precedes them
        | '\u{309D}'..='\u{30FF}'    // katakana, ー
        | '\u{31F0}'..='\u{31FF}'    // small katakana for Ainu
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'    // the few of these that normalisation leaves alone, such as 﨑
        | '\u{1B000}'..='\u{1B16F}'  // historic kana
        | '\u{20000}'..='\u{3FFFF}') // rare kanji
}

/// Characters a reader does not see: controls, and what Unicode calls default ignorable (zero-width spaces and joiners,
/// soft hyphens, variation selectors, direction marks, fillers, tags). They are skipped, so a word cannot be hidden from
/// a cue by writing one into it.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether the character ends a line.
pub(crate) const fn is_line_break(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The hiragana of a katakana character, any other character as it is. Both are three bytes long in UTF-8, so offsets
/// into a folded text are offsets into the text.
pub(crate) fn fold_kana(character: char) -> char {
    match character {
        '\u{30A1}'..='\u{30F6}' | '\u{30FD}' | '\u{30FE}' => {
            char::from_u32(u32::from(character) - 0x60).unwrap_or(character)
        }
        _ => character,
    }
}

/// Scripts whose words have no visible edges.
const fn is_of_unspaced_script(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{109F}'      // Thai, Lao, Tibetan, Burmese
        | '\u{1100}'..='\u{11FF}'    // Hangul letters
        | '\u{1780}'..='\u{17FF}'    // Khmer
        | '\u{1950}'..='\u{19DF}'    // Tai Le, New Tai Lue
        | '\u{1A20}'..='\u{1AAF}'    // Tai Tham
        | '\u{2E80}'..='\u{A4CF}'    // radicals to Yi: Japanese and Chinese
        | '\u{A960}'..='\u{A97F}'    // Hangul letters
        | '\u{A9E0}'..='\u{A9FF}'    // Burmese
        | '\u{AA60}'..='\u{AADF}'    // Burmese, Tai Viet
        | '\u{AC00}'..='\u{D7FF}'    // Hangul
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF65}'..='\u{FFDC}'    // halfwidth kana and Hangul, where met before normalisation
        | '\u{1AFF0}'..='\u{1B2FF}'  // kana and Tangut additions
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_kana_keeps_the_length_in_bytes() {
        for character in '\u{3000}'..='\u{30FF}' {
            assert_eq!(fold_kana(character).len_utf8(), character.len_utf8(), "{character}");
        }
        assert_eq!(fold_kana('ケ'), 'け');
        assert_eq!(fold_kana('ヴ'), 'ゔ');
        assert_eq!(fold_kana('ー'), 'ー');
        assert_eq!(fold_kana('・'), '・');
    }

    #[test]
    fn japanese_has_no_word_edges_and_latin_has() {
        for character in ['a', 'é', 'ß', 'ж', 'ω', '5', '_', '\u{301}', 'א'] {
            assert!(is_of_word(character), "{character}");
        }
        for character in "急ケー。한ก〇々-'! €😀".chars() {
            assert!(!is_of_word(character), "{character}");
        }
    }

    #[test]
    fn no_visible_character_counts_as_invisible() {
        for character in ['\t', '\n', '\u{85}', ' ', 'a', '\u{3000}', '゙', '\u{301}', '😀', '\u{2026}'] {
            assert!(!is_invisible(character), "{character:?}");
        }
    }
}
