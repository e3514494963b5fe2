//! Lines of a file of any size, read in constant memory. A line that is too long or no UTF-8 is reported, and the next
//! one is read as if nothing had happened.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is read, in bytes. An inquiry is read up to 256 KiB of text; this leaves room for what is around it.
const LONGEST: usize = 8 * 1024 * 1024;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The lines of a file or stream that hold anything but white space.
pub(crate) struct Lines {
    reader: BufReader<Box<dyn Read>>,
    line: Vec<u8>,
    number: u64,
    bytes: u64,
}

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// From 1, blank lines counted.
    pub(crate) number: u64,
    /// Its text, or what is wrong with it.
    pub(crate) text: Result<&'a str, String>,
}

impl Lines {
    pub(crate) fn new(source: impl Read + 'static) -> Self {
        let reader = BufReader::with_capacity(64 * 1024, Box::new(source) as Box<dyn Read>);
        Self { reader, line: Vec::new(), number: 0, bytes: 0 }
    }

    /// How many bytes of the source have been used.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether reading on may have to wait for somebody to write: the moment to hand over what there is.
    pub(crate) fn may_wait(&self) -> bool {
        self.reader.buffer().is_empty()
    }

    /// The next line that is not blank.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.line.clear();
            let length = self.read_line()?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
                self.line.drain(..BYTE_ORDER_MARK.len());
            }
            if length <= LONGEST as u64 && self.line.trim_ascii().is_empty() {
                continue;
            }
            break;
        }
        Ok(Some(Line { number: self.number, text: self.text() }))
    }

    fn text(&self) -> Result<&str, String> {
        if self.line.len() > LONGEST {
            return Err(format!("longer than {} MiB", LONGEST / (1024 * 1024)));
        }
        let not_text = |error: std::str::Utf8Error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1);
        Ok(std::str::from_utf8(&self.line).map_err(not_text)?.trim_end_matches(['\n', '\r']))
    }

    /// Reads to the end of the line and keeps no more than one byte above the limit. Gives the bytes passed.
    fn read_line(&mut self) -> io::Result<u64> {
        let mut length = 0;
        loop {
            let part = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                part => part?,
            };
            let end = part.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(part.len(), |end| end + 1);
            let room = (LONGEST + 1).saturating_sub(self.line.len());
            self.line.extend(part.iter().take(used.min(room)));
            self.reader.consume(used);
            length += used as u64;
            if end.is_some() || used == 0 {
                self.bytes += length;
                return Ok(length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(u64, Result<String, String>)> {
        let mut lines = Lines::new(io::Cursor::new(bytes.to_vec()));
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            read.push((line.number, line.text.map(str::to_owned)));
        }
        assert_eq!(lines.bytes(), bytes.len() as u64);
        read
    }

    #[test]
    fn blank_lines_are_passed_over_and_counted() {
        assert_eq!(
            read("\u{feff}a\r\n\n  \nb".as_bytes()),
            [(1, Ok("a".to_owned())), (4, Ok("b".to_owned()))]
        );
        assert_eq!(read(b""), []);
        assert_eq!(read(b"\n\n"), []);
    }

    #[test]
    fn a_line_that_is_no_text_is_reported_and_the_next_one_read() {
        assert_eq!(
            read(b"ab\xff\nc\n"),
            [(1, Err("not UTF-8 at byte 3".to_owned())), (2, Ok("c".to_owned()))]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_reported_and_the_next_one_read() {
        let mut bytes = vec![b' '; LONGEST + 1];
        bytes.extend(b"\nnext\n");
        assert_eq!(read(&bytes), [(1, Err("longer than 8 MiB".to_owned())), (2, Ok("next".to_owned()))]);
        let mut bytes = vec![b'x'; LONGEST - 1];
        bytes.push(b'\n');
        assert!(read(&bytes)[0].1.is_ok());
    }
}
