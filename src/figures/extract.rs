//! From a whole text to its figures. Layer `figures`.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::attach::{Attached, Attacher};
use super::context::Document;
use super::np::Head;
use super::token::Sentence;
use super::{Found, dates};
use crate::lexicon::words::{Class, Words};
use crate::model::{Date, Measure};
use crate::text::segment;

/// The figures of `text`, in the order of their numbers. `published` resolves dates such as "on Friday"; without it
/// the date in the text's own head is used, if it has one.
pub fn extract(text: &str, published: Option<Date>) -> Vec<Found> {
    let words = Words::english();
    let published = published.or_else(|| dates::header_date(text));
    let ranges = segment::sentences(text);
    let candidates = candidates(text, &ranges);
    let mut document = Document::new(text, words, &ranges, published);
    let mut found: Vec<Found> = Vec::new();
    let mut last: Option<(usize, Measure, usize)> = None;
    for i in candidates {
        let Some(range) = ranges.get(i) else { continue };
        let sentence = Sentence::read(text, range.clone(), words);
        if sentence.numbers.is_empty() {
            continue;
        }
        let previous = last.filter(|(at, _, _)| at + 2 >= i).map(|(_, measure, _)| measure);
        let figures = Attacher { s: &sentence, words, text, previous }.figures();
        let figures: Vec<Attached> = figures.into_iter().filter(|figure| !by_disease(&sentence, figure)).collect();
        if figures.is_empty() {
            continue;
        }
        document.settle(i, sentence);
        let base = found.len();
        for figure in &figures {
            let mut one = document.describe(i, figure);
            one.part_of = match figure.part_of {
                Some(whole) => Some(base + whole),
                None if figure.anaphoric => last.map(|(_, _, at)| at),
                None => None,
            };
            if let Some(whole) = one.part_of.and_then(|at| found.get(at)) {
                super::context::inherit(&mut one, whole);
            }
            found.push(one);
        }
        if let Some(figure) = figures.first().filter(|figure| !figure.anaphoric) {
            last = Some((i, figure.measure, base));
        }
    }
    found
}

/// Deaths from disease are not counted here.
fn by_disease(sentence: &Sentence, figure: &Attached) -> bool {
    matches!(figure.measure, Measure::Killed | Measure::Affected)
        && figure.np.head != Head::Thing
        && sentence.tokens.iter().any(|token| token.has(Class::DISEASE))
}

/// The sentences that may hold a figure: those with a word of a measure, and those that follow one and go on counting.
fn candidates(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<usize> {
    static GATE: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let gate = GATE.get_or_init(|| {
        let mut needles = Words::english().measure_words();
        needles.extend([
            "the figure",
            "count",
            "hosts",
            "hosting",
            "higher number",
            "lower number",
            "tally",
            "of these",
            "of those",
            "of them",
            "among them",
            "of whom",
            "alone:",
            "only:",
        ]);
        AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostFirst).build(needles).ok()
    });
    let Some(gate) = gate else { return Vec::new() };
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    for (i, range) in ranges.iter().enumerate() {
        let Some(sentence) = bytes.get(range.clone()) else { continue };
        let at_word = |start: usize| start == 0 || !sentence.get(start - 1).is_some_and(u8::is_ascii_alphanumeric);
        if gate.find_iter(sentence).any(|hit| at_word(hit.start())) {
            out.push(i);
        }
    }
    out
}
