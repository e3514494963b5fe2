//! What to say about text that is no YAML: the parser knows where it stumbled, people want to know why.

use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};

/// A finding for a value that begins with `!` or `&`, which YAML takes for its own marks. `start` is where it begins.
pub(crate) fn value_beginning(source: SourceId, text: &str, start: usize, flow: bool) -> Problem {
    let value = rest_of_value(text, start, flow);
    let place = Place::new(source, Span::new(start, start + value.len()));
    let mark = if value.starts_with('&') { "an anchor" } else { "a tag" };
    let sign = value.chars().next().unwrap_or('!');
    let message = format!("YAML takes a value that begins with `{sign}` for {mark}, not for text");
    let quoted = quoted(value);
    let help = match key_before(text, start) {
        Some(key) => format!("put the value in quotes: `{key}: {quoted}`"),
        None => format!("put the value in quotes: `{quoted}`"),
    };
    Problem::new(Code::Syntax, place, message).help(help)
}

/// A finding for text on which the YAML parser gave up at offset `at`, saying `info`.
pub(crate) fn explain(source: SourceId, text: &str, at: usize, info: &str) -> Problem {
    // The parser often notices a mistake only on the next line.
    for line in [line_around(text, at), line_before(text, at)].into_iter().flatten() {
        if let Some(problem) = explain_line(source, text, line) {
            return problem;
        }
    }
    let place = Place::new(source, Span::new(at, at));
    let line = line_around(text, at).and_then(|line| text.get(line.start..line.end)).unwrap_or("");
    let indent: String = line.chars().take_while(|found| found.is_whitespace()).collect();
    // The parser may take such a line for more of a text and stumble over the next.
    for line in [line_around(text, at), line_before(text, at)].into_iter().flatten() {
        let written = text.get(line.start..line.end).unwrap_or("");
        let blank = written.len() - written.trim_start().len();
        if let Some(found) = written.get(..blank).and_then(|indent| indent.find(FULL_WIDTH_SPACE)) {
            return full_width_indent(source, line.start + found);
        }
    }
    let (message, help) = if indent.contains('\t') || info.contains("tab") {
        ("a tab is used to indent".to_owned(), Some("YAML indents by spaces only".to_owned()))
    } else if info.contains("unexpected end of stream") && info.contains("quoted") {
        ("a quoted text is not closed".to_owned(), None)
    } else if info.contains("trailing content after") {
        let help = "within `{ }` and `[ ]` a comma ends a value: put a condition that holds one in quotes, or write its keys on lines of their own";
        ("more stands behind this quoted text".to_owned(), Some(help.to_owned()))
    } else if ["',' or", "illegal placement", "invalid indentation in flow"]
        .iter()
        .any(|part| info.contains(part))
    {
        ("a comma or a closing bracket is missing before this".to_owned(), None)
    } else if info.contains("cannot start with '-'") {
        let help = "put it in quotes, `\"-\"`, or write `~` where nothing is meant";
        ("a `-` alone between brackets is no text to YAML".to_owned(), Some(help.to_owned()))
    } else if info.contains("invalid Unicode character escape code") {
        let help = "YAML does not know pairs such as `\\ud83d\\ude00`, with which JSON may write one character: write the character itself, or `\\U0001f600`";
        ("an escape that is no character".to_owned(), Some(help.to_owned()))
    } else if info.contains("mapping values are not allowed") {
        let help = "a text that holds `: ` has to be in quotes; else check the indentation of this line and the one above";
        ("a key and value stand where none can be".to_owned(), Some(help.to_owned()))
    } else if ["did not find expected '-' indicator", "did not find expected key", "invalid indentation"]
        .iter()
        .any(|part| info.contains(part))
        || info.contains("sequence entries are not allowed")
        || info.contains("simple key expect")
        || info.contains("expected <document")
    {
        let help = "entries of one list and keys of one map begin in the same column; what belongs to an entry stands further in";
        ("this line is indented unlike those it belongs with".to_owned(), Some(help.to_owned()))
    } else {
        (format!("this is no YAML: {}", info.trim_end_matches('.')), None)
    };
    let problem = Problem::new(Code::Syntax, place, message);
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// A finding for a line indented with full-width spaces, the first of which stands at `at`.
pub(crate) fn full_width_indent(source: SourceId, at: usize) -> Problem {
    let place = Place::new(source, Span::new(at, at + FULL_WIDTH_SPACE.len_utf8()));
    let problem = Problem::new(Code::Syntax, place, "a full-width space (U+3000) is no indentation");
    problem.help("use plain spaces")
}

/// The ideographic space of Japanese input; to YAML it is a letter like any other.
pub(crate) const FULL_WIDTH_SPACE: char = '\u{3000}';

/// The mistakes conditions invite: a value that begins with `!`, a quoted word followed by more.
fn explain_line(source: SourceId, text: &str, line: Span) -> Option<Problem> {
    let written = text.get(line.start..line.end)?;
    let (key, at) = value_start(written)?;
    let start = line.start + at;
    let value = rest_of_value(text, start, false);
    if value.starts_with('!') || value.starts_with('&') {
        return Some(value_beginning(source, text, start, false));
    }
    let first = value.chars().next()?;
    if matches!(first, '@' | '`' | '%' | '*') {
        let place = Place::new(source, Span::new(start, start + value.len()));
        let problem =
            Problem::new(Code::Syntax, place, format!("a value without quotes cannot begin with `{first}`"));
        return Some(problem.help(format!("put it in quotes: `{}`", quoted(value))));
    }
    let quote = Some(first).filter(|first| matches!(first, '"' | '\''))?;
    let close = value.get(1..)?.find(quote)? + 2;
    if value.get(close..)?.trim().is_empty() {
        return None;
    }
    let place = Place::new(source, Span::new(start, start + value.len()));
    let help = match key {
        Some(key) => format!("put the whole value in quotes: `{key}: {}`", quoted(value)),
        None => format!("put the whole value in quotes: `{}`", quoted(value)),
    };
    let problem = Problem::new(
        Code::Syntax,
        place,
        "YAML ends a value at its closing quote, but there is more behind it",
    );
    Some(problem.help(help))
}

/// The key of a line and where its value begins.
fn value_start(line: &str) -> Option<(Option<&str>, usize)> {
    let mut at = line.len() - line.trim_start().len();
    while let Some(rest) = line.get(at..).and_then(|rest| rest.strip_prefix("- ")) {
        at = line.len() - rest.trim_start().len();
    }
    let rest = line.get(at..)?;
    if rest.starts_with(['"', '\'', '!', '&']) {
        return Some((None, at));
    }
    let colon = rest.find(": ")?;
    let key = rest.get(..colon)?;
    let value = rest.get(colon + 1..)?.trim_start();
    Some((Some(key), line.len() - value.len()))
}

/// A value from `start` to the end of its line, or of its place in brackets.
pub(crate) fn rest_of_value(text: &str, start: usize, flow: bool) -> &str {
    let rest = text.get(start..).unwrap_or("");
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = ' ';
    let mut end = rest.len();
    for (at, found) in rest.char_indices() {
        let inside = quote.is_some();
        match found {
            '\n' | '\r' => end = at,
            '"' | '\'' if quote == Some(found) => quote = None,
            '"' | '\'' if !inside && !before.is_alphanumeric() => quote = Some(found),
            '#' if !inside && before == ' ' => end = at,
            '[' | '{' | '(' if flow && !inside => depth += 1,
            ']' | '}' | ')' | ',' if flow && !inside && depth == 0 => end = at,
            ']' | '}' | ')' if flow && !inside => depth -= 1,
            _ => {}
        }
        if end < rest.len() {
            break;
        }
        before = found;
    }
    rest.get(..end).unwrap_or(rest).trim_end()
}

/// The key in whose value `start` lies, if it is on the same line.
fn key_before(text: &str, start: usize) -> Option<&str> {
    let line = text.get(..start)?.rsplit('\n').next()?.trim_end().strip_suffix(':')?;
    let key = line.rsplit([' ', '{', ',', '[']).next()?;
    (!key.is_empty()).then_some(key)
}

/// The value as a quoted YAML text.
pub(crate) fn quoted(value: &str) -> String {
    if value.contains('"') || value.contains('\\') {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}

fn line_around(text: &str, at: usize) -> Option<Span> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |found| at + found);
    Some(Span::new(start, end))
}

fn line_before(text: &str, at: usize) -> Option<Span> {
    let start = line_around(text, at)?.start;
    // Blank lines and comments between the mistake and where it was noticed are no help.
    let mut end = start.checked_sub(1)?;
    loop {
        let line = line_around(text, end)?;
        let written = text.get(line.start..line.end)?.trim();
        if !written.is_empty() && !written.starts_with('#') {
            return Some(line);
        }
        end = line.start.checked_sub(1)?;
    }
}
