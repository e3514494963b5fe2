//! The notation of cells, whatever their column:
//!
//! ```text
//! cell  = "-" | "" | test ("&&" test)*
//! test  = "known" | "!known" | sign? word | ("==" | "!=")? list
//! list  = "[" word ("," word)* "]"
//! word  = "\"..\"" | anything else up to "&&", or in a list up to "," or "]"
//! sign  = "==" | "!=" | "<" | "<=" | ">" | ">="
//! ```
//!
//! A word needs no quotes: what it is, a number, a text or a label, is up to its column.

use crate::authoring::document::{Literal, Name};
use crate::authoring::limits::MAX_CELL_WORDS;
use crate::condition::{Operator, quoted};
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, Span};

/// One thing a cell asks of its column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    pub(super) form: Form,
    pub(super) place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Compare(Operator, Word),
    /// Of at least one.
    Among {
        words: Vec<Word>,
        negated: bool,
    },
    Known {
        negated: bool,
    },
}

/// A value before its type is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    /// In double quotes: never a number, a parameter, `true` or `false`.
    pub(super) quoted: bool,
    pub(super) place: Place,
}

/// What is wrong with a cell by which somebody says nothing in another way than `-`, such as `~` or a long dash.
pub(super) fn other_nothing(cell: &Literal, is_text: bool) -> Option<Box<Problem>> {
    let Literal::One(text, _) = cell else { return None };
    let shown = text.value.trim();
    let says_nothing = matches!(shown, "~" | "null" | "Null" | "NULL")
        || shown.chars().all(|found| DASHES.contains(&found))
        || shown.chars().all(|found| matches!(found, '*' | '＊'));
    let help = if is_text {
        "write `-` for a cell that says nothing".to_owned()
    } else {
        format!("write `-` for a cell that says nothing, or quote it, as `\"{shown}\"`")
    };
    says_nothing.then(|| fault(text.place, format!("`{shown}` may mean nothing or anything"), help))
}

/// What a cell asks for, all of it.
pub(super) fn tests(cell: &Literal) -> Result<Vec<Test>, Box<Problem>> {
    match cell {
        Literal::One(text, quoted) => Scanner::new(text, *quoted).tests(),
        Literal::Many(texts) => {
            let words = not_empty(texts.value.iter().map(bare).collect(), texts.place)?;
            words.iter().try_for_each(signless)?;
            let form = Form::Among { words, negated: false };
            Ok(vec![Test { form, place: texts.place }])
        }
    }
}

/// The names in a cell that compares nothing: one, or a list.
pub(super) fn words(cell: &Literal) -> Result<Vec<Word>, Box<Problem>> {
    match cell {
        Literal::One(text, quoted) => Scanner::new(text, *quoted).words(),
        Literal::Many(texts) => not_empty(texts.value.iter().map(bare).collect(), texts.place),
    }
}

/// An item of a YAML list, whose quotes are YAML's own.
fn bare(text: &Name) -> Word {
    Word { text: text.value.trim().into(), quoted: false, place: text.place }
}

fn not_empty(words: Vec<Word>, place: Place) -> Result<Vec<Word>, Box<Problem>> {
    if words.is_empty() {
        return Err(fault(place, "the list is empty", "name at least one, or write `-`"));
    }
    if words.len() > MAX_CELL_WORDS {
        return Err(too_many(place));
    }
    Ok(words)
}

/// A value in a list has no sign of its own: the one before the list is meant for all.
fn signless(word: &Word) -> Result<(), Box<Problem>> {
    let mut signs = SIGNS.iter().map(|(sign, _)| *sign).chain(SLIPS.iter().map(|(sign, _)| *sign));
    match signs.find(|sign| !word.quoted && word.text.starts_with(sign)) {
        None => Ok(()),
        Some(sign) => Err(fault(
            word.place,
            format!("`{sign}` stands inside a list"),
            "write `!= [a, b]` for none of them, bounds as `>= 3 && < 8`, or quote the value",
        )),
    }
}

fn too_many(place: Place) -> Box<Problem> {
    let message = format!("the cell has more than the {MAX_CELL_WORDS} values a cell may have");
    Box::new(Problem::new(Code::Limit, place, message).help("part them into several rows"))
}

fn fault(place: Place, message: impl Into<String>, help: impl Into<String>) -> Box<Problem> {
    Box::new(Problem::new(Code::ConditionSyntax, place, message).help(help))
}

/// The comparison signs, the longer ones first.
const SIGNS: [(&str, Operator); 6] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// Signs somebody may write instead, with the right one.
const SLIPS: [(&str, &str); 15] = [
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("≦", "<="),
    ("≤", "<="),
    ("≧", ">="),
    ("≥", ">="),
    ("≠", "!="),
    ("＜＝", "<="),
    ("＞＝", ">="),
    ("！＝", "!="),
    ("＜", "<"),
    ("＞", ">"),
    ("＝", "=="),
    ("=", "=="),
];

/// What is typed for a dash, in one keyboard or another.
const DASHES: [char; 12] = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '─', '－', 'ー', 'ｰ'];

/// The text of a cell, of which a beginning has been read.
struct Scanner<'c> {
    text: &'c str,
    at: usize,
    /// How many words have been read.
    words: usize,
    place: Place,
    /// Where the text begins in its source, if the source spells it byte for byte the same.
    start: Option<usize>,
}

impl<'c> Scanner<'c> {
    fn new(cell: &'c Name, quoted: bool) -> Self {
        let text = &*cell.value;
        let span = cell.place.span();
        let written = span.end - span.start;
        // Beside white space, no escape is as long as what it stands for: of equal length, the two are equal.
        let escapes = text.chars().any(|found| found != ' ' && (found.is_whitespace() || found.is_control()));
        let start = match quoted {
            _ if escapes => None,
            true => (written == text.len() + 2).then_some(span.start + 1),
            false => (written == text.len()).then_some(span.start),
        };
        Self { text, at: 0, words: 0, place: cell.place, start }
    }

    /// Where a part of the text stands: exactly, if that is known, else the whole cell.
    fn place(&self, from: usize, to: usize) -> Place {
        match self.start {
            Some(start) => self.place.with(Span::new(start + from, start + to)),
            None => self.place,
        }
    }

    fn rest(&self) -> &'c str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_white(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn tests(mut self) -> Result<Vec<Test>, Box<Problem>> {
        let mut tests = Vec::new();
        loop {
            tests.push(self.test()?);
            if !self.joined()? {
                return Ok(tests);
            }
        }
    }

    /// Whether `&&` follows; otherwise the cell has to end.
    fn joined(&mut self) -> Result<bool, Box<Problem>> {
        self.skip_white();
        if self.rest().is_empty() {
            return Ok(false);
        }
        let from = self.at;
        if self.take("&&") {
            return Ok(true);
        }
        let place = self.place(from, self.text.len());
        Err(if self.take("||") {
            fault(
                place,
                "a cell does not join tests with `||`",
                "write `[a, b]` for one of several, or a row for each: all rows that apply count",
            )
        } else {
            let message = format!("`{}` follows what is complete", self.rest());
            fault(place, message, "join two tests with `&&`")
        })
    }

    fn test(&mut self) -> Result<Test, Box<Problem>> {
        self.skip_white();
        let from = self.at;
        let sign = self.sign()?;
        self.skip_white();
        let form = if self.rest().starts_with('[') {
            let words = self.list()?;
            words.iter().try_for_each(signless)?;
            match sign {
                None | Some(Operator::Equal) => Form::Among { words, negated: false },
                Some(Operator::NotEqual) => Form::Among { words, negated: true },
                Some(other) => {
                    let message = format!("`{}` compares with one value, not with a list", other.as_str());
                    return Err(fault(
                        self.place(from, self.at),
                        message,
                        "write `[a, b]` or `!= [a, b]`, or name one value",
                    ));
                }
            }
        } else if sign.is_none() && self.rest().starts_with('!') {
            self.take("!");
            let negated = self.at;
            let word = self.word(&["&&", "||"])?;
            if &*word.text != "known" || word.quoted {
                let message = format!("`!{}` is no test", word.text);
                return Err(fault(
                    self.place(negated - 1, self.at),
                    message,
                    format!("write `!= {}`", word.text),
                ));
            }
            Form::Known { negated: true }
        } else {
            let word = self.word(&["&&", "||"])?;
            match sign {
                None if &*word.text == "known" && !word.quoted => Form::Known { negated: false },
                _ => Form::Compare(sign.unwrap_or(Operator::Equal), word),
            }
        };
        Ok(Test { form, place: self.place(from, self.at) })
    }

    fn sign(&mut self) -> Result<Option<Operator>, Box<Problem>> {
        let from = self.at;
        let (two, one) = SIGNS.split_at(4);
        if let Some((_, operator)) = two.iter().find(|(sign, _)| self.take(sign)) {
            return Ok(Some(*operator));
        }
        if let Some((slip, right)) = SLIPS.iter().find(|(slip, _)| self.take(slip)) {
            let place = self.place(from, self.at);
            return Err(fault(place, format!("`{slip}` is no comparison"), format!("write `{right}`")));
        }
        Ok(one.iter().find(|(sign, _)| self.take(sign)).map(|(_, operator)| *operator))
    }

    fn list(&mut self) -> Result<Vec<Word>, Box<Problem>> {
        let open = self.at;
        self.take("[");
        let mut words = Vec::new();
        loop {
            self.skip_white();
            if words.is_empty() && self.take("]") {
                return not_empty(words, self.place(open, self.at));
            }
            words.push(self.word(&[",", "]"])?);
            self.skip_white();
            if self.take("]") {
                return Ok(words);
            }
            if !self.take(",") {
                return Err(fault(
                    self.place(open, open + 1),
                    "this `[` is not closed",
                    "close it with `]`, and part its values by `,`",
                ));
            }
        }
    }

    fn word(&mut self, ends: &[&str]) -> Result<Word, Box<Problem>> {
        self.skip_white();
        let from = self.at;
        self.words += 1;
        if self.words > MAX_CELL_WORDS {
            return Err(too_many(self.place(from, self.text.len())));
        }
        if self.rest().starts_with('"') {
            let (text, length) = quoted(self.rest()).map_err(|problem| {
                let Span { start, end } = problem.place.span();
                Box::new(Problem { place: self.place(from + start, from + end), ..*problem })
            })?;
            self.at += length;
            return Ok(Word { text, quoted: true, place: self.place(from, self.at) });
        }
        let rest = self.rest();
        // Only as far as the word goes: a cell may be long, and is read word by word.
        let is_end =
            |at: usize| rest.get(at..).is_some_and(|rest| ends.iter().any(|end| rest.starts_with(end)));
        let length = rest.char_indices().map(|(at, _)| at).find(|at| is_end(*at)).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or(rest).trim_end();
        if text.is_empty() {
            return Err(fault(
                self.place(0, self.text.len()),
                "a value is missing in this cell",
                "for example `<= 3000`, `phone`, `[a, b]` or `-`",
            ));
        }
        self.at += text.len();
        Ok(Word { text: text.into(), quoted: false, place: self.place(from, self.at) })
    }

    fn words(mut self) -> Result<Vec<Word>, Box<Problem>> {
        self.skip_white();
        let from = self.at;
        let words = if self.rest().starts_with('[') {
            self.list()?
        } else if self.sign()?.is_some() {
            let place = self.place(from, self.at);
            return Err(fault(
                place,
                "this column says what the row does and compares nothing",
                "name it alone",
            ));
        } else {
            vec![self.word(&[",", "&&", "||"])?]
        };
        self.skip_white();
        if self.rest().is_empty() {
            return Ok(words);
        }
        Err(fault(self.place(self.at, self.text.len()), "several names stand in brackets", "write `[a, b]`"))
    }
}
