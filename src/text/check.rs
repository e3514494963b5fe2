//! The lines an author gives with a cue, what it must hit and what it must not, tried when the rulebook is loaded.

use super::cue::Cue;
use super::extract::TextFormat;
use super::matcher::CueMatcher;
use super::scan::{Completeness, CueScan, CustomerText, Part, Scratch};
use crate::id::CueId;

/// A line that does not do what its cue says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FailedLine {
    pub(crate) cue: CueId,
    /// The line's position in `matches` or `misses`.
    pub(crate) line: usize,
    pub(crate) failure: Failure,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A line of `matches` in which the cue does not hit.
    Silent,
    /// A line of `misses` in which the cue hits.
    Hit {
        /// The phrase's position in the cue's `any`.
        phrase: usize,
        /// Where it hits: the first byte in the line.
        start: usize,
        /// The end in the line, in bytes.
        end: usize,
    },
}

/// Tries every line of every cue, in order.
pub(crate) fn check(cues: &[Cue]) -> Vec<FailedLine> {
    let matcher = CueMatcher::new(cues);
    let (mut scratch, mut scan) = (Scratch::default(), CueScan::default());
    let mut failed = Vec::new();
    for (position, cue) in cues.iter().enumerate() {
        let id = CueId::at(position);
        for (line, text) in cue.matches.iter().enumerate() {
            read(&matcher, text, &mut scratch, &mut scan);
            if scan.hits(id).is_empty() {
                failed.push(FailedLine { cue: id, line, failure: Failure::Silent });
            }
        }
        for (line, text) in cue.misses.iter().enumerate() {
            read(&matcher, text, &mut scratch, &mut scan);
            if let Some(hit) = scan.hits(id).first() {
                let failure = Failure::Hit {
                    phrase: hit.phrase as usize,
                    start: hit.start as usize,
                    end: hit.end as usize,
                };
                failed.push(FailedLine { cue: id, line, failure });
            }
        }
    }
    failed
}

fn read(matcher: &CueMatcher, text: &str, scratch: &mut Scratch, scan: &mut CueScan) {
    let text = CustomerText { message: 0, part: Part::Body, text, format: TextFormat::Text };
    matcher.scan([text], usize::MAX, Completeness::Complete, scratch, scan);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failing_lines_are_told_with_phrase_and_place() {
        let lines = |list: &[&str]| list.iter().map(|line| (*line).into()).collect::<Vec<Box<str>>>();
        let good = Cue {
            any: lines(&["急ぎ"]),
            unless_followed_by: lines(&["ではありません"]),
            matches: lines(&["急ぎでお願いします"]),
            misses: lines(&["急ぎではありません"]),
            ..Cue::default()
        };
        let bad = Cue {
            any: lines(&["返金", "ケガ"]),
            matches: lines(&["返金して", "けがをした"]),
            misses: lines(&["交換", "これはｹｶﾞです"]),
            ..Cue::default()
        };
        let place = "これは".len();
        assert_eq!(
            check(&[good, bad]),
            [
                FailedLine { cue: CueId(1), line: 1, failure: Failure::Silent },
                FailedLine {
                    cue: CueId(1),
                    line: 1,
                    failure: Failure::Hit { phrase: 1, start: place, end: place + "ｹｶﾞ".len() }
                },
            ]
        );
    }
}
