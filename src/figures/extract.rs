//! From a whole text to its figures. Layer `figures`.

use std::ops::Range;
use std::sync::OnceLock;

use super::attach::{Attached, Attacher};
use super::context::Document;
use super::frame::{Around, Shown, otherwise};
use super::gate::Gate;
use super::token::Sentence;
use super::{Found, dates, packs};
use crate::lexicon::words::Words;
use crate::model::{Date, Measure};
use crate::text::segment;

/// The figures of `text`, in the order of their numbers. `published` resolves dates such as "on Friday"; without it
/// the date in the text's own head is used, if it has one.
///
/// The text is read as English unless it is clearly in another language that there are word lists for.
pub fn extract(text: &str, published: Option<Date>) -> Vec<Found> {
    extract_in(text, published, None)
}

/// [`extract`] for a text whose language is declared (ISO 639-1, "fr", "ar-SY"), which decides where its words are too few
/// to tell.
pub fn extract_in(text: &str, published: Option<Date>, language: Option<&str>) -> Vec<Found> {
    match packs::language_of(text, language) {
        Some(language) => packs::extract(text, language),
        None => english(text, published),
    }
}

fn english(text: &str, published: Option<Date>) -> Vec<Found> {
    let words = Words::english();
    let published = published.or_else(|| dates::header_date(text));
    let ranges = bounded(text, segment::sentences(text));
    let open = candidates(text, &ranges);
    let mut document = Document::new(text, words, &ranges, published);
    let mut found: Vec<Found> = Vec::new();
    let mut last: Option<(usize, Measure, usize)> = None;
    for (i, range) in ranges.iter().enumerate() {
        // A sentence right behind a figure may go on counting without a word of harm: "Eight are women".
        let goes_on = last.is_some_and(|(at, _, _)| at + 1 == i);
        if !(goes_on || open.get(i).copied().unwrap_or(false)) {
            continue;
        }
        let Some(sentence) = Sentence::counting(text, range.clone(), words) else { continue };
        let previous = last.filter(|(at, _, _)| at + 2 >= i).map(|(_, measure, _)| measure);
        let before = document.before(i);
        let figures = Attacher { s: &sentence, words, text, previous, before }.figures();
        if figures.is_empty() {
            continue;
        }
        let shown = Shown::default();
        let around = Around { text, before, after: document.after(i), shown: &shown };
        // A sentence without a word of harm only goes on with the count before it.
        let harmless = !open.get(i).copied().unwrap_or(false);
        let goes_on = |figure: &Attached| figure.anaphoric || figure.trace.iter().any(|rule| rule.contains("before"));
        let kept = |figure: &Attached| (!harmless || goes_on(figure)) && !otherwise(&sentence, words, around, figure);
        let figures: Vec<Attached> = if figures.iter().all(kept) { figures } else { keep(figures, kept) };
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

/// The figures that `kept` takes; parts find their wholes anew.
fn keep(figures: Vec<Attached>, kept: impl Fn(&Attached) -> bool) -> Vec<Attached> {
    let flags: Vec<bool> = figures.iter().map(kept).collect();
    let place = |at: usize| flags.iter().take(at).filter(|flag| **flag).count();
    let wholes =
        |figure: &Attached| figure.part_of.filter(|whole| flags.get(*whole).copied().unwrap_or(false)).map(place);
    let mut out: Vec<Attached> = Vec::new();
    for (figure, flag) in figures.iter().zip(&flags) {
        if *flag {
            out.push(Attached { part_of: wholes(figure), ..figure.clone() });
        }
    }
    out
}

/// The longest stretch read as one sentence, in bytes. Rules look at all numbers of a sentence for each, so that a list
/// without a full stop would cost the square of its length.
const LONGEST: usize = 1200;

/// The sentences, those that are too long cut at white space.
pub(super) fn bounded(text: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
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

/// The sentences that may hold a figure: those with a word of a measure, and those that follow one and go on counting.
fn candidates(text: &str, ranges: &[Range<usize>]) -> Vec<bool> {
    static GATE: OnceLock<Gate> = OnceLock::new();
    let gate = GATE.get_or_init(|| {
        let others = [
            "the figure",
            "seized",
            "snatched",
            "throats",
            "taken",
            "buried",
            "burying",
            "losses",
            "lost",
            "losing",
            "arrived",
            "arrive",
            "reached",
            "crossed",
            "entered",
            "forcing",
            "bringing",
            "brings",
            "victims",
            "count",
            "hosts",
            "admitted",
            "cost",
            "costing",
            "were hit",
            "was hit",
            "the dead",
            "households hit",
            "evacuation",
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
    let mut out = vec![false; ranges.len()];
    for (flag, range) in out.iter_mut().zip(ranges) {
        let Some(sentence) = bytes.get(range.clone()) else { continue };
        if gate.opens(sentence) {
            *flag = true;
        }
    }
    out
}
