//! The words and signs of a script: those of conditions, and the few that statements need.
//!
//! Read before Rhai sees the text, so that slips are explained as in conditions, all of them at once, and so that which characters begin
//! a name or a comment does not hang on the features Rhai was built with.

use crate::condition::leading;
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};

/// What may stand in a script, for those who have no idea.
pub(super) const CONSISTS: &str = "a script consists of `let`, `if`, `switch`, `return;` and proposals";

/// Findings about one script; those behind them are mostly of the same kind.
pub(super) const MAX_PROBLEMS: usize = 20;

/// A script in its words and signs.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    /// In the order of the text.
    pub(super) spans: Vec<Span>,
    /// The text with a space for every character of a comment and every unusual white space: as many lines, as
    /// many characters in each.
    pub(super) plain: String,
}

impl<'t> Tokens<'t> {
    /// The words and signs of `text`, or everything that is none.
    pub(super) fn read(text: &'t str) -> Result<Self, Vec<Problem>> {
        let mut tokens = Self { text, spans: Vec::new(), plain: String::with_capacity(text.len()) };
        let mut problems = Vec::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            at += match blank_length(rest) {
                Ok(0) => tokens.token(at, rest, &mut problems),
                Ok(blank) => {
                    tokens.plain.extend(rest.chars().scan(0, |before, c| {
                        let inside = *before < blank;
                        *before += c.len_utf8();
                        inside.then_some(if c == '\n' { c } else { ' ' })
                    }));
                    blank
                }
                Err(()) => {
                    let help = "close it with `*/`; until then nothing below it counts";
                    problems.push(problem(Span::new(at, at + 2), "this comment is not closed").help(help));
                    rest.len()
                }
            };
        }
        // A bracket may be behind what could not be read.
        if problems.is_empty() {
            tokens.brackets(&mut problems);
        }
        tokens.keywords(&mut problems);
        problems.sort_by_key(|problem| problem.place);
        problems.truncate(MAX_PROBLEMS);
        if problems.is_empty() { Ok(tokens) } else { Err(problems) }
    }

    /// What stands at `span`.
    pub(super) fn at(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The word or sign before the one at `offset`.
    pub(super) fn before(&self, offset: usize) -> Option<Span> {
        self.spans.iter().rev().find(|span| span.end <= offset).copied()
    }

    /// Reads what `rest` begins with; how many bytes it takes.
    fn token(&mut self, at: usize, rest: &str, problems: &mut Vec<Problem>) -> usize {
        let length = match sign(rest) {
            Some(Ok(length)) => Ok(length),
            Some(Err((length, message, help))) => Err(problem(Span::new(0, length), message).help(help)),
            None => leading(rest).map_err(|fault| *fault),
        };
        match length {
            Ok(length) => {
                let token = rest.get(..length).unwrap_or_default();
                let beside =
                    self.spans.last().is_some_and(|last| last.end == at && self.at(*last).ends_with('"'));
                if beside && token.starts_with('"') {
                    let help = "join them with `+`; a quotation mark inside a string is written `\\\"`";
                    problems.push(problem(Span::new(at, at + length), "two strings side by side").help(help));
                }
                self.plain.push_str(token);
                self.spans.push(Span::new(at, at + length));
                length
            }
            Err(fault) => {
                let length = fault.place.span().end.max(1);
                problems.push(explained(at, rest, fault));
                // What a broken string holds is no code.
                let skipped = if rest.starts_with('"') { line_of(rest).len().max(1) } else { length };
                rest.char_indices().map(|(at, _)| at).find(|at| *at >= skipped).unwrap_or(rest.len())
            }
        }
    }

    /// Finds the words of Rhai that scripts do without.
    fn keywords(&self, problems: &mut Vec<Problem>) {
        for span in &self.spans {
            if let Some((word, instead)) = self.at(*span).split('.').find_map(refused_word) {
                problems.push(
                    Problem::new(
                        Code::ScriptForbidden,
                        place_of(*span),
                        format!("scripts do without `{word}`"),
                    )
                    .help(instead),
                );
            }
        }
    }

    /// Finds brackets that are not closed, and closing ones that close nothing.
    fn brackets(&self, problems: &mut Vec<Problem>) {
        let mut open: Vec<Span> = Vec::new();
        for span in &self.spans {
            let wanted = match self.at(*span) {
                "(" | "[" | "{" => {
                    open.push(*span);
                    continue;
                }
                ")" => "(",
                "]" => "[",
                "}" => "{",
                _ => continue,
            };
            let closing = self.at(*span);
            match open.pop() {
                Some(opening) if self.at(opening) == wanted => {}
                Some(opening) => {
                    let missing = closing_of(self.at(opening));
                    let message = format!("`{missing}` is missing before this `{closing}`");
                    problems.push(
                        problem(*span, message)
                            .also(place_of(opening), "opened here")
                            .help(format!("close what was opened with `{}` first", self.at(opening))),
                    );
                    return;
                }
                None => {
                    let help = format!("take it away, or write the missing `{wanted}` before it");
                    problems.push(problem(*span, format!("this `{closing}` closes nothing")).help(help));
                    return;
                }
            }
        }
        if let Some(opening) = open.pop() {
            let bracket = self.at(opening);
            let help = format!("write the missing `{}` behind what belongs into it", closing_of(bracket));
            problems.push(problem(opening, format!("this `{bracket}` is never closed")).help(help));
        }
    }
}

/// The range of the word, number, text or sign at the start of `rest`, in bytes; one character where there is none.
pub(super) fn length_at(rest: &str) -> usize {
    let one = rest.chars().next().map_or(0, char::len_utf8);
    match sign(rest) {
        Some(Ok(length) | Err((length, ..))) => length,
        None => match leading(rest) {
            // Rhai's trees hold the words between the dots of a name one by one.
            Ok(length) => rest
                .get(..length)
                .and_then(|name| name.find('.'))
                .filter(|_| !rest.starts_with(|c: char| c.is_ascii_digit() || c == '"'))
                .unwrap_or(length),
            Err(_) => one,
        },
    }
}

/// A fault of what `rest` begins with, `rest` beginning at byte `at` of the script.
fn explained(at: usize, rest: &str, mut fault: Problem) -> Problem {
    fault.code = Code::ScriptSyntax;
    let span = fault.place.span();
    fault.place = place_of(Span::new(at + span.start, at + span.end.max(1)));
    let other_quotes = |c: char| matches!(c, '“' | '”' | '„' | '‘' | '’' | '「' | '」' | '＂');
    if let Some(quote) = line_of(rest).chars().find(|c| other_quotes(*c)).filter(|_| rest.starts_with('"')) {
        fault.help = Some(format!("`{quote}` closes no string: write `\"`"));
    }
    fault.help.get_or_insert_with(|| CONSISTS.to_owned());
    fault
}

/// Up to the end of the line.
fn line_of(rest: &str) -> &str {
    rest.split('\n').next().unwrap_or(rest)
}

/// `span` in a text whose source the caller knows.
pub(super) fn place_of(span: Span) -> Place {
    Place::new(SourceId::SCRIPT, span)
}

fn problem(span: Span, message: impl Into<String>) -> Problem {
    Problem::new(Code::ScriptSyntax, place_of(span), message)
}

fn closing_of(bracket: &str) -> &'static str {
    match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// How many bytes of white space and comments `rest` begins with. A comment in `/* */` may hold others.
fn blank_length(rest: &str) -> Result<usize, ()> {
    if rest.starts_with("//") {
        return Ok(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        // A byte order mark is no white space, but as little to be seen.
        return Ok(rest.find(|c: char| !c.is_whitespace() && c != '\u{FEFF}').unwrap_or(rest.len()));
    }
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(inside) = rest.get(at..).filter(|inside| !inside.is_empty()) {
        if inside.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if inside.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Ok(at);
            }
        } else {
            at += inside.chars().next().map_or(1, char::len_utf8);
        }
    }
    Err(())
}

/// A sign that conditions do not have: its length, or its length, what is wrong with it, and what to write.
type Sign = Result<usize, (usize, &'static str, &'static str)>;

/// The sign of statements or arithmetic that `rest` begins with. `None` where conditions know better.
fn sign(rest: &str) -> Option<Sign> {
    if let Some((slip, message, help)) = SLIPS.iter().find(|(slip, ..)| rest.starts_with(slip)) {
        return Some(Err((slip.len(), message, help)));
    }
    let mut characters = rest.chars();
    let (first, second) = (characters.next()?, characters.next());
    match (first, second) {
        ('=', Some('>')) => Some(Ok(2)),
        ('=', Some('=' | '<' | '~')) | ('|', Some('|')) => None,
        // Of a chain of calls, each on a line of its own.
        ('.', Some(next)) if next.is_ascii_alphabetic() => Some(Ok(1)),
        // Between the values of one case of `switch`; elsewhere the list of what is allowed refuses it.
        ('|', _) => Some(Ok(1)),
        ('{' | '}' | ';' | '=' | '+' | '-' | '*' | '/' | '%', _) => Some(Ok(1)),
        _ => None,
    }
}

/// Signs of Rhai and other languages, longer ones before what they begin with.
const SLIPS: [(&str, &str, &str); 27] = [
    ("**", "scripts do not raise to powers", "write `x * x`"),
    ("++", "`++` is no sign", "write `x = x + 1`"),
    ("--", "`--` is no sign", "write `x = x - 1`, or `0 - x`"),
    ("+=", "`+=` is no sign of scripts", "write `x = x + ..`"),
    ("-=", "`-=` is no sign of scripts", "write `x = x - ..`"),
    ("*=", "`*=` is no sign of scripts", "write `x = x * ..`"),
    ("/=", "`/=` is no sign of scripts", "write `x = x / ..`; what differs is compared with `!=`"),
    ("%=", "`%=` is no sign of scripts", "write `x = x % ..`"),
    ("*/", "no comment ends here", "a comment begins with `/*` and ends with `*/`"),
    ("->", "`->` is no sign", "behind a case of `switch` stands `=>`"),
    (":=", "`:=` is no sign", "write `let x = ..`, later `x = ..`"),
    ("::", "scripts have no modules", "names are joined by `.`"),
    ("..", "scripts have no ranges", "compare with both ends: `x >= 1 && x < 5`"),
    ("#{", "scripts have no maps", "name each value with `let`"),
    ("#", "`#` begins nothing", "a comment begins with `//`"),
    ("??", "`??` is no sign of scripts", "ask with `known(..)` whether there is a value"),
    ("?.", "`?.` is no sign of scripts", "ask with `known(..)` whether there is a value"),
    ("?[", "`?[` is no sign of scripts", "ask with `known(..)` whether there is a value"),
    ("?", "`?` is no sign", "write `if x { .. } else { .. }`"),
    ("<<", "scripts do not shift bits", "multiply with `*`"),
    (">>", "scripts do not shift bits", "divide with `/`"),
    ("<-", "`<-` is no sign", "a number below zero stands behind a space: `x < -1`"),
    ("^", "`^` is no sign of scripts", "that either of two holds is written `x != y`"),
    (
        ":",
        "`:` is no sign",
        "a case of `switch` is written `\"label\" => { .. }`, an argument without its name",
    ),
    ("@", "`@` begins no name", "names are written as they were declared"),
    ("~", "`~` is no sign", "`!` negates"),
    ("\\", "`\\` stands in strings alone", "a line may simply go on in the next"),
];

/// The word and what to write instead, if it is one of Rhai's that scripts do without.
fn refused_word(word: &str) -> Option<(&'static str, &'static str)> {
    let found = REFUSED.iter().find(|(words, _)| words.split(' ').any(|refused| refused == word))?;
    found.0.split(' ').find(|refused| *refused == word).map(|refused| (refused, found.1))
}

/// Words of Rhai, in use or kept for later, and what to write instead.
const REFUSED: [(&str, &str); 13] = [
    (
        "for while loop do until break continue",
        "a script runs through once; ask for one of several values with `x in [..]`",
    ),
    (
        "fn private call curry Fn",
        "a script has no functions of its own; name conditions in the rulebook under `let`",
    ),
    ("const var static", "write `let`"),
    ("throw goto go exit", "`return;` ends a script"),
    ("try catch", "ask with `known(..)` before reading what may be missing"),
    (
        "import export module package use as",
        "a script stands alone; conditions that several need are named in the rulebook under `let`",
    ),
    ("case match default", "write `switch x { \"label\" => { .. }, _ => { .. } }`"),
    ("eval", "write out what is to happen"),
    ("print debug", "a proposal and its reason are what is seen of a script"),
    ("type_of is_def_var is_def_fn is_shared", "types are known when the rulebook is loaded"),
    ("null nil void", "ask with `known(..)` whether there is a value"),
    (
        "this new super global shared public protected with",
        "what a script may read and propose stands in its own names",
    ),
    ("async await spawn sync thread yield", "a script runs through once, from its first line to its last"),
];

#[cfg(test)]
mod tests {
    use super::Tokens;

    #[test]
    fn comments_leave_lines_and_columns_where_they_were() {
        let text = "let x = 1; // 注\n/* /* a */\n  b */ tag(\"//注 /*\", x);　// \u{FEFF}";
        let tokens = Tokens::read(text).unwrap();
        assert_eq!(
            tokens.plain,
            format!("let x = 1;     \n{}\n       tag(\"//注 /*\", x);     ", " ".repeat(10))
        );
        let characters = |text: &str| text.split('\n').map(|line| line.chars().count()).collect::<Vec<_>>();
        assert_eq!(characters(&tokens.plain), characters(text));
    }
}
