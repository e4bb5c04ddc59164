//! From a whole text to its figures. Layer `figures`.

use std::ops::Range;
use std::sync::OnceLock;

use super::attach::{Attached, Attacher};
use super::context::Document;
use super::gate::Gate;
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
    let ranges = bounded(text, segment::sentences(text));
    let candidates = candidates(text, &ranges);
    let mut document = Document::new(text, words, &ranges, published);
    let mut found: Vec<Found> = Vec::new();
    let mut last: Option<(usize, Measure, usize)> = None;
    for i in candidates {
        let Some(range) = ranges.get(i) else { continue };
        let Some(sentence) = Sentence::counting(text, range.clone(), words) else { continue };
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

/// The longest stretch read as one sentence, in bytes. Rules look at all numbers of a sentence for each, so that a list
/// without a full stop would cost the square of its length.
const LONGEST: usize = 3000;

/// The sentences, those that are too long cut at white space.
fn bounded(text: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if ranges.iter().all(|range| range.len() <= LONGEST) {
        return ranges;
    }
    let mut out = Vec::with_capacity(ranges.len() + text.len() / LONGEST);
    for mut range in ranges {
        while range.len() > LONGEST {
            let limit = text.floor_char_boundary(range.start + LONGEST);
            let piece = text.get(range.start..limit).unwrap_or_default();
            // The last third is enough to find a blank in; a word that long is cut anywhere.
            let from = piece.floor_char_boundary(piece.len() * 2 / 3);
            let blank = piece.get(from..).and_then(|tail| tail.rfind(|c: char| c.is_ascii_whitespace()));
            let cut = range.start + blank.map_or(piece.len(), |at| from + at + 1);
            out.push(range.start..cut);
            range.start = cut.max(range.start + 1);
        }
        out.push(range);
    }
    out
}

/// Deaths from disease are not counted here.
fn by_disease(sentence: &Sentence, figure: &Attached) -> bool {
    matches!(figure.measure, Measure::Killed | Measure::Affected)
        && figure.np.head != Head::Thing
        && sentence.tokens.iter().any(|token| token.has(Class::DISEASE))
}

/// The sentences that may hold a figure: those with a word of a measure, and those that follow one and go on counting.
fn candidates(text: &str, ranges: &[Range<usize>]) -> Vec<usize> {
    static GATE: OnceLock<Gate> = OnceLock::new();
    let gate = GATE.get_or_init(|| {
        let others = [
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
        ];
        Gate::new(Words::english().measure_words().into_iter().chain(others))
    });
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    for (i, range) in ranges.iter().enumerate() {
        let Some(sentence) = bytes.get(range.clone()) else { continue };
        if gate.opens(sentence) {
            out.push(i);
        }
    }
    out
}
