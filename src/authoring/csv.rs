//! A table from CSV (RFC 4180), field by field, so that every cell knows its place in the text.
//!
//! Of what a spreadsheet exports it takes a byte order mark, line ends of any kind and line breaks inside quotes, and
//! passes over lines and trailing columns of which every cell is empty. A field in quotes stands for its text alone: `"phone"` and `phone` are
//! the same cell, as are `""` and nothing.

use super::document::{Literal, Name, Written};
use super::limits::MAX_RULES;
use super::yaml::MAX_BYTES;
use crate::diagnostic::{Code, Problem};
use crate::span::{Place, SourceId, Span};
use csv_core::{ReadFieldResult, Reader};

/// The columns named by the first line, and the rows below it.
#[derive(Debug, Default)]
pub(super) struct Csv {
    pub(super) columns: Vec<Name>,
    pub(super) rows: Vec<Written<Vec<Option<Literal>>>>,
}

/// Reads `text`, which is `source` among the loaded texts.
pub(super) fn read(text: &str, source: SourceId) -> (Csv, Vec<Problem>) {
    let place = |start, end| Place::new(source, Span::new(start, end));
    if text.len() > MAX_BYTES {
        let message =
            format!("the file has {} bytes, more than the {MAX_BYTES} a table may have", text.len());
        return (Csv::default(), vec![Problem::new(Code::Limit, place(0, 0), message)]);
    }
    let mut csv = Csv::default();
    let mut problems = Vec::new();
    for record in Records::new(text, source) {
        if let Some((place, message)) = record.fields.iter().find_map(|field| field.fault) {
            let problem = Problem::new(Code::Syntax, place, message);
            problems.push(
                problem.help("a cell in quotes ends at its second `\"`; a quote inside it is written twice"),
            );
            break;
        }
        if csv.columns.is_empty() {
            csv.columns = record.fields.into_iter().map(|field| field.text).collect();
            if let Some(problem) = parted_otherwise(&csv.columns) {
                problems.push(problem);
                return (Csv::default(), problems);
            }
        } else if csv.rows.len() == MAX_RULES {
            let message = format!("the table has more than the {MAX_RULES} rows a rulebook may have");
            problems.push(Problem::new(Code::Limit, record.place, message).label("the first one too many"));
            break;
        } else if record.fields.iter().any(|field| !field.text.value.trim().is_empty()) {
            csv.rows.push(Written::new(record.fields.into_iter().map(Field::cell).collect(), record.place));
        }
    }
    csv.drop_empty_columns();
    if csv.columns.is_empty() && problems.is_empty() {
        let problem = Problem::new(Code::MissingKey, place(0, 0), "the table is empty");
        problems.push(problem.help("name the columns in its first line"));
    }
    (csv, problems)
}

impl Csv {
    /// Spreadsheets export columns behind the last one that have been used once: no name, and no cell that says anything.
    fn drop_empty_columns(&mut self) {
        while self.columns.last().is_some_and(|name| name.value.trim().is_empty()) {
            let last = self.columns.len() - 1;
            if self.rows.iter().any(|row| row.value.get(last).is_some_and(Option::is_some)) {
                return;
            }
            self.columns.pop();
            for row in self.rows.iter_mut().filter(|row| row.value.len() > last) {
                row.value.remove(last);
            }
        }
    }
}

/// The help for a file that parts its columns by something else than commas.
fn parted_otherwise(columns: &[Name]) -> Option<Problem> {
    let [only] = columns else { return None };
    let sign = only.value.chars().find(|found| matches!(found, ';' | '\t'))?;
    let shown = if sign == ';' { "semicolons" } else { "tabs" };
    let message = format!("the columns of this table are parted by {shown}");
    Some(Problem::new(Code::Syntax, only.place, message).help("part them by commas: export the table as CSV"))
}

/// One line, or several where a quoted cell holds line breaks.
struct Record {
    fields: Vec<Field>,
    place: Place,
}

struct Field {
    text: Name,
    /// What is wrong with its quotes, if anything. From there on nobody knows where a cell ends.
    fault: Option<(Place, &'static str)>,
}

impl Field {
    fn cell(self) -> Option<Literal> {
        Some(Literal::One(self.text, false)).filter(|cell| !cell.says_nothing())
    }
}

struct Records<'t> {
    text: &'t str,
    source: SourceId,
    reader: Reader,
    /// Where the next field begins.
    at: usize,
    /// Whether that field is the first of its record.
    begins: bool,
    buffer: Vec<u8>,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, source: SourceId) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, source, reader: Reader::new(), at, begins: true, buffer: vec![0; 256] }
    }

    /// The next field, and whether it is the last of its record.
    fn field(&mut self) -> Option<(Field, bool)> {
        let (mut start, mut written) = (self.at, 0);
        let record_end = loop {
            let input = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let output = self.buffer.get_mut(written..).unwrap_or_default();
            let (result, read, wrote) = self.reader.read_field(input, output);
            self.at += read;
            written += wrote;
            match result {
                // An empty input tells the reader that there is no more.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return None,
            }
        };
        let raw = self.text.get(start..self.at).unwrap_or_default();
        // What ended the record before is read with the first field of the next.
        let behind = if self.begins { raw.trim_start_matches(['\r', '\n']) } else { raw };
        self.begins = record_end;
        start += raw.len() - behind.len();
        let raw = behind.strip_suffix([',', '\n', '\r']).unwrap_or(behind);
        let text: Box<str> =
            String::from_utf8_lossy(self.buffer.get(..written).unwrap_or_default()).into_owned().into();
        // Without its quotes, so that offsets in the text are offsets in the source.
        let span = match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inside) if inside.len() == text.len() => Span::new(start + 1, start + 1 + inside.len()),
            _ => Span::new(start, start + raw.len()),
        };
        let place = |span| Place::new(self.source, span);
        let fault = match after_quotes(raw) {
            None => Some((place(Span::new(start, start + 1)), "this quote is not closed")),
            Some(after) if after.trim().is_empty() => None,
            Some(after) => {
                let end = start + raw.len();
                Some((place(Span::new(end - after.len(), end)), "this follows a closing quote"))
            }
        };
        let field = Field { text: Name::new(text, place(span)), fault };
        Some((field, record_end))
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let mut fields = Vec::new();
        loop {
            let (field, record_end) = self.field()?;
            fields.push(field);
            if record_end {
                break;
            }
        }
        let span = |field: Option<&Field>| field.map_or(Span::default(), |field| field.text.place.span());
        let place = Place::new(self.source, span(fields.first()).to(span(fields.last())));
        Some(Record { fields, place })
    }
}

/// What stands behind the quotes of a field; nothing if it has none, `None` if they are not closed.
fn after_quotes(raw: &str) -> Option<&str> {
    let Some(mut rest) = raw.strip_prefix('"') else { return Some("") };
    loop {
        let (_, behind) = rest.split_once('"')?;
        match behind.strip_prefix('"') {
            Some(inside) => rest = inside,
            None => return Some(behind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Csv;
    use crate::authoring::document::Literal;
    use crate::span::{Place, SourceId};
    use proptest::prelude::*;

    fn marked(text: &str, place: Place) -> &str {
        text.get(place.span().start..place.span().end).unwrap()
    }

    fn csv(text: &str) -> Csv {
        let (csv, problems) = super::read(text, SourceId(3));
        assert_eq!(problems, []);
        csv
    }

    /// The cells of every row, nothing as `-`, each with what stands at its place.
    fn cells(text: &str) -> Vec<Vec<(String, &str)>> {
        let cell = |cell: &Option<Literal>| match cell {
            None => ("-".to_owned(), ""),
            Some(Literal::One(name, _)) => {
                assert_eq!(name.place.source, SourceId(3));
                (name.value.to_string(), marked(text, name.place))
            }
            Some(Literal::Many(_)) => panic!("a list"),
        };
        csv(text).rows.iter().map(|row| row.value.iter().map(cell).collect()).collect()
    }

    fn problem(text: &str) -> (String, &str) {
        let (_, problems) = super::read(text, SourceId(3));
        let [problem] = problems.try_into().unwrap();
        (problem.message, marked(text, problem.place))
    }

    #[test]
    fn every_cell_knows_its_place() {
        let text = "\u{feff}id,金額,because\r\nsmall,<= 3000,少額\r\n\r\n\"big\",,\"two\nlines, \"\"quoted\"\"\"\r\n,,\r\n";
        let columns: Vec<String> = csv(text).columns.iter().map(|name| name.value.to_string()).collect();
        assert_eq!(columns, ["id", "金額", "because"]);
        let owned = |cells: &[(&str, &'static str)]| -> Vec<(String, &str)> {
            cells.iter().map(|(text, place)| ((*text).to_owned(), *place)).collect()
        };
        assert_eq!(
            cells(text),
            [
                owned(&[("small", "small"), ("<= 3000", "<= 3000"), ("少額", "少額")]),
                // What is written otherwise than it reads is shown as it is written.
                owned(&[
                    ("big", "big"),
                    ("-", ""),
                    ("two\nlines, \"quoted\"", "\"two\nlines, \"\"quoted\"\"\"")
                ]),
            ]
        );
    }

    #[test]
    fn rows_are_placed_and_line_ends_do_not_matter() {
        for text in ["a,b\n1,2\n3,4", "a,b\r1,2\r3,4\r", "a,b\r\n1,2\r\n3,4\r\n\r\n"] {
            let rows = csv(text).rows;
            let shown: Vec<&str> = rows.iter().map(|row| marked(text, row.place)).collect();
            assert_eq!(shown, ["1,2", "3,4"], "{text:?}");
        }
    }

    #[test]
    fn an_empty_last_cell_stands_before_the_end_of_its_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a,b{end}1,{end}3,4{end}5,");
            let rows = csv(&text).rows;
            let shown: Vec<&str> = rows.iter().map(|row| marked(&text, row.place)).collect();
            assert_eq!(shown, ["1,", "3,4", "5,"], "{text:?}");
        }
    }

    #[test]
    fn trailing_columns_of_nothing_are_passed_over() {
        let shape = |text: &str| {
            let csv = csv(text);
            (csv.columns.len(), csv.rows.iter().map(|row| row.value.len()).collect::<Vec<_>>())
        };
        assert_eq!(shape("a,b,,\n1,2,,\n3,4, ,\n"), (2, vec![2, 2]));
        assert_eq!(shape("a,b,,\n1,2\n3,4,5,\n"), (3, vec![2, 3]));
        assert_eq!(shape("a,,b\n1,,\n"), (3, vec![3]));
        assert_eq!(problem(",,\n,,\n").0, "the table is empty");
    }

    #[test]
    fn long_cells_are_whole() {
        let long = "長い".repeat(1_000);
        let text = format!("id,because\n\"a\",\"{long}\"\nb,{long}\n");
        assert_eq!(cells(&text).iter().map(|row| row[1].1).collect::<Vec<_>>(), [&long, &long]);
    }

    #[test]
    fn rows_may_be_ragged_here() {
        let lengths: Vec<usize> = csv("a,b\n1\n1,2,3\n").rows.iter().map(|row| row.value.len()).collect();
        assert_eq!(lengths, [1, 3]);
    }

    #[test]
    fn what_is_no_csv_is_said() {
        assert_eq!(problem("a,b\n1,\"2\n3,4\n"), ("this quote is not closed".into(), "\""));
        assert_eq!(problem("a,b\n1,\"2\"3\n"), ("this follows a closing quote".into(), "3"));
        assert_eq!(problem(""), ("the table is empty".into(), ""));
        assert_eq!(
            problem("a;b\n1;2\n"),
            ("the columns of this table are parted by semicolons".into(), "a;b")
        );
    }

    proptest! {
        #[test]
        fn whatever_is_read_has_a_place_in_the_text(text in "\u{feff}?[ab,\"\r\n あ]{0,40}") {
            let (csv, _) = super::read(&text, SourceId(3));
            let cells = csv.rows.iter().flat_map(|row| &row.value).flatten();
            for name in csv.columns.iter().chain(cells.filter_map(|cell| match cell {
                Literal::One(name, _) => Some(name),
                Literal::Many(_) => None,
            })) {
                let written = text.get(name.place.span().start..name.place.span().end);
                prop_assert!(written.is_some(), "{name:?}");
                let exact = written.is_some_and(|written| written.len() == name.value.len());
                prop_assert!(!exact || written == Some(&*name.value), "{name:?}");
            }
        }
    }
}
