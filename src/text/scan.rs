//! What the words of an inquiry say: the truth of every cue and its hits, with their places in the original messages.

use super::extract::{self, TextFormat};
use super::matcher::{CueMatcher, Occurrence, Role};
use super::normalise::Normaliser;
use crate::condition::Truth;
use crate::id::CueId;
use std::cmp::Reverse;

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Subject,
    Body,
}

/// A text the customer wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CustomerText<'t> {
    /// The position of the message in the inquiry.
    pub(crate) message: u32,
    pub(crate) part: Part,
    pub(crate) text: &'t str,
    pub(crate) format: TextFormat,
}

/// How much of what the customer said is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// All of it: what is not in the texts was not said.
    Complete,
    /// Messages are missing.
    Incomplete,
    /// There is no message of the customer at all.
    NoText,
}

/// A place in the customer's words that is evidence for a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CueHit {
    pub(crate) cue: CueId,
    /// The position of the message in the inquiry.
    pub(crate) message: u32,
    pub(crate) part: Part,
    /// The first byte in the original text.
    pub(crate) start: u32,
    /// The end in the original text, in bytes.
    pub(crate) end: u32,
    /// The phrase's position in the cue's `any`.
    pub(crate) phrase: u32,
    /// Whatever follows beyond the cut or was lost in malformed markup, this stays a hit.
    pub(crate) certain: bool,
}

/// The result of reading an inquiry's texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct CueScan {
    /// By cue, message, part and start.
    hits: Vec<CueHit>,
    length: Option<u64>,
    complete: bool,
    cut: bool,
    unreadable: bool,
}

/// Working memory for reading texts. Whoever reads the texts of many inquiries keeps it, so that reading stops allocating.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    normaliser: Normaliser,
    folded: String,
    occurrences: Vec<Occurrence>,
    ends: Vec<usize>,
}

impl CueScan {
    /// What tests say of the cues, without any text.
    #[cfg(test)]
    pub(crate) fn of(truths: &[Truth]) -> Self {
        let hits = truths.iter().enumerate().filter(|(_, truth)| **truth != Truth::False);
        let hits = hits.map(|(cue, truth)| CueHit {
            cue: CueId::at(cue),
            message: 0,
            part: Part::Body,
            start: 0,
            end: 0,
            phrase: 0,
            certain: *truth == Truth::True,
        });
        Self { hits: hits.collect(), complete: true, ..Self::default() }
    }

    /// Whether the cue hit.
    pub(crate) fn truth(&self, cue: CueId) -> Truth {
        let silence = if self.complete { Truth::False } else { Truth::Unknown };
        let of_hit = |hit: &CueHit| if hit.certain { Truth::True } else { Truth::Unknown };
        self.hits(cue).iter().map(of_hit).fold(silence, Truth::or)
    }

    /// The cue's hits by message, part and start.
    pub(crate) fn hits(&self, cue: CueId) -> &[CueHit] {
        let start = self.hits.partition_point(|hit| hit.cue < cue);
        let rest = self.hits.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|hit| hit.cue == cue)).unwrap_or_default()
    }

    /// The same, with the hits of one cue replaced by those of another reading of the same texts.
    pub(crate) fn with_hits_of(&self, cue: CueId, other: &Self) -> Self {
        let mut hits: Vec<CueHit> = self.hits.iter().filter(|hit| hit.cue != cue).copied().collect();
        let at = hits.partition_point(|hit| hit.cue < cue);
        hits.splice(at..at, other.hits(cue).iter().copied());
        Self { hits, ..self.clone() }
    }

    /// The cues that hit, certainly or not.
    pub(crate) fn heard(&self) -> impl Iterator<Item = CueId> {
        self.hits
            .chunk_by(|one, other| one.cue == other.cue)
            .filter_map(|hits| hits.first())
            .map(|hit| hit.cue)
    }

    /// Whether all the words of the customer are there and were read.
    pub(crate) const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the texts were longer than was read.
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether words may be lost in a message's malformed markup.
    pub(crate) const fn is_unreadable(&self) -> bool {
        self.unreadable
    }

    /// How often the cue hit; `None` where words may be missing.
    pub(crate) fn count(&self, cue: CueId) -> Option<u32> {
        self.complete.then(|| u32::try_from(self.hits(cue).len()).unwrap_or(u32::MAX))
    }

    /// How many characters the customer wrote, normalised; `None` where words may be missing.
    pub(crate) const fn length(&self) -> Option<u64> {
        self.length
    }
}

/// No more than this many bytes of an inquiry are read, whatever the limit: offsets are 32 bits wide, and normalisation
/// makes a text at most 11 times as long (U+FDFA).
const MAX_BYTES: usize = 256 * 1024 * 1024;

impl CueMatcher {
    /// Reads `texts` in order, up to `limit` bytes of them, and leaves in `scan` what they say.
    pub(crate) fn scan<'t>(
        &self,
        texts: impl IntoIterator<Item = CustomerText<'t>>,
        limit: usize,
        completeness: Completeness,
        scratch: &mut Scratch,
        scan: &mut CueScan,
    ) {
        scan.hits.clear();
        let mut left = limit.min(MAX_BYTES);
        let mut cut = false;
        let mut unreadable = false;
        let mut length = 0;
        for text in texts {
            let read = prefix(text.text, left);
            let cut_here = read.len() < text.text.len();
            // Once a text is cut, nothing after it is read, however short.
            left = if cut_here { 0 } else { left - read.len() };
            cut |= cut_here;
            scratch.normaliser.clear();
            let lost_from = extract::read(read, text.format, cut_here, &mut scratch.normaliser);
            // Half of a tag at the cut is no fault of the message.
            unreadable |= lost_from.is_some() && !cut_here;
            let cut_from = cut_here.then(|| scratch.normaliser.text().len());
            length += u64::try_from(scratch.normaliser.text().chars().count()).unwrap_or(u64::MAX);
            let known_to = lost_from.into_iter().chain(cut_from).min().unwrap_or(usize::MAX);
            self.read(text, known_to, scratch, &mut scan.hits);
        }
        scan.cut = cut;
        scan.unreadable = unreadable;
        scan.complete = completeness == Completeness::Complete && !cut && !unreadable;
        scan.length = scan.complete.then_some(length);
        scan.hits.sort_unstable_by_key(|hit| (hit.cue, hit.message, hit.part, hit.start));
    }

    /// Adds the hits in the text that the normaliser holds, where nothing is missing before `known_to`.
    fn read(&self, text: CustomerText<'_>, known_to: usize, scratch: &mut Scratch, hits: &mut Vec<CueHit>) {
        scratch.occurrences.clear();
        self.find(scratch.normaliser.text(), &mut scratch.folded, &mut scratch.occurrences);
        scratch
            .occurrences
            .sort_unstable_by_key(|found| (found.cue, found.role, found.start, Reverse(found.end)));
        for of_cue in scratch.occurrences.chunk_by(|one, other| one.cue == other.cue) {
            let evidence = Evidence::new(of_cue, scratch.normaliser.text(), &mut scratch.ends);
            let context = of_cue.first().map(|found| self.context(found.cue)).unwrap_or_default();
            let mut last: Option<(usize, CueHit)> = None;
            for found in evidence.hits() {
                let around = context.around.saturating_sub(found.end - found.start);
                let needed = found.edge.max(context.after).max(around);
                let certain = known_to.checked_sub(found.end).is_some_and(|behind| behind >= needed);
                match &mut last {
                    // One place counts once; it is as certain as the most certain phrase there.
                    Some((end, hit)) if found.start < *end => hit.certain |= certain,
                    _ => {
                        let (start, end) = scratch.normaliser.original(found.start, found.end);
                        let CustomerText { message, part, .. } = text;
                        let hit = CueHit {
                            cue: found.cue,
                            message,
                            part,
                            start,
                            end,
                            phrase: found.phrase,
                            certain,
                        };
                        hits.extend(last.replace((found.end, hit)).map(|(_, hit)| hit));
                    }
                }
            }
            hits.extend(last.map(|(_, hit)| hit));
        }
    }
}

/// The longest beginning of `text` that has at most `limit` bytes and ends with a whole character.
fn prefix(text: &str, limit: usize) -> &str {
    // A character has at most four bytes.
    (limit.saturating_sub(3)..=limit).rev().find_map(|end| text.get(..end)).unwrap_or(text)
}

/// The occurrences of one cue's phrases in one text, by role.
struct Evidence<'s> {
    text: &'s str,
    except: &'s [Occurrence],
    /// The ends of what undoes a hit after it, in order.
    ends_before: &'s [usize],
    after: &'s [Occurrence],
    any: &'s [Occurrence],
}

impl<'s> Evidence<'s> {
    /// `occurrences` are sorted by role, start and longest first.
    fn new(occurrences: &'s [Occurrence], text: &'s str, ends: &'s mut Vec<usize>) -> Self {
        let split = |occurrences: &'s [Occurrence], role: Role| {
            let middle = occurrences.partition_point(|found| found.role <= role);
            occurrences.split_at_checked(middle).unwrap_or_default()
        };
        let (except, rest) = split(occurrences, Role::Except);
        let (before, rest) = split(rest, Role::Before);
        let (after, any) = split(rest, Role::After);
        ends.clear();
        ends.extend(before.iter().map(|found| found.end));
        ends.sort_unstable();
        Self { text, except, ends_before: ends, after, any }
    }

    /// What remains of the hits, by start and longest first.
    fn hits(&self) -> impl Iterator<Item = &'s Occurrence> {
        let mut excepts = self.except.iter().peekable();
        let mut swallowed_to = 0;
        self.any.iter().filter(move |found| {
            while let Some(except) = excepts.next_if(|except| except.start <= found.start) {
                swallowed_to = swallowed_to.max(except.end);
            }
            found.end > swallowed_to && !self.is_followed(found) && !self.is_preceded(found)
        })
    }

    fn is_followed(&self, found: &Occurrence) -> bool {
        let starts_at = |at: usize| self.after.binary_search_by_key(&at, |after| after.start).is_ok();
        let is_space = self.text.as_bytes().get(found.end) == Some(&b' ');
        !self.after.is_empty() && (starts_at(found.end) || is_space && starts_at(found.end + 1))
    }

    fn is_preceded(&self, found: &Occurrence) -> bool {
        let ends_at = |at: usize| self.ends_before.binary_search(&at).is_ok();
        let space = found.start.checked_sub(1).filter(|at| self.text.as_bytes().get(*at) == Some(&b' '));
        !self.ends_before.is_empty() && (ends_at(found.start) || space.is_some_and(ends_at))
    }
}

#[cfg(test)]
mod tests {
    use super::super::cue::Cue;
    use super::*;

    fn phrases(list: &[&str]) -> Vec<Box<str>> {
        list.iter().map(|phrase| (*phrase).into()).collect()
    }

    fn any(list: &[&str]) -> Cue {
        Cue { any: phrases(list), ..Cue::default() }
    }

    fn body(text: &str) -> CustomerText<'_> {
        CustomerText { message: 0, part: Part::Body, text, format: TextFormat::Text }
    }

    fn scan(cue: &Cue, text: &str) -> CueScan {
        scan_until(cue, text, usize::MAX)
    }

    fn scan_until(cue: &Cue, text: &str, limit: usize) -> CueScan {
        let mut scan = CueScan::default();
        let matcher = CueMatcher::new(std::slice::from_ref(cue));
        matcher.scan([body(text)], limit, Completeness::Complete, &mut Scratch::default(), &mut scan);
        scan
    }

    /// The original text of every hit.
    #[track_caller]
    fn hits<'t>(cue: &Cue, text: &'t str) -> Vec<&'t str> {
        let scan = scan(cue, text);
        let source = |hit: &CueHit| text.get(hit.start as usize..hit.end as usize).unwrap();
        let hits: Vec<_> = scan.hits(CueId(0)).iter().map(source).collect();
        let expected = if hits.is_empty() { Truth::False } else { Truth::True };
        assert_eq!(scan.truth(CueId(0)), expected);
        assert_eq!(scan.count(CueId(0)), Some(u32::try_from(hits.len()).unwrap()));
        hits
    }

    #[test]
    fn latin_phrases_are_whole_words() {
        let cue = any(&["can", "refund", "C++"]);
        assert_eq!(hits(&cue, "Can I get a REFUND, please? Refund!"), ["Can", "REFUND", "Refund"]);
        assert_eq!(hits(&cue, "scan candle refunds refunded re-fund"), [""; 0]);
        assert_eq!(hits(&cue, "refund_id caná can\u{301} can5"), [""; 0]);
        assert_eq!(hits(&cue, "pre-refund 'can' can't"), ["refund", "can", "can"]);
        assert_eq!(hits(&cue, "返金refundください"), ["refund"]);
        assert_eq!(hits(&cue, "c++17 c++"), ["c++", "c++"]);
    }

    #[test]
    fn digits_are_whole_numbers() {
        let cue = any(&["110"]);
        assert_eq!(
            hits(&cue, "110番 No.110 (110) 110. 110, １１０"),
            ["110", "110", "110", "110", "110", "１１０"]
        );
        assert_eq!(hits(&cue, "1103 1,110 110.5 110,000 0.110 A110 110x 4110 １１０３"), [""; 0]);
        assert_eq!(hits(&any(&["110番"]), "1110番 110番"), ["110番"]);
    }

    #[test]
    fn japanese_matches_anywhere() {
        assert_eq!(hits(&any(&["返金"]), "全額返金希望"), ["返金"]);
        assert_eq!(hits(&any(&["返金"]), "返 金、返\n金"), ["返 金", "返\n金"]);
        assert_eq!(hits(&any(&["返金"]), "返\n\n金"), [""; 0]);
        assert_eq!(hits(&any(&["ガス"]), "ｶﾞｽの臭い"), ["ｶﾞｽ"]);
        assert_eq!(hits(&any(&["か"]), "が"), [""; 0]);
        assert_eq!(hits(&any(&["？"]), "いつ?"), ["?"]);
        assert_eq!(hits(&any(&["平成"]), "㍻3年"), ["㍻"]);
        assert_eq!(hits(&any(&["返金", "😡"]), "返\u{200B}金😡"), ["返\u{200B}金", "😡"]);
    }

    #[test]
    fn kana_are_folded_only_where_the_cue_asks() {
        let plain = any(&["ケガ"]);
        let folding = Cue { fold_kana: true, ..any(&["ケガ"]) };
        assert_eq!(hits(&plain, "だけが けがをした"), [""; 0]);
        assert_eq!(hits(&folding, "けがをした"), ["けが"]);
        assert_eq!(hits(&folding, "ｹｶﾞをした"), ["ｹｶﾞ"]);
        assert_eq!(hits(&folding, "だけが"), ["けが"]);
        // One text, both cues: folding for one is not folding for the other.
        let matcher = CueMatcher::new(&[plain, folding, any(&["けが"])]);
        let mut scan = CueScan::default();
        matcher.scan(
            [body("けがとケガ")],
            usize::MAX,
            Completeness::Complete,
            &mut Scratch::default(),
            &mut scan,
        );
        let starts = |cue| scan.hits(CueId(cue)).iter().map(|hit| hit.start).collect::<Vec<_>>();
        assert_eq!((starts(0), starts(1), starts(2)), (vec![9], vec![0, 9], vec![0]));
    }

    #[test]
    fn an_exception_swallows_the_hits_inside_it() {
        let cue = Cue { except: phrases(&["発煙筒", "can't"]), ..any(&["発煙", "煙筒が", "can"]) };
        assert_eq!(hits(&cue, "発煙筒"), [""; 0]);
        assert_eq!(hits(&cue, "発煙しました。発煙筒では"), ["発煙"]);
        // Not wholly inside.
        assert_eq!(hits(&cue, "発煙筒が"), ["煙筒が"]);
        assert_eq!(hits(&cue, "I can’t, can I"), ["can"]);
        // The exception has edges of its own.
        let cue = Cue { except: phrases(&["fire sale"]), ..any(&["fire"]) };
        assert_eq!(hits(&cue, "fire sales, fire sale"), ["fire"]);
    }

    #[test]
    fn what_stands_beside_a_hit_can_undo_it() {
        let cue = Cue {
            unless_followed_by: phrases(&["ではありません", "ではない"]),
            unless_preceded_by: phrases(&["not", "isn't", "非"]),
            ..any(&["急ぎ", "urgent"])
        };
        assert_eq!(hits(&cue, "急ぎでお願いします"), ["急ぎ"]);
        assert_eq!(hits(&cue, "急ぎではありません"), [""; 0]);
        assert_eq!(hits(&cue, "急ぎ\nではない、急ぎです"), ["急ぎ"]);
        assert_eq!(hits(&cue, "not urgent / It isn’t urgent / not  URGENT"), [""; 0]);
        assert_eq!(hits(&cue, "not: urgent / knot urgent / urgent, not"), ["urgent", "urgent", "urgent"]);
        assert_eq!(hits(&cue, "非急ぎ urgent ではない"), [""; 0]);
    }

    #[test]
    fn one_place_counts_once_leftmost_and_longest() {
        let cue = any(&["返金", "返金して", "金して", "返金", "して"]);
        assert_eq!(hits(&cue, "返金してください、返金"), ["返金して", "返金"]);
        // What is undone does not hide what is not.
        let cue = Cue { unless_followed_by: phrases(&["用"]), ..any(&["急ぎ", "急ぎの"]) };
        assert_eq!(hits(&cue, "急ぎの用"), ["急ぎ"]);
    }

    #[test]
    fn empty_phrases_and_empty_cues_never_hit() {
        assert_eq!(hits(&any(&["", " ", "\u{200B}"]), " a "), [""; 0]);
        assert_eq!(hits(&any(&[]), "a"), [""; 0]);
        let cue = Cue { except: phrases(&[""]), unless_followed_by: phrases(&[" "]), ..any(&["a"]) };
        assert_eq!(hits(&cue, "a a"), ["a", "a"]);
    }

    #[test]
    fn hits_are_sorted_over_messages_and_parts() {
        let matcher = CueMatcher::new(&[any(&["b"]), any(&["a"])]);
        let mut scan = CueScan::default();
        let text = |message, part, text| CustomerText { message, part, text, format: TextFormat::Mail };
        let texts =
            [text(1, Part::Body, "a b\n > a\na"), text(1, Part::Subject, "x a"), text(0, Part::Body, "a")];
        matcher.scan(texts, usize::MAX, Completeness::Complete, &mut Scratch::default(), &mut scan);
        let places: Vec<_> =
            scan.hits(CueId(1)).iter().map(|hit| (hit.message, hit.part, hit.start)).collect();
        assert_eq!(
            places,
            [(0, Part::Body, 0), (1, Part::Subject, 2), (1, Part::Body, 0), (1, Part::Body, 9)]
        );
        assert_eq!(scan.count(CueId(0)), Some(1));
        assert_eq!(scan.length(), Some(9));
        assert_eq!(scan.hits(CueId(2)).len(), 0);
    }

    #[test]
    fn missing_messages_leave_the_silent_cues_unknown() {
        let matcher = CueMatcher::new(&[any(&["返金"]), any(&["交換"])]);
        let mut scan = CueScan::default();
        for (completeness, silent) in [
            (Completeness::Complete, Truth::False),
            (Completeness::Incomplete, Truth::Unknown),
            (Completeness::NoText, Truth::Unknown),
        ] {
            matcher.scan([body("返金")], usize::MAX, completeness, &mut Scratch::default(), &mut scan);
            assert_eq!((scan.truth(CueId(0)), scan.truth(CueId(1))), (Truth::True, silent));
            assert_eq!(scan.length().is_some(), silent == Truth::False);
            matcher.scan([], usize::MAX, completeness, &mut Scratch::default(), &mut scan);
            assert_eq!(
                (scan.truth(CueId(0)), scan.count(CueId(1)).is_some()),
                (silent, silent == Truth::False)
            );
        }
        matcher.scan([body("")], usize::MAX, Completeness::Complete, &mut Scratch::default(), &mut scan);
        assert_eq!((scan.truth(CueId(0)), scan.length()), (Truth::False, Some(0)));
    }

    #[test]
    fn beyond_the_cut_nothing_is_known() {
        assert_eq!(scan_until(&any(&["急ぎ"]), "なし", 3).truth(CueId(0)), Truth::Unknown);
        assert_eq!(scan_until(&any(&["急ぎ"]), "なし", 0).truth(CueId(0)), Truth::Unknown);
        // Certain only from where nothing that follows could undo the hit.
        let first_certain = |cue: &Cue, text: &str| {
            (0..text.len()).find(|limit| scan_until(cue, text, *limit).truth(CueId(0)) == Truth::True)
        };
        let text = "急ぎですよろしくお願いします";
        assert_eq!(first_certain(&any(&["急ぎ"]), text), Some("急ぎで".len()));
        let followed = Cue { unless_followed_by: phrases(&["ではない"]), ..any(&["急ぎ"]) };
        assert_eq!(first_certain(&followed, text), Some("急ぎ?ではない?".len() + 1));
        let swallowed = Cue { except: phrases(&["急ぎ足で"]), ..any(&["急ぎ"]) };
        assert_eq!(first_certain(&swallowed, text), Some("急ぎ足で?".len() + 2));
        let plain = any(&["refund", "110", "か"]);
        let truth = |text: &str, limit| scan_until(&plain, text, limit).truth(CueId(0));
        assert_eq!(truth("refunded", 6), Truth::Unknown);
        assert_eq!(truth("refund me", 7), Truth::True);
        assert_eq!(truth("110.5", 4), Truth::Unknown);
        assert_eq!(truth("110円です", 6), Truth::True);
        assert_eq!(truth("か\u{3099}", 3), Truth::Unknown);
        assert_eq!(truth("かく", 4), Truth::Unknown);
        let cut = scan_until(&plain, "refund me", 8);
        assert_eq!((cut.count(CueId(0)), cut.length()), (None, None));
    }

    #[test]
    fn where_markup_swallows_words_nothing_is_denied() {
        let followed = Cue { unless_followed_by: phrases(&["ではない"]), ..any(&["急ぎ"]) };
        let matcher = CueMatcher::new(&[any(&["ひどい"]), any(&["1個"]), any(&["返金"]), followed]);
        let mut scan = CueScan::default();
        let mut truths = |html: &str, other: &str| {
            let html = CustomerText { message: 0, part: Part::Body, text: html, format: TextFormat::Html };
            let other = CustomerText { message: 1, ..body(other) };
            matcher.scan(
                [html, other],
                usize::MAX,
                Completeness::Complete,
                &mut Scratch::default(),
                &mut scan,
            );
            assert_eq!((scan.length().is_none(), scan.is_cut()), (scan.is_unreadable(), false));
            assert_eq!(scan.count(CueId(0)).is_none(), scan.is_unreadable());
            [0, 1, 2, 3].map(|cue| scan.truth(CueId(cue)))
        };
        let (yes, no, open) = (Truth::True, Truth::False, Truth::Unknown);
        assert_eq!(truths("<p>1個です<b>3000円</b></p>", ""), [no, yes, no, no]);
        assert_eq!(truths("<p>1個です<b 3000円でした。ひどい</p>", ""), [open, yes, open, open]);
        assert_eq!(truths("1個です<!-- ひどい", "返金"), [open, yes, yes, open]);
        // What may follow in the lost words could undo the hit, and what follows them may be somebody else's words.
        assert_eq!(truths("1個<b ひどい</p>", ""), [open, open, open, open]);
        assert_eq!(truths("急ぎで<b ではない</p>", "返金"), [open, open, yes, open]);
        assert_eq!(
            truths("<b <blockquote type=cite>返金</blockquote>1個です。", ""),
            [open, open, open, open]
        );
        assert_eq!(truths("", "返金"), [no, no, yes, no]);
    }

    #[test]
    fn after_a_cut_no_later_message_is_read() {
        let matcher = CueMatcher::new(&[any(&["返金"])]);
        let mut scan = CueScan::default();
        matcher.scan(
            [body("いいい"), body("返金")],
            8,
            Completeness::Complete,
            &mut Scratch::default(),
            &mut scan,
        );
        assert_eq!((scan.truth(CueId(0)), scan.hits(CueId(0)).len()), (Truth::Unknown, 0));
        matcher.scan(
            [body("いい"), body("返金")],
            12,
            Completeness::Complete,
            &mut Scratch::default(),
            &mut scan,
        );
        assert_eq!(scan.truth(CueId(0)), Truth::True);
    }
}
