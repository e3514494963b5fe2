//! All phrases of all cues, found in one pass over a normalised text; or in one pass for every layer, where rulebooks that
//! stand on the same layers share these.
//!
//! A phrase that several cues of a layer share is one pattern. Where any cue of a layer folds kana, patterns and text are
//! folded, which keeps every byte offset; a cue that does not fold compares the unfolded text as well.

use super::character::{fold_kana, is_digit, is_number_separator, is_of_word};
use super::cue::Cue;
use super::normalise::normalised;
use crate::id::CueId;
use daachorse::{CharwiseDoubleArrayAhoCorasick, DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Finds the phrases of a rulebook's cues. Built once, then only read.
#[derive(Debug)]
pub(crate) struct CueMatcher {
    layers: Vec<Arc<LayerMatcher>>,
}

/// Finds the phrases that one layer says.
pub(crate) struct LayerMatcher {
    search: Search,
    patterns: Vec<Pattern>,
    /// What each pattern means, in the order of patterns.
    uses: Vec<Use>,
    /// Of every cue of the layer, by cue.
    contexts: Vec<(CueId, Context)>,
    folds_kana: bool,
}

impl std::fmt::Debug for LayerMatcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LayerMatcher").field("cues", &self.contexts.len()).finish_non_exhaustive()
    }
}

/// Where a phrase stands in its cue. The order is that in which occurrences are resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Except,
    Before,
    After,
    Any,
}

/// A phrase found in a text, edges checked, before the cue's other phrases have had their say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occurrence {
    pub(crate) cue: CueId,
    pub(crate) role: Role,
    /// The phrase's position in its list of the cue.
    pub(crate) phrase: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How many bytes after the end decide whether the phrase stands alone.
    pub(crate) edge: usize,
}

/// How far the phrases reach that can undo a hit of a cue, in bytes of normalised text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    /// Behind the end of a hit: the longest `unless_followed_by`.
    pub(crate) after: usize,
    /// From the start of a hit: the longest `except`.
    pub(crate) around: usize,
}

impl CueMatcher {
    /// A matcher for `cues`, which keep their positions as ids.
    pub(crate) fn new(cues: &[Cue]) -> Self {
        let said: Vec<(CueId, Cue)> = (0..).map(CueId).zip(cues.iter().cloned()).collect();
        Self::whole(&said)
    }

    /// One matcher for all phrases, whatever layers say them: the fastest.
    pub(crate) fn whole<'c>(phrases: impl IntoIterator<Item = &'c (CueId, Cue), IntoIter: Clone>) -> Self {
        Self::of(vec![Arc::new(LayerMatcher::with(phrases, Search::fast))])
    }

    /// One matcher that looks for one phrase after the other.
    pub(crate) fn plain<'c>(phrases: impl IntoIterator<Item = &'c (CueId, Cue), IntoIter: Clone>) -> Self {
        Self::of(vec![Arc::new(LayerMatcher::with(phrases, Search::OneByOne))])
    }

    /// The matchers of all layers.
    pub(crate) const fn of(layers: Vec<Arc<LayerMatcher>>) -> Self {
        Self { layers }
    }

    /// How far the phrases reach that can undo a hit of the cue.
    pub(crate) fn context(&self, cue: CueId) -> Context {
        self.layers.iter().fold(Context::default(), |context, layer| context.join(layer.context(cue)))
    }

    /// Appends every occurrence of every phrase in `text`, overlapping ones too. `folded` is working memory.
    pub(crate) fn find(&self, text: &str, folded: &mut String, occurrences: &mut Vec<Occurrence>) {
        if self.layers.iter().any(|layer| layer.folds_kana) {
            folded.clear();
            folded.extend(text.chars().map(fold_kana));
        }
        for layer in &self.layers {
            layer.find(text, folded, occurrences);
        }
    }
}

impl Context {
    /// What reaches as far as both.
    fn join(self, other: Self) -> Self {
        Self { after: self.after.max(other.after), around: self.around.max(other.around) }
    }
}

impl LayerMatcher {
    /// A matcher for the phrases of these cues. Phrases that are empty once normalised never occur.
    pub(crate) fn new<'c>(cues: impl IntoIterator<Item = &'c (CueId, Cue), IntoIter: Clone>) -> Self {
        Self::with(cues, Search::small)
    }

    fn with<'c>(
        cues: impl IntoIterator<Item = &'c (CueId, Cue), IntoIter: Clone>,
        search: fn(Vec<String>) -> Search,
    ) -> Self {
        let cues = cues.into_iter();
        let folds_kana = cues.clone().any(|(_, cue)| cue.fold_kana);
        let mut contexts: BTreeMap<CueId, Context> = BTreeMap::new();
        let mut by_pattern: BTreeMap<String, Vec<Use>> = BTreeMap::new();
        for (id, cue) in cues {
            let context = contexts.entry(*id).or_default();
            for (role, phrases) in [
                (Role::Any, &cue.any),
                (Role::Except, &cue.except),
                (Role::After, &cue.unless_followed_by),
                (Role::Before, &cue.unless_preceded_by),
            ] {
                for (phrase, text) in (0..).zip(phrases) {
                    let text = normalised(text);
                    if text.is_empty() {
                        continue;
                    }
                    let reach = text.len() + Edges::of(&text).behind();
                    match role {
                        Role::After => context.after = context.after.max(1 + reach),
                        Role::Except => context.around = context.around.max(reach),
                        Role::Any | Role::Before => {}
                    }
                    let pattern =
                        if folds_kana { text.chars().map(fold_kana).collect() } else { text.clone() };
                    let exact = (folds_kana && !cue.fold_kana).then(|| text.into_boxed_str());
                    by_pattern.entry(pattern).or_default().push(Use { cue: *id, role, phrase, exact });
                }
            }
        }

        let mut patterns = Vec::with_capacity(by_pattern.len());
        let mut texts = Vec::with_capacity(by_pattern.len());
        let mut uses = Vec::new();
        for (text, mut its_uses) in by_pattern {
            let first = uses.len();
            uses.append(&mut its_uses);
            patterns.push(Pattern { edges: Edges::of(&text), uses: first..uses.len() });
            texts.push(text);
        }
        uses.shrink_to_fit();
        let contexts = contexts.into_iter().collect();
        Self { search: search(texts), patterns, uses, contexts, folds_kana }
    }

    fn context(&self, cue: CueId) -> Context {
        let found = self.contexts.binary_search_by_key(&cue, |(cue, _)| *cue).ok();
        found.and_then(|at| self.contexts.get(at)).map(|(_, context)| *context).unwrap_or_default()
    }

    /// Appends every occurrence in `text`; `folded` is the same with its kana folded, if the layer folds kana.
    fn find(&self, text: &str, folded: &str, occurrences: &mut Vec<Occurrence>) {
        let searched = if self.folds_kana { folded } else { text };
        self.search.each(searched, |pattern, start, end| {
            let Some(pattern) = self.patterns.get(pattern) else { return };
            if !pattern.edges.stand_alone(text, start, end) {
                return;
            }
            for its_use in self.uses.get(pattern.uses.clone()).unwrap_or_default() {
                if its_use.exact.as_deref().is_none_or(|exact| text.get(start..end) == Some(exact)) {
                    occurrences.push(Occurrence {
                        cue: its_use.cue,
                        role: its_use.role,
                        phrase: its_use.phrase,
                        start,
                        end,
                        edge: pattern.edges.behind(),
                    });
                }
            }
        });
    }
}

struct Pattern {
    edges: Edges,
    uses: Range<usize>,
}

struct Use {
    cue: CueId,
    role: Role,
    phrase: u32,
    /// The phrase as it must stand in the unfolded text, where the pattern is folded and the cue is not.
    exact: Option<Box<str>>,
}

/// What a phrase begins and ends with, which says what may stand beside it.
#[derive(Debug, Clone, Copy)]
struct Edges {
    left: Edge,
    right: Edge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// Anything may stand beside it.
    Open,
    /// The word must end here.
    Word,
    /// The word and the number must end here.
    Number,
}

impl Edges {
    fn of(phrase: &str) -> Self {
        let edge = |character: Option<char>| match character {
            Some(character) if is_digit(character) => Edge::Number,
            Some(character) if is_of_word(character) => Edge::Word,
            _ => Edge::Open,
        };
        Self { left: edge(phrase.chars().next()), right: edge(phrase.chars().next_back()) }
    }

    /// How many bytes of text behind the phrase are needed to know whether it stands alone. The first one also tells
    /// that no combining mark follows.
    const fn behind(self) -> usize {
        match self.right {
            Edge::Open | Edge::Word => 1,
            Edge::Number => 2,
        }
    }

    fn stand_alone(self, text: &str, start: usize, end: usize) -> bool {
        let before = || text.get(..start).unwrap_or_default().chars().rev();
        let after = || text.get(end..).unwrap_or_default().chars();
        stands_alone(self.left, before()) && stands_alone(self.right, after())
    }
}

/// Whether nothing in `beside`, read away from the phrase, belongs to the phrase's last word or number.
fn stands_alone(edge: Edge, mut beside: impl Iterator<Item = char>) -> bool {
    if edge == Edge::Open {
        return true;
    }
    match beside.next() {
        Some(character) if is_of_word(character) => false,
        Some(character) if edge == Edge::Number && is_number_separator(character) => {
            !beside.next().is_some_and(is_digit)
        }
        _ => true,
    }
}

/// The search for all patterns at once.
///
/// Measured on 12,000 Japanese inquiries with runs of their characters as phrases (benches/cue_matching.rs, 2026-11): with
/// 300 phrases this automaton reads 280 MiB/s, daachorse over bytes takes 1.4 times as long, aho-corasick as a DFA 1.2 and
/// as a contiguous NFA 2.0 times; with 3,000 phrases it reads 180 MiB/s, and they take 1.3, 1.8 and 2.2 times as long.
/// Without daachorse's prefilter the difference is within 5 %, either way.
///
/// The automaton over characters keeps a table of all characters up to the highest one it knows, 160 KiB with Chinese
/// characters among the phrases, and either kind's prefilter takes 64 KiB. A few phrases are not worth that: for them it
/// reads bytes, without a prefilter.
enum Search {
    Automaton(CharwiseDoubleArrayAhoCorasick<u32>),
    Bytes(DoubleArrayAhoCorasick<u32>),
    /// One pattern after the other: the same result, where no automaton can be built. That is so for no patterns
    /// at all and for more of them than its indices can count.
    OneByOne(Vec<String>),
}

/// Fewer patterns than this are searched for byte by byte.
const FEW: usize = 256;

impl Search {
    fn fast(patterns: Vec<String>) -> Self {
        CharwiseDoubleArrayAhoCorasick::new(&patterns).map_or(Self::OneByOne(patterns), Self::Automaton)
    }

    /// A search that is not larger than its patterns are worth.
    fn small(patterns: Vec<String>) -> Self {
        if patterns.len() >= FEW {
            return Self::fast(patterns);
        }
        let builder = DoubleArrayAhoCorasickBuilder::new().use_prefilter(false);
        builder.build(&patterns).map_or(Self::OneByOne(patterns), Self::Bytes)
    }

    /// Calls `found` with pattern, start and end of every occurrence.
    fn each(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        match self {
            Self::Automaton(automaton) => {
                for hit in automaton.find_overlapping_iter(text) {
                    found(hit.value() as usize, hit.start(), hit.end());
                }
            }
            Self::Bytes(automaton) => {
                for hit in automaton.find_overlapping_iter(text) {
                    found(hit.value() as usize, hit.start(), hit.end());
                }
            }
            Self::OneByOne(patterns) => {
                for (pattern, phrase) in patterns.iter().enumerate() {
                    for (start, _) in text.char_indices() {
                        if text.get(start..).is_some_and(|rest| rest.starts_with(phrase)) {
                            found(pattern, start, start + phrase.len());
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The way out where no automaton can be built finds the same.
    #[test]
    fn searching_one_by_one_finds_what_the_automaton_finds() {
        let patterns: Vec<String> = ["返金", "金", "a", "aa", "返金し"].map(str::to_owned).to_vec();
        let all = |search: &Search| {
            let mut found = Vec::new();
            search.each("aaa返金して金", |pattern, start, end| found.push((pattern, start, end)));
            found.sort_unstable();
            found
        };
        let (fast, small) = (Search::fast(patterns.clone()), Search::small(patterns.clone()));
        assert!(matches!((&fast, &small), (Search::Automaton(_), Search::Bytes(_))));
        assert_eq!(all(&fast), all(&Search::OneByOne(patterns)));
        assert_eq!(all(&fast), all(&small));
        assert_eq!(all(&fast).len(), 9);
        assert_eq!(all(&Search::fast(Vec::new())), []);
        assert_eq!(all(&Search::small(Vec::new())), []);
    }

    #[test]
    fn phrases_that_read_the_same_share_a_pattern() {
        let cue = |phrase: &str, fold_kana| Cue { any: vec![phrase.into()], fold_kana, ..Cue::default() };
        let cues = [cue("ケガ", false), cue("けが", true), cue("ｹｶﾞ", false)];
        let cues: Vec<(CueId, Cue)> = (0..).map(CueId).zip(cues).collect();
        let matcher = LayerMatcher::new(&cues);
        assert_eq!((matcher.patterns.len(), matcher.uses.len()), (1, 3));
    }
}
