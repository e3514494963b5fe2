//! Text within HTML and XML. The library writes pages and the `furiwake` command reports for build servers; what escapes their texts is
//! this one file, which both are built from, since it is nothing that others should rely on.

use std::fmt::{Display, Write};

/// Text between tags or in quotes, of HTML as well as of XML. What XML 1.0 (section 2.2) does not know as a character, and other
/// controls, become the replacement character.
pub(crate) fn escaped(text: impl Display) -> String {
    let text = text.to_string();
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(character),
            // Marks that turn the direction of writing would let a text show otherwise than it is.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "&lt;U+{:04X}&gt;", u32::from(character));
            }
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ if character.is_control() => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use roxmltree::Document;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escaped("<script>\"a\" & 'b'</script>\u{202e}\u{7}\u{ffff}"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;&lt;U+202E&gt;\u{fffd}\u{fffd}"
        );
        assert_eq!(escaped("a && c > ]]>"), "a &amp;&amp; c &gt; ]]&gt;");
        assert_eq!(escaped("one\n\ttwo\r\u{0}"), "one\n\ttwo\u{fffd}\u{fffd}");
    }

    proptest! {
        /// Whatever a text holds, it stays within its element and its attribute, and is read again as it was, but for what no such
        /// text may hold.
        #[test]
        fn any_text_is_well_formed(text in proptest::collection::vec(any::<char>(), 0..60)) {
            let text: String = text.into_iter().collect();
            let xml = format!("<a b=\"{0}\" c='{0}'>{0}</a>", escaped(&text));
            let read = Document::parse(&xml).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let element = read.root_element();
            prop_assert_eq!(element.children().filter(|child| !child.is_text()).count(), 0);
            prop_assert_eq!(element.attributes().len(), 2);
            if text.chars().all(|found| found.is_alphanumeric() || "&<>\"' ".contains(found)) {
                prop_assert_eq!(element.attribute("b"), Some(text.as_str()));
                prop_assert_eq!(element.text().unwrap_or_default(), text);
            }
        }
    }
}
