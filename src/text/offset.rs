//! The way back from a place in the normalised text to the place in the message as it was sent.
//!
//! Most of a message is not changed by normalisation, so the map holds runs, not characters: a Japanese message without
//! halfwidth or composed characters is a single run.

/// Byte positions of a normalised text mapped to byte ranges of its original.
#[derive(Debug, Clone, Default)]
pub(crate) struct OffsetMap {
    // INVARIANT: sorted by `normalised`, which is 0 for the first run.
    runs: Vec<Run>,
}

/// A part of the normalised text that begins at `normalised` and ends where the next run begins.
#[derive(Debug, Clone, Copy)]
struct Run {
    normalised: u32,
    /// The first byte of the original.
    start: u32,
    /// The end in the original when every character of the run stands for the same range; unused in a verbatim run.
    end: u32,
    /// The run has the same length as its original, character by character.
    verbatim: bool,
}

impl OffsetMap {
    /// Forgets everything, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.runs.clear();
    }

    /// Says that the `length` bytes at `normalised`, one character, stand for `start..end` of the original. Characters
    /// are added in the order of the normalised text.
    pub(crate) fn add(&mut self, normalised: u32, length: u32, start: u32, end: u32) {
        let verbatim = end.saturating_sub(start) == length;
        if let Some(last) = self.runs.last() {
            let goes_on = if last.verbatim {
                verbatim && last.start + (normalised - last.normalised) == start
            } else {
                last.start == start && last.end == end
            };
            if goes_on {
                return;
            }
        }
        self.runs.push(Run { normalised, start, end, verbatim });
    }

    /// Takes back every character at or after `normalised`.
    pub(crate) fn truncate(&mut self, normalised: u32) {
        while self.runs.last().is_some_and(|run| run.normalised >= normalised) {
            self.runs.pop();
        }
    }

    /// The range of the original that the characters from byte `start` to byte `end` stand for. Neither may lie inside
    /// a character.
    pub(crate) fn original(&self, start: usize, end: usize) -> (u32, u32) {
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return (0, 0);
        };
        let first = self
            .run_at(start)
            .map_or(0, |run| if run.verbatim { run.start + (start - run.normalised) } else { run.start });
        let last = self
            .run_at(end.saturating_sub(1))
            .map_or(0, |run| if run.verbatim { run.start + (end - run.normalised) } else { run.end });
        (first, last)
    }

    fn run_at(&self, normalised: u32) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.normalised <= normalised);
        self.runs.get(after.checked_sub(1)?)
    }
}
